"""Findings and syndromes as rules over the whole vocabulary, with the exceptions listed."""

import csv
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from sarcoma_kg.ontology import Concept, Ontology, meaning, spelling

NAMES = Path(__file__).parent / "terms" / "findings.tsv"
#: What lies right below the top: systems of the body, and heads of what no system has.
HEADS = """
Sudden death
Abnormal bleeding
Polydipsia
Abnormality of the abdominal organs
Frequent falls
Polyphagia
Abnormality of the abdominal wall
Functional motor deficit
Abnormality of body weight
Malnutrition
Feeding difficulties
Pain
Impairment of activities of daily living
Impaired continence
Chest tightness
Costovertebral angle tenderness
traffic accident
Foreign Bodies
Menopause
Necrosis
Pregnancy
Postmenopause
Transplant Recipient
Turner Syndrome
Fistula
Obstruction
Klinefelter Syndrome
Perforation
Cystic Lesion
dullness to percussion
speech difficulty
Abnormality of blood and blood-forming tissues|Abnormality of head or neck|Abnormality of limbs
Abnormality of metabolism/homeostasis|Abnormality of prenatal development or birth
Abnormality of the breast|Abnormality of the cardiovascular system
Abnormality of the digestive system|Abnormality of the ear|Abnormality of the endocrine system
Abnormality of the eye|Abnormality of the genitourinary system|Abnormality of the immune system
Abnormality of the integument|Abnormality of the musculoskeletal system
Abnormality of the nervous system|Abnormality of the respiratory system
Abnormality of the thoracic cavity|Abnormality of the voice|Growth abnormality
Constitutional symptom|Complication|Infectious Disorder|Injury|Mass|Swelling|Polyp|Fibrosis
autoimmune disease|psychiatric disorder|Therapy-Related Malignant Neoplasm|Radiation Exposure
Family history of cancer|Status post organ transplantation|Alcohol Consumption|Tobacco Use
"""
#: Findings of gene banks, cribs and gauges: no patient with a tumour is described so.
FOREIGN = re.compile(
    r"\b(LogMAR|EEG|antenatal|fetal|microtropia|barking|aciduria|play|tantrum|saccad|cry)\b"
    r"|\b(dynein|cilia|isoform|aminoaciduria|perimetry|evoked potential|xenobiotic)\b",
    re.IGNORECASE,
)
#: Exact names with a qualifier that the label has not, which still mean the very thing.
SAME = """
AIDS|acquired immunodeficiency syndrome
Acute Perforated Appendicitis|appendicitis perforated
Asthenia|generalized weakness
BAP1 Tumor Predisposition Syndrome|BAP1-TPDS
Chemotherapy-Related Leukemia|leukemia secondary to oncology chemotherapy
Cowden Syndrome|multiple hamartoma syndrome
Down syndrome|trisomy 21
Elevated circulating hepatic transaminase concentration|ALT/AST elevation
Elevated circulating hepatic transaminase concentration|elevated AST and ALT
Enchondromatosis|multiple enchondromatosis
Febrile Neutropenia|neutropenia with fever
Miscarriage|spontaneous abortion
Nausea and vomiting|N/V
Neurofibromatosis Type 2|NF2
Neurofibromatosis Type 2|bilateral acoustic neurofibromatosis
Neurofibromatosis Type 2|neurofibromatosis 2
Oncogenic osteomalacia|tumor-induced osteomalacia
Paresthesia|pins and needles
Postmenopausal bleeding|bleeding after menopause
Therapy-Related Malignant Neoplasm|treatment related secondary malignancy
Type I diabetes mellitus|T1DM
Type II diabetes mellitus|T2DM
Volkmann contracture|Volkmann's ischemic contracture
Werner syndrome|adult progeria
Werner syndrome|progeria of the adult
chemotherapy-induced neuropathy|chemotherapy-induced peripheral neuropathy
diaphyseal medullary stenosis-bone malignancy syndrome|\
diaphyseal medullary stenosis with malignant fibrous histiocytoma
hereditary breast ovarian cancer syndrome|hereditary breast and ovarian cancer
hereditary breast ovarian cancer syndrome|hereditary breast and ovarian cancer syndrome
hereditary retinoblastoma|familial retinoblastoma
hypercalcemia of malignancy|malignancy-associated hypercalcemia
hypercalcemia of malignancy|tumor-induced hypercalcemia
ifosfamide encephalopathy|ifosfamide-associated encephalopathy
ifosfamide encephalopathy|ifosfamide-induced encephalopathy
multiple endocrine neoplasia type 1|MEN-1
multiple endocrine neoplasia type 2|MEN-2
neurofibromatosis type 1|NF1
neurofibromatosis type 1|neurofibromatosis-1
neurofibromatosis type 1|peripheral neurofibromatosis
pain on movement|pain with movement
sinusoidal obstruction syndrome|SOS/VOD
sinusoidal obstruction syndrome|VOD/SOS
"""
#: One thing that is a finding or syndrome and a tumour, site or operation too.
IN_TWO_SLIMS = {
    "Arterial thrombosis",
    "Kasabach-Merritt syndrome",
    "McCune-Albright syndrome",
    "blue rubber bleb nevus",
    "endometriosis",
    "schwannomatosis",
}


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    """The packaged vocabulary."""
    return Ontology.load()


