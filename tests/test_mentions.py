"""Mentions: names found in a text, in their context, with their amounts and their patient."""

import pytest

from sarcoma_kg import mentions
from sarcoma_kg.mentions import splitting
from sarcoma_kg.records import Document, Mention, Paper, Passage, Sentence
from tiny_ontology import TinyOntology

ONTOLOGY = TinyOntology()


def read(text: str, *passages: Passage) -> tuple[Sentence, ...]:
    """Find the mentions of a text."""
    return mentions.find(Document(Paper("x"), text, passages), ONTOLOGY)  # type: ignore[arg-type]


def found(text: str, *kinds: str) -> list[Mention]:
    """Give the mentions of these kinds in a text."""
    return [mention for sentence in read(text) for mention in sentence.of(*kinds)]


def test_names_match_in_every_spelling() -> None:
    """Case, plural, hyphen and possessive do not hide a name."""
    text = "LEIOMYOSARCOMAS, gastro-intestinal stromal tumours and S100 protein"

    assert [m.label for m in found("Synovial-sarcoma and GISTs.", "disease")] == [
        "Synovial Sarcoma",
        "Gastrointestinal Stromal Tumor",
    ]
    assert found(text, "disease", "marker")[0].label == "Leiomyosarcoma"
    assert [m.label for m in found(text, "marker")] == ["S-100"]


def test_the_longest_name_wins() -> None:
    """A dedifferentiated liposarcoma is not also a liposarcoma."""
    assert [m.label for m in found("A dedifferentiated liposarcoma grew.", "disease")] == [
        "Dedifferentiated Liposarcoma"
    ]


def test_an_abbreviation_needs_its_capitals() -> None:
    """The gist of a story is no tumour."""
    assert not found("That is the gist of it.", "disease")


def test_offsets_are_those_of_the_text() -> None:
    """Every mention is the text at its offsets."""
    text = "Title here.\n\nA 4 cm osteosarcoma's edge in the lung; the lungs were clear."

    for sentence in read(text):
        assert text[sentence.start : sentence.end] == sentence.text
        for mention in sentence.mentions:
            assert text[mention.start : mention.end] == mention.text


def test_a_paper_may_define_its_own_abbreviations() -> None:
    """A short form in brackets stands for its long form from then on."""
    text = "A dedifferentiated liposarcoma (DDL) was seen. The DDL grew. No XYZ was seen."

    assert [m.text for m in found(text, "disease")] == [
        "dedifferentiated liposarcoma",
        "DDL",
        "DDL",
    ]


def test_a_prefix_cut_off_by_a_hyphen_is_joined() -> None:
    """The name is found with the hyphen or without."""
    assert [m.label for m in found("An osteo-sarcoma was seen.", "disease")] == ["Osteosarcoma"]


def test_words_of_spread_and_of_tumours_are_events() -> None:
    """What happens to a tumour is mentioned with its context."""
    text = "There was no metastasis of the mass. The tumour recurred."
    labels = [(m.label, m.context) for m in found(text, "event")]

    assert ("metastasis", "absent") in labels
    assert ("recurrence", "present") in labels


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("He came in 2014. He left.", 2),
        ("A mass of 2.5 cm (Fig. 1) was seen. It grew.", 2),
        ("Dr. J. Smith saw her.", 1),
        ("She had pain.She left.", 2),
        ("Title\n\nText of it", 2),
        ("A 24-year-old male,working in a shop, came.", 1),
        ("Stains (e.g. desmin) were done.", 1),
        ("It was 5 cm vs. 4 cm.", 1),
    ],
)
def test_sentences_end_where_they_end(text: str, sentences: int) -> None:
    """Decimals, abbreviations and initials end no sentence; a missing space hides no end."""
    assert len(list(splitting.split(text))) == sentences


