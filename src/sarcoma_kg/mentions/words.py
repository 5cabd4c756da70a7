"""Words: a text as tokens, and the normal form in which names and texts are compared.

The normal form of a word is that of the vocabulary (`sarcoma_kg.ontology.spelling`): case, plural,
possessive, British and American spelling, accents and Greek letters make no difference.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from sarcoma_kg.ontology import spelling
from sarcoma_kg.records import Token

# a word (a possessive belongs to it), a number with its decimals, or one sign
_TOKEN = re.compile(r"[^\W\d_]+(?:['’´`]s\b)?|\d+(?:[.,]\d+)*|[^\s\w]|_")
#: Signs that may stand or fall inside a name: "soft-tissue", "CK5/6", "S-100".
SKIPPED = frozenset("-–‐‑‒—−/'’´`®™")
_POSSESSIVE = "'’´`"


def tokenise(text: str, start: int = 0, end: int | None = None) -> tuple[Token, ...]:
    """Split `text[start:end]` into tokens; their offsets count in the whole text."""
    stop = len(text) if end is None else end
    return tuple(
        [Token(m.start(), m.end(), normal(m.group())) for m in _TOKEN.finditer(text, start, stop)]
    )


@lru_cache(maxsize=200_000)
def normal(word: str) -> str:
    """Give the normal form of one word: the same for its spellings and for its plural."""
    low = word.casefold()
    if low.isascii() and not low.isalpha() and low[0].isdigit():
        return low
    if len(low) > 1 and low[-1] == "s" and low[-2] in _POSSESSIVE:
        low = low[:-2]
    if not low.isascii():
        found = spelling.words(low)
        return found[0] if len(found) == 1 else low
    return spelling.word_key(low)


def phrase(text: str) -> str:
    """Give the key of a name: its normal words, one space between them, skipped signs left out.

    Example: `phrase("Soft-tissue sarcomas")` is `"soft tissue sarcoma"`.
    """
    return " ".join(keys(tokenise(text)))


def keys(tokens: Iterable[Token]) -> list[str]:
    """Give the normal forms of tokens without the signs that may stand or fall inside a name."""
    return [token.norm for token in tokens if token.norm not in SKIPPED]
