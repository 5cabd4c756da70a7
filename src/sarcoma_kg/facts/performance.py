"""Performance status: how well a patient was by ECOG, WHO, Karnofsky or Lansky.

The wordings are in `performance.tsv`; a meaning is the name of the scale. A status of 0 to 4 of no
named scale is on that of the ECOG, which the WHO took over.
"""

import re

from sarcoma_kg import assertion
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.phrase import lowered, phrases
from sarcoma_kg.records import Fact
from sarcoma_kg.stems import holds

_HINTS = ("performance", "functional", "ecog", "eastern coop", "zubrod", "karnofsky", "kps",
          "lansky", "who ")  # fmt: skip
_WORDS = ("zero", "one", "two", "three", "four")
_NUMBERS = re.compile(rf"\d+|\b(?:{'|'.join(_WORDS)})\b")


def read(chart: Chart) -> list[Fact]:
    """Give each performance status of a case: "ECOG 1", "Karnofsky 80"."""
    facts = []
    for sentence in chart.sentences:
        low = lowered(sentence.text)
        if not holds(low, _HINTS):
            continue
        for found in phrases("performance").find(low):
            if assertion.of(low, found.start, found.end).denied:
                continue
            words = _NUMBERS.findall(low, found.start, found.end)
            numbers = [str(_WORDS.index(word)) if word in _WORDS else word for word in words]
            facts.append(
                chart.fact(
                    "performance-status", f"{found.meaning} {'–'.join(numbers)}",
                    (sentence.start + found.start, sentence.start + found.end),
                    "performance-stated",
                    note="scale not named" if found.row["group"] else "",
                )
            )  # fmt: skip
    return facts
