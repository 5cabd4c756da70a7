"""A retracted paper: of its quads a graph answers from the publication and its reading alone."""

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Quad

from sarcoma_kg.triples.nodes import named, skg

_TRUE = ("true", "1")  # the two ways to write an xsd:boolean that is so


def standing(quads: Iterable[Quad]) -> list[Quad]:
    """Give the quads of a paper that stand: all of them, unless it was retracted.

    Of a retracted paper stand the bibliography with the mark, and who read it when; its cases,
    facts, claims and their evidence do not.
    """
    quads = list(quads)
    if not is_retracted(quads):
        return quads
    paper = named("paper", "").value
    return [
        quad
        for quad in quads
        if quad.predicate != skg("claim")
        and isinstance(quad.subject, NamedNode)
        and _is_kept(quad.subject.value.removeprefix(paper))
    ]


def is_retracted(quads: Iterable[Quad]) -> bool:
    """Say whether a paper's quads have the mark of a retraction."""
    mark = skg("retracted")
    return any(
        quad.predicate == mark and isinstance(quad.object, Literal) and quad.object.value in _TRUE
        for quad in quads
    )


def _is_kept(local: str) -> bool:
    # the paper, its graph of assertions, who read it and the reading have no other part
    return local.partition("#")[2] in ("", "reading")
