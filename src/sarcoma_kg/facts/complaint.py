"""Why the patient came, and what else he or she has: symptoms and comorbidities.

Findings of the vocabulary say by their `topic` what they are; the words of the sentence say
whether the patient came with them, had them before, or was asked and denied them.
"""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.diagnosis import Candidate, is_sarcoma
from sarcoma_kg.facts.phrase import holds, lowered, phrases
from sarcoma_kg.ontology import Concept, Ontology
from sarcoma_kg.records import Fact, Mention, Polarity, Sentence

if TYPE_CHECKING:
    from sarcoma_kg.terms import Term

_I = re.IGNORECASE
_CAME = re.compile(
    r"\b(?:present(?:ed|s|ing)|complain\w*|consult\w*|referred|admitted|admission|sought|visited|notic\w+|suffer\w*|"
    r"experienc\w+|bothered|troubled|felt|(?<!were\s)(?<!was\s)discovered|sent\s+to|was\s+seen\s+(?:at|in|by|for|with)|"
    r"(?:was|were)\s+(?:evaluated|investigated)|worked\s+up|hospitali[sz]ed|came\b|went\s+to|grew|woke|"
    r"set\s+in|supervened|because\b|due\s+to|symptoms?|chief|brought|attended|reported|(?:year|month|week|day)s?['’]?[\s-]+(?:long\s+)?history\s+of|"
    r"with\s+a\s+history\s+of|duration)\b"
    r"|\b(?:man|woman|boy|girl|lady|gentleman|child|student)\s+(?:of\s+\d+\s+)?with\b"
    r"|\bwas\s+found\s+(?!to\b)|\b(?:c/o|p/w|began|started|sprung\s+up|cropped\s+up|appeared|experiencing)(?!\w)"
    r"|\b(?:CT|MRI|scans?|radiographs?|imaging|ultrasound|X-rays?|endoscopy)\b[^.;,]{0,40}\b(?:for|because\s+of)\b",
    _I,
)
# what was seen by other eyes than the patient's and the doctor's
_IMAGED = re.compile(
    r"\b(?:CT|MRI|MR|PET|PET-CT|PET/CT|ultraso\w+|sonogra\w+|radiogra\w+|X-?rays?|tomogra\w+|imaging|scans?|"
    r"film|biops\w+|histolog\w+|histopatholog\w+|patholog\w+|microscop\w+|\w*endoscop\w+|gastroscop\w+|"
    r"colonoscop\w+|laparo\w+|thoraco\w+|sterno\w+|staging|specimen|cytolog\w+|contained)\b",
    _I,
)
_CAME_FIRST = re.compile(
    r"\b(?:present(?:ed|s|ing)|complain\w*|chief\s+complaint|consult\w*|admitted|referred|brought)\b",
    _I,
)
# why it was done: "CT for abdominal pain"
_REASON = re.compile(r"[^.;,]{0,30}?\b(?:for|because|owing\s+to|on\s+account\s+of|due\s+to)\b", _I)
_OPENING = 3  # sentences
_IRRADIATED = re.compile(
    r"^[^.;]{0,25}\b(?:treated|managed|for\s+which)\b[^.;]{0,60}?\b(?:radiotherapy|radiation(?:\s+therapy)?|irradiation)\b",
    _I,
)
_EARLIER = re.compile(
    r"\b(?:years?|decades?)\s+(?:earlier|ago|before|previously|prior)\b|\bprevious(?:ly)?\b|\bin\s+the\s+past\b"
    r"|\bin\s+childhood\b|\bhistory\s+of\b|\bstatus\s+post\b",
    _I,
)
_RADIATION = re.compile(
    r"\b(?:\d+(?:\.\d+)?\s?Gy(?:\s+radiotherapy)?|radiotherapy|radiation\s+therapy|irradiation|irradiated|"
    r"cobalt)\b",
    _I,
)
_NOT_IRRADIATED = re.compile(r"\b(?:no|not|without|osteosarcoma|sarcoma)\b", _I)
_EXAMINED = re.compile(
    r"\b(?:examination|exam|palpat\w*|inspection|percussion|auscultation|findings?)\b", _I
)
_TREATED = re.compile(
    r"\b(?:underwent|was\s+performed|were\s+performed|resected|excised|chemotherapy|radiotherapy|postoperat\w*|"
    r"was\s+treated|follow-?up|discharged|surgery\s+was|cycles?|courses?|regimen|\w+ectomy|operated|"
    r"irradiat\w+|died|death|succumbed|mg|Gy)\b",
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
# the regions whose finding is told for a part: "abdominal pain" for the umbilicus; but a swollen
# thigh is no oedema of the leg
_WHOLES = {
    "pain": frozenset({"abdomen", "face", "neck", "chest", "thorax", "knee", "leg", "lower limb",
                       "upper limb", "pelvis", "bone", "vulva"}),
    "swelling": frozenset({"face"}),
    "mass": frozenset({"abdominal wall", "abdomen", "neck", "breast"}),
}  # fmt: skip
_ADJECTIVE = re.compile(r"^[a-z]+(?:[aie]al|[aeiou]?[rntd]al|[lv]ar|ic|ine|ian)$")
_PLAIN = ("intermittent ", "occasional ", "single ")  # how often says not what it is
_GENERAL = ("pain", "swell", "swollen")
# another tumour that was treated before: "radiation therapy for breast cancer"
_TREATED_FOR = re.compile(
    r"\b(?:surgery|operation|mastectomy|lumpectomy|hysterectomy|radi\w+|therapy|chemotherapy|treated|treatment|irradiat\w*)"
    r"\s+(?:\([^)]*\)\s*)?(?:of\s+the\s+\w+\s+)?for\s+(?:an?\s+|the\s+|her\s+|his\s+)?(?:[\w-]+\s+){0,2}$",
    _I,
)
_MASS = re.compile(r"^(?:mass|lump|swelling|nodule|tumou?r|lesion|growth)(?:s|es)?$", _I)
_SIDE = re.compile(r"\b(?:back|quadrant|aspect|side|region|surface|front|part|root|border)$", _I)
_LUMP = re.compile(r"(?:mass|lump|swelling|nodule)(?:s|es)?", _I)
_OF_SIDE = (
    r"(?:(?:the|her|his|their|a|an|left|right|upper|lower|anterior|posterior|lateral|medial|"
    r"antero\w+|postero\w+|both|distal|proximal|inner|outer|remaining|opposite|same)\s+)*"
)
_PLACED = re.compile(
    r"^\s+(?:(?:was|were|could\s+be|is)\s+(?:felt|palpable|palpated|seen|present|noted|found)\s+)?"
    r"(?:(?:in|on|of|at|over|around|within|to|from|above|below|beneath|under|behind|near|along|"
    r"across|throughout|involving|affecting|about|inside|attached\s+to)\s+)?"
    rf"{_OF_SIDE}(?:(?:side|half|part|aspect|region|surface|portion|area|back|front)\s+of\s+{_OF_SIDE})?"
    r"(?:(?:and\s+)?(?:swollen|painful|tender|aching|enlarging)\s+)*$",
    _I,
)
_COMPLAINT = re.compile(
    r"(?P<words>(?:\b(?!(?:with|of|and|or|the|a|an|in|for|to|had|has|was|by|from|on|her|his|no|"
    r"reported|presented|complained|developed)\b)[a-z-]+\s+){0,3})"
    r"\b(?P<head>discomfort|difficult(?:y|ies)|sensations?|rash|numbness|weakness|heaviness|fullness|"
    r"stiffness|tenderness|tightness|enlargement|disturbances?|limp|bleeding|discharge|distension|"
    r"distention|protrusion|deformity|paralysis|incontinence|retention|obstruction|hesitancy|"
    r"urgency|cramps?|spasms?|pressure(?<!blood\spressure))\b",
    _I,
)
_COMPLAINED = (
    "discomfort", "difficult", "sensation", "rash", "numbness", "weakness", "heaviness",
    "fullness", "stiffness", "tenderness", "tightness", "enlargement", "disturbance", "limp",
    "bleeding", "discharge", "distension", "distention", "protrusion", "deformity", "paralysis",
    "incontinence", "retention", "obstruction", "hesitancy", "urgency", "cramp", "spasm",
    "pressure",
)  # fmt: skip
# words that say of what kind or where: "vaginal", "blood-stained", "gait"
_DESCRIBES = re.compile(
    r"(?:al|ar|ic|ary|ous|ine|eal|ual|ory|ial)$|-|^(?:chest|back|neck|breast|gait|leg|arm|hand|foot|groin|"
    r"knee|hip|bladder|bowel|eye|face|jaw|skin|mouth|throat|voice|sleep|vision|flank|muscle)$"
)
_DEGREES = frozenset(
    [
        "mild", "severe", "persistent", "progressive", "progressively", "increasing", "gradual",
        "occasional", "intermittent", "chronic", "acute", "sudden", "new", "onset", "slight",
        "worsening", "recurrent", "constant", "associated", "significant", "marked", "some",
    ]
)  # fmt: skip
_NOT_COMPLAINED = re.compile(r"\b(?:no|not|without|denied|denies|nor|or)\s+(?:\w+\s+){0,2}$", _I)
_ITSELF = "="  # the value is the wording
_DENIED = re.compile(
    r"\b(?:no|not|without|denied|denies|denying|nor|neither|never)\b"
    r"(?:(?!\bbut\b|consult|present|complain|\bcame\b|admitted|referred|brought)[^;.:]){0,60}$",
    _I,
)
_BESIDE = re.compile(r"^[\s-]+$")


def read(chart: Chart, diagnosis: Candidate | None) -> list[Fact]:
    """Give the symptoms and comorbidities of the patient of a chart."""
    facts: list[Fact] = []
    treated, looked = False, False  # what was told before: a treatment, a scan or a biopsy
    own = str(diagnosis.concept.id) if diagnosis else ""
    told = chart.body.sentences
    first = next((n for n, each in enumerate(told) if each.of("age")), 0)
    for number, sentence in enumerate(chart.sentences, start=len(told) - len(chart.sentences)):
        text = sentence.text
        facts += _comorbidities(chart, sentence, own, treated)
        now = None if treated or number <= first else _TREATED.search(text)
        if sentence.role == "title":
            treated = treated or now is not None
            continue
        came = number == first or bool(_CAME.search(text))
        # a complaint may be told before the treatment in the sentence of the first treatment
        before = now.start() if now and came else 0
        treated = treated or now is not None
        late = treated and (not _CAME_FIRST.search(text) or bool(_AFTER_TREATMENT.search(text)))
        if late and (not before or _AFTER_TREATMENT.search(text)):
            continue
        if came or _EXAMINED.search(text) or (not looked and number < first + _OPENING):
            facts += _of_sentence(chart, sentence, came, before if late else len(text))
        looked = looked or (number > first and bool(_IMAGED.search(text)))
    return facts


def _of_sentence(chart: Chart, sentence: Sentence, came: bool, stop: int) -> list[Fact]:
    """Give what a sentence tells of complaints before `stop`, and before what scans showed."""
    looks = _IMAGED.finditer(sentence.text)
    seen = next((m for m in looks if not _REASON.match(sentence.text[m.end() :])), None)
    end = sentence.start + min(stop, seen.start() if seen else stop)
    facts = _wordings(chart, sentence, end)
    taken = [(fact.evidence.start, fact.evidence.end) for fact in facts]
    found = _symptoms(chart, sentence, came)
    if came:
        found += _masses(chart, sentence)
    facts += [
        fact
        for fact in found
        if fact.evidence.start < end
        and not any(a <= fact.evidence.start and fact.evidence.end <= b for a, b in taken)
    ]
    return facts + (_phrases(chart, sentence, facts, end) if came else [])


def _wordings(chart: Chart, sentence: Sentence, end: int) -> list[Fact]:
    """Read complaints told by a verb or in lay words ("could not swallow"), `complaint.tsv`."""
    facts = []
    low = lowered(sentence.text)
    for found in phrases("complaint").find(low, 0, end - sentence.start):
        if _DENIED.search(low[: found.start]):
            continue
        known = chart.ontology.candidates(found.row["group"], "finding")
        terms = known[0].concept.identifiers if known else ()
        value = low[found.start : found.end] if found.meaning == _ITSELF else found.meaning
        span = (sentence.start + found.start, sentence.start + found.end)
        facts.append(chart.fact("symptom", value, span, "symptom-phrase", terms=terms))
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
        low = mention.text.lower()
        painless = low.startswith("painless")
        general = low.startswith(_GENERAL) and not painless
        general = general or (low.endswith(" pain") and not concept.identifiers)
        if general and mention.context == "present" and came:
            noun = "swelling" if "swell" in low or "swoll" in low else "pain"
            placed = _of_place(chart, sentence, mention, noun)
            if placed is not None:
                facts.append(placed)
                continue
        if painless and came and mention.context == "present":
            placed = _of_place(chart, sentence, mention, "mass", known=True)
            if placed is not None:
                facts.append(placed)
                continue
        if concept.label.lower() in ("mass", "swelling") and _has_place(sentence, mention):
            continue
        if any(
            m.start <= mention.start
            and mention.end <= m.end
            and (m.kind == "procedure" or m.end - m.start > mention.end - mention.start)
            for m in sentence.of("procedure", "disease")
        ):
            continue  # fine needle aspiration, polyp of a tumour's name
        if low.startswith(_PLAIN):
            plain = chart.ontology.candidates(low.partition(" ")[2], "finding")
            concept = plain[0].concept if plain else concept
        absent = mention.context == "absent"
        rule = "symptom-denied" if absent else "symptom-presented" if came else "symptom-found"
        polarity: Polarity = "absent" if absent else "present"
        span = (mention.start, mention.end)
        if concept.identifiers:
            facts.append(chart.of_concept("symptom", concept, span, rule, polarity=polarity))
        else:
            value = mention.text.lower()
            facts.append(chart.fact("symptom", value, span, rule, polarity=polarity))
    return facts


def _of_place(
    chart: Chart, sentence: Sentence, mention: Mention, noun: str, *, known: bool = False
) -> Fact | None:
    """Read "pain in the left thigh": the finding of that place, where the vocabulary has it.

    With `known`, only where it has one.
    """
    for site in sentence.of("site"):
        if _adjoining(sentence, site, mention):
            if known and _of_site(chart.ontology, site.term, site.text, noun) is None:
                continue
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
        noun = "swelling" if mention.text.lower() == "swelling" else "mass"
        site = next((s for s in sentence.of("site") if _adjoining(sentence, s, mention)), None)
        if site is not None:
            site = _whole(sentence, site)
            span = (min(site.start, mention.start), max(site.end, mention.end))
            facts.append(_placed(chart, site, noun, span))
        elif _LUMP.fullmatch(mention.text):
            span = (mention.start, mention.end)
            value = mention.text.lower().removesuffix("es" if mention.text[-3:] == "ses" else "s")
            value = "mass" if value == "mas" else value
            facts.append(chart.fact("symptom", value, span, "symptom-mass"))
    return facts


def _whole(sentence: Sentence, site: Mention) -> Mention:
    """Give the thigh for "the back of the thigh", the breast for its quadrant."""
    if not _SIDE.search(site.text):
        return site
    for other in sentence.of("site"):
        between = sentence.text[site.end - sentence.start : other.start - sentence.start]
        if other.start >= site.end and _PLACED.match(between) and " of " in between:
            return other
    return site


def _phrases(chart: Chart, sentence: Sentence, known: list[Fact], stop: int) -> list[Fact]:
    """Read complaints that the vocabulary does not have, by their head word ("… discomfort")."""
    facts = []
    taken = [(fact.evidence.start, fact.evidence.end) for fact in known]
    if not holds(lowered(sentence.text), _COMPLAINED):
        return facts
    for match in _COMPLAINT.finditer(sentence.text, 0, stop - sentence.start):
        start, end = sentence.start + match.start(), sentence.start + match.end()
        before = sentence.text[max(0, match.start() - 40) : match.start()]
        if any(a < end and start < b for a, b in taken) or _NOT_COMPLAINED.search(before):
            continue
        head = match.group("head").lower()
        words = match.group("words").lower().split()
        words = [word for word in words if word not in _DEGREES and _DESCRIBES.search(word)]
        value = " ".join([*words[-2:], head])
        general = (
            chart.ontology.candidates(value, "finding")
            or (head == "discomfort" and chart.ontology.candidates(f"{value[:-10]}pain", "finding"))
            or chart.ontology.candidates(head, "finding")
        )
        terms = general[0].concept.identifiers if general else ()
        span = (end - len(match.group().lstrip()), end)
        facts.append(chart.fact("symptom", value, span, "symptom-phrase", terms=terms))
    return facts


def _placed(chart: Chart, site: Mention, noun: str, span: tuple[int, int]) -> Fact:
    """Write the finding of a place, named as exactly as the vocabulary has it."""
    concept = _of_site(chart.ontology, site.term, site.text, noun)
    if concept is not None:
        return chart.of_concept("symptom", concept, span, "symptom-mass")
    terms: tuple[Term, ...] = ()
    general = chart.ontology.candidates(noun, "finding")
    if general:
        terms = general[0].concept.identifiers
    value = f"{_adjective(chart, site)} {noun}"
    return chart.fact("symptom", value, span, "symptom-mass", terms=terms)


@lru_cache(maxsize=4096)
def _of_site(ontology: Ontology, term: "Term | None", text: str, noun: str) -> Concept | None:
    """Give the finding of a site, or of the region that it is part of: "abdominal pain"."""
    site = ontology.get(term) if term is not None else None
    found = _first_finding(ontology, [text], noun)
    if found is not None or site is None:
        return found
    found = _first_finding(ontology, _spelled(site), noun)
    for whole in ontology.ancestors(site.id, parts=True) if found is None else ():
        if whole.label.lower() in _WHOLES[noun]:
            found = found or _first_finding(ontology, _spelled(whole), noun)
    return found


def _spelled(site: Concept) -> list[str]:
    return [site.label, *(name.text for name in site.names if name.scope in ("exact", "label"))]


def _first_finding(ontology: Ontology, places: list[str], noun: str) -> Concept | None:
    """Give the first finding of these names that other vocabularies know too."""
    for place in places:
        for match in ontology.candidates(f"{place} {noun}", "finding")[:1]:
            if match.concept.identifiers:
                return match.concept
    return None


def _adjective(chart: Chart, site: Mention) -> str:
    """Give the word for "of the site": "facial" for the face, where the vocabulary has one."""
    concept = chart.concept(site)
    low = site.text.lower()
    names = (name.text for name in concept.names) if concept else ()
    return next((name for name in names if name[:3] == low[:3] and _ADJECTIVE.search(name)), low)


def _comorbidities(chart: Chart, sentence: Sentence, own: str, treated: bool) -> list[Fact]:
    """Give what else the patient has; what befell him or her after a treatment is none of it."""
    facts = []
    named = sentence.of("finding", "syndrome", "disease")
    late = treated and bool(named) and not _KNOWN.search(sentence.text)
    wellness = holds(lowered(sentence.text), _WELLNESS)
    healthy = _HEALTHY.search(sentence.text) if wellness else None
    if healthy:
        start = sentence.start + healthy.start()
        span = (start, start + len(healthy.group()))
        facts.append(chart.fact("comorbidity", "any", span, "comorbidity-none", polarity="absent"))
    if not treated:
        facts += _earlier_radiation(chart, sentence)
    for mention in named:
        concept = chart.concept(mention)
        if concept is None or mention.context in (
            "family",
            "hypothetical",
            "background",
            "planned",
        ):
            continue
        rule = _is_comorbidity(concept, mention, own)
        if rule == "comorbidity-named" and concept.kind == "finding":
            rule = "" if late or _NO_DISEASE.match(mention.text) else rule
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


def _earlier_radiation(chart: Chart, sentence: Sentence) -> list[Fact]:
    """Read "she had been given 50 Gy for a carcinoma nine years before"."""
    if not _EARLIER.search(sentence.text) or _NOT_IRRADIATED.search(sentence.text):
        return []
    cancers = [m for m in sentence.of("disease") if m.context not in ("family", "absent")]
    match = _RADIATION.search(sentence.text)
    if match is None or not cancers:
        return []
    span = (sentence.start + match.start(), sentence.start + match.end())
    return [chart.fact("comorbidity", "previous radiotherapy", span, "comorbidity-treated")]


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
