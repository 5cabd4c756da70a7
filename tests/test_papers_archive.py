"""Fetching, against a local server that behaves and misbehaves as the real archives do."""

import json
import os
import socket
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from dataclasses import replace
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from sarcoma_kg import papers
from sarcoma_kg.errors import SourceError
from sarcoma_kg.papers.archive import Archive
from sarcoma_kg.papers.identifier import Identifier
from sarcoma_kg.papers.request import Client
from sarcoma_kg.records import Document

VALID = Path(__file__).parent / "papers" / "valid"
PUBMED = (VALID / "pubmed_one.xml").read_bytes()
JATS = (VALID / "articles.xml").read_bytes()
EMPTY = b"<PubmedArticleSet></PubmedArticleSet>"
EUROPE = {
    "pmid": "10000003",
    "doi": "10.5555/JIS.2019.0003",
    "title": "Angiosarcoma of the <i>ear</i>.",
    "abstractText": "<h4>Background</h4>Ears &amp; noses. <h4>Case presentation</h4>A man of 30.",
    "pubYear": "2019",
    "journalInfo": {"journal": {"title": "Journal of invented sarcoma"}},
    "authorList": {"author": [{"lastName": "Nobody", "initials": "AB"}]},
    "pubTypeList": {"pubType": ["Retracted Publication"]},
}

#: What the server does with one request.
Deed = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers each request with the next deed of the script; the last one is repeated."""

    script: list[Deed]
    asked: list[tuple[str, dict[str, str]]]

    def do_GET(self) -> None:
        """Do the next deed."""
        url = urllib.parse.urlsplit(self.path)
        self.asked.append((url.path, dict(urllib.parse.parse_qsl(url.query))))
        deed = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        deed(self)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def give(body: bytes, status: int = 200, **headers: str) -> Deed:
    """Answer with a body."""

    def deed(handler: Handler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return deed


def cut(body: bytes) -> Deed:
    """Promise a whole body, send half of it and hang up."""

    def deed(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body[: len(body) // 2])

    return deed


def silent(handler: Handler) -> None:
    """Hang up without a word."""
    handler.connection.shutdown(socket.SHUT_RDWR)


def slow(seconds: float) -> Deed:
    """Wait before the answer."""

    def deed(handler: Handler) -> None:
        time.sleep(seconds)
        give(PUBMED)(handler)

    return deed


def drip(handler: Handler) -> None:
    """Send a byte now and then, without end."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(200):
        try:
            handler.wfile.write(b" ")
        except OSError:
            return
        time.sleep(0.02)


class Server:
    """A local archive with a script, and an `Archive` that asks it and nobody else."""

    def __init__(self, url: str, handler: type[Handler], cache: Path) -> None:
        self.handler = handler
        self.pauses: list[float] = []
        client = Client(timeout=0.5, deadline=0.5, backoff=1, sleep=self.pauses.append)
        self.archive = Archive(f"{url}/ncbi", f"{url}/europepmc", "", cache, client)

    def says(self, *script: Deed) -> None:
        """Set what happens at the next requests."""
        self.handler.script = list(script)

    def fetch(self, source: str = "10000003") -> Document:
        """Read one paper by its identifier."""
        (document,) = papers.read(source, archive=self.archive)
        return document

    def fault(self, source: str = "10000003") -> str:
        """Read a paper in vain, and give the message."""
        with pytest.raises(SourceError) as caught:
            self.fetch(source)
        assert "\n" not in str(caught.value)
        assert str(caught.value).startswith(f"{source}: ")
        return str(caught.value)


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Start a local server on a free port of 127.0.0.1."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    handler = type("Scripted", (Handler,), {"script": [give(PUBMED)], "asked": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield Server(f"http://127.0.0.1:{running.server_port}", handler, tmp_path / "cache")
        running.shutdown()
        thread.join()


@pytest.mark.parametrize(
    "source",
    ["10000003", "pmid:10000003", "PMID 10000003", "https://pubmed.ncbi.nlm.nih.gov/10000003/"],
)
def test_pmid(server: Server, source: str) -> None:
    """A PMID, however it is written, is fetched from PubMed."""
    document = server.fetch(source)

    path, asked = server.handler.asked[0]
    assert (path, asked["db"], asked["id"]) == ("/ncbi/efetch.fcgi", "pubmed", "10000003")
    assert document.paper.id == "pmid-10000003"
    assert document.passages[2].role == "case"


def test_pmcid(server: Server) -> None:
    """A PMCID is fetched from PMC as full text; of several articles the right one is taken."""
    server.says(give(JATS))
    document = server.fetch("PMC9000009")

    assert server.handler.asked[0][1]["id"] == "9000009"
    assert (document.paper.pmid, document.paper.retracted) == ("10000009", True)


