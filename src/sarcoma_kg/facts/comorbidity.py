"""What else a patient has: other diseases, predispositions, earlier tumours and their rays."""

import re

from sarcoma_kg import assertion
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.diagnosis import is_sarcoma
from sarcoma_kg.facts.feared import as_effect
from sarcoma_kg.facts.phrase import lowered
from sarcoma_kg.ontology import Concept
from sarcoma_kg.records import Fact, Mention, Polarity, Qualifiers, Sentence
from sarcoma_kg.stems import holds
from sarcoma_kg.terms import Term

_I = re.IGNORECASE
_IRRADIATED = re.compile(
    r"^[^.;]{0,25}\b(?:treated|managed|for\s+which)\b[^.;]{0,60}?\b(?:radiotherapy|radiation(?:\s+therapy)?|irradiation)\b",
    _I,
)
_EARLIER = re.compile(
    r"\b(?:years?|decades?)\s+(?:earlier|ago|before|previously|prior)\b|\bprevious(?:ly)?\b|\bin\s+the\s+past\b"
    r"|\bin\s+childhood\b|\bhistory\s+of\b|\bstatus\s+post\b"
)
_RADIATION = re.compile(
    r"\b(?:\d+(?:\.\d+)?\s?Gy(?:\s+radiotherapy)?|radiotherapy|radiation\s+therapy|irradiation|irradiated|"
    r"cobalt)\b",
    _I,
)
_OF_SARCOMA = re.compile(r"\b(?:osteosarcoma|sarcoma)\b", _I)
_HEALTHY = re.compile(
    r"\b(?:previously\s+(?:been\s+)?(?:healthy|well|fit|in\s+good\s+health)|otherwise\s+healthy"
    r"|(?:medical|past|personal|previous)\s+history\s+(?:was|is)\s+(?:uneventful|unrevealing|non-?contributory|insignificant))\b"
)
# what is denied of a patient who was well
_ILLS = re.compile(
    r"\b(?:comorbidit\w+|(?:medical|past|personal|previous|significant)\s+history|underlying\s+disease\w*|medical\s+conditions?|medical\s+problems?)\b"
)
_WELLNESS = ("health", "well", "fit", "histor", "comorbid", "medical", "underlying")
# a disease of before may be told late: "known diabetes", "who also has hypertension"
_KNOWN = re.compile(
    r"\b(?:histor\w+|known|since|comorbid\w*|suffer\w*|background|medication|underlying|previous\w*|prior|"
    r"past|has|diabetic|hypertensive|diagnosis\s+of|paraneoplastic|risk\s+factors?)\b",
    _I,
)
# findings of the vocabulary that are no disease to record
_NO_DISEASE = re.compile(
    r"(?:\w+ )?(?:scars?|injur\w+|trauma|polyps?|family history.*|fall)$"
    r"|(?:post|peri)?-?menopaus\w*$",
    _I,
)
# another tumour that was treated before: "radiation therapy for breast cancer"
_TREATED_FOR = re.compile(
    r"\b(?:surgery|operation|mastectomy|lumpectomy|hysterectomy|radi\w+|therapy|chemotherapy|treated|treatment|irradiat\w*)"
    r"\s+(?:\([^)]*\)\s*)?(?:of\s+the\s+\w+\s+)?for\s+(?:an?\s+|the\s+|her\s+|his\s+)?(?:[\w-]+\s+){0,2}$",
    _I,
)
# "breast cancer treated with radiotherapy 9 years earlier", "lymphoma 12 years ago"
_PAST_TREATED = re.compile(
    r"^(?:\s+of\s+the\s+[\w\s-]{1,30}?)?[^.;,]{0,90}?\b(?:years?|decades?|months?)\s+(?:earlier|ago|before|previously|prior)\b"
    r"|^[^.;]{0,40}?,?\s*(?:in|at)\s+(?:the\s+)?age\s+of\s+\d|^[^.;,]{0,60}?\bin\s+(?:complete\s+)?remission\b",
    _I,
)
_CANCER = re.compile(
    r"carcinoma|cancer|lymphoma|leuk[ae]+mia|melanoma|myeloma|blastoma|seminoma|wilms|sarcoma", _I
)
_TREATED = Qualifiers(category="previous-treatment")
_PREGNANCY = Term("MESH", "D011247")
_OLD_PREGNANCY = re.compile(
    r"\b(?:pregnancies|former|years?\s+(?:before|after)|deliver\w+"
    r"|par(?:a|ity|ous)|miscarriages?|abortions?|(?:last|first|second|third)\s+pregnan\w+|test|ectopic)\b",
    _I,
)
_WEEKS = re.compile(
    r"\b(?P<weeks>\d{1,2})(?:\s*\+\s*\d)?(?:st|nd|rd|th)?[\s-]+weeks?['’]?[\s-]+(?:of\s+)?(?:pregnan\w+|gestation\w*)"
    r"|\b(?:pregnan\w+|gestation\w*(?:\s+age)?)[\s,(]+(?:(?:at|of|in|the|was|her|\))\s*)*(?P<weeks2>\d{1,2})(?:st|nd|rd|th)?\s+weeks?\b",
    _I,
)
_BORN = re.compile(
    r"\b(?:born|birth|newborn|neonate|infant|delivered|baby|boy|girl|foetus|fetus|mother|man|male)\b",
    _I,
)


