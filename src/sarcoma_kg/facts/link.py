"""Links: to which treatment a response, a toxicity or a necrosis belongs.

The treatment that the text names ("to pazopanib", "under atezolizumab") or counts (`numbered`) is
taken; else the one named last before it in its sentence; else the one told last. Growth while
nothing was given answers none. Source: docs/facts.md, answers.
"""

import re
from collections.abc import Sequence
from itertools import zip_longest

from sarcoma_kg.facts.grouping import concurrent
from sarcoma_kg.facts.naming import Named, named
from sarcoma_kg.facts.numbered import numbered
from sarcoma_kg.facts.story import MEDICAL, Happening, Story, told_before
from sarcoma_kg.kinds import TREATMENTS
from sarcoma_kg.records import Fact

_TO = re.compile(
    r"\W*(?:(?!treat|therap|chang|switch|start|given|replac|dose|doubl|increas|rais|escalat)[\w%-]+\s+){0,6}?"
    r"(?:to|with|under|on|after|despite|during|following|from|by|while\s+on|upon|since|in\s+spite\s+of|through|due\s+to|because\s+of|of)\s+"
    r"(?:[\w.,%/-]+\s+){0,5}?$"
)
_HALT = re.compile(
    r"[.;]|,\s+(?:and|but|which|so|then|he|she|they|it|we)\b|\bbut\b|\band\b|\bwhen\b|\bthe\s+treatment\s+was\b"
)
_CONJUNCTION = re.compile(r"[\s,]*(?:and|or|plus|with|,|/|\+)?[\s,]*(?:the\s+)?")
_OWN_VERB = re.compile(
    r"\s+(?:\w+ly\s+)?(?:caused|brought|gave|led|was|were|had|has|produced|induced|failed|did|followed|made|held|kept|resulted|achieved)\b"
)
_GROWTH = frozenset(["PD"])
_OCCASION = re.compile(
    r"\b(?:at|on|upon|after|following|because\s+of|due\s+to|owing\s+to|for|with)\s+"
    r"(?:(?:the|a|this|further|first|second|renewed|disease|tumou?r|local|distant|radiological|clinical)\s+)*$"
)
_ENDED = re.compile(
    r"\b(?:stopped|discontinued|withdrawn|ended|reduced|interrupted|abandoned|given\s+up|halved|left\s+out|omitted)\b"
)
_REASON = re.compile(
    r"\b(?:because\s+of|due\s+to|owing\s+to|on\s+account\s+of|for)\s+(?:[\w-]+\s+){0,2}$"
)
_OCCASION_OF = re.compile(r"(?:at|on|upon|after|following|because|due|owing|for)\s")


_WHEN = re.compile(r"\b(?:when|as|once|after|because|since)\s+(?:(?!and\b|until\b)[\w-]+\s+){0,5}$")
_MET = re.compile(
    r"\s+(?:was|were)\s+(?:met|treated|managed|countered|answered|followed)\b|\s+(?:prompted|necessitated|led\s+to)\b"
)
_UNDER = re.compile(
    r"\s*(?:despite|in\s+spite\s+of|under|on|during|while\s+on)\s+(?:[\w-]+\s+){0,2}"
)
_TAIL = re.compile(r"\b(?:despite|under|during|on|after|while|with|to)$")
# what a treatment brought with it: "wound infection had followed the excision"
_CAME_OF = re.compile(
    r"\s+(?:had\s+|has\s+)?(?:followed|accompanied|complicated|attended|marred|ended|limited|come\s+with|came\s+with|dated\s+from)\s+(?:(?:the|her|his|this)\s+)?(?:\w+\s+){0,3}?"
)
# "had required a lower dose of regorafenib", "a complication of radiosurgery"
_MADE_FOR = re.compile(
    r"\s+(?:had\s+|has\s+)?(?:required|led\s+to|necessitated|prompted|forced|called\s+for)\s+(?:[\w-]+\s+){0,5}?(?:of|in)\s+(?:the\s+)?"
    r"|,\s+(?:an?|the)\s+(?:\w+\s+)?(?:complication|effect|consequence|sequela)\s+of\s+(?:the\s+)?"
)
# "a partial response when imatinib was started again"
_ON_START = re.compile(r"\s+(?:again\s+)?(?:when|once|as\s+soon\s+as)\s+(?:[\w-]+\s+){0,3}?")
_STARTED = re.compile(
    r"\s+(?:was|were)\s+(?:then\s+)?(?:started|begun|given|added|initiated|substituted|commenced|introduced|instituted|tried|chosen)\b"
    r"|,\s+which\s+(?:came|followed|was\s+(?:given|begun|started|tried))\b"
)
_GIVEN_UP = re.compile(
    r"\s+(?:was|were)\s+(?:then\s+)?(?:replaced|stopped|discontinued|withdrawn|exchanged|given\s+up|abandoned)\b"
)
_REPLACED_BY = re.compile(
    r"\b(?:replaced|changed|switched|exchanged|substituted)\s+(?:by|to|for|with)\s+(?:(?:the|a|an)\s+)?(?:[\w-]+\s+(?:and|plus|with)\s+)?$"
)
# what only an operation does
_SURGICAL = re.compile(
    r"flap|graft|wound|anastomo|prosthe|seroma|lymphocele|stump|leak|dehiscence|surgical\s+site|h(?:a)?ematoma|non-union|chyl"
)


