"""What sentences tell of the course: how a patient was, and relapses of the tumour."""

import re
from dataclasses import dataclass
from functools import lru_cache

from sarcoma_kg.facts.phrase import lowered
from sarcoma_kg.records import Sentence
from sarcoma_kg.stems import holds

#: Ranks of statements: a death, a disease status, "alive", well or followed, sent home.
DEATH, DISEASE, ALIVE, WELL, HOME = 4, 3, 2, 1, 0


@dataclass(frozen=True, slots=True)
class Status:
    """What a sentence says of the state of a patient; `start` and `end` count in the sentence."""

    value: str  # NED, AWD, DOD, DOC, alive or dead
    number: int  # of its sentence in the chart
    start: int
    end: int
    rank: int
    rule: str


@dataclass(frozen=True, slots=True)
class Relapse:
    """A relapse or spread that a sentence tells of; offsets in the sentence."""

    sentence: Sentence
    start: int
    end: int
    kind: str  # local, metastasis, progression
    strong: bool


_OTHERS_HINTS = (
    "literature", "series", "patients", "cases", "study", "cohort", "review", "published",
    "reported", "described", "documented", "et al",
)  # fmt: skip
_NUMBER = (
    r"(?:\d+%?|two|three|four|five|six|seven|eight|nine|ten|most|many|several|half|a\s+third|some|few|none|majority"
    r"|all)"
)
_PERSON = (
    r"(?:patient|man|woman|boy|girl|child|infant|case|male|female|lady|gentleman|\d+[\s-]*years?)"
)
_OF_OTHERS = re.compile(
    rf"\b{_NUMBER}\s+(?:(?:out\s+)?of\s+)?(?:the\s+|these\s+|those\s+|their\s+|\d+\s+)?(?:\w+\s+){{0,2}}?(?:patients|cases)\b"
    r"|\bin\s+the\s+literature\b|\b(?:in|of)\s+(?:that|their|one|another|a|the\s+\w+)\s+(?:\w+\s+){0,2}?(?:series|study|cohort|review)\b"
    r"|\b(?:published|reported|literature)\s+(?:patient|case|man|woman|child)\b"
    rf"|^\W*(?!(?:we|she|he|they|it|i|radiolog\w+|patholog\w+)\b)[\w'’-]+(?:\s+(?:et\s+al\.?|and\s+[\w-]+))?,?\s+(?:have\s+|has\s+|had\s+|also\s+)*"
    rf"(?:described|reported|published|documented)\s+(?:on\s+)?(?:an?|one|two|the|another)\s+(?:[\w-]+\s+){{0,3}}?{_PERSON}\b"
)
_OURS = re.compile(r"\b(?:our|we|us|this\s+(?:patient|case)|present\s+(?:patient|case))\b")


@lru_cache(maxsize=256)
def of_others(text: str) -> bool:
    """Say whether a sentence tells of many patients, or of one of the literature."""
    low = lowered(text)
    if not holds(low, _OTHERS_HINTS):
        return False
    return _OF_OTHERS.search(low) is not None and _OURS.search(low) is None
