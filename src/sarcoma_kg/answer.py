"""What a question gives: rows by name with plain values, triples, or a truth."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from markupsafe import escape
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    serialize,
)

from sarcoma_kg import sparql
from sarcoma_kg.errors import QuestionError, TermError
from sarcoma_kg.ontology import Ontology, Schema
from sarcoma_kg.terms import Term, prefixes

if TYPE_CHECKING:
    import pandas
    import rdflib

#: A node of an answer: an IRI, a literal or a blank node.
Node = NamedNode | Literal | BlankNode | Triple
#: Most rows of an answer: a query that gives more is one that ran away.
MOST_ROWS = 1_000_000
_MOST_SHOWN = 100  # rows of an answer in a notebook
_TRIPLE = ("subject", "predicate", "object")

_XSD = "http://www.w3.org/2001/XMLSchema#"
_WHOLE = {
    _XSD + name
    for name in (
        "integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger",
        "nonPositiveInteger", "negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort",
        "unsignedByte",
    )
}  # fmt: skip
_BROKEN = {_XSD + name for name in ("decimal", "double", "float")}
_EXACT = 10**15  # below it a whole number survives as a float


# -- nodes to plain values


def value(node: Node | None) -> object:
    """Give a node as data: a number, a truth, a text, a whole IRI, or nothing."""
    if isinstance(node, Literal):
        return _number(node)
    if isinstance(node, NamedNode):
        return node.value
    return None if node is None else str(node)


def _number(literal: Literal) -> object:
    lexical, kind = literal.value, literal.datatype.value
    try:
        if kind in _WHOLE:
            return int(lexical)
        if kind in _BROKEN:
            number = Decimal(lexical)
            if number.is_finite() and abs(number) < _EXACT:
                return int(number) if number == number.to_integral_value() else float(number)
        elif kind == _XSD + "boolean":
            return lexical in ("true", "1")
    except (ValueError, InvalidOperation):
        pass  # shown as it is written
    return lexical


def short(iri: str) -> str:
    """Give an IRI's short name: `pmid-26913180#case1`, `CR`, `NCIT:C3158`, else itself in <>."""
    for prefix in ("paper", "skg"):
        namespace = prefixes()[prefix]
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return iri.removeprefix(namespace)
    try:
        return str(Term.from_iri(iri))
    except TermError:
        return f"<{iri}>"


def plain(node: Node | None) -> Any:
    """Give a node as Python has it: int, float, bool, date, str, None; an IRI by its short name."""
    if isinstance(node, NamedNode):
        return short(node.value)
    if isinstance(node, Literal):
        kinds: dict[str, type[date]] = {_XSD + "date": date, _XSD + "dateTime": datetime}
        if kind := kinds.get(node.datatype.value):
            try:
                return kind.fromisoformat(node.value)
            except ValueError:
                return node.value
        if node.datatype.value == _XSD + "gYear" and re.fullmatch(r"-?\d{4,9}", node.value):
            return int(node.value)
    return value(node)


@cache
def _vocabulary() -> Ontology:
    return Ontology.load()


def _label(node: Node | None) -> str:
    """Name a node: the label of a term or of a name of the schema, else its plain value."""
    if isinstance(node, NamedNode):
        iri = node.value
        if iri.startswith(prefixes()["skg"]):
            entry = Schema.load().get(iri.removeprefix(prefixes()["skg"]))
            return entry.label if entry else short(iri)
        if not iri.startswith(prefixes()["paper"]):
            try:
                concept = _vocabulary().get(Term.from_iri(iri))
            except TermError:
                concept = None
            if concept:
                return concept.label
    said = plain(node)
    return "" if said is None else str(said)


# -- the answer


