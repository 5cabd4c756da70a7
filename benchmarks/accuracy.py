"""How right the reader is, per kind of fact, on annotated papers.

    accuracy.py FOLDER… [--text DIR] [--predicted DIR] [--background FILE] [--markdown]
        [--calibration] [--rules] [--errors]

FOLDER holds `facts/<doc>.jsonl` (or the rows right in it) and `text/<doc>.txt`; the annotated
documents of `tests/gold` come without their texts, and `--text` says where these are. Recall
counts the rows marked essential; precision counts every row of the core kinds, which is right
when it matches any annotated row. Which kinds are core, how they are compared and grouped says the
registry of kinds. A value matches when it is equal, or one's words are all in the
other's, or when an identifier is the same, a parent or a child in the vocabulary; numbers match
within a tenth. Cases of a document are aligned so that the most rows match. The intervals are
95 % bootstrap percentiles over documents (2,000 draws, fixed seed). `--background` names a table
(doc, start, end) of the stretches that tell of no patient of the paper: a row about a patient
whose quote begins in one is background told as a case fact. Where the rows are annotated as courses
(`event`, `answers`, …) the links are judged too: see `course.py`.
"""

import csv
import random
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import course
from rows import Neighbours, Row, align, annotated, folders_parser, matches, nothing_in, share
from rows import markdown as tabulated
from sarcoma_kg.kinds import KINDS
from sarcoma_kg.ontology import Ontology

CORE = tuple(name for name, kind in KINDS.items() if kind.core)
EXTRA = tuple(name for name, kind in KINDS.items() if not kind.core)
DRAWS = 2000
#: What is aimed at, by the groups of the registry of kinds (F1); all core facts come last.
AIMS = {
    "age, sex": 0.98,
    "diagnosis, primary site": 0.92,
    "drug, radiotherapy, surgery": 0.90,
    "metastasis, recurrence, size": 0.88,
    "response, outcome, follow-up": 0.85,
    "marker, alteration": 0.90,
}
AIM_OF_CORE = 0.88


def kinds_of(group: str) -> tuple[str, ...]:
    """Give the kinds of a group, in the order of its name."""
    kinds = [name for name, kind in KINDS.items() if kind.group == group]
    return tuple(sorted(kinds, key=lambda name: group.find(name.replace("-", " "))))


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
    gold: list[Row]
    found: list[Row]
    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    rows: list[tuple[Row, bool]] = field(default_factory=list)
    quotes_wrong: int = 0
    with_ids: int = 0
    ids_right: int = 0
    about_patients: int = 0
    from_background: int = 0
    errors: list[str] = field(default_factory=list)


def judge(doc: str, text: str, gold: list[Row], found: list[Row], near: Neighbours) -> Judged:
    """Compare the rows of one document."""
    result = Judged(doc, gold, found)
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


