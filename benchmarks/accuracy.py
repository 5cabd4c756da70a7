"""How right the reader is, per kind of fact, on annotated papers.

    accuracy.py FOLDER… [--text DIR] [--predicted DIR] [--background FILE] [--markdown]
        [--calibration] [--rules] [--errors]

FOLDER holds `facts/<doc>.jsonl` (or the rows right in it) and `text/<doc>.txt`; the annotated
documents of `tests/gold` come without their texts, and `--text` says where these are. Recall
counts the rows marked essential; precision counts every row of the core kinds, which is right
when it matches any annotated row. A value matches when it is equal, or one's words are all in the
other's, or when an identifier is the same, a parent or a child in the vocabulary; numbers match
within a tenth. Cases of a document are aligned so that the most rows match. The intervals are
95 % bootstrap percentiles over documents (2,000 draws, fixed seed). `--background` names a table
(doc, start, end) of the stretches that tell of no patient of the paper: a row about a patient
whose quote begins in one is background told as a case fact.
"""

import argparse
import csv
import itertools
import json
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from sarcoma_kg import facts, mentions, papers
from sarcoma_kg.errors import TermError
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.records import DAYS
from sarcoma_kg.terms import Term

Row = dict[str, Any]

CORE = (
    "age", "sex", "diagnosis", "primary-site", "size", "grade", "metastasis", "recurrence",
    "surgery", "margin", "drug", "regimen", "chemotherapy", "radiotherapy", "ablation",
    "response", "adverse-event", "outcome", "follow-up", "interval", "marker", "alteration",
)  # fmt: skip
EXTRA = ("symptom", "comorbidity", "other-treatment", "claim", "stage", "laterality")
EXACT = frozenset(
    [
        "sex", "grade", "recurrence", "margin", "chemotherapy", "response", "outcome", "claim",
        "laterality",
    ]
)  # fmt: skip
NUMERIC = frozenset({"age", "size", "follow-up", "interval"})
DRAWS = 2000
#: What is aimed at (kinds together, F1).
AIMS = (
    (("age", "sex"), 0.98),
    (("diagnosis", "primary-site"), 0.92),
    (("drug", "radiotherapy", "surgery"), 0.90),
    (("metastasis", "recurrence", "size"), 0.88),
    (("response", "outcome", "follow-up"), 0.85),
    (("marker", "alteration"), 0.90),
    (CORE, 0.88),
)


