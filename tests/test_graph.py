import json
import multiprocessing
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat

from sarcoma_kg import answer, triples
from sarcoma_kg.errors import (
    EndpointError,
    GraphError,
    NoSuchPaper,
    PaperExists,
    QuestionError,
    SourceError,
)
from sarcoma_kg.graph import Graph, LocalGraph, open_graph, removed, shipped, shipped_papers
from sarcoma_kg.graph.endpoint import RemoteGraph
from sarcoma_kg.records import Evidence, Fact, Paper, Reading

READING = Reading("rules", "0.1.0", "2026-11-22T12:00:00Z")
PAPERS = "SELECT ?paper WHERE { ?paper a skg:Paper }"
SHIPPED = "pmid-26913180"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own folder, which must not be that of whoever runs the tests."""
    monkeypatch.setattr(removed, "default_folder", lambda: tmp_path / "own")
    return tmp_path / "own"


@pytest.fixture
def remote(server: str) -> RemoteGraph:
    """The shipped papers behind an endpoint, and nothing else."""
    graph = RemoteGraph(server)
    graph._request("DROP ALL", update=True)
    graph.fill()
    return graph


def _paper(name: str = "mine", value: str = "doxorubicin", digest: str = "") -> list[Quad]:
    fact = Fact(1, "drug", value, Evidence(3, 14), event=1, order=1)
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
    Fact(1, "drug", f"compound {n}", Evidence(n, n + 9), event=n + 1, order=n + 1)
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


def test_filling_leaves_a_users_reading_alone(remote: RemoteGraph) -> None:
    """A paper that a user replaced at the endpoint stays; one that only aged is brought anew."""
    remote.add(SHIPPED, _paper(SHIPPED), replace=True)
    other = next(name for name in shipped_papers() if name != SHIPPED)
    whole = set(remote.quads(other))
    node = triples.paper_node(other)
    remote._request(f"DELETE DATA {{ GRAPH {node} {{ {node} a skg:Paper }} }}", update=True)

    assert len(shipped_papers()) - 1 == remote.fill()
    assert remote.left == (SHIPPED,)
    assert set(_paper(SHIPPED)) == set(remote.quads(SHIPPED))
    assert whole == set(remote.quads(other))


def test_filling_brings_anew_what_had_the_former_agent(remote: RemoteGraph) -> None:
    """Shipped papers were once said to be read by a person; such a one is no user's reading."""
    whole = set(remote.quads(SHIPPED))
    paper, facts, reading = triples.read(whole)
    former = replace(reading, agent="person:sarcoma-kg")
    remote.add(SHIPPED, triples.write(paper, facts, former), replace=True)
    with pytest.raises(GraphError, match="ships with sarcoma-kg"):
        remote.remove(SHIPPED)

    assert len(shipped_papers()) == remote.fill()
    assert whole == set(remote.quads(SHIPPED))


