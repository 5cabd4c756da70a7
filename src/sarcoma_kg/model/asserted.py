"""Assertion of a model's rows: whether the sentence of a quote says of the patient what a row says.

A row says that something was so, or that it was not. Its quote may stand in a sentence that
denies it, only plans or suspects it, or speaks of a relative or of no patient of the paper.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice, takewhile
from typing import NamedTuple

from sarcoma_kg import assertion
from sarcoma_kg.assertion import Assertion
from sarcoma_kg.kinds import KINDS, TREATMENTS
from sarcoma_kg.phrase import lowered
from sarcoma_kg.records import Fact, Polarity, Sentence

#: What is done to a patient, and so may be planned or refused.
_DONE = frozenset(
    name
    for name, kind in KINDS.items()
    if kind.event in (*TREATMENTS, "Procedure") and "procedure" in kind.terms
) | {"drug", "regimen"}
#: What is found in a patient, and so may be denied.
_FOUND = frozenset(["comorbidity", "symptom", "adverse-event", "metastasis", "recurrence"])
#: What may be suspected only; a symptom is there whatever it was taken for.
_SUSPECTED = frozenset(["diagnosis", "comorbidity", "metastasis", "recurrence"])
#: Facts that are told by an event of the tumour: its word is what is denied or suspected.
_EVENTS = frozenset(["metastasis", "recurrence"])
#: Statuses of a diagnosis that was not the last word.
_PASSING = frozenset(["provisional", "rejected", "broader", "alternative"])
#: Kinds of mention of which the context is enough; of a site, an event or other words it is not.
_JUDGED = frozenset(["disease", "finding", "syndrome"])
_SHORT = 60  # characters of a quote that is all name
_WORD = re.compile(r"\w+")
# "no adjuvant treatment was given" speaks of chemotherapy without its name
_TREATED = re.compile(
    r"\b(?:treatments?|\w*therap(?:y|ies)|\w*surgery|operat\w+|intervention|procedure|\w*radiation)\b",
    re.IGNORECASE,
)


class Asserted(NamedTuple):
    """How a sentence holds what it names: so or not so, and why it is not so of the patient.

    `why` is `denied` of what is absent; of what is present nothing, or `planned`, `suspected`,
    `of a relative` or `background`.
    """

    polarity: Polarity
    why: str = ""


def asserted(sentence: Sentence, start: int, end: int, *, done: bool) -> Asserted:
    """Say how a sentence holds what it names at these offsets of the text.

    `done` is true of what is done to a patient, false of what is found in one.
    """
    if sentence.background:
        return Asserted("present", "background")
    named = [m for m in sentence.mentions if m.start < end and start < m.end]
    contexts = {m.context for m in named}
    if "family" in contexts:
        return Asserted("present", "of a relative")
    told = assertion.of(lowered(sentence.text), start - sentence.start, end - sentence.start)
    if told.whose != "patient":
        return Asserted("present", "background" if told.whose == "general" else "of a relative")
    if done:
        return Asserted("absent", "denied") if told.denied else _open(told)
    judged = any(m.kind in _JUDGED for m in named)
    if "absent" in contexts or (not judged and told.denied):
        return Asserted("absent", "denied")
    return Asserted("present", "suspected" if "hypothetical" in contexts else "")


def _open(told: Assertion) -> Asserted:
    return Asserted("present", "planned" if told.open else "")


def objection(fact: Fact, sentences: Sequence[Sentence]) -> str:
    """Say in a few words why the sentence of its quote does not bear out a fact; else nothing.

    Of the places in the quote that name the fact, one must bear it out. Polarity is judged of what
    is done to a patient or found in one: of a marker, a margin, a response or an outcome words
    like "negative", "free" or "no evidence" are part of what is told. Claims are of no patient.
    """
    start, end = fact.evidence.start, fact.evidence.end
    first = bisect_right(sentences, start, key=lambda sentence: sentence.end)
    near = list(takewhile(lambda sentence: sentence.start < end, islice(sentences, first, None)))
    if not fact.case or not near:
        return ""
    if all(each.background for each in near):
        return "background"
    if fact.kind not in _DONE | _FOUND | _SUSPECTED:
        return ""
    whys = [_against(fact, sentence, *span) for sentence in near for span in _named(fact, sentence)]
    return whys[0] if whys and all(whys) else ""


def _against(fact: Fact, sentence: Sentence, start: int, end: int) -> str:
    said = asserted(sentence, start, end, done=fact.kind in _DONE)
    if said.why == "of a relative" and "family" in fact.value.lower():
        return ""  # "family history of breast cancer"
    if said.why in ("background", "of a relative"):
        return said.why
    if fact.polarity == "absent":
        # what was only planned was not done
        place = start - sentence.start, end - sentence.start
        denied = said.why or assertion.denies(lowered(sentence.text), *place)
        return "" if denied else "denial of what is not denied"
    if said.why == "suspected":
        passing = fact.qualifiers.certainty == "suspected" or fact.qualifiers.status in _PASSING
        return "" if passing or fact.kind not in _SUSPECTED else said.why
    return "" if said.why == "denied" and fact.qualifiers.status == "rejected" else said.why


def _named(fact: Fact, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Give the offsets, inside its quote, of what names a fact in a sentence."""
    start, end = fact.evidence.start, fact.evidence.end
    inside = [m for m in sentence.mentions if start <= m.start and m.end <= end]
    if fact.kind in _EVENTS:
        spans = [(m.start, m.end) for m in inside if m.kind == "event" and m.label == fact.kind]
    else:
        spans = [(m.start, m.end) for m in inside if m.term is not None and m.term in fact.terms]
    low, high = max(start, sentence.start), min(end, sentence.end)
    if not spans and (words := _WORD.findall(fact.value)):
        name = re.compile(r"\b" + r"\W+".join(map(re.escape, words)), re.IGNORECASE)
        spans = _places(name, sentence, low, high)
    if not spans and fact.kind in _DONE:
        spans = _places(_TREATED, sentence, low, high)
    if not spans and fact.polarity == "present" and high - low <= _SHORT:
        spans = [(low, high)]  # another wording; of what is denied it may say so itself: "afebrile"
    yield from spans


def _places(
    pattern: re.Pattern[str], sentence: Sentence, low: int, high: int
) -> list[tuple[int, int]]:
    found = pattern.finditer(sentence.text, low - sentence.start, high - sentence.start)
    return [(sentence.start + match.start(), sentence.start + match.end()) for match in found]
