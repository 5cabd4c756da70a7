"""Readers on the command line: the options, and papers read as a stream over many processes."""

import sys
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any

import click

from sarcoma_kg.cli.batch import in_order, progress
from sarcoma_kg.errors import NoCase, SarcomaKgError
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.reading import RULES, Extraction, Reader
from sarcoma_kg.records import Document

Command = Callable[..., Any]


def reader_option(command: Command) -> Command:
    """Add `--reader`, `--jobs` and `--anyway`."""
    command = click.option(
        "--anyway",
        is_flag=True,
        help="Read a text that is refused all the same; the provenance says so.",
    )(command)
    command = click.option(
        "--jobs",
        type=click.IntRange(1, 256),
        default=1,
        show_default=True,
        metavar="N",
        help="Read with N processes.",
    )(command)
    return click.option(
        "--reader",
        "spec",
        default=RULES,
        show_default=True,
        metavar="READER",
        help="Who reads: rules, openai:MODEL@URL, or rules+openai:MODEL@URL.",
    )(command)


#: One paper read: its source and what was found, or the error in its place.
Outcome = tuple[str, Extraction | SarcomaKgError]


def documents(sources: tuple[str, ...]) -> Iterator[tuple[str, Document | SarcomaKgError]]:
    """Give every paper of every source; one that cannot be read gives its error."""
    from sarcoma_kg import papers

    for source in sources:
        try:
            for document in papers.read(source, stdin=sys.stdin.buffer):
                yield source, document
        except SarcomaKgError as error:
            yield source, error


def with_cases(extraction: Extraction) -> Extraction:
    """Give what was read; raises `NoCase` where that is no sarcoma case."""
    if extraction.refusal is not None:
        paper = extraction.document.paper.id
        hint = "; --anyway reads it all the same" if extraction.readable else ""
        raise NoCase(f"{paper}: no sarcoma case: {extraction.refusal}{hint}")
    return extraction


@cache
def _reader(spec: str) -> tuple[Reader, Ontology]:
    # once in each process
    return Reader.parse(spec), Ontology.load()


def _outcome(item: tuple[str, Document | SarcomaKgError], spec: str, *, anyway: bool) -> Outcome:
    source, document = item
    if isinstance(document, SarcomaKgError):
        return source, document
    reader, ontology = _reader(spec)
    try:
        return source, with_cases(reader.read(document, ontology, anyway=anyway))
    except SarcomaKgError as error:
        return source, error


def readings(sources: tuple[str, ...], spec: str, jobs: int, *, anyway: bool) -> Iterator[Outcome]:
    """Read the papers of all sources with `jobs` processes, as a stream in their order.

    On a terminal a progress bar on stderr tells how many are done, the rate and the time left.
    """
    Reader.parse(spec)  # a wrong name is told before anything is read
    work = partial(_outcome, spec=spec, anyway=anyway)
    total = len(sources) if len(sources) > 1 else None
    with progress("reading", total) as step:
        for outcome in in_order(documents(sources), work, jobs):
            yield outcome
            step()
