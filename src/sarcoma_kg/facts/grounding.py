"""Grounding: each fact's terms, the ontology's own first."""

from collections.abc import Iterable
from dataclasses import replace

from sarcoma_kg.ontology import Ontology
from sarcoma_kg.records import Fact

#: The kind of term that the value of a kind of fact names.
VOCABULARY = {
    "diagnosis": "disease",
    "primary-site": "site",
    "metastasis": "site",
    "surgery": "procedure",
    "radiotherapy": "procedure",
    "ablation": "procedure",
    "other-treatment": "procedure",
    "drug": "drug",
    "regimen": "regimen",
    "symptom": "finding",
    "adverse-event": "finding",
    "marker": "marker",
    "alteration": "alteration",
}


def grounded(facts: Iterable[Fact], ontology: Ontology) -> list[Fact]:
    """Put the ontology's own term of each fact first; the identifiers given stay beside it.

    A fact without identifiers gets the term that its value names exactly, if there is one.
    """
    return [_grounded(fact, ontology) for fact in facts]


def _grounded(fact: Fact, ontology: Ontology) -> Fact:
    known = (concept for term in fact.terms if (concept := ontology.get(term)))
    concept = next(known, None)
    if concept is None and not fact.terms and fact.kind in VOCABULARY:
        match = ontology.find(fact.value, VOCABULARY[fact.kind])
        concept = match.concept if match and match.how in ("label", "exact") else None
    if concept is None:
        return fact
    return replace(fact, terms=(concept.id, *(t for t in fact.terms if t != concept.id)))
