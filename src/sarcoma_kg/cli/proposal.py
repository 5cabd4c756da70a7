"""Papers that are ready to be added: read, taken from a curator's rows, or from a review."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import click

from sarcoma_kg import reading
from sarcoma_kg.cli.reader import documents, readings, with_cases
from sarcoma_kg.cli.review import Desk, Reviewed
from sarcoma_kg.errors import PaperExists, SarcomaKgError, SourceError
from sarcoma_kg.graph import Graph
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.reading import Reader
from sarcoma_kg.records import Document, Fact, Paper, Reading

_IDENTIFIERS = {
    "pmid": re.compile(r"[1-9][0-9]{0,8}"),
    "pmcid": re.compile(r"PMC[0-9]+"),
    "doi": re.compile(r"10\.[0-9]{4,9}/\S+"),
}


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
    """A paper that is ready to be added: its facts, who read them, and the review they are from.

    The facts have their terms and places, and offsets in the document's text as read.
    """

    document: Document
    facts: tuple[Fact, ...]
    reading: Reading
    review: Reviewed | None = None


def curated(
    texts: tuple[str, ...], rows: Path, curator: str | None, ontology: Ontology
) -> Iterator[Proposal | SarcomaKgError]:
    """Take a curator's rows for the one document."""
    for _, document in documents(texts):
        try:
            if isinstance(document, SarcomaKgError):
                raise document
            found = reading.curated(rows, document, curator or "unnamed", ontology)
            yield Proposal(document, found.facts, found.run)
        except SarcomaKgError as error:
            yield error


def read(
    texts: tuple[str, ...], spec: str, jobs: int, *, anyway: bool
) -> Iterator[Proposal | SarcomaKgError]:
    """Read the documents; with `anyway` also those that are refused."""
    for _, found in readings(texts, spec, jobs, anyway=anyway):
        if isinstance(found, SarcomaKgError):
            yield found
            continue
        for line in found.told:
            click.echo(f"sarcoma-kg: {line}", err=True)
        yield Proposal(found.document, found.sure, found.run)


def reviewed(
    texts: tuple[str, ...],
    at: Desk,
    reader: Reader,
    ontology: Ontology,
    graph: Graph,
    *,
    again: bool,
    anyway: bool,
    fields: dict[str, str | None],
) -> Iterator[Proposal | SarcomaKgError]:
    """Read the documents and let a person review what was found."""
    for number, (_, document) in enumerate(documents(texts)):
        try:
            if isinstance(document, SarcomaKgError):
                raise document
            named = replace(document, paper=described(document.paper, fields))
            review = _review(at, number, named, reader, ontology, graph, again=again, anyway=anyway)
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
    anyway: bool,
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
    found = with_cases(reader.read(document, ontology, anyway=anyway))
    for line in found.told:
        click.echo(f"sarcoma-kg: {line}", err=True)
    if at.file is None or at.edit:
        return at.sit(found, ontology)
    at.write(found, at.file)
    click.echo(
        f"sarcoma-kg: wrote {at.file}; edit it, then `sarcoma-kg add SOURCE --reviewed {at.file} "
        "--curator ORCID`",
        err=True,
    )
    return None
