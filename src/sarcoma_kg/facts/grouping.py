"""Grouping: which facts of a case are one event.

Drugs given together, all that is done in one sitting in theatre, metastases found at one time are
one event each; what is told one after the other is several.
Source: docs/facts.md, "What is one event".
"""

import re

from sarcoma_kg.facts.story import Happening, Story, class_of, joined
from sarcoma_kg.records import Fact

_REPAIR = re.compile(
    r"anastomos|reconstruct|flap|graft|repair|replacement|prosthe|fixation|osteosynth|closure|mesh|lavage|drain"
    r"|lymphadenectomy|node|omentectomy|appendectomy|oophorectomy|debridement|stent"
)
_ACCESS = re.compile(r"otomy$|laparoscop|thoracoscop|explorat|approach")
#: Operations that open the way, repair or sample: a margin cannot lie on them.
MINOR = re.compile(
    r"anastomos|reconstruct|\bflap|graft|repair|laparotom|thoracotom|cervicotom|craniotom|celiotom"
    r"|sternotom|biops|aspirat|shunt|replacement|fixation|explorat|drainage|osteosynth|prosthe"
    r"|lavage|debridement|laminectom|decompress"
)
_LATER = re.compile(
    r"\b(?:later|thereafter|subsequent(?:ly)?|delayed|second-?stage|staged|re-?(?:operat|excis|resect|explor)\w*"
    r"|(?:days?|weeks?|months?|years?)\s+(?:later|after|afterwards|following|apart)|in\s+(?:19|20)\d\d|after\s+(?:\w+\s+){1,2}(?:days|weeks|months|years))\b"
)
_NEXT_SITTING = re.compile(
    r"\b(?:then|followed\s+by|second|third|another|further|completion|re-?(?:excis|resect|operat|explor|amputat)\w*)\b"
)
_RE = re.compile(r"\bre-?(?:excis|resect)")
_ANOTHER = re.compile(r"re-excision|mohs")
_THEN = re.compile(r"\b(?:then|next|subsequently|afterwards)\b")
_WITH_IT = re.compile(
    r"\s+(?:with|and(?=\s+bilateral))\s+(?:(?:bilateral|left|right|both|partial|total)\s+)*"
)
# "oophorectomy was performed in a second operation three weeks later"
_LATER_BEHIND = re.compile(
    r"\s+(?:(?!and\b)[\w-]+\s+){0,8}?(?:days?|weeks?|months?|years?)\s+(?:later|afterwards|thereafter)\b"
)
_SAME_SITTING = re.compile(
    r"\b(?:same\s+(?:operation|session|sitting|procedure|time|anaesthe\w+|anesthe\w+|stage)|simultaneous\w*|concomitant\w*|at\s+once|one[\s-]stage|single[\s-]stage)\b"
)
_TOGETHER = re.compile(r"\b(?:together|along|en[\s-]bloc)\s+with\s+(?:[\w-]+\s+){0,3}$")
_KINASE = re.compile(r"\w{3,}nib\b")
_WITH = re.compile(r"\s*(?:with|plus|\+|/)\s*")
_NOW_WITH = re.compile(r"\b(?:now|this\s+time|again)\s+with\s+$")
# "doxorubicin was added to everolimus", "sirolimus was resumed, anastrozole being added"
_ADDED = re.compile(r"\s+(?:was|were|being)\s+added\s+to\s+(?:the\s+)?")
_BEING_ADDED = re.compile(r"(?:\s+(?:and|with)\s+[\w-]+)?\s+(?:being\s+)?added\b")
# "A, B and C failed": one after the other
_FAILED = re.compile(
    r"(?:\s*,\s*[\w-]+)*\s*,?\s*and\s+[\w-]+\s+(?:had\s+)?(?:all\s+|each\s+)?(?:failed|were\s+(?:ineffective|unsuccessful|of\s+no\s+(?:benefit|avail)))\b"
)
# "despite pazopanib, a course of trabectedin"
_NEW_ACT = re.compile(r",\s+an?\s")
_HALT = re.compile(r"[.;]\s|\n")


def same(story: Story, event: Happening, fact: Fact, told: list[Happening]) -> bool:  # noqa: PLR0911 - one guard a line
    """Say whether a fact is one more part of an event that is told before it."""
    kind = class_of(fact)
    if kind != event.kind:
        return False
    if kind in ("Presentation", "Status"):
        return True
    if any(_overlap(fact, other) for other in event.facts) and kind != "ResponseAssessment":
        return True
    if kind == "SystemicTherapy":
        return event is _last(told, "SystemicTherapy") and _given_together(story, event, fact, told)
    if kind == "Surgery":
        return event is _last(told, "Surgery") and _one_sitting(story, event, fact, told)
    if kind == "Metastasis":
        return event is _last(told, "Metastasis") and _found_together(story, event, fact, told)
    if kind == "Procedure":
        return fact.value in event.values() and not _between(event, fact, told)
    return False


def _overlap(fact: Fact, other: Fact) -> bool:
    one, two = fact.evidence, other.evidence
    return one.start < two.end and two.start < one.end


def _last(told: list[Happening], kind: str) -> Happening | None:
    return next((h for h in reversed(told) if h.kind == kind), None)


