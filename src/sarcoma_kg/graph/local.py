"""A graph in a folder of this machine: TriG files, and an Oxigraph store as their index."""

import json
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, Store

from sarcoma_kg import sparql as sparql_text
from sarcoma_kg import triples
from sarcoma_kg.errors import GraphError, NoSuchPaper, PaperExists
from sarcoma_kg.graph.answer import (
    ONTOLOGY_GRAPH,
    Answer,
    ontology_files,
    parse_fault,
    shipped_papers,
    solutions,
)
from sarcoma_kg.terms import prefixes

#: More changed files than this are loaded in bulk.
_BULK = 200
_WAIT = 20.0  # seconds that a command waits for another one that writes


def _stamp(path: Path) -> list[int | str]:
    status = path.stat()
    return [status.st_size, status.st_mtime_ns]


@dataclass
class LocalGraph:
    """A graph in a folder of this machine, indexed by Oxigraph."""

    folder: Path
    _store: Store | None = field(default=None, repr=False)
    _batch: bool = field(default=False, repr=False)

    @property
    def name(self) -> str:
        """The folder."""
        return str(self.folder)

    @property
    def _index(self) -> Path:
        return self.folder / "store"

    @property
    def _manifest(self) -> Path:
        return self.folder / "store.json"

    def own_papers(self) -> dict[str, Path]:
        """List the papers that the user added, by identifier."""
        folder = self.folder / "papers"
        return {path.stem: path for path in sorted(folder.glob("*.trig"))}

    def _files(self) -> dict[str, Path]:
        """Name every file that the index must hold: the ontology's, and each paper's once."""
        own = self.own_papers()
        shadowed = set(own) | self._twins(own)
        files = {f"ontology/{path.name}": path for path in ontology_files()}
        files |= {name: path for name, path in shipped_papers().items() if name not in shadowed}
        return files | own

    def _twins(self, own: dict[str, Path]) -> set[str]:
        """Find the shipped papers whose very text the user added under another identifier."""
        known = self._known() if own else {}
        twins = set()
        for name, path in own.items():
            stamp = known.get(name, [])
            # the third part of a stamp remembers the twin, so that no file is read twice
            fresh = stamp[:2] == _stamp(path)
            twins.add(str(stamp[2]) if fresh else self.twin(name, text_digest(path)))
        return twins - {""}

    @staticmethod
    def twin(paper_id: str, digest: str) -> str:
        """Name the shipped paper with the same text as this one, or nothing."""
        shipped = shipped_papers()
        twins = (name for name, path in shipped.items() if text_digest(path) == digest)
        return next(twins, "") if digest and paper_id not in shipped else ""

    def _stamps(self, files: dict[str, Path]) -> dict[str, list[int | str]]:
        """Say of each file how it looks now; of a user's paper also which shipped one it is."""
        known, own = self._known(), self.own_papers()
        stamps: dict[str, list[int | str]] = {}
        for name, path in files.items():
            stamp = _stamp(path)
            if name in own:
                old = known.get(name, [])
                same = old[:2] == stamp
                stamp.append(old[2] if same else self.twin(name, text_digest(path)))
            stamps[name] = stamp
        return stamps

    def _known(self) -> dict[str, list[int | str]]:
        try:
            known = json.loads(self._manifest.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return known if isinstance(known, dict) and self._index.is_dir() else {}

    def _write_manifest(self, known: dict[str, list[int | str]]) -> None:
        part = self._manifest.with_suffix(".part")
        part.write_text(json.dumps(known), encoding="utf-8")
        part.replace(self._manifest)

    def open(self) -> Store:
        """Open the store for reading, after bringing it up to date."""
        if self._store is None:
            self.refresh()
            try:
                self._store = Store.read_only(str(self._index))
            except OSError as error:
                raise GraphError(f"{self._index} cannot be opened: {error}") from None
        return self._store

    def stale(self) -> bool:
        """Say whether a file is newer than the index."""
        return self._stamps(self._files()) != self._known()

    def refresh(self, *, rebuild: bool = False) -> int:
        """Bring the index up to date with the files; gives the number of files (re)read.

        Safe against interruption: what was not recorded as done is done again.
        """
        if not rebuild and not self.stale():
            return 0
        from filelock import FileLock, Timeout

        self._make_folder()
        try:
            with FileLock(self.folder / "lock", timeout=_WAIT):
                self._store = None
                for left in (self.folder / "papers").glob("*.part"):
                    left.unlink(missing_ok=True)  # of a command that was killed
                if rebuild:
                    self._manifest.unlink(missing_ok=True)
                    shutil.rmtree(self._index, ignore_errors=True)
                return self._update_index()
        except Timeout:
            raise GraphError(
                f"{self.folder} is being written by another sarcoma-kg; try again in a moment"
            ) from None

    def _make_folder(self) -> None:
        try:
            (self.folder / "papers").mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise GraphError(
                f"{self.folder} cannot be made ({error.strerror}); choose one with --graph DIR"
            ) from None

    def _update_index(self) -> int:
        known, files = self._known(), self._files()
        if not known:
            shutil.rmtree(self._index, ignore_errors=True)
        wanted = self._stamps(files)
        changed = [name for name in wanted if known.get(name) != wanted[name]]
        gone = [name for name in known if name not in wanted]
        if any(name.startswith("ontology/") for name in (*changed, *gone)):
            # the ontology is one graph of many files: read it again as a whole
            gone += [name for name in known if name.startswith("ontology/")]
            changed += [n for n in wanted if n.startswith("ontology/") and n not in changed]
        store = self._writable()
        # first forget, then do, then record: an interruption leaves work to do, never a half
        done = {n: s for n, s in known.items() if n not in changed and n not in gone}
        self._write_manifest(done)
        for name in dict.fromkeys([*gone, *(n for n in changed if n in known)]):
            for graph in _graphs(name):
                store.remove_graph(graph)
        for name in changed:
            self._load(store, name, files[name], bulk=len(changed) > _BULK)
        store.flush()
        self._write_manifest(done | {name: wanted[name] for name in changed})
        return len(changed)

    def _writable(self) -> Store:
        """Open the store for writing; a reader that just opened it may hold it for an instant."""
        until = time.monotonic() + _WAIT
        while True:
            try:
                return Store(str(self._index))
            except OSError as error:
                if "lock" not in str(error).lower() or time.monotonic() > until:
                    raise GraphError(f"{self._index} cannot be written: {error}") from None
                time.sleep(0.1)

    @staticmethod
    def _load(store: Store, name: str, path: Path, *, bulk: bool) -> None:
        turtle = path.suffix == ".ttl"
        form = RdfFormat.TURTLE if turtle else RdfFormat.TRIG
        target = ONTOLOGY_GRAPH if turtle else None
        try:
            data = path.read_bytes()
            # a file that breaks in its middle must leave nothing behind, so it is read first
            if bulk or turtle:
                store.bulk_load(data, format=form, to_graph=target)
            else:
                store.load(data, format=form, to_graph=target)
        except SyntaxError as error:
            where = f"line {error.lineno}, column {error.offset}: " if error.lineno else ""
            raise GraphError(f"{path}: {where}{error.msg}; mend or remove the file") from None
        except OSError as error:
            raise GraphError(f"{path} cannot be read: {error}") from None

    def query(self, sparql: str) -> Answer:
        """Ask the union of all graphs; see `Graph.query`."""
        try:
            sparql_text.refuse_federation(sparql)
            return solutions(
                self.open().query(sparql, prefixes=prefixes(), use_default_graph_as_union=True)
            )
        except SyntaxError as error:
            raise parse_fault(error) from None

    def papers(self) -> list[str]:
        """List the identifiers of all papers, sorted; one that is shadowed is left out."""
        return sorted(name for name in self._files() if not name.startswith("ontology/"))

    def quads(self, paper_id: str) -> list[Quad]:
        """Give a paper's quads, from its file."""
        path = self._files().get(paper_id)
        if path is None or paper_id.startswith("ontology/"):
            raise NoSuchPaper(_unknown(paper_id, self.papers()))
        return triples.from_file(path.read_bytes(), RdfFormat.TRIG, str(path))

    def add(self, paper_id: str, quads: Iterable[Quad], *, replace: bool = False) -> None:
        """Write the paper's file in one step and index it; what it replaces goes to `removed`."""
        path = self.folder / "papers" / f"{paper_id}.trig"
        if not replace and (path.exists() or paper_id in shipped_papers()):
            raise PaperExists(
                f"{paper_id} is in the graph already; nothing changed (--replace replaces it)"
            )
        self._make_folder()
        data = triples.to_trig(paper_id, quads)
        part = path.with_suffix(f".{os.getpid()}.part")
        try:
            part.write_bytes(data)
            if path.exists():
                self._keep(path)
            part.replace(path)
        except OSError as error:
            raise GraphError(f"{path} cannot be written: {error.strerror}") from None
        finally:
            part.unlink(missing_ok=True)
        if not self._batch:
            self.refresh()

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Index what is added inside once, at the end: for many papers at a time."""
        self._batch = True
        try:
            yield
        finally:
            self._batch = False
            self.refresh()

    def _keep(self, path: Path) -> None:
        """Copy a paper that is about to go into `removed`: nothing that a user gave is lost."""
        folder = self.folder / "removed"
        folder.mkdir(exist_ok=True)
        shutil.copy2(path, folder / f"{path.stem}.{time.strftime('%Y%m%dT%H%M%S')}.trig")

    def remove(self, paper_id: str) -> None:
        """Take a user's paper out; a shipped paper that it stood in for comes back."""
        path = self.own_papers().get(paper_id)
        if path is None:
            if paper_id in shipped_papers():
                raise GraphError(
                    f"{paper_id} ships with sarcoma-kg and cannot be removed; "
                    "`add --replace` puts your reading of it in its place"
                )
            raise NoSuchPaper(_unknown(paper_id, sorted(self.own_papers())))
        self._keep(path)
        path.unlink()
        self.refresh()


def text_digest(path: Path) -> str:
    """Read the SHA-256 of a paper's text from its TriG file, without parsing the whole."""
    _, found, rest = path.read_text(encoding="utf-8").partition('skg:textSha256 "')
    return rest[:64] if found else ""


def _graphs(name: str) -> Iterator[NamedNode]:
    if name.startswith("ontology/"):
        yield ONTOLOGY_GRAPH
    else:
        yield triples.paper_node(name)
        yield triples.provenance_node(name)


def _unknown(paper_id: str, known: list[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(paper_id, known, 3, 0.5)
    hint = f"did you mean {', '.join(near)}?" if near else "`sarcoma-kg papers` lists all"
    return f"no paper {paper_id!r} in the graph; {hint}"
