"""Review: a person reads every fact against its quote, and what they decide is kept.

`write` makes a sheet, a file to read and edit; `read` and `decide` take it back; `record` keeps
the verdicts, so that the reader's accuracy over time can be computed by `tallies`.
"""

from sarcoma_kg.model import Doubt
from sarcoma_kg.review.decision import Review, Verdict, decide
from sarcoma_kg.review.ledger import HEADINGS, Tally, record, tallies
from sarcoma_kg.review.orcid import orcid
from sarcoma_kg.review.sheet import Sheet, read, write

__all__ = [
    "HEADINGS",
    "Doubt",
    "Review",
    "Sheet",
    "Tally",
    "Verdict",
    "decide",
    "orcid",
    "read",
    "record",
    "tallies",
    "write",
]
