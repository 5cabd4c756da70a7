"""Ready-made triples that a user gives: one or many papers in an RDF file, read, checked, kept."""

from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat

from sarcoma_kg.errors import FactError, SourceError
from sarcoma_kg.records import Paper
from sarcoma_kg.terms import prefixes
from sarcoma_kg.triples.nodes import TYPE, assertions_node, named, skg
from sarcoma_kg.triples.older import brought
from sarcoma_kg.triples.reader import is_older, read, text_form
from sarcoma_kg.triples.trig import from_file, order
from sarcoma_kg.triples.writer import write


def papers_of(path: Path) -> list[tuple[Paper, list[Quad]]]:
    """Read the papers of an RDF file (.ttl .trig .nq .nt .jsonld .rdf), each with its quads.

    A paper's facts are written anew, so that the direct triples follow from them; triples of
    other vocabularies about it are kept in its assertion graph. A paper in version 1 of the model
    is brought over. Raises `SourceError` where the
    file cannot be read (with line and column), `FactError` where it is not of this model.
    """
    form = RdfFormat.from_extension(path.suffix.lstrip("."))
    if form is None:
        raise SourceError(f"{path}: no RDF format has the ending {path.suffix!r}")
    try:
        quads = from_file(path.read_bytes(), form, str(path))
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}") from None
    groups: dict[str, list[Quad]] = {}
    for quad in quads:
        if not _is_of_agent(quad):
            groups.setdefault(_paper_id(quad, path), []).append(quad)
    if not groups:
        raise SourceError(f"{path} holds no triples")
    return [_canonical(members, path) for members in groups.values()]


def _paper_id(quad: Quad, path: Path) -> str:
    base = prefixes()["paper"]
    if not isinstance(quad.subject, NamedNode) or not quad.subject.value.startswith(base):
        raise FactError(
            f"{path}: the subject {quad.subject} is not under {base}; a paper's own triples are "
            "about IRIs such as paper:pmid-26913180"
        )
    local = quad.subject.value.removeprefix(base)
    return local.partition("#")[0].partition("/")[0]


def _is_of_agent(quad: Quad) -> bool:
    """Say whether a triple names an agent: it follows from the reading of a paper."""
    bases = (prefixes()["agent"], "https://orcid.org/")
    return (
        isinstance(quad.subject, NamedNode)
        and quad.subject.value.startswith(bases)
        and quad.predicate in (TYPE, named("rdfs", "label"))
    )


def _canonical(quads: list[Quad], path: Path) -> tuple[Paper, list[Quad]]:
    try:
        if is_older(quads):
            return brought(quads)
        paper, facts, reading = read(quads)
        written = write(paper, facts, reading, text_form=text_form(quads))
        return paper, _with_others(paper, quads, written)
    except FactError as error:
        raise FactError(f"{path}: {error}") from None


def _with_others(paper: Paper, quads: list[Quad], written: list[Quad]) -> list[Quad]:
    known = {quad.triple for quad in written}
    schema, graph = skg("").value, assertions_node(paper.id)
    extra = []
    for quad in quads:
        if quad.triple in known:
            continue
        if quad.predicate.value.startswith(schema):
            raise FactError(
                f"{quad.triple} follows from no fact; say it as a skg:Fact with evidence"
            )
        extra.append(Quad(quad.subject, quad.predicate, quad.object, graph))
    return sorted({*written, *extra}, key=order)
