"""A graph behind a SPARQL 1.1 endpoint: the way past one machine.

Spoken to with SPARQLWrapper, by POST as a form (a bare query body makes Virtuoso hang). Given is
the query endpoint; the update endpoint is `SARCOMA_KG_UPDATE`, else the same URL with `/update`
in the place of a final `/query` or `/sparql`.
"""

import os
import re
import warnings
from ast import literal_eval
from collections.abc import Iterable
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError

from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
    serialize,
)

from sarcoma_kg import sparql as sparql_text
from sarcoma_kg import triples
from sarcoma_kg.answer import Answer, bounded, solutions
from sarcoma_kg.errors import (
    EndpointError,
    GraphError,
    NoSuchPaper,
    PaperExists,
    QuestionError,
    SarcomaKgError,
)
from sarcoma_kg.graph import removed
from sarcoma_kg.graph.interface import Graph
from sarcoma_kg.graph.shipped import ONTOLOGY_GRAPH, ontology_files, shipped_papers
from sarcoma_kg.triples.nodes import skg

_TIMEOUT = 120  # seconds for one request
_PAPERS = "SELECT ?paper WHERE { ?paper a skg:Paper }"
_AGENTS = (
    "SELECT DISTINCT ?paper ?agent WHERE { ?paper a skg:Paper "
    "OPTIONAL { { ?reading prov:used ?paper } UNION { ?paper prov:wasGeneratedBy ?reading } "
    "?reading skg:agent ?agent } }"
)
_OLDER = "SELECT DISTINCT ?paper WHERE { ?paper a skg:Paper ; prov:wasGeneratedBy ?reading }"
_WITHDRAWN = (
    "SELECT DISTINCT ?paper WHERE { ?paper skg:retracted true "
    "{ ?case skg:paper ?paper } UNION { ?paper skg:claim ?claim } }"
)
_FORMER = {"person:sarcoma-kg"}  # the agent of shipped papers before it said who read them
_ANY_GRAPH = "ASK { GRAPH ?g { ?paper a skg:Paper } }"


