"""What reading a paper gives: its patients with their courses, its claims, and who read it."""

from dataclasses import dataclass
from typing import Any

from sarcoma_kg.model import Doubt
from sarcoma_kg.records import Case, Document, Fact, Reading


@dataclass(frozen=True, slots=True)
class Extraction:
    """A paper as it was read.

    `claims` are of the paper and join no case. `refusal` says in one line why the text holds no
    sarcoma case; there are no cases then, and `readable` says whether `anyway` would give some.
    A text that was read against a refusal has that in `run.refusal`. Of two readers `doubts` are
    the facts that one of them says alone; they are among the facts too. `told` are lines for the
    user. Offsets are those of the document's text.
    """

    document: Document
    cases: tuple[Case, ...]
    claims: tuple[Fact, ...]
    run: Reading
    refusal: str | None = None
    doubts: tuple[Doubt, ...] = ()
    told: tuple[str, ...] = ()
    readable: bool = False

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All facts in the order of the rows: case by case, claims last."""
        return (*(fact for case in self.cases for fact in case.facts), *self.claims)

    @property
    def sure(self) -> tuple[Fact, ...]:
        """What may be added without a review: all but what the second reader says alone."""
        lonely = {doubt.fact for doubt in self.doubts if not doubt.first}
        return tuple(fact for fact in self.facts if fact not in lonely)

    @property
    def agreed(self) -> tuple[Fact, ...]:
        """The facts that nobody doubts."""
        doubted = {doubt.fact for doubt in self.doubts}
        return tuple(fact for fact in self.facts if fact not in doubted)

    def rows(self) -> list[dict[str, Any]]:
        """Give the facts as flat rows (docs/facts.md)."""
        against = {"refusal": self.run.refusal} if self.run.refusal else {}
        return [fact.row(self.document.paper.id) | against for fact in self.facts]
