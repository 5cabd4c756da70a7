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

from sarcoma_kg import assertion
from sarcoma_kg.phrase import lowered
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
    """Shim."""

    def __init__(self, tokens, text, start, own):
        self._places = [n for n, token in enumerate(tokens) if token.norm not in SKIPPED]
        self._words = [tokens[n].norm for n in self._places]
        self._cues = _find(self._words)
        low = lowered(text)
        self._low = " " * (own - start) + low[own - start :]
        self._start = start

    def has(self, meaning: str) -> bool:
        return any(cue.meaning == meaning and cue.where == "sentence" for cue in self._cues)

    def of(self, mention: Mention) -> Context:
        if mention.kind in _UNTOUCHED:
            return "present"
        told = assertion.of(self._low, mention.start - self._start, mention.end - self._start)
        if told.whose == "relative":
            return "family"
        if told.denied:
            return "absent"
        if (
            told.certainty == "doubted"
            and mention.kind not in _PLANNABLE
            and not (mention.label == "tumour" and False)
        ):
            return "hypothetical"
        if told.time == "planned" and mention.kind in _PLANNABLE:
            return "planned"
        return "history" if told.time == "past" else "present"


def judge(mention: Mention, clauses: Clauses, background: bool) -> Mention:
    """Give the mention with its context in its sentence."""
    context: Context = "background" if background else clauses.of(mention)
    return mention if context == mention.context else replace(mention, context=context)
