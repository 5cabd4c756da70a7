"""The other tumours of the same patient: earlier, synchronous or later than that of the case.

A tumour is another one where the text calls it so ("two tumours", "a second primary"), tells of it
as history, or of its finding at another time in another organ; another name of one tumour, a
component, a metastasis or a provisional diagnosis is none.
Source: docs/facts.md, "The course", tumour.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sarcoma_kg.facts import diagnosis
from sarcoma_kg.facts.chart import Chart
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
    r"\b(?:found|diagnosed|developed|detected|discovered|seen|appeared|arose|removed|excised|resected|treated|operated|irradiated|presented|showed|revealed|noticed|had)\b"
)
_SAME = re.compile(
    r"\b(?:metasta\w+|recurr\w+|relaps\w+|dedifferentiat\w+|transform\w+|component|instead\s+of|rather\s+than|initially|first\s+diagnos\w+|misdiagnos\w+|revis\w+|differential|versus|or)\b"
)
# "a mass of the mesentery was resected; it was a desmoid tumour"
_PROVED = re.compile(
    r"\b(?:it|this|which)\s+(?:was|proved\s+(?:to\s+be)?|turned\s+out\s+to\s+be)\s+an?\s+(?:[\w-]+\s+){0,2}$"
)
# what tells that a cancer of another organ was there too
_THERE = re.compile(
    r"\b(?:had\s+(?:\w+\s+){0,2}(?:been|had|undergone|received|developed)|years?\s+(?:after|following|since)|in\s+childhood"
    r"|earlier|ago|before|previous(?:ly)?|prior|history|surviv\w+|cured|remission|at\s+the\s+age|treated|operated|removed|resected|irradiated"
    r"|incidental\w*|synchron\w*|metachron\w*|simultan\w*|at\s+once|at\s+the\s+same\s+time|second|two|another|also|at\s+staging|uncovered|disclosed|during\s+staging|discovered|found|diagnosed|developed|later|same\s+scan"
    r"|separate|unrelated|primary|proved|turned\s+out)\b"
)
_PROVISIONAL = re.compile(
    r"\b(?:suspect\w*|suggest\w*|suspicious|differential|initial(?:ly)?\s+(?:diagnos\w+|read|thought)|misdiagnos\w*|mistaken|favou?r\w*"
    r"|provisional|diagnosed\s+clinically|thought\s+to\s+be|presumed|consistent\s+with|rule\s+out|exclud\w+|versus|component|differentiat\w+)\b"
)
# "colectomy for a caecal carcinoma"
_TREATED_FOR = re.compile(
    r"\b(?:\w+ectomy|surgery|operation|resection|excision|radi\w+|chemo\w+|irradiat\w+|treat\w+|therapy|given|received)\b[^.;:]{0,60}?"
    r"\bfor\s+(?:(?:an?|the|her|his)\s+)?(?:[\w-]+\s+){0,3}$"
    r"|\b(?:on|taking)\s+[\w-]+(?:\s+and\s+[\w-]+)?\s+for\s+(?:an?\s+)?(?:[\w-]+\s+){0,2}$"
)
# "the renal tumour, a clear cell carcinoma"
_APPOSED = re.compile(
    r"\bthe\s+(?:[\w-]+\s+){1,2}(?:tumou?r|mass|lesion|neoplasm),?\s+(?:(?:was|being|proved\s+to\s+be)\s+)?an?\s+(?:[\w-]+\s+){0,2}$"
    r"|\b(?:contained|harbou?red|bore)\b[^.;]*\san?\s+(?:[\w-]+\s+){0,2}$"
)
_SPREAD_OF = re.compile(r"\bmetasta\w+\s+(?:of\s+|from\s+)?(?:an?\s+|the\s+)?(?:[\w-]+\s+){0,2}$")
_ORGAN_NAMED = re.compile(
    r"pha?eochromocytoma|leuk[ae]+mia|lymphoma|hodgkin|myeloma|melanoma|retinoblastoma|seminoma|wilms|neuroblastoma"
    r"|(?:breast|renal|thyroid|prostat\w+|colon|colorectal|gastric|lung|adrenocortical|adrenal|pituitary|anal|penile|vulvar|vaginal|uterine|thymic|hepatic|biliary|ovarian|cervical|endometrial|bladder|rectal|oesophageal|esophageal|pancreatic|nasopharyngeal|laryngeal|hepatocellular|basal|squamous|urothelial)\b"
)
# a cancer of former years
_PAST = re.compile(
    r"\b(?:earlier|ago|before|previous(?:ly)?|prior|history|surviv\w+|cured|remission|in\s+(?:her|his)\s+\w+(?:ies|s)\b|at\s+the\s+age|had\s+(?:\w+\s+)?(?:been|had|undergone|received)|as\s+a\s+(?:child|girl|boy)|in\s+childhood"
    r"|years?\s+after|(?:radiation|radiotherapy|treatment)[\s-](?:associated|induced))\b"
)
_IN = re.compile(
    r"[^.;]{0,25}?\b(?:of|in|at|on|involving|arising\s+(?:in|from))\s+(?:the\s+|her\s+|his\s+)?(?:left\s+|right\s+|distal\s+|proximal\s+)?$"
)
#: Words that part what is told of one tumour from what is told of the next.
PARTED = re.compile(r"\band\b|[;.]\s")
_NEAR = 40  # characters
CLOSE = 60  # characters from the name of a tumour to its site or its size


@dataclass(frozen=True, slots=True)
class Another:
    """Another tumour of the patient: where it is named, and whether it is one of former years."""

    sentence: Sentence
    mention: Mention
    concept: Concept
    past: bool


def find(chart: Chart) -> tuple[Another, ...]:
    """Give the other malignant tumours that a text tells the patient has or had, in text order."""
    if "another" not in chart.memo:
        main = diagnosis.find(chart)
        told = () if main is None else tuple(_find(chart, main))
        chart.memo["another"] = told
    found: tuple[Another, ...] = chart.memo["another"]
    return found


def _find(chart: Chart, own: diagnosis.Candidate) -> Iterator[Another]:
    main, where = next(
        (
            (mention, sentence)
            for sentence, mention in chart.body.mentions("disease")
            if mention.term is not None and chart.ontology.akin(mention.term, own.concept.id)
        ),
        (own.best, own.sentence),
    )
    several = any(_SEVERAL.search(lowered(s.text)) for s in chart.sentences)
    kept: list[Concept] = []
    yield from _elliptic(chart, own.concept)
    for sentence, mention in chart.body.mentions("disease"):
        concept = chart.concept(mention)
        if (
            concept is None
            or mention.context not in ("present", "history")
            or not diagnosis.may_be_malignant(concept)
        ):
            continue
        if _one(chart, concept, own.concept) and _second_of_kind(chart, sentence, mention):
            yield Another(sentence, mention, concept, False)
            continue
        if any(_one(chart, concept, known) for known in (own.concept, *kept)):
            continue
        if diagnosis.is_sarcoma(concept):
            there = not diagnosis.is_group(mention) and (
                _coordinate(chart, sentence, mention, main)
                or _told_apart(chart, sentence, mention, several)
                or diagnosis.of_former_years(sentence, mention)
                or (mention.end < main.start and _told_apart(chart, where, main, several))
            )
        else:
            there = _of_another_organ(chart, sentence, mention, own.concept)
        if there:
            kept.append(concept)
            past = mention.context == "history" or _of_the_past(sentence, mention, main)
            yield Another(sentence, mention, concept, past)


def _of_the_past(sentence: Sentence, mention: Mention, main: Mention) -> bool:
    """Say whether a sentence tells of a tumour of former years, before the main one."""
    low = lowered(sentence.text)
    if main.start < mention.start:
        # told behind the main one: "years after the excision a carcinoma was found" is later
        ahead = main.end - sentence.start if main.start >= sentence.start else 0
        low = _YEARS_AFTER.sub(" ", low[ahead:])
    return _PAST.search(low) is not None


_YEARS_AFTER = re.compile(r"\b(?:years?\s+after|before)\b")
_ANOTHER = re.compile(
    r"\b(?:second|another|independent|separate|unrelated|metachronous|synchronous|contralateral|new)\W+(?:(?!recurr|metast)[\w-]+\W+){0,2}$"
)


def _second_of_kind(chart: Chart, sentence: Sentence, mention: Mention) -> bool:
    """Say whether a tumour of the same kind is another one: "a second sarcoma of the arm"."""
    before = lowered(sentence.text)[: mention.start - sentence.start]
    return _ANOTHER.search(before) is not None and site_of(chart, sentence, mention) is not None


# "a tumour of the thigh and, three years later, another of the axilla"
_ANOTHER_OF = re.compile(
    r"[^.;]{0,60}?\band,?\s+(?:[\w\s]{1,40},\s+)?(?P<what>another|a\s+second)(?:\s+(?:one|tumou?r))?\s+(?:of|in)\s+"
)
# "two tumours. The first … The second was found in the axilla"
_TWO = re.compile(r"\btwo\s+(?:[\w-]+\s+){0,3}$")
_THE_SECOND = re.compile(
    r"(?:^|[.;]\s+)(?P<what>the\s+second)(?=\s+(?:was|were|had|arose|lay|grew)\b)"
)


def _elliptic(chart: Chart, own: Concept) -> Iterator[Another]:
    """Give a second tumour of the same kind that is told without its name, with its place."""
    text = lowered(chart.text)
    for sentence, mention in chart.body.mentions("disease"):
        if mention.term is None or not chart.ontology.akin(mention.term, own.id):
            continue
        told = _ANOTHER_OF.match(text, mention.end, sentence.end)
        place: Sentence | None = sentence
        if told is None and _TWO.search(text, sentence.start, mention.start):
            told = _THE_SECOND.search(text, sentence.end - 2)
            place = None if told is None else _sentence_of(chart, told.start("what"))
        if told is None or place is None:
            continue
        start, end = told.span("what")
        second = replace(mention, start=start, end=end, text=chart.text[start:end])
        if any(site.start > end for site in place.of("site")):
            yield Another(place, second, own, False)
            return


def _sentence_of(chart: Chart, offset: int) -> Sentence | None:
    return next((s for s in chart.sentences if s.start <= offset < s.end), None)


_EPITHELIAL = re.compile(r"carcinoma|cancer", re.IGNORECASE)
KIND_ONLY = re.compile(
    r"(?:(?:malignant|invasive|metastatic|primary|squamous|cell|clear)\s+)*(?:adeno)?(?:carcinoma|cancer)",
    re.IGNORECASE,
)


def _less_exact(one: Concept, other: Concept) -> bool:
    """Say whether two names may mean one cancer: an "adenocarcinoma" that is a colon carcinoma."""
    both = _EPITHELIAL.search(one.label) and _EPITHELIAL.search(other.label)
    return bool(both) and any(KIND_ONLY.fullmatch(each.label) for each in (one, other))


def akin_to(chart: Chart, mention: Mention, other: Another) -> bool:
    """Say whether a disease that is mentioned may be another tumour that was found."""
    concept = chart.concept(mention)
    return concept is not None and _one(chart, concept, other.concept)


def is_another(chart: Chart, mention: Mention) -> bool:
    """Say whether a disease that is mentioned may be one of the other tumours of the patient."""
    return any(akin_to(chart, mention, other) for other in find(chart))


def _one(chart: Chart, concept: Concept, other: Concept) -> bool:
    return chart.ontology.akin(concept.id, other.id) or _less_exact(concept, other)


def _told_apart(chart: Chart, sentence: Sentence, mention: Mention, several: bool) -> bool:
    """Say whether a sentence tells of another sarcoma, not of another name of the first."""
    low = lowered(sentence.text)
    start, end = mention.start - sentence.start, mention.end - sentence.start
    around = low[max(0, start - 60) : end + 40]
    if _SAME.search(low[max(0, start - 25) : start]) or _SAME.search(around[-40:]):
        return False
    named = site_of(chart, sentence, mention) is not None
    proved = _PROVED.search(low[:start]) is not None and bool(sentence.of("site"))
    if not (named or proved) or len(sentence.cases) > 1:
        return False
    if several or _SECOND.search(low[max(0, start - 80) : end]):
        return True
    timed = _LATER.search(low) and _FOUND.search(low)
    return bool(timed) and re.search(r"\ban?\s+(?:[\w-]+\s+){0,3}$", low[:start]) is not None


def _coordinate(chart: Chart, sentence: Sentence, mention: Mention, main: Mention) -> bool:
    """Say whether two sarcomas are told in one breath, each with its own place."""
    first, second = sorted((mention, main), key=lambda each: each.start)
    low = chart.text[first.end : second.start].lower()
    if not sentence.start <= main.start < sentence.end or not _AND_A.search(low):
        return False
    sites = [site_of(chart, sentence, each) for each in (first, second)]
    return all(site is not None for site in sites) and not _SAME.search(low)


_AND_A = re.compile(r"\band\s+(?:an?|the)\s+(?:[\w-]+\s+){0,3}$")


def _of_another_organ(chart: Chart, sentence: Sentence, mention: Mention, own: Concept) -> bool:
    """Say whether a cancer that is no sarcoma is told as one more disease of the patient."""
    low = lowered(sentence.text)
    start, end = mention.start - sentence.start, mention.end - sentence.start
    if _PROVISIONAL.search(low[max(0, start - 60) : end + _NEAR]) or _SPREAD_OF.search(low[:start]):
        return False
    if len(sentence.cases) > 1:
        return False
    beside = _AND_A.search(low[:start]) and any(
        each.end <= mention.start and chart.ontology.akin(each.term, own.id)
        for each in sentence.of("disease")
        if each.term is not None
    )
    if not (
        beside
        or _THERE.search(low)
        or _TREATED_FOR.search(low[:start])
        or _APPOSED.search(low[:start])
    ):
        return False
    return site_of(chart, sentence, mention) is not None or bool(
        _ORGAN_NAMED.search(low[start:end])
    )


def is_named(chart: Chart, term: Term, main: Fact) -> bool:
    """Say whether a disease is that of a diagnosis: the same, above it or below it."""
    named = chart.ontology.get(term)
    known = [concept for own in main.terms if (concept := chart.ontology.get(own)) is not None]
    return named is not None and any(_one(chart, named, concept) for concept in known)


def site_of(chart: Chart, sentence: Sentence, mention: Mention) -> Mention | None:
    """Give the place told right beside the name of a tumour: "a leiomyosarcoma of the forearm"."""
    inside = None
    for site in sentence.of("site"):
        concept = chart.concept(site)
        if concept is None or NO_SITE.match(concept.label):
            continue
        between = chart.text[mention.end : site.start].lower()
        behind = site.start >= mention.end and len(between) < CLOSE and _IN.fullmatch(between)
        if behind and any(mention.end <= m.start < site.start for m in sentence.of("disease")):
            continue  # "a second cancer, an adenocarcinoma of the colon"
        if behind and not _CAME.search(between) and not PARTED.search(between):
            return site
        if mention.start <= site.start and site.end <= mention.end:
            inside = inside if TISSUE.search(concept.label) else site
        elif chart.text[site.end : mention.start] in (" ", "-"):
            inside = inside or site
    return inside


# a place in the name of a tumour that says of what tissue it is
TISSUE = re.compile(
    r"tract|nerve|soft tissue|bone|muscle|vessel|synov|cartilage|fat|dermis|sheath", re.IGNORECASE
)
_CAME = re.compile(r"recur|relaps|spread|metast|came|return")
