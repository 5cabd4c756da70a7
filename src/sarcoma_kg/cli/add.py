"""`add` reads papers, fact rows or ready-made triples into the graph: a whole paper or nothing."""

import json
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click
from pyoxigraph import Quad

from sarcoma_kg import __version__, check, triples
from sarcoma_kg.cli.extract import documents, facts_of
from sarcoma_kg.cli.option import graph_of, graph_option
from sarcoma_kg.errors import FactError, SarcomaKgError, SourceError
from sarcoma_kg.facts import course
from sarcoma_kg.facts.grounding import grounded
from sarcoma_kg.graph import Graph, LocalGraph
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.records import Document, Fact, Paper, Reading

_BIBLIOGRAPHY = ("pmid", "pmcid", "doi", "title", "journal", "year", "licence")


def rows_of(path: Path, document: Document) -> list[Fact]:
    """Read a curator's fact rows (one JSON object a line) for a document.

    Rows that say `essential: false` come after the others, so that of a single kind the
    essential row counts. Raises `FactError` that names the line.
    """
    numbered = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path} cannot be read: {error}") from None
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
            numbered.append((row.get("essential") is False, number, fact))
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
    paper = replace(paper, **given)  # type: ignore[arg-type]
    if given.keys() & {"pmid", "pmcid", "doi"}:
        paper = replace(paper, id=Paper.slug(paper.pmid, paper.pmcid, paper.doi))
    return paper


def _read(
    document: Document, rows: Path | None, curator: str | None, ontology: Ontology
) -> tuple[list[Fact], Reading]:
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if rows is not None:
        agent = f"person:{curator}" if curator else "person:unnamed"
        return rows_of(rows, document), Reading(agent, __version__, at)
    return facts_of(document, ontology), Reading("rules", __version__, at)


def _checked(quads: list[Quad], ontology: Ontology, name: str) -> list[Quad]:
    errors = [f for f in check.paper(quads, ontology) if f.level == "error"]
    for finding in errors:
        click.echo(f"sarcoma-kg: {name}: {finding}", err=True)
    if errors:
        raise FactError(f"{name}: {len(errors)} findings, see above; nothing was added")
    return quads


def _put(graph: Graph, paper: Paper, quads: list[Quad], *, replace_it: bool) -> None:
    twin = LocalGraph.twin(paper.id, paper.text_sha256) if isinstance(graph, LocalGraph) else ""
    graph.add(paper.id, quads, replace=replace_it)
    if twin:
        click.echo(
            f"sarcoma-kg: {paper.id} has the very text of the shipped paper {twin} and stands in "
            f"for it; `sarcoma-kg remove {paper.id}` brings that back",
            err=True,
        )


def _add_triples(graph: Graph, source: str, ontology: Ontology, *, replace_it: bool) -> None:
    """Add every paper of an RDF file."""
    for paper, quads in triples.papers_of(Path(source)):
        _checked(quads, ontology, paper.id)
        _put(graph, paper, quads, replace_it=replace_it)
        click.echo(f"added {paper.id}: {len(quads)} triples")


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--replace", "replace_it", is_flag=True, help="Replace a paper that is there.")
@click.option(
    "--facts",
    "rows",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Take these fact rows (JSON lines) instead of reading the text.",
)
@click.option("--curator", metavar="ORCID", help="Who made the rows of --facts.")
@click.option("--no-quotes", is_flag=True, help="Keep offsets only, no words of the article.")
@click.option("--pmid", help="PubMed identifier of the paper.")
@click.option("--pmcid", help="PubMed Central identifier.")
@click.option("--doi", help="DOI.")
@click.option("--title", help="Title.")
@click.option("--journal", help="Journal.")
@click.option("--year", help="Year of publication.")
@click.option("--licence", help="Licence of the text.")
@graph_option
@click.pass_context
def add(
    ctx: click.Context,
    /,
    sources: tuple[str, ...],
    replace_it: bool,
    rows: Path | None,
    curator: str | None,
    no_quotes: bool,
    where: str | None,
    **fields: str | None,
) -> None:
    """Read papers and add their facts to your graph; each paper whole or not at all.

    SOURCE is what `extract` takes, or ready-made triples (.ttl, .trig, .nq, .nt, .jsonld).

    \b
    Examples:
      sarcoma-kg add case.txt
      sarcoma-kg add case.txt --pmid 26913180 --replace
      sarcoma-kg add case.txt --facts reviewed.jsonl --curator 0000-0002-1825-0097
      sarcoma-kg add triples.trig
    """
    from sarcoma_kg import papers

    single = rows is not None or any(fields.values())
    if single and len(sources) != 1:
        raise SourceError("--facts and the bibliography options go with one SOURCE")
    graph, ontology, code = graph_of(ctx, where), Ontology.load(), 0

    def fail(error: SarcomaKgError) -> None:
        nonlocal code
        click.echo(f"sarcoma-kg: {error}", err=True)
        code = max(code, error.exit_code)

    for source in (s for s in sources if s != "-" and papers.is_rdf(Path(s))):
        try:
            _add_triples(graph, source, ontology, replace_it=replace_it)
        except SarcomaKgError as error:
            fail(error)
    texts = tuple(s for s in sources if s == "-" or not papers.is_rdf(Path(s)))
    for _, document in documents(texts):
        try:
            if isinstance(document, SarcomaKgError):
                raise document
            found, reading = _read(document, rows, curator, ontology)
            found = grounded(found, ontology)
            if no_quotes:
                found = [replace(f, evidence=replace(f.evidence, quote="")) for f in found]
            paper = described(document.paper, fields)
            quads = _checked(triples.write(paper, found, reading), ontology, paper.id)
            _put(graph, paper, quads, replace_it=replace_it)
        except SarcomaKgError as error:
            fail(error)
            continue
        cases = len({fact.case for fact in found if fact.case})
        click.echo(f"added {paper.id}: {len(found)} facts of {cases} case{'s' * (cases != 1)}")
    sys.exit(code)
