"""Misspelt names: one long word with a typing error, or with a space too many or too few.

A word that the vocabulary knows is never changed, so no name becomes that of a neighbour, nor is
the name of another substance ("medphalan" is no misspelt melphalan).
"""

import re
from collections.abc import Collection, Iterator

from sarcoma_kg.ontology.qualifiers import other_substances

_LONG = 8  # a shorter word is another word with one letter changed
_MOST_WRONG = 3  # one letter, or more where the word sounds the same
_SHORTEST_HALF = 3
_MOST = 8
#: Endings of words of the language: "rejected" is no misspelt "resected".
_ENGLISH = re.compile(r"(?:ed|ing|ion|ive|ment|ness|able|ful|less|ly|ence|ance|ible)$")
#: Endings of chemical names: with another one the substance is another.
_CHEMICAL = ("ase", "ate", "ide", "ine", "ite", "one", "ane", "ene", "ole", "ose", "ium")
#: Beginnings that turn a word into its opposite or into another place, time or degree.
_OPPOSITES = (
    "hyper", "hypo", "ante", "anti", "post", "inter", "intra", "extra", "supra", "infra", "endo",
    "ecto", "epi", "peri", "para", "pre", "pro", "retro", "trans", "macro", "micro", "mono",
    "multi", "poly", "oligo", "tachy", "brady", "ab", "ad", "dys", "eu", "iso", "non", "un",
)  # fmt: skip


def corrections(words: list[str], known: Collection[str]) -> Iterator[list[str]]:
    """Give the reduced words of a name with its one unknown word put right, in each possible way.

    Nothing where more than one word is unknown.
    """
    unknown = [place for place, word in enumerate(words) if word not in known]
    for place in range(len(words) - 1):
        joined = words[place] + words[place + 1]
        if joined in known and len(joined) >= _LONG and set(unknown) <= {place, place + 1}:
            yield [*words[:place], joined, *words[place + 2 :]]
    if len(unknown) != 1:
        return
    place = unknown[0]
    for cut in range(_SHORTEST_HALF, len(words[place]) - _SHORTEST_HALF + 1):
        halves = [words[place][:cut], words[place][cut:]]
        if all(half in known for half in halves):
            yield [*words[:place], *halves, *words[place + 1 :]]
    for nearest in nearest_words(words[place], known):
        yield [*words[:place], nearest, *words[place + 1 :]]


def nearest_words(word: str, known: Collection[str]) -> list[str]:
    """Give the known words that a long unknown one may be a misspelling of, all equally near."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    if len(word) < _LONG or not word.isalpha() or word in other_substances():
        return []
    near = []
    for said in (word, f"{word}s"):  # "everolimas" has lost its last letter as if a plural
        hits = process.extract(
            said, known, scorer=OSA.distance, score_cutoff=_MOST_WRONG, limit=_MOST
        )
        near += [
            (distance, other)
            for other, distance, _ in hits
            if other[0] == said[0]
            and not _opposite(said, other)
            and (_heard(said) == _heard(other) or (distance == 1 and not _ENGLISH.search(said)))
        ]
    return sorted({other for distance, other in near if distance == min(near)[0]})


#: Letters that are heard as others: "ifosphamide".
_SOUNDS = (("ph", "f"), ("th", "t"), ("ch", "c"), ("k", "c"), ("y", "i"), ("z", "s"))
_TWICE = re.compile(r"(.)\1")


def _heard(word: str) -> str:
    for letters, instead in _SOUNDS:
        word = word.replace(letters, instead)
    return _TWICE.sub(r"\1", word).removesuffix("e")


def _opposite(one: str, other: str) -> bool:
    """Whether two words differ in a beginning or an ending that changes what they mean.

    What follows a beginning must be long itself: extramural is not extradural.
    """
    beginnings, endings = (
        [[part for part in parts if test(word, part)] for word in (one, other)]
        for parts, test in ((_OPPOSITES, str.startswith), (_CHEMICAL, str.endswith))
    )
    shared = max((len(part) for part in beginnings[0] if len(part) > _SHORTEST_HALF), default=0)
    return (
        beginnings[0] != beginnings[1]
        or min(len(one), len(other)) - shared < _LONG - 1
        or bool(endings[0] and endings[1] and endings[0] != endings[1])
    )
