"""The story: a case's text as sentences and clauses, and the events that are told in it.

`Story` answers where a sentence or a clause begins and ends and which cues of `course.tsv` stand
in a stretch. A `Happening` is an event while the course is being put together.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from sarcoma_kg.facts.phrase import Found, lowered, phrases
from sarcoma_kg.kinds import KINDS, TREATMENTS
from sarcoma_kg.records import Fact

# a point between sentences; not one in a number, after an initial or an abbreviation
_POINT = re.compile(
    r"(?<!\b[A-Za-z])(?<!\bFig)(?<!\bNo)(?<!\bvs)[.!?][)\]\"”]?\s+(?=[A-Z0-9(\"“])|\n+"
)
_CLAUSE = re.compile(
    r"[;:]\s|\s[-–—]\s|,?\s(?:but|whereas|while|although|however|so\sthat|until|after\swhich|under\swhich)\s"
    r"|,\s(?:and|which|who)\s"
)
# "two years after the first dose of", "a year after restarting"
_THE = (
    r"(?:(?:the|her|his|its|an?|this|that|first|second|third|last|final|initial|wide|radical|partial|total|left|right|local"
    r"|below-knee|above-knee)\s+)*"
)
_TIME_FROM = re.compile(
    r"\b(?:days?|weeks?|months?|years?)\s+(?:(?:having|have|had|has)\s+(?:passed|elapsed)\s+)?(?:after|since|following|from|into|post|beyond)\s+"
    rf"{_THE}(?:(?:end|start|completion|beginning|resumption|dose|cycles?|courses?|infusion|injection|administration|initiation|re-?\w+|introduction)\s+of\s+{_THE})*"
    rf"(?:(?:starting|stopping|re-?\w+ing)\s+{_THE})?$"
)
_TIME = 160  # characters of such a time
SYSTEMIC = ("drug", "regimen", "chemotherapy")
#: What is given and not cut out.
MEDICAL = tuple(kind for kind in TREATMENTS if kind != "Surgery")
STATUS = ("outcome", "follow-up", "cause-of-death")


class Story:
    """A text with its sentences; offsets count in the whole text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.low = lowered(text)
        starts = [0, *(match.end() for match in _POINT.finditer(text))]
        ends = [*starts[1:], len(text)]
        self._sentences = list(zip(starts, ends, strict=True))
        self._starts = starts

    @property
    def sentences(self) -> Sequence[tuple[int, int]]:
        """Start and end of each sentence, in text order."""
        return self._sentences

    def sentence(self, offset: int) -> tuple[int, int]:
        """Give start and end of the sentence of an offset."""
        return self._sentences[self.number(offset)]

    def number(self, offset: int) -> int:
        """Give the number of the sentence of an offset."""
        return bisect_right(self._starts, offset) - 1

    def clause(self, offset: int, end: int | None = None) -> tuple[int, int]:
        """Give start and end of the clause of an offset (or of a stretch)."""
        start, stop = self.sentence(offset)
        last = offset if end is None else end
        for match in _CLAUSE.finditer(self.low, start, stop):
            if match.end() <= offset:
                start = match.end()
            elif match.start() >= last:
                return start, match.start()
        return start, stop

    def dates(self, offset: int) -> bool:
        """Say whether what stands at an offset only says from when a time is counted."""
        begin = max(self.sentence(offset)[0], offset - _TIME)
        return _TIME_FROM.search(self.low, begin, offset) is not None

    def cues(self, meaning: str, start: int, end: int) -> list[Found]:
        """Give the cues of a meaning that stand in a stretch; offsets count in the whole text."""
        if end <= start:
            return []
        found = phrases("course", meaning).find(self.low[start:end])
        return [Found(cue.start + start, cue.end + start, cue.meaning, cue.row) for cue in found]

    def says(self, meaning: str, start: int, end: int) -> bool:
        """Say whether a cue of a meaning stands in a stretch."""
        return bool(self.cues(meaning, start, end))


@dataclass(eq=False)
class Happening:
    """An event of a course while it is put together: its class, its facts, where it is told.

    `rank` is its place in time, from the place in the text; `number` is given at the end.
    """

    kind: str
    facts: list[Fact] = field(default_factory=list)
    start: int = 0
    end: int = 0
    rank: float = 0.0
    tumours: tuple[int, ...] = ()
    answers: "tuple[Happening, ...]" = ()
    number: int = 0

    @property
    def is_treatment(self) -> bool:
        """Whether it is a treatment."""
        return self.kind in TREATMENTS

    def put(self, fact: Fact) -> None:
        """Add a fact; it may be told before the others."""
        if not self.facts:
            self.start, self.end = fact.evidence.start, fact.evidence.end
        self.facts.append(fact)
        self.start = min(self.start, fact.evidence.start)
        self.end = max(self.end, fact.evidence.end)

    def values(self, *kinds: str) -> set[str]:
        """Give the values of its facts of these kinds (of all where none is named)."""
        return {f.value.casefold() for f in self.facts if not kinds or f.kind in kinds}


def class_of(fact: Fact) -> str:
    """Give the class of the event that a fact belongs to; empty for intervals."""
    return "Status" if fact.kind in STATUS else KINDS[fact.kind].event


def told_before(happenings: Sequence[Happening], offset: int) -> list[Happening]:
    """Give what is told before an offset, in the order of the telling."""
    return sorted((h for h in happenings if h.start < offset), key=lambda h: h.start)


def joined(words: str) -> bool:
    """Say whether words between two facts only join them: "and", "with", doses and brackets."""
    return _JOIN.fullmatch(words) is not None


_JOIN = re.compile(
    r"(?:[\s,/+()&-]|\b(?:and|or|with|plus|in|combined|combination|together|as|well|by|both|by|of|the|a|an|at"
    r"|alternat(?:ing|ed)|weekly|daily|oral|intravenous|high|low|standard|dose|doses|single|pegylated|liposomal|agent|agents|based"
    r"|chemotherapy|regimen|therapy|treatment|cycles?|courses?|days?|every|weeks?|on|per|day|to|total|each|then)\b"
    r"|\d+(?:[.,–-]\d+)?\s*(?:mg|g|mcg|µg|iu|units?|auc)?(?:/(?:m2|m²|kg|d|day))?|\bm2\b|m²|auc|%|\bq\d\w*)*"
)
