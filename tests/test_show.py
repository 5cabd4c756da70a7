import json
from pathlib import Path
from typing import Any

import pytest

from conftest import Run
from sarcoma_kg import wording
from sarcoma_kg.cli import show
from sarcoma_kg.errors import NoSuchPaper, QuestionError
from sarcoma_kg.graph import LocalGraph, case_of, course_of, paper_of
from sarcoma_kg.records import Fact, Paper, cases, placed

PAPER = Paper("pmid-1", "A title", pmid="1", year=2020)
PMID, DOI = "26913180", "10.1186/s13569-016-0042-6"


def _facts(*rows: dict[str, Any]) -> list[Fact]:
    common = {"case": 1, "start": 3, "end": 7, "quote": "said"}
    return placed([Fact.from_row(common | row) for row in rows])


def _rows(*rows: dict[str, Any]) -> list[tuple[str, ...]]:
    """Lay out the first case of rows: place, what, value."""
    return [row[:3] for row in show.course(cases(_facts(*rows))[0])]


def _drug(value: str, event: int, **more: Any) -> dict[str, Any]:
    return {"fact": "drug", "value": value, "event": event, **more}


# -- the rows of a course


def test_a_combination_is_one_row_with_its_evidence() -> None:
    """Drugs of one event are joined; what qualifies all is said once, all evidence is there."""
    dose = {"low": 75, "high": 75, "unit": "mg/m2"}
    same = {"line": 2, "intent": "neoadjuvant", "cycles": [3, 4]}
    facts = _facts(_drug("a", 1, **dose, **same), _drug("b", 1, start=9, end=13, **same))
    row = next(iter(show.course(cases(facts)[0])))

    assert (
        "1 systemic therapy",
        "drug",
        "a (75 mg/m2) + b, line 2, neoadjuvant, 3–4 cycles",
        "",
        "“said” 3–7; “said” 9–13",
    ) == row


def test_links_and_zeros_are_named() -> None:
    """A response names its treatment, a time the event that it is counted from."""
    told = _rows(
        {"fact": "surgery", "value": "wide excision", "event": 1},
        _drug("pazopanib", 2),
        {"fact": "response", "value": "PR", "event": 3, "answers": 2},
        {"fact": "metastasis", "value": "lung", "event": 4, "certainty": "suspected"},
        {"fact": "interval", "value": "P14M", "low": 14, "high": 14, "unit": "month",
         "event": 4, "since_event": 1, "to": "metastasis"},
        {"fact": "follow-up", "value": "P2Y", "low": 2, "high": 2, "unit": "year", "event": 5},
    )  # fmt: skip

    assert [
        ("1 surgery", "operation", "wide excision"),
        ("2 systemic therapy", "drug", "pazopanib"),
        ("3 response assessment", "response", "partial response (PR), answers 2 pazopanib"),
        ("4 metastasis", "metastasis", "suspected: lung"),
        ("4 metastasis", "after", "14 months after 1 wide excision"),
        ("5 follow-up", "followed for", "2 years (start not stated)"),
    ] == told


@pytest.mark.parametrize(
    ("since", "zero"),
    [("diagnosis", "diagnosis"), ("presentation", "presentation"), ("unstated", "diagnosis")],
)
def test_a_time_since_the_presentation_is_after_the_diagnosis(since: str, zero: str) -> None:
    """Event 0 is the first diagnosis: it has no number where a time is counted from it."""
    time = {"low": 20, "high": 20, "unit": "month", "since": since, "since_event": 0}
    told = _rows({"fact": "follow-up", "value": "P20M", "event": 1, **time})

    assert ("1 follow-up", "followed for", f"20 months after {zero}") == told[-1]


def test_an_operation_comes_before_its_margin() -> None:
    """An operation names its event, though the text told the margin first."""
    facts = _facts(
        {"fact": "margin", "value": "R0", "event": 1},
        {"fact": "surgery", "value": "wide excision", "event": 1, "start": 9, "end": 13},
        {"fact": "follow-up", "value": "P1Y", "low": 1, "high": 1, "unit": "year", "event": 2,
         "since_event": 1},
    )  # fmt: skip
    (case,) = cases(facts)
    first = case.events[1]

    assert "wide excision, R0" == first.label
    assert "wide excision; R0 margins" == wording.title(first, case)
    assert ["wide excision", "R0 margins", "1 year after 1 wide excision"] == [
        row[2] for row in show.course(case)
    ]


def test_alternatives_are_marked_and_follow_what_counts() -> None:
    """A rejected diagnosis and another size are never taken for the final ones."""
    told = _rows(
        {"fact": "diagnosis", "value": "GIST", "tumour": 1, "status": "rejected"},
        {"fact": "diagnosis", "value": "leiomyosarcoma", "tumour": 1, "status": "final"},
        {
            "fact": "size",
            "value": "5",
            "low": 5,
            "high": 5,
            "unit": "mm",
            "status": "alternative",
        },
    )

    assert ["leiomyosarcoma", "rejected: GIST", "or: 5 mm"] == [value for *_, value in told]


