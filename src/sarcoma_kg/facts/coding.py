"""Coding: the identifiers of what the readers name in their own words ("wide excision")."""

import re
from functools import lru_cache

from sarcoma_kg.ontology import Ontology
from sarcoma_kg.terms import Term

#: Below this a match is a guess (misspelt, or a wider term), and a guess gives no identifier.
_SURE = 0.95
# an operation on a part or a side of an organ is coded as the operation: "left hepatectomy"
_PART_OF = re.compile(
    r"^(?:hemi-?|(?:partial|subtotal|total|radical|simple|extended|left|right|bilateral|open"
    r"|laparoscopic|robotic|distal|proximal|upper|lower|completion|segmental)\s+)"
)


@lru_cache(maxsize=2048)
def terms(ontology: Ontology, value: str, kind: str) -> tuple[Term, ...]:
    """Give the identifiers of a value of a kind of concept; none where the ontology has none."""
    match = ontology.named(value, kind)
    if match is not None and match.score >= _SURE:
        return ontology.identifiers(match.concept)
    whole = _PART_OF.sub("", value)
    return terms(ontology, whole, kind) if whole != value else ()
