"""How long each shipped question takes, warm, over graphs of synthetic courses.

The embedded store as a user has it, beside the same SPARQL on plain pyoxigraph (no derived
triples, nothing prepared), on rdflib, and on an endpoint. Every query runs in a process of its
own that is stopped at a time limit; the graphs are made in a folder and removed, or kept there.

    python benchmarks/questions.py --cases 1000 10000
    python benchmarks/questions.py --cases 100 --engine graph pyoxigraph rdflib
    python benchmarks/questions.py --cases 1000 --engine graph endpoint --endpoint http://localhost:7878/query
    python benchmarks/questions.py --cases 1000 10000 --markdown

An endpoint is one that holds the papers already (`sarcoma-kg --graph URL add FOLDER`).
"""

import argparse
import multiprocessing
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing.connection import Connection
from pathlib import Path

from sarcoma_kg import queries as questions
from sarcoma_kg import sparql, triples
from sarcoma_kg.graph import LocalGraph, open_graph
from sarcoma_kg.terms import prefixes
from synthetic import Courses

_REPEATS = 3  # the quickest of so many runs after the first counts
_SLOW = 1.0  # seconds: what takes longer is run once
_AIM = 300  # milliseconds: the most that a question may take


@dataclass(frozen=True)
class Time:
    """What a question took: rows and seconds; no seconds where it did not end in time."""

    rows: int = 0
    seconds: float | None = None
    fault: str = ""

    def __str__(self) -> str:
        return self.fault or f"{1000 * (self.seconds or 0):.1f}"


def build(folder: Path, cases: int, seed: int) -> float:
    """Make a graph of synthetic courses in a folder; gives the seconds that its index took.

    Papers that are there already are used as they are.
    """
    graph, papers = LocalGraph(folder), folder / "papers"
    if not graph.own_papers():
        papers.mkdir(parents=True, exist_ok=True)
        for name, quads in Courses(seed).quads(cases):
            (papers / f"{name}.trig").write_bytes(triples.to_trig(name, quads))
    began = time.perf_counter()
    graph.refresh()
    return time.perf_counter() - began


def _asked(folder: Path, endpoint: str) -> dict[str, Callable[[], Callable[[str], int]]]:
    """Name the engines: each is opened once in its process, and then asked."""

    def graph() -> Callable[[str], int]:
        opened = LocalGraph(folder)
        return lambda query: len(opened.query(query))

    def pyoxigraph() -> Callable[[str], int]:
        from pyoxigraph import RdfFormat, Store

        from sarcoma_kg.graph.shipped import ontology_files

        opened, store = LocalGraph(folder), Store()
        for path in ontology_files():
            store.bulk_load(path=path, format=RdfFormat.TURTLE)
        for paper in opened.papers():
            store.bulk_extend(opened.quads(paper))
        return lambda query: _count(
            store.query(query, prefixes=prefixes(), use_default_graph_as_union=True)
        )

    def rdflib() -> Callable[[str], int]:
        from rdflib import URIRef

        from sarcoma_kg.graph.shipped import ONTOLOGY_GRAPH, ontology_files

        union = LocalGraph(folder).dataset()
        for path in ontology_files():
            union.graph(URIRef(ONTOLOGY_GRAPH.value)).parse(path)
        return lambda query: len(list(union.query(query, initNs=prefixes())))

    def remote() -> Callable[[str], int]:
        opened = open_graph(endpoint)
        return lambda query: len(opened.query(query))

    return {"graph": graph, "pyoxigraph": pyoxigraph, "rdflib": rdflib, "endpoint": remote}


def _count(found: object) -> int:
    return sum(1 for _ in found)  # type: ignore[attr-defined]


def _serve(pipe: Connection, folder: Path, engine: str, endpoint: str) -> None:
    """Run in a process of its own: open the engine, then time each query that comes."""
    ask = _asked(folder, endpoint)[engine]()
    pipe.send(None)
    while True:
        query = pipe.recv()
        try:
            began = time.perf_counter()
            rows = ask(query)
            taken = first = time.perf_counter() - began
            for _ in range(_REPEATS if first < _SLOW else 0):
                began = time.perf_counter()
                ask(query)
                taken = min(taken, time.perf_counter() - began)
            pipe.send(Time(rows, taken))
        except Exception as error:
            pipe.send(Time(fault=type(error).__name__))