def test_filling_that_stops_leaves_the_old_ontology(
    remote: RemoteGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new ontology takes the place of the old one in one step, and nothing is left beside."""
    count = "SELECT ?s WHERE {{ GRAPH <{}> {{ ?s ?p ?o }} }}"
    place = shipped.ONTOLOGY_GRAPH.value
    before = len(remote.query(count.format(place)))
    request, sent = remote._request, []

    def stops(sparql: str, *, update: bool = False) -> tuple[bytes, str]:
        sent.append(sparql)
        if len([text for text in sent if text.startswith("INSERT")]) > 1:
            raise EndpointError("gone")
        return request(sparql, update=update)

    with monkeypatch.context() as patch:
        patch.setattr(remote, "_request", stops)
        patch.setattr("sarcoma_kg.graph.endpoint._CHUNK", 100)
        with pytest.raises(EndpointError, match="gone"):
            remote.fill()

    assert before == len(remote.query(count.format(place))) > 100
    remote.fill()
    assert before == len(remote.query(count.format(place)))
    assert len(remote.query(count.format(f"{place}/staging"))) == 0


def test_a_shipped_paper_at_an_endpoint_is_not_removed(
    remote: RemoteGraph, own_folder: Path
) -> None:
    """It is refused; a user's reading of it goes, is kept here, and the shipped one is back."""
    before = set(remote.quads(SHIPPED))
    with pytest.raises(GraphError, match="ships with sarcoma-kg"):
        remote.remove(SHIPPED)
    remote.add(SHIPPED, _paper(SHIPPED), replace=True)
    remote.remove(SHIPPED)

    assert before == set(remote.quads(SHIPPED))
    kept = [path.read_bytes() for path in (own_folder / "removed").iterdir()]
    assert triples.to_trig(SHIPPED, before) in kept
    assert triples.to_trig(SHIPPED, _paper(SHIPPED)) in kept


def test_what_goes_from_an_endpoint_is_kept(remote: RemoteGraph, own_folder: Path) -> None:
    """A user's paper that is removed there is a file here."""
    remote.add("mine", _paper())
    remote.remove("mine")
    [kept] = (own_folder / "removed").iterdir()

    assert set(_paper()) == set(triples.from_file(kept.read_bytes(), RdfFormat.TRIG, "kept"))


def test_copies_of_one_second_have_names_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two papers that go in the same second are both kept."""
    monkeypatch.setattr(removed.time, "strftime", lambda _: "20261122T120000")
    paths = [removed.keep("mine", text, tmp_path) for text in (b"a", b"b", b"c")]

    assert [path.read_bytes() for path in paths] == [b"a", b"b", b"c"]


def test_the_same_text_of_ones_own_is_refused(local: LocalGraph) -> None:
    """A patient is not counted twice under another name, unless the user insists."""
    local.add("mine", _paper(digest="a" * 64))
    with pytest.raises(PaperExists, match=r"the text of other is in the graph already as mine;"):
        LocalGraph(local.folder).add("other", _paper("other", digest="a" * 64))
    assert "other" not in LocalGraph(local.folder).papers()
    local.add("other", _paper("other", digest="a" * 64), replace=True)

    assert {"mine", "other"} <= set(local.papers())
    local.add("third", _paper("third", digest="b" * 64))


def test_the_same_text_is_refused_inside_a_batch(
    local: LocalGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a batch too, also where the text of a name changed; no file is read again for it."""
    local.add("mine", _paper(digest="a" * 64))
    monkeypatch.setattr("sarcoma_kg.graph.stamp.text_digest", lambda path: pytest.fail(str(path)))
    with pytest.raises(PaperExists, match="as mine"), local.batch():
        local.add("mine-2", _paper("mine-2", digest="a" * 64))
    monkeypatch.undo()
    with local.batch():
        local.add("mine", _paper(digest="c" * 64), replace=True)
        local.add("mine-2", _paper("mine-2", digest="a" * 64))
        with pytest.raises(PaperExists, match="as mine-2"):
            local.add("mine-3", _paper("mine-3", digest="a" * 64))

    assert {"mine", "mine-2"} <= set(local.papers())


@pytest.mark.parametrize("name", ["CURRENT", "MANIFEST", "sst"])
def test_a_damaged_index_is_built_again(local: LocalGraph, name: str) -> None:
    """The index can be thrown away, so a damaged one is; the files are whole."""
    local.add("mine", _paper())
    spoilt = [p for p in (local.folder / "store").iterdir() if name in p.name]
    assert spoilt
    for path in spoilt:
        path.write_bytes(b"x")

    assert len(shipped_papers()) + 1 == len(LocalGraph(local.folder).query(PAPERS))
    for path in (local.folder / "store").glob("CURRENT"):
        path.write_bytes(b"x")
    LocalGraph(local.folder).add("other", _paper("other"))
    assert len(shipped_papers()) + 2 == len(LocalGraph(local.folder).query(PAPERS))


def test_an_index_that_cannot_be_built_is_one_line(
    local: LocalGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where building it again does not help, one line says so."""

    def broken(*_: object) -> None:
        raise RuntimeError("Corruption: of the\ndisk")

    monkeypatch.setattr(LocalGraph, "_update_index", broken)
    with pytest.raises(GraphError, match="cannot be built: Corruption: of the disk"):
        local.refresh(rebuild=True)


def test_a_file_that_is_no_text_is_named(local: LocalGraph) -> None:
    """A binary file among the papers is the user's to mend."""
    (local.folder / "papers" / "foo.trig").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(GraphError, match=r"foo\.trig is not UTF-8 .*mend or remove"):
        LocalGraph(local.folder).query(PAPERS)


@pytest.fixture
def sealed(local: LocalGraph, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalGraph]:
    """A graph with a paper of the user's, in a folder that nobody may write, not even root."""
    local.add("mine", _paper())
    paths = [*local.folder.rglob("*"), local.folder]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    if os.access(local.folder, os.W_OK):  # root may write all the same
        for name in ("write_bytes", "write_text", "mkdir", "unlink", "touch"):
            monkeypatch.setattr(Path, name, refuse)
        monkeypatch.setattr("filelock.FileLock.acquire", refuse)
    yield LocalGraph(local.folder)
    for path in reversed(paths):
        path.chmod(path.stat().st_mode | stat.S_IRWXU)


def test_a_sealed_folder_answers_and_takes_nothing(sealed: LocalGraph) -> None:
    """An index that is up to date is asked; what would write is one line."""
    assert len(shipped_papers()) + 1 == len(sealed.query(PAPERS))
    for act in (
        lambda: sealed.add("other", _paper("other")),
        lambda: sealed.add("mine", _paper(), replace=True),
        lambda: sealed.remove("mine"),
        lambda: sealed.refresh(rebuild=True),
    ):
        with pytest.raises(GraphError, match="Permission denied"):
            act()
    assert "mine" in sealed.papers()


def test_a_question_does_not_choose_its_graphs(graph: Graph) -> None:
    """FROM would be ignored, so it is refused."""
    with pytest.raises(QuestionError, match="use GRAPH to ask one"):
        graph.query("SELECT ?s FROM <http://example.org/g> WHERE { ?s ?p ?o }")


def test_the_columns_of_a_star_are_in_the_order_of_the_text(graph: Graph) -> None:
    """SELECT * gives them as they first appear, each with its own values."""
    found = graph.query("SELECT * WHERE { ?z a ?kind ; skg:journal ?a . } LIMIT 1")
    named = graph.query("SELECT ?z ?kind ?a WHERE { ?z a ?kind ; skg:journal ?a . } LIMIT 1")

    assert found.variables == ("z", "kind", "a")
    assert str(found.rows[0][1]) == str(named.rows[0][1])


def test_a_query_that_runs_away_is_stopped(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    """More rows than anybody reads are refused with what to do."""
    monkeypatch.setattr(answer, "MOST_ROWS", 50)
    assert len(graph.query("SELECT * WHERE { ?s ?p ?o } LIMIT 50")) == 50
    for query in (
        "SELECT * WHERE { ?s ?p ?o }",
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ):
        with pytest.raises(QuestionError, match="more than 50 rows; add LIMIT"):
            graph.query(query)


def test_only_a_folder_or_a_page_of_the_web_is_a_graph() -> None:
    """Another kind of URL is no folder of that name."""
    with pytest.raises(GraphError, match=r"'ftp://x' is no graph; name a folder"):
        open_graph("ftp://x")
    assert isinstance(open_graph("HTTP://127.0.0.1:1/query"), RemoteGraph)


def test_a_folder_of_other_files_is_not_written_to(tmp_path: Path) -> None:
    """A graph is not spread over a folder that holds something else."""
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "a.txt").write_text("x", encoding="utf-8")
    with pytest.raises(GraphError, match="holds other files; name an empty folder or a graph"):
        LocalGraph(tmp_path / "letters").query(PAPERS)

    assert [path.name for path in (tmp_path / "letters").iterdir()] == ["a.txt"]
    (tmp_path / "kept" / "removed").mkdir(parents=True)
    assert len(shipped_papers()) == len(LocalGraph(tmp_path / "kept").query(PAPERS))


def test_a_dead_endpoint_is_told_without_wrapping() -> None:
    """The line holds the reason alone."""
    with pytest.raises(EndpointError) as caught:
        RemoteGraph("http://127.0.0.1:1/query").query(PAPERS)

    assert "urlopen" not in str(caught.value)
    assert "Errno" not in str(caught.value)


def test_the_place_of_a_fault_is_said_once(local: LocalGraph) -> None:
    """A file that does not parse is told with one line and column."""
    (local.folder / "papers" / "mine.trig").write_text("this is no TriG", encoding="utf-8")
    with pytest.raises(GraphError) as caught:
        LocalGraph(local.folder).query(PAPERS)

    assert str(caught.value).count("line 1") == 1


@pytest.mark.parametrize(
    ("form", "data", "expected"),
    [
        (RdfFormat.JSON_LD, b'{"@id": tru}', "x: line 1, column 9: true expected"),
        (RdfFormat.N_QUADS, b"<http://a> b", "x: line 1, column 12: The predicate of"),
        (RdfFormat.TURTLE, b"<http://a> a 'x\n", "x: line 1, column 14: Unexpected end"),
        (RdfFormat.RDF_XML, b"<a><b></a>", "x: XML namespaces are required"),
    ],
)
def test_the_place_in_a_file_is_said_once(form: RdfFormat, data: bytes, expected: str) -> None:
    """Whatever the format, a message has one place and then the fault."""
    with pytest.raises(SourceError) as caught:
        triples.from_file(data, form, "x")

    assert str(caught.value).startswith(expected)


OLDER = Path(__file__).parent / "older" / "older-case.trig"
ORDERS = (
    "SELECT ?order WHERE { ?event a skg:Presentation ; skg:order ?order ; skg:finding ?finding "
    "FILTER (CONTAINS(STR(?event), 'older-case')) }"
)


def _with_older(local: LocalGraph) -> Path:
    path = local.folder / "papers" / "older-case.trig"
    path.write_bytes(OLDER.read_bytes())
    return path


def test_a_paper_of_version_1_is_never_served_as_it_is(local: LocalGraph) -> None:
    """A question and `quads` meet it brought over; its file is left as it is until `build`."""
    path = _with_older(local)
    graph = LocalGraph(local.folder)

    assert 1 == len(graph.query(ORDERS))
    assert 16 == len(triples.read(graph.quads("older-case"))[1])
    assert OLDER.read_bytes() == path.read_bytes()


def test_build_brings_papers_of_version_1_over(local: LocalGraph) -> None:
    """The file is of this version afterwards, and the old one is kept; a second time is idle."""
    path = _with_older(local)

    assert ["older-case"] == local.build()
    assert not triples.is_older(triples.from_file(path.read_bytes(), RdfFormat.TRIG, "x"))
    [kept] = (local.folder / "version-1").iterdir()
    assert OLDER.read_bytes() == kept.read_bytes()
    assert 1 == len(local.query(ORDERS))
    assert [] == local.build()


def test_a_paper_that_cannot_be_brought_over_is_named(local: LocalGraph) -> None:
    """It stays as it is and is told in one line, by `build` and by a question; others come over."""
    _with_older(local)
    path = local.folder / "papers" / "broken.trig"
    text = OLDER.read_text(encoding="utf-8").replace("older-case", "broken")
    path.write_text(text.replace("oa:start", "oa:begin"), encoding="utf-8")
    before = path.read_bytes()

    for act in (local.build, lambda: LocalGraph(local.folder).query(ORDERS)):
        with pytest.raises(GraphError, match=r"broken\.trig cannot be brought over") as caught:
            act()
        assert "\n" not in str(caught.value)
    assert before == path.read_bytes()
    assert 1 == len(list((local.folder / "version-1").iterdir()))


def test_an_index_of_another_version_is_built_again(local: LocalGraph) -> None:
    """Nothing of an index that an older program made is served."""
    manifest = local.folder / "store.json"
    known = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps(known["files"]), encoding="utf-8")
    graph = LocalGraph(local.folder)

    assert graph.stale()
    assert len(known["files"]) == graph.refresh()


def test_an_endpoint_of_version_1_is_refused_until_it_is_filled(
    remote: RemoteGraph, own_folder: Path
) -> None:
    """A question would miss its papers; `fill` brings them over and keeps a copy of each here."""
    old = triples.from_file(OLDER.read_bytes(), RdfFormat.TRIG, "x")
    for graph in {quad.graph_name for quad in old}:
        body = "\n".join(f"{quad.triple} ." for quad in old if quad.graph_name == graph)
        remote._request(f"INSERT DATA {{ GRAPH {graph} {{ {body} }} }}", update=True)
    with pytest.raises(EndpointError, match="1 papers of an older version"):
        RemoteGraph(remote.url).query(PAPERS)
    remote.fill()

    assert 16 == len(triples.read(remote.quads("older-case"))[1])
    assert 1 == len(RemoteGraph(remote.url).query(ORDERS))
    [kept] = (own_folder / "removed").iterdir()
    assert set(old) == set(triples.from_file(kept.read_bytes(), RdfFormat.TRIG, "kept"))
    remote.remove("older-case")


Answering = Callable[[int, str, bytes], str]


@pytest.fixture
def answering() -> Iterator[Answering]:
    """Start a server that gives every request the same answer; gives its URL."""
    servers: list[HTTPServer] = []

    def start(status: int, kind: str, body: bytes) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        servers.append(HTTPServer(("127.0.0.1", 0), Handler))
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_port}/query"

    yield start
    for each in servers:
        each.shutdown()
        each.server_close()


