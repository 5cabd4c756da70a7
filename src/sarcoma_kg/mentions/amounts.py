"""What the readers of amounts share: how a range is written, and how its mention is made."""

import re
from collections.abc import Iterator

from sarcoma_kg.errors import FactError
from sarcoma_kg.mentions.numbers import NUMBER, value
from sarcoma_kg.records import Mention, Quantity

_TO = r"\s*(?:-|–|—|‐|‑|−|to|or|and)\s*"
#: A number, or two of them as a range.
RANGE = rf"(?P<low>{NUMBER})(?:{_TO}(?P<high>{NUMBER}))?"
_UNITS = {"y": "year", "d": "day", "w": "week", "m": "month"}


def quantity_of(
    low: str | None, high: str | None, unit: str, factor: float = 1.0, about: bool = False
) -> Quantity | None:
    """Give the quantity of one or two written numbers; nothing where they are none."""
    first = value(low) if low else None
    last = value(high) if high else first
    if first is None or last is None:
        return None
    if last < first:
        first, last = last, first
    try:
        return Quantity(round(first * factor, 4), round(last * factor, 4), unit, about)
    except FactError:
        return None


def unit_of_time(text: str | None) -> str:
    """Give the unit of time that a word or its first letter means."""
    return _UNITS.get((text or "year")[0].lower(), "year")


def made(
    text: str, match: re.Match[str], kind: str, quantity: Quantity | None
) -> Iterator[Mention]:
    """Give the mention of a match, where it has a quantity."""
    if quantity is not None:
        span = text[match.start() : match.end()].rstrip()
        yield Mention(match.start(), match.start() + len(span), kind, span, quantity=quantity)
