"""Order: the events of a case in the order of time, not of the telling.

Sentences that follow one another are in the order of time unless a word says otherwise: a year, an
intent (neoadjuvant), "before the operation he had been given", "resected after three cycles",
"given for new metastases". Source: docs/facts.md, order; CARE guideline, item 7 (timeline).
"""

import re
from collections.abc import Sequence

from sarcoma_kg.facts.grouping import concurrent
from sarcoma_kg.facts.naming import named
from sarcoma_kg.facts.story import Happening, Story
from sarcoma_kg.kinds import TREATMENTS

_YEAR = re.compile(r"\b(?:19[5-9]\d|20[0-4]\d)\b")
_HAD = re.compile(
    r"\b(?:had|has)\s+(?:already\s+|previously\s+|earlier\s+|initially\s+|also\s+|first\s+)*(?:been|undergone|received|had|started|begun|taken|completed|presented|developed)\b"
)
_BEFORE = re.compile(
    r"\b(?:before|prior\s+to|preceding|ahead\s+of)\s+(?:this|that|the|any|her|his)?\s*(?:\w+\s+){0,2}?"
)
_AFTER_LINK = re.compile(
    r"[^.;:]{0,60}?\b(?:after|following|preceded\s+by|having\s+received|subsequent\s+to)\s+"
    r"(?:(?:the|an?|failure\s+of|completion\s+of|neo-?adjuvant|pre-?operative|induction|several|multiple|\w+\s+(?:cycles?|courses?|lines?)\s+of|treatment\s+with|therapy\s+with|\w+ing)\s+)*$"
)
_CAUSE = re.compile(
    r"[^.;:]{0,70}?\b(?:for|because\s+of|owing\s+to|due\s+to|on\s+account\s+of|in\s+view\s+of|in\s+response\s+to|upon|at|after|following|when|against|as)\s+"
    r"(?:(?:the|an?|new|his|her|this|multiple|bilateral|further|local|first|second|suspected|appearance\s+of|development\s+of|growing|symptomatic|painful|progressive|inoperable|unresectable|metastatic)\s+)*(?:[\w-]+\s+){0,2}$"
)
_CAUSE_WORD = re.compile(r"(?:because\s+of|due\s+to|owing\s+to|for|on|at|upon)\s+")
_FINDINGS = ("Metastasis", "Recurrence", "ResponseAssessment", "Progression")
_STEP = 0.001


def ordered(story: Story, events: list[Happening]) -> list[Happening]:
    """Give the events in the order of time; `rank` is set, equal where they were at one time."""
    for event in events:
        event.rank = float(event.start)
    _by_year(story, events)
    _within_sentences(story, events)
    _flashbacks(story, events)
    _by_intent(events)
    _after_their_treatment(story, events)
    _together(story, events)
    _ends(events)
    return sorted(events, key=lambda event: (event.rank, event.start))


def _by_year(story: Story, events: list[Happening]) -> None:
    """Put dated events in the order of their years; what is told behind one goes with it."""
    years = [(m.start(), int(m.group())) for m in _YEAR.finditer(story.low)]
    dated: list[tuple[int, Happening]] = []
    for event in events:
        begin, stop = story.clause(event.start, event.end)
        mine = [(abs(place - event.start), year) for place, year in years if begin <= place < stop]
        if not mine:
            first, last = story.sentence(event.start)
            mine = [
                (abs(place - event.start), year)
                for place, year in years
                if first <= place < min(last, event.start)
            ]
        if mine:
            dated.append((min(mine)[1], event))
    told = [year for year, _ in sorted(dated, key=lambda pair: pair[1].start)]
    if told == sorted(told):
        return
    places = sorted(event.rank for _, event in dated)
    dated.sort(key=lambda pair: (pair[0], pair[1].start))
    moved = {id(event): place for (_, event), place in zip(dated, places, strict=True)}
    anchors = sorted((event for _, event in dated), key=lambda event: event.start)
    for event in events:
        if id(event) in moved:
            continue
        before = [a for a in anchors if a.start <= event.start]
        if before and story.number(before[-1].start) == story.number(event.start):
            anchor = before[-1]
            event.rank = moved[id(anchor)] + _STEP * (event.start - anchor.start)
    for _, event in dated:
        event.rank = moved[id(event)]


