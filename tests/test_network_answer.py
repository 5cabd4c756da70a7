from collections.abc import Sequence

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from sarcoma_kg import network
from sarcoma_kg.graph import Answer
from sarcoma_kg.network import layout
from test_network_case import _apart, _label

_PAPER = "https://w3id.org/sarcoma-kg/paper/"
_OBO = "http://purl.obolibrary.org/obo/"
_SKG = "https://w3id.org/sarcoma-kg/schema#"


def _answer(names: Sequence[str], *rows: Sequence[str | int | None]) -> Answer:
    def node(cell: str | int | None) -> NamedNode | Literal | None:
        if cell is None:
            return None
        if isinstance(cell, str) and cell.startswith("http"):
            return NamedNode(cell)
        return Literal(cell)

    return Answer(tuple(names), tuple(tuple(map(node, row)) for row in rows))


def test_things_of_a_row_are_joined_in_the_order_of_columns() -> None:
    """IRIs of a row make a chain; what stands beside them is said on hover."""
    answer = _answer(
        ("case", "drug", "dose", "response"),
        (f"{_PAPER}pmid-1#case1", f"{_OBO}CHEBI_28748", "3 mg", f"{_SKG}PR"),
        (f"{_PAPER}pmid-2#case1", f"{_OBO}CHEBI_28748", "4 mg", None),
    )

    graph = network.of_answer(answer, "Which?", _label)

    assert [
        (f"{_PAPER}pmid-1#case1", f"{_OBO}CHEBI_28748", "drug"),
        (f"{_OBO}CHEBI_28748", f"{_SKG}PR", "response"),
        (f"{_PAPER}pmid-2#case1", f"{_OBO}CHEBI_28748", "drug"),
    ] == [(a, b, data["label"]) for a, b, data in graph.edges(data=True)]
    drug = graph.nodes[f"{_OBO}CHEBI_28748"]
    assert (drug["kind"], drug["label"]) == ("drug", "label of 28748")
    assert "dose: 3 mg" in drug["hover"]
    assert graph.nodes[f"{_SKG}PR"]["label"] == "partial response (PR)"
    assert graph.nodes[f"{_PAPER}pmid-1#case1"]["url"] == "https://pubmed.ncbi.nlm.nih.gov/1/"


def test_a_label_column_names_its_thing() -> None:
    """`siteLabel` is the label of `site` and no node of its own."""
    lung, drug = f"{_OBO}UBERON_0002048", f"{_OBO}CHEBI_28748"
    answer = _answer(("site", "siteLabel", "drug"), (lung, "the lung", drug))

    graph = network.of_answer(answer, "Which?", _label)

    assert ["the lung", "label of 28748"] == [data["label"] for _, data in graph.nodes(data=True)]


def test_a_column_that_repeats_labels_is_not_drawn() -> None:
    """Texts that say the labels of their row's terms, in whatever case, name these terms only."""
    answer = _answer(
        ("term", "diagnosis", "cases"),
        (f"{_OBO}NCIT_C3158", "Label of C3158", 3),
        (f"{_OBO}NCIT_C9118", "label of C9118", 2),
    )

    graph = network.of_answer(answer, "Which?", _label)

    assert [f"{_OBO}NCIT_C3158", f"{_OBO}NCIT_C9118", "number cases"] == sorted(graph)
    first = graph.nodes[f"{_OBO}NCIT_C3158"]
    assert ("Label of C3158", "disease") == (first["label"], first["kind"])
    assert first["hover"] == "term: Label of C3158 · cases: 3"
    assert first["when"] == "NCIT:C3158"
    assert [3, 2] == [data["count"] for *_, data in graph.edges(data=True)]


def test_texts_that_only_resemble_labels_are_drawn() -> None:
    """A column is no repetition when one of its texts says something else."""
    answer = _answer(
        ("term", "diagnosis"),
        (f"{_OBO}NCIT_C3158", "label of C3158"),
        (f"{_OBO}NCIT_C9118", "another name"),
    )

    graph = network.of_answer(answer, "Which?", _label)

    assert "diagnosis=another name" in graph
    assert len(graph.edges) == 2


def test_a_count_stands_on_its_edge() -> None:
    """Where rows count something, the number is seen between the things that it counts."""
    answer = _answer(("drug", "response"), ("a", "PR"))
    counted = Answer((*answer.variables, "cases"), ((*answer.rows[0], Literal(3)),))

    graph = network.of_answer(counted, "How many?", _label)

    assert [("cases: 3", "3")] == [
        (data["label"], data["shown"]) for *_, data in graph.edges(data=True)
    ]


