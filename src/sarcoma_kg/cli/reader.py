"""Readers: the rules, a model, or both; the whole of reading is composed here, as one sentence."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any

import click

from sarcoma_kg import __version__
from sarcoma_kg.cli.batch import in_order, progress
from sarcoma_kg.errors import NoCase, SarcomaKgError, SourceError
from sarcoma_kg.model import Extraction, Merged, Model, merge
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.records import Document, Fact, Reading
from sarcoma_kg.review import Doubt

Command = Callable[..., Any]
#: The reader by rules, and its name in the provenance.
RULES = "rules"


def now() -> str:
    """Give the time as provenance writes it (ISO 8601, UTC)."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def reader_option(command: Command) -> Command:
    """Add `--reader` and `--jobs`."""
    command = click.option(
        "--jobs",
        type=click.IntRange(1, 256),
        default=1,
        show_default=True,
        metavar="N",
        help="Read with N processes.",
    )(command)
    return click.option(
        "--reader",
        "spec",
        default=RULES,
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
        if spec == RULES:
            return cls()
        alone = spec.removeprefix(f"{RULES}+")
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
            yield RULES
        if self.model is not None:
            yield self.model.agent

    def read(self, document: Document, ontology: Ontology) -> Found:
        """Read a document: find the mentions, read the facts, put them in their course.

        Raises `NoCase` where the text holds no sarcoma case, `FactError` where a quote is not at
        its offsets, `SourceError` where a model cannot be asked.
        """
        from sarcoma_kg import facts, mentions

        sentences = mentions.find(document, ontology)
        ruled = facts.read(document, sentences, ontology)
        # a model is not asked either about what holds no case of a sarcoma
        if not any(fact.case for fact in ruled):
            refused = facts.refusal(document, sentences, ontology) or "no fact of a patient"
            raise NoCase(f"{document.paper.id}: no sarcoma case: {refused}")
        if self.model is None:
            return self._found(document, Merged(tuple(ruled), ()))
        extraction = self.model.read(document, ontology)
        if not self.rules:
            return self._found(document, Merged(extraction.facts, ()), extraction)
        merged = merge(ruled, extraction.facts, (RULES, self.model.agent))
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


#: One paper read: its source, the document, and what was found; or the error in its place.
Outcome = tuple[str, Document | None, Found | SarcomaKgError]


def documents(sources: tuple[str, ...]) -> Iterator[tuple[str, Document | SarcomaKgError]]:
    """Give every paper of every source; one that cannot be read gives its error."""
    from sarcoma_kg import papers

    for source in sources:
        try:
            for document in papers.read(source, stdin=sys.stdin.buffer):
                yield source, document
        except SarcomaKgError as error:
            yield source, error


@cache
def _reader(spec: str) -> tuple[Reader, Ontology]:
    # once in each process
    return Reader.parse(spec), Ontology.load()


def _outcome(item: tuple[str, Document | SarcomaKgError], spec: str) -> Outcome:
    source, document = item
    if isinstance(document, SarcomaKgError):
        return source, None, document
    reader, ontology = _reader(spec)
    try:
        return source, document, reader.read(document, ontology)
    except SarcomaKgError as error:
        return source, document, error


def readings(sources: tuple[str, ...], spec: str, jobs: int) -> Iterator[Outcome]:
    """Read the papers of all sources with `jobs` processes, as a stream in their order.

    On a terminal a progress bar on stderr tells how many are done, the rate and the time left.
    """
    Reader.parse(spec)  # a wrong name is told before anything is read
    total = len(sources) if len(sources) > 1 else None
    with progress("reading", total) as step:
        for outcome in in_order(documents(sources), partial(_outcome, spec=spec), jobs):
            yield outcome
            step()