def test_doi(server: Server) -> None:
    """A DOI is looked up in PubMed, then fetched by its PMID."""
    server.says(give(b'{"esearchresult": {"idlist": ["10000003"]}}'), give(PUBMED))
    document = server.fetch("https://doi.org/10.5555/jis.2019.0003")

    assert [asked["db"] for _, asked in server.handler.asked] == ["pubmed", "pubmed"]
    assert document.paper.doi == "10.5555/jis.2019.0003"


def test_doi_elsewhere(server: Server) -> None:
    """A DOI that PubMed does not know is looked up in Europe PMC."""
    found = json.dumps({"resultList": {"result": [EUROPE]}}).encode()
    server.says(give(b'{"esearchresult": {"idlist": []}}'), give(found))
    document = server.fetch("10.5555/jis.2019.0003")

    assert document.text == (
        "Angiosarcoma of the ear.\n\nBackground: Ears & noses.\n\nCase presentation: A man of 30."
    )
    assert document.paper.retracted
    assert document.paper.authors == ("Nobody AB",)


def test_second_archive(server: Server) -> None:
    """Where NCBI keeps failing, Europe PMC is asked."""
    found = json.dumps({"resultList": {"result": [EUROPE]}}).encode()
    server.says(*[give(b"", 500)] * 4, give(found))

    assert server.fetch().paper.id == "pmid-10000003"
    assert server.handler.asked[-1][0] == "/europepmc/search"


@pytest.mark.parametrize(
    "bad",
    [
        give(b"", 500),
        give(b"", 502),
        give(b"", 503),
        give(b"", 429),
        cut(PUBMED),
        silent,
        give(PUBMED[:900]),
        give(b""),
        give(b"<html><body>Sign in to the guest network</body></html>"),
        slow(0.8),
        drip,
    ],
    ids=["500", "502", "503", "429", "cut", "silent", "truncated", "empty", "html", "slow", "drip"],
)
def test_passing_fault(server: Server, bad: Deed) -> None:
    """A fault that may pass is answered by asking again, after a pause that grows."""
    server.says(bad, bad, give(PUBMED))

    assert server.fetch().paper.id == "pmid-10000003"
    pauses = [pause for pause in server.pauses if pause >= 1]
    assert pauses == [1, 2]


def test_retry_after(server: Server) -> None:
    """The pause that the server asks for is kept, in seconds or as a date."""
    soon = formatdate(time.time() + 30, usegmt=True)
    server.says(give(b"", 429, Retry_After="7"), give(b"", 503, Retry_After=soon), give(PUBMED))
    server.fetch()
    first, second = (pause for pause in server.pauses if pause >= 1)

    assert first == 7
    assert 25 < second <= 30


def test_long_pause(server: Server) -> None:
    """A server that wants an hour is not waited for."""
    server.says(give(b"", 429, Retry_After="3600"))

    assert "asks to wait 3,600 s" in server.fault()


def test_lasting_fault(server: Server) -> None:
    """A fault that does not pass ends in one line that names both archives and the next step."""
    server.says(give(b"", 500))
    message = server.fault()

    assert "HTTP 500" in message
    assert "save the record and give the file" in message
    assert len(server.handler.asked) == 8


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        (cut(b"x" * 5000), "the answer was cut off"),
        (drip, "the answer was not whole after 0.5 s"),
        (slow(0.8), "no answer within 0.5 s"),
        (give(PUBMED[:900]), "no whole record"),
    ],
    ids=["cut", "drip", "slow", "truncated"],
)
def test_told(server: Server, bad: Deed, told: str) -> None:
    """What went wrong with the last answer is told."""
    server.archive = replace(server.archive, client=replace(server.archive.client, attempts=1))
    server.says(bad)

    assert told in server.fault()


@pytest.mark.parametrize("answer", [give(EMPTY), give(b"<ERROR/>", 400), give(b"", 404)])
def test_unknown(server: Server, answer: Deed) -> None:
    """An identifier that nobody knows is told as such, and not asked again."""
    server.says(answer)
    server.fault("99999999")

    assert len(server.handler.asked) == 1


def test_wrong_record(server: Server) -> None:
    """Another record than the one asked for is refused and not kept."""
    message = server.fault("10000042")

    assert "asked for PMID 10000042, the archive gave PMID 10000003" in message
    assert list(server.archive.cache.glob("*")) == []


def test_title_alone(server: Server) -> None:
    """A record without an abstract is refused as a file with one is."""
    server.says(give(PUBMED.replace(b"<Abstract>", b"<X>").replace(b"</Abstract>", b"</X>")))

    assert "no abstract or text" in server.fault()


def test_entities(server: Server) -> None:
    """XML that declares entities is refused from an archive too."""
    bomb = (VALID.parent / "invalid" / "entity_bomb.xml").read_bytes()
    server.says(give(bomb))

    assert "entities of its own" in server.fault()


