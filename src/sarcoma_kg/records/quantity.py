"""Amounts: a range in a unit, never a bare number."""

import math
from dataclasses import dataclass

from sarcoma_kg.errors import FactError
from sarcoma_kg.kinds import KINDS, QUALIFIERS

#: Days in a unit of time: a month is a twelfth of a Julian year.
DAYS = {"day": 1.0, "week": 7.0, "month": 30.4375, "year": 365.25}
#: Every unit of an amount, those of time first.
UNITS = tuple(
    dict.fromkeys(
        [
            *DAYS,
            *(unit for kind in KINDS.values() for unit in kind.units),
            *(qualifier.unit for qualifier in QUALIFIERS.values() if qualifier.unit),
        ]
    )
)
#: No amount of a case report is as large: a number above it is a fault of reading.
MOST = 1e9
_ISO = {"day": "D", "week": "W", "month": "M", "year": "Y"}
_COUNTED = (*DAYS, "cycle", "fraction", "regimen")


def plain(number: float) -> int | float:
    """Give a whole number as such."""
    return int(number) if float(number).is_integer() else number


@dataclass(frozen=True, slots=True)
class Quantity:
    """A measured amount as a range: low and high in `unit`; equal where one number is stated."""

    low: float
    high: float
    unit: str
    approximate: bool = False

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise FactError(f"unit {self.unit!r} is none of {', '.join(UNITS)}")
        for name in ("low", "high"):
            number = getattr(self, name)
            if isinstance(number, bool) or not isinstance(number, int | float):
                raise FactError(f"{name} {number!r} is no number")
            if not math.isfinite(number) or not 0 <= number < MOST:
                raise FactError(f"{name} {number!r} is not a finite number from 0 to 1e9")
            object.__setattr__(self, name, round(float(number), 6))
        if self.low > self.high:
            raise FactError(f"low {self.low:g} is above high {self.high:g}")

    @property
    def days(self) -> tuple[float, float] | None:
        """Low and high in days where the unit is one of time, else nothing."""
        factor = DAYS.get(self.unit)
        return None if factor is None else (self.low * factor, self.high * factor)

    @property
    def iso(self) -> str | None:
        """The ISO 8601 duration of `high` (P36M), where the unit is one of time."""
        letter = _ISO.get(self.unit)
        return None if letter is None else f"P{plain(self.high):g}{letter}"

    def __str__(self) -> str:
        span = f"{plain(self.low):g}"
        if self.high != self.low:
            span += f"–{plain(self.high):g}"
        plural = "s" if self.unit in _COUNTED and self.high != 1 else ""
        return f"{'about ' if self.approximate else ''}{span} {self.unit}{plural}"
