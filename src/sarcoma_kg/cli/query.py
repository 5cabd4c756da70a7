"""`query` asks a question; `queries` lists them, and shows one."""

import sys

import click

from sarcoma_kg import queries as questions
from sarcoma_kg import table
from sarcoma_kg.cli.option import format_option, graph_of, graph_option, labels, values_of, width
from sarcoma_kg.errors import QuestionError, TermError
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.queries import Param, Question
from sarcoma_kg.terms import Term


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
    if sparql is not None and name is not None:
        params, name = (name, *params), None
    if (name is None) == (sparql is None):
        raise QuestionError("name one question (`sarcoma-kg queries` lists all) or give --sparql")
    if sparql is not None:
        text = sys.stdin.read() if sparql == "-" else sparql
        question = questions.parse("sparql", text)
    else:
        question = questions.load(name or "")
    ontology = Ontology.load()
    answer = questions.ask(graph_of(ctx, where), question, values_of(params), ontology)
    click.echo(table.text(answer, form, label=labels(ontology), width=width()))
    for note in answer.notes:
        click.echo(table.visible(note), err=True)


@click.command()
@click.argument("name", required=False)
@format_option("table", "csv", "json")
def queries(name: str | None, form: str) -> None:
    """List the questions that the graph answers, or show one with its parameters.

    \b
    Examples:
      sarcoma-kg queries
      sarcoma-kg queries cases-by-drug
      sarcoma-kg queries --format json
    """
    if name is not None:
        _show(questions.load(name), name, form)
        return
    listed = [questions.load(each) for each in questions.names()]
    if form == "json":
        _echo_json([_object(question) for question in listed])
        return
    rows = [(q.name, q.question, " ".join(param.name for param in q.params)) for q in listed]
    click.echo(table.rows(("name", "question", "params"), rows, form, width=width()))


def _show(question: Question, name: str, form: str) -> None:
    """Print one question: what it asks, its parameters with their kinds and defaults."""
    if form == "json":
        _echo_json(_object(question))
        return
    ontology = Ontology.load()
    rows = [
        (param.name, _takes(param), _default(param, ontology), param.text)
        for param in question.params
    ]
    laid = table.rows(("parameter", "takes", "default", "what"), rows, form, width=width())
    if form != "table":
        click.echo(laid)
        return
    example = " ".join(f"{key}={value}" for key, value in question.example.items())
    asked = f"sarcoma-kg query {name} {example}".rstrip()
    told = [question.question, laid if rows else "It has no parameters.", f"Example: {asked}"]
    click.echo("\n\n".join(filter(None, told)))


#: What a default means that is no value.
_OPEN = {"UNDEF": "any", "owl:Nothing": "none"}


def _takes(param: Param) -> str:
    values = param.values
    return ", ".join(values) if values else param.kind.replace("|", " or ")


def _default(param: Param, ontology: Ontology) -> str:
    """Say what a parameter is where it is not given."""
    if param.need:
        return {"required": "required", "either": "one of these is required"}[param.need]
    if param.default in _OPEN:
        return _OPEN[param.default]
    if param.kinds:
        try:
            concept = ontology.get(Term.parse(param.default))
        except TermError:
            concept = None
        if concept is None:
            return param.default
        return f"{concept.label} ({concept.id})" if concept.parents else "any"
    return param.default.strip("\"'")


def _object(question: Question) -> dict[str, object]:
    return {
        "name": question.name,
        "question": question.question,
        "params": [
            {
                "name": p.name,
                "kind": p.kind,
                "values": list(p.values),
                "default": None if p.need else p.default,
                "need": p.need or "optional",
                "text": p.text,
            }
            for p in question.params
        ],
        "view": question.view,
    }


def _echo_json(what: object) -> None:
    import json

    click.echo(json.dumps(what, ensure_ascii=False, indent=2))
