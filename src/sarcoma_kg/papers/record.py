"""Records: the papers in an open source, each by the reader of its format."""

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO

from sarcoma_kg.errors import SourceError
from sarcoma_kg.papers import medline, pdf, plain
from sarcoma_kg.papers.source import Source

if TYPE_CHECKING:
    from sarcoma_kg.records import Document

#: Records without an abstract that are held back until one with an abstract comes.
HELD = 1000
_PAPERS = frozenset({"PubmedArticle", "article"})
_ROOTS = frozenset({"PubmedArticleSet", "PubmedArticle", "article", "pmc-articleset"})

#: A document, and whether it has more text than a title.
Found = tuple["Document", bool]


def of_xml(stream: BinaryIO, stem: str) -> Iterator[Found]:
    """Read every PubMed record and JATS article of an XML stream.

    Raises `SourceError` where the XML is malformed or hostile, or holds neither.
    """
    from sarcoma_kg.papers import jats, markup, pubmed

    elements = markup.elements(stream, _PAPERS)
    root = markup.local(next(elements))
    number = 0
    for number, element in enumerate(elements, start=1):
        kind = pubmed if markup.local(element) == "PubmedArticle" else jats
        yield kind.document(element, stem if number == 1 else f"{stem}-{number}")
    if not number and root not in _ROOTS:
        raise SourceError(
            f"it is XML of <{root[:40]}>, not PubMed XML or JATS; give the paper in one of these"
        )


def documents(source: Source) -> Iterator[Found]:
    """Read every paper of an open source."""
    if source.format == "xml":
        yield from of_xml(source.stream, source.stem)
    elif source.format == "medline":
        yield from medline.documents(source.stream, source.stem)
    elif source.format == "pdf":
        yield pdf.document(source.whole(), source.stem), True
    else:
        yield plain.document(plain.decoded(source.whole()), source.stem), True


def with_text(found: Iterator[Found]) -> Iterator["Document"]:
    """Pass documents on; raises `SourceError` where none of them has more than a title."""
    held: list[Document] = []
    for document, full in found:
        if not full and len(held) < HELD:
            held.append(document)
            continue
        yield from chain(held, [document], (each for each, _ in found))
        return
    if not held:
        raise SourceError("there is no record of a paper in it")
    if len(held) == 1:
        raise SourceError("the record has a title but no abstract or text to read")
    raise SourceError(f"none of its {len(held)} records has an abstract or text to read")
