"""Reading, composed once: a paper in, the course of each of its patients out.

    read(source)            the one paper of a source, or of a `Document`, as an `Extraction`
    read_all(source)        every paper of a source, as a stream
    curated(path, document) the same from the fact rows of a curator
    in_place(facts, …)      facts of a person, put in their course
    Reader.parse(name)      who reads: the rules, a model, or both

Nothing else puts the stages (mentions, facts, course, grounding) together.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sarcoma_kg.errors import SourceError
from sarcoma_kg.model import Doubt
from sarcoma_kg.reading.curation import curated
from sarcoma_kg.reading.extraction import Extraction
from sarcoma_kg.reading.place import in_place
from sarcoma_kg.reading.reader import RULES, Reader, now
from sarcoma_kg.records import Document

if TYPE_CHECKING:
    from pathlib import Path

    from sarcoma_kg.ontology import Ontology

__all__ = [
    "RULES",
    "Doubt",
    "Extraction",
    "Reader",
    "curated",
    "in_place",
    "now",
    "read",
    "read_all",
]


def read(
    source: "str | Path | Document",
    *,
    reader: str = RULES,
    ontology: "Ontology | None" = None,
    anyway: bool = False,
) -> Extraction:
    """Read the one paper of a source: its patients, each with tumours, events and facts.

    `source` is a `Document`, or what `papers.read` takes: a path, `-` for standard input, a PMID,
    PMCID or DOI. `reader` is `rules`, `openai:MODEL@URL` or `rules+openai:MODEL@URL`; `ontology`
    the packaged one where none is given. A text without a sarcoma case is no error: the
    extraction says so in `refusal`. With `anyway` such a text is read all the same, and
    `run.refusal` says against which reason. Raises `SourceError` where the source cannot be read
    or holds several papers (see `read_all`), or a model cannot be asked.
    """
    papers = read_all(source, reader=reader, ontology=ontology, anyway=anyway)
    extraction = next(papers)
    if (second := next(papers, None)) is not None:
        raise SourceError(
            f"{source} holds several papers, {second.document.paper.id} too; read_all reads them"
        )
    return extraction


def read_all(
    source: "str | Path | Document",
    *,
    reader: str = RULES,
    ontology: "Ontology | None" = None,
    anyway: bool = False,
) -> Iterator[Extraction]:
    """Read every paper of a source, one after the other; see `read`."""
    from sarcoma_kg import papers
    from sarcoma_kg.ontology import Ontology

    who = Reader.parse(reader)
    known = Ontology.load() if ontology is None else ontology
    documents = (source,) if isinstance(source, Document) else papers.read(str(source))
    for document in documents:
        yield who.read(document, known, anyway=anyway)
