"""The many ways in which clinicians write the course: treatments, relapses, status, times."""

import pytest

from reading import read, told
from sarcoma_kg.ontology import Ontology

NEW = "A 45-year-old woman presented with a leiomyosarcoma of the thigh. "
TREATED = "A 45-year-old woman underwent resection of a leiomyosarcoma of the thigh. "


def intervals(ontology: Ontology, text: str) -> list[str]:
    """Give each interval as its duration, what it is counted from, and its event."""
    return [
        f"{fact.value} {fact.since} {fact.qualifiers.to}"
        for fact in read(ontology, text, TREATED)
        if fact.kind == "interval"
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Eight months after surgery she developed lung metastases and was given doxorubicin.",
            "P8M surgery metastasis",
        ),
        (
            "Eight months after surgery she developed lung metastases and was given doxorubicin,"
            " with a partial response.",
            "P8M surgery metastasis",
        ),
        ("Within six months the tumour had spread to the lungs.", "P6M unstated metastasis"),
        ("At 10 months, a chest CT showed bilateral lung metastases.", "P10M unstated metastasis"),
        ("In the ninth postoperative month she had a local recurrence.", "P9M surgery recurrence"),
        (
            "At postoperative month 9, a local recurrence was detected.",
            "P9M surgery recurrence",
        ),
        ("After a 30-month disease-free interval it recurred.", "P30M unstated recurrence"),
        (
            "Three months after discharge, she came back with a local recurrence.",
            "P3M unstated recurrence",
        ),
        (
            "She remained disease-free for 6 years until a lung metastasis was found.",
            "P6Y unstated metastasis",
        ),
        (
            "She was well for 20 months when a local recurrence was noted.",
            "P20M unstated recurrence",
        ),
        (
            "One month after she underwent mastectomy, a local recurrence was seen.",
            "P1M surgery recurrence",
        ),
        ("After four months on imatinib, the disease progressed.", "P4M treatment progression"),
        ("Her progression-free survival was 9 months.", "P9M unstated progression"),
        ("Time to recurrence was 16 months.", "P16M unstated recurrence"),
        (
            "Two years after surgery CT revealed a lung nodule; biopsy confirmed metastasis.",
            "P2Y surgery metastasis",
        ),
        (
            "Ten months after diagnosis the disease had progressed with new bone lesions.",
            "P10M diagnosis progression",
        ),
        (
            "She had tumour progression 3 months into treatment with pazopanib.",
            "P3M treatment progression",
        ),
        ("Lung metastases were detected at 6-month follow-up.", "P6M unstated metastasis"),
        (
            "By six months after surgery the sarcoma had disseminated to the peritoneum.",
            "P6M surgery metastasis",
        ),
        (
            "A second local recurrence occurred 11 months after the first recurrence.",
            "P11M recurrence recurrence",
        ),
        ("She succumbed to the disease within 5 months of diagnosis.", "P5M diagnosis death"),
        ("Death occurred nine weeks postoperatively.", "P9W surgery death"),
    ],
)
def test_time_to_an_event(ontology: Ontology, text: str, found: str) -> None:
    """The time to spread, relapse, growth or death, in one wording after another."""
    assert intervals(ontology, text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "The median progression-free survival of these patients was 4 months.",
        "After two months of chemotherapy, her lung metastases had shrunk.",
        "There was no metastasis at 12 months.",
    ],
)
def test_no_time_to_an_event(ontology: Ontology, text: str) -> None:
    """Times of many patients, of a response or of no event are not intervals."""
    assert intervals(ontology, text) == []


def test_freedom_that_ended_is_no_outcome(ontology: Ontology) -> None:
    """Who was free of disease until a relapse has no last status by that."""
    text = "She remained disease-free for 6 years until a lung metastasis was found."

    assert told(ontology, text, "outcome", TREATED) == []
    assert told(ontology, text, "follow-up", TREATED) == []


