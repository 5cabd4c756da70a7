"""Asserted: how a status or a death stands in its own clause, not in all of its sentence."""

import re

from sarcoma_kg import assertion
from sarcoma_kg.assertion import CERTAIN, Assertion
from sarcoma_kg.facts.phrase import Found

# where the clause of a status begins: "she had no chemotherapy and is well"
_CLAUSE = re.compile(
    r"[;:]\s|\.\s|,\s|\bbut\s|\band\s(?=(?:otherwise|fully|currently|generally|well|leads|is|was|has|had|are|were|remains?|remained|lives|she|he|the)\b)"
)
_CLAUSE_END = re.compile(r"[;:,]|\.\s|\b(?:but|although|though)\b")
_DEEMED = re.compile(
    r"\b(?:considered|deemed|declared|judged|regarded|thought|found|said)\s+(?:as\s+|to\s+be\s+|to\s+have\s+been\s+)?(?:\w+ly\s+)?$"
)
_LONG = 200  # characters of a clause before a status


def asserted(low: str, found: Found) -> Assertion:
    """Say how words of a status stand in their own clause."""
    begin = max(0, found.start - _LONG)
    for stop in _CLAUSE.finditer(low, begin, found.start):
        begin = stop.end()
    if low.startswith("and ", found.start):
        return CERTAIN  # "has had no chemotherapy and leads a normal life"
    if _DEEMED.search(low, begin, found.start):
        begin = found.start
    end = _CLAUSE_END.search(low, found.end)
    return assertion.of(
        low[begin : end.start() if end else len(low)], found.start - begin, found.end - begin
    )
