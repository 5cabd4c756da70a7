"""Growth: what a clause says that the tumour did: it grew, shrank, vanished or stayed as it was.

The verbs and adjectives are in `growth.tsv` (group `does`: the tumour is their subject; `done`:
their object; `failed`: what a treatment could not do to it). What is denied and how far it went is
put together from the words beside them: "did not grow" is SD, "vanished but for a remnant" near-CR.
Source: RECIST 1.1 (Eisenhauer 2009); docs/facts.md, response.
"""

import re
from collections.abc import Iterator

from sarcoma_kg import assertion
from sarcoma_kg.facts.phrase import Found, phrases

_TUMOUR = (
    r"(?:tumou?rs?|mass(?:es)?|lesions?|nodul(?:es?|arity)|metastas[ei]s|disease|deposits?|foci|focus|plaques?|implants?|lumps?|growths?|sarcomas?|\w+sarcomas?"
    r"|remnants?|remainder|residue|residuum|recurrences?|secondaries|satellites|infiltrates?|(?:lymph\s+)?nodes|shadows?|opacit(?:y|ies)|spots?|papules)"
)
_IT = (
    r"(?:it|they|them|these|those|both|all|everything|nothing|some|most|one|two|three|others?"
    r"|which)"
)
_SUBJECT = re.compile(
    rf"\b(?:{_TUMOUR}|{_IT})\b(?:\s+(?!because|after|when|but\b|while|whereas|with\b|microsatellite)[\w%'’/-]+){{0,6}}?\s*$"
)
_ANY_SUBJECT = re.compile(rf"\b(?:{_TUMOUR}|{_IT})\b")
_AND = 4  # characters of a word that joins two clauses
_OBJECT = re.compile(
    rf"(?:\s+[\w%'’/-]+){{0,4}}?\s+(?:{_TUMOUR}|it|them|these|things|everything|all)\b"
)
_BREAK = re.compile(
    r"[;:]\s|\.\s|,\s(?!given\b|taken\b)|\b(?:but|whereas|while|although|though|when|until|because|so|and)\s"
)
_CARRIED = re.compile(r"^\s*(?:(?:then|later|soon|again|had|have|has|\w+ly)\s+)*$")
_NEARLY = re.compile(
    r"\b(?:almost|nearly|near|virtually|practically|all\s+but|as\s+good\s+as|barely|hardly)\b"
)
_BUT_FOR = re.compile(
    r"\s+(?:\w+\s+){0,2}?(?:but\s+for|except\s+for|apart\s+from|save\s+for|bar|down\s+to\s+a)\b"
)
_PARTLY = re.compile(r"\b(?:partly|partially|in\s+part|most\s+of|some\s+of|half\s+of|several)\b")
_PARTED = re.compile(r"\s+(?:partly|partially|in\s+part)\b")


def told(low: str) -> Iterator[Found]:
    """Give what a sentence (lower case) says that the tumour did, as responses (CR … PD)."""
    for found in phrases("growth").find(low):
        group = found.row["group"]
        if group == "failed":
            yield from _failed(low, found)
        elif group == "done":
            yield from _done(low, found)
        else:
            yield from _does(low, found)


def _clause(low: str, start: int) -> int:
    """Give where the clause begins that holds a place."""
    return max((m.end() for m in _BREAK.finditer(low, 0, start)), default=0)


def _does(low: str, found: Found) -> Iterator[Found]:
    begin = _clause(low, found.start)
    around = low[begin : found.start]
    subject = _SUBJECT.search(around)
    start = begin + subject.start() if subject else found.start
    if subject is None and _CARRIED.match(around):  # "they returned and then vanished"
        ahead = low[_clause(low, max(0, begin - _AND)) : begin]
        subject = _ANY_SUBJECT.search(ahead)
    if subject is None:
        return
    value = _value(low, found, around, start, found.start)
    if assertion.of(low, start, found.end).denied:
        start = found.start  # "none of the nodules grew": the growth was none, not the response
    if value:
        yield _found(start, found.end, value)


def _done(low: str, found: Found) -> Iterator[Found]:
    behind = _OBJECT.match(low, found.end)
    if behind is None or _BREAK.search(low, found.end, behind.end() - 1):
        return
    around = low[_clause(low, found.start) : found.start]
    value = _value(low, found, around, found.start)
    if value:
        yield _found(found.start, behind.end(), value)


def _failed(low: str, found: Found) -> Iterator[Found]:
    behind = _OBJECT.match(low, found.end)
    if behind is not None:
        yield _found(found.start, behind.end(), "PD")


def _value(low: str, found: Found, around: str, *places: int) -> str | None:
    """Say what response it is, by what is denied at these places and how far it went."""
    value = found.meaning
    if any(assertion.of(low, place, found.end).denied for place in places):
        return "SD" if value == "PD" else None
    if value == "CR":
        if _NEARLY.search(around) or _BUT_FOR.match(low, found.end):
            return "near-CR"
        if _PARTLY.search(around) or _PARTED.match(low, found.end):
            return "PR"
    return value


def _found(start: int, end: int, value: str) -> Found:
    group = "growth" if value == "PD" else "implied"
    return Found(start, end, value, {"group": group, "meaning": value, "pattern": ""})
