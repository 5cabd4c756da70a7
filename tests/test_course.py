"""The course of a patient as the rules read it: events, order, links, zeros and tumours."""

import pytest

import reading
from sarcoma_kg.facts.course import arrange
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.records import Event, Evidence, Fact, cases

_TREATED = ("surgery", "drug", "regimen", "radiotherapy", "ablation", "other-treatment")


def _course(ontology: Ontology, text: str) -> list[Event]:
    (case,) = cases(reading.read(ontology, text))
    return [event for event in case.events if event.number]


def _told(ontology: Ontology, text: str) -> list[str]:
    """Give the events in the order of time, each by its label."""
    return [event.label for event in _course(ontology, text)]


def _links(ontology: Ontology, text: str, *kinds: str) -> dict[str, list[str]]:
    """Give for each fact of these kinds the labels of the events that it answers."""
    course = {event.number: event for event in _course(ontology, text)}
    return {
        fact.value: [course[number].label for number in fact.answers]
        for event in course.values()
        for fact in event.facts
        if fact.kind in kinds
    }


def _zeros(ontology: Ontology, text: str) -> dict[str, list[str]]:
    """Give for each time the labels of the events that it is counted from."""
    course = {event.number: event.label for event in _course(ontology, text)}
    return {
        fact.value: [course.get(number, "presentation") for number in fact.since_event]
        for event in _course(ontology, text)
        for fact in event.facts
        if fact.kind in ("interval", "follow-up") and fact.qualifiers.to != "death"
    }


@pytest.mark.parametrize(
    ("text", "events"),
    [
        (
            "She was given gemcitabine plus docetaxel and later pazopanib.",
            ["docetaxel + gemcitabine", "pazopanib"],
        ),
        (
            "He had imatinib, sunitinib and regorafenib one after the other.",
            ["imatinib", "sunitinib", "regorafenib"],
        ),
        (
            "Successively she received trabectedin, eribulin and dacarbazine.",
            ["trabectedin", "eribulin", "dacarbazine"],
        ),
        (
            "Nephrectomy and splenectomy were done. Six weeks later an amputation followed.",
            ["nephrectomy + splenectomy", "amputation"],
        ),
        (
            "Doxorubicin was begun. The tumour progressed and trabectedin was given. At further"
            " progression she was rechallenged with doxorubicin.",
            ["doxorubicin", "PD", "trabectedin", "PD", "doxorubicin"],
        ),
    ],
)
def test_events_are_told_apart(ontology: Ontology, text: str, events: list[str]) -> None:
    """What is given together is one event, what follows or comes again is another."""
    told = _told(ontology, text)

    assert [sorted(e.split(" + ")) for e in events] == [sorted(t.split(" + ")) for t in told]


def test_a_drug_that_is_only_spoken_of_is_no_second_course(ontology: Ontology) -> None:
    """A mention that looks back ("after doxorubicin") adds no event."""
    text = (
        "Doxorubicin was given with stable disease. After doxorubicin the mass was resected."
        " The doxorubicin had been tolerated well."
    )

    assert ["doxorubicin", "SD", "resection"] == _told(ontology, text)


def test_neoadjuvant_drugs_come_before_the_operation(ontology: Ontology) -> None:
    """Order is order in time, not in the telling."""
    text = (
        "Wide excision was performed. Before the operation he had been given ifosfamide and"
        " doxorubicin. Radiotherapy of 60 Gy followed."
    )

    assert ["doxorubicin + ifosfamide", "wide excision", "radiotherapy"] == _told(ontology, text)


def test_years_put_events_in_order(ontology: Ontology) -> None:
    """What is dated earlier comes before, though it is told later."""
    text = "In 2020 she underwent amputation. In 2017 a wide excision had been done."

    assert ["wide excision", "amputation"] == _told(ontology, text)


def test_a_response_answers_the_treatment_that_is_named(ontology: Ontology) -> None:
    """The name in its own words says more than what was told last."""
    text = (
        "She was treated with doxorubicin, then with trabectedin and then with pazopanib."
        " A partial response to trabectedin was seen."
    )

    assert {"PR": ["trabectedin"]} == _links(ontology, text, "response")


def test_growth_while_nothing_is_given_answers_none(ontology: Ontology) -> None:
    """No link is better than a guess."""
    text = "Imatinib was given and was stopped. A year after the last dose the disease progressed."

    assert {"PD": []} == _links(ontology, text, "response")


def test_toxicities_belong_to_their_own_treatments(ontology: Ontology) -> None:
    """Each adverse event answers what caused it."""
    text = (
        "Paclitaxel caused neuropathy and was replaced by pazopanib, under which hypertension"
        " developed."
    )

    assert {"peripheral neuropathy": ["paclitaxel"], "hypertension": ["pazopanib"]} == {
        ("peripheral neuropathy" if "neuropathy" in value else value): links
        for value, links in _links(ontology, text, "adverse-event").items()
    }


