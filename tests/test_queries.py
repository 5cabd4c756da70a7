import csv
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import TESTS
from sarcoma_kg import queries, table, triples
from sarcoma_kg.errors import NoSuchPaper, QuestionError, TermError
from sarcoma_kg.graph import Graph, LocalGraph
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.records import Evidence, Fact, Paper, Qualifiers, Reading

#: What the stored answers were asked with, where the default is not what a test should pin.
ASKED: dict[str, dict[str, str]] = {
    "cases-by-diagnosis": {"diagnosis": "Ewing sarcoma"},
    "cases-by-site": {"site": "abdomen"},
    "cases-by-drug": {"drug": "doxorubicin"},
    "cases-by-alteration": {"gene": "KIT"},
    "claims": {"claim": "survival"},
    "metastatic-pattern": {"diagnosis": "sarcoma"},
    "similar-cases": {"case": "doi-10.11604-pamj.2013.15.85.2430#case1"},
    "network-of-diagnosis": {"diagnosis": "liposarcoma"},
}


def _answer(graph: Graph, name: str, ontology: Ontology) -> str:
    question = queries.load(name)
    answer = queries.ask(graph, question, question.example | ASKED.get(name, {}), ontology)
    return table.text(answer, "csv")


@pytest.mark.parametrize("name", queries.names())
def test_every_question_gives_its_stored_answer(
    name: str, shipped: LocalGraph, ontology: Ontology
) -> None:
    """Each question over the shipped papers gives what is stored (STORE_ANSWERS=1 stores anew)."""
    path = TESTS / "answers" / f"{name}.csv"
    found = _answer(shipped, name, ontology)
    if os.environ.get("STORE_ANSWERS"):
        path.write_text(found, encoding="utf-8", newline="")

    assert path.read_text(encoding="utf-8").splitlines() == found.splitlines()
    assert len(found.splitlines()) > 1, "a question with no answer proves nothing"


@pytest.mark.parametrize("name", queries.names())
def test_every_question_has_its_heading(name: str) -> None:
    """A question says in English what it asks, and each parameter what it takes."""
    question = queries.load(name)

    assert question.question.endswith("?")
    assert all(param.text for param in question.params)


def test_a_diagnosis_finds_its_subtypes(shipped: LocalGraph, ontology: Ontology) -> None:
    """Askin tumour is found under Ewing sarcoma, and the first paper under leiomyosarcoma."""
    for diagnosis, paper in (("Ewing sarcoma", "104.4549"), ("leiomyosarcoma", "pmid-26913180")):
        question = queries.load("cases-by-diagnosis")
        answer = queries.ask(shipped, question, {"diagnosis": diagnosis}, ontology)

        assert any(paper in str(row[0]) for row in answer.rows)


def test_what_was_denied_is_not_returned_as_given(shipped: LocalGraph, ontology: Ontology) -> None:
    """The first paper's patient had no adjuvant therapy, and it is in no list of treatments."""
    case = {"case": "pmid-26913180#case1"}
    given = queries.ask(shipped, queries.load("treatments-of-case"), case, ontology)
    denied = queries.ask(shipped, queries.load("denied-treatments"), {}, ontology)

    assert not any("radiotherapy" in str(row) for row in given.rows)
    assert any("26913180" in str(row[0]) and "radiotherapy" in str(row[1]) for row in denied.rows)


def test_a_near_complete_response_is_not_complete(shipped: LocalGraph, ontology: Ontology) -> None:
    """near-CR is a response of its own."""
    answer = queries.ask(shipped, queries.load("response-by-treatment"), {}, ontology)

    assert any("near-complete" in str(row[1]) for row in answer.rows)


@pytest.mark.parametrize(
    ("name", "values", "words"),
    [
        ("cases-by-diagnoses", {}, "did you mean cases-by-diagnosis"),
        ("cases-by-diagnosis", {"tumour": "x"}, "no parameter 'tumour'; it has: diagnosis"),
        ("course-of-case", {"case": "x> } DROP ALL"}, "is not a case"),
        ("cases-by-diagnosis", {"retracted": "true"}, "no parameter 'retracted'"),
        ("/no/such.rq", {}, "cannot be read"),
    ],
)
def test_a_wrong_question_is_told(
    name: str, values: dict[str, str], words: str, shipped: LocalGraph, ontology: Ontology
) -> None:
    """Each fault of a question is one line that says what to do."""
    with pytest.raises(QuestionError, match=words):
        queries.ask(shipped, queries.load(name), values, ontology)


def test_an_unknown_term_gets_a_hint(shipped: LocalGraph, ontology: Ontology) -> None:
    """A misspelled term that is not surely known is refused, with what may be meant."""
    with pytest.raises(TermError, match="is no disease of the ontology"):
        queries.ask(
            shipped, queries.load("cases-by-diagnosis"), {"diagnosis": "xyzoma qqq"}, ontology
        )


