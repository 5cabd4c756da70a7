"""Endpoints: the times of one patient that trials would call PFS, DFS and OS.

`of` says which of them a time is, by the name that stands beside it; `read` gives the overall
survival that is told by its name, of a patient who died.
"""

import re

from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.death import happened
from sarcoma_kg.facts.moment import since
from sarcoma_kg.facts.phrase import lowered, phrases
from sarcoma_kg.records import Fact, Mention, Qualifiers, Sentence
from sarcoma_kg.stems import holds

_NAME = re.compile(
    r"(?<![\w-])(?:(?P<PFS>progression[\s-]+free[\s-]+(?:survival|interval|period|time)|pfs|time[\s-]+to[\s-]+progression|ttp)"
    r"|(?P<DFS>(?:disease|recurrence|relapse|event|metastas[ei]s)[\s-]+free[\s-]+(?:survival|interval|period|time)|dfs|dfi|rfs|efs)"
    r"|(?P<OS>(?:overall|total)[\s-]+survival(?:\s+time)?|os(?=\s*(?:\)|was|of|:|=|,|reached))"
    r"|survival\s+(?:time|from\s+\w+(?:\s+\w+)?|after\s+\w+(?:\s+\w+)?)(?=\s+(?:was|of))))(?![\w-])"
)
_HINTS = ("surviv", "free", "pfs", "dfs", "dfi", "rfs", "efs", "os", "ttp", "time to", "time-to")
_FROM = re.compile(r"surviv\w+\s+(?:time\s+)?(?:from|since|after)\s+(?:the\s+)?(?:first\s+)?(\w+)")
_OF_MANY = re.compile(r"\b(?:median|mean|average|rates?|patients|cases|studies|trial|5-year)\b")
_BESIDE = 45  # characters between a name and its amount


def of(sentence: Sentence, time: Mention) -> str:
    """Say which endpoint a time of a sentence is: PFS, DFS, OS, or none."""
    low = lowered(sentence.text)
    if not holds(low, _HINTS):
        return ""
    start, end = time.start - sentence.start, time.end - sentence.start
    best: tuple[int, str] | None = None
    for match in _NAME.finditer(low):
        behind = match.start() >= end
        between = low[end : match.start()] if behind else low[match.end() : start]
        if len(between) > _BESIDE or re.search(r"[;]|\.\s|\d", between):
            continue
        far = len(between) + (10 if behind else 0)  # "PFS was 7 and OS 31 months": the one before
        if best is None or far < best[0]:
            best = far, str(match.lastgroup)
    return best[1] if best else ""


def read(chart: Chart) -> list[Fact]:
    """Give the overall survival of a case that is told by its name."""
    if not any(_died(chart, number) for number in range(len(chart.sentences))):
        return []  # of one who lives it is the follow-up
    for sentence in chart.sentences:
        low = lowered(sentence.text)
        if "surviv" not in low and "OS" not in sentence.text:
            continue
        if _OF_MANY.search(low):
            continue
        for time in sentence.of("duration"):
            if time.quantity and of(sentence, time) == "OS":
                return [
                    chart.fact(
                        "interval", time.quantity.iso or str(time.quantity),
                        (time.start, time.end), "interval-survival", quantity=time.quantity,
                        since=_zero(sentence, low, time),
                        qualifiers=Qualifiers(to="death", endpoint="OS"),
                    )
                ]  # fmt: skip
    return []


def _zero(sentence: Sentence, low: str, time: Mention) -> str:
    """Say what a survival is counted from: "survival from diagnosis was 31 months"."""
    named = _FROM.search(low)
    if named:
        stem = named.group(1)
        for zero, stems in (
            ("diagnosis", ("diagnos",)),
            ("surgery", ("surg", "operat", "resect")),
            ("metastasis", ("metasta",)),
            ("recurrence", ("recurr", "relaps")),
            ("treatment", ("treat", "chemo", "therap", "start")),
        ):
            if stem.startswith(stems):
                return zero
    return since(low, time.end - sentence.start, time)


def _died(chart: Chart, number: int) -> bool:
    low = lowered(chart.sentences[number].text)
    return any(
        found.row["group"] == "death" and happened(chart, number, low, found)
        for found in phrases("outcome").find(low)
    )
