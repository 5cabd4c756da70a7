"""`add` reads papers, fact rows or ready-made triples into the graph: a whole paper or nothing."""

import json
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

import click
from pyoxigraph import Quad

from sarcoma_kg import __version__, check, triples
from sarcoma_kg.cli.option import graph_of, graph_option
from sarcoma_kg.cli.reader import RULES, Reader, documents, now, reader_option, readings
from sarcoma_kg.cli.review import Desk, Reviewed, desk
from sarcoma_kg.errors import FactError, PaperExists, SarcomaKgError, SourceError
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


@dataclass(frozen=True, slots=True)
class _Proposal:
    """A paper that is ready to be added: its facts, who read them, and the review they are from."""

    document: Document
    facts: list[Fact]
    reading: Reading
    review: Reviewed | None = None


def _curated(
    texts: tuple[str, ...], rows: Path, curator: str | None
) -> Iterator[_Proposal | SarcomaKgError]:
    """Take a curator's rows for the one document."""
    agent = f"person:{curator}" if curator else "person:unnamed"
    for _, document in documents(texts):
        try:
            if isinstance(document, SarcomaKgError):
                raise document
            found = rows_of(rows, document)
            yield _Proposal(document, found, Reading(agent, __version__, now()))
        except SarcomaKgError as error:
            yield error


def _read(texts: tuple[str, ...], spec: str, jobs: int) -> Iterator[_Proposal | SarcomaKgError]:
    """Read the documents."""
    for _, document, found in readings(texts, spec, jobs):
        if isinstance(found, SarcomaKgError):
            yield found
        elif document is not None:
            for line in found.told:
                click.echo(f"sarcoma-kg: {line}", err=True)
            yield _Proposal(document, found.sure, found.reading)


def _reviewed(
    texts: tuple[str, ...],
    at: Desk,
    reader: Reader,
    ontology: Ontology,
    graph: Graph,
    *,
    again: bool,
    fields: dict[str, str | None],
) -> Iterator[_Proposal | SarcomaKgError]:
    """Read the documents and let a person review what was found."""
    for number, (_, document) in enumerate(documents(texts)):
        try:
            if isinstance(document, SarcomaKgError):
                raise document
            named = replace(document, paper=described(document.paper, fields))
            review = _review(at, number, named, reader, ontology, graph, again=again)
            if review is not None:
                yield _Proposal(named, review.facts, review.reading, review)
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
        raise PaperExists(
            f"{document.paper.id} is in the graph already; nothing changed (--replace replaces it)"
        )
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


def _checked(quads: list[Quad], ontology: Ontology, name: str, agent: str = "") -> None:
    """Raise `FactError` where a paper's triples do not fit the model; the findings are printed."""
    if agent == RULES:
        return  # what the rules read fits the shapes by construction, as a test shows
    errors = [f for f in check.paper(quads, ontology) if f.level == "error"]
    for finding in errors:
        click.echo(f"sarcoma-kg: {name}: {finding}", err=True)
    if errors:
        raise FactError(f"{name}: {len(errors)} findings, see above; nothing was added")


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


def _fitting(table: Desk | None, sources: tuple[str, ...], rows: Path | None) -> None:
    """Raise `SourceError` where a review does not go with the rest of the command line."""
    from sarcoma_kg import papers

    if table is None:
        return
    if rows is not None:
        raise SourceError("--facts are a curator's rows already; they go without a review")
    if table.edit and "-" in sources:
        raise SourceError("--review needs a file: standard input is the paper's")
    if any(source != "-" and papers.is_rdf(Path(source)) for source in sources):
        raise SourceError("a review is of texts; ready-made triples go without it")
    if (table.file or table.reviewed) and len(sources) != 1:
        raise SourceError("--review-file and --reviewed go with one SOURCE")


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--replace", "replace_it", is_flag=True, help="Replace a paper that is there.")
@click.option(
    "--facts",
    "rows",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Take these fact rows (JSON lines) instead of reading the text.",
)
@click.option(
    "--curator",
    metavar="ORCID",
    envvar="SARCOMA_KG_CURATOR",
    help="Who made the rows of --facts, or the review [env SARCOMA_KG_CURATOR].",
)
@click.option("--review", "edit", is_flag=True, help="Review the facts in your editor first.")
@click.option(
    "--review-file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the review to this file; without --review add nothing yet.",
)
@click.option(
    "--reviewed",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Add what this finished review keeps.",
)
@reader_option
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
    edit: bool,
    review_file: Path | None,
    reviewed: Path | None,
    spec: str,
    jobs: int,
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
      sarcoma-kg add case.txt --review --curator 0000-0002-1825-0097
      sarcoma-kg add case.txt --reader rules+openai:qwen3:8b@http://127.0.0.1:8080/v1
      sarcoma-kg add triples.trig
    """
    from sarcoma_kg import papers
    from sarcoma_kg.review import orcid

    single = rows is not None or any(fields.values())
    if single and len(sources) != 1:
        raise SourceError("--facts and the bibliography options go with one SOURCE")
    curator, reader = orcid(curator) if curator else None, Reader.parse(spec)
    graph, ontology, code = graph_of(ctx, where), Ontology.load(), 0
    table = desk(graph, curator, edit=edit, file=review_file, reviewed=reviewed)
    _fitting(table, sources, rows)

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
    if rows is not None:
        proposals = _curated(texts, rows, curator)
    elif table is not None:
        proposals = _reviewed(
            texts, table, reader, ontology, graph, again=replace_it, fields=fields
        )
    else:
        proposals = _read(texts, spec, jobs)
    # many papers are indexed once, at the end
    several = graph.batch() if isinstance(graph, LocalGraph) and table is None else nullcontext()
    with several:
        for proposal in proposals:
            if isinstance(proposal, SarcomaKgError):
                fail(proposal)
                continue
            review = proposal.review
            try:
                paper = described(proposal.document.paper, fields)
                found = grounded(proposal.facts, ontology)
                if no_quotes:
                    found = [replace(f, evidence=replace(f.evidence, quote="")) for f in found]
                quads = triples.write(paper, found, proposal.reading)
                _checked(quads, ontology, paper.id, proposal.reading.agent)
                _put(graph, paper, quads, replace_it=replace_it)
                if table is not None and review is not None:
                    review.keep(
                        paper.id, table.folder, quotes=not no_quotes, archive=table.archives
                    )
            except SarcomaKgError as error:
                fail(error)
                if review is not None:
                    click.echo(f"sarcoma-kg: the review is kept in {review.path}", err=True)
                continue
            cases = len({fact.case for fact in found if fact.case})
            click.echo(f"added {paper.id}: {len(found)} facts of {cases} case{'s' * (cases != 1)}")
    sys.exit(code)
