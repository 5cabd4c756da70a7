"""Margin links: on which operation a margin lies: the removal, never the way in or a repair."""

import re
from collections.abc import Sequence

from sarcoma_kg.facts.grouping import MINOR
from sarcoma_kg.facts.naming import ORDINALS, Named, named
from sarcoma_kg.facts.story import Happening, Story, told_before
from sarcoma_kg.records import Fact


def operation(story: Story, events: Sequence[Happening], fact: Fact) -> Happening | None:
    """Give the operation whose margin a fact tells: the removal, never the way in or a repair."""
    start, end = fact.evidence.start, fact.evidence.end
    removals = [
        event
        for event in events
        if event.kind == "Surgery" and any(not MINOR.search(v) for v in event.values("surgery"))
    ]
    if not removals:
        return None
    begin, stop = story.sentence(start)
    counted = _COUNTED.match(story.low, end, stop)
    if counted:
        number = ORDINALS[counted["ordinal"]]
        return (
            sorted(removals, key=lambda event: (event.rank, event.start))[number : number + 1][0]
            if number < len(removals)
            else None
        )
    clause = story.clause(start, end)
    for low, high in (clause, (begin, stop)):
        here = [
            n
            for n in named(story, removals, low, high, "Surgery")
            if not _edge(story, n) and not story.dates(n.start)
        ]
        inside = [n for n in here if start <= n.start < end]
        inside = inside or [
            n for n in here if n.start >= end and _AT.fullmatch(story.low, end, n.start)
        ]
        before = [n for n in here if n.start <= start]
        if inside or before:
            return (inside or before)[-1].event
        if here and story.number(here[0].start) == story.number(start) and low == begin:
            return here[0].event
    told = [event for event in removals if event.start <= start]
    if not told:
        near = [event for event in removals if story.number(event.start) == story.number(start)]
        return min(near, key=lambda event: event.start, default=None)
    last = max(told, key=lambda event: event.start)
    return None if _has_another(story, last, fact) else last


# "positive at the first operation and negative at the second"
_COUNTED = re.compile(
    r"\s+(?:at|after|in|on|of|with|following)\s+the\s+(?P<ordinal>first|second|third|fourth|fifth)\b(?!\s+(?!operation|excision|resection|procedure|surgery|one\b|re-)\w)"
)


_BOTH = re.compile(
    r"\bboth\s+(?:times|occasions|operations|resections|excisions|specimens)\b|\b(?:each\s+time|on\s+each\s+occasion|at\s+each\s+operation)\b"
)


def also(
    story: Story, events: Sequence[Happening], fact: Fact, chosen: Happening
) -> Happening | None:
    """Give the operation before, where a margin is that of both: "both times the margins …"."""
    if not _BOTH.search(story.low, *story.sentence(fact.evidence.start)):
        return None
    told = told_before(events, chosen.start)
    return next((h for h in reversed(told) if h.kind == "Surgery"), None)


# "they were positive again at re-excision"
_AT = re.compile(r"\s+(?:again\s+)?(?:at|on|after)\s+(?:(?:the|this|that)\s+)?")


def _has_another(story: Story, operation: Happening, fact: Fact) -> bool:
    """Say whether another sentence tells of another margin of an operation than a fact does."""
    return any(
        each.kind == "margin"
        and each.value != fact.value
        and story.number(each.evidence.start) != story.number(fact.evidence.start)
        for each in operation.facts
    )


def _edge(story: Story, word: Named) -> bool:
    """Say whether "resection" is but a part of "resection margins"."""
    return (
        word.plain
        and re.match(r"\s*(?:margins?|edges?|lines?|planes?|limits?)", story.low[word.end :])
        is not None
    )
