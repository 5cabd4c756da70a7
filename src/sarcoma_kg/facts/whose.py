"""Whose: to which of several tumours a fact belongs.

A fact belongs to the tumour that its clause names, else to the one its sentence names last before
it, else to the one that the sentences before it are about; a response to that of its treatment.
A tumour of former years is what the text is about only until it comes to the present.
"""

import re
from collections.abc import Iterator, Sequence

from sarcoma_kg import assertion
from sarcoma_kg.facts.story import Story
from sarcoma_kg.facts.tumour_name import Naming
from sarcoma_kg.records import Fact

_ORDINALS = (
    (1, re.compile(
        r"\b(?:first|initial)\s+(?:tumou?r|primary|neoplasm|cancer|lesion)\b"
        r"|(?<=[.;,]\s)the\s+(?:first|former)(?=\s+(?:was|were|had|arose|lay|grew|measured|by)\b)"
    )),
    (2, re.compile(
        r"\b(?:second|other|new)\s+(?:tumou?r|primary|neoplasm|cancer|lesion)\b"
        r"|(?<=[.;,]\s)the\s+(?:second|latter)(?=\s+(?:was|were|had|arose|lay|grew|measured|by)\b)"
    )),
)  # fmt: skip
# who comes now comes for the tumour of the case
_NOW = re.compile(
    r"\b(?:now|presented|presents|was\s+(?:referred|admitted|seen)|noticed|complained|current(?:ly)?|the\s+(?:new|present|current)\s+(?:tumou?r|mass|lesion))\b"
    r"|\ban?\s+(?:(?!second|metast|recurr)[\w.-]+\s+){0,4}?(?:mass|lump|nodule|swelling|lesion|tumou?r)\b"
)
# words that name any tumour, and so none of several
_ANY = frozenset(
    ["tumor", "tumour", "neoplasm", "disease", "lesion", "mass", "primary", "malignancy", "tumors"]
)
_BOTH = re.compile(
    r"\bboth\s+(?:\w+\s+)?(?:tumou?rs|diseases|cancers|malignancies|primaries|neoplasms|sarcomas|lesions|specimens)\b"
    r"|\b(?:against|for)\s+both\b(?!\s+\w)"
)
_DEPOSITS = r"(?:metasta\w+|deposits?|lesions?|nodules?|secondar\w+)"
_HAD = re.compile(r"\bhad\s+\w+")
_WORD = re.compile(r"\w+")
_AND = re.compile(r"\band\s+(?:an?\s+)?$")
_PARTED = re.compile(r",|\band\b|\bbut\b")
_LEAST = 4  # letters of a name
_SOON = 60  # characters behind a fact in which a name says more than one far before


def _denies(low: str) -> bool:
    """Say whether a sentence denies anything."""
    return any(assertion.of(low, *word.span()).denied for word in _WORD.finditer(low))


