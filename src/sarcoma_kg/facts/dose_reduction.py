"""Dose reductions: by how much the dose of a treatment was lowered, in percent of the dose before.

"Reduced by 25%", "to 75% of the dose", "at half the dose", "from 800 mg to 400 mg". A reduction of
no stated amount is no fact; that there was none is a denied one.
"""

import re
from collections.abc import Iterator

from sarcoma_kg import assertion
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.dose import UNITS
from sarcoma_kg.facts.phrase import lowered
from sarcoma_kg.records import Fact, Mention, Qualifiers, Quantity, Sentence
from sarcoma_kg.stems import holds

_HINTS = ("reduc", "lower", "decreas", "half", "halv", "escalat", "attenuat", "cut ", "dose")
_LESS = (
    r"(?:reduc(?:ed|ing|tions?)|lower(?:ed|ing)|decreas(?:ed|es?|ing)|cut|attenuat\w+"
    r"|de-?\s?escalat\w+|diminish\w+)"
)
_DOSE = r"(?:dos(?:es?|ages?|ing)|medication|chemotherapy|drugs?)"
_LOWERED = re.compile(rf"\b{_LESS}\b")
_DOSED = re.compile(rf"\b{_DOSE}\b")
# what else is reduced by a share: the tumour, a count
_OTHER = re.compile(
    r"\b(?:size|volume|diameter|tumou?r\w*|lesions?|mass(?:es)?|metastas[ei]s|uptake|suv\w*"
    r"|ejection|function|risk|counts?)\b"
)
_TO = re.compile(r"\bto\s+(?:about\s+|approximately\s+|only\s+)?$")
_BY = re.compile(r"\b(?:by|of)\s+(?:about\s+|approximately\s+|a\s+further\s+|another\s+)?$")
_STANDARD = (
    r"(?:the\s+|her\s+|his\s+|its\s+|full\s+|original\s+|standard\s+|initial\s+|planned\s+|previous\s+|starting\s+"
    r"|recommended\s+|usual\s+|calculated\s+)*"
)
_OF_DOSE = re.compile(rf"\s*(?:of\s+)?{_STANDARD}(?:\w+\s+)?{_DOSE}\b")
_REDUCTION = re.compile(
    rf"[\s-]*(?:{_DOSE}[\s-]+{_LESS}|(?:{_LESS})\s+(?:in|of)\s+{_STANDARD}(?:\w+\s+)?{_DOSE})\b"
)
_PARTS = {"half": 50.0, "third": 100 / 3, "quarter": 25.0, "fifth": 20.0}
_PART = re.compile(
    rf"\b{_LESS}\s+(?:[\w-]+\s+){{0,4}}?(?P<way>by|to)\s+(?:(?:an?|one|(?P<two>two)|(?P<three>three))[\s-]+)?"
    r"(?P<part>half|third|quarter|fifth)s?\b"
)
_HALF = re.compile(
    rf"\b(?:(?:at|to|with|on|given)\s+(?:a\s+)?half\s+(?:of\s+)?{_STANDARD}(?:\w+\s+)?{_DOSE}"
    rf"|half[\s-]{_DOSE}|{_DOSE}\s+(?:(?:of|was|were|then|had|to|be|been|\w+)\s+){{0,4}}?halved|halv(?:ed|ing)\s+(?:of\s+)?{_STANDARD}{_DOSE})\b"
)
_REDUCED = re.compile(rf"\b(?:{_DOSE}[\s-]+{_LESS}|{_LESS}\s+(?:in|of)\s+(?:the\s+)?{_DOSE})\b")
_NEAR = 80  # characters
_WHOLE = 100.0


def read(chart: Chart) -> list[Fact]:
    """Give each dose reduction of a case whose amount is told, and that there was none."""
    facts: list[Fact] = []
    before: list[Mention] = []  # doses told in earlier sentences
    for sentence in chart.sentences:
        low = lowered(sentence.text)
        if holds(low, _HINTS):
            facts += _of_sentence(chart, sentence, low, before)
        before += [m for m in sentence.of("dose") if m.quantity and m.quantity.unit in UNITS]
    return facts


