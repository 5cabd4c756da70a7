"""Qualifiers: words beside a name that leave what it is the name of ("left", "high-grade").

`qualifiers.tsv` says which kinds of concept they may qualify, and whether what is left is only
the whole of what is meant (`broad`). `shortened.tsv` holds words that are said short beside others,
`other_substances.tsv` names that one letter parts from a drug they are not ("medphalan").
"""

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sarcoma_kg.ontology import spelling
from sarcoma_kg.terms import Term

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Qualifier:
    """A word or words with their role, the kinds they qualify, and their identifier if any."""

    role: str
    kinds: frozenset[str]
    broad: bool
    term: Term | None
    label: str


def _rows(name: str) -> list[dict[str, str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


@cache
def qualifiers() -> dict[str, tuple[Qualifier, ...]]:
    """Give every qualifier by the key of its words."""
    found = defaultdict(list)
    for row in _rows("qualifiers.tsv"):
        term = Term.parse(row["id"]) if row["id"] else None
        found[spelling.key(row["words"])].append(
            Qualifier(
                row["role"],
                frozenset(row["kinds"].split(",")),
                row["how"] == "broad",
                term,
                row["label"],
            )
        )
    return {key: tuple(each) for key, each in found.items()}


@cache
def shortened() -> dict[str, tuple[str, ...]]:
    """Give what short words stand for beside others; those in capitals are written so."""
    found = defaultdict(list)
    for row in _rows("shortened.tsv"):
        found[row["short"]].append(row["long"])
    return {short: tuple(longs) for short, longs in found.items()}


@cache
def other_substances() -> frozenset[str]:
    """Give the words that are no misspelt drug: they name another substance, or another brand."""
    return frozenset(spelling.word_key(row["name"]) for row in _rows("other_substances.tsv"))
