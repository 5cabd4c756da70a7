import csv
import io
import json

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from sarcoma_kg import table
from sarcoma_kg.errors import QuestionError
from sarcoma_kg.graph import Answer
from sarcoma_kg.terms import Term

XSD = "http://www.w3.org/2001/XMLSchema#"
CASE = NamedNode("https://w3id.org/sarcoma-kg/paper/pmid-26913180#case1")
LUNG = NamedNode("http://purl.obolibrary.org/obo/UBERON_0002048")
NED = NamedNode("https://w3id.org/sarcoma-kg/schema#NED")


def _typed(value: str, kind: str) -> Literal:
    return Literal(value, datatype=NamedNode(XSD + kind))


def _rows(*rows: tuple[object, ...]) -> Answer:
    names = ("case", "site", "months")[: len(rows[0])] if rows else ("case",)
    return Answer(names, rows)  # type: ignore[arg-type]


ANSWER = _rows((CASE, LUNG, _typed("36.0", "decimal")), (CASE, None, _typed("7", "integer")))


def test_a_table_shows_short_names_and_plain_numbers() -> None:
    """IRIs are shortened, numbers stand at the right without a fraction, a gap is empty."""
    lines = table.text(ANSWER, "table").splitlines()

    assert [
        "case                 site            months",
        "───────────────────  ──────────────  ──────",
        "pmid-26913180#case1  UBERON:0002048      36",
        "pmid-26913180#case1                       7",
    ] == lines


def test_a_label_stands_before_its_identifier() -> None:
    """Terms are named where a label is to be had; cases and values of the schema are not terms."""
    asked: list[Term] = []

    def label(term: Term) -> str:
        asked.append(term)
        return "lung"

    said = table.text(_rows((CASE, LUNG), (NED, LUNG)), "table", label=label)

    assert "lung (UBERON:0002048)" in said
    assert "NED " in said
    assert {Term("UBERON", "0002048")} == set(asked)


def test_csv_holds_whole_iris() -> None:
    """CSV is for programs: the IRIs are whole, the numbers plain."""
    rows = list(csv.reader(io.StringIO(table.text(ANSWER, "csv"))))

    assert [["case", "site", "months"], [CASE.value, LUNG.value, "36"], [CASE.value, "", "7"]] == (
        rows
    )


def test_json_holds_numbers_as_numbers() -> None:
    """JSON keeps types: numbers, truths, and null for what is not bound."""
    rows = json.loads(table.text(ANSWER, "json"))

    assert {"case": CASE.value, "site": LUNG.value, "months": 36} == rows[0]
    assert rows[1]["site"] is None
    assert json.loads(table.text(_rows((_typed("true", "boolean"),)), "json")) == [{"case": True}]


def test_json_lines_are_one_object_a_line() -> None:
    """Each line is an object of its own, whatever line separators its texts hold."""
    said = table.text(_rows((Literal("a\u2028b\u0085c\nd"),), (Literal("e"),)), "jsonl")

    assert len(said.splitlines()) == 2
    assert json.loads(said.splitlines()[0]) == {"case": "a\u2028b\u0085c\nd"}


def test_triples_become_three_columns() -> None:
    """CONSTRUCT answers are subject, predicate, object."""
    site = NamedNode("https://w3id.org/sarcoma-kg/schema#site")
    answer = Answer(triples=(Triple(CASE, site, LUNG), Triple(BlankNode("b"), site, Literal("x"))))

    assert "pmid-26913180#case1  site       UBERON:0002048" in table.text(answer, "table")
    assert json.loads(table.text(answer, "json"))[0] == {
        "subject": CASE.value,
        "predicate": site.value,
        "object": LUNG.value,
    }


@pytest.mark.parametrize(("form", "said"), [("table", "yes"), ("csv", "true"), ("json", "true")])
def test_ask_is_a_word(form: str, said: str) -> None:
    """ASK answers are yes or no for people, true or false for programs."""
    assert said == table.text(Answer(truth=True), form)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("table", "no rows"),
        ("markdown", "no rows"),
        ("csv", "case"),
        ("tsv", "case"),
        ("json", "[]"),
        ("jsonl", ""),
    ],
)
def test_an_empty_answer_is_said(form: str, said: str) -> None:
    """People are told that there are no rows; programs get none."""
    assert said == table.text(Answer(("case",)), form)


def test_an_unknown_format_is_named() -> None:
    """The message names the format asked for and those that there are."""
    with pytest.raises(QuestionError, match=r"'xls'; there are table, csv"):
        table.text(ANSWER, "xls")


