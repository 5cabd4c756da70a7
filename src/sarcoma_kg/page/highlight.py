"""Highlights: a text cut where quotes begin and end, so that quotes may overlap in any way."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sarcoma_kg.records import Fact, writable

# a text may not turn the page's own words around: marks of direction that reach beyond a word
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the text under the same facts, by their numbers, the shortest quote first.

    `opens` are the facts whose quote begins here, `closes` those whose quote ends here.
    """

    text: str
    facts: tuple[int, ...] = ()
    opens: tuple[int, ...] = ()
    closes: tuple[int, ...] = ()


def shown(text: str) -> str:
    """Give a text as a page shows it: what no page can hold becomes U+FFFD, sign for sign."""
    return _TURNS.sub("\ufffd", writable(text))


def segments(text: str, facts: Sequence[Fact]) -> Iterator[Segment]:
    """Cut a text along the quotes of the facts (numbered from 0); joined, they are the text."""
    begins: dict[int, list[int]] = {}
    ends: dict[int, list[int]] = {}
    lengths = []
    for number, fact in enumerate(facts):
        start, end = fact.evidence.start, min(fact.evidence.end, len(text))
        lengths.append(end - start)
        if start < end:
            begins.setdefault(start, []).append(number)
            ends.setdefault(end, []).append(number)
    text = shown(text)
    edges = sorted({0, *begins, *ends, len(text)})
    covering: set[int] = set()
    for start, end in pairwise(edges):
        covering -= set(ends.get(start, ()))
        covering |= set(begins.get(start, ()))
        yield Segment(
            text[start:end],
            tuple(sorted(covering, key=lambda number: (lengths[number], number))),
            tuple(begins.get(start, ())),
            tuple(sorted(ends.get(end, ()))),
        )
