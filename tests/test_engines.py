"""Every question gives the same rows on every engine, cell by cell."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Store

import engines
import sarcoma_kg
from sarcoma_kg import queries, triples
from sarcoma_kg.graph import LocalGraph
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.records import Paper

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

TEXTS = Path(__file__).parent / "cases" / "answers"
#: Invented cases beside the shipped ones, so that combinations and several tumours are there.
ADDED = ("combo", "crlater", "rms1", "rms2", "two")
#: Asked of each engine beside the example that the file has.
ASKED = {
    "cases-by-diagnosis": {"diagnosis": "Ewing sarcoma"},
    "cases-by-site": {"site": "abdomen"},
    "cases-by-drug": {"drug": "VAC"},
    "cases-by-alteration": {"gene": "KIT"},
    "metastatic-pattern": {"diagnosis": "leiomyosarcoma"},
    "network-of-diagnosis": {"diagnosis": "liposarcoma"},
    "response-by-drug": {"diagnosis": "synovial sarcoma"},
    "similar-cases": {"diagnosis": "rhabdomyosarcoma", "site": "orbit", "age": "9", "sex": "male"},
    "treatments-of-case": {"case": "combo#case1"},
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, ontology: Ontology) -> Store:
    """The index of a graph with the shipped papers and some invented ones."""
    graph = LocalGraph(tmp_path_factory.mktemp("engines"))
    with graph.batch():
        for name in ADDED:
            read = sarcoma_kg.read(TEXTS / f"{name}.txt", ontology=ontology)
            paper = Paper(name, text_length=len(read.document.text))
            graph.add(name, triples.write(paper, read.facts, read.run))
    return graph.open()


@pytest.fixture(scope="module")
def asked(ontology: Ontology) -> dict[str, str]:
    """Every question as its file has it, and some with other values."""
    texts = {name: queries.load(name).sparql for name in queries.names()}
    bound = {
        f"{name} {values}": queries.load(name).bind(values, ontology)
        for name, values in ASKED.items()
    }
    return texts | bound


@pytest.fixture(scope="module")
def expected(store: Store, asked: dict[str, str]) -> dict[str, engines.Rows]:
    """What the embedded store answers."""
    with engines.embedded(store) as ask:
        return {name: ask(text) for name, text in asked.items()}


@pytest.fixture
def engine(
    request: pytest.FixtureRequest, store: Store, tmp_path: Path
) -> Iterator[engines.Asking]:
    """The engine of this name over the same quads."""
    start: dict[str, Callable[[], AbstractContextManager[engines.Asking]]] = {
        "rdflib": lambda: engines.rdflib_dataset(store),
        "oxigraph": lambda: engines.oxigraph(store),
        "virtuoso": lambda: engines.virtuoso(store, tmp_path),
    }
    with start[request.param]() as ask:
        yield ask


def test_every_question_is_sparql_by_itself(expected: dict[str, engines.Rows]) -> None:
    """Each file parses with its own prefixes alone, and answers with its example."""
    assert [] == [name for name, rows in expected.items() if not rows]


@pytest.mark.parametrize("engine", ["rdflib", "oxigraph", "virtuoso"], indirect=True)
def test_every_engine_gives_the_same_rows(
    engine: engines.Asking, asked: dict[str, str], expected: dict[str, engines.Rows]
) -> None:
    """Sorted, the rows are equal cell by cell."""
    told = {name: engine(text) for name, text in asked.items()}

    assert {} == {
        name: (sorted(set(expected[name]) - set(rows)), sorted(set(rows) - set(expected[name])))
        for name, rows in told.items()
        if rows != expected[name]
    }
