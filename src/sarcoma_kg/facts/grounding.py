"""Grounding: each fact's terms, the ontology's own first."""

import re
from collections.abc import Iterable
from dataclasses import replace

from sarcoma_kg.kinds import KINDS
from sarcoma_kg.ontology import Concept, Ontology
from sarcoma_kg.records import Fact


def grounded(facts: Iterable[Fact], ontology: Ontology) -> list[Fact]:
    """Put the ontology's own term of each fact first; the identifiers given stay beside it.

    A fact without identifiers gets the term that its value names exactly, if there is one.
    """
    return [_grounded(fact, ontology) for fact in facts]


def _names_alteration(fact: Fact, ontology: Ontology) -> bool:
    """Say whether the first term of a fact is one of an alteration, and no gene."""
    concept = ontology.get(fact.terms[0]) if fact.terms else None
    return concept is not None and concept.kind == "alteration"


def _narrower(fact: Fact, concept: Concept, ontology: Ontology) -> Concept:
    """Give the local term that a value names, whose row has the identifiers of one above it."""
    for kind in KINDS[fact.kind].terms:
        match = ontology.named(fact.value, kind)
        if match is None or match.how not in ("label", "exact") or match.concept.identifiers:
            continue
        if concept.id in {above.id for above in ontology.ancestors(match.concept.id)}:
            return match.concept
    return concept


# what alterations come down to where the vocabulary has no term for the very one: the first word
# that the value holds names the general term
_GENERAL = (
    (re.compile(r"::|fus(?:ion|ed)|rearrange|transloc|\bt\(|invers", re.IGNORECASE),
     "gene fusion or rearrangement"),
    (re.compile(r"amplif|delet|duplic|loss|gain|somy|copy", re.IGNORECASE), "copy number change"),
    (re.compile(r"mutat|variant|\bp\.|exon|\b[A-Z]\d+[A-Z]\b|insert"), "mutation"),
    (re.compile(r""), "genetic alteration"),
)  # fmt: skip
_GENE = re.compile(r"^(?P<gene>[A-Z][A-Z0-9]{1,9})\b(?!::)")


def _altered(fact: Fact, ontology: Ontology) -> Fact:
    """Put the term of an alteration before the genes that it concerns: no gene stands for it.

    Where the vocabulary has none for the very change ("TP53 p.R273H") it is the mutation of that
    gene, else the kind of change.
    """
    gene = _GENE.match(fact.value)
    general = next(label for words, label in _GENERAL if words.search(fact.value))
    names = [fact.value]
    if gene:
        kinds = {"mutation": ("mutation",), "copy number change": ()}.get(
            general, ("rearrangement", "fusion")
        )
        names += [f"{gene.group('gene')} {kind}" for kind in kinds]
    for name in (*names, general):
        match = ontology.named(name, "alteration")
        if match is not None and match.how in ("label", "exact", "old"):
            own = match.concept.id
            return replace(fact, terms=(own, *(term for term in fact.terms if term != own)))
    return fact


def _grounded(fact: Fact, ontology: Ontology) -> Fact:
    if fact.kind == "alteration" and not _names_alteration(fact, ontology):
        return _altered(fact, ontology)
    known = (concept for term in fact.terms if (concept := ontology.get(term)))
    concept = next(known, None)
    if concept is not None and fact.value != concept.value:
        concept = _narrower(fact, concept, ontology)
    if concept is None and not fact.terms:
        matches = (ontology.named(fact.value, kind) for kind in KINDS[fact.kind].terms)
        exact = (m.concept for m in matches if m is not None and m.how in ("label", "exact"))
        concept = next(exact, None)
    if concept is None:
        return fact
    return replace(fact, terms=(concept.id, *(t for t in fact.terms if t != concept.id)))
