"""Why the patient came, and what else he or she has: symptoms and comorbidities.

Findings of the vocabulary say by their `topic` what they are; the words of the sentence say
whether the patient came with them, had them before, or was asked and denied them.
"""

import re
from typing import TYPE_CHECKING

from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.diagnosis import Candidate, is_sarcoma
from sarcoma_kg.ontology import Concept
from sarcoma_kg.records import Fact, Mention, Polarity, Sentence

if TYPE_CHECKING:
    from sarcoma_kg.terms import Term

_I = re.IGNORECASE
_CAME = re.compile(
    r"\b(?:present(?:ed|s|ing)|complain\w*|consult\w*|referred|admitted|admission|sought|visited|notic\w+|suffer\w*|"
    r"experienc\w+|because\s+of|due\s+to|symptoms?|chief|brought|attended|reported|(?:year|month|week|day)s?['’]?[\s-]+(?:long\s+)?history\s+of|"
    r"with\s+a\s+history\s+of|duration)\b",
    _I,
)
_CAME_FIRST = re.compile(
    r"\b(?:present(?:ed|s|ing)|complain\w*|chief\s+complaint|consult\w*|admitted|referred|brought)\b",
    _I,
)
# "a 15-year-old girl had pain in her shoulder": a patient is introduced by what she came with
_INTRODUCED = re.compile(
    r"\b(?:years?|months?|weeks?|days?)[\s-]+old\b[^.;]{0,50}?\b(?:had|noted|felt|developed)\b"
    r"(?!\s+(?:been|undergone|received|an?\s+history))",
    _I,
)
_OPENING = 3  # sentences
_IRRADIATED = re.compile(
    r"^[^.;]{0,25}\b(?:treated|managed|for\s+which)\b[^.;]{0,60}?\b(?:radiotherapy|radiation(?:\s+therapy)?|irradiation)\b",
    _I,
)
_NOT_IRRADIATED = re.compile(r"\b(?:no|not|without|osteosarcoma|sarcoma)\b", _I)
_EXAMINED = re.compile(
    r"\b(?:examination|exam|palpat\w*|inspection|percussion|auscultation|findings?)\b", _I
)
_TREATED = re.compile(
    r"\b(?:underwent|was\s+performed|were\s+performed|resected|excised|chemotherapy|radiotherapy|postoperat\w*|"
    r"was\s+treated|follow-?up|discharged|surgery\s+was)\b",
    _I,
)
_AFTER_TREATMENT = re.compile(
    r"\b(?:post-?operative\w*|after\s+(?:surgery|the\s+operation|treatment|chemotherapy)|side\s+effects?|toxicit\w*|complication|complicated|"
    r"adverse|developed\s+(?:after|during)|during\s+(?:treatment|chemotherapy)|recovery|resol\w+|relie\w+)\b",
    _I,
)
_HEALTHY = re.compile(
    r"\b(?:previously\s+(?:been\s+)?(?:healthy|well|fit|in\s+good\s+health)|previously\s+been\s+in\s+good\s+health|otherwise\s+healthy|"
    r"(?:no|without)\s+(?:\w+\s+){0,4}?(?:comorbidit\w+|medical\s+history|past\s+history|significant\s+history|underlying\s+disease\w*|medical\s+conditions?|medical\s+problems?)|"
    r"(?:medical|past|personal|previous)\s+history\s+(?:was|is)\s+(?:unremarkable|uneventful|unrevealing|non-?contributory|insignificant|not\s+significant))\b",
    _I,
)
_WHOLES = 8  # so many wholes of a place are tried: the abdomen for its upper left part
_GENERAL = ("pain", "swell", "swollen")
# another tumour that was treated before: "radiation therapy for breast cancer"
_TREATED_FOR = re.compile(
    r"\b(?:surgery|operation|mastectomy|lumpectomy|hysterectomy|radi\w+|therapy|chemotherapy|treated|treatment|irradiat\w*)"
    r"\s+(?:\([^)]*\)\s*)?(?:of\s+the\s+\w+\s+)?for\s+(?:an?\s+|the\s+|her\s+|his\s+)?(?:[\w-]+\s+){0,2}$",
    _I,
)
_MASS = re.compile(r"^(?:mass|lump|swelling|nodule|tumou?r|lesion|growth)(?:s|es)?$", _I)
_PLACED = re.compile(
    r"^\s+(?:(?:in|on|of|at|over|around|within|to|from)\s+)?(?:(?:the|her|his|their|a|an|left|right|upper|lower|anterior|posterior|lateral|medial|antero\w+|postero\w+|both|distal|proximal)\s+)*$",
    _I,
)
_COMPLAINT = re.compile(
    r"(?P<words>(?:\b(?!(?:with|of|and|or|the|a|an|in|for|to|had|has|was|by|from|on|her|his|no|"
    r"reported|presented|complained|developed)\b)[a-z-]+\s+){0,3})"
    r"\b(?P<head>discomfort|difficult(?:y|ies)|sensations?|rash|numbness|weakness|heaviness|fullness|"
    r"stiffness|tenderness|tightness|enlargement|disturbances?|limp|bleeding|discharge|distension|"
    r"distention|protrusion|deformity|paralysis|incontinence|retention|obstruction)\b",
    _I,
)
_DEGREES = frozenset(
    [
        "mild", "severe", "persistent", "progressive", "progressively", "increasing", "gradual",
        "occasional", "intermittent", "chronic", "acute", "sudden", "new", "onset", "slight",
        "worsening", "recurrent", "constant", "associated", "significant", "marked", "some",
    ]
)  # fmt: skip
_NOT_COMPLAINED = re.compile(r"\b(?:no|not|without|denied|denies|nor|or)\s+(?:\w+\s+){0,2}$", _I)
_BESIDE = re.compile(r"^[\s-]+$")