def test_time_that_has_passed_since_surgery(ontology: Ontology) -> None:
    """What has passed since an event is counted from it."""
    text = "Ten years have passed since the operation and she remains tumour-free."
    times = [f for f in read(ontology, text, TREATED) if f.kind == "follow-up"]

    assert [(fact.value, fact.since) for fact in times] == [("P10Y", "surgery")]


@pytest.mark.parametrize(
    ("text", "gray"),
    [
        ("She received 50.4 Gy in 28 fractions.", [50.4]),
        ("A total dose of 60 Gy was delivered to the tumour bed in 30 fractions.", [60]),
        ("Postoperatively, 66 Gray were applied to the thigh.", [66]),
        ("She was treated with tomotherapy at 50 Gy.", [50]),
        ("Intraoperative radiation of 12.5 Gy was given.", [12.5]),
        ("She had had 50 Gy to the breast for carcinoma ten years before.", []),
        ("Tumours that get 60 Gy are controlled in most cases.", []),
    ],
)
def test_doses_in_gray(ontology: Ontology, text: str, gray: list[float]) -> None:
    """A dose in gray is radiotherapy even where no word says so."""
    facts = [f for f in read(ontology, text, NEW) if f.kind == "radiotherapy"]

    assert [fact.quantity.high for fact in facts if fact.quantity] == gray


@pytest.mark.parametrize(
    ("kind", "text", "values"),
    [
        ("radiotherapy", "She declined radiation.", ["-radiotherapy"]),
        ("drug", "Trabectedin was proposed but she refused it.", ["-trabectedin"]),
        ("ablation", "Percutaneous microwave ablation was done.", ["microwave ablation"]),
        ("surgery", "The lump was shelled out under local anaesthesia.", ["resection"]),
        (
            "surgery",
            "She underwent compartmental resection of the adductors.",
            ["compartmental resection"],
        ),
        ("surgery", "Surgery was not feasible.", ["-resection"]),
        ("surgery", "She had had an appendectomy in childhood.", []),
        ("margin", "Resection margins showed no tumour.", ["R0"]),
        ("margin", "The tumour was 2 mm from the closest margin, which was clear.", ["R0"]),
        ("margin", "Tumour cells reached the surgical margin.", ["R1"]),
        ("margin", "The margins were not clear.", ["R1"]),
        ("response", "After chemotherapy the nodules disappeared almost completely.", ["near-CR"]),
        ("response", "Despite chemotherapy the tumour continued to grow.", ["PD"]),
        ("response", "The tumour did not change in size after radiotherapy.", ["SD"]),
        ("recurrence", "The lesion came back at the same site a year later.", ["local"]),
        ("recurrence", "The tumour returned in the scar.", ["local"]),
        ("recurrence", "The patient returned a year later.", []),
        ("recurrence", "Recurrence was suspected but biopsy was negative.", []),
        ("recurrence", "She was followed closely for recurrence.", []),
        ("outcome", "Surveillance scans have been negative for two years.", ["NED"]),
        ("outcome", "The tumour has not come back in 3 years.", ["NED"]),
        ("outcome", "She lost her battle with the disease.", ["DOD"]),
        ("outcome", "She is in her third year of remission.", ["NED"]),
        ("outcome", "At present the patient is on palliative chemotherapy.", ["AWD"]),
        ("response", "A durable complete response to pazopanib was achieved.", ["CR"]),
        ("response", "PET showed reduced FDG uptake after imatinib.", ["PR"]),
        ("response", "The mass had doubled in size despite chemotherapy.", ["PD"]),
        ("drug", "The cells were resistant to cisplatin in vitro.", []),
        (
            "adverse-event",
            "She had nausea and vomiting after chemotherapy.",
            ["nausea and vomiting"],
        ),
        ("claim", "Median survival is only 12 months in such patients.", []),
    ],
)
def test_wordings(ontology: Ontology, kind: str, text: str, values: list[str]) -> None:
    """What a clinician may write, and what it says of one kind of fact."""
    opening = NEW if kind == "surgery" else TREATED
    assert told(ontology, text, kind, opening) == values