@pytest.mark.parametrize(
    ("status", "kind", "body", "words"),
    [
        (200, "text/html", b"<html>Welcome</html>", "answered with a web page, not with results"),
        (503, "text/plain", b"Transaction\ntimed out", "HTTP 503 Service Unavailable: Transaction"),
        (502, "text/html", b"<h1>Bad <b>day</b></h1>", "HTTP 502 Bad Gateway: Bad day"),
        (503, "text/plain", b"", "HTTP 503 Service Unavailable"),
        (500, "text/plain", b"it's out of memory", "status code 500: it's out of memory"),
    ],
)
def test_the_servers_own_reason_is_shown(
    answering: Answering, status: int, kind: str, body: bytes, words: str
) -> None:
    """An endpoint that gives no results is told in one line, with what it says itself."""
    with pytest.raises(EndpointError) as caught:
        RemoteGraph(answering(status, kind, body)).query(PAPERS)

    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_prefix_that_nothing_declares_is_named(local: LocalGraph, answering: Answering) -> None:
    """The line names the prefix and its place, not the signs that the parser hoped for."""
    remote = RemoteGraph(answering(400, "text/plain", b"expected ['%']"), _checked=True)
    graphs: tuple[Graph, ...] = (local, remote)
    for graph in graphs:
        words = r"line 2, column 5: the prefix foo: is not declared; write PREFIX foo: <…>"
        with pytest.raises(QuestionError, match=words) as caught:
            graph.query("SELECT ?x WHERE {\n ?x foo:bar ?y }")

        assert "expected" not in str(caught.value)
