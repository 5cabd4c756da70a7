"""What a slim takes and what is added to it: the readable files in `ontology/seeds` and `local`.

A seed row is `action, id, label, note`. The actions: `root` (the top of the slim), `take` (this
term), `branch` (this term and everything below), `prune` (not this one and nothing below it),
`drop` (not this one), `skip` (the id column holds a pattern: no term with such a label),
`skip-name` (a pattern: no upstream synonym like it), `vocabulary` (the id column holds a prefix:
cross-references to it are kept).
A local row is `id, label, field, value, source`; several values are parted by `|`, and
`-` as the value of a facet means that there is none.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sarcoma_kg.errors import SourceError
from sarcoma_kg.ontology import spelling
from sarcoma_kg.ontology.upstream import Upstream

_ACTIONS = (
    "root", "take", "branch", "prune", "drop", "skip", "skip-name", "vocabulary",
)  # fmt: skip
#: The fields of a local row; any other field must be a facet, written `skg:NAME`.
FIELDS = (
    "label",
    "parent",
    "not-parent",
    "part-of",
    "not-part-of",
    "exact",
    "narrow",
    "broad",
    "related",
    "old",
    "not-name",
    "xref",
    "not-xref",
    "related-xref",
)


@dataclass(frozen=True, slots=True)
class Addition:
    """One reviewed statement about a concept: the field, its values, and where it comes from."""

    id: str
    label: str
    field: str
    values: tuple[str, ...]
    source: str


@dataclass(slots=True)
class Seeds:
    """What one slim takes from upstream."""

    root: str = ""
    takes: dict[str, str] = field(default_factory=dict)  # identifier to the label it should have
    branches: dict[str, str] = field(default_factory=dict)
    prunes: set[str] = field(default_factory=set)
    drops: set[str] = field(default_factory=set)
    skips: list[re.Pattern[str]] = field(default_factory=list)
    skip_names: list[re.Pattern[str]] = field(default_factory=list)
    vocabularies: list[str] = field(default_factory=list)


def read_rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    """Give the rows of a table with their line numbers; a missing file is empty.

    Blank lines, lines that begin with `#` and the heading are left out.
    """
    if not path.exists():
        return
    with path.open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
            cells = [cell.strip() for cell in row]
            if not any(cells) or cells[0].startswith("#") or tuple(cells[:2]) == columns[:2]:
                continue
            if len(cells) > len(columns):
                raise SourceError(f"{path}, line {number}: more than {len(columns)} columns")
            yield number, cells + [""] * (len(columns) - len(cells))


def read_seeds(path: Path) -> Seeds:
    """Read a seed list; raises `SourceError` that names the line of a mistake."""
    seeds = Seeds()
    for number, (action, curie, label, _) in read_rows(path, ("action", "id", "label", "note")):
        if action not in _ACTIONS:
            raise SourceError(f"{path}, line {number}: {action!r} is none of {', '.join(_ACTIONS)}")
        if action == "root":
            seeds.root = curie
            seeds.takes[curie] = label
        elif action == "take":
            seeds.takes[curie] = label
        elif action == "branch":
            seeds.branches[curie] = label
        elif action == "prune":
            seeds.prunes.add(curie)
        elif action == "drop":
            seeds.drops.add(curie)
        elif action == "skip":
            seeds.skips.append(re.compile(curie, re.IGNORECASE))
        elif action == "skip-name":
            seeds.skip_names.append(re.compile(curie, re.IGNORECASE))
        else:
            seeds.vocabularies.append(curie)
    return seeds


def read_additions(path: Path) -> list[Addition]:
    """Read a file of local additions; raises `SourceError` that names the line of a mistake."""
    found = []
    columns = ("id", "label", "field", "value", "source")
    for number, (curie, label, name, value, source) in read_rows(path, columns):
        if name not in FIELDS and not name.startswith("skg:"):
            raise SourceError(f"{path}, line {number}: {name!r} is no field of a concept")
        values = tuple(each.strip() for each in value.split("|") if each.strip())
        found.append(Addition(curie, label, name, values, source))
    return found


def expand(seeds: Seeds, upstream: Upstream) -> tuple[list[str], list[str]]:
    """Give the identifiers that a slim takes, and what is wrong with its seeds.

    A seed is wrong where upstream does not have it, calls it obsolete, or knows it by other names.
    """
    wrong = []
    for curie, label in {**seeds.branches, **seeds.takes}.items():
        if curie.startswith("SKGT:"):
            continue
        row = upstream.get(curie)
        if row is None:
            wrong.append(f"{curie} ({label}) is not in the sources")
        elif row.obsolete:
            wrong.append(f"{curie} ({label}) is obsolete; use {row.replaced_by or 'another'}")
        elif label and spelling.key(label) not in {
            spelling.key(name)
            for name in (row.label, *(text for text, _ in upstream.synonyms(curie)))
        }:
            wrong.append(f"{curie} is {row.label!r} upstream, not {label!r}")
    taken = dict.fromkeys(seeds.takes)
    without = frozenset(seeds.prunes)
    for curie in seeds.branches:
        for each in upstream.branch(curie, without):
            row = upstream.get(each)
            if row and not row.obsolete and not any(skip.search(row.label) for skip in seeds.skips):
                taken.setdefault(each)
    return [
        curie
        for curie in taken
        if curie not in seeds.drops
        and (curie.startswith("SKGT:") or ((row := upstream.get(curie)) and not row.obsolete))
    ], wrong
