import csv
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

import sarcoma_kg
from conftest import ROOT
from reading import cue_rows, unmatched
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.reading import Extraction
from sarcoma_kg.records import Document, Paper

TEXTS = ROOT / "tests" / "eligibility"


def rows(name: str) -> Iterator[dict[str, str]]:
    """Give the texts of a file, each with its kind (and its number of cases)."""
    with (TEXTS / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield row | {"text": row["text"].replace("\\n", "\n")}


def read(text: str, ontology: Ontology) -> Extraction:
    """Read a text as a paper."""
    return sarcoma_kg.read(Document(Paper("x"), text), ontology=ontology)


def read_paper(text: str, ontology: Ontology, folder: Path) -> Extraction:
    """Read a text of several lines as a file, whose first line is a title, and any other as is."""
    if "\n" not in text:
        return read(text, ontology)
    path = folder / "paper.txt"
    path.write_text(text, encoding="utf-8")
    return sarcoma_kg.read(str(path), ontology=ontology)


def test_what_tells_of_no_patient_is_no_case(ontology: Ontology, tmp_path: Path) -> None:
    """Trials, series, reviews, mice and the like give no case, and one line says why."""
    taken = []
    for row in rows("no_case"):
        found = read_paper(row["text"], ontology, tmp_path)
        reason = found.refusal or ""
        if any(fact.case for fact in found.facts) or not reason or "\n" in reason:
            taken.append((row["kind"], row["text"][:60]))

    assert [] == taken


def test_what_tells_of_a_patient_is_a_case(ontology: Ontology, tmp_path: Path) -> None:
    """A patient without an age, in notes, in a series, beside a trial that is cited, is one."""
    refused = []
    for row in rows("case"):
        found = read_paper(row["text"], ontology, tmp_path)
        cases = {fact.case for fact in found.facts if fact.case}
        if len(cases) != int(row["cases"]):
            refused.append((row["kind"], len(cases), found.refusal))

    assert [] == refused


def test_cues_of_eligibility_are_whole() -> None:
    """Each pattern finds its own example; each row says what a text is then about."""
    assert [] == unmatched("eligibility")
    assert all(row["group"] and row["source"] for row in cue_rows("eligibility"))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("F, 48. Mass L thigh, 6 mo. Core bx: leiomyosarcoma. Wide excision, R0. NED 2 y.", None),
        ("Varón de 48 años con una masa en el muslo que resultó ser un liposarcoma de alto grado, "
         "y que fue tratado con cirugía.", "not English"),
        ("Vrouw van 48 jaar met een massa van het dijbeen; biopsie: sarcoom; resectie, "
         "geen recidief na 2 jaar.", "not English"),
    ],
)  # fmt: skip
def test_notes_are_english_too(text: str, reason: str | None, ontology: Ontology) -> None:
    """Notes without small words are English; other languages are not."""
    found = read(text, ontology).refusal

    assert (found is None) if reason is None else (found is not None and reason in found)


#: Real texts of other diseases that name a sarcoma, where the machine has them.
OTHERS = Path(os.environ.get("SARCOMA_KG_TEXTS") or "-").parent / "not_sarcoma"


@pytest.mark.skipif(not OTHERS.is_dir(), reason="the texts of others are not here")
def test_texts_of_other_diseases_are_refused(ontology: Ontology) -> None:
    """A sarcoma that was only thought of, or is long past, is no case."""
    taken = {
        path.stem
        for path in sorted(OTHERS.glob("*.txt"))
        if not sarcoma_kg.read(str(path), ontology=ontology).refusal
    }

    assert not taken


@pytest.mark.parametrize(
    ("name", "cases", "drugs"),
    [
        ("full1", 1, set()),
        ("full2", 1, set()),
        ("full3", 2, {"paclitaxel", "doxorubicin", "ifosfamide"}),
    ],
)
def test_published_patients_give_no_facts(
    name: str, cases: int, drugs: set[str], ontology: Ontology
) -> None:
    """A review behind the case, in prose or as a table, adds no case and no drug."""
    text = (TEXTS / f"{name}.txt").read_text(encoding="utf-8")
    facts = read(text, ontology).facts

    assert cases == len({fact.case for fact in facts if fact.case})
    assert drugs == {
        fact.value for fact in facts if fact.kind == "drug" and fact.polarity == "present"
    }
