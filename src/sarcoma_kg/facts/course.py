"""The course: the facts of a case put in their places, as tumours and events in the order of time.

`grouping` says which facts are one event, `again` which mentions are another one, `ellipsis` what
is told once more without its name, `link` whom a response answers, `margin_link` on which operation
a margin lies, `order` what came before what, `zero` from where a time is counted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sarcoma_kg.facts import again, ellipsis, grouping, line, link, margin_link, order, zero
from sarcoma_kg.facts.story import SYSTEMIC, Happening, Story, class_of, joined
from sarcoma_kg.facts.tumour_name import Naming
from sarcoma_kg.facts.whose import Tumours
from sarcoma_kg.kinds import KINDS, TREATMENTS
from sarcoma_kg.records import PRESENTATION, Fact

_INTERVALS = {
    "metastasis": ("Metastasis",),
    "recurrence": ("Recurrence",),
    "progression": ("ResponseAssessment", "Progression", "Recurrence"),
    "death": ("Status",),
}
#: The event of an interval that leads to none that is told by itself.
_CLASSES = {"metastasis": "Metastasis", "recurrence": "Recurrence", "progression": "Progression"}
_JOINING = ("margin", "interval", "dose-reduction")
#: The kinds of fact that are a treatment.
TREATING = frozenset(
    name for name, kind in KINDS.items() if kind.event in TREATMENTS and kind.terms
)
_MOST = 150  # facts told again of one patient
_NEAR = 400  # characters between an interval and the event that it leads to


def arrange(
    facts: Iterable[Fact],
    text: str = "",
    retold: Sequence[Fact] = (),
    naming: Naming = Naming(),  # noqa: B008 - frozen
) -> list[Fact]:
    """Give every fact its place: its tumour, its event, the event's order, and its links.

    `retold` is what readers found once more of what `facts` has: another event, or nothing new;
    `naming` are the places that name one of several tumours. Facts that have a place keep it, and
    their case is left as it is. Cases come in order, claims last; inside a case the order given
    stays, so that the first row of a single kind counts.
    """
    facts = sorted(facts, key=lambda fact: fact.case or 1 << 30)
    story = Story(text)
    done: list[Fact] = []
    for case in dict.fromkeys(fact.case for fact in facts):
        members = [fact for fact in facts if fact.case == case]
        if case == 0 or any(fact.event is not None for fact in members):
            done += members
        else:
            again_told = [fact for fact in retold if fact.case == case]
            done += _Course(story, members, again_told, naming).arrange()
    return done


def _told_in(events: Iterable[Happening], span: tuple[int, int]) -> list[Happening]:
    return [event for event in events if span[0] <= event.start < span[1]]


class _Course:
    """The events of one case while they are being put together."""

    def __init__(
        self,
        story: Story,
        facts: Sequence[Fact],
        retold: Sequence[Fact],
        naming: Naming,
    ) -> None:
        self.story = story
        self.facts = list(facts)
        # text order, and no more than a course can hold: reading stays linear in the length
        told = (fact for fact in retold if fact.polarity == "present")
        self.retold = sorted(told, key=lambda fact: fact.evidence.start)[:_MOST]
        self.tumours = Tumours(story, facts, naming)
        self.events: list[Happening] = []
        self.home: dict[int, Happening] = {}  # fact (by identity) to its event

    def arrange(self) -> list[Fact]:
        self._group()
        for event in self.events:
            event.rank = float(event.start)
        self._answer()
        # "the margin of the second excision" counts in time; what is joined may be an event more
        self.events = order.ordered(self.story, self.events)
        self._join()
        self.events = order.ordered(self.story, self.events)
        self.lines = line.lines(self.events)
        self._number()
        return [self._placed(fact) for fact in self.facts]

    # --- events -----------------------------------------------------------------------------------

    def _group(self) -> None:
        """Make events of the facts in the order of the text."""
        self.retold += ellipsis.resumed(self.story, self.facts)[:_MOST]
        self.retold += ellipsis.by_year(self.story, self.facts)[:_MOST]
        self.retold += ellipsis.elliptic(self.story, [*self.facts, *self.retold])[:_MOST]
        first = {id(fact) for fact in self.facts}
        told = [
            fact
            for fact in (*self.facts, *self.retold)
            if class_of(fact) and fact.polarity == "present" and fact.kind not in _JOINING
        ]
        told.sort(key=lambda fact: (fact.evidence.start, id(fact) not in first))
        taken: set[tuple[str, str, int]] = set()
        for number, fact in enumerate(told):
            key = (fact.kind, fact.value, fact.evidence.start)
            if id(fact) not in first:
                listed = any(id(f) in first for f in self._listed_behind(fact, told[number + 1 :]))
                if key in taken or not (listed or self._is_another(fact)):
                    continue
                self.facts.append(fact)
            taken.add(key)
            self._place(fact)

    def _listed_behind(self, fact: Fact, told: Sequence[Fact]) -> list[Fact]:
        """Give the drugs listed right behind a drug: with new ones it is given anew."""
        found: list[Fact] = []
        end = fact.evidence.end
        if fact.kind != "drug" or again.looks_back(self.story, fact.evidence.start):
            return found
        for other in told:
            if other.kind != "drug" or not joined(self.story.low[end : other.evidence.start]):
                break
            found.append(other)
            end = other.evidence.end
        return found

    def _is_another(self, fact: Fact) -> bool:
        if self._given_to_another(fact):
            return True
        event = next((e for e in reversed(self.events) if e.kind == class_of(fact)), None)
        if event is not None and fact.value.casefold() not in event.values():
            # one more part of what is told again: the other drug, "together with resection of …"
            # "under topotecan with cyclophosphamide": what is joined to a drug is given with it
            given = fact.kind == "drug" and event.kind == "SystemicTherapy"
            again_told = event.facts[0] in self.retold or fact.kind == "surgery" or given
            words = self.story.low[event.end : fact.evidence.start]
            joins = fact.kind != "surgery" or joined(words)
            if again_told and joins and grouping.same(self.story, event, fact, self.events):
                return True
        return again.another(self.story, fact, self.events)

    def _given_to_another(self, fact: Fact) -> bool:
        """Say whether a treatment that is told again was given for other tumours only before."""
        if not self.tumours.several or fact.kind not in TREATING:
            return False
        if self.story.dates(fact.evidence.start) or again.looks_back(
            self.story, fact.evidence.start
        ):
            return False
        # any operation may be meant by another word for it
        before = [
            f
            for event in self.events
            for f in event.facts
            if f.kind == fact.kind
            and (fact.kind == "surgery" or f.value.casefold() == fact.value.casefold())
        ]
        own = self._concerned(fact)
        return bool(before) and all(self._concerned(f) != own for f in before)

    def _place(self, fact: Fact) -> None:
        event = next(
            (
                e
                for e in reversed(self.events)
                if grouping.same(self.story, e, fact, self.events)
                and not self._of_another_tumour(e, fact)
                and not self._closed(e, fact)
            ),
            None,
        )
        if event is None:
            event = Happening(class_of(fact))
            self.events.append(event)
        event.put(fact)
        self.home[id(fact)] = event

    def _closed(self, event: Happening, fact: Fact) -> bool:
        """Say whether the margin of an operation is told before a removal of another sentence."""
        if fact.kind != "surgery" or grouping.MINOR.search(fact.value):
            return False
        begin, _ = self.story.sentence(fact.evidence.start)
        _, stop = self.story.clause(fact.evidence.start, fact.evidence.end)
        words = self.story.low[event.end : stop]
        if "followed" in words or self.story.says("sequence", event.end, stop):
            begin = fact.evidence.start
        if any(
            f.kind == "margin" and fact.evidence.end <= f.evidence.start < stop
            for f in (*self.facts, *self.retold)
        ):
            begin = fact.evidence.start  # it has margins of its own
        return any(
            f.kind == "margin" and event.start < f.evidence.start < begin
            for f in (*self.facts, *self.retold)
        )

    def _of_another_tumour(self, event: Happening, fact: Fact) -> bool:
        """Say whether a treatment told in another sentence is of another tumour than an event."""
        if not self.tumours.several or fact.kind not in TREATING:
            return False
        here = self.story.number(event.start) == self.story.number(fact.evidence.start)
        own = set(self._concerned(fact))
        return not here and own.isdisjoint(self._concerned(event.facts[0]))

    # --- links ------------------------------------------------------------------------------------

    def _answer(self) -> None:
        listed: dict[int, Happening] = {}
        for kind in ("ResponseAssessment", "AdverseEvent"):
            effects = [event for event in self.events if event.kind == kind]
            listed |= link.respective(self.story, self.events, effects)
        for event in self.events:
            if id(event) in listed:
                event.answers = (listed[id(event)],)
            elif event.kind in ("ResponseAssessment", "AdverseEvent"):
                harm = event.kind == "AdverseEvent"
                known = self.events if harm else self._of_its_tumour(event.facts[0])
                found = link.answered(self.story, known, event.facts[0])
                event.answers = tuple(e for e in found if e is not event)

    def _join(self) -> None:
        """Put margins on their operation, times into the event to which they lead."""
        for fact in list(self.facts):
            if fact.polarity == "absent" or fact.kind not in _JOINING:
                continue
            if fact.kind == "interval":
                event = self._leads_to(fact)
            elif fact.kind == "margin":
                event = margin_link.operation(self.story, self._of_its_tumour(fact), fact)
            else:
                event = self._reduced(fact)
            if event is None:
                event = Happening(class_of(fact) or _CLASSES.get(fact.qualifiers.to, "Status"))
                event.put(fact)
                self.events.append(event)
            else:
                event.facts.append(fact)
            self.home[id(fact)] = event
        for fact in [each for each in self.facts if each.kind == "margin"]:
            self._of_both(fact)
        for fact in (each for each in self.retold if each.kind == "margin"):
            event = margin_link.operation(self.story, self._of_its_tumour(fact), fact)
            if event is not None and not any(f.kind == "margin" for f in event.facts):
                event.facts.append(fact)
                self.facts.append(fact)
                self.home[id(fact)] = event

    def _of_both(self, fact: Fact) -> None:
        """Put a margin that is told of two operations on the one before too."""
        event = self.home.get(id(fact))
        other = event and margin_link.also(self.story, self.events, fact, event)
        if event is None or other is None or any(f.kind == "margin" for f in other.facts):
            return
        copy = replace(fact)
        event.facts = [copy if each is fact else each for each in event.facts]
        other.facts.append(fact)
        self.facts.append(copy)
        self.home[id(copy)] = event
        self.home[id(fact)] = other

    def _of_its_tumour(self, fact: Fact) -> list[Happening]:
        """Give the events without the treatments of another tumour than that of a fact."""
        if not self.tumours.several:
            return self.events
        own = set(self._concerned(fact))
        return [
            event
            for event in self.events
            if not event.is_treatment
            or any(own & set(self._concerned(f)) for f in event.facts if f.kind in TREATING)
        ]

    def _reduced(self, fact: Fact) -> Happening | None:
        found = link.answered(self.story, self.events, fact)
        return found[-1] if found else None

    def _leads_to(self, fact: Fact) -> Happening | None:
        """Give the event that an interval leads to: the nearest of its class, behind it first."""
        to, start = fact.qualifiers.to, fact.evidence.start
        kinds = _INTERVALS.get(to, ())
        grown = [
            e
            for e in self.events
            if e.kind == "ResponseAssessment" and "pd" in e.values("response")
        ]
        # of the responses only growth is led up to
        fitting = [
            e
            for e in self.events
            if e.kind in kinds and (e.kind != "ResponseAssessment" or e in grown)
        ]
        if to == "death" or not kinds:
            return fitting[0] if fitting else None
        clause = self.story.clause(start, fact.evidence.end)
        grown = _told_in(grown, clause)
        if grown and not _told_in(fitting, clause):
            return grown[0]
        free = [e for e in fitting if not any(f.kind == "interval" for f in e.facts)]
        here = _told_in(free or fitting, self.story.sentence(start))
        near = _told_in(here, clause) or here or [e for e in free if abs(e.start - start) < _NEAR]
        if to == "progression" and not here:
            near = [e for e in near if self.story.number(e.start) >= self.story.number(start) - 1]
        return min(near, key=lambda e: abs(e.start - start), default=None)

    # --- rows -------------------------------------------------------------------------------------

    def _number(self) -> None:
        number = PRESENTATION
        for event in self.events:
            if event.kind == "Presentation":
                continue
            number += 1
            event.number = number
        ranks = sorted({event.rank for event in self.events if event.kind != "Presentation"})
        self.ranks = {rank: place for place, rank in enumerate(ranks, 1)}

    def _placed(self, fact: Fact) -> Fact:
        owner = KINDS[fact.kind].owner
        place = fact.evidence.start, fact.evidence.end
        if fact.polarity == "absent" and owner != "tumour":
            own = self.tumours.named_in(*place) if owner == "event" else None
            return replace(fact, tumours=(own,) if own else ())
        if owner != "event":
            mine = fact.tumours or self.tumours.of(*place)
            return replace(fact, tumours=mine if owner == "tumour" else ())
        event = self.home[id(fact)]
        links = event.answers if fact.kind != "interval" else ()
        zeros = None
        if fact.qualifiers.endpoint == "PFS":
            # progression-free survival is that of a treatment, counted from its start
            links = zeros = link.answered(self.story, self.events, fact)
        elif fact.kind in ("interval", "follow-up"):
            zeros = zero.zero(self.story, self.events, fact, event)
        since = None if zeros is None else tuple(e.number for e in zeros) or (PRESENTATION,)
        tumours = self._tumours(event, fact)
        qualifiers = fact.qualifiers
        if fact.kind in SYSTEMIC and qualifiers.line is None:
            qualifiers = replace(qualifiers, line=self.lines.get(id(event)))
        return replace(
            fact,
            qualifiers=qualifiers,
            event=event.number,
            order=self.ranks.get(event.rank, PRESENTATION),
            tumours=tumours,
            answers=tuple(e.number for e in links),
            since_event=since or (),
        )

    def _tumours(self, event: Happening, fact: Fact) -> tuple[int, ...]:
        """Give the tumours that a fact of an event concerns; none for facts of the patient."""
        if event.kind in ("Presentation", "Procedure") or (
            event.kind == "Status" and fact.kind != "interval"
        ):
            return ()
        if not self.tumours.several:
            return (1,)
        if event.kind in ("ResponseAssessment", "AdverseEvent") and event.answers:
            named = self.tumours.named_in(event.start, event.end)
            if named is None or event.kind == "AdverseEvent":
                treated = [(e, f) for e in event.answers for f in e.facts if f.kind in TREATING]
                return tuple(sorted({n for e, f in treated for n in self._tumours(e, f)}))
        if event.kind != "Surgery":
            return self._concerned(event.facts[0])
        if fact.kind == "surgery":
            return self._concerned(fact)
        # a margin is of the tumour that its clause names, else of the removal told before it
        place = fact.evidence.start, fact.evidence.end
        named = self.tumours.in_clause(*place) or self.tumours.named_in(*place)
        removals = [f for f in event.facts if f.kind == "surgery"] or event.facts
        removals = sorted(removals, key=lambda f: f.evidence.start)
        before = [f for f in removals if f.evidence.start <= fact.evidence.start]
        own = (before or removals)[-1 if before else 0]
        return (named,) if named else self._concerned(own)

    def _concerned(self, fact: Fact) -> tuple[int, ...]:
        """Give the tumours that a fact is told of."""
        spread = class_of(fact) in ("Metastasis", "Recurrence", "Progression")
        start, end = fact.evidence.start, fact.evidence.end
        told = self.tumours.told(start, end, by_site=not spread)
        if not told and fact.kind in SYSTEMIC:
            # "imatinib was then resumed": for what it was given before
            same = [f for f in self.facts if f.kind == fact.kind and f.value == fact.value]
            before = [f for f in same if f.evidence.end <= start]
            if before and self.tumours.past.isdisjoint(self._concerned(before[-1])):
                return self._concerned(before[-1])
        return told or self.tumours.of(start, end, by_site=not spread)
