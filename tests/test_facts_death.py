"""Deaths and their causes: of the tumour, of something else, and of others than the patient."""

import pytest

from reading import CISPLATIN, RELAPSED, RESECTED, status, told
from sarcoma_kg.ontology import Ontology


@pytest.mark.parametrize(
    ("opening", "text", "value", "time"),
    [
        (RELAPSED, "She died of liver failure from the metastases.", "DOD", None),
        (
            RELAPSED,
            (
                "Tumour growth in the lungs led to respiratory failure, of which she died 8 "
                "months later."
            ),
            "DOD",
            "P8M",
        ),
        (
            RELAPSED,
            "She died of respiratory failure caused by the pulmonary metastases.",
            "DOD",
            None,
        ),
        (RESECTED, "She died of septic shock two years later.", "DOC", "P2Y"),
        (RESECTED, "She died of a myocardial infarct.", "DOC", None),
        (
            RESECTED,
            ("She was free of tumour when she died from a stroke 28 months after the operation."),
            "DOC",
            "P28M",
        ),
        (
            RESECTED,
            "She was in remission when a car accident killed her 3 years later.",
            "DOC",
            "P3Y",
        ),
        (
            RESECTED,
            ("She was killed in a traffic accident at 4 years, without evidence of disease."),
            "DOC",
            "P4Y",
        ),
        (RELAPSED, "Septic shock during neutropenia was fatal.", "DOC", None),
        (
            CISPLATIN,
            ("The disease took its course with a fatal outcome eight months after nephrectomy."),
            "DOD",
            "P8M",
        ),
        (RELAPSED, "The lung metastases grew until her death at 14 months.", "DOD", "P14M"),
        (RELAPSED, "She was cared for in a hospice until her death 9 months later.", "DOD", "P9M"),
        (
            RESECTED,
            "Until her death from pneumonia at 5 years she had no recurrence.",
            "DOC",
            "P5Y",
        ),
        (RELAPSED, "She succumbed 11 months after diagnosis.", "DOD", "P11M"),
        (RELAPSED, "The end came 7 months after the relapse.", "DOD", "P7M"),
        (RELAPSED, "The tumour spread further and the end came in March.", "DOD", None),
        (RESECTED, "A ruptured aneurysm ended her life three years later.", "DOC", "P3Y"),
        (
            RESECTED,
            ("She did not live to see her fiftieth birthday; the sarcoma had spread to the brain."),
            "dead",
            None,
        ),
        (
            RESECTED,
            (
                "At one year she was disease-free. At three years lung metastases appeared "
                "and she received doxorubicin. She died at 40 months."
            ),
            "DOD",
            "P40M",
        ),
        (
            RESECTED,
            (
                "She is free of disease. The tumour was stained for desmin, which was "
                "positive. The literature is scant. We discuss the histology. A year after "
                "submission of this report she died of a heart attack."
            ),
            "DOC",
            None,
        ),
        (RESECTED, "She was cared for by her daughter, and died at 3 years.", "dead", "P3Y"),
        (RELAPSED, "Brain metastases brought about her death after 6 months.", "DOD", "P6M"),
        (RELAPSED, "Her condition worsened and death followed in the tenth month.", "DOD", None),
        (RELAPSED, "The illness ended in death 14 months later.", "DOD", "P14M"),
        (RELAPSED, "Death came 5 months after the relapse.", "DOD", "P5M"),
        (RESECTED, "A pulmonary embolus on the third day was fatal.", "DOC", None),
        (
            RELAPSED,
            "Liver metastases caused hepatic failure and she succumbed at 9 months.",
            "DOD",
            "P9M",
        ),
        (
            RELAPSED,
            "She passed away from respiratory insufficiency due to tumour growth.",
            "DOD",
            None,
        ),
        (RESECTED, "She drowned two years later, tumour-free.", "DOC", "P2Y"),
        (
            RESECTED,
            ("At 85 she died peacefully of old age, 9 years after surgery, without recurrence."),
            "DOC",
            "P9Y",
        ),
        (RESECTED, "She died in a fall from a ladder 3 years later.", "DOC", "P3Y"),
        (RESECTED, "She fell victim to a road accident 2 years later.", "DOC", "P2Y"),
        (RESECTED, "Aspiration pneumonia took her life 16 months after surgery.", "DOC", "P16M"),
        (
            RESECTED,
            "At autopsy no tumour was found; she had died of a perforated ulcer.",
            "DOC",
            None,
        ),
        (RESECTED, "She took her own life a year after surgery.", "DOC", "P1Y"),
        (
            RESECTED,
            "She died of myocardial infarction, being free of the sarcoma, at 62 months.",
            "DOC",
            "P62M",
        ),
        (RESECTED, "While still in remission she had a lethal stroke at 5 years.", "DOC", "P5Y"),
        (
            RESECTED,
            (
                "At 12 months CT showed no recurrence. At 30 months lung metastases were "
                "found; she died 4 months later."
            ),
            "DOD",
            "P4M",
        ),
        (RESECTED, "In 2010 she was alive with disease. In 2012 she died of it.", "DOD", None),
    ],
)
def test_deaths_and_their_causes(
    ontology: Ontology, opening: str, text: str, value: str, time: str | None
) -> None:
    """A death is DOD of the tumour or the organ it destroys, DOC of anything else."""
    outcome, follow_up = status(ontology, opening + text)

    assert outcome == value
    assert time is None or follow_up == time


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("She was lost to disease within a year.", "DOD"),
        ("She was lost to follow-up.", ""),
        ("At autopsy the heart was full of tumour.", "dead"),
        ("She died of pneumonia. Autopsy showed metastases in the lung.", "DOC"),
        ("Autopsy series describe cardiac metastases.", ""),
        ("Discharge of lymph through the drain stopped after two weeks.", ""),
        ("Purulent discharge was seen for a week.", ""),
        ("She was discharged after a week.", "alive"),
        ("She lived without tumour for another eleven years.", "NED"),
    ],
)
def test_deaths_and_discharges_by_other_words(ontology: Ontology, text: str, value: str) -> None:
    """An autopsy tells of a death; a fluid that is discharged is no discharge of the patient."""
    assert status(ontology, RESECTED + text)[0] == value


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("She died of sepsis.", ["sepsis"]),
        ("She declined chemotherapy, died of sepsis.", ["sepsis"]),
        ("Her father had died of sepsis.", []),
        ("Nobody died of sepsis.", []),
        ("She was told that one may die of sepsis.", []),
    ],
)
def test_a_cause_of_death_is_that_of_the_patient(
    ontology: Ontology, text: str, values: list[str]
) -> None:
    """What a relative died of, or nobody, is no cause of death of the patient."""
    assert told(ontology, text, "cause-of-death", RESECTED) == values
