"""The lexicon: every name of the ontology by its normal words, and finding names in tokens.

Matching is by whole words, longest first within a kind; a site inside a tumour's name
("renal cell carcinoma") is found beside it, a tumour inside a gene's or a virus's name
("fused in sarcoma", `namesakes.tsv`) is none.
"""

import csv
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

from sarcoma_kg.mentions import levels
from sarcoma_kg.mentions.words import SKIPPED, phrase
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.records import Mention, Token
from sarcoma_kg.terms import Term

# a name in capitals of up to so many letters is matched only where the text has capitals too
_LONGEST_ABBREVIATION = 6
_LONGEST_NAME = 14  # words
_PREFIXES = frozenset(
    [
        "para",  "retro",  "sub", "supra", "peri", "pre", "post", "inter",
        "trans", "multi", "micro", "adeno", "angio", "fibro", "lipo", "leiomyo", "rhabdomyo",
        "osteo", "neuro", "hemangio", "myxo", "myo", "haemangio", "naso", "oro", "entero",
        "gastro", "recto", "chondro", "synovio", "lympho", "lymphangio", "dermato", "fibrous",
        "hyper", "hypo", "mesen", "neo", "un", "de", "dedifferentiated", "uni", "bi", "cardio",
        "cerebro", "electro", "hepato", "pneumo", "thoraco", "abdomino", "omento", "ileo",
        "ano", "vulvo",
    ]
)  # fmt: skip
_LEFT_OUT = frozenset({"related"})
# kinds whose longer names hold those of tumours
_NAMED_AFTER = frozenset({"gene", "alteration", "marker", "syndrome"})
# where one name means several concepts of a kind, the surest reading wins
_ORDER = {"label": 0, "exact": 1, "old": 2, "narrow": 3, "broad": 4}

# kind, scope, identifier (nothing for an event), label, in capitals
_Entry = tuple[str, str, Term | None, str, bool]


class Lexicon:
    """Names by their normal words."""

    def __init__(self, ontology: Ontology) -> None:
        """Index every name of `ontology` that is not merely related."""
        self._names: dict[str, list[_Entry]] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}
        self._known: set[str] = set()  # every word of every name
        self._shorts: set[str] = set()  # every name in capitals
        lengths: dict[str, set[int]] = {}
        for name, scope, concept in ontology.names():
            if scope not in _LEFT_OUT:
                entry = (concept.kind, scope, concept.id, concept.label, _is_abbreviation(name))
                self._add(name, entry, lengths)
        for name, label in _events():
            self._add(name, ("event", "exact", None, label, False), lengths)
        for entries in self._names.values():
            entries.sort(key=lambda entry: (_ORDER.get(entry[1], 9), str(entry[2])))
        for word, counts in lengths.items():
            self._lengths[word] = tuple(sorted(counts, reverse=True))

    def _add(self, name: str, entry: _Entry, lengths: dict[str, set[int]]) -> None:
        key = phrase(name)
        count = key.count(" ") + 1
        if key and count <= _LONGEST_NAME:
            self._names.setdefault(key, []).append(entry)
            if entry[4]:
                self._shorts.add(key)
            self._known.update(key.split(" "))
            lengths.setdefault(key.partition(" ")[0], set()).add(count)

    def __len__(self) -> int:
        return len(self._names)

    def find(self, text: str, tokens: Sequence[Token]) -> list[Mention]:
        """Give the names in `tokens` (of `text`), longest first within a kind, in text order."""
        words, places, ends = _words(tokens, self._known)
        found: list[tuple[int, int, _Entry]] = []
        for first, word in enumerate(words):
            lengths = self._lengths.get(word)
            if lengths:
                self._at(text, tokens, places, words, first, lengths, found)
        mentions = []
        for begin, end, (kind, scope, term, label, _) in _tumours(words, _longest(found)):
            start, stop = tokens[places[begin]].start, tokens[ends[end - 1]].end
            span = text[start:stop]
            if span[-2:] in ("'s", "’s"):
                stop, span = stop - 2, span[:-2]
            mentions.append(Mention(start, stop, kind, span, label, term, how=scope))
        return mentions + self._levels(text, tokens, mentions)

    def _levels(
        self, text: str, tokens: Sequence[Token], known: Sequence[Mention]
    ) -> list[Mention]:
        """Give the parts of the spine that vertebral levels name, where no name covers them."""
        if not tokens:
            return []
        found = []
        for start, end, part in levels.find(text, tokens[0].start, tokens[-1].end):
            entry = next((e for e in self._names.get(phrase(part), ()) if e[0] == "site"), None)
            if entry and not any(m.start < end and start < m.end for m in known):
                found.append(
                    Mention(start, end, "site", text[start:end], entry[3], entry[2], how="level")
                )
        return found

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
            entries = self._names.get(key, ())
            short = key in self._shorts and _in_capitals(text, tokens[places[first]])
            for entry in entries:
                # "ARMS" is no arm; "ems" is no EMS
                if entry[0] in seen or entry[4] != short:
                    continue
                seen.add(entry[0])
                found.append((first, first + length, entry))


