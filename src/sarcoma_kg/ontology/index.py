"""The compiled index: the Turtle of the slims as an SQLite file that opens in a millisecond.

It lies in the user's cache folder under a name made from the content of the Turtle files, so a
changed file makes a new index and the old one is thrown away.
"""

import contextlib
import hashlib
import json
import os
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from sarcoma_kg.errors import SarcomaKgError, TermError
from sarcoma_kg.ontology import spelling
from sarcoma_kg.terms import Term, prefixes

#: Changed when the layout of the index changes.
LAYOUT = "6"
_SCOPE_OF = {
    "oboInOwl:hasExactSynonym": "exact",
    "oboInOwl:hasNarrowSynonym": "narrow",
    "oboInOwl:hasBroadSynonym": "broad",
    "oboInOwl:hasRelatedSynonym": "related",
    "skg:oldName": "old",
}
_SCHEMA = """
create table concept(
    id text primary key, kind text, label text, facets text, xrefs text, exact integer);
create table name(key text, loose text, text text, scope text, rank integer, id text, kind text);
create table xref(xref text, id text, exact integer);
create table parent(id text, parent text);
create table whole(id text, whole text);
"""
_INDEXES = """
create index name_key on name(key);
create index name_loose on name(loose);
create index name_id on name(id);
create index xref_xref on xref(xref);
create index parent_id on parent(id);
create index parent_parent on parent(parent);
create index whole_id on whole(id);
create index whole_whole on whole(whole);
"""
_RANK = {"label": 0, "exact": 1, "old": 2, "narrow": 3, "broad": 4, "related": 5}


class Statements:
    """What some Turtle files say about one concept."""

    __slots__ = ("facets", "kind", "label", "names", "parents", "wholes", "xrefs")

    def __init__(self) -> None:
        self.kind = ""
        self.label = ""
        self.names: list[tuple[str, str]] = []
        self.parents: list[str] = []
        self.wholes: list[str] = []
        self.xrefs: list[tuple[str, int]] = []
        self.facets: dict[str, list[str]] = defaultdict(list)


def _curie(iri: str) -> str:
    try:
        return str(Term.from_iri(iri))
    except TermError:
        return iri


def _read(path: Path, drafts: dict[str, Statements]) -> None:
    import pyoxigraph

    curies: dict[str, str] = {}

    def short(iri: str) -> str:
        if iri not in curies:
            curies[iri] = _curie(iri)
        return curies[iri]

    schema = prefixes()["skg"]
    try:
        for quad in pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE):
            if isinstance(quad.subject, pyoxigraph.NamedNode):
                predicate = quad.predicate.value
                name = short(predicate)
                value = quad.object.value
                if isinstance(quad.object, pyoxigraph.NamedNode):
                    value = short(value)
                _take(drafts[short(quad.subject.value)], name, value, predicate[len(schema) :])
    except SyntaxError as error:
        raise SarcomaKgError(f"{path}: this is no valid Turtle: {error}") from None
    except OSError as error:
        raise SarcomaKgError(f"{path} cannot be read: {error.strerror or error}") from None


def _take(draft: Statements, predicate: str, value: str, facet: str) -> None:
    if predicate == "rdfs:label":
        draft.label = value
    elif predicate == "skg:conceptKind":
        draft.kind = value
    elif predicate in _SCOPE_OF:
        draft.names.append((value, _SCOPE_OF[predicate]))
    elif predicate == "rdfs:subClassOf":
        draft.parents.append(value)
    elif predicate == "skg:partOf":
        draft.wholes.append(value)
    elif predicate in ("skos:exactMatch", "skos:closeMatch", "skos:relatedMatch"):
        draft.xrefs.append((value, int(predicate == "skos:exactMatch")))
    elif predicate.startswith("skg:"):
        draft.facets[facet].append(value)


def fingerprint(files: Iterable[Path]) -> str:
    """Give a short hash of the content of the files and of the way they are compiled."""
    state = hashlib.sha256(LAYOUT.encode())
    state.update(Path(spelling.__file__).read_bytes())
    for path in files:
        state.update(path.name.encode() + b"\0")
        state.update(hashlib.sha256(path.read_bytes()).digest())
    return state.hexdigest()[:20]