def _occasion(story: Story, begin: int, start: int, end: int) -> bool:
    """Say whether growth is told as what made for the next treatment: "at progression"."""
    return bool(
        _OCCASION.search(story.low, max(begin, start - 40), start)
        or _OCCASION_OF.match(story.low, start, end)
        or _WHEN.search(story.low, max(begin, start - 40), start)
        or _MET.match(story.low, end)
    )


def answered(  # noqa: PLR0911 - one guard a line
    story: Story, events: Sequence[Happening], fact: Fact
) -> tuple[Happening, ...]:
    """Give the treatments that a response or an adverse event answers; none where none is told."""
    start, end = fact.evidence.start, fact.evidence.end
    harm = fact.kind == "adverse-event"
    kinds = TREATMENTS if harm or fact.value == "CR" else MEDICAL
    begin, stop = story.sentence(start)
    if fact.kind == "treatment-necrosis" or fact.evidence.quote.lower().find("necros") >= 0:
        kinds = MEDICAL
    counted = numbered(story, events, fact)
    if counted is not None:
        return (counted,)
    if harm and _SURGICAL.search(fact.value):
        kinds = ("Surgery",)
    here = [n for n in named(story, events, begin, stop, *kinds) if not story.dates(n.start)]
    here = _without_adjuncts(story, here)
    inside = [n for n in here if start <= n.start < end and not n.plain]
    if inside:
        return _several(story, inside, inside[-1])
    behind = _named_behind(story, [n for n in here if n.start >= end], fact)
    if behind:
        return behind
    before = [n for n in here if n.end <= start]
    started = bool(before) and (
        _STARTED.match(story.low, before[-1].end) is not None
        or _REPLACED_BY.search(story.low, begin, before[-1].start) is not None
    )
    occasion = (
        _REASON.search(story.low, begin, start) is not None
        and _ENDED.search(story.low, before[-1].end, start) is None
        if harm and before
        else fact.value in _GROWTH and _occasion(story, begin, start, end)
    )
    if started and occasion:
        # "eribulin was started on progression", "replaced by eribulin because of it"
        events = [event for event in events if event is not before[-1].event]
        before = before[:-1]
    if fact.value in _GROWTH and _untreated(story, events, fact, before):
        return ()
    if before:
        last = before[-1]
        # a class word ("treatment") tells less than the name before it
        names = [n for n in before if not n.plain]
        if names and last.plain and last.event.kind not in ("Surgery",):
            last = names[-1] if names[-1].event.kind == last.event.kind else last
        return _several(story, before, last)
    listed = _listed(story, events, start)
    if listed:
        return listed
    return _told_last(story, events, fact, kinds)


_ADJUNCT = re.compile(
    r"\b(?:after|before|following|since)\s+(?:the|this|that|her|his)\s+(?:(?:first|second|third|left|right)\s+)*$"
)
_IS_THE = re.compile(
    r"\b(?:was|is|were|being|as)\s+(?:the\s+|a\s+|her\s+|his\s+)?(?:[\w-]+\s+){0,2}$"
)


