"""Offsets of facts, moved from a text as read to its normal form."""

from collections.abc import Iterable
from dataclasses import replace

from sarcoma_kg.records import Evidence, Fact, NormalText


def normalised(facts: Iterable[Fact], text: NormalText) -> list[Fact]:
    """Move the offsets of facts to the normal form; a quote stays as read where it still fits."""
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
    quote = evidence.quote
    if quote and len(quote) != end - start:
        quote = text.text[start:end]
    return replace(evidence, start=start, end=end, quote=quote)
