"""Abbreviations that a text explains: "effect size (ES)", "ES, effect size", "ES stands for …".

`find` gives each with the stretch that is its long form, whether or not the vocabulary knows it.
The letters of the short form must begin words of the long one, or parts of words ("osteo|sarcoma");
small letters may stand inside ("SySa"). Behind a long form ("…(SHORT)") letters from inside words
do too, as Schwartz and Hearst (Pacific Symposium on Biocomputing 2003, 451–462) have it.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sarcoma_kg.phrase import lowered
from sarcoma_kg.stems import holds

_SHORT = r"(?P<short>(?=[\w&/.-]*[A-Z][\w&/.-]*[A-Z])[A-Za-z][\w&/-]{1,9}?)"
#: A bracket and what it holds; none within another.
_BRACKET = re.compile(r"[(\[]([^()\[\]]{2,160})[)\]]")
_SAID = (
    r"(?:(?:also|here)\s+)?(?:here(?:in)?after|henceforth|abbreviated|abbreviation|abbr\.?|for\s+short|in\s+short|short|"
    r"known|called|termed|denoted|named|here)(?:\s+(?:called|termed|named|simply|here))?(?:\s+(?:as|to|by))?\s*[:,]?\s+"
)
_IN_BRACKET = re.compile(
    rf"\s*(?:{_SAID})?[\"'“‘]?{_SHORT}s?[\"'”’]?\s*(?:$|(?P<sign>[,;:=–]|\s-\s|\s+or\s)\s*(?P<rest>.*))",
    re.DOTALL,
)
_BEFORE_BRACKET = re.compile(rf"(?<![\w/-]){_SHORT}s?\s*$")
# behind a sign, or behind words: "ES: effect size", "ES stands for effect size"
_EQUATED = re.compile(
    rf"(?<![\w/-]){_SHORT}[\"'”’]?(?:\s*(?P<sign>[=:,\t–—]|\s-\s)\s*|\s+(?:here\s+|always\s+)?(?:stands?|is\s+short|is\s+used|being\s+short|short)\s+for\s+"
    r"|\s+(?:here\s+)?(?:means|denotes|designates|signifies|represents|indicates|abbreviates|refers\s+to|"
    r"(?:is|was)\s+(?:the|an|our)\s+(?:abbreviation|acronym|short\s+form)\s+(?:of|for))\s+)"
    r"[\"'“‘]?(?:the\s+|an?\s+)?(?=[A-Za-z])"
)
# "effect size is abbreviated ES", "effect size, hereafter ES"
_SAID_BEFORE = re.compile(
    r"(?P<lead>[,;–-]?\s*(?:(?:(?:is|are|was|were|will\s+be|has\s+been|being|here|below|and)\s+){0,3})"
    rf"(?:{_SAID}|referred\s+to\s+(?:\w+\s+)?as\s+))[\"'“‘(]?{_SHORT}s?(?![\w/-])"
)
_COMMA = re.compile(rf",\s+{_SHORT}s?\s*[,.;)]")
_FOR = re.compile(rf"(?:\bwrite|\bwrote|\buse[sd]?|\busing|\bby)\s+{_SHORT}\s+(?:for|we\s+mean)\s+")
_LIST = re.compile(r"\babbreviations?\b(?:\s+used)?\s*:?\s*(?:\n|(?=[A-Z]))", re.IGNORECASE)
_LISTED = re.compile(rf"(?:^|[\n;,.|])\s*{_SHORT}[ \t]*(?:[:=–\t\n-]|[ ])\s*(?=[A-Za-z])")
_SAID_STEMS = (
    "hereafter",
    "hereinafter",
    "henceforth",
    "abbr",
    "short",
    "termed",
    "denoted",
    "referred to",
    "called",
    "named",
    "known as",
)
_LIST_LENGTH = 4000  # characters
_WORD = re.compile(r"[A-Za-z0-9]+(?:['’]s?\b)?")
# what ends a long form that is read forwards, and one that is read backwards
_END = re.compile(r"[.;:()\[\]\n=]|,\s")
_BEGIN = re.compile(r"[.;:()\[\]\n=](?=\s|$)|[()\[\]\n=]")
_SMALL = frozenset(
    ["of", "the", "and", "in", "on", "for", "to", "with", "a", "an", "or", "by", "at", "from"]
)
# word parts behind which a letter may be taken: "osteo|sarcoma", "hyper|tension"
_PART = re.compile(
    r"(?<=[oy])(?=[a-z]{4})|(?<=^hyper)|(?<=^inter)|(?<=^trans)|(?<=^super)|(?<=^extra)|(?<=^supra)"
    r"|(?<=^infra)|(?<=^ultra)|(?<=^multi)|(?<=^non)|(?<=^over)",
    re.IGNORECASE,
)
_FEWEST_LOOSE = 3  # letters of a short form that may be taken from inside words
_LONG_WORD = 8  # letters of a single word that has a short form of two


class Long(NamedTuple):
    """The stretch of a text that explains an abbreviation."""

    start: int
    end: int


def find(text: str) -> dict[str, Long]:
    """Give the abbreviations that a text explains, each with its first long form."""
    found: dict[str, Long] = {}
    for short, long in sorted(_all(text), key=lambda each: each[1].start):
        found.setdefault(short, long)
    return found


def _all(text: str) -> Iterator[tuple[str, Long]]:
    """Give every abbreviation with a long form, form of explanation by form of explanation."""
    if "(" in text or "[" in text:
        yield from _bracketed(text)
    low = lowered(text)
    equated = [(m, m.end(), m.group("sign") not in (",", ":")) for m in _EQUATED.finditer(text)]
    equated += [(match, match.end(), True) for match in _FOR.finditer(text)]
    for heading in _LIST.finditer(text) if "bbreviation" in low else ():
        listed = _LISTED.finditer(text, heading.end(), heading.end() + _LIST_LENGTH)
        equated += [(match, match.end(), True) for match in listed]
    for match, start, sure in equated:
        if long := _forwards(text, start, match.group("short"), sure=sure):
            yield match.group("short"), long
    said = [(match, match.start(), False) for match in _COMMA.finditer(text)]
    if holds(low, _SAID_STEMS):
        said += [(match, match.start("lead"), True) for match in _SAID_BEFORE.finditer(text)]
    for match, end, loose in said:
        if long := _backwards(text, end, match.group("short"), loose=loose):
            yield match.group("short"), long


def _bracketed(text: str) -> Iterator[tuple[str, Long]]:
    for bracket in _BRACKET.finditer(text):
        inside = bracket.group(1)
        match = _IN_BRACKET.match(inside)
        if match:
            short, rest = match.group("short"), match.group("rest")
            long = None
            if rest:
                long = _forwards(text, bracket.start(1) + match.start("rest"), short, sure=True)
            long = long or _backwards(text, bracket.start(), short, loose=True)
            if long:
                yield short, long
        before = _BEFORE_BRACKET.search(text, max(0, bracket.start() - 12), bracket.start())
        if before and (long := _forwards(text, bracket.start(1), before.group("short"), sure=True)):
            yield before.group("short"), long


def _forwards(text: str, start: int, short: str, *, sure: bool) -> Long | None:
    """Give the long form that begins at `start`; behind a mere comma it must end there too."""
    words: list[re.Match[str]] = []
    most = _most(short)
    place = start
    for word in _WORD.finditer(text, start, start + 160):
        if _END.search(text, place, word.start()) or len(words) == most:
            break
        words.append(word)
        place = word.end()
        if _covers(short, [each.group() for each in words]):
            if sure or re.match(
                r"s?\s*(?:[.;)\]\n]|,\s*(?:and\s+)?[A-Z][\w-]*[A-Z]|$)", text[place : place + 20]
            ):
                return Long(words[0].start(), place)
            return None
    return None


def _backwards(text: str, end: int, short: str, *, loose: bool) -> Long | None:
    """Give the long form that ends at `end`: the shortest that fits."""
    begin = max(0, end - 160)
    cut = 0
    for sign in _BEGIN.finditer(text, begin, end):
        cut = sign.end()
    words = list(_WORD.finditer(text, max(begin, cut), end))[-_most(short) :]
    if not words or text[words[-1].end() : end].strip(" \"'“”‘’"):
        return None
    for first in range(len(words) - 1, -1, -1):
        if _covers(short, [word.group() for word in words[first:]]):
            return Long(words[first].start(), words[-1].end())
    if not loose:
        return None
    lone = len(words[-1].group()) >= _LONG_WORD
    for first in range(len(words) - 1, -1, -1):
        enough = len(short) >= _FEWEST_LOOSE or (lone and first == len(words) - 1)
        if enough and _covers(short.lower(), [word.group() for word in words[first:]]):
            return Long(words[first].start(), words[-1].end())
    return None


def _most(short: str) -> int:
    """Give how many words a long form has at most (Schwartz and Hearst)."""
    return min(len(short) + 5, 2 * len(short))


def _covers(short: str, words: Sequence[str]) -> bool:
    """Whether the letters of a short form begin the words, or parts of words, of a long one.

    Small letters may be taken from inside of words.
    """
    signs = [sign for sign in short if sign.isalnum()]
    return _fits(signs, 0, words, 0)


def _fits(signs: Sequence[str], at: int, words: Sequence[str], number: int) -> bool:
    """Whether `signs[at:]` are covered by `words[number:]`, the first sign by the first word."""
    if at == len(signs):
        return number == len(words)
    if number == len(words):
        return False
    word = words[number]
    low = word.lower()
    if low in _SMALL and at and signs[at].lower() != low[0]:
        return _fits(signs, at, words, number + 1)
    if low[0] != signs[at].lower():
        # a word without a letter of its own, inside a form of several: "soft tissue and bone …"
        inside = at > 1 and number + 1 < len(words) and len(signs) >= _FEWEST_LOOSE
        return inside and _fits(signs, at, words, number + 1)
    return any(_fits(signs, after, words, number + 1) for after in _taken(signs, at, word)) or (
        low in _SMALL and bool(at) and _fits(signs, at, words, number + 1)
    )


def _taken(signs: Sequence[str], at: int, word: str) -> Iterator[int]:
    """Give the places in `signs` that may be reached with a word whose first letter is `at`."""
    low = word.lower()
    parts = {match.start() for match in _PART.finditer(low) if match.start() < len(low)}
    place, reached = 1, at + 1
    ends = [reached]
    while reached < len(signs):
        sign = signs[reached].lower()
        if signs[reached].isupper():
            nexts = [part for part in sorted(parts) if part >= place and low[part] == sign]
            found = nexts[0] if nexts else -1
        else:
            found = low.find(sign, place)
        if found < 0:
            break
        place, reached = found + 1, reached + 1
        ends.append(reached)
    yield from reversed(ends)
