"""The picture of an answer: the things of each row joined in the order of the columns.

Terms, cases and papers are nodes; numbers and texts are said of them on hover. Where rows hold
one thing only, their short texts (a diagnosis, a site, a status) are nodes too, joined to it, so
that what cases have in common is seen.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode

from sarcoma_kg import table
from sarcoma_kg.graph import Answer, Node
from sarcoma_kg.kinds import EVENTS
from sarcoma_kg.network import link
from sarcoma_kg.terms import Term, prefixes
from sarcoma_kg.wording import WORDS

if TYPE_CHECKING:
    import networkx

_LINES = 12  # rows said of one node; the others are counted
_WORDY = 60  # characters; a longer text is no node
_SHORT = 40  # rows; in a longer answer numbers on edges would hide one another
_VALUES = 3  # columns of texts that become nodes
def of_answer(answer: Answer, title: str, label: Callable[[Term], str]) -> "networkx.MultiDiGraph":
    """Draw an answer; `title` stands for it where it is empty, `label` gives a term's name."""
    import networkx as nx

    graph = nx.MultiDiGraph(gap=110)
    if answer.triples:
        _triples(graph, answer, label)
    elif answer.rows:
        _Rows(graph, answer, label).draw()
    if not graph:
        said = "no rows"
        if answer.truth is not None:
            said = "yes" if answer.truth else "no"
        graph.add_node("answer", kind="value", label=said, hover=title)
    return graph


class _Rows:
    """The rows of an answer on their way into a graph."""

    def __init__(
        self, graph: "networkx.MultiDiGraph", answer: Answer, label: Callable[[Term], str]
    ) -> None:
        self.graph, self.label, self.answer = graph, label, answer
        self.names = dict(enumerate(answer.variables))
        self.things = [at for at in self.names if any(_is_thing(row[at]) for row in answer.rows)]
        self.labels = label_columns(answer.variables)
        self.repeated = self._repeated()
        self.labels |= self.repeated
        self.values: list[int] = [] if len(self.things) > 1 else self._telling()
        self.hovers: dict[str, list[str]] = {}

    def _repeated(self) -> dict[int, int]:
        """Find the columns of texts that say the labels of a column of terms once more."""
        found: dict[int, int] = {}
        for thing in self.things:
            for at in self.names:
                pairs = [(row[thing], row[at]) for row in self.answer.rows]
                same = {
                    label.casefold() == said.value.casefold()
                    for node, said in pairs
                    if isinstance(node, NamedNode) and isinstance(said, Literal)
                    if (label := table.named_term(node.value, self.label))
                }
                if same == {True} and thing not in self.labels:
                    found.setdefault(thing, at)
        return found

    def _telling(self) -> list[int]:
        """Choose the columns whose texts become nodes: known kinds first, then the repetitive."""
        chosen = []
        for at, name in self.names.items():
            found = {node.value for row in self.answer.rows if isinstance(node := row[at], Literal)}
            texts = found and all(
                0 < len(value) <= _WORDY and not value[0].isdigit() for value in found
            )
            if texts and at not in self.labels.values():
                chosen.append((not hint(name), len(found), at))
        if not self.things:  # nothing to join the texts to but one another: in their own order
            return sorted(at for *_, at in chosen)[: _VALUES + 1]
        return sorted(at for *_, at in sorted(chosen)[:_VALUES])

    def draw(self) -> None:
        places = self._columns()
        self.graph.graph["headings"] = {place: self.names[at] for at, place in places.items()}
        seen: Counter[tuple[str, str, str]] = Counter()
        amounts: dict[tuple[str, str], list[str]] = {}
        counted = self._counted()
        for row in self.answer.rows:
            said = self._said(row)
            nodes = {at: self._node(row, at, places[at]) for at in places if row[at] is not None}
            for name in dict.fromkeys(nodes.values()):
                self.hovers.setdefault(name, []).append(said)
            pairs = self._joined(list(nodes))
            for start, end in pairs:
                seen[nodes[start], nodes[end], self.names[end]] += 1
            if pairs and counted is not None and row[counted] is not None:
                start, end = pairs[-1]
                amount = str(table.value(row[counted]))
                amounts.setdefault((nodes[start], nodes[end]), []).append(amount)
            elif self.repeated and counted is not None and row[counted] is not None:
                for name in nodes.values():  # no edge to stand on
                    amount = f"{self.names[counted]}: {table.value(row[counted])}"
                    said_before = self.graph.nodes[name].get("when", "")
                    self.graph.nodes[name]["when"] = f"{said_before} · {amount}".removeprefix(" · ")
        for (source, target, name), count in seen.items():
            if source != target:
                hover = f"in {count} rows" if count > 1 else ""
                amount, *others = amounts.get((source, target), [""])
                if amount and not others and counted is not None:  # it stands on the edge
                    label = f"{self.names[counted]}: {amount}, {name}"
                    self.graph.add_edge(source, target, label=label, shown=amount)
                else:
                    self.graph.add_edge(source, target, label=name, hover=hover)
        for name, each in self.hovers.items():
            lines = list(dict.fromkeys(each))
            more = [f"… and {len(lines) - _LINES} rows more"] if len(lines) > _LINES else []
            self.graph.nodes[name]["hover"] = "\n".join([*lines[:_LINES], *more])
        _untangle(self.graph)

    def _counted(self) -> int | None:
        """Find the one column of numbers in a short answer: how many of what the row joins."""
        found = [
            at
            for at in self.names
            if any(row[at] is not None for row in self.answer.rows)
            and all(
                row[at] is None or isinstance(table.value(row[at]), int | float)
                for row in self.answer.rows
            )
        ]
        short = len(self.answer.rows) <= _SHORT
        return found[0] if len(found) == 1 and short else None

    def _columns(self) -> dict[int, int]:
        """Give each column of nodes its place from left to right."""
        order = [*self.things, *self.values]
        if self.things and self.values:
            # one kind of thing: what it is grouped by stands at its left
            order = [self.values[0], self.things[0], *self.values[1:]]
        return {at: place for place, at in enumerate(order)}

    def _joined(self, places: list[int]) -> list[tuple[int, int]]:
        if self.things and self.values:
            hub = self.things[0]
            return [(hub, at) for at in places if at != hub] if hub in places else []
        return list(pairwise(places))

    def _node(self, row: Sequence[Node | None], at: int, place: int) -> str:
        node, column = row[at], self.names[at]
        if isinstance(node, NamedNode):
            kind, url = kind_of(node.value, column), page_of(node.value)
            if kind == "term" and at in self.repeated:
                kind = kind_of(node.value, self.names[self.repeated[at]])
            name = node.value
        else:
            said = node.value if isinstance(node, Literal | BlankNode) else str(node)
            name, kind, url = f"{column}={said}", hint(column) or "value", ""
        if name not in self.graph:
            self.graph.add_node(name, kind=kind, label=self._name(row, at), url=url, column=place)
            if kind not in ("case", "paper") and isinstance(node, NamedNode):
                self.graph.nodes[name]["when"] = second_line(node.value, self.label)
        return name

    def _name(self, row: Sequence[Node | None], at: int) -> str:
        node = row[at]
        if isinstance(node, NamedNode):
            known = self.labels.get(at)
            given = row[known] if known is not None else None
            if isinstance(given, Literal):
                return given.value
            return named(node.value, self.label)
        said = node.value if isinstance(node, Literal) else str(node)
        coded = hint(self.names[at]) in ("response", "follow-up")
        return WORDS.get(said, said) if coded else said

    def _said(self, row: Sequence[Node | None]) -> str:
        parts = []
        for at, name in self.names.items():
            if row[at] is not None and at not in self.repeated.values():
                cell = self._name(row, at) if _is_thing(row[at]) else table.value(row[at])
                parts.append(f"{name}: {cell}")
        return " · ".join(parts)


