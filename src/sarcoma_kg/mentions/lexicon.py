"""The lexicon: every name of the ontology by its normal words, and finding names in tokens.

Matching is by whole words, longest first within a kind; a site inside a tumour's name
("renal cell carcinoma") is found beside it.
"""

from collections.abc import Sequence
from functools import lru_cache

from sarcoma_kg.mentions.words import SKIPPED, phrase
from sarcoma_kg.ontology import Concept, Ontology
from sarcoma_kg.records import Mention, Token

# a name in capitals of up to so many letters is matched only where the text has capitals too
_LONGEST_ABBREVIATION = 6
_LONGEST_NAME = 14  # words
_LEFT_OUT = frozenset({"related"})
# where one name means several concepts of a kind, the surest reading wins
_ORDER = {"label": 0, "exact": 1, "old": 2, "narrow": 3, "broad": 4}

_Entry = tuple[str, str, Concept, bool]  # kind, scope, concept, in capitals


class Lexicon:
    """Names by their normal words."""

    def __init__(self, ontology: Ontology) -> None:
        """Index every name of `ontology` that is not merely related."""
        self._names: dict[str, list[_Entry]] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}
        lengths: dict[str, set[int]] = {}
        for name, scope, concept in ontology.names():
            key = phrase(name)
            count = key.count(" ") + 1
            if scope in _LEFT_OUT or not key or count > _LONGEST_NAME:
                continue
            entries = self._names.setdefault(key, [])
            entries.append((concept.kind, scope, concept, _is_abbreviation(name)))
            lengths.setdefault(key.partition(" ")[0], set()).add(count)
        for entries in self._names.values():
            entries.sort(key=lambda entry: (_ORDER.get(entry[1], 9), str(entry[2].id)))
        for word, counts in lengths.items():
            self._lengths[word] = tuple(sorted(counts, reverse=True))

    def __len__(self) -> int:
        return len(self._names)

    def find(self, text: str, tokens: Sequence[Token]) -> list[Mention]:
        """Give the names in `tokens` (of `text`), longest first within a kind, in text order."""
        places = [n for n, token in enumerate(tokens) if token.norm not in SKIPPED]
        words = [tokens[n].norm for n in places]
        found: list[tuple[int, int, _Entry]] = []
        for first, word in enumerate(words):
            lengths = self._lengths.get(word)
            if lengths:
                self._at(text, tokens, places, words, first, lengths, found)
        mentions = []
        for begin, end, (kind, scope, concept, _) in _longest(found):
            start, stop = tokens[places[begin]].start, tokens[places[end - 1]].end
            span = text[start:stop]
            if span[-2:] in ("'s", "’s"):
                stop, span = stop - 2, span[:-2]
            mentions.append(
                Mention(start, stop, kind, span, concept.label, concept.id, how=scope)
            )
        return mentions

    def _at(
        self,
        text: str,
        tokens: Sequence[Token],
        places: list[int],
        words: list[str],
        first: int,
        lengths: tuple[int, ...],
        found: list[tuple[int, int, _Entry]],
    ) -> None:
        seen: set[str] = set()
        for length in lengths:
            if first + length > len(words):
                continue
            key = words[first] if length == 1 else " ".join(words[first : first + length])
            for entry in self._names.get(key, ()):
                if entry[0] in seen:
                    continue
                if entry[3] and not _in_capitals(text, tokens[places[first]]):
                    continue
                seen.add(entry[0])
                found.append((first, first + length, entry))


@lru_cache(maxsize=2)
def lexicon(ontology: Ontology) -> Lexicon:
    """Give the lexicon of an ontology, made once."""
    return Lexicon(ontology)


def _is_abbreviation(name: str) -> bool:
    return (
        len(name) <= _LONGEST_ABBREVIATION and name.isalpha() and sum(c.isupper() for c in name) > 1
    )


def _in_capitals(text: str, token: Token) -> bool:
    return sum(letter.isupper() for letter in text[token.start : token.end]) > 1


def _longest(found: list[tuple[int, int, _Entry]]) -> list[tuple[int, int, _Entry]]:
    """Keep the longest of overlapping matches within each kind."""
    if len(found) < 2:  # noqa: PLR2004 - one match overlaps nothing
        return found
    taken: dict[str, set[int]] = {}
    kept = []
    for begin, end, entry in sorted(found, key=lambda match: (match[0] - match[1], match[0])):
        places = taken.setdefault(entry[0], set())
        if not places.isdisjoint(range(begin, end)):
            continue
        places.update(range(begin, end))
        kept.append((begin, end, entry))
    return sorted(kept, key=lambda match: (match[0], -match[1], match[2][0]))
