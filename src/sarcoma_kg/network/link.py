"""Where a node leads: the public page of a term or a paper, at hosts that are known."""

import re
from urllib.parse import quote, urlsplit

from sarcoma_kg.records import Paper
from sarcoma_kg.terms import Term

#: A picture opens pages of these hosts and of no other.
HOSTS = frozenset(
    {
        "pubmed.ncbi.nlm.nih.gov",
        "pmc.ncbi.nlm.nih.gov",
        "doi.org",
        "purl.obolibrary.org",
        "semanticscience.org",
        "www.orpha.net",
        "id.nlm.nih.gov",
        "identifiers.org",
        "bioregistry.io",
    }
)
# purl.obolibrary.org and MeSH name their terms by http IRIs and serve them by https too
_SECURE = frozenset({"purl.obolibrary.org", "id.nlm.nih.gov"})


def safe(url: str) -> str:
    """Give the URL back where it is http(s) at a known host, else an empty text."""
    if re.search(r"[\x00-\x20\x7f-\x9f\u2028\u2029\\<>\"'`]", url):
        return ""
    try:
        parts = urlsplit(url)
        plain = parts.port is None and parts.username is None and parts.password is None
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or parts.hostname not in HOSTS or not plain:
        return ""
    if parts.scheme == "http" and parts.hostname in _SECURE:
        return "https" + url[4:]
    return url


def of_term(term: Term) -> str:
    """Give the page of a term; terms of the project's own have none."""
    return safe(term.iri)


def of_paper(paper: Paper) -> str:
    """Give a paper's page: PubMed, else PubMed Central, else the DOI."""
    return of_ids(paper.pmid, paper.pmcid, paper.doi)


def of_ids(pmid: str = "", pmcid: str = "", doi: str = "") -> str:
    """Give the page of the best of these identifiers, or an empty text."""
    if re.fullmatch(r"[0-9]{1,9}", pmid):
        return f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/"
    if re.fullmatch(r"(?i:PMC)[0-9]{1,9}", pmcid):
        return f"https://pmc.ncbi.nlm.nih.gov/articles/{pmcid.upper()}/"
    if re.fullmatch(r"10\.[0-9]{4,9}/\S+", doi):
        return safe("https://doi.org/" + quote(doi, safe="/:;()._-"))
    return ""


def of_paper_id(paper_id: str) -> str:
    """Give the page that a paper's id (`pmid-26913180`, `pmc123`) leads to, or nothing."""
    return of_ids(pmid=paper_id.removeprefix("pmid-"), pmcid=paper_id)
