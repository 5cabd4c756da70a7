"""Margins: whether tumour was left at the edge of what was resected (R0, R1, R2).

The phrases are in `margin.tsv` (group `explicit`: the margins are spoken of; `implied`: a complete
or incomplete resection, which counts only in the words of a pathologist). Source: docs/facts.md,
rule 9; UICC residual tumour classification.
"""

import re
from collections.abc import Iterator

from sarcoma_kg.facts import edge, margin_width
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.phrase import Found, lowered, phrases
from sarcoma_kg.facts.standing import standing
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


# "with no residual tumour and negative margins": what is denied is the tumour
_NO_TUMOUR = re.compile(
    r"\b(?:no|without)\s+(?:(?!adequate|clear|free|negative)[\w-]+\s+){0,4}?(?:tumou?r|malignan\w+|disease|cells?|sarcoma|invasion|mitos[ei]s|necrosis)"
    r"(?:\s+\w+){0,2}?,?\s+(?:and|with)\s+(?:\w+\s+)?$"
)


def _own(low: str, found: Found) -> bool:
    """Say whether free margins stand behind something else that is denied, and are told."""
    return found.meaning == "R0" and bool(
        _NO_TUMOUR.search(low, max(0, found.start - 70), found.start)
    )


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
        if found.meaning == "none":
            continue
        if standing(low, found.start, found.end) != "done" and not _own(low, found):
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
        if standing(low, told.start, told.end) in ("planned", "general"):
            continue
        taken.append((told.start, told.end))
        yield chart.fact(
            "margin", told.value, (sentence.start + told.start, sentence.start + told.end),
            "margin-edge",
            quantity=margin_width.of(sentence, low, told.start, told.end, told.value),
        )  # fmt: skip
