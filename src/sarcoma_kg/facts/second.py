"""A second tumour of the same patient: synchronous, later, or another lesion told beside the first.

A tumour is another one where the text calls it so ("two tumours", "a second primary") or tells of
it at another time in another organ ("two years later a leiomyosarcoma of the forearm was found");
another name of one tumour, a component or a provisional diagnosis is none. The tumour that is told
first is tumour 1. Earlier cancers stay comorbidities (`comorbidity`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sarcoma_kg.facts import diagnosis
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.earlier import mesenchymal
from sarcoma_kg.facts.organ import NO_SITE
from sarcoma_kg.facts.phrase import lowered
from sarcoma_kg.ontology import Concept
from sarcoma_kg.records import Fact, Mention, Sentence
from sarcoma_kg.terms import Term

_TUMOUR = (
    r"(?:tumou?rs?|neoplasms?|sarcomas?|primar(?:y|ies)|cancers?|malignan(?:cy|cies)|lesions?"
    r"|mass(?:es)?)"
)
_SEVERAL = re.compile(
    rf"\b(?:two|three|both|multiple|several)\s+(?:\w+\s+){{0,2}}?(?:synchronous|separate|distinct|different|primary|unrelated|independent)?\s*{_TUMOUR}\b"
    r"|\b(?:synchronous|metachronous|double\s+primar|two\s+primar|second\s+primar|concurrent\s+primar|coexist\w*|co-exist\w*)"
)
_SECOND = re.compile(
    rf"\b(?:second|another|further|separate|distinct|new|additional|unrelated|different|synchronous|metachronous|other)\s+(?:[\w-]+\s+){{0,2}}?{_TUMOUR}\b"
    r"|\b(?:simultaneously|synchronously|concomitantly|incidental(?:ly)?)\b"
)
_LATER = re.compile(
    r"\b(?:days?|weeks?|months?|years?)\s+(?:later|after\w*|thereafter|earlier|before)\b|\b(?:later|subsequently)\b|\bat\s+the\s+age\s+of\b|\bin\s+(?:19|20)\d\d\b"
)
_FOUND = re.compile(
    r"\b(?:found|diagnosed|developed|detected|discovered|seen|appeared|arose|removed|excised|resected|presented|showed|revealed|noticed|had)\b"
)
_SAME = re.compile(
    r"\b(?:metasta\w+|recurr\w+|relaps\w+|dedifferentiat\w+|transform\w+|component|instead\s+of|rather\s+than|initially|first\s+diagnos\w+|misdiagnos\w+|revis\w+|differential|versus|or)\b"
)
_IN = re.compile(
    r"[^.;]{0,25}?\b(?:of|in|at|on|involving|arising\s+(?:in|from))\s+(?:the\s+|her\s+|his\s+)?(?:left\s+|right\s+|distal\s+|proximal\s+)?$"
)
_CLOSE = 60  # characters from the name of a tumour to its site or its size


def read(chart: Chart, facts: list[Fact]) -> list[Fact]:
    """Give the facts of a case with those of a second tumour, each with the tumour's number."""
    main = next((f for f in facts if f.kind == "diagnosis" and f.polarity == "present"), None)
    if main is None or not main.terms:
        return facts
    other = _other(chart, main)
    if other is None:
        return facts
    sentence, mention, concept = other
    rows = _rows(chart, sentence, mention, concept)
    names = {(row.kind, row.value) for row in rows}
    kept = [fact for fact in facts if (fact.kind, fact.value) not in names]
    first = _first_named(chart, main) <= mention.start
    one, two = (1, 2) if first else (2, 1)
    marked = [replace(f, tumours=(one,)) if f is main else f for f in kept]
    if not first:  # its site and size are told beside its name
        sites = {f.kind for f in marked if f.kind in ("primary-site", "size")}
        marked += [f for f in _beside(chart, main) if f.kind not in sites]
    return [_with_role(f) for f in [*marked, *(replace(row, tumours=(two,)) for row in rows)]]


