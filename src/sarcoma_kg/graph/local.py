"""A graph in a folder of this machine: TriG files, and an Oxigraph store as their index."""

import codecs
import json
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from sarcoma_kg import sparql, triples
from sarcoma_kg.answer import Answer, solutions
from sarcoma_kg.errors import (
    GraphError,
    NoSuchPaper,
    PaperExists,
    QuestionError,
    SarcomaKgError,
    SourceError,
)
from sarcoma_kg.graph.interface import Graph
from sarcoma_kg.graph.order import ordered
from sarcoma_kg.graph.removed import keep
from sarcoma_kg.graph.shipped import ONTOLOGY_GRAPH, ontology_files, shipped_papers
from sarcoma_kg.graph.stamp import Stamp, own_stamp, stamp_of
from sarcoma_kg.graph.text import Texts, digest_of, shipped_twin
from sarcoma_kg.terms import prefixes
from sarcoma_kg.triples.trig import place

#: More changed files than this are loaded in bulk, so many at a time.
_BULK = 200
_RULE = "it breaks a rule of SPARQL, such as a variable bound twice"
_WAIT = 20.0  # seconds that a command waits for another one that writes


#: What lies in the folder of a graph; a folder of other files is none.
_OURS = {
    "papers", "store", "store.json", "store.part", "lock", "removed", "reviews", "version-1",
    "store-retracted", "store-retracted.json", "store-retracted.part",
}  # fmt: skip

_VERSION = 3  # of what an index holds: one of another version is built again


