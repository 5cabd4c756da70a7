"""Links of a course that are told by number, by what was replaced, or of several at once."""

import pytest

import reading
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.records import Case, cases

_WHO = "A 60-year-old man had a leiomyosarcoma of the thigh with lung metastases. "


def _case(ontology: Ontology, text: str) -> Case:
    (case,) = cases(reading.read(ontology, text, ""))
    return case


def _answers(ontology: Ontology, text: str, kind: str) -> dict[str, list[str]]:
    """Give for each fact of a kind the labels of the treatments that it answers."""
    case = _case(ontology, text)
    labels = {event.number: event.label for event in case.events}
    return {
        fact.value: [labels[number] for number in fact.answers]
        for fact in case.facts
        if fact.kind == kind and fact.polarity == "present"
    }


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        (
            "He received trabectedin and then pazopanib. Neutropenia was seen with the former and"
            " hypertension with the latter.",
            {"neutropenia": ["trabectedin"], "hypertension": ["pazopanib"]},
        ),
        (
            "Doxorubicin with ifosfamide and then gemcitabine with docetaxel were given."
            " Mucositis complicated the first regimen.",
            {"mucositis": ["doxorubicin + ifosfamide"]},
        ),
        (
            "Gemcitabine was exchanged for eribulin because of neutropenia.",
            {"neutropenia": ["gemcitabine"]},
        ),
        (
            "Trabectedin was given, then pazopanib. A hand-foot skin reaction had required a lower"
            " dose of pazopanib.",
            {"hand-foot syndrome": ["pazopanib"]},
        ),
        (
            "Doxorubicin was given. Excision was done with a free flap. Necrosis of the flap"
            " required a graft.",
            {"flap necrosis": ["resection"]},
        ),
    ],
)
def test_a_toxicity_answers_the_treatment_that_is_counted_or_replaced(
    ontology: Ontology, text: str, answers: dict[str, list[str]]
) -> None:
    """The former, the first regimen, what was replaced, the dose that was lowered, an operation."""
    assert answers == _answers(ontology, _WHO + text, "adverse-event")


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        (
            "Ifosfamide was given. When the metastases grew, ifosfamide was replaced by pazopanib.",
            {"PD": ["ifosfamide"]},
        ),
        (
            "Trabectedin and then eribulin were given. The first of these brought stable disease.",
            {"SD": ["trabectedin"]},
        ),
        (
            "Trabectedin was given. Eribulin was given in place of trabectedin and brought a"
            " partial response.",
            {"PR": ["eribulin"]},
        ),
    ],
)
def test_a_response_answers_the_treatment_that_is_meant(
    ontology: Ontology, text: str, answers: dict[str, list[str]]
) -> None:
    """What a tumour did is of the treatment that was replaced, counted or given instead."""
    assert answers == _answers(ontology, _WHO + text, "response")


def _margins(ontology: Ontology, text: str) -> list[str]:
    """Give the operations of a course in order, each with its margins."""
    return [
        event.label
        for event in _case(ontology, text).events
        if any(fact.kind == "surgery" for fact in event.facts)
    ]


@pytest.mark.parametrize(
    ("text", "margins"),
    [
        (
            "A 50-year-old man had a chondrosarcoma of the rib. It was resected in 2011. A local"
            " recurrence was resected in 2017, and both times the margins were clear.",
            ["resection, R0", "resection, R0"],
        ),
        (
            "A 50-year-old man had a myxofibrosarcoma of the arm excised in 2012. A local"
            " recurrence led to amputation. The margins were positive at the first operation and"
            " negative at the second.",
            ["resection, R1", "amputation, R0"],
        ),
        (
            "A 50-year-old man underwent orchiectomy for a leiomyosarcoma of the spermatic cord,"
            " and the margin was positive. Re-excision six weeks after the orchiectomy gave clear"
            " margins.",
            ["orchiectomy, R1", "re-excision, R0"],
        ),
        (
            "A 50-year-old man had a myxofibrosarcoma of the arm. It was then resected, but the"
            " margins were involved; re-excision secured free margins.",
            ["resection, R1", "re-excision, R0"],
        ),
    ],
)
def test_each_operation_has_its_own_margins(
    ontology: Ontology, text: str, margins: list[str]
) -> None:
    """A margin told of both operations, by number, or beside a date lies where it belongs."""
    assert margins == _margins(ontology, text)


def test_a_second_tumour_of_one_kind_has_its_own_place(ontology: Ontology) -> None:
    """A tumour told as "another of the axilla" has its own treatments."""
    case = _case(
        ontology,
        "A 28-year-old man had a malignant peripheral nerve sheath tumour of the thigh and, three"
        " years later, another of the axilla. The first was treated by wide excision, the second"
        " by ifosfamide and amputation.",
    )
    told: dict[int, set[str]] = {1: set(), 2: set()}
    for fact in case.facts:
        if fact.kind in ("primary-site", "surgery", "drug"):
            for number in fact.tumours:
                told[number].add(fact.value)
    assert {
        1: {"thigh", "wide excision"},
        2: {"axilla", "ifosfamide", "amputation"},
    } == told
