"""`view` draws a case, an answer or a term as one self-contained HTML file."""

import re
import webbrowser
from pathlib import Path

import click

from sarcoma_kg import network
from sarcoma_kg import queries as questions
from sarcoma_kg.cli.option import graph_of, graph_option, labels, values_of
from sarcoma_kg.errors import SarcomaKgError, TermError
from sarcoma_kg.graph import Graph, case_of
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.terms import Term, prefixes


def case_page(graph: Graph, name: str) -> str:
    """Draw a case: the patient, the tumours, the events in order, the terms."""
    paper, facts, case = case_of(graph, name)
    claims = sum(not fact.case for fact in facts)
    drawn = network.of_case(paper, case, labels(Ontology.load()), claims=claims)
    return network.html(drawn, title=f"{paper.id}, case {case.number}", subtitle=paper.title)


def query_page(graph: Graph, name: str, params: tuple[str, ...]) -> str:
    """Draw the answer to a question."""
    ontology, question = Ontology.load(), questions.load(name)
    answer = questions.ask(graph, question, values_of(params), ontology)
    title = question.question or question.name
    drawn = network.of_answer(answer, title, labels(ontology))
    return network.html(drawn, title=title, subtitle=" ".join(params))


def term_page(graph: Graph, name: str) -> str:
    """Draw a term with its parents, its children and the cases that have it."""
    ontology = Ontology.load()
    match = ontology.named(name)
    if match is None:
        near = ontology.suggest(name)
        hint = f"; did you mean {', '.join(near)}?" if near else ""
        raise TermError(f"{name!r} is no term of the ontology{hint}")
    concept = match.concept
    answer = questions.ask(graph, questions.load("cases-with-terms"), {}, ontology)
    cases: dict[str, list[str]] = {}
    for case, term in answer.rows:
        try:
            known = ontology.get(Term.from_iri(term.value))  # type: ignore[union-attr]
        except TermError:
            continue
        if known and ontology.is_a(known.id, concept.id):
            short = case.value.removeprefix(prefixes()["paper"])  # type: ignore[union-attr]
            cases.setdefault(str(known.id), []).append(short)
    drawn = network.of_term(concept, ontology, cases)
    return network.html(drawn, title=concept.label, subtitle=str(concept.id))


def save(page: str, path: Path) -> None:
    """Write a page as UTF-8; raises `SarcomaKgError` where it cannot be."""
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise SarcomaKgError(f"{path} cannot be written: {error.strerror}") from None


@click.command()
@click.argument("what", type=click.Choice(["case", "query", "term"]))
@click.argument("name")
@click.argument("params", nargs=-1)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The file.")
@click.option("--open", "open_it", is_flag=True, help="Open it in the browser.")
@graph_option
@click.pass_context
def view(
    ctx: click.Context,
    what: str,
    name: str,
    params: tuple[str, ...],
    output: Path | None,
    open_it: bool,
    where: str | None,
) -> None:
    """Draw a case, an answer or a term as a picture: one HTML file that needs no network.

    \b
    Examples:
      sarcoma-kg view case pmid-26913180#case1 -o case.html
      sarcoma-kg view query network-of-diagnosis diagnosis=liposarcoma
      sarcoma-kg view term leiomyosarcoma --open
    """
    graph = graph_of(ctx, where)
    if what == "query":
        page = query_page(graph, name, params)
    elif params:
        raise SarcomaKgError(f"view {what} takes one name; {params[0]!r} is one more")
    else:
        page = case_page(graph, name) if what == "case" else term_page(graph, name)
    stem = re.sub(r"[^\w.]+", "-", f"{what}-{name}").strip("-").lower()
    path = output or Path(f"{stem}.html")
    save(page, path)
    click.echo(path)
    if open_it:
        webbrowser.open(path.resolve().as_uri())
