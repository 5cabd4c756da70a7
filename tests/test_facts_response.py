"""Responses of the tumour, and what treatment did to the patient besides."""

import pytest

from reading import read, told, unmatched
from sarcoma_kg.ontology import Ontology

TREATED = "A 45-year-old woman with a leiomyosarcoma received chemotherapy. "


@pytest.mark.parametrize("name", ["response", "adverse_event"])
def test_cues_match_their_examples(name: str) -> None:
    """Every pattern of a cue file finds its meaning in its own example."""
    assert unmatched(name) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("A complete response was achieved.", ["CR"]),
        ("After imatinib the nodules were no longer visible.", ["CR"]),
        ("After chemotherapy PET-CT showed no FDG-avid lesions.", ["CR"]),
        ("He received paclitaxel and all lesions cleared.", ["CR"]),
        ("Sirolimus led to a quasi-total disappearance of the lesions.", ["near-CR"]),
        ("Chemotherapy caused the mass to shrink.", ["PR"]),
        ("A very good partial remission was reached.", ["PR"]),
        ("After chemotherapy the specimen showed 95% necrosis.", ["PR"]),
        ("After chemotherapy the seroma decreased in size.", []),
        ("Under imatinib, CT showed no interval change.", ["SD"]),
        ("The disease stabilised on trabectedin.", ["SD"]),
        ("On trabectedin these have been stable for a year.", ["SD"]),
        ("Sunitinib failed to halt the disease.", ["PD"]),
        ("Radiotherapy was given, but the mass kept enlarging.", ["PD"]),
        ("He received doxorubicin. The tumour grew steadily despite all this.", ["PD"]),
        ("While receiving doxorubicin, he developed lung metastases.", ["PD"]),
        ("Lung metastases appeared during chemotherapy.", ["PD"]),
        ("After completion of chemotherapy, CT showed new lung metastases.", []),
        ("All lesions disappeared completely.", ["CR"]),
        ("CT showed complete resolution of the lung metastases.", ["CR"]),
        ("An almost complete radiological response was seen.", ["near-CR"]),
        ("There was a near-complete response.", ["near-CR"]),
        ("She had a partial response.", ["PR"]),
        ("The tumour shrank considerably.", ["PR"]),
        ("CT showed a marked decrease in the size of the mass.", ["PR"]),
        ("Tumour shrinkage was noted.", ["PR"]),
        ("The metastases regressed.", ["PR"]),
        ("She responded well to treatment.", ["PR"]),
        ("A good response was obtained.", ["PR"]),
        ("The lesions decreased in size.", ["PR"]),
        ("She had stable disease.", ["SD"]),
        ("The disease remained stable for six months.", ["SD"]),
        ("CT showed no progression of the disease.", ["SD"]),
        ("Progressive disease was seen.", ["PD"]),
        ("The disease progressed despite treatment.", ["PD"]),
        ("Imatinib was stopped because of progression.", ["PD"]),
        ("The tumour continued to grow despite treatment.", ["PD"]),
        ("First a partial response was seen, then the disease progressed.", ["PR", "PD"]),
        ("Progression-free survival is short.", []),
        ("Six cycles shrank the lesion to a third of its volume.", ["PR"]),
        ("Under pazopanib the nodules halved in size.", ["PR"]),
        ("The mass was 40% smaller after three cycles.", ["PR"]),
        ("There was a complete response in all but two of the lesions.", ["PR"]),
        ("Under larotrectinib the mass had all but vanished.", ["near-CR"]),
        ("Chemotherapy left the size unchanged.", ["SD"]),
        ("The tumour (14 cm at first) remained unchanged.", ["SD"]),
        ("She had stabilisation during 11 months, then thoracic progression.", ["SD", "PD"]),
        ("Trabectedin as second line failed.", ["PD"]),
        ("Pazopanib was given without benefit.", ["PD"]),
        ("Ifosfamide did not stop its growth.", ["PD"]),
        ("Despite two lines of chemotherapy the disease advanced.", ["PD"]),
        ("Lesions progressed and trabectedin was refused.", ["PD"]),
        ("Metastases developed while she was on pazopanib.", ["PD"]),
        ("Two years after radiotherapy the mass grew again.", []),
        ("She refused pazopanib and the tumour grew.", []),
        ("The patient remained stable.", []),
        ("Stabilisation of the spine was performed.", []),
        ("The flap failed after pazopanib.", []),
        ("Her symptoms resolved completely.", []),
        ("No response was seen.", []),
        ("There was resolution of her fever.", []),
        ("The pain showed a good response to morphine.", []),
    ],
)
def test_responses(ontology: Ontology, text: str, values: list[str]) -> None:
    """Wordings of response give the category that they stand for."""
    assert told(ontology, text, "response", TREATED) == values


def test_response_says_how_it_was_seen(ontology: Ontology) -> None:
    """The note of a response is the way it was judged."""
    text = "CT showed a partial response by RECIST."
    fact = next(f for f in read(ontology, text, TREATED) if f.kind == "response")

    assert fact.qualifiers.criterion == "RECIST"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("The postoperative course was uneventful.", ["-any"]),
        ("She made an uneventful recovery after surgery.", ["-any"]),
        ("There were no postoperative complications.", ["-any"]),
        ("She recovered without any complications.", ["-any"]),
        ("The treatment was well tolerated.", ["-any"]),
        ("She developed febrile neutropenia.", ["febrile neutropenia"]),
        ("A seroma formed after surgery.", ["seroma"]),
        (
            "She received doxorubicin. Grade 3 neutropenia and thrombocytopenia were seen.",
            ["neutropenia", "thrombocytopenia"],
        ),
        ("After surgery, non-union necessitated bone grafting.", ["non-union"]),
        ("Everolimus was given. Stomatitis occurred.", ["stomatitis"]),
        ("The tumour caused anemia requiring transfusion.", []),
        ("Hepatotoxicity was seen.", ["hepatotoxicity"]),
        ("Skin rash required a dose reduction.", ["skin rash"]),
        ("Because of grade 3 diarrhoea the dose was lowered.", ["diarrhea"]),
        (
            "It was stopped on account of fatigue and neuropathy.",
            ["fatigue", "peripheral neuropathy"],
        ),
        ("The disease was controlled at the price of hypothyroidism.", ["hypothyroidism"]),
        ("Apart from a haematoma the postoperative course was smooth.", ["hematoma"]),
        ("No toxicity except for fatigue was seen.", ["fatigue"]),
        ("Arthralgia is the only side effect.", ["arthralgia"]),
        ("Ileus occurred postoperatively.", ["ileus"]),
        ("Under pazopanib hypertension developed.", ["hypertension"]),
        ("Hearing loss was attributed to cisplatin.", ["hearing impairment"]),
        ("She was readmitted for neutropenic fever.", ["febrile neutropenia"]),
        ("The rash resolved with doxorubicin.", []),
        ("Two years after surgery she developed back pain from bone metastases.", []),
        ("Doxorubicin may cause cardiomyopathy.", []),
        ("She had a pneumonia before chemotherapy.", []),
        ("A nodule was regarded as radiation dermatitis.", []),
        ("No recurrence was seen.", []),
    ],
)
def test_adverse_events(ontology: Ontology, text: str, values: list[str]) -> None:
    """Toxicities and complications of treatment, or none at all."""
    assert told(ontology, text, "adverse-event", TREATED) == values


def test_findings_after_a_cue_are_adverse_events(ontology: Ontology) -> None:
    """A finding becomes an adverse event where the text calls it a complication."""
    text = "Surgery was complicated by fever."

    assert told(ontology, text, "adverse-event", TREATED) == ["fever"]
