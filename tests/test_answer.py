import builtins
from datetime import date
from typing import Any

import pytest
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from rdflib.query import Result

from sarcoma_kg import Answer, errors
from sarcoma_kg.answer import plain

_XSD = "http://www.w3.org/2001/XMLSchema#"
CASE = NamedNode("https://w3id.org/sarcoma-kg/paper/pmid-26913180#case1")
LMS = NamedNode("http://purl.obolibrary.org/obo/NCIT_C3158")


def typed(text: str, kind: str) -> Literal:
    """Make a literal of an XSD type."""
    return Literal(text, datatype=NamedNode(_XSD + kind))


ANSWER = Answer(
    ("case", "diagnosis", "age", "seen"),
    (
        (CASE, LMS, typed("40", "integer"), typed("2020-02-03", "date")),
        (CASE, LMS, None, Literal("<b>later</b>")),
    ),
)


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (typed("40", "integer"), 40),
        (typed("1095.75", "decimal"), 1095.75),
        (typed("true", "boolean"), True),
        (typed("2020-02-03", "date"), date(2020, 2, 3)),
        (typed("2020-99-03", "date"), "2020-99-03"),
        (typed("2016", "gYear"), 2016),
        (Literal("alive", language="en"), "alive"),
        (CASE, "pmid-26913180#case1"),
        (LMS, "NCIT:C3158"),
        (NamedNode("https://w3id.org/sarcoma-kg/schema#CR"), "CR"),
        (NamedNode("http://elsewhere.org/x"), "<http://elsewhere.org/x>"),
        (None, None),
    ],
)
def test_a_node_is_a_plain_value(node: Any, expected: object) -> None:
    """What Python has a type for has it; an IRI is its short name."""
    assert expected == plain(node)
    assert type(expected) is type(plain(node))


def test_rows_are_read_by_name() -> None:
    """A row gives values, labels and nodes by the names of its columns, and by their places."""
    first, second = ANSWER

    assert {
        "case": "pmid-26913180#case1",
        "diagnosis": "NCIT:C3158",
        "age": 40,
        "seen": date(2020, 2, 3),
    } == dict(first)
    assert ("Leiomyosarcoma", "40", "") == (
        first.label("diagnosis"),
        first.label("age"),
        second.label("age"),
    )
    assert (LMS, "NCIT:C3158", second) == (first.node("diagnosis"), first[1], ANSWER[1])
    with pytest.raises(KeyError, match="no column 'sex'; there are case, diagnosis, age, seen"):
        first["sex"]


def test_a_value_of_the_schema_has_its_label() -> None:
    """CR is a complete response to who reads, and CR to who computes."""
    row = Answer(("r",), ((NamedNode("https://w3id.org/sarcoma-kg/schema#CR"),),))[0]

    assert ("CR", "complete response") == (row["r"], row.label("r"))


def test_rows_are_dictionaries() -> None:
    """Identifiers for programs, labels for people."""
    assert "NCIT:C3158" == ANSWER.to_dicts()[0]["diagnosis"]
    assert ["Leiomyosarcoma", 40] == list(ANSWER.to_dicts(labels=True)[0].values())[1:3]


def test_an_answer_is_a_data_frame() -> None:
    """A column each, in their order; no rows still have their columns."""
    pandas = pytest.importorskip("pandas")
    frame = ANSWER.to_pandas()

    assert isinstance(frame, pandas.DataFrame)
    assert ["case", "diagnosis", "age", "seen"] == list(frame.columns)
    assert (2, 40) == (len(frame), frame["age"][0])
    assert ["a"] == list(Answer(("a",)).to_pandas().columns)


def test_without_pandas_one_line_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pandas is imported only where it is asked for, and its absence is no traceback."""
    real = builtins.__import__

    def without(name: str, *args: Any, **more: Any) -> Any:
        if name == "pandas":
            raise ImportError(name)
        return real(name, *args, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(errors.QuestionError, match="pip install pandas"):
        ANSWER.to_pandas()


def test_rows_are_an_rdflib_result() -> None:
    """Who works in rdflib gets its own terms: IRIs, literals with their types, nothing unbound."""
    result = ANSWER.to_rdflib()
    first, second = list(result)

    assert isinstance(result, Result)
    assert rdflib.URIRef(CASE.value) == first.case
    assert rdflib.Literal(40) == first.age
    assert second.age is None
    assert rdflib.Literal("<b>later</b>") == second.seen


def test_triples_are_an_rdflib_graph() -> None:
    """A CONSTRUCT is a graph with our prefixes; blank nodes stay one node."""
    blank = BlankNode("b")
    one = Triple(CASE, NamedNode("https://w3id.org/sarcoma-kg/schema#age"), blank)
    two = Triple(blank, NamedNode("https://w3id.org/sarcoma-kg/schema#low"), typed("3", "integer"))
    graph = Answer(triples=(one, two)).to_rdflib()

    assert isinstance(graph, rdflib.Graph)
    assert 2 == len(graph)
    assert "@prefix skg: <https://w3id.org/sarcoma-kg/schema#>" in graph.serialize()
    assert [("subject", "predicate", "object")] == [Answer(triples=(one,)).columns]
    assert "age" == Answer(triples=(one,))[0]["predicate"]


def test_a_truth_is_a_truth() -> None:
    """ASK gives yes or no everywhere, and an answer without rows is false."""
    assert Answer(truth=True) and not Answer(truth=False) and not Answer(("a",))
    assert Answer(truth=True).to_rdflib().askAnswer is True  # type: ignore[union-attr]
    assert "<p>no</p>" == Answer(truth=False)._repr_html_()


def test_a_notebook_shows_a_table() -> None:
    """Terms by name and identifier; nothing of a text is markup; many rows are cut with a count."""
    shown = ANSWER._repr_html_()
    many = Answer(("n",), tuple((typed(str(n), "integer"),) for n in range(130)))._repr_html_()

    assert "<td>Leiomyosarcoma (NCIT:C3158)</td>" in shown
    assert "<b>" not in shown and "&lt;b&gt;later&lt;/b&gt;" in shown
    assert "<td>99</td>" in many and "<td>100</td>" not in many and "and 30 rows more" in many


def test_a_notebook_says_why_there_are_no_rows() -> None:
    """The notes of an answer are shown, escaped."""
    shown = Answer(("a",), notes=("diagnosis = <x>: no case",))._repr_html_()

    assert "<p>no rows</p><p>diagnosis = &lt;x&gt;: no case</p>" == shown


def test_an_answer_is_short_in_the_console() -> None:
    """Its size and its columns, not a thousand rows."""
    assert "Answer(2 rows: case, diagnosis, age, seen)" == repr(ANSWER)
