"""What a vocabulary holds: concepts with their names, and the match of a text with one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from sarcoma_kg.terms import Term

#: The kinds of concept. A `disease` is a tumour or a tumour-like lesion; other diseases, symptoms,
#: signs, toxicities and comorbidities are a `finding`; inherited predispositions a `syndrome`.
KINDS = (
    "disease",
    "drug",
    "regimen",
    "site",
    "procedure",
    "finding",
    "gene",
    "marker",
    "alteration",
    "syndrome",
)
Scope = Literal["label", "exact", "old", "narrow", "broad", "related"]
#: The scopes of a name, the surest first.
SCOPES: tuple[Scope, ...] = ("label", "exact", "old", "narrow", "broad", "related")


@dataclass(frozen=True, slots=True)
class Name:
    """One spelling of a concept's name; `old` is a name that has been given up."""

    text: str
    scope: Scope


#: Which vocabularies the identifiers of a kind of term come from, the first first.
_VOCABULARIES: dict[str, tuple[str, ...]] = {
    "disease": ("NCIT", "MONDO"),
    "site": ("UBERON", "NCIT"),
    "drug": ("CHEBI", "NCIT", "DRUGBANK"),
    "regimen": ("NCIT",),
    "procedure": ("MAXO", "NCIT", "MESH"),
    "finding": ("HP", "NCIT", "MONDO"),
    "syndrome": ("MONDO", "HP", "NCIT"),
    "marker": ("HGNC",),
    "gene": ("HGNC",),
    "alteration": ("HGNC", "NCIT"),
}


@dataclass(frozen=True, slots=True)
class Concept:
    """A term of the vocabulary: primary identifier, names, and place among the others.

    `parents` are is-a, `part_of` is for sites. Of the `xrefs` the first `exact` mean the same
    concept, the others a close one. `facets` holds what only some kinds have, each
    with its values as text: `behaviour` (benign, intermediate, malignant), `group` (sarcoma,
    mesenchymal, other), `icdoMorphology` (code), `gradeFamily`, `today` (what an old
    entity is now), `gene`, `component` (of a regimen), `rank` (class, formulation or root),
    `role` of a drug (antitumour, supportive, antidote),
    `topic` (what a procedure or finding is for), `typicalOf` (tumour of a fusion), `reference`
    (where a regimen is from).
    """

    id: Term
    label: str
    kind: str
    names: tuple[Name, ...] = ()
    parents: tuple[Term, ...] = ()
    part_of: tuple[Term, ...] = ()
    xrefs: tuple[Term, ...] = ()
    exact: int = 0
    facets: Mapping[str, tuple[str, ...]] = field(
        default_factory=lambda: MappingProxyType({}), hash=False
    )

    def facet(self, name: str) -> str:
        """Give the first value of a facet, or an empty text."""
        values = self.facets.get(name, ())
        return values[0] if values else ""

    @property
    def identifiers(self) -> tuple[Term, ...]:
        """The identifiers as fact rows write them: the primary one, then its cross-references.

        Local terms (`SKGT:…`) are left out: they have no meaning outside of this graph.
        """
        found = [self.id] if self.id.prefix != "SKGT" else []
        for prefix in _VOCABULARIES.get(self.kind, ()):
            found += [term for term in self.xrefs if term.prefix == prefix and term not in found]
        return tuple(found)

    @property
    def value(self) -> str:
        """The label as fact rows write it: lower case, but for markers, genes and symbols."""
        return (
            self.label
            if self.kind in ("marker", "alteration", "gene", "regimen")
            else (self.label.lower())
        )


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a composed name: its words in the name, what it is, and its identifier.

    `role` is the kind of the concept that the name is of (disease, site, procedure …), place,
    alteration, or what a qualifier says: side, grade, depth, stage, age, course, approach …
    A qualifier that no vocabulary has an identifier for has no `term`, and its words as label.
    """

    role: str
    text: str
    term: Term | None
    label: str


@dataclass(frozen=True, slots=True)
class Match:
    """A concept found for a text: the name that matched, and how sure that is.

    `how` is label, exact, narrow, broad, related, old, fuzzy, id or composed; `score` is 0 to 1,
    where everything below 1 was not written exactly so. Where the text says more than the name of
    the concept, `parts` gives all that it says, in its order, and `how` is composed, or broad
    where the concept is only the whole of what is meant ("upper third of the humerus").
    """

    concept: Concept
    matched: str
    how: str
    score: float = 1.0
    parts: tuple[Part, ...] = ()
