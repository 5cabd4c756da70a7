"""Bad input of the reader: denials of everything, odd signs by the thousand, two languages.

Nothing crashes, and nothing is read that the text does not say. How the time grows with the length
is measured by `benchmarks/reading.py --growth`.
"""

from pathlib import Path

import pytest

import sarcoma_kg
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.records import Document, Fact, Paper

OPENING = (
    "A 54-year-old woman presented with a mass of the thigh. Biopsy showed leiomyosarcoma. It was "
    "excised."
)
#: What happens to a patient or is found in one: it must not be invented.
HAPPENED = frozenset(
    ["drug", "regimen", "chemotherapy", "radiotherapy", "surgery", "metastasis", "recurrence",
     "response", "adverse-event", "symptom", "diagnosis", "cause-of-death"]
)  # fmt: skip
MANY = 10_000


def _facts(ontology: Ontology, text: str, *, anyway: bool = False) -> list[Fact]:
    read = sarcoma_kg.read(Document(Paper("p"), text), ontology=ontology, anyway=anyway)
    for fact in read.facts:
        fact.evidence.check(text)
    return list(read.facts)


def _said(facts: list[Fact]) -> set[tuple[str, str, str]]:
    return {(fact.kind, fact.value, fact.polarity) for fact in facts}


@pytest.mark.parametrize(
    "text",
    [
        "No sarcoma was found in this 54-year-old woman. There was no mass, no pain and no fever. "
        "No biopsy was taken, no operation was done, and neither chemotherapy nor radiotherapy was "
        "given. There was no metastasis, no recurrence and no death.",
        "The patient was not a 54-year-old woman. She did not have a leiomyosarcoma. She did not "
        "receive doxorubicin. She did not undergo resection. She did not relapse.",
        "This man had neither leiomyosarcoma nor any other tumour. He was not operated on, and "
        "doxorubicin was never given. He never had metastases, and never a recurrence.",
    ],
)
@pytest.mark.parametrize("anyway", [False, True])
def test_a_text_that_denies_everything(ontology: Ontology, text: str, anyway: bool) -> None:
    """It is no case; read all the same it says nothing but what is denied."""
    told = [f for f in _facts(ontology, text, anyway=anyway) if f.kind in HAPPENED]

    assert anyway or told == []
    assert [] == [(f.kind, f.value, f.evidence.quote) for f in told if f.polarity == "present"]


@pytest.mark.parametrize(
    "text",
    [
        "It cannot be said that no relapse did not occur.",
        "It is not true that she did not receive doxorubicin.",
        "Nobody denied that no metastasis was absent.",
        "There was never no pain.",
        "She did not refuse not to have radiotherapy.",
        "It is not excluded that there was no recurrence.",
        "It was not the case that no chemotherapy was given.",
        "No one could say that amputation had not been refused.",
        "Neither was there no fever nor was there pain.",
        "She denied that she had not denied fever.",
        "No margins were not involved, and no toxicity did not fail to occur.",
    ],
)
@pytest.mark.parametrize("times", [1, 200])
def test_denials_of_denials(ontology: Ontology, text: str, times: int) -> None:
    """What is denied twice over is at least not told as an event of the patient."""
    before = _said(_facts(ontology, OPENING))
    facts = _facts(ontology, f"{OPENING} {' '.join([text] * times)}")
    invented = {
        (kind, value)
        for kind, value, polarity in _said(facts) - before
        if polarity == "present" and kind in HAPPENED
    }

    assert set() == invented


@pytest.mark.parametrize(
    "noise",
    [",", ", ", "(", "( ", "[", "{", "“", "no ", "not ", "no, ", "and no ", ".", ". ", "-", "/",
     "\n", "\t", "\u200b", "0", "a", "# \n", "(no ", "* ", "\ufffd"],
    ids=repr,
)  # fmt: skip
@pytest.mark.parametrize("place", ["after", "between"])
def test_ten_thousand_signs(ontology: Ontology, noise: str, place: str) -> None:
    """Signs and denials of nothing, by the thousand, add no fact."""
    first, _, second = OPENING.partition(" Biopsy")
    text = f"{first} {noise * MANY}\n\nBiopsy{second}"
    if place == "after":
        text = f"{OPENING}\n\n{noise * MANY}"

    assert _said(_facts(ontology, text)) <= _said(_facts(ontology, OPENING))


@pytest.mark.parametrize(
    "heading",
    ["# Case report (", "**Case report", "[Case report", "Case report:",
     "# ", "#", "== Case report", "# Case report" + " very" * 2000, "`Case report",
     "```\nCase report"],
)  # fmt: skip
def test_a_heading_that_is_never_closed(ontology: Ontology, tmp_path: Path, heading: str) -> None:
    """The text behind it is read, as text or as Markdown, and nothing else."""
    whole = _said(_facts(ontology, OPENING))
    for name in ("case.txt", "case.md"):
        path = tmp_path / name
        path.write_text(f"{heading}\n\n{OPENING}\n", encoding="utf-8")
        read = sarcoma_kg.read(path, ontology=ontology)

        assert _said(list(read.facts)) <= whole
        assert read.refusal or read.cases


OTHER = {
    "German": "Eine 54-jährige Frau hatte ein Liposarkom der Hand. Sie erhielt Doxorubicin und "
    "starb nach 3 Monaten an Metastasen der Lunge. Es gab kein Rezidiv, und die Operation wurde "
    "nicht durchgeführt.",
    "French": "Une femme de 54 ans avait un liposarcome de la main. Elle a reçu la doxorubicine et "
    "elle est morte après 3 mois. Il n'y avait pas de métastases, et la patiente n'a pas eu de "
    "radiothérapie.",
    "Spanish": "Una mujer de 54 años presentó un liposarcoma de la mano. Recibió ifosfamida y "
    "murió a los 3 meses con metástasis pulmonares. No hubo recidiva.",
    "Portuguese": "Uma mulher de 54 anos apresentou um lipossarcoma da mão. Recebeu ifosfamida e "
    "morreu com metástases do pulmão. Não houve recidiva da doença.",
    "Dutch": "Een vrouw van 54 jaar had een liposarcoom van de hand. Zij kreeg doxorubicine en "
    "overleed met metastasen van de long. Er was geen recidief van het sarcoom.",
}


@pytest.mark.parametrize("language", OTHER)
@pytest.mark.parametrize("first", [True, False])
def test_a_paper_in_two_languages(ontology: Ontology, language: str, first: bool) -> None:
    """Its English is read; of the other language nothing is, least of all what it denies."""
    parts = [OPENING, OTHER[language]] if first else [OTHER[language], OPENING]
    alone = sarcoma_kg.read(Document(Paper("p"), OTHER[language]), ontology=ontology)

    assert _said(_facts(ontology, OPENING)) == _said(_facts(ontology, "\n\n".join(parts)))
    assert (alone.refusal or "").startswith("not English")
