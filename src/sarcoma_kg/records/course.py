"""The course of a patient: case, tumours and events, to which facts belong by reference."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from sarcoma_kg.kinds import EVENTS, KINDS, TREATMENTS
from sarcoma_kg.records.fact import PRESENTATION, Fact

#: The outcomes of a patient who died.
DEAD = ("dead", "DOD", "DOC")
_FOUND = {"ResponseAssessment", "AdverseEvent", "Metastasis", "Recurrence"}
_CARRYING = {"SystemicTherapy", "Ablation", "OtherTreatment"}
_LEADS_TO = {
    "metastasis": "Metastasis",
    "recurrence": "Recurrence",
    "progression": "Progression",
    "death": "Death",
}


@dataclass(frozen=True, slots=True)
class Tumour:
    """One tumour of a patient: `number` 1 is that of the case; `role` as in `kinds.toml`."""

    number: int
    facts: tuple[Fact, ...] = ()

    @property
    def role(self) -> str:
        """The role that a fact gives it: primary, second-primary, earlier-malignancy, or empty."""
        return next((f.qualifiers.role for f in self.facts if f.qualifiers.role), "")

    def fact(self, kind: str) -> Fact | None:
        """Give the fact that counts of a kind."""
        return _counting(self.facts, kind)


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a course: its number, its rank in time (ties allowed), its facts."""

    number: int
    order: int
    facts: tuple[Fact, ...] = ()

    @property
    def kind(self) -> str:
        """The class of the event in the schema."""
        if self.number == PRESENTATION:
            return "Presentation"
        told = {fact.kind: fact for fact in reversed(self.facts)}
        outcome = told.get("outcome")
        if "cause-of-death" in told or (outcome and outcome.value in DEAD):
            return "Death"
        classes = [KINDS[fact.kind].event for fact in self.facts]
        # "a mass appeared again": a relapse with its symptoms is a relapse
        found = [name for name in classes if name not in ("", "Presentation")] or classes
        if any(found):
            return next(name for name in found if name)
        ends = (fact.qualifiers.to for fact in self.facts if fact.kind == "interval")
        return next((_LEADS_TO[end] for end in ends if end in _LEADS_TO), "FollowUp")

    @property
    def is_treatment(self) -> bool:
        """Whether it is a treatment of a tumour."""
        return self.kind in TREATMENTS

    @property
    def look(self) -> str:
        """How it looks in a picture, by a name of `network/looks.tsv`."""
        return EVENTS[self.kind].look

    @property
    def answers(self) -> tuple[int, ...]:
        """The events of the treatments that it belongs to."""
        return _merged(fact.answers for fact in self.facts)

    @property
    def tumours(self) -> tuple[int, ...]:
        """The tumours that it concerns."""
        return _merged(fact.tumours for fact in self.facts)

    @property
    def time(self) -> Fact | None:
        """The interval or follow-up that places it in time; the first where there are several."""
        timed = [fact for fact in self.facts if fact.kind in ("interval", "follow-up")]
        return next((fact for fact in timed if fact.quantity and fact.counts), None)

    @property
    def label(self) -> str:
        """Name it by its facts: "doxorubicin + ifosfamide", "MAID", "NED, 36 months".

        The same treatment has the same name: drugs stand in the order of the alphabet, and a named
        regimen stands for its drugs.
        """
        named: dict[str, list[str]] = {}
        for fact in self.facts:
            kind = KINDS[fact.kind]
            same = named.setdefault(fact.kind, [])
            if kind.event and fact.counts and not (same and kind.single):
                counted = kind.amount and fact.quantity
                same.append(str(fact.quantity) if counted else fact.value)
        if named.get("regimen"):
            named.pop("drug", None)
        if "drug" in named:
            named["drug"].sort(key=str.casefold)
        ordered = sorted(named, key=list(KINDS).index)
        told = (" + ".join(dict.fromkeys(named[kind])) for kind in ordered if named[kind])
        return ", ".join(told) or EVENTS[self.kind].label

    def fact(self, kind: str) -> Fact | None:
        """Give the fact that counts of a kind."""
        return _counting(self.facts, kind)

    def qualifier(self, name: str) -> object:
        """Give a qualifier that its facts have: the first that says something."""
        told = (getattr(fact.qualifiers, name) for fact in self.facts)
        return next((value for value in told if value not in (None, "")), None)


