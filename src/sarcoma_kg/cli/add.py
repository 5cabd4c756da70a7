"""`add` reads papers, fact rows or ready-made triples into the graph: a whole paper or nothing."""

import sys
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import click
from pyoxigraph import Quad

from sarcoma_kg import check, records, triples
from sarcoma_kg.cli import proposal
from sarcoma_kg.cli.option import graph_of, graph_option
from sarcoma_kg.cli.proposal import Proposal, described
from sarcoma_kg.cli.reader import reader_option
from sarcoma_kg.cli.review import Desk, desk
from sarcoma_kg.errors import EndpointError, FactError, SarcomaKgError, SourceError
from sarcoma_kg.graph import Graph, LocalGraph
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.reading import RULES, Reader
from sarcoma_kg.records import Fact, NormalText, Paper


@dataclass
class _Adder:
    """Puts papers into a graph, each whole or not at all, and remembers how bad it went."""

    graph: Graph
    ontology: Ontology
    replace_it: bool
    no_quotes: bool
    fields: dict[str, str | None]
    table: Desk | None
    code: int = 0

    def fail(self, error: SarcomaKgError) -> None:
        """Tell a fault and go on."""
        click.echo(f"sarcoma-kg: {error}", err=True)
        self.code = max(self.code, error.exit_code)

    def add_all(self, proposals: Iterable[Proposal | SarcomaKgError]) -> None:
        """Add what is ready; a fault of one paper does not stop the others."""
        # many papers are indexed once, at the end
        at_once = isinstance(self.graph, LocalGraph) and self.table is None
        with self.graph.batch() if at_once else nullcontext():  # type: ignore[attr-defined]
            for proposal in proposals:
                if isinstance(proposal, SarcomaKgError):
                    self.fail(proposal)
                    continue
                try:
                    self._add(proposal)
                except SarcomaKgError as error:
                    self.fail(error)
                    if proposal.review is not None:
                        path = proposal.review.path
                        click.echo(f"sarcoma-kg: the review is kept in {path}", err=True)
                    if isinstance(error, EndpointError):
                        break  # nobody answers: the papers after this one would only fail too

    def _add(self, proposal: Proposal) -> None:
        paper = described(proposal.document.paper, self.fields)
        by_rules = proposal.reading.agent == RULES
        if not by_rules:
            self._check_links(proposal.facts, paper.id)
        found = triples.normalised(proposal.facts, NormalText.of(proposal.document.text))
        if self.no_quotes:
            found = [fact.without_quotes() for fact in found]
        quads = triples.write(paper, found, proposal.reading)
        if not by_rules:
            # what the rules read fits the shapes by construction, as a test shows
            self._check(quads, paper.id)
        self._put(paper, quads)
        if self.table is not None and proposal.review is not None:
            proposal.review.keep(
                paper.id,
                self.table.folder,
                quotes=not self.no_quotes,
                archive=self.table.archives,
            )
        cases = len({fact.case for fact in found if fact.case})
        click.echo(f"added {paper.id}: {len(found)} facts of {cases} case{'s' * (cases != 1)}")

    def add_triples(self, source: str) -> None:
        """Add every paper of an RDF file."""
        try:
            for paper, quads in triples.papers_of(Path(source)):
                self._check(quads, paper.id)
                self._put(paper, quads)
                click.echo(f"added {paper.id}: {len(quads)} triples")
        except SarcomaKgError as error:
            self.fail(error)

    def _check_links(self, facts: Iterable[Fact], name: str) -> None:
        """Raise `FactError` where the links of a course do not hold; each fault is printed."""
        faults = list(records.faults(facts))
        for path, message in faults:
            click.echo(f"sarcoma-kg: {name}: {path}: {message}", err=True)
        if faults:
            raise FactError(f"{name}: {_findings(len(faults))}; nothing was added")

    def _check(self, quads: list[Quad], name: str) -> None:
        """Raise `FactError` where triples do not fit the model; the findings are printed."""
        findings = check.paper(quads, self.ontology)
        errors = [finding for finding in findings if finding.level == "error"]
        for finding in findings:
            click.echo(f"sarcoma-kg: {name}: {finding}", err=True)
        if errors:
            raise FactError(f"{name}: {_findings(len(errors))}; nothing was added")

    def _put(self, paper: Paper, quads: list[Quad]) -> None:
        here = isinstance(self.graph, LocalGraph)
        twin = LocalGraph.twin(paper.id, paper.text_sha256) if here else ""
        self.graph.add(paper.id, quads, replace=self.replace_it)
        if paper.retracted and not self.graph.retracted:
            stays = "its file is kept" if here else "only its bibliography was sent"
            click.echo(
                f"sarcoma-kg: {paper.id} was retracted: questions leave it out and {stays}; "
                "--retracted takes in what it says",
                err=True,
            )
        if twin:
            click.echo(
                f"sarcoma-kg: {paper.id} has the very text of the shipped paper {twin} and stands "
                f"in for it; `sarcoma-kg remove {paper.id}` brings that back",
                err=True,
            )


def _findings(count: int) -> str:
    return f"{count} finding{'s' * (count != 1)}, see above"


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
    anyway: bool,
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
      sarcoma-kg add series.txt --anyway
      sarcoma-kg add case.txt --reader rules+openai:qwen3:8b@http://127.0.0.1:8080/v1
      sarcoma-kg add triples.trig
    """
    from sarcoma_kg import papers
    from sarcoma_kg.review import orcid

    if "" in sources:
        raise SourceError("a SOURCE is empty; name a file, - or an identifier")
    single = rows is not None or any(fields.values())
    if single and len(sources) != 1:
        raise SourceError("--facts and the bibliography options go with one SOURCE")
    described(Paper("paper"), fields)  # a wrong identifier or year is told before anything is read
    curator, reader = orcid(curator) if curator else None, Reader.parse(spec)
    graph, ontology = graph_of(ctx, where), Ontology.load()
    table = desk(graph, curator, edit=edit, file=review_file, reviewed=reviewed)
    _fitting(table, sources, rows)
    adder = _Adder(graph, ontology, replace_it, no_quotes, fields, table)
    rdf = [source for source in sources if source != "-" and papers.is_rdf(Path(source))]
    texts = tuple(source for source in sources if source not in rdf)
    for source in rdf:
        adder.add_triples(source)
    if rows is not None:
        ready = proposal.curated(texts, rows, curator, ontology)
    elif table is not None:
        ready = proposal.reviewed(
            texts, table, reader, ontology, graph, again=replace_it, anyway=anyway, fields=fields
        )
    else:
        ready = proposal.read(texts, spec, jobs, anyway=anyway)
    adder.add_all(ready)
    sys.exit(adder.code)
