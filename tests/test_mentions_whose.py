import csv
from pathlib import Path

import pytest

from sarcoma_kg import mentions
from sarcoma_kg.mentions import relatives, strangers, subject, words
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.papers import section
from sarcoma_kg.records import Document, Paper, Sentence

MEANINGS = {"own", "patient", "told", "done", "background", "literature", "general"}


def read(text: str, ontology: Ontology) -> tuple[Sentence, ...]:
    """Find the sentences of a text with the passages that its headings make."""
    return mentions.find(Document(Paper("x"), text, section.passages(text)), ontology)


def told(text: str, ontology: Ontology) -> str:
    """Give the sentences that are about a patient, without headings, as one text."""
    found = read(text, ontology)
    return " ".join(each.text for each in found if each.cases and len(each.tokens) > 3)


@pytest.mark.parametrize(
    "text",
    [
        "Gislason reported a 51-year-old man who died.",
        "Paner and others treated a 44-year-old man with vincristine.",
        "In 1987, Okajima described two sisters with such tumours.",
        "Lott (1999) published the case of a boy.",
        "Plant et al. [12] treated five adults with doxorubicin.",
        "Van der Berg and colleagues saw a girl of 9 with the same tumour.",
        "In the patient of Griffin, a 39-year-old woman, doxorubicin was given.",
        "A 28-year-old patient described by Okajima developed an embolism.",
        "Okajima's patient died of lung metastases.",
        "Three further patients are on record.",
        "To date, only seven cases are known, and most of them were men.",
        "The case of Kastner and Bloom was treated with imatinib.",
        "Unlike our patient, the man described by Ortiz had metastases.",
        "A previously reported patient received pazopanib.",
        "Previously, Soler described a woman of 60 with brain metastases.",
        "An earlier report tells of a boy who lost his leg.",
        "Such a case was published by Moreau in 1978.",
        "The literature contains one girl who was cured by surgery alone.",
        "Griffin, 1988: 39/F, uterus, doxorubicin, alive.",
        "Moore et al., 2004, 12 M, thigh, amputation",
        "Another woman, reported from Lyon by Petit, died of sepsis.",
        "Twelve cases have been recorded so far.",
        "According to Haas, a 30-year-old woman with it was cured by radiotherapy.",
        "In Becker's series the tumour recurred in two patients.",
        "A similar tumour was seen in a man of 31 by Okafor.",
        "His patient, a woman of 24, had it removed.",
    ],
)
def test_patients_of_others_are_known_by_their_authors(text: str) -> None:
    """A name, a year, a report: whoever is told of there is not the patient of the paper."""
    assert strangers.of_literature(text)


@pytest.mark.parametrize(
    "text",
    [
        "We report a 51-year-old man who died.",
        "A 51-year-old man was referred by Dr. Haas.",
        "Pathologists described a tumour of 4 cm.",
        "Mr. Thompson presented a mass of the thigh.",
        "The patient of Asian descent had a mass.",
        "The patient is known to have neurofibromatosis.",
        "Histology described a spindle cell tumour.",
        "Hysterectomy 2019; lung and bone metastases 2020.",
        "A 26-year-old woman from Sichuan had a sarcoma.",
        "Mrs. Ngo, treated by Whipple resection, is well.",
        "Biopsy was reported as sarcoma by the pathologist.",
        "The authors describe a 71-year-old man with sarcoma.",
        "As in the case of Moore, our patient died.",
        "A case of Ewing sarcoma was seen in a girl of 4.",
        "Doctors in Bern treated a man of 40 with it.",
        "His earlier treatment, as reported by the family, was surgery.",
    ],
)
def test_a_patient_of_ones_own_is_no_stranger(text: str) -> None:
    """Names of hospitals, diseases and doctors make no stranger of the patient."""
    assert not strangers.of_literature(text)


