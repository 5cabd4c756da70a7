"""Several tumours of one patient, and what happens again: whose a fact is, and which is another."""

import pytest

import reading
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.records import Case, cases

_TREATED = ("surgery", "drug", "regimen", "radiotherapy")


def _case(ontology: Ontology, text: str) -> Case:
    (case,) = cases(reading.read(ontology, text, ""))
    return case


def _of_tumours(ontology: Ontology, text: str) -> dict[int, set[str]]:
    """Give the diagnoses, treatments, margins, spread and responses of each tumour."""
    kinds = ("diagnosis", "margin", "metastasis", "recurrence", "response", *_TREATED)
    told: dict[int, set[str]] = {}
    for fact in _case(ontology, text).facts:
        for number in fact.tumours:
            if fact.kind in kinds and fact.polarity == "present":
                told.setdefault(number, set()).add(fact.value)
    return told


@pytest.mark.parametrize(
    ("text", "second"),
    [
        (
            "A 61-year-old woman had been treated for breast carcinoma nine years before with"
            " lumpectomy, tamoxifen and radiotherapy. She now presented with an angiosarcoma of"
            " the chest wall. It was resected with clear margins and paclitaxel was given.",
            {"breast carcinoma", "lumpectomy", "tamoxifen", "radiotherapy"},
        ),
        (
            "A 50-year-old man had an osteosarcoma of the femur. At the age of 20 he had received"
            " ABVD for Hodgkin lymphoma. Hip disarticulation was done, the margins being negative.",
            {"hodgkin lymphoma", "ABVD", "bleomycin", "dacarbazine", "doxorubicin", "vinblastine"},
        ),
        (
            "A man had a gastrointestinal stromal tumour of the stomach. An adenocarcinoma"
            " of the sigmoid colon was also found. Gastrectomy and sigmoidectomy were done in one"
            " session. Capecitabine was given for the carcinoma. Liver metastases of the stromal"
            " tumour shrank on imatinib.",
            {"colon adenocarcinoma", "sigmoidectomy", "capecitabine"},
        ),
        (
            "A man had a synovial sarcoma of the foot, which was treated by amputation. Two years"
            " later a clear cell renal cell carcinoma was found. Nephrectomy was done. Lung"
            " metastases of the renal carcinoma progressed on sunitinib.",
            {"clear cell renal cell carcinoma", "nephrectomy", "lung", "sunitinib", "PD"},
        ),
    ],
)
def test_each_tumour_has_what_is_told_of_it(
    ontology: Ontology, text: str, second: set[str]
) -> None:
    """An earlier or synchronous cancer is tumour 2, with its treatments, spread and responses."""
    told = _of_tumours(ontology, text)

    assert {1, 2} == set(told)
    assert second == told[2]


def test_an_earlier_cancer_is_called_so(ontology: Ontology) -> None:
    """Its diagnosis says that it is one of former years."""
    text = (
        "A 61-year-old woman with a history of breast cancer presented with a leiomyosarcoma of"
        " the thigh, which was resected."
    )

    assert ["", "earlier-malignancy"] == [t.role for t in _case(ontology, text).tumours]


def test_both_tumours_keep_their_places(ontology: Ontology) -> None:
    """What is told beside the name of each."""
    text = (
        "A girl was treated for osteosarcoma of the proximal humerus with MAP. At 41 she developed"
        " a carcinoma of the right breast, 2.5 cm in size. Mastectomy was done."
    )
    places = {
        tumour.number: [fact.value for fact in tumour.facts if fact.kind == "primary-site"]
        for tumour in _case(ontology, text).tumours
    }

    assert {1: ["humerus"], 2: ["breast"]} == places


def test_a_provisional_diagnosis_is_no_second_tumour(ontology: Ontology) -> None:
    """Nor is the cancer of a relative, nor a name that says less."""
    text = (
        "A renal cell carcinoma was suspected, but the mass of the flank was a leiomyosarcoma. Her"
        " mother had died of breast cancer. The sarcoma was resected."
    )

    assert [1] == [tumour.number for tumour in _case(ontology, text).tumours]


def _again(ontology: Ontology, text: str, kind: str, value: str) -> int:
    """Give in how many events a fact is told."""
    return len(
        {
            fact.event
            for fact in _case(ontology, text).facts
            if (fact.kind, fact.value) == (kind, value) and fact.polarity == "present"
        }
    )


_LMS = "A 50-year-old woman had a leiomyosarcoma of the thigh. "


