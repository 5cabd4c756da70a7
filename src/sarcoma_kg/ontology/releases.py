"""Releases of other vocabularies, read by what is in them, not by their name alone."""

import gzip
from collections.abc import Callable
from pathlib import Path

from sarcoma_kg.errors import SourceError
from sarcoma_kg.ontology.upstream import Upstream

_TABLES = {"term": 4, "synonym": 3, "xref": 2, "parent": 3}


def read_all(sources: list[Path], tell: Callable[[str], None] = lambda line: None) -> Upstream:
    """Read all sources into one `Upstream`; a folder stands for the files in it."""
    if len(sources) == 1 and sources[0].suffix in (".sqlite", ".db"):
        return Upstream(sources[0])
    upstream = Upstream()
    for path in _files(sources):
        tell(f"reading {path.name}")
        _read_table(path, upstream)
    upstream.finish()
    return upstream


def _files(sources: list[Path]) -> list[Path]:
    found: list[Path] = []
    for source in sources:
        if not source.exists():
            raise SourceError(f"{source}: no such file")
        found += sorted(p for p in source.iterdir() if p.is_file()) if source.is_dir() else [source]
    return found


def _read_table(path: Path, upstream: Upstream) -> None:
    name = path.name.partition(".")[0]
    if name not in _TABLES:
        return
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", newline="") as lines:
        rows = [tuple(line.rstrip("\r\n").split("\t")) for line in lines]
    upstream.add(**{name + "s": rows})
