"""The language of a text: English prose, or English notes that leave the small words out."""

import re
from collections.abc import Iterable, Iterator, Sequence

from sarcoma_kg.records import Sentence

# the commonest words of English prose: fewer than one word in twelve is no English
_ENGLISH = frozenset(
    [
        "the", "of", "and", "a", "an", "in", "to", "was", "were", "with", "is", "are", "for",
        "by", "on", "that", "at", "as", "from", "had", "has", "he", "she", "it", "his", "her",
        "not", "no", "after", "which", "this", "we", "be", "or", "who", "patient", "showed",
    ]
)  # fmt: skip
# and those of other languages in Latin letters; none is English too
_FOREIGN = frozenset(
    [
        "de", "la", "el", "los", "las", "del", "y", "que", "con", "por", "una", "le", "les", "des",
        "une", "du", "et", "dans", "avec", "pour", "der", "das", "und", "ein", "eine", "mit", "von",
        "den", "dem", "nicht", "wurde", "di", "il", "che", "della", "dei", "da", "do", "na", "em",
        "com", "uma", "het", "een", "van", "med", "av", "ett", "w", "z", "dla", "bir", "ve", "ile",
    ]
)  # fmt: skip
# words of notes that no other language writes in this way
_OF_NOTES = frozenset(
    [
        "mass", "biopsy", "wide", "resection", "excision", "alive", "dead", "died", "disease",
        "free", "left", "right", "thigh", "lung", "liver", "month", "year", "week", "margin",
        "treated", "surgery", "removed", "grade", "deep", "swelling", "lump", "positive", "pain",
        "knee", "lesion", "bx", "mets", "ned", "girl", "boy",
        "negative", "stable", "since", "tumor", "last", "well", "node", "neg", "path", "known",
        "bleed", "wound", "chest", "solid", "forearm", "bowel", "cord", "neck", "pale", "informed",
        "cells", "blue", "clear", "scan", "given", "started", "stopped", "refused", "high", "low",
        "small", "large", "firm", "hip", "dx", "hx", "pt", "ca", "rt", "post", "chemo",
        "expired", "resected", "weekly", "mastectomy", "metastases", "recurrence",
        "shoulder", "breast", "back", "leg", "arm", "foot", "hand",
    ]
)  # fmt: skip
_LEAST_OF_PROSE = 0.12
_LEAST_OF_NOTES = 0.04
_LEAST_WORDS = 12  # too few words to tell a language by
_ENOUGH = 4  # words of notes
_FEWEST_FOREIGN = 2  # words by which a paragraph is of another language
_BREAK = re.compile(r"\n\s*\n")


def is_english(words: Sequence[str]) -> bool:
    """Whether words (normal forms) are English prose or notes."""
    if len(words) < _LEAST_WORDS:
        return True
    share = sum(word in _ENGLISH for word in words) / len(words)
    if share >= _LEAST_OF_PROSE:
        return True
    foreign = sum(word in _FOREIGN for word in words) / len(words)
    if share >= _LEAST_OF_NOTES and foreign < share / 2:
        return True
    foreign = sum(word in _FOREIGN and len(word) > 1 for word in words)
    return foreign == 0 and len(_OF_NOTES.intersection(words)) >= _ENOUGH


def in_english(text: str, sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """Leave out the paragraphs of another language, of a text that has English ones as well.

    A text without any English paragraph stays whole: it is refused as such.
    """
    kept: list[Sentence] = []
    english = False
    for paragraph in _paragraphs(text, sentences):
        words = [token.norm for each in paragraph for token in each.tokens if token.norm.isalpha()]
        own = sum(word in _ENGLISH for word in words)
        foreign = sum(word in _FOREIGN for word in words)
        if foreign >= max(_FEWEST_FOREIGN, _LEAST_OF_PROSE * len(words)) and foreign > 2 * own:
            continue
        english = english or (own > foreign and own >= _LEAST_OF_PROSE * len(words))
        kept += paragraph
    return tuple(kept) if english else tuple(sentences)


def _paragraphs(text: str, sentences: Iterable[Sentence]) -> Iterator[list[Sentence]]:
    paragraph: list[Sentence] = []
    for sentence in sentences:
        if paragraph and _BREAK.search(text, paragraph[-1].end, sentence.start):
            yield paragraph
            paragraph = []
        paragraph.append(sentence)
    if paragraph:
        yield paragraph