def _fill(database: sqlite3.Connection, drafts: dict[str, Statements]) -> None:
    database.executescript(_SCHEMA)
    for curie, draft in sorted(drafts.items()):
        xrefs = [xref for xref, _ in sorted(draft.xrefs, key=lambda pair: (-pair[1], pair[0]))]
        facets = {name: sorted(values) for name, values in sorted(draft.facets.items())}
        database.execute(
            "insert into concept values (?,?,?,?,?,?)",
            (
                curie,
                draft.kind,
                draft.label,
                json.dumps(facets),
                " ".join(dict.fromkeys(xrefs)),
                len({xref for xref, exact in draft.xrefs if exact}),
            ),
        )
        database.executemany("insert into name values (?,?,?,?,?,?,?)", _names(curie, draft))
        database.executemany(
            "insert into xref values (?,?,?)",
            ((xref, curie, exact) for xref, exact in draft.xrefs),
        )
        database.executemany(
            "insert into parent values (?,?)", ((curie, each) for each in sorted(draft.parents))
        )
        database.executemany(
            "insert into whole values (?,?)", ((curie, each) for each in sorted(draft.wholes))
        )
    database.executescript(_INDEXES)


def _names(curie: str, draft: Statements) -> list[tuple[str, str, str, str, int, str, str]]:
    # an old name is an exact synonym too: only its mark as old counts
    old = {text for text, scope in draft.names if scope == "old"}
    names = {(draft.label, "label")}
    names |= {pair for pair in draft.names if pair[1] == "old" or pair[0] not in old}
    rows = []
    for text, scope in sorted(names, key=lambda pair: (_RANK[pair[1]], pair[0])):
        words = spelling.words(text)
        rows.append(
            (
                " ".join(words),
                spelling.loose_key(text),
                text,
                scope,
                _RANK[scope],
                curie,
                draft.kind,
            )
        )
    return rows


def read_slims(files: Iterable[Path]) -> dict[str, Statements]:
    """Read the concepts of some Turtle files; raises `SarcomaKgError` where one is broken."""
    drafts: dict[str, Statements] = defaultdict(Statements)
    for path in files:
        _read(path, drafts)
    return {curie: draft for curie, draft in drafts.items() if draft.kind}


def compile_index(files: list[Path], target: Path) -> None:
    """Write the index of some Turtle files to `target`, whole or not at all."""
    drafts = read_slims(files)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix="ontology-", suffix=".part")
    os.close(handle)
    try:
        database = sqlite3.connect(name)
        try:
            with database:
                database.execute("pragma journal_mode=off")
                database.execute("pragma synchronous=off")
                _fill(database, drafts)
        finally:
            database.close()
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _cache_folder() -> Path:
    import platformdirs

    folder = Path(platformdirs.user_cache_dir("sarcoma-kg", appauthor=False))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass  # the folder can be written
    except OSError:
        user = os.getuid() if hasattr(os, "getuid") else "user"
        folder = Path(tempfile.gettempdir()) / f"sarcoma-kg-{user}"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def open_index(folder: Path, cache: Path | None = None) -> sqlite3.Connection:
    """Open the index of the Turtle files in `folder`, compiling it where it is missing or old.

    Raises `SarcomaKgError` where there are no Turtle files or one is broken.
    """
    files = sorted(folder.glob("*.ttl"))
    if not files:
        raise SarcomaKgError(f"{folder} holds no Turtle file; expected ontology/terms/*.ttl")
    cache = cache or _cache_folder()
    target = cache / f"ontology-{fingerprint(files)}.sqlite"
    if not target.exists():
        compile_index(files, target)
        for other in cache.glob("ontology-*.sqlite"):
            if other != target:
                with contextlib.suppress(OSError):
                    other.unlink()
    try:
        database = sqlite3.connect(
            f"{target.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        database.execute("select 1 from concept limit 1").fetchone()
    except sqlite3.DatabaseError:
        # a damaged file in the cache: make it again
        target.unlink(missing_ok=True)
        compile_index(files, target)
        database = sqlite3.connect(
            f"{target.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
    return database
