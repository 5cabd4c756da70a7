"""The check of the vocabulary against a reference database: is every identifier right."""

from collections.abc import Iterator
from pathlib import Path

from sarcoma_kg.ontology import spelling
from sarcoma_kg.ontology.concept import Concept
from sarcoma_kg.ontology.upstream import Upstream
from sarcoma_kg.ontology.vocabulary import Ontology

#: Facets whose values are identifiers of other concepts.
_LINKS = ("component", "gene", "today", "typicalOf")


def check_reference(database: Path, ontology: Ontology | None = None) -> list[tuple[str, str]]:
    """Compare every identifier with a reference database of terms; gives (identifier, message).

    Wrong is an identifier that the database does not have, though it has that vocabulary; one
    that it calls obsolete; and one whose label there is neither label nor synonym here. Close
    matches may have other names. The project's own terms (`SKGT:`) have no reference.

    Raises `SourceError` where the file is no such database.
    """
    reference = Upstream(database)
    covered = reference.prefixes()
    found: list[tuple[str, str]] = []
    for concept in (ontology or Ontology.load()).concepts():
        found += _check(concept, reference, covered)
    return sorted(set(found))


def _check(concept: Concept, reference: Upstream, covered: set[str]) -> Iterator[tuple[str, str]]:
    # "Colon, Ascending" is no name here, but "ascending colon" is
    names = {spelling.loose_key(name.text) for name in concept.names}
    exact = {concept.id, *concept.xrefs[: concept.exact]}
    for term in (concept.id, *concept.xrefs):
        if term.prefix == "SKGT" or term.prefix not in covered:
            continue
        row = reference.get(str(term))
        if row is None:
            yield str(term), f"is not in the reference (here: {concept.label})"
        elif row.obsolete:
            instead = f"; use {row.replaced_by}" if row.replaced_by else ""
            yield str(term), f"is obsolete (here: {concept.label}){instead}"
        elif term in exact and spelling.loose_key(row.label) not in names:
            yield str(term), f"is {row.label!r} in the reference, no name of {concept.label!r} here"
    for link in _LINKS:
        for value in concept.facets.get(link, ()):
            prefix = value.partition(":")[0]
            if prefix in covered and reference.get(value) is None:
                yield value, f"is not in the reference ({link} of {concept.label})"
