"""Misspelt names: one long word with a typing error, or with a space too many or too few.

A word that the vocabulary knows is never changed, so no name becomes that of a neighbour.
"""

from collections.abc import Collection, Iterator

_LONG = 7  # a shorter word is another word with one letter changed
_VERY_LONG = 11  # from this length on two letters may be wrong
_SHORTEST_HALF = 3
#: Beginnings that turn a word into its opposite or into another place, time or degree.
_OPPOSITES = (
    "hyper", "hypo", "ante", "anti", "post", "inter", "intra", "extra", "supra", "infra", "endo",
    "ecto", "epi", "peri", "para", "pre", "pro", "retro", "trans", "macro", "micro", "mono",
    "multi", "poly", "oligo", "tachy", "brady", "ab", "ad", "dys", "eu", "iso", "non", "un",
)  # fmt: skip


def corrections(words: list[str], known: Collection[str]) -> Iterator[list[str]]:
    """Give the reduced words of a name with its one unknown word put right, the likeliest first.

    Nothing where more than one word is unknown, or where several known words are as near.
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
    nearest = nearest_word(words[place], known)
    if nearest:
        yield [*words[:place], nearest, *words[place + 1 :]]


def nearest_word(word: str, known: Collection[str]) -> str:
    """Give the one known word that a long unknown one is a misspelling of; else nothing."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    if len(word) < _LONG or not word.isalpha():
        return ""
    most = 2 if len(word) >= _VERY_LONG else 1
    hits = process.extract(word, known, scorer=OSA.distance, score_cutoff=most, limit=3)
    near = [(distance, other) for other, distance, _ in hits]
    if not near or len(near) > 1 and near[0][0] == near[1][0]:
        return ""
    other = near[0][1]
    return other if other[0] == word[0] and not _opposite(word, other) else ""


def _opposite(one: str, other: str) -> bool:
    """Whether two words differ in a beginning that changes what they mean."""
    beginnings = [{start for start in _OPPOSITES if word.startswith(start)} for word in (one, other)]
    return beginnings[0] != beginnings[1]
