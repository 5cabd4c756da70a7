"""Archives: a paper fetched by its PMID, PMCID or DOI, from NCBI or else Europe PMC.

What was fetched is kept in the user's cache folder, so that the next reading needs no network.
Limits of NCBI (3 requests a second, 10 with an API key):
https://www.ncbi.nlm.nih.gov/books/NBK25497/
"""

import io
import json
import os
import tempfile
import time
import urllib.parse
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sarcoma_kg.errors import SourceError
from sarcoma_kg.papers import europepmc, record
from sarcoma_kg.papers.identifier import Identifier
from sarcoma_kg.papers.request import Client, Missing, Unreachable

if TYPE_CHECKING:
    from sarcoma_kg.records import Document

T = TypeVar("T")

NCBI = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
EUROPEPMC = "https://www.ebi.ac.uk/europepmc/webservices/rest"
_FRESH = 30 * 24 * 3600.0  # seconds; then it is asked again whether the paper was retracted
_TOOL = "sarcoma-kg"


def _documents(data: bytes) -> "list[record.Found]":
    if data.lstrip().startswith(b"{"):
        return [europepmc.document(each, "paper") for each in europepmc.results(data)]
    if data.lstrip()[:9].lower() in (b"<!doctype", b"<html") and b"<html" in data[:2000].lower():
        raise SourceError("it is a web page")
    return list(record.of_xml(io.BytesIO(data), "paper"))


def _same(wanted: Identifier, found: Identifier) -> bool:
    return any(
        getattr(wanted, kind) and getattr(wanted, kind) == getattr(found, kind)
        for kind in ("pmid", "pmcid", "doi")
    )


def _chosen(data: bytes, wanted: Identifier) -> "Document":
    """Give the wanted record of an answer.

    Raises `Missing` where there is none, `SourceError` where the records are others.
    """
    found = _documents(data)
    if not found:
        raise Missing(f"there is no {wanted}")
    for document, full in found:
        paper = document.paper
        if _same(wanted, Identifier(paper.pmid, paper.pmcid, paper.doi)):
            if not full:
                raise _Wrong(f"{wanted} has a title but no abstract or text to read")
            return document
    other = found[0][0].paper
    raise _Wrong(
        f"asked for {wanted}, the archive gave {Identifier(other.pmid, other.pmcid, other.doi)}; "
        "nothing was read"
    )


class _Wrong(Missing):
    """The archive gave a record that is of no use; asking again would not change it."""


@dataclass(frozen=True, slots=True)
class Archive:
    """Where papers are fetched from, and the folder in which they are kept (or nothing)."""

    ncbi: str = NCBI
    europepmc: str = EUROPEPMC
    key: str = field(default="", repr=False)
    cache: Path | None = None
    client: Client = field(default_factory=Client)

    @classmethod
    def usual(cls, environment: Mapping[str, str] | None = None) -> "Archive":
        """Make the archive that the environment asks for.

        `NCBI_API_KEY`; `SARCOMA_KG_NCBI` and `SARCOMA_KG_EUROPEPMC` are base URLs of other
        servers, `SARCOMA_KG_CACHE` another cache folder.
        """
        given = os.environ if environment is None else environment
        folder = given.get("SARCOMA_KG_CACHE")
        if not folder:
            import platformdirs

            folder = platformdirs.user_cache_dir("sarcoma-kg")
        return cls(
            (given.get("SARCOMA_KG_NCBI") or NCBI).rstrip("/"),
            (given.get("SARCOMA_KG_EUROPEPMC") or EUROPEPMC).rstrip("/"),
            given.get("NCBI_API_KEY", "").strip(),
            Path(folder) / "papers",
        )

    def document(self, wanted: Identifier) -> "Document":
        """Give the paper, from the cache or else the archives.

        Raises `SourceError` where there is no such paper, the archives cannot be reached, or
        they give another one.
        """
        kept, fresh = self._kept(wanted)
        if kept is not None and fresh:
            return kept
        try:
            data, document = self._fetched(wanted)
        except Unreachable:
            if kept is not None:
                return kept
            raise
        self._keep(wanted, data)
        return document

    def _fetched(self, wanted: Identifier) -> "tuple[bytes, Document]":
        try:
            return self._from_ncbi(wanted)
        except Unreachable as error:
            first = error
        except Missing as error:
            if isinstance(error, _Wrong) or not wanted.doi:
                raise
            return self._from_europepmc(wanted)  # preprints and the like
        try:
            return self._from_europepmc(wanted)
        except _Wrong:
            raise
        except (Unreachable, Missing) as second:
            raise Unreachable(
                f"{first}; {second}; try again later, or save the record and give the file"
            ) from None

    def _from_ncbi(self, wanted: Identifier) -> "tuple[bytes, Document]":
        if wanted.pmcid:
            parameters = {"db": "pmc", "id": wanted.pmcid.removeprefix("PMC")}
        elif wanted.pmid:
            parameters = {"db": "pubmed", "id": wanted.pmid}
        else:
            query = {"db": "pubmed", "term": f"{wanted.doi}[doi]", "retmode": "json"}
            parameters = {"db": "pubmed", "id": ",".join(self._ask("esearch", query, _numbers))}
        return self._ask("efetch", {**parameters, "retmode": "xml"}, _pair(wanted))

    def _ask(self, service: str, query: dict[str, str], parse: Callable[[bytes], T]) -> T:
        query = {**query, "tool": _TOOL, **({"api_key": self.key} if self.key else {})}
        url = f"{self.ncbi}/{service}.fcgi?{urllib.parse.urlencode(query)}"
        return self.client.get(url, 10 if self.key else 3, parse)

    def _from_europepmc(self, wanted: Identifier) -> "tuple[bytes, Document]":
        if wanted.pmcid:
            path = f"{wanted.pmcid}/fullTextXML"
        else:
            term = f"EXT_ID:{wanted.pmid} AND SRC:MED" if wanted.pmid else f'DOI:"{wanted.doi}"'
            query = {"query": term, "format": "json", "resultType": "core"}
            path = f"search?{urllib.parse.urlencode(query)}"
        return self.client.get(f"{self.europepmc}/{path}", 10, _pair(wanted))

    def _path(self, wanted: Identifier) -> Path | None:
        name = urllib.parse.quote(str(wanted).replace(" ", "-").lower(), safe="")
        return self.cache / name[:200] if self.cache else None

    def _kept(self, wanted: Identifier) -> "tuple[Document | None, bool]":
        path = self._path(wanted)
        if path is None:
            return None, False
        try:
            age = time.time() - path.stat().st_mtime
            return _chosen(path.read_bytes(), wanted), age < _FRESH
        except (OSError, SourceError):
            return None, False  # nothing kept, or a spoilt file: it is fetched anew

    def _keep(self, wanted: Identifier, data: bytes) -> None:
        path = self._path(wanted)
        if path is None:
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).replace(path)
        except OSError:
            pass  # a cache that cannot be written costs only time


def _pair(wanted: Identifier) -> "Callable[[bytes], tuple[bytes, Document]]":
    return lambda data: (data, _chosen(data, wanted))


def _numbers(data: bytes) -> list[str]:
    try:
        found = json.loads(data)["esearchresult"]["idlist"]
        numbers = [str(int(each)) for each in found][:20]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise SourceError("the answer to the search cannot be read") from None
    if not numbers:
        raise Missing("PubMed has no paper of that DOI")
    return numbers
