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
