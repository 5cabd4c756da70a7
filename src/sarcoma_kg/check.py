"""What is wrong in data, as Findings: a paper's quads against the shapes, and quotes against texts.

Bad data is never raised; it is listed, each with its level, path and message.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from pyoxigraph import Literal as RdfLiteral
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from sarcoma_kg import content, triples
from sarcoma_kg.errors import SarcomaKgError, TermError
from sarcoma_kg.kinds import KINDS
from sarcoma_kg.ontology import Concept, Ontology, spelling
from sarcoma_kg.records import Fact, digest, faults, normal
from sarcoma_kg.terms import Term

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


_SUBCLASS = NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")


@cache
def _shapes() -> "RdfGraph":
    from rdflib import Graph as RdfGraph

    folder = content.folder("ontology")
    return RdfGraph().parse(folder / "shapes.ttl")


@cache
def _schema() -> "RdfGraph":
    from rdflib import Graph as RdfGraph

    return RdfGraph().parse(content.folder("ontology") / "schema.ttl")


def _said_of(quads: Iterable[Quad], ontology: Ontology) -> Iterator[Triple]:
    """Give what the ontology says of the terms that a paper uses: kind, topic, parents."""
    concepts: dict[str, Concept] = {}
    for iri in {q.object.value for q in quads if isinstance(q.object, NamedNode)}:
        try:
            own = ontology.get(Term.from_iri(iri))
        except TermError:
            continue
        if own is not None:
            # a paper may use a term by an identifier of another vocabulary
            concepts[iri] = own
            concepts |= {each.id.iri: each for each in (own, *ontology.ancestors(own.id))}
    for iri, concept in concepts.items():
        node = NamedNode(iri)
        yield Triple(node, triples.skg("conceptKind"), RdfLiteral(concept.kind))
        for name in ("topic", "role"):
            for value in concept.facets.get(name, ()):
                yield Triple(node, triples.skg(name), RdfLiteral(value))
        for parent in concept.parents:
            yield Triple(node, _SUBCLASS, NamedNode(parent.iri))


def shapes(quads: Iterable[Quad], ontology: Ontology) -> list[Finding]:
    """Validate a paper's quads against `ontology/shapes.ttl`, over all its graphs together.

    What the ontology says of the terms used is validated with them.
    """
    from pyshacl import validate
    from rdflib import Graph as RdfGraph
    from rdflib import URIRef
    from rdflib.namespace import RDF, SH

    quads = list(quads)
    told = {quad.triple for quad in quads} | set(_said_of(quads, ontology))
    flat = serialize(told, format=RdfFormat.N_TRIPLES)
    data = RdfGraph().parse(data=flat, format="nt")
    _, report, _ = validate(data, shacl_graph=_shapes(), ont_graph=_schema(), inference="none")
    found = []
    for result in report.subjects(RDF.type, SH.ValidationResult):
        node, path = report.value(result, SH.focusNode), report.value(result, SH.resultPath)
        message = report.value(result, SH.resultMessage)
        name = str(path).rpartition("#")[2].rpartition("/")[2] if isinstance(path, URIRef) else ""
        warned = report.value(result, SH.resultSeverity) == SH.Warning
        said = f"{name}: {message}" if name else str(message)
        said = said.replace(triples.paper_node("").value, "")
        found.append(Finding("warning" if warned else "error", _short(node), said))
    return sorted(set(found), key=str)


def course(facts: Iterable[Fact]) -> list[Finding]:
    """List links of a course that lead nowhere, to another case, or in a circle."""
    return [Finding("error", path, message) for path, message in faults(facts)]


def values(facts: Iterable[Fact], ontology: Ontology) -> list[Finding]:
    """List facts whose value is the name of another term than those they carry.

    A value that no term is called by is a wording of the paper; it may stand beside any term.
    """
    found = []
    for fact in facts:
        own = [concept for term in fact.terms if (concept := ontology.get(term))]
        if not own or any(called(each, fact.value) for each in own):
            continue
        meant = [
            each.concept
            for kind in KINDS[fact.kind].terms
            for each in ontology.candidates(fact.value, kind)
            if each.how in ("label", "exact")
        ]
        if meant and not any(akin(each, other, ontology) for each in meant for other in own):
            found.append(
                Finding(
                    "error",
                    f"{fact.kind} {fact.value}",
                    f"{own[0].id} is {own[0].label}, and {fact.value} is {meant[0].id}",
                )
            )
    return found


def called(concept: Concept, value: str) -> bool:
    """Say whether a value is a name of a term, of any scope, or says more or less than its label.

    "Thigh swelling" is a swelling, and "enucleation" is short for "enucleation of eye".
    """
    said = spelling.key(value)
    if any(spelling.key(name.text) == said for name in concept.names):
        return True
    words, label = set(said.split(" ")), set(spelling.words(concept.label))
    shorter = words < label and spelling.head(value) in spelling.head(concept.label)
    return shorter or (label < words and spelling.head(value) == spelling.head(concept.label))


def akin(one: Concept, other: Concept, ontology: Ontology) -> bool:
    """Say whether two terms are one, or one is above or around the other, or of its gene.

    Terms that share an identifier are one.
    """
    ids = [{each.id, *each.identifiers, *each.xrefs[: each.exact]} for each in (one, other)]
    genes = [set(map(Term.parse, each.facets.get("gene", ()))) for each in (one, other)]
    return bool(
        ids[0] & ids[1]
        or genes[0] & ids[1]
        or genes[1] & ids[0]
        or ontology.is_a(one.id, other.id, parts=True)
        or ontology.is_a(other.id, one.id, parts=True)
    )


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
        return [Finding("error", "model", str(error)), *shapes(quads, ontology)]
    return (
        shapes(quads, ontology) + course(facts) + values(facts, ontology) + terms(facts, ontology)
    )
