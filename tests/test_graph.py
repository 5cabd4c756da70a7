import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pyoxigraph import Quad

from sarcoma_kg import triples
from sarcoma_kg.errors import EndpointError, GraphError, NoSuchPaper, PaperExists, QuestionError
from sarcoma_kg.graph import Graph, LocalGraph, dataset, open_graph, shipped_papers
from sarcoma_kg.graph.endpoint import RemoteGraph
from sarcoma_kg.records import Evidence, Fact, Paper, Reading

READING = Reading("rules", "0.1.0", "2026-11-22T12:00:00Z")
PAPERS = "SELECT ?paper WHERE { ?paper a skg:Paper }"
SHIPPED = "pmid-26913180"


def _paper(name: str = "mine", value: str = "doxorubicin", digest: str = "") -> list[Quad]:
    fact = Fact(1, "drug", value, Evidence(3, 14), subject="event1")
    return triples.write(Paper(name, text_sha256=digest), [fact], READING)


def test_the_shipped_papers_are_there(graph: Graph) -> None:
    """A new graph holds every shipped paper, and a query sees the union of all graphs."""
    assert list(shipped_papers()) == graph.papers()
    assert len(shipped_papers()) == len(graph.query(PAPERS))


def test_a_paper_is_added_replaced_and_removed(graph: Graph) -> None:
    """Add, refuse a second time, replace, remove; the quads are those given."""
    graph.add("mine", _paper())
    with pytest.raises(PaperExists, match="mine is in the graph already; nothing changed"):
        graph.add("mine", _paper(value="ifosfamide"))

    assert set(_paper()) == set(graph.quads("mine"))
    graph.add("mine", _paper(value="ifosfamide"), replace=True)
    assert set(_paper(value="ifosfamide")) == set(graph.quads("mine"))
    graph.remove("mine")
    assert list(shipped_papers()) == graph.papers()


def test_many_papers_are_indexed_once(local: LocalGraph) -> None:
    """Inside a batch papers are written one by one, and are all in the answer after it."""
    with local.batch():
        for number in range(300):
            local.add(f"mine-{number}", _paper(f"mine-{number}"))

    assert len(shipped_papers()) + 300 == len(local.query(PAPERS))


def test_a_graph_is_an_rdflib_dataset(local: LocalGraph) -> None:
    """Whoever works in rdflib gets the papers as a Dataset whose default graph is the union."""
    found = dataset(local).query(
        "SELECT ?paper WHERE { ?paper a <https://w3id.org/sarcoma-kg/schema#Paper> }"
    )

    assert len(shipped_papers()) == len(list(found))


def test_ask_and_construct_are_answered(graph: Graph) -> None:
    """Every form of query gives its form of answer."""
    assert graph.query("ASK { ?x a skg:Case }").truth is True
    assert graph.query("ASK { ?x a skg:Unicorn }").truth is False
    drawn = graph.query("CONSTRUCT { ?x a skg:Case } WHERE { ?x a skg:Case } LIMIT 2")
    assert len(drawn.triples) == 2


def test_malformed_sparql_is_one_line(graph: Graph) -> None:
    """A query that does not parse is the user's fault, told in one line."""
    with pytest.raises(QuestionError) as caught:
        graph.query("SELECT ?x WHERE {\n ?x ?y }")

    assert "\n" not in str(caught.value)


def test_an_unknown_paper_is_named(graph: Graph) -> None:
    """Asking for or removing a paper that is not there says so."""
    for act in (graph.quads, graph.remove):
        with pytest.raises(NoSuchPaper, match="no paper 'nope'"):
            act("nope")


def test_federation_is_off(graph: Graph) -> None:
    """No store calls another server."""
    with pytest.raises(QuestionError, match="another server"):
        graph.query("SELECT * WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")


def test_the_store_is_only_an_index(local: LocalGraph) -> None:
    """The store may be deleted: it is built again from the files, the user's own among them."""
    import shutil

    local.add("mine", _paper())
    shutil.rmtree(local.folder / "store")

    assert "mine" in LocalGraph(local.folder).papers()
    assert len(shipped_papers()) + 1 == len(LocalGraph(local.folder).query(PAPERS))


def test_a_file_that_changed_is_read_again(local: LocalGraph) -> None:
    """A paper edited by hand is in the next answer."""
    local.add("mine", _paper())
    path = local.folder / "papers" / "mine.trig"
    path.write_text(path.read_text(encoding="utf-8").replace("doxorubicin", "trabectedin"), "utf-8")
    query = 'ASK { ?fact skg:value "trabectedin" }'

    assert LocalGraph(local.folder).query(query).truth is True


def test_a_file_that_broke_is_named(local: LocalGraph) -> None:
    """A paper that no longer parses is named with its line, and mending it mends the graph."""
    path = local.folder / "papers" / "mine.trig"
    path.write_text("this is no TriG", encoding="utf-8")
    with pytest.raises(GraphError, match=r"mine\.trig: line 1, column .*mend or remove"):
        LocalGraph(local.folder).query(PAPERS)
    path.unlink()

    assert len(shipped_papers()) == len(LocalGraph(local.folder).query(PAPERS))


