"""Fact rows of a curator: a file of JSON lines, checked against the text it is about."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from sarcoma_kg import __version__
from sarcoma_kg.errors import FactError, SarcomaKgError, SourceError
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.reading.extraction import Extraction
from sarcoma_kg.reading.place import in_place, one_counts, statement
from sarcoma_kg.reading.reader import now
from sarcoma_kg.records import (
    Document,
    Evidence,
    Fact,
    NormalText,
    Reading,
    cases,
    normal,
    writable,
)

Row = Mapping[str, Any]


def curated(path: Path, document: Document, curator: str, ontology: Ontology) -> Extraction:
    """Take a curator's rows in place of reading the document; `curator` is an ORCID or `unnamed`.

    The rows have the keys of `Fact.row`. Of a kind that counts once an owner the first essential
    row counts (`essential` is true unless a row says otherwise). A `refusal` that the rows were
    read against goes into the provenance. Offsets are those of the text as
    read or, where these do not fit, those of its normal form. Raises `FactError` that names the
    line, `SourceError` where the file cannot be read.
    """
    rows = list(_rows(path))
    told = _in_text([fact for _, _, fact in rows], document.text)
    for (number, _, _), fact in zip(rows, told, strict=True):
        try:
            for evidence in (fact.evidence, *fact.further):
                evidence.check(document.text)
        except FactError as error:
            raise FactError(f"{path} line {number}: {error}") from None
    if not any(fact.case for fact in told):
        raise FactError(f"{path}: no fact of a patient")
    twice, count = Counter(told).most_common(1)[0]
    if count > 1:
        raise FactError(f"{path}: {twice.kind} {twice.value!r} is there {count} times")
    lesser = {
        statement(fact)
        for (_, row, _), fact in zip(rows, told, strict=True)
        if row.get("essential") is False
    }
    found = one_counts(in_place(told, document.text, ontology), lesser)
    return Extraction(
        document,
        cases(found),
        tuple(fact for fact in found if not fact.case),
        Reading(f"person:{curator}", __version__, now(), refusal=_refusal(path, rows)),
    )


def _refusal(path: Path, rows: Iterable[tuple[int, Row, Fact]]) -> str:
    """Give the refusal that the rows were read against, as `extract --anyway` writes it."""
    for number, row, _ in rows:
        if said := row.get("refusal"):
            if not isinstance(said, str):
                raise FactError(f"{path} line {number}: refusal {said!r} is no text")
            return " ".join(writable(said).split())
    return ""


def _rows(path: Path) -> list[tuple[int, Row, Fact]]:
    """Read the rows of a file, each with the number of its line."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise SourceError(f"{path} is not UTF-8 (byte {error.start})") from None
    found: list[tuple[int, Row, Fact]] = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                row = json.loads(line)
                if not isinstance(row, dict):
                    raise FactError("a row is a JSON object")
                found.append((number, row, Fact.from_row(row)))
            except (json.JSONDecodeError, SarcomaKgError) as error:
                raise FactError(f"{path} line {number}: {error}") from None
            except RecursionError:
                raise FactError(f"{path} line {number}: nested too deeply") from None
    return found


def _in_text(facts: list[Fact], text: str) -> list[Fact]:
    """Give facts with offsets of the text as read: theirs, or those of its normal form."""
    told = [evidence for fact in facts for evidence in (fact.evidence, *fact.further)]
    form = NormalText.of(text)
    if all(each.end <= len(text) and _says(text, each) for each in told) or not all(
        each.end <= len(form.text) and normal(each.quote) == normal(_slice(form.text, each))
        for each in told
        if each.quote
    ):
        return facts  # where they fit neither, the check that follows names the line
    # of several places that are one in the normal form (a line end of two signs) the last
    places = {form.at(offset): offset for offset in range(len(text) + 1)}
    places[len(form.text)] = len(text.rstrip())

    def back(evidence: Evidence) -> Evidence:
        start, end = (places.get(each, each) for each in (evidence.start, evidence.end))
        return replace(
            evidence, start=start, end=end, quote=text[start:end] if evidence.quote else ""
        )

    return [
        replace(fact, evidence=back(fact.evidence), further=tuple(map(back, fact.further)))
        for fact in facts
    ]


def _says(text: str, evidence: Evidence) -> bool:
    return not evidence.quote or _slice(text, evidence) == evidence.quote


def _slice(text: str, evidence: Evidence) -> str:
    return text[evidence.start : evidence.end]
