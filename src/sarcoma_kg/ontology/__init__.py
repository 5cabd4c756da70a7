"""The vocabulary: diseases, drugs, sites, procedures, findings, genes, and what they are called.

The only reader of `ontology/terms`. `Ontology.load().find("LMS")` gives the concept that a name
means; `update` rebuilds the Turtle from upstream releases.
"""

from sarcoma_kg.ontology.concept import KINDS, SCOPES, Concept, Match, Name, Part
from sarcoma_kg.ontology.lookup import LONGEST_NAME
from sarcoma_kg.ontology.schema import Entry, Schema
from sarcoma_kg.ontology.spelling import foreign, key
from sarcoma_kg.ontology.vocabulary import Ontology

__all__ = [
    "KINDS",
    "LONGEST_NAME",
    "SCOPES",
    "Concept",
    "Entry",
    "Match",
    "Name",
    "Ontology",
    "Part",
    "Schema",
    "foreign",
    "key",
]
