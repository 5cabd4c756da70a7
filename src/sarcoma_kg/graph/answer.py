"""What every graph is: what it can do, what it answers, what it holds from the start."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Protocol, TypeVar

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Triple,
)

from sarcoma_kg import content, sparql
from sarcoma_kg.errors import QuestionError

#: A node of an answer: an IRI, a literal or a blank node.
Node = NamedNode | Literal | BlankNode | Triple
#: Most rows of an answer: a query that gives more is one that ran away.
MOST_ROWS = 1_000_000
ONTOLOGY_GRAPH = NamedNode("https://w3id.org/sarcoma-kg/ontology")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gives: rows (SELECT), triples (CONSTRUCT, DESCRIBE) or a truth (ASK)."""

    variables: tuple[str, ...] = ()
    rows: tuple[tuple[Node | None, ...], ...] = ()
    triples: tuple[Triple, ...] = ()
    truth: bool | None = None

    def __len__(self) -> int:
        return len(self.rows) or len(self.triples)


class Graph(Protocol):
    """What every graph can do, wherever it lies."""

    @property
    def name(self) -> str:
        """Where it is: a folder or a URL."""

    def query(self, sparql: str) -> Answer:
        """Ask; raises `QuestionError` where the SPARQL does not parse."""

    def papers(self) -> list[str]:
        """List the identifiers of all papers, sorted."""

    def quads(self, paper_id: str) -> list[Quad]:
        """Give a paper's quads; raises `NoSuchPaper`."""

    def add(self, paper_id: str, quads: Iterable[Quad], *, replace: bool = False) -> None:
        """Add a whole paper or nothing; raises `PaperExists` unless `replace`."""

    def remove(self, paper_id: str) -> None:
        """Take a paper out; raises `NoSuchPaper`."""


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


_AT = re.compile(r"error at (\d+):(\d+): ")


def parse_fault(error: SyntaxError, question: str) -> QuestionError:
    """Say in one line where SPARQL is malformed; a prefix that nothing declares is named."""
    if missing := sparql.undeclared(question):
        return QuestionError(f"the SPARQL does not parse: {missing}")
    words = _AT.sub(r"line \1, column \2: ", " ".join(str(error.msg).split()))
    return QuestionError(f"the SPARQL does not parse: {words}")


def ontology_files() -> list[Path]:
    """List the Turtle files that every graph holds beside its papers."""
    folder = content.folder("ontology")
    return sorted([folder / "schema.ttl", *(folder / "terms").glob("*.ttl")])


def shipped_papers() -> dict[str, Path]:
    """List the papers that come with the package, by identifier."""
    return dict(_listed(content.folder("graph")))


@lru_cache(maxsize=4)
def _listed(folder: Path) -> tuple[tuple[str, Path], ...]:
    """List the files of a folder that does not change; asked for once a paper of a large graph."""
    return tuple((path.stem, path) for path in sorted(folder.glob("*.trig")))
