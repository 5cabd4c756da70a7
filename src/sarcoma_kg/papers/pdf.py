"""PDF with a text layer, read by pypdf (the extra `pdf`)."""

import io
import logging
import math
import re
from collections import Counter
from typing import TYPE_CHECKING

from sarcoma_kg.errors import SourceError
from sarcoma_kg.papers import plain, section
from sarcoma_kg.papers.identifier import stated

if TYPE_CHECKING:
    import pypdf

    from sarcoma_kg.records import Document

_MOST_PAGES = 500
_FEWEST_LETTERS = 200  # below this a file is a scan with a stray line of text
_REPEATED = 3  # a line on so many pages is a running head
_BROKEN = re.compile(r"([A-Za-z]{2,})[-‐\u00ad]$")
# parts of words whose hyphen stays when a line breaks after it
_KEPT = re.compile(
    "anti|co|cross|dose|extra|follow|grade|half|high|intra|large|left|long|low|multi|non|old|"
    "poorly|post|pre|right|round|self|short|small|soft|spindle|week|well|year|month|day"
)
_LARGER = 1.15  # times the size of the text: what is smaller is no title
_TITLE_WORDS = (4, 40)
_PRINTED = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "\u00a0": " "})
_UNPRINTED = re.compile("[\0\ud800-\udfff]")
_SENTENCE_END = re.compile(r"[.!?:]['”)\]]?$")


def _pages(data: bytes) -> tuple[list[str], str]:
    """Give the text of each page, and the title as far as its type is larger than the text."""
    try:
        import pypdf
    except ImportError:
        raise SourceError(
            "it is a PDF, and reading PDF needs pypdf: pip install 'sarcoma-kg[pdf]'"
        ) from None
    log = logging.getLogger("pypdf")
    log.setLevel(logging.CRITICAL)  # what it says of broken files is not for the user
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise SourceError("the PDF is locked by a password; save it without one")
        if len(reader.pages) > _MOST_PAGES:
            raise SourceError(f"the PDF has {len(reader.pages)} pages, more than any paper")
        pages = [page.extract_text() for page in reader.pages]
        return pages, _title(reader.pages[0]) if pages else ""
    except SourceError:
        raise
    except RecursionError:
        raise SourceError("the PDF is broken: its parts contain each other") from None
    except Exception as error:  # pypdf raises anything on hostile files
        reason = " ".join(str(error).split())[:120] or type(error).__name__
        raise SourceError(f"the PDF cannot be read ({reason}); save it anew or as text") from None


def _title(page: "pypdf.PageObject") -> str:
    """Give what stands in the largest type of a page, where that reads like a title."""
    sizes: dict[float, list[str]] = {}

    def visit(text: str, cm: list[float], tm: list[float], _: object, size: float) -> None:
        real = abs(size) * math.hypot(tm[2], tm[3]) * math.hypot(cm[2], cm[3])
        sizes.setdefault(round(real * 2) / 2, []).append(text)

    page.extract_text(visitor_text=visit)
    texts = {size: " ".join("".join(parts).split()) for size, parts in sizes.items()}
    body = max(texts, key=lambda size: len(texts[size]), default=0.0)
    for size in sorted(texts, reverse=True):
        words = len(texts[size].split())
        if size > body * _LARGER and _TITLE_WORDS[0] <= words <= _TITLE_WORDS[1]:
            return texts[size].translate(_PRINTED)
    return ""


def _below(page: list[str], title: str) -> list[str]:
    """Give the lines of a page that stand below its title; all where it has none."""
    lines = ["".join(line.split()) for line in page]
    key = "".join(title.split())
    last = max((n for n, line in enumerate(lines) if line and line in key), default=-1)
    return page[last + 1 :] if title else page


def _running(pages: list[list[str]]) -> frozenset[str]:
    # running heads and feet: the same line, but for the page number, on several pages
    counts = Counter(key for page in pages for key in {_unnumbered(line) for line in page})
    return frozenset(key for key, n in counts.items() if n >= _REPEATED and n * 2 >= len(pages))


def _unnumbered(line: str) -> str:
    return re.sub(r"\d+", "#", line.strip())


def _joined(lines: list[str]) -> str:
    """Put the lines of a column back into paragraphs; headings keep their own line."""
    clean = [" ".join(line.split()) for line in lines]
    lengths = sorted(len(line) for line in clean if line)
    width = lengths[len(lengths) * 3 // 4] if lengths else 0
    parts: list[str] = []
    for line in clean:
        parts.append(_gap(parts, line, width))
        parts.append(line)
    return "".join(parts).strip()


def _gap(parts: list[str], line: str, width: int) -> str:
    """Give what stands between the last line and this one; a broken word is mended."""
    before = parts[-1] if parts else ""
    if not before or not line:
        return "" if not parts else "\n"
    if section.is_known(line) or section.is_labelled(line):
        return "\n\n"
    if section.is_known(before):
        return "\n"
    broken = _BROKEN.search(before)
    if broken and line[0].islower():
        if not _KEPT.fullmatch(broken[1].lower()):
            parts[-1] = before[:-1]
        return ""
    short = len(before) < 0.8 * width and _SENTENCE_END.search(before)
    return "\n" if short else " "


def document(data: bytes, name: str) -> "Document":
    """Make the document of a PDF; raises `SourceError` where there is no text layer."""
    texts, title = _pages(data)
    # pypdf can give lone surrogates and NULs from broken fonts
    clean = [_UNPRINTED.sub("\ufffd", text.translate(_PRINTED)) for text in texts]
    pages = [text.splitlines() for text in clean]
    running = _running(pages)
    pages[:1] = [_below(page, title) for page in pages[:1]]
    lines = [line for page in pages for line in page if _unnumbered(line) not in running]
    text = _joined(lines)
    if sum(map(str.isalpha, text)) < _FEWEST_LETTERS:
        raise SourceError(
            "the PDF has no text layer (a scan?); run OCR over it first, for example ocrmypdf"
        )
    # the first page as it stands: joined lines would hide whose identifier it is
    known = stated(clean[0])
    return plain.document(f"{title}\n\n{text}" if title else text, name, known)