def test_what_is_replaced_or_removed_is_kept(local: LocalGraph) -> None:
    """Nothing that a user gave is lost."""
    local.add("mine", _paper())
    local.remove("mine")
    [kept] = (local.folder / "removed").iterdir()

    assert "doxorubicin" in kept.read_text(encoding="utf-8")


def test_a_shipped_paper_can_be_stood_in_for_and_not_removed(local: LocalGraph) -> None:
    """A user's reading takes its place; removing that brings the shipped one back."""
    before = set(local.quads(SHIPPED))
    with pytest.raises(GraphError, match="ships with sarcoma-kg"):
        local.remove(SHIPPED)
    local.add(SHIPPED, _paper(SHIPPED), replace=True)
    assert set(_paper(SHIPPED)) == set(local.quads(SHIPPED))
    local.remove(SHIPPED)

    assert before == set(local.quads(SHIPPED))


def test_the_same_text_is_never_counted_twice(local: LocalGraph) -> None:
    """A paper with the text of a shipped one stands in for it, whatever its name."""
    digest = triples.read(local.quads(SHIPPED))[0].text_sha256
    local.add("mine", _paper(digest=digest))

    assert local.twin("mine", digest) == SHIPPED
    assert SHIPPED not in LocalGraph(local.folder).papers()
    assert len(shipped_papers()) == len(LocalGraph(local.folder).query(PAPERS))


def test_a_reader_stays_open_beside_a_writer(local: LocalGraph) -> None:
    """A graph that is open for reading does not stop another from adding."""
    local.query(PAPERS)
    LocalGraph(local.folder).add("mine", _paper())

    assert "mine" in LocalGraph(local.folder).papers()


def _hold(folder: str, seconds: float) -> None:
    from filelock import FileLock

    with FileLock(Path(folder) / "lock"):
        time.sleep(seconds)


def test_a_second_writer_waits(local: LocalGraph) -> None:
    """While one writes, another waits its turn instead of failing."""
    holder = multiprocessing.get_context("spawn").Process(
        target=_hold, args=(str(local.folder), 0.5)
    )
    holder.start()
    LocalGraph(local.folder).add("mine", _paper())
    holder.join()

    assert "mine" in LocalGraph(local.folder).papers()


_ADD = """
import sys
from pathlib import Path
from sarcoma_kg import triples
from sarcoma_kg.graph import LocalGraph
from sarcoma_kg.records import Evidence, Fact, Paper, Reading

reading = Reading("rules", "0.1.0", "2026-11-22T12:00:00Z")
facts = [
    Fact(1, "drug", f"compound {n}", Evidence(n, n + 9), subject=f"event{n + 1}")
    for n in range(300)
]
quads = triples.write(Paper("mine"), facts, reading)
print("go", flush=True)
LocalGraph(Path(sys.argv[1])).add("mine", quads)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this system")
@pytest.mark.parametrize("delay", [0.0, 0.01, 0.02, 0.04, 0.08, 0.16])
def test_interrupting_add_leaves_the_whole_paper_or_nothing(
    local: LocalGraph, delay: float
) -> None:
    """Killed at any moment, the graph holds all 300 facts of the paper or none."""
    with subprocess.Popen(
        [sys.executable, "-c", _ADD, str(local.folder)], stdout=subprocess.PIPE, env=os.environ
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(delay)
        process.kill()
    query = 'SELECT ?f WHERE { ?f skg:value ?v . FILTER (STRSTARTS(?v, "compound ")) }'
    graph = LocalGraph(local.folder)

    assert len(graph.query(query)) in (0, 300)
    assert (len(graph.query(query)) == 300) == ("mine" in graph.papers())


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """A graph where a file is in the way says so and what to do."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(GraphError, match="choose one with --graph DIR"):
        LocalGraph(tmp_path / "file" / "graph").query(PAPERS)


def test_the_environment_names_the_graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SARCOMA_KG_GRAPH is used where nothing else is said; a URL is an endpoint."""
    monkeypatch.setenv("SARCOMA_KG_GRAPH", str(tmp_path))
    assert str(tmp_path) == open_graph().name
    assert open_graph("http://127.0.0.1:1/query").name == "http://127.0.0.1:1/query"


def test_an_endpoint_that_is_not_there_is_one_line() -> None:
    """A dead endpoint is named."""
    with pytest.raises(
        EndpointError, match=r"http://127\.0\.0\.1:1/query does not answer"
    ) as caught:
        RemoteGraph("http://127.0.0.1:1/query").query(PAPERS)

    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://h/query", "http://h/update"),
        ("http://h/sparql", "http://h/update"),
        ("http://h/repositories/x", "http://h/repositories/x"),
    ],
)
def test_the_update_endpoint_is_guessed(url: str, expected: str) -> None:
    """The update endpoint follows from the query endpoint."""
    assert expected == RemoteGraph(url).update_url