@dataclass(slots=True)
class Tally:
    """Essential rows found and missed, rows right and false, of one kind in one document."""

    found: int = 0
    missed: int = 0
    false: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.found + other.found, self.missed + other.missed, self.false + other.false)

    @property
    def precision(self) -> float | None:
        """Found over found and false; nothing where neither is there."""
        return self.found / (self.found + self.false) if self.found + self.false else None

    @property
    def recall(self) -> float | None:
        """Found over found and missed; nothing where no row is annotated."""
        return self.found / (self.found + self.missed) if self.found + self.missed else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall."""
        total = 2 * self.found + self.false + self.missed
        return 2 * self.found / total if total else None


@dataclass(slots=True)
class Judged:
    """One document: a tally per kind, and each predicted row with whether it is right."""

    doc: str
    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    rows: list[tuple[Row, bool]] = field(default_factory=list)
    quotes_wrong: int = 0
    with_ids: int = 0
    ids_right: int = 0
    about_patients: int = 0
    from_background: int = 0
    errors: list[str] = field(default_factory=list)


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


def matches(gold: Row, found: Row, neighbours: Neighbours) -> bool:
    """Whether a predicted row says what an annotated row says."""
    kind = gold["fact"]
    if kind != found["fact"] or gold.get("polarity", "present") != found.get("polarity", "present"):
        return False
    first, second = normal(str(gold["value"])), normal(str(found["value"]))
    if kind in NUMERIC:
        one, other = span(gold), span(found)
        if one is None or other is None:
            return first == second
        return all(
            abs(a - b) <= max(0.1 * max(abs(a), 1), 0.5) for a, b in zip(one, other, strict=True)
        )
    if kind in EXACT or first == second:
        return first == second
    if any(
        mine in neighbours.near(theirs)
        for theirs in gold.get("ids") or ()
        for mine in found.get("ids") or ()
    ):
        return True
    left, right = set(first.split()), set(second.split())
    return bool(left & right) and (left <= right or right <= left)


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


def judge(doc: str, text: str, gold: list[Row], found: list[Row], near: Neighbours) -> Judged:
    """Compare the rows of one document."""
    result = Judged(doc)
    cases = align(gold, found, near)
    moved = [dict(row, case=cases.get(row["case"], -1 - row["case"])) for row in found]
    result.quotes_wrong = sum(
        "quote" in r and text[r["start"] : r["end"]] != r["quote"] for r in found
    )
    for row in gold:
        if not row["essential"]:
            continue
        hits = [f for f in moved if f["case"] == row["case"] and matches(row, f, near)]
        tally = result.tallies[row["fact"]]
        tally.found += bool(hits)
        tally.missed += not hits
        if not hits:
            result.errors.append(f"MISS  {doc} {row['case']} {row['fact']}: {row['value']}")
        elif row.get("ids"):
            result.with_ids += 1
            same = frozenset().union(*(near.same(curie) for curie in row["ids"]))
            result.ids_right += any(set(f.get("ids") or ()) & same for f in hits)
    for row in moved:
        right = any(g["case"] == row["case"] and matches(g, row, near) for g in gold)
        result.rows.append((row, right))
        if not right and row["fact"] in CORE:
            result.tallies[row["fact"]].false += 1
            result.errors.append(f"FALSE {doc} {row['case']} {row['fact']}: {row['value']}")
    return result


def stretches_of(path: Path | None) -> dict[str, list[tuple[int, int]]]:
    """Read the stretches of background of each document."""
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    if path is not None:
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t"):
                found[row["doc"]].append((int(row["start"]), int(row["end"])))
    return found


def rows_of(path: Path) -> list[Row]:
    """Read a file of rows, one JSON object a line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def read_all(
    folder: Path,
    predicted: Path | None,
    texts: Path | None = None,
    background: Path | None = None,
) -> Iterator[Judged]:
    """Read every annotated document of a folder (or take predicted rows) and judge it."""
    stretches = stretches_of(background)
    ontology = Ontology.load()
    near = Neighbours(ontology)
    gold_folder = folder / "facts" if (folder / "facts").is_dir() else folder
    for path in sorted(gold_folder.glob("*.jsonl")):
        gold = rows_of(path)
        own = folder / "text"
        file = (own if own.is_dir() or texts is None else texts) / f"{path.stem}.txt"
        (document,) = papers.read(str(file))
        if predicted is not None:
            mate = predicted / path.name
            found = rows_of(mate) if mate.exists() else []
        else:
            sentences = mentions.find(document, ontology)
            found = [fact.row() for fact in facts.read(document, sentences, ontology)]
        judged = judge(path.stem, document.text, gold, found, near)
        for row in found:
            if row["case"]:
                judged.about_patients += 1
                judged.from_background += any(
                    start <= row["start"] < end for start, end in stretches[path.stem]
                )
        yield judged


def interval(documents: list[Judged], kinds: tuple[str, ...]) -> tuple[float, float]:
    """Give the 95 % interval of F1 over bootstrap draws of the documents."""
    per_document = [
        sum((doc.tallies[kind] for kind in kinds if kind in doc.tallies), Tally())
        for doc in documents
    ]
    chance = random.Random(20260224)  # noqa: S311 - a fixed seed, for the same table every time
    scores = []
    for _ in range(DRAWS):
        score = sum(chance.choices(per_document, k=len(per_document)), Tally()).f1
        if score is not None:
            scores.append(score)
    scores.sort()
    if not scores:
        return 0.0, 0.0
    return scores[int(0.025 * len(scores))], scores[min(len(scores) - 1, int(0.975 * len(scores)))]


def table(documents: list[Judged], markdown: bool) -> list[str]:
    """Give the lines of the table: per kind, then what is aimed at, then the whole."""
    groups: list[tuple[str, tuple[str, ...], float | None]] = [
        (kind, (kind,), None) for kind in (*CORE, *EXTRA)
    ]
    groups += [
        (" + ".join(kinds) if kinds is not CORE else "all core facts", kinds, aim)
        for kinds, aim in AIMS
    ]
    head = ("fact", "gold", "found", "false", "precision", "recall", "F1", "95 % interval", "aim")
    lines = [" | ".join(head)] if not markdown else [f"| {' | '.join(head)} |", "|---" * 9 + "|"]
    for name, kinds, aim in groups:
        whole = sum(
            (doc.tallies[kind] for doc in documents for kind in kinds if kind in doc.tallies),
            Tally(),
        )
        if whole.f1 is None:
            continue
        low, high = interval(documents, kinds)
        cells = [
            name, str(whole.found + whole.missed), str(whole.found), str(whole.false),
            _share(whole.precision), _share(whole.recall), _share(whole.f1),
            f"{low:.2f}–{high:.2f}", "" if aim is None else f"{aim:.2f}",
        ]  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |" if markdown else " | ".join(cells))
    return lines


