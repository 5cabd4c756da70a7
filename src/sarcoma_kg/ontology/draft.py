"""A concept while a slim is being made: derived from upstream, then corrected by local rows."""

from dataclasses import dataclass, field

from sarcoma_kg.errors import SourceError
from sarcoma_kg.ontology import spelling
from sarcoma_kg.ontology.seeds import Addition

_SCOPES = ("exact", "narrow", "broad", "related", "old")
#: How much a name's origin counts where two concepts claim it: the smaller wins.
LABEL, LOCAL, OWN, OTHER, VAGUE, MADE = range(6)


@dataclass(slots=True)
class Named:
    """A name of a draft: its text, scope, and how sure its origin is."""

    text: str
    scope: str
    trust: int


@dataclass(slots=True)
class Draft:
    """Everything known about one concept so far."""

    id: str
    label: str
    kind: str
    names: dict[str, Named] = field(default_factory=dict)  # by spelling key
    parents: set[str] = field(default_factory=set)
    wholes: set[str] = field(default_factory=set)
    exact: set[str] = field(default_factory=set)
    close: set[str] = field(default_factory=set)
    related: set[str] = field(default_factory=set)
    facets: dict[str, set[str]] = field(default_factory=dict)
    sources: set[str] = field(default_factory=set)

    def add_name(self, text: str, scope: str, trust: int) -> None:
        """Add a name unless a surer origin has given one of the same spelling already."""
        key = spelling.key(text)
        if not key or key == spelling.key(self.label):
            return
        there = self.names.get(key)
        if there is None or (trust, text) < (there.trust, there.text):
            self.names[key] = Named(text, scope, trust)

    def apply(self, addition: Addition) -> None:
        """Put one reviewed local statement in force."""
        name, values = addition.field, addition.values
        if name in _SCOPES:
            for text in values:
                self.names.pop(spelling.key(text), None)
                self.add_name(text, name, LOCAL)
        elif name == "not-name":
            for text in values:
                self.names.pop(spelling.key(text), None)
        elif name == "label":
            old, self.label = self.label, values[0]
            self.names.pop(spelling.key(self.label), None)
            self.add_name(old, "exact", LABEL)
        elif name.startswith("skg:"):
            self.facets[name[4:]] = set(values) - {"-"}
        else:
            self._relate(name, values)

    def _relate(self, name: str, values: tuple[str, ...]) -> None:
        if name == "parent":
            self.parents |= set(values)
        elif name == "part-of":
            self.wholes |= set(values)
        elif name == "xref":
            self.exact |= set(values)
            self.close -= set(values)
        elif name == "related-xref":
            self.related |= set(values)
        elif name == "not-parent":
            self.parents -= set(values)
        elif name == "not-part-of":
            self.wholes -= set(values)
        elif name == "not-xref":
            self.exact -= set(values)
            self.close -= set(values)
        else:
            raise SourceError(f"{self.id}: no field {name!r}")


def all_above(drafts: dict[str, Draft], curie: str) -> set[str]:
    """Give all identifiers above one, by is-a and by part-of."""
    found: set[str] = set()
    edge = [curie]
    while edge:
        each = edge.pop()
        if each in drafts:
            fresh = (drafts[each].parents | drafts[each].wholes) - found
            found |= fresh
            edge += fresh
    return found
