"""Stance: what a sentence says of something that it mentions, besides naming it."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Assertion:
    """How a sentence stands to what it mentions: the four axes of ConText.

    `polarity`: that it is so, or that it is not. `certainty`: that it is said outright, or only
    thought possible. `time`: that it is told of now, of the patient's past, or as planned.
    `whose`: that it is of the patient, of a relative (or another person), or of no one (spoken
    of in general).
    """

    polarity: Literal["present", "absent"] = "present"
    certainty: Literal["certain", "doubted"] = "certain"
    time: Literal["now", "past", "planned"] = "now"
    whose: Literal["patient", "relative", "general"] = "patient"

    @property
    def denied(self) -> bool:
        """Whether it is said not to be so."""
        return self.polarity == "absent"

    @property
    def open(self) -> bool:
        """Whether it is thought possible or planned only."""
        return self.certainty == "doubted" or self.time == "planned"

    @property
    def so(self) -> bool:
        """Whether it is said to be so of the patient, now or once."""
        return not self.denied and not self.open and self.whose == "patient"


#: What is told of no patient of the paper.
GENERAL = Assertion(whose="general")
#: What is so of the patient, now.
CERTAIN = Assertion()
