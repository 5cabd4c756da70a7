"""Standing: shim."""

from typing import Literal

from sarcoma_kg import assertion

Standing = Literal["done", "denied", "planned", "general"]


def standing(low: str, start: int, end: int) -> Standing:
    told = assertion.of(low, start, end)
    if told.denied:
        return "denied"
    if told.whose != "patient":
        return "general"
    return "planned" if told.open else "done"


def denied(low: str, start: int, end: int) -> bool:
    return assertion.of(low, start, end).denied
