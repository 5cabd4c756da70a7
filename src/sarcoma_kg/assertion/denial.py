"""Denial: whether the clause of what is named denies it, or says that all is well there.

`scope` says what a cue reaches, and so what is denied for certain. Here a wider question is
answered: whether somebody who says that it was denied may have read so ("the lungs were clear").
"""

import re

from sarcoma_kg.assertion.clause import after, before, clauses
from sarcoma_kg.assertion.scope import CUES, cues, of
from sarcoma_kg.phrase import read

_DENIED = ("denied", "turned down", "refuted", "implied")
_ENDS = ".;!?\n"  # a colon or a dash joins a label to what is said of it
_BUT = re.compile(r"\b(?:but|although|though|whereas|while|whilst|however)\b")


def denies(low: str, start: int, end: int) -> bool:
    """Whether a cue of denial, outright or implied, reaches `low[start:end]` or is in its clause.

    `low` is a sentence in lower case.
    """
    if of(low, start, end).denied:
        return True
    first, last = _clause(low, start, end)
    tables = (cues("before"), cues("after"), read(CUES, *_DENIED[1:]))
    told = [cue for table in tables for cue in table.find(low) if cue.meaning in _DENIED]
    # "it was not tolerated" denies that verb alone
    return any(first <= cue.start < last and cue.row["reach"] != "verbs" for cue in told)


def _clause(low: str, start: int, end: int) -> tuple[int, int]:
    parts = clauses(low)
    ends = tuple(place for place in parts.hard if low[place] in _ENDS)
    breaks = tuple(match.start() for match in _BUT.finditer(low))
    bounds = (ends, parts.subject, breaks)
    first = max(before(places, start + 1) or 0 for places in bounds)
    lasts = [after(places, end) for places in bounds]
    return first, min((place for place in lasts if place is not None), default=len(low))
