"""Options and arguments that several verbs share."""

import re
import shutil
import sys
from collections.abc import Callable
from typing import Any

import click

from sarcoma_kg import queries as questions
from sarcoma_kg.errors import QuestionError
from sarcoma_kg.graph import Graph, open_graph
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.records import Case, Fact, Paper, Reading, cases
from sarcoma_kg.terms import Term, prefixes

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


def paper_of(graph: Graph, name: str) -> str:
    """Give the id of a paper by any of its identifiers: its id, a PMID, PMCID or DOI, a link.

    Raises `QuestionError` where several papers have it; what nothing has is given back as it is.
    """
    from sarcoma_kg.papers import Identifier

    known = graph.papers()
    name = name.removeprefix(prefixes()["paper"])
    if name in known:
        return name
    identifier = Identifier.parse(name)
    if identifier is None:
        return name
    bare = identifier.pmid or identifier.pmcid or identifier.doi
    question = questions.load("paper-by-identifier")
    answer = questions.ask(graph, question, {"identifier": bare}, Ontology.load())
    found = sorted({row[0].value.removeprefix(prefixes()["paper"]) for row in answer.rows})  # type: ignore[union-attr]
    if len(found) > 1:
        raise QuestionError(f"{name!r} names several papers: {', '.join(found)}")
    own = Paper.slug(identifier.pmid, identifier.pmcid, identifier.doi)
    return found[0] if found else own if own in known else name


def course_of(graph: Graph, name: str) -> tuple[Paper, tuple[Fact, ...], tuple[Case, ...], Reading]:
    """Find a paper with its facts, cases and reading: all by `PAPER`, one case by `PAPER#caseN`.

    PAPER is any identifier of it (see `paper_of`); of one case only its facts are given. Raises
    `NoSuchPaper`, or `QuestionError` where the paper has no such case.
    """
    from sarcoma_kg import triples

    # a DOI may hold a "#" of its own
    one = re.fullmatch(r"(.+)#(?:case)?([0-9]+)", name)
    paper, facts, reading = triples.read(graph.quads(paper_of(graph, one[1] if one else name)))
    found = cases(facts)
    if one is None:
        return paper, facts, found, reading
    found = tuple(case for case in found if str(case.number) == one[2])
    if not found:
        raise QuestionError(f"no case {name!r}; the paper has {_cases(paper, cases(facts))}")
    return paper, found[0].facts, found, reading


def case_of(graph: Graph, name: str) -> tuple[Paper, tuple[Fact, ...], Case]:
    """Find one case; a paper with one case needs no number. Gives all facts of the paper too.

    Raises `NoSuchPaper`, or `QuestionError` where there is no such case or several are meant.
    """
    paper, facts, found, _ = course_of(graph, name)
    if len(found) != 1:
        raise QuestionError(f"no case {name!r}; the paper has {_cases(paper, found)}")
    return paper, facts, found[0]


def _cases(paper: Paper, found: tuple[Case, ...]) -> str:
    return ", ".join(f"{paper.id}#case{case.number}" for case in found) or "no case"