@pytest.mark.parametrize(
    ("text", "kind", "value", "times"),
    [
        (
            "Imatinib was given. The tumour progressed and sunitinib was given. Then imatinib was"
            " started again.",
            "drug", "imatinib", 2,
        ),
        (
            "Sorafenib gave a partial response. It was stopped after a year and reinstituted when"
            " the tumour grew.",
            "drug", "sorafenib", 2,
        ),
        (
            "Gemcitabine and docetaxel were given. Lung metastases were resected. The same two"
            " drugs were given for new metastases.",
            "drug", "docetaxel", 2,
        ),
        (
            "She received doxorubicin. Lung metastases were found six months after the start of"
            " doxorubicin. She died a year after the last dose of doxorubicin.",
            "drug", "doxorubicin", 1,
        ),
        (
            "It was excised. A local recurrence was excised. The second recurrence, a year after"
            " that, was irradiated.",
            "recurrence", "local", 2,
        ),
        (
            "Lung metastases were resected. Ten months after this operation metastases appeared"
            " in the left lung and pazopanib was given.",
            "metastasis", "lung", 2,
        ),
        (
            "The disease progressed on doxorubicin. Trabectedin was given. After ten months the"
            " lesions grew and pazopanib was tried.",
            "response", "PD", 2,
        ),
        (
            "A lung metastasis was resected. Another one, found a year later, was also removed.",
            "metastasis", "lung", 2,
        ),
        (
            "Radiotherapy was planned before pazopanib was begun. The mass shrank. Nine months"
            " after a pneumothorax it was reinitiated.",
            "drug", "pazopanib", 2,
        ),
        (
            "Before dacarbazine was begun, a lesion was irradiated. Dacarbazine was stopped.",
            "drug", "dacarbazine", 1,
        ),
        (
            "It was resected. Three local recurrences followed. The first was irradiated; the"
            " second, two years later, was excised. The third was observed.",
            "recurrence", "local", 3,
        ),
        (
            "Lung metastases on the right were removed and, a month later, on the left. The"
            " metastases returned after a year.",
            "metastasis", "lung", 2,
        ),
        (
            "She presented with a third recurrence. The first recurrence, in 2012, had been"
            " excised.",
            "recurrence", "local", 2,
        ),
        (
            "It recurred after two years and again 18 months after radiotherapy.",
            "recurrence", "local", 2,
        ),
        (
            "VAC was given. Resection was done. Metastases were found a year later; vincristine,"
            " irinotecan and temozolomide kept them stable.",
            "drug", "vincristine", 2,
        ),
        (
            "She underwent three operations in 2014, 2016 and 2017.",
            "surgery", "surgery", 3,
        ),
        (
            "Doxorubicin gave a partial response. Then trabectedin was given. At the next"
            " progression eribulin shrank the lesions.",
            "response", "PR", 2,
        ),
    ],
)  # fmt: skip
def test_what_happens_again_is_another_event(
    ontology: Ontology, text: str, kind: str, value: str, times: int
) -> None:
    """A drug given anew, a next relapse, a further response; not what only dates something."""
    assert times == _again(ontology, _LMS + text, kind, value)


def _answered(ontology: Ontology, text: str, kind: str) -> list[list[str]]:
    course = {event.number: event.label for event in _case(ontology, text).events}
    facts = [fact for fact in _case(ontology, text).facts if fact.kind == kind]
    return [[course[number] for number in fact.answers] for fact in facts]


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        (
            "Imatinib was given. The lesions grew after two years and sunitinib was started.",
            [["imatinib"]],
        ),
        (
            "Doxorubicin was given. When the lesions grew despite pazopanib, a course of"
            " trabectedin was given.",
            [["pazopanib"]],
        ),
        (
            "Doxorubicin was given. Eribulin was started on progression.",
            [["doxorubicin"]],
        ),
    ],
)
def test_growth_answers_what_was_given_before(
    ontology: Ontology, text: str, answered: list[list[str]]
) -> None:
    """What is given because of growth is not what failed."""
    assert answered == _answered(ontology, _LMS + text, "response")


def test_drugs_resumed_with_another_are_one_event(ontology: Ontology) -> None:
    """What is "resumed together with" or "being added" makes one combination."""
    text = (
        "Sirolimus was given and the lesions grew. Gemcitabine was tried. Sirolimus was then"
        " resumed together with exemestane."
    )
    labels = [event.label for event in _case(ontology, _LMS + text).events]

    assert labels[-1] == "exemestane + sirolimus"


def test_what_is_listed_respectively_is_answered_one_by_one(ontology: Ontology) -> None:
    """As many effects as treatments, in the same order."""
    text = (
        "She received imatinib, sunitinib and trabectedin in turn. Their main toxicities were"
        " nausea, hand-foot syndrome and neutropenia, respectively."
    )

    assert _answered(ontology, _LMS + text, "adverse-event") == [
        ["imatinib"], ["sunitinib"], ["trabectedin"],
    ]  # fmt: skip
