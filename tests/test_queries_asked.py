import contextlib
import os
import struct
import subprocess
import sys
from collections.abc import Callable

import pytest

from conftest import Run
from sarcoma_kg import queries
from sarcoma_kg.answer import Answer
from sarcoma_kg.errors import QuestionError, TermError
from sarcoma_kg.graph import LocalGraph
from sarcoma_kg.ontology import Ontology

Ask = Callable[..., Answer]


@pytest.fixture
def ask(shipped: LocalGraph, ontology: Ontology) -> Ask:
    """Ask a question by its name, or one of one's own by its text."""

    def ask(name: str, text: str = "", **values: str) -> Answer:
        question = queries.parse(name, text) if text else queries.load(name)
        return queries.ask(shipped, question, values, ontology)

    return ask


# -- what must be given


@pytest.mark.parametrize("name", ["course-of-case", "evidence-of-fact", "provenance-of-paper"])
def test_a_question_without_what_it_requires_says_so(name: str, ask: Ask) -> None:
    """It is not answered for the example of its file."""
    needed = queries.load(name).params[0]

    with pytest.raises(QuestionError, match=f"{name} needs {needed.name}=… \\({needed.text}"):
        ask(name)
    assert len(ask(name, **queries.load(name).example)) > 0


_EITHER = """#+ question: Who has this tumour, or a tumour there?
#+ params: diagnosis disease either the tumour
#+ params: site site either the site
#+ params: sex Sex the sex
SELECT DISTINCT ?case WHERE {
  { VALUES ?diagnosis { NCIT:C9118 } ?tumour skg:diagnosis/rdfs:subClassOf* ?diagnosis }
  UNION
  { VALUES ?site { UBERON:0002048 } ?tumour skg:site/(rdfs:subClassOf|skg:partOf)* ?site }
  VALUES ?sex { UNDEF }
  ?case skg:tumour ?tumour ; skg:sex ?sex .
}"""


def test_one_of_several_must_be_given(ask: Ask) -> None:
    """What is not given of them matches nothing, not the example of the file."""
    with pytest.raises(QuestionError, match=r"needs diagnosis=… or site=…; see `sarcoma-kg quer"):
        ask("mine", _EITHER)
    found = {row["case"] for row in ask("mine", _EITHER, site="mesentery")}
    women = {row["case"] for row in ask("mine", _EITHER, diagnosis="sarcoma", sex="female")}
    every = {row["case"] for row in ask("mine", _EITHER, diagnosis="sarcoma")}

    assert {"pmid-26913180#case1"} == found
    assert "pmid-26913180#case1" in women and women < every
    assert {"diagnosis": "NCIT:C9118"} == queries.parse("mine", _EITHER).example


def test_what_was_not_given_is_not_told(ask: Ask) -> None:
    """The notes of an empty answer speak of what the user wrote."""
    [told, _] = ask("mine", _EITHER, site="pinna").notes

    assert told.startswith("site = pinna") and "diagnosis" not in told


def test_other_engines_get_the_example(shipped: LocalGraph) -> None:
    """The file as it stands is plain SPARQL, whatever our command requires."""
    assert len(shipped.query(queries.load("course-of-case").sparql)) > 0


# -- values


@pytest.mark.parametrize(
    ("name", "values", "words"),
    [
        ("cases-by-diagnosis", {"diagnosis": "doxorubicin"}, r"is a drug \(CHEBI:28748\), and no"),
        ("cases-by-drug", {"drug": "liver"}, r"drug='liver' is a site \(UBERON:0002107\), and no"),
        ("cases-by-site", {"site": "xyzoma qqq"}, "is no site of the ontology"),
    ],
)
def test_a_value_of_the_wrong_kind_says_its_kind(
    name: str, values: dict[str, str], words: str, ask: Ask
) -> None:
    """A drug is no diagnosis, and the fault says what it is."""
    with pytest.raises(TermError, match=words):
        ask(name, **values)


_KINDS = """#+ question: Which?
#+ params: sex Sex the sex
#+ params: what drug|regimen what was given
#+ params: age number years
SELECT ?sex ?what ?age WHERE { VALUES ?sex { UNDEF } VALUES ?what { UNDEF } VALUES ?age { 1 } }"""


def test_a_parameter_may_be_a_value_of_the_schema_a_number_or_of_several_kinds(ask: Ask) -> None:
    """Each is bound as the node that it means."""
    [drug] = ask("mine", _KINDS, sex="Female", what="doxorubicin", age="42")
    [regimen] = ask("mine", _KINDS, what="VAC")

    assert ("female", "CHEBI:28748", 42) == tuple(drug.values())
    assert "VAC" in regimen.label("what")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"sex": "other"}, "sex='other' is none of female, male"),
        ({"age": "4x"}, "age='4x' is no number"),
        ({"age": "9" * 40}, "is no number"),
        ({"what": "liver"}, "and no drug or regimen"),
    ],
)
def test_a_wrong_value_is_told_with_what_there_is(
    values: dict[str, str], words: str, ask: Ask
) -> None:
    """A closed list names its values."""
    with pytest.raises((QuestionError, TermError), match=words):
        ask("mine", _KINDS, **values)


def test_a_claim_that_there_is_not_is_told(ask: Ask) -> None:
    """A kind of fact with a closed list of values is a kind of parameter."""
    assert len(ask("claims", claim="Survival")) > 0
    with pytest.raises(QuestionError, match="none of novelty, recommendation, survival, frequency"):
        ask("claims", claim="prognosis")


