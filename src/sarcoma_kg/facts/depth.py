"""Depth: whether the tumour lies deep to the fascia (or invades it), or superficial to it.

The wordings are in `depth.tsv`; those of the group `fascia` are sure, `words` ("deep-seated") count
where none of them is told, and not of spread. Source: AJCC staging of soft tissue sarcoma.
"""

import re

from sarcoma_kg import assertion
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.phrase import lowered, phrases
from sarcoma_kg.records import Fact
from sarcoma_kg.stems import holds

_HINTS = ("fascia", "aponeuro", "deep", "superfic", "subcut", "sub-cut", "muscular", "dermis",
          "dermal", "confined", "limited", "restricted")  # fmt: skip
_ELSEWHERE = re.compile(
    r"\b(?:metasta\w+|recurr\w+|relaps\w+|satellite|nodes?|deposits?|biops\w+\s+of\s+the\s+skin"
    r"|history\s+of|implant\w*|multiple)\b"
)


def read(chart: Chart) -> list[Fact]:
    """Give the depth of the tumour of a case: one row at most, superficial or deep."""
    best: Fact | None = None
    for sentence in chart.sentences:
        low = lowered(sentence.text)
        if not holds(low, _HINTS):
            continue
        for found in phrases("depth").find(low):
            sure = found.row["group"] == "fascia"
            if best is not None and (best.evidence.rule == "depth-fascia" or not sure):
                continue
            if not sure and _ELSEWHERE.search(low):
                continue
            if not assertion.of(low, found.start, found.end).so:
                continue
            span = (sentence.start + found.start, sentence.start + found.end)
            best = chart.fact("depth", found.meaning, span, f"depth-{found.row['group']}")
    return [best] if best else []
