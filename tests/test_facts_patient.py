"""Who the patient is: age, sex, symptoms, comorbidities, and texts that tell of no case."""

import pytest

from sarcoma_kg import facts, mentions
from sarcoma_kg.records import Document, Fact, Paper
from tiny_ontology import TinyOntology

ONTOLOGY = TinyOntology()
CASE = "Biopsy revealed a leiomyosarcoma of the thigh."


def read(text: str) -> list[Fact]:
    """Read the facts of a text."""
    document = Document(Paper("x"), text)
    sentences = mentions.find(document, ONTOLOGY)  # type: ignore[arg-type]
    told = facts.read(document, sentences, ONTOLOGY)  # type: ignore[arg-type]
    return [] if told.refusal else told.facts


def refusal(text: str) -> str | None:
    """Say why a text has no facts."""
    document = Document(Paper("x"), text)
    sentences = mentions.find(document, ONTOLOGY)  # type: ignore[arg-type]
    told = facts.read(document, sentences, ONTOLOGY)  # type: ignore[arg-type]
    return told.refusal


def of(kind: str, text: str) -> list[Fact]:
    """Give the facts of one kind in a text about a sarcoma."""
    return [fact for fact in read(f"{text} {CASE}") if fact.kind == kind]


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("A 62-year-old man came with a lump.", 62, 62, "year"),
        ("A woman in her forties came with a lump.", 40, 49, "year"),
        ("A boy aged 7 months came with a lump.", 7, 7, "month"),
        ("She came at 51. We describe a 51-year-old woman.", 51, 51, "year"),
        ("A 30-year-old woman came. At the age of 12 years she had a lipoma.", 30, 30, "year"),
        ("His mother died at the age of 70 years. The 30-year-old man came.", 30, 30, "year"),
        ("A man of 41 years came with a lump.", 41, 41, "year"),
        ("This lady of 58 came with a lump.", 58, 58, "year"),
        ("A boy of 9 months came with a lump.", 9, 9, "month"),
        ("A lad of seventeen came with a lump.", 17, 17, "year"),
        ("The patient was 39 when a lump was found.", 39, 39, "year"),
        ("She had gout at 39. At 56 she came with a lump.", 56, 56, "year"),
        ("A male patient (65 years) came with a lump.", 65, 65, "year"),
        ("A woman (age 47) came with a lump.", 47, 47, "year"),
        ("A 45/M came with a lump.", 45, 45, "year"),
        ("F, 48 y, came with a lump.", 48, 48, "year"),
        ("Woman, 27 years; lump of the thigh.", 27, 27, "year"),
        ("Patient A (14 years) came with a lump.", 14, 14, "year"),
        ("The patient was 12 and had a lump.", 12, 12, "year"),
        ("Enrolled at the age of 9, he was well until, aged 11, a lump came.", 11, 11, "year"),
    ],
)
def test_the_age_is_that_at_presentation(text: str, low: float, high: float, unit: str) -> None:
    """The age that introduces the patient is given, ranges as ranges."""
    (age,) = of("age", text)

    assert age.quantity is not None
    assert (age.quantity.low, age.quantity.high, age.quantity.unit) == (low, high, unit)


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("A 62-year-old man came.", "male"),
        ("A 9-year-old girl came.", "female"),
        ("A 62-year-old patient came. She had a lump.", "female"),
        ("A patient came; he had a lump on his leg. His wife was well.", "male"),
        ("A 40-year-old gentleman, whose mother had gout, came.", "male"),
        ("A 40-year-old mother of two came.", "female"),
        ("A 40-year-old farmer's wife came.", "female"),
        ("A 40-year-old fisherman came.", "male"),
        ("A 70-year-old widower came.", "male"),
        ("A 45/F came.", "female"),
        ("M, 64 y, thigh.", "male"),
        ("A 55 y/o F came.", "female"),
        ("A 30-year-old, para 3, came.", "female"),
        ("A kidney of a female donor had been given to this 30-year-old man.", "male"),
    ],
)
def test_the_sex_is_read_from_nouns_or_pronouns(text: str, sex: str) -> None:
    """A noun decides; without one the pronouns do."""
    assert [fact.value for fact in of("sex", text)] == [sex]


def test_no_sex_is_guessed() -> None:
    """A patient of whom nothing tells the sex has none."""
    assert not of("sex", "A 40-year-old patient came with a lump.")


def test_symptoms_are_those_of_the_visit() -> None:
    """What the patient came with is present, what was asked and denied is absent."""
    found = of("symptom", "A man presented with cough and abdominal pain. He denied fever.")

    assert [(fact.value, fact.polarity) for fact in found] == [
        ("cough", "present"),
        ("abdominal pain", "present"),
        ("fever", "absent"),
    ]
    assert [str(term) for term in found[0].terms] == ["HP:0012735"]


def test_comorbidities_are_no_symptoms() -> None:
    """What the history holds is a comorbidity; what the family has is nothing."""
    text = "A man with a history of hypertension came with cough. His father had diabetes."

    assert [fact.value for fact in of("comorbidity", text)] == ["hypertension"]
    assert [fact.value for fact in of("symptom", text)] == ["cough"]