def _qualifiers(concept: Concept) -> Qualifiers:
    """Say what kind of history a comorbidity is: a predisposition, an earlier cancer, pregnancy."""
    if concept.id == _PREGNANCY:
        return Qualifiers(category="pregnancy")
    if concept.kind == "syndrome":
        return Qualifiers(category="predisposition")
    malignant = concept.facet("behaviour") == "malignant" or _CANCER.search(concept.label)
    return Qualifiers(category="earlier-malignancy" if malignant else "")


def _pregnant_now(sentence: Sentence, mention: Mention) -> bool:
    """Say whether a pregnancy is that of now, not one of former years."""
    place = mention.start - sentence.start
    weeks = _WEEKS.search(sentence.text)
    if weeks and weeks.start() <= place < weeks.end():
        return mention.context != "history"
    around = sentence.text[max(0, place - 45) : mention.end - sentence.start + 25]
    return mention.context != "history" and not _OLD_PREGNANCY.search(around)


def _weeks(sentence: Sentence) -> str:
    """Give the weeks of a pregnancy as a note."""
    match = _WEEKS.search(sentence.text)
    return f"{match.group('weeks') or match.group('weeks2')} weeks" if match else ""


def _gestation(chart: Chart, sentence: Sentence) -> list[Fact]:
    """Read "a woman at 22 weeks of gestation", where no word for pregnancy stands."""
    match = _WEEKS.search(sentence.text) if "estation" in sentence.text else None
    concept = chart.ontology.get(_PREGNANCY) if match else None
    if match is None or concept is None or _BORN.search(sentence.text):
        return []
    span = (sentence.start + match.start(), sentence.start + match.end())
    return [
        chart.of_concept(
            "comorbidity", concept, span, "comorbidity-named",
            note=_weeks(sentence), qualifiers=_qualifiers(concept),
        )
    ]  # fmt: skip


def _healthy(low: str) -> re.Match[str] | None:
    """Find the words that a patient was well before, or had none of what is asked for."""
    if not holds(low, _WELLNESS):
        return None
    denied = (m for m in _ILLS.finditer(low) if assertion.of(low, *m.span()).denied)
    return _HEALTHY.search(low) or next(denied, None)


