"""Reading in tests: a short text of one's own as the facts of its case."""

import csv
from pathlib import Path

import sarcoma_kg
from sarcoma_kg import facts
from sarcoma_kg.facts.phrase import MACRO, lowered, phrases
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.records import Document, Fact, Paper

CUES = Path(facts.__file__).parent
#: Put before a sentence on trial, so that there is a case with a tumour that was treated.
OPENING = "A 45-year-old woman presented with a leiomyosarcoma of the thigh. "


def read(ontology: Ontology, text: str, opening: str = OPENING) -> list[Fact]:
    """Read a text as a paper about one patient with a leiomyosarcoma."""
    document = Document(Paper("x"), opening + text)
    return list(sarcoma_kg.read(document, ontology=ontology).facts)


def told(ontology: Ontology, text: str, kind: str, opening: str = OPENING) -> list[str]:
    """Give the values of one kind that a text tells; what is denied with a minus before it."""
    return [
        ("-" if fact.polarity == "absent" else "") + fact.value
        for fact in read(ontology, text, opening)
        if fact.kind == kind
    ]


def cue_rows(name: str) -> list[dict[str, str]]:
    """Give the rows of a cue file."""
    with (CUES / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [row for row in rows if row["meaning"] != MACRO]


def unmatched(name: str) -> list[str]:
    """Give the patterns of a cue file whose own example they do not match."""
    return [
        row["pattern"]
        for row in cue_rows(name)
        if not any(
            found.row["meaning"] == row["meaning"]
            for found in phrases(name, row["meaning"]).find(lowered(row["example"]))
        )
    ]


def diagnosis(ontology: Ontology, text: str) -> str:
    """Give the first diagnosis of a text of its own; nothing where it is no case."""
    return next(iter(told(ontology, text, "diagnosis", opening="")), "")


#: Openings of a text about the status of its patient.
UNTREATED = "A 45-year-old woman had a leiomyosarcoma of the thigh. "
CISPLATIN = UNTREATED + "She received cisplatin. "
RESECTED = UNTREATED + "It was resected. "
METASTATIC = (
    "A 45-year-old woman had a leiomyosarcoma of the uterus with lung metastases. "
    "She received pazopanib and had a partial response. "
)
RELAPSED = UNTREATED + (
    "It was resected and recurred in the lungs a year later. She received trabectedin. "
)


def status(ontology: Ontology, text: str) -> tuple[str, str | None]:
    """Give the outcome of a text, with its follow-up."""
    facts = read(ontology, text, "")
    outcome = next((fact.value for fact in facts if fact.kind == "outcome"), "")
    return outcome, next((fact.value for fact in facts if fact.kind == "follow-up"), None)
