"""What sentences tell of the course: how a patient was, and relapses of the tumour."""

from dataclasses import dataclass

from sarcoma_kg.records import Sentence

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
