"""A model's rows go through the assertion of their quotes: what is denied is no fact, and so on."""

from typing import Any

import pytest

from sarcoma_kg import mentions
from sarcoma_kg.model import answer, verification
from sarcoma_kg.model.verification import Passage
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.records import Document, Paper

OPENING = "A 61-year-old man had a leiomyosarcoma of the thigh. It was resected. "
EMPTY: dict[str, Any] = {
    "case": 1, "polarity": "present", "low": None, "high": None, "unit": None, "since": None,
    **dict.fromkeys(answer.ASKED), "note": "",
}  # fmt: skip


def _judged(ontology: Ontology, text: str, kind: str, value: str, quote: str, **more: Any) -> str:
    """Give why a row is dropped, or nothing where it becomes a fact."""
    text = OPENING + text
    sentences = mentions.find(Document(Paper("p"), text), ontology)
    passage = Passage(text, 0, len(text), sentences)
    row = EMPTY | {"fact": kind, "value": value, "quote": quote} | more
    facts, dropped = verification.facts([row], passage, ontology, "model:m")

    assert 1 == len(facts) + dropped.total()
    return next(iter(dropped), "")


@pytest.mark.parametrize(
    ("text", "kind", "value", "quote"),
    [
        ("He did not receive doxorubicin.", "drug", "doxorubicin", "doxorubicin"),
        ("He did not receive doxorubicin.", "drug", "doxorubicin", "did not receive doxorubicin"),
        ("He refused doxorubicin.", "drug", "doxorubicin", "doxorubicin"),
        ("Doxorubicin was never given.", "drug", "doxorubicin", "Doxorubicin"),
        ("No adjuvant treatment was given.", "chemotherapy", "chemotherapy",
         "No adjuvant treatment was given"),
        ("Neither chemotherapy nor radiotherapy was given.", "radiotherapy", "radiotherapy",
         "radiotherapy"),
        ("Amputation was declined.", "surgery", "amputation", "Amputation"),
        ("He denied fever and pain.", "symptom", "fever", "fever"),
        ("There was no fever.", "symptom", "fever", "fever"),
        ("He had no history of diabetes.", "comorbidity", "diabetes", "diabetes"),
        ("There were no metastases to the lung.", "metastasis", "lung", "metastases to the lung"),
        ("CT showed no lung metastasis.", "metastasis", "lung", "lung metastasis"),
        ("There was no recurrence.", "recurrence", "local", "recurrence"),
        ("He remained without local recurrence.", "recurrence", "local", "local recurrence"),
    ],
)  # fmt: skip
def test_what_is_denied_is_no_fact(
    ontology: Ontology, text: str, kind: str, value: str, quote: str
) -> None:
    """A row that says present of what its sentence denies falls; one that says absent is right."""
    assert "denied" == _judged(ontology, text, kind, value, quote)
    assert "" == _judged(ontology, text, kind, value, quote, polarity="absent")


@pytest.mark.parametrize(
    ("text", "kind", "value", "quote"),
    [
        ("He received doxorubicin.", "drug", "doxorubicin", "doxorubicin"),
        ("Amputation was performed.", "surgery", "amputation", "Amputation"),
        ("He had fever and pain.", "symptom", "fever", "fever"),
        ("He had diabetes.", "comorbidity", "diabetes", "diabetes"),
        ("A lung metastasis appeared.", "metastasis", "lung", "lung metastasis"),
        ("A local recurrence was found.", "recurrence", "local", "local recurrence"),
        ("He had fever but no pain.", "symptom", "fever", "fever"),
        ("The liver was normal; he had fever.", "symptom", "fever", "fever"),
        ("He had fever, and he denied pain.", "symptom", "fever", "fever"),
        ("The lungs were clear, although fever was seen.", "symptom", "fever", "fever was seen"),
        ("Doxorubicin was not tolerated.", "drug", "doxorubicin", "Doxorubicin"),
        ("Not only doxorubicin was given.", "drug", "doxorubicin", "doxorubicin"),
    ],
)
def test_a_denial_needs_a_denial(
    ontology: Ontology, text: str, kind: str, value: str, quote: str
) -> None:
    """A row that says absent where nothing is denied falls; one that says present is right."""
    why = _judged(ontology, text, kind, value, quote, polarity="absent")

    assert "denial of what is not denied" == why
    assert "" == _judged(ontology, text, kind, value, quote)


