from pathlib import Path

import pytest

from sarcoma_kg.papers import identifier, plain, role, section, stopword

ROLES = {
    "title", "background", "case", "results", "discussion", "conclusions", "methods",
    "keywords", "references", "other",
}  # fmt: skip
ROWS = [
    line.split("\t")
    for line in Path(section.__file__).with_name("sections.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
][1:]


def found(text: str) -> list[tuple[str, str, str]]:
    """Give title, role and text of each passage of a plain text."""
    return [(p.title, p.role, text[p.start : p.end]) for p in section.passages(text)]


def test_names() -> None:
    """Every section name is there once, has a known role, level and match, an example, a source."""
    names = [row[0] for row in ROWS]

    assert len(names) == len(set(names))
    for name, kind, level, match, example, source in ROWS:
        assert name == name.lower()
        assert kind in ROLES
        assert level in ("section", "part", "paragraph")
        assert match in ("whole", "part")
        assert example
        assert source


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_examples(row: list[str]) -> None:
    """The example of a section name is a heading, or opens with one, of the role given."""
    heading = row[4].partition(":")[0]

    assert role(heading) == row[1]
    assert role(heading.upper()) == row[1]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("2.1. Case presentation", "case"),
        ("II. METHODS", "methods"),
        ("**Discussion:**", "discussion"),
        ("Case 2", "case"),
        ("Case No. 3: a boy of six", "case"),
        ("Second patient", "case"),
        ("Case report of a woman with three knees", "case"),
        ("Case selection", "other"),
        ("Casein", "other"),
        ("Conflicts of interest", "other"),
        ("Authors’ contributions", "other"),
        ("Take\u2010home message", "conclusions"),
        ("", "other"),
    ],
)
def test_role(title: str, expected: str) -> None:
    """A heading's number, case and marks do not matter; words that only look alike do."""
    assert role(title) == expected


def test_labels_inside() -> None:
    """Labels after a full stop open passages; the same words inside a sentence do not."""
    text = "Background: Rare. Case report : A man. The results: none. CONCLUSION: Look."

    assert found(text) == [
        ("Background", "background", "Rare."),
        ("Case report", "case", "A man. The results: none."),
        ("CONCLUSION", "conclusions", "Look."),
    ]


def test_unknown_label() -> None:
    """A word with a colon that is no section name stays in its sentence."""
    text = "Synovial sarcoma: a man had it. Immunohistochemistry: positive."

    assert found(text) == [("", "other", text)]


def test_parts() -> None:
    """A sub-heading has the role of its section, and its own where it stands alone."""
    text = "Discussion\nOne.\nTreatment\nTwo.\nCase 2\nThree.\n"

    assert [kind for _, kind, _ in found(text)] == ["discussion", "discussion", "case"]
    assert [kind for _, kind, _ in found("Treatment\nTwo.\n")] == ["case"]


def test_paragraph() -> None:
    """Keywords end with their paragraph: the text below them is not keywords."""
    text = "Keywords: toe, heel\n\nA man had a sarcoma.\n"

    assert found(text) == [
        ("Keywords", "keywords", "toe, heel"),
        ("", "other", "A man had a sarcoma."),
    ]


def test_underlined() -> None:
    """Underlined headings are headings; the line below belongs to no passage."""
    assert found("Case report\n-----------\nA man.\n") == [("Case report", "case", "A man.")]


def test_wrapped_case() -> None:
    """A line that begins with "Case 1:" and goes on is text, not a heading."""
    text = "Case 1: A man of 80 had a sarcoma of the\nheel. It was cut out."

    assert found(text)[0][2].startswith("A man of 80")


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("A sarcoma of the heel", "A sarcoma of the heel\n\nA man had pain.\n"),
        ("A sarcoma of the heel", "\ufeff# A sarcoma of the heel\nA man had pain.\n"),
        ("A sarcoma of the heel", "A sarcoma of the heel\n====\nA man had pain.\n"),
        ("A sarcoma of the heel", "Title: A sarcoma of the heel\r\n\r\nA man had pain.\r\n"),
        ("Case report: sarcoma of the heel", "Case report: sarcoma of the heel\n\nA man.\n"),
        ("A sarcoma of the heel", "A sarcoma of the heel\n" + "A man had pain. " * 20),
        ("", "A man had pain in the heel.\n\nIt was a sarcoma.\n"),
        ("", "A man had pain in the heel for many weeks and\nthen it was found to be a sarcoma.\n"),
        ("", "Case presentation\n\nA man had pain.\n"),
        ("", "A sarcoma of the heel"),
    ],
)
def test_title(title: str, text: str) -> None:
    """The first line is the title where it reads like one and something follows it."""
    document = plain.document(text, "x")

    assert document.paper.title == title
    assert bool(title) == (document.passages[0].role == "title")


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("10.5555/a.1", "J Heel. 2020;1:2. doi: 10.5555/A.1.\n\nA man."),
        ("10.5555/a.1", "A title\nhttps://doi.org/10.5555/a.1\n\nA man."),
        ("", "A man was treated as described before (doi: 10.5555/a.1), " + "and well " * 50),
        ("", "A man was treated\nas described before (doi: 10.5555/a.1),\nand did well."),
        ("", "He was treated with the drug as in doi: 10.5555/a.1 and did well."),
        ("10.5555/a.1", "Nobody et al. J Heel (2021) 7:12 https://doi.org/10.5555/a.1\n\nA man."),
        ("", "doi: 10.5555/a.1\ndoi: 10.5555/a.2\n\nA man."),
        ("", "A man.\n\n1. Noone A. Heels. doi: 10.5555/a.1"),
        ("", "A man.\n\n[12] Noone A. Heels. doi: 10.5555/a.1"),
        ("10.5555/a.1", "A man. " * 300 + "\nDOI: 10.5555/a.1\n"),
    ],
)
def test_own_doi(expected: str, text: str) -> None:
    """A DOI counts where a line near the start or the end states it of this paper."""
    assert identifier.stated(text).doi == expected


def test_identifier_of_name() -> None:
    """A file's name may carry the PMID or the PMCID."""
    assert identifier.Identifier.of_name("PMID26.v2").pmid == "26"
    assert identifier.Identifier.of_name("article_PMC77").pmcid == "PMC77"
    assert not identifier.Identifier.of_name("EN100030")


def test_stop_words() -> None:
    """No English stop word stands in the list of another language."""
    words = stopword.words()

    for language, known in words.items():
        if language != "en":
            assert not known & words["en"], language


def test_a_full_stop_does_for_a_colon() -> None:
    """A section name that is all of its sentence is a heading."""
    text = "Objective. To report it. Case. A man came. He died. Conclusion. It is rare."
    found = [(each.title, each.role) for each in section.passages(text)]

    assert found == [("Objective", "background"), ("Case", "case"), ("Conclusion", "conclusions")]


def test_names_run_into_the_text_are_headings() -> None:
    """Two different section names before capitals are headings; one alone is a word."""
    text = "Background Sarcoma is rare. Case report A man came. Conclusions Surgery helps."

    assert [each.role for each in section.passages(text)] == ["background", "case", "conclusions"]
    assert [each.role for each in section.passages("A man came. Results Of it are due.")] == [
        "other"
    ]
