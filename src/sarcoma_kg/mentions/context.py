"""Context: whether what is mentioned is so, is denied, doubted, planned, past or another's.

The method is that of NegEx and ConText (Chapman 2001, Harkema 2009): a cue reaches forward or
backward to the next stopping word or the end of its clause. The cues are in `context.tsv`
(columns: cue, meaning, where, example, source); `where` is the side of the cue on which its
target lies: a cue `before` its target reaches forward, one `after` it reaches back.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import cast

from sarcoma_kg.mentions.words import SKIPPED, phrase
from sarcoma_kg.records import Context, Mention, Token

# the meaning that wins where several reach the same mention
_RANK = {
    "family": 6, "absent": 5, "hypothetical": 4, "planned": 3, "history": 2, "present": 0,
}  # fmt: skip
# a procedure or drug is planned, not suspected; a disease is suspected, not planned
_PLANNABLE = frozenset({"drug", "regimen", "procedure"})
_UNTOUCHED = frozenset({"age", "date", "percent", "count", "duration", "rate", "site", "marker"})
_REACH_BACK = 7  # words that a cue after its target reaches back, lists excepted
_REACH = {"planned": 14, "history": 25, "hypothetical": 40, "family": 16, "absent": 40}
_CLAUSE_ENDS = frozenset(";:?!")
_TIMES = frozenset(["day", "week", "month", "year", "hour", "long", "short", "brief"])
_DETERMINERS = frozenset(
    ["the", "a", "an", "she", "he", "it", "they", "we", "his", "her", "this", "patient", "there"]
)


# the verb of a sentence whose subject ends in "without …"
_VERBS = frozenset(
    [
        "had", "has", "was", "were", "presented", "developed", "complained", "noticed", "came",
        "reported", "experienced", "underwent", "received", "felt", "noted", "consulted",
    ]
)  # fmt: skip
_FIRST_WORDS = 3
_GROWING = frozenset(
    [
        "increasing", "gradual", "gradually", "progressive", "progressively", "slow", "slowly",
        "growing", "enlarging", "painful", "painless", "worsening", "recurrent",
        "intermittent", "pain", "swelling", "mass",
    ]
)  # fmt: skip
_PRONOUNS = frozenset(["she", "he", "it", "they", "we", "patient"])
_IN_LISTS = frozenset(["a", "the", "with", "at"])


@dataclass(frozen=True, slots=True)
class _Cue:
    begin: int  # in words
    end: int
    meaning: str
    where: str


@cache
def _cues() -> tuple[dict[str, tuple[tuple[str, str], ...]], dict[str, int]]:
    """Read the cues by their normal words, and the longest cue that starts with each word."""
    found: dict[str, list[tuple[str, str]]] = {}
    with (Path(__file__).parent / "context.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            found.setdefault(phrase(row["cue"]), []).append((row["meaning"], row["where"]))
    longest: dict[str, int] = {}
    for key in found:
        words = key.split(" ")
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    return {key: tuple(pairs) for key, pairs in found.items()}, longest


def _find(words: Sequence[str]) -> list[_Cue]:
    cues, longest = _cues()
    found = []
    place = 0
    while place < len(words):
        step = 1
        for length in range(min(longest.get(words[place], 0), len(words) - place), 0, -1):
            key = " ".join(words[place : place + length]) if length > 1 else words[place]
            pairs = cues.get(key)
            if pairs:
                found += [_Cue(place, place + length, *pair) for pair in pairs]
                found += _inner(cues, words, place, place + length, pairs)
                step = length
                break
        place += step
    return found


def _inner(
    cues: dict[str, tuple[tuple[str, str], ...]],
    words: Sequence[str],
    begin: int,
    end: int,
    pairs: tuple[tuple[str, str], ...],
) -> list[_Cue]:
    """Give the cue that reaches forward inside one that reaches back: "was presumed to be"."""
    if any(where != "after" for _, where in pairs):
        return []
    meanings = {meaning for meaning, _ in pairs}
    for first in range(begin + 1, end):
        for meaning, where in cues.get(" ".join(words[first:end]), ()):
            if where == "before" and meaning in meanings:
                return [_Cue(first, end, meaning, where)]
    return []


class Clauses:
    """The cues of one sentence, and the stretches of words that each reaches."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        """Find the cues in the tokens of one sentence."""
        self._places = [n for n, token in enumerate(tokens) if token.norm not in SKIPPED]
        self._tokens = tokens
        self._words = [tokens[n].norm for n in self._places]
        self._cues = [cue for cue in _find(self._words) if not self._of_complaint(cue)]
        self._stops = self._stopping(_DETERMINERS)
        # a list of what it may be has an article with each item: "a lipoma, an abscess"
        self._stops_of_lists = self._stopping(_PRONOUNS)
        self._scopes = [
            (cue, *self._scope(cue))
            for cue in self._cues
            if cue.where in ("before", "after") and cue.meaning in _RANK
        ]

    def has(self, meaning: str) -> bool:
        """Say whether the sentence holds a cue of this meaning that speaks of it all."""
        return any(cue.meaning == meaning and cue.where == "sentence" for cue in self._cues)

    def of(self, mention: Mention) -> Context:
        """Give the context of a mention of this sentence."""
        if mention.kind in _UNTOUCHED or not self._scopes:
            return "present"
        best = "present"
        first = self._at(mention.start)
        last = self._at(mention.end - 1)
        for cue, begin, end in self._scopes:
            if not (begin <= first and last < end):
                continue
            meaning = cue.meaning
            if (
                cue.where == "after"
                and mention.kind == "disease"
                and self._words[cue.end - 1] == "negative"
                and cue.begin - last > 1
            ):
                continue  # "epithelioid sarcoma, INI1-negative": the marker is negative
            if cue.where == "after" and self._words[cue.begin] == "like" and cue.begin - last > 1:
                continue  # "sarcoma (desmin dot-like)": only what touches it is likened
            if meaning == "planned" and mention.kind not in _PLANNABLE:
                continue
            if meaning == "hypothetical" and (
                mention.kind in _PLANNABLE or (cue.where == "after" and mention.label == "tumour")
            ):
                continue  # a mass that was thought to be something is there
            if _RANK[meaning] > _RANK[best]:
                best = meaning
        return cast("Context", best)

    def _of_complaint(self, cue: _Cue) -> bool:
        """Say whether a "history of" is that of the complaint: "a two-month history of pain"."""
        if cue.meaning != "history":
            return False
        if cue.where == "before" and self._words[cue.begin] == "year" and cue.begin > _FIRST_WORDS:
            return True  # "…, 9 years earlier, developed": speaks of what stands before it
        before = self._words[max(0, cue.begin - 3) : cue.begin]
        after = self._words[cue.end : cue.end + 2]
        return any(word in _TIMES for word in before) or any(word in _GROWING for word in after)

    def _at(self, offset: int) -> int:
        low, high = 0, len(self._places)
        while low < high:
            middle = (low + high) // 2
            if self._tokens[self._places[middle]].end <= offset:
                low = middle + 1
            else:
                high = middle
        return low

    def _stopping(self, subjects: frozenset[str]) -> list[int]:
        stops = {
            cue.begin
            for cue in self._cues
            if cue.meaning == "stop"
            and ("a" in subjects or self._words[cue.end - 1] not in _IN_LISTS)
        }
        for place, word in enumerate(self._words):
            if word in _CLAUSE_ENDS:
                stops.add(place)
            elif word == "old" and self._words[place - 1] in _TIMES:
                # a person is introduced: "under the diagnosis of asthma a 57-year-old woman …"
                stops.update(n for n in range(max(place - 5, 0), place) if self._words[n] == "a")
            elif word == "," and place + 1 < len(self._words):
                following = self._words[place + 1 : place + 3]
                if following[0] in subjects or (
                    following[0] in ("and", "but") and following[-1] in subjects
                ):
                    stops.add(place)
        return sorted(stops)

    def _scope(self, cue: _Cue) -> tuple[int, int]:
        if cue.where == "before":
            stops = self._stops_of_lists if cue.meaning == "hypothetical" else self._stops
            first = cue.end
            if first < len(self._words) and self._words[first] in _CLAUSE_ENDS:
                return first, first
            end = next((stop for stop in stops if stop > first), len(self._words))
            cued = self._words[cue.begin : cue.end]
            if cued == ["non"]:
                end = min(end, first + 2)  # a prefix: "non-metastatic disease"
            elif cued in (["without"], ["known"]):  # "a man without fever had a cough"
                verbs = (n for n in range(first + 1, end) if self._words[n] in _VERBS)
                end = next(verbs, end)
            return cue.end, min(end, cue.end + _REACH.get(cue.meaning, 40))
        begin = next((stop + 1 for stop in reversed(self._stops) if stop < cue.begin - 1), 0)
        reach = _REACH_BACK if cue.meaning != "history" else _REACH_BACK + 2
        commas = sum(word in (",", "and", "or") for word in self._words[begin : cue.begin])
        return max(begin, cue.begin - reach - 3 * commas), cue.begin


def judge(mention: Mention, clauses: Clauses, background: bool) -> Mention:
    """Give the mention with its context in its sentence."""
    context: Context = "background" if background else clauses.of(mention)
    return mention if context == mention.context else replace(mention, context=context)
