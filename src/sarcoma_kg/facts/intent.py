"""Intent: what a treatment was meant for, which line it was, and how many cycles were given.

"Adjuvant", "second-line" and "6 cycles" are qualifiers of the treatment's facts.
"""

import re

from sarcoma_kg.records import Qualifiers, Quantity, Sentence

_AHEAD, _BEHIND = 80, 60  # characters
_ORDINALS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4,
    "fifth": 5, "5th": 5, "sixth": 6, "6th": 6,
}  # fmt: skip

_INTENTS = (
    ("neoadjuvant", re.compile(r"\b(?:neo-?\s?adjuvant(?:ly)?|pre-?operative(?:ly)?|induction"
    r"|upfront|preoperatively)\b")),
    ("adjuvant", re.compile(r"(?<!neo)(?<!neo-)(?<!neo )\badjuvant(?:ly)?\b"
    r"|\bpost-?operative(?:ly)?\s+(?:chemo|radi|irrad|rt|imat)|\bpost-?surgical\s+(?:chemo|radi)")),
    ("palliative", re.compile(r"\bpalliati(?:ve|vely|on)\b")),
)  # fmt: skip
_LINES = re.compile(
    r"\b(?P<line>first|second|third|fourth|fifth|sixth|1st|2nd|3rd|4th|5th|6th)[\s-]line\b"
    r"|\b(?:the|as|in)\s+(?:the\s+)?(?P<as>first|second|third|fourth|fifth|sixth)\s+line\b"
)


def qualifiers(sentence: Sentence, low: str, start: int, end: int) -> Qualifiers:
    """Say what qualifies a treatment at `start` to `end` of its sentence (lower case)."""
    around = low[max(0, start - _AHEAD) : end + _BEHIND]
    line = _LINES.search(around)
    word = (line.group("line") or line.group("as")) if line else ""
    return Qualifiers(
        line=_ORDINALS.get(word),
        intent=_intent(low, start, end),
        cycles=_nearest(sentence, "cycle", start),
    )


def fractions(sentence: Sentence, start: int) -> Quantity | None:
    """Give the number of fractions that stands nearest to a radiotherapy."""
    return _nearest(sentence, "fraction", start)


def _nearest(sentence: Sentence, unit: str, start: int) -> Quantity | None:
    counts = [m for m in sentence.of("count") if m.quantity and m.quantity.unit == unit]
    place = sentence.start + start
    return min(counts, key=lambda m: abs(m.start - place)).quantity if counts else None


def _intent(low: str, start: int, end: int) -> str:
    """Give the intent that stands nearest to a treatment: before it, else right behind."""
    best: tuple[int, str] | None = None
    for name, pattern in _INTENTS:
        for match in pattern.finditer(low, max(0, start - 70), min(len(low), end + 40)):
            distance = (
                start - match.start() if match.start() <= start else 2 * (match.start() - end) + 20
            )
            if best is None or distance < best[0]:
                best = distance, name
    return best[1] if best else ""
