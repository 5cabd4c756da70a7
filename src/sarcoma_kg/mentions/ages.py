"""Ages: "45-year-old", "aged 7 months", "a man of 41", "in her forties", "F, 48 y"."""

import re
from collections.abc import Iterator

from sarcoma_kg.mentions.amounts import RANGE, made, quantity_of, unit_of_time
from sarcoma_kg.mentions.numbers import NUMBER, ORDINALS, value
from sarcoma_kg.records import Mention, Quantity
from sarcoma_kg.stems import holds

_I = re.IGNORECASE
_MAX_AGE = 120
_MAN = (
    r"(?:man|woman|male|female|boy|girl|lady|gentleman|patient|child|infant|baby|newborn|adult|"
    r"lad|youth|adolescent|teenager|toddler)"
)

_AGE = (
    # 45-year-old, 3 months old, seventy year old, 15 and a half years of age, 45 y/o, 28-year-and…
    re.compile(
        rf"\b{RANGE}[\s-]*(?P<unit>years?|yrs?|y|months?|mo|weeks?|days?)\.?[\s-]*"
        r"(?:/?\s?o(?:ld)?\b|aged\b|of\s+age\b)",
        _I,
    ),
    # 54-year female, a 40 years man
    re.compile(
        rf"\b{RANGE}[\s-]*(?P<unit>years?|yrs?|months?)[\s-]+(?={_MAN}\b)",
        _I,
    ),
    # a 64 male patient
    re.compile(
        r"(?<=\b[Aa]\s)(?P<low>\d\d)(?P<high>)(?P<unit>)(?=\s+(?:\w+\s+)?(?:man|woman|male|female)\b)",
        _I,
    ),
    # aged 45 (years), at age 45, at the age of 45 (years)
    re.compile(
        rf"\b(?:aged|at\s+(?:the\s+|an\s+)?age(?:\s+of)?|age\s*[:=]|age(?=\s+\d)|age\s+of"
        rf"|age\s+(?:of\s+(?:the|our|this)\s+\w+\s+)?(?:was|is))\s*"
        rf"{RANGE}(?:[\s-]*(?P<unit>years?|yrs?|months?|weeks?|days?))?\b",
        _I,
    ),
)
_AGE_OF_PERSON = (
    # a man of 41 (years), a boy of 9 months
    re.compile(
        rf"\b{_MAN}(?:\s+patient)?\s+of\s+{RANGE}(?:[\s-]*(?P<unit>years?|yrs?|months?|weeks?|"
        r"days?)(?:\s+of\s+age)?)?(?![\s-]*(?:[%\d×/]|x\b|[cm]m\b|kg\b))\b",
        _I,
    ),
    # a man, 65, / a patient (65 years)
    re.compile(
        rf"\b{_MAN}\s*[,(]\s*(?P<low>{NUMBER})(?P<high>)[\s-]*(?P<unit>years?|yrs?|y|months?)\s*[,;.)]"
        # patient B (14 years), the first patient, 47 years,
        rf"|\b(?:patient|case)(?:\s+(?:\d|[A-Ea-e]|I{{1,3}}|IV))?\s*[,(:]\s*(?P<low3>{NUMBER})"
        r"[\s-]*(?P<unit3>years?|yrs?|y|months?)\s*[,;.)]"
        rf"|\b(?:man|woman|boy|girl|(?:fe)?male),\s*(?P<low2>\d\d)(?=[,.;])",
        _I,
    ),
    # he was 39 when …; at 56 she …
    re.compile(
        rf"\b(?:patient(?:\s+(?:\d|[A-E]|I{{1,3}}|IV))?|he|she|who|{_MAN}|first|second|third|elder|younger|"
        r"other|latter)\s+(?:was|is)"
        rf"\s+(?:only\s+|just\s+|then\s+)?(?P<low>{NUMBER})(?=\s+(?:when|at\s+(?:the\s+time|first|"
        rf"diagnosis|presentation|onset)|and\s+(?:had|presented|came|complained))\b|[,.;]\s)"
        rf"|\bat\s+(?P<low2>\d{{1,2}})(?=,?\s+(?:she|he|the\s+{_MAN})\b)",
        _I,
    ),
    # F, 48 y
    re.compile(r"(?:^|(?<=[\s:;(]))[MF],?\s(?P<low>\d\d)(?P<high>)\s?(?P<unit>years?|yrs?|y)\b"),
    # 45/M, a 45F
    re.compile(r"(?:(?<=\b[Aa]\s)|(?<=[:(,]\s)|(?<=[:(,]))(?P<low>\d\d)\s?/?\s?[MF](?=[\s,.;:)])"),
)
# what a text (lower case) must hold for each pattern of `_AGE`
_AGE_STEMS = (
    ("old", "age", "/o", "yo", "y o", "y.o", "s o"),
    ("year", "yr", "month"),
    ("male", "man"),
    ("age",),
)
# a number behind a word that may make an age of it
_MAYBE_AGE = re.compile(
    r"(?:\b(?:of|was|is|[Aa]t|only|just|then)\s|[,:(]\s?|\b[Aa]\s)(?:\d|[a-z]*teen\b|(?:twen|thir|for|fif|six|"
    r"seven|eigh|nine)ty\b)"
)
_DECADE = re.compile(
    r"\b(?:in\s+(?:his|her|their|the)\s+)(?P<part>early|mid|late)?[\s-]*"
    r"(?P<decade>[2-9]0['’]?s|twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)\b",
    _I,
)
# in her fifth decade, an octogenarian
_TENTH = re.compile(
    r"\b(?:(?P<ordinal>second|third|fourth|fifth|sixth|seventh|eighth|ninth)\s+decade"
    r"|(?P<name>sexa|septua|octo|nona)genarian)\b",
    _I,
)
_NAMED_TENS = {"sexa": 60, "septua": 70, "octo": 80, "nona": 90}
# 2 years and 6 months old
_MIXED_AGE = re.compile(
    rf"\b(?P<low>{NUMBER})[\s-]*years?[\s-]+(?:and[\s-]+)?(?P<months>{NUMBER})[\s-]*months?[\s-]*old\b",
    _I,
)
_DECADES = [
    "twenties",
    "thirties",
    "forties",
    "fifties",
    "sixties",
    "seventies",
    "eighties",
    "nineties",
]
_LATE = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}


