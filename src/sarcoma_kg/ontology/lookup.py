"""What a name means: its concept by its own spelling, another way to write it, or its parts."""

from collections.abc import Iterator
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from sarcoma_kg.ontology import composition, misspelling, spelling, variants
from sarcoma_kg.ontology.concept import Match
from sarcoma_kg.ontology.qualifiers import shortened
from sarcoma_kg.terms import Term

if TYPE_CHECKING:
    from sarcoma_kg.ontology.vocabulary import Ontology

#: A text longer than this is no name.
LONGEST_NAME = 200
_SURE = ("label", "exact", "old")
_VARIANT = 0.94  # below what readers take as the name itself
_FUZZY = 0.85
_BROAD = 0.75
_MOST_NAMES = 20
_MOST_SHORT = 3  # abbreviations of one name that are sought in the vocabulary
_SIGNED = ("marker", "alteration")  # what is told as positive by a sign behind it
_MOST_CLIPPED = 6  # words of a name with clipped ones
_SHORTEST_CLIPPED = 4  # letters: shorter ones are in `shortened.tsv`
_MOST_WAYS = 300  # to complete all clipped words of a name
_LONGEST_CHANGE = 8  # words of an alteration


def names(ontology: "Ontology", text: str, kind: str | None) -> list[Match]:
    """Give the concepts that bear a name or another way to write it."""
    found = ontology.candidates(text, kind)
    short = text.count(" ") < _LONGEST_CHANGE
    if not found and short and kind in (None, "alteration"):
        found = ontology.altered(text)
    return found or _variants(ontology, text, kind)


def _variants(ontology: "Ontology", text: str, kind: str | None) -> list[Match]:
    for variant, kinds in variants.eponyms(text):
        found = [
            match
            for match in ontology.candidates(variant, kind)
            if match.how in _SURE and match.concept.kind in kinds and _eponymous(match, text)
        ]
        if found:
            return _lowered(found)
    if text.endswith("+") and kind in (None, *_SIGNED):  # "desmin +", "PAX3::FOXO1+"
        found = [m for m in names(ontology, text.rstrip("+ "), kind) if m.concept.kind in _SIGNED]
        if found:
            return _lowered(found)
    for level in variants.vertebrae(text):
        found = [m for m in ontology.candidates(level, kind) if m.how in _SURE]
        if found:
            return [Match(m.concept, m.matched, "broad", _BROAD) for m in found]
    return _spelt_out(ontology, text, kind)


def _eponymous(match: Match, text: str) -> bool:
    """Whether a word is the name of a person in all names of a concept."""
    low = text.lower()
    return not any(low in name.text for name in match.concept.names)


def _spelt_out(ontology: "Ontology", text: str, kind: str | None) -> list[Match]:
    words = variants.tokens(text)
    short = [word for word in dict.fromkeys(words) if variants.is_short(word)]
    alone = len(words) == 1
    clipped = text.islower() and text in shortened()
    if alone and not clipped and (not short or len(text) <= 2):  # noqa: PLR2004 - are anything
        return []
    if len(short) > _MOST_SHORT:
        short = []
    longs = {word: [] if alone else _longs(ontology, word) for word in short}
    for variant in variants.spelt_out(text, longs):
        found = [
            match
            for match in ontology.candidates(variant, kind)
            if match.how in (*_SURE, "narrow") or match.concept.kind == "regimen"
        ]
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
    """Find the one concept that a name with a typing error can mean; see `misspelling`."""
    found = []
    for key in corrected(ontology, text):
        match = surest(names(ontology, key, kind))
        if match is None and parts:
            match = composed(ontology, key, kind)
        if match is not None and match.how != "related":
            found.append(match)
    return _the_one(found)


def clipped(ontology: "Ontology", text: str, kind: str | None) -> Match | None:
    """Find the one concept that a name of clipped words can mean: "extraskel chondrosarc".

    Each word that no name has is the beginning of one that a name has; nothing where two concepts
    are named by completions.
    """
    words = spelling.words(variants.all_spelt_out(text))
    if not 1 < len(words) <= _MOST_CLIPPED:
        return None
    cut = {word for word in words if word not in ontology.words}
    if not cut or any(len(word) < _SHORTEST_CLIPPED or not word.isalpha() for word in cut):
        return None
    ways = [ontology.completions(word) if word in cut else [word] for word in words]
    if prod(map(len, ways)) > _MOST_WAYS:
        return None
    matches = (surest(names(ontology, " ".join(each), kind)) for each in product(*ways))
    return _the_one([m for m in matches if m is not None and m.how in (*_SURE, "narrow")])


def _the_one(found: list[Match]) -> Match | None:
    """Give the first match as a fuzzy one, where all are of one concept."""
    if len({match.concept.id for match in found}) != 1:
        return None
    first = found[0]
    return Match(first.concept, first.matched, "fuzzy", _FUZZY, first.parts)


def corrected(ontology: "Ontology", text: str) -> Iterator[str]:
    """Give the keys that a misspelt text may have meant."""
    for words in misspelling.corrections(spelling.words(text), ontology.words):
        yield " ".join(words)


def composed(ontology: "Ontology", text: str, kind: str | None) -> Match | None:
    """Find the concept that a composed name is of, with the parts that the name has."""
    known: dict[tuple[str, str | None], list[Match]] = {}

    def look(said: str, of: str | None) -> list[Match]:
        if (said, of) not in known:
            concept = ontology.get(Term.parse(said)) if said.startswith("HGNC:") else None
            own = [Match(concept, said, "id")] if concept else []
            known[said, of] = own or names(ontology, said, of)
        return known[said, of]

    ways = dict.fromkeys((text, variants.turned(text), variants.all_spelt_out(text)))
    for each in filter(None, ways):
        match = composition.compose(each, kind, look)
        if match is not None:
            return match
    return None
