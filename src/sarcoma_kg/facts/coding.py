"""Coding: the identifiers of what the readers name in their own words ("wide excision")."""

from functools import lru_cache

from sarcoma_kg.ontology import Ontology
from sarcoma_kg.terms import Term

#: Below this a match is a guess (misspelt, or a wider term), and a guess gives no identifier.
_SURE = 0.95


@lru_cache(maxsize=2048)
def terms(ontology: Ontology, value: str, kind: str) -> tuple[Term, ...]:
    """Give the identifiers of a value of a kind of concept; none where the ontology has none."""
    match = ontology.find(value, kind)
    return match.concept.identifiers if match is not None and match.score >= _SURE else ()
