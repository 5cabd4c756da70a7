"""The setting: what an abbreviation that no one explains means beside the other words of a text.

`abbreviations.tsv` holds those that mean other things too: how many points of evidence one needs
(`needs`), the settings that give them, the words beside it with which it never means that (`never`,
`@` for the abbreviation itself) and the words of its other meanings (`otherwise`), each of which
takes points. Its rows `*` are for all of up to three letters of a kind; a row of an abbreviation
that the vocabulary does not look for adds it where the setting speaks for it.
`settings.tsv` holds the evidence: terms that a text names in full, other abbreviations, and words.
"""

import csv
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from sarcoma_kg.ontology import Ontology
from sarcoma_kg.phrase import lowered
from sarcoma_kg.records import Mention
from sarcoma_kg.terms import Term

_LONGEST = 3  # letters of an abbreviation that means other things too, unless a row says so
_MOST_SHARED = 4  # points that a setting shared by many abbreviations gives at most
_SHARED = frozenset({"tumour", "chemotherapy"})
_OTHERWISE = 3  # points that the words of other meanings take, and one more for each further one
_BESIDE = 2  # points that the words right beside it give
_WINDOW = 45  # characters
_KINDS = ("disease", "syndrome", "drug", "regimen")  # in this order: a tumour speaks for a regimen
#: Kinds of which an abbreviation is looked for too that the vocabulary does not look for.
_ADDED = frozenset({"disease", "regimen"})
_WRITTEN = re.compile(r"(?<![\w-])[A-Z]{2,5}s?(?!\w)")
_GROUPS = frozenset({"sarcoma", "mesenchymal"})


class Piece(NamedTuple):
    """A stretch of a text with the names found in it."""

    start: int
    end: int
    found: list[Mention]


class _Row(NamedTuple):
    """One meaning of an abbreviation."""

    kind: str
    name: str
    needs: int
    settings: tuple[str, ...]
    never: re.Pattern[str] | None
    likely: re.Pattern[str] | None
    otherwise: tuple[str, ...]
    reason: str


class _Evidence(NamedTuple):
    """What a text names: labels and groups by kind, its words, and its abbreviations."""

    named: Mapping[str, set[str]]
    low: str
    text: str


def plain(text: str) -> str:
    """Give an abbreviation without the sign of its plural."""
    return text[:-1] if len(text) > 2 and text[-1] == "s" and text[-2].isupper() else text  # noqa: PLR2004 - letters


def weigh(
    text: str, pieces: Sequence[Piece], ontology: Ontology, explained: Collection[str]
) -> None:
    """Drop the ambiguous abbreviations that the setting does not speak for; add those it does.

    Those that the text itself explains are left as they are.
    """
    written = {plain(short) for short in _WRITTEN.findall(text)}
    if not written:
        return
    sure: set[tuple[str, str]] = set()
    for kind in _KINDS:
        found = {plain(m.text) for piece in pieces for m in piece.found if _is_doubtful(m, kind)}
        silent = {short for short in written if kind in _ADDED and (short, kind) in rows()} - found
        doubtful = (found | silent).difference(explained)
        evidence = _evidence(text, pieces, ontology, sure) if doubtful else None
        for short in sorted(doubtful):
            row = rows().get((short, kind)) or rows()["*", kind]
            if short in silent:
                _propose(text, short, row, pieces, ontology)
            if evidence and _settle(text, short, row, pieces, evidence):
                sure.add((short, kind))


def _propose(text: str, short: str, row: _Row, pieces: Sequence[Piece], ontology: Ontology) -> None:
    """Add what an abbreviation may mean that the vocabulary does not look for."""
    meant = _meaning(ontology, row.name, row.kind)
    for piece in pieces if meant else ():
        for match in _whole(short).finditer(text, piece.start, piece.end):
            start, end = match.span()
            if meant and not any(m.start < end and start < m.end for m in piece.found):
                label, term = meant
                piece.found.append(
                    Mention(start, end, row.kind, match.group(), label, term, how="setting")
                )


def _settle(text: str, short: str, row: _Row, pieces: Sequence[Piece], evidence: _Evidence) -> bool:
    """Drop an abbreviation unless the setting, or the words beside it, speak for its meaning."""
    uses = [m for p in pieces for m in p.found if m.kind == row.kind and plain(m.text) == short]
    likely = _points(row, evidence) + _local(row, text, uses) >= row.needs
    wrong = {id(m) for m in uses if not likely or _excluded(row, text, m.start, m.end)}
    for piece in pieces if wrong else ():
        piece.found[:] = [m for m in piece.found if id(m) not in wrong]
    return likely


@lru_cache(maxsize=256)
def _meaning(ontology: Ontology, name: str, kind: str) -> tuple[str, Term] | None:
    found = ontology.candidates(name, kind)
    return (found[0].concept.label, found[0].concept.id) if found else None


