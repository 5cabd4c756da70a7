import io
import random
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sarcoma_kg import papers
from sarcoma_kg.errors import SourceError
from sarcoma_kg.papers import markup

VALID = Path(__file__).parent / "papers" / "valid"


def _record(number: int) -> bytes:
    return (
        f"<PubmedArticle><MedlineCitation><PMID>{number}</PMID><Article><ArticleTitle>Sarcoma "
        f"{number}.</ArticleTitle><Abstract><AbstractText>{'A man had a sarcoma. ' * 20}"
        "</AbstractText></Abstract></Article></MedlineCitation></PubmedArticle>"
    ).encode()


class _Endless(io.RawIOBase):
    """A PubMed set of any size that is made while it is read."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._blocks = self._parts(number)
        self._left = b""

    @staticmethod
    def _parts(number: int):
        yield b"<PubmedArticleSet>"
        yield from map(_record, range(1, number + 1))
        yield b"</PubmedArticleSet>"

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        self._left = self._left or next(self._blocks, b"")
        block, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
        buffer[: len(block)] = block
        return len(block)


def test_flat_memory() -> None:
    """Twenty thousand records are read as a stream: the memory in use does not grow with them."""
    resource = pytest.importorskip("resource")
    peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # noqa: E731 - read twice
    found = papers.read("-", stdin=io.BufferedReader(_Endless(20_000)))
    for _ in range(2000):
        next(found)
    before = peak()

    assert sum(1 for _ in found) == 18_000
    assert peak() - before < 8 * 1024  # KiB; all the records together have 14 MiB


def test_record_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """One record without end is given up, not collected."""
    monkeypatch.setattr(markup, "LARGEST_RECORD", 2**20)
    data = b"<PubmedArticleSet><PubmedArticle>" + b"<a/>" * 400_000

    with pytest.raises(SourceError, match="one record takes more than 1 MB"):
        list(papers.read("-", stdin=io.BytesIO(data)))


def test_large_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is that of one record: a set may be as large as it likes."""
    monkeypatch.setattr(markup, "LARGEST_RECORD", 2**17)

    assert sum(1 for _ in papers.read("-", stdin=io.BufferedReader(_Endless(2000)))) == 2000


def _read(data: bytes) -> None:
    """Read bytes: documents whose passages lie in their text, or one line that says why not."""
    try:
        for document in papers.read("-", stdin=io.BytesIO(data)):
            assert all(0 <= p.start < p.end <= len(document.text) for p in document.passages)
            document.text.encode()
    except SourceError as error:
        assert "\n" not in str(error)


@given(st.binary(max_size=400))
@settings(deadline=None, max_examples=200)
def test_any_bytes(data: bytes) -> None:
    """Whatever the bytes, they are read or refused in one line."""
    _read(data)


@given(st.text(alphabet="# \n\r\tAaCcse:.1-*[]<>&;{}\"'é\ufeff\u2028", max_size=300))
@settings(deadline=None, max_examples=200)
def test_any_text(text: str) -> None:
    """Whatever the text, it is kept exactly or refused in one line."""
    data = text.encode()
    try:
        (document,) = papers.read("-", stdin=io.BytesIO(data))
    except SourceError as error:
        assert "\n" not in str(error)
    else:
        assert document.text == text


@pytest.mark.parametrize("path", sorted(VALID.iterdir()), ids=lambda path: path.name)
def test_any_damage(path: Path) -> None:
    """A good file with bytes changed, cut or doubled is read or refused in one line."""
    if path.suffix == ".pdf":
        pytest.importorskip("pypdf")
    good, chance = path.read_bytes(), random.Random(path.name)  # noqa: S311 - chance, not secrecy
    for _ in range(60):
        data = bytearray(good)
        for _ in range(chance.randint(1, 4)):
            start = chance.randrange(len(data))
            end = min(len(data), start + chance.randint(1, 40))
            data[start:end] = chance.choice(
                [b"", bytes([chance.randrange(256)]), data[start:end] * 2, b"<", b"&x;", b"\0"]
            )
            data = data or bytearray(b" ")
        _read(bytes(data))


def test_threads() -> None:
    """Several threads read at the same time without a fault."""
    faults: list[BaseException] = []

    def work() -> None:
        try:
            for path in sorted(VALID.glob("*.[nx]*")):
                list(papers.read(str(path)))
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