def find(text: str, start: int, end: int) -> Iterator[Mention]:
    """Give the ages in `text[start:end]`."""
    low = text[start:end].lower()
    old = "old" in low
    for match in _MIXED_AGE.finditer(text, start, end) if old and "month" in low else ():
        years, months = value(match.group("low")), value(match.group("months"))
        if years is not None and months is not None and years <= _MAX_AGE:
            number = round(years + months / 12, 2)
            yield from made(text, match, "age", Quantity(number, number, "year"))
    patterns = [
        pattern for pattern, stems in zip(_AGE, _AGE_STEMS, strict=True) if holds(low, stems)
    ]
    if _MAYBE_AGE.search(text, start, end):
        patterns += _AGE_OF_PERSON
    for pattern in patterns:
        for match in pattern.finditer(text, start, end):
            groups = match.groupdict()
            unit = unit_of_time(groups.get("unit") or groups.get("unit3"))
            first = groups["low"] or groups.get("low2") or groups.get("low3")
            quantity = quantity_of(first, groups.get("high"), unit)
            if quantity and not (unit == "year" and quantity.high > _MAX_AGE):
                yield from made(text, match, "age", quantity)
    for match in _DECADE.finditer(text, start, end) if "ies" in low or "0" in low else ():
        word = match.group("decade").lower()
        tens = int(word[0]) * 10 if word[0].isdigit() else (_DECADES.index(word) + 2) * 10
        first, last = _LATE.get((match.group("part") or "").lower(), (0, 9))
        yield from made(text, match, "age", Quantity(tens + first, tens + last, "year", True))
    for match in _TENTH.finditer(text, start, end) if "dec" in low or "gen" in low else ():
        ordinal = (match.group("ordinal") or "").lower()
        tens = (ORDINALS[ordinal] - 1) * 10 if ordinal else _NAMED_TENS[match.group("name").lower()]
        yield from made(text, match, "age", Quantity(tens, tens + 9, "year", True))
