"""The review inside `add`: the sheet is written, opened in an editor, taken back and kept."""

import os
import shlex
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import click

from sarcoma_kg import __version__
from sarcoma_kg import review as reviews
from sarcoma_kg.errors import FactError, SourceError
from sarcoma_kg.graph import Graph, LocalGraph, default_folder
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.reading import Extraction, in_place, now
from sarcoma_kg.records import Document, Fact, Reading, faults

#: Editors that are looked for where neither VISUAL nor EDITOR is set.
_EDITORS = ("editor", "nano", "vi", "notepad")


def folder_of(graph: Graph) -> Path:
    """Give the folder where reviews are kept: beside the papers, or in the user's own graph."""
    return (graph.folder if isinstance(graph, LocalGraph) else default_folder()) / "reviews"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a reviewer left: the facts, who made them, and what goes into the ledger."""

    facts: tuple[Fact, ...]
    reading: Reading
    review: reviews.Review
    reader: Reading
    path: Path

    def keep(self, paper: str, folder: Path, *, quotes: bool, archive: bool) -> None:
        """Write the verdicts down, and set the finished sheet aside."""
        reviews.record(folder, paper, self.review, self.reader, self.reading, quotes=quotes)
        if archive:
            self.path.replace(self.path.with_name(f"{paper}.{_stamp()}.done.txt"))


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a review happens: its reviewer (ORCID), its folder, and the files that were named."""

    folder: Path
    reviewer: str
    edit: bool
    file: Path | None = None
    reviewed: Path | None = None

    @property
    def archives(self) -> bool:
        """Whether the sheet is one of this folder, to be set aside when it is done."""
        return self.edit and self.file is None

    def write(self, found: Extraction, path: Path) -> None:
        """Write the sheet; an older review that is there is set aside, not written over."""
        said = reviews.write(found.document, found.facts, found.run, found.doubts)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.exists() and path.read_bytes().strip():
                if b"\n#: {" not in path.read_bytes():
                    raise SourceError(f"{path} is there and is no review; choose another name")
                path.replace(path.with_name(f"{path.name}.{_stamp()}.old"))
            path.write_text(said, encoding="utf-8", newline="\n")
        except OSError as error:
            raise SourceError(f"{path} cannot be written: {error.strerror}") from None

    def sit(self, found: Extraction, ontology: Ontology) -> Reviewed:
        """Let the reviewer read and edit; gives what they left.

        Raises `FactError` with every faulty line, and where the file is kept.
        """
        document = found.document
        path = self.file or self.folder / f"{document.paper.id}.review.txt"
        command = editor()
        if self._begun(path, document):
            click.echo(f"sarcoma-kg: going on with the review in {path}", err=True)
        else:
            self.write(found, path)
        while True:
            _open(command, path)
            try:
                return self.take(path, document, ontology)
            except FactError as error:
                kept = (
                    f"{error}; the review is kept: mend {path}, then `sarcoma-kg add SOURCE "
                    f"--reviewed {path} --curator {self.reviewer}`"
                )
                if not path.exists() or not path.read_bytes().strip():
                    raise FactError(str(error)) from None
                if not (sys.stdin.isatty() and sys.stderr.isatty()):
                    raise FactError(kept) from None
                click.echo(f"sarcoma-kg: {_printable(str(error))}", err=True)
                if not click.confirm("Open it again?", default=True, err=True):
                    raise FactError(kept) from None

    def _begun(self, path: Path, document: Document) -> bool:
        """Say whether a review of this very text was begun here and not finished."""
        try:
            said = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return False
        return f'"text_sha256": "{document.paper.text_sha256}"' in said

    def take(self, path: Path, document: Document, ontology: Ontology) -> Reviewed:
        """Take a sheet back, checked and grounded."""
        try:
            said = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise SourceError(f"{path} cannot be read: {error}") from None
        sheet = reviews.read(said, str(path))
        review = reviews.decide(sheet, document, ontology, str(path))
        for warning in review.warnings:
            click.echo(f"sarcoma-kg: {_printable(warning)}", err=True)
        if not any(fact.case for fact in review.facts):
            raise FactError(f"{path}: no fact of a patient was kept; nothing was added")
        note = f"review of {sheet.reader} {sheet.version}: {review}"
        reading = Reading(f"person:{self.reviewer}", __version__, now(), note, sheet.refusal)
        reader = Reading(sheet.reader, sheet.version, "")
        facts = in_place(review.facts, document.text, ontology)
        if wrong := [f"{place}: {message}" for place, message in faults(facts)]:
            raise FactError(f"{path}: {'; '.join(wrong)}; nothing was added")
        return Reviewed(tuple(facts), reading, review, reader, path)


def editor() -> list[str]:
    """Give the command of the editor: VISUAL, EDITOR, or in a terminal one that is there.

    Raises `SourceError` where there is none.
    """
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not named and sys.stdin.isatty():
        named = next((found for name in _EDITORS if (found := shutil.which(name))), None)
        return [named] if named else _no_editor()
    try:
        command = shlex.split(named or "", posix=os.name != "nt")
    except ValueError as error:
        raise SourceError(f"EDITOR {named!r} is no command: {error}") from None
    return command or _no_editor()


def _no_editor() -> list[str]:
    raise SourceError(
        "no editor: set VISUAL or EDITOR; or write the review with --review-file FILE, edit it, "
        "and give it back with --reviewed FILE"
    )


def _open(command: list[str], path: Path) -> None:
    try:
        # the user's own editor, as their environment names it
        done = subprocess.run([*command, str(path)], check=False)  # noqa: S603 - see above
    except OSError as error:
        raise SourceError(
            f"the editor {command[0]!r} cannot be started ({error.strerror}); the review is in "
            f"{path}"
        ) from None
    if done.returncode:
        raise SourceError(
            f"the editor ended with {done.returncode}; nothing was added, the review is in {path}"
        )


def desk(
    graph: Graph, curator: str | None, *, edit: bool, file: Path | None, reviewed: Path | None
) -> Desk | None:
    """Make the desk that the options of `add` ask for, or nothing; raises where they do not fit."""
    if not (edit or file or reviewed):
        return None
    if reviewed and (edit or file):
        raise SourceError("--reviewed takes a finished review; it goes without --review")
    if (edit or reviewed) and not curator:
        raise SourceError(
            "a review is signed: give --curator ORCID, or set SARCOMA_KG_CURATOR to it"
        )
    return Desk(folder_of(graph), curator or "", edit, file, reviewed)


def _stamp() -> str:
    return time.strftime("%Y%m%dT%H%M%S")


def _printable(text: str) -> str:
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in text)