@pytest.mark.parametrize(
    "text",
    [
        "His mother had died of breast cancer at 48 and his brother of osteosarcoma.",
        "The early death of her twin had been caused by a syndrome.",
        "Her mother's methotrexate was stopped.",
        "Her husband had a liposarcoma of the arm.",
        "The donor was later found to have had a sarcoma.",
        "An aunt died of leiomyosarcoma.",
        "Both parents were healthy.",
        "In his sister, an osteosarcoma had been treated by amputation.",
        "Her dog had an osteosarcoma of the leg.",
        "One of his sons had rhabdomyosarcoma.",
        "The sarcoma of his father had been treated with ifosfamide.",
    ],
)
def test_relatives_and_donors_are_others(text: str) -> None:
    """What is told of the family, a donor, a dog is not told of the patient."""
    assert relatives.told(text)


@pytest.mark.parametrize(
    "text",
    [
        "His mother noticed a lump of the thigh.",
        "Her parents refused amputation.",
        "His wife had found him unconscious.",
        "The girl had a mass.",
        "The donor site healed well.",
    ],
)
def test_relatives_who_help_are_no_others(text: str) -> None:
    """Who brings the patient, or decides for him or her, is not told of."""
    assert not relatives.told(text)


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("As this tumour is very rare, the slides were sent on.", "As this tumour is very rare,"),
        ("She had surgery because such tumours often recur.",
         "because such tumours often recur."),
        ("Although lung metastases are usually found, CT was clear.",
         "Although lung metastases are usually found,"),
        ("It was an angiosarcoma, which is a rare tumour of the breast, and mastectomy was done.",
         "which is a rare tumour of the breast,"),
        ("Given that chemotherapy is considered ineffective, he received radiotherapy.",
         "Given that chemotherapy is considered ineffective,"),
        ("While most such tumours arise in the thigh, hers lay in the neck.",
         "While most such tumours arise in the thigh,"),
        ("Because the literature reports a high risk of spread, CT of the chest was done.",
         "Because the literature reports a high risk of spread,"),
        ("Since surgery, she has been well.", ""),
        ("As she is a smoker, CT was done.", ""),
        ("As the mass was large and rare, MRI was done.", ""),
        ("Because of the rare site, MRI was done.", ""),
    ],
)  # fmt: skip
def test_a_clause_may_be_about_a_disease_at_large(text: str, clause: str) -> None:
    """A subordinate clause in the present tense states what is so; the rest is the patient's."""
    assert [text[low:high] for low, high in subject.general(text)] == ([clause] if clause else [])


CASE = "A 40-year-old man had a mass of the thigh. It was excised. He is well."


@pytest.mark.parametrize(
    "others",
    [
        "The first case was that of a 31-year-old man, who had lung metastases. He died.",
        "One boy of 14 years had carboplatin and relapsed within six months.",
        "Baxter collected 20 patients. Their tumours were treated by cystectomy. Half of them "
        "died. Ifosfamide was given to ten, and five responded.",
        "A 28-year-old patient developed an embolism. She died. The tumour had been resected.",
        "Another man, aged 66, had been irradiated. He refused surgery.",
        "In a patient with a large tumour, chemotherapy may be tried.",
    ],
)
def test_a_discussion_tells_of_others(others: str, ontology: Ontology) -> None:
    """Who comes up there first is a stranger, until the text comes back to its own patient."""
    text = f"Case report\n\n{CASE}\n\nDiscussion\n\n{others} Our patient had no relapse."
    assert told(text, ontology) == f"{CASE} Our patient had no relapse."
    inline = f"Background: Gout is old. Case: {CASE} Discussion: {others}"
    assert told(inline, ontology) == CASE


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("FAMILY HISTORY\nHer mother had gout. She took doxorubicin.\n\nA woman of 30 had a mass.",
         "A woman of 30 had a mass."),
        ("A woman of 30 had a mass.\n\nReviewer 1\n\nI saw a man of 60 who died of it.\n\n"
         "Response to the reviewer\n\nThe margins were free.", "A woman of 30 had a mass."),
        ("A woman of 30 had a mass. Roth gathered 24 patients. Seven had gout, three died. A child "
         "of 9 years had doxorubicin. The present patient was treated by surgery.",
         "A woman of 30 had a mass. The present patient was treated by surgery."),
    ],
)  # fmt: skip
def test_others_have_their_places(text: str, own: str, ontology: Ontology) -> None:
    """What stands below "Family history" or "Reviewer", or among a group, is nobody's."""
    assert told(text, ontology) == own