# -- no rows


def test_no_rows_says_what_was_understood_and_the_nearest(ask: Ask, ontology: Ontology) -> None:
    """The term by name, how many kinds it has, how many cases; and a term above that has rows."""
    answer = ask("response-by-drug", diagnosis="chondrosarcoma")
    found = ontology.named("chondrosarcoma", "disease")
    assert found is not None
    kinds = len(ontology.descendants(found.concept.id))

    told, near = answer.notes
    assert (
        told == f"diagnosis = Chondrosarcoma and {kinds} kinds of it: 1 case, none with a response"
    )
    rows = len(ask("response-by-drug", diagnosis="sarcoma"))
    assert near == f'nearest with rows: diagnosis="Sarcoma" ({rows} rows)'


def test_a_site_has_parts_and_may_have_no_case(ask: Ask) -> None:
    """Where nothing near it has rows either, that is said."""
    told, near = ask("cases-by-site", site="pinna").notes

    assert "site = pinna and 1 part of it: no case" == told
    assert near.startswith("nearest with rows: any (")


def test_several_values_are_each_told(ask: Ask) -> None:
    """It is the combination that no case has."""
    text = """#+ question: Who has this tumour there?
#+ params: diagnosis disease the tumour
#+ params: site site the site
SELECT ?case WHERE {
  VALUES ?diagnosis { NCIT:C3262 }
  VALUES ?site { UBERON:0001062 }
  ?case skg:tumour ?tumour .
  ?tumour skg:diagnosis/rdfs:subClassOf* ?diagnosis ; skg:site/(rdfs:subClassOf|skg:partOf)* ?site
}"""
    told, near = ask("mine", text, diagnosis="chordoma", site="thyroid gland").notes

    assert "diagnosis = Chordoma and" in told and "site = thyroid and" in told
    assert told.endswith("; no case has all of it")
    assert near.startswith("nearest with rows: diagnosis=")


def test_an_answer_with_rows_has_no_notes(ask: Ask) -> None:
    """Nothing is said where nothing is missing, nor of a question without values."""
    assert () == ask("cases-by-diagnosis", diagnosis="leiomyosarcoma").notes
    assert () == ask("mine", "SELECT ?x WHERE { ?x a skg:Paper, skg:Case }").notes


# -- the commands


def test_notes_go_to_stderr(run: Run) -> None:
    """A program that reads the table or the CSV gets rows only."""
    done = run("query", "response-by-drug", "diagnosis=chondrosarcoma", "--format", "csv")

    assert "treatment,response,patients\n" == done.stdout
    assert "1 case, none with a response\nnearest with rows:" in done.stderr


def test_a_question_is_shown_with_its_parameters(run: Run) -> None:
    """What it asks, and of each parameter what it takes and what it is where it is not given."""
    shown = run("queries", "course-of-case").stdout
    claims = run("queries", "claims").stdout

    assert "What happened to this patient, in order?" in shown
    assert any(line.split()[:3] == ["case", "case", "required"] for line in shown.splitlines())
    assert "Example: sarcoma-kg query course-of-case case=pmid-26913180#case1" in shown
    assert "novelty, recommendation, survival, frequency  any" in claims
    assert "did you mean course-of-case" in run("queries", "course-of-cas", code=2).stderr


def test_every_shipped_question_shows_itself(ontology: Ontology, run: Run) -> None:
    """JSON lists kinds, values and need of every parameter."""
    import json

    listed = json.loads(run("queries", "--format", "json").stdout)
    needs = {p["need"] for question in listed for p in question["params"]}

    assert queries.names() == [question["name"] for question in listed]
    assert needs <= {"required", "either", "optional"} and "required" in needs
    assert all(
        (p["default"] is None) == (p["need"] != "optional") for q in listed for p in q["params"]
    )


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * WHERE " + "{" * 20_000 + "}" * 20_000,
        "SELECT * WHERE " + "VALUES ?x { " * 20_000 + "}",
        "ASK {",
    ],
)
def test_a_hostile_query_is_one_line(text: str, run: Run) -> None:
    """No crash, no grammar dump, no traceback."""
    told = run("query", "--sparql", "-", stdin=text, code=2).stderr

    assert 1 == len(told.splitlines()) and "line 1, column" in told


@pytest.mark.parametrize("columns", [40, 60, 80])
def test_a_table_fits_the_terminal_that_it_is_printed_in(columns: int, shipped: LocalGraph) -> None:
    """The papers, whose titles and identifiers are long, in a real terminal."""
    pty = pytest.importorskip("pty")
    fcntl, termios = pytest.importorskip("fcntl"), pytest.importorskip("termios")
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    environment = {name: each for name, each in os.environ.items() if name != "COLUMNS"}
    with subprocess.Popen(
        [sys.executable, "-m", "sarcoma_kg", "papers", "--graph", str(shipped.folder)],
        stdout=theirs,
        env=environment,
    ) as process:
        os.close(theirs)
        printed = b""
        with contextlib.suppress(OSError):  # the terminal is closed
            while part := os.read(ours, 65536):
                printed += part
    os.close(ours)

    assert 0 == process.returncode
    assert columns - 10 <= max(map(len, printed.decode().splitlines())) <= columns


def test_a_byte_order_mark_is_skipped(run: Run) -> None:
    """SPARQL from an editor that writes one is read, from a file or from stdin."""
    done = run("query", "--sparql", "-", "--format", "csv", stdin="\ufeffASK { ?c a skg:Case }")

    assert "true" == done.stdout.strip()
