"""Why the patient came: the symptoms; what else he or she has is read beside (`comorbidity`).

Findings of the vocabulary say by their `topic` what they are; the words of the sentence say
whether the patient came with them, had them before, or was asked and denied them.
"""

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from sarcoma_kg import assertion
from sarcoma_kg.assertion import Assertion
from sarcoma_kg.facts import comorbidity
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.diagnosis import Candidate
from sarcoma_kg.facts.feared import as_effect
from sarcoma_kg.facts.phrase import lowered, phrases
from sarcoma_kg.ontology import Concept, Ontology
from sarcoma_kg.records import Fact, Mention, Polarity, Sentence
from sarcoma_kg.stems import holds

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
    r"|\b(?:ct|mri|scans?|radiographs?|imaging|ultrasound|x-rays?|endoscopy)\b[^.;,]{0,40}\b(?:for|because\s+of)\b"
)
# what was seen by other eyes than the patient's and the doctor's
_IMAGED = re.compile(
    r"\b(?:ct|mri|mr|pet|pet-ct|pet/ct|ultraso\w+|sonogra\w+|radiogra\w+|x-?rays?|tomogra\w+|imaging|scans?|"
    r"film|biops\w+|histolog\w+|histopatholog\w+|patholog\w+|microscop\w+|\w*endoscop\w+|gastroscop\w+|"
    r"colonoscop\w+|laparo\w+|thoraco\w+|sterno\w+|staging|specimen|cytolog\w+|contained)\b"
)
_CAME_FIRST = re.compile(
    r"\b(?:present(?:ed|s|ing)|complain\w*|chief\s+complaint|consult\w*|admitted|referred|brought)\b"
)
# why it was done: "CT for abdominal pain"
_REASON = re.compile(r"[^.;,]{0,30}?\b(?:for|because|owing\s+to|on\s+account\s+of|due\s+to)\b", _I)
_OPENING = 3  # sentences
_EXAMINED = re.compile(
    r"\b(?:examination|exam|palpat\w*|inspection|percussion|auscultation|findings?)\b"
)
_TREATED = re.compile(
    r"\b(?:underwent|was\s+performed|were\s+performed|resected|excised|chemotherapy|radiotherapy|postoperat\w*|"
    r"was\s+treated|follow-?up|discharged|surgery\s+was|(?<!menstrual\s)(?<!regular\s)cycles?|courses?|regimen|\w+ectomy|operated|"
    r"irradiat\w+|died|death|succumbed|mg(?!\s*/)|gy)\b"
)
# an operation of former years, told before the complaint of today
_PAST = re.compile(r"\b(?:earlier|formerly|years?\s+before|had\s+(?:undergone|been|had))\b")
_AFTER_TREATMENT = re.compile(
    r"\b(?:post-?operative\w*|after\s+(?:surgery|the\s+operation|treatment|chemotherapy)|side\s+effects?|toxicit\w*|complication|complicated|"
    r"adverse|developed\s+(?:after|during)|during\s+(?:treatment|chemotherapy)|recovery|resol\w+|relie\w+)\b"
)
# the regions whose finding is told for a part: "abdominal pain" for the umbilicus; but a swollen
# thigh is no oedema of the leg
_WHOLES = {
    "pain": frozenset({"abdomen", "face", "neck", "chest", "thorax", "knee", "leg", "lower limb",
                       "upper limb", "pelvis", "bone", "vulva"}),
    "swelling": frozenset({"face"}),
    "mass": frozenset({"abdominal wall", "abdomen", "neck", "breast"}),
    "nodule": frozenset(),
}  # fmt: skip
_ADJECTIVE = re.compile(r"^[a-z]+(?:[aie]al|[aeiou]?[rntd]al|[lv]ar|ic|ine|ian)$")
_PLAIN = ("intermittent ", "occasional ", "single ")  # how often says not what it is
_GENERAL = ("pain", "swell", "swollen")
_MASS = re.compile(r"^(?:mass|lump|swelling|nodule|tumou?r|lesion|growth)(?:s|es)?$", _I)
_NOUNS = ("swelling", "nodule")  # any other lump is a mass
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
_ITSELF = "="  # the value is the wording
_BESIDE = re.compile(r"^[\s-]+$")


# what is above a knee is told as of the knee; what is below a breast is not of the breast
_BEYOND = re.compile(r"\s+(?:above|below|beneath|under|behind)\b", _I)
_MARK = re.compile(r"knee|ankle|elbow|wrist|hip\b|umbilic|navel|clavicle|collarbone", _I)


def read(chart: Chart, diagnosis: Candidate | None) -> list[Fact]:
    """Give the symptoms and comorbidities of the patient of a chart."""
    facts: list[Fact] = []
    treated, looked = False, False  # what was told before: a treatment, a scan or a biopsy
    own = str(diagnosis.concept.id) if diagnosis else ""
    told = chart.body.sentences
    first = next((n for n, each in enumerate(told) if each.of("age")), 0)
    for number, sentence in enumerate(chart.sentences, start=len(told) - len(chart.sentences)):
        low = lowered(sentence.text)
        facts += comorbidity.of_sentence(chart, sentence, own, treated)
        now = None if treated or number <= first else _TREATED.search(low)
        past = now and assertion.of(low, *now.span()).time == "past"
        now = None if past or (now and _PAST.search(low)) else now
        if sentence.role == "title":
            treated = treated or now is not None
            continue
        late = (treated or now is not None) and not _CAME_FIRST.search(low)
        if late and treated:
            continue
        treated = treated or now is not None
        if treated and _AFTER_TREATMENT.search(low):
            continue
        came = number == first or bool(_CAME.search(low))
        # a complaint may be told before the treatment in the sentence of the first treatment
        before = now.start() if now and came and not sentence.of("drug", "regimen") else 0
        if late and not before:
            continue
        if came or _EXAMINED.search(low) or (not looked and number < first + _OPENING):
            facts += _of_sentence(chart, sentence, came, before if late else len(low))
        looked = looked or (number > first and bool(_IMAGED.search(low)))
    return facts