def test_a_margin_lies_on_the_removal(ontology: Ontology) -> None:
    """Neither the anastomosis nor the first excision has the margin of the second."""
    text = (
        "Excision left positive margins. Wide re-excision with a skin graft was done a month later"
        " and the margins were negative."
    )
    margins = [
        [fact.value for fact in event.facts if fact.kind == "margin"]
        for event in _course(ontology, text)
    ]

    assert [["R1"], ["R0"]] == margins


@pytest.mark.parametrize(
    ("text", "zeros"),
    [
        (
            "Wide excision was done. A local recurrence was treated by amputation. Lung metastases"
            " appeared ten months after the amputation.",
            {"P10M": ["amputation"]},
        ),
        (
            "Wide excision was done. Lung metastases were found two years later.",
            {"P2Y": ["wide excision"]},
        ),
        (
            "Wide excision was done. Lung metastases were found 14 months after diagnosis.",
            {"P14M": ["presentation"]},
        ),
        ("Wide excision was done. Lung metastases were found at 11 months.", {"P11M": []}),
    ],
)
def test_a_time_is_counted_from_an_event(
    ontology: Ontology, text: str, zeros: dict[str, list[str]]
) -> None:
    """The very event, where the text names it or tells it straight before."""
    assert zeros == _zeros(ontology, text)


def test_a_second_tumour_has_its_own_facts(ontology: Ontology) -> None:
    """Its diagnosis, its site, its treatments and its metastases are not those of the first."""
    opening = "A 70-year-old man had a leiomyosarcoma of the thigh, which was widely excised. "
    text = (
        "Three years later a myxofibrosarcoma of the shoulder was found. The myxofibrosarcoma"
        " spread to the lung."
    )
    (case,) = cases(reading.read(ontology, text, opening))
    tumours = {
        tumour.number: [f.value for f in tumour.facts if f.kind in ("diagnosis", "primary-site")]
        for tumour in case.tumours
    }
    spread = [event.tumours for event in case.events if event.kind == "Metastasis"]

    assert (
        {1: ["leiomyosarcoma", "thigh"], 2: ["myxofibrosarcoma", "shoulder"]},
        [(2,)],
    ) == ({number: sorted(values) for number, values in tumours.items()}, spread)


def test_irradiation_with_a_drug_is_answered_as_one(ontology: Ontology) -> None:
    """Two events of equal rank; the response answers both."""
    text = "Radiotherapy of 50 Gy was given together with ifosfamide. The tumour shrank."
    events = _course(ontology, text)

    assert {"PR": ["radiotherapy", "ifosfamide"]} == _links(ontology, text, "response")
    assert events[0].order == events[1].order


def test_a_line_that_is_told_numbers_those_before_it(ontology: Ontology) -> None:
    """A "Third-line" behind two others makes them the first and the second."""
    text = "Doxorubicin was given, then gemcitabine with docetaxel. Third-line pazopanib was begun."

    assert [1, 2, 3] == [event.qualifier("line") for event in _course(ontology, text)]


def test_survival_without_progression_is_that_of_its_treatment(ontology: Ontology) -> None:
    """It answers the treatment and is counted from it."""
    text = "Wide excision was done. Trabectedin was given; progression-free survival was 7 months."
    (time,) = [f for e in _course(ontology, text) for f in e.facts if f.kind == "interval"]

    assert ((2,), (2,)) == (time.answers, time.since_event)


def _fact(kind: str, value: str, text: str, quote: str, **more: object) -> Fact:
    start = text.index(quote)
    return Fact(1, kind, value, Evidence(start, start + len(quote), quote), **more)  # type: ignore[arg-type]


def test_a_place_that_was_given_stays() -> None:
    """A case of which one fact has a place is left as its curator made it."""
    text = "Doxorubicin, then pazopanib."
    facts = [
        _fact("drug", "doxorubicin", text, "Doxorubicin", event=4, order=4),
        _fact("drug", "pazopanib", text, "pazopanib"),
    ]

    assert facts == arrange(facts, text)


def test_what_is_denied_is_no_event() -> None:
    """A denied fact belongs to the case alone and takes no number."""
    text = "No doxorubicin. Wide excision."
    facts = [
        _fact("drug", "doxorubicin", text, "doxorubicin", polarity="absent"),
        _fact("surgery", "wide excision", text, "Wide excision"),
    ]

    assert [("case", None), ("event1", 1)] == [(f.subject, f.event) for f in arrange(facts, text)]


def test_claims_come_last_and_belong_to_the_paper() -> None:
    """A claim is of no case."""
    claim = Fact(0, "claim", "novelty", Evidence(0, 5))
    age = Fact(1, "age", "40", Evidence(6, 8))

    assert ["case", "paper"] == [fact.subject for fact in arrange([claim, age])]
