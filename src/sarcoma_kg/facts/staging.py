"""Stage of the tumour, by which system and which edition of it (TNM, AJCC, FIGO, Enneking, IRS).

TNM is its own notation. A stage group has the system that is named with it; without one it has
none, for "stage III" alone can be of any.
"""

import re
from collections.abc import Iterator

from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.phrase import lowered
from sarcoma_kg.records import Fact, Qualifiers
from sarcoma_kg.stems import holds

_I = re.IGNORECASE
_NAMES = {
    "AJCC": r"AJCC|American\s+Joint\s+Committee(?:\s+on\s+Cancer)?",
    "UICC": r"UICC|Union\s+for\s+International\s+Cancer\s+Control",
    "FIGO": r"FIGO|International\s+Federation\s+of\s+Gyn\w+(?:\s+and\s+Obstetrics)?",
    "Enneking": r"Enneking(?:['’]s)?|MSTS|Musculoskeletal\s+Tumou?r\s+Society",
    "IRS": r"IRSG?|Intergroup\s+Rhabdomyosarcoma(?:\s+Study)?(?:\s+Group)?",
    "TNM": r"TNM",
}  # fmt: skip
_SYSTEM = re.compile(
    "|".join(rf"\b(?P<{name}>{pattern})(?![\w])" for name, pattern in _NAMES.items()), _I
)
_ANY = "|".join(_NAMES.values())
_GROUP = r"(?:I{1,3}V?|IV)\s?[A-C]?\d?|[1-4][A-C]?\d?"
_STAGE = re.compile(
    rf"\b(?:stage[ds]?|staging)(?:\s+(?:was|as|of|group|grouping))*[\s:(-]*"
    rf"(?:(?:{_ANY})[\s,:-]*(?:stage\s+)?)?"
    rf"(?P<stage>{_GROUP})\b(?!\s*(?:cm|mm|%|/))"
    rf"|\b(?:{_ANY})\)?[\s,:-]*(?:\d{{4}}\s+)?(?:(?:clinical|surgical|pathologic\w*|post-?surgical|pretreatment|stage|group|grouping|was|of|as|class)[\s:-]+)*"
    rf"(?P<named>(?:I{{1,3}}V?|IV)\s?[A-C]?\d?)\b(?!\s*(?:cm|mm|%|/|-))"
    r"|\b(?:clinical\s+)?group\s+(?P<irs>I{1,3}|IV|[1-4])\b"
    r"|\b(?P<tnm>[yprc]{0,2}T[0-4X][a-d]?\s*,?\s*[pc]?N[0-3X][a-c]?(?:\s*,?\s*[pc]?M[01X][a-c]?)?)(?![\w])",
    _I,
)  # fmt: skip
_ORDINALS = {"sixth": "6", "seventh": "7", "eighth": "8", "ninth": "9"}
_EDITION = re.compile(
    rf"\b(?:(?P<number>\d{{1,2}})(?:st|nd|rd|th)|(?P<word>{'|'.join(_ORDINALS)}))\s+ed(?:ition|n)?\b"
    r"|\b(?:edition|version|ed\.)\s+(?P<after>\d{1,2})\b"
    rf"|\b(?:{_ANY}),?\s*(?:\(?\s*(?P<year>(?:19|20)\d\d|[6-9])\b)"
    r"|\b(?P<revised>(?:19|20)\d\d)\s+(?:FIGO|revis\w+|classification|system|staging)",
    _I,
)
_HINTS = ("stag", "n0", "n1", "n2", "n3", "nx", "figo", "ajcc", "uicc", "enneking", "msts", "irs",
          "intergroup", "american joint")  # fmt: skip
_RISK = re.compile(
    r"\b(?P<risk>very\s+low|low|intermediate|moderate|high)[\s-]risk\b(?=[^.;]{0,40}GIST)", _I
)
_OTHER_STAGE = re.compile(r"kidney|renal|disease\s+stage|CKD|pressure|ulcer", _I)
_REACH = 60  # characters from a stage to the name of its system


def read(chart: Chart) -> list[Fact]:
    """Give the stages that are told of the tumour of a case, and that it is metastatic."""
    return [*_stages(chart), *_metastatic(chart)]


def _stages(chart: Chart) -> Iterator[Fact]:
    for sentence in chart.sentences:
        text, low = sentence.text, lowered(sentence.text)
        matches = list(_STAGE.finditer(text)) if holds(low, _HINTS) else []
        for number, match in enumerate(matches):
            if _OTHER_STAGE.search(text[max(0, match.start() - 25) : match.start()]):
                continue
            before = matches[number - 1].end() if number else 0
            after = matches[number + 1].start() if number + 1 < len(matches) else len(text)
            told = _qualifiers(text, match, before, after)
            if match.group("irs") and told.system != "IRS":
                continue
            kind = str(match.lastgroup)
            value = re.sub(r"[\s,]+", "", match.group(kind))
            value = value if kind == "tnm" else value.upper()
            start = match.start("tnm") if kind == "tnm" else match.start()
            span = (sentence.start + start, sentence.start + match.end())
            yield chart.fact("stage", value, span, "stage-stated", qualifiers=told)
        for match in _RISK.finditer(text) if "risk" in low else ():
            span = (sentence.start + match.start(), sentence.start + match.end())
            value = re.sub(r"\s+", " ", match.group("risk").lower()) + " risk"
            yield chart.fact("stage", value, span, "stage-risk")


def _qualifiers(text: str, match: re.Match[str], before: int, after: int) -> Qualifiers:
    """Say by which system and edition a stage is told, between the stages beside it."""
    start, end = max(before, match.start() - _REACH), min(after, match.end() + _REACH)
    system = "TNM" if match.group("tnm") else ""
    if not system:
        inside = _SYSTEM.search(match.group())
        ahead = list(_SYSTEM.finditer(text, start, match.start()))
        behind = _SYSTEM.search(text, match.end(), end)
        named = inside or (ahead[-1] if ahead else behind)
        system = str(named.lastgroup) if named else ""
    edition = _EDITION.search(text, start, end) if system else None
    return Qualifiers(system=system, edition=_number(edition) if edition else "")


def _number(match: re.Match[str]) -> str:
    """Give the edition as a number or a year."""
    word = match.group("word")
    return _ORDINALS[word.lower()] if word else str(next(g for g in match.groups() if g))


def _metastatic(chart: Chart) -> Iterator[Fact]:
    for sentence, event in chart.mentions("event"):
        adjective = event.text.lower().startswith("metastatic")
        if event.label == "metastasis" and adjective and event.context == "present":
            span = (event.start, event.end)
            if not re.search(r"non-?\s?$", sentence.text[: event.start - sentence.start]):
                yield chart.fact("stage", "metastatic", span, "stage-metastatic")
                return