def _without_adjuncts(story: Story, here: list[Named]) -> list[Named]:
    """Leave out class words that only say when, or what a name is: "was given after surgery"."""
    kept: list[Named] = []
    for each, after in zip_longest(here, here[1:]):
        ahead = max(story.sentence(each.start)[0], each.start - 40)
        names = [n for n in kept if not n.plain and n.event.kind != "Surgery"]
        if _IN_PLACE_OF.search(story.low, ahead, each.start):
            continue
        if (
            each.plain
            and after
            and not after.plain
            and _WITH.fullmatch(story.low, each.end, after.start)
        ):
            continue  # "the treatment with paclitaxel"
        said = names and each.plain
        surgical = each.event.kind == "Surgery"
        if names and surgical and _ADJUNCT.search(story.low, ahead, each.start):
            continue
        if (
            said
            and each.event is not names[-1].event
            and _IS_THE.search(story.low, max(ahead, names[-1].end), each.start)
        ):
            continue
        kept.append(each)
    return kept


_IN_PLACE_OF = re.compile(
    r"\b(?:in\s+place\s+of|instead\s+of|in\s+lieu\s+of|replacing)\s+(?:the\s+)?(?:[\w-]+\s+(?:and|plus)\s+)?$"
)
_WITH = re.compile(r"\s+(?:with|of|by)\s+(?:the\s+)?")


_RESPECTIVELY = re.compile(r"\brespectively\b|\bin\s+(?:this|that|the\s+same)\s+order\b")


def respective(
    story: Story, events: Sequence[Happening], effects: Sequence[Happening]
) -> dict[int, Happening]:
    """Give the treatment of each effect (by identity) that a sentence lists "respectively"."""
    found: dict[int, Happening] = {}
    for begin, stop in story.sentences:
        if not _RESPECTIVELY.search(story.low, begin, stop):
            continue
        listed = [event for event in effects if begin <= event.start < stop]
        given = [event for event in told_before(events, stop) if event.is_treatment]
        last = {story.number(event.start) for event in given[-1:]}
        given = [event for event in given if story.number(event.start) in last]
        if len(listed) == len(given):
            found |= {id(one): other for one, other in zip(listed, given, strict=True)}
    return found


def _named_behind(story: Story, after: list[Named], fact: Fact) -> tuple[Happening, ...]:
    """Give the treatment that the words behind a fact name as its cause: "to pazopanib"."""
    start, end = fact.evidence.start, fact.evidence.end
    words = _TAIL.search(story.low, start, end)
    tail = words.start() if words else end  # "grew despite" ends in the word that links
    if fact.value in _GROWTH and _occasion(story, story.sentence(start)[0], start, end):
        gone = [n for n in after if _GIVEN_UP.match(story.low, n.end)]
        if gone:  # "when it grew, ifosfamide was replaced"
            return (gone[0].event,)
        # "at progression she was rechallenged with …": what follows came of it
        after = [n for n in after if _UNDER.fullmatch(story.low, tail, n.start)][:1]
    for each in after[:1]:
        between = story.low[tail : each.start]
        if _TO.fullmatch(between) and not _HALT.search(between):
            return _several(story, [n for n in after if not n.plain or n is each], each)
        if fact.kind == "adverse-event" and (
            _CAME_OF.fullmatch(story.low, end, each.start)
            or _MADE_FOR.fullmatch(story.low, end, each.start)
        ):
            return _several(story, after, each)
        if fact.value not in _GROWTH and _ON_START.fullmatch(story.low, end, each.start):
            return _several(story, after, each)
    return ()


def _several(story: Story, words: Sequence[Named], chosen: Named) -> tuple[Happening, ...]:
    """Give the event chosen, with those that are named in one list with it, or at one time."""
    found = {id(chosen.event): chosen.event}
    ordered = sorted(words, key=lambda n: n.start)
    at = ordered.index(chosen)
    for one, other in zip(reversed(ordered[:at]), reversed(ordered[1 : at + 1]), strict=True):
        if one.plain or not _CONJUNCTION.fullmatch(story.low[one.end : other.start]):
            break
        found.setdefault(id(one.event), one.event)
    for one, other in zip(ordered[at:], ordered[at + 1 :], strict=False):
        between = story.low[one.end : other.start]
        if other.plain or not _CONJUNCTION.fullmatch(between):
            break
        if "," in between and _OWN_VERB.match(story.low, other.end):
            break  # "to sunitinib, and regorafenib caused …"
        found.setdefault(id(other.event), other.event)
    return tuple(found.values())


