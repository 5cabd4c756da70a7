"""Stamp: how a file of a graph looked when it was indexed, to tell what has changed since."""

from pathlib import Path

from sarcoma_kg.errors import GraphError
from sarcoma_kg.graph.text import shipped_twin, text_digest

#: How a file looked when it was indexed: size, time, and of a user's paper also the shipped paper
#: of the same text and the digest of that text, so that no file is read twice.
Stamp = list[int | str]
_OWN = 4  # parts of a user's stamp


def stamp_of(path: Path) -> Stamp:
    """Say how a file looks now; raises `GraphError` where it cannot be read."""
    try:
        status = path.stat()
    except OSError as error:
        raise GraphError(f"{path} cannot be read ({error.strerror})") from None
    return [status.st_size, status.st_mtime_ns]


def own_stamp(name: str, path: Path, known: dict[str, Stamp]) -> Stamp:
    """Say how a user's paper looks now; it is read only where it changed."""
    stamp, old = stamp_of(path), known.get(name, [])
    if old[:2] == stamp and len(old) == _OWN:
        return old
    digest = text_digest(path)
    return [*stamp, shipped_twin(name, digest), digest]