@pytest.mark.parametrize(
    ("text", "kind", "low", "high", "unit"),
    [
        ("a 45-year-old man", "age", 45, 45, "year"),
        ("an 18 years old male", "age", 18, 18, "year"),
        ("a seventy year-old man", "age", 70, 70, "year"),
        ("a 3-month-old boy", "age", 3, 3, "month"),
        ("a woman in her early forties", "age", 40, 43, "year"),
        ("a man in his 60s", "age", 60, 69, "year"),
        ("a man aged 51 years", "age", 51, 51, "year"),
        ("a 54-year male", "age", 54, 54, "year"),
        ("a 2½-year-old girl", "age", 2.5, 2.5, "year"),
        ("a girl in her fifth decade", "age", 40, 49, "year"),
        ("an octogenarian", "age", 80, 89, "year"),
        ("a mass of 10 × 8 × 7 cm3", "size", 100, 100, "mm"),
        ("a mass of 19X13 cm", "size", 190, 190, "mm"),
        ("a mass of 4 × 3 × 2 cm", "size", 40, 40, "mm"),
        ("400 mm by 350 mm", "size", 400, 400, "mm"),
        ("a 27-mm nodule", "size", 27, 27, "mm"),
        ("about 2,5 cm", "size", 25, 25, "mm"),
        ("nodules of 3 to 5 mm", "size", 3, 5, "mm"),
        ("for 36 months", "duration", 36, 36, "month"),
        ("a year later", "duration", 1, 1, "year"),
        ("3-4 weeks after surgery", "duration", 3, 4, "week"),
        ("two and a half years", "duration", 2.5, 2.5, "year"),
        ("at 2 years and 3 months", "duration", 27, 27, "month"),
        ("2 and a half years later", "duration", 2.5, 2.5, "year"),
        ("after 30 disease-free months", "duration", 30, 30, "month"),
        ("in the thirteenth year", "duration", 13, 13, "year"),
        ("until month 40", "duration", 40, 40, "month"),
        ("a decade later", "duration", 10, 10, "year"),
        ("on postoperative day 10", "duration", 10, 10, "day"),
        ("on the sixth postoperative day", "duration", 6, 6, "day"),
        ("50.4 Gy in 28 fractions", "dose", 50.4, 50.4, "Gy"),
        ("3,000 cGy", "dose", 30, 30, "Gy"),
        ("six cycles", "count", 6, 6, "cycle"),
        ("Ki-67 of 20-30 %", "percent", 20, 30, "%"),
    ],
)
def test_amounts_are_read(text: str, kind: str, low: float, high: float, unit: str) -> None:
    """Numbers in digits or words, ranges, decimals and units of any order become quantities."""
    (mention,) = found(f"He had {text}.", kind)

    assert mention.quantity is not None
    assert (mention.quantity.low, mention.quantity.high, mention.quantity.unit) == (low, high, unit)


@pytest.mark.parametrize("text", ["300 mm 3 of pus", "75 mmHg", "16.000/mm 3", "12 mm/h"])
def test_what_is_no_length_is_no_size(text: str) -> None:
    """Volumes, pressures and rates are no sizes."""
    assert not found(f"There was {text}.", "size")


@pytest.mark.parametrize(
    ("text", "label", "since"),
    [
        ("He died 2 months after diagnosis.", "after", "diagnosis"),
        ("36 months following diagnosis of metastatic disease she lives.", "after", "metastasis"),
        ("Three months postoperatively it came back.", "after", "surgery"),
        ("At the 48-month follow-up he was well.", "follow-up", ""),
        ("Two years ago he had pain.", "ago", ""),
        ("He came with a 5 months history of pain.", "history", ""),
    ],
)
def test_a_duration_knows_its_event(text: str, label: str, since: str) -> None:
    """What a time is counted from is kept, never guessed."""
    (mention,) = found(text, "duration")

    assert (mention.label, mention.since) == (label, since)