def test_signs_are_drawn_with_their_numbers() -> None:
    """Each column of numbers is a node; what is positive has a plus, what is negative a minus."""
    rows = [("SMA", 3, 1), ("CD34", 0, 2)]

    graph = network.of_answer(_answer(("marker", "positive", "negative"), *rows), "?", _label)

    assert {
        ("marker=SMA", "number positive", "+3", 3),
        ("marker=SMA", "number negative", "\u22121", 1),
        ("marker=CD34", "number negative", "\u22122", 2),
    } == {(a, b, data["shown"], data["count"]) for a, b, data in graph.edges(data=True)}
    assert graph.nodes["number negative"]["label"] == "\u2212 negative"


@pytest.mark.parametrize(
    "answer",
    [
        _answer(("papers", "cases"), (25, 25)),
        _answer(("order", "event", "what"), (1, "surgery", "resection")),
        _answer(("paper", "title", "cases"), (f"{_PAPER}pmid-1", "A title", 2)),
    ],
)
def test_a_table_is_not_drawn(answer: Answer) -> None:
    """What joins and counts nothing is no picture; the command says so."""
    assert network.of_answer(answer, "Which?", _label) is None


def test_edges_both_ways_are_two_and_name_all_that_joins() -> None:
    """Of three triples between two things, the two of one way are one line with both names."""
    case, drug = NamedNode(f"{_PAPER}pmid-1#case1"), NamedNode(f"{_OBO}CHEBI_1")
    told = [(case, "drug", drug), (case, "denies", drug), (drug, "usedIn", case)]
    answer = Answer(triples=tuple(Triple(a, NamedNode(_SKG + p), b) for a, p, b in told))

    graph = network.of_answer(answer, "Which?", _label)
    layout.place(graph)

    assert [(case.value, drug.value, "drug, denies"), (drug.value, case.value, "usedIn")] == [
        (a, b, data["label"]) for a, b, data in graph.edges(data=True)
    ]
    assert graph.nodes[case.value]["x"] < graph.nodes[drug.value]["x"]


def test_rows_of_texts_alone_are_drawn() -> None:
    """An answer without any IRI still makes a picture."""
    graph = network.of_answer(_answer(("drug", "response"), ("a", "PR"), ("b", "PR")), "?", _label)

    assert graph.has_edge("drug=a", "response=PR")
    assert graph.has_edge("drug=b", "response=PR")


@pytest.mark.parametrize(
    ("answer", "said"),
    [(Answer(("case",)), "no rows"), (Answer(truth=True), "yes"), (Answer(truth=False), "no")],
)
def test_an_answer_without_rows_says_so(answer: Answer, said: str) -> None:
    """An empty picture would look like a fault."""
    graph = network.of_answer(answer, "Which?", _label)

    assert [said] == [data["label"] for _, data in graph.nodes(data=True)]


def test_many_rows_of_one_thing_are_counted_on_hover() -> None:
    """A hover text stays readable: the first rows, and how many more there are."""
    rows = [(f"{_PAPER}pmid-{n}#case1", f"{_OBO}CHEBI_1") for n in range(1, 31)]

    graph = network.of_answer(_answer(("case", "drug"), *rows), "Which?", _label)

    assert graph.nodes[f"{_OBO}CHEBI_1"]["hover"].endswith("… and 18 rows more")


def test_triples_are_drawn_as_they_are() -> None:
    """Predicates name the edges, types give the kind, labels the name, numbers the hover."""
    event, lung = NamedNode(f"{_PAPER}pmid-1#case1-event1"), NamedNode(f"{_OBO}UBERON_0002048")
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    rdfs = "http://www.w3.org/2000/01/rdf-schema#label"
    answer = Answer(
        triples=(
            Triple(event, NamedNode(rdf), NamedNode(f"{_SKG}Metastasis")),
            Triple(event, NamedNode(rdfs), Literal("lung spread")),
            Triple(event, NamedNode(f"{_SKG}site"), lung),
            Triple(event, NamedNode(f"{_SKG}order"), Literal("2")),
        )
    )

    graph = network.of_answer(answer, "Which?", _label)

    assert [(event.value, lung.value, "site")] == [
        (a, b, data["label"]) for a, b, data in graph.edges(data=True)
    ]
    data = graph.nodes[event.value]
    assert (data["kind"], data["label"]) == ("metastasis", "lung spread")
    assert "order: 2" in data["hover"]


def test_a_tall_answer_is_levelled() -> None:
    """Sixty rows stand in columns without covering one another, groups beside their cases."""
    rows = [
        (f"{_PAPER}pmid-{n}#case1", f"{_OBO}NCIT_C{n % 7}", f"{_OBO}CHEBI_{n % 5}")
        for n in range(1, 61)
    ]
    graph = network.of_answer(_answer(("case", "diagnosis", "drug"), *rows), "Which?", _label)

    layout.place(graph)

    assert _apart(graph)
    assert {0: "case", 1: "diagnosis", 2: "drug"} == graph.graph["headings"]
    group = graph.nodes[f"{_OBO}NCIT_C3"]
    heights = [graph.nodes[case]["y"] for case in graph.predecessors(f"{_OBO}NCIT_C3")]
    assert min(heights) < group["y"] < max(heights)
