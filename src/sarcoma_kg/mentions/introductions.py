"""Who is introduced with an age: "a 45-year-old man", "a girl of 9", "the 12-year-old"."""

import re
from functools import lru_cache

from sarcoma_kg.mentions.labels import PERSON
from sarcoma_kg.mentions.numbers import NUMBER, value
from sarcoma_kg.stems import holds

_I = re.IGNORECASE
_AGE = r"(?P<age>\d{1,3}|[a-z]+(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?)"
_ARTICLE = r"\b(?P<article>an?|another|the\s+other|one|other|second)\s+"
_UNIT = r"(?P<unit>years?|yrs?|months?|weeks?|days?)"
_INTRODUCED = re.compile(
    rf"{_ARTICLE}(?:[a-z]+(?:ly)?\s+)?{_AGE}[\s-]*{_UNIT}[\s-]*"
    rf"(?:old\b|of\s+age\b)?,?\s*-?(?:(?:[\w-]+)\s+){{0,5}}?(?P<who>{PERSON})\b",
    _I,
)
# "a man of 41 years", "a girl, 7 months old", "a woman aged 60"
_AGED = re.compile(
    rf"{_ARTICLE}(?:[\w-]+\s+){{0,3}}?(?P<who>{PERSON})\b(?:\s+patient)?(?:"
    rf"\s*[,(]?\s*(?:aged?|of)\s+(?P<age>{NUMBER})(?:[\s-]*{_UNIT})?"
    rf"|\s*[,(]\s*(?P<age2>{NUMBER})[\s-]*(?P<unit2>years?|yrs?|months?|weeks?|days?)(?:[\s-]*old\b|\s+of\s+age\b))",
    _I,
)
# "This gentleman: 66, on warfarin": of notes
_NOTED = re.compile(
    rf"^\W*(?P<article>this|our)\s+(?P<who>{PERSON})\s*:\s*(?:aged\s+)?(?P<age>\d{{1,3}})"
    r"(?:[\s-]*(?P<unit>years?|yrs?|months?|weeks?|days?|y(?=o?\b)))?(?=\s*(?:[,.;]|o\b|old\b|$))",
    _I,
)
# in a series of so many: "the 12-year-old", "the girl, aged 8"
DEFINITE = re.compile(
    rf"\bthe\s+(?:{_AGE}[\s-]*{_UNIT}[\s-]*old\b(?:\s+{PERSON}\b)?"
    rf"|{PERSON}\s*[,(]\s*(?:aged\s+)?(?P<age2>{NUMBER})(?:[\s-]*(?P<unit2>years?|months?))?)",
    _I,
)


# a part of each noun of `PERSON`: the cheap look before the search
_PEOPLE = (
    "man", "male", "boy", "girl", "lady", "patient", "child", "infant", "baby", "newborn",
    "neonate", "toddler", "lad", "student", "farmer", "adolescent", "teenager", "nurse", "teacher",
    "adult", "worker", "housewife",
)  # fmt: skip


@lru_cache(1024)  # a sentence is asked several times
def find(text: str) -> tuple[re.Match[str], ...]:
    """Give who is introduced with an age, in text order."""
    low = text.lower()
    if not holds(low, _PEOPLE):
        return ()
    ways = (_INTRODUCED, _AGED, _NOTED)
    found = sorted((m for way in ways for m in way.finditer(text)), key=lambda m: m.start())
    kept: list[re.Match[str]] = []
    for match in found:
        if not kept or match.start() >= kept[-1].end():
            kept.append(match)
    return tuple(kept)


def first(text: str) -> re.Match[str] | None:
    """Give who is introduced first."""
    return next(iter(find(text)), None)


def introduces(text: str) -> bool:
    """Whether a sentence introduces a person with an age ("A 45-year-old man")."""
    match = first(text)
    return match is not None and age(match) is not None


def age(match: re.Match[str]) -> float | None:
    """Give the age of someone who is introduced, in years."""
    groups = match.groupdict()
    number = value(groups["age"] or groups.get("age2") or "")
    if number is None:
        return None
    unit = (groups["unit"] or groups.get("unit2") or "y")[0].lower()
    return number / {"y": 1.0, "m": 12.0, "w": 52.0, "d": 365.0}[unit]
