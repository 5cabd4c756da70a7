"""Other ways to write one name: shortened words in it, an eponym alone, a fusion without the word.

Each variant is a name to look up; none is looked up where the name itself is known.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from sarcoma_kg.ontology.qualifiers import shortened

_WORD = re.compile(r"[^\s\-‐-―,;/()\[\]]+")
_NAME = r"[A-Z][A-Za-z]*[a-z]"
_EPONYM = re.compile(rf"(?:(?:[Vv]on|[Dd]e) )?{_NAME}(?:[-–]{_NAME})*(?:['’]s)?")
_SYMBOL = r"[A-Z][A-Z0-9]+(?:orf\d+)?"
_FUSION = re.compile(rf"({_SYMBOL})(?:::|-|–|/)({_SYMBOL})(?: (?:gene )?fusion)?")
_GENE = r"(?P<gene>[A-Z][A-Za-z0-9]{1,9}(?:::[A-Z][A-Z0-9]+)?)"
#: A change of a gene as an adjective or a noun, before or behind it: what the vocabulary calls it.
_CHANGES = (
    (r"mutant|mutated|mutations?|mutation-positive", "mutation"),
    (r"rearranged|rearrangements?|translocat(?:ed|ions?)", "rearrangement"),
    (r"fused|fusions?|fusion-positive", "fusion"),
    (r"amplified|amplifications?", "amplification"),
    (r"delet(?:ed|ions?)", "deletion"),
    (r"deficient|deficiency|loss|lost|negative", "loss"),
)
_CHANGED = tuple(
    (re.compile(rf"{_GENE}[\s-](?:gene )?(?:{words})"), noun) for words, noun in _CHANGES
) + tuple((re.compile(rf"(?:{words}) (?:of |in )?{_GENE}"), noun) for words, noun in _CHANGES)
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
    elif text[:1].isupper() and " " in text:
        yield f"{text} syndrome", ("syndrome",)


def turned(text: str) -> str:
    """Give a name with what stands behind its comma in front: "liposarcoma, myxoid type"."""
    first, comma, rest = text.partition(",")
    return f"{rest.strip()} {first.strip()}" if comma and "," not in rest else ""


def alterations(text: str) -> Iterator[str]:
    """Give how the vocabulary may call a fusion or another change of a gene."""
    if _FUSION.fullmatch(text):
        yield f"{text} fusion"
    for change, noun in _CHANGED:
        match = change.fullmatch(text)
        if match:
            gene = match["gene"]
            yield f"{gene} {noun}"
            if noun == "loss":
                yield f"loss of {gene}"
                yield f"{gene} deficiency"


def vertebrae(text: str) -> Iterator[str]:
    """Give a level of the spine as the vertebra that it is: "T8 vertebral body"."""
    match = _VERTEBRA.fullmatch(text)
    if match:
        yield f"{_SPINE[match[1]]} vertebra {match[2]}"


def generals(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give the general name of a fusion or a vertebra, with the genes that the text names."""
    fusion = _FUSION.fullmatch(text)
    for gene in fusion.groups() if fusion else ():
        yield f"{gene} rearrangement", fusion.groups() if fusion else ()
    level = _VERTEBRA.fullmatch(text)
    if level and " " in text:
        yield f"{_SPINE[level[1]]} vertebra", ()


def is_short(word: str) -> bool:
    """Whether a word is written as an abbreviation: two to six letters, most of them capitals."""
    letters = word.rstrip("s")
    return 2 <= len(letters) <= 6 and letters.isalnum() and letters.isupper()  # noqa: PLR2004


def spelt_out(text: str, longs: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Give a name with its shortened words written out: all by `shortened.tsv`, then one each."""
    known = {word: shortened()[word] for word in tokens(text) if word in shortened()}
    if len(known) > 1:
        whole = text
        for word, names in known.items():
            whole = _instead(whole, word, names[0])
        yield whole
    for word in dict.fromkeys((*known, *longs)):
        for long in (*known.get(word, ()), *longs.get(word, ())):
            yield _instead(text, word, long)


def _instead(text: str, word: str, long: str) -> str:
    return re.sub(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", lambda _: long, text)
