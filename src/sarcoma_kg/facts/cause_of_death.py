"""Cause of death: what a patient died of, where that is not the tumour itself.

It is the finding that the words of the death name ("died of septic shock", "a fatal stroke"), or
the one told right before a death of another cause (`death` says which that is).
"""

import re

from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.coding import terms
from sarcoma_kg.facts.death import cause, happened, other_finding
from sarcoma_kg.facts.phrase import Found, lowered, phrases
from sarcoma_kg.records import Fact, Sentence

_OF = re.compile(
    r"(?:[^.;]{0,60}?\b(?:of|from|due\s+to|because\s+of|owing\s+to|secondary\s+to|by|to|with|was|being|in|after|following"
    r"|as\s+a\s+(?:result|consequence)\s+of|attributed\s+to|caused\s+by|as)|:)\s+"
    r"(?:(?:an?|the|her|his|severe|massive|acute|sudden|fulminant|overwhelming|refractory|progressive|postoperative"
    r"|nosocomial|suspected|presumed|fatal|subsequent|uncontrolled|uncontrollable|unrelated|another|complications?\s+of)\s+)*"
)
_TUMOUR = re.compile(
    r"(?:[\w-]+\s+){0,3}?(?:(?:disease|tumou?r|local|distant|metastatic|systemic)\s+)*(?:disease|tumou?r\w*|metasta\w+|progress\w+"
    r"|recurren\w+|relapse|cancer|\w*sarcoma\w*|malignan\w+|dissemin\w+|cachexia|spread|illness)\b"
)
# causes that the vocabulary may lack, with what describes them
_NAMED = re.compile(
    r"(?:[a-z-]+(?:al|ic|ary|ous|le|ine|ive|organ|lung|liver|kidney|heart|renal|traffic|road|car)\s+){0,3}"
    r"(?:(?:broncho)?pneumonia|sepsis|shock|embol(?:ism|us)|infarct(?:ion)?|accident|stroke|suicide|failure|arrest|attack|infection"
    r"|peritonitis|distress(?:\s+syndrome)?|insufficiency|h[ae]+morrhage|bleeding|coagulopathy|coagulation|perforation|covid-?\s?19"
    r"|aspiration|thrombosis|rupture|toxicity|h[ae]+moptysis|obstruction|injury|trauma)\b"
)
_LATEST = 110  # characters before a death
_NEXT = 60  # characters behind it


def read(chart: Chart) -> list[Fact]:
    """Give the cause of death of a case: one row at most."""
    for number, sentence in reversed(list(enumerate(chart.sentences))):
        low = lowered(sentence.text)
        for found in phrases("outcome").find(low):
            if found.row["group"] != "death" or not happened(chart, number, low, found):
                continue
            fact = _fact(chart, number, sentence, low, found)
            if fact is not None:
                return [fact]
    return []


def _fact(chart: Chart, number: int, sentence: Sentence, low: str, found: Found) -> Fact | None:
    """Write the cause that stands behind a death or in its words, else the one before it."""
    stop = re.search(r"[.;]\s|$", low[found.end :])
    end = found.end + (stop.start() if stop else 0)
    of = _OF.match(low, found.end, end)
    if of and _TUMOUR.match(low, of.end()):
        direct = other_finding(chart, sentence, of.end(), of.end() + 2)
        if direct is None or direct.text.lower() == "cachexia":
            return None
    if of:
        told = _told(chart, sentence, low, of.end(), min(end, of.end() + _NEXT))
        if told is not None:
            return told
    inside = _told(chart, sentence, low, found.start, found.end)
    if inside is not None:
        return inside
    value, _ = cause(chart, number, low, found)
    if value != "DOC":
        return None
    return _told(chart, sentence, low, max(0, found.start - _LATEST), found.start, last=True)


def _told(
    chart: Chart, sentence: Sentence, low: str, start: int, end: int, *, last: bool = False
) -> Fact | None:
    """Write the cause that is named between two places of a sentence, the first or the last."""
    words = list(_NAMED.finditer(low, start, end))
    word = (words[-1] if last else words[0]) if words else None
    begin = word.start() if word and last else start
    mention = other_finding(chart, sentence, begin, end)
    concept = chart.concept(mention) if mention else None
    if mention and concept and not (word and word.start() < mention.start - sentence.start):
        return chart.of_concept(
            "cause-of-death", concept, (mention.start, mention.end), "cause-of-death-finding"
        )
    if word is None:
        return None
    value = word.group().strip()
    return chart.fact(
        "cause-of-death", value, (sentence.start + word.start(), sentence.start + word.end()),
        "cause-of-death-named", terms=terms(chart.ontology, value, "finding"),
    )  # fmt: skip