def _between(event: Happening, fact: Fact, told: list[Happening], *kinds: str) -> list[Happening]:
    """Give what is told between an event and a fact (of these classes, or any)."""
    return [
        h
        for h in told
        if h is not event
        and event.end <= h.start < fact.evidence.start
        and (not kinds or h.kind in kinds)
    ]


def _given_together(story: Story, event: Happening, fact: Fact, told: list[Happening]) -> bool:  # noqa: PLR0911 - one guard a line
    start, end = event.end, fact.evidence.start
    sentence = story.sentence(fact.evidence.start)
    if start < sentence[0] or fact.value.casefold() in event.values(fact.kind):
        return False
    words = story.low[start:end]
    listed = story.low[sentence[0] : sentence[1]]
    if "," in listed[: fact.evidence.end - sentence[0]] and _FAILED.match(
        story.low, event.start + len(event.facts[0].evidence.quote), sentence[1]
    ):
        return False
    if story.says("alternating", start, end) or _ADDED.fullmatch(words):
        return True
    if _BEING_ADDED.match(story.low, fact.evidence.end) and not _HALT.search(words):
        return True
    if _HALT.search(words) or _NEW_ACT.search(words):
        return False
    if story.says("together", start, end) or _NOW_WITH.search(words):
        return True
    if story.says("sequence", start, end):
        return False
    if story.says("inturn", story.clause(event.start)[0], sentence[1]):
        return _WITH.fullmatch(words) is not None  # "A, B and C with D in turn"
    if _KINASE.search(story.low[event.start : event.end]) and _KINASE.fullmatch(fact.value):
        return False  # kinase inhibitors are given one after the other
    if _between(event, fact, told, "ResponseAssessment", "AdverseEvent", "Recurrence"):
        return False
    if fact.kind == "chemotherapy" or any(f.kind == "chemotherapy" for f in event.facts):
        return joined(words)
    return joined(words) or ("(" in words and not re.search(r"\b(?:was|were|with\s+a)\b", words))


def _one_sitting(story: Story, event: Happening, fact: Fact, told: list[Happening]) -> bool:  # noqa: PLR0911 - one guard a line
    start, end = event.end, fact.evidence.start
    words = story.low[start:end]
    clause = story.clause(fact.evidence.start, fact.evidence.end)
    around = story.low[max(start, clause[0]) : clause[1]]
    if _WITH_IT.fullmatch(words):
        return True  # "six years after hysterectomy with oophorectomy"
    dated = story.dates(event.start) or story.dates(fact.evidence.start)
    if dated or _LATER_BEHIND.match(story.low, fact.evidence.end, clause[1]):
        return False  # "two years after amputation they were removed"
    if _SAME_SITTING.search(story.low[max(start, story.sentence(end)[0]) : clause[1]]):
        return True
    if _TOGETHER.search(words) and not _HALT.search(words):
        return True
    if _between(event, fact, told, "Recurrence", "Metastasis", "SystemicTherapy", "Radiotherapy"):
        return False
    if fact.value in event.values() and not re.search(r"metastasectomy", fact.value):
        return False
    if _RE.search(fact.evidence.quote.lower()) and not any(
        _RE.search(f.evidence.quote.lower()) for f in event.facts
    ):
        return False  # what is excised again was excised at another time
    here = story.sentence(fact.evidence.start)[0] <= start
    if _LATER.search(words) or (_LATER.search(around) and not here):
        return False
    if _REPAIR.search(fact.value):
        return True
    if _NEXT_SITTING.search(words[-45:]):
        return False
    access = all(_ACCESS.search(value) for value in event.values("surgery"))
    if here or access:
        return True
    if _ANOTHER.search(fact.value) or _THEN.search(around):
        return False
    return story.number(end) - story.number(start) <= _FAR and not _between(event, fact, told)


_FAR = 12  # sentences in which one operation may be told at length


def _found_together(story: Story, event: Happening, fact: Fact, told: list[Happening]) -> bool:
    if _between(event, fact, told):
        return False
    words = story.low[event.end : fact.evidence.start]
    own = story.low[fact.evidence.end : story.clause(fact.evidence.start, fact.evidence.end)[1]]
    if _LATER.search(words) or story.says("sequence", event.end, fact.evidence.start):
        return False
    return not re.match(
        r"\s*(?:\w+\s+){0,4}?(?:\w+\s+)?(?:days?|weeks?|months?|years?)\s+(?:after|later|following)",
        own,
    ) or not _timed(story, event)


def _timed(story: Story, event: Happening) -> bool:
    clause = story.clause(event.start, event.end)
    return (
        re.search(r"\b(?:weeks?|months?|years?)\b", story.low[event.start : clause[1]]) is not None
    )


def concurrent(story: Story, one: Happening, other: Happening) -> bool:
    """Say whether irradiation and drugs were given at one time: "together with ifosfamide"."""
    kinds = {one.kind, other.kind}
    if kinds != {"Radiotherapy", "SystemicTherapy"}:
        return False
    first, second = sorted((one, other), key=lambda h: h.start)
    if story.number(first.start) != story.number(second.start):
        return False
    if first.start < second.end and second.start < first.end:
        return True
    between = story.low[first.end : second.start]
    if story.says("sequence", first.end, second.start) or _HALT.search(between):
        return False
    end = story.clause(second.start, second.end)[1]
    return story.says("together", first.end, end) or bool(
        re.search(r"\bwith\b", between) and joined(re.sub(r"\bof\s+\d.*?gy\b", "", between))
    )
