"""What is wrong in data, as Findings: a paper's quads against the shapes, and quotes against texts.

Bad data is never raised; it is listed, each with its level, path and message.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from pyoxigraph import Quad, RdfFormat, serialize

from sarcoma_kg import content, triples
from sarcoma_kg.errors import SarcomaKgError
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.records import Fact, digest, normal

if TYPE_CHECKING:
    from rdflib import Graph as RdfGraph


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong: how bad, where (a node of the graph, a line of a file), and what."""

    level: Literal["error", "warning"]
    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.level}: {self.path}: {self.message}"


@cache
def _shapes() -> "RdfGraph":
    from rdflib import Graph as RdfGraph

    folder = content.folder("ontology")
    return RdfGraph().parse(folder / "shapes.ttl")


@cache
def _schema() -> "RdfGraph":
    from rdflib import Graph as RdfGraph

    return RdfGraph().parse(content.folder("ontology") / "schema.ttl")


def shapes(quads: Iterable[Quad]) -> list[Finding]:
    """Validate a paper's quads against `ontology/shapes.ttl`, over all its graphs together."""
    from pyshacl import validate
    from rdflib import Graph as RdfGraph
    from rdflib.namespace import RDF, SH

    flat = serialize({quad.triple for quad in quads}, format=RdfFormat.N_TRIPLES)
    data = RdfGraph().parse(data=flat, format="nt")
    _, report, _ = validate(data, shacl_graph=_shapes(), ont_graph=_schema(), inference="none")
    found = []
    for result in report.subjects(RDF.type, SH.ValidationResult):
        node, path = report.value(result, SH.focusNode), report.value(result, SH.resultPath)
        message = report.value(result, SH.resultMessage)
        name = str(path).rpartition("#")[2].rpartition("/")[2] if path else ""
        found.append(Finding("error", _short(node), f"{name}: {message}" if name else str(message)))
    return sorted(found, key=str)


def _short(node: Any) -> str:
    return str(node).removeprefix(triples.paper_node("").value)


def terms(facts: Iterable[Fact], ontology: Ontology) -> list[Finding]:
    """List facts whose term is not in the ontology.

    Grade and stage are values of the model: an identifier that they carry is kept as it is.
    """
    return [
        Finding("warning", f"{fact.kind} {fact.value}", f"{term} is not in the ontology")
        for fact in facts
        for term in fact.terms[:1]
        if fact.kind not in ("grade", "stage") and ontology.get(term) is None
    ]


def quotes(facts: Iterable[Fact], text: str, text_sha256: str) -> list[Finding]:
    """List facts whose quote is not at its offsets in the normal form of the paper's text."""
    if digest(text) != text_sha256:
        return [Finding("error", "text", "this is not the text that the paper was read from")]
    form = normal(text)
    return [
        Finding(
            "error",
            f"{fact.kind} {fact.value}",
            f"quote {each.quote[:60]!r} is not at {each.start}–{each.end} of the text",
        )
        for fact in facts
        for each in (fact.evidence, *fact.further)
        if each.end > len(form)
        or (each.quote and normal(each.quote) != normal(form[each.start : each.end]))
    ]


def paper(quads: list[Quad], ontology: Ontology) -> list[Finding]:
    """Check a whole paper: it reads back into records, fits the shapes, and its terms are known."""
    try:
        _, facts, _ = triples.read(quads)
    except SarcomaKgError as error:
        return [Finding("error", "model", str(error)), *shapes(quads)]
    return shapes(quads) + terms(facts, ontology)
