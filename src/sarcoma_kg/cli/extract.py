"""`extract` reads papers and prints their facts; the graph is left as it is."""

import json
import sys
from collections.abc import Iterator

import click

from sarcoma_kg.cli.option import format_option, width
from sarcoma_kg.errors import NoCase, SarcomaKgError
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.records import Document, Fact

_COLUMNS = ("paper", "case", "fact", "value", "ids", "polarity", "quote", "start", "end")


def facts_of(document: Document, ontology: Ontology) -> list[Fact]:
    """Read a document: the whole of reading, as one sentence.

    Raises `NoCase` where the text holds no sarcoma case, `FactError` where a quote is not at
    its offsets.
    """
    from sarcoma_kg import facts, mentions
    from sarcoma_kg.facts import course

    sentences = mentions.find(document, ontology)
    reason = facts.refusal(document, sentences, ontology)
    found = [] if reason else facts.read(document, sentences, ontology)
    if not any(fact.case for fact in found):
        raise NoCase(f"{document.paper.id}: no sarcoma case: {reason or 'no fact of a patient'}")
    for fact in found:
        fact.evidence.check(document.text)
    return course.arrange(found, document.text)


def documents(sources: tuple[str, ...]) -> Iterator[tuple[str, Document | SarcomaKgError]]:
    """Read every source in turn; one that cannot be read gives its error, and the rest goes on."""
    from sarcoma_kg import papers

    for source in sources:
        try:
            for document in papers.read(source, stdin=sys.stdin.buffer):
                yield source, document
        except SarcomaKgError as error:
            yield source, error


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@format_option("table", "jsonl", "json", "csv")
def extract(sources: tuple[str, ...], form: str) -> None:
    """Read papers and print their facts, each with its quote; nothing is added to the graph.

    SOURCE is a text, Markdown, PubMed XML, .nbib, JATS or PDF file, - for stdin, or a PMID, PMCID
    or DOI.

    \b
    Examples:
      sarcoma-kg extract case.txt
      sarcoma-kg extract pubmed.xml --format jsonl > facts.jsonl
    """
    code, rows, ontology = 0, [], Ontology.load()
    for source, document in documents(sources):
        try:
            if isinstance(document, SarcomaKgError):
                raise document
            name, facts = document.paper.id, facts_of(document, ontology)
            found = [fact.row(name) | {"source": source} for fact in facts]
        except SarcomaKgError as error:
            click.echo(f"sarcoma-kg: {error}", err=True)
            code = max(code, error.exit_code)
            continue
        if form == "jsonl":
            # written as they come: memory stays flat over any number of papers
            for row in found:
                click.echo(json.dumps(row, ensure_ascii=False))
        else:
            rows += found
    if form == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    elif form != "jsonl" and rows:
        from sarcoma_kg import table

        cells = [[" ".join(row[c]) if c == "ids" else row[c] for c in _COLUMNS] for row in rows]
        click.echo(table.rows(_COLUMNS, cells, form, width=width()))
    sys.exit(code)
