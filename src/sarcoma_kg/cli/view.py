"""`view` draws a case, an answer or a term as one self-contained HTML file."""

import re
import webbrowser
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

import click

from sarcoma_kg import network, triples, wording
from sarcoma_kg import queries as questions
from sarcoma_kg.cli.option import graph_of, graph_option, labels, values_of
from sarcoma_kg.errors import QuestionError, SarcomaKgError, TermError
from sarcoma_kg.graph import Graph, case_of
from sarcoma_kg.network import link
from sarcoma_kg.network.palette import look
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.records import Case, cases
from sarcoma_kg.terms import Term, prefixes

_COURSES = 500  # patients whose courses a page holds


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
    land = network.landscape.of_answer(answer, labels(ontology), kinds(ontology))
    if land is not None:
        extra = network.scene.Extra(above(ontology), *told(graph, land))
        return network.scene.html(land, title=title, subtitle=" ".join(params), extra=extra)
    drawn = network.of_answer(answer, title, labels(ontology))
    if drawn is None:
        raise QuestionError(
            f"the answer to {question.name} is a table: its rows join and count nothing that could "
            f"be drawn; `sarcoma-kg query {name}` prints it"
        )
    return network.html(drawn, title=title, subtitle=" ".join(params))


def kinds(ontology: Ontology) -> Callable[[Term], str]:
    """Give what says the kind of a term."""

    def kind(term: Term) -> str:
        concept = ontology.get(term)
        return concept.kind if concept else "term"

    return kind


def above(ontology: Ontology) -> Callable[[Term], list[Term]]:
    """Give what finds the terms above one, by is-a and part-of, the nearest first."""

    def found(term: Term) -> list[Term]:
        known = ontology.get(term)
        return [each.id for each in ontology.ancestors(known.id, parts=True)] if known else []

    return found


def told(
    graph: Graph, land: network.landscape.Landscape
) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Give the course in lines and the page of each case, where few enough are to be read."""
    courses: dict[str, list[str]] = {}
    pages: dict[str, str] = {}
    if len(land.patients) > _COURSES:
        return courses, pages
    for paper_id, names in groupby(
        sorted(name for one in land.patients for name in one.cases),
        key=lambda name: name.partition("#")[0],
    ):
        paper, facts, _ = triples.read(graph.quads(paper_id))
        known = {f"{paper_id}#case{case.number}": case for case in cases(facts)}
        for name in names:
            pages[name] = link.of_paper(paper)
            if name in known:
                courses[name] = _lines(known[name])
    return courses, pages


def _lines(case: Case) -> list[str]:
    lines = []
    for event in wording.course(case):
        when = [wording.statement(f, case) for f in event.facts if wording.is_time(f) and f.counts]
        answers = wording.answers(event.number, event.answers, case)
        said = [wording.title(event, case), *dict.fromkeys(when), answers]
        lines.append(f"{look(event.look).name}: " + ", ".join(filter(None, said)))
    return lines


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
