"""The chart: all that a paper says about one patient, and how a fact is written from it.

Every reader of facts (`patient`, `tumour`, `treatment`, …) takes a `Chart` and gives facts.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from sarcoma_kg.ontology import Concept, Ontology
from sarcoma_kg.records import (
    Evidence,
    Fact,
    Mention,
    Polarity,
    Qualifiers,
    Quantity,
    Sentence,
)
from sarcoma_kg.terms import Term

# parts that are not the same on both sides
_SIDED = re.compile(r"atrium|ventric|lobe|quadrant|coron", re.IGNORECASE)
_UNMEASURED = 0.7  # the confidence of a rule that no benchmark has measured yet


@cache
def _confidences() -> dict[str, float]:
    """Give the share of right facts by rule, measured on annotated papers (`confidence.tsv`)."""
    path = Path(__file__).parent / "confidence.tsv"
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as lines:
        return {
            row["rule"]: float(row["confidence"]) for row in csv.DictReader(lines, delimiter="\t")
        }


@dataclass(frozen=True, slots=True)
class Chart:
    """One case of a paper: its sentences in text order (no background), and the whole text."""

    case: int
    text: str = field(repr=False)
    sentences: tuple[Sentence, ...]
    ontology: Ontology
    alone: bool = True  # the paper has no other case
    #: What is said again of a treatment, a response or a relapse: another one, or the same.
    retold: list[Fact] = field(default_factory=list, repr=False, compare=False)
    #: What one reader has found and another needs too, by the name of the reader.
    memo: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def body(self) -> "Chart":
        """The same chart without the title: what happened is told in order only below it."""
        told = tuple(sentence for sentence in self.sentences if sentence.role != "title")
        return replace(self, sentences=told) if told else self

    def mentions(self, *kinds: str) -> Iterator[tuple[Sentence, Mention]]:
        """Give each mention of these kinds with its sentence, in text order."""
        for sentence in self.sentences:
            for mention in sentence.mentions:
                if mention.kind in kinds:
                    yield sentence, mention

    def concept(self, mention: Mention) -> Concept | None:
        """Give the concept that a mention names."""
        return None if mention.term is None else self.ontology.get(mention.term)

    def unsided(self, concept: Concept) -> Concept:
        """Give the site without side or end: the lung for the right lung (not so for the heart).

        Source: docs/facts.md, rule 11.
        """
        side, _, rest = concept.label.partition(" ")
        if side.lower() not in ("left", "right", "proximal", "distal") or _SIDED.search(rest):
            return concept
        found = self.ontology.candidates(rest, "site")
        return found[0].concept if found else concept

    def fact(
        self,
        kind: str,
        value: str,
        span: tuple[int, int],
        rule: str,
        *,
        terms: tuple[Term, ...] = (),
        polarity: Polarity = "present",
        quantity: Quantity | None = None,
        since: str | None = None,
        note: str = "",
        qualifiers: Qualifiers = Qualifiers(),  # noqa: B008 - frozen
    ) -> Fact:
        """Write a fact of this case with the text of `span` (start, end) as its evidence.

        Its confidence is that of the rule in `confidence.tsv`.
        """
        start, end = span
        while end > start + 1 and self.text[end - 1].isspace():
            end -= 1
        evidence = Evidence(
            start, end, self.text[start:end], rule, _confidences().get(rule, _UNMEASURED)
        )
        return Fact(
            case=self.case,
            kind=kind,
            value=value,
            evidence=evidence,
            terms=terms,
            polarity=polarity,
            quantity=quantity,
            since=since,
            note=note,
            qualifiers=qualifiers,
        )

    def of_concept(
        self,
        kind: str,
        concept: Concept,
        span: tuple[int, int],
        rule: str,
        *,
        polarity: Polarity = "present",
        quantity: Quantity | None = None,
        note: str = "",
        qualifiers: Qualifiers = Qualifiers(),  # noqa: B008 - frozen
    ) -> Fact:
        """Write a fact whose value and identifiers are those of a concept.

        See `Ontology.identifiers` for concepts that have none of their own.
        """
        return self.fact(
            kind,
            concept.value,
            span,
            rule,
            terms=self.ontology.identifiers(concept),
            polarity=polarity,
            quantity=quantity,
            note=note,
            qualifiers=qualifiers,
        )
