"""The course: facts put in their places, as tumours and numbered events, in narrative order.

Case reports are told in the order of time (CARE guideline, item 7: timeline), so the place of a
statement in the text stands for its place in the course. Only two things are moved: what the
patient came with is the first event, and the last known status is the last.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from sarcoma_kg.kinds import KINDS
from sarcoma_kg.records import Fact

_TREATMENTS = ("Surgery", "SystemicTherapy", "Radiotherapy", "Ablation", "OtherTreatment")
_STATUS = ("outcome", "follow-up")
_INTERVALS = {
    "metastasis": "Metastasis",
    "recurrence": "Recurrence",
    "progression": "Progression",
    "death": "Status",
}
# between two drugs of one combination stands no end of sentence and no word of sequence
_SEPARATION = re.compile(
    r"[.;]\s|\n|\b(?:followed by|then|later|subsequently|thereafter|after which|switched"
    r"|changed|replaced|second[- ]line|third[- ]line)\b",
    re.I,
)
#: Without the text, drugs named this close together (in characters) are one combination.
_CLOSE = 60


@dataclass
class _Event:
    kind: str
    start: int
    end: int
    facts: list[int] = field(default_factory=list)
    answers: "_Event | None" = None
    number: int = 0


def arrange(facts: Iterable[Fact], text: str = "") -> list[Fact]:
    """Give every fact its `subject` (and a response or adverse event its `answers`).

    Facts that have a subject keep it, and their case is left as it is. Cases come in order, claims
    last; inside a case the order given stays, so that the first row of a single kind counts.
    """
    facts = sorted(facts, key=lambda fact: fact.case or 1 << 30)
    placed: list[Fact] = []
    for case in dict.fromkeys(fact.case for fact in facts):
        members = [fact for fact in facts if fact.case == case]
        if case == 0:
            placed += [fact for fact in members]
        elif any(fact.event is not None or fact.tumours for fact in members):
            placed += members
        else:
            placed += _Course(members, text).arrange()
    return placed


class _Course:
    """The events of one case while they are being put together."""

    def __init__(self, facts: list[Fact], text: str) -> None:
        self.facts = facts
        self.text = text
        self.events: list[_Event] = []

    def arrange(self) -> list[Fact]:
        told = sorted(range(len(self.facts)), key=lambda n: self.facts[n].evidence.start)
        happened = [n for n in told if self._event_kind(self.facts[n])]
        for number in happened:
            if self.facts[number].kind not in ("margin", "interval"):
                self._place(number)
        for number in happened:
            if self.facts[number].kind == "margin":
                self._join_nearest(number, "Surgery")
            elif self.facts[number].kind == "interval":
                self._join_nearest(number, _INTERVALS.get(self.facts[number].qualifiers.to, "Status"))
        self._number()
        return [self._subject(number) for number in range(len(self.facts))]

    @staticmethod
    def _event_kind(fact: Fact) -> str:
        if fact.polarity == "absent" or KINDS[fact.kind].owner != "event":
            return ""
        return "Status" if fact.kind in _STATUS else KINDS[fact.kind].event or "Status"

    def _place(self, number: int) -> None:
        fact = self.facts[number]
        kind = self._event_kind(fact)
        event = self._same_event(kind, fact)
        if event is None:
            event = _Event(kind, fact.evidence.start, fact.evidence.end)
            if kind in ("ResponseAssessment", "AdverseEvent"):
                event.answers = self._last_treatment()
            self.events.append(event)
        event.end = max(event.end, fact.evidence.end)
        event.facts.append(number)

    def _same_event(self, kind: str, fact: Fact) -> _Event | None:
        """Find the event that this fact is one more part of."""
        before = [event for event in self.events if event.kind == kind]
        if not before:
            return None
        if kind in ("Presentation", "Status"):
            return before[0]
        last = before[-1]
        joined = kind in ("SystemicTherapy", "Metastasis") and last is self.events[-1]
        return last if joined and not self._separate(last.end, fact.evidence.start) else None

    def _separate(self, start: int, end: int) -> bool:
        if not self.text:
            return end - start > _CLOSE
        return _SEPARATION.search(self.text, start, max(start, end)) is not None

    def _last_treatment(self) -> "_Event | None":
        return next((e for e in reversed(self.events) if e.kind in _TREATMENTS), None)

    def _join_nearest(self, number: int, kind: str) -> None:
        start = self.facts[number].evidence.start
        same = [event for event in self.events if event.kind == kind]
        if same:
            event = min(same, key=lambda event: abs(event.start - start))
        else:
            event = _Event(kind, start, self.facts[number].evidence.end)
            self.events.append(event)
        event.facts.append(number)

    def _number(self) -> None:
        rank = {"Presentation": -1, "Status": 1}
        self.events.sort(key=lambda event: (rank.get(event.kind, 0), event.start))
        first = 0 if self.events and self.events[0].kind == "Presentation" else 1
        for number, event in enumerate(self.events, first):
            event.number = number

    def _subject(self, number: int) -> Fact:
        fact = self.facts[number]
        if fact.polarity == "absent":
            return fact
        owner = KINDS[fact.kind].owner
        if owner != "event":
            return replace(fact, tumours=(1,) if owner == "tumour" else ())
        event = next(event for event in self.events if number in event.facts)
        answers = (event.answers.number,) if event.answers else ()
        tumours = (1,) if KINDS[fact.kind].event == "Metastasis" else ()
        return replace(
            fact, event=event.number, order=event.number, answers=answers, tumours=tumours
        )
