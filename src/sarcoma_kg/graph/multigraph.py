"""Patients, tumours, events and terms as a networkx graph, for those who compute on networks."""

from collections.abc import Iterable, Mapping

import networkx as nx
from pyoxigraph import Literal, NamedNode, Quad

from sarcoma_kg.answer import plain, short
from sarcoma_kg.errors import TermError
from sarcoma_kg.ontology import Ontology, Schema
from sarcoma_kg.terms import Term, prefixes

_LABEL = prefixes()["rdfs"] + "label"
_TYPE = prefixes()["rdf"] + "type"
#: Nodes of these classes are left out (statements, their evidence) or folded (amounts).
_STATEMENTS = {"Fact", "DeniedFact", "Claim", "Evidence"}
_AMOUNT = "Quantity"
_Told = tuple[str, NamedNode | Literal]  # a property of a node and its value


def of(quads: Iterable[Quad], ontology: Ontology) -> nx.MultiDiGraph:
    """Make the graph of some papers' quads; see `Graph.to_networkx`."""
    said: dict[str, list[_Told]] = {}
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            told = said.setdefault(quad.subject.value, [])
            told.append((quad.predicate.value, quad.object))
    kinds = {iri: _kind(told) for iri, told in said.items()}
    graph = nx.MultiDiGraph()
    for iri, kind in kinds.items():
        if kind in Schema.load() and kind not in _STATEMENTS and kind != _AMOUNT:
            _put(graph, iri, said, kinds)
    for name, data in graph.nodes(data=True):
        if "label" not in data:
            label, kind = _term(data["iri"], name, ontology)
            data.update(label=label, kind=kind)
    return graph


def _kind(told: Iterable[_Told]) -> str:
    found = (short(node.value) for name, node in told if name == _TYPE)
    return min(found, default="")


def _put(
    graph: nx.MultiDiGraph,
    iri: str,
    said: Mapping[str, list[_Told]],
    kinds: Mapping[str, str],
) -> None:
    """Put one node with its values and its edges into the graph."""
    own = short(iri)
    values: dict[str, object] = {}
    graph.add_node(own, iri=iri, kind=kinds[iri], label=own)
    for predicate, node in said[iri]:
        name = "label" if predicate == _LABEL else short(predicate)
        if predicate == _TYPE or kinds.get(node.value) in _STATEMENTS:
            continue
        if isinstance(node, Literal):
            told = plain(node)
            values[name] = f"{values[name]}; {told}" if name in values else told
        elif kinds.get(node.value) == _AMOUNT:
            values[name] = plain(dict(said[node.value]).get(_LABEL))
            for property_, other in said[node.value]:
                if short(property_) == "sinceEvent":
                    _join(graph, own, "sinceEvent", other.value)
        else:
            _join(graph, own, name, node.value)
    graph.nodes[own].update(values)


def _join(graph: nx.MultiDiGraph, own: str, name: str, other: str) -> None:
    target = short(other)
    if "iri" not in graph.nodes.get(target, {}):
        graph.add_node(target, iri=other)
    graph.add_edge(own, target, key=name, label=name)


def _term(iri: str, name: str, ontology: Ontology) -> tuple[str, str]:
    """Give the label and the kind of what a node points to: a term, a value of the schema."""
    entry = Schema.load().get(name)
    if entry is not None:
        return entry.label, "".join(entry.parents[:1])
    try:
        concept = ontology.get(Term.from_iri(iri))
    except TermError:
        concept = None
    return (concept.label, concept.kind) if concept else (name, "")
