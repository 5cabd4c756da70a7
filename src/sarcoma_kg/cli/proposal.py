"""Papers that are ready to be added: read, taken from a curator's rows, or from a review."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import click

from sarcoma_kg import __version__
from sarcoma_kg.cli.reader import Reader, documents, now, readings
from sarcoma_kg.cli.review import Desk, Reviewed
from sarcoma_kg.errors import FactError, PaperExists, SarcomaKgError, SourceError
from sarcoma_kg.facts import course
from sarcoma_kg.graph import Graph
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.records import Document, Fact, Paper, Reading

_IDENTIFIERS = {
    "pmid": re.compile(r"[1-9][0-9]{0,8}"),
    "pmcid": re.compile(r"PMC[0-9]+"),
    "doi": re.compile(r"10\.[0-9]{4,9}/\S+"),
}


def rows_of(path: Path, document: Document) -> list[Fact]:
    """Read a curator's fact rows (one JSON object a line) for a document.

    Rows that say `essential: false` come after the others, so that of a single kind the
    essential row counts. Raises `FactError` that names the line.
    """
    numbered = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise SourceError(f"{path} is not UTF-8 (byte {error.start})") from None
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                row = json.loads(line)
                if not isinstance(row, dict):
                    raise FactError("a row is a JSON object")
                fact = Fact.from_row(row)
                fact.evidence.check(document.text)
            except (json.JSONDecodeError, SarcomaKgError) as error:
                raise FactError(f"{path} line {number}: {error}") from None
            except RecursionError:
                raise FactError(f"{path} line {number}: nested too deeply") from None
            numbered.append((row.get("essential") is False, number, fact))
    if not any(fact.case for _, _, fact in numbered):
        raise FactError(f"{path}: no fact of a patient")
    twice = Counter(fact for _, _, fact in numbered).most_common(1)[0]
    if twice[1] > 1:
        raise FactError(f"{path}: {twice[0].kind} {twice[0].value!r} is there {twice[1]} times")
    ordered = [fact for _, _, fact in sorted(numbered, key=lambda entry: entry[:2])]
    return course.arrange(ordered, document.text)


def described(paper: Paper, fields: dict[str, str | None]) -> Paper:
    """Give the paper the bibliography that the user wrote; identifiers also give it its id."""
    given = {name: text for name, text in fields.items() if text}
    year = given.pop("year", None)
    if year is not None:
        if not year.isdigit() or not 1000 <= int(year) <= 9999:  # noqa: PLR2004 - four digits
            raise SourceError(f"--year {year!r} is no year")
        paper = replace(paper, year=int(year))
    for name, form in _IDENTIFIERS.items():
        if name in given and not form.fullmatch(given[name]):
            raise SourceError(f"--{name} {given[name]!r} is no {name.upper()}")
    paper = replace(paper, **given)  # type: ignore[arg-type]
    if given.keys() & {"pmid", "pmcid", "doi"}:
        paper = replace(paper, id=Paper.slug(paper.pmid, paper.pmcid, paper.doi))
    return paper


@dataclass(frozen=True, slots=True)
class Proposal:
    """A paper that is ready to be added: its facts, who read them, and the review they are from."""

    document: Document
    facts: list[Fact]
    reading: Reading
    review: Reviewed | None = None


def curated(
    texts: tuple[str, ...], rows: Path, curator: str | None
) -> Iterator[Proposal | SarcomaKgError]:
    """Take a curator's rows for the one document."""
    agent = f"person:{curator}" if curator else "person:unnamed"
    for _, document in documents(texts):
        try:
            if isinstance(document, SarcomaKgError):
                raise document
            found = rows_of(rows, document)
            yield Proposal(document, found, Reading(agent, __version__, now()))
        except SarcomaKgError as error:
            yield error


def read(texts: tuple[str, ...], spec: str, jobs: int) -> Iterator[Proposal | SarcomaKgError]:
    """Read the documents."""
    for _, document, found in readings(texts, spec, jobs):
        if isinstance(found, SarcomaKgError):
            yield found
        elif document is not None:
            for line in found.told:
                click.echo(f"sarcoma-kg: {line}", err=True)
            yield Proposal(document, found.sure, found.reading)


def reviewed(
    texts: tuple[str, ...],
    at: Desk,
    reader: Reader,
    ontology: Ontology,
    graph: Graph,
    *,
    again: bool,
    fields: dict[str, str | None],
) -> Iterator[Proposal | SarcomaKgError]:
    """Read the documents and let a person review what was found."""
    for number, (_, document) in enumerate(documents(texts)):
        try:
            if isinstance(document, SarcomaKgError):
                raise document
            named = replace(document, paper=described(document.paper, fields))
            review = _review(at, number, named, reader, ontology, graph, again=again)
            if review is not None:
                yield Proposal(named, review.facts, review.reading, review)
        except SarcomaKgError as error:
            yield error


def _review(
    at: Desk,
    number: int,
    document: Document,
    reader: Reader,
    ontology: Ontology,
    graph: Graph,
    *,
    again: bool,
) -> Reviewed | None:
    """Let a person review the facts of a document; nothing where the review is only written."""
    if number and (at.file or at.reviewed):
        raise SourceError(
            f"SOURCE holds several papers, {document.paper.id} too; "
            "--review-file and --reviewed go with one"
        )
    writes = at.file is not None and not at.edit
    if not again and not writes and document.paper.id in graph.papers():
        # said before the work of the review, not after it
        raise PaperExists.named(document.paper.id)
    if at.reviewed is not None:
        return at.take(at.reviewed, document, ontology)
    found = reader.read(document, ontology)
    for line in found.told:
        click.echo(f"sarcoma-kg: {line}", err=True)
    if at.file is None or at.edit:
        return at.sit(document, found, ontology)
    at.write(document, found, at.file)
    click.echo(
        f"sarcoma-kg: wrote {at.file}; edit it, then `sarcoma-kg add SOURCE --reviewed {at.file} "
        "--curator ORCID`",
        err=True,
    )
    return None
