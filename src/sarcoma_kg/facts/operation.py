"""An operation as a sentence tells it, before it is a fact; and the words for what is cut out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sarcoma_kg.facts.phrase import phrases

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


_FAR, _NAMED = 60, 3  # characters behind a verb; how surely an organ's removal is told
_CLAUSE_END = re.compile(r"[.;:(]|,\s")
_TOGETHER = re.compile(r"\b(?:together|along|en[\s-]bloc)\s+with\s+")


def together(low: str, begin: int, end: int) -> Iterator[Operation]:
    """Read the organs of "the mass together with the left kidney and the spleen was resected"."""
    text = low[begin:end] + _CLAUSE_END.split(low[end : end + _FAR])[0]
    match = _TOGETHER.search(text)
    if match:
        for one in phrases("surgery_object").find(text, match.end()):
            start, stop = begin + one.start, begin + one.end
            yield Operation(one.meaning, start, stop, "", "surgery-passive", _NAMED, whole=True)