def _of_sentence(
    chart: Chart, sentence: Sentence, low: str, before: list[Mention]
) -> Iterator[Fact]:
    none = _REDUCED.search(low)
    if none and assertion.of(low, *none.span()).denied:
        span = (sentence.start + none.start(), sentence.start + none.end())
        yield chart.fact("dose-reduction", "any", span, "dose-reduction-none", polarity="absent")
        return
    for share, start, end in (
        *_shares(sentence, low),
        *_parts(sentence, low),
        *_amounts(sentence, low, before),
    ):
        if 0 < share < _WHOLE and assertion.of(low, start, end).so:
            quantity = Quantity(share, share, "%")
            yield chart.fact(
                "dose-reduction", f"{share:g}", (sentence.start + start, sentence.start + end),
                "dose-reduced", quantity=quantity,
                qualifiers=_of_drug(chart, sentence, start),
            )  # fmt: skip
            return


def _of_drug(chart: Chart, sentence: Sentence, start: int) -> Qualifiers:
    """Say which drug was reduced: the last one named before in the sentence."""
    named = [m for m in sentence.of("drug") if m.start - sentence.start <= start]
    concept = chart.concept(named[-1]) if named else None
    return Qualifiers(of_drug=concept.id if concept else None)


def _is_dose(sentence: Sentence, low: str, start: int) -> bool:
    """Say whether what is lowered at `start` is a dose: it or a drug is named, no tumour."""
    window = low[max(0, start - _NEAR) : start]
    dose = [m.end() for m in _DOSED.finditer(window)]
    drugs = [m.end - sentence.start - (start - len(window)) for m in sentence.of("drug", "regimen")]
    other = [m.end() for m in _OTHER.finditer(window)]
    named = [*dose, *(end for end in drugs if 0 < end <= len(window))]
    return bool(named) and (not other or max(other) < max(named))


def _shares(sentence: Sentence, low: str) -> Iterator[tuple[float, int, int]]:
    """Read reductions told as a percentage: the share, and where it is told."""
    for mention in sentence.of("percent"):
        if mention.quantity is None:
            continue
        share = mention.quantity.high
        start, end = mention.start - sentence.start, mention.end - sentence.start
        behind = _REDUCTION.match(low, end)
        if behind:
            yield share, start, behind.end()
            continue
        left = _OF_DOSE.match(low, end)
        window = low[max(0, start - _NEAR) : start]
        lowered_at = [m.start() for m in _LOWERED.finditer(window)]
        at = max(0, start - _NEAR) + lowered_at[-1] if lowered_at else start
        told = bool(lowered_at) and (
            _is_dose(sentence, low, at) or _DOSED.search(low, at, start) is not None
        )
        by = _BY.search(window)
        if left and (told or re.search(r"\b(?:at|with|to|given)\s+$", window)):
            yield (share if by and by.group().startswith("by") else _WHOLE - share), start, end
        elif told and _TO.search(window):
            yield _WHOLE - share, at, end
        elif told and by:
            yield share, at, end


def _parts(sentence: Sentence, low: str) -> Iterator[tuple[float, int, int]]:
    """Read reductions told as a part: by a third, to two thirds, halved, at half the dose."""
    for match in _PART.finditer(low):
        if _is_dose(sentence, low, match.start()) or _DOSED.search(match.group()):
            count = 3 if match.group("three") else 2 if match.group("two") else 1
            share = round(count * _PARTS[match.group("part")])
            yield (share if match.group("way") == "by" else _WHOLE - share), *match.span()
    half = _HALF.search(low)
    if half:
        yield _PARTS["half"], *half.span()


def _amounts(
    sentence: Sentence, low: str, before: list[Mention]
) -> Iterator[tuple[float, int, int]]:
    """Read reductions told by the doses: "from 800 mg to 400 mg", "to 400 mg" after 800 mg."""
    doses = [m for m in sentence.of("dose") if m.quantity and m.quantity.unit in UNITS]
    for number, mention in enumerate(doses):
        start, end = mention.start - sentence.start, mention.end - sentence.start
        at = [m.start() for m in _LOWERED.finditer(low, max(0, start - _NEAR), start)]
        if not at or not _TO.search(low, 0, start) or mention.quantity is None:
            continue
        known = [m.quantity for m in [*before, *doses[:number]] if m.quantity]
        known = [q for q in known if q.unit == mention.quantity.unit]
        if known and known[-1].high > mention.quantity.high:
            yield round(_WHOLE * (1 - mention.quantity.high / known[-1].high)), at[-1], end
