"""What a tumour board asks of the course: doses, reductions, margins, times, causes of death."""

import pytest

from reading import read, told
from sarcoma_kg.facts.grounding import grounded
from sarcoma_kg.ontology import Ontology


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She received doxorubicin 60 mg/m2 and ifosfamide 7.5 g/m².",
         {"doxorubicin": "60 mg/m2", "ifosfamide": "7.5 g/m2"}),
        ("She was given 800 mg of pazopanib daily.", {"pazopanib": "800 mg"}),
        ("Imatinib (400 mg/day) was started.", {"imatinib": "400 mg"}),
        ("Trabectedin was given at a dose of 1.5 mg per square metre.",
         {"trabectedin": "1.5 mg/m2"}),
        ("She received gemcitabine and docetaxel (900 mg/m2 and 75 mg/m2, respectively).",
         {"gemcitabine": "900 mg/m2", "docetaxel": "75 mg/m2"}),
        ("Pazopanib was started. The dose was 600 mg daily.", {"pazopanib": "600 mg"}),
        ("She received doxorubicin to a cumulative dose of 450 mg/m2.", {"doxorubicin": "None"}),
    ],
)  # fmt: skip
def test_doses(ontology: Ontology, text: str, expected: dict[str, str]) -> None:
    """A dose belongs to the drug beside it."""
    drugs = [fact for fact in read(ontology, text) if fact.kind == "drug"]

    assert expected == {fact.value: str(fact.quantity) for fact in drugs}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Radiotherapy of 60 Gy in 30 fractions was given.", (60, 30)),
        ("Radiotherapy (28 x 1.8 Gy) was given.", (50.4, 28)),
        ("She received radiotherapy in 5 daily fractions of 5 Gy.", (25, 5)),
        ("She received radiotherapy to 50 Gy/25 fx.", (50, 25)),
    ],
)
def test_fractions(ontology: Ontology, text: str, expected: tuple[float, float]) -> None:
    """The whole dose and the number of fractions are told in many ways."""
    [rays] = [fact for fact in read(ontology, text) if fact.kind == "radiotherapy"]
    assert rays.quantity is not None
    assert rays.qualifiers.fractions is not None

    assert expected == (rays.quantity.high, rays.qualifiers.fractions.high)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Doxorubicin was given; its dose was lowered by 20% for neutropenia.", ["20"]),
        ("Doxorubicin was given with a 25% dose reduction.", ["25"]),
        ("Trabectedin was continued at 75% of the original dose.", ["25"]),
        ("Pazopanib was continued at half the dose.", ["50"]),
        ("The dose of pazopanib was halved.", ["50"]),
        ("Pazopanib was reduced from 800 mg to 600 mg.", ["25"]),
        ("Doxorubicin was given without dose reduction.", ["-any"]),
        ("On doxorubicin the tumour was reduced by 40%.", []),
    ],
)
def test_dose_reductions(ontology: Ontology, text: str, expected: list[str]) -> None:
    """A reduction is the share of the dose that was left out; a smaller tumour is none."""
    assert expected == told(ontology, text, "dose-reduction")


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("It was resected. Margins were clear, the nearest being 4 mm.", 4),
        ("It was resected with clear margins of 2 cm.", 20),
        ("It was resected. The closest margin was 1.5 mm.", 1.5),
        ("A tumour of 6 cm was resected with clear margins.", None),
    ],
)
def test_width_of_margins(ontology: Ontology, text: str, width: float | None) -> None:
    """A clear margin has its width in millimetres; the size of the tumour is none."""
    [margin] = [fact for fact in read(ontology, text) if fact.kind == "margin"]

    assert ("R0", width) == (margin.value, margin.quantity.high if margin.quantity else None)


def test_adverse_events_have_their_grade(ontology: Ontology) -> None:
    """The grade told with an adverse event stands in its severity."""
    text = "She received doxorubicin. Grade 4 neutropenia and mucositis (grade 2) occurred."
    found = [fact for fact in read(ontology, text) if fact.kind == "adverse-event"]

    assert {"neutropenia": 4, "mucositis": 2} == {f.value: f.qualifiers.severity for f in found}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She died of septic shock two years after surgery.", ["septic shock"]),
        ("He succumbed to a myocardial infarction.", ["myocardial infarction"]),
        ("The cause of death was pulmonary embolism.", ["pulmonary embolism"]),
        ("She developed pneumonia and died.", ["pneumonia"]),
        ("She died of progressive disease.", []),
        ("She died of lung metastases.", []),
        ("She is alive.", []),
    ],
)
def test_cause_of_death(ontology: Ontology, text: str, expected: list[str]) -> None:
    """A patient died of a finding; the tumour itself is an outcome only."""
    before = "The tumour was resected. "

    assert expected == told(ontology, before + text, "cause-of-death")


@pytest.mark.parametrize(
    ("text", "value", "to", "endpoint"),
    [
        ("Progression-free survival was 9 months.", "P9M", "progression", "PFS"),
        ("The PFS on trabectedin was 5 months.", "P5M", "progression", "PFS"),
        ("She died of sepsis. Her overall survival was 40 months.", "P40M", "death", "OS"),
        ("She died of sepsis, with an OS of 18 months.", "P18M", "death", "OS"),
    ],
)
def test_endpoints(ontology: Ontology, text: str, value: str, to: str, endpoint: str) -> None:
    """The times that trials name have their endpoint and the event that they lead to."""
    told_before = "She received trabectedin. "
    times = [f for f in read(ontology, told_before + text) if f.kind == "interval"]

    assert (value, to, endpoint) in [
        (f.value, f.qualifiers.to, f.qualifiers.endpoint) for f in times
    ]


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("FISH showed MDM2 amplification.", "SKGT:alteration-mdm2-amplification"),
        ("A TP53 R248Q mutation was found.", "SKGT:alteration-tp53-mutation"),
        ("RT-PCR showed an SS18-SSX2 fusion.", "SKGT:alteration-ss18-ssx2"),
    ],
)
def test_no_gene_stands_for_its_alteration(ontology: Ontology, text: str, term: str) -> None:
    """The first term of an alteration is one of alterations; its genes follow."""
    facts = grounded(read(ontology, text), ontology)
    [found] = [fact for fact in facts if fact.kind == "alteration"]

    assert term == str(found.terms[0])
    assert "HGNC" in {other.prefix for other in found.terms[1:]}
