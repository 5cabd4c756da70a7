"""`tour` shows in one go what there is: counts, an answer, a patient, a picture."""

from pathlib import Path

import click

from sarcoma_kg import queries as questions
from sarcoma_kg import table
from sarcoma_kg.cli import keep, show, view
from sarcoma_kg.cli.option import graph_of, graph_option, labels, width
from sarcoma_kg.graph import course_of
from sarcoma_kg.ontology import Ontology

_CASE = "pmid-26913180#case1"
#: The width of the tour where no terminal says another.
_COLUMNS = 110
_QUESTION = ("cases-by-diagnosis", {"diagnosis": "leiomyosarcoma"})


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("sarcoma-kg-tour.html"),
    show_default=True,
    help="The picture.",
)
@graph_option
@click.pass_context
def tour(ctx: click.Context, output: Path, where: str | None) -> None:
    """Build the graph and show what is in it: counts, an answer, one patient, a picture.

    \b
    Example:
      sarcoma-kg tour
    """
    graph, ontology = graph_of(ctx, where), Ontology.load()
    columns = width() or _COLUMNS
    counted = ", ".join(f"{count} {what}" for what, count in keep.counts(graph))
    click.echo(f"The graph: {counted}, {len(ontology)} terms.\n")
    name, values = _QUESTION
    question = questions.load(name)
    command = " ".join(f"{key}={value}" for key, value in values.items())
    click.echo(f"{question.question}  (sarcoma-kg query {name} {command})\n")
    answer = questions.ask(graph, question, values, ontology)
    click.echo(table.text(answer, "table", label=labels(ontology), width=columns))
    click.echo(f"\nWhat happened to one of them?  (sarcoma-kg show {_CASE})\n")
    paper, facts, cases, _ = course_of(graph, _CASE)
    click.echo(show.text(paper, facts, cases, "table", columns))
    view.save(view.case_page(graph, _CASE), output)
    click.echo(f"\nThe same as a picture, for any browser: {output}")
    click.echo("Next: `sarcoma-kg queries` lists the questions, `sarcoma-kg add` takes a paper.")
