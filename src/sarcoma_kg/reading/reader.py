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

    def read(self, document: Document, ontology: Ontology, *, anyway: bool = False) -> Extraction:
        """Read a document: find the mentions, read the facts, put them in their course.

        What holds no case of a sarcoma is refused, and a model is not asked about it; with
        `anyway` it is read all the same. Raises `FactError` where a quote is not at its offsets,
        `SourceError` where a model cannot be asked.
        """
        from sarcoma_kg import facts, mentions
        from sarcoma_kg.facts.language import in_english

        sentences = in_english(document.text, mentions.find(document, ontology))
        ruled, against = facts.read(document, sentences, ontology)
        found = _of_patient(ruled)
        refusal = against or ("" if found else _NONE)
        if refusal:
            readable = bool(sentences) if self.model else found
            if not anyway:
                return self._refused(document, refusal, readable=readable)
            if not readable:
                return self._refused(document, _in_vain(refusal))
        if self.model is None:
            return self._read(document, ontology, Merged(tuple(ruled), ()), refusal)
        answered = self.model.read(document, ontology, sentences)
        if self.rules:
            merged = merge(ruled, answered.facts, (RULES, self.model.agent))
        else:
            merged = Merged(answered.facts, ())
        return self._read(document, ontology, merged, refusal, answered)

    def _refused(self, document: Document, why: str, *, readable: bool = False) -> Extraction:
        run = Reading(self.agent, __version__, now())
        return Extraction(document, (), (), run, why, readable=readable)

    def _read(
        self,
        document: Document,
        ontology: Ontology,
        merged: Merged,
        refusal: str,
        answered: Answered | None = None,
    ) -> Extraction:
        everything = [*merged.agreed, *(doubt.fact for doubt in merged.doubted)]
        if not _of_patient(everything):
            why = _in_vain(refusal) if refusal else _NONE
            lost = f"; {answered.loss}" if answered and answered.loss else ""
            return self._refused(document, f"{why}{lost}")
        for fact in everything:
            for evidence in (fact.evidence, *fact.further):
                evidence.check(document.text)
        found = in_place(everything, document.text, ontology)
        if not self.rules:
            found = one_counts(found)
        told = [f"{self.agent}: {answered.loss}"] if answered and answered.loss else []
        against = [f"read against a refusal: {refusal}"] if refusal else []
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
            Reading(self.agent, __version__, now(), "; ".join(told), refusal),
            doubts=_placed(merged.doubted, found),
            told=tuple(f"{document.paper.id}: {line}" for line in [*against, *told]),
        )


def _of_patient(facts: Iterable[Fact]) -> bool:
    return any(fact.case for fact in facts)


def _in_vain(refusal: str) -> str:
    """Say that a text was read against a refusal, and gave nothing."""
    return f"{refusal}; read all the same, it gave {_NONE}" if refusal != _NONE else _NONE


def _placed(doubts: Iterable[Doubt], found: Iterable[Fact]) -> tuple[Doubt, ...]:
    """Give doubts with their facts as they were put in their course."""
    there = {statement(fact): fact for fact in found}
    with_places = []
    for doubt in doubts:
        fact = there[statement(doubt.fact)]
        with_places.append(replace(doubt, fact=fact, plain=replace(fact, note=doubt.plain.note)))
    return tuple(with_places)
