"""The last status of a patient, its time, relapse, and the times until events."""

import pytest

from reading import read, told, unmatched
from sarcoma_kg.facts.phrase import phrases
from sarcoma_kg.ontology import Ontology

TREATED = "A 45-year-old woman underwent resection of a leiomyosarcoma of the thigh. "


def times(ontology: Ontology, text: str, kind: str) -> list[tuple[str, str | None]]:
    """Give (duration, counted from) of each follow-up or interval."""
    facts = read(ontology, text, TREATED)
    return [(fact.value, fact.since) for fact in facts if fact.kind == kind]


def test_cues_match_their_examples() -> None:
    """Every pattern of the outcome phrases finds its meaning in its own example."""
    assert unmatched("outcome") == []


def test_macros_stand_for_their_pieces() -> None:
    """A pattern that holds `<NAME>` is read with the piece in its place."""
    patterns = [row["pattern"] for row in phrases("outcome").rows]

    assert not any("<" in pattern.replace("(?<", "") for pattern in patterns)
    assert "macro" not in {row["meaning"] for row in phrases("outcome").rows}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("She is alive without evidence of disease.", ["NED"]),
        ("She remains disease-free at two years.", ["NED"]),
        ("No recurrence was seen at last follow-up.", ["NED"]),
        ("There was no evidence of local recurrence or metastasis after five years.", ["NED"]),
        ("At 24 months the patient is free of disease.", ["NED"]),
        ("The tumour has not recurred.", ["NED"]),
        ("Recurrence was not observed during follow-up.", ["NED"]),
        ("She is in complete remission.", ["NED"]),
        ("MRI did not show any recurrence.", ["NED"]),
        ("She is well with no signs of relapse three years later.", ["NED"]),
        ("She is alive with disease at one year.", ["AWD"]),
        ("She is living with stable metastatic disease.", ["AWD"]),
        ("She died of disease.", ["DOD"]),
        ("She succumbed to metastatic disease six months later.", ["DOD"]),
        ("She died due to tumour progression.", ["DOD"]),
        ("The sarcoma recurred and she died two months later.", ["DOD"]),
        ("She died of pneumonia.", ["DOC"]),
        ("She died from pulmonary embolism three months after surgery.", ["DOC"]),
        ("She passed away.", ["dead"]),
        ("The patient expired two weeks later.", ["dead"]),
        ("She survived for nine months.", ["dead"]),
        ("She is alive and well.", ["alive"]),
        ("She is doing well one year after surgery.", ["alive"]),
        ("She was discharged on the tenth day.", ["alive"]),
        ("She was free of disease at one year, but died of the sarcoma at three.", ["DOD"]),
        ("No lymph node metastasis was found in the specimen.", []),
        ("Her mother died of breast cancer.", []),
        ("The margins were free of tumour.", []),
        ("She was lost to follow-up.", []),
    ],
)  # fmt: skip
def test_outcomes(ontology: Ontology, text: str, values: list[str]) -> None:
    """One outcome a case: the last status told, a death above all."""
    assert told(ontology, text, "outcome", TREATED) == values


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("She is disease-free 36 months after surgery.", [("P36M", "surgery")]),
        ("At two-year follow-up there was no recurrence.", [("P2Y", "unstated")]),
        ("No recurrence was seen after a follow-up of 5 years.", [("P5Y", "unstated")]),
        ("She died 8 months after diagnosis.", [("P8M", "diagnosis")]),
        (
            "She died of disease 2 years after the second pulmonary metastasectomy.",
            [("P2Y", "surgery")],
        ),
        ("She has been free of disease for the last three years.", [("P3Y", "unstated")]),
        ("Six months postoperatively she is well.", [("P6M", "surgery")]),
        (
            "There is no recurrence 9 months after completion of chemotherapy.",
            [("P9M", "treatment")],
        ),
        ("She was discharged on the fifth postoperative day.", [("P5D", "surgery")]),
        ("She had had pain for two years and is well.", []),
    ],
)
def test_follow_up(ontology: Ontology, text: str, found: list[tuple[str, str | None]]) -> None:
    """The time of the last status, with the event that it is counted from."""
    assert times(ontology, text, "follow-up") == found


def test_survival_until_death_is_an_interval_too(ontology: Ontology) -> None:
    """A death has its time as follow-up and as the interval "death"."""
    facts = read(ontology, "She died of disease 8 months after surgery.", TREATED)
    interval = next(fact for fact in facts if fact.kind == "interval")

    assert (interval.value, interval.note, interval.since) == ("P8M", "death", "surgery")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Three months after surgery, metastases developed.", [("P3M", "surgery", "metastasis")]),
        ("The tumour recurred locally 2 years later.", [("P2Y", "unstated", "recurrence")]),
        ("Ten months postoperatively it recurred.", [("P10M", "surgery", "recurrence")]),
        ("It was given for 8 months until progression.", [("P8M", "treatment", "progression")]),
        ("No recurrence was seen at 12 months.", []),
    ],
)  # fmt: skip
def test_intervals(ontology: Ontology, text: str, found: list[tuple[str, str, str]]) -> None:
    """The time to relapse, spread or growth, with its event as the note."""
    facts = read(ontology, text, TREATED)

    assert [(f.value, f.since, f.note) for f in facts if f.kind == "interval"] == found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("The tumour recurred after one year.", ["local"]),
        ("A local recurrence was excised.", ["local"]),
        ("She relapsed twice.", ["local"]),
        ("She presented with a recurrent sarcoma.", ["local"]),
        ("No recurrence was seen at one year.", ["-local"]),
        ("She is free of recurrence.", ["-local"]),
        ("She had recurrent abdominal pain.", []),
        ("The risk of recurrence is high.", []),
        ("The recurrent laryngeal nerve was spared.", []),
        ("Follow-up is needed because recurrence rates are high.", []),
    ],
)
def test_recurrence(ontology: Ontology, text: str, values: list[str]) -> None:
    """Relapse of the tumour, not recurrent pain, nor the risk of it."""
    assert told(ontology, text, "recurrence", TREATED) == values


def test_a_lesion_found_first_dates_the_relapse(ontology: Ontology) -> None:
    """The time at which a new lesion was found is that of the metastasis that it proved to be."""
    text = (
        "Two years after surgery a nodule was found on CT. Histology confirmed a lung metastasis."
    )
    facts = read(ontology, text, TREATED)

    assert [(f.value, f.since, f.note) for f in facts if f.kind == "interval"] == [
        ("P2Y", "surgery", "metastasis")
    ]


def test_wellness_before_treatment_is_no_outcome(ontology: Ontology) -> None:
    """That a patient had been well before is not the last status."""
    text = "She had been followed up for a nodule. It grew and was resected."

    assert told(ontology, text, "outcome", "A woman had a leiomyosarcoma. ") == []
