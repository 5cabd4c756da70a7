"""Cues: the words that carry a fact, read from the TSV files beside this module.

A cue file has the columns cue, meaning, (more,) example, source. A cue is plain words; `…` in it
stands for a few words between, a trailing `*` for the rest of a word.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_GAP = r"(?:[\s,]+[\w-]+){0,4}?[\s,]+"


_WORD = re.compile(r"\w+")
_KEY = 3  # letters of a cue's first word by which it is looked up


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues of one file, by the first letters of their first word, the longest first."""

    index: dict[str, tuple[tuple[re.Pattern[str], dict[str, str]], ...]]

    def find(self, text: str) -> list[tuple[int, int, dict[str, str]]]:
        """Give (start, end, row) of each cue in a text, none overlapping, in order."""
        found = []
        place = 0
        for word in _WORD.finditer(text):
            start = word.start()
            if start < place:
                continue
            for pattern, row in self.index.get(word.group()[:_KEY].lower(), ()):
                match = pattern.match(text, start)
                if match:
                    place = match.end()
                    found.append((start, place, row))
                    break
        return found

    def first(self, text: str) -> tuple[int, int, dict[str, str]] | None:
        """Give the first cue in a text, if there is one."""
        found = self.find(text)
        return found[0] if found else None


def pattern(cue: str) -> str:
    """Give the pattern of one cue as a file writes it."""
    words = []
    for part in cue.split("…"):
        escaped = re.escape(part.strip()).replace(r"\ ", r"[\s-]+").replace(r"\*", r"\w*")
        words.append(escaped.replace(r"\-", r"[-–\s]?"))
    text = _GAP.join(words)
    before = r"\b" if cue[:1].isalnum() else ""
    after = r"\b" if cue[-1:].isalnum() else ""
    return before + text + after


@cache
def cues(name: str, meaning: str = "", where: str = "") -> Cues:
    """Read `name`.tsv beside this module; only the rows of `meaning` and `where`, if given."""
    path = Path(__file__).parent / f"{name}.tsv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [
            row
            for row in csv.DictReader(lines, delimiter="\t")
            if meaning in ("", row["meaning"]) and where in ("", row.get("where"))
        ]
    rows.sort(key=lambda row: -len(row["cue"]))
    index: dict[str, list[tuple[re.Pattern[str], dict[str, str]]]] = {}
    for row in rows:
        first = _WORD.match(row["cue"])
        if first is None:
            raise ValueError(f"{path.name}: the cue {row['cue']!r} does not begin with a word")
        compiled = re.compile(pattern(row["cue"]), re.IGNORECASE)
        index.setdefault(first.group()[:_KEY].lower(), []).append((compiled, row))
    return Cues({key: tuple(pairs) for key, pairs in index.items()})
