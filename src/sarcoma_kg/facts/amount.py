"""Amounts: which of the amounts of a sentence belongs to some of its words.

It is the nearest of the right unit in the same clause, before or behind the words; what stands
behind is the likelier one.
"""

import re

from sarcoma_kg.records import Mention, Sentence

_CLAUSE_END = re.compile(r";|\.\s|,\s+(?:and|but|while|whereas)\s|\b(?:but|whereas|while)\b")
_BEFORE = 15  # characters by which an amount before the words is taken for farther away


def beside(
    sentence: Sentence,
    span: tuple[int, int],
    units: tuple[str, ...],
    *,
    kinds: tuple[str, ...],
    farthest: int = 60,
) -> Mention | None:
    """Give the amount that belongs to the words at `span` (offsets in the sentence).

    `farthest` is the number of characters between the two, at most.
    """
    start, end = span
    best: tuple[int, Mention] | None = None
    for mention in sentence.of(*kinds):
        if mention.quantity is None or mention.quantity.unit not in units:
            continue
        first, last = mention.start - sentence.start, mention.end - sentence.start
        if first < end and start < last:  # within the words
            return mention
        behind = first >= end
        between = sentence.text[end:first] if behind else sentence.text[last:start]
        if len(between) > farthest or _CLAUSE_END.search(between):
            continue
        far = len(between) + (0 if behind else _BEFORE)
        if best is None or far < best[0]:
            best = far, mention
    return best[1] if best else None