@dataclass
class LocalGraph(Graph):
    """A graph in a folder of this machine, indexed by Oxigraph.

    With `retracted` what retracted papers said is in it too, from an index of its own.
    """

    folder: Path
    retracted: bool = False
    _store: Store | None = field(default=None, repr=False)
    _batch: bool = field(default=False, repr=False)
    _texts: Texts | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """The folder."""
        return str(self.folder)

    @property
    def _index(self) -> Path:
        return self.folder / ("store-retracted" if self.retracted else "store")

    @property
    def _manifest(self) -> Path:
        return self._index.with_suffix(".json")

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
        return {str(own_stamp(name, path, known)[2]) for name, path in own.items()} - {""}

    @staticmethod
    def twin(paper_id: str, digest: str) -> str:
        """Name the shipped paper with the same text as this one, or nothing."""
        return shipped_twin(paper_id, digest)

    def _own_texts(self) -> Texts:
        """Say which of the user's papers has which text; inside a batch it is kept in memory."""
        if self._texts is not None:
            return self._texts
        own = self.own_papers()
        known = self._known() if own else {}
        texts = Texts({name: str(own_stamp(name, path, known)[3]) for name, path in own.items()})
        if self._batch:
            self._texts = texts
        return texts

    def _stamps(self, files: dict[str, Path]) -> dict[str, Stamp]:
        """Say of each file how it looks now."""
        known, own = self._known(), self.own_papers()
        return {
            name: own_stamp(name, path, known) if name in own else stamp_of(path)
            for name, path in files.items()
        }

    def _known(self) -> dict[str, Stamp]:
        try:
            known = json.loads(self._manifest.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        if not isinstance(known, dict) or known.get("version") != _VERSION:
            return {}
        files = known.get("files")
        if not isinstance(files, dict) or not self._index.is_dir():
            return {}
        return {name: stamp for name, stamp in files.items() if isinstance(stamp, list)}

    def _write_manifest(self, known: dict[str, Stamp]) -> None:
        part = self._manifest.with_suffix(".part")
        part.write_text(json.dumps({"version": _VERSION, "files": known}), encoding="utf-8")
        part.replace(self._manifest)

    def open(self) -> Store:
        """Open the store for reading, after bringing it up to date."""
        if self._store is None:
            self.refresh()
            try:
                self._store = Store.read_only(str(self._index))
            except (OSError, RuntimeError):
                return self._opened_again()
        return self._store

    def _opened_again(self) -> Store:
        """Open an index that failed while nobody writes to it; build it again if it is damaged."""
        with self._locked():
            try:
                self._store = Store.read_only(str(self._index))
            except (OSError, RuntimeError):
                self._store = None
        return self._store or self._mended()

    def _mended(self) -> Store:
        """Build a damaged index again, once, and open it."""
        self.refresh(rebuild=True)
        try:
            self._store = Store.read_only(str(self._index))
        except (OSError, RuntimeError) as error:
            raise GraphError(f"{self._index} cannot be opened: {_line(error)}") from None
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
        self._make_folder()
        with self._locked():
            self._store = None
            for left in (self.folder / "papers").glob("*.part"):
                left.unlink(missing_ok=True)  # of a command that was killed
            if rebuild:
                self._throw_away()
            return self._update_or_rebuild()

    def build(self) -> list[str]:
        """Build the index anew; gives the papers of version 1 that were brought over for good.

        Their old files are kept in `version-1`. Raises `GraphError` that names a file that cannot
        be brought over; it stays where it is and as it is.
        """
        self._make_folder()
        done, faults = [], []
        with self._locked():
            for name, path in self.own_papers().items():
                try:
                    quads = older_quads(path)
                except GraphError as error:
                    faults.append(str(error))
                    continue
                if quads is not None:
                    self._write(name, path, quads, "version-1")
                    done.append(name)
        if faults:
            raise GraphError("; ".join(faults))
        self.refresh(rebuild=True)
        return done

    def _write(self, paper_id: str, path: Path, quads: Iterable[Quad], kept: str) -> None:
        """Write a paper's file in one step; what was there before goes to the folder `kept`."""
        data = triples.to_trig(paper_id, quads)
        part = path.with_suffix(f".{os.getpid()}.part")
        try:
            part.write_bytes(data)
            if path.exists():
                keep(paper_id, path.read_bytes(), self.folder, kept)
            part.replace(path)
        except OSError as error:
            raise GraphError(f"{path} cannot be written ({_line(error)})") from None
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold the right to write; a folder that cannot be written is one line."""
        from filelock import FileLock, Timeout

        try:
            with FileLock(self.folder / "lock", timeout=_WAIT):
                yield
        except Timeout:
            raise GraphError(
                f"{self.folder} is being written by another sarcoma-kg; try again in a moment"
            ) from None
        except OSError as error:
            raise GraphError(
                f"{self.folder} cannot be written ({_line(error)}), which its index needs"
            ) from None

    def _throw_away(self) -> None:
        self._manifest.unlink(missing_ok=True)
        shutil.rmtree(self._index, ignore_errors=True)

    def _update_or_rebuild(self) -> int:
        """Update the index; where it is damaged, build it again, once."""
        try:
            return self._update_index()
        except PermissionError:
            raise  # nothing is damaged
        except (OSError, RuntimeError):
            self._throw_away()
        try:
            return self._update_index()
        except PermissionError:
            raise
        except (OSError, RuntimeError) as error:
            raise GraphError(f"{self._index} cannot be built: {_line(error)}") from None

    def _make_folder(self) -> None:
        try:
            names = {path.name for path in self.folder.iterdir()} if self.folder.is_dir() else set()
            if names and not names & {"papers", self._manifest.name} and not names <= _OURS:
                raise GraphError(
                    f"{self.folder} holds other files; name an empty folder or a graph"
                )
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
        if len(changed) > _BULK:
            self._load_many(store, [files[name] for name in changed])
        else:
            for name in changed:
                self._load(store, files[name])
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
                if not _is_lock(error):
                    raise
                if time.monotonic() > until:
                    raise GraphError(f"{self._index} cannot be written: {_line(error)}") from None
                time.sleep(0.1)

    def _load(self, store: Store, path: Path) -> None:
        # a file that breaks in its middle must leave nothing behind, so it is read first
        quads = self._quads_of(path)
        (store.bulk_extend if path.suffix == ".ttl" else store.extend)(quads)

    def _load_many(self, store: Store, paths: list[Path]) -> None:
        """Load files in bulk; one load a file would leave thousands of small parts to look in."""
        for start in range(0, len(paths), _BULK):
            chunk = [self._quads_of(path) for path in paths[start : start + _BULK]]
            store.bulk_extend(quad for quads in chunk for quad in quads)
        store.optimize()

    def _quads_of(self, path: Path) -> list[Quad]:
        """Read what the index holds of a file; raises `GraphError` that names a malformed one."""
        turtle = path.suffix == ".ttl"
        quads = None if turtle else older_quads(path)
        try:
            if quads is None:
                form = RdfFormat.TURTLE if turtle else RdfFormat.TRIG
                quads = list(parse(_bytes(path), format=form))
        except SyntaxError as error:
            raise GraphError(f"{path}: {place(error)}; mend or remove the file") from None
        if turtle:
            return [Quad(q.subject, q.predicate, q.object, ONTOLOGY_GRAPH) for q in quads]
        return quads if self.retracted else triples.standing(quads)

    def _query(self, text: str) -> Answer:
        # an index that fails may only have been written to meanwhile; else it is damaged
        for opened in (self.open, self._opened_again, self._mended):
            try:
                return self._ask(opened(), text)
            except (OSError, RuntimeError) as error:
                fault = _line(error)
                if not _is_damage(error):
                    break
        raise GraphError(f"{self._index} does not answer: {fault}")

    @staticmethod
    def _ask(store: Store, text: str) -> Answer:
        def asked(text: str) -> Answer:
            found = store.query(text, prefixes=prefixes(), use_default_graph_as_union=True)
            return solutions(found, text)

        try:
            bare, keys = sparql.unordered(text)
            answer = asked(bare)
            if not keys:
                return answer
            rows = ordered(answer.variables, answer.rows, keys)
            return asked(text) if rows is None else replace(answer, rows=rows)
        except SyntaxError:
            told = sparql.fault(text) or _RULE
            raise QuestionError(f"the SPARQL does not parse: {told}") from None

    def papers(self) -> list[str]:
        """List the identifiers of all papers, sorted; one that is shadowed is left out."""
        return sorted(name for name in self._files() if not name.startswith("ontology/"))

    def quads(self, paper_id: str) -> list[Quad]:
        """Give a paper's quads, from its file."""
        path = self._files().get(paper_id)
        if path is None or paper_id.startswith("ontology/"):
            raise NoSuchPaper(_unknown(paper_id, self.papers()))
        older = older_quads(path)
        if older is not None:
            return older
        return triples.from_file(_bytes(path), RdfFormat.TRIG, str(path))

    def add(self, paper_id: str, quads: Iterable[Quad], *, replace: bool = False) -> None:
        """Write the paper's file in one step and index it; what it replaces goes to `removed`.

        Raises `PaperExists` also where another of the user's papers has the very text.
        """
        path = self.folder / "papers" / f"{paper_id}.trig"
        if not replace and (path.exists() or paper_id in shipped_papers()):
            raise PaperExists.named(paper_id)
        quads = list(quads)
        digest, texts = digest_of(quads), self._own_texts()
        other = texts.other(paper_id, digest)
        if other and not replace:
            raise PaperExists(
                f"the text of {paper_id} is in the graph already as {other}; nothing changed "
                "(--replace adds it all the same)"
            )
        self._make_folder()
        self._write(paper_id, path, quads, "removed")
        texts.put(paper_id, digest)
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
            self._texts = None
            self.refresh()

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
        try:
            keep(paper_id, path.read_bytes(), self.folder)
            path.unlink()
        except OSError as error:
            raise GraphError(f"{path} cannot be removed ({_line(error)})") from None
        if self._texts is not None:
            self._texts.put(paper_id, "")
        self.refresh()


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes().removeprefix(codecs.BOM_UTF8)
    except OSError as error:
        raise GraphError(f"{path} cannot be read ({_line(error)})") from None


_CURRENT = b"textForm"  # every file of this version says which form of the text it counts in


def older_quads(path: Path) -> list[Quad] | None:
    """Give the quads of a paper's file of version 1, brought over; nothing for another file.

    Raises `GraphError` that names a file that cannot be brought over.
    """
    data = _bytes(path)
    if _CURRENT in data:
        return None
    try:
        quads = triples.from_file(data, RdfFormat.TRIG, str(path))
    except SourceError as error:
        raise GraphError(f"{error}; mend or remove the file") from None
    if not triples.is_older(quads):
        return None
    try:
        return triples.brought(quads)[1]
    except SarcomaKgError as error:
        raise GraphError(
            f"{path} cannot be brought over to this version: {error}; mend or remove the file"
        ) from None


def _is_lock(error: Exception) -> bool:
    return "lock file" in str(error).lower() or "lock hold" in str(error).lower()


def _is_damage(error: Exception) -> bool:
    """Say whether a query failed for its index rather than for itself."""
    return isinstance(error, OSError) or "corrupt" in str(error).lower()


def _line(error: Exception) -> str:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join(reason.split())[:300]


def _graphs(name: str) -> Iterator[NamedNode]:
    if name.startswith("ontology/"):
        yield ONTOLOGY_GRAPH
    else:
        yield from triples.graph_nodes(name)


def _unknown(paper_id: str, known: list[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(paper_id, known, 3, 0.5)
    hint = f"did you mean {', '.join(near)}?" if near else "`sarcoma-kg papers` lists all"
    return f"no paper {paper_id!r} in the graph; {hint}"