def _is_doubtful(mention: Mention, kind: str) -> bool:
    """Whether a mention is an abbreviation that means other things too."""
    if mention.kind != kind or len(mention.text) > _LONGEST + 2 or mention.how == "abbreviation":
        return False
    short = plain(mention.text)
    if not (short.isupper() and short.isalpha()):
        return False
    return (short, kind) in rows() or (len(short) <= _LONGEST and ("*", kind) in rows())


def _excluded(row: _Row, text: str, start: int, end: int) -> bool:
    """Whether the words beside an abbreviation exclude a meaning: "the OS rate"."""
    general = rows().get(("*", row.kind))
    nevers = (row.never, general.never if general else None)
    return any(never is not None and _matches(never, text, start, end) for never in nevers)


def _matches(pattern: re.Pattern[str], text: str, start: int, end: int) -> bool:
    """Whether a pattern matches an abbreviation (`\\0` in it) with the words beside it."""
    beside = f"{text[max(0, start - _WINDOW) : start]}\0{text[end : end + _WINDOW]}"
    return any("\0" in found.group() for found in pattern.finditer(beside))


def _local(row: _Row, text: str, uses: Sequence[Mention]) -> int:
    """Weigh the words right beside an abbreviation: "six cycles of VAC"."""
    general = rows().get(("*", row.kind))
    likely = general.likely if general else None
    found = likely is not None and any(_matches(likely, text, m.start, m.end) for m in uses)
    return _BESIDE if found else 0


def _points(row: _Row, evidence: _Evidence) -> int:
    """Weigh what speaks for a meaning and against it."""
    others = sum(word in evidence.low for word in row.otherwise)
    points = -_OTHERWISE - others + 1 if others else 0
    for name in row.settings:
        given = sum(each for kind, what, each in settings()[name] if _tells(kind, what, evidence))
        points += min(given, _MOST_SHARED) if name in _SHARED else given
    return points


def _tells(kind: str, what: str, evidence: _Evidence) -> bool:
    if kind == "words":
        return what in evidence.low and bool(_stem(what).search(evidence.low))
    if kind == "short":
        return what in evidence.text and bool(_whole(what).search(evidence.text))
    named = evidence.named.get(kind, set())
    return bool(named) if what == "*" else what in named


@cache
def _stem(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z]){re.escape(word)}")


@cache
def _whole(short: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){re.escape(short)}s?(?!\w)")


def _evidence(
    text: str, pieces: Sequence[Piece], ontology: Ontology, sure: Collection[tuple[str, str]]
) -> _Evidence:
    """Gather what a text names surely: no abbreviation that is itself in doubt."""
    named: dict[str, set[str]] = {}
    for piece in pieces:
        for mention in piece.found:
            known = (plain(mention.text), mention.kind) in sure
            if known or not _is_doubtful(mention, mention.kind):
                labels = named.setdefault(mention.kind, set())
                labels.add(mention.label.casefold())
                if mention.kind == "disease":
                    labels.update(_groups(mention, ontology))
    diseases = named.get("disease", set())
    if "@sarcoma" in diseases:
        diseases.discard("@malignant")
    return _Evidence(named, lowered(text), text)


def _groups(mention: Mention, ontology: Ontology) -> Iterator[str]:
    concept = None if mention.term is None else ontology.get(mention.term)
    if concept is None:
        return
    if concept.facet("group") in _GROUPS:
        yield "@sarcoma"
    elif concept.facet("behaviour") == "malignant":
        yield "@malignant"


@cache
def rows() -> Mapping[tuple[str, str], _Row]:
    """Read the abbreviations that mean other things too (`abbreviations.tsv`)."""
    found: dict[tuple[str, str], _Row] = {}
    for row in _table("abbreviations"):
        found[row["short"], row["kind"]] = _Row(
            row["kind"],
            row["name"],
            int(row["needs"]),
            _listed(row["settings"]),
            _beside(row["never"]),
            _beside(row["likely"]),
            _listed(row["otherwise"]),
            row["reason"],
        )
    return found


def _beside(cell: str) -> re.Pattern[str] | None:
    return re.compile(cell.replace("@", "\0"), re.IGNORECASE) if cell else None


@cache
def settings() -> Mapping[str, list[tuple[str, str, int]]]:
    """Read the evidence of each setting (`settings.tsv`)."""
    found: dict[str, list[tuple[str, str, int]]] = {}
    for row in _table("settings"):
        what = row["what"] if row["kind"] == "short" else row["what"].casefold()
        found.setdefault(row["setting"], []).append((row["kind"], what, int(row["points"])))
    return found


def _table(name: str) -> list[dict[str, str]]:
    path = Path(__file__).parent / f"{name}.tsv"
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in cell.split(";") if each.strip())