@pytest.mark.parametrize("said", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"])
@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_formulas_are_not_run(said: str, form: str) -> None:
    """A text that a spreadsheet would compute gets an apostrophe before it."""
    cell = table.rows(("a",), [(said,)], form).split("\n", 1)[1]

    assert cell.lstrip('"').startswith("'")


def test_negative_numbers_stay_numbers() -> None:
    """Only texts are guarded against spreadsheets."""
    assert table.rows(("n",), [(-5,), (-0.5,)], "csv") == "n\n-5\n-0.5"


@pytest.mark.parametrize("form", ["table", "markdown", "json", "jsonl"])
def test_a_terminal_is_not_commanded(form: str) -> None:
    """Escapes, C1 controls, line breaks and direction marks are shown, never sent."""
    hostile = "a\x1b[31mred\x07\x9b2J\u202egpj.exe\r\nb\x00\ud800"
    said = table.rows(("text",), [(hostile,)], form)

    assert not set("\x1b\x07\x9b\u202e\r\x00\ud800") & set(said)
    assert "red" in said


def test_a_table_fits_the_terminal() -> None:
    """The widest columns are broken into lines until the table is as narrow as asked."""
    long = "a very long note about what was seen at the last visit"
    said = table.rows(("note", "n", "id"), [(long, 1, "x" * 40)], "table", width=60)

    assert max(map(len, said.splitlines())) == 60
    assert " ".join(line[:15].strip() for line in said.splitlines()[2:]).split() == long.split()
    assert "x" * 40 in said


_CASE, _LINK = "doi-10.1000-pamj.2017.26.113.1147#case1", "<https://example.org/a/b-c_d;e,f>"
_NOTE = "leiomyosarcoma (NCIT:C3158) of the retroperitoneum"


@pytest.mark.parametrize("width", range(10, 120, 7))
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    """However narrow it is, a table fits and holds every word of its cells."""
    said = table.rows(("case", "note", "other"), [(_CASE, _NOTE, _LINK)], "table", width=width)

    assert max(map(len, said.splitlines())) <= width
    pieces = "".join(said.split())
    assert all(sign in pieces for sign in set("".join((_CASE, _NOTE.replace(" ", ""), _LINK))))


def test_notes_give_way_to_identifiers() -> None:
    """An identifier stays whole, to be copied, as long as notes can be narrowed."""
    said = table.rows(("case", "note", "other"), [(_CASE, _NOTE, _LINK)], "table", width=91)

    assert f"{_CASE}  leiomyosarcoma   {_LINK}" == said.splitlines()[2]


def test_a_long_word_is_broken_after_a_sign() -> None:
    """An identifier that is too long is broken where its parts end."""
    said = table.rows(("case", "n"), [(_CASE, 1)], "table", width=25)

    assert ["doi-10.1000-pamj.2017.  1", "26.113.1147#case1"] == said.splitlines()[2:]


def test_a_terminal_too_narrow_for_a_table_gets_a_list() -> None:
    """Where columns would be too narrow to read, a row is a list of its cells."""
    cells = [(_CASE, None, 3), ("x", "a short note", None)]
    said = table.rows(("case", "note", "n"), cells, "table", width=20)

    assert "note  a short note" in said.splitlines()
    assert "\n\ncase  x\n" in said
    assert "note" not in said.partition("\n\n")[0]


def test_columns_without_a_value_are_left_out_of_a_table() -> None:
    """A column that is empty in every row is not shown to people; programs get it all the same."""
    headings, cells = ("a", "b", "c", "d"), [("x", None, "", 0), ("y", "", [], None)]

    assert table.rows(headings, cells, "table") == "a  d\n─  ─\nx  0\ny"
    assert table.rows(headings, cells, "csv") == "a,b,c,d\nx,,,0\ny,,,"
    assert json.loads(table.rows(headings, cells, "json"))[0] == {
        "a": "x",
        "b": None,
        "c": "",
        "d": 0,
    }
    assert table.rows(("a", "b"), [(None, None)], "table") == "a  b\n─  ─\n"


def test_wide_signs_keep_columns_aligned() -> None:
    """Signs that take two columns are counted so, and combining ones not at all."""
    lines = table.rows(("a", "b"), [("肉腫", "x"), ("e\u0301", "x")], "table").splitlines()

    assert lines[2] == "肉腫  x"
    assert lines[3] == "e\u0301     x"


def test_markdown_is_escaped() -> None:
    """Bars, tags, links and emphasis of a text are shown as they are."""
    said = table.rows(("a",), [("x|y <b> [l](http://h) *e* `c` & \n z",), (1.5,)], "markdown")

    assert said.splitlines()[2] == (r"| x\|y &lt;b&gt; \[l\](http://h) \*e\* \`c\` &amp; z |")
    assert said.splitlines()[3] == "| 1.5 |"


def test_tsv_keeps_one_row_a_line() -> None:
    """Tabs and line breaks of a cell are written as \\t and \\n."""
    said = table.rows(("a", "b"), [("x\ty\nz\\", 2)], "tsv")

    assert said == "a\tb\nx\\ty\\nz\\\\\t2"


def test_strange_numbers_are_shown_as_written() -> None:
    """A number that no program holds, or that is none, stays the text that it is."""
    cells = [_typed("INF", "double"), _typed("9" * 5000, "integer"), _typed("forty", "decimal")]
    said = json.loads(table.text(_rows(tuple(cells)), "json"))[0]

    assert said == {"case": "INF", "site": "9" * 5000, "months": "forty"}


def test_lists_and_objects_are_cells_too() -> None:
    """A list is joined for people and kept for programs; a float that is no number is a text."""
    row = (["NCIT:C3158", "MONDO:0005058"], {"a": 1}, float("nan"))

    assert "NCIT:C3158, MONDO:0005058" in table.rows(("ids", "more", "n"), [row], "table")
    assert json.loads(table.rows(("ids", "more", "n"), [row], "jsonl")) == {
        "ids": row[0],
        "more": row[1],
        "n": "nan",
    }


def test_columns_without_names_have_no_heading() -> None:
    """A table of pairs begins with its first row; JSON names the columns by number."""
    pairs = [("kind", "disease"), ("id", "NCIT:C3158")]

    assert table.rows(("", ""), pairs, "table") == "kind  disease\nid    NCIT:C3158"
    assert json.loads(table.rows(("", ""), pairs, "json"))[0] == {
        "column1": "kind",
        "column2": "disease",
    }


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        (CASE.value, "pmid-26913180#case1"),
        (NED.value, "NED"),
        (LUNG.value, "UBERON:0002048"),
        ("https://identifiers.org/hgnc:6342", "HGNC:6342"),
        ("https://example.org/x", "<https://example.org/x>"),
    ],
)
def test_short_names(iri: str, name: str) -> None:
    """An IRI of a known namespace has a short name; any other is shown whole."""
    assert name == table.short(iri)