def test_a_question_of_ones_own_is_a_file(tmp_path: Path, shipped: LocalGraph) -> None:
    """Any .rq file is asked, byte order mark or not; its VALUES blocks are its parameters."""
    path = tmp_path / "mine.rq"
    path.write_text(
        "SELECT ?case WHERE { VALUES ?kind { 'drug' } ?case skg:fact/skg:kind ?kind }", "utf-8"
    )
    question = queries.load(str(path))

    marked = tmp_path / "marked.rq"
    marked.write_text(question.sparql, "utf-8-sig")

    assert question.sparql == queries.load(str(marked)).sparql
    assert ["kind"] == [param.name for param in question.params]
    assert len(queries.ask(shipped, question, {"kind": "surgery"}, Ontology.load())) > 0


@pytest.mark.parametrize("name", queries.names())
def test_every_example_gives_an_answer(name: str, shipped: LocalGraph) -> None:
    """A question asked as its file has it, with its example, answers."""
    assert len(shipped.query(queries.load(name).sparql)) > 0


def test_a_name_that_is_not_there_is_told(shipped: LocalGraph, ontology: Ontology) -> None:
    """A mistyped case or paper is a fault, never an empty answer."""
    question = queries.load("course-of-case")
    with pytest.raises(NoSuchPaper, match="no paper 'pmid-99'"):
        queries.ask(shipped, question, {"case": "pmid-99#case1"}, ontology)
    with pytest.raises(QuestionError, match="the paper has pmid-26913180#case1"):
        queries.ask(shipped, question, {"case": "pmid-26913180#case7"}, ontology)
    assert len(queries.ask(shipped, question, {"case": "pmid-26913180"}, ontology)) > 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("# nothing", "no query in it"),
        ("#+ veiw: table\nASK {}", "heading 'veiw' is none of"),
        ("#+ view: pie\nASK {}", "view 'pie' is none of"),
        ("#+ params: x disease y\nASK {}", "no VALUES block"),
        ("#+ params: x potion y\nASK { VALUES ?x { 1 } }", "unknown kind 'potion'"),
    ],
)
def test_a_wrong_heading_is_told(text: str, words: str) -> None:
    """A heading that is off names what is off."""
    with pytest.raises(QuestionError, match=words):
        queries.parse("q", text)


def _course(ontology: Ontology) -> list[Fact]:
    """A course in which something of every kind does not count."""

    def fact(kind: str, value: str, term: str = "", **place: Any) -> Fact:
        match = ontology.find(value, term) if term else None
        terms = (match.concept.id,) if match else ()
        return Fact(1, kind, value, Evidence(0, 1, ""), terms, **place)

    def event(number: int, kind: str, value: str, term: str = "", **more: Any) -> Fact:
        return fact(kind, value, term, event=number, order=number, **more)

    suspected = Qualifiers(certainty="suspected")
    mine: dict[str, Any] = {"tumours": (1,)}
    return [
        fact("diagnosis", "leiomyosarcoma", "disease", **mine),
        fact(
            "diagnosis", "schwannoma", "disease", qualifiers=Qualifiers(status="rejected"), **mine
        ),
        fact("marker", "desmin", "marker", **mine),
        fact("marker", "S-100", "marker", polarity="absent", **mine),
        fact("marker", "CD34", "marker", qualifiers=Qualifiers(lesion="one nodule"), **mine),
        event(1, "drug", "doxorubicin", "drug"),  # of no stated tumour
        event(2, "response", "SD", answers=(1,), **mine),
        event(3, "response", "CR", answers=(1,), qualifiers=suspected, **mine),
        event(4, "drug", "mesna", "drug"),
        event(5, "metastasis", "lung", "site", **mine),
        event(6, "metastasis", "liver", "site", qualifiers=suspected, **mine),
        event(7, "surgery", "metastasectomy", "procedure", **mine),
        event(7, "margin", "R1", **mine),
        event(8, "outcome", "NED"),
        event(9, "outcome", "DOD"),
    ]


@pytest.fixture(scope="module")
def counted(
    tmp_path_factory: pytest.TempPathFactory, ontology: Ontology
) -> Callable[..., list[list[str]]]:
    """Give what asks a question of that course, beside the shipped papers."""
    graph = LocalGraph(tmp_path_factory.mktemp("counted"))
    paper, reading = Paper("course", text_length=1), Reading("rules", "0", "2026-01-01T00:00:00Z")
    graph.add(paper.id, triples.write(paper, _course(ontology), reading))

    def ask(name: str, **values: str) -> list[list[str]]:
        answer = queries.ask(graph, queries.load(name), values, ontology)
        return list(csv.reader(table.text(answer, "csv").splitlines()))

    return ask