@dataclass(frozen=True, slots=True)
class Case:
    """One patient of a paper: all facts in the order they were told, and whose each of them is."""

    number: int
    facts: tuple[Fact, ...]
    tumours: tuple[Tumour, ...]
    events: tuple[Event, ...]  # in the order of time; the presentation first
    paper: str = ""  # its identifier, where the case is in a graph

    @property
    def id(self) -> str:
        """Name it as questions and commands do: `pmid-26913180#case1`."""
        return f"{self.paper}#case{self.number}"

    @property
    def own(self) -> tuple[Fact, ...]:
        """What is so of the patient: age, sex, comorbidities."""
        return tuple(
            f for f in self.facts if KINDS[f.kind].owner == "case" and f.polarity == "present"
        )

    @property
    def denied(self) -> tuple[Fact, ...]:
        """What the text says was not so."""
        return tuple(fact for fact in self.facts if fact.polarity == "absent")

    def event(self, number: int) -> Event | None:
        """Give the event of this number."""
        return next((event for event in self.events if event.number == number), None)

    @classmethod
    def of(cls, number: int, facts: Iterable[Fact], paper: str = "") -> "Case":
        """Put the facts of a case together; they have their places (see `placed`)."""
        facts = tuple(facts)
        tumours: dict[int, list[Fact]] = {1: []}
        events: dict[int, list[Fact]] = {PRESENTATION: []}
        orders: dict[int, int] = {}
        for fact in facts:
            if fact.polarity == "absent":
                continue
            owner = KINDS[fact.kind].owner
            for tumour in fact.tumours:
                tumours.setdefault(tumour, [])
                if owner == "tumour":
                    tumours[tumour].append(fact)
            if owner == "event" and fact.event is not None:
                events.setdefault(fact.event, []).append(fact)
                if fact.order is not None:
                    orders.setdefault(fact.event, fact.order)
        ranked = sorted(events, key=lambda each: (orders.get(each, each), each))
        return cls(
            number,
            facts,
            tuple(Tumour(each, tuple(tumours[each])) for each in sorted(tumours)),
            tuple(Event(each, orders.get(each, each), tuple(events[each])) for each in ranked),
            paper,
        )


def cases(facts: Iterable[Fact], paper: str = "") -> tuple[Case, ...]:
    """Put the facts of a paper together as cases, by number; claims are left out."""
    facts = tuple(facts)
    numbers = sorted({fact.case for fact in facts} - {0})
    return tuple(
        Case.of(number, (f for f in facts if f.case == number), paper) for number in numbers
    )


def placed(facts: Iterable[Fact]) -> list[Fact]:
    """Give a place to what a curator left open: tumour 1, the order of the event's number.

    A fact of an event that names none stands in an event of its own after the others; a symptom
    belongs to the presentation.
    """
    facts = list(facts)
    last = {fact.case: 0 for fact in facts}
    for fact in facts:
        last[fact.case] = max(last[fact.case], fact.event or 0)
    done = []
    for each in facts:
        fact, kind = each, KINDS[each.kind]
        if kind.owner == "tumour" and not fact.tumours:
            fact = replace(fact, tumours=(1,))
        if fact.kind == "metastasis" and not fact.tumours and fact.polarity == "present":
            fact = replace(fact, tumours=(1,))
        if kind.owner == "event" and fact.polarity == "present":
            if fact.event is None:
                if kind.event != "Presentation":
                    last[fact.case] += 1
                number = PRESENTATION if kind.event == "Presentation" else last[fact.case]
                fact = replace(fact, event=number, order=None)
            if fact.order is None:
                fact = replace(fact, order=_order(fact, facts))
        done.append(fact)
    return done


def _order(fact: Fact, facts: list[Fact]) -> int:
    same = (f.order for f in facts if f.case == fact.case and f.event == fact.event)
    return next((order for order in same if order is not None), fact.event or 0)


def faults(facts: Iterable[Fact]) -> Iterator[tuple[str, str]]:
    """List what is wrong with the links of a course: where (`case1-event3`), and what."""
    for case in cases(facts):
        for event in case.events:
            for message in _faults_of(case, event):
                yield f"case{case.number}-event{event.number}", message
        for number in _circle(case):
            yield f"case{case.number}-event{number}", "its time is counted in a circle"


def _faults_of(case: Case, event: Event) -> Iterator[str]:
    if len(orders := {fact.order for fact in event.facts} - {None}) > 1:
        yield f"it stands at several places of the order: {', '.join(map(str, sorted(orders)))}"  # type: ignore[type-var]
    classes = {KINDS[f.kind].event for f in event.facts} - {"", "Presentation"}
    mixed = classes - {event.kind} - ({"FollowUp"} if event.kind == "Death" else set())
    # what is found at one moment may share an event, and an embolization may carry a drug
    together = _FOUND | (_CARRYING if event.kind in _CARRYING else set())
    if mixed - together:
        yield f"it is both {event.kind} and {', '.join(sorted(mixed))}"
    for number in event.answers:
        other = case.event(number)
        if number == event.number and not event.is_treatment:
            yield "it answers itself"
        elif other is None:
            yield f"it answers event {number}, which this case does not have"
        elif not other.is_treatment:
            yield f"it answers event {number}, which is no treatment but a {other.kind}"
    for fact in event.facts:
        for number in fact.since_event:
            if number == event.number and not event.is_treatment:
                yield "its time is counted from itself"
            elif case.event(number) is None:
                yield f"its time is counted from event {number}, which this case does not have"


def _circle(case: Case) -> list[int]:
    """Give the events whose times are counted from one another in a circle."""
    since: Mapping[int, set[int]] = {
        event.number: {n for fact in event.facts for n in fact.since_event} - {event.number}
        for event in case.events
    }

    def reaches(start: int) -> bool:
        seen: set[int] = set()
        ahead = set(since.get(start, ()))
        while ahead:
            number = ahead.pop()
            if number == start:
                return True
            if number not in seen:
                seen.add(number)
                ahead |= since.get(number, set())
        return False

    return [event.number for event in case.events if reaches(event.number)]


def _counting(facts: tuple[Fact, ...], kind: str) -> Fact | None:
    mine = [fact for fact in facts if fact.kind == kind]
    return next((fact for fact in mine if fact.counts), None)


def _merged(groups: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    return tuple(sorted({number for group in groups for number in group}))