class Row(Mapping[str, Any]):
    """One row of an answer, by the names of its columns (or their places).

    `row["age"]` is a plain value (see `plain`): a term is its CURIE, a case `pmid-…#case1`;
    `row.label("diagnosis")` is the term's name, `row.node("age")` the RDF node.
    """

    __slots__ = ("_columns", "_nodes")

    def __init__(self, columns: tuple[str, ...], nodes: Sequence[Node | None]) -> None:
        self._columns, self._nodes = columns, nodes

    def node(self, column: str | int) -> Node | None:
        """Give the RDF node of a column; raises `KeyError` that names the columns."""
        if isinstance(column, int):
            return self._nodes[column]
        if column not in self._columns:
            raise KeyError(f"no column {column!r}; there are {', '.join(self._columns)}")
        return self._nodes[self._columns.index(column)]

    def label(self, column: str | int) -> str:
        """Give the name of what is in a column: the label of a term, else the value as text."""
        return _label(self.node(column))

    def __getitem__(self, column: str | int) -> Any:
        return plain(self.node(column))

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def __repr__(self) -> str:
        return f"Row({dict(self)!r})"


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """What a query gives: rows (SELECT), triples (CONSTRUCT, DESCRIBE) or a truth (ASK).

    Iterating gives its `Row`s, by name; `rows` and `triples` hold the RDF nodes. `notes` tell the
    reader what was understood where nothing was found, and which names the schema does not have.
    """

    variables: tuple[str, ...] = ()
    rows: tuple[tuple[Node | None, ...], ...] = ()
    triples: tuple[Triple, ...] = ()
    truth: bool | None = None
    notes: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns; those of triples are subject, predicate, object."""
        return self.variables or (_TRIPLE if self.triples else ())

    @property
    def nodes(self) -> Sequence[Sequence[Node | None]]:
        """The rows as RDF nodes, of triples too."""
        if self.variables:
            return self.rows
        return [(each.subject, each.predicate, each.object) for each in self.triples]

    def __len__(self) -> int:
        return len(self.rows) or len(self.triples)

    def __bool__(self) -> bool:
        return len(self) > 0 if self.truth is None else self.truth

    def __iter__(self) -> Iterator[Row]:
        columns = self.columns
        return (Row(columns, row) for row in self.nodes)

    def __getitem__(self, place: int) -> Row:
        return Row(self.columns, self.nodes[place])

    def __repr__(self) -> str:
        if self.truth is not None:
            return f"Answer({self.truth})"
        what = "triples" if self.triples else "rows"
        return f"Answer({len(self)} {what}: {', '.join(self.columns)})"

    def to_dicts(self, *, labels: bool = False) -> list[dict[str, Any]]:
        """Give the rows as dictionaries of plain values; `labels` names terms in their place."""
        if labels:
            return [{name: _labelled(row.node(name)) for name in row} for row in self]
        return [dict(row) for row in self]

    def to_pandas(self, *, labels: bool = False) -> "pandas.DataFrame":
        """Give the rows as a pandas `DataFrame`, a column each, with the values of `to_dicts`.

        Raises `QuestionError` where pandas is not installed.
        """
        try:
            import pandas
        except ImportError:
            raise QuestionError(
                "to_pandas needs pandas: pip install pandas; to_dicts gives the same without it"
            ) from None
        return pandas.DataFrame(self.to_dicts(labels=labels), columns=list(self.columns))

    def to_rdflib(self) -> "rdflib.Graph | rdflib.query.Result":
        """Give triples as an rdflib `Graph`, rows or a truth as an rdflib `Result`."""
        import rdflib
        from rdflib.query import Result

        if self.triples or not (self.variables or self.truth is not None):
            graph = rdflib.Graph()
            graph.parse(data=serialize(self.triples, format=RdfFormat.N_TRIPLES), format="nt")
            return prefixed(graph)
        result = Result("SELECT" if self.truth is None else "ASK")
        result.askAnswer = self.truth
        result.vars = [rdflib.Variable(name) for name in self.variables]
        result.bindings = [
            {
                variable: _rdflib(node)
                for variable, node in zip(result.vars, row, strict=True)
                if node is not None
            }
            for row in self.rows
        ]
        return result

    def _repr_html_(self) -> str:
        """Show the answer as a table in a notebook; of many rows the first."""
        if self.truth is not None:
            return "<p>yes</p>" if self.truth else "<p>no</p>"
        notes = "".join(f"<p>{escape(note)}</p>" for note in self.notes)
        if not len(self):
            return f"<p>no rows</p>{notes}"
        head = "".join(f"<th>{escape(name)}</th>" for name in self.columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(_seen(node))}</td>" for node in row) + "</tr>"
            for row in self.nodes[:_MOST_SHOWN]
        )
        more = len(self) - _MOST_SHOWN
        rest = f"<p>and {more:,} rows more</p>" if more > 0 else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{rest}{notes}"


def _labelled(node: Node | None) -> Any:
    return _label(node) if isinstance(node, NamedNode) else plain(node)


def _seen(node: Node | None) -> str:
    """Give a node for people: a term with its name before its identifier."""
    said, named = plain(node), _label(node)
    if isinstance(node, NamedNode) and named != said:
        return f"{named} ({said})"
    return named


def _rdflib(node: Node) -> Any:
    """Give an rdflib term for a node."""
    import rdflib

    if isinstance(node, NamedNode):
        return rdflib.URIRef(node.value)
    if isinstance(node, BlankNode):
        return rdflib.BNode(node.value)
    if isinstance(node, Triple):
        raise QuestionError("rdflib has no triple terms; select their parts")
    if node.language or node.datatype.value == _XSD + "string":
        return rdflib.Literal(node.value, lang=node.language)
    return rdflib.Literal(node.value, datatype=rdflib.URIRef(node.datatype.value))


Prefixed = TypeVar("Prefixed", bound="rdflib.Graph")


def prefixed(graph: Prefixed) -> Prefixed:
    """Bind the project's prefixes in an rdflib graph."""
    for name, namespace in prefixes().items():
        graph.bind(name, namespace, override=True, replace=True)
    return graph


# -- what an engine returned

Item = TypeVar("Item")


def bounded(rows: Iterator[Item]) -> tuple[Item, ...]:
    """Take the rows of an answer; raises `QuestionError` where they are more than `MOST_ROWS`."""
    taken = tuple(islice(rows, MOST_ROWS))
    if next(rows, None) is not None:
        raise QuestionError(f"more than {MOST_ROWS:,} rows; add LIMIT")
    return taken


def solutions(result: QuerySolutions | QueryBoolean | QueryTriples, question: str = "") -> Answer:
    """Turn what a query returned into an Answer.

    The columns of a `SELECT *` come in the order of the question's text, whatever the engine's.
    """
    if isinstance(result, QuerySolutions):
        given = tuple(variable.value for variable in result.variables)
        wanted = {name: place for place, name in enumerate(sparql.starred(question))}
        order = sorted(range(len(given)), key=lambda n: (wanted.get(given[n], len(wanted)), n))
        found = (tuple(solution) for solution in result)
        rows = bounded(tuple(row[n] for n in order) for row in found)
        return Answer(tuple(given[n] for n in order), rows)
    if isinstance(result, QueryBoolean):
        return Answer(truth=bool(result))
    return Answer(triples=bounded(iter(result)))
