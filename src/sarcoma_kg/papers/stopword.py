"""Stop words: is a text English? Told cheaply, by the share of small frequent words."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("stopwords.tsv")
_SAMPLE = 20_000  # characters looked at
_FEWEST = 12  # words below which nothing is told: taken for English unless foreign words prevail
_SHARE = 0.12  # of all words; English case reports have 0.25 to 0.5
_WORD = re.compile(r"[^\W\d_]+")


@cache
def words() -> dict[str, frozenset[str]]:
    """Give the stop words of each language; English words belong to English alone."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
    return {row[0]: frozenset(row[1].split()) for row in rows}


def language(text: str) -> str:
    """Tell "en" for an English text, else "other"; a text too short to tell counts as English."""
    counts = Counter(_WORD.findall(text[:_SAMPLE].lower()))
    total = counts.total()
    hits = {name: sum(counts[word] for word in known) for name, known in words().items()}
    english = hits.pop("en")
    foreign = max(hits.values())
    if total < _FEWEST:
        latin = sum(n for word, n in counts.items() if word.isascii())
        return "en" if english >= foreign and latin * 2 >= total else "other"
    return "en" if english >= _SHARE * total and english >= foreign else "other"
