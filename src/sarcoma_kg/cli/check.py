"""`check` looks for what is wrong in the graph, in a file, or in the ontology's identifiers."""

import sys
from pathlib import Path

import click
from pyoxigraph import Quad

from sarcoma_kg import check as checks
from sarcoma_kg import triples
from sarcoma_kg.check import Finding
from sarcoma_kg.cli.option import graph_of, graph_option
from sarcoma_kg.errors import SarcomaKgError
from sarcoma_kg.ontology import Ontology


def _text_findings(quads: list[Quad], text: Path) -> list[Finding]:
    from sarcoma_kg import papers

    paper, facts, _ = triples.read(quads)
    document = next(iter(papers.read(str(text))))
    return checks.quotes(facts, document.text, paper.text_sha256)


def _named(findings: list[Finding], name: str) -> list[Finding]:
    return [Finding(f.level, f"{name}: {f.path}", f.message) for f in findings]


@click.command()
@click.argument("names", nargs=-1, metavar="[PAPER|FILE]...")
@click.option(
    "--text",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The text of the one PAPER: its quotes are looked up there.",
)
@click.option(
    "--terms",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Check the ontology's identifiers against a reference database instead.",
)
@graph_option
@click.pass_context
def check(
    ctx: click.Context,
    names: tuple[str, ...],
    text: Path | None,
    terms: Path | None,
    where: str | None,
) -> None:
    """Check papers against the model: shapes, evidence, terms. Exit code 1 where a fault is found.

    \b
    Examples:
      sarcoma-kg check
      sarcoma-kg check my-triples.ttl
      sarcoma-kg check pmid-26913180 --text PMID26913180.txt
      sarcoma-kg check --terms terms.sqlite
    """
    findings: list[Finding] = []
    if terms is not None:
        from sarcoma_kg.ontology import reference

        wrong = reference.check_reference(terms)
        findings = [Finding("error", term, message) for term, message in wrong]
        checked = f"{len(Ontology.load())} terms"
    else:
        if text is not None and len(names) != 1:
            raise SarcomaKgError("--text goes with one PAPER")
        graph, ontology = graph_of(ctx, where), Ontology.load()
        names = names or tuple(graph.papers())
        for name in names:
            if Path(name).is_file():
                for paper, quads in triples.papers_of(Path(name)):
                    findings += _named(checks.paper(quads, ontology), paper.id)
                continue
            quads = graph.quads(name)
            findings += _named(checks.paper(quads, ontology), name)
            if text is not None:
                findings += _named(_text_findings(quads, text), name)
        checked = f"{len(names)} paper{'s' * (len(names) != 1)}"
    for finding in findings:
        click.echo(str(finding))
    click.echo(f"checked {checked}: {len(findings)} finding{'s' * (len(findings) != 1)}", err=True)
    sys.exit(1 if findings else 0)
