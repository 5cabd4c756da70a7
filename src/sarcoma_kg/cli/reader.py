"""Readers: the rules, a model, or both; the whole of reading is composed here, as one sentence."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import click

from sarcoma_kg import __version__
from sarcoma_kg.errors import NoCase, SourceError
from sarcoma_kg.model import Extraction, Merged, Model, merge
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.records import Document, Fact, Reading
from sarcoma_kg.review import Doubt

Command = Callable[..., Any]
_RULES = "rules"


def now() -> str:
    """Give the time as provenance writes it (ISO 8601, UTC)."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def reader_option(command: Command) -> Command:
    """Add `--reader`."""
    return click.option(
        "--reader",
        "spec",
        default=_RULES,
        show_default=True,
        metavar="READER",
        help="Who reads: rules, openai:MODEL@URL, or rules+openai:MODEL@URL.",
    )(command)


@dataclass(frozen=True, slots=True)
class Found:
    """What a reader found: `facts` are all of it, `sure` what may be added without a review.

    `agreed` and `doubts` are the same for a review; `told` are lines for the user.
    """

    facts: list[Fact]
    sure: list[Fact]
    agreed: list[Fact]
    reading: Reading
    doubts: list[Doubt] = field(default_factory=list)
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: the rules, a model, or both."""

    rules: bool = True
    model: Model | None = None

    @classmethod
    def parse(cls, spec: str) -> "Reader":
        """Read the name of a reader; raises `SourceError` where there is none of that name."""
        if spec == _RULES:
            return cls()
        alone = spec.removeprefix(f"{_RULES}+")
        if not alone.startswith("openai:"):
            raise SourceError(
                f"no reader {spec[:80]!r}; there are rules, openai:MODEL@URL and "
                "rules+openai:MODEL@URL"
            )
        return cls(alone != spec, Model.parse(alone))

    @property
    def agent(self) -> str:
        """The name in the provenance: `rules`, `model:NAME`, `rules+model:NAME`."""
        return "+".join(self._names())

    def _names(self) -> Iterator[str]:
        if self.rules:
            yield _RULES
        if self.model is not None:
            yield self.model.agent

    def read(self, document: Document, ontology: Ontology) -> Found:
        """Read a document: find the mentions, read the facts, put them in their course.

        Raises `NoCase` where the text holds no sarcoma case, `FactError` where a quote is not at
        its offsets, `SourceError` where a model cannot be asked.
        """
        from sarcoma_kg import facts, mentions

        sentences = mentions.find(document, ontology)
        # a model is not asked about what holds no case of a sarcoma
        refused = facts.refusal(document, sentences, ontology)
        if refused:
            raise NoCase(f"{document.paper.id}: no sarcoma case: {refused}")
        ruled = facts.read(document, sentences, ontology) if self.rules else []
        if self.model is None:
            return self._found(document, Merged(tuple(ruled), ()))
        extraction = self.model.read(document, ontology)
        if not self.rules:
            return self._found(document, Merged(extraction.facts, ()), extraction)
        merged = merge(ruled, extraction.facts, (_RULES, self.model.agent))
        return self._found(document, merged, extraction)

    def _found(
        self, document: Document, merged: Merged, extraction: Extraction | None = None
    ) -> Found:
        everything = [*merged.agreed, *(doubted.fact for doubted in merged.doubted)]
        if not any(fact.case for fact in everything):
            raise NoCase(f"{document.paper.id}: no sarcoma case: no fact of a patient")
        for fact in everything:
            fact.evidence.check(document.text)
        from sarcoma_kg.facts import course

        mine = [doubted.fact for doubted in merged.doubted if doubted.first]
        sure = [*merged.agreed, *mine]
        told = [f"{self.agent}: {extraction.loss}"] if extraction and extraction.loss else []
        if merged.doubted:
            told.append(
                f"{self.agent}: {len(merged.agreed)} facts agreed, {len(mine)} said by the rules "
                f"alone, {len(merged.doubted) - len(mine)} by the model alone"
            )
        return Found(
            course.arrange(everything, document.text),
            course.arrange(sure, document.text),
            list(merged.agreed),
            Reading(self.agent, __version__, now(), "; ".join(told)),
            [Doubt(doubted.plain, doubted.why) for doubted in merged.doubted],
            tuple(f"{document.paper.id}: {line}" for line in told),
        )


def facts_of(document: Document, ontology: Ontology) -> list[Fact]:
    """Give the facts that the rules find in a document; see `Reader.read`."""
    return Reader().read(document, ontology).facts