@pytest.mark.parametrize(
    ("text", "contexts"),
    [
        ("There was no fever, cough or weight loss.", ["absent"] * 3),
        ("He denied fever but had a cough.", ["absent", "present"]),
        ("Lymphoma was suspected; biopsy showed liposarcoma.", ["hypothetical", "present"]),
        ("The differential diagnosis included lipoma and lymphoma.", ["hypothetical"] * 2),
        ("Carcinoma was ruled out.", ["absent"]),
        ("Her mother had lymphoma.", ["family"]),
        ("She had a history of hypertension.", ["history"]),
        ("She had a two-month history of cough.", ["present"]),
        ("Liposarcoma could not be ruled out.", ["hypothetical"]),
        ("Biopsy revealed an osteosarcoma.", ["present"]),
    ],
)
def test_contexts(text: str, contexts: list[str]) -> None:
    """Cues reach what they speak of and nothing else."""
    assert [m.context for m in found(text, "disease", "finding")] == contexts


def test_planned_treatment_is_planned() -> None:
    """A drug that is planned is not one that was given."""
    assert [m.context for m in found("It was decided to give doxorubicin.", "drug")] == ["planned"]
    assert [m.context for m in found("He received doxorubicin.", "drug")] == ["present"]


def test_sentences_about_nobody_are_background() -> None:
    """What is said of a disease in general belongs to no case."""
    first, second = read("Leiomyosarcoma is a rare tumour. The patient had a leiomyosarcoma.")

    assert (first.background, first.cases) == (True, ())
    assert (second.background, second.cases) == (False, (1,))
    assert first.mentions[0].context == "background"


def test_roles_come_from_passages() -> None:
    """References are left out; a discussion is background."""
    text = "Case. He had a lipoma. Ref. Lipoma today. Discussion. Lipomas grow."
    sentences = read(
        text,
        Passage("Case", 6, 23, "case"),
        Passage("Ref", 28, 41, "references"),
        Passage("Discussion", 54, 67, "discussion"),
    )

    assert [s.role for s in sentences if "ipoma" in s.text] == ["case", "discussion"]
    assert [s.background for s in sentences if "ipoma" in s.text] == [False, True]


