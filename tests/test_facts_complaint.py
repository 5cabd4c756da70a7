"""Complaints: what a patient came with, in the words of the vocabulary and in others."""

import pytest

from reading import cue_rows, told, unmatched
from sarcoma_kg.ontology import Ontology


def test_wordings_match_their_examples() -> None:
    """Every wording finds its meaning in its own example."""
    assert cue_rows("complaint")
    assert unmatched("complaint") == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("A man of 50 with a sarcoma came with a limp.", ["limp"]),
        ("A man of 50 with a sarcoma grew hoarse and could not swallow solids.",
         ["hoarseness", "dysphagia"]),
        ("A man of 50 with a sarcoma came because he had lost 9 kg.", ["weight loss"]),
        ("A woman of 50 with a sarcoma collapsed at home.", ["syncope"]),
        ("A woman of 50 with a sarcoma noticed bluish patches.", ["skin discoloration"]),
        ("A woman of 50 with a sarcoma was sent to us because of an ulcer.", ["skin ulcer"]),
        ("A woman of 50 with a sarcoma, without any history, consulted for headache.",
         ["headache"]),
        ("A boy of 6, child of non-related parents, with a sarcoma was brought by his mother for "
         "headache.", ["headache"]),
        ("A man of 50 with a sarcoma felt a swelling.", ["swelling"]),
        ("A man of 50 with a sarcoma came with pain around the umbilicus.", ["abdominal pain"]),
        ("A man of 50 with a sarcoma came with pain above the left knee.", ["knee pain"]),
        ("A man of 50 with a sarcoma came with pain in the back of the thigh.",
         ["lower extremity pain"]),
        ("A man of 50 with a sarcoma had swelling of the left side of the face.",
         ["facial edema"]),
        ("A man of 50 with a sarcoma had a painless mass in the right lower abdomen.",
         ["abdominal mass"]),
        ("A man of 50 with a sarcoma noticed a nodule of the left hand.", ["hand nodule"]),
        ("A man of 50 with a sarcoma noticed a lump of the left hand.", ["hand mass"]),
        ("A man of 50 with a sarcoma complained of discomfort in the epigastrium.",
         ["epigastric discomfort"]),
        ("A man of 50 with a sarcoma had lost six kilos and was short of breath on exertion.",
         ["weight loss", "exertional dyspnea"]),
        ("A man of 50 with a sarcoma, without tuberous sclerosis, had flank pain.",
         ["flank pain"]),
        ("A man of 50 with a sarcoma had headache and underwent excision.", ["headache"]),
    ],
)  # fmt: skip
def test_complaints(ontology: Ontology, text: str, values: list[str]) -> None:
    """A complaint is read from verbs and lay words too."""
    assert told(ontology, text, "symptom", "") == values


@pytest.mark.parametrize(
    "text",
    [
        "CT showed a mass of 5 cm with oedema.",
        "She underwent resection. The limp was gone and there was a wound ulcer.",
        "He died of respiratory failure.",
        "Imatinib was begun, and because of fatigue the dose was halved after 2 cycles.",
    ],
)
def test_what_scans_and_treatments_bring_is_no_complaint(ontology: Ontology, text: str) -> None:
    """What was seen on a scan, or came after a treatment, brought nobody to a doctor."""
    assert told(ontology, text, "symptom") == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Nine years before she had been given 50 Gy for a carcinoma.", ["previous radiotherapy"]),
        ("She is known to have diabetes mellitus.", ["diabetes mellitus"]),
        ("She underwent resection. She died of pneumonia.", []),
        ("She underwent resection. A nodule came in the scar.", []),
    ],
)
def test_comorbidities(ontology: Ontology, text: str, values: list[str]) -> None:
    """What was there before counts; what befalls the treated does not."""
    assert set(values) <= set(told(ontology, text, "comorbidity"))
    if not values:
        assert told(ontology, text, "comorbidity") == []
