"""Width of a margin: how far the tumour was from the edge of the resection, in millimetres.

Of several distances the smallest is the width of the margin: "the closest being 3 mm".
"""

import re

from sarcoma_kg.records import Mention, Quantity, Sentence

_CLOSEST = re.compile(
    r"\b(?:closest|nearest|narrowest|smallest|minim\w+|least|shortest|tightest)\b"
)
_MARGIN = re.compile(r"\b(?:margins?|clearance|edges?|distance|ink(?:ed)?|away|from)\b")
_SIZE = re.compile(
    r"\b(?:tumou?r|mass|specimen|lesion|nodule)\b[^.;,]{0,40}$|\b(?:measur\w+|diameter|size)\b"
)
_TIMES = re.compile(r"[x×]")
_LESION = re.compile(r"[\s-]*(?:[\w-]+\s+){0,2}(?:lesion|mass|tumou?r|nodule|\w*sarcoma)\b")
_MOST = 100.0  # a farther edge is told of no margin
_REACH = 90  # characters


def of(sentence: Sentence, low: str, begin: int, stop: int, value: str) -> Quantity | None:
    """Give the width of the margin `value` that `low[begin:stop]` tells, if one is told there."""
    if value != "R0":
        return None  # where tumour is at the edge there is no distance
    near = [m for m in sentence.of("size") if _near(sentence, low, begin, stop, m)]
    amounts = [m.quantity for m in near if m.quantity is not None]
    return min(amounts, key=lambda quantity: quantity.low) if amounts else None


def _near(sentence: Sentence, low: str, begin: int, stop: int, mention: Mention) -> bool:
    """Say whether a length is that of a margin: it is told with it, and is none of the tumour."""
    start, end = mention.start - sentence.start, mention.end - sentence.start
    if mention.quantity is None or mention.quantity.high > _MOST or _TIMES.search(mention.text):
        return False
    if _LESION.match(low, end):
        return False
    if begin <= start and end <= stop:
        return True
    before = start < begin
    between = low[end:begin] if before else low[stop:start]
    if len(between) > _REACH or ";" in between:
        return False
    around = low[max(0, start - _REACH // 2) : end + _REACH // 3]
    if _CLOSEST.search(around):
        return True
    return _MARGIN.search(around) is not None and not _SIZE.search(low, max(0, start - 45), start)
