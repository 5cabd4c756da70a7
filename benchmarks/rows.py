"""Rows set side by side: which predicted row says what which annotated one says.

What `accuracy.py`, `course.py` and `agreement.py` share. How a kind is compared is said in the
registry of kinds; all of it is strict where `strict` is true.
"""

import argparse
import itertools
import json
import re
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import sarcoma_kg
from sarcoma_kg import papers
from sarcoma_kg.errors import TermError
from sarcoma_kg.kinds import KINDS
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.records import DAYS, Document
from sarcoma_kg.terms import Term

Row = dict[str, Any]


def folders_parser(about: str | None) -> argparse.ArgumentParser:
    """Make the command line of a benchmark over folders of annotated papers."""
    made = argparse.ArgumentParser(
        description=about, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    made.add_argument("folder", type=Path, nargs="+")
    made.add_argument("--text", type=Path, help="where the texts are, if not in FOLDER/text")
    made.add_argument("--predicted", type=Path, help="rows made before, instead of reading now")
    made.add_argument("--markdown", action="store_true", help="print the table for docs/")
    made.add_argument("--errors", action="store_true", help="list all that is not right")
    return made


def nothing_in(folders: Iterable[Path]) -> int:
    """Say that folders hold no annotated documents; gives the exit code."""
    print(f"{', '.join(map(str, folders))}: no annotated documents (*.jsonl)", file=sys.stderr)
    return 2


class Neighbours:
    """Which identifiers mean the same concept, or one right above or below it."""

    def __init__(self, ontology: Ontology) -> None:
        self._ontology = ontology
        self.same = lru_cache(maxsize=None)(self._same)
        self.near = lru_cache(maxsize=None)(self._near)

    def _same(self, curie: str) -> frozenset[str]:
        concept = self._get(curie)
        if concept is None:
            return frozenset({curie})
        return frozenset({curie, str(concept.id), *map(str, concept.xrefs)})

    def _near(self, curie: str) -> frozenset[str]:
        found = set(self.same(curie))
        concept = self._get(curie)
        if concept is not None:
            around = [*self._ontology.parents(concept.id), *self._ontology.children(concept.id)]
            for other in around:
                found |= {str(other.id), *map(str, other.xrefs)}
        return frozenset(found)

    def _get(self, curie: str) -> Any:
        try:
            return self._ontology.get(Term.parse(curie))
        except TermError:
            return None


def normal(text: str) -> str:
    """Reduce a value: lower case, American spelling, singular."""
    low = text.lower().replace("tumour", "tumor").replace("ae", "e")
    words = re.sub(r"[^a-z0-9+]+", " ", low).split()
    return " ".join(
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))  # noqa: PLR2004 - gas
        else word
        for word in words
    )  # fmt: skip


def span(row: Row) -> tuple[float, float] | None:
    """Give a row's range in days where its unit is one of time, else in its unit."""
    low, high = row.get("low"), row.get("high")
    low = high if low is None else low
    high = low if high is None else high
    if low is None or high is None:
        return None
    factor = DAYS.get(row.get("unit") or "", 1.0)
    return float(low) * factor, float(high) * factor


def matches(gold: Row, found: Row, neighbours: Neighbours, *, strict: bool = False) -> bool:
    """Whether a predicted row says what an annotated row says.

    Strict are the same value or concept, and amounts within a fiftieth instead of a tenth.
    """
    kind = gold["fact"]
    if kind != found["fact"] or gold.get("polarity", "present") != found.get("polarity", "present"):
        return False
    first, second = normal(str(gold["value"])), normal(str(found["value"]))
    compare = KINDS[kind].compare
    if compare == "number":
        one, other = span(gold), span(found)
        if one is None or other is None:
            return first == second
        slack = 0.02 if strict else 0.1
        return all(
            abs(a - b) <= max(slack * max(abs(a), 1), 0.5) for a, b in zip(one, other, strict=True)
        )
    if compare == "exact" or first == second:
        return first == second
    pool = neighbours.same if strict else neighbours.near
    if any(
        mine in pool(theirs) for theirs in gold.get("ids") or () for mine in found.get("ids") or ()
    ):
        return True
    left, right = set(first.split()), set(second.split())
    return not strict and bool(left & right) and (left <= right or right <= left)


def align(gold: list[Row], found: list[Row], neighbours: Neighbours) -> dict[int, int]:
    """Give for each predicted case the annotated one, so that the most rows match."""
    theirs = sorted({row["case"] for row in gold if row["case"]})
    ours: list[int | None] = sorted({row["case"] for row in found if row["case"]})[:6]
    slots = ours + [None] * max(0, len(theirs) - len(ours))
    best, chosen = -1, {}
    for order in itertools.islice(itertools.permutations(slots, len(theirs)), 5000):
        pairs = {mine: case for mine, case in zip(order, theirs, strict=True) if mine is not None}
        count = sum(
            any(pairs.get(f["case"]) == g["case"] and matches(g, f, neighbours) for f in found)
            for g in gold
        )
        if count > best:
            best, chosen = count, pairs
    return chosen | {0: 0}


def rows_of(path: Path) -> list[Row]:
    """Read a file of rows, one JSON object a line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def annotated(
    folder: Path, texts: Path | None = None, predicted: Path | None = None
) -> Iterator[tuple[str, Document, list[Row], list[Row]]]:
    """Give each annotated document: its name, itself, its rows, and those predicted of it.

    FOLDER holds `facts/<doc>.jsonl` (or the rows right in it) and `text/<doc>.txt`, unless `texts`
    says where these are. Predicted are the rows of the folder `predicted`, or what is read now.
    """
    ontology = Ontology.load()
    gold_folder = folder / "facts" if (folder / "facts").is_dir() else folder
    own = folder / "text"
    for path in sorted(gold_folder.glob("*.jsonl")):
        file = (own if own.is_dir() or texts is None else texts) / f"{path.stem}.txt"
        (document,) = papers.read(str(file))
        if predicted is None:
            found = sarcoma_kg.read(document, ontology=ontology).rows()
        else:
            mate = predicted / path.name
            found = rows_of(mate) if mate.exists() else []
        yield path.stem, document, rows_of(path), found


def markdown(rows: list[tuple[str, ...]]) -> list[str]:
    """Give the lines of a Markdown table; the first row is its head."""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return [lines[0], "|---" * len(rows[0]) + "|", *lines[1:]]


def share(number: float | None) -> str:
    """Give a share as tables print it."""
    return "–" if number is None else f"{number:.2f}"
