"""Dealing out: "28 and 6.4 cm, respectively" is one size for each of two patients."""

import re
from collections.abc import Sequence
from dataclasses import replace

from sarcoma_kg.mentions.numbers import NUMBER, value
from sarcoma_kg.mentions.roll import PAIR
from sarcoma_kg.records import Mention

_I = re.IGNORECASE
_IN_TURN = re.compile(r"\brespectively\b|\bin\s+(?:the\s+same|that|this)\s+order\b", _I)
_PAIR = re.compile(
    rf"(?<![\w.,])(?P<first>{NUMBER})(?:\s*(?:[a-z]{{1,8}}))?\s+(?:and|or)\s+(?P<second>{NUMBER})(?!\w)",
    _I,
)
_BETWEEN = re.compile(
    r"\s*,?\s*and\s+(?:(?:of|in|on|at|from)\s+)?(?:(?:the|a|his|her)\s+)?(?:\w+\s+)?", _I
)
_DEALT = frozenset({"size", "duration", "dose", "percent"})


def in_turn(text: str) -> bool:
    """Whether a sentence deals out what it lists: "respectively", "in the same order"."""
    return bool(_IN_TURN.search(text))


def deal(text: str, start: int, mentions: Sequence[Mention]) -> tuple[tuple[Mention, ...], ...]:
    """Give the mentions of a sentence at `start` as they are those of the first and the second."""
    first, second = list(mentions), list(mentions)
    for match in _PAIR.finditer(text):
        low, high = start + match.start("first"), start + match.start("second")
        values = value(match.group("first")), value(match.group("second"))
        for mention in mentions:
            whole = mention.kind in _DEALT and low <= mention.start <= high < mention.end
            if whole and mention.quantity is not None and values[0] and values[1]:
                place = list(mentions).index(mention)
                first[place] = _with(
                    mention, values[0] / values[1], low, text[low - start : mention.end - start]
                )
                second[place] = _with(mention, 1.0, high, text[high - start : mention.end - start])
    sites = [mention for mention in mentions if mention.kind == "site"]
    if len(sites) == PAIR and _BETWEEN.fullmatch(
        text[sites[0].end - start : sites[1].start - start]
    ):
        first = [mention for mention in first if mention is not sites[1]]
        second = [mention for mention in second if mention is not sites[0]]
    return tuple(first), tuple(second)


def _with(mention: Mention, factor: float, start: int, text: str) -> Mention:
    """Give the amount of one of two: `factor` times the one that the mention reads last."""
    quantity = mention.quantity
    if quantity is None:
        return mention
    number = round(quantity.high * factor, 3)
    return replace(
        mention, start=start, text=text, quantity=replace(quantity, low=number, high=number)
    )
