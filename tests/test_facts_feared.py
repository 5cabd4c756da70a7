"""Toxicities that are named as a risk, a reason, a warning or as what to prevent."""

import pytest

from reading import told
from sarcoma_kg.ontology import Ontology

GIVEN = (
    "A 45-year-old woman had a leiomyosarcoma of the thigh. It was resected. "
    "She received doxorubicin. "
)


@pytest.mark.parametrize(
    "text",
    [
        (
            "She refused chemotherapy because she feared side effects such as hair "
            "loss, neutropenia and mucositis."
        ),
        (
            "She was told of nausea, hair loss and cardiomyopathy as possible "
            "effects of doxorubicin."
        ),
        "She was warned of mucositis, neutropenia and alopecia.",
        "Filgrastim was given as prophylaxis against febrile neutropenia.",
        "Dexrazoxane was added to avoid cardiotoxicity.",
        "Mesna was given to prevent haemorrhagic cystitis.",
        "She had none of them.",
        ("Mucositis, neutropenia and hair loss had been explained to her before the first cycle."),
        "Doxorubicin was not chosen for fear of cardiotoxicity.",
        (
            "The parents declined radiotherapy, afraid of growth disturbance, "
            "lymphoedema and second cancers."
        ),
        "She was worried about alopecia and hand-foot syndrome.",
        ("Neutropenia, mucositis and cardiotoxicity are known effects of doxorubicin."),
        "The risk of cardiotoxicity, neuropathy and ototoxicity was discussed.",
        "She was counselled about hepatotoxicity, mucositis and neutropenia.",
        "Echocardiography was repeated to look for cardiotoxicity.",
        "She was monitored for neutropenia and hepatotoxicity.",
        ("Because of the danger of radiation necrosis the dose was kept at 50 Gy."),
        "Scalp cooling to protect her from alopecia was offered.",
        "To lower the chance of lymphoedema of the leg, a stocking was fitted.",
        "The leaflet listed hand-foot syndrome, stomatitis and hypertension.",
        ("She agreed although hearing loss and nephrotoxicity were to be expected."),
        "Neuropathy prophylaxis consisted of frozen gloves.",
        "Her main concern was hair loss.",
        "Ifosfamide was spared in view of its nephrotoxicity.",
        "Alopecia was feared, but did not occur.",
    ],
)
def test_a_feared_toxicity_is_no_adverse_event(ontology: Ontology, text: str) -> None:
    """What a patient was warned of, or what was to be prevented, did not occur by that."""
    found = told(ontology, text, "adverse-event", GIVEN)

    assert [value for value in found if not value.startswith("-")] == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Despite prophylaxis, febrile neutropenia occurred.", ["febrile neutropenia"]),
        (
            (
                "She had been warned of mucositis, and in the second cycle she "
                "developed neutropenia."
            ),
            ["neutropenia"],
        ),
        ("The feared mucositis did occur after the second cycle.", ["mucositis"]),
        (
            (
                "She developed neutropenia, which was treated with filgrastim to "
                "prevent further delay."
            ),
            ["neutropenia"],
        ),
        ("Because of grade 3 mucositis, she feared further cycles.", ["mucositis"]),
        ("Alopecia occurred as expected.", ["alopecia"]),
        ("Febrile neutropenia developed in spite of filgrastim.", ["febrile neutropenia"]),
        ("Neutropenia led to a dose reduction to avoid further infection.", ["neutropenia"]),
        ("She told of hair loss and mucositis after the first cycle.", ["alopecia", "mucositis"]),
        (
            ("She complained of alopecia and stomatitis, and was warned of hand-foot syndrome."),
            ["alopecia", "stomatitis"],
        ),
    ],
)
def test_a_toxicity_that_came_is_one(ontology: Ontology, text: str, values: list[str]) -> None:
    """A toxicity is an adverse event where it occurred, though fear or prevention is told too."""
    assert told(ontology, text, "adverse-event", GIVEN) == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("She was told of hair loss as a possible effect of eribulin. She took it.", ["eribulin"]),
        (
            "She was warned that pazopanib may whiten hair. It was nevertheless given.",
            ["pazopanib"],
        ),
        ("Trabectedin was proposed. She accepted it and had a partial response.", ["trabectedin"]),
        ("Eribulin was proposed. She refused it.", []),
        ("Eribulin was proposed. She did not take it.", []),
        ("She has been without progression on pazopanib for a year.", ["pazopanib"]),
    ],
)
def test_a_drug_that_is_then_taken_is_given(
    ontology: Ontology, text: str, values: list[str]
) -> None:
    """A drug that a patient was warned of or advised is given where the next words say so."""
    opening = "A 45-year-old woman had a leiomyosarcoma of the thigh. "

    assert told(ontology, text, "drug", opening) == values
