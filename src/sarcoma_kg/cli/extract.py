"""`extract` reads papers and prints their facts; the graph is left as it is."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sarcoma_kg.cli.option import format_option, labels, width
from sarcoma_kg.cli.reader import reader_option, readings
from sarcoma_kg.errors import SarcomaKgError
from sarcoma_kg.ontology import Ontology

if TYPE_CHECKING:
    from sarcoma_kg.records import Document, Fact

_COLUMNS = ("paper", "case", "fact", "value", "ids", "polarity", "quote", "start", "end")


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@format_option("table", "jsonl", "json", "csv")
@click.option(
    "--html",
    "page",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the texts with their facts highlighted to this file instead.",
)
@reader_option
def extract(
    sources: tuple[str, ...], form: str, page: Path | None, spec: str, jobs: int, anyway: bool
) -> None:
    """Read papers and print their facts, each with its quote; nothing is added to the graph.

    SOURCE is a text, Markdown, PubMed XML, .nbib, JATS or PDF file, - for stdin, or a PMID, PMCID
    or DOI.

    \b
    Examples:
      sarcoma-kg extract case.txt
      sarcoma-kg extract pubmed.xml --format jsonl --jobs 4 > facts.jsonl
      sarcoma-kg extract case.txt --html case.html
      sarcoma-kg extract series.txt --anyway
      sarcoma-kg extract case.txt --reader openai:qwen3:8b@http://127.0.0.1:8080/v1
    """
    code, rows = 0, []
    kept: list[tuple[Document, list[Fact]]] = []
    against: dict[str, str] = {}
    for source, read in readings(sources, spec, jobs, anyway=anyway):
        if isinstance(read, SarcomaKgError):
            click.echo(f"sarcoma-kg: {read}", err=True)
            code = max(code, read.exit_code)
            continue
        for line in read.told:
            click.echo(f"sarcoma-kg: {line}", err=True)
        found = [row | {"source": source} for row in read.rows()]
        if page:
            kept.append((read.document, list(read.facts)))
            against[read.document.paper.id] = read.run.refusal
        elif form == "jsonl":
            # written as they come: memory stays flat over any number of papers
            for row in found:
                click.echo(json.dumps(row, ensure_ascii=False))
        else:
            rows += found
    if page:
        if kept:
            from sarcoma_kg.cli.view import save
            from sarcoma_kg.page import html

            save(html(kept, labels(Ontology.load()), against=against), page)
    elif form == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    elif form != "jsonl" and rows:
        from sarcoma_kg import table

        cells = [[" ".join(row[c]) if c == "ids" else row[c] for c in _COLUMNS] for row in rows]
        click.echo(table.rows(_COLUMNS, cells, form, width=width()))
    sys.exit(code)
