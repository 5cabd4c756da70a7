"""Abbreviations that a paper defines itself: "leiomyosarcoma (LMS)" makes every LMS one.

The long form must be a name of the vocabulary; the short one must begin with its first letter.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from sarcoma_kg.assertion import CERTAIN
from sarcoma_kg.records import Mention

_SHORT = re.compile(r"\s*\(\s*(?P<short>[A-Za-z][A-Za-z0-9-]{1,9}?)s?\s*[,;)]")
_KINDS = frozenset({"disease", "drug", "regimen", "site", "procedure", "finding", "syndrome"})
_CAPITALS = 2  # an abbreviation has at least so many


def defined(text: str, mentions: Sequence[Mention]) -> dict[str, Mention]:
    """Give the abbreviations that a text defines right behind mentions, each with its mention."""
    found: dict[str, Mention] = {}
    for mention in mentions:
        if mention.kind not in _KINDS or (" " not in mention.text and len(mention.text) < 8):  # noqa: PLR2004 - letters
            continue
        match = _SHORT.match(text, mention.end)
        if match is None:
            continue
        short = match.group("short")
        if sum(letter.isupper() for letter in short) < _CAPITALS:
            continue
        if short[0].lower() in {word[0].lower() for word in re.findall(r"\w+", mention.text)}:
            found.setdefault(short, mention)
    return found


def pattern(shorts: Sequence[str]) -> re.Pattern[str]:
    """Give a pattern that finds these abbreviations as whole words, plural or not."""
    names = "|".join(re.escape(short) for short in sorted(shorts, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?P<short>{names})s?(?![\w])")


def used(
    text: str, start: int, end: int, longs: dict[str, Mention], shape: re.Pattern[str]
) -> list[Mention]:
    """Give the mentions that the abbreviations of a paper make in `text[start:end]`."""
    return [
        replace(
            longs[match.group("short")],
            start=match.start(),
            end=match.end(),
            text=match.group(),
            assertion=CERTAIN,
            how="abbreviation",
        )
        for match in shape.finditer(text, start, end)
    ]
