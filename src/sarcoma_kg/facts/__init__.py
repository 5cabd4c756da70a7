"""Facts: what a paper states about each of its patients, each statement with its evidence.

`read` is the door. It opens one `Chart` per case and asks each reader for its facts; the words
that carry facts are in the TSV files beside the readers.
"""

from collections.abc import Iterable
from typing import NamedTuple

from sarcoma_kg.facts import (
    adverse_event,
    biopsy,
    cause_of_death,
    claim,
    course,
    dose_reduction,
    endpoint,
    margin,
    necrosis,
    outcome,
    patient,
    performance,
    recurrence,
    response,
    second,
    surgery,
    topic,
    treatment,
    tumour,
    tumour_name,
)
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.eligibility import reason
from sarcoma_kg.kinds import KINDS
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.records import DEAD, Document, Fact, Sentence

__all__ = ["Read", "charts", "read"]

_PATIENT = (patient.read, performance.read, tumour.read)
_COURSE = (
    biopsy.read,
    treatment.read,
    dose_reduction.read,
    surgery.read,
    margin.read,
    necrosis.read,
    response.read,
    adverse_event.read,
    recurrence.read,
    outcome.read,
    endpoint.read,
    cause_of_death.read,
)


def charts(document: Document, sentences: tuple[Sentence, ...], ontology: Ontology) -> list[Chart]:
    """Open a chart for each case that the sentences are about.

    A case that names no sarcoma is headed by the one that its paper is about.
    """
    cases = sorted({case for sentence in sentences for case in sentence.cases})
    opened = [
        Chart(
            case,
            document.text,
            tuple(sentence for sentence in sentences if case in sentence.cases),
            ontology,
            len(cases) == 1,
        )
        for case in cases
    ]
    return topic.headed(opened, sentences)


class Read(NamedTuple):
    """The facts of a document, and in one line why it holds no sarcoma case, if it holds none."""

    facts: list[Fact]
    refusal: str | None


def read(document: Document, sentences: tuple[Sentence, ...], ontology: Ontology) -> Read:
    """Give the facts of a document, by case, then in text order, main rows first.

    What can be read of a document without a sarcoma case is given too: who asks looks at `refusal`.
    """
    facts: list[Fact] = []
    opened = charts(document, sentences, ontology)
    refusal = reason(document, sentences, opened)
    for chart in opened:
        found = [fact for reader in _PATIENT for fact in reader(chart)]
        body = chart.body
        found += [fact for reader in _COURSE for fact in reader(body)]
        found = second.read(chart, in_text_order(_agreeing(distinct(found))))
        facts += course.arrange(
            found, document.text, chart.retold, tumour_name.naming(chart, found)
        )
    return Read(facts + claim.read(document, sentences, ontology), refusal)


def distinct(facts: Iterable[Fact]) -> list[Fact]:
    """Keep the first of the facts that say the same of a case; claims and intervals may repeat.

    Source: docs/facts.md, rule 18.
    """
    first: dict[tuple[object, ...], Fact] = {}
    for fact in facts:
        key: tuple[object, ...] = (fact.case, fact.kind, fact.value.casefold(), fact.polarity)
        if fact.kind in ("claim", "interval"):
            key += (fact.evidence.start, fact.qualifiers.to)
        first.setdefault(key, fact)
    return list(first.values())


def _agreeing(facts: list[Fact]) -> list[Fact]:
    """Leave out what cannot be so beside the others.

    A cause of death needs a death; of a marker told both positive and negative the first counts.
    """
    dead = any(fact.kind == "outcome" and fact.value in DEAD for fact in facts)
    markers: dict[str, str] = {}
    kept = []
    for fact in facts:
        if fact.kind == "cause-of-death" and not dead:
            continue
        whole = fact.kind == "marker" and not fact.qualifiers.lesion
        if whole and markers.setdefault(fact.value, fact.polarity) != fact.polarity:
            continue
        kept.append(fact)
    return kept


def in_text_order(facts: list[Fact]) -> list[Fact]:
    """Sort the facts of a case by their place in the text.

    Alternatives to a fact that only counts once follow it, wherever they stand.
    """
    mains: dict[str, int] = {}
    for fact in facts:
        mains.setdefault(fact.kind, fact.evidence.start)
    return sorted(
        facts,
        key=lambda fact: (
            mains[fact.kind] if KINDS[fact.kind].single else fact.evidence.start,
            fact.kind,
        ),
    )
