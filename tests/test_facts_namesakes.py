"""Names in names: a tumour in that of a gene or a virus, a grade in that of a tumour."""

import csv
from pathlib import Path

import pytest

from reading import diagnosis as diagnosis_of
from reading import told
from sarcoma_kg import mentions
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.records import Document, Paper


@pytest.mark.parametrize(
    ("text", "diagnosis"),
    [
        (
            "A 60-year-old woman had a lung adenocarcinoma with a mutation of the Kirsten rat "
            "sarcoma viral oncogene homolog. She received pembrolizumab.",
            "",
        ),
        (
            "A 38-year-old man had Kaposi's sarcoma-associated herpesvirus in a primary effusion "
            "lymphoma. He received doxorubicin.",
            "",
        ),
        (
            "A 63-year-old man had a melanoma with the V600E mutation of the v-raf murine sarcoma "
            "viral oncogene homolog B. Vemurafenib was given.",
            "",
        ),
        (
            "A 52-year-old woman had a salivary carcinoma. FUS (fused in sarcoma) was split by "
            "FISH. The tumour was resected.",
            "",
        ),
        (
            "A 57-year-old man had an acute leukaemia with a fusion of translocated in "
            "liposarcoma (TLS) and ERG. He received cytarabine.",
            "",
        ),
        (
            "A 49-year-old woman had a colon carcinoma in which Harvey rat sarcoma virus was "
            "mutated. Colectomy was performed.",
            "",
        ),
        (
            "A 9-year-old girl had a granulosa cell tumour, a sex cord-stromal tumour of the "
            "ovary. Oophorectomy was done.",
            "",
        ),
        (
            "A 44-year-old woman had a clear cell carcinoma of the tongue; Ewing sarcoma RNA- "
            "binding protein 1 was rearranged. It was excised.",
            "",
        ),
        (
            "A 21-year-old man had a small round cell tumour of the pelvis. A break in the Ewing "
            "sarcoma breakpoint region 1 confirmed Ewing sarcoma. Vincristine was given.",
            "ewing sarcoma",
        ),
        (
            "A 36-year-old man with Kaposi sarcoma of the skin had antibodies to Kaposi sarcoma- "
            "associated herpesvirus. Liposomal doxorubicin was given.",
            "skin kaposi sarcoma",
        ),
        (
            "A 27-year-old woman had a synovial sarcoma of the knee with a break in the synovial "
            "sarcoma X breakpoint 1 gene. It was resected.",
            "synovial sarcoma",
        ),
    ],
)
def test_genes_and_viruses_named_after_a_tumour_are_none(
    ontology: Ontology, text: str, diagnosis: str
) -> None:
    """The name of a gene, a virus or another tumour holds that of a sarcoma."""
    assert diagnosis_of(ontology, text) == diagnosis


NAMESAKES = Path(mentions.__file__).parent / "namesakes.tsv"


def _namesakes() -> list[str]:
    with NAMESAKES.open(encoding="utf-8", newline="") as lines:
        return [row["example"] for row in csv.DictReader(lines, delimiter="\t")]


@pytest.mark.parametrize("example", _namesakes())
def test_every_namesake_is_no_tumour(ontology: Ontology, example: str) -> None:
    """No example of `namesakes.tsv` mentions a tumour."""
    found = mentions.find(Document(Paper("x"), f"It was {example}, they said."), ontology)

    assert [mention.text for sentence in found for mention in sentence.of("disease")] == []


@pytest.mark.parametrize(
    ("text", "grades"),
    [
        ("A 41-year-old man had a low-grade fibromyxoid sarcoma of the back.", []),
        ("A 41-year-old man had a low-grade myofibroblastic sarcoma of the palate.", []),
        ("A 19-year-old man had a low-grade central osteosarcoma of the tibia.", []),
        ("A 19-year-old man had a high grade surface osteosarcoma of the femur.", []),
        ("A 41-year-old man had a low-grade leiomyosarcoma of the back.", ["low"]),
        ("A 41-year-old man had a leiomyosarcoma of high grade.", ["high"]),
    ],
)
def test_a_grade_in_the_name_of_an_entity_is_none(
    ontology: Ontology, text: str, grades: list[str]
) -> None:
    """Low-grade fibromyxoid sarcoma is called so whatever its grade."""
    assert told(ontology, text, "grade", opening="") == grades
