"""What is put together from the words of a clause: edges of an operation, what a tumour did."""

import pytest

import reading
from sarcoma_kg.facts import edge, growth
from sarcoma_kg.ontology import Ontology


@pytest.mark.parametrize(
    ("told", "values"),
    [
        ("Sarcoma was seen at the inked edge of the specimen.", ["R1"]),
        ("No tumour cells lay within 5 mm of or at the deep margin.", ["R0"]),
        ("The margins of the rib were clear.", ["R0"]),
        ("The margins of the sarcoma were involved, those of the carcinoma free.", ["R1", "R0"]),
        ("The margins were clear in the calf but positive in the arm.", ["R0", "R1"]),
        ("Its margins were clear, as were those of the colectomy specimen.", ["R0", "R0"]),
        ("The nerve margin was positive, the remaining ones negative.", ["R1", "R0"]),
        ("Re-excision had positive margins; amputation gave clear ones.", ["R1", "R0"]),
        ("The second excision was clear.", ["R0"]),
        ("It was excised again, all planes negative.", ["R0"]),
        ("It was resected, microscopic tumour being left on the aorta.", ["R1"]),
        ("No tumour was present at the bronchial and vascular margins.", ["R0"]),
        ("The mass had smooth margins and touched the costal margin.", []),
        ("It was excised with wide margins; one node was positive.", []),
        ("No adequate free margins could be obtained.", []),
    ],
)
def test_an_edge_is_told_by_the_words_of_its_clause(told: str, values: list[str]) -> None:
    """Tumour at the edge is R1, its absence R0; edges of the body and of an image are none."""
    assert values == [one.value for one in edge.told(told.lower())]


@pytest.mark.parametrize(
    ("told", "values"),
    [
        ("The deposits halved and then vanished.", ["PR", "CR"]),
        ("The mass vanished but for a thin rim.", ["near-CR"]),
        ("Two of them grew.", ["PD"]),
        ("The lesions did not change.", ["SD"]),
        ("The nodules did not grow.", ["SD"]),
        ("Epirubicin cut the tumour by half.", ["PR"]),
        ("It wiped out every plaque.", ["CR"]),
        ("Eribulin could not restrain the tumour.", ["PD"]),
        ("Her platelets fell and the wound cleared.", []),
        ("The tumour was microsatellite stable.", []),
    ],
)
def test_what_a_tumour_did_is_told_by_its_verb(told: str, values: list[str]) -> None:
    """Growth, shrinkage, loss and steadiness of a tumour, with what is denied of them."""
    assert values == [one.meaning for one in growth.told(told.lower())]


_GIVEN = "A 60-year-old man had a leiomyosarcoma of the thigh. Pazopanib was given. "


@pytest.mark.parametrize(
    ("told", "values"),
    [
        ("Proteinuria had occurred with pazopanib.", ["proteinuria"]),
        ("Pazopanib brought a partial response and diarrhoea.", ["diarrhea"]),
        ("Pazopanib was continued until fatigue occurred.", ["fatigue"]),
        ("The nodules shrank, and nausea was noted.", []),
        ("Two years later dyspnoea developed and imaging showed a mass.", []),
        ("He was treated for pneumonia with two courses of antibiotics.", []),
    ],
)
def test_a_finding_told_beside_a_treatment_is_its_work(
    ontology: Ontology, told: str, values: list[str]
) -> None:
    """A finding is an adverse event where the words tie it to a treatment, and else is none."""
    found = reading.read(ontology, _GIVEN + told)
    assert values == [
        fact.value for fact in found if fact.kind == "adverse-event" and fact.polarity == "present"
    ]
