"""An operation as a sentence tells it, before it is a fact; and the words for what is cut out."""

import re
from dataclasses import dataclass

TUMOUR = re.compile(
    r"\b(?:tumou?rs?|mass(?:es)?|lesions?|nodules?|neoplasms?|sarcomas?|\w+omas?|gists?"
    r"|swellings?|growths?"
    r"|cysts?|lumps?|malignan\w+|recurren\w+|relaps\w+|disease|polyps?|metasta\w+|thrombus|it|they"
    r"|neoformation|formation|process|lymphadenopathy|primary|remnant|residual|another\s+one"
    r"|others)\b"
)


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation told at these offsets of a sentence (or of the text, once it is kept).

    `strength` is 3 for a named operation, 2 for a resection that is reported, 1 for one that is
    only alluded to, 0 for a vague word.
    """

    value: str
    start: int
    end: int
    note: str
    rule: str
    strength: int
    denied: bool = False
    whole: bool = False  # its object is said
    earlier: bool = False  # "at 19 months after surgery": it was before what is told
    plain: bool = False  # of "the tumour", where nothing tells of another one or another time