class Engine:
    """An engine in a process that can be stopped at its time limit."""

    def __init__(self, folder: Path, engine: str, endpoint: str, limit: float) -> None:
        self._given = folder, engine, endpoint
        self._limit = limit
        self._process: multiprocessing.Process | None = None

    def time(self, query: str) -> Time:
        """Run a query warm; one that does not end in time is told so."""
        if self._process is None:
            self._pipe, other = multiprocessing.Pipe()
            self._process = multiprocessing.Process(
                target=_serve, args=(other, *self._given), daemon=True
            )
            self._process.start()
            self._pipe.recv()
        self._pipe.send(query)
        if self._pipe.poll(self._limit):
            return self._pipe.recv()
        self.stop()
        return Time(fault=f"> {self._limit:g} s")

    def stop(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process = None


Table = dict[str, dict[tuple[int, str], Time]]


def run(folder: Path, cases: int, engines: list[str], given: argparse.Namespace) -> Table:
    """Time the questions over one graph."""
    table: Table = {}
    for engine in engines:
        opened = Engine(folder, engine, given.endpoint, given.limit)
        for name in given.question or questions.names():
            text = sparql.with_prefixes(questions.load(name).sparql)
            table.setdefault(name, {})[cases, engine] = taken = opened.time(text)
            print(
                f"{cases:>7} {engine:10} {name:32} {taken.rows:>6} rows {taken} ms", file=sys.stderr
            )
        opened.stop()
    return table


def growth(times: list[tuple[int, Time]]) -> str:
    """Say how many times longer a question takes on the larger of two graphs, and its answer."""
    parts = []
    for (_, one), (_, other) in pairwise(times):
        if one.seconds and other.seconds:
            rows = f"{other.rows / one.rows:.1f}" if one.rows else "–"
            parts.append(f"{other.seconds / one.seconds:.1f} ({rows})")
    return ", ".join(parts)


def lines(table: Table, columns: list[tuple[int, str]]) -> Iterator[list[str]]:
    """Give the table: heading, questions, and the median and the most of each column."""
    own = [column for column in columns if column[1] == "graph"]
    yield [
        "question",
        *(f"rows, {cases:,}" for cases, _ in own),
        *(f"{engine}, {cases:,}" for cases, engine in columns),
        "growth of time (rows)",
    ]
    for name, row in table.items():
        yield [
            name,
            *(f"{row[column].rows:,}" for column in own),
            *(str(row[column]) for column in columns),
            growth([(column[0], row[column]) for column in own]),
        ]
    for word, chosen in (("median", statistics.median), ("most", max)):
        figures = []
        for column in columns:
            each = [row[column].seconds or float("inf") for row in table.values()]
            figures.append(f"{1000 * chosen(each):.1f}")
        yield [word, *("" for _ in own), *figures, ""]


@contextmanager
def _folder(given: Path | None) -> Iterator[Path]:
    if given:
        yield given
        return
    with tempfile.TemporaryDirectory() as made:
        yield Path(made)


def main() -> int:
    """Time the questions and print the table; exits with 1 where one is over the aim."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engine", nargs="+", default=["graph"],
                        choices=["graph", "pyoxigraph", "rdflib", "endpoint"])  # fmt: skip
    parser.add_argument("--endpoint", default="", help="the URL of a SPARQL endpoint")
    parser.add_argument("--question", nargs="+", help="only these")
    parser.add_argument("--limit", type=float, default=60, help="seconds that a query may take")
    parser.add_argument("--folder", type=Path, help="where graphs are made, and kept")
    parser.add_argument("--markdown", action="store_true", help="print the table for docs/")
    given = parser.parse_args()
    table: Table = {}
    with _folder(given.folder) as folder:
        for cases in given.cases:
            place = folder / str(cases)
            seconds = build(place, cases, given.seed)
            print(f"{cases:>7} cases indexed in {seconds:.1f} s", file=sys.stderr)
            for name, row in run(place, cases, given.engine, given).items():
                table.setdefault(name, {}).update(row)
    columns = [(cases, engine) for engine in given.engine for cases in given.cases]
    rows = list(lines(table, columns))
    if given.markdown:
        rows.insert(1, ["---"] * len(rows[0]))
        print("\n".join(f"| {' | '.join(row)} |" for row in rows))
    else:
        widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
        for row in rows:
            print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)))
    own = [row[c] for row in table.values() for c in columns if c[1] == "graph"]
    return int(any(each.seconds is None or 1000 * each.seconds > _AIM for each in own))


if __name__ == "__main__":
    sys.exit(main())
