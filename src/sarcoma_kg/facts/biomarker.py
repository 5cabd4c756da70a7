"""Molecular markers of the whole genome: tumour mutational burden and microsatellites.

The wordings are in `biomarker.tsv`. A burden is told in mutations per megabase, or as high or low.
"""

import re

from sarcoma_kg import assertion
from sarcoma_kg.facts.amount import beside
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.phrase import Found, lowered, phrases
from sarcoma_kg.records import Fact, Sentence
from sarcoma_kg.stems import holds

_HINTS = ("burden", "mutation load", "mutational load", "tmb", "satellite", "mss", "msi")
_DEGREE = r"(?P<degree>high|low|intermediate|elevated|increased|moderate)"
_DEGREE_BEFORE = re.compile(rf"\b{_DEGREE}\s+$")
_DEGREE_AFTER = re.compile(
    rf"[\s-]*(?:(?:was|is|of|status|found|to|be|,|:|\(tmb\))\s*)*{_DEGREE}\b"
)


def read(chart: Chart) -> list[Fact]:
    """Give the mutational burden and the state of the microsatellites, the first told of each."""
    facts: dict[str, Fact] = {}
    for sentence in chart.sentences:
        low = lowered(sentence.text)
        if not holds(low, _HINTS):
            continue
        for found in phrases("biomarker").find(low):
            fact = _burden if found.meaning == "TMB" else _satellites
            written = fact(chart, sentence, low, found)
            if written is not None:
                facts.setdefault(written.value, written)
    return list(facts.values())


def _satellites(chart: Chart, sentence: Sentence, low: str, found: Found) -> Fact | None:
    told = assertion.of(low, found.start, found.end)
    if not (told.so or told.denied):
        return None
    span = (sentence.start + found.start, sentence.start + found.end)
    return chart.fact(
        "biomarker", found.meaning, span, "biomarker-microsatellites",
        polarity="absent" if told.denied else "present",
    )  # fmt: skip


def _burden(chart: Chart, sentence: Sentence, low: str, found: Found) -> Fact | None:
    """Write a mutational burden that has an amount or a degree."""
    words = (found.start, found.end)
    amount = beside(sentence, words, ("mutations/Mb",), kinds=("rate",))
    degree = _DEGREE_AFTER.match(low, found.end) or _DEGREE_BEFORE.search(low[: found.start])
    if (amount is None and degree is None) or not assertion.of(low, *words).so:
        return None
    span = (sentence.start + found.start, sentence.start + found.end)
    if amount is not None:
        span = (min(span[0], amount.start), max(span[1], amount.end))
    return chart.fact(
        "biomarker", "TMB", span, "biomarker-burden",
        quantity=amount.quantity if amount else None,
        note=degree.group("degree") if degree else "",
    )  # fmt: skip
