"""Naming: which event of the course a word means, as "pazopanib", "the second excision", "it".

A name means the last event of that name told up to there; an ordinal counts the events of a
class; a class word ("the operation", "chemotherapy") the last of its class.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sarcoma_kg.facts.grouping import MINOR
from sarcoma_kg.facts.story import SYSTEMIC, Happening, Story, told_before
from sarcoma_kg.kinds import TREATMENTS

_CLASS_WORDS = (
    ("Surgery", re.compile(
        r"\b(?:re-?)?(?:operations?|operated|surgery|surgical\s+(?:treatment|procedure|removal)|resections?|resected|excisions?|excised"
        r"|removal|removed|cytoreduction|debulking|post-?\s?operati\w+|procedure)\b"
    )),
    ("Radiotherapy", re.compile(
        r"\b(?:irradiation|irradiated|radiation(?:\s+therapy)?|radiotherapy|brachytherapy|sbrt|rt)\b"
    )),
    ("SystemicTherapy", re.compile(
        r"\b(?:chemotherap\w+|systemic\s+(?:therapy|treatment)|cytotoxic\w*|targeted\s+therapy"
        r"|chemo)\b"
    )),
    ("Metastasis", re.compile(
        r"\b(?:their\s+(?:discovery|detection|appearance)|metasta\w+|secondar(?:y|ies)"
        r"|dissemination|spread)\b"
    )),
    ("Recurrence", re.compile(r"\b(?:recurren\w+|relaps\w+|recurred)\b")),
    ("Ablation", re.compile(r"\b(?:ablation|ablated)\b")),
)  # fmt: skip
#: "Treatment" means the last one told that is no operation, else the operation.
_TREATMENT = re.compile(
    r"\b(?:resumption|re-?start|stop|cessation|re-?introduction|re-?challenge|withdrawal|discontinuation|treatments?|therapy|therapies|drugs?|medication|regimen|agents?|(?:first|last|\w+th)\s+dose|cycles?|courses?"
    r"|infusions?|injections?|(?:it|this|these|they)\s+(?:was|were|had|has|have)\s+(?:been\s+)?(?:started|begun|stopped|given|initiated|commenced|completed|discontinued|taken))\b"
)
# words for drugs that their names end in
_OF_KIND = (
    (
        re.compile(r"\b(?:immunotherapy|antibod(?:y|ies)|checkpoint\s+(?:inhibitors?|blockade))\b"),
        "mab",
    ),
    (re.compile(r"\b(?:(?:tyrosine\s+)?kinase\s+inhibitors?|inhibitors?)\b"), "nib"),
)
_COMBINATION = re.compile(r"\b(?:combination|combined\s+treatment)\b")
_DOSE = re.compile(r"dose|cycle|infusion|injection|drug|medication|regimen|agent")
_ORDINAL = re.compile(
    r"\b(first|initial|primary|second|third|fourth|fifth|last|latest)\s+(?:[\w-]+\s+)?$"
)
# "the first dose of imatinib", "imatinib had first been given"
_FIRST = re.compile(
    r"\bfirst\s+(?:dose|cycle|course|infusion|injection|administration|treatment|period|spell)\s+(?:of|with|on)\s+(?:the\s+)?$"
)
_FIRST_BEHIND = re.compile(r"\S+\s+(?:had\s+|was\s+)first\s+(?:been\s+)?\w+")
#: What an ordinal counts from nought.
ORDINALS = {
    "first": 0,
    "initial": 0,
    "primary": 0,
    "second": 1,
    "third": 2,
    "fourth": 3,
    "fifth": 4,
}
_YEAR = re.compile(r"\w\s+(?:of|in|from)\s+((?:19|20)\d\d)\b")
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Named:
    """Words of the text that mean an event; `plain` where it is a class word, not a name."""

    start: int
    end: int
    event: Happening
    plain: bool


def _names(event: Happening) -> set[str]:
    """Give the names of an event in lower case: values, quotes, the last words of operations."""
    kinds = (*SYSTEMIC, "surgery", "radiotherapy", "ablation", "other-treatment", "metastasis")
    found = set()
    for fact in event.facts:
        if fact.kind not in kinds or fact.value == "any":
            continue
        said = {fact.value.lower(), " ".join(fact.evidence.quote.lower().split())}
        if fact.kind in ("surgery", "other-treatment"):
            said |= {name.split()[-1] for name in said if name} - _NO_NAMES
        if fact.kind == "metastasis":
            said = {f"{name} metast" for name in said} | {f"{fact.value.lower()} metast"}
        found |= said
    return {name for name in found if len(name) >= _SHORTEST and name not in _TOO_PLAIN}


_NO_NAMES = frozenset(
    ["years", "months", "first", "initially", "until", "only", "observed", "care"]
)
_TOO_PLAIN = frozenset(
    ["chemotherapy", "radiotherapy", "surgery", "therapy", "treatment", "adjuvant therapy", "given"]
)


def named(
    story: Story, events: Sequence[Happening], start: int, end: int, *kinds: str
) -> list[Named]:
    """Give the words in a stretch that mean events (of these classes), in text order.

    A name is preferred to a class word at the same place, a longer one to a shorter.
    """
    kinds = kinds or TREATMENTS
    mine = [event for event in events if event.kind in kinds]
    return _best(
        [*_by_name(story, mine, start, end), *_by_class(story, events, (start, end), kinds)]
    )


def _by_name(story: Story, events: Sequence[Happening], start: int, end: int) -> Iterator[Named]:
    names: dict[str, list[Happening]] = {}
    for event in events:
        for name in _names(event):
            names.setdefault(name, []).append(event)
    for name, owners in names.items():
        for match in re.finditer(rf"(?<!\w){re.escape(name)}", story.low[start:end]):
            place = start + match.start()
            if meant := _meant(story, owners, place):
                yield Named(place, start + match.end(), meant, plain=False)


def _by_class(
    story: Story, events: Sequence[Happening], span: tuple[int, int], kinds: Sequence[str]
) -> Iterator[Named]:
    for kind, words in _CLASS_WORDS:
        if kind in kinds:
            same = [event for event in events if event.kind == kind]
            for match in words.finditer(story.low, *span):
                if meant := _meant(story, same, match.start()):
                    yield Named(*match.span(), meant, plain=True)
    for words, ending in _OF_KIND:
        alike = [e for e in events if any(v.endswith(ending) for v in e.values(*SYSTEMIC))]
        for match in words.finditer(story.low, *span):
            if alike and (meant := _meant(story, alike, match.start())):
                yield Named(*match.span(), meant, plain=True)
    if set(kinds) & set(TREATMENTS):
        several = [e for e in events if len(e.values(*SYSTEMIC)) > 1]
        for match in _COMBINATION.finditer(story.low, *span):
            if several and (meant := _meant(story, several, match.start())):
                yield Named(*match.span(), meant, plain=True)
        drugs = [event for event in events if event.kind == "SystemicTherapy"]
        for match in _TREATMENT.finditer(story.low, *span):
            of_drug = drugs if _DOSE.search(match.group()) else []
            if last := last_treatment(of_drug, match.start()) or last_treatment(
                events, match.start()
            ):
                yield Named(*match.span(), last, plain=True)


def _best(found: list[Named]) -> list[Named]:
    found.sort(key=lambda n: (n.plain, n.start - n.end, n.start))
    kept: list[Named] = []  # in text order, none overlapping
    starts: list[int] = []
    for each in found:
        at = bisect_left(starts, each.start)
        clear = at == 0 or kept[at - 1].end <= each.start
        if clear and (at == len(kept) or each.end <= kept[at].start):
            kept.insert(at, each)
            starts.insert(at, each.start)
    return kept


def _meant(  # noqa: PLR0911 - one guard a line
    story: Story, owners: Sequence[Happening], place: int
) -> Happening | None:
    """Choose the event that a name or class word at a place means."""
    alone = [e for e in told_before(owners, place) if _single(e)]
    if alone and _ALONE.match(story.low, place):
        return alone[-1]
    own = [e for e in owners if any(f.evidence.start <= place < f.evidence.end for f in e.facts)]
    if own:
        return own[0]  # it is told right there
    told = [event for event in owners if event.start <= place]
    begin = story.sentence(place)[0]
    year = _YEAR.search(story.low, place, place + 30)
    if year:
        dated = [e for e in owners if year[1] in story.low[slice(*story.sentence(e.start))]]
        if dated:
            return dated[0]
    if told and (
        _FIRST.search(story.low, max(begin, place - 30), place)
        or _FIRST_BEHIND.match(story.low, place)
    ):
        return min(told, key=lambda event: event.start)
    ordinal = _ORDINAL.search(story.low, max(begin, place - 30), place)
    if ordinal and owners:
        ranked = sorted((e for e in told if not _minor(e)), key=lambda e: (e.rank, e.start)) or told
        number = ORDINALS.get(ordinal[1])
        if number is not None and number < len(ranked):
            return ranked[number]
        return ranked[-1] if ranked else None
    major = [event for event in told if not _minor(event)] or told
    return max(major, key=lambda event: event.start, default=None)


# "pembrolizumab alone": not the combination with axitinib
_ALONE = re.compile(r"\w+\s+(?:alone|monotherapy|by\s+itself|as\s+a\s+single\s+agent)\b")


def _single(event: Happening) -> bool:
    return len({f.value for f in event.facts if f.kind in SYSTEMIC}) == 1


def _minor(event: Happening) -> bool:
    """Say whether an operation only opens the way, repairs or samples."""
    return event.kind == "Surgery" and all(MINOR.search(v) for v in event.values("surgery"))


def last_treatment(events: Sequence[Happening], offset: int) -> Happening | None:
    """Give the last treatment told before an offset that is no operation, else the operation."""
    told = [event for event in told_before(events, offset) if event.is_treatment]
    medical = [event for event in told if event.kind != "Surgery"]
    chosen = medical or told
    return chosen[-1] if chosen else None