@pytest.mark.parametrize(
    ("text", "cases"),
    [
        ("Case 1. A man came. Case 2. A woman came. She left.", [(1,), (1,), (2,), (2,), (2,)]),
        (
            "We report two patients. The first patient had pain. He left. "
            "The second patient had a cough. Both patients lived.",
            [(1, 2), (1,), (1,), (2,), (1, 2)],
        ),
        (
            "A 45-year-old man came. He died. A 30-year-old woman came. The 45-year-old man left.",
            [(1,), (1,), (2,), (2,)],
        ),
        # what is said of two side by side is said of both
        ("A 45-year-old man and a 30-year-old woman came.", [(1,), (2,), (1, 2)]),
        ("A 45-year-old man came. His mother, a 70-year-old woman, had gout.", [(1,), ()]),
        ("A 45-year-old man came. The patient was a 45 year old smoker.", [(1,), (1,)]),
        ("One of the 60 patients died.", [(1,)]),
        ("A 30-year-old woman, mother of a 3-year-old child, came. She left.", [(1,), (1,)]),
        (
            "We describe three siblings. The first had gout. All three left.",
            [(1, 2, 3), (1,), (1, 2, 3)],
        ),
        (
            "We saw two patients. The first, a man of 41 years, had pain. "
            "The second, a girl of 9, had a cough. Both are alive.",
            [(1, 2), (1,), (2,), (1, 2)],
        ),
        (
            "Gout was found in two young men. The first, 21 years old, had pain. He left. "
            "The second was 17. He stayed.",
            [(1, 2), (1,), (1,), (2,), (2,)],
        ),
        (
            "In patient 1 the mass was large, whereas in patient 2 it was small. "
            "Both patients left.",
            [(1,), (2,), (1, 2)],
        ),
        (
            "Three men came. Patient 1 left. Patient 2 stayed. It grew in patient 1 and shrank in "
            "patient 2. Patients 1 and 3 died.",
            [(1, 2, 3), (1,), (2,), (1,), (2,), (1, 3)],
        ),
        (
            "Two sisters are described. The elder, aged 40, had pain. The younger was 35. "
            "The former died, the latter lives.",
            [(1, 2), (1,), (2,), (1,), (2,)],
        ),
        (
            "We report two siblings. A 4-year-old boy had pain. Their mother had gout at 31. "
            "He left. His sister, aged 2, presented with a cough. She stayed.",
            [(1, 2), (1,), (), (1,), (2,), (2,)],
        ),
        (
            "Gout in a father and his daughter is reported. The father had pain. "
            "The daughter had a cough. He left. She stayed.",
            [(1, 2), (1,), (2,), (1,), (2,)],
        ),
        (
            "A man of 45 and a woman aged 30 were treated. The man left. She stayed. He died.",
            [(1,), (2,), (1, 2), (1,), (2,), (1,)],
        ),
        (
            "Case 1. A girl had a mass. Case 2. Her cousin, a 22-year-old man, had a lump.",
            [(1,), (1,), (2,), (2,)],
        ),
        (
            "Two patients came. The first patient had two nodules. The first was 3 cm. "
            "The second was 2 cm.",
            [(1, 2), (1,), (1,), (1,)],
        ),
        ("Two men came. One received imatinib. The other died.", [(1, 2), (1,), (2,)]),
        (
            "We saw two patients. #1: M, 64 y. He left. #2: F, 48 y. She stayed.",
            [(1, 2), (1,), (1,), (2,), (2,)],
        ),
        ("Two men came. The first patient left. One month later he died.", [(1, 2), (1,), (1,)]),
        ("Case 1: A man came. Case 2: A boy came. Both lungs were clear.", [(1,), (2,), (2,)]),
    ],
)
def test_patients_are_told_apart(text: str, cases: list[tuple[int, ...]]) -> None:
    """Headings, ordinals and new introductions start the next patient."""
    assert [sentence.cases for sentence in read(text)] == cases


@pytest.mark.parametrize(
    ("text", "cases"),
    [
        ("A man of 61 came. His brother was treated for gout. He left.", [(1,), (), (1,)]),
        ("A boy of 6 came. An aunt and two cousins had had gout. He left.", [(1,), (), (1,)]),
        ("A boy of 6 came. His mother had noticed a mass. He left.", [(1,), (1,), (1,)]),
        ("A boy of 6 came. His parents refused surgery. He left.", [(1,), (1,), (1,)]),
        ("A girl of 9 came. Her sister has gout and she has asthma.", [(1,), (1,)]),
        (
            "A woman of 30 came. Smith et al. reported a 54-year-old woman with gout. "
            "She died after 4 months. Our patient lives.",
            [(1,), (), (), (1,)],
        ),
        (
            "A woman of 60 came. Only one case, a 34-year-old man who died, has been published.",
            [(1,), ()],
        ),
        ("A woman of 60 had a mass, a site that has rarely been reported.", [(1,), ()]),
    ],
)
def test_others_are_no_patients(text: str, cases: list[tuple[int, ...]]) -> None:
    """Relatives, patients of other papers and people at large are nobody."""
    assert [sentence.cases for sentence in read(text)] == cases


def test_what_is_always_so_is_background_before_the_patient() -> None:
    """An opening in the present tense, without a heading, is about nobody."""
    text = "Gout favours old people. A man of 61 came. It is severe."
    sentences = read(text, Passage("", 0, len(text), "other"))

    assert [each.cases for each in sentences] == [(), (1,), (1,)]


def test_a_case_may_begin_inside_the_background() -> None:
    """Where no heading opens the case, the patient who is introduced does."""
    text = "Purpose: Gout is rare. A man of 61 came. It was removed."
    sentences = read(text, Passage("Purpose", 9, len(text), "background"))

    assert [each.cases for each in sentences if each.start > 8] == [(), (1,), (1,)]
