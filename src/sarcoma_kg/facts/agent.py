"""Agents: which drugs act on tumours."""

from functools import lru_cache

from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.records import Mention
from sarcoma_kg.terms import Term

#: The term above all drugs that act on tumours.
ANTINEOPLASTIC = Term.parse("CHEBI:35610")


@lru_cache(maxsize=4096)
def acts_on_tumours(ontology: Ontology, term: Term) -> bool:
    """Say whether a drug acts on tumours: it is neither a supportive drug nor a mere class."""
    concept = ontology.get(term)
    if concept is None or concept.facet("rank") == "class":
        return False
    return ontology.is_a(term, ANTINEOPLASTIC)


def antitumour(chart: Chart, mention: Mention) -> bool:
    """Say whether a mention is a regimen or a drug that acts on tumours."""
    if mention.kind == "regimen":
        return True
    concept = chart.concept(mention)
    return concept is not None and acts_on_tumours(chart.ontology, concept.id)
