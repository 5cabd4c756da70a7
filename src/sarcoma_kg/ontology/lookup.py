"""What a name means: its concept by its own spelling, another way to write it, or its parts."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sarcoma_kg.ontology import composition, misspelling, spelling, variants
from sarcoma_kg.ontology.concept import Match

if TYPE_CHECKING:
    from sarcoma_kg.ontology.vocabulary import Ontology

#: A text longer than this is no name.
LONGEST = 200
_SURE = ("label", "exact", "old")
_VARIANT = 0.94  # below what readers take as the name itself
_FUZZY = 0.85
_MOST_NAMES = 20


def names(ontology: "Ontology", text: str, kind: str | None) -> list[Match]:
    """Give the concepts that bear a name or another way to write it."""
    return ontology.candidates(text, kind) or _variants(ontology, text, kind)


def _variants(ontology: "Ontology", text: str, kind: str | None) -> list[Match]:
    for variant in variants.eponyms(text):
        found = [
            match
            for match in ontology.candidates(variant, kind)
            if match.how in _SURE and match.concept.kind in ("syndrome", "finding", "disease")
        ]
        if found:
            return _lowered(found)
    for variant in (*variants.alterations(text), *variants.vertebrae(text)):
        found = [m for m in ontology.candidates(variant, kind) if m.how in _SURE]
        if found:
            return _lowered(found)
    return _spelt_out(ontology, text, kind)


def _spelt_out(ontology: "Ontology", text: str, kind: str | None) -> list[Match]:
    words = variants.tokens(text)
    short = [word for word in dict.fromkeys(words) if variants.is_short(word)]
    alone = len(words) == 1
    if alone and len(text) <= 2:  # noqa: PLR2004 - two letters alone are anything
        return []
    longs = ((word, [] if alone else _longs(ontology, word)) for word in short)
    for variant in variants.spelt_out(text, longs):
        found = [m for m in ontology.candidates(variant, kind) if m.how in _SURE]
        if found:
            return _lowered(found)
    return []


def _longs(ontology: "Ontology", word: str) -> list[str]:
    """Give the long names of the tumours that an abbreviation is a name of."""
    found = []
    for match in ontology.candidates(word, "disease"):
        if match.how in ("label", "exact", "related"):
            found += [n.text for n in match.concept.names if n.scope in ("label", "exact")]
    return [name for name in found if " " in name or not variants.is_short(name)][:_MOST_NAMES]


def _lowered(found: list[Match]) -> list[Match]:
    return [Match(m.concept, m.matched, m.how, min(m.score, _VARIANT)) for m in found]


def surest(found: list[Match]) -> Match | None:
    """Give the first of some matches; nothing where another of its kind is as sure."""
    if not found:
        return None
    first = found[0]
    rivals = (m for m in found[1:] if m.score == first.score)
    return None if any(m.concept.kind == first.concept.kind for m in rivals) else first


def misspelt(ontology: "Ontology", text: str, kind: str | None, *, parts: bool) -> Match | None:
    """Find a name with a typing error in one long word; see `misspelling`."""
    for key in corrected(ontology, text):
        match = surest(names(ontology, key, kind))
        if match is None and parts:
            match = composed(ontology, key, kind)
        if match is not None and match.how != "related":
            return Match(match.concept, match.matched, "fuzzy", _FUZZY, match.parts)
    return None


def corrected(ontology: "Ontology", text: str) -> Iterator[str]:
    """Give the keys that a misspelt text may have meant."""
    for words in misspelling.corrections(spelling.words(text), ontology.words):
        yield " ".join(words)


def composed(ontology: "Ontology", text: str, kind: str | None) -> Match | None:
    """Find the concept that a composed name is of, with the parts that the name has."""
    return composition.compose(text, kind, lambda said, of: names(ontology, said, of))
