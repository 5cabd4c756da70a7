"""Whose: to which of several tumours a fact belongs.

A fact belongs to the tumour that its clause names, else to the one its sentence names last before
it, else to the one named last in the text; a response to that of its treatment.
"""

import re
from collections.abc import Sequence

from sarcoma_kg.facts.story import Story
from sarcoma_kg.records import Fact

_ORDINALS = (
    (1, re.compile(r"\b(?:first|primary|initial)\s+(?:tumou?r|primary|neoplasm|cancer|lesion)\b")),
    (2, re.compile(r"\b(?:second|other|new)\s+(?:tumou?r|primary|neoplasm|cancer|lesion)\b")),
)
_PLAIN = frozenset(["sarcoma", "tumor", "tumour", "carcinoma", "cancer", "neoplasm", "type"])
_LEAST = 4  # letters of a name


class Tumours:
    """The tumours of a case and the places of the text that name each."""

    def __init__(self, story: Story, facts: Sequence[Fact]) -> None:
        self._story = story
        named: dict[int, set[str]] = {}
        for fact in facts:
            if fact.kind in ("diagnosis", "primary-site") and fact.polarity == "present":
                for number in fact.tumours:
                    named.setdefault(number, set()).update(_names(fact))
        self.several = len(named) > 1
        self._places: list[tuple[int, int, int]] = []
        if not self.several:
            return
        shared = set.intersection(*named.values())
        for number, names in named.items():
            for name in names - shared:
                for match in re.finditer(rf"(?<!\w){re.escape(name)}", story.low):
                    self._places.append((match.start(), match.end(), number))
        for number, words in _ORDINALS:
            if number in named:
                self._places += [(*m.span(), number) for m in words.finditer(story.low)]
        self._places.sort()

    def of(self, start: int, end: int) -> int:
        """Give the number of the tumour that a stretch of text is about."""
        if not self.several:
            return 1
        for first, last in (self._story.clause(start, end), self._story.sentence(start)):
            here = [place for place in self._places if first <= place[0] < last]
            if here:
                before = [place for place in here if place[0] <= start]
                behind = [place for place in here if start < place[0] <= end + 60]
                # "for the liposarcoma" right behind says more than a name far before
                if behind and (not before or start - before[-1][1] > behind[0][0] - end):
                    return behind[0][2]
                return (before or here)[-1 if before else 0][2]
        told = [place for place in self._places if place[0] < start]
        return told[-1][2] if told else 1

    def named_in(self, start: int, end: int) -> int | None:
        """Give the tumour that the sentence of a stretch names; nothing where it names none."""
        first, last = self._story.sentence(start)
        here = {number for place, _, number in self._places if first <= place < last}
        return here.pop() if len(here) == 1 else None


def _names(fact: Fact) -> set[str]:
    said = {fact.value.lower(), " ".join(fact.evidence.quote.lower().split())}
    if fact.kind == "diagnosis":
        said |= {name.split()[-1] for name in said if name}
    return {name for name in said if len(name) >= _LEAST and name not in _PLAIN}
