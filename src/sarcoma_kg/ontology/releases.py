"""Releases of other vocabularies, read by their ending and by what stands at their beginning."""

import contextlib
import csv
import gzip
import io
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TextIO

from sarcoma_kg.errors import SourceError
from sarcoma_kg.ontology import obo, rdf
from sarcoma_kg.ontology.names import curie
from sarcoma_kg.ontology.upstream import Upstream

_TABLES = {"term": 4, "synonym": 3, "xref": 2, "parent": 3}
_DATABASES = (".sqlite", ".db", ".sqlite3")
_SAME = {"skos:exactMatch", "skos:closeMatch", "owl:equivalentClass"}
_KNOWN = (
    "OBO (.obo), OBO Graphs (.json), OWL (.owl), Turtle (.ttl), SSSOM (.sssom.tsv), tables of "
    "terms (term.tsv, synonym.tsv, xref.tsv, parent.tsv), the HGNC complete set, the DrugBank "
    "open vocabulary, each also gzipped, or a reference database (.sqlite)"
)


def read_all(
    sources: list[Path],
    tell: Callable[[str], None] = lambda line: None,
) -> Upstream:
    """Read all sources into one table; a folder stands for the files of known kinds in it.

    Raises `SourceError` where a source is missing, of no known kind, or broken.
    """
    if not sources:
        raise SourceError("no sources given; download releases and name their files or folder")
    if len(sources) == 1 and sources[0].suffix in _DATABASES and sources[0].is_file():
        return Upstream(sources[0])
    upstream = Upstream()
    read = 0
    for path, named in _files(sources):
        if _read(path, upstream, tell):
            read += 1
        elif named:
            raise SourceError(f"{path}: no release that can be read here; known are {_KNOWN}")
    if not read:
        raise SourceError(f"{sources[0]}: holds no release; known are {_KNOWN}")
    upstream.finish()
    return upstream


def _files(sources: list[Path]) -> Iterable[tuple[Path, bool]]:
    """Give each file, and whether the user named it."""
    for source in sources:
        if source.is_dir():
            yield from ((path, False) for path in sorted(source.iterdir()) if path.is_file())
        elif source.exists():
            yield source, True
        else:
            raise SourceError(f"{source}: no such file or folder")


@contextlib.contextmanager
def _open(path: Path) -> Iterator[TextIO]:
    """Open a text, gzipped or not; what is wrong with it while it is read is a `SourceError`."""
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8-sig", newline=None) as lines:
            yield lines
    except UnicodeDecodeError:
        raise SourceError(f"{path}: is not UTF-8") from None
    except (OSError, EOFError, zlib.error) as error:
        raise SourceError(f"{path}: cannot be read: {error}") from None


def _text(path: Path) -> str:
    with _open(path) as lines:
        return lines.read()


def _read(path: Path, upstream: Upstream, tell: Callable[[str], None]) -> bool:
    """Read one file where it is of a known kind; gives whether it was."""
    name = path.name.removesuffix(".gz")
    ending = name.rpartition(".")[2].lower()
    if rdf.is_rdf(ending):
        tell(f"reading {path.name}")
        rdf.read(path, ending, upstream)
    elif ending == "obo":
        tell(f"reading {path.name}")
        with _open(path) as lines:
            obo.read_obo(path, lines, upstream)
    elif ending == "json":
        tell(f"reading {path.name}")
        with _open(path) as lines:
            obo.read_graphs(path, lines, upstream)
    elif ending in ("tsv", "txt", "csv"):
        return _read_table(path, name, upstream, tell)
    else:
        return False
    return True


def _read_table(path: Path, name: str, upstream: Upstream, tell: Callable[[str], None]) -> bool:
    table = name.rpartition(".")[0]
    text = _text(path)
    if table in _TABLES:
        tell(f"reading {path.name}")
        _read_rows(path, table, text, upstream)
        return True
    first = next((line for line in text.splitlines() if not line.startswith("#")), "")
    for mark, reader in (
        ("subject_id\t", _read_sssom),
        ("hgnc_id\t", _read_hgnc),
        ("DrugBank ID,", _read_drugbank),
    ):
        if first.startswith(mark):
            tell(f"reading {path.name}")
            reader(text, upstream)
            return True
    return False


def _read_rows(path: Path, table: str, text: str, upstream: Upstream) -> None:
    columns = _TABLES[table]
    rows = []
    for number, line in enumerate(text.split("\n"), 1):
        cells = line.rstrip("\r").split("\t")
        if cells == [""]:
            continue
        if len(cells) != columns:
            raise SourceError(
                f"{path}, line {number}: {len(cells)} columns, not {columns} ({table} table)"
            )
        rows.append(tuple(cells))
    if table == "term":
        upstream.add(terms=((a, b, int(c or 0), d) for a, b, c, d in rows))
    elif table == "synonym":
        upstream.add(synonyms=((a, b, c) for a, b, c in rows))
    elif table == "xref":
        upstream.add(xrefs=((a, b) for a, b in rows))
    else:
        upstream.add(parents=((a, b, c) for a, b, c in rows))


def _read_sssom(text: str, upstream: Upstream) -> None:
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    upstream.add(
        xrefs=[
            (curie(row["subject_id"]), curie(row["object_id"]))
            for row in csv.DictReader(lines, delimiter="\t")
            if row.get("predicate_id") in _SAME and row.get("predicate_modifier") != "Not"
        ]
    )


def _read_hgnc(text: str, upstream: Upstream) -> None:
    terms, synonyms = [], []
    for row in csv.DictReader(io.StringIO(text), delimiter="\t"):
        gene = curie(row["hgnc_id"])
        terms.append((gene, row["symbol"], int(row.get("status") != "Approved"), ""))
        synonyms.append((gene, row.get("name") or "", "EXACT"))
        for column in ("alias_symbol", "prev_symbol"):
            names = (row.get(column) or "").strip('"').split("|")
            synonyms += [(gene, name, "RELATED") for name in names if name]
    upstream.add(terms=terms, synonyms=[row for row in synonyms if row[1]])


def _read_drugbank(text: str, upstream: Upstream) -> None:
    terms, synonyms = [], []
    for row in csv.DictReader(io.StringIO(text)):
        drug = curie(f"DRUGBANK:{row['DrugBank ID']}")
        terms.append((drug, row["Common name"], 0, ""))
        names = (row.get("Synonyms") or "").split("|")
        synonyms += [(drug, name.strip(), "EXACT") for name in names if name.strip()]
    upstream.add(terms=terms, synonyms=synonyms)
