"""From a value that a model or a person wrote to a term of the ontology, and to a canonical value.

Which kinds of concept a kind of fact may name is in `grounding.tsv`.
"""

import csv
from functools import cache
from pathlib import Path

from sarcoma_kg.ontology import Concept, Match, Ontology


@cache
def kinds() -> dict[str, tuple[str, ...]]:
    """Give the kinds of concept that each kind of fact may name, the likeliest first."""
    with (Path(__file__).parent / "grounding.tsv").open(encoding="utf-8", newline="") as lines:
        return {
            row["fact"]: tuple(row["kinds"].split())
            for row in csv.DictReader(lines, delimiter="\t")
        }


def find(ontology: Ontology, fact: str, value: str) -> Match | None:
    """Give the concept that a value of a kind of fact names; nothing where it is not sure."""
    found = (ontology.find(value, kind) for kind in kinds().get(fact, ()))
    return max(
        (match for match in found if match is not None),
        key=lambda match: match.score,
        default=None,
    )


def value(concept: Concept, fact: str, said: str) -> str:
    """Give the value of a fact that names a concept: its label, but "radiotherapy" stays so."""
    return fact if said.strip().lower() == fact else concept.value


def suggest(ontology: Ontology, fact: str, value: str) -> list[str]:
    """Give the labels of concepts that a value of a kind of fact may have meant."""
    found = (ontology.suggest(value, kind, 2) for kind in kinds().get(fact, ()))
    return list(dict.fromkeys(label for labels in found for label in labels))[:3]
