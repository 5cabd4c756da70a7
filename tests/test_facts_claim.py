"""Claims: what a paper says about no single patient."""

import pytest

from reading import OPENING, read, unmatched
from sarcoma_kg.ontology import Ontology


def test_cues_match_their_examples() -> None:
    """Every pattern of the claims finds its meaning in its own example."""
    assert unmatched("claim") == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("To our knowledge, this is the first report of such a tumour.", "novelty"),
        ("Only five cases have been reported in the literature.", "novelty"),
        ("This has never been described before.", "novelty"),
        ("We recommend wide excision for such tumours.", "recommendation"),
        ("Surgery remains the treatment of choice for these tumours.", "recommendation"),
        ("Leiomyosarcoma is a rare malignancy of soft tissue.", "frequency"),
        ("Liposarcoma accounts for 15% of all sarcomas.", "frequency"),
        ("Liposarcoma usually occurs in some 7% of adults with sarcoma.", "frequency"),
        ("Commonly, up to half of all tumours relapse.", "frequency"),
        ("In general, a growing lump usually deserves an early biopsy.", "recommendation"),
        ("A growing lump calls for prompt biopsy.", "recommendation"),
        ("Imaging at short intervals is advised.", "recommendation"),
        ("The chance of a sarcoma during life is put at 30%.", "frequency"),
        ("The male to female ratio is 2:1.", "frequency"),
        ("Only 12 cardiac sarcomas of this kind are on record.", "novelty"),
        ("Such a lump is generally a sarcoma until proven otherwise.", "recommendation"),
    ],
)
def test_claims(ontology: Ontology, text: str, value: str) -> None:
    """A claim is told as one of its sort, of case 0, in the words of the paper."""
    claims = [fact for fact in read(ontology, text) if fact.kind == "claim"]

    assert value in [fact.value for fact in claims]
    assert all(fact.case == 0 for fact in claims)


@pytest.mark.parametrize(
    "text",
    [
        "She had pain for the first time.",
        "Spread was never documented.",
        "Sirolimus was recommended and taken for 12 months.",
        "Necrosis was present in 30% of the specimen.",
        "Her risk of relapse was put at 30%.",
    ],
)
def test_the_course_of_a_patient_claims_nothing(ontology: Ontology, text: str) -> None:
    """What happened to a patient is no claim, whatever its words."""
    assert [f for f in read(ontology, text) if f.kind == "claim"] == []


def test_survival_has_its_figure(ontology: Ontology) -> None:
    """A survival claim holds its range in per cent and what it is a survival of."""
    text = "In the literature the 5-year overall survival rate of patients is between 20 and 30 %."
    claim = next(f for f in read(ontology, text) if f.kind == "claim" and f.value == "survival")

    assert claim.quantity is not None
    assert (claim.quantity.low, claim.quantity.high, claim.quantity.unit) == (20, 30, "%")
    assert claim.note == "5-year overall survival"


def test_a_case_without_claims_has_none(ontology: Ontology) -> None:
    """The story of a patient makes no claim."""
    assert [f for f in read(ontology, "She underwent resection.") if f.kind == "claim"] == []
    assert OPENING


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("Liposarcoma is rare. Local recurrence is seen in 40–60 % of patients.", ["", "40–60 %"]),
        ("Liposarcoma is rare [1]. It recurs in 40–60 % of patients.", ["", "40–60 %"]),
        ("Liposarcoma is rare\n\nIt recurs in 40–60 % of patients.", ["", "40–60 %"]),
        ("Liposarcoma is rare and 40–60 % relapse.", [""]),
        ("Liposarcoma is rare, and 40–60 % then relapse.", [""]),
        ("Liposarcoma is rare, with lung metastases in 20 %.", [""]),
        ("Liposarcoma is rare, while the mortality of others is 30 %.", [""]),
        ("Liposarcoma is uncommon and its 5-year survival is 50 %.", ["", "50 %"]),
        ("Liposarcoma is rare; the overall survival is 55 %, local recurrence 14 %.", ["", "55 %"]),
        ("In a review 12 % had metastases; the survival rate was poor.", []),
        # its own
        ("Liposarcoma is rare (5 %).", ["5 %"]),
        ("Liposarcoma is rare, making up 5 % of sarcomas.", ["5 %"]),
        ("Liposarcoma is rare: it accounts for 5 % of sarcomas.", ["5 %"]),
        ("Liposarcoma is rare; it accounts for 5 % of sarcomas.", ["5 %"]),
        ("The survival rate, which was 30 % in one study, is poor.", ["30 %"]),
        ("The 1-, 3- and 5-year survival rates are 80 %, 60 % and 40 %.", ["80 %"]),
        ("Some 20 % of sarcomas recur and the 5-year survival is 55 %.", ["20 %", "55 %"]),
    ],
)
def test_a_figure_stays_with_its_own_claim(
    ontology: Ontology, text: str, figures: list[str]
) -> None:
    """A figure of the next sentence, clause or claim is none of the claim before it."""
    told = [fact for fact in read(ontology, f"{text}\n\n{OPENING}") if fact.kind == "claim"]

    assert figures == [str(fact.quantity or "") for fact in told]