def test_the_response_to_one_drug_of_several_names_it(tmp_path: Path, ontology: Ontology) -> None:
    """A response to ifosfamide is not credited to doxorubicin and ifosfamide together."""

    def fact(kind: str, value: str, number: int = 0, **more: Any) -> Fact:
        match = ontology.find(value, {"diagnosis": "disease"}.get(kind, kind))
        terms = (match.concept.id,) if match and kind != "response" else ()
        place: dict[str, Any] = {"event": number, "order": number} if number else {"tumours": (1,)}
        return Fact(1, kind, value, Evidence(0, 1, ""), terms, **place, **more)

    ifosfamide = fact("drug", "ifosfamide", 1)
    of_drug = Qualifiers(of_drug=ifosfamide.terms[0])
    course = [
        fact("diagnosis", "leiomyosarcoma"),
        fact("drug", "doxorubicin", 1),
        ifosfamide,
        fact("response", "PR", 2, answers=(1,), qualifiers=of_drug),
        fact("response", "PD", 3, answers=(1,)),
    ]
    graph = LocalGraph(tmp_path)
    reading = Reading("rules", "0", "2026-01-01T00:00:00Z")
    graph.add("course", triples.write(Paper("course", text_length=1), course, reading))

    def column(question: str, name: str, **values: str) -> list[str]:
        answer = queries.ask(graph, queries.load(question), values, ontology)
        rows = list(csv.DictReader(table.text(answer, "csv").splitlines()))
        return [row[name] for row in rows if "ifosfamide" in "".join(row.values())]

    both = "doxorubicin + ifosfamide"
    case, part = {"case": "course#case1"}, f"ifosfamide in {both}"
    told = ["partial response to ifosfamide, progressive disease"]
    by_drug = column("response-by-drug", "treatment", diagnosis="leiomyosarcoma")

    assert {both, part} == set(by_drug)
    assert told == column("treatments-of-case", "response", **case)
    assert told[0] in column("cases-by-drug", "response", drug="doxorubicin")
    assert ["", part, both] == column("course-of-case", "answer", **case)


def test_the_last_state_is_the_outcome(counted: Callable[..., list[list[str]]]) -> None:
    """A patient without disease at a check, who died of it later, died of it."""
    for name in ("outcomes", "cases-by-diagnosis"):
        rows = counted(name, diagnosis="leiomyosarcoma")
        place = rows[0].index("status")

        assert ["dead of disease"] == [row[place] for row in rows if "/course#" in row[0]]


def test_what_is_suspected_or_supportive_is_no_treatment(
    counted: Callable[..., list[list[str]]],
) -> None:
    """A drug that protects is no treatment, a suspected response none; no tumour, still a row."""
    rows = counted("treatments-of-case", case="course#case1")
    best = counted("response-by-drug", diagnosis="leiomyosarcoma")

    assert [
        ["1", "systemic therapy", "doxorubicin", "", "", "", "stable disease"],
        ["7", "surgery", "metastasectomy, R1", "", "", "R1: microscopic residual tumour", ""],
    ] == rows[1:]
    assert ["doxorubicin", "stable disease", "1"] in best
    assert not any("mesna" in row[0] for row in best)


def test_only_what_is_so_of_the_tumour_is_counted(
    counted: Callable[..., list[list[str]]], shipped: LocalGraph, ontology: Ontology
) -> None:
    """Markers are counted by sign; those of one lesion, suspected spread and rejected names not."""
    markers = {row[0]: row[1:] for row in counted("markers-by-diagnosis", diagnosis="NCIT:C3158")}
    before = queries.ask(
        shipped, queries.load("metastatic-pattern"), {"diagnosis": "leiomyosarcoma"}, ontology
    )
    spread = {row[0]: row[1] for row in counted("metastatic-pattern", diagnosis="leiomyosarcoma")}
    had = {row[0]: row[1] for row in csv.reader(table.text(before, "csv").splitlines())}
    terms = [row[1] for row in counted("cases-with-terms") if "/course#" in row[0]]
    schwannoma = ontology.find("schwannoma", "disease")

    assert "1" <= markers["desmin"][0] and "1" <= markers["S-100"][1]
    assert "CD34" not in markers
    assert (int(had["lung"]) + 1, had["liver"]) == (int(spread["lung"]), spread["liver"])
    assert schwannoma and schwannoma.concept.id.iri not in terms


def test_a_picture_says_nothing_that_the_schema_makes_false(shipped: LocalGraph) -> None:
    """What a CONSTRUCT says of a node is a property whose domain is a class of that node."""
    faults = set()
    for name in queries.names():
        for said in shipped.query(queries.load(name).sparql).triples:
            asked = (
                f"ASK {{ {said.predicate} rdfs:domain ?domain . {said.subject} a ?class . "
                "?class rdfs:subClassOf* ?domain }"
            )
            if not shipped.query(asked).truth:
                faults.add((name, str(said.predicate)))

    assert set() == faults
