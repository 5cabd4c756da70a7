"""Mitoses: how many there are in ten high-power fields or in a square millimetre.

A number of fields other than ten is brought to ten; the note keeps the words of the text.
"""

import re

from sarcoma_kg import assertion
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.phrase import lowered
from sarcoma_kg.records import Fact, Mention, Sentence

_MITOSES = re.compile(r"\bmito(?:s[ie]s|tic(?:ally)?)\b|\bmf\b")
_COUNTED = re.compile(r"\bmito(?:s[ie]s|tic\s+(?:figures?|activity))\b")
_TEN = re.compile(
    r"(?:\b10|\bten)[\s-]*(?:consecutive\s+|contiguous\s+)?h|mm|millim", re.IGNORECASE
)
_FAR = 90  # characters


def read(chart: Chart) -> list[Fact]:
    """Give the mitoses of the tumour: one row, the first count told, else that there are none."""
    none: Fact | None = None
    for sentence in chart.sentences:
        low = lowered(sentence.text)
        if "mito" not in low and not sentence.of("rate"):
            continue
        for mention in sentence.of("rate"):
            if _of_mitoses(sentence, low, mention):
                return [_row(chart, mention)]
        for match in _COUNTED.finditer(low) if none is None else ():
            if assertion.of(low, *match.span()).denied:
                span = (sentence.start + match.start(), sentence.start + match.end())
                none = chart.fact("mitoses", "any", span, "mitoses-none", polarity="absent")
                break
    return [none] if none else []


def _of_mitoses(sentence: Sentence, low: str, mention: Mention) -> bool:
    """Say whether what was counted are mitoses, not eosinophils."""
    start, end = mention.start - sentence.start, mention.end - sentence.start
    return (
        mention.quantity is not None
        and mention.quantity.unit in ("/10 HPF", "/mm2")
        and _MITOSES.search(low, max(0, start - _FAR), end + _FAR // 3) is not None
    )


def _row(chart: Chart, mention: Mention) -> Fact:
    quantity = mention.quantity
    assert quantity is not None  # noqa: S101 - see _of_mitoses
    ends = dict.fromkeys((f"{quantity.low:g}", f"{quantity.high:g}"))
    return chart.fact(
        "mitoses", "–".join(ends), (mention.start, mention.end), "mitoses-counted",
        quantity=quantity, note="" if _TEN.search(mention.text) else mention.text,
    )  # fmt: skip
