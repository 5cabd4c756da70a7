"""Papers: any form that a paper comes in, read as Documents.

    read(source)      a path, "-" for standard input, or a PMID, PMCID or DOI
    role(title)       what a section heading is for
    language(text)    "en" or "other"
    is_rdf(path)      ready-made triples: not papers

Plain text and Markdown keep their text exactly; of structured formats (PubMed XML, MEDLINE,
JATS, PDF) the text is composed: title, sections with their headings, keywords.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from sarcoma_kg.errors import SourceError
from sarcoma_kg.papers import record
from sarcoma_kg.papers.identifier import Identifier
from sarcoma_kg.papers.section import role
from sarcoma_kg.papers.source import exists, is_rdf, opened, shown
from sarcoma_kg.papers.stopword import language

if TYPE_CHECKING:
    from sarcoma_kg.papers.archive import Archive
    from sarcoma_kg.records import Document

__all__ = ["Identifier", "is_rdf", "language", "read", "role"]


def read(
    source: str, *, stdin: BinaryIO | None = None, archive: "Archive | None" = None
) -> Iterator["Document"]:
    """Read the papers of a source, one after the other, as a stream.

    `source` is a path, `-` for standard input, or an identifier (a PMID, `pmid:…`, PMCID, DOI,
    or a link to one of them); a file of that name comes first. `archive` is where identifiers
    are fetched from: NCBI and Europe PMC unless the environment says otherwise. A record without
    an abstract is a document of its title alone, unless no record of the source has one.
    Raises `SourceError`, one line that begins with the source.
    """
    wanted = None if source == "-" or exists(source) else Identifier.parse(source)
    try:
        if wanted:
            yield _fetched(wanted, archive)
            return
        with opened(source, stdin) as ready:
            yield from record.with_text(record.documents(ready))
    except SourceError as error:
        raise SourceError(f"{shown(source)}: {shown(' '.join(str(error).split()))}") from None


def _fetched(wanted: Identifier, archive: "Archive | None") -> "Document":
    from sarcoma_kg.papers.archive import Archive

    return (archive or Archive.usual()).document(wanted)