def test_several_tumours_are_named() -> None:
    """Tumours have their roles, and events and denied facts the tumours that they concern."""
    told = _rows(
        {"fact": "diagnosis", "value": "a", "tumour": 1, "role": "primary"},
        {"fact": "diagnosis", "value": "b", "tumour": 2, "role": "earlier-malignancy"},
        {"fact": "radiotherapy", "value": "radiotherapy", "event": 1, "order": -1, "tumour": 2},
        {"fact": "recurrence", "value": "any", "polarity": "absent", "tumour": 1},
    )

    assert [
        ("tumour 1, primary", "diagnosis", "a"),
        ("tumour 2, earlier malignancy", "diagnosis", "b"),
        ("1 radiotherapy, tumour 2", "radiotherapy", "radiotherapy"),
        ("0 presentation", "", ""),
        ("denied, tumour 1", "recurrence", "no recurrence"),
    ] == told


def test_events_whose_order_is_open_say_so() -> None:
    """An event of the rank of the one before it is not said to follow it."""
    told = _rows(_drug("a", 1, order=1), {"fact": "ablation", "value": "b", "event": 2, "order": 1})

    assert ["1 systemic therapy", "2 ablation, same rank as 1"] == [place for place, *_ in told]


def test_further_evidence_is_shown() -> None:
    """What is said twice of one event is one row with two pieces of evidence."""
    further = [{"start": 20, "end": 24, "quote": ""}]
    (row,) = show.course(cases(_facts(_drug("a", 1, further=further)))[0])

    assert "“said” 3–7; 20–24" == row[-1]


# -- a paper


def test_all_cases_and_the_claims_are_shown() -> None:
    """A paper is shown whole: each case by itself, then what it claims."""
    facts = _facts(
        {"fact": "sex", "value": "female"},
        {"fact": "sex", "value": "male", "case": 2},
        {"fact": "claim", "value": "novelty", "case": 0},
    )
    told = show.text(PAPER, facts, cases(facts), "table", None)
    csv = show.text(PAPER, facts, cases(facts), "csv", None).splitlines()

    assert ["pmid-1, case 1", "pmid-1, case 2", "pmid-1, claims of the paper"] == [
        line for line in told.splitlines() if line.startswith("pmid-1")
    ]
    assert "case,place,what,value,note,evidence" == csv[0]
    assert ["1", "2", "claims of the paper"] == [line.partition(",")[0] for line in csv[1:]]


def test_json_lines_lose_nothing() -> None:
    """The rows that `show` gives are the facts that it was given."""
    facts = _facts(
        _drug("a", 1, line=1, further=[{"start": 20, "end": 24, "quote": ""}]),
        {"fact": "response", "value": "CR", "event": 2, "answers": [1], "criterion": "RECIST"},
        {"fact": "claim", "value": "novelty", "case": 0},
    )
    told = show.text(PAPER, facts, cases(facts), "jsonl", None).splitlines()

    assert facts == [Fact.from_row(json.loads(line)) for line in told]
    assert {"pmid-1"} == {json.loads(line)["paper"] for line in told}


@pytest.mark.parametrize(
    "name",
    [f"pmid-{PMID}", PMID, f"PMID:{PMID}", f"PMID {PMID}", DOI, f"doi:{DOI}",
     f"https://doi.org/{DOI}", f"https://pubmed.ncbi.nlm.nih.gov/{PMID}/",
     f"https://w3id.org/sarcoma-kg/paper/pmid-{PMID}"],
)  # fmt: skip
def test_any_identifier_finds_the_paper(shipped: LocalGraph, name: str) -> None:
    """A paper is found by its id, PMID and DOI, as they are and as links; so is a case of it."""
    assert f"pmid-{PMID}" == paper_of(shipped, name)
    paper, _, case = case_of(shipped, f"{name}#case1")
    assert (f"pmid-{PMID}", 1) == (paper.id, case.number)


def test_an_unknown_paper_or_case_is_refused(shipped: LocalGraph) -> None:
    """The message names what there is."""
    with pytest.raises(NoSuchPaper):
        course_of(shipped, "10.1000/none")
    with pytest.raises(QuestionError, match=f"the paper has pmid-{PMID}#case1"):
        course_of(shipped, f"{PMID}#case9")


def test_show_and_view_take_an_identifier(run: Run, tmp_path: Path) -> None:
    """`show DOI` prints the course by event; `view case PMID` draws it."""
    told = run("show", f"https://doi.org/{DOI}").stdout
    run("view", "case", PMID, "-o", "case.html")

    assert "answers 3 chemotherapy" in told
    assert "claims of the paper" in told
    assert "answers 3 chemotherapy" in (tmp_path / "case.html").read_text(encoding="utf-8")
