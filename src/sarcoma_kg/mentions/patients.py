"""Whose sentence: which patient of the paper a sentence is about, or none of them.

A paper about one patient is case 1 throughout. Headings ("Case 2"), ordinals ("the second
patient") and new introductions ("a 45-year-old man" after "a 30-year-old woman") start the
next; "both patients" means all. A series told only as numbers has no cases.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from sarcoma_kg.mentions.numbers import ORDINALS, value

_I = re.IGNORECASE
_PAIR, _FEW = 2, 3
MOST_CASES = 9  # more patients than this are a series, told as numbers

_HEADING = re.compile(
    r"^\W*(?:case|patient)(?:\s+(?:report|presentation|no\.?|number|#))*\s*(?:#|n°)?\s*"
    r"(?P<number>\d|i{1,3}|iv|v|one|two|three|four|five|six|(?-i:[A-E]))\b(?=\s*(?:[.:,)\-–—(]|$|\s[A-Z]|a\b|was\b|had\b|is\b|an\b))",
    _I,
)
_SIGNS = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "a": 1, "b": 2, "c": 3, "d": 4, "e": 5,
}  # fmt: skip
_INLINE = re.compile(
    r"\b(?:case|patient)\s+(?:no\.?\s*|number\s*|#)?(?P<number>[1-9])\b(?!\s*%)", _I
)
_ORDINAL = re.compile(
    r"\b(?:(?:the|our|a)\s+)?(?P<ordinal>first|second|third|fourth|fifth|sixth)\s+"
    r"(?:\w+\s+)?(?:patient|case|man|woman|child|boy|girl|one)\b"
    r"(?!\s+(?:of|in\s+the|report|described|to\b|ever))"
    r"|^\W*the\s+(?P<alone>first|second|third|fourth|fifth|sixth)"
    r"(?=,?\s+(?:was|had|is|presented|developed|underwent|a\s+\d))",
    _I,
)
_ONE_OF = re.compile(
    r"^\W*(?:in\s+)?(?:the\s+)?(?:one|former)(?:\s+(?:patient|case|of\s+(?:the|our|these)\s+\w+))?\b",
    _I,
)
_OTHER = re.compile(
    r"\b(?:the\s+other|another|the\s+latter|the\s+remaining)(?:\s+(?:patient|case|one|man|woman|boy|girl|child))?\b"
    r"(?=\s+(?:patient|case|one|was|had|who|with|is|displayed|presented|developed|underwent|received|died|man|woman|boy|girl|child|\d))",
    _I,
)
_ALL = re.compile(
    r"\b(?:both|all|each|either|these|the\s+two|the\s+three|two|three|four)(?:\s+of\s+(?:the|our|these|them))?\s*"
    r"(?:patients?|cases?|siblings?|women|men|boys|girls|children|individuals|of\s+them)\b|\bboth\b|\ball\s+(?:two|three|four|five|six)\b|\bthe\s+patients\b|\bpatients\s+(?:were|had|underwent)\b",
    _I,
)
# some patients of several, who are not told apart: "two of the five", "three were alive"
_SUBSET = re.compile(
    r"(?<!the )\b(?P<some>one|two|three|four|five|six|seven|eight|nine|\d)\s+"
    r"(?:(?:out\s+)?of\s+(?:the\s+|our\s+|these\s+)?(?:\w+\s+)?"
    r"(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,2}|patients|cases)\b"
    r"|(?:other\s+)?(?:patients?|cases?)\b)"
    r"|^\W*(?P<few>one|two|three|four|five|six|seven|eight)\s+"
    r"(?:were|was|had|has|died|underwent|received|developed|are|is|remain\w*|relapsed|survived)\b"
    r"|\b(?:most|some|several|none|the\s+majority)\s+of\s+(?:the|our|these)\s+(?:\w+\s+)?(?:patients|cases)\b"
    r"|\b(?:median|mean|average)\s+(?:age|follow|tumou?r|size|survival)",
    _I,
)
_ELDER = re.compile(r"\b(?:the|his|her)\s+(?P<word>elder|older|younger)\b", _I)
_COUNT = re.compile(
    r"\b(?P<count>two|three|four|five|six|seven|eight|nine|ten|\d{1,4})\s+"
    r"(?:(?!and\b|or\b|of\b|to\b)[a-z-]+\s+){0,4}?(?:cases|patients|women|men|children|boys|girls|siblings|individuals|brothers|sisters)\b",
    _I,
)
_PRESENTING = re.compile(
    r"\b(?:we|herein|here|this|present|report|describe|case\s+series|series\s+of|(?:is|are)\s+(?:presented|described)|authors)\b|^\W*(?:two|three|four|five)\b",
    _I,
)
_AGE = r"(?P<age>\d{1,3}|[a-z]+(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?)"
_PERSON = (
    r"(?:man|woman|male|female|boy|girl|lady|gentleman|patient|child|infant|baby|newborn|neonate|"
    r"student|farmer|adolescent|teenager)"
)
_INTRODUCTION = re.compile(
    rf"\b(?P<article>an?|another|the\s+other|one|other|second)\s+(?:[a-z]+(?:ly)?\s+)?{_AGE}[\s-]*(?P<unit>years?|yrs?|months?|weeks?|days?)[\s-]*"
    rf"(?:old\b|of\s+age\b)?,?\s*-?(?:(?:[\w-]+)\s+){{0,5}}?(?P<who>{_PERSON})\b",
    _I,
)
_PRESENTED = re.compile(r"\b(?:case|patient|report|present|describe|second|third|other)", _I)
_LISTED = re.compile(r"(?:[,;:]|\band|\bor|\bin|&)\s*$", _I)
_BELONGING = re.compile(r"\b(?:of|for|from|by|with|to|has|had)\s+$", _I)
_FIRST_WORDS = 45  # characters before a patient that opens a sentence
_FEMALE = re.compile(r"woman|female|girl|lady", _I)
_MALE = re.compile(r"\b(?:man|male|boy|gentleman)\b", _I)
_KIN = re.compile(
    r"\b(?:mother|father|sister|brother|son|daughter|aunt|uncle|wife|husband|twin)\b", _I
)


@dataclass(slots=True)
class Roll:
    """The patients met so far while a text is read, and whom it speaks of now."""

    total: int = 1
    current: tuple[int, ...] = (1,)
    known: list[tuple[float, str]] = field(default_factory=list)  # age in years, sex, by case
    announced: bool = False
    described: set[int] = field(default_factory=set)  # those told of one by one
    elder: str = ""  # which of "elder" and "younger" the text names first

    def every(self) -> tuple[int, ...]:
        """Give the numbers of all patients."""
        return tuple(range(1, self.total + 1))

    def at(self, number: int) -> tuple[int, ...]:
        """Speak of patient `number` from now on."""
        self.total = max(self.total, number)
        self.current = (number,)
        self.described.add(number)
        return self.current

    def kept(self, cases: tuple[int, ...]) -> tuple[int, ...]:
        """Leave out the patients of an announced series whom nothing tells apart.

        Of two or three all are kept: what is said of all is said of each.
        """
        if not self.announced or self.total <= _FEW:
            return cases
        return tuple(case for case in cases if case in self.described)


_NOBODY = (0,)  # no single patient: some of them


_SECOND = re.compile(
    r"^\W*(?:in\s+)?(?:the|our)\s+second\s+(?:\w+\s+)?(?:patient|case)\b\s*(?:,|\(|was|is|had|presented|underwent|concerns?)",
    _I,
)


def announced(sentences: Sequence[str], known: int = 0) -> int:
    """Give the number of patients that a text says it is about; 0 where it does not say.

    With a `known` number, a mere mention of as many patients is enough.
    """
    for text in sentences:
        match = _COUNT.search(text)
        if (
            match
            and _PRESENTING.search(text)
            and not re.search(
                r"literature|review of|including (?:the|our)|reported (?:cases|patients)", text, _I
            )
        ):
            number = value(match.group("count"))
            if number and number > 1:
                return int(number)
        if _SECOND.match(text):
            return 2
    return 0


def pieces(text: str) -> list[tuple[int, int]]:
    """Cut a sentence before each further patient that it introduces ("and a 30-year-old man")."""
    starts = [match.start() for match in _INTRODUCTION.finditer(text) if _age(match) is not None]
    # the child or the donor of a patient is no item of a list
    starts = starts[:1] + [start for start in starts[1:] if _LISTED.search(text[:start])]
    if len(starts) < 2:  # noqa: PLR2004 - one patient needs no cut
        return [(0, len(text))]
    cuts = [0, *starts[1:], len(text)]
    return list(pairwise(cuts))


def assign(roll: Roll, text: str, background: bool) -> tuple[int, ...]:
    """Give the cases that a sentence is about, and move the roll on."""
    if background:
        return ()
    heading = _HEADING.match(text)
    if heading:
        word = heading.group("number").lower()
        number = _SIGNS.get(word) or int(value(word) or 1)
        if number <= MOST_CASES:
            cases = roll.at(number)
            _introduce(roll, text, number)
            return cases
    if roll.total > 1 or roll.announced:
        named = _named(roll, text)
        if named:
            return () if named == _NOBODY else named
    return _introduce(roll, text) or roll.current


def _named(roll: Roll, text: str) -> tuple[int, ...]:
    """Read an ordinal, a number, "one … the other" or "both" in a text with several patients."""
    ordinal = _ORDINAL.search(text)
    if ordinal:
        number = ORDINALS[(ordinal.group("ordinal") or ordinal.group("alone")).lower()]
        if number <= max(roll.total, 2):
            return roll.at(number)
    inline = _INLINE.search(text)
    if inline and int(inline.group("number")) <= roll.total:
        return roll.at(int(inline.group("number")))
    if roll.total > _PAIR and _subset(roll, text):
        return _NOBODY
    return _of_several(roll, text)


def _of_several(roll: Roll, text: str) -> tuple[int, ...]:
    """Read "the elder … the younger", "one … the other", "both"."""
    elder = _ELDER.search(text)
    if elder and roll.total == _PAIR:
        letter = elder.group("word").lower()[0]
        roll.elder = roll.elder or ("y" if letter == "y" else "e")
        return roll.at(1 if (letter == "y") == (roll.elder == "y") else 2)
    if _OTHER.search(text):
        return roll.at(min(roll.current[-1] + 1, roll.total) if len(roll.current) == 1 else 2)
    if _ALL.search(text):
        roll.current = roll.every()
        return roll.current
    if _ONE_OF.search(text):
        return roll.at(1)
    return ()


def _subset(roll: Roll, text: str) -> bool:
    """Whether a sentence speaks of some of the patients without saying of which."""
    match = _SUBSET.search(text)
    if match is None or _INTRODUCTION.search(text):
        return False
    some = match.group("some") or match.group("few")
    return not some or (value(some) or 0) < roll.total


def _age(match: re.Match[str]) -> float | None:
    number = value(match.group("age"))
    if number is None:
        return None
    unit = match.group("unit")[0].lower()
    return number / {"y": 1.0, "m": 12.0, "w": 52.0, "d": 365.0}[unit]


def _begins(before: str, announced: bool) -> bool:
    """Whether a further patient is introduced here, and not a child or donor of the first."""
    if announced or _PRESENTED.search(before):
        return True
    return len(before) < _FIRST_WORDS and not _BELONGING.search(before)


def _introduce(roll: Roll, text: str, number: int = 0) -> tuple[int, ...]:
    """Read "a 45-year-old man": the next patient where age or sex are not those of the last."""
    match = _INTRODUCTION.search(text)
    age = _age(match) if match else None
    if match is None or age is None or _KIN.search(text[: match.start()]):
        return ()
    sex = "f" if _FEMALE.search(match.group()) else "m" if _MALE.search(match.group()) else ""
    if number:
        roll.known += [(-1.0, "")] * (number - len(roll.known))
        roll.known[number - 1] = (age, sex)
        return roll.current
    for place, (old, other) in enumerate(roll.known, start=1):
        if abs(old - age) < 0.6 and (not sex or not other or sex == other):  # noqa: PLR2004 - the same age, rounded
            roll.current = (place,)
            return roll.current
    if roll.known and (
        len(roll.known) >= MOST_CASES or not _begins(text[: match.start()], roll.announced)
    ):
        return roll.current
    # the same person some years later ("a 45-year-old man, then 47") keeps the article "the"
    roll.known.append((age, sex))
    return roll.at(len(roll.known))