def of_sentence(chart: Chart, sentence: Sentence, own: str, treated: bool) -> list[Fact]:
    """Give what else the patient has; what befell him or her after a treatment is none of it."""
    facts = []
    named = sentence.of("finding", "syndrome", "disease")
    late = treated and bool(named) and not _KNOWN.search(sentence.text)
    healthy = _healthy(lowered(sentence.text))
    if healthy:
        span = (sentence.start + healthy.start(), sentence.start + healthy.end())
        facts.append(chart.fact("comorbidity", "any", span, "comorbidity-none", polarity="absent"))
    if not treated:
        facts += _earlier_radiation(chart, sentence)
        facts += _gestation(chart, sentence)
    for mention in named:
        concept = chart.concept(mention)
        if concept is None or mention.context in (
            "family",
            "hypothetical",
            "background",
            "planned",
        ):
            continue
        begin, end = mention.start - sentence.start, mention.end - sentence.start
        if as_effect(lowered(sentence.text), begin, end):
            continue
        rule = _rule(concept, mention, own)
        if rule == "comorbidity-named" and concept.kind == "finding":
            rule = "" if late or _NO_DISEASE.match(mention.text) else rule
        if not rule and concept.kind == "disease" and not is_sarcoma(concept):
            before = sentence.text[: mention.start - sentence.start]
            rule = "comorbidity-treated" if _TREATED_FOR.search(before) else ""
            if rule and "radi" in before[-60:].lower():
                facts.append(_radiated(chart, sentence, mention))
            if not rule and str(concept.id) != own and _of_the_past(concept, sentence, mention):
                rule = "comorbidity-history"
        if concept.id == _PREGNANCY and not _pregnant_now(sentence, mention):
            continue
        if not rule:
            continue
        if rule == "comorbidity-history" and concept.kind == "disease":
            facts += _irradiated(chart, sentence, mention)
        polarity: Polarity = "absent" if mention.context == "absent" else "present"
        span = (mention.start, mention.end)
        facts.append(
            chart.of_concept(
                "comorbidity", concept, span, rule, polarity=polarity,
                note=_weeks(sentence) if concept.id == _PREGNANCY else "",
                qualifiers=_qualifiers(concept),
            )
        )  # fmt: skip
    return facts


def _of_the_past(concept: Concept, sentence: Sentence, mention: Mention) -> bool:
    """Say whether a cancer is told to have been years ago: "breast cancer 9 years earlier"."""
    cancer = concept.facet("behaviour") == "malignant" and concept.facet("group") == "other"
    after = sentence.text[mention.end - sentence.start :]
    return cancer and mention.context == "present" and _PAST_TREATED.match(after) is not None


def _earlier_radiation(chart: Chart, sentence: Sentence) -> list[Fact]:
    """Read "she had been given 50 Gy for a carcinoma nine years before"."""
    low = lowered(sentence.text)
    if not _EARLIER.search(low) or _OF_SARCOMA.search(low):
        return []
    cancers = [m for m in sentence.of("disease") if m.context not in ("family", "absent")]
    match = _RADIATION.search(sentence.text)
    if match is None or not cancers or not assertion.of(low, *match.span()).so:
        return []
    span = (sentence.start + match.start(), sentence.start + match.end())
    return [
        chart.fact(
            "comorbidity", "previous radiotherapy", span, "comorbidity-treated", qualifiers=_TREATED
        )
    ]


def _radiated(chart: Chart, sentence: Sentence, mention: Mention) -> Fact:
    """Write that the patient was irradiated before, for another tumour."""
    place = sentence.text.lower().rfind("radi", 0, mention.start - sentence.start)
    span = (sentence.start + place, mention.end)
    return chart.fact(
        "comorbidity", "previous radiotherapy", span, "comorbidity-treated", qualifiers=_TREATED
    )


def _irradiated(chart: Chart, sentence: Sentence, mention: Mention) -> list[Fact]:
    """Read "breast cancer treated with mastectomy and radiotherapy"."""
    match = _IRRADIATED.match(sentence.text[mention.end - sentence.start :])
    if match is None or _OF_SARCOMA.search(match.group()):
        return []
    end = mention.end + match.end()
    start = chart.text.lower().rfind("radi", mention.end, end)
    base = sentence.start
    if not assertion.of(lowered(sentence.text), max(start, mention.end) - base, end - base).so:
        return []
    span = (start if start >= 0 else mention.end, end)
    return [
        chart.fact(
            "comorbidity", "previous radiotherapy", span, "comorbidity-treated", qualifiers=_TREATED
        )
    ]


def _rule(concept: Concept, mention: Mention, own: str) -> str:
    """Give the rule by which a mention is a comorbidity; nothing where it is none."""
    if concept.kind == "disease":
        before = mention.context == "history" and str(concept.id) != own
        return "comorbidity-history" if before and not is_sarcoma(concept) else ""
    topics = set(concept.facets.get("topic", ()))
    if concept.kind == "syndrome" or (topics and "comorbidity" in topics):
        return "comorbidity-named"
    return "comorbidity-history" if mention.context == "history" else ""
