"""The schema as one object: the classes, properties and values of `ontology/schema.ttl`.

The properties that only terms have are declared beside them, in `terms/annotations.ttl`.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sarcoma_kg import content
from sarcoma_kg.terms import prefixes

_CLASS, _VALUE = "Class", "NamedIndividual"
_PROPERTIES = ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")
_LIKE = 0.6  # two names that are less alike are not each other's misspelling


@dataclass(frozen=True, slots=True)
class Entry:
    """A name of the schema: a class, a property, or a value that a property may have.

    `parents` are its super-classes (of a value its class), `domain` and `range` those of a
    property: local names of the schema, else CURIEs.
    """

    name: str
    sort: str  # class, property or value
    label: str
    comment: str = ""
    parents: tuple[str, ...] = ()
    domain: tuple[str, ...] = ()
    range: tuple[str, ...] = ()


class Schema(Mapping[str, Entry]):
    """Every name of the schema, by its local name, in the order of the file."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self._entries = entries

    @staticmethod
    def load() -> "Schema":
        """Read the packaged schema, once."""
        folder = content.folder("ontology")
        return _load(folder / "schema.ttl", folder / "terms" / "annotations.ttl")

    def __getitem__(self, name: str) -> Entry:
        return self._entries[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def of(self, sort: str) -> list[Entry]:
        """List the entries of a sort: class, property or value."""
        return [entry for entry in self._entries.values() if entry.sort == sort]

    def nearest(self, name: str) -> str:
        """Name the entry that a name may have meant, or nothing; a class before a property.

        A name that begins with a capital is one of a class or a value.
        """
        from rapidfuzz import fuzz, process

        found = process.extract(name.lower(), {n: n.lower() for n in self}, scorer=fuzz.ratio)
        near = [(n, score) for _, score, n in found if score >= _LIKE * 100]
        same = [each for each in near if each[0][0].isupper() == name[:1].isupper()]
        best = max((score for _, score in near), default=0)
        near = [each for each in same if each[1] == best] or near
        return near[0][0] if near else ""


@cache
def _load(*paths: Path) -> Schema:
    from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

    known = prefixes()
    Node = NamedNode | BlankNode | Literal | Triple  # noqa: N806 - a type
    said: dict[Node, dict[str, list[Node]]] = defaultdict(lambda: defaultdict(list))
    for quad in (q for path in paths for q in parse(path.read_bytes(), format=RdfFormat.TURTLE)):
        said[quad.subject][quad.predicate.value].append(quad.object)

    def short(node: Node) -> str:
        if not isinstance(node, NamedNode):
            return ""
        if node.value.startswith(known["skg"]):
            return node.value.removeprefix(known["skg"])
        spaces = ((each, name) for name, each in known.items() if node.value.startswith(each))
        namespace, name = max(spaces, default=("", ""))
        return f"{name}:{node.value.removeprefix(namespace)}" if name else node.value

    def listed(head: Node) -> Iterator[Node]:
        while first := said[head].get(known["rdf"] + "first"):
            yield first[0]
            head = said[head][known["rdf"] + "rest"][0]

    def names(node: Node, curie: str) -> tuple[str, ...]:
        """Name what a property of the schema points to; a union by its parts."""
        prefix, _, local = curie.partition(":")
        found: list[Node] = []
        for each in said[node].get(known[prefix] + local, ()):
            union = said[each].get(known["owl"] + "unionOf") if isinstance(each, BlankNode) else ()
            found += listed(union[0]) if union else [each]
        return tuple(filter(None, map(short, found)))

    def words(node: Node, name: str) -> str:
        told = said[node].get(known["rdfs"] + name, ())
        return next((each.value for each in told if isinstance(each, Literal)), "")

    entries = {}
    for node in list(said):
        name, kinds = short(node), names(node, "rdf:type")
        if not isinstance(node, NamedNode) or not node.value.startswith(known["skg"]):
            continue
        told = {kind.removeprefix("owl:") for kind in kinds}
        if _VALUE in told:
            sort, parents = "value", tuple(k for k in kinds if not k.startswith("owl:"))
        elif _CLASS in told:
            sort, parents = "class", names(node, "rdfs:subClassOf")
        elif told.intersection(_PROPERTIES):
            sort, parents = "property", names(node, "rdfs:subPropertyOf")
        else:
            continue
        entries[name] = Entry(
            name,
            sort,
            words(node, "label"),
            words(node, "comment"),
            parents,
            names(node, "rdfs:domain"),
            names(node, "rdfs:range"),
        )
    return Schema(entries)
