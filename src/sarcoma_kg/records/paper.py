"""Papers, their texts, and who read them."""

import hashlib
import re
from dataclasses import dataclass, field

from sarcoma_kg.errors import FactError
from sarcoma_kg.records.normal import normal

#: A paper's id is the name of its file too: a name of no more than 150 characters.
_PAPER_ID = re.compile(r"[a-z0-9][a-z0-9._\-]{0,149}")


def digest(text: str) -> str:
    """Give the SHA-256 of the normal form of a text (UTF-8), in hexadecimal."""
    return hashlib.sha256(normal(text).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Paper:
    """A publication: its identifiers, its bibliography, and the SHA-256 and length of its text.

    `id` names it everywhere (`pmid-26913180`, `doi-10.1186-…`, or the name of a file).
    """

    id: str
    title: str = ""
    pmid: str = ""
    pmcid: str = ""
    doi: str = ""
    journal: str = ""
    year: int | None = None
    licence: str = ""
    authors: tuple[str, ...] = ()
    retracted: bool = False
    text_sha256: str = ""
    text_length: int = 0

    def __post_init__(self) -> None:
        if not _PAPER_ID.fullmatch(self.id):
            raise FactError(
                f"paper id {self.id!r} is not at most 150 lower-case letters, digits and . _ -"
            )

    @staticmethod
    def slug(pmid: str = "", pmcid: str = "", doi: str = "", name: str = "") -> str:
        """Make a paper's id from the best identifier there is, else from a file's name."""
        if pmid:
            return f"pmid-{pmid}"
        if pmcid:
            return pmcid.lower()
        text = f"doi-{doi}" if doi else name
        return re.sub(r"[^a-z0-9.]+", "-", text.lower()).strip("-._") or "paper"


@dataclass(frozen=True, slots=True)
class Passage:
    """A titled stretch of a paper's text; offsets count characters of the whole text.

    `role` says what such a section is for: title, background, case, results, discussion,
    conclusions, methods, keywords, references or other.
    """

    title: str
    start: int
    end: int
    role: str = "other"


@dataclass(frozen=True, slots=True)
class Document:
    """A paper with its text as read and the passages of it: what reading starts from."""

    paper: Paper
    text: str = field(repr=False)
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """Who read a paper, with what, and when (ISO 8601): the provenance of its facts.

    `agent` is `rules`, `model:NAME`, `rules+model:NAME` or `person:ORCID`; that of the shipped
    papers is `model:from-written-rules`. `version` is that of the reader. `refusal` says in one
    line why the reader refused the text, where a curator had it read all the same.
    """

    agent: str
    version: str
    at: str
    note: str = ""
    refusal: str = ""