def _of_sentence(chart: Chart, sentence: Sentence, came: bool, stop: int) -> list[Fact]:
    """Give what a sentence tells of complaints before `stop`, and before what scans showed."""
    ages = sentence.of("age")
    after = ages[0].end - sentence.start if ages else 0  # "the scan of a 55-year-old man with …"
    looks = _IMAGED.finditer(lowered(sentence.text), after)
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
        if _not_complained(assertion.of(low, found.start, found.end)):
            continue
        known = chart.ontology.candidates(found.row["group"], "finding")
        terms = known[0].concept.identifiers if known else ()
        value = low[found.start : found.end] if found.meaning == _ITSELF else found.meaning
        span = (sentence.start + found.start, sentence.start + found.end)
        facts.append(chart.fact("symptom", value, span, "symptom-phrase", terms=terms))
    return facts


def _not_complained(told: Assertion) -> bool:
    """Say whether words of a complaint are denied, or of a relative. None is planned."""
    return told.denied or told.whose == "relative"


def _symptoms(chart: Chart, sentence: Sentence, came: bool) -> list[Fact]:
    facts = []
    for mention in sentence.of("finding"):
        concept = chart.concept(mention)
        begin, end = mention.start - sentence.start, mention.end - sentence.start
        if (
            concept is None
            or mention.context not in ("present", "absent")
            or as_effect(lowered(sentence.text), begin, end)
        ):
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
        fact = chart.of_concept("symptom", concept, span, rule, polarity=polarity)
        head = low.rpartition(" ")[2]
        if not concept.identifiers and head not in (*fact.value.split(), "lump"):
            fact = replace(fact, value=low)  # a swelling stays one, though its term is a mass
        facts.append(fact)
    return facts


def _of_place(
    chart: Chart, sentence: Sentence, mention: Mention, noun: str, *, known: bool = False
) -> Fact | None:
    """Read "pain in the left thigh": the finding of that place, where the vocabulary has it.

    With `known`, only where it has one.
    """
    for site in sentence.of("site"):
        if _adjoining(sentence, site, mention):
            place = _whole(sentence, site)
            if known and _of_site(chart.ontology, place.term, place.text, noun) is None:
                continue
            span = (min(place.start, mention.start), max(place.end, mention.end))
            return _placed(chart, place, noun, span)
    return None


def _has_place(sentence: Sentence, mention: Mention) -> bool:
    return any(_adjoining(sentence, site, mention) for site in sentence.of("site"))


def _adjoining(sentence: Sentence, site: Mention, mention: Mention) -> bool:
    base = sentence.start
    if site.end <= mention.start:
        return bool(_BESIDE.match(sentence.text[site.end - base : mention.start - base]))
    return mention.end <= site.start and _leads_to(sentence, mention.end, site)


def _leads_to(sentence: Sentence, end: int, site: Mention) -> bool:
    """Whether the words from `end` on place what stands before them at the site."""
    between = sentence.text[end - sentence.start : site.start - sentence.start]
    if not _PLACED.match(between):
        return False
    return not _BEYOND.match(between) or bool(_MARK.search(site.text))


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
        noun = next((n for n in _NOUNS if mention.text.lower().startswith(n)), "mass")
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
    facts: list[Fact] = []
    taken = [(fact.evidence.start, fact.evidence.end) for fact in known]
    if not holds(lowered(sentence.text), _COMPLAINED):
        return facts
    for match in _COMPLAINT.finditer(sentence.text, 0, stop - sentence.start):
        start, end = sentence.start + match.start(), sentence.start + match.end()
        told = assertion.of(lowered(sentence.text), *match.span("head"))
        if any(a < end and start < b for a, b in taken) or _not_complained(told):
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
        if head == "discomfort" and not words:
            placed = _of_discomfort(chart, sentence, span)
            if placed is not None:
                facts.append(placed)
                continue
        facts.append(chart.fact("symptom", value, span, "symptom-phrase", terms=terms))
    return facts


def _of_discomfort(chart: Chart, sentence: Sentence, span: tuple[int, int]) -> Fact | None:
    """Read "discomfort in the chest": the pain of that place, where the vocabulary has it."""
    for site in sentence.of("site"):
        if site.start >= span[1] and _leads_to(sentence, span[1], site):
            concept = _of_site(chart.ontology, site.term, site.text, "pain")
            value = f"{_adjective(chart, site)} discomfort"
            terms = chart.ontology.identifiers(concept) if concept else ()
            whole = (span[0], site.end)
            return chart.fact("symptom", value, whole, "symptom-mass", terms=terms)
    return None


def _placed(chart: Chart, site: Mention, noun: str, span: tuple[int, int]) -> Fact:
    """Write the finding of a place, named as exactly as the vocabulary has it."""
    concept = _of_site(chart.ontology, site.term, site.text, noun)
    if concept is not None:
        return chart.of_concept("symptom", concept, span, "symptom-mass")
    terms: tuple[Term, ...] = ()
    wider = _of_site(chart.ontology, site.term, site.text, "mass") if noun == "nodule" else None
    general = chart.ontology.candidates(noun, "finding")
    if wider is not None:
        terms = chart.ontology.identifiers(wider)
    elif general:
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