def read(chart: Chart, diagnosis: Candidate | None) -> list[Fact]:
    """Give the symptoms and comorbidities of the patient of a chart."""
    facts: list[Fact] = []
    treated = False
    own = str(diagnosis.concept.id) if diagnosis else ""
    for number, sentence in enumerate(chart.sentences):
        came = bool(_CAME.search(sentence.text)) or bool(
            number < _OPENING and _INTRODUCED.search(sentence.text)
        )
        again = bool(_CAME_FIRST.search(sentence.text)) and not _AFTER_TREATMENT.search(
            sentence.text
        )
        if number and _TREATED.search(sentence.text):
            treated = True
        facts += _comorbidities(chart, sentence, own)
        if treated and not again:
            continue
        facts += _symptoms(chart, sentence, came)
        if came:
            facts += _masses(chart, sentence)
            facts += _phrases(chart, sentence, facts)
    return facts


def _symptoms(chart: Chart, sentence: Sentence, came: bool) -> list[Fact]:
    facts = []
    for mention in sentence.of("finding"):
        concept = chart.concept(mention)
        if concept is None or mention.context not in ("present", "absent"):
            continue
        topics = concept.facets.get("topic", ())
        if topics and not {"symptom", "sign"} & set(topics):
            continue
        general = mention.text.lower().startswith(_GENERAL)
        if general and mention.context == "present" and came:
            noun = (
                "swelling"
                if "swell" in mention.text.lower() or "swoll" in mention.text.lower()
                else "pain"
            )
            placed = _of_place(chart, sentence, mention, noun)
            if placed is not None:
                facts.append(placed)
                continue
        if concept.label.lower() in ("mass", "swelling") and _has_place(sentence, mention):
            continue
        if any(
            m.start <= mention.start and mention.end <= m.end
            for m in sentence.of("procedure", "disease")
        ):
            continue  # fine needle aspiration, polyp of a tumour's name
        absent = mention.context == "absent"
        rule = "symptom-denied" if absent else "symptom-presented" if came else "symptom-found"
        polarity: Polarity = "absent" if absent else "present"
        span = (mention.start, mention.end)
        facts.append(chart.of_concept("symptom", concept, span, rule, polarity=polarity))
    return facts


def _of_place(chart: Chart, sentence: Sentence, mention: Mention, noun: str) -> Fact | None:
    """Read "pain in the left thigh": the finding of that place, where the vocabulary has it."""
    for site in sentence.of("site"):
        if _adjoining(sentence, site, mention):
            span = (min(site.start, mention.start), max(site.end, mention.end))
            return _placed(chart, site, noun, span)
    return None


def _has_place(sentence: Sentence, mention: Mention) -> bool:
    return any(_adjoining(sentence, site, mention) for site in sentence.of("site"))


def _adjoining(sentence: Sentence, site: Mention, mention: Mention) -> bool:
    base = sentence.start
    if site.end <= mention.start:
        return bool(_BESIDE.match(sentence.text[site.end - base : mention.start - base]))
    if mention.end <= site.start:
        return bool(_PLACED.match(sentence.text[mention.end - base : site.start - base]))
    return False


def _masses(chart: Chart, sentence: Sentence) -> list[Fact]:
    """Read "a mass in the neck": the finding "neck mass" where the vocabulary has it."""
    facts = []
    for mention in sentence.of("event"):
        if (
            mention.label != "tumour"
            or mention.context != "present"
            or not _MASS.match(mention.text)
        ):
            continue
        if any(
            m.start <= mention.start
            and mention.end <= m.end
            and m.end - m.start > len(mention.text)
            for m in sentence.of("disease", "finding")
        ):
            continue
        for site in sentence.of("site"):
            if not _adjoining(sentence, site, mention):
                continue
            noun = "swelling" if mention.text.lower() == "swelling" else "mass"
            span = (min(site.start, mention.start), max(site.end, mention.end))
            facts.append(_placed(chart, site, noun, span))
            break
    return facts


