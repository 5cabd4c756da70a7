"""From a value that a model or a person wrote to a term, and to its canonical value."""

from sarcoma_kg.kinds import KINDS
from sarcoma_kg.ontology import Concept, Match, Ontology


def find(ontology: Ontology, fact: str, value: str) -> Match | None:
    """Give the concept that a value of a kind of fact names; nothing where it is not sure."""
    found = (ontology.named(value, kind) for kind in KINDS[fact].terms)
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
    found = (ontology.suggest(value, kind, 2) for kind in KINDS[fact].terms)
    return list(dict.fromkeys(label for labels in found for label in labels))[:3]
