import json

import pytest
from hypothesis import given

from record import facts, quantities
from sarcoma_kg.errors import FactError
from sarcoma_kg.records import Evidence, Fact, Paper, Quantity, digest, writable


@given(facts())
def test_a_row_gives_its_fact_back(fact: Fact) -> None:
    """Every fact survives the way to a JSON row and back."""
    assert fact == Fact.from_row(json.loads(json.dumps(fact.row())))


@given(quantities())
def test_a_quantity_is_a_range(quantity: Quantity) -> None:
    """Low is never above high, and days keep that order."""
    assert quantity.low <= quantity.high
    assert quantity.days is None or quantity.days[0] <= quantity.days[1]


def test_quantities_are_said_in_words() -> None:
    """A range, an approximation and the number of the unit are told."""
    assert str(Quantity(3, 4, "regimen")) == "3–4 regimens"
    assert str(Quantity(1, 1, "year", approximate=True)) == "about 1 year"
    assert Quantity(36, 36, "month").iso == "P36M"
    assert Quantity(12, 12, "mm").iso is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"fact": "mood"}, "'mood' is none of"),
        ({"value": " "}, "no value"),
        ({"polarity": "maybe"}, "neither present nor absent"),
        ({"since": "christmas"}, "'christmas' is none of"),
        ({"case": 0}, "cannot belong to case 0"),
        ({"ids": ["doxorubicin"]}, "is no identifier"),
        ({"low": 5, "high": 3, "unit": "day"}, "above high"),
        ({"low": float("nan"), "unit": "day"}, "not a finite number"),
        ({"low": 3, "unit": "parsec"}, "'parsec' is none of"),
        ({"low": "three", "unit": "day"}, "no number"),
        ({"start": 9, "end": 9}, "no stretch of text"),
        ({"end": 30}, "not as long as"),
        ({"value": "a\x00b"}, "control character"),
        ({"subject": "drop table"}, "is not paper, case"),
        ({"confidence": 2}, "not from 0 to 1"),
        ({"start": None}, "no whole number"),
        ({"value": None}, "is no text"),
        ({"case": 10**20}, "no whole number"),
    ],
)
def test_a_row_that_breaks_the_model_is_refused(change: dict[str, object], words: str) -> None:
    """Each fault of a row is a FactError that says what is wrong."""
    row = {"case": 1, "fact": "drug", "value": "doxorubicin", "quote": "doxorubicin"}
    row |= {"start": 10, "end": 21} | change

    with pytest.raises(FactError, match=words):
        Fact.from_row(row)


def test_a_row_without_a_key_names_it() -> None:
    """A missing key is named."""
    with pytest.raises(FactError, match="no 'value'"):
        Fact.from_row({"case": 1, "fact": "drug", "start": 1, "end": 2})


def test_a_closed_list_is_closed() -> None:
    """An almost complete response is near-CR; nothing outside the list is taken."""
    assert Fact(1, "response", "near-CR", Evidence(0, 1)).value == "near-CR"
    with pytest.raises(FactError, match="is none of CR, near-CR"):
        Fact(1, "response", "almost CR", Evidence(0, 1))


def test_evidence_must_stand_in_the_text() -> None:
    """A quote that is not at its offsets is refused, and one beyond the end too."""
    Evidence(4, 7, "cat").check("The cat sat.")
    for evidence in (Evidence(5, 8, "cat"), Evidence(40, 50)):
        with pytest.raises(FactError, match="is not at"):
            evidence.check("The cat sat.")


@pytest.mark.parametrize(
    ("given_ids", "expected"),
    [
        ({"pmid": "26913180", "doi": "10.1/x"}, "pmid-26913180"),
        ({"pmcid": "PMC4765132"}, "pmc4765132"),
        ({"doi": "10.11604/pamj.2014.18.104.4549"}, "doi-10.11604-pamj.2014.18.104.4549"),
        ({"name": "My Case (2)"}, "my-case-2"),
        ({"name": "文献"}, "paper"),
    ],
)
def test_a_paper_is_named_by_its_best_identifier(given_ids: dict[str, str], expected: str) -> None:
    """PMID before PMCID before DOI before the file's name; always a clean slug."""
    assert expected == Paper.slug(**given_ids)
    assert Paper(expected).id == expected


def test_unwritable_characters_keep_their_place() -> None:
    """Control characters and lone surrogates become U+FFFD, and offsets stay."""
    assert writable("a\x00b\ud800c\n") == "a\ufffdb\ufffdc\n"
    assert len(digest("lone \ud800 surrogate")) == 64