def _phrases(chart: Chart, sentence: Sentence, known: list[Fact]) -> list[Fact]:
    """Read complaints that the vocabulary does not have, by their head word ("… discomfort")."""
    facts = []
    taken = [(fact.evidence.start, fact.evidence.end) for fact in known]
    for match in _COMPLAINT.finditer(sentence.text):
        start, end = sentence.start + match.start(), sentence.start + match.end()
        before = sentence.text[max(0, match.start() - 40) : match.start()]
        if any(a < end and start < b for a, b in taken) or _NOT_COMPLAINED.search(before):
            continue
        head = match.group("head").lower()
        words = [word for word in match.group("words").lower().split() if word not in _DEGREES]
        value = " ".join([*words[-2:], head])
        general = chart.ontology.candidates(value, "finding") or chart.ontology.candidates(
            head, "finding"
        )
        terms = general[0].concept.identifiers if general else ()
        span = (end - len(match.group().lstrip()), end)
        facts.append(chart.fact("symptom", value, span, "symptom-phrase", terms=terms))
    return facts


def _placed(chart: Chart, site: Mention, noun: str, span: tuple[int, int]) -> Fact:
    names = [site.text, site.label]
    if site.term is not None:
        wholes = chart.ontology.ancestors(site.term, parts=True)
        names += [whole.label for whole in wholes[:_WHOLES]]
    for name in names:
        matches = chart.ontology.candidates(f"{name} {noun}", "finding")
        if matches:
            return chart.of_concept("symptom", matches[0].concept, span, "symptom-mass")
    terms: tuple[Term, ...] = ()
    general = chart.ontology.candidates(noun, "finding")
    if general:
        terms = general[0].concept.identifiers
    return chart.fact("symptom", f"{site.text.lower()} {noun}", span, "symptom-mass", terms=terms)


def _comorbidities(chart: Chart, sentence: Sentence, own: str) -> list[Fact]:
    facts = []
    healthy = _HEALTHY.search(sentence.text)
    if healthy:
        start = sentence.start + healthy.start()
        span = (start, start + len(healthy.group()))
        facts.append(chart.fact("comorbidity", "any", span, "comorbidity-none", polarity="absent"))
    for mention in sentence.of("finding", "syndrome", "disease"):
        concept = chart.concept(mention)
        if concept is None or mention.context in (
            "family",
            "hypothetical",
            "background",
            "planned",
        ):
            continue
        rule = _is_comorbidity(concept, mention, own)
        if not rule and concept.kind == "disease" and not is_sarcoma(concept):
            before = sentence.text[: mention.start - sentence.start]
            rule = "comorbidity-treated" if _TREATED_FOR.search(before) else ""
            if rule and "radi" in before[-60:].lower():
                facts.append(_radiated(chart, sentence, mention))
        if not rule:
            continue
        if rule == "comorbidity-history" and concept.kind == "disease":
            facts += _irradiated(chart, sentence, mention)
        polarity: Polarity = "absent" if mention.context == "absent" else "present"
        span = (mention.start, mention.end)
        facts.append(chart.of_concept("comorbidity", concept, span, rule, polarity=polarity))
    return facts


def _radiated(chart: Chart, sentence: Sentence, mention: Mention) -> Fact:
    """Write that the patient was irradiated before, for another tumour."""
    place = sentence.text.lower().rfind("radi", 0, mention.start - sentence.start)
    span = (sentence.start + place, mention.end)
    return chart.fact("comorbidity", "previous radiotherapy", span, "comorbidity-treated")


def _irradiated(chart: Chart, sentence: Sentence, mention: Mention) -> list[Fact]:
    """Read "breast cancer treated with mastectomy and radiotherapy"."""
    match = _IRRADIATED.match(sentence.text[mention.end - sentence.start :])
    if match is None or _NOT_IRRADIATED.search(match.group()):
        return []
    end = mention.end + match.end()
    start = chart.text.lower().rfind("radi", mention.end, end)
    span = (start if start >= 0 else mention.end, end)
    return [chart.fact("comorbidity", "previous radiotherapy", span, "comorbidity-treated")]


def _is_comorbidity(concept: Concept, mention: Mention, own: str) -> str:
    """Give the rule by which a mention is a comorbidity; nothing where it is none."""
    if concept.kind == "disease":
        before = mention.context == "history" and str(concept.id) != own
        return "comorbidity-history" if before and not is_sarcoma(concept) else ""
    topics = set(concept.facets.get("topic", ()))
    if concept.kind == "syndrome" or (topics and "comorbidity" in topics):
        return "comorbidity-named"
    return "comorbidity-history" if mention.context == "history" else ""
