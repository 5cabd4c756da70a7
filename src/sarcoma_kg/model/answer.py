"""What a model is asked, and the shape of its answer: messages and a strict JSON schema."""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from sarcoma_kg.errors import SourceError
from sarcoma_kg.kinds import KINDS, QUALIFIERS, Kind, Qualifier
from sarcoma_kg.records import SINCE, UNITS, Fact

_MOST_KNOWN = 40  # patients told of before that a request names


#: What a model may say to qualify a fact: all but identifiers, which come from the ontology alone.
ASKED = {name: each for name, each in QUALIFIERS.items() if each.type != "term"}
_TYPES: dict[str, dict[str, Any]] = {
    "text": {"type": ["string", "null"]},
    "integer": {"type": ["integer", "null"]},
    "range": {"type": ["array", "null"], "items": {"type": "number"}},
}


def _qualifier_schema(qualifier: Qualifier) -> dict[str, Any]:
    listed = {"enum": [*qualifier.values, None]} if qualifier.values else {}
    return _TYPES[qualifier.type] | listed


def _row_schema() -> dict[str, Any]:
    text, number = {"type": "string"}, {"type": ["number", "null"]}
    fields = {
        "case": {"type": "integer"},
        "fact": {"type": "string", "enum": list(KINDS)},
        "value": text,
        "polarity": {"type": "string", "enum": ["present", "absent"]},
        "low": number,
        "high": number,
        "unit": {"type": ["string", "null"], "enum": [*UNITS, None]},
        "since": {"type": ["string", "null"], "enum": [*SINCE, None]},
        **{name: _qualifier_schema(qualifier) for name, qualifier in ASKED.items()},
        "note": text,
        "quote": text,
    }
    return {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }


@cache
def _format() -> dict[str, Any]:
    """Give the response format of the OpenAI chat protocol: rows, and nothing beside them."""
    schema = {
        "type": "object",
        "properties": {"rows": {"type": "array", "items": _row_schema()}},
        "required": ["rows"],
        "additionalProperties": False,
    }
    named = {"name": "fact_rows", "strict": True, "schema": schema}
    return {"type": "json_schema", "json_schema": named}


@cache
def rules() -> str:
    """Give what a model is told: `prompt.md`, with the kinds and qualifiers of the registry."""
    text = (Path(__file__).parent / "prompt.md").read_text(encoding="utf-8")
    kinds = "\n".join(f"- {_kind(kind)}" for kind in KINDS.values())
    qualifiers = "\n".join(f"  - {_qualifier(each)}" for each in ASKED.values())
    return text.replace("{kinds}", kinds).replace("{qualifiers}", qualifiers)


def _kind(kind: Kind) -> str:
    parts = [f"value {', '.join(kind.values)}"] if kind.values else []
    parts += ["value the amount"] if kind.amount else []
    parts += [f"in {', '.join(kind.units)}"] if kind.units else []
    parts += ["never absent"] if not kind.denied else []
    return f"{kind.name}: {'; '.join(parts)}" if parts else kind.name


def _qualifier(qualifier: Qualifier) -> str:
    types = {"integer": "a whole number", "range": "[low, high]", "text": "a few words"}
    said = ", ".join(qualifier.values) or types[qualifier.type]
    of = f" (of {', '.join(qualifier.of)})" if qualifier.of else ""
    return f"{qualifier.name}: {said}{of}"


def _known(facts: Sequence[Fact]) -> dict[str, str]:
    """Name the patients found so far, by facts that were verified."""
    cases: dict[str, list[str]] = {}
    for fact in facts:
        if fact.case and fact.kind in ("age", "sex", "diagnosis", "primary-site"):
            amount = str(fact.quantity) if fact.quantity else fact.value
            cases.setdefault(str(fact.case), []).append(amount)
    return {case: ", ".join(told[:6]) for case, told in list(cases.items())[:_MOST_KNOWN]}


def request(model: str, title: str, text: str, known: Sequence[Fact]) -> dict[str, Any]:
    """Make the body of a chat request for one passage of a paper."""
    passage = {"title": title, "known_cases": _known(known), "text": text}
    # JSON quotes the text: it cannot leave its place in the message
    said = json.dumps(passage, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")
    return {
        "model": model,
        "temperature": 0,
        "messages": [
            {"role": "system", "content": rules()},
            {"role": "user", "content": said},
        ],
        "response_format": _format(),
    }


class Cut(SourceError):  # noqa: N818 - named for the state that it reports
    """An answer that ends before its end: the passage was too long for it."""


class Garbled(SourceError):  # noqa: N818 - named for the state that it reports
    """An answer that is no JSON of rows."""


def rows(answer: Any) -> list[object]:
    """Give the rows of a chat answer; each is still to be verified.

    Raises `Cut` or `Garbled`, and `SourceError` where the model refused.
    """
    try:
        choice = answer["choices"][0]
        message = choice["message"]
        content, refusal = message.get("content"), message.get("refusal")
        finish = choice.get("finish_reason")
    except (KeyError, IndexError, TypeError, AttributeError):
        raise Garbled("its answer holds no choice with a message") from None
    if refusal or finish == "content_filter":
        raise SourceError(f"the model refused to read this: {str(refusal or finish)[:120]}")
    if finish == "length":
        raise Cut("its answer was cut off at the limit of its length")
    if not isinstance(content, str):
        raise Garbled("its answer holds no text")
    try:
        found = json.loads(_bare(content))
    except (ValueError, RecursionError):
        raise Garbled("its answer is no JSON") from None
    listed = found.get("rows") if isinstance(found, dict) else found
    if not isinstance(listed, list):
        raise Garbled("its answer holds no list of rows")
    return listed


def _bare(content: str) -> str:
    """Take off the fence that some models put around JSON."""
    content = content.strip()
    if content.startswith("```") and content.endswith("```"):
        content = content[3:-3].removeprefix("json")
    return content
