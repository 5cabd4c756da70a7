"""The engines that must agree: what starts each over the same quads, and what asks it."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pyoxigraph import (
    QuerySolutions,
    RdfFormat,
    Store,
)

from sarcoma_kg.graph.endpoint import RemoteGraph

Rows = list[tuple[str, ...]]
Asking = Callable[[str], Rows]  # gives the rows of a query, each cell as text, sorted

_STRING = "^^<http://www.w3.org/2001/XMLSchema#string>"
_VIRTUOSO_INI = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
Striping = 0
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
Striping = 0
[Parameters]
ServerPort = 127.0.0.1:{sql}
ServerThreads = 10
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
DirsAllowed = {folder}
CheckpointInterval = 0
DisableUnixSocket = 1
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = 1000000
MaxQueryCostEstimationTime = 0
MaxQueryExecutionTime = 120
"""


def lacking(what: str) -> None:
    """Skip the test for want of an engine; where everything is installed (CI), fail."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} must be here where CI is set")
    pytest.skip(what)


def free_port() -> int:
    """Find a port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(command: list[str | Path], port: int, folder: Path | None = None) -> Iterator[None]:
    """Run a server on loopback until the block is left; it is there when the port answers."""
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            for _ in range(600):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                assert process.poll() is None, f"{command[0]} ended with {process.returncode}"
                time.sleep(0.05)
            yield
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()


@contextmanager
def oxigraph_server() -> Iterator[str]:
    """Run an Oxigraph server, in memory; gives the URL of its query endpoint."""
    program = Path(sys.executable).with_name("oxigraph")
    if not program.exists():
        lacking("no oxigraph server: install the extra [test]")
    port = free_port()
    with running([program, "serve", "--bind", f"127.0.0.1:{port}"], port):
        yield f"http://127.0.0.1:{port}/query"


def _text(cell: object) -> str:
    """Write a cell as text: equal values are equal texts, whatever the engine."""
    n3 = getattr(cell, "n3", None)  # a node of rdflib
    said = "" if cell is None else n3() if n3 else str(cell)
    # one moment in two ways of writing, and a plain text with its class or without
    return said.removesuffix(_STRING).replace('+00:00"^^', 'Z"^^')


@contextmanager
def embedded(store: Store) -> Iterator[Asking]:
    """Ask the embedded store; the text must be SPARQL by itself, with its own prefixes."""

    def ask(text: str) -> Rows:
        found = store.query(text, use_default_graph_as_union=True)
        if isinstance(found, QuerySolutions):
            return sorted(tuple(map(_text, row)) for row in found)
        return sorted(tuple(map(_text, triple)) for triple in found)  # type: ignore[union-attr]

    yield ask


@contextmanager
def rdflib_dataset(store: Store) -> Iterator[Asking]:
    """Ask rdflib's own engine over its own store."""
    from rdflib import Dataset

    dataset = Dataset(default_union=True)
    quads = store.dump(format=RdfFormat.N_QUADS) or b""
    dataset.parse(data=quads, format="nquads")

    def ask(text: str) -> Rows:
        found = dataset.query(text)
        rows = found.graph if found.type == "CONSTRUCT" else found
        return sorted(tuple(map(_text, row)) for row in rows or ())  # type: ignore[arg-type]

    yield ask


def _endpoint(url: str) -> Asking:
    remote = RemoteGraph(url)

    def ask(text: str) -> Rows:
        answer = remote._query(text)
        return sorted(tuple(map(_text, row)) for row in answer.rows or answer.triples)

    return ask


@contextmanager
def oxigraph(store: Store) -> Iterator[Asking]:
    """Ask an Oxigraph server."""
    from urllib.request import Request, urlopen

    with oxigraph_server() as url:
        address = url.removesuffix("query") + "store"
        head = {"Content-Type": "application/n-quads"}
        quads = store.dump(format=RdfFormat.N_QUADS) or b""
        urlopen(Request(address, data=quads, headers=head, method="POST")).close()  # noqa: S310
        yield _endpoint(url)


@contextmanager
def virtuoso(store: Store, folder: Path) -> Iterator[Asking]:
    """Ask Virtuoso (Debian's `virtuoso-opensource`)."""
    server, client = shutil.which("virtuoso-t"), shutil.which("isql-vt")
    if server is None or client is None:
        lacking("no Virtuoso: install Debian's virtuoso-opensource-7-bin")
    assert server and client
    sql, http = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(
        _VIRTUOSO_INI.format(sql=sql, http=http, folder=folder), "utf-8"
    )
    store.dump(folder / "all.nq", format=RdfFormat.N_QUADS)
    with running([server, "-f", "-c", "virtuoso.ini"], http, folder):
        load = f"DB.DBA.TTLP_MT(file_to_string_output('{folder}/all.nq'), '', 'urn:x', 512, 2);"
        subprocess.run(
            [client, f"127.0.0.1:{sql}", "dba", "dba", "verbose=off", f"exec={load}"],
            check=True,
            capture_output=True,
        )
        yield _endpoint(f"http://127.0.0.1:{http}/sparql")
