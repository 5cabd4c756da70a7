"""Identifiers of upstream releases as this project writes them: `NCIT:C3158`, `HGNC:130`."""

import re
from functools import lru_cache

from sarcoma_kg.errors import TermError
from sarcoma_kg.terms import Term, prefixes

#: Other spellings of a vocabulary's prefix, in lower case.
_ALIASES = {
    "nci": "NCIT",
    "ncit": "NCIT",
    "ncithesaurus": "NCIT",
    "msh": "MESH",
    "mesh": "MESH",
    "ordo": "Orphanet",
    "orphanet": "Orphanet",
    "orpha": "Orphanet",
    "icd-o": "ICDO",
    "icdo": "ICDO",
    "icdo3": "ICDO",
    "icd-o-3": "ICDO",
    "oncotree": "ONCOTREE",
    "drugbank": "DRUGBANK",
    "hgnc": "HGNC",
    "rxnorm": "RXNORM",
    "rxcui": "RXNORM",
    "chebi": "CHEBI",
    "bfo": "BFO",
}
_OBO = re.compile(r"https?://purl\.obolibrary\.org/obo/([A-Za-z]+)_(\S+)")
_OTHER = (
    (re.compile(r"https?://ncicb\.nci\.nih\.gov/xml/owl/EVS/Thesaurus\.owl#(C\d+)"), "NCIT"),
    (re.compile(r"https?://identifiers\.org/hgnc[/:](\d+)"), "HGNC"),
    (re.compile(r"https?://www\.genenames\.org/\S*HGNC:(\d+)"), "HGNC"),
    (re.compile(r"https?://identifiers\.org/mesh[/:](\w+)"), "MESH"),
    (re.compile(r"https?://www\.orpha\.net/ORDO/Orphanet_(\w+)"), "Orphanet"),
)
_CURIE = re.compile(r"([A-Za-z][\w.\-]*):\s*(\S+)")


@lru_cache(maxsize=500_000)
def curie(text: str) -> str:
    """Write an IRI or a CURIE of any spelling as a CURIE; what is neither stays as it is."""
    if text.startswith(("http://", "https://")):
        if match := _OBO.fullmatch(text):
            return curie(f"{match[1]}:{match[2]}")
        for pattern, prefix in _OTHER:
            if match := pattern.fullmatch(text):
                return f"{prefix}:{match[1]}"
        try:
            return str(Term.from_iri(text))
        except TermError:
            return text
    match = _CURIE.fullmatch(text)
    if not match:
        return text
    prefix, local = match[1], match[2]
    known = _ALIASES.get(prefix.lower())
    if known is None:
        known = _canonical().get(prefix.lower(), prefix)
    if known == "HGNC" and local.upper().startswith("HGNC:"):
        local = local[5:]
    return f"{known}:{local}"


@lru_cache(maxsize=1)
def _canonical() -> dict[str, str]:
    return {prefix.lower(): prefix for prefix in prefixes()}
