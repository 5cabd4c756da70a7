"""What every graph is, wherever it lies: what it can be asked, what it gives, what it takes."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from pyoxigraph import Quad, RdfFormat, serialize

from sarcoma_kg import queries, sparql, triples
from sarcoma_kg.answer import Answer, prefixed
from sarcoma_kg.graph import course
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.records import Case, cases

if TYPE_CHECKING:
    import networkx
    import rdflib


class Graph(ABC):
    """All papers' cases, in a folder or at an endpoint; `sarcoma_kg.open_graph` opens one.

    `len(graph)` is the number of its cases. What a retracted paper said is in it only where it was
    opened with `retracted`.
    """

    retracted: bool

    @property
    @abstractmethod
    def name(self) -> str:
        """Where it is: a folder or a URL."""

    # -- asking

    def ask(self, name: str, /, **params: object) -> Answer:
        """Ask a question by its name (see `sarcoma_kg.queries.names`) or a `.rq` file of your own.

        Parameters are written as on the command line: any name of a term, or its CURIE.

        >>> open_graph().ask("outcomes", diagnosis="leiomyosarcoma").to_dicts()

        Raises `QuestionError` where there is no such question or parameter or one is missing, and
        `TermError` where a value is no term.
        """
        values = {key: _written(value) for key, value in params.items() if value is not None}
        return queries.ask(self, queries.load(name), values, Ontology.load())

    def query(self, text: str) -> Answer:
        """Ask in SPARQL, of the union of all papers; the project's prefixes are known.

        Names that the schema does not have are told in the `notes` of the answer. Raises
        `QuestionError` where the SPARQL does not parse, would change the graph or call a server.
        """
        sparql.refuse(text)
        answer = self._query(text)
        return replace(answer, notes=(*queries.unknown(text), *answer.notes))

    @abstractmethod
    def _query(self, text: str) -> Answer:
        """Ask the engine."""

    # -- cases and papers

    def __len__(self) -> int:
        return int(self.ask("counts")[0]["cases"])

    def __bool__(self) -> bool:
        return True  # a graph without a case is a graph

    def cases(self) -> Iterator[Case]:
        """Give every case, paper by paper, in the order of their identifiers."""
        for paper_id in self.papers():
            _, facts, _ = triples.read(self._standing(paper_id))
            yield from cases(facts, paper_id)

    def case(self, name: str) -> Case:
        """Give a case by `PAPER#caseN`, or that of a paper which has only one.

        PAPER is any identifier of it: its id, a PMID, PMCID or DOI, a link. Raises `NoSuchPaper`,
        or `QuestionError` where there is no such case or several are meant.
        """
        return course.case_of(self, name)[2]

    @abstractmethod
    def papers(self) -> list[str]:
        """List the identifiers of all papers, sorted."""

    @abstractmethod
    def quads(self, paper_id: str) -> list[Quad]:
        """Give all quads of a paper that are kept, retracted or not; raises `NoSuchPaper`."""

    def _standing(self, paper_id: str) -> list[Quad]:
        """Give the quads of a paper that the graph answers from."""
        quads = self.quads(paper_id)
        return quads if self.retracted else triples.standing(quads)

    @abstractmethod
    def add(self, paper_id: str, quads: Iterable[Quad], *, replace: bool = False) -> None:
        """Add a whole paper or nothing; raises `PaperExists` unless `replace`."""

    @abstractmethod
    def remove(self, paper_id: str) -> None:
        """Take a paper out; raises `NoSuchPaper`."""

    # -- other libraries

    def dataset(self) -> "rdflib.Dataset":
        """Give the papers as an rdflib `Dataset`: union default graph, our prefixes bound.

        For those who work in rdflib; a question over many papers is quicker by `ask` or `query`.
        """
        from rdflib import Dataset

        result = Dataset(default_union=True)
        quads = [quad for paper_id in self.papers() for quad in self._standing(paper_id)]
        result.parse(data=serialize(quads, format=RdfFormat.N_QUADS) or b"", format="nquads")
        return prefixed(result)

    def to_networkx(self) -> "networkx.MultiDiGraph":
        """Give patients, tumours, events and terms as a networkx graph.

        A node is a short name (`pmid-26913180#case1`, `NCIT:C3158`) with `iri`, `label`, `kind`
        (its class, or the kind of term) and its values; an edge has its property as key and
        `label`. Amounts are values of their node, in words. Facts, evidence and what is denied
        are left out: nothing in it did not happen.
        """
        from sarcoma_kg.graph import multigraph

        quads = (quad for paper_id in self.papers() for quad in self._standing(paper_id))
        return multigraph.of(quads, Ontology.load())


def _written(value: object) -> str:
    """Write a value as a user would on the command line."""
    if isinstance(value, Case):
        return value.id
    return str(value).lower() if isinstance(value, bool) else str(value)
