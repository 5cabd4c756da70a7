"""Numbers as texts write them: digits, decimals with point or comma, and words."""

import re

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_VALUES: dict[str, float] = {word: float(number) for number, word in enumerate(_UNITS)}
_VALUES |= {word: float(number * 10) for number, word in enumerate(_TENS, start=2)}
_VALUES |= {"a": 1.0, "an": 1.0, "half": 0.5, "twelfth": 12.0, "fourty": 40.0}
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]
ORDINALS: dict[str, int] = {word: number for number, word in enumerate(_ORDINALS, start=1)}

_WORD = (
    rf"(?:{'|'.join([*_TENS, 'fourty'])})(?:[\s-](?:{'|'.join(_UNITS[1:10])}))?"
    rf"|{'|'.join(sorted(_UNITS[1:], key=len, reverse=True))}"
)
#: One number, digits or words, as a pattern without groups.
NUMBER = (
    r"(?:\d+\s?[½¼¾]|\d+\s+1/2\b|\d+(?:[.,]\d+)?(?![\d])(?:\s+and\s+a\s+half(?=[\s-]))?"
    rf"|(?:{_WORD})(?:\s+and\s+(?:a\s+)?half)?)"
)
#: What may stand before a number that is not exact.
ABOUT = r"(?:about|approximately|approx\.?|around|almost|nearly|roughly|some|circa|ca\.?|~|≈)"
_HALF = re.compile(r"\s+and\s+(?:a\s+)?half$")
_FRACTION = re.compile(r"\s*(?:[½¼¾]|\s1/2)$")
_PARTS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "1/2": 0.5}
_THOUSANDS = re.compile(r"\d{1,3},\d{3}")


def _digits(low: str) -> float | None:
    part = _FRACTION.search(low)
    if part:
        return float(low[: part.start()] or 0) + _PARTS.get(part.group().strip(), 0.5)
    plain = low.replace(",", "" if _THOUSANDS.fullmatch(low) else ".")
    try:
        return float(plain)
    except ValueError:
        return None


def value(text: str) -> float | None:
    """Read one number ("25", "2,5", "3,000", "twenty-five", "two and a half"); else nothing."""
    low = text.strip().lower()
    half = _HALF.search(low)
    if half:
        whole = value(low[: half.start()])
        return None if whole is None else whole + 0.5
    if low[:1].isdigit():
        return _digits(low)
    total = 0.0
    for word in re.split(r"[\s-]+", low):
        if word not in _VALUES:
            return None
        total += _VALUES[word]
    return total
