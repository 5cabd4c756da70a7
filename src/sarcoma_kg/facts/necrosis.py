"""Necrosis: the dead share of the tumour, untreated (a part of the grade) or after treatment.

It tells of treatment where the words say so ("therapy effect", "viable", Huvos), or where the
tumour was treated before an operation and the share is told with or after that operation. The
wordings are in `necrosis.tsv`; the share that is viable is taken from 100. Sources: Coindre 2006
(FNCLCC); Huvos 1977; Salzer-Kuntschik 1983.
"""

import re

from sarcoma_kg.facts.amount import beside
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.phrase import Found, lowered, phrases
from sarcoma_kg.records import Fact, Mention, Qualifiers, Quantity, Sentence
from sarcoma_kg.stems import holds

_HINTS = ("necro", "viable", "vital", "effect")
_BEFORE_OPERATION = re.compile(
    r"\bneo-?\s?adjuvant|\bpre-?\s?operative(?:ly)?\s+(?:\w+\s+){0,2}?(?:chemo|radi|treat|therap|irrad|imat)"
    r"|\binduction\s+(?:chemo|treat|therap)|\bupfront\s+(?:chemo|treat|therap)"
)
_TREATMENT = re.compile(
    r"\bchemo(?:therap|radi)\w*|\bradio(?:therap|chemo)\w*|\birradiat\w+|\b\d+\s?gy\b|\bcycles?\s+of\b|\bperfusion\b"
)
_OPERATION = re.compile(
    r"\b(?:resect\w+|excis(?!ional\s+biops)\w+|amputat\w+|\w+ectomy|specimens?|surgery|operat(?:ed|ion)|removed|limb[\s-]s\w+)\b"
)
_TREATED = re.compile(
    r"\b(?:huvos|rosen|salzer|picci|treatment\s+(?:effect|response)|therapy\s+effect|post-?treatment|post-?neoadjuvant"
    r"|(?:after|following|in\s+response\s+to|response\s+to|due\s+to|from)\s+(?:the\s+|neoadjuvant\s+|preoperative\s+|induction\s+|\w+\s+cycles\s+of\s+)*"
    r"(?:chemo\w*|treatment|therapy|radio\w*|irradiation)|(?:good|poor|patholog\w+|histolog\w+)\s+respon\w+)\b"
)
# told behind the specimen: "she had been given methotrexate beforehand"
_GIVEN_BEFORE = re.compile(
    r"\b(?:had\s+(?:been\s+(?:given|treated)|received|undergone|had)|beforehand|previously\s+received)\b"
)
_HUVOS = re.compile(
    r"\bhuvos(?:\s+(?:grade|grading|class|score|criteria|system|of|was|,|:))*\s*\(?(?P<grade>iv|i{1,3}|[1-4])\b"
)
_MORE = re.compile(r"(?:[>≥]|more\s+than|greater\s+than|at\s+least|over|exceeding|above)\s*$")
_LESS = re.compile(r"(?:[<≤]|less\s+than|under|below|up\s+to|at\s+most|fewer\s+than)\s*$")
_WHOLE = 100.0


def read(chart: Chart) -> list[Fact]:
    """Give the share of the tumour that was dead before, and that after treatment: a row each."""
    facts: dict[str, Fact] = {}
    treated = operated = False
    for sentence in chart.sentences:
        low = lowered(sentence.text)
        if not operated:
            # what was given before the operation that the same sentence tells
            cut = _OPERATION.search(low)
            told = low[: cut.start()] if cut else low
            given = any(m.start - sentence.start < len(told) for m in _drugs(sentence))
            treated = treated or given or bool(_TREATMENT.search(told))
        treated = treated or bool(_BEFORE_OPERATION.search(low))
        operated = operated or bool(_OPERATION.search(low))
        if _GIVEN_BEFORE.search(low) and (_drugs(sentence) or _TREATMENT.search(low)):
            treated = True
        if not holds(low, _HINTS):
            continue
        for found in phrases("necrosis").find(low):
            after = bool(found.row["group"] or _TREATED.search(low)) or (treated and operated)
            fact = _fact(chart, sentence, low, found, after)
            if fact is not None and fact.kind not in facts:
                facts[fact.kind] = fact
                break  # "90% necrosis and no viable cells": one share, told twice
    return list(facts.values())


def _drugs(sentence: Sentence) -> list[Mention]:
    """Give the drugs and regimens that a sentence says were given."""
    return [m for m in sentence.of("drug", "regimen") if m.context in ("present", "history")]


def _fact(chart: Chart, sentence: Sentence, low: str, found: Found, after: bool) -> Fact | None:
    """Write the share of dead tumour that a phrase tells, if it tells one."""
    kind = "treatment-necrosis" if after else "necrosis"
    span = (sentence.start + found.start, sentence.start + found.end)
    qualifiers = Qualifiers(criterion="pathological") if after else Qualifiers()
    if found.meaning == "none":
        return chart.fact(kind, "any", span, f"{kind}-none", polarity="absent")
    if found.meaning == "none-of-tumour":
        return None
    amount = beside(sentence, (found.start, found.end), ("%",), kinds=("percent",))
    if amount is None:
        if found.meaning != "whole" or not after or re.search(r"near", low[found.start :][:6]):
            return None
        quantity = Quantity(_WHOLE, _WHOLE, "%")
    else:
        quantity = _share(sentence, low, amount, found.meaning == "viable")
        span = (min(span[0], amount.start), max(span[1], amount.end))
    huvos = _HUVOS.search(low)
    note = f"Huvos grade {huvos.group('grade').upper()}" if huvos and after else ""
    ends = dict.fromkeys((f"{quantity.low:g}", f"{quantity.high:g}"))
    return chart.fact(
        kind, "–".join(ends), span, f"{kind}-share",
        quantity=quantity, note=note, qualifiers=qualifiers,
    )  # fmt: skip


def _share(sentence: Sentence, low: str, amount: Mention, viable: bool) -> Quantity:
    """Give the dead share: "more than 90%" is about 90, what is viable is taken from 100."""
    quantity = amount.quantity
    assert quantity is not None  # noqa: S101 - amounts beside words always have one
    start = amount.start - sentence.start
    before = low[max(0, start - 20) : start]
    about = quantity.approximate or bool(_MORE.search(before) or _LESS.search(before))
    ends = (quantity.low, quantity.high)
    if viable:
        ends = (max(0.0, _WHOLE - ends[1]), max(0.0, _WHOLE - ends[0]))
    return Quantity(*ends, "%", about)
