"""Phrases: the wordings that carry a fact, read from the TSV files beside this module.

A phrase file has the columns pattern, meaning, (more,) example, source. A pattern is lower case:
plain words and what a regular expression adds. A blank in it stands for blanks or a hyphen, a
blank and a question mark for none too, `…` between blanks for up to four words. A row of the
meaning `macro` is a piece that the patterns below it hold as `<NAME>` (its column group). Each
file's examples are tested against their own row.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

from sarcoma_kg.facts.initial import initials

#: The meaning of a row whose pattern other patterns hold by its name (column group): `<NAME>`.
MACRO = "macro"
_MACRO_USE = re.compile(r"<([A-Z]+)>")
_BLANK = r"[\s-]+"
_CLASS = re.compile(r"(\[[^\]]*\])")
_MAYBE = r"[\s-]*"
#: Characters of a pattern that is cut up by first letters: a larger one takes long to compile.
_LARGEST = 40_000
_GAP = r"(?:[\s,-]+[\w'’/-]+){0,4}?[\s,-]+"


@lru_cache(maxsize=1024)
def lowered(text: str) -> str:
    """Give a text in lower case with every character at its place (some grow when lowered)."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)
    return low


def holds(low: str, stems: tuple[str, ...]) -> bool:
    """Say whether a text (lower case) holds any of these stems: the cheap look before a search."""
    for stem in stems:  # noqa: SIM110 - a loop is twice as fast as any() here, and this runs most
        if stem in low:
            return True
    return False


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase found in a text: offsets in that text, what it means, and its row."""

    start: int
    end: int
    meaning: str
    row: dict[str, str]


class Phrases:
    """The phrases of one file, found in one pass over a text in lower case."""

    def __init__(self, rows: list[dict[str, str]]) -> None:
        """Compile the patterns of `rows`, the longest first."""
        self.rows = sorted(rows, key=lambda row: -len(row["pattern"]))
        parts = [_compiled(row["pattern"]) for row in self.rows]
        # compiled when first tried: most phrases stand in no text that a command reads
        self._parts = [(part, initials(part)) for part in parts]
        self._each: dict[int, re.Pattern[str]] = {}
        self._joined = parts

    @cached_property
    def _any(self) -> re.Pattern[str]:
        """All phrases, to be found anywhere."""
        whole = _dispatched(self._joined) or "(?!)"
        if len(whole) > _LARGEST:
            whole = "|".join(self._joined)
        return re.compile(rf"(?<!\w)(?:{whole})(?!\w)")

    @cached_property
    def _here(self) -> re.Pattern[str]:
        """All phrases, to be tried at one place."""
        return re.compile(rf"(?<!\w)(?:{'|'.join(self._joined) or '(?!)'})(?!\w)")

    def find(self, low: str, start: int = 0, end: int | None = None) -> list[Found]:
        """Give the phrases in `low[start:end]` (lower case) in order, none overlapping."""
        stop = len(low) if end is None else end
        found = []
        for match in self._any.finditer(low, start, stop):
            row = self._row(low, match.start(), match.end())
            found.append(Found(match.start(), match.end(), row["meaning"], row))
        return found

    def at(self, low: str, start: int = 0) -> Found | None:
        """Give the phrase that begins at `low[start]` (lower case), if one does."""
        match = self._here.match(low, start)
        if match is None:
            return None
        row = self._row(low, match.start(), match.end())
        return Found(match.start(), match.end(), row["meaning"], row)

    def search(self, low: str, start: int = 0, end: int | None = None) -> bool:
        """Say whether any phrase stands in `low[start:end]` (lower case)."""
        return self._any.search(low, start, len(low) if end is None else end) is not None

    def _row(self, low: str, start: int, end: int) -> dict[str, str]:
        for number, (part, first) in enumerate(self._parts):
            if first and low[start] not in first:
                continue
            pattern = self._each.get(number)
            if pattern is None:
                pattern = self._each[number] = re.compile(rf"{part}(?!\w)")
            if pattern.fullmatch(low, start, end):
                return self.rows[number]
        return self.rows[0]


def _dispatched(parts: list[str]) -> str:
    """Join patterns so that only those are tried that can start with the letter at hand."""
    firsts = [initials(part) for part in parts]
    letters = sorted({letter for first in firsts if first for letter in first})
    groups = []
    for letter in letters:
        mine = [
            part for part, first in zip(parts, firsts, strict=True) if not first or letter in first
        ]
        groups.append(f"(?={letter})(?:{'|'.join(mine)})")
    anywhere = [part for part, first in zip(parts, firsts, strict=True) if not first]
    if anywhere:
        groups.append(
            f"(?![{''.join(letters)}])(?:{'|'.join(anywhere)})" if letters else "|".join(anywhere)
        )
    return "|".join(groups)


def _compiled(pattern: str) -> str:
    parts = _CLASS.split(pattern)  # a blank in square brackets is a blank
    for n in range(0, len(parts), 2):
        spaced = parts[n].replace(" ?", _MAYBE).replace(" … ", _GAP)
        parts[n] = spaced.replace(" ", _BLANK)
    return "".join(parts)


@cache
def phrases(name: str, *meanings: str) -> Phrases:
    """Read `name`.tsv beside this module, only the rows of `meanings` where any is given."""
    path = Path(__file__).parent / f"{name}.tsv"
    with path.open(encoding="utf-8", newline="") as lines:
        read = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    macros: dict[str, str] = {}
    rows = []
    for row in read:
        pattern = _MACRO_USE.sub(lambda use: macros[use.group(1)], row["pattern"])
        if row["meaning"] == MACRO:
            macros[row["group"]] = pattern
        elif not meanings or row["meaning"] in meanings:
            rows.append(row | {"pattern": pattern})
    return Phrases(rows)