def test_key(server: Server) -> None:
    """The API key is sent, and shown in no message; a refused key is told as such."""
    server.archive = replace(server.archive, key="s3cret")
    server.says(give(b'{"error":"API key invalid"}', 400))
    message = server.fault()

    assert server.handler.asked[0][1]["api_key"] == "s3cret"
    assert "check NCBI_API_KEY" in message
    assert "s3cret" not in message + repr(server.archive)


@pytest.mark.parametrize(("key", "gap"), [("", 1 / 3), ("k", 1 / 10)])
def test_pace(server: Server, key: str, gap: float) -> None:
    """Three requests a second are made, ten with an API key."""
    server.archive = replace(server.archive, key=key, cache=None)
    for _ in range(5):
        server.fetch()

    waits = [pause for pause in server.pauses if pause]
    assert waits
    assert max(waits) <= 4 * gap
    assert sum(waits) == pytest.approx(10 * gap, rel=0.3)


def test_cache(server: Server) -> None:
    """What was fetched is kept: the next reading asks nobody."""
    first = server.fetch()
    server.says(give(b"", 500))

    assert server.fetch() == first
    assert len(server.handler.asked) == 1


def test_old_cache(server: Server) -> None:
    """After a month it is asked again; where nobody answers, the old copy serves."""
    first = server.fetch()
    (kept,) = server.archive.cache.iterdir()
    os.utime(kept, (0, 0))
    server.says(give(b"", 500))

    assert server.fetch() == first
    assert len(server.handler.asked) > 1


def test_spoilt_cache(server: Server) -> None:
    """A spoilt copy is fetched anew."""
    server.fetch()
    (kept,) = server.archive.cache.iterdir()
    kept.write_bytes(b"<Pubmed")

    assert server.fetch().paper.id == "pmid-10000003"
    assert kept.read_bytes() == PUBMED


def test_no_room(server: Server, tmp_path: Path) -> None:
    """A cache that cannot be written costs nothing but time."""
    (tmp_path / "file").write_text("")
    server.archive = replace(server.archive, cache=tmp_path / "file" / "cache")

    assert server.fetch().paper.id == "pmid-10000003"


def test_offline(tmp_path: Path) -> None:
    """Without a network, one line says so at once and names the way out."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    archive = Archive(url, url, "", tmp_path, Client(sleep=lambda _: None))
    with pytest.raises(SourceError, match=r"cannot be reached .* give the file"):
        list(papers.read("PMC9000003", archive=archive))


def test_no_web_address() -> None:
    """A base that is no http address is refused; files are not read through it."""
    archive = Archive("file:///etc", "file:///etc", "", None, Client(sleep=lambda _: None))
    with pytest.raises(SourceError, match="no http address"):
        list(papers.read("10000003", archive=archive))


def test_environment(tmp_path: Path) -> None:
    """The environment names other servers, the key and the cache folder."""
    archive = Archive.usual(
        {
            "SARCOMA_KG_NCBI": "http://127.0.0.1:1/a/",
            "SARCOMA_KG_EUROPEPMC": "http://127.0.0.1:1/b",
            "SARCOMA_KG_CACHE": str(tmp_path),
            "NCBI_API_KEY": " k ",
        }
    )

    assert (archive.ncbi, archive.europepmc) == ("http://127.0.0.1:1/a", "http://127.0.0.1:1/b")
    assert (archive.key, archive.cache) == ("k", tmp_path / "papers")


def test_file_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file whose name is an identifier is read as a file."""
    monkeypatch.chdir(tmp_path)
    Path("10000003").write_text("A man had a sarcoma.")
    (document,) = papers.read("10000003")

    assert document.text == "A man had a sarcoma."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("26", Identifier(pmid="26")),
        ("pmid: 26", Identifier(pmid="26")),
        ("pmc77", Identifier(pmcid="PMC77")),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC77/", Identifier(pmcid="PMC77")),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC77", Identifier(pmcid="PMC77")),
        ("10.5555/ABC.(1)2", Identifier(doi="10.5555/abc.(1)2")),
        ("doi: 10.5555/abc.", Identifier(doi="10.5555/abc")),
        ("https://a.example/articles/10.5555/abc-1", Identifier(doi="10.5555/abc-1")),
        ("https://a.example/doi/10.5555/abc-1/full?x=1", Identifier(doi="10.5555/abc-1")),
        ("https://a.example/10.5555/abc-1.pdf", Identifier(doi="10.5555/abc-1")),
        ("https://a.example/about", None),
        ("0", None),
        ("paper.txt", None),
        ("PMC", None),
        ("10.5/x", None),
        ("1234567890123", None),
    ],
)
def test_identifier(text: str, expected: Identifier | None) -> None:
    """Identifiers are told from anything else that a user may type."""
    assert Identifier.parse(text) == expected
