"""Compositions: the text of a structured record, put together with its passages.

A composed text is the title, a blank line, and the sections with their headings; offsets count
the characters of that text.
"""

import re
from dataclasses import replace

from sarcoma_kg import records
from sarcoma_kg.errors import FactError, SourceError
from sarcoma_kg.papers import section
from sarcoma_kg.papers.identifier import Identifier

#: Characters of a paper's text; ten times a long full text.
LONGEST = 2_000_000
_SLUG_LENGTH = 80


def named(known: Identifier, name: str, text: str) -> str:
    """Make the id of a paper from its identifiers, else from a file's name, else from its text."""
    if not known and not re.search(r"[A-Za-z0-9]", name):
        name = f"text-{records.digest(text)[:12]}"
    slug = records.Paper.slug(known.pmid, known.pmcid, known.doi, name[:_SLUG_LENGTH])
    return slug if known.doi else slug[:_SLUG_LENGTH].rstrip("-._")


def completed(paper: records.Paper, text: str) -> records.Paper:
    """Fill in the SHA-256 and the length of a paper's text, both of its normal form."""
    return replace(paper, text_sha256=records.digest(text), text_length=len(records.normal(text)))


class Composition:
    """A text that grows section by section, and knows where each passage lies."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._passages: list[records.Passage] = []
        self.has_body = False  # anything besides a title and keywords

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
        if self._length > LONGEST:
            raise SourceError(f"the text of one paper is longer than {LONGEST:,} characters")

    def title(self, text: str) -> None:
        """Begin with the title of the paper."""
        if text:
            self._add(text)
            self._passages.append(records.Passage("Title", 0, len(text), "title"))

    def heading(self, text: str) -> None:
        """Add a heading on a line of its own; the next section follows on the next line."""
        if text:
            self._add(("\n\n" if self._length else "") + text)

    def section(self, heading: str, body: str, role: str | None = None, line: bool = False) -> None:
        """Add a section; its heading stands before it (`Background: …`) or on a line of its own."""
        if not body:
            return
        gap = "\n\n" if self._length else ""
        if heading:
            self._add(f"{gap}{heading}" + ("\n" if line else ": "))
        else:
            self._add(gap)
        start = self._length
        self._add(body)
        own = section.role(heading) if role is None else role
        self._passages.append(records.Passage(heading, start, self._length, own))
        self.has_body = self.has_body or own != "keywords"

    def blocks(self, body: str) -> None:
        """Add text without a heading of its own; labels inside it ("Case report: …") count."""
        if not body:
            return
        self._add("\n\n" if self._length else "")
        start = self._length
        self._add(body)
        for found in section.passages(body):
            moved = replace(found, start=start + found.start, end=start + found.end)
            self._passages.append(moved)
        self.has_body = True

    def document(self, known: Identifier, name: str, **fields: object) -> records.Document:
        """Give the finished document; `fields` are those of its Paper."""
        text = "".join(self._parts)
        made = completed(paper(known, name, text, **fields), text)
        return records.Document(made, text, tuple(self._passages))


def _clean(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(_clean(each) for each in value)
    return records.writable(value) if isinstance(value, str) else value


def paper(known: Identifier, name: str, text: str, **fields: object) -> records.Paper:
    """Make a Paper from a record's fields; what RDF cannot hold is replaced in them."""
    clean = {key: _clean(value) for key, value in fields.items()}
    title = str(clean.get("title", ""))
    if title.endswith(".") and not title.endswith(".."):
        clean["title"] = title[:-1]  # PubMed ends its titles with a full stop, journals do not
    try:
        return records.Paper(
            id=named(known, name, text),
            pmid=known.pmid,
            pmcid=known.pmcid,
            doi=known.doi,
            **clean,  # type: ignore[arg-type] # the fields are those of Paper
        )
    except FactError as error:
        raise SourceError(str(error)) from None
