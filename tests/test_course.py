from sarcoma_kg.facts.course import arrange
from sarcoma_kg.records import Evidence, Fact

TEXT = (
    "He had pain. He was given doxorubicin and ifosfamide, then gemcitabine. It shrank. "
    "Wide excision had clear margins. It spread to lung and liver 3 months later. He is well."
)


def _fact(kind: str, value: str, quote: str, **more: object) -> Fact:
    start = TEXT.index(quote)
    return Fact(1, kind, value, Evidence(start, start + len(quote), quote), **more)  # type: ignore[arg-type]


def _places(*facts: Fact, text: str = TEXT) -> dict[str, tuple[str, str]]:
    return {fact.value: (fact.subject, fact.answers) for fact in arrange(facts, text)}


def test_a_course_is_numbered_as_it_is_told() -> None:
    """Presentation first, a combination is one event, a response has its treatment, status last."""
    places = _places(
        _fact("outcome", "NED", "is well"),
        _fact("symptom", "pain", "pain"),
        _fact("drug", "doxorubicin", "doxorubicin"),
        _fact("drug", "ifosfamide", "ifosfamide"),
        _fact("drug", "gemcitabine", "gemcitabine"),
        _fact("response", "PR", "shrank"),
        _fact("surgery", "wide excision", "Wide excision"),
        _fact("margin", "R0", "clear margins"),
        _fact("metastasis", "lung", "lung"),
        _fact("metastasis", "liver", "liver"),
        _fact("interval", "P3M", "3 months later", note="metastasis"),
    )

    assert places == {
        "pain": ("event1", ""),
        "doxorubicin": ("event2", ""),
        "ifosfamide": ("event2", ""),
        "gemcitabine": ("event3", ""),
        "PR": ("event4", "event3"),
        "wide excision": ("event5", ""),
        "R0": ("event5", ""),
        "lung": ("event6", ""),
        "liver": ("event6", ""),
        "P3M": ("event6", ""),
        "NED": ("event7", ""),
    }


def test_what_is_denied_is_no_event() -> None:
    """A denied fact belongs to the case alone and takes no number."""
    places = _places(
        _fact("drug", "doxorubicin", "doxorubicin", polarity="absent"),
        _fact("surgery", "wide excision", "Wide excision"),
    )

    assert places == {"doxorubicin": ("case", ""), "wide excision": ("event1", "")}


def test_without_a_text_nearness_makes_a_combination() -> None:
    """Drugs named close together are one event, far apart they are two."""
    near = _places(
        _fact("drug", "doxorubicin", "doxorubicin"),
        _fact("drug", "ifosfamide", "ifosfamide"),
        text="",
    )

    assert {("event1", "")} == set(near.values())


def test_a_place_that_was_given_stays() -> None:
    """A curator's own order is not touched."""
    given = [_fact("drug", "doxorubicin", "doxorubicin", subject="event7")]

    assert given == arrange(given, TEXT)


def test_claims_come_last_and_belong_to_the_paper() -> None:
    """Case 0 goes behind the patients."""
    claim = Fact(0, "claim", "novelty", Evidence(0, 2))
    arranged = arrange([claim, _fact("drug", "doxorubicin", "doxorubicin")], TEXT)

    assert [fact.subject for fact in arranged] == ["event1", "paper"]
