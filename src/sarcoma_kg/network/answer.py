"""The picture of an answer that is not about cases: its things joined, or counted.

Rows that count ("treatment, response, patients") make a line for each number, as thick as it
says; a column of numbers of its own ("positive") is a node with its sign. Other rows make chains,
in the order of the columns; triples are drawn as they are. What is neither is a table.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode

from sarcoma_kg import table
from sarcoma_kg.graph import Answer, Node
from sarcoma_kg.network.naming import (
    CLASSES,
    hint,
    is_drawn,
    is_thing,
    kind_of,
    label_columns,
    named,
    page_of,
    second_line,
)
from sarcoma_kg.terms import Term
from sarcoma_kg.wording import WORDS

if TYPE_CHECKING:
    import networkx

_LINES = 12  # rows said of one node; the others are counted
#: Columns that say how many; other numbers (an order, an offset, a year) count nothing.
_COUNTED = ("patients", "cases", "count", "number", "n", "positive", "negative")
_SIGNS = {"positive": "+", "negative": "\u2212"}
_MOST = 18  # names that are counted and drawn; the rest is one node
_ENDS = 2  # columns that a line of a count joins


def of_answer(
    answer: Answer, title: str, label: Callable[[Term], str]
) -> "networkx.MultiDiGraph | None":
    """Draw an answer; `title` stands for it where it is empty, `label` gives a term's name.

    Gives None where the answer is a table: nothing in its rows is joined or counted.
    """
    import networkx as nx

    graph = nx.MultiDiGraph(gap=150)
    if answer.triples:
        graph.graph["row"] = 30  # names on the edges need room
        _triples(graph, answer, label)
    elif answer.rows:
        rows = _Rows(graph, answer, label)
        if not rows.draw():
            return None
    else:
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
        self.things = [at for at in self.names if any(is_thing(row[at]) for row in answer.rows)]
        self.labels = label_columns(answer.variables)
        self.repeated = self._repeated()
        self.labels |= self.repeated
        self.texts = [
            at
            for at in self.names
            if at not in self.things and at not in self.labels.values() and is_drawn(answer, at)
        ]
        self.counts = [at for at, name in self.names.items() if self._counts(at, name)]
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

    def _counts(self, at: int, name: str) -> bool:
        found = [table.value(row[at]) for row in self.answer.rows if row[at] is not None]
        return name.lower() in _COUNTED and bool(found) and all(type(n) is int for n in found)

    def draw(self) -> bool:
        """Draw the rows; gives False where they are a table."""
        known = {*self.things, *self.texts, *self.labels.values()}
        whole = len(known) == len(self.names) and len(self.things) + len(self.texts) > 1
        papers = [at for at in self.things if self._kind(at) == "paper"]
        # what is counted is told before its number; what follows explains it
        ends = [
            at
            for at in self.names
            if at < min(self.counts, default=0)
            and at not in self.labels.values()
            and all(isinstance(table.value(row[at]), str) for row in self.answer.rows if row[at])
        ][:_ENDS]
        if self.counts and ends and not papers:
            self._tally(ends)
        elif len(self.things) > 1 or whole:
            self._chains(sorted([*self.things, *self.texts]) if whole else self.things)
        else:
            return False
        for name, each in self.hovers.items():
            lines = list(dict.fromkeys(each))
            more = [f"… and {len(lines) - _LINES} rows more"] if len(lines) > _LINES else []
            self.graph.nodes[name]["hover"] = "\n".join([*lines[:_LINES], *more])
        if "order" not in self.graph.graph:
            _untangle(self.graph)
        return True

    def _kind(self, at: int) -> str:
        first = next((n for row in self.answer.rows if isinstance(n := row[at], NamedNode)), None)
        return kind_of(first.value) if first else ""

    def _tally(self, ends: Sequence[int]) -> None:
        """Draw what is counted: a line for each number, from what it is counted of."""
        heads = {place: self.names[at] for place, at in enumerate(ends)}
        single = len(ends) < _ENDS
        if single:  # each column of numbers is a node of its own
            heads[1] = "number"
        self.graph.graph["headings"] = heads
        kept, folded = self._most(ends[0])
        if folded:
            lines = [self._said(row) for row in folded]
            label = f"{len({row[ends[0]] for row in folded})} more"
            self.graph.add_node("more", kind="more", label=label, column=0)
            self.graph.nodes["more"]["hover"] = "\n".join(lines)
        for row in kept:
            nodes = [self._node(row, at, place) for place, at in enumerate(ends) if row[at]]
            for name in nodes:
                self.hovers.setdefault(name, []).append(self._said(row))
            numbers = {
                at: int(str(table.value(node)))
                for at in self.counts
                if (node := row[at]) is not None
            }
            if single:
                for at, number in numbers.items():
                    self._counted(nodes[0], at, number)
            elif len(nodes) == _ENDS:
                said = ", ".join(f"{self.names[at]}: {number}" for at, number in numbers.items())
                shown = ", ".join(
                    f"{_SIGNS.get(self.names[at].lower(), '')}{number}"
                    for at, number in numbers.items()
                )
                self.graph.add_edge(
                    *nodes, label=said, shown=shown, count=max(numbers.values(), default=0)
                )
        self._ranked()

    def _ranked(self) -> None:
        """Keep the order of the numbers: the highest first."""
        self.graph.graph["order"] = [name for name in self.graph if name != "more"]
        if "more" in self.graph:
            self.graph.graph["order"].append("more")

    def _most(
        self, at: int
    ) -> tuple[Sequence[Sequence[Node | None]], Sequence[Sequence[Node | None]]]:
        """Divide the rows: those of what has the highest numbers, which are drawn, and the rest."""
        totals: Counter[str] = Counter()
        for row in self.answer.rows:
            totals[str(row[at])] += sum(int(str(table.value(row[n]) or 0)) for n in self.counts)
        most = totals.most_common(_MOST if len(totals) > _MOST + 1 else None)
        order = {name: place for place, (name, _) in enumerate(most)}
        kept = [row for row in self.answer.rows if str(row[at]) in order]
        rest = [row for row in self.answer.rows if str(row[at]) not in order]
        return sorted(kept, key=lambda row: order[str(row[at])]), rest

    def _counted(self, source: str, at: int, number: int) -> None:
        name = self.names[at]
        sign = _SIGNS.get(name.lower(), "")
        target = f"number {name}"
        if target not in self.graph:
            label = f"{sign} {name}".strip()
            self.graph.add_node(target, kind="value", label=label, column=1)
        if number:
            self.graph.add_edge(
                source, target, label=f"{name}: {number}", shown=f"{sign}{number}", count=number
            )

    def _chains(self, columns: Sequence[int]) -> None:
        places = {at: place for place, at in enumerate(columns)}
        self.graph.graph["headings"] = {place: self.names[at] for at, place in places.items()}
        seen: Counter[tuple[str, str, str]] = Counter()
        for row in self.answer.rows:
            nodes = {at: self._node(row, at, places[at]) for at in places if row[at] is not None}
            for name in dict.fromkeys(nodes.values()):
                self.hovers.setdefault(name, []).append(self._said(row))
            for start, end in pairwise(nodes):
                seen[nodes[start], nodes[end], self.names[end]] += 1
        for (source, target, name), count in seen.items():
            if source != target:
                hover = f"in {count} rows" if count > 1 else ""
                self.graph.add_edge(source, target, label=name, hover=hover)

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
                cell = self._name(row, at) if is_thing(row[at]) else table.value(row[at])
                parts.append(f"{name}: {cell}")
        return " · ".join(parts)


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
        if is_thing(triple.object) and property_ != "rdf:type":
            _thing(graph, target, property_, label)
            _join(graph, source, target, property_)
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


def _join(graph: "networkx.MultiDiGraph", source: str, target: str, name: str) -> None:
    """Join two nodes by one line for each way; it names all that joins them."""
    if graph.has_edge(source, target):
        data = graph.edges[source, target, 0]
        if name not in data["label"].split(", "):
            data["label"] += f", {name}"
    else:
        graph.add_edge(source, target, label=name, shown=True)


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