@dataclass
class RemoteGraph(Graph):
    """A graph at a URL; see `sarcoma_kg.graph.Graph` for what its methods do.

    What a retracted paper said is sent there only with `retracted`.
    """

    url: str
    update_url: str = ""
    retracted: bool = False
    #: The shipped papers that the last `fill` left alone, for a user's reading stands there.
    left: tuple[str, ...] = field(default=(), init=False, repr=False)
    _checked: bool = field(default=False, repr=False)

    def __post_init__(self) -> None:
        stem, slash, last = self.url.rpartition("/")
        guess = f"{stem}/update" if slash and last in ("query", "sparql") else self.url
        self.update_url = self.update_url or os.environ.get("SARCOMA_KG_UPDATE") or guess

    @property
    def name(self) -> str:
        """The URL."""
        return self.url

    def _request(self, sparql: str, *, update: bool = False) -> tuple[bytes, str]:
        """Send one request; gives the body and its content type."""
        from SPARQLWrapper import JSON, POST, URLENCODED, SPARQLWrapper
        from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

        client = SPARQLWrapper(self.update_url if update else self.url)
        client.setMethod(POST)
        client.setRequestMethod(URLENCODED)
        client.setTimeout(_TIMEOUT)
        client.setQuery(sparql_text.with_prefixes(sparql))
        if not update:
            client.setReturnFormat(JSON)
            # asks Oxigraph for the union; engines that have it by default do not mind
            client.addParameter("union-default-graph", "true")
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # it warns that a CONSTRUCT cannot be JSON
                if client.isSparqlQueryRequest() and client.queryType in ("CONSTRUCT", "DESCRIBE"):
                    client.setReturnFormat("n3")
                    client.setOnlyConneg(True)
                    client.addCustomHttpHeader("Accept", "application/n-triples, text/turtle;q=0.5")
                response: Any = client.query().response
                return response.read(), response.headers.get("content-type", "")
        except QueryBadFormed as error:
            reason = sparql_text.place(sparql) or _line(error)
            raise QuestionError(f"{self.url} does not take the query: {reason}") from None
        except Exception as error:
            raise EndpointError(f"{self.url} does not answer: {_line(error)}") from None

    def _query(self, text: str) -> Answer:
        if not self._checked:
            self._check_union()
            self._check_version()
            self._check_retracted()
            self._checked = True
        return self._ask(text)

    def _ask(self, sparql: str) -> Answer:
        body, kind = self._request(sparql)
        if "html" in kind.lower():
            raise EndpointError(
                f"{self.url} answered with a web page, not with results; "
                "give the address of the query endpoint, such as http://localhost:3030/ds/sparql"
            )
        try:
            if "json" in kind:
                found = parse_query_results(body, format=QueryResultsFormat.JSON)
                return solutions(found, sparql)
            form = RdfFormat.from_media_type(kind) or RdfFormat.N_TRIPLES
            quads = parse(body, format=form)
            return Answer(triples=bounded(Triple(q.subject, q.predicate, q.object) for q in quads))
        except (SyntaxError, ValueError, OSError) as error:
            raise EndpointError(
                f"{self.url} cut its answer off or answered in another format ({_line(error)}); "
                "ask for less, with LIMIT, or raise the server's time limit"
            ) from None

    def _check_union(self) -> None:
        """Refuse an endpoint whose default graph hides the named graphs."""
        if not self._ask(_PAPERS + " LIMIT 1").rows and self._ask(_ANY_GRAPH).truth:
            raise EndpointError(
                f"{self.url} does not query the union of its graphs; start it so that it does "
                "(Oxigraph: --union-default-graph, Fuseki: tdb2:unionDefaultGraph)"
            )

    def _check_version(self) -> None:
        """Refuse an endpoint that holds papers of version 1: a question would miss them."""
        if older := self._older():
            raise EndpointError(
                f"{self.url} holds {len(older)} papers of an older version of the model; "
                "`sarcoma-kg build` with this --graph brings them over"
            )

    def _check_retracted(self) -> None:
        """Refuse an endpoint with what retracted papers said, unless that is asked for."""
        if not self.retracted and (papers := self._withdrawn()):
            raise EndpointError(
                f"{self.url} holds what {len(papers)} retracted papers said ({papers[0]}); ask it "
                "with --retracted, or let `sarcoma-kg build` with this --graph take that out"
            )

    def _withdrawn(self) -> list[str]:
        return self._names(self._ask(_WITHDRAWN))

    def _older(self) -> list[str]:
        return self._names(self._ask(_OLDER))

    @staticmethod
    def _names(answer: Answer) -> list[str]:
        start = len(triples.paper_node("").value)
        found = (row[0] for row in answer.rows)
        return sorted(node.value[start:] for node in found if isinstance(node, NamedNode))

    def papers(self) -> list[str]:
        """List the identifiers of all papers, sorted."""
        return self._names(self.query(_PAPERS))

    def quads(self, paper_id: str) -> list[Quad]:
        """Give a paper's quads, one request a graph."""
        quads = self._stored(triples.graph_nodes(paper_id))
        if not quads:
            raise NoSuchPaper(f"no paper {paper_id!r} at {self.url}; `sarcoma-kg papers` lists all")
        return quads

    def _stored(self, graphs: Iterable[NamedNode]) -> list[Quad]:
        quads: list[Quad] = []
        for graph in graphs:
            answer = self._ask(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}")
            quads += [Quad(t.subject, t.predicate, t.object, graph) for t in answer.triples]
        return quads

    def add(self, paper_id: str, quads: Iterable[Quad], *, replace: bool = False) -> None:
        """Add a paper in one update request, which a server carries out whole or not at all.

        What it replaces is kept on this machine, in `removed` of the user's own folder.
        """
        if paper_id in self.papers():
            if not replace:
                raise PaperExists.named(paper_id)
            self._keep(paper_id)
        self._put(paper_id, quads)

    def _put(self, paper_id: str, quads: Iterable[Quad]) -> None:
        parts, quads = _drop(paper_id), list(quads if self.retracted else triples.standing(quads))
        for graph in triples.graph_nodes(paper_id):
            parts.append(_insert(graph, [q.triple for q in quads if q.graph_name == graph]))
        self._request(" ;\n".join(parts), update=True)

    def _keep(self, paper_id: str) -> None:
        trig = triples.to_trig(paper_id, self.quads(paper_id))
        removed.keep(paper_id, trig, removed.default_folder())

    def remove(self, paper_id: str) -> None:
        """Take a paper out; a shipped paper that it stood in for comes back.

        Raises `NoSuchPaper`, and `GraphError` for a shipped paper itself. What goes is kept on
        this machine, in `removed` of the user's own folder.
        """
        agents, shipped = self._agents(), shipped_papers().get(paper_id)
        if paper_id not in agents:
            raise NoSuchPaper(f"no paper {paper_id!r} at {self.url}; `sarcoma-kg papers` lists all")
        original = _quads(shipped) if shipped else []
        if shipped and agents[paper_id] in (_agents_of(original), _FORMER):
            raise GraphError(
                f"{paper_id} ships with sarcoma-kg and cannot be removed; "
                "`add --replace` puts your reading of it in its place"
            )
        self._keep(paper_id)
        if shipped:
            self._put(paper_id, original)
        else:
            self._request(" ;\n".join(_drop(paper_id)), update=True)

    def _bring_over(self, paper_id: str) -> None:
        graphs = (triples.paper_node(paper_id), triples.provenance_node(paper_id))
        quads = self._stored(graphs)
        try:
            _, brought = triples.brought(quads)
        except SarcomaKgError as error:
            raise GraphError(
                f"{paper_id} at {self.url} cannot be brought over to this version: {error}"
            ) from None
        removed.keep(paper_id, triples.to_trig(paper_id, quads), removed.default_folder())
        self._put(paper_id, brought)

    def _agents(self) -> dict[str, set[str]]:
        """Say of every paper who read it."""
        start = len(triples.paper_node("").value)
        agents: dict[str, set[str]] = {}
        for paper, agent in self._ask(_AGENTS).rows:
            if isinstance(paper, NamedNode):
                names = agents.setdefault(paper.value[start:], set())
                names |= {agent.value} if isinstance(agent, Literal) else set()
        return agents

    def fill(self) -> int:
        """Bring the ontology and the shipped papers there; gives the number of papers.

        A shipped paper in whose place a user put another reading is left alone, and is named in
        `left`. A user's paper of version 1 is brought over, and what retracted papers said is taken
        out; a copy is kept on this machine. Safe against interruption: until the new ontology is
        there as a whole, the old one stays. Raises `GraphError` that names a paper that
        cannot be brought over; it stays as it was.
        """
        self._check_union()
        agents, older = self._agents(), self._older()
        ontology = [
            Triple(quad.subject, quad.predicate, quad.object)
            for path in ontology_files()
            for quad in triples.from_file(path.read_bytes(), RdfFormat.TURTLE, str(path))
        ]
        self._request(f"DROP SILENT GRAPH {_STAGING}", update=True)
        for start in range(0, len(ontology), _CHUNK):
            self._request(_insert(_STAGING, ontology[start : start + _CHUNK]), update=True)
        self._request(f"MOVE GRAPH {_STAGING} TO GRAPH {ONTOLOGY_GRAPH}", update=True)
        shipped, left = shipped_papers(), []
        for name, path in shipped.items():
            quads = _quads(path)
            if name in agents and agents[name] not in (_agents_of(quads), _FORMER):
                left.append(name)
            else:
                self._put(name, quads)
        for name in older:
            if name not in shipped or name in left:
                self._bring_over(name)
        for name in () if self.retracted else self._withdrawn():
            self._keep(name)
            self._put(name, self.quads(name))
        self.left, self._checked = tuple(left), False
        return len(shipped) - len(left)


