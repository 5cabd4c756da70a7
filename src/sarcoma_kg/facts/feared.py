"""Feared: a toxicity that is named as a risk, a reason, a warning or as what to prevent.

"She was warned of hair loss", "neuropathy prophylaxis", "hair loss is a known effect of the drug"
tell of no adverse event, unless the text goes on that it occurred. The cues are in `feared.tsv`:
one `before` its target reaches forward over a list to the next stopping word, one `after` it back
over a list.
"""

import re
from functools import lru_cache

from sarcoma_kg.facts.phrase import phrases

_REACH = 160  # characters
_POINT = re.compile(r"[;]|\.\s|\s[-–—]\s")
# "the feared mucositis did occur", "…, which developed"
_HAPPENED = re.compile(
    # "… was a risk that he accepted, and it did come about"
    r"[^.;]{0,60}?\b(?:and|but)\s+(?:it|they|this)\s+(?:\w+\s+)?did\s+(?:occur|develop|appear|ensue|arise|happen|come)\b|"
    r"(?:,?\s+(?!not\b|never\b|no\b|if\b)[\w-]+){0,3}?,?\s+(?:did\s+(?:occur|develop|appear|ensue|arise|set\s+in|happen|come)"
    r"|(?:has|have|had)\s+(?:occurred|developed|appeared)|occurred|developed|appeared|ensued|supervened|set\s+in|came\s+true|came\s+about)\b"
)
_VERB = re.compile(
    r"\b(?:was|were|is|are|has|had|have|did|occurred|developed|appeared|led|required|resolved|improved)\b"
)


def as_effect(low: str, start: int, end: int) -> bool:
    """Say whether a complaint or an illness is named as a feared effect of a treatment only."""
    return ("effect" in low or "toxic" in low) and feared(low, start, end)


@lru_cache(maxsize=512)  # several readers ask about the same words
def feared(low: str, start: int, end: int) -> bool:
    """Say whether `low[start:end]` of a sentence (lower case) is feared, warned of or prevented."""
    if _HAPPENED.match(low, end):
        return False
    begin = max(0, start - _REACH)
    for point in _POINT.finditer(low, begin, start):
        begin = point.end()
    cues = phrases("feared", "before").find(low, begin, start)
    if cues and not phrases("feared", "stop").search(low, cues[-1].end, start):
        return True
    point_behind = _POINT.search(low, end)
    stop = min(point_behind.start() if point_behind else len(low), end + _REACH)
    behind = phrases("feared", "after").find(low, end, stop)
    return bool(behind) and not (
        phrases("feared", "stop").search(low, end, behind[0].start)
        or _VERB.search(low, end, behind[0].start)
    )
