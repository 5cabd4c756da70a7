"""Grounding: each fact's terms, the ontology's own first."""

from collections.abc import Iterable
from dataclasses import replace

from sarcoma_kg.ontology import Concept, Ontology
from sarcoma_kg.kinds import KINDS
from sarcoma_kg.records import Fact


def grounded(facts: Iterable[Fact], ontology: Ontology) -> list[Fact]:
    """Put the ontology's own term of each fact first; the identifiers given stay beside it.

    A fact without identifiers gets the term that its value names exactly, if there is one.
    """
    return [_grounded(fact, ontology) for fact in facts]


def _narrower(fact: Fact, concept: Concept, ontology: Ontology) -> Concept:
    """Give the local term that a value names, whose row has the identifiers of one above it."""
    for kind in KINDS[fact.kind].terms:
        match = ontology.find(fact.value, kind)
        if match is None or match.how not in ("label", "exact") or match.concept.identifiers:
            continue
        if concept.id in {above.id for above in ontology.ancestors(match.concept.id)}:
            return match.concept
    return concept


def _grounded(fact: Fact, ontology: Ontology) -> Fact:
    known = (concept for term in fact.terms if (concept := ontology.get(term)))
    concept = next(known, None)
    if concept is not None and fact.value != concept.value:
        concept = _narrower(fact, concept, ontology)
    if concept is None and not fact.terms:
        matches = (ontology.find(fact.value, kind) for kind in KINDS[fact.kind].terms)
        exact = (m.concept for m in matches if m is not None and m.how in ("label", "exact"))
        concept = next(exact, None)
    if concept is None:
        return fact
    return replace(fact, terms=(concept.id, *(t for t in fact.terms if t != concept.id)))
