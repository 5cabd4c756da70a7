"""Options and arguments that several verbs share."""

import shutil
import sys
from collections.abc import Callable
from typing import Any

import click

from sarcoma_kg.errors import QuestionError
from sarcoma_kg.graph import Graph, open_graph
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.terms import Term

Command = Callable[..., Any]


def graph_option(command: Command) -> Command:
    """Add `--graph`, which a verb takes after its name too, and `--retracted`."""
    command = click.option(
        "--retracted",
        is_flag=True,
        expose_value=False,
        callback=_note_retracted,
        help="With what retracted papers said, which is left out otherwise.",
    )(command)
    return click.option(
        "--graph",
        "where",
        metavar="DIR|URL",
        help="The graph: a folder or a SPARQL endpoint [env SARCOMA_KG_GRAPH].",
    )(command)


_RETRACTED = "sarcoma_kg.retracted"


def _note_retracted(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    ctx.meta[_RETRACTED] = wanted


def format_option(*forms: str, default: str = "table") -> Callable[[Command], Command]:
    """Add `--format` with these choices."""
    return click.option(
        "--format", "form", type=click.Choice(forms), default=default, show_default=True
    )


def graph_of(ctx: click.Context, where: str | None) -> Graph:
    """Open the graph that the command line names."""
    retracted = bool(ctx.meta.get(_RETRACTED))
    return open_graph(where or ctx.find_root().obj, retracted=retracted)


def width() -> int | None:
    """Give the columns of the terminal, or nothing where the output goes elsewhere."""
    terminal = sys.stdout is not None and sys.stdout.isatty()
    return shutil.get_terminal_size().columns if terminal else None


def labels(ontology: Ontology) -> Callable[[Term], str]:
    """Give what names a term: its label in lower case, else its CURIE."""

    def label(term: Term) -> str:
        concept = ontology.get(term)
        return concept.label if concept else str(term)

    return label


def values_of(params: tuple[str, ...]) -> dict[str, str]:
    """Read NAME=VALUE arguments; raises `QuestionError` where one is neither."""
    values = {}
    for param in params:
        name, sign, value = param.partition("=")
        if sign and name and not value.strip():
            raise QuestionError(f"{name}= has no value")
        if not sign or not name:
            raise QuestionError(
                f'{param!r} is no parameter; write NAME=VALUE, as diagnosis="Ewing sarcoma"'
            )
        values[name] = value
    return values
