"""MEDLINE tagged text, which PubMed saves as `.nbib`: one record or many, as a stream.

Tags: https://www.nlm.nih.gov/bsd/mms/medlineelements.html
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from sarcoma_kg.errors import SourceError
from sarcoma_kg.papers import plain
from sarcoma_kg.papers.composition import Composition
from sarcoma_kg.papers.identifier import Identifier

if TYPE_CHECKING:
    from sarcoma_kg.records import Document

_FIELD = re.compile(r"([A-Z][A-Z0-9]{1,3}) *- ?(.*)")
_LONGEST_LINE = 2**20
_YEAR = re.compile(r"(?:1[89]|20)\d\d")

Fields = dict[str, list[str]]


def _lines(stream: BinaryIO) -> Iterator[str]:
    number, offset = 0, 0
    while raw := stream.readline(_LONGEST_LINE):
        number += 1
        if len(raw) == _LONGEST_LINE:
            raise SourceError(f"line {number:,} is longer than any line of MEDLINE text")
        try:
            yield plain.decoded(raw, offset).lstrip("\ufeff").rstrip("\r\n")
        except SourceError as error:
            raise SourceError(f"line {number:,}: {error}") from None
        offset += len(raw)


def records(stream: BinaryIO) -> Iterator[Fields]:
    """Give the fields of each record, a tag with its values; a blank line ends a record."""
    fields: Fields = {}
    last: list[str] = []
    for line in _lines(stream):
        found = _FIELD.fullmatch(line)
        if found:
            if found[1] == "PMID" and "PMID" in fields:
                yield fields
                fields = {}
            last = fields.setdefault(found[1], [])
            last.append(found[2].strip())
        elif line[:1] in (" ", "\t") and line.strip() and last:
            last[-1] = f"{last[-1]} {line.strip()}".strip()
        elif not line.strip() and fields:
            yield fields
            fields, last = {}, []
    if fields:
        yield fields


def _doi(fields: Fields) -> str:
    for value in fields.get("LID", []) + fields.get("AID", []):
        if value.endswith("[doi]"):
            return value.removesuffix("[doi]").strip()
    return ""


def document(fields: Fields, name: str) -> tuple["Document", bool]:
    """Make the document of one record, and tell whether it has an abstract."""

    def first(*tags: str) -> str:
        return next((value for tag in tags for value in fields.get(tag, []) if value), "")

    composed = Composition()
    title = first("TI", "BTI")
    composed.title(title)
    composed.blocks(first("AB"))
    composed.section("Keywords", "; ".join(fields.get("OT", [])))
    year = _YEAR.search(first("DP"))
    made = composed.document(
        Identifier.checked(first("PMID"), first("PMC"), _doi(fields)),
        name,
        title=title,
        journal=first("JT", "TA"),
        year=int(year[0]) if year else None,
        authors=tuple(filter(None, fields.get("AU", []) + fields.get("CN", []))),
        retracted="Retracted Publication" in fields.get("PT", [])
        or "RIN" in fields
        or plain.is_retracted(title),
    )
    return made, composed.has_body


def documents(stream: BinaryIO, name: str) -> Iterator[tuple["Document", bool]]:
    """Read every record of MEDLINE text; `name` is for records without identifiers."""
    for number, fields in enumerate(records(stream), start=1):
        yield document(fields, name if number == 1 else f"{name}-{number}")
