"""Identifiers of papers: PMID, PMCID and DOI, as a user types them and as a text states them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

_PMID = r"[1-9]\d{0,8}"
_DOI = r"10\.\d{4,9}/[^\s\"<>|\\^`{}]+"
_SPOKEN = (
    ("pmid", re.compile(rf"(?:pmid[:\s-]*)?({_PMID})", re.IGNORECASE)),
    (
        "pmid",
        re.compile(
            rf"https?://(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)"
            rf"/({_PMID})/?(?:[?#].*)?",
            re.IGNORECASE,
        ),
    ),
    ("pmcid", re.compile(rf"(?:pmcid[:\s]*)?(PMC{_PMID})(?:\.\d+)?", re.IGNORECASE)),
    (
        "pmcid",
        re.compile(
            rf"https?://(?:www\.|pmc\.)?ncbi\.nlm\.nih\.gov/(?:pmc/)?articles"
            rf"/(PMC{_PMID})/?.*",
            re.IGNORECASE,
        ),
    ),
    ("doi", re.compile(rf"(?:doi[:\s]*|https?://(?:dx\.)?doi\.org/)?({_DOI})", re.IGNORECASE)),
    # a publisher's page: https://journal.example/articles/10.1186/…/full
    (
        "doi",
        re.compile(
            rf"https?://[^\s?#]+?/({_DOI}?)(?:\.pdf|/(?:full|pdf|abstract|fulltext))?/?(?:[?#].*)?",
            re.IGNORECASE,
        ),
    ),
)
_STATED = (
    ("pmid", re.compile(rf"\bPMID\s?:?\s?({_PMID})\b")),
    ("pmcid", re.compile(rf"\b(?:PMCID\s?:?\s?)?(PMC{_PMID})\b")),
    ("doi", re.compile(rf"(?:\bdoi\s?:?\s?|https?://(?:dx\.)?doi\.org/)({_DOI})", re.IGNORECASE)),
)
_NAMED = (
    ("pmid", re.compile(rf"pmid[-_ ]?({_PMID})(?!\d)", re.IGNORECASE)),
    ("pmcid", re.compile(rf"(pmc{_PMID})(?!\d)", re.IGNORECASE)),
)
_HEAD, _TAIL = 800, 500  # characters at either end where a text names its own paper
_LONGEST = 350  # characters of a line that is a citation rather than a paragraph
_FEW = 4  # words before a label
_BEFORE = re.compile(r"\b(?:19|20)\d\d\b|\bPM(?:C)?ID\b|\bPMC\d|\b10\.\d{4}")
# a line of a reference list: "12. Smith A, Jones B. …" or "[12] …"
_REFERENCE = re.compile(r"\s*(?:\[\d+\]|\d{1,3}[.)])\s")


@dataclass(frozen=True, slots=True)
class Identifier:
    """What a paper is known by; each part may be empty."""

    pmid: str = ""
    pmcid: str = ""
    doi: str = ""

    def __bool__(self) -> bool:
        return bool(self.pmid or self.pmcid or self.doi)

    def __str__(self) -> str:
        return f"PMID {self.pmid}" if self.pmid else self.pmcid or f"DOI {self.doi}"

    @classmethod
    def parse(cls, text: str) -> "Identifier | None":
        """Read what a user typed: `26913180`, `pmid:…`, `PMC…`, a DOI, or a link to one of them."""
        for kind, pattern in _SPOKEN if len(text) <= _LONGEST else ():
            found = pattern.fullmatch(text.strip())
            if found:
                return cls(**{kind: _clean(kind, found[1])})
        return None

    @classmethod
    def of_name(cls, stem: str) -> "Identifier":
        """Read the PMID or PMCID that a file's name carries (`PMID26913180.txt`)."""
        for kind, pattern in _NAMED:
            found = pattern.search(stem)
            if found:
                return cls(**{kind: _clean(kind, found[1])})
        return cls()

    @classmethod
    def checked(cls, pmid: str = "", pmcid: str = "", doi: str = "") -> "Identifier":
        """Take the identifiers of a record; what does not look like one is left out."""
        pmcid = pmcid.upper() if pmcid.upper().startswith("PMC") else f"PMC{pmcid}"
        return cls(
            pmid if re.fullmatch(_PMID, pmid) else "",
            pmcid if re.fullmatch(rf"PMC{_PMID}", pmcid) else "",
            doi.lower() if re.fullmatch(r"10\.\d{4,9}/[!-~]+", doi) else "",
        )

    def or_else(self, other: "Identifier") -> "Identifier":
        """Fill the empty parts from another identifier."""
        return replace(
            self,
            pmid=self.pmid or other.pmid,
            pmcid=self.pmcid or other.pmcid,
            doi=self.doi or other.doi,
        )


def _clean(kind: str, text: str) -> str:
    if kind == "pmcid":
        return text.upper()
    if kind != "doi":
        return text
    text = text.rstrip(".,;:'’”")
    for opening, closing in ("()", "[]"):
        if text.endswith(closing) and opening not in text:
            text = text.rstrip(closing).rstrip(".,;:")
    return text.lower()


def _own_lines(text: str, tail: bool) -> Iterator[str]:
    # the lines at one end of a text that are about this paper
    lines = text[-_TAIL:].splitlines()[1:] if tail else text[:_HEAD].splitlines()
    for number, line in enumerate(lines):
        first = number == 0 and not tail
        if len(line) <= _LONGEST and (first or not _REFERENCE.match(line)):
            yield line


def _is_own(before: str) -> bool:
    # "… (doi: 10…)" in a sentence cites another paper; a citation has its year before, a label
    # of a list of identifiers little or another identifier
    return not before.rstrip().endswith("(") and (
        len(before.split()) <= _FEW or bool(_BEFORE.search(before))
    )


def stated(text: str, end: int | None = None) -> Identifier:
    """Find the identifiers that a text states of itself near its start and its end.

    Only lines that read like a citation or a list of identifiers count, none of a reference
    list, and a kind of identifier that is there with two values is left out. `end` is where the
    list of references begins.
    """
    body = text[:end]
    lines = [*_own_lines(body, tail=False)]
    if len(body) > _HEAD:
        lines += _own_lines(body, tail=True)
    found: dict[str, set[str]] = {}
    for line in lines:
        for kind, pattern in _STATED:
            for match in pattern.finditer(line):
                if _is_own(line[: match.start()]):
                    found.setdefault(kind, set()).add(_clean(kind, match[1]))
    return Identifier(**{kind: min(values) for kind, values in found.items() if len(values) == 1})
