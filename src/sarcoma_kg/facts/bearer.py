"""Bearer: whose status words tell: that of the patient, or of another person, disease or organ.

The cues are in `bearer.tsv`: relatives, words for nobody, patients of other authors, parts that
are looked at by themselves, and tests of an organ that is not the tumour's (the column `unless`
names what makes it that of the tumour).
"""

import re

from sarcoma_kg.facts import diagnosis
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.earlier import mesenchymal
from sarcoma_kg.facts.phrase import Found, lowered, phrases
from sarcoma_kg.facts.status import of_others
from sarcoma_kg.records import Mention, Sentence

# a relative who is no subject: "lives with her sister"
_OBJECT = re.compile(
    r"\b(?:with|by|to|for|from|like|at|than|near|beside|without|of)\s+(?:(?:her|his|the|an?|both|their)\s+)?(?:[\w-]+\s+)?$"
)
_PATIENT = re.compile(
    r"\b(?:she|he|(?<!of\s)(?:the|our|this)\s+(?:patient|child|boy|girl|man|woman|infant)|i|and\s+(?:is|remains))\b"
)
# "with a brother who had died", "like her father, dead at 30"
_WHO = re.compile(
    r",?\s+(?:who|that|whom|whose)\b|(?:,?\s+(?:also|had|has|already|long|since|himself|herself|\w+ly))*[\s,]*$"
)
# "the death of her twin"
_OF_KIN = re.compile(r"\s+(?:of|in)\s+(?:[\w'’-]+\s+){0,3}?$")
_WHOSE = re.compile(r"\b(her|his)\s+(?:[\w-]+\s+){0,2}?$")
_PRONOUN = re.compile(r"\b((?:of|from|to)\s+which\s+)?(she|he)\b")
# what stands between a subject and what is said of it
_SAID_OF = re.compile(
    r"(?:\s*\([^)]*\))?"
    r"(?:,?\s+(?:which\s+(?:was|had\s+been)\s+)?(?:removed|treated|excised|diagnosed|cured|operated"
    r"|resected|irradiated|found)(?:\s+[\w-]+){0,7}?(?=,?\s+(?:has|had|have|is|was|never|did|remains?)\b))?"
    r"[\s,]*(?:(?:which|that|who|and|there|is|was|are|were|had|has|have|been|being|now|still|also|then|again|long|since|remains?"
    r"|remained|did|does|in|known|said|considered|reported|to|be|\w+ly|treated|currently)[\s,]+)*"
)
_WAS = re.compile(r"\s+(?:was|were|appeared|looked)\s+(?:\w+ly\s+|also\s+|found\s+)?")
_BREAK = re.compile(r"[;:]\s|\.\s|\bbut\b|\bwhereas\b|\bwhile\b")
_FOR = re.compile(r"\b(?:for|because\s+of|on\s+account\s+of|owing\s+to)\s+(?:[\w-]+\s+){0,2}$")
_TEST_GROUP = "imaging"
_LONG = 160  # characters before a status in which its subject may stand
_NEAR = 30  # characters behind a death to those whose it is


def another(chart: Chart, number: int, found: Found) -> bool:
    """Say whether a status in a sentence is of someone or something other than the patient."""
    sentence = chart.sentences[number]
    low = lowered(sentence.text)
    if of_others(sentence.text):
        return True
    if _other_person(low, found.start, found.end):
        return True
    if found.row["group"] in ("death", "survival", "autopsy"):
        return False  # what she died of is no bearer
    if of_disease(chart, sentence, found.start, found.end) or _part(sentence, low, found):
        return True
    return found.row["group"] == _TEST_GROUP and _other_test(chart, number, low, found)