def _with_role(fact: Fact) -> Fact:
    """Say of the diagnosis of the second tumour that it is one."""
    if fact.kind != "diagnosis" or fact.tumours != (2,) or fact.polarity != "present":
        return fact
    return replace(fact, qualifiers=replace(fact.qualifiers, role="second-primary"))


# what tells that another cancer was there, before or beside the tumour of the case
_THERE = re.compile(
    r"\b(?:earlier|ago|before|previous(?:ly)?|prior|history|survivor|cured|remission|at\s+the\s+age|treated|operated|removed|resected"
    r"|incidental\w*|synchron\w*|metachron\w*|simultan\w*|at\s+once|second|two|another|also|at\s+staging|during\s+staging|discovered|found|diagnosed|developed|later|same\s+scan)\b"
)
_PROVISIONAL = re.compile(
    r"\b(?:suspect\w*|suggest\w*|suspicious|differential|initial(?:ly)?\s+(?:diagnos\w+|read|thought)|misdiagnos\w*|mistaken|favou?r\w*"
    r"|provisional|thought\s+to\s+be|presumed|consistent\s+with|rule\s+out|exclud\w+|versus|metasta\w+|component|differentiat\w+)\b"
)
_ORGAN_NAMED = re.compile(
    r"leuk[ae]+mia|lymphoma|hodgkin|myeloma|melanoma|retinoblastoma|seminoma|wilms|neuroblastoma"
    r"|(?:breast|renal|thyroid|prostat\w+|colon|colorectal|gastric|lung|ovarian|cervical|endometrial|bladder|rectal|oesophageal|esophageal|pancreatic|nasopharyngeal|laryngeal|hepatocellular|basal|squamous|urothelial)\b"
)


@dataclass(frozen=True, slots=True)
class Other:
    """The words by which a text speaks of another cancer of the patient, in lower case.

    It is no tumour that a fact of the case describes, but treatments and times may be its own.
    `now` where it is there beside the tumour of the case, and no cancer of the past.
    """

    words: frozenset[str] = frozenset()
    now: bool = False


# what tells that the other cancer was found beside the tumour, and not in former years
_NOW = re.compile(
    r"\b(?:found|discovered|detected|diagnosed|incidental\w*|synchron\w*|simultan\w*|at\s+once|same\s+scan|two\s+(?:\w+\s+)?(?:malignanc|tumou?r|cancer|primar)\w*)\b"
)
_PAST = re.compile(
    r"\b(?:earlier|ago|before|previous(?:ly)?|prior|history|survivor|cured|remission|in\s+(?:her|his)\s+\w+(?:ies|s)\b|at\s+the\s+age|had\s+(?:been|had|undergone|received))\b"
)


def others(chart: Chart, facts: list[Fact]) -> Other:
    """Give the words for another cancer of the patient, beside the tumours that facts describe."""
    main = next((f for f in facts if f.kind == "diagnosis" and f.polarity == "present"), None)
    if main is None or any(f.tumours == (2,) for f in facts):
        return Other()
    found: set[str] = set()
    now = False
    for sentence, mention, _ in _malignant(chart, main):
        low = lowered(sentence.text)
        start, end = mention.start - sentence.start, mention.end - sentence.start
        around = low[max(0, start - 60) : end + 20]
        if _PROVISIONAL.search(around) or not _THERE.search(low):
            continue
        site = _site(chart, sentence, mention)
        name = low[start:end]
        if site is None and not _ORGAN_NAMED.search(name):
            continue
        found |= {name, name.split()[-1]}
        now = now or bool(_NOW.search(low) and not _PAST.search(low))
        if site is not None:
            found.add(chart.text[site.start : site.end].lower())
    return Other(frozenset(found), now)


def _malignant(chart: Chart, main: Fact) -> Iterator[tuple[Sentence, Mention, Concept]]:
    """Give each malignant tumour that the text tells the patient has or had, but the main one."""
    for sentence, mention in chart.body.mentions("disease"):
        concept = chart.concept(mention)
        if (
            concept is not None
            and mention.context in ("present", "history")
            and concept.facet("behaviour") in diagnosis.MALIGNANT
            and not _akin(chart, concept.id, main)
        ):
            yield sentence, mention, concept


