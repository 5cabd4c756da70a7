"""Dose of a drug: the amount that a sentence gives of it, in mg, g, mg/m2, g/m2, mg/kg or IU.

A dose belongs to the drug right behind it ("400 mg of imatinib"), else to the last one before it
("imatinib at 400 mg daily"); of several doses of a drug the first counts.
"""

import re

from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.phrase import lowered
from sarcoma_kg.kinds import KINDS
from sarcoma_kg.records import Mention, Quantity, Sentence

UNITS = KINDS["drug"].units
_FREQUENCY = (
    r"(?:per\s+day|/\s?d(?:ay)?|/\s?24\s?h|daily|a\s+day|once|twice|weekly|orally|oral"
    r"|intravenous(?:ly)?|i\.?v\.?|po|bid|qd|every\s+\w+\s+\w+)"
)
_OF = re.compile(rf"\s*(?:{_FREQUENCY}\s*)*(?:of\s+(?:oral\s+|intravenous\s+|the\s+)?)?")
_DIRECT = re.compile(r"[\s(,:]*(?:at\s+|of\s+)?")
_NO_DOSE = re.compile(
    r"\b(?:cumulative|lifetime|weigh\w*|specimen|levels?|creatinine|protein|until|increas\w+|reduc\w+|escalat\w+|raised"
    r"|decreas\w+|lowered|prednis\w+|dexameth\w+)\b|[;]|\.\s"
)
_DOSE = re.compile(r"\b(?:dose|dosage|dosed)\b")
_REACH = 70  # characters between a drug and its dose


def of(chart: Chart, sentence: Sentence, mention: Mention) -> Quantity | None:
    """Give the dose of a drug that is mentioned in a sentence; nothing where none is told."""
    doses = _doses(sentence)
    drugs = sentence.of("drug")
    listed = _respectively(sentence, mention, drugs, doses)
    if listed is not None:
        return listed
    for amount in doses:
        if _owner(sentence, drugs, amount) is mention:
            return amount.quantity
    return _told_next(chart, sentence, mention)


def _doses(sentence: Sentence) -> list[Mention]:
    return [m for m in sentence.of("dose") if m.quantity and m.quantity.unit in UNITS]


def _owner(sentence: Sentence, drugs: tuple[Mention, ...], amount: Mention) -> Mention | None:
    """Give the drug that a dose is one of."""
    low, base = lowered(sentence.text), sentence.start
    before = [m for m in drugs if m.end <= amount.start]
    after = [m for m in drugs if m.start >= amount.end]
    gap = low[before[-1].end - base : amount.start - base] if before else ""
    if after:
        between = _OF.fullmatch(low, amount.end - base, after[0].start - base)
        direct = before and _DIRECT.fullmatch(gap)
        if between and (not direct or re.search(r"\bof\b", between.group())):
            return after[0]
    if before and len(gap) < _REACH and not _NO_DOSE.search(gap):
        return before[-1]
    return None


def _respectively(
    sentence: Sentence, mention: Mention, drugs: tuple[Mention, ...], doses: list[Mention]
) -> Quantity | None:
    """Read "doxorubicin and ifosfamide (75 mg/m2 and 9 g/m2, respectively)"."""
    if len(doses) < 2 or len(doses) != len(drugs) or mention not in drugs:  # noqa: PLR2004 - one is no list
        return None
    if drugs[-1].end <= doses[0].start:
        return doses[drugs.index(mention)].quantity
    return None


def _told_next(chart: Chart, sentence: Sentence, mention: Mention) -> Quantity | None:
    """Read "Imatinib was started. The dose was 400 mg daily."."""
    drugs = sentence.of("drug")
    number = chart.sentences.index(sentence) + 1
    if len(drugs) != 1 or drugs[0] is not mention or number == len(chart.sentences):
        return None
    following = chart.sentences[number]
    low = lowered(following.text)
    doses = _doses(following)
    if len(doses) != 1 or following.of("drug") or _NO_DOSE.search(low[:-1]):
        return None
    return doses[0].quantity if _DOSE.search(low) else None