def test_a_healthy_patient_has_no_comorbidity() -> None:
    """The words "previously healthy" deny every other disease."""
    (fact,) = of("comorbidity", "A previously healthy 30-year-old man came with cough.")

    assert (fact.value, fact.polarity) == ("any", "absent")


def test_several_patients_are_several_cases() -> None:
    """Each patient has an age and a sex of his or her own."""
    text = (
        "Case 1. A 30-year-old man had a leiomyosarcoma of the thigh. "
        "Case 2. A 50-year-old woman had an osteosarcoma of the spleen."
    )
    rows = [(fact.case, fact.kind, fact.value) for fact in read(text)]

    assert (1, "age", "30") in rows
    assert (2, "age", "50") in rows
    assert (2, "sex", "female") in rows
    assert (1, "diagnosis", "leiomyosarcoma") in rows
    assert (2, "diagnosis", "osteosarcoma") in rows


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("A 40-year-old man had a lump. Biopsy showed carcinoma.", "no sarcoma"),
        ("A 40-year-old man had a lump. Osteosarcoma was suspected. Biopsy showed lymphoma.",
         "only suspected"),
        ("A 40-year-old man had a lump. Biopsy showed a lipoma.", "benign"),
        ("A dog was seen. The dog, a retriever, had an osteosarcoma. The dog was neutered.",
         "veterinary"),
        ("We retrospectively reviewed 120 patients with leiomyosarcoma. Median age was 50 years.",
         "series"),
        ("Leiomyosarcoma is a rare tumour. The incidence is low in patients with pain.",
         "no patient"),
        ("Ein vierzig Jahre alter Mann kam mit einer Schwellung am Oberschenkel, die sich als "
         "Leiomyosarcoma erwies, und wurde operiert.", "not English"),
        ("", "no prose"),
    ],
)  # fmt: skip
def test_what_is_no_case_is_refused_with_its_reason(text: str, reason: str) -> None:
    """A text without a sarcoma case gives no fact, and one line that says why."""
    why = refusal(text)

    assert why is not None
    assert reason in why
    assert "\n" not in why
    assert not read(text)


def test_a_case_is_not_refused() -> None:
    """A text with a case gives no reason."""
    assert refusal(f"A 30-year-old man came with a lump. {CASE}") is None
    notes = "Male, 60 y. Swelling thigh left, larger over months; calf cramps. MRI: mass 10 cm."
    assert refusal(f"{notes} Biopsy: leiomyosarcoma. Wide excision of the mass, RT after.") is None


def test_facts_are_pure_and_quote_exactly() -> None:
    """The same text gives the same facts, each quoting its text, none said twice."""
    text = f"A 30-year-old man presented with cough and cough. {CASE} {CASE}"
    first, second = read(text), read(text)

    assert first == second
    for fact in first:
        fact.evidence.check(text)
        assert fact.evidence.quote
        assert fact.evidence.rule
    keys = [(fact.case, fact.kind, fact.value, fact.polarity) for fact in first]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    "text",
    [
        "Osteosarcoma is a rare tumour. We saw a 30-year-old man with a lump. Biopsy was done.",
        "Osteosarcoma favours the knee. A 30-year-old man came. The tumour was removed.",
    ],
)
def test_a_case_may_have_its_tumour_from_the_opening(text: str) -> None:
    """A case that never names its tumour has the one that the paper is about."""
    assert [f.value for f in read(text) if f.kind == "diagnosis"] == ["osteosarcoma"]


@pytest.mark.parametrize(
    "text",
    [
        "Osteosarcoma is a rare tumour. A 30-year-old man came with pain. He left.",
        "Osteosarcoma is a rare tumour. A 30-year-old man had a mass. Biopsy showed lymphoma.",
        "Osteosarcoma is a rare tumour. A 30-year-old man had a mass. Biopsy showed a lipoma.",
        "Osteosarcoma is a rare tumour. A 30-year-old man had a mass. Biopsy showed tuberculosis.",
        "Osteosarcoma is a rare tumour. A 30-year-old man had a mass. It was an abscess.",
    ],
)
def test_no_tumour_is_lent_to_a_case_with_another(text: str) -> None:
    """A case without a tumour, or with another one, has none of the opening."""
    assert not read(text)


def test_the_same_tumour_is_that_of_the_case_before() -> None:
    """The second patient had what the first had."""
    text = (
        "Case 1. A 30-year-old man had an osteosarcoma. "
        "Case 2. A 50-year-old woman had the same tumour."
    )

    assert [(f.case, f.value) for f in read(text) if f.kind == "diagnosis"] == [
        (1, "osteosarcoma"),
        (2, "osteosarcoma"),
    ]


def test_a_relative_may_be_the_next_patient() -> None:
    """Under the heading of a case, "her cousin" is its patient and no family history."""
    text = (
        "Case 1. A 30-year-old woman had an osteosarcoma. "
        "Case 2. Her cousin, a 22-year-old man, had a leiomyosarcoma of the thigh."
    )
    rows = [(fact.case, fact.kind, fact.value) for fact in read(text)]

    assert {(2, "age", "22"), (2, "sex", "male"), (2, "diagnosis", "leiomyosarcoma")} <= {*rows}
