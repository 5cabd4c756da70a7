"""Other ways to write one name: shortened words in it, an eponym alone, what a comma turned.

Each variant is a name to look up; none is looked up where the name itself is known.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from sarcoma_kg.ontology.qualifiers import shortened

_WORD = re.compile(r"[^\s\-‐-―,;/()\[\]]+")
_NAME = r"[A-Z][A-Za-z]*[a-z]"
_EPONYM = re.compile(rf"(?:(?:[Vv]on|[Dd]e) )?{_NAME}(?:[-–]{_NAME})*(?:['’]s)?")
_VERTEBRA = re.compile(r"\b([CTLS])(\d{1,2})\b(?: vertebral?(?: body)?)?")
_SPINE = {"C": "cervical", "T": "thoracic", "L": "lumbar", "S": "sacral"}


def tokens(text: str) -> list[str]:
    """Give the words of a name as they are written, cut at hyphens and slashes too."""
    return _WORD.findall(text)


def eponyms(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give what the names of persons alone may stand for, with the kinds that may bear it."""
    if _EPONYM.fullmatch(text):
        for noun in ("syndrome", "disease", "sarcoma", "tumor"):
            yield f"{text} {noun}", ("syndrome", "finding", "disease")
    elif text.endswith(("'s", "’s")):
        yield f"{text} sarcoma", ("disease",)
        yield f"{text} tumor", ("disease",)
    elif text[:1].isupper() and " " in text:
        yield f"{text} syndrome", ("syndrome",)


def turned(text: str) -> str:
    """Give a name with what stands behind its comma in front: "liposarcoma, myxoid type"."""
    first, comma, rest = text.partition(",")
    return f"{rest.strip()} {first.strip()}" if comma and "," not in rest else ""


def vertebrae(text: str) -> Iterator[str]:
    """Give the vertebra that a level of the spine is, else its part of the spine."""
    match = _VERTEBRA.fullmatch(text)
    if match and " " in text:
        yield f"{_SPINE[match[1]]} vertebra {match[2]}"
        yield f"{_SPINE[match[1]]} vertebra"


def is_short(word: str) -> bool:
    """Whether a word is written as an abbreviation: two to six letters, most of them capitals."""
    letters = word.rstrip("s")
    return 2 <= len(letters) <= 6 and letters.isalnum() and letters.isupper()  # noqa: PLR2004


def spelt_out(text: str, longs: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Give a name with its shortened words written out: all by `shortened.tsv`, then one each."""
    known = {word: shortened()[word] for word in tokens(text) if word in shortened()}
    if len(known) > 1:
        yield all_spelt_out(text)
    for word in dict.fromkeys((*known, *longs)):
        for long in (*known.get(word, ()), *longs.get(word, ())):
            yield _instead(text, word, long)


def all_spelt_out(text: str) -> str:
    """Give a name of several words with all that `shortened.tsv` has written out."""
    words = tokens(text)
    for word in words if len(words) > 1 else ():
        for long in shortened().get(word, ())[:1]:
            text = _instead(text, word, long)
    return text


def _instead(text: str, word: str, long: str) -> str:
    return re.sub(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", lambda _: long, text)
