"""Offsets of facts, moved from a text as read to its normal form."""

from collections.abc import Iterable
from dataclasses import replace

from sarcoma_kg.records import Evidence, Fact, NormalText


def normalised(facts: Iterable[Fact], text: NormalText) -> list[Fact]:
    """Move the offsets of facts from the text as read to its normal form.

    A quote stays in the words of the text as read where it is as long there; else it is the
    stretch of the normal form.
    """
    return [
        replace(
            fact,
            evidence=_moved(fact.evidence, text),
            further=tuple(_moved(each, text) for each in fact.further),
        )
        for fact in facts
    ]


def _moved(evidence: Evidence, text: NormalText) -> Evidence:
    start, end = text.at(evidence.start), text.at(evidence.end)
    if end <= start:  # white space at the end of the text, which the normal form does not have
        start, end = max(0, end - 1), max(1, end)
    quote = evidence.quote
    if quote and len(quote) != end - start:
        quote = text.text[start:end]
    return replace(evidence, start=start, end=end, quote=quote)
