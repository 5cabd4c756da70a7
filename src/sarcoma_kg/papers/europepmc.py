"""Europe PMC search results (JSON, `resultType=core`): one result as a document.

Field names: https://europepmc.org/RestfulWebService
"""

import html
import json
import re
from typing import TYPE_CHECKING, Any

from sarcoma_kg.errors import SourceError
from sarcoma_kg.papers import plain
from sarcoma_kg.papers.composition import Composition
from sarcoma_kg.papers.identifier import Identifier

if TYPE_CHECKING:
    from sarcoma_kg.records import Document

_HEADING = re.compile(r"<h4>([^<]*)</h4>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


def _inside(data: Any, *path: str) -> Any:
    for key in path:
        data = data.get(key) if isinstance(data, dict) else None
    return data


def _text(data: Any, *path: str) -> str:
    value = _inside(data, *path)
    return value.strip() if isinstance(value, str) else ""


def _list(data: Any, *path: str) -> list[Any]:
    value = _inside(data, *path)
    return value if isinstance(value, list) else []


def _words(markup: str) -> str:
    return " ".join(html.unescape(_TAG.sub("", markup)).split())


def results(data: bytes) -> list[Any]:
    """Give the results of a search; raises `SourceError` where the answer is no such thing."""
    try:
        answer = json.loads(data)
    except (ValueError, RecursionError):
        raise SourceError("it is not JSON") from None
    found = _inside(answer, "resultList", "result")
    if not isinstance(found, list):
        raise SourceError("the answer has no list of results")
    return found


def _authors(result: Any) -> tuple[str, ...]:
    names = [
        f"{_text(each, 'lastName')} {_text(each, 'initials')}".strip()
        or _text(each, "collectiveName")
        for each in _list(result, "authorList", "author")
    ]
    return tuple(name for name in names if name)


def _retracted(result: Any, title: str) -> bool:
    types = _list(result, "pubTypeList", "pubType")
    notes = _list(result, "commentCorrectionList", "commentCorrection")
    return (
        any(str(each).lower() == "retracted publication" for each in types)
        or any(_text(each, "type").lower() == "retraction in" for each in notes)
        or plain.is_retracted(title)
    )


def document(result: Any, name: str) -> tuple["Document", bool]:
    """Make the document of one result, and tell whether it has an abstract."""
    composed = Composition()
    title = _words(_text(result, "title"))
    composed.title(title)
    before, *rest = _HEADING.split(_text(result, "abstractText"))
    composed.blocks(_words(before))
    for heading, body in zip(rest[::2], rest[1::2], strict=True):
        composed.section(_words(heading).rstrip(":. "), _words(body))
    words = [each for each in _list(result, "keywordList", "keyword") if isinstance(each, str)]
    composed.section("Keywords", "; ".join(words))
    year = _text(result, "pubYear")
    made = composed.document(
        Identifier.checked(*(_text(result, key) for key in ("pmid", "pmcid", "doi"))),
        name,
        title=title,
        journal=_text(result, "journalInfo", "journal", "title"),
        year=int(year) if re.fullmatch(r"(?:1[89]|20)\d\d", year) else None,
        licence=_text(result, "license"),
        authors=_authors(result),
        retracted=_retracted(result, title),
    )
    return made, composed.has_body