_STAGING = NamedNode(f"{ONTOLOGY_GRAPH.value}/staging")
_CHUNK = 10_000  # triples in one update request


def _drop(paper_id: str) -> list[str]:
    # the graph of assertions had the paper's own name in version 1
    graphs = (triples.paper_node(paper_id), *triples.graph_nodes(paper_id))
    return [f"DROP SILENT GRAPH {graph}" for graph in graphs]


def _insert(graph: NamedNode, data: list[Triple]) -> str:
    body = serialize(data, format=RdfFormat.N_TRIPLES)
    return f"INSERT DATA {{ GRAPH {graph} {{\n{(body or b'').decode('utf-8')}}} }}"


def _quads(path: Path) -> list[Quad]:
    return triples.from_file(path.read_bytes(), RdfFormat.TRIG, str(path))


def _agents_of(quads: Iterable[Quad]) -> set[str]:
    return {
        quad.object.value
        for quad in quads
        if quad.predicate == skg("agent") and isinstance(quad.object, Literal)
    }


def _line(error: Exception) -> str:
    """Say in one line what went wrong, without the wrapping of the library that noticed it.

    The server's own words are shown: they tell a time limit from a wrong query.
    """
    if isinstance(error, HTTPError):
        words = _words(error)
        return f"HTTP {error.code} {error.reason}" + (f": {words}" if words else "")
    if isinstance(error, URLError):
        reason = error.reason
        if isinstance(reason, OSError) and reason.strerror:
            return " ".join(reason.strerror.split())[:300]
        return " ".join(str(reason).split())[:300]
    if isinstance(error, OSError) and error.strerror:
        return " ".join(error.strerror.split())[:300]
    told = _RESPONSE.search(str(error))
    said = str(getattr(error, "msg", "") or error)
    if told:
        said += f": {literal_eval(told[1]).decode('utf-8', 'replace')}"
    return " ".join(_TAG.sub(" ", said).split())[:300]


# SPARQLWrapper keeps what a server said as the last part of its message, as Python bytes
_RESPONSE = re.compile(r"""\n\nResponse:\n(b(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))$""")
_TAG = re.compile(r"<(?:style|script|title)\b.*?</(?:style|script|title)>|</?[a-zA-Z!][^>]*>", re.S)


def _words(error: HTTPError) -> str:
    """Read what a server says of its refusal, without the marks of a web page."""
    try:
        with error:
            told = error.read(4096).decode("utf-8", "replace")
    except (OSError, HTTPException):
        return ""
    return " ".join(_TAG.sub(" ", told).split())[:300]
