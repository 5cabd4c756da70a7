import pydoc
from typing import Any

import pytest
import rdflib

import sarcoma_kg
from sarcoma_kg import Graph, Ontology, Term, open_graph
from sarcoma_kg.errors import NoSuchPaper, QuestionError
from sarcoma_kg.graph import LocalGraph, shipped_papers

CASE = "pmid-26913180#case1"


def test_a_graph_is_asked_by_the_name_of_a_question(graph: Graph) -> None:
    """Wherever it lies; parameters are what the command line takes, or a Term."""
    named = graph.ask("cases-by-diagnosis", diagnosis="lms")
    by_term = graph.ask("cases-by-diagnosis", diagnosis=Term.parse("NCIT:C3158"))

    assert CASE in {row["case"] for row in named}
    assert named.to_dicts() == by_term.to_dicts()
    assert len(named) > len(graph.ask("cases-by-diagnosis", diagnosis="NCIT:C178222")) > 0


@pytest.mark.parametrize(
    ("name", "params", "words"),
    [
        ("outcome", {}, "did you mean outcomes"),
        ("outcomes", {"tumour": "lms"}, "no parameter 'tumour'; it has: diagnosis"),
        ("course-of-case", {}, "course-of-case needs case="),
        ("course-of-case", {"case": None}, "course-of-case needs case="),
        ("../outcomes", {}, "no question"),
    ],
)
def test_a_wrong_question_is_told(
    name: str, params: dict[str, Any], words: str, shipped: LocalGraph
) -> None:
    """As on the command line: what, where, what next."""
    with pytest.raises(QuestionError, match=words):
        shipped.ask(name, **params)


def test_the_cases_of_a_graph(shipped: LocalGraph) -> None:
    """Each with its name, as many as the graph has; what a question names, `case` gives."""
    cases = list(shipped.cases())

    assert len(shipped) == len(cases) == len({case.id for case in cases})
    assert [CASE] == [case.id for case in cases if case.paper == "pmid-26913180"]
    for row in shipped.ask("cases-by-diagnosis", diagnosis="leiomyosarcoma"):
        assert row["case"] == shipped.case(row["case"]).id


@pytest.mark.parametrize("name", [CASE, "26913180", "https://doi.org/10.1186/s13569-016-0042-6#1"])
def test_a_case_is_had_by_its_name(name: str, shipped: LocalGraph) -> None:
    """By the name that questions give, or any identifier of its paper; and asked about again."""
    case = shipped.case(name)

    assert (CASE, 1) == (case.id, case.number)
    assert "resection" in [event.label for event in case.events]
    assert len(shipped.ask("course-of-case", case=case)) == len(case.events)


def test_a_case_that_is_not_there_is_told(shipped: LocalGraph) -> None:
    """A mistyped name is a fault."""
    with pytest.raises(NoSuchPaper):
        shipped.case("pmid-99#case1")
    with pytest.raises(QuestionError, match=f"the paper has {CASE}"):
        shipped.case("pmid-26913180#case7")


def test_a_graph_without_cases_is_a_graph(local: LocalGraph) -> None:
    """`if graph:` asks whether there is one."""
    assert bool(local)


def test_a_graph_is_an_rdflib_dataset(shipped: LocalGraph) -> None:
    """The union is its default graph, and our prefixes need no declaration."""
    found = shipped.dataset()

    assert len(shipped_papers()) == len(list(found.query("SELECT ?p WHERE { ?p a skg:Paper }")))
    assert dict(found.namespaces())["NCIT"] == rdflib.URIRef("http://purl.obolibrary.org/obo/NCIT_")


def test_a_graph_is_a_network(shipped: LocalGraph) -> None:
    """Patients, tumours, events and terms, joined by the properties of the schema."""
    network = shipped.to_networkx()
    kinds = {kind for _, kind in network.nodes(data="kind")}

    assert len(shipped) == sum(kind == "Case" for _, kind in network.nodes(data="kind"))
    assert ("40 years", "Case") == (network.nodes[CASE]["age"], network.nodes[CASE]["kind"])
    assert "Dedifferentiated Leiomyosarcoma" == network.nodes["NCIT:C178222"]["label"]
    assert ("complete response", "Response") == (
        network.nodes["CR"]["label"],
        network.nodes["CR"]["kind"],
    )
    assert network.has_edge(CASE, f"{CASE}-event2", key="event")
    assert network.has_edge(f"{CASE}-event2", f"{CASE}-event1", key="sinceEvent")
    assert "3 months" == network.nodes[f"{CASE}-event2"]["time"]
    assert {"disease", "site", "Metastasis", "Tumour"} <= kinds


def test_what_did_not_happen_is_not_in_the_network(shipped: LocalGraph) -> None:
    """Neither statements nor what is denied, claimed or only evidence is a node or an edge."""
    network = shipped.to_networkx()
    kinds = {kind for _, kind in network.nodes(data="kind")}

    assert not kinds & {"Fact", "DeniedFact", "Claim", "Evidence", "Quantity"}
    assert not {key for *_, key in network.edges(keys=True)} & {"denies", "claim", "fact"}


def test_a_term_or_a_curie_is_in_the_ontology(ontology: Ontology) -> None:
    """What is no identifier is not in it; other things neither."""
    assert Term.parse("NCIT:C3158") in ontology and "NCIT:C3158" in ontology
    assert "NCIT:C0" not in ontology and "leiomyosarcoma" not in ontology and 3 not in ontology


def test_the_package_shows_what_it_has() -> None:
    """`dir` and `help` list every public name, though each is imported when it is used."""
    text = pydoc.plain(pydoc.render_doc(sarcoma_kg))

    assert set(sarcoma_kg.__all__) <= set(dir(sarcoma_kg))
    assert all(getattr(sarcoma_kg, name) for name in sarcoma_kg.__all__)
    assert all(word in text for word in ("class Graph", "open_graph(", "class Answer", "to_pandas"))
    assert sarcoma_kg.__all__ == sorted(sarcoma_kg.__all__)


def test_a_method_of_the_graph_explains_itself() -> None:
    """Every public method has a docstring."""
    methods = [name for name in dir(Graph) if not name.startswith("_")]

    assert {"ask", "cases", "case", "dataset", "to_networkx"} <= set(methods)
    assert [] == [name for name in methods if not getattr(Graph, name).__doc__]
    assert open_graph.__doc__