def read_all(
    folder: Path,
    predicted: Path | None,
    texts: Path | None = None,
    background: Path | None = None,
) -> Iterator[Judged]:
    """Read every annotated document of a folder (or take predicted rows) and judge it."""
    stretches = stretches_of(background)
    near = Neighbours(Ontology.load())
    for doc, document, gold, found in annotated(folder, texts, predicted):
        judged = judge(doc, document.text, gold, found, near)
        for row in found:
            if row["case"]:
                judged.about_patients += 1
                judged.from_background += any(
                    start <= row["start"] < end for start, end in stretches[doc]
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
    groups += [(" + ".join(kinds_of(name)), kinds_of(name), aim) for name, aim in AIMS.items()]
    groups += [("all core facts", CORE, AIM_OF_CORE)]
    head = ("fact", "gold", "found", "false", "precision", "recall", "F1", "95 % interval", "aim")
    rows: list[tuple[str, ...]] = [head]
    for name, kinds, aim in groups:
        whole = sum(
            (doc.tallies[kind] for doc in documents for kind in kinds if kind in doc.tallies),
            Tally(),
        )
        if whole.f1 is None:
            continue
        low, high = interval(documents, kinds)
        cells = (
            name, str(whole.found + whole.missed), str(whole.found), str(whole.false),
            share(whole.precision), share(whole.recall), share(whole.f1),
            f"{low:.2f}–{high:.2f}", "" if aim is None else f"{aim:.2f}",
        )  # fmt: skip
        rows.append(cells)
    return tabulated(rows) if markdown else [" | ".join(row) for row in rows]


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
    return tabulated(rows) if markdown else [" | ".join(row) for row in rows]


def by_rule(documents: list[Judged]) -> list[str]:
    """Give `confidence.tsv`: per rule the share of its rows that are right, drawn to 0.85.

    The share is (right + 8.5) / (rows + 10): few rows make no rule sure or wrong. Kinds of fact
    that nobody annotated in these documents say nothing of their rules.
    """
    annotated = {row["fact"] for doc in documents for row in doc.gold}
    counts: dict[str, list[bool]] = defaultdict(list)
    for doc in documents:
        for row, right in doc.rows:
            if row["fact"] not in annotated:
                continue
            counts[row.get("rule") or "unnamed"].append(right)
    lines = ["rule\tconfidence\tright\trows"]
    for rule, found in sorted(counts.items()):
        right = (sum(found) + 8.5) / (len(found) + 10)
        lines.append(f"{rule}\t{right:.2f}\t{sum(found)}\t{len(found)}")
    return lines


def summary(documents: list[Judged], background: bool) -> list[str]:
    """Give what concerns all rows: identifiers, quotes, what is no case, background told as one."""
    named = sum(doc.with_ids for doc in documents)
    right = sum(doc.ids_right for doc in documents)
    lines = [
        f"{len(documents)} documents, {sum(len(doc.rows) for doc in documents)} rows.",
        f"Identifiers right where the fact is right: {right} of {named}"
        f" ({right / max(named, 1):.3f}).",
        f"Quotes that do not stand at their offsets: {sum(doc.quotes_wrong for doc in documents)}.",
    ]
    caseless = [doc for doc in documents if not any(row["case"] for row in doc.gold)]
    if caseless:
        taken = sum(any(row["case"] for row in doc.found) for doc in caseless)
        lines.append(f"Texts that tell of no case: {len(caseless)}, taken as one: {taken}.")
    if background:
        told = sum(doc.from_background for doc in documents)
        rows = sum(doc.about_patients for doc in documents)
        part = told / max(rows, 1)
        lines.append(f"Background told as a case fact: {told} of {rows} rows ({part:.1%}).")
    return lines


def main() -> int:
    """Print the table (and what else is asked for) of a folder of annotated papers."""
    parser = folders_parser(__doc__)
    parser.add_argument("--background", type=Path, help="the stretches that tell of no patient")
    parser.add_argument("--calibration", action="store_true", help="right rows by confidence")
    parser.add_argument("--rules", action="store_true", help="print confidence.tsv by rule")
    options = parser.parse_args()
    documents = [
        judged
        for folder in options.folder
        for judged in read_all(folder, options.predicted, options.text, options.background)
    ]
    if not documents:
        return nothing_in(options.folder)
    if options.rules:
        print("\n".join(by_rule(documents)))
        return 0
    if options.errors:
        print("\n".join(error for doc in documents for error in doc.errors))
    print("\n".join(table(documents, options.markdown)))
    print("\n".join(["", *summary(documents, options.background is not None)]))
    if options.calibration:
        print("\n".join(["", *calibration(documents)]))
    courses = [doc for doc in documents if any("event" in row for row in doc.gold)]
    if courses:
        near = Neighbours(Ontology.load())
        links = course.judged(((doc.doc, doc.gold, doc.found) for doc in courses), near)
        print("\n".join(["", *course.table(links, options.markdown)]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
