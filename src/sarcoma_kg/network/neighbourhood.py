"""The picture of a term: what is above it, what is below it, and the cases that have it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sarcoma_kg.network import link
from sarcoma_kg.network.palette import looks
from sarcoma_kg.ontology import Concept, Ontology
from sarcoma_kg.terms import Term

if TYPE_CHECKING:
    import networkx

_CHILDREN = 14  # drawn below the term itself; the others are counted
_GRANDCHILDREN = 4  # drawn below each child, fewer where there are many children
_LEAVES = 28  # about so many in all
_CASES = 12  # drawn of each term
_NAMES = 8  # names and what is left out, listed on hover
_LISTED = 30
_ABOVE = 40  # terms above that are drawn


def of_term(
    concept: Concept, ontology: Ontology, cases: Mapping[str, Sequence[str]]
) -> "networkx.MultiDiGraph":
    """Draw a term's surroundings: the root at the left, the term, two levels below it, cases.

    `cases` maps a term's CURIE to the ids of the cases that have it (`pmid-26913180#case1`).
    """
    import networkx as nx

    graph = nx.MultiDiGraph(gap=80, focus=str(concept.id))
    depth = _above(graph, concept, ontology, cases)
    _add(graph, concept, depth, cases)
    graph.nodes[str(concept.id)]["focus"] = True
    _below(graph, concept, ontology, cases, depth)
    _cases(graph, cases, str(concept.id))
    return graph


def _add(
    graph: "networkx.MultiDiGraph",
    concept: Concept,
    column: int,
    cases: Mapping[str, Sequence[str]],
) -> None:
    curie = str(concept.id)
    if curie in graph:
        return
    names = [name.text for name in concept.names if name.text != concept.label]
    lines = [curie]
    if names:
        more = f" and {len(names) - _NAMES} more" if len(names) > _NAMES else ""
        lines.append(f"also called: {'; '.join(names[:_NAMES])}{more}")
    if concept.xrefs:
        lines.append(f"same in other vocabularies: {', '.join(map(str, concept.xrefs))}")
    lines += [f"{facet}: {', '.join(values)}" for facet, values in concept.facets.items()]
    had = ""
    if count := len(set(cases.get(curie, ()))):
        had = f"{count} case{'s' if count > 1 else ''}"
        lines.append(f"{had} in the graph with this very term")
    graph.add_node(
        curie,
        kind=concept.kind if concept.kind in looks() else "term",
        label=concept.label,
        when=f"{curie}, {had}" if had else curie,
        hover="\n".join(lines),
        url=page_of(concept),
        column=column,
    )


def page_of(concept: Concept) -> str:
    """Give the page of a concept; that of a cross-reference where it has none of its own."""
    pages = (link.of_term(term) for term in (concept.id, *concept.xrefs))
    return next(filter(None, pages), "")


def _above(
    graph: "networkx.MultiDiGraph",
    concept: Concept,
    ontology: Ontology,
    cases: Mapping[str, Sequence[str]],
) -> int:
    """Draw everything above, each as far from the term as its longest way; gives the depth."""
    distance: dict[Term, int] = {}
    parents: dict[Term, list[tuple[Concept, str]]] = {}
    edge, steps = [concept], 0
    while edge and steps < _ABOVE:  # the bound ends a loop in a broken vocabulary
        steps += 1
        higher: dict[Term, Concept] = {}
        for each in edge:
            for parent, _ in parents.setdefault(each.id, _parents(each, ontology)):
                if len(distance) < _ABOVE or parent.id in distance:
                    higher[parent.id] = parent
                    distance[parent.id] = steps
        edge = list(higher.values())
    depth = max(distance.values(), default=0)
    for term, away in sorted(distance.items(), key=lambda item: -item[1]):
        _add(graph, ontology[term], depth - away, cases)
    for child, above in parents.items():
        if child in distance:
            for parent, name in above:
                _join(graph, child, parent.id, name)
    _add(graph, concept, depth, cases)
    for parent, name in parents.get(concept.id, []):
        _join(graph, concept.id, parent.id, name)
    return depth


def _parents(concept: Concept, ontology: Ontology) -> list[tuple[Concept, str]]:
    found = [(parent, "is a") for parent in ontology.parents(concept.id)]
    wholes = ((ontology.get(term), "part of") for term in concept.part_of)
    return found + [(whole, name) for whole, name in wholes if whole is not None]


def _join(graph: "networkx.MultiDiGraph", child: Term, parent: Term, name: str) -> None:
    source, target = str(child), str(parent)
    if source in graph and target in graph and not graph.has_edge(source, target):
        graph.add_edge(source, target, label=name, shown=name != "is a")


def _below(
    graph: "networkx.MultiDiGraph",
    concept: Concept,
    ontology: Ontology,
    cases: Mapping[str, Sequence[str]],
    depth: int,
) -> None:
    """Draw two levels below the term, those with cases first."""
    level = [(concept, _CHILDREN)]
    for column in (depth + 1, depth + 2):
        following = []
        for parent, most in level:
            name = str(parent.id)
            children = [c for c in ontology.children(parent.id) if str(c.id) not in graph]
            children.sort(key=lambda child: not cases.get(str(child.id)))
            shown, left = children[:most], children[most:]
            share = max(1, min(_GRANDCHILDREN, _LEAVES // max(1, len(shown))))
            for child in shown:
                _add(graph, child, column, cases)
                graph.nodes[str(child.id)]["under"] = name
                _join(graph, child.id, parent.id, "is a")
                following.append((child, share))
            if left:
                _more(graph, name, [child.label for child in left], column)
        level = following
    for parent, _ in level:
        if below := ontology.children(parent.id):
            graph.nodes[str(parent.id)]["when"] += f", {len(below)} below"


def _more(
    graph: "networkx.MultiDiGraph", owner: str, left: Sequence[str], column: int, what: str = ""
) -> None:
    """Draw how many are left out, and name the first of them on hover."""
    name = f"{owner} more {what}{column}"
    listed = "\n".join(left[:_LISTED]) + ("\n…" if len(left) > _LISTED else "")
    graph.add_node(
        name,
        kind="more",
        label=f"{len(left)} {what}more",
        hover=listed,
        column=column,
        under=owner,
    )
    graph.add_edge(name, owner, label="has" if what else "is a")


def _cases(graph: "networkx.MultiDiGraph", cases: Mapping[str, Sequence[str]], focus: str) -> None:
    """Draw the cases of each term; those of a subtype that is not drawn hang on the term itself."""
    owners = {curie: curie if curie in graph else focus for curie in cases if cases[curie]}
    by_owner: dict[str, dict[str, str]] = {}
    for curie, owner in owners.items():
        for case in sorted(set(cases[curie])):
            by_owner.setdefault(owner, {}).setdefault(case, curie)
    # the nearest term first: a case with a term and its subtype hangs on the subtype
    for owner in sorted(by_owner, key=lambda curie: -graph.nodes[curie]["column"]):
        had, column = by_owner[owner], graph.nodes[owner]["column"] + 1
        new = [case for case in had if case not in graph]
        for case in set(had) - set(new):
            graph.nodes[case]["hover"] += f"\nhas {graph.nodes[owner]['label']}"
        for case in new[:_CASES]:
            term = had[case]
            graph.add_node(
                case,
                kind="case",
                label=case,
                hover=f"has {graph.nodes[term]['label'] if term in graph else term}",
                url=link.of_paper_id(case.partition("#")[0]),
                column=column,
                under=owner,
            )
            graph.add_edge(case, owner, label="has" if term == owner else "has a subtype of")
        if len(new) > _CASES:
            _more(graph, owner, new[_CASES:], column, what="cases ")