class Tumours:
    """The tumours of a case and the places of the text that name each.

    `naming` are places that the vocabulary has found, and which tumours are of former years.
    """

    def __init__(self, story: Story, facts: Sequence[Fact], naming: Naming) -> None:
        self._story = story
        named: dict[int, set[str]] = {}
        said = [f for f in facts if f.kind == "diagnosis" and f.polarity == "present"]
        described = any(fact.tumours for fact in said)
        for fact in said:
            for number in fact.tumours or (() if described else (1,)):
                named.setdefault(number, set()).update(_names(fact))
        self.numbers = tuple(sorted(named))
        self.past = naming.past
        self.several = len(named) > 1
        if not self.several:
            return
        self._names = sorted({*naming.places, *self._found(named), *self._ordinals(named)})
        self._topics = self._told()
        # whose metastases are named says what is told of them
        self._names = sorted({*self._names, *self._spread(facts)})
        self._topics = self._told()
        sites = [site for site in naming.sites if self._is_topic(site)]
        self._known = sorted((*self._names, *sites))

    def _found(self, named: dict[int, set[str]]) -> Iterator[tuple[int, int, int]]:
        shared = set.intersection(*named.values()) if len(named) > 1 else set()
        for number, names in named.items():
            for name in names - shared:
                if len(name) >= _LEAST:
                    for match in re.finditer(rf"(?<!\w){re.escape(name)}", self._story.low):
                        yield *match.span(), number

    def _ordinals(self, named: dict[int, set[str]]) -> Iterator[tuple[int, int, int]]:
        for number, words in _ORDINALS:
            if number in named and not self.past:
                for match in words.finditer(self._story.low):
                    yield *match.span(), number
        if self.past:
            for match in _NOW.finditer(self._story.low):
                yield *match.span(), 1

    def _is_topic(self, site: tuple[int, int, int]) -> bool:
        """Say whether an organ names its tumour; a past one only while it is spoken of."""
        if site[2] not in self.past:
            return True
        number = self._story.number(site[0])
        first, last = self._story.sentence(site[0])
        here = {place[2] for place in self._names if first <= place[0] < last}
        return site[2] in (here or {self._topics[number - 1] if number else 1})

    def _spread(self, facts: Sequence[Fact]) -> Iterator[tuple[int, int, int]]:
        """Give where metastases are named that one tumour alone has: "the bone metastases"."""
        found: dict[str, set[int]] = {}
        for fact in facts:
            if fact.kind == "metastasis" and fact.polarity == "present":
                place = fact.evidence.start, fact.evidence.end
                for name in (fact.value.lower(), fact.evidence.quote.lower()):
                    found.setdefault(name, set()).update(self.of(*place, by_site=False))
        for name, numbers in found.items():
            if len(numbers) == 1 and len(name) >= _LEAST:
                words = rf"\b(?:the|these|those|his|her)\s+{re.escape(name)}s?\s+{_DEPOSITS}"
                for match in re.finditer(words, self._story.low):
                    yield *match.span(), min(numbers)

    def _told(self) -> list[int]:
        """Give the tumour that the text is about behind each of its sentences.

        A sentence that names several goes on to that of the case.
        """
        topics, topic, past, opened = [], 1, False, False
        for first, last in self._story.sentences:
            here = {place[2] for place in self._names if first <= place[0] < last}
            if here <= self.past and _denies(self._story.low[first:last]):
                here = set()  # "the carcinoma never came back"
            had = _HAD.search(self._story.low, first, last) is not None
            opened = opened or 1 in here
            if here:
                topic = here.pop() if len(here) == 1 else 1
                past = had
            elif topic in self.past and opened and past and not had:
                topic = 1  # the text is back from what "had been"
            topics.append(topic)
        return topics

    def of(self, start: int, end: int, *, by_site: bool = True) -> tuple[int, ...]:
        """Give the numbers of the tumours that a stretch of text is about, mostly one.

        `by_site`: the name of its organ names a tumour too.
        """
        named = self.told(start, end, by_site=by_site)
        if named:
            return named
        return (self._topics[self._story.number(start)],)

    def told(self, start: int, end: int, *, by_site: bool = True) -> tuple[int, ...]:
        """Give the tumours that the sentence of a stretch names for it, if it names any."""
        if not self.several:
            return (1,)
        known = self._known if by_site else self._names
        own = [place[2] for place in known if start <= place[0] < max(end, start + 1)]
        if own:
            return (own[-1],)
        for first, last in (self._story.clause(start, end), self._story.sentence(start)):
            if _BOTH.search(self._story.low, first, last):
                return self.numbers
            here = [place for place in known if first <= place[0] < last]
            if here and not self._apart(here, end):
                return (self._nearest(here, start, end),)
        return ()

    def named_in(self, start: int, end: int) -> int | None:
        """Give the tumour that the clause of a stretch names, or else its sentence, if one only."""
        if not self.several:
            return None
        for first, last in (self._story.clause(start, end), self._story.sentence(start)):
            here = {number for place, _, number in self._names if first <= place < last}
            if here:
                return here.pop() if len(here) == 1 else None
        return None

    def in_clause(self, start: int, end: int) -> int | None:
        """Give the tumour whose name or organ the clause of a stretch tells, if one only."""
        if not self.several:
            return None
        first, last = self._story.clause(start, end)
        here = {number for place, _, number in self._known if first <= place < last}
        return here.pop() if len(here) == 1 else None

    def _apart(self, here: list[tuple[int, int, int]], end: int) -> bool:
        """Say whether only an organ behind "and" is named: "a mass and a lesion of the kidney"."""
        first = here[0]
        return (
            first[0] >= end
            and all(place not in self._names for place in here)
            and _PARTED.search(self._story.low, end, first[0]) is not None
        )

    def _nearest(self, here: list[tuple[int, int, int]], start: int, end: int) -> int:
        """Give the tumour that is named last before a stretch, or closer behind it."""
        low = self._story.low
        before = [place for place in here if place[0] <= start]
        behind = [place for place in here if start < place[0] <= end + _SOON]
        if not before or not behind:
            return (before or here)[-1 if before else 0][2]
        last, after = before[-1], behind[0]
        if _PARTED.search(low, end, after[0]):
            return last[2]
        # "for the liposarcoma" right behind says more than a name far before
        closer = start - last[1] > after[0] - end
        return after[2] if closer or _AND.search(low, last[1], start) else last[2]


def _names(fact: Fact) -> set[str]:
    """Give the names of a tumour: its diagnosis, and the last words of it."""
    said = {fact.value.lower(), " ".join(fact.evidence.quote.lower().split())}
    said |= {name.split()[-1] for name in said if name}
    said |= {" ".join(name.split()[-2:]) for name in said if name}
    return said - _ANY
