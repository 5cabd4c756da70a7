"""What several tests need: the ontology, a graph of the shipped papers, the command line."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engines import oxigraph_server
from sarcoma_kg.graph import Graph, LocalGraph
from sarcoma_kg.ontology import Ontology

TESTS = Path(__file__).parent
ROOT = TESTS.parent


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    """The packaged ontology."""
    return Ontology.load()


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> LocalGraph:
    """A graph of the shipped papers, for tests that only read."""
    return LocalGraph(tmp_path_factory.mktemp("shipped"))


@pytest.fixture
def local(shipped: LocalGraph, tmp_path: Path) -> LocalGraph:
    """A graph of the shipped papers of one's own, to write to."""
    shipped.refresh()
    shutil.copytree(shipped.folder, tmp_path / "graph")
    return LocalGraph(tmp_path / "graph")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """An Oxigraph server on loopback, in memory; gives the URL of its query endpoint."""
    with oxigraph_server() as url:
        yield url


@pytest.fixture(params=["embedded", "server"])
def graph(request: pytest.FixtureRequest) -> Graph:
    """The same graph twice: embedded, and behind a SPARQL endpoint."""
    if request.param == "embedded":
        local: LocalGraph = request.getfixturevalue("local")
        return local
    from sarcoma_kg.graph.endpoint import RemoteGraph

    remote = RemoteGraph(request.getfixturevalue("server"))
    remote.fill()
    return remote


Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(local: LocalGraph, tmp_path: Path) -> Run:
    """Run the command line on a graph of one's own, in an empty folder."""

    def run(*args: str, code: int = 0, stdin: str = "") -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "sarcoma_kg", *args],
            capture_output=True,
            text=True,
            encoding="utf-8",
            input=stdin,
            cwd=tmp_path,
            env=os.environ | {"SARCOMA_KG_GRAPH": str(local.folder), "COLUMNS": "120"},
            check=False,
        )
        assert done.returncode == code, done.stderr or done.stdout
        assert "Traceback" not in done.stderr
        return done

    return run
