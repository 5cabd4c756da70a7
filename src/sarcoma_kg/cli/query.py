"""`query` asks a question; `queries` lists them."""

import sys

import click

from sarcoma_kg import queries as questions
from sarcoma_kg import table
from sarcoma_kg.cli.option import format_option, graph_of, graph_option, labels, values_of, width
from sarcoma_kg.errors import QuestionError


@click.command()
@click.argument("name", required=False)
@click.argument("params", nargs=-1)
@click.option("--sparql", metavar="TEXT", help="SPARQL of your own; - reads it from stdin.")
@format_option(*table.FORMATS)
@graph_option
@click.pass_context
def query(
    ctx: click.Context,
    name: str | None,
    params: tuple[str, ...],
    sparql: str | None,
    form: str,
    where: str | None,
) -> None:
    """Ask the graph a question: one of `queries`, your own .rq file, or SPARQL.

    \b
    Examples:
      sarcoma-kg query cases-by-diagnosis diagnosis=leiomyosarcoma
      sarcoma-kg query outcomes --format csv > outcomes.csv
      sarcoma-kg query my-question.rq
      sarcoma-kg query --sparql 'SELECT ?case WHERE { ?case a skg:Case }'
    """
    from sarcoma_kg.ontology import Ontology

    if sparql is not None and name is not None:
        params, name = (name, *params), None
    if (name is None) == (sparql is None):
        raise QuestionError("name one question (`sarcoma-kg queries` lists all) or give --sparql")
    if sparql is not None:
        text = sys.stdin.read().removeprefix("\ufeff") if sparql == "-" else sparql
        question = questions.parse("sparql", text)
    else:
        question = questions.load(name or "")
    ontology = Ontology.load()
    answer = questions.ask(graph_of(ctx, where), question, values_of(params), ontology)
    click.echo(table.text(answer, form, label=labels(ontology), width=width()))


@click.command()
@format_option("table", "csv", "json")
def queries(form: str) -> None:
    """List the questions that the graph answers, with their parameters.

    \b
    Example:
      sarcoma-kg queries --format json
    """
    listed = [questions.load(name) for name in questions.names()]
    if form == "json":
        import json

        objects = [
            {
                "name": question.name,
                "question": question.question,
                "params": [
                    {"name": p.name, "kind": p.kind, "default": p.default, "text": p.text}
                    for p in question.params
                ],
                "view": question.view,
            }
            for question in listed
        ]
        click.echo(json.dumps(objects, ensure_ascii=False, indent=2))
        return
    rows = [(q.name, q.question, " ".join(param.name for param in q.params)) for q in listed]
    click.echo(table.rows(("name", "question", "params"), rows, form, width=width()))