def _within_sentences(story: Story, events: list[Happening]) -> None:
    """Turn round what one sentence tells backwards: "resected after A", "B was given for C"."""
    told = sorted(events, key=lambda event: event.start)
    for one, other in ((a, b) for n, a in enumerate(told) for b in told[n + 1 : n + 4]):
        if story.number(one.start) != story.number(other.start) or other.start < one.end:
            continue
        between = story.low[one.end : other.start]
        if _CAUSE_WORD.match(story.low, other.start):
            between = story.low[one.end : _CAUSE_WORD.match(story.low, other.start).end()]  # type: ignore[union-attr]
        backwards = (
            one.is_treatment
            and other.is_treatment
            and _AFTER_LINK.fullmatch(between)
            and one.rank < other.rank
        ) or (
            one.is_treatment
            and other.kind in _FINDINGS
            and _CAUSE.fullmatch(between)
            and one.rank < other.rank
            and not re.search(r"\b(?:with|leading|resulting|led|which|achiev\w+|gave)\b", between)
        )
        if backwards:
            other.rank = one.rank - 0.5


def _flashbacks(story: Story, events: list[Happening]) -> None:
    """Move what "had been given before the operation" to its place."""
    for event in events:
        if not event.is_treatment:
            continue
        begin, stop = story.sentence(event.start)
        words = story.low[begin : event.end]
        before = _BEFORE.search(words)
        had = _HAD.search(words)
        if before:
            anchor = _anchor(story, events, event, begin + before.end())
            if anchor is not None and anchor.rank < event.rank:
                event.rank = anchor.rank - 1 + _STEP * (event.start - begin)
            continue
        clause = story.clause(event.start, event.end)
        if (
            had
            and story.says("formerly", clause[0], clause[1])
            and not _YEAR.search(story.low, begin, stop)
        ):
            earlier = [e.rank for e in events if e.start < begin and e.kind != "Presentation"]
            if earlier:
                event.rank = min(earlier) - 1 + _STEP * (event.start - begin)


def _anchor(
    story: Story, events: Sequence[Happening], event: Happening, place: int
) -> Happening | None:
    """Give the event that stands right behind "before"."""
    others = [e for e in events if e is not event]
    stop = min(place + 40, event.start)
    words = named(story, others, place - 15, stop, *TREATMENTS, "Metastasis", "Recurrence")
    if words:
        return words[0].event
    return None


def _by_intent(events: list[Happening]) -> None:
    """Put neoadjuvant treatments before their operation, adjuvant ones after it."""
    operations = sorted((e for e in events if e.kind == "Surgery"), key=lambda e: e.rank)
    for event in events:
        intents = {fact.qualifiers.intent for fact in event.facts}
        if not operations or event.kind == "Surgery":
            continue
        if "neoadjuvant" in intents:
            later = [o for o in operations if o.rank > event.rank]
            if not later:
                nearest = max(operations, key=lambda o: o.rank)
                event.rank = nearest.rank - 0.4
        elif "adjuvant" in intents:
            earlier = [o for o in operations if o.rank < event.rank]
            if not earlier:
                event.rank = min(operations, key=lambda o: o.rank).rank + 0.4


def _after_their_treatment(story: Story, events: list[Happening]) -> None:
    """Put what a treatment did before the treatments that were listed behind it."""
    for event in events:
        if event.kind not in ("ResponseAssessment", "AdverseEvent") or not event.answers:
            continue
        own = max(event.answers, key=lambda e: e.rank)
        if event.rank < own.rank:
            event.rank = own.rank + 0.3
            continue
        last = max(e.start for e in event.answers)
        next_ = [
            e
            for e in events
            if e.is_treatment
            and e not in event.answers
            and own.rank < e.rank < event.rank
            and e.start > last
            and e.kind == own.kind
        ]
        if next_:
            event.rank = own.rank + 0.3 + _STEP * min(event.start - own.start, 100)


def _together(story: Story, events: list[Happening]) -> None:
    """Give irradiation and the drugs given with it the same rank."""
    for one in events:
        for other in events:
            if one.start < other.start and concurrent(story, one, other):
                other.rank = one.rank


def _ends(events: list[Happening]) -> None:
    """Put the presentation first and the last status last."""
    for event in events:
        if event.kind == "Presentation":
            event.rank = -1e9
        elif event.kind == "Status":
            event.rank = 1e9
