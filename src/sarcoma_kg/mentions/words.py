"""Words: a text as tokens, and the normal form in which names and texts are compared.

The normal form folds case, plural, possessive, British and American spelling and Greek letters,
so that "haemangioendotheliomas" and "hemangioendothelioma" are one word.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from sarcoma_kg.records import Token

# a word (a possessive belongs to it), a number with its decimals, or one sign
_TOKEN = re.compile(r"[^\W\d_]+(?:['’´`]s\b)?|\d+(?:[.,]\d+)*|[^\s\w]|_")
_GREEK = {"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "κ": "kappa", "ϰ": "kappa"}
_IRREGULAR = {
    "children": "child",
    "men": "man",
    "women": "woman",
    "feet": "foot",
    "teeth": "tooth",
    "femora": "femur",
    "femoral": "femoral",
    "viscera": "viscera",
    "series": "series",
    "fibre": "fiber",
    "centre": "center",
    "grey": "gray",
    "diarrhoea": "diarrhea",
    "ribs": "rib",
    "gists": "gist",
    "does": "does",
    "has": "has",
    "was": "was",
    "lens": "lens",
    "always": "always",
}
#: Signs that may stand or fall inside a name: "soft-tissue", "CK5/6", "S-100".
SKIPPED = frozenset("-–‐‑‒—−/'’´`®™")
_IZE = re.compile(r"is(e|ed|es|ing|ation|ations)$")
_OUR = re.compile(r"(?<=[a-z]{3})our(?=s?$|al|ed|ing|less|able|ite)")
_PLURALS_IN_AE_OR_ES = re.compile(r"(?<=[a-z]{3})(as|os)es$")
_SHORTEST_PLURAL = 3


def tokenise(text: str, start: int = 0, end: int | None = None) -> tuple[Token, ...]:
    """Split `text[start:end]` into tokens; their offsets count in the whole text."""
    stop = len(text) if end is None else end
    return tuple(
        [Token(m.start(), m.end(), normal(m.group())) for m in _TOKEN.finditer(text, start, stop)]
    )


@lru_cache(maxsize=200_000)
def normal(word: str) -> str:
    """Give the normal form of one word: the same for its spellings and for its plural."""
    low = word.lower()
    if len(low) == 1 or not low[0].isalpha():
        return _GREEK.get(low, low)
    if len(low) > 1 and low[-2] in "'’´`" and low[-1] == "s":
        low = low[:-2]
    if low in _IRREGULAR:
        return _IRREGULAR[low]
    return _spelling(_singular(low))


def _singular(low: str) -> str:
    if low.endswith("ae") and len(low) > _SHORTEST_PLURAL:
        return low[:-1]  # vertebrae, bursae, pleurae
    if len(low) <= _SHORTEST_PLURAL or not low.endswith("s"):
        return low
    if _PLURALS_IN_AE_OR_ES.search(low):
        return low[:-2] + "is"  # metastases, diagnoses
    if low.endswith(("sses", "xes", "ches", "shes")):
        return low[:-2]
    if low.endswith("ies"):
        return low[:-3] + "y"
    if low.endswith(("ss", "us", "is")):
        return low
    return low[:-1]


def _spelling(low: str) -> str:
    if "ae" in low or "oe" in low:
        low = low.replace("ae", "e").replace("oe", "e")
    if "our" in low:
        low = _OUR.sub("or", low)
    if "is" in low:
        low = _IZE.sub(r"iz\1", low)
    return low


def phrase(text: str) -> str:
    """Give the key of a name: its normal words, one space between them, skipped signs left out.

    Example: `phrase("Soft-tissue sarcomas")` is `"soft tissue sarcoma"`.
    """
    return " ".join(keys(tokenise(text)))


def keys(tokens: Iterable[Token]) -> list[str]:
    """Give the normal forms of tokens without the signs that may stand or fall inside a name."""
    return [token.norm for token in tokens if token.norm not in SKIPPED]
