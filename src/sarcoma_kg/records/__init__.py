"""The domain as frozen dataclasses: no input, no output, nothing but what a fact is.

A paper is read as a `Document`; its `Sentence`s hold `Mention`s; from them come `Fact`s, each
with its `Evidence`. Facts belong to a `Case`, its `Tumour`s and `Event`s. `Fact.row` and
`Fact.from_row` are the flat face (one JSON object per fact).
"""

from sarcoma_kg.records.course import DEAD, Case, Event, Tumour, cases, faults, placed
from sarcoma_kg.records.fact import (
    PRESENTATION,
    SINCE,
    Evidence,
    Fact,
    Polarity,
    Qualifiers,
    writable,
)
from sarcoma_kg.records.normal import NormalText, normal
from sarcoma_kg.records.paper import Document, Paper, Passage, Reading, digest
from sarcoma_kg.records.quantity import DAYS, UNITS, Quantity
from sarcoma_kg.records.text import Context, Mention, Sentence, Token

__all__ = [
    "DAYS",
    "DEAD",
    "PRESENTATION",
    "SINCE",
    "UNITS",
    "Case",
    "Context",
    "Document",
    "Event",
    "Evidence",
    "Fact",
    "Mention",
    "NormalText",
    "Paper",
    "Passage",
    "Polarity",
    "Qualifiers",
    "Quantity",
    "Reading",
    "Sentence",
    "Token",
    "Tumour",
    "cases",
    "digest",
    "faults",
    "normal",
    "placed",
    "writable",
]
