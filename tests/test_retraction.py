"""What a retracted paper said is in no answer of any engine, unless the graph is opened with it."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Quad

from conftest import Run
from sarcoma_kg import queries, triples
from sarcoma_kg.errors import EndpointError
from sarcoma_kg.graph import Graph, LocalGraph, open_graph, removed
from sarcoma_kg.graph.endpoint import RemoteGraph

PAPER = "pmid-26913180"
CASES = "SELECT ?case WHERE { ?case a skg:Case }"
#: What nobody's query finds of a retracted paper, and what it still finds.
SAID = "ASK { ?case skg:paper paper:pmid-26913180 }"
CLAIMS = "ASK { paper:pmid-26913180 skg:claim ?claim }"
KEPT = (
    "ASK { paper:pmid-26913180 dct:title ?title ; skg:retracted true . "
    "?reading prov:used paper:pmid-26913180 ; skg:agent ?agent }"
)


@pytest.fixture
def quads(shipped: LocalGraph) -> list[Quad]:
    """A shipped paper as if it had been retracted."""
    paper, facts, reading = triples.read(shipped.quads(PAPER))
    return triples.write(replace(paper, retracted=True), facts, reading)


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own folder, where copies of what goes out of an endpoint are kept."""
    monkeypatch.setattr(removed, "default_folder", lambda: tmp_path / "own")
    return tmp_path / "own"


@pytest.fixture
def with_it(local: LocalGraph, quads: list[Quad]) -> LocalGraph:
    """A graph whose one paper was retracted."""
    local.add(PAPER, quads, replace=True)
    return local


def _truth(graph: Graph, *asked: str) -> list[bool | None]:
    return [graph.query(each).truth for each in asked]


def test_a_graph_leaves_out_what_a_retracted_paper_said(with_it: LocalGraph) -> None:
    """Cases, facts and claims are gone; the bibliography, the mark and the reading stay."""
    assert [False, False, True] == _truth(with_it, SAID, CLAIMS, KEPT)
    assert PAPER in with_it.papers()
    assert any(quad.predicate == triples.skg("fact") for quad in with_it.quads(PAPER))


def test_it_is_there_where_the_graph_is_opened_with_it(with_it: LocalGraph) -> None:
    """The other index is made beside the first, and neither disturbs the other."""
    whole = open_graph(str(with_it.folder), retracted=True)

    assert [True, True, True] == _truth(whole, SAID, CLAIMS, KEPT)
    assert 1 == len(whole.query(CASES)) - len(with_it.query(CASES))
    again = LocalGraph(with_it.folder)
    assert not again.stale()
    assert [False] == _truth(again, SAID)


def test_every_question_leaves_it_out(with_it: LocalGraph) -> None:
    """No question as its file has it names a case of the paper, and none has a filter for it."""
    told = [
        name
        for name in queries.names()
        for answer in [with_it.query(queries.load(name).sparql)]
        if any(f"{PAPER}#" in str(row) for row in (*answer.rows, *answer.triples))
    ]

    assert [] == told


def test_a_dataset_leaves_it_out(with_it: LocalGraph) -> None:
    """The store of rdflib is given what the embedded one has."""
    whole = open_graph(str(with_it.folder), retracted=True)
    of_paper = f"<https://w3id.org/sarcoma-kg/paper/{PAPER}#case1>"

    assert [0, 1] == [
        len(graph.dataset().query(f"SELECT DISTINCT ?c WHERE {{ {of_paper} a ?c }}"))
        for graph in (with_it, whole)
    ]


def test_an_endpoint_is_not_sent_it(server: str, quads: list[Quad], own_folder: Path) -> None:
    """Only the bibliography goes there; what is there already is refused until `build` cut it."""
    remote, whole = RemoteGraph(server), RemoteGraph(server, retracted=True)
    remote.fill()
    remote.add(PAPER, quads, replace=True)
    assert [False, False, True] == _truth(remote, SAID, CLAIMS, KEPT)

    whole.add(PAPER, quads, replace=True)
    whole.add("mine", [_renamed(quad) for quad in quads])
    assert [True, True, True] == _truth(whole, SAID, CLAIMS, KEPT)
    with pytest.raises(EndpointError, match=r"what 2 retracted papers said.*--retracted"):
        RemoteGraph(server).query(CASES)

    RemoteGraph(server).fill()  # brings the shipped paper again, and cuts the user's

    asked = "ASK { ?case skg:paper paper:mine }", "ASK { paper:mine skg:retracted true }"
    assert [True, False, True] == _truth(RemoteGraph(server), SAID, *asked)
    kept = (own_folder / "removed").glob("mine.*")
    assert all("skg:fact" in path.read_text("utf-8") for path in kept)
    RemoteGraph(server).remove("mine")


def _renamed(quad: Quad) -> Quad:
    from pyoxigraph import RdfFormat, parse, serialize

    text = (serialize([quad], format=RdfFormat.N_QUADS) or b"").replace(PAPER.encode(), b"mine")
    return next(iter(parse(text, format=RdfFormat.N_QUADS)))


@pytest.fixture
def count(run: Run) -> Callable[..., int]:
    """Give what counts the cases that a verb tells of."""

    def counted(*args: str) -> int:
        if args[0] == "query":
            rows = csv.DictReader(io.StringIO(run(*args, "--format", "csv").stdout))
            return len({row["case"] for row in rows})
        told = run(*args).stdout.split()
        return int(told[told.index("cases") + 1])

    return counted


def test_all_verbs_count_by_one_rule(with_it: LocalGraph, count: Callable[..., int]) -> None:
    """`query`, `term` and `stats` agree, with what was retracted and without."""
    for asked in (
        ("term", "leiomyosarcoma"),
        ("query", "cases-by-diagnosis", "diagnosis=leiomyosarcoma"),
        ("stats",),
    ):
        assert 1 == count(*asked, "--retracted") - count(*asked)


def test_adding_it_says_so(run: Run, tmp_path: Path) -> None:
    """Who adds a retracted paper is told that questions leave it out, and how to take it in."""
    text = "RETRACTED: Leiomyosarcoma of the thigh: a case report\n\nA 50-year-old woman presented "
    (tmp_path / "gone.txt").write_text(text + "with leiomyosarcoma of the thigh.\n", "utf-8")

    assert "gone was retracted: questions leave it out" in run("add", "gone.txt").stderr
    assert "gone#" not in run("query", "cases-by-diagnosis", "diagnosis=lms").stdout
    assert "gone#" in run("query", "cases-by-diagnosis", "diagnosis=lms", "--retracted").stdout
    assert "RETRACTED" in run("show", "gone").stdout