@pytest.mark.parametrize(
    ("text", "kind", "value", "quote", "polarity", "values"),
    [
        ("The lungs were clear.", "metastasis", "lung", "lungs were clear", "absent", {}),
        ("He had a painless mass.", "symptom", "pain", "painless", "absent", {}),
        ("He was afebrile.", "symptom", "fever", "afebrile", "absent", {}),
        ("Lungs: clear.", "metastasis", "lung", "Lungs: clear", "absent", {}),
        ("The lungs remained unaffected.", "metastasis", "lung", "lungs", "absent", {}),
        ("CT of the lungs was unremarkable.", "metastasis", "lung", "lungs", "absent", {}),
        ("The lungs, liver and bones looked healthy.", "metastasis", "lung", "lungs", "absent", {}),
        ("On CT the lungs appeared free.", "metastasis", "lung", "lungs", "absent", {}),
        ("A painless, mobile lump was felt.", "symptom", "pain", "painless", "absent", {}),
        ("He was too frail, so surgery seemed unwise.", "surgery", "surgery", "surgery", "absent",
         {}),
        ("Chemotherapy was offered.", "chemotherapy", "chemotherapy", "Chemotherapy", "absent", {}),
        ("It was negative for S100.", "marker", "S-100", "S100", "absent", {}),
        ("It was negative for S100.", "marker", "S-100", "negative for S100", "absent", {}),
        ("Margins were free of tumour.", "margin", "R0", "Margins were free", "present", {}),
        ("He has no evidence of disease.", "outcome", "NED", "no evidence of disease", "present",
         {}),
        ("It did not respond to doxorubicin.", "response", "PD", "did not respond", "present", {}),
    ],
)  # fmt: skip
def test_negative_words_may_be_part_of_the_fact(
    ontology: Ontology, text: str, kind: str, value: str, quote: str, polarity: str,
    values: dict[str, Any],
) -> None:  # fmt: skip
    """Of markers, margins, outcomes and responses polarity is not judged; nor of other words."""
    assert "" == _judged(ontology, text, kind, value, quote, polarity=polarity, **values)


@pytest.mark.parametrize(
    ("text", "kind", "value", "quote", "why"),
    [
        ("Doxorubicin was planned.", "drug", "doxorubicin", "Doxorubicin", "planned"),
        ("We recommended doxorubicin.", "drug", "doxorubicin", "doxorubicin", "planned"),
        ("An osteosarcoma was suspected.", "diagnosis", "osteosarcoma", "osteosarcoma",
         "suspected"),
        ("His mother had diabetes.", "comorbidity", "diabetes", "diabetes", "of a relative"),
        ("There was a family history of diabetes.", "comorbidity", "diabetes", "diabetes",
         "of a relative"),
        ("Smith et al. described a man who received imatinib.", "drug", "imatinib", "imatinib",
         "background"),
        ("In the literature, patients with synovial sarcoma often receive ifosfamide.", "drug",
         "ifosfamide", "ifosfamide", "background"),
        ("In a series of 40 patients the five-year survival was 30 %, and lung metastases were "
         "frequent.", "metastasis", "lung", "lung metastases", "background"),
    ],
)  # fmt: skip
def test_what_is_not_so_of_the_patient_is_no_fact(
    ontology: Ontology, text: str, kind: str, value: str, quote: str, why: str
) -> None:
    """What was only planned or suspected, is of a relative, or of other people, falls."""
    assert why == _judged(ontology, text, kind, value, quote)


@pytest.mark.parametrize(
    ("text", "kind", "value", "quote", "more"),
    [
        ("A lipoma was suspected.", "diagnosis", "lipoma", "lipoma", {"certainty": "suspected"}),
        ("A lipoma was suspected.", "diagnosis", "lipoma", "lipoma", {"status": "provisional"}),
        ("A lipoma was ruled out.", "diagnosis", "lipoma", "lipoma", {"status": "rejected"}),
        ("The biopsy suggested a sarcoma.", "biopsy", "biopsy", "biopsy", {}),
    ],
)
def test_a_row_may_say_itself_that_it_is_doubtful(
    ontology: Ontology, text: str, kind: str, value: str, quote: str, more: dict[str, Any]
) -> None:
    """What was suspected or given up stands where the row says so."""
    assert "" == _judged(ontology, text, kind, value, quote, **more)


def test_of_several_places_of_a_quote_one_must_hold(ontology: Ontology) -> None:
    """A short quote stands at the place that bears it out, whatever is said before."""
    text = f"Imatinib is the mainstay for patients with GIST. {OPENING}He refused imatinib at "
    text += "first. Then he received imatinib."
    sentences = mentions.find(Document(Paper("p"), text), ontology)
    row = EMPTY | {"fact": "drug", "value": "imatinib", "quote": "imatinib"}
    passage = Passage(text, 0, len(text), sentences)
    [fact], dropped = verification.facts([row], passage, ontology, "model:m")

    assert (text.rindex("imatinib"), 0) == (fact.evidence.start, dropped.total())


def test_a_claim_is_of_nobody(ontology: Ontology) -> None:
    """What a row says of the paper may stand in a background sentence."""
    text = "Leiomyosarcoma is a rare tumour."

    assert "" == _judged(ontology, text, "claim", "frequency", text[:-1], case=0)
