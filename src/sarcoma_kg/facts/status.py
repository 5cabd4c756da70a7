"""Status: one statement of how a patient was, with its rank: the surer wins."""

from dataclasses import dataclass

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
