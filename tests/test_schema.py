import json
import re

import pytest

from conftest import ROOT, Run
from sarcoma_kg import Schema, queries
from sarcoma_kg.graph import LocalGraph


@pytest.fixture(scope="module")
def schema() -> Schema:
    """The packaged schema."""
    return Schema.load()


def test_the_schema_says_what_a_name_is(schema: Schema) -> None:
    """Classes with what they are, properties with what they join, values with their class."""
    assert ("class", ("Treatment",)) == (schema["Surgery"].sort, schema["Surgery"].parents)
    assert (("Fact", "Event"), ("Tumour",)) == (schema["ofTumour"].domain, schema["ofTumour"].range)
    assert ("value", ("Response",)) == (schema["CR"].sort, schema["CR"].parents)
    assert "property" == schema["partOf"].sort  # of terms, declared beside them


@pytest.mark.parametrize(
    ("name", "meant"),
    [("diagnosys", "diagnosis"), ("tumor", "tumour"), ("Tumor", "Tumour"), ("zzzz", "")],
)
def test_a_misspelt_name_has_a_nearest(name: str, meant: str, schema: Schema) -> None:
    """A name is not far from the one it was meant to be; a class is told from its property."""
    assert meant == schema.nearest(name)


def test_every_name_in_use_is_in_the_schema(schema: Schema) -> None:
    """The shipped papers, terms and questions use no name that the schema does not declare."""
    files = [
        *ROOT.glob("graph/*.trig"),
        *ROOT.glob("ontology/terms/*.ttl"),
        *ROOT.rglob("queries/**/*.rq"),
    ]
    used = {
        name
        for path in files
        for name in re.findall(r"\bskg:([A-Za-z][\w-]*)", path.read_text(encoding="utf-8"))
    }

    assert set() == used - set(schema)
    assert len(used) > 80


def test_no_shipped_question_gets_a_warning() -> None:
    """What we ship names only what there is."""
    told = {name: queries.unknown(queries.load(name).sparql) for name in queries.names()}

    assert {} == {name: notes for name, notes in told.items() if notes}


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT * {\n ?t skg:diagnosys ?d }", "line 2, column 5: skg:diagnosys is no name"),
        ("PREFIX s: <https://w3id.org/sarcoma-kg/schema#> ASK { ?t a s:Tumor }", "skg:Tumour?"),
        ("ASK { ?t <https://w3id.org/sarcoma-kg/schema#Diagnosis> ?d }", "mean skg:diagnosis?"),
    ],
)
def test_a_query_that_names_what_is_not_there_is_warned(
    query: str, words: str, shipped: LocalGraph
) -> None:
    """A misspelt property gives no rows; the answer says so, with the place and the nearest."""
    [note] = shipped.query(query).notes

    assert words in note


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?t skg:diagnosis 'skg:diagnosys' } # skg:diagnosys",
        "PREFIX skg: <http://elsewhere.org/> SELECT * { ?t skg:diagnosys ?d }",
        "SELECT * { ?t a skg:Case.?t skg:age ?a. }",
        "BASE <https://w3id.org/sarcoma-kg/schema#x> SELECT * { ?t skg:near-CR ?d }",
    ],
)
def test_only_names_of_ours_are_warned_of(query: str, shipped: LocalGraph) -> None:
    """Texts, comments and names of other vocabularies are none of the schema's."""
    assert () == shipped.query(query).notes


def test_the_model_is_printed_in_a_page(run: Run) -> None:
    """Classes and properties with what the graph has of each, and what to take care of."""
    page = run("schema").stdout

    assert re.search(r"skg:Case +25  .*One patient's course", page)
    assert re.search(r"skg:age +Case +Quantity +23  \d+ (years|months)", page)
    assert all(word in page for word in ("COUNT(DISTINCT ?case)", "skg:DeniedFact", "a zero"))
    assert max(map(len, page.splitlines())) <= 120


def test_programs_get_every_name_of_the_schema(run: Run, schema: Schema) -> None:
    """JSON has what is not used, too, with a count of 0."""
    rows = {row["name"]: row for row in json.loads(run("schema", "--format", "json").stdout)}

    assert list(schema) == list(rows)
    assert (25, 0) == (rows["Case"]["uses"], rows["Progression"]["uses"])
