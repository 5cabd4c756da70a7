"""A paper and its cases by name: any identifier of the paper, and the number of the case."""

import re
from typing import TYPE_CHECKING

from sarcoma_kg import queries, triples
from sarcoma_kg.errors import QuestionError
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.records import Case, Fact, Paper, Reading, cases
from sarcoma_kg.terms import prefixes

if TYPE_CHECKING:
    from sarcoma_kg.graph.interface import Graph


def paper_of(graph: "Graph", name: str) -> str:
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
    question = queries.load("paper-by-identifier")
    answer = queries.ask(graph, question, {"identifier": bare}, Ontology.load())
    found = sorted({row[0].value.removeprefix(prefixes()["paper"]) for row in answer.rows})  # type: ignore[union-attr]
    if len(found) > 1:
        raise QuestionError(f"{name!r} names several papers: {', '.join(found)}")
    own = Paper.slug(identifier.pmid, identifier.pmcid, identifier.doi)
    return found[0] if found else own if own in known else name


def course_of(
    graph: "Graph", name: str
) -> tuple[Paper, tuple[Fact, ...], tuple[Case, ...], Reading]:
    """Find a paper with its facts, cases and reading: all by `PAPER`, one case by `PAPER#caseN`.

    PAPER is any identifier of it (see `paper_of`); of one case only its facts are given. Raises
    `NoSuchPaper`, or `QuestionError` where the paper has no such case.
    """
    # a DOI may hold a "#" of its own
    one = re.fullmatch(r"(.+)#(?:case)?([0-9]+)", name)
    paper, facts, reading = triples.read(graph.quads(paper_of(graph, one[1] if one else name)))
    found = cases(facts, paper.id)
    if one is None:
        return paper, facts, found, reading
    found = tuple(case for case in found if str(case.number) == one[2])
    if not found:
        raise QuestionError(f"no case {name!r}; the paper has {_told(cases(facts, paper.id))}")
    return paper, found[0].facts, found, reading


def case_of(graph: "Graph", name: str) -> tuple[Paper, tuple[Fact, ...], Case]:
    """Find one case; a paper with one case needs no number. Gives all facts of the paper too.

    Raises `NoSuchPaper`, or `QuestionError` where there is no such case or several are meant.
    """
    paper, facts, found, _ = course_of(graph, name)
    if len(found) != 1:
        raise QuestionError(f"no case {name!r}; the paper has {_told(found)}")
    return paper, facts, found[0]


def _told(found: tuple[Case, ...]) -> str:
    return ", ".join(case.id for case in found) or "no case"
