"""Lines: which line of systemic therapy an event was, where it follows from one that is told.

"Trabectedin was the third line" behind two others makes these the first and the second. Treatment
around an operation is no line, and where the count does not come out none is given.
"""

from collections.abc import Sequence

from sarcoma_kg.facts.story import Happening

_AROUND_SURGERY = ("neoadjuvant", "adjuvant")


def lines(events: Sequence[Happening]) -> dict[int, int]:
    """Give the line of events (by identity) that have none of their own; `events` in time order."""
    systemic = [
        event
        for event in events
        if event.kind == "SystemicTherapy"
        and not any(fact.qualifiers.intent in _AROUND_SURGERY for fact in event.facts)
    ]
    found: dict[int, int] = {}
    for place, event in enumerate(systemic, 1):
        if _told(event) == place:
            for line, earlier in enumerate(systemic[: place - 1], 1):
                if not _told(earlier):
                    found[id(earlier)] = line
    return found


def _told(event: Happening) -> int:
    return next((f.qualifiers.line for f in event.facts if f.qualifiers.line), 0)