def _share(number: float | None) -> str:
    return "–" if number is None else f"{number:.2f}"


def calibration(documents: list[Judged], markdown: bool = False) -> list[str]:
    """Give the share of right rows (core kinds) by the confidence that the reader gave them."""
    bins: dict[str, list[bool]] = defaultdict(list)
    for doc in documents:
        for row, right in doc.rows:
            if row["fact"] in CORE and row.get("confidence") is not None:
                bins[f"{row['confidence']:.1f}"].append(right)
    rows = [("confidence", "rows", "right")]
    rows += [
        (name, str(len(found)), f"{sum(found) / len(found):.2f}")
        for name, found in sorted(bins.items())
    ]
    if markdown:
        lines = [f"| {' | '.join(row)} |" for row in rows]
        return [lines[0], "|---|---|---|", *lines[1:]]
    return [" | ".join(row) for row in rows]


def by_rule(documents: list[Judged]) -> list[str]:
    """Give `confidence.tsv`: per rule the share of its rows that are right, drawn to 0.85.

    The share is (right + 8.5) / (rows + 10): few rows make no rule sure or wrong.
    """
    counts: dict[str, list[bool]] = defaultdict(list)
    for doc in documents:
        for row, right in doc.rows:
            counts[row.get("rule") or "unnamed"].append(right)
    lines = ["rule\tconfidence\tright\trows"]
    for rule, found in sorted(counts.items()):
        share = (sum(found) + 8.5) / (len(found) + 10)
        lines.append(f"{rule}\t{share:.2f}\t{sum(found)}\t{len(found)}")
    return lines


def summary(documents: list[Judged], background: bool) -> list[str]:
    """Give what concerns all rows: identifiers, quotes, background told as a case fact."""
    named = sum(doc.with_ids for doc in documents)
    right = sum(doc.ids_right for doc in documents)
    lines = [
        f"{len(documents)} documents, {sum(len(doc.rows) for doc in documents)} rows.",
        f"Identifiers right where the fact is right: {right} of {named}"
        f" ({right / max(named, 1):.3f}).",
        f"Quotes that do not stand at their offsets: {sum(doc.quotes_wrong for doc in documents)}.",
    ]
    if background:
        told = sum(doc.from_background for doc in documents)
        rows = sum(doc.about_patients for doc in documents)
        share = told / max(rows, 1)
        lines.append(f"Background told as a case fact: {told} of {rows} rows ({share:.1%}).")
    return lines


def main() -> int:
    """Print the table (and what else is asked for) of a folder of annotated papers."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="+")
    parser.add_argument("--text", type=Path, help="where the texts are, if not in FOLDER/text")
    parser.add_argument("--predicted", type=Path, help="rows made before, instead of reading now")
    parser.add_argument("--background", type=Path, help="the stretches that tell of no patient")
    parser.add_argument("--markdown", action="store_true", help="print the table for docs/")
    parser.add_argument("--calibration", action="store_true", help="right rows by confidence")
    parser.add_argument("--rules", action="store_true", help="print confidence.tsv by rule")
    parser.add_argument("--errors", action="store_true", help="list every miss and false row")
    options = parser.parse_args()
    documents = [
        judged
        for folder in options.folder
        for judged in read_all(folder, options.predicted, options.text, options.background)
    ]
    if not documents:
        folders = ", ".join(map(str, options.folder))
        print(f"{folders}: no annotated documents (*.jsonl)", file=sys.stderr)
        return 2
    if options.rules:
        print("\n".join(by_rule(documents)))
        return 0
    if options.errors:
        print("\n".join(error for doc in documents for error in doc.errors))
    print("\n".join(table(documents, options.markdown)))
    print("\n".join(["", *summary(documents, options.background is not None)]))
    if options.calibration:
        print("\n".join(["", *calibration(documents)]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
