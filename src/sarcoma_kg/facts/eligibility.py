"""Eligibility: whether a text tells of a patient with a tumour of ours, and if not, why not.

It asks for evidence of one person: somebody introduced with an age, spoken of as she or he, told
of in the past. What else a text is about (a trial, a series, mice; cues in `eligibility.tsv`)
only raises how much of that evidence is needed, so a case that cites a trial stays a case.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from sarcoma_kg.assertion.tense import is_past, is_present
from sarcoma_kg.facts import diagnosis
from sarcoma_kg.facts.animal import is_veterinary
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.language import is_english
from sarcoma_kg.facts.phrase import lowered, phrases
from sarcoma_kg.records import Document, Sentence

_I = re.IGNORECASE
_PERSON = (
    r"(?:patient|man|woman|boy|girl|male|female|lady|gentleman|child|infant|baby|newborn|neonate|toddler|"
    r"lad|youth|school(?:girl|boy|child)|adolescent|teenager|adult|mother|father|farmer|nurse|teacher|student|worker|"
    r"housewife|grandmother|grandfather|soldier|driver|clerk|engineer|pensioner|smoker|athlete|"
    r"person|individual|sailor|cook|baker|carpenter|fisherman)"
)
# the person, or where a person of this age is meant, behind or before an age
_BESIDE_AGE = re.compile(
    rf"^[\s-]*(?:old\b)?[\s,/;-]*(?:\w+[\s-]+){{0,4}}?{_PERSON}\b|^[\s(,/]{{0,3}}[MFmf]\b|^[\s-]*(?:old|y/o|yo)\b(?=\s*(?:[,.;(]|who|with|had|was|presented))",
    _I,
)
_BEFORE_AGE = re.compile(
    rf"(?:\b(?:{_PERSON}|[MF]|Mrs?\.?|Ms\.?)\b(?:\s+[A-Z]\w*\.?)?(?:\s+(?:patient|was|is|now|of|only|then|just))*[\s,(:;/-]*(?:aged?\s+(?:of\s+)?)?)$"
    r"|\b(?:she|he)\s+was\s+(?:only\s+|then\s+)?$|\bage\s*[:=]?\s*$|\b(?:whose|who|now|also)\s+(?:was\s+|is\s+)?(?:aged?\s+)?$",
    _I,
)
# "A 53-year-old, gravida 3, was seen"
_ALONE = re.compile(
    r".*\b(?:an?|the|this|our)\s+(?:\w+\s+)?\d+[\s-]*years?[\s-]*old[,.;\s]$", _I | re.DOTALL
)
# "I am a teacher of 39"
_MYSELF = re.compile(r"\bI\s+(?:am|was)\s+(?:an?\s+(?:[\w-]+\s+){1,3}(?:of|aged)\s+)?\d{1,2}\b", _I)
# "F, 48", "72M", "48/F", "Mr. B., 58"
_TELEGRAPHIC = re.compile(
    r"(?:^|(?<=[\s:;,(]))(?:[MF]\s?[,/]?\s?\d{1,2}(?=\s?(?:[,.;:)]|y|yr|years?)\b|[,.;:)])|\d{1,2}\s?(?:y|yr|yo|years?)?\s?[,/-]?\s?[MF](?=[\s,.;:)]))"
    r"|\b(?:Mrs?|Ms|Miss)\.?\s[A-Z][\w.]*,?\s+(?:aged\s+)?\d{1,2}\b"
    r"|\b(?:patient|male|female|man|woman|boy|girl|school(?:girl|boy))\s*(?:[,:(]|of\b|(?=\d+\s?y))\s*(?:aged\s+)?\d{1,2}\b|\b\d{1,2}\s*(?:y(?:ears?|rs?)?)?[\s,/-]*(?:male|female|man|woman|boy|girl)\b",
)
# an age that is a limit, a mean, or that of one of many
_OF_MANY = re.compile(
    r"\b(?:median|mean|average|rang\w+|youngest|oldest|older\s+than|younger\s+than|or\s+(?:more|older|over|above)|"
    r"(?:under|over|between|up\s+to)\s+(?:the\s+age|\d))\b",
    _I,
)
_ONE_OF_MANY = re.compile(
    rf"^\W*(?:one|another|a\s+(?:single|second|third|further))\s+(?:\w+\s+)?{_PERSON}\b|\bone\s+(?:\w+\s+)?{_PERSON}\b|\bone\s+of\s+(?:the|these|them|whom)\b"
    rf"|\bin\s+an?\s+{_PERSON}\b(?!\s*\()",
    _I,
)
# "One, a man of 19, …", "Another had …": of those told of just before
_AMONG = re.compile(
    rf"^\W*(?:one|another)(?:,|\s+(?:had|was|came|is)\b|\s+(?:\w+\s+)?{_PERSON}\b)", _I
)
_PRONOUN = re.compile(r"\b(?:she|he|his|hers?|him|herself|himself)\b(?![-/])", _I)
_HIS_OR_HER = re.compile(
    r"\b(?:his\s+or\s+her|he\s+or\s+she|she\s+or\s+he|her\s+or\s+his|s/he|his/her)\b", _I
)
_OWN = re.compile(
    rf"\b(?:both|neither|the\s+two|the\s+first|the\s+second|the\s+other)\s+(?:patients?|women|men|children|brothers|sisters|siblings|twins)\b"
    rf"|\b(?:patient|case)\s+(?:[1-9A-D]|one|two|three)\b"
    rf"|\b(?:our|the|this)\s+(?:\w+\s+)?{_PERSON}\b(?!['’]?s\b\s+(?:hands?|choice))|\b(?:Mrs?|Ms|Miss)\.?\s+[A-Z]",
    _I,
)
_SOMEBODY = re.compile(
    r"^\W*(?:I\s+am\s+)?An?\s+(?:[\w-]+\s+){0,3}?\w+(?:er|or|ist|man|woman|ian|ant|ent|ive|ee)\s+(?:of\s+\d|aged|came|noticed|presented|"
    r"complained|consulted|(?:was|had\s+been)\s+(?:referred|admitted|seen|sent|found|told))\b"
    rf"|\b(?:an?|this)\s+(?:(?!single|second|typical|given|few|total|case)[\w-]+,?\s+){{0,5}}?{_PERSON}\b",
    _I,
)
_SUBJECT = re.compile(rf"^\W*(?:an?|this|our|the)\s+(?:[\w-]+,?\s+){{0,5}}?{_PERSON}\b", _I)
_PAST = re.compile(
    r"\b(?:was|were|had|did|underwent|came|went|became|began|felt|saw|grew|gave|got|took|fell|lost|shrank|spread|"
    r"found|left|said|sent|lay|bore|led|rose|ran|made|met|kept|held|brought|told)\b"
    r"|(?<!is )(?<!are )(?<!be )(?<!been )(?<!being )(?<!the )(?<!a )\b\w{3,}ed\b",
    _I,
)
_NORM = re.compile(
    r"\b(?:should|must|may|can|might|typically|usually|generally|often|needs?\s+to|ought)\b"
)
# a tumour of its own: "the tumour was 4 cm wide", "biopsy showed"
_TUMOUR = re.compile(
    r"\b(?:the|this|an?)\s+(?:[\w-]+\s+){0,4}?(?:tumou?r|mass|lesion|nodule|lump|swelling|\w*sarcoma|\w+oma|\w+or|specimen)\b"
    r"(?!s\b)[^.;]{0,80}?\b(?:was|measured|showed|grew|had|came|recurred|weighed|arose|appeared)\b"
    r"|\b(?:biopsy|histology|pathology|microscopy|CT|MRI|ultrasound|resection|excision|amputation|\w+ectomy)\b[^.;]{0,60}?\b"
    r"(?:showed|revealed|confirmed|was\s+(?:done|performed|carried\s+out)|disclosed|followed)\b"
    r"|\b(?:was|were)\s+(?:\w+ly\s+)?(?:resected|excised|treated|operated|removed|amputated)\b",
    _I,
)
_VITAL = re.compile(
    r"\b(?:alive|NED|DOD|AWD|free\s+of\s+(?:disease|tumou?r|relapse)|died|no\s+recurrence|disease[\s-]free|tumou?r[\s-]free)\b"
)
_COUNTED = re.compile(
    r"(?<![\d.,/])\b(?P<count>\d{2,5}(?:,\d{3})?|(?:twenty|thirty|forty|fourty|fifty|sixty|seventy|eighty|ninety)"
    r"(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
    r"seventeen|eighteen|nineteen|(?:an?|two|three|four|five|several)\s+(?:hundred|dozen|thousand))(?:\s+and\s+\w+)?\s+"
    r"(?:(?!and\b|or\b|of\b|to\b|years?\b|months?\b|days?\b|weeks?\b|cm\b|mm\b|mg\b|gy\b|cycles?\b|courses?\b|percent\b|%|mitos)[a-z-]+\s+){0,4}?"
    r"(?:patients|cases|women|men|children|adults|participants|persons|people|individuals|tumou?rs|sarcomas|\w+omas|"
    r"subjects|operations|resections|workers|animals|mice|residents|specimens|samples|shoulders|hips|knees|limbs|"
    r"surgeons|hospitals|reports|respondents|survivors|examinations|recurrences|items|studies|papers|boys|girls|infants)\b",
    _I,
)
_FOUND = re.compile(
    r"^\W*(?P<count>(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[\s-]\w+)?|\d{2,4}|\w+teen|ten|eleven|twelve)\s+"
    r"(?:were|had|was|of\s+them|underwent|received|died|occurred)\b|\bthere\s+were\s+(?:\d{2,4}|\w+teen|\w+ty(?:-\w+)?)\b",
    _I,
)
# "Of 88 nurses", "in seven …, in four": of any many
_MANY = re.compile(
    r"(?:^\W*|\b(?:of|among|from|in)\s+(?:the\s+|these\s+)?)(?:\d{2,5}|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:[\s-][a-z]+)?|"
    r"(?:thir|four|fif|six|seven|eigh|nine)teen|ten|eleven|twelve)\s+(?:[a-z-]+\s+)?"
    r"(?!years|months|days|weeks|hours|minutes|cycles|courses|doses|fractions|nodes|fields|mitoses|lesions|nodules|"
    r"metastases|deposits|sections|times|units|levels|cells|sessions|centimet|millimet|lymph|of\b|his\b|this\b|was\b|as\b)[a-z]{3,}s\b"
    r"|\b(?:in|of|by)\s+(?:two|three|four|five|six|seven|eight|nine|\d+)\s*[,.;](?:[^.;]{0,60}?\b(?:in|of|by)\s+(?:two|three|four|five|"
    r"six|seven|eight|nine|\d+)\s*(?:[,.;]|and\b))",
    _I,
)
# points of evidence that are needed, by the sentences at least that are about something else
_NEEDED = ((10, 6), (3, 5), (2, 4), (1, 3), (0, 1))
_GENERAL = 4  # sentences in the present, twice as many as in the past: what is always so
_PERFECT = re.compile(r"\b(?:has|have)\s+(?:\w+\s+)?(?:been\b|\w+(?:ed|en|wn)\b)", _I)
_SET_ON = 2  # sentences about many, behind which a person is taken for one of them
_OPENING = 3  # sentences in which a paper says whom it is about
# "Two women each had …": a paper about them, if it opens so
_FEW = re.compile(
    r"(?<!from )(?<!in )(?<!of )(?<!prised )\b(?:two|three|four|[2-4])\s+"
    r"(?:(?!of\b|out\b|and\b|or\b|years?\b|months?\b)[\w-]+\s+){0,4}?"
    r"(?:patients|cases|women|men|children|boys|girls|infants|adults|brothers|sisters|siblings|twins|males|females)\b"
    r"|\b(?:both|neither)\s+(?:of\s+the\s+)?(?:patients?|women|men|children|sisters|brothers)\b",
    _I,
)
_OF_FEW = re.compile(
    r"^\W*(?:we\s+\w+\s+)?(?:two|three|four|five|six|seven|eight|nine|[2-9])\s+"
    r"(?:(?!of\b|out\b|and\b|or\b|years?\b|months?\b)[\w-]+\s+){0,4}?"
    r"(?:patients|cases|women|men|children|boys|girls|infants|adults|brothers|sisters|siblings|twins)\b",
    _I,
)
_MOST_TOLD = 3  # points that sentences about her or him give at most


def reason(
    document: Document, sentences: Sequence[Sentence], charts: Sequence[Chart]
) -> str | None:
    """Say in one line why a document has no facts of a sarcoma case; nothing where it has."""
    words = [
        token.norm for sentence in sentences for token in sentence.tokens if token.norm.isalpha()
    ]
    if not words:
        return "no prose: the text holds no sentence that can be read"
    if not is_english(words):
        return "not English: only English text is read"
    if is_veterinary(document.text, words):
        return "a veterinary case: only human patients are kept"
    return _no_patient(document, sentences) or _no_sarcoma(charts)


def _no_sarcoma(charts: Sequence[Chart]) -> str | None:
    """Say why no case of a document has a sarcoma."""
    objections = [diagnosis.objection(chart) for chart in charts]
    return f"no sarcoma: {objections[0]}" if objections and all(objections) else None


def _no_patient(document: Document, sentences: Sequence[Sentence]) -> str | None:
    """Say why a document tells of no patient: for want of evidence of one."""
    if not any(sentence.cases for sentence in sentences):
        return "no patient: the text tells of no single case"
    against, sort = _others(sentences)
    needed = next(points for least, points in _NEEDED if against >= least)
    if _evidence(document.text, sentences, needed) < needed:
        if sort:
            return f"no patient: it is about a {sort}, and no single patient is told"
        return "no patient: the text tells of no single case"
    return None


def _others(sentences: Sequence[Sentence]) -> tuple[int, str]:
    """Give in how many sentences a text is about no single patient, and what that mostly is.

    What a paper says in its discussion does not count.
    """
    sorts: Counter[str] = Counter()
    points = past = present = 0
    few = any(_OF_FEW.match(sentence.text) for sentence in sentences[:2])
    for sentence in sentences:
        if sentence.role in ("discussion", "conclusions", "background"):
            continue
        found = dict(_sorts(sentence.text))
        if few and not _counted(sentence.text):  # "the patients" are these two
            found.pop("series of patients", None)
        sorts.update(found)
        points += max(found.values(), default=0)
        past += is_past(sentence.text)
        present += _states(sentence.text)
    if present >= _GENERAL and present > 2 * past:
        sorts["review"] += 1
        points += 2
    return points, max(sorts, key=lambda sort: sorts[sort]) if sorts else ""


def _states(text: str) -> bool:
    """Whether a sentence says what is so; "has shaved a third off the lesion" tells what was."""
    return is_present(text) and not is_past(text) and not _PERFECT.search(text)


@lru_cache(1024)  # a sentence is asked of itself and of its neighbours
def _sorts(text: str) -> Mapping[str, int]:
    """Give what else than a patient a sentence is about, each with its points."""
    found: dict[str, int] = {}
    for each in phrases("eligibility", "against").find(lowered(text)):
        group = each.row["group"]
        found[group] = max(found.get(group, 0), int(each.row["points"]))
    if _counted(text):
        found.setdefault("series of patients", 1)
    return found


@lru_cache(1024)
def _counted(text: str) -> bool:
    return any(pattern.search(text) for pattern in (_COUNTED, _FOUND, _MANY))


def _evidence(text: str, sentences: Sequence[Sentence], needed: int) -> int:
    """Give the points of evidence that a text tells of one person, or of a few one by one."""
    strict = needed > 1
    told = introduced = somebody = 0
    many = 0  # sentences so far that are about many
    past = case = few = shown = False
    for number, sentence in enumerate(sentences):
        said = sentence.text
        cues = {each.row["group"] for each in phrases("eligibility", "case").find(lowered(said))}
        case = case or bool(cues)
        if not sentence.cases or sentence.role == "title":
            continue
        others = _sorts(said)
        opening = number < _OPENING and many < _SET_ON and not (many and _AMONG.match(said))
        many += bool(others)
        if max(others.values(), default=0) > 1 and "we" not in cues:
            continue  # "the typical patient is a man of 70"
        few = few or (
            opening and bool(_FEW.search(said) or _OF_FEW.match(said)) and not _counted(said)
        )
        alone = strict and not opening and not _is_followed(sentences, number)
        introduced += not alone and _is_introduced(text, sentence, strict and not opening)
        if _is_told(said):
            told += 1
            past = past or bool(_PAST.search(said))
        if not alone and _tells_of_somebody(said, strict and not opening):
            somebody = max(somebody, 3 if opening and _SUBJECT.match(said) else 1)
        aged = not strict and bool(sentence.of("age", "size", "date"))
        shown = shown or aged or bool(_TUMOUR.search(said) or _VITAL.search(said))
    points = 2 * min(introduced, 2) + 2 * case + 3 * few + somebody + shown
    # what is always so of "the patient" is told of none
    return points + (min(told, _MOST_TOLD) if past or points > shown else 0)


def _is_followed(sentences: Sequence[Sentence], number: int) -> bool:
    """Whether the sentence before or behind tells of the same person: one of many has one only."""
    return any(
        sentence.cases
        and sentence.role != "title"
        and (_is_told(sentence.text) or bool(_TUMOUR.search(sentence.text)))
        and not _sorts(sentence.text)
        for sentence in (
            *sentences[max(number - 1, 0) : number],
            *sentences[number + 1 : number + 2],
        )
    )


def _is_introduced(text: str, sentence: Sentence, strict: bool) -> bool:
    """Whether a sentence gives somebody an age of his or her own."""
    one = _ONE_OF_MANY.search(sentence.text) or _AMONG.match(sentence.text)
    if _OF_MANY.search(sentence.text) or (strict and one):
        return False
    if _TELEGRAPHIC.search(sentence.text) or _MYSELF.search(sentence.text):
        return True
    return any(
        mention.quantity is not None
        and (
            _ALONE.match(text[max(sentence.start, mention.start - 12) : mention.end + 1])
            or _BESIDE_AGE.match(text[mention.end : sentence.end])
            or _BEFORE_AGE.search(text[sentence.start : mention.start])
            or _BESIDE_AGE.search(mention.text)
        )
        for mention in sentence.of("age")
    )


def _is_told(text: str) -> bool:
    """Whether a sentence tells of her, of him, of "our patient"."""
    if _NORM.search(text) and not re.search(r"\b(?:we|our)\b", text, _I):
        return False
    return bool(
        _PRONOUN.search(_HIS_OR_HER.sub(" ", text)) or (_OWN.search(text) and _PAST.search(text))
    )


def _tells_of_somebody(text: str, strict: bool) -> bool:
    """Whether a sentence tells of somebody who has no age ("A farmer came …")."""
    if _NORM.search(text) or (strict and (_ONE_OF_MANY.search(text) or _AMONG.match(text))):
        return False
    return bool(_SOMEBODY.search(text) and _PAST.search(text))
