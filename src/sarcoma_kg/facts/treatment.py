"""What the patient was given: drugs, regimens, chemotherapy, radiotherapy, ablation, the rest.

Drugs and regimens are names of the ontology; the other treatments are phrases of `treatment.tsv`.
Source of the rules: gold/README.md, policies 3, 4 and 7.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from sarcoma_kg.facts.chart import Chart, identifiers
from sarcoma_kg.facts.earlier import mesenchymal, of_another
from sarcoma_kg.facts.phrase import Found, lowered, phrases
from sarcoma_kg.facts.standing import Standing, standing
from sarcoma_kg.ontology import Concept, Ontology
from sarcoma_kg.records import Fact, Mention, Sentence
from sarcoma_kg.terms import Term

_ANTINEOPLASTIC = Term.parse("CHEBI:35610")
_HINT = re.compile(
    r"chemo|radi|\brt\b|ebrt|imrt|sbrt|iort|brachy|proton|carbon|gamma|cyber|treat|therap|ablat|embol"
    r"|cytotox|transplant|perfus|hipec|electropor|cryo|microwave|observ|watch|irrad|palliat|hospice|hifu"
    r"|ultrasound|\bgy\b|\brfa\b|\btace\b|\btae\b|haart|antiretrov|laser|thermal|ethanol|alcohol|immuno|hormon|endocrine|conservativ|supportive|adjuvant|further"
)
_INTENTS = (
    ("neoadjuvant", re.compile(r"\b(?:neo-?\s?adjuvant(?:ly)?|pre-?operative(?:ly)?|induction|upfront|preoperatively)\b")),
    ("adjuvant", re.compile(r"(?<!neo)(?<!neo-)(?<!neo )\badjuvant(?:ly)?\b|\bpost-?operative(?:ly)?\s+(?:chemo|radi|irrad|rt|imat)|\bpost-?surgical\s+(?:chemo|radi)")),
    ("palliative", re.compile(r"\bpalliati(?:ve|vely|on)\b")),
)  # fmt: skip
_ACRONYM = re.compile(r"[A-Z]{2,}|[a-z][A-Z]|\d")
_LINES = re.compile(
    r"\b(?P<line>first|second|third|fourth|1st|2nd|3rd|4th)[\s-]line\b|\bas\s+(?P<as>first|second|third)[\s-]line"
)
_NOT_GIVEN = re.compile(
    r"\s*(?:levels?|receptors?|antibod|staining|expression|assay|test|gene|concentration|secretion"
    r"|positiv|negativ|-?induced\s+(?:sarcoma|tumou?r))"
)
_LEVEL = re.compile(r"\b(?:serum|plasma|levels?\s+of|elevated|urinary|anti-?)\s*(?:\w+\s+)?$")
_ANAPHORA = re.compile(
    r"(?:\b(?:after|during|following|despite|since|before|prior\s+to|until|cycles?\s+of|courses?\s+of"
    r"|completion\s+of|completing|response\s+to|of|on|the|this|that|these|under|end\s+of|by)\s+"
    r"(?:the\s+|this\s+|her\s+|his\s+|first\s+|initial\s+)*(?:\w+\s+)?)$"
)
_NEW_LINE = re.compile(
    r"\b(?:(?:second|third|fourth|2nd|3rd|4th)[\s-]line|further|additional|another|salvage|palliative"
    r"|subsequent|adjuvant|neo-?adjuvant|different|various|multi-?agent|combination)\s+(?:\w+\s+)?$"
)


@dataclass(frozen=True, slots=True)
class _Course:
    """One statement of a treatment: where, how it stands, and how sure it is a statement of its own."""

    sentence: Sentence
    found: Found
    standing: Standing
    weak: bool


def read(chart: Chart) -> list[Fact]:
    """Give the non-surgical treatments of a case."""
    drugs = _drugs(chart)
    courses = list(_courses(chart))
    return [
        *drugs,
        *_chemotherapy(chart, courses, drugs),
        *_radiotherapy(chart, courses, drugs),
        *_others(chart, courses),
    ]


# --- drugs and regimens -------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def _antitumour(ontology: Ontology, term: Term) -> bool:
    """Say whether a drug acts on tumours: it is neither a supportive drug nor a mere class."""
    concept = ontology.get(term)
    if concept is None or concept.facet("rank") == "class":
        return False
    return ontology.is_a(term, _ANTINEOPLASTIC)


def _drugs(chart: Chart) -> list[Fact]:
    facts: dict[tuple[str, str, str], Fact] = {}

    def add(fact: Fact) -> None:
        facts.setdefault((fact.kind, fact.value, fact.polarity), fact)

    for sentence, mention in chart.mentions("drug", "regimen"):
        concept = chart.concept(mention)
        if concept is None or mention.context in ("family", "background"):
            continue
        how = _drug_standing(chart, sentence, mention, concept)
        if how is None:
            continue
        low = lowered(sentence.text)
        note = _drug_note(sentence, low, mention)
        polarity = "absent" if how == "denied" else "present"
        rule = f"{mention.kind}-{'denied' if how == 'denied' else 'named'}"
        span = (mention.start, mention.end)
        if mention.kind == "regimen" and not _ACRONYM.search(mention.text):
            for part in _spelt(chart, concept, mention):
                add(chart.of_concept("drug", part[0], part[1], "drug-named" if how == "done" else "drug-denied", polarity=polarity, note=note))  # type: ignore[arg-type]
            continue
        add(chart.of_concept(mention.kind, concept, span, rule, polarity=polarity, note=note))  # type: ignore[arg-type]
        if mention.kind == "regimen":
            for curie in concept.facets.get("component", ()):
                component = chart.ontology.get(Term.parse(curie))
                if component is not None:
                    add(chart.of_concept("drug", component, span, "regimen-component", polarity=polarity, note=f"part of {concept.value}"))  # type: ignore[arg-type]
    return list(facts.values())


_GIVEN_AS = re.compile(
    r"\b(?:treated\s+(?:successfully\s+|initially\s+)?with|treatment\s+(?:with|by)|therapy\s+with|administration\s+of|response\s+to|remission\s+(?:to|with|on)"
    r"|respond\w*\s+to|regress\w*\s+(?:with|on|to|under)|started\s+on|commenced\s+on|monotherapy\s+with)\s+(?:(?:an?|the|oral|low-dose|high-dose|intravenous|systemic|daily|combination"
    r"|combined|intralesional|topical|dose|low|high|administration|of|\w+\s+and)\s+)*$"
)
_OTHER_AIM = re.compile(
    r"\b(?:pain|infection|fever|hypertension|diabetes|anticoag\w*|thromb\w*|nausea|vomiting|seizures?|epilep\w*|edema|oedema|dermatomyositis|asthma"
    r"|allerg\w*|pneumonia|sepsis|tubercul\w*|hypoglyc\w*|hypoalbumin\w*|electrolyte|transfus\w*|toxicity|encephalopathy|hormone\s+replacement|premedicat\w*|prophyla\w*"
    r"|transplant\w*|lupus|arthritis|abscess\w*|wound|hiv|antiretroviral|bleeding|anemia|anaemia|failure|cough|dyspn\w*)\b"
)
_AGAINST = re.compile(r"\b(?:tumou?rs?|mass|lesions?|nodules?|desmoid|sarcomas?|\w+sarcoma|fibromatosis|burden|remission|response|regress\w*)\b")


def _against_tumour(
    chart: Chart, sentence: Sentence, low: str, start: int, end: int, concept: Concept
) -> bool:
    """Say whether a drug that is no antineoplastic one was given against the tumour all the same."""
    if concept.id.local in ("23888", "35610") or concept.label == "drug":
        return False
    if not _GIVEN_AS.search(low[max(0, start - 80) : start]) or _OTHER_AIM.search(low):
        return False
    return bool(_AGAINST.search(low)) or any(mesenchymal(chart, m) for m in sentence.of("disease"))


def _spelt(
    chart: Chart, concept: Concept, mention: Mention
) -> Iterator[tuple[Concept, tuple[int, int]]]:
    """Give the drugs of a combination that is written out, each at its own place."""
    low = lowered(mention.text)
    for curie in concept.facets.get("component", ()):
        component = chart.ontology.get(Term.parse(curie))
        if component is None:
            continue
        for name in sorted((n.text.lower() for n in component.names), key=len, reverse=True):
            place = low.find(name)
            if place >= 0:
                start = mention.start + place
                yield component, (start, start + len(name))
                break


def _drug_standing(
    chart: Chart, sentence: Sentence, mention: Mention, concept: Concept
) -> Standing | None:
    """Say how a drug stands, or nothing where it was not given for the tumour."""
    low = lowered(sentence.text)
    start, end = mention.start - sentence.start, mention.end - sentence.start
    if mention.kind == "drug" and not _antitumour(chart.ontology, concept.id):
        if not _against_tumour(chart, sentence, low, start, end, concept):
            return None
    if _NOT_GIVEN.match(low, end) or _LEVEL.search(low[max(0, start - 40) : start]):
        return None
    if of_another(chart, sentence, start):
        return None
    how = standing(low, start, end)
    if how == "denied" and re.search(r"\b(?:respon|toler|resist|sensitiv|improv)\w*", low[max(0, start - 40) : start]):
        how = "done"
    return None if how in ("planned", "general") else how


def _drug_note(sentence: Sentence, low: str, mention: Mention) -> str:
    """Write intent, line and cycles of a drug: "adjuvant, second-line, 6 cycles"."""
    start = mention.start - sentence.start
    return _note(sentence, low, start, mention.end - sentence.start)


def _note(sentence: Sentence, low: str, start: int, end: int) -> str:
    around = low[max(0, start - 80) : end + 60]
    parts = _intent(low, start, end)
    line = _LINES.search(around)
    if line:
        word = line.group("line") or line.group("as")
        parts.append({"1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth"}.get(word, word) + "-line")
    cycles = [m for m in sentence.of("count") if m.quantity and m.quantity.unit == "cycle"]
    if cycles:
        place = sentence.start + start
        nearest = min(cycles, key=lambda m: abs(m.start - place))
        parts.append(str(nearest.quantity))
    return ", ".join(parts)


def _intent(low: str, start: int, end: int) -> list[str]:
    """Give the intent that stands nearest to a treatment: before it, else right behind."""
    best: tuple[int, str] | None = None
    for name, pattern in _INTENTS:
        for match in pattern.finditer(low, max(0, start - 70), min(len(low), end + 40)):
            distance = start - match.start() if match.start() <= start else 2 * (match.start() - end) + 20
            if best is None or distance < best[0]:
                best = distance, name
    return [best[1]] if best else []


# --- phrases ------------------------------------------------------------------------------------


def _courses(chart: Chart) -> Iterator[_Course]:
    for sentence in chart.sentences:
        low = lowered(sentence.text)
        if not _HINT.search(low):
            continue
        for found in phrases("treatment").find(low):
            if found.meaning == "none" or _excluded(chart, sentence, low, found):
                continue
            how = standing(low, found.start, found.end)
            if how in ("planned", "general"):
                continue
            before = low[max(0, found.start - 45) : found.start]
            weak = bool(_ANAPHORA.search(before)) and not _NEW_LINE.search(before)
            yield _Course(sentence, found, how, weak)


_EFFECT = re.compile(
    r"\s*-?\s*(?:induced|associated|related|resistan|refractory|naive|na\wve|sensitiv|oncolog|department"
    r"|clinic\b|unit\b|exposure|field|dermatitis|pneumonitis|enteritis|necrosis|port\b|protection|hazard|team|physic)"
)
_EXPOSURE = re.compile(
    r"\b(?:history\s+of|(?:no|any|without)\s+(?:history|prior|previous|exposure)|previous|prior|past|exposed\s+to|exposure\s+to|pain|pain\s+(?:with|without)|post-?"
    r"|undergoing|site\s+of)\s+(?:\w+\s+){0,3}$"
)


_RT = re.compile(
    r"\b(?:adjuvant|postoperative|preoperative|received|palliative|chemo\w*|radio(?:th|chem|onc)\w*|radiation|external)\b"
)


def _excluded(chart: Chart, sentence: Sentence, low: str, found: Found) -> bool:
    """Say whether a phrase is no treatment of this tumour: radiation-induced, earlier, pain."""
    after = low[found.end : found.end + 30]
    before = low[max(0, found.start - 60) : found.start]
    radio = found.meaning in ("radiotherapy", "both")
    if _EFFECT.match(after) and not re.match(r"\s*-?\s*(?:resistan|refractory|sensitiv)", after):
        return True
    if radio and _EXPOSURE.search(before):
        return True
    if before.endswith(("non-", "non ")):
        return True
    if low[found.start : found.end] == "rt" and not _RT.search(low):
        return True
    if radio and re.search(r"\bhistory\s+of\b[^.;]*$", before):
        return True
    if re.search(r"\b(?:history\s+of|previous|prior)\s+(?:\w+\s+){0,3}$", before):
        return True
    return of_another(chart, sentence, found.start)


def _span(course: _Course) -> tuple[int, int]:
    base = course.sentence.start
    return base + course.found.start, base + course.found.end


def _chemotherapy(chart: Chart, courses: list[_Course], drugs: list[Fact]) -> list[Fact]:
    """Give chemotherapy with no drug named, and chemotherapy denied."""
    given = [fact for fact in drugs if fact.polarity == "present"]
    mine = [course for course in courses if course.found.meaning in ("chemotherapy", "both")]
    facts = []
    present = [course for course in mine if course.standing == "done"]
    if given:
        present = [course for course in present if _unnamed(chart, course, given)]
    present.sort(key=lambda course: course.weak)
    for course in present[:1]:
        facts.append(_systemic(chart, course, "present"))
    for course in courses:
        if course.standing == "denied" and course.found.meaning in ("chemotherapy", "both", "adjuvant", "further"):
            if (given or facts) and not _of_setting(course):
                continue
            facts.append(_systemic(chart, course, "absent"))
            break
    return facts


def _of_setting(course: _Course) -> bool:
    """Say whether a denial is of one setting ("no adjuvant chemotherapy"), so that others may be."""
    low = lowered(course.sentence.text)
    return course.found.meaning != "further" and "adjuvant" in low[max(0, course.found.start - 40) : course.found.end]


def _systemic(chart: Chart, course: _Course, polarity: str) -> Fact:
    low = lowered(course.sentence.text)
    match = chart.ontology.find("chemotherapy", "procedure")
    return chart.fact(
        "chemotherapy", "chemotherapy", _span(course),
        "chemotherapy-" + ("denied" if polarity == "absent" else "alluded" if course.weak else "given"),
        terms=identifiers(match.concept) if match else (),
        polarity=polarity,  # type: ignore[arg-type]
        note=_note(course.sentence, low, course.found.start, course.found.end),
    )  # fmt: skip


def _unnamed(chart: Chart, course: _Course, given: list[Fact]) -> bool:
    """Say whether a chemotherapy is another than that of the drugs that are named."""
    sentence = course.sentence
    low = lowered(sentence.text)
    before = low[max(0, course.found.start - 45) : course.found.start]
    number = chart.sentences.index(sentence)
    near = chart.sentences[max(0, number - 1) : number + 2]
    if any(
        part.start <= fact.evidence.start < part.end for part in near for fact in given
    ):
        return False
    return bool(_NEW_LINE.search(before)) or not course.weak


def _radiotherapy(chart: Chart, courses: list[_Course], drugs: list[Fact]) -> list[Fact]:
    kinds = ("radiotherapy", "both", "brachytherapy", "proton therapy", "carbon ion therapy", "stereotactic radiosurgery")
    mine = [course for course in courses if course.found.meaning in kinds]
    facts: dict[str, Fact] = {}
    present = sorted((c for c in mine if c.standing == "done"), key=lambda c: c.weak)
    doses = [c for c in present if _dose(chart, c)]
    for course in doses + present:
        value = "radiotherapy" if course.found.meaning == "both" else course.found.meaning
        if value not in facts:
            facts[value] = _radiation(chart, course, value, "present")
    rows = list(facts.values())
    for course in courses:
        if course.standing == "denied" and course.found.meaning in ("radiotherapy", "both", "adjuvant", "further"):
            if course.found.meaning == "further" and drugs or rows and not _of_setting(course):
                continue
            rows.append(_radiation(chart, course, "radiotherapy", "absent"))
            break
    return rows


def _radiation(chart: Chart, course: _Course, value: str, polarity: str) -> Fact:
    low = lowered(course.sentence.text)
    match = chart.ontology.find(value, "procedure")
    dose = _dose(chart, course) if polarity == "present" else None
    span = _span(course)
    if dose and dose.start >= course.sentence.start and 0 <= dose.start - span[1] < 40:  # noqa: PLR2004 - one short phrase
        span = (span[0], dose.end)
    denied = polarity == "absent"
    return chart.fact(
        "radiotherapy", value, span,
        "radiotherapy-" + ("denied" if denied else "dose" if dose else "alluded" if course.weak else "given"),
        terms=identifiers(match.concept) if match else (),
        polarity=polarity,  # type: ignore[arg-type]
        quantity=dose.quantity if dose else None,
        note=", ".join(p for p in _note(course.sentence, low, course.found.start, course.found.end).split(", ") if p and "cycle" not in p),
    )  # fmt: skip


def _dose(chart: Chart, course: _Course) -> Mention | None:
    """Give the dose that belongs to a radiotherapy: the next one behind it, else the largest near.

    "70 Gy of irradiation followed by 30 Gy of brachytherapy": each has the one closest to it.
    """
    number = chart.sentences.index(course.sentence)
    for sentence in chart.sentences[number : number + 2]:
        doses = [m for m in sentence.of("dose") if m.quantity and m.quantity.unit == "Gy"]
        doses = [m for m in doses if not _OF_FRACTION.search(lowered(sentence.text), 0, m.start - sentence.start)]
        if not doses:
            continue
        if sentence is not course.sentence:
            return max(doses, key=_gray)
        span = _span(course)
        beside = [m for m in doses if -32 < m.end - span[0] <= 0 or 0 <= m.start - span[1] < 45]  # noqa: PLR2004 - a few words
        return min(beside, key=lambda m: min(abs(m.end - span[0]), abs(m.start - span[1]))) if beside else max(doses, key=_gray)
    return None


def _gray(mention: Mention) -> float:
    return mention.quantity.high if mention.quantity else 0.0


_OF_FRACTION = re.compile(r"(?:fractions?\s+of|fractionated\s+at|daily\s+(?:dose|fraction)s?\s+of|doses\s+of)\s*$")


_KINDS = {"ablation": "ablation", "other": "other-treatment"}


def _others(chart: Chart, courses: list[_Course]) -> list[Fact]:
    facts: dict[tuple[str, str, str], Fact] = {}
    for course in courses:
        group = course.found.row["group"]
        denied = course.standing == "denied"
        value, kind = course.found.meaning, _KINDS.get(group, "")
        if value in ("adjuvant", "further"):
            if value == "further" and not denied:
                continue
            kind, value = "other-treatment", "any" if denied else "adjuvant therapy"
            if denied and course.found.meaning == "adjuvant":
                continue
        if not kind:
            continue
        match = chart.ontology.find(value, "procedure")
        fact = chart.fact(
            kind, value, _span(course), f"{kind}-{'denied' if denied else 'given'}",
            terms=identifiers(match.concept) if match and match.score == 1 else (),
            polarity="absent" if denied else "present",
        )  # fmt: skip
        facts.setdefault((kind, value, fact.polarity), fact)
    return list(facts.values())