def _events() -> list[tuple[str, str]]:
    """Read the names of what happens to a tumour (`events.tsv`), with their labels."""
    with (Path(__file__).parent / "events.tsv").open(encoding="utf-8", newline="") as lines:
        return [(row["name"], row["label"]) for row in csv.DictReader(lines, delimiter="\t")]


@lru_cache(maxsize=2)
def lexicon(ontology: Ontology) -> Lexicon:
    """Give the lexicon of an ontology, made once."""
    return Lexicon(ontology)


def _words(tokens: Sequence[Token], known: set[str]) -> tuple[list[str], list[int], list[int]]:
    """Give the words of tokens, each with the places of its first and its last token.

    Signs inside names are left out, and a prefix cut off by a hyphen is joined
    where that makes a known word: "para-nasal".
    """
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    count = len(tokens)
    place = 0
    while place < count:
        norm = tokens[place].norm
        if norm not in SKIPPED:
            starts.append(place)
            if norm in _PREFIXES and place + 2 < count and tokens[place + 1].norm in SKIPPED:
                after = tokens[place + 2]
                joined = norm + after.norm
                if after.start == tokens[place].end + 1 and joined in known:
                    norm, place = joined, place + 2
            words.append(norm)
            ends.append(place)
        place += 1
    return words, starts, ends


def _is_abbreviation(name: str) -> bool:
    return (
        len(name) <= _LONGEST_ABBREVIATION and name.isalpha() and sum(c.isupper() for c in name) > 1
    )


def _in_capitals(text: str, token: Token) -> bool:
    return sum(letter.isupper() for letter in text[token.start : token.end]) > 1


def _precedence(match: tuple[int, int, _Entry]) -> tuple[int, int]:
    begin, end, entry = match
    return (begin, begin - end) if entry[0] == "disease" else (begin - end, begin)


def _longest(found: list[tuple[int, int, _Entry]]) -> list[tuple[int, int, _Entry]]:
    """Keep the longest of overlapping matches within each kind.

    Of tumours the first wins: its modifiers stand before it ("synovial sarcoma" and not
    "sarcoma of the vulva" in "synovial sarcoma of the vulva").
    """
    if len(found) < 2:  # noqa: PLR2004 - one match overlaps nothing
        return found
    taken: dict[str, set[int]] = {}
    kept = []
    for begin, end, entry in sorted(found, key=_precedence):
        places = taken.setdefault(entry[0], set())
        if not places.isdisjoint(range(begin, end)):
            continue
        places.update(range(begin, end))
        kept.append((begin, end, entry))
    return sorted(kept, key=lambda match: (match[0], -match[1], match[2][0]))


def _tumours(
    words: Sequence[str], found: list[tuple[int, int, _Entry]]
) -> list[tuple[int, int, _Entry]]:
    """Leave out the tumours inside the names of genes, viruses and syndromes."""
    longer = [match for match in found if match[2][0] in _NAMED_AFTER]
    return [
        (begin, end, entry)
        for begin, end, entry in found
        if entry[0] != "disease"
        or not (
            _is_namesake(words, begin, end)
            or any(b <= begin and end <= e and e - b > end - begin for b, e, _ in longer)
        )
    ]


def _is_namesake(words: Sequence[str], begin: int, end: int) -> bool:
    """Whether words beside a tumour's name, or its last ones, make it that of a gene or a virus.

    Its abbreviation may stand between: "the Ewing sarcoma (EWS) gene".
    """
    before, after = _namesakes()
    behind = end
    if tuple(words[end : end + 3 : 2]) == ("(", ")"):
        behind = end + 3
    elif tuple(words[end : end + 1]) == (")",):  # the abbreviation itself
        behind = end + 1
    return any(
        tuple(words[max(0, begin - n) : begin]) in before
        or tuple(words[behind : behind + n]) in after
        or tuple(words[end - n : end]) in after
        for n in range(1, max(map(len, before | after)) + 1)
    )


@cache
def _namesakes() -> tuple[frozenset[tuple[str, ...]], frozenset[tuple[str, ...]]]:
    """Read the words before and behind a tumour's name that make it that of something else."""
    found: dict[str, list[tuple[str, ...]]] = {"before": [], "after": []}
    with (Path(__file__).parent / "namesakes.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            found[row["where"]].append(tuple(phrase(row["words"]).split(" ")))
    return frozenset(found["before"]), frozenset(found["after"])
