"""Who reads: the rules, a model, or both."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sarcoma_kg import __version__
from sarcoma_kg.errors import SourceError
from sarcoma_kg.model import Answered, Doubt, Merged, Model, merge
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.reading.extraction import Extraction
from sarcoma_kg.reading.place import in_place, one_counts, statement
from sarcoma_kg.records import Document, Fact, Reading, cases

#: The reader by rules, and its name in the provenance.
RULES = "rules"
_NONE = "no fact of a patient"


def now() -> str:
    """Give the time as provenance writes it (ISO 8601, UTC)."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


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

    def read(self, document: Document, ontology: Ontology) -> Extraction:
        """Read a document: find the mentions, read the facts, put them in their course.

        Raises `FactError` where a quote is not at its offsets, `SourceError` where a model cannot
        be asked.
        """
        from sarcoma_kg import facts, mentions

        sentences = mentions.find(document, ontology)
        ruled = facts.read(document, sentences, ontology)
        # a model is not asked either about what holds no case of a sarcoma
        if not any(fact.case for fact in ruled):
            return self._refused(document, facts.refusal(document, sentences, ontology) or _NONE)
        if self.model is None:
            return self._read(document, ontology, Merged(tuple(ruled), ()))
        answered = self.model.read(document, ontology)
        if self.rules:
            merged = merge(ruled, answered.facts, (RULES, self.model.agent))
        else:
            merged = Merged(answered.facts, ())
        return self._read(document, ontology, merged, answered)

    def _refused(self, document: Document, why: str) -> Extraction:
        return Extraction(document, (), (), Reading(self.agent, __version__, now()), why)

    def _read(
        self,
        document: Document,
        ontology: Ontology,
        merged: Merged,
        answered: Answered | None = None,
    ) -> Extraction:
        everything = [*merged.agreed, *(doubt.fact for doubt in merged.doubted)]
        if not any(fact.case for fact in everything):
            return self._refused(document, _NONE)
        for fact in everything:
            for evidence in (fact.evidence, *fact.further):
                evidence.check(document.text)
        found = in_place(everything, document.text, ontology)
        if not self.rules:
            found = one_counts(found)
        told = [f"{self.agent}: {answered.loss}"] if answered and answered.loss else []
        if merged.doubted:
            mine = sum(doubt.first for doubt in merged.doubted)
            told.append(
                f"{self.agent}: {len(merged.agreed)} facts agreed, {mine} said by the rules "
                f"alone, {len(merged.doubted) - mine} by the model alone"
            )
        return Extraction(
            document,
            cases(found),
            tuple(fact for fact in found if not fact.case),
            Reading(self.agent, __version__, now(), "; ".join(told)),
            doubts=_placed(merged.doubted, found),
            told=tuple(f"{document.paper.id}: {line}" for line in told),
        )


def _placed(doubts: Iterable[Doubt], found: Iterable[Fact]) -> tuple[Doubt, ...]:
    """Give doubts with their facts as they were put in their course."""
    there = {statement(fact): fact for fact in found}
    with_places = []
    for doubt in doubts:
        fact = there[statement(doubt.fact)]
        with_places.append(replace(doubt, fact=fact, plain=replace(fact, note=doubt.plain.note)))
    return tuple(with_places)
