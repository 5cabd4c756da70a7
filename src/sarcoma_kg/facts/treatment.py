"""What the patient was given but for operations: drugs, chemotherapy, radiotherapy, the rest.

Drugs are read by `drug`; the other treatments are phrases of `treatment.tsv`.
Source of the rules: docs/facts.md, rules 3 and 4.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sarcoma_kg import assertion
from sarcoma_kg.assertion import Assertion
from sarcoma_kg.facts import drug
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.coding import terms
from sarcoma_kg.facts.earlier import foreign, of_second
from sarcoma_kg.facts.intent import fractions, qualifiers
from sarcoma_kg.facts.phrase import Found, lowered, phrases
from sarcoma_kg.records import Fact, Mention, Polarity, Qualifiers, Sentence
from sarcoma_kg.stems import holds

_HINTS = (
    "chemo", "radi", "rt", "sbrt", "sabr", "vmat", "proton", "carbon", "gamma", "cyber",
    "electron", "photon", "voltage", "drugs",
    "treat", "therap", "ablat", "embol", "cytotox", "transplant", "perfus", "hipec",
    "electropor", "cryo", "microwave", "observ", "watch", "pallia", "hospice", "hifu",
    "ultrasound", "gy", "rfa", "tace", "tae", "haart", "retrovir", "laser", "thermal",
    "ethanol", "alcohol", "conservativ", "supportive", "adjuvant", "further", "hyperthermi",
    "sclero", "comfort", "surveil", "rescue", "rehab", "physio", "ilp", "wait", "knife",
    "particle",
)  # fmt: skip
_ANAPHORA = re.compile(
    r"(?:\b(?:after|during|following|despite|since|before|prior\s+to|until|cycles?\s+of"
    r"|courses?\s+of"
    r"|completion\s+of|completing|response\s+to|of|on|the|this|that|these|under|end\s+of|by)\s+"
    r"(?:the\s+|this\s+|her\s+|his\s+|first\s+|initial\s+)*(?:\w+\s+)?)$"
)
_NEW_LINE = re.compile(
    r"\b(?:(?:second|third|fourth|2nd|3rd|4th)[\s-]line|further|additional|another|salvage"
    r"|palliative"
    r"|subsequent|adjuvant|neo-?adjuvant|different|various|multi-?agent|combination)\s+(?:\w+\s+)?$"
)


_BESIDE, _PHRASE, _AHEAD, _NEXT = 30, 45, 60, 85  # characters


@dataclass(frozen=True, slots=True)
class _Course:
    """One statement of a treatment: where, how it stands, whether it is only alluded to."""

    sentence: Sentence
    found: Found
    told: Assertion
    weak: bool


def read(chart: Chart) -> list[Fact]:
    """Give the non-surgical treatments of a case."""
    drugs = drug.read(chart)
    courses = list(_courses(chart))
    return [
        *drugs,
        *_chemotherapy(chart, courses, drugs),
        *_radiotherapy(chart, courses, drugs),
        *_others(chart, courses),
    ]


def _courses(chart: Chart) -> Iterator[_Course]:
    for sentence in chart.sentences:
        low = lowered(sentence.text)
        if not holds(low, _HINTS):
            continue
        for found in phrases("treatment").find(low):
            if found.meaning == "none" or _excluded(chart, sentence, low, found):
                continue
            told = assertion.of(low, found.start, found.end)
            if not (told.so or told.denied):
                continue
            before = low[max(0, found.start - 45) : found.start]
            weak = bool(_ANAPHORA.search(before)) and not _NEW_LINE.search(before)
            yield _Course(sentence, found, told, weak)


_EFFECT = re.compile(
    r"\s*-?\s*(?:induced|associated|related|resistan|refractory|naive|na\wve|sensitiv|oncolog"
    r"|department"
    r"|clinic\b|unit\b|exposure|field|dermatitis|pneumonitis|enteritis|necrosis|port\b"
    r"|protection|hazard|team|physic)"
)
_EXPOSURE = re.compile(
    r"\b(?:exposed\s+to|exposure\s+to|pain|pain\s+(?:with|without)|post-?|undergoing|site\s+of)"
    r"\s+(?:\w+\s+){0,3}$"
)


_OTHER_RAYS = re.compile(
    r"\b(?:uv|ultra-?violet|ioni[sz]ing|solar|sun|background|electromagnetic|nuclear|atomic|cosmic)\s+$"
)
_RT = re.compile(
    r"\b(?:adjuvant|postoperative|preoperative|received|palliative|chemo\w*|radio(?:th|chem"
    r"|onc)\w*|radiation|external)\b"
)


def _excluded(chart: Chart, sentence: Sentence, low: str, found: Found) -> bool:
    """Say whether a phrase is no treatment of this tumour: radiation-induced, earlier, pain."""
    after = low[found.end : found.end + 30]
    before = low[max(0, found.start - 60) : found.start]
    radio = found.meaning in ("radiotherapy", "both")
    if _EFFECT.match(after) and not re.match(r"\s*-?\s*(?:resistan|refractory|sensitiv)", after):
        return True
    if radio and (_EXPOSURE.search(before) or _OTHER_RAYS.search(before)):
        return True
    if before.endswith(("non-", "non ")):
        return True
    if low[found.start : found.end] == "rt" and not _RT.search(low):
        return True
    past = assertion.of(low, found.end - 1, found.end).time == "past"
    if past and not of_second(chart, sentence, found.start, behind=0):
        return True  # also "no history of radiation": a cause that is left out
    return foreign(chart, sentence, found.start)


def _span(course: _Course) -> tuple[int, int]:
    base = course.sentence.start
    return base + course.found.start, base + course.found.end


def _chemotherapy(chart: Chart, courses: list[_Course], drugs: list[Fact]) -> list[Fact]:
    """Give chemotherapy with no drug named, and chemotherapy denied."""
    given = [fact for fact in drugs if fact.polarity == "present"]
    first = min((fact.evidence.start for fact in given), default=0)
    mine = [course for course in courses if course.found.meaning in ("chemotherapy", "both")]
    facts = []
    present = [course for course in mine if course.told.so]
    if given:
        present = [course for course in present if _unnamed(chart, course, given)]
    present.sort(key=lambda course: course.weak)
    for course in present[:1]:
        facts.append(_systemic(chart, course, "present"))
    chart.retold.extend(_systemic(chart, course, "present") for course in present[1:])
    for course in courses:
        if course.told.denied and course.found.meaning in (
            "chemotherapy",
            "both",
            "systemic therapy",
            "adjuvant",
            "further",
        ):
            earlier = (
                course.found.meaning not in ("further", "systemic therapy")
                and _span(course)[0] < first
            )
            if (facts or (given and not earlier)) and not _of_setting(course):
                continue
            facts.append(_systemic(chart, course, "absent"))
            break
    return facts


def _of_setting(course: _Course) -> bool:
    """Say whether a denial is of one setting ("no adjuvant chemotherapy"): others may be."""
    low = lowered(course.sentence.text)
    return (
        course.found.meaning != "further"
        and "adjuvant" in low[max(0, course.found.start - 40) : course.found.end]
    )


def _systemic(chart: Chart, course: _Course, polarity: Polarity) -> Fact:
    low = lowered(course.sentence.text)
    return chart.fact(
        "chemotherapy", "chemotherapy", _span(course),
        f"chemotherapy-{_rule(course)}",
        terms=terms(chart.ontology, "chemotherapy", "procedure"),
        polarity=polarity,
        qualifiers=qualifiers(course.sentence, low, course.found.start, course.found.end),
    )  # fmt: skip


def _rule(course: _Course) -> str:
    return "denied" if course.told.denied else "alluded" if course.weak else "given"


def _unnamed(chart: Chart, course: _Course, given: list[Fact]) -> bool:
    """Say whether a chemotherapy is another than that of the drugs that are named."""
    sentence = course.sentence
    low = lowered(sentence.text)
    before = low[max(0, course.found.start - 45) : course.found.start]
    start, end = _span(course)
    various = _VARIOUS.search(before)
    if _WENT_ON.match(low, course.found.end) and not _NEW_LINE.search(before):
        return False  # "chemotherapy was completed": that of the drugs told before
    for fact in given:
        place = fact.evidence.start
        if -_AHEAD < place - start < 0 or 0 <= place - end < _NEXT:
            if place < start or not various or place - end < _BESIDE:
                return False
        elif not various and (
            sentence.start <= place < sentence.end or 0 <= place - sentence.end < _NEXT
        ):
            return False
    return bool(_NEW_LINE.search(before)) or bool(various) or not course.weak


_WENT_ON = re.compile(
    r"\s+(?:was|were|had\s+been|has\s+been)\s+(?:\w+\s+)?(?:completed|continued|resumed|restarted|finished|stopped|discontinued"
    r"|interrupted|tolerated|concluded|terminated|delayed|postponed|suspended|reduced)\b"
)
_VARIOUS = re.compile(
    r"\b(?:different|various|multiple|several|many|numerous|lines\s+of|unknown|previous"
    r"|prior)\s+(?:\w+\s+)?$"
)


def _radiotherapy(chart: Chart, courses: list[_Course], drugs: list[Fact]) -> list[Fact]:
    kinds = (
        "radiotherapy",
        "both",
        "brachytherapy",
        "proton therapy",
        "carbon ion radiotherapy",
        "stereotactic radiosurgery",
    )
    mine = [course for course in courses if course.found.meaning in kinds]
    facts: dict[str, Fact] = {}
    present = sorted((c for c in mine if c.told.so), key=lambda c: c.weak)
    doses = [c for c in present if _dose(chart, c)]
    for course in doses + present:
        value = "radiotherapy" if course.found.meaning == "both" else course.found.meaning
        if value not in facts:
            facts[value] = _radiation(chart, course, value, "present")
    rows = list(facts.values())
    taken = {row.evidence.start for row in rows}
    told: set[str] = set()
    for course in sorted(present, key=_span):
        value = "radiotherapy" if course.found.meaning == "both" else course.found.meaning
        # "by radiosurgery" looks back at nothing where none is told before it
        first = value not in told
        told.add(value)
        if (first or not course.weak) and _span(course)[0] not in taken:
            chart.retold.append(_radiation(chart, course, value, "present"))
    rows += _doses_alone(chart, rows)
    for course in courses:
        if course.told.denied and course.found.meaning in (*kinds, "adjuvant"):
            if rows and not _of_setting(course):
                continue
            if course.found.meaning == "adjuvant" and course.sentence.of("drug"):
                continue  # "no adjuvant therapy with imatinib" says nothing of radiotherapy
            named = course.found.meaning in kinds[2:]
            value = course.found.meaning if named else "radiotherapy"
            rows.append(_radiation(chart, course, value, "absent"))
            break
    return rows


_DELIVERED = re.compile(
    r"\b(?:received|receives|receiving|given|giving|delivered|administered|applied|treated|completed"
    r"|completing|underwent|prescribed|irradiat\w+|total\s+dose|boost|followed|then|added|plus|fractions?)\b"
)
_RADIO = re.compile(r"radio|radiat|knife|proton|carbon|brachy|\brt\b|stereotactic|sbrt|electron")


def _doses_alone(chart: Chart, told: list[Fact]) -> list[Fact]:
    """Read a dose in gray as radiotherapy where no word for it stands in the sentence.

    "She received 50.4 Gy in 28 fractions": nothing else is given in gray. What is `told` already
    with its dose, or with none, is not told again.
    """
    if any(fact.value == "radiotherapy" or fact.quantity is None for fact in told):
        return []
    found: list[Fact] = []
    for sentence in chart.sentences:
        doses = [m for m in sentence.of("dose") if m.quantity and m.quantity.unit == "Gy"]
        if not doses:
            continue
        low = lowered(sentence.text)
        mention = max(doses, key=_gray)
        start, end = mention.start - sentence.start, mention.end - sentence.start
        if not _DELIVERED.search(low) or _RADIO.search(low) or foreign(chart, sentence, start):
            continue
        if assertion.of(low, start, end).so and not _EXPOSURE.search(
            low, max(0, start - 60), start
        ):
            found.append(
                chart.fact(
                    "radiotherapy", "radiotherapy", (mention.start, mention.end),
                    "radiotherapy-dose",
                    terms=terms(chart.ontology, "radiotherapy", "procedure"),
                    quantity=mention.quantity,
                    qualifiers=_of_rays(sentence, low, start, end),
                )
            )  # fmt: skip
    return found[:1]


def _radiation(chart: Chart, course: _Course, value: str, polarity: Polarity) -> Fact:
    low = lowered(course.sentence.text)
    dose = _dose(chart, course) if polarity == "present" else None
    span = _span(course)
    if dose and dose.start >= course.sentence.start and 0 <= dose.start - span[1] < _PHRASE:
        span = (span[0], dose.end)
    return chart.fact(
        "radiotherapy", value, span,
        f"radiotherapy-{'dose' if dose else _rule(course)}",
        terms=terms(chart.ontology, value, "procedure"),
        polarity=polarity,
        quantity=dose.quantity if dose else None,
        qualifiers=_of_rays(course.sentence, low, course.found.start, course.found.end),
    )  # fmt: skip


def _of_rays(sentence: Sentence, low: str, start: int, end: int) -> Qualifiers:
    """Say what qualifies a radiotherapy: its intent and its fractions."""
    told = qualifiers(sentence, low, start, end)
    return Qualifiers(intent=told.intent, fractions=fractions(sentence, start))


def _dose(chart: Chart, course: _Course) -> Mention | None:
    """Give the dose that belongs to a radiotherapy: the next one behind it, else the largest near.

    "70 Gy of irradiation followed by 30 Gy of brachytherapy": each has the one closest to it.
    """
    number = chart.sentences.index(course.sentence)
    for sentence in chart.sentences[number : number + 2]:
        doses = [m for m in sentence.of("dose") if m.quantity and m.quantity.unit == "Gy"]
        doses = [
            m
            for m in doses
            if not _OF_FRACTION.search(lowered(sentence.text), 0, m.start - sentence.start)
        ]
        if not doses:
            continue
        if sentence is not course.sentence:
            return max(doses, key=_gray)
        span = _span(course)
        beside = [
            m for m in doses if -_BESIDE < m.end - span[0] <= 0 or 0 <= m.start - span[1] < _PHRASE
        ]
        return (
            min(beside, key=lambda m: min(abs(m.end - span[0]), abs(m.start - span[1])))
            if beside
            else max(doses, key=_gray)
        )
    return None


def _gray(mention: Mention) -> float:
    return mention.quantity.high if mention.quantity else 0.0


_OF_FRACTION = re.compile(
    r"(?:fractions?\s+of|fractionated\s+at|daily\s+(?:dose|fraction)s?\s+of|doses\s+of)\s*$"
)


_KINDS = {"ablation": "ablation", "other": "other-treatment"}


def _others(chart: Chart, courses: list[_Course]) -> list[Fact]:
    facts: dict[tuple[str, str, str], Fact] = {}
    for course in courses:
        group = course.found.row["group"]
        denied = course.told.denied
        value, kind = course.found.meaning, _KINDS.get(group, "")
        if value in ("adjuvant", "further"):
            if value == "further" and not denied:
                continue
            kind, value = "other-treatment", "any" if denied else "adjuvant therapy"
            if denied and course.found.meaning == "adjuvant":
                continue
        if not kind:
            continue
        fact = chart.fact(
            kind, value, _span(course), f"{kind}-{'denied' if denied else 'given'}",
            terms=terms(chart.ontology, value, "procedure"),
            polarity="absent" if denied else "present",
        )  # fmt: skip
        if (kind, value, fact.polarity) in facts and not denied:
            chart.retold.append(fact)
        facts.setdefault((kind, value, fact.polarity), fact)
    return list(facts.values())
