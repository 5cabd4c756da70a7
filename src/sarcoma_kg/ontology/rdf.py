"""Releases in RDF: OWL as RDF/XML, Turtle, N-Triples, JSON-LD, also the project's own slims."""

import gzip
from collections import defaultdict
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple, cast

from sarcoma_kg.errors import SourceError
from sarcoma_kg.ontology.names import curie
from sarcoma_kg.ontology.upstream import Upstream

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph

_OBO_IN_OWL = "http://www.geneontology.org/formats/oboInOwl#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"
_EVS = "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl#"
_SYNONYMS = {
    f"{_OBO_IN_OWL}hasExactSynonym": "EXACT",
    f"{_OBO_IN_OWL}hasNarrowSynonym": "NARROW",
    f"{_OBO_IN_OWL}hasBroadSynonym": "BROAD",
    f"{_OBO_IN_OWL}hasRelatedSynonym": "RELATED",
    f"{_SKOS}altLabel": "EXACT",
    f"{_EVS}P90": "EXACT",  # FULL_SYN of the NCI Thesaurus
}
_LABELS = {f"{_RDFS}label", f"{_SKOS}prefLabel", f"{_EVS}P108"}
_XREFS = {f"{_OBO_IN_OWL}hasDbXref", f"{_SKOS}exactMatch", f"{_SKOS}closeMatch"}
_REPLACED = "http://purl.obolibrary.org/obo/IAO_0100001"
_PART_OF = (
    "http://purl.obolibrary.org/obo/BFO_0000050",
    "https://w3id.org/sarcoma-kg/schema#partOf",
)
_RETIRED = {"obsolete_concept", "retired_concept"}
_FORMATS = {
    "owl": "RDF_XML",
    "rdf": "RDF_XML",
    "xml": "RDF_XML",
    "ttl": "TURTLE",
    "nt": "N_TRIPLES",
    "nq": "N_QUADS",
    "trig": "TRIG",
    "jsonld": "JSON_LD",
}
_BATCH = 200_000


class _Restriction(NamedTuple):
    """`part of some X`, while its two halves come in."""

    relation: str = ""
    filler: str = ""


class _Collector:
    """Rows from triples, put into the table in batches so that memory stays small."""

    def __init__(self, upstream: Upstream) -> None:
        self._upstream = upstream
        self._labels: dict[str, str] = {}
        self._gone: dict[str, str] = {}
        self._classes: set[str] = set()
        self._synonyms: list[tuple[str, str, str]] = []
        self._xrefs: list[tuple[str, str]] = []
        self._parents: list[tuple[str, str, str]] = []
        self._restrictions: dict[str, _Restriction] = defaultdict(_Restriction)
        self._open: list[tuple[str, str]] = []
        self.release = ""

    def take(self, subject: str, predicate: str, value: str, blank: bool) -> None:
        """Take one triple whose subject is named."""
        if predicate in _LABELS:
            if predicate != f"{_RDFS}label" or subject not in self._labels:
                self._labels[subject] = value
        elif predicate in _SYNONYMS:
            self._synonyms.append((subject, value, _SYNONYMS[predicate]))
        elif predicate in _XREFS:
            self._xrefs.append((subject, curie(value)))
        elif predicate == f"{_RDFS}subClassOf":
            if blank:
                self._open.append((subject, value))
            else:
                self._parents.append((subject, curie(value), "is_a"))
        elif predicate in _PART_OF:
            self._parents.append((subject, curie(value), "part_of"))
        else:
            self._take_state(subject, predicate, value)
        if len(self._synonyms) + len(self._xrefs) + len(self._parents) > _BATCH:
            self.flush()

    def _take_state(self, subject: str, predicate: str, value: str) -> None:
        if predicate == f"{_OWL}deprecated" and value in ("true", "1"):
            self._gone.setdefault(subject, "")
        elif predicate == _REPLACED:
            self._gone[subject] = curie(value)
        elif predicate == f"{_EVS}P310" and value.lower() in _RETIRED:
            self._gone.setdefault(subject, "")
        elif predicate == f"{_OWL}versionIRI" or (
            predicate == f"{_OWL}versionInfo" and not self.release
        ):
            self.release = value

    def take_blank(self, subject: str, predicate: str, value: str) -> None:
        """Take one triple of a restriction."""
        if predicate == f"{_OWL}onProperty":
            self._restrictions[subject] = self._restrictions[subject]._replace(relation=value)
        elif predicate == f"{_OWL}someValuesFrom":
            self._restrictions[subject] = self._restrictions[subject]._replace(filler=value)

    def flush(self) -> None:
        """Put the rows gathered so far into the table."""
        self._upstream.add(synonyms=self._synonyms, xrefs=self._xrefs, parents=self._parents)
        self._synonyms, self._xrefs, self._parents = [], [], []

    def finish(self) -> int:
        """Put in what had to wait for the end; gives the number of terms."""
        for subject, node in self._open:
            restriction = self._restrictions.get(node)
            if restriction and restriction.relation in _PART_OF and restriction.filler:
                self._parents.append((subject, curie(restriction.filler), "part_of"))
        self.flush()
        self._upstream.add(
            terms=(
                (subject, label, int(subject in self._gone), self._gone.get(subject, ""))
                for subject, label in self._labels.items()
                if ":" in subject and not subject.startswith("http")
            )
        )
        return len(self._labels)


def _quads(path: Path, ending: str) -> "Iterator[pyoxigraph.Quad]":
    import pyoxigraph

    form = getattr(pyoxigraph.RdfFormat, _FORMATS[ending])
    if path.suffix != ".gz":
        yield from pyoxigraph.parse(path=str(path), format=form)
        return
    with gzip.open(path) as unpacked:
        yield from pyoxigraph.parse(input=cast("IO[bytes]", unpacked), format=form)


def is_rdf(ending: str) -> bool:
    """Whether files of this ending are read as RDF."""
    return ending in _FORMATS


def read(path: Path, ending: str, upstream: Upstream) -> None:
    """Read one RDF file, gzipped or not, into the table.

    Raises `SourceError` with line and column where it does not parse, or holds no labelled term.
    """
    import pyoxigraph

    rows = _Collector(upstream)
    try:
        for quad in _quads(path, ending):
            if isinstance(quad.object, pyoxigraph.Triple):
                continue
            value = quad.object.value
            if isinstance(quad.subject, pyoxigraph.NamedNode):
                blank = isinstance(quad.object, pyoxigraph.BlankNode)
                rows.take(curie(quad.subject.value), quad.predicate.value, value, blank)
            elif isinstance(quad.subject, pyoxigraph.BlankNode):
                rows.take_blank(quad.subject.value, quad.predicate.value, value)
    except SyntaxError as error:
        raise SourceError(f"{path}: cannot be read as RDF: {error}") from None
    except (ValueError, OSError, EOFError) as error:
        raise SourceError(f"{path}: cannot be read: {error}") from None
    if not rows.finish():
        raise SourceError(f"{path}: holds no term with a label")
    if rows.release:
        upstream.add_release(path.name.partition(".")[0].upper(), rows.release)
