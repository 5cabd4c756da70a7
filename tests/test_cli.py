import json
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import TESTS, Run
from sarcoma_kg.cli import cli
from sarcoma_kg.graph import LocalGraph

CASE = (
    "A 54-year-old woman presented with a painful mass of the left thigh. Biopsy showed "
    "leiomyosarcoma. She underwent wide excision and received doxorubicin and ifosfamide. "
    "There was no recurrence, and she was alive without disease 24 months after surgery.\n"
)
CLEAN = "pmid-26913180"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A short case report of our own."""
    path = tmp_path / "thigh.txt"
    path.write_text(CASE, encoding="utf-8")
    return path


def test_extract_prints_facts_whose_quotes_are_right(run: Run, case: Path) -> None:
    """Every row has the contract's keys and its quote at its offsets."""
    rows = [
        json.loads(line)
        for line in run("extract", str(case), "--format", "jsonl").stdout.splitlines()
    ]
    found = {(row["fact"], row["value"]) for row in rows}

    assert all(CASE[row["start"] : row["end"]] == row["quote"] for row in rows)
    assert {"thigh"} == {row["paper"] for row in rows}
    assert {
        ("age", "54"),
        ("sex", "female"),
        ("diagnosis", "leiomyosarcoma"),
        ("drug", "doxorubicin"),
        ("outcome", "NED"),
    } <= found


def test_a_paper_is_added_asked_for_shown_drawn_and_removed(
    run: Run, case: Path, tmp_path: Path
) -> None:
    """The way of a new paper through every verb."""
    assert "added thigh" in run("add", str(case)).stdout
    again = run("add", str(case), code=1)
    assert "is in the graph already; nothing changed" in again.stderr
    run("add", str(case), "--replace")
    asked = run("query", "cases-by-site", "site=thigh", "--format", "csv")
    assert "thigh#case1" in asked.stdout
    assert "leiomyosarcoma" in run("show", "thigh").stdout
    run("view", "case", "thigh#case1", "-o", "case.html")
    assert "leiomyosarcoma" in (tmp_path / "case.html").read_text(encoding="utf-8").lower()
    assert "thigh" in run("papers", "--format", "csv").stdout
    run("check", "thigh")
    run("check", "thigh", "--text", str(case))
    run("remove", "thigh")
    assert "thigh#case1" not in run("query", "cases-by-site", "site=thigh").stdout


def test_a_curators_rows_are_taken_in_place_of_reading(
    run: Run, case: Path, tmp_path: Path
) -> None:
    """Fact rows that were reviewed are added as they are, with the curator's ORCID."""
    rows = run("extract", str(case), "--format", "jsonl").stdout
    (tmp_path / "rows.jsonl").write_text(rows.splitlines()[0] + "\n", encoding="utf-8")
    added = run("add", str(case), "--facts", "rows.jsonl", "--curator", "0000-0002-1825-0097")
    assert "1 facts of 1 case" in added.stdout
    provenance = run("query", "provenance-of-paper", "paper=thigh", "--format", "csv").stdout
    assert "0000-0002-1825-0097" in provenance