def _other_person(low: str, start: int, end: int) -> bool:
    """Say whether the subject of a status is a relative, nobody, or a patient of others."""
    begin = max(0, start - _LONG)
    for stop in _BREAK.finditer(low, begin, start):
        begin = stop.end()
    for person in phrases("bearer", "kin", "nobody", "almost", "stranger").find(low, begin, start):
        between = low[person.end : start]
        if person.meaning == "almost" and between.strip():
            continue
        if person.meaning == "nobody" and re.search(r"[,;]|\band\b", between):
            continue
        if person.meaning == "kin" and (
            (_OBJECT.search(low, begin, person.start) and not _WHO.match(between))
            or ("," in between and low.endswith("whose ", begin, person.start))
        ):
            continue
        if not _PATIENT.search(between) or (
            person.meaning == "kin" and _of_kin(low, person.start, between)
        ):
            return True
    return any(
        _OF_KIN.match(low[end : person.start] + " ") is not None
        for person in phrases("bearer", "kin").find(low, end, end + _NEAR)
    )


def _of_kin(low: str, start: int, between: str) -> bool:
    """Say whether a pronoun behind a relative means that one: "her father, … of which he died"."""
    whose = _WHOSE.search(low, max(0, start - 30), start)
    said = _PRONOUN.search(between)
    if whose is None or said is None:
        return False
    other = {"her": "he", "his": "she"}[whose.group(1)]
    return said.group(2) == other or bool(said.group(1))


def of_disease(chart: Chart, sentence: Sentence, start: int, end: int) -> bool:
    """Say whether what stands at a place is said of another disease right before or behind it."""
    low, base = lowered(sentence.text), sentence.start
    for disease in sentence.of("disease"):
        first, last = disease.start - base, disease.end - base
        ahead = last <= start and _SAID_OF.fullmatch(low, last, start)
        behind = end <= first and re.fullmatch(
            r"\s+(?:of|from)\s+(?:(?:an?|the|her|his)\s+)?(?:[\w-]+\s+)?", low[end:first]
        )
        if (ahead or behind) and _other(chart, disease):
            return True
    return False


def _other(chart: Chart, disease: Mention) -> bool:
    """Say whether a disease that is named is not that of the case, nor a word for any tumour."""
    if _ANY.fullmatch(disease.text.lower()) or mesenchymal(chart, disease):
        return False
    main = diagnosis.find(chart)
    return not (main and disease.term and chart.ontology.akin(disease.term, main.concept.id))


_ANY = re.compile(
    r"(?:(?:malignant|primary|metastatic|local|recurrent|residual|cell|spindle)\s+)*"
    r"(?:cancers?|malignanc(?:y|ies)|neoplasms?|neoplasia|tumou?rs?|disease|growths?|lesions?)"
)


def _part(sentence: Sentence, low: str, found: Found) -> bool:
    """Say whether a part is what is free: "the contralateral kidney was free of disease".

    Of an organ at a later time it is the course of the patient.
    """
    begin = max(0, found.start - _LONG)
    later = any(time.label in ("after", "at", "follow-up") for time in sentence.of("duration"))
    meanings = ("part", "illness") if later else ("part", "illness", "organ")
    if not later and found.row["group"] == "free":
        ends = [site.end - sentence.start for site in sentence.of("site")]
        if any(_WAS.fullmatch(low, end, found.start) for end in ends if begin <= end < found.start):
            return True
    return any(
        _SAID_OF.fullmatch(low, part.end, found.start) is not None
        for part in phrases("bearer", *meanings).find(low, begin, found.start)
    )


def _other_test(chart: Chart, number: int, low: str, found: Found) -> bool:
    """Say whether a normal test is that of something else than the tumour."""
    for test in phrases("bearer", "test").find(low, max(0, found.start - _LONG), found.end):
        unless = test.row["unless"]
        own = unless and any(
            re.search(unless, lowered(told.text))
            for n, told in enumerate(chart.sentences)
            if n != number
        )
        if not own:
            return True
    base = chart.sentences[number].start
    return any(
        _FOR.search(low, max(0, mention.start - base - _LONG), mention.start - base) is not None
        for mention in chart.sentences[number].of("finding", "disease")
        if mention.start - base < found.end
        and (mention.kind == "finding" or _other(chart, mention))
    )
