"""Abbreviations: a text says what they mean, or its setting does, or they mean nothing.

`tests/cases/abbreviations` holds invented texts with what is right of each (`right.tsv`).
"""

import csv
import os
from pathlib import Path

import pytest

import sarcoma_kg
from conftest import TESTS
from sarcoma_kg import mentions, papers
from sarcoma_kg.facts.diagnosis import is_sarcoma
from sarcoma_kg.mentions import declared, setting
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.records import Document, Paper

CASES = TESTS / "cases" / "abbreviations"
SHARED = Path(os.environ.get("SARCOMA_KG_TEXTS") or "-").parent.parent
#: Real texts of other fields, where the machine has them, and texts that are cases.
OTHERS = ("files/x01.xml", "files/x02.nxml", "files/x03.nxml", "files/x12.wos.txt")
OTHER_REPORTS = ("reading-reports/g01.txt", "reading-reports/g03.txt")
OWN_REPORTS = {"g06": "rhabdomyosarcoma", "r05": "ewing sarcoma"}


def _rows() -> list[dict[str, str]]:
    with (CASES / "right.tsv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def _identified(names: str, ontology: Ontology) -> set[str]:
    found = {name.strip() for name in names.split(";") if name.strip()}
    return {str(match.concept.id) if (match := ontology.find(name)) else name for name in found}


def _wrong(row: dict[str, str], ontology: Ontology) -> list[str]:
    facts = sarcoma_kg.read(str(CASES / f"{row['text']}.txt"), ontology=ontology).facts
    told = [fact for fact in facts if fact.polarity == "present"]
    terms = {str(term) for fact in told for term in fact.terms} | {fact.value for fact in told}
    tumours = {
        str(fact.terms[0])
        for fact in told
        if fact.kind == "diagnosis" and fact.terms and is_sarcoma(ontology[fact.terms[0]])
    }
    right = _identified(row["tumour"], ontology)
    wrong = [f"{row['text']}: {sorted(tumours)} for {sorted(right)}"] if tumours != right else []
    if facts and not right:
        wrong.append(f"{row['text']}: taken as a case")
    wrong += [f"{row['text']}: no {n}" for n in _identified(row["has"], ontology) - terms]
    wrong += [f"{row['text']}: {n} told" for n in _identified(row["lacks"], ontology) & terms]
    return wrong


def test_texts_with_abbreviations(ontology: Ontology) -> None:
    """A text is a case where its abbreviations mean a sarcoma there, and else none."""
    rows = _rows()
    wrong = [line for row in rows for line in _wrong(row, ontology)]

    assert {path.stem for path in CASES.glob("*.txt")} == {row["text"] for row in rows}
    assert not wrong, "\n".join(wrong)


@pytest.mark.skipif(not (SHARED / "cases").is_dir(), reason="the texts of others are not here")
def test_other_fields_name_no_tumour(ontology: Ontology) -> None:
    """In texts of other fields no abbreviation is a tumour, a regimen or a syndrome."""
    named = [
        (name, mention.text)
        for name in (*OTHERS, *OTHER_REPORTS)
        for document in papers.read(str(SHARED / "cases" / name))
        for sentence in mentions.find(document, ontology)
        for mention in sentence.of("disease", "regimen", "syndrome")
        if mention.text.isupper()
    ]

    assert not named


@pytest.mark.skipif(not (SHARED / "cases").is_dir(), reason="the texts of others are not here")
@pytest.mark.parametrize(("name", "tumour"), OWN_REPORTS.items())
def test_abbreviations_in_their_setting(name: str, tumour: str, ontology: Ontology) -> None:
    """RMS is a rhabdomyosarcoma in a child who was given VAC."""
    path = SHARED / "cases" / "reading-reports" / f"{name}.txt"
    facts = sarcoma_kg.read(str(path), ontology=ontology).facts

    assert tumour in {fact.value for fact in facts if fact.kind == "diagnosis"}


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("the effect size (ES) was small", "ES", "effect size"),
        ("the effect size [ES] was small", "ES", "effect size"),
        ("ES, effect size; SS, sum of squares.", "SS", "sum of squares"),
        ("ES = effect size", "ES", "effect size"),
        ("Abbreviations\nES: effect size\nSS  sum of squares", "SS", "sum of squares"),
        ("ES stands for the excited state here", "ES", "excited state"),
        ("Effect size is abbreviated as ES.", "ES", "Effect size"),
        ("effect sizes (hereafter ES) under 0.2", "ES", "effect sizes"),
        ("we write ES for effect size", "ES", "effect size"),
        ("SS (stainless steel) plates", "SS", "stainless steel"),
        ("made by electrospinning (ES) at", "ES", "electrospinning"),
        ("a synovial sarcoma (SySa) of", "SySa", "synovial sarcoma"),
        ("an osteosarcoma (OS) of", "OS", "osteosarcoma"),
        ("a liposarcoma (LPS) of", "LPS", "liposarcoma"),
        ("the mean arterial blood pressure (MAP)", "MAP", "mean arterial blood pressure"),
        ("vacuum-assisted closure (VAC)", "VAC", "vacuum-assisted closure"),
        ("endometrial stromal sarcomas (ESSs)", "ESS", "endometrial stromal sarcomas"),
        ("leiomyosarcoma of the inferior vena cava (IVC)", "IVC", "inferior vena cava"),
        ("serotonin syndrome (SS; 4 reports)", "SS", "serotonin syndrome"),
    ],
)
def test_a_text_explains_its_abbreviations(text: str, short: str, long: str) -> None:
    """In either order, in brackets, lists and words; letters may begin parts of words."""
    found = declared.find(text)

    assert text[found[short].start : found[short].end] == long


@pytest.mark.parametrize(
    "text",
    [
        "the test (ES = 0.81) was",
        "he had CT, chest tube insertion and rest",
        "a malignant tumour, CT, and MRI",
        "CT (contrast) showed a mass",
        "cytology of the lesion (FNA)",
    ],
)
def test_what_explains_nothing(text: str) -> None:
    """A number, a list and a word of the same letter are no long forms."""
    assert not declared.find(text)


def test_a_name_explained_is_every_use_of_its_abbreviation(ontology: Ontology) -> None:
    """One explanation anywhere holds for the whole text, also behind the use."""
    text = "SS was found. SS recurred. Abbreviations: SS, synovial sarcoma."
    sentences = mentions.find(Document(Paper("x"), text), ontology)
    found = [m.label for sentence in sentences for m in sentence.of("disease")]

    assert found.count("Synovial Sarcoma") == len(found) == 4


def test_rows_name_terms(ontology: Ontology) -> None:
    """Each meaning, setting and term of the tables is there, and each meaning has its reason."""
    rows = setting.rows()
    labels = {(concept.kind, concept.label.casefold()) for _, _, concept in ontology.names()}
    settings = setting.settings()
    faults = [
        short
        for (short, kind), row in rows.items()
        if (row.name and not ontology.candidates(row.name, kind))
        or not set(row.settings) <= settings.keys()
        or not row.reason
    ]
    faults += [
        f"{name}: {kind} {what}"
        for name, evidence in settings.items()
        for kind, what, _ in evidence
        if kind not in ("words", "short") and what[0] not in "@*" and (kind, what) not in labels
    ]

    assert not faults
