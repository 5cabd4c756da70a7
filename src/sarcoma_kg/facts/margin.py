"""Margins: whether tumour was left at the edge of what was resected (R0, R1, R2).

What is said of an edge is put together by `edge`; `margin.tsv` has what is said without one (group
`explicit`: R0, R1, tumour that was left; `implied`: a complete or incomplete resection, which
counts only in the words of a pathologist). Source: docs/facts.md, rule 9; UICC residual tumour
classification.
"""

import re
from collections.abc import Iterator

from sarcoma_kg import assertion
from sarcoma_kg.facts import edge, margin_width
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.phrase import lowered, phrases
from sarcoma_kg.records import Fact, Sentence
from sarcoma_kg.stems import holds

_HINTS = (
    "margin", "r0", "r1", "r2", "complete", "residu", "r-zero", "r 0", "edge", "border",
    "resection line", "section line", "excision line", "resection limit", "resection plane",
    "lines of", "limits of", "line of", "remnant", " left ", "leaving", "macroscopic", "visible",
    " ink", "surface", "planes", " ends", "aspects", "sides", "stump", "clear", "clean",
    "tumour-free", "tumor-free",
)  # fmt: skip
_IMPLIED = "margin-implied"
_SEEN_BY_PATHOLOGIST = re.compile(r"patholog|histolog|microscop|specimen")


def read(chart: Chart) -> list[Fact]:
    """Give the state of the resection margins (R0, R1, R2), the first stated of each."""
    facts: dict[str, Fact] = {}
    told = []
    for sentence in chart.sentences:
        low = lowered(sentence.text)
        if holds(low, _HINTS):
            here = [*_phrases(chart, sentence, low)]
            told += sorted([*here, *_edges(chart, sentence, low, here)], key=_place)
    for fact in told:
        facts.setdefault(fact.value, fact)
    explicit = [fact for fact in facts.values() if fact.evidence.rule != _IMPLIED]
    chart.retold.extend(
        fact for fact in told if facts[fact.value] is not fact and fact.evidence.rule != _IMPLIED
    )
    return explicit or list(facts.values())[:1]


def _place(fact: Fact) -> int:
    return fact.evidence.start


def _phrases(chart: Chart, sentence: Sentence, low: str) -> Iterator[Fact]:
    """Give what the phrases of `margin.tsv` tell."""
    for found in phrases("margin").find(low):
        if not assertion.of(low, found.start, found.end).so:
            continue
        rule = f"margin-{found.row['group']}"
        if rule == _IMPLIED and not _SEEN_BY_PATHOLOGIST.search(low):
            continue  # a surgeon's "complete resection" says nothing of the margins
        yield chart.fact(
            "margin", found.meaning, (sentence.start + found.start, sentence.start + found.end),
            rule, quantity=margin_width.of(sentence, low, found.start, found.end, found.meaning),
        )  # fmt: skip


def _edges(chart: Chart, sentence: Sentence, low: str, known: list[Fact]) -> Iterator[Fact]:
    """Give what the words of a clause tell of an edge, where no phrase does."""
    taken = [(f.evidence.start - sentence.start, f.evidence.end - sentence.start) for f in known]
    for told in edge.told(low):
        if any(told.start < end and start < told.end for start, end in taken):
            continue
        how = assertion.of(low, told.start, told.end)
        if not (how.so or how.denied):
            continue
        taken.append((told.start, told.end))
        yield chart.fact(
            "margin", told.value, (sentence.start + told.start, sentence.start + told.end),
            "margin-edge",
            quantity=margin_width.of(sentence, low, told.start, told.end, told.value),
        )  # fmt: skip
