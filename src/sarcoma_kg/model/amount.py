"""Amounts: the units of each kind of fact, how much is possible, and the value that it gives."""

from sarcoma_kg.errors import FactError
from sarcoma_kg.kinds import KINDS
from sarcoma_kg.records import DAYS, Fact, Quantity

#: Facts that are nothing without their amount, and whose value is that amount.
MEASURES = tuple(name for name, kind in KINDS.items() if kind.amount)
#: More than this no patient has, in the unit or, for times, in days.
MOST = {"mm": 2000.0, "%": 100.0, "Gy": 200.0, "fraction": 100.0, "cycle": 100.0, "regimen": 30.0}
_LIFE = 125 * DAYS["year"]  # the longest life on record is 122 years


def check(kind: str, quantity: Quantity | None) -> None:
    """Raise `FactError` where a fact of this kind cannot have this amount."""
    if quantity is None:
        if kind in MEASURES:
            raise FactError(f"{kind} needs an amount, as 3 {KINDS[kind].units[-1]}")
        return
    allowed = KINDS[kind].units
    if quantity.unit not in allowed:
        may = f"in {', '.join(allowed)}" if allowed else "not at all"
        raise FactError(f"{kind} is measured {may}, not in {quantity.unit}")
    high = quantity.days[1] if quantity.days else quantity.high
    most = _LIFE if quantity.days else MOST.get(quantity.unit)
    if most is not None and high > most:
        raise FactError(f"{kind} of {quantity} is impossible")


def is_time(kind: str) -> bool:
    """Say whether the amount of a kind places an event in time; its value is a duration then."""
    return KINDS[kind].property == "time"


def value(kind: str, quantity: Quantity) -> str:
    """Give the value that a fact of `MEASURES` has by its amount: `54`, `40-49`, `80`, `P24M`."""
    if is_time(kind):
        return quantity.iso or ""
    low, high = f"{quantity.low:g}", f"{quantity.high:g}"
    return high if low == high or kind == "size" else f"{low}-{high}"


def same(one: Fact, other: Fact) -> bool:
    """Say whether two facts have the same amount, or one of them none."""
    a, b = one.quantity, other.quantity
    if a is None or b is None:
        return one.kind not in MEASURES or one.value == other.value
    return (a.days or (a.low, a.high, a.unit)) == (b.days or (b.low, b.high, b.unit))
