"""What several tests need: the ontology, a graph of the shipped papers, the command line."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

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


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """An Oxigraph server on loopback, in memory; gives the URL of its query endpoint."""
    program = Path(sys.executable).with_name("oxigraph")
    if not program.exists():
        pytest.skip("no oxigraph server: install the extra [test]")
    port = _free_port()
    with subprocess.Popen(
        [program, "serve", "--bind", f"127.0.0.1:{port}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/query"
        process.terminate()


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
