"""Phrases: the wordings that carry a meaning, read from TSV files.

A phrase file has the columns pattern, meaning, (more,) example, source. A pattern is lower case:
plain words and what a regular expression adds. A blank in it stands for blanks or a hyphen, a
blank and a question mark for none too, `…` between blanks for up to four words; one that begins
with `~` may follow a word without a blank, one that ends with `(?=\\w)` stands before one. A row
of the meaning `macro` is a piece that the patterns below it hold as `<NAME>` (its column group).
Each file's examples are tested against their own row.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from heapq import heapify, heappop, heappush
from pathlib import Path

from sarcoma_kg.phrase.needle import SHORTEST, needles
from sarcoma_kg.stems import holds

#: The meaning of a row whose pattern other patterns hold by its name (column group): `<NAME>`.
MACRO = "macro"
_MACRO_USE = re.compile(r"<([A-Z]+)>")
_BLANK = r"[\s-]+"
_AFTER_WORD = "~"
_BEFORE_WORD = r"(?=\w)"
_CLASS = re.compile(r"(\[[^\]]*\])")
_MAYBE = r"[\s-]*"
_GAP = r"(?:[\s,-]+[\w'’/-]+){0,4}?[\s,-]+"
_ENOUGH = 6  # letters of a needle that are looked for: many phrases begin alike
_SENTENCES = 128  # as many as a paper's case mostly has


@lru_cache(maxsize=1024)
def lowered(text: str) -> str:
    """Give a text in lower case with every character at its place (some grow when lowered)."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)
    return low


@lru_cache(maxsize=_SENTENCES)
def _pieces(low: str) -> frozenset[str]:
    """Give every piece of a text with which a needle may begin."""
    return frozenset([low[n : n + SHORTEST] for n in range(len(low) - SHORTEST + 1)])


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase found in a text: offsets in that text, what it means, and its row."""

    start: int
    end: int
    meaning: str
    row: dict[str, str]


class Phrases:
    """The phrases of one file, found in one pass over a text in lower case."""

    def __init__(self, rows: list[dict[str, str]], by_match: bool = False) -> None:
        """Take the patterns of `rows`.

        Of two that begin at one place the longer pattern wins, or (`by_match`) the longer match.
        """
        self._by_match = by_match
        self.rows = sorted(rows, key=lambda row: -len(row["pattern"]))
        self._parts = [_compiled(row["pattern"]) for row in self.rows]
        # compiled when first tried: most phrases stand in no text that a command reads
        self._each: dict[int, re.Pattern[str]] = {}
        self._always: list[int] = []
        by_needle: dict[str, list[int]] = {}
        self._also: list[list[tuple[str, ...]]] = []  # what a text must hold besides
        for number, part in enumerate(self._parts):
            needed, *also = needles(part) or (frozenset(),)
            for needle in {needle[:_ENOUGH] for needle in needed}:
                by_needle.setdefault(needle, []).append(number)
            if not needed:
                self._always.append(number)
            self._also.append([tuple(each) for each in also])
        self._needles: dict[str, list[tuple[str, list[int]]]] = {}
        for needle, numbers in by_needle.items():
            self._needles.setdefault(needle[:SHORTEST], []).append((needle, numbers))
        self._beginnings = frozenset(self._needles)
        # several readers look for the same phrases in the sentences of a paper, one after another
        self._remembered = lru_cache(maxsize=_SENTENCES)(self._found)

    def find(self, low: str, start: int = 0, end: int | None = None) -> list[Found]:
        """Give the phrases in `low[start:end]` (lower case) in order, none overlapping."""
        if start or end is not None:
            return list(self._found(low, start, end))
        return list(self._remembered(low))

    def at(self, low: str, start: int = 0) -> Found | None:
        """Give the phrase that begins at `low[start]` (lower case), if one does."""
        for number in self._possible(low):
            match = self._pattern(number).match(low, start)
            if match:
                row = self.rows[number]
                return Found(start, match.end(), row["meaning"], row)
        return None

    def search(self, low: str, start: int = 0, end: int | None = None) -> bool:
        """Say whether any phrase stands in `low[start:end]` (lower case)."""
        stop = len(low) if end is None else end
        return any(self._pattern(n).search(low, start, stop) for n in self._possible(low))

    def _found(self, low: str, start: int = 0, end: int | None = None) -> tuple[Found, ...]:
        stop = len(low) if end is None else end
        ahead = []  # the next match of each phrase that may stand in the text, the first on top
        for number in self._possible(low):
            match = self._pattern(number).search(low, start, stop)
            if match:
                ahead.append(self._rank(match, number))
        heapify(ahead)
        found: list[Found] = []
        place = start
        while ahead:
            begin, _, number, close = heappop(ahead)
            if begin >= place:
                row = self.rows[number]
                found.append(Found(begin, close, row["meaning"], row))
                place = close
            match = self._pattern(number).search(low, max(place, begin + 1), stop)
            if match:
                heappush(ahead, self._rank(match, number))
        return tuple(found)

    def _rank(self, match: re.Match[str], number: int) -> tuple[int, int, int, int]:
        longest = -match.end() if self._by_match else 0
        return match.start(), longest, number, match.end()

    def _possible(self, low: str) -> list[int]:
        """Give the numbers of the phrases of which a text holds a needle, in their order."""
        found = [
            numbers
            for beginning in _pieces(low) & self._beginnings
            for needle, numbers in self._needles[beginning]
            if needle in low
        ]
        if not found:
            return self._always
        numbers = sorted(set(self._always).union(*found))
        also = self._also
        return [n for n in numbers if not also[n] or all(holds(low, each) for each in also[n])]

    def _pattern(self, number: int) -> re.Pattern[str]:
        pattern = self._each.get(number)
        if pattern is None:
            part = self._parts[number]
            before = "" if part[0] == _AFTER_WORD else r"(?<!\w)"
            part = part.removeprefix(_AFTER_WORD)
            after = "" if part.endswith(_BEFORE_WORD) else r"(?!\w)"
            pattern = self._each[number] = re.compile(rf"{before}(?:{part}){after}")
        return pattern


def _compiled(pattern: str) -> str:
    parts = _CLASS.split(pattern)  # a blank in square brackets is a blank
    for n in range(0, len(parts), 2):
        spaced = parts[n].replace(" ?", _MAYBE).replace(" … ", _GAP)
        parts[n] = spaced.replace(" ", _BLANK)
    return "".join(parts)


@cache
def read(path: Path, *meanings: str) -> Phrases:
    """Read a phrase file, only the rows of `meanings` where any is given."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    macros: dict[str, str] = {}
    found = []
    for row in rows:
        pattern = _MACRO_USE.sub(lambda use: macros[use.group(1)], row["pattern"])
        if row["meaning"] == MACRO:
            macros[row.get("group") or row["where"]] = pattern
        elif not meanings or row["meaning"] in meanings:
            found.append(row | {"pattern": pattern})
    return Phrases(found)