def test_a_mutation_in_the_sentence_of_the_family_is_the_patients(ontology: Ontology) -> None:
    """A sentence that begins with relatives is cut where it comes back to the patient."""
    text = "A man of 54 came. His mother had died of gout; a germline TP53 mutation was found."
    assert [each.cases for each in read(text, ontology)] == [(1,), (), (1,)]


@pytest.mark.parametrize(
    ("text", "cases"),
    [
        ("Two patients are presented. The first, a 34-year-old man, had a plaque, the second, a "
         "41-year-old woman, one of the groin. The tumours measured 2 and 6 cm, respectively.",
         [(1, 2), (1,), (2,), (1,), (2,)]),
        ("Patient 1, a 66-year-old man, and patient 2, a 51-year-old woman, had gout.",
         [(1,), (2,), (1, 2)]),
        ("We report two cases of gout in a 49-year-old man and a 57-year-old woman. One had pain; "
         "in the other none was found.", [(1, 2), (1,), (2,), (1,), (2,)]),
    ],
)  # fmt: skip
def test_two_side_by_side_keep_apart(
    text: str, cases: list[tuple[int, ...]], ontology: Ontology
) -> None:
    """Labels stay with whom they number; "respectively" deals out to both."""
    assert [each.cases for each in read(text, ontology)] == cases


@pytest.mark.parametrize(
    ("text", "case"),
    [
        ("A review of the literature on chondrosarcoma was performed.", False),
        ("A literature search revealed eleven patients.", False),
        ("The MEDLINE literature was searched and showed four men.", False),
        ("This is the first image of a colonic liposarcoma seen in this way.", False),
        ("Unfortunately, a superficial biopsy of a rectal leiomyosarcoma may mislead.", False),
        ("However, tumours of the hand can spread to lymph nodes.", False),
        ("Local excision of a small leiomyosarcoma might suffice.", False),
        ("We reviewed the literature and saw the patient again.", True),
        ("MRI showed a liposarcoma of the thigh.", True),
        ("The mass in the thigh may be a sarcoma.", True),
        ("It might be a liposarcoma of the thigh.", True),
        ("Excision of the leiomyosarcoma was performed and it may recur.", True),
    ],
)
def test_rules_and_reviews_are_of_no_patient(text: str, case: bool, ontology: Ontology) -> None:
    """What may be so of a tumour that nobody named before, and what a search found, is general."""
    opening = "A man of 40 had a mass. "
    last = read(opening + text, ontology)[-1]

    assert last.background is not case


def test_cues_of_the_subject_have_their_examples() -> None:
    """Each cue stands in its example, with one of the meanings."""
    path = Path(subject.__file__).with_name("subject.tsv")
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))

    assert rows
    for row in rows:
        assert row["meaning"] in MEANINGS
        assert row["source"]
        assert words.phrase(row["cue"]) in words.phrase(row["example"].replace(",", "")), row


@pytest.mark.parametrize(
    ("text", "kind", "dealt"),
    [
        ("The tumours measured 28 and 6.4 cm, respectively.", "size", [280, 64]),
        ("The tumours measured, in the same order, 12 cm and 65 mm.", "size", None),
        ("They were alive after 8 and 21 months, respectively.", "duration", [8, 21]),
    ],
)
def test_what_is_listed_is_dealt_out(
    text: str, kind: str, dealt: list[float] | None, ontology: Ontology
) -> None:
    """Each of two patients gets his or her own amount; two with a unit each are left alone."""
    opening = "We report two patients, a man of 40 and a woman of 30. "
    found = [each for each in read(opening + text, ontology) if each.start >= len(opening)]
    lows = [m.quantity.low for each in found for m in each.of(kind) if m.quantity]

    assert [each.cases for each in found] == [(1,), (2,)]
    assert dealt is None or lows == dealt
