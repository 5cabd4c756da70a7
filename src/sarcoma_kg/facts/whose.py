"""Whose: to which of several tumours a fact belongs.

A fact belongs to the tumour that its clause names, else to the one its sentence names last before
it, else to the one named last in the text; a response to that of its treatment.
"""

import re
from collections.abc import Sequence

from sarcoma_kg.facts.second import Other
from sarcoma_kg.facts.story import Story
from sarcoma_kg.records import Fact

_ORDINALS = (
    (1, re.compile(r"\b(?:first|primary|initial)\s+(?:tumou?r|primary|neoplasm|cancer|lesion)\b")),
    (2, re.compile(r"\b(?:second|other|new)\s+(?:tumou?r|primary|neoplasm|cancer|lesion)\b")),
)
# who comes now comes for the tumour of the case
_NOW = re.compile(
    r"\b(?:now|presented|presents|was\s+(?:referred|admitted|seen)|noticed|complained|current(?:ly)?|the\s+(?:new|present|current)\s+(?:tumou?r|mass|lesion))\b"
)
_SOON = 3  # sentences in which a cancer beside the tumour stays the topic
_LEAST = 4  # letters of a name


class Tumours:
    """The tumours of a case and the places of the text that name each.

    `other` is another cancer of the patient, which has no diagnosis of its own here; where it is
    there now, beside the tumour, whole sentences may be about it.
    """

    def __init__(self, story: Story, facts: Sequence[Fact], other: Other) -> None:
        self._story = story
        named: dict[int, set[str]] = {}
        said = [
            f for f in facts if f.kind in ("diagnosis", "primary-site") and f.polarity == "present"
        ]
        described = any(fact.tumours for fact in said)
        for fact in said:
            # of several tumours only a place that was told with its tumour names it
            for number in fact.tumours or (() if described else (1,)):
                named.setdefault(number, set()).update(_names(fact))
        self._described = len(named) > 1
        # what is told of a cancer of the past ends with its sentence
        self._carried = self._described or other.now
        if other.words and named:
            named.setdefault(2, set()).update(other.words)
        self.several = len(named) > 1
        self._places: list[tuple[int, int, int]] = []
        if not self.several:
            return
        shared = set.intersection(*named.values())
        for number, names in named.items():
            for name in names - shared:
                if len(name) < _LEAST:
                    continue
                for match in re.finditer(rf"(?<!\w){re.escape(name)}", story.low):
                    self._places.append((match.start(), match.end(), number))
        for number, words in _ORDINALS:
            if number in named:
                self._places += [(*m.span(), number) for m in words.finditer(story.low)]
        if other.words:
            self._places += [(*m.span(), 1) for m in _NOW.finditer(story.low)]
        # of two names at one place the longer counts
        self._places.sort(key=lambda place: (place[0], -place[1]))

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
        if not told or not self._carried:
            return 1
        soon = self._story.number(start) - self._story.number(told[-1][0]) <= _SOON
        return told[-1][2] if soon or self._described else 1

    def of_tumour(self, start: int, end: int) -> int:
        """Give the tumour that a finding of a tumour is about: 1, but where two are diagnosed."""
        return self.of(start, end) if self._described else 1

    def named_in(self, start: int, end: int) -> int | None:
        """Give the tumour that the sentence of a stretch names; nothing where it names none."""
        first, last = self._story.sentence(start)
        here = {number for place, _, number in self._places if first <= place < last}
        return here.pop() if len(here) == 1 else None


def _names(fact: Fact) -> set[str]:
    said = {fact.value.lower(), " ".join(fact.evidence.quote.lower().split())}
    if fact.kind == "diagnosis":
        said |= {name.split()[-1] for name in said if name}
    return said
