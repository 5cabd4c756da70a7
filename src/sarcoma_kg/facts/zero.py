"""Zero: from which event of the course a time is counted.

"Ten months after the second resection" names it; "six months later" counts from what is told
straight before; a bare "at 11 months" from nothing that is told. Source: docs/facts.md, since.
"""

import re
from collections.abc import Sequence

from sarcoma_kg.facts.naming import last_treatment, named
from sarcoma_kg.facts.story import Happening, Story, told_before
from sarcoma_kg.kinds import TREATMENTS
from sarcoma_kg.records import Fact

_FROM = re.compile(
    r"[\s,]*(?:(?:having|have|had|has)\s+(?:passed|elapsed)\s+|counted\s+)?(?:\w+\s+)?(?:after|since|from|following|of|post|beyond|out\s+from)\b[\s-]*"
    r"(?P<what>[^.;:]{0,110})"
)
# "from the second embolization it took 14 months"
_FROM_BEFORE = re.compile(
    r"\b(?:from|since|after)\s+(?P<what>[^.;:,]{0,80}?),?\s+(?:it\s+took|(?:had\s+)?passed|elapsed|there\s+(?:were|was))\s+(?:another\s+|only\s+|about\s+)?$"
)
_INSIDE = re.compile(r"\b(?:after|since|from|following|post)\b\s*(?P<what>.*)$", re.DOTALL)
_STOP = re.compile(
    r",|\bshe\b|\bhe\b|\bthe\s+patient\b|\bwith\s+no\b|\b(?:was|were|is|had)\s+(?!been\b|started|begun|stopped|found|given|initiated|diagnosed|detected|completed|discontinued)|\band\s+(?:is|was|had|has|with)\b|\bwithout\b"
)
_DIAGNOSIS = re.compile(
    r"\b(?:(?:initial|first|original|primary|histolog\w+)\s+)?(?:diagnos\w+|presentation|admission|onset|first\s+(?:visit|symptoms?|seen))\b"
)
_LATER = re.compile(
    r"\s*(?:later|afterwards|thereafter|subsequently|on\b|of\s+(?:treatment|therapy)|into)"
)
_AFTER_TIME = re.compile(
    r"\b(?:after|following|within|over)\s+(?:another\s+|a\s+further\s+|about\s+|only\s+|some\s+|approximately\s+)?$"
)
_AT = re.compile(r"\b(?:at|for|in|of|past|last|the)\s+(?:the\s+)?$")
_OF = re.compile(r"\s+(?:of|with)\s+(?:the\s+)?")
_KINDS = {
    "surgery": ("Surgery",),
    "metastasis": ("Metastasis",),
    "recurrence": ("Recurrence",),
    "treatment": TREATMENTS,
}
_PHRASE = 75  # characters
_ZEROS = (*TREATMENTS, "Metastasis", "Recurrence")


def zero(
    story: Story, events: Sequence[Happening], fact: Fact, own: Happening
) -> tuple[Happening, ...] | None:
    """Give the events that a time is counted from; an empty tuple is the presentation.

    Nothing where the text does not tell.
    """
    others = [event for event in events if event is not own]
    what = _what(story, fact)
    if what is not None:
        if _IT.fullmatch(story.low, *what):
            return _told_last(others, fact, own)
        if _PROGRESSION.match(story.low, *what):
            return _last_growth(others, fact)
        found = _named(story, others, fact, what)
        if found is not None:
            return found
    if fact.since in ("diagnosis", "presentation"):
        return ()
    if fact.since in _KINDS:
        return _of_kind(others, fact, own)
    return _straight_before(story, others, fact, own)


def _what(story: Story, fact: Fact) -> tuple[int, int] | None:
    """Give the words behind "after" that say what a time is counted from."""
    start, end = fact.evidence.start, fact.evidence.end
    stop = story.sentence(start)[1]
    inside = _INSIDE.search(story.low, start, end)
    behind = _FROM.match(story.low, end, stop)
    before = _FROM_BEFORE.search(story.low, story.sentence(start)[0], start)
    if before and not behind:
        return before.span("what")
    if inside and not behind:
        words = (inside.start("what"), min(stop, end + 40))
    elif behind:
        words = behind.span("what")
    else:
        return None
    cut = _STOP.search(story.low, words[0], words[1])
    return (words[0], cut.start() if cut else words[1])


_PROGRESSION = re.compile(
    r"\s*(?:(?:this|the|that|her|his|its|second|last)\s+)*(?:disease\s+|tumou?r\s+)?(?:progression|growth)\b"
)


def _last_growth(events: Sequence[Happening], fact: Fact) -> tuple[Happening, ...] | None:
    """Give the growth told last before a time: "five months after this progression"."""
    grown = [
        event
        for event in told_before(events, fact.evidence.start)
        if event.kind == "ResponseAssessment" and "pd" in event.values("response")
    ]
    return (grown[-1],) if grown else None


def _named(
    story: Story, events: Sequence[Happening], fact: Fact, what: tuple[int, int]
) -> tuple[Happening, ...] | None:
    start = fact.evidence.start
    told = [n for n in named(story, events, *what, *_ZEROS) if n.start - what[0] < _PHRASE]
    first = _DIAGNOSIS.search(story.low, *what)
    if told:
        # "the diagnosis of lung metastases" is the metastases
        if (
            first
            and told[0].start > first.end()
            and not re.search(r"\bof\s", story.low[first.end() : told[0].start])
        ):
            return ()
        chosen = told[0]
        # "the last dose of doxorubicin": the name says which
        if chosen.plain and len(told) > 1 and _OF.fullmatch(story.low[chosen.end : told[1].start]):
            chosen = told[1]
        if chosen.event.start > start and chosen.plain and len(told) > 1:
            chosen = told[1]
        return (chosen.event,)
    return () if first else None


def _of_kind(
    events: Sequence[Happening], fact: Fact, own: Happening
) -> tuple[Happening, ...] | None:
    """Give the last event of the kind that `since` names, told before the time."""
    kinds = _KINDS[fact.since or ""]
    mine = [event for event in events if event.kind in kinds and event.rank <= own.rank]
    told = [event for event in mine if event.start < fact.evidence.start] or mine
    if not told:
        return None
    if fact.since == "treatment":
        last = last_treatment(told, fact.evidence.start)
        return (last or told[-1],)
    return (max(told, key=lambda event: event.start),)


def _straight_before(
    story: Story, events: Sequence[Happening], fact: Fact, own: Happening
) -> tuple[Happening, ...] | None:
    """Give what "six months later" counts from: the event told last before it."""
    start, end = fact.evidence.start, fact.evidence.end
    begin = story.sentence(start)[0]
    quote = story.low[start:end]
    before = story.low[max(begin, start - 30) : start]
    later = _LATER.match(story.low, end) or quote.endswith(("later", "afterwards", "thereafter"))
    after = _AFTER_TIME.search(before) or quote.startswith(("after ", "following "))
    if not (later or after) or (_AT.search(before) and not later):
        return None
    return _told_last(events, fact, own)


_IT = re.compile(r"\s*(?:it|this|that|them|these)\s*")


def _told_last(
    events: Sequence[Happening], fact: Fact, own: Happening
) -> tuple[Happening, ...] | None:
    """Give the event told last before a time; of what a treatment did, the treatment."""
    told = [
        h
        for h in told_before(events, fact.evidence.start)
        if h.kind not in ("Status", "Presentation", "Procedure") and h is not own
    ]
    if not told:
        return None
    last = told[-1]
    if last.kind in ("ResponseAssessment", "AdverseEvent") and last.answers:
        return last.answers
    return (last,)
