"""Plain text and Markdown: the text exactly as in the file, its title, sections and identifiers."""

import re
from dataclasses import dataclass
from itertools import islice

from sarcoma_kg import records
from sarcoma_kg.errors import SourceError
from sarcoma_kg.papers import composition, section
from sarcoma_kg.papers.identifier import Identifier, stated

_HEAD = 3000  # characters at the start in which the title and the citation are looked for
_TITLE = (12, 300)  # characters of a title
_LINE_WIDTH = 80  # characters of a wrapped line: a longer one is a whole paragraph
_PARAGRAPH = re.compile(r"\S[^\r\n]*(?:\r\n?|\n)?(?:[ \t]*[^\s][^\r\n]*(?:\r\n?|\n)?)*")
# "1. J Sarcoma. 2016 Feb 24;6:2. doi: …": a journal, a year, and what follows in a citation
_CITATION = re.compile(
    r"(?:1\. )?(?P<journal>[A-Z][\w&().,:' \-]{1,90}?)\.? (?P<year>(?:19|20)\d\d)\b"
    r"(?: [A-Z][a-z]{2}\b[^.;:]{0,12})?[;:.]"
)
_MARKS = re.compile(r"#{1,6}[ \t]+")
_SURROGATE = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
_UNDERLINE = re.compile(r"[ \t]*(?:=+|-{3,})[ \t]*")
_LABEL = re.compile(r"title[ \t]?:[ \t]*", re.IGNORECASE)
_RETRACTED = re.compile(r"[\[(]?retracted\b(?: article)?\s?[\]):]|.*\[retracted\]\.?$", re.I)


@dataclass(frozen=True, slots=True)
class Front:
    """What stands before the first section: the title's span, the journal and the year."""

    start: int = 0
    end: int = 0
    body: int = 0  # where the rest begins
    journal: str = ""
    year: int | None = None


def decoded(data: bytes, offset: int = 0) -> str:
    """Decode the bytes of a plain text; newlines and a byte-order mark stay as they are.

    `offset` is where in the file the bytes begin. Raises `SourceError` that names the byte where
    it is not UTF-8.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SourceError(
            "the text is UTF-16, not UTF-8; convert it, for example with 'iconv -f UTF-16 -t UTF-8'"
        )
    if b"\0" in data:
        raise SourceError(
            f"byte {offset + data.index(0):,} is NUL: no plain text; save the paper as UTF-8 text"
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        at = f"byte {offset + error.start:,}"
        if _SURROGATE.match(data, error.start):
            raise SourceError(f"{at} is a lone surrogate, which is no text; remove it") from None
        raise SourceError(
            f"{at} (0x{data[error.start]:02x}) is not UTF-8; convert the text, "
            "for example with 'iconv -f WINDOWS-1252 -t UTF-8'"
        ) from None


def is_retracted(title: str) -> bool:
    """Tell whether a title says that its paper was retracted ("RETRACTED: …")."""
    return bool(_RETRACTED.match(title.strip()))


def _is_title(text: str, single: bool) -> bool:
    lowest, highest = _TITLE
    return (
        lowest <= len(text) <= highest
        and (single or text[-1] not in ".,;:")
        and len(text.split()) > 1
        and not section.is_known(text)
    )


def _first_line(block: re.Match[str], marked: bool) -> tuple[int, int] | None:
    """Tell where a title ends that stands right above its text, and where the rest begins.

    It is a Markdown heading, is underlined, or is much shorter than the paragraph below it.
    """
    first, second = block[0].rstrip().splitlines()[:2]
    end = block.start() + len(first.rstrip())
    if _UNDERLINE.fullmatch(second):
        return end, block.start() + block[0].index(second, len(first)) + len(second)
    return (end, end) if marked or len(second) > 2 * max(len(first), _LINE_WIDTH) else None


def _front(text: str) -> Front:
    head = text[:_HEAD]
    blocks = list(islice(_PARAGRAPH.finditer(head, head.startswith("\ufeff")), 4))
    if not blocks:
        return Front()
    short = [block[0] if len(block[0]) <= _TITLE[1] else "" for block in blocks]
    cited = [_CITATION.match(words) for words in short[:2] if len(blocks) > 1]
    citation = next(filter(None, cited), None)
    block = blocks[1 if cited and cited[0] else 0]
    start = block.start()
    end = body = start + len(block[0].rstrip())
    marks = _MARKS.match(text, start)
    if block is blocks[0] and len(block[0].rstrip().splitlines()) > 1:
        found = _first_line(block, bool(marks))
        if not found:
            return Front()
        end, body = found
    elif end >= len(text.rstrip()):
        return Front()  # nothing follows: a text, not a title
    label = marks or _LABEL.match(text, start)
    start = label.end() if label else start
    title = " ".join(text[start:end].split())
    # a full stop at the end is a title's only where a citation stands beside it
    if not _is_title(title, single=bool(marks) or citation is not None):
        return Front()
    journal, year = (citation["journal"], int(citation["year"])) if citation else ("", None)
    return Front(start, end, body, journal.strip(), year)


def document(text: str, name: str, known: Identifier | None = None) -> records.Document:
    """Make the document of a plain text; `name` is the stem of its file.

    `known` is what is known of the paper besides what the text states.

    Raises `SourceError` where there is no text, or more than a paper can have.
    """
    if not text.strip("\ufeff \t\r\n\f\v"):
        raise SourceError("there is no text in it")
    if len(text) > composition.LONGEST:
        raise SourceError(
            f"it holds {len(text):,} characters and a paper has at most "
            f"{composition.LONGEST:,}; give one file per paper"
        )
    front = _front(text)
    passages = section.passages(text, front.body)
    title = ""
    if front.end:
        title = " ".join(text[front.start : front.end].split())
        passages = (records.Passage("Title", front.start, front.end, "title"), *passages)
    references = next((p.start for p in passages if p.role == "references"), None)
    known = (known or Identifier()).or_else(stated(text, references))
    known = known.or_else(Identifier.of_name(name))
    paper = composition.paper(
        known,
        name,
        text,
        title=title,
        journal=front.journal,
        year=front.year,
        retracted=is_retracted(title),
    )
    return records.Document(composition.completed(paper, text), text, passages)
