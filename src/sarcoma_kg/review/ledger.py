"""The ledger: what readers said and reviewers decided, kept beside the papers, and counted.

`reviews/PAPER.jsonl` in the folder of the graph has a line for each fact of each review: `paper`,
`at`, `reviewer`, `reader`, `version`, `verdict` (kept, changed, dropped, added), `row` (what the
reader said; for an added fact what the reviewer said) and, where it was changed, `now`.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sarcoma_kg.errors import SourceError
from sarcoma_kg.kinds import KINDS
from sarcoma_kg.records import Fact, Reading
from sarcoma_kg.review.decision import Review

#: The headings of the rows that `stats --reviews` prints.
HEADINGS = ("reader", "fact", "kept", "changed", "dropped", "added", "right", "found")
VERDICTS = ("kept", "changed", "dropped", "added")


def record(
    folder: Path, paper: str, review: Review, reader: Reading, reviewed: Reading, *, quotes: bool
) -> Path:
    """Write a review down in `folder`; `quotes` false keeps the words of the article out.

    Gives the file. Raises `SourceError` where it cannot be written.
    """
    head = {
        "paper": paper,
        "at": reviewed.at,
        "reviewer": reviewed.agent.removeprefix("person:"),
        "reader": reader.agent,
        "version": reader.version,
    }
    lines = []
    for verdict in review.verdicts:
        row = _row(verdict.said or verdict.now, quotes)
        now = _row(verdict.now, quotes) if verdict.verdict == "changed" else None
        entry = head | {"verdict": verdict.verdict, "row": row} | ({"now": now} if now else {})
        lines.append(json.dumps(entry, ensure_ascii=False) + "\n")
    path = folder / f"{paper}.jsonl"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8", newline="\n") as out:
            out.write("".join(lines))
    except OSError as error:
        raise SourceError(f"{path} cannot be written: {error.strerror}") from None
    return path


def _row(fact: Fact | None, quotes: bool) -> dict[str, Any]:
    if fact is None:
        return {}
    return (fact if quotes else fact.without_quotes()).row()


@dataclass(frozen=True, slots=True)
class Tally:
    """How often a reader was right about a kind of fact, as reviewers saw it."""

    reader: str
    kind: str
    kept: int
    changed: int
    dropped: int
    added: int

    @property
    def row(self) -> tuple[object, ...]:
        """The tally as a row under `HEADINGS`."""
        counts = (self.kept, self.changed, self.dropped, self.added)
        return (self.reader, self.kind, *counts, self.precision, self.recall)

    @property
    def precision(self) -> float | None:
        """The share of the reader's facts that stand unchanged."""
        said = self.kept + self.changed + self.dropped
        return round(self.kept / said, 3) if said else None

    @property
    def recall(self) -> float | None:
        """The share of the facts that stand which the reader had said as they are."""
        true = self.kept + self.changed + self.added
        return round(self.kept / true, 3) if true else None


def tallies(folder: Path) -> list[Tally]:
    """Count the verdicts by reader (with its version) and kind of fact; `all` comes last.

    Of several reviews of one paper as one reader read it the last one counts.
    Raises `SourceError` that names file and line where a ledger is broken.
    """
    last: dict[tuple[str, str], tuple[str, list[tuple[str, str]]]] = {}
    for path in sorted(folder.glob("*.jsonl")):
        for entry in _entries(path):
            reader = f"{entry['reader']} {entry['version']}".strip()
            at, paper = str(entry["at"]), str(entry["paper"])
            old = last.get((paper, reader))
            if old is None or at > old[0]:
                last[paper, reader] = (at, [])
            if at >= last[paper, reader][0]:
                last[paper, reader][1].append((str(entry["row"]["fact"]), str(entry["verdict"])))
    counts: dict[str, dict[str, Counter[str]]] = {}
    for (_, reader), (_, verdicts) in last.items():
        for kind, verdict in verdicts:
            for name in (kind, "all"):
                counts.setdefault(reader, {}).setdefault(name, Counter())[verdict] += 1
    order = [*KINDS, "all"]
    return [
        Tally(reader, kind, *(kinds[kind][verdict] for verdict in VERDICTS))
        for reader, kinds in sorted(counts.items())
        for kind in sorted(kinds, key=order.index)
    ]


def _entries(path: Path) -> Iterator[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path} cannot be read: {error}") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            sound = entry["row"]["fact"] in KINDS and entry["verdict"] in VERDICTS
            sound = sound and all(key in entry for key in ("paper", "at", "reader", "version"))
        except (ValueError, KeyError, TypeError, RecursionError):
            sound = False
        if not sound:
            raise SourceError(f"{path} line {number} is no review; mend or delete the line")
        yield entry
