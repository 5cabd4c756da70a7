import os
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from conftest import TESTS
from sarcoma_kg import queries, table
from sarcoma_kg.errors import NoSuchPaper, QuestionError, TermError
from sarcoma_kg.graph import Graph, LocalGraph
from sarcoma_kg.ontology import Ontology

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
    answer = queries.ask(graph, queries.load(name), ASKED.get(name, {}), ontology)
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


@pytest.mark.parametrize("name", ["cases-by-diagnosis", "response-by-drug", "missing-data"])
def test_a_server_answers_as_the_embedded_store_does(
    name: str, server: str, shipped: LocalGraph, ontology: Ontology
) -> None:
    """The same question gives the same rows whatever the store."""
    from sarcoma_kg.graph.endpoint import RemoteGraph

    remote = RemoteGraph(server)
    remote.fill()

    assert sorted(_answer(shipped, name, ontology).splitlines()) == sorted(
        _answer(remote, name, ontology).splitlines()
    )


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
        ("cases-by-diagnosis", {"retracted": "maybe"}, "write true or false"),
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
    """Any .rq file is asked, its VALUES blocks are its parameters."""
    path = tmp_path / "mine.rq"
    path.write_text(
        "SELECT ?case WHERE { VALUES ?kind { 'drug' } ?case skg:fact/skg:kind ?kind }", "utf-8"
    )
    question = queries.load(str(path))

    assert ["kind"] == [param.name for param in question.params]
    assert len(queries.ask(shipped, question, {"kind": "surgery"}, Ontology.load())) > 0


@pytest.mark.parametrize("name", queries.names())
def test_every_default_gives_an_answer(name: str, shipped: LocalGraph, ontology: Ontology) -> None:
    """A question asked as it stands, with its defaults, answers."""
    assert len(queries.ask(shipped, queries.load(name), {}, ontology)) > 0


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


def test_a_retracted_paper_is_left_out_unless_asked_for(
    local: LocalGraph, ontology: Ontology
) -> None:
    """A retracted paper's cases are in no answer, until retracted=true."""
    from dataclasses import replace

    from sarcoma_kg import triples

    paper, facts, reading = triples.read(local.quads("pmid-26913180"))
    quads = triples.write(replace(paper, retracted=True), facts, reading)
    local.add(paper.id, quads, replace=True)
    question, lms = queries.load("cases-by-diagnosis"), {"diagnosis": "leiomyosarcoma"}
    case = NamedNode("https://w3id.org/sarcoma-kg/paper/pmid-26913180#case1")

    def cases(values: dict[str, str]) -> list[object]:
        return [row[0] for row in queries.ask(local, question, values, ontology).rows]

    assert case not in cases(lms)
    assert case in cases(lms | {"retracted": "true"})