@pytest.fixture(scope="module")
def concepts(ontology: Ontology) -> list[Concept]:
    """All findings and syndromes."""
    return [*ontology.concepts("finding"), *ontology.concepts("syndrome")]


def listed(text: str) -> set[str]:
    """Give the entries of a list in this file."""
    return {line for line in text.replace("\\\n", "").strip().splitlines() if line}


def test_every_finding_has_a_place(ontology: Ontology, concepts: list[Concept]) -> None:
    """Right below the top are heads only; every other finding is under one of them."""
    heads = {head for line in listed(HEADS) for head in line.split("|")}
    below = {
        concept.label
        for concept in concepts
        if concept.kind == "finding" and [str(p) for p in concept.parents] == ["HP:0000118"]
    }

    assert below - heads == set()


def test_own_terms_are_under_real_ones(concepts: list[Concept]) -> None:
    """An own term has a parent besides the top, and its identifier is its label."""
    wrong = []
    for concept in concepts:
        if concept.id.prefix == "SKGT":
            slug = re.sub(r"[^a-z0-9]+", "-", concept.label.lower()).strip("-")
            if str(concept.id) != f"SKGT:finding-{slug}" or not concept.parents:
                wrong.append(str(concept.id))

    assert wrong == []


def test_no_foreign_findings(concepts: list[Concept]) -> None:
    """What only gene banks, cribs and gauges know is left out."""
    assert [c.label for c in concepts if FOREIGN.search(c.label)] == []


def test_a_name_means_one_thing(concepts: list[Concept]) -> None:
    """No exact name is that of two findings or syndromes."""
    owners = defaultdict(set)
    for concept in concepts:
        for name in concept.names:
            if name.scope in ("label", "exact", "old"):
                owners[spelling.key(name.text)].add(concept.label)

    assert {name: found for name, found in owners.items() if len(found) > 1} == {}


def test_an_exact_name_adds_nothing(concepts: list[Concept]) -> None:
    """An exact name has no qualifier and no second thing that the label has not."""
    wrong = {
        f"{concept.label}|{name.text}"
        for concept in concepts
        for name in concept.names
        if name.scope == "exact" and meaning.scope_of(name.text, concept.label) != "exact"
    }

    assert wrong - listed(SAME) == set()
    assert listed(SAME) - wrong == set()


def test_exact_matches_are_one_to_one(concepts: list[Concept]) -> None:
    """A concept has one exact match in a vocabulary, and no other concept has it."""
    double, owners = [], defaultdict(set)
    for concept in concepts:
        exact = concept.xrefs[: concept.exact]
        if max(Counter(term.prefix for term in exact).values(), default=0) > 1:
            double.append(concept.label)
        for term in exact:
            owners[str(term)].add(concept.label)

    assert double == []
    assert {term: found for term, found in owners.items() if len(found) > 1} == {}


def test_a_thing_is_in_one_slim(ontology: Ontology, concepts: list[Concept]) -> None:
    """No exact match of a finding or syndrome is a concept, or a match of one, of another kind."""
    owners = defaultdict(set)
    for concept in ontology.concepts():
        for term in (concept.id, *concept.xrefs[: concept.exact]):
            owners[str(term)].add(concept.kind)
    both = {
        concept.label
        for concept in concepts
        for term in concept.xrefs[: concept.exact]
        if owners[str(term)] - {"finding", "syndrome"}
    }

    assert both <= IN_TWO_SLIMS


def _rows() -> list[tuple[str, str, str]]:
    with NAMES.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["name"], row["kind"], row["id"]) for row in rows]


def test_names_as_clinicians_write_them(ontology: Ontology) -> None:
    """Abbreviations, lay words and turned names lead to their finding or syndrome."""
    wrong = []
    for name, kind, identifier in _rows():
        match = ontology.find(name, kind)
        found = str(match.concept.id) if match else ""
        if found != identifier:
            wrong.append((name, identifier, found))

    assert wrong == []


@pytest.mark.parametrize(
    ("name", "not_this"),
    [
        ("menopause", "MESH:D011247"),
        ("hypersensitivity", "HP:0041092"),
        ("urinary tract infection", "HP:0000010"),
        ("gastric outlet obstruction", "NCIT:C34966"),
        ("adenocarcinoma of esophagus", "HP:0100580"),
        ("pituitary gland", "MONDO:0021156"),
        ("cytomegalovirus", "NCIT:C53649"),
        ("gastrinoma", "HP:0002044"),
        ("small bowel obstruction", "HP:0005214"),
        ("skin necrosis", "SKGT:finding-flap-necrosis"),
        ("liver transplant recipient", "SKGT:finding-kidney-transplant-recipient"),
        ("regression", "HP:0002376"),
    ],
)
def test_a_name_of_another_thing(ontology: Ontology, name: str, not_this: str) -> None:
    """A name leads to no term that means another thing."""
    match = ontology.find(name, "finding")

    assert match is None or match.how == "related" or str(match.concept.id) != not_this
