"""Biopsies: how tissue was taken to tell what a tumour is. None is an operation on it.

The kinds are in `biopsy.tsv`. A biopsy of no named kind ("biopsy showed …") tells again of the one
that is named, unless its words say that it is another ("repeat biopsy").
"""

import re

from sarcoma_kg import assertion
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.coding import terms
from sarcoma_kg.facts.earlier import foreign
from sarcoma_kg.facts.phrase import Found, lowered, phrases
from sarcoma_kg.records import Fact, Sentence
from sarcoma_kg.stems import holds

_HINTS = ("biops", "aspirat", "fna", "core", "cut ", "cut-")
#: What names no kind of its own: another word for a biopsy that is told before.
_PLAIN = ("biopsy", "needle biopsy", "image-guided biopsy", "ct-guided biopsy")
_AGAIN = re.compile(
    r"\b(?:repeat(?:ed)?|second|another|new|further|third|additional|re-?biops\w+|again|subsequent)\b"
)
_GUIDED = re.compile(
    r"\b(?P<by>ct|computed tomograph\w+|mri?|us|usg|ultraso\w+|sonogra\w+|image|imaging"
    r"|fluoroscop\w+|stereotac\w+|eus|ebus|endoscopic ultrasound)"
    r"[\s-]*(?:guided|guidance|directed|controlled)"
)


def read(chart: Chart) -> list[Fact]:
    """Give the biopsies that were done, each kind once and each that is told to be another."""
    facts: list[Fact] = []
    for sentence in chart.sentences:
        low = lowered(sentence.text)
        if not holds(low, _HINTS):
            continue
        for found in phrases("biopsy").find(low):
            if _done(chart, sentence, low, found) and _new(facts, low, found):
                facts = [fact for fact in facts if not _same(fact, found)]
                facts.append(_fact(chart, sentence, low, found))
    return facts


def _done(chart: Chart, sentence: Sentence, low: str, found: Found) -> bool:
    """Say whether a biopsy took place, and for the tumour of the case."""
    return assertion.of(low, found.start, found.end).so and not foreign(
        chart, sentence, found.start
    )


def _again(low: str, found: Found) -> bool:
    return bool(_AGAIN.search(low, max(0, found.start - 12), found.end))


def _new(facts: list[Fact], low: str, found: Found) -> bool:
    """Say whether a biopsy is told for the first time."""
    if _again(low, found) or not facts:
        return True
    return found.meaning not in (*_PLAIN, *(fact.value for fact in facts))


def _same(fact: Fact, found: Found) -> bool:
    """Say whether a biopsy told before is this one, of which the kind was not named then.

    "Biopsy showed a sarcoma. … The incisional biopsy was reviewed."
    """
    alluded = found.meaning not in _PLAIN and fact.value in _PLAIN
    return alluded and fact.evidence.rule == "biopsy-plain" and found.meaning in _OF_PRIMARY


_OF_PRIMARY = ("core needle biopsy", "incisional biopsy", "open biopsy")


def _fact(chart: Chart, sentence: Sentence, low: str, found: Found) -> Fact:
    guided = _GUIDED.search(low, found.start, found.end)
    value = found.meaning
    if value == "image-guided biopsy" and guided and guided.group("by").startswith(("ct", "comp")):
        value = "ct-guided biopsy"
    rule = "biopsy-plain" if value == "biopsy" and not _again(low, found) else "biopsy-named"
    # that of the vocabulary with this name is guided by CT
    coded = "biopsy" if value == "image-guided biopsy" else value
    return chart.fact(
        "biopsy", value, (sentence.start + found.start, sentence.start + found.end), rule,
        terms=terms(chart.ontology, coded, "procedure"),
        note=f"guided by {guided.group('by')}" if guided else "",
    )  # fmt: skip