def _first_named(chart: Chart, main: Fact) -> int:
    places = [
        m.start
        for _, m in chart.body.mentions("disease")
        if m.term is not None and _akin(chart, m.term, main)
    ]
    return min(places, default=main.evidence.start)


def _akin(chart: Chart, term: Term, main: Fact) -> bool:
    """Say whether a disease is that of the main diagnosis: the same, above it or below it."""
    ontology = chart.ontology
    return any(
        term == own or ontology.is_a(term, own) or ontology.is_a(own, term)
        for own in main.terms
        if ontology.get(own) is not None
    )


def _other(chart: Chart, main: Fact) -> tuple[Sentence, Mention, Concept] | None:
    """Give the sentence and the name of another tumour of the patient."""
    several = any(_SEVERAL.search(lowered(s.text)) for s in chart.sentences)
    for sentence, mention, concept in _malignant(chart, main):
        mine = mesenchymal(chart, mention) and diagnosis.is_sarcoma(concept)
        if mine and _told_apart(chart, sentence, mention, several):
            return sentence, mention, concept
    return None


def _told_apart(chart: Chart, sentence: Sentence, mention: Mention, several: bool) -> bool:
    """Say whether a sentence tells of another tumour, not of another name of the first."""
    low = lowered(sentence.text)
    start, end = mention.start - sentence.start, mention.end - sentence.start
    around = low[max(0, start - 60) : end + 40]
    if _SAME.search(low[max(0, start - 25) : start]) or _SAME.search(around[-40:]):
        return False
    if _site(chart, sentence, mention) is None or len(sentence.cases) > 1:
        return False
    if several or _SECOND.search(low[max(0, start - 80) : end]):
        return True
    timed = _LATER.search(low) and _FOUND.search(low)
    return bool(timed) and re.search(r"\ban?\s+(?:[\w-]+\s+){0,3}$", low[:start]) is not None


def _site(chart: Chart, sentence: Sentence, mention: Mention) -> Mention | None:
    """Give the place told right beside the name of a tumour: "a leiomyosarcoma of the forearm"."""
    for site in sentence.of("site"):
        concept = chart.concept(site)
        if concept is None or NO_SITE.match(concept.label):
            continue
        between = chart.text[mention.end : site.start].lower()
        if site.start >= mention.end and len(between) < _CLOSE and _IN.fullmatch(between):
            return site
        if chart.text[site.end : mention.start] in (" ", "-"):
            return site
    return None


def _rows(chart: Chart, sentence: Sentence, mention: Mention, concept: Concept) -> list[Fact]:
    span = (mention.start, mention.end)
    rows = [chart.of_concept("diagnosis", concept, span, "diagnosis-second")]
    site = _site(chart, sentence, mention)
    place = chart.concept(site) if site is not None else None
    if site is not None and place is not None:
        rows.append(
            chart.of_concept(
                "primary-site", chart.unsided(place), (site.start, site.end), "primary-site-second"
            )
        )
    return rows + _sizes(chart, sentence, mention.start, mention.end)


def _sizes(chart: Chart, sentence: Sentence, start: int, end: int) -> list[Fact]:
    """Give the size that stands beside the name of a tumour."""
    for size in sentence.of("size"):
        beside = 0 <= size.start - end < _CLOSE or 0 <= start - size.end < _CLOSE // 3
        if size.quantity is not None and beside:
            value = f"{size.quantity.high:g}"
            return [
                chart.fact(
                    "size", value, (size.start, size.end), "size-second", quantity=size.quantity
                )
            ]
    return []


def _beside(chart: Chart, main: Fact) -> list[Fact]:
    """Give the site and the size of the main tumour that are told beside its name."""
    for sentence, mention in chart.body.mentions("disease"):
        concept = chart.concept(mention)
        if concept is not None and _akin(chart, concept.id, main):
            _, *beside = _rows(chart, sentence, mention, concept)
            return [replace(row, tumours=(2,)) for row in beside]
    return []
