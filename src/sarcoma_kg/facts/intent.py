"""Intent: what a treatment was meant for, which line it was, and how many cycles were given.

It stands in the note of a fact: "adjuvant, second-line, 6 cycles".
"""

import re

from sarcoma_kg.records import Sentence

_INTENTS = (
    ("neoadjuvant", re.compile(r"\b(?:neo-?\s?adjuvant(?:ly)?|pre-?operative(?:ly)?|induction"
    r"|upfront|preoperatively)\b")),
    ("adjuvant", re.compile(r"(?<!neo)(?<!neo-)(?<!neo )\badjuvant(?:ly)?\b"
    r"|\bpost-?operative(?:ly)?\s+(?:chemo|radi|irrad|rt|imat)|\bpost-?surgical\s+(?:chemo|radi)")),
    ("palliative", re.compile(r"\bpalliati(?:ve|vely|on)\b")),
)  # fmt: skip
_LINES = re.compile(
    r"\b(?P<line>first|second|third|fourth|1st|2nd|3rd|4th)[\s-]line\b|\bas\s+(?P<as>first"
    r"|second|third)[\s-]line"
)


def note(sentence: Sentence, low: str, start: int, end: int) -> str:
    """Write the note of a treatment at `start` to `end` of its sentence (lower case)."""
    around = low[max(0, start - 80) : end + 60]
    parts = _intent(low, start, end)
    line = _LINES.search(around)
    if line:
        word = line.group("line") or line.group("as")
        parts.append(
            {"1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth"}.get(word, word)
            + "-line"
        )
    cycles = [m for m in sentence.of("count") if m.quantity and m.quantity.unit == "cycle"]
    if cycles:
        place = sentence.start + start
        nearest = min(cycles, key=lambda m: abs(m.start - place))
        parts.append(str(nearest.quantity))
    return ", ".join(parts)


def _intent(low: str, start: int, end: int) -> list[str]:
    """Give the intent that stands nearest to a treatment: before it, else right behind."""
    best: tuple[int, str] | None = None
    for name, pattern in _INTENTS:
        for match in pattern.finditer(low, max(0, start - 70), min(len(low), end + 40)):
            distance = (
                start - match.start() if match.start() <= start else 2 * (match.start() - end) + 20
            )
            if best is None or distance < best[0]:
                best = distance, name
    return [best[1]] if best else []
