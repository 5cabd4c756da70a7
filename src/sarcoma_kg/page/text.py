"""The page of texts: each document with its facts highlighted, and beside it the facts in a list.

The page loads nothing and works without JavaScript; its Content Security Policy allows its own
style and script (by hash) and no connection. All that comes from outside is escaped by Jinja.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sarcoma_kg import wording
from sarcoma_kg.kinds import EVENTS, KINDS
from sarcoma_kg.network import link, shell
from sarcoma_kg.network.palette import Look, look, looks
from sarcoma_kg.page.highlight import Segment, segments, shown
from sarcoma_kg.records import Case, Document, Fact
from sarcoma_kg.terms import Term

_HERE = Path(__file__).parent
# kinds of fact of a tumour that have a colour of their own
_FAMILIES = {"marker": "marker", "alteration": "marker", "biomarker": "marker"}
_OWNERS = {"case": "patient", "tumour": "tumour", "paper": "claim", "event": "follow-up"}
_NAMES = {"marker": "Marker, alteration", "follow-up": "Status and times", "claim": "Claim"}


def family(kind: str) -> str:
    """Give the family of a kind of fact: the kind of node whose colour and sign it has."""
    owner = KINDS[kind]
    return _FAMILIES.get(kind) or (
        EVENTS[owner.event].look if owner.event else _OWNERS[owner.owner]
    )


def html(
    readings: Sequence[tuple[Document, Sequence[Fact]]],
    label: Callable[[Term], str],
    *,
    title: str = "",
    against: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Make the page of these documents and their facts; `label` names a term.

    `against` gives, by the identifier of a paper, the refusal that it was read against.
    """
    used = {family(fact.kind) for _, facts in readings for fact in facts}
    legend = [seen for seen in looks().values() if seen.kind in used]
    style, script = shell.asset("text.css", _HERE) + _colours(legend), shell.asset("text.js", _HERE)
    papers = [
        _paper(number, document, facts, label) | {"against": against.get(document.paper.id, "")}
        for number, (document, facts) in enumerate(readings, 1)
    ]
    many = f"{len(papers)} papers" if len(papers) != 1 else papers[0]["title"]
    page = (
        shell.environment(_HERE, trim=True)
        .get_template("text.html")
        .render(
            title=shown(title) or f"{many}: what the reader found",
            papers=papers,
            looks=legend,
            names={seen.kind: _NAMES.get(seen.kind, seen.name) for seen in legend},
            denied=any(fact.polarity == "absent" for _, facts in readings for fact in facts),
            **dict(zip(("style", "script"), shell.sealed(style, script), strict=True)),
            policy=shell.policy(style, [script]),
        )
    )
    return page.encode("utf-8", "replace").decode("utf-8")


def _paper(
    number: int, document: Document, facts: Sequence[Fact], label: Callable[[Term], str]
) -> dict[str, Any]:
    listed = sorted(facts, key=_place)
    courses = {
        case: Case.of(case, (fact for fact in facts if fact.case == case))
        for case in {fact.case for fact in facts}
    }
    entries = [
        _entry(f"{number}-{at}", fact, courses[fact.case], label)
        for at, fact in enumerate(listed, 1)
    ]
    cases: dict[int, list[dict[str, Any]]] = {}
    for fact, entry in zip(listed, entries, strict=True):
        cases.setdefault(fact.case, []).append(entry)
    paper = document.paper
    return {
        "number": number,
        "id": paper.id,
        "title": shown(paper.title) or paper.id,
        "url": link.of_paper(paper),
        "retracted": paper.retracted,
        "count": len(listed),
        "cases": [(f"Case {case}" if case else "Claims", same) for case, same in cases.items()],
        "parts": [_part(part, entries) for part in segments(document.text, listed)],
    }


def _place(fact: Fact) -> tuple[object, ...]:
    """Sort by the course: the patient, the tumours, the events in time order, what is denied."""
    owner = KINDS[fact.kind].owner
    first = fact.tumours[:1] if owner == "tumour" else (fact.order or 0, fact.event or 0)
    return (
        fact.case == 0,
        fact.case,
        fact.polarity == "absent",
        list(_OWNERS).index(owner),
        first,
        list(KINDS).index(fact.kind),
        fact.evidence.start,
    )


def _entry(name: str, fact: Fact, case: Case, label: Callable[[Term], str]) -> dict[str, Any]:
    sure = fact.evidence.confidence
    amount = wording.time(fact, case) if wording.is_time(fact) else str(fact.quantity or "")
    told = [
        "" if fact.event is None else f"event {fact.event}",
        wording.tumours(case, fact.tumours),
        wording.prefix(fact).removesuffix(": "),
        amount,
        *wording.qualities(fact, case),
        wording.answers(fact.event, fact.answers, case),
    ]
    return {
        "name": name,
        "number": name.partition("-")[2],
        "kind": KINDS[fact.kind].heading,
        "family": family(fact.kind),
        "glyph": look(family(fact.kind)).glyph,
        "value": shown(fact.value),
        "denied": fact.polarity == "absent",
        "told": shown(", ".join(filter(None, told))),
        "note": shown(fact.note),
        "terms": [
            {"curie": str(term), "label": shown(_label(term, label)), "url": link.of_term(term)}
            for term in fact.terms
        ],
        "rule": shown(fact.evidence.rule),
        "sure": "" if sure is None else f"{sure:.0%}",
        "places": [f"{each.start}–{each.end}" for each in (fact.evidence, *fact.further)],
    }


def _label(term: Term, label: Callable[[Term], str]) -> str:
    named = label(term)
    return "" if named == str(term) else named


def _part(part: Segment, entries: Sequence[dict[str, Any]]) -> dict[str, Any]:
    covering = [entries[number] for number in part.facts]
    return {
        "text": part.text,
        "facts": covering,
        "denied": bool(covering) and covering[0]["denied"],
        "opens": [entries[number]["name"] for number in part.opens],
        "closes": [entries[number] for number in part.closes],
        "said": "\n".join(_line(entry) for entry in covering),
    }


def _line(entry: dict[str, Any]) -> str:
    """Say a fact in one line, for a tooltip."""
    told = [
        f"{entry['number']}. {entry['kind']}: {entry['value']}"
        + (" – denied in the text" if entry["denied"] else ""),
        entry["told"],
        " ".join(term["curie"] for term in entry["terms"]),
        entry["rule"],
        f"confidence {entry['sure']}" if entry["sure"] else "",
    ]
    return " · ".join(filter(None, told))


def _colours(legend: Sequence[Look]) -> str:
    """Colour the families: an inline style would need a laxer policy."""
    rules = []
    for seen in legend:
        light, dark = seen.shades["light"], seen.shades["dark"]
        name = f".k-{seen.kind}"
        rules.append(f"{name}{{--ink:{light['border']};--fill:{light['fill']}}}")
        rules.append(
            "@media (prefers-color-scheme:dark){"
            f"{name}{{--ink:{dark['border']};--fill:{dark['fill']}}}}}"
        )
        rules.append(
            f".off-{seen.kind} a.m{name},.off-{seen.kind} sup{name}{{all:unset}}"
            f".off-{seen.kind} sup{name},.off-{seen.kind} li.f{name}{{display:none}}"
        )
    return "\n".join(rules) + "\n"