def _untreated(
    story: Story, events: Sequence[Happening], fact: Fact, before: Sequence[Named]
) -> bool:
    """Say whether a tumour grew while nothing was given; `before`: the treatments named ahead."""
    start, end = fact.evidence.start, fact.evidence.end
    begin, stop = story.sentence(start)
    # what was stopped and then given again is no reason
    given = max((n.end for n in before if not n.plain), default=begin)
    for cue in story.cues("untreated", min(given, start), stop):
        ended = _LAST.match(story.low, cue.start) is not None and not before
        if ended or cue.end <= start:
            # "was stopped because of growth": it grew under it
            return not _BECAUSE.match(story.low, cue.end, end)
    treatments = [h for h in told_before(events, start) if h.is_treatment]
    if not treatments:
        return True
    last = treatments[-1]
    if last.kind != "Surgery" and _stopped(story, last.end, begin):
        return True
    return last.values("other-treatment") == {"observation"} or last.kind == "Surgery"


_LAST = re.compile(r"(?:after|since|following|from)\b")
_BECAUSE = re.compile(
    r"\s*(?:\w+\s+){0,2}?(?:because\s+of|for|owing\s+to|due\s+to|on\s+account\s+of|after|at|upon|when)\b"
)


def _stopped(story: Story, start: int, end: int) -> bool:
    """Say whether a treatment was stopped in the sentences between two places, for good."""
    cues = story.cues("untreated", start, end)
    return bool(cues) and not (
        story.says("again", cues[-1].end, end) or story.says("resumed", cues[-1].end, end)
    )


def _listed(story: Story, events: Sequence[Happening], start: int) -> tuple[Happening, ...]:
    """Give the treatments that "both were stopped because of progression" speaks of."""
    begin, _ = story.clause(start)
    told = [h for h in told_before(events, start) if h.is_treatment]
    if story.says("two", begin, start):
        return tuple(told[-2:])
    if story.says("all", begin, start) and told:
        last = story.number(told[-1].start)
        return tuple(h for h in told if story.number(h.start) == last)
    return ()


def _told_last(
    story: Story, events: Sequence[Happening], fact: Fact, kinds: Sequence[str]
) -> tuple[Happening, ...]:
    """Give the treatment told last before, with one that was given at the same time."""
    told = [h for h in told_before(events, fact.evidence.start) if h.is_treatment]
    if not told:
        return ()
    spoken_of = _spoken_of(story, events, fact.evidence.start, kinds)
    if spoken_of is not None and spoken_of is not told[-1]:
        return (spoken_of,)
    fitting = [h for h in told if h.kind in kinds]
    last = fitting[-1] if fitting else None
    if last is None or _given_up(story, told[-1], last, fact):
        return ()
    beside = [h for h in told if h is not last and concurrent(story, h, last)]
    return (*beside, last)


def _spoken_of(
    story: Story, events: Sequence[Happening], place: int, kinds: Sequence[str]
) -> Happening | None:
    """Give the treatment that the sentence before a place names last, though told long before."""
    number = story.number(place)
    if not number:
        return None
    begin, stop = story.sentences[number - 1]
    here = [
        n
        for n in named(story, events, begin, stop, *kinds)
        if not n.plain and not story.dates(n.start)
    ]
    return here[-1].event if here else None


def _given_up(story: Story, newest: Happening, last: Happening, fact: Fact) -> bool:
    """Say whether an operation stands between a treatment and what is told of the tumour."""
    if newest is last or newest.kind != "Surgery":
        return False
    if fact.kind == "adverse-event":
        return False
    # necrosis in the specimen is of what was given before the operation
    return (
        "necro" not in fact.evidence.quote.lower()
        and fact.kind != "treatment-necrosis"
        and (fact.value in _GROWTH or story.number(newest.start) > story.number(last.start))
    )
