"""The former slims as a source: for vocabularies that the releases at hand do not hold.

Who updates NCIt alone keeps the cross-references, names and terms of MONDO as they were.
"""

from pathlib import Path

from sarcoma_kg.ontology import index
from sarcoma_kg.ontology.upstream import Upstream


def _prefix(curie: str) -> str:
    return curie.partition(":")[0]


def keep(folder: Path, upstream: Upstream) -> set[str]:
    """Put into the table what the slims in `folder` say of vocabularies that are not in it.

    Gives the prefixes of the vocabularies that were kept.
    """
    covered = upstream.prefixes() | {"SKGT"}
    kept: set[str] = set()
    terms: dict[str, str] = {}
    synonyms: list[tuple[str, str, str]] = []
    xrefs: list[tuple[str, str]] = []
    parents: list[tuple[str, str, str]] = []
    for curie, said in index.read_slims(sorted(folder.glob("*.ttl"))).items():
        if curie.startswith("SKGT:"):
            continue  # made anew from the local files
        missing = [(xref, exact) for xref, exact in said.xrefs if _prefix(xref) not in covered]
        own = _prefix(curie) not in covered
        if not own and not missing:
            continue
        kept |= {_prefix(xref) for xref, _ in missing} | ({_prefix(curie)} if own else set())
        xrefs += [(curie, xref) for xref, _ in missing]
        for xref, exact in missing:
            # a close match has another name than the concept: none is known here
            terms.setdefault(xref, said.label if exact else "")
        synonyms += [
            (curie, text, "EXACT" if scope == "old" else scope.upper())
            for text, scope in said.names
        ]
        if own:
            terms[curie] = said.label
            parents += [(curie, parent, "is_a") for parent in said.parents]
            parents += [(curie, whole, "part_of") for whole in said.wholes]
        if "ICDO" not in covered:
            xrefs += [(curie, f"ICDO:{code}") for code in said.facets.get("icdoMorphology", ())]
    upstream.add(
        terms=[(curie, label, 0, "") for curie, label in sorted(terms.items())],
        synonyms=synonyms,
        xrefs=xrefs,
        parents=parents,
    )
    return kept
