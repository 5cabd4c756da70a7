"""Sources: a path or standard input as bytes of a known format, found by content."""

import gzip
import io
import json
import os
import re
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from sarcoma_kg.errors import SourceError
from sarcoma_kg.records import writable

#: Bytes of a source that is read whole (plain text, PDF).
LARGEST = 64 * 2**20
_HEAD = 64 * 1024
_XML = re.compile(r"<(?:\?xml\b|!DOCTYPE\b|!--|[A-Za-z_:])", re.IGNORECASE)
_HTML = re.compile(
    r"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!DOCTYPE\s+html|html)\b", re.I | re.S
)
_TAGGED = re.compile(r"(?:[A-Z]{4}|[A-Z]{3} |[A-Z]{2}  )- ?\S.*[\r\n]+(?:[A-Z]{2,4} *- | {6})")
_RIS = re.compile(r"\s*TY  - [A-Z]+")
_TRIPLES = frozenset({".ttl", ".trig", ".nq", ".nt", ".jsonld", ".rdf"})
_FOREIGN = (
    (b"PK\x03\x04", "a zip archive (Word, EPUB or the like); save the paper as text or PDF"),
    (b"{\\rtf", "RTF; save the paper as plain text in UTF-8"),
    (b"\xd0\xcf\x11\xe0", "an old Word document; save the paper as plain text in UTF-8"),
    (b"\x89PNG", "a picture; the text of the paper is needed"),
    (b"\xff\xd8\xff", "a picture; the text of the paper is needed"),
    (b"BZh", "compressed by bzip2; unpack it first"),
    (b"\xfd7zXZ", "compressed by xz; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "compressed by zstd; unpack it first"),
)


def is_rdf(path: str | Path) -> bool:
    """Tell whether a file's name says that it holds ready-made triples, not a paper."""
    return Path(path).suffix.lower() in _TRIPLES


def shown(source: str) -> str:
    """Give the name of a source as it may stand in a message: one line, nothing hidden."""
    return "".join(c if c.isprintable() else "\ufffd" for c in writable(source))


@dataclass(frozen=True, slots=True)
class Source:
    """An open source: its bytes from the start, its format and the stem of its name.

    `format` is text, medline, xml or pdf.
    """

    stream: BinaryIO
    format: str
    stem: str

    def whole(self) -> bytes:
        """Read all of it; raises `SourceError` where it is larger than any paper."""
        data = self.stream.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise SourceError(f"it is larger than {LARGEST // 2**20} MB; give one file per paper")
        return data


class _Rejoined(io.RawIOBase):
    """A stream whose head was looked at and is read again; reading faults are named."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        super().__init__()
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast("bytearray", buffer))
        block = self._head[: len(view)]
        self._head = self._head[len(block) :]
        block = block or _block(self._rest, len(view))
        view[: len(block)] = block
        return len(block)


def _block(stream: BinaryIO, size: int) -> bytes:
    try:
        return stream.read(size)
    except EOFError:
        raise SourceError("the gzip file is cut short; get it again") from None
    except (gzip.BadGzipFile, zlib.error) as error:
        raise SourceError(f"the gzip file is damaged ({error}); get it again") from None
    except OSError as error:
        raise SourceError(f"it cannot be read: {error.strerror or error}") from None


def _filled(stream: BinaryIO, size: int) -> bytes:
    # pipes give less than asked for
    blocks, wanted = [], size
    while wanted and (block := _block(stream, wanted)):
        blocks.append(block)
        wanted -= len(block)
    return b"".join(blocks)


def _decoded(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", "replace")
    return head.decode("utf-8", "replace").removeprefix("\ufeff")


def _is_json(text: str) -> bool:
    if not text.lstrip().startswith(("{", "[")):
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        # the head of a long file is cut: what looks like an object is one
        return bool(re.match(r'\s*\[?\s*\{\s*"', text))
    return True


def format_of(head: bytes) -> str:
    """Tell the format from the first bytes; raises `SourceError` for what is no paper."""
    if not head.strip(b"\xef\xbb\xbf \t\r\n\f\v"):
        raise SourceError("it is empty")
    for magic, what in _FOREIGN:
        if head.startswith(magic):
            raise SourceError(f"it is {what}")
    if b"%PDF-" in head[:1024]:
        return "pdf"
    text = _decoded(head).lstrip()
    if _HTML.match(text[:4000]):
        raise SourceError("it is a web page (HTML); save the text of the paper, or give its PMID")
    if _XML.match(text):
        return "xml"
    if _is_json(text):
        raise SourceError("it is JSON, not a paper; give its text, PubMed XML or PMID")
    if _RIS.match(text):
        raise SourceError("it is a RIS file; export the paper as .nbib or PubMed XML instead")
    return "medline" if _TAGGED.match(text) else "text"


def _opened(path: Path) -> BinaryIO:
    try:
        if path.is_dir():
            raise SourceError("it is a directory; give the files in it")
        return path.open("rb")
    except FileNotFoundError:
        raise SourceError(
            "there is no such file; give a file, '-' for standard input, a PMID, PMCID or DOI"
        ) from None
    except PermissionError:
        raise SourceError("you are not allowed to read it") from None
    except (OSError, ValueError) as error:
        raise SourceError(f"it cannot be opened: {getattr(error, 'strerror', error)}") from None


def _stem(path: Path) -> str:
    name = path.name
    return Path(name[:-3] if name.lower().endswith(".gz") else name).stem


@contextmanager
def opened(source: str, stdin: BinaryIO | None = None) -> Iterator[Source]:
    """Open a path, or standard input for `-`, unpack gzip, and tell the format.

    Raises `SourceError` where it is missing, unreadable, empty or no format of papers.
    """
    if source == "-":
        raw, stem = stdin or sys.stdin.buffer, "-"
    else:
        raw, stem = _opened(Path(source)), _stem(Path(source))
    try:
        with unpacked(raw, stem) as ready:
            yield ready
    finally:
        if source != "-":
            raw.close()


@contextmanager
def unpacked(raw: BinaryIO, stem: str) -> Iterator[Source]:
    """Give the bytes of a stream, gzip undone, with their format."""
    head = _filled(raw, _HEAD)
    stream: BinaryIO = io.BufferedReader(_Rejoined(head, raw), _HEAD)
    if head.startswith(b"\x1f\x8b"):
        packed = cast("BinaryIO", gzip.GzipFile(fileobj=stream, mode="rb"))
        head = _filled(packed, _HEAD)
        stream = io.BufferedReader(_Rejoined(head, packed), _HEAD)
    yield Source(stream, format_of(head), stem)


def exists(source: str) -> bool:
    """Tell whether a source names something in the file system."""
    try:
        return os.path.lexists(source)
    except ValueError:
        return False