def test_rows_whose_quote_is_elsewhere_are_refused(run: Run, case: Path, tmp_path: Path) -> None:
    """A row that does not fit the text is named with its line, and nothing is added."""
    row = json.loads(run("extract", str(case), "--format", "jsonl").stdout.splitlines()[0])
    row |= {"start": row["start"] + 1, "end": row["end"] + 1}
    (tmp_path / "rows.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    refused = run("add", str(case), "--facts", "rows.jsonl", code=2)

    assert "rows.jsonl line 1" in refused.stderr
    assert "thigh" not in run("papers", "--format", "csv").stdout


def test_rows_of_no_patient_replace_nothing(run: Run, case: Path, tmp_path: Path) -> None:
    """An empty file of rows leaves the paper that is there as it is; so do doubled rows."""
    run("add", str(case))
    row = run("extract", str(case), "--format", "jsonl").stdout.splitlines()[0]
    for text, words in (("", "no fact of a patient"), (f"{row}\n{row}\n", "is there 2 times")):
        (tmp_path / "rows.jsonl").write_text(text, encoding="utf-8")
        refused = run("add", str(case), "--facts", "rows.jsonl", "--replace", code=2)
        assert words in refused.stderr
    assert "leiomyosarcoma" in run("show", "thigh").stdout


def test_without_a_verb_there_is_help(run: Run) -> None:
    """`sarcoma-kg` alone says what there is, on lines of its own."""
    assert "tour" in run().stdout
    assert len(run("ontology").stdout.splitlines()) > 3


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_full_disk_is_one_line(local: LocalGraph) -> None:
    """Output that cannot be written ends in one line and exit code 2."""
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "sarcoma_kg", "queries", "--format", "json"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert (2, 1) == (done.returncode, len(done.stderr.splitlines())), done.stderr


def test_ready_made_triples_are_added(run: Run) -> None:
    """A Turtle file with a paper's facts goes in and can be asked for."""
    run("add", str(TESTS / "valid" / "one-fact.ttl"))

    assert "pmid-99#case1" in run("query", "cases-by-drug", "drug=doxorubicin").stdout


def test_standard_input_is_read(run: Run) -> None:
    """`-` reads a text from standard input."""
    assert "leiomyosarcoma" in run("extract", "-", "--format", "jsonl", stdin=CASE).stdout


def test_the_listing_of_questions_is_a_contract(run: Run) -> None:
    """`queries --format json` is a list of objects with name, question, params and view."""
    listed = json.loads(run("queries", "--format", "json").stdout)

    assert len(listed) >= 12
    assert all({"name", "question", "params", "view"} <= set(entry) for entry in listed)


def test_a_term_is_an_object(run: Run) -> None:
    """`term NAME --format json` is the best term; an unknown name exits 1 and prints no data."""
    found = json.loads(run("term", "leiomyosarcoma", "--format", "json").stdout)
    assert ("NCIT:C3158", "disease") == (found["id"], found["kind"])
    assert {"id", "label", "matched", "kind", "xrefs"} <= set(found)
    assert "" == run("term", "xyzoma qqq", "--format", "json", code=1).stdout


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("extract", "nowhere.txt"), "nowhere.txt"),
        (("extract", "empty.txt"), "empty"),
        (("extract", "latin.txt"), "UTF-8"),
        (("extract", "bomb.xml"), "bomb.xml"),
        (("extract", "outside.xml"), "outside.xml"),
        (("add", "malformed.ttl"), "malformed.ttl: line 1, column"),
        (("query", "nonsense"), "no question 'nonsense'"),
        (("query", "cases-by-diagnosis", "diagnosis=xyzoma qqq"), "is no disease"),
        (("query", "cases-by-diagnosis", "diagnosis"), "write NAME=VALUE"),
        (("query", "--sparql", "SELEKT"), "does not parse: line 1, column"),
        (("query", "--sparql", "ASK { ?x foo:y 1 }"), "the prefix foo: is not declared"),
        (("query",), "name one question"),
        (("query", "--sparql", ""), "no query in it"),
        (("query", "cases-by-diagnosis", "diagnosis="), "has no value"),
        (("query", "course-of-case", "case=pmid-99#case1"), "no paper 'pmid-99'"),
        (("add", "empty.txt", "--pmid", "abc"), "'abc' is no PMID"),
        (("add", ""), "a SOURCE is empty"),
        (("show", "pmid-1"), "no paper 'pmid-1'"),
        (("show", f"{CLEAN}#case9"), "no case"),
        (("remove", "pmid-1"), "no paper 'pmid-1'"),
        (("view", "case", f"{CLEAN}#case1", "-o", "no/such/folder.html"), "cannot be written"),
        (("tuor",), "Did you mean tour"),
    ],
)
def test_a_users_fault_is_one_line(
    run: Run, tmp_path: Path, args: tuple[str, ...], words: str
) -> None:
    """Each fault ends with exit code 2 and one line that says what, where and what next."""
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "latin.txt").write_bytes(b"caf\xe9 au lait, and so on")
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 9}">' for n in range(1, 12))
    (tmp_path / "bomb.xml").write_text(
        f'<!DOCTYPE PubmedArticleSet [<!ENTITY a0 "x">{entities}]><PubmedArticleSet>&a11;'
        "</PubmedArticleSet>",
        encoding="utf-8",
    )
    (tmp_path / "outside.xml").write_text(
        '<!DOCTYPE PubmedArticleSet [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
        "<PubmedArticleSet>&x;</PubmedArticleSet>",
        encoding="utf-8",
    )
    (tmp_path / "malformed.ttl").write_text("<a> <b> .", encoding="utf-8")
    failed = run(*args, code=2)

    assert words in failed.stderr
    assert 1 == len(failed.stderr.splitlines())