def _is_thing(node: Node | None) -> bool:
    return isinstance(node, NamedNode | BlankNode)


_SHORT_CUT = re.compile(r"^has([A-Z])")


def _lowered(match: re.Match[str]) -> str:
    return match[1].lower()


def _triples(graph: "networkx.MultiDiGraph", answer: Answer, label: Callable[[Term], str]) -> None:
    """Draw triples as they are; texts and numbers are said of their subjects on hover."""
    said: dict[str, list[str]] = {}
    named: dict[str, str] = {}
    kinds: dict[str, str] = {}
    for triple in answer.triples:
        source, target = str(table.value(triple.subject)), str(table.value(triple.object))
        # a short cut from the case to a term is shown by the name of the term's kind
        property_ = _SHORT_CUT.sub(_lowered, table.short(triple.predicate.value))
        _thing(graph, source, "", label)
        if _is_thing(triple.object) and property_ != "rdf:type":
            _thing(graph, target, property_, label)
            graph.add_edge(source, target, label=property_, shown=True)
            continue
        if property_ == "rdf:type":
            target = table.short(target)
            kinds[source] = CLASSES.get(target, "")
        elif property_ == "rdfs:label":
            named.setdefault(source, target)
        said.setdefault(source, []).append(f"{property_}: {target}")
    for name, lines in said.items():
        graph.nodes[name]["hover"] = "\n".join([name, *lines])
    for name, text in named.items():
        graph.nodes[name].update(label=text, when=table.short(name))
    for name, kind in kinds.items():
        if kind:
            graph.nodes[name]["kind"] = kind


def _thing(
    graph: "networkx.MultiDiGraph", iri: str, column: str, label: Callable[[Term], str]
) -> None:
    if iri not in graph:
        graph.add_node(
            iri,
            kind=kind_of(iri, column),
            label=named(iri, label),
            when=second_line(iri, label),
            url=page_of(iri),
            hover=iri,
        )


def _untangle(graph: "networkx.MultiDiGraph") -> None:
    """Order the nodes of each column so that few edges cross: by the mean place of neighbours."""
    columns: dict[int, list[str]] = {}
    for name, data in graph.nodes(data=True):
        columns.setdefault(data["column"], []).append(name)
    place = {name: at / len(names) for names in columns.values() for at, name in enumerate(names)}
    near = graph.to_undirected(as_view=True)
    for _ in range(6):
        for column in sorted(columns):
            names = columns[column]
            mean = {
                name: sum(place[other] for other in near[name]) / max(1, len(near[name]))
                if near[name]
                else place[name]
                for name in names
            }
            names.sort(key=lambda name: (mean[name], graph.nodes[name]["label"]))
            place |= {name: at / len(names) for at, name in enumerate(names)}
    graph.graph["order"] = [name for column in sorted(columns) for name in columns[column]]