def test_a_text_without_a_case_adds_nothing(run: Run, tmp_path: Path) -> None:
    """A text with no sarcoma case says so, exits 1, and leaves the graph as it was."""
    (tmp_path / "soup.txt").write_text("Boil the carrots for ten minutes.\n", encoding="utf-8")
    refused = run("add", "soup.txt", code=1)

    assert "no sarcoma case" in refused.stderr
    assert "soup" not in run("papers", "--format", "csv").stdout


def test_one_bad_source_does_not_stop_the_others(run: Run, case: Path) -> None:
    """With several sources the good ones are read and the exit code tells of the bad one."""
    done = run("extract", "nowhere.txt", str(case), "--format", "jsonl", code=2)

    assert "leiomyosarcoma" in done.stdout


def test_the_graph_is_said_before_or_after_the_verb(run: Run, tmp_path: Path) -> None:
    """--graph is taken in both places and wins over the environment."""
    folder = str(tmp_path / "other")
    assert run("--graph", folder, "stats").stdout == run("stats", "--graph", folder).stdout
    assert (tmp_path / "other" / "store").is_dir()


def test_check_finds_faults_in_a_file(run: Run, tmp_path: Path) -> None:
    """A file of triples is checked before it is added; a clean one exits 0."""
    run("check", str(TESTS / "valid" / "one-fact.ttl"))
    run("check")


def test_tour_shows_it_all(run: Run, tmp_path: Path) -> None:
    """The README's first command prints counts, an answer, a course, and where the picture is."""
    told = run("tour").stdout

    for words in ("25 papers", "dedifferentiated leiomyosarcoma", "36 months after 2"):
        assert words in told
    assert (tmp_path / "sarcoma-kg-tour.html").exists()


def test_the_example_is_tried_in_a_graph_of_its_own(run: Run, tmp_path: Path) -> None:
    """The way of the README: the invented patient is read, added and shown, and counts nowhere."""
    before = run("stats").stdout
    (tmp_path / "case.txt").write_text(run("example").stdout, encoding="utf-8")
    assert "leiomyosarcoma" in run("extract", "case.txt").stdout
    assert "added case" in run("add", "case.txt", "--graph", "trial").stdout
    assert "leiomyosarcoma" in run("show", "case", "--graph", "trial").stdout

    assert (tmp_path / "trial" / "papers" / "case.trig").exists()
    assert before == run("stats").stdout


@pytest.mark.parametrize("verb", cli.list_commands(None))  # type: ignore[arg-type]
def test_every_verb_has_help_with_an_example(run: Run, verb: str) -> None:
    """-h says what a verb is for and shows how it is called."""
    told = run(verb, "-h").stdout

    assert "sarcoma-kg" in told
    assert "Example" in told or "Commands" in told


def test_a_cold_command_imports_nothing_heavy(run: Run) -> None:
    """The hot path needs no rdflib, networkx, pyvis, SPARQLWrapper or pyshacl."""
    script = (
        "import sys; sys.argv = ['sarcoma-kg', 'term', 'lms', '--format', 'json']\n"
        "from sarcoma_kg.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'rdflib', 'networkx', 'pyvis', 'SPARQLWrapper', 'pyshacl', 'lxml'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert "[]\n" == done.stderr
