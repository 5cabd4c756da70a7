"""Relatives, donors and helpers of a patient: what is told of them is not told of the patient."""

import re

from sarcoma_kg.mentions.labels import KIN
from sarcoma_kg.stems import holds

_I = re.IGNORECASE
_WHOSE = (
    r"(?:her|his|their|the\s+(?:patient|boy|girl|child|man|woman|infant)['’]s)\s+"
    r"(?:[\w-]+\s+){0,3}?"
)
#: Someone near the patient who is of no family: "the donor", "a colleague at work".
_NEAR = r"(?:donors?|partners?|spouses?|fianc[ée]e?s?|neighbou?rs?|colleagues?|friends?|foster\w*)"
_KINSMEN = (
    rf"(?:{KIN}s?|parents?|grandparents?|relatives?|family\s+members?|children|{_NEAR}"
    r"|(?:dog|cat|horse|pet)s?)"
)
_KINSMAN = (
    r"(?:brother|sister|sibling|son|daughter|aunt|uncle|cousin|relative|family\s+member|"
    r"grandparent)"
)
# what a person has or meets, and whose it is: "the early death of her twin", "her mother's lump"
_LOT = (
    r"(?:death|illness|disease|cancer|tumou?r|sarcoma|\w+oma|diagnosis|operation|treatment|case|"
    r"history|suicide|loss|age)"
)
# the subject of a sentence: "Her elder sister, …," / "An aunt and two cousins"
_SUBJECT = re.compile(
    rf"^\W*(?:also\s+|in\s+the\s+family,?\s+|among\s+the\s+relatives,?\s+)?(?:"
    rf"(?:the|an?)\s+(?:[\w-]+\s+){{0,3}}?{_LOT}\s+(?:of|in)\s+(?:both\s+)?{_WHOSE}{_KINSMEN}"
    rf"|(?:in\s+|of\s+)?{_WHOSE}{_KINSMEN}(?:['’]s?\s+[\w-]+(?:\s+[\w-]+){{0,2}}?)?"
    rf"|the\s+(?:[\w-]+\s+)?donors?|both\s+parents"
    rf"|(?:one|an?|another|both|two|three|several|a\s+third)\s+"
    rf"(?:(?!\w+-old\b)[\w-]+\s+){{0,2}}?{_KINSMAN}s?)\b"
    rf"(?:,?\s+(?:and|or)\s+(?:[\w-]+\s+){{0,3}}?{_KINSMEN}\b)?"
    r"(?:\s*,[^,;]{1,70},|\s*\([^)]*\)|\s+(?:of|on|in)\s+(?:the\s+|her\s+|his\s+)?\w+(?:\s+side)?)?",
    _I,
)
# what is told of the relatives themselves
_STATE = re.compile(
    r"\s*,?\s+(?:also\s+|both\s+|all\s+|each\s+|later\s+|themselves\s+)*(?:(?:had|has|have)\b"
    r"(?!\s+(?:\w+ly\s+)?(?:notic|noted|observ|seen|felt|found|brought|detect|report|refus|declin))"
    r"|(?:was|were|is|are)\b(?!\s+(?:\w+ly\s+)?(?:informed|told|counsel|offered|reluctant|unwilling|"
    r"reassured|concerned|worried|asked|against|afraid|unable|present))"
    r"|died|suffer\w*|carri(?:ed|es)|underwent|developed|received|succumbed|tested|remains?"
    r"|took|takes|lost|lived|survived|harbou?r\w*|came\s+from)\b",
    _I,
)
_IN_ONE = re.compile(rf"^\W*in\s+{_WHOSE}{_KINSMEN}\b", _I)
_AND_PATIENT = re.compile(
    r"(?:\b(?:and|but|while|whereas|so)|;|,)\s*(?:she|he|(?:the|our|this)\s+patient)\b", _I
)
# after them the sentence comes to something else: "; a germline mutation was found"
_ONWARD = re.compile(
    rf"(?:;\s*|,\s*(?:and|but|so|while|whereas)\s+)(?=(?:she|he|(?:the|our|this)\s+patient|we|an?|"
    rf"the|genetic|germline|sequencing|testing|physical|examination|at|on|in|no)\b)"
    rf"(?!(?:the|an?|in|at|on)\s+(?:[\w-]+\s+){{0,2}}?{_KINSMEN}\b)",
    _I,
)
# "a kidney from a donor who had …", "married to a man with …": of the other, to the comma
_CLAUSE_OF = re.compile(
    rf"\b(?:{_WHOSE}(?:{KIN}|{_NEAR})|(?:an?|the)\s+(?:[\w-]+\s+){{0,2}}?donor),?\s+"
    r"(?P<clause>(?:who|whose|with)\s+[^,;.]{3,160})",
    _I,
)
_AS_PATIENT = re.compile(
    rf"^\W*(?:{_WHOSE}|the\s+)(?P<kin>(?:{KIN}(?:['’]s\s+)?)(?:{KIN})?)\b"
    r"(?=\s*(?:,|\(|who\b|aged\b|was\b|had\b|came\b|presented\b|noticed\b|complained\b|developed\b"
    r"|is\b|underwent\b|received\b|of\s+\d|an?\s))",
    _I,
)
# "a 70-year-old grandmother of five": what she is, and nobody's history
_INTRODUCED = re.compile(
    rf"^\W*(?:we\s+\w+\s+)?(?:an?|this)\s+(?:[\w-]+\s+)?\d+[\s-]*(?:years?|yrs?)[\s-]*old,?\s+"
    rf"(?:(?!(?:who\w*|with|of|girl|boy|child|patient|infant|and)\b)[\w'’-]+\s+){{0,3}}?{KIN}\b",
    _I,
)
_OLDER_PEOPLE = re.compile(r"mother|father|aunt|uncle|wife|husband", _I)
_WOMEN = re.compile(r"(?:mother|sister|daughter|aunt|niece|wife)$", _I)
_MEN = re.compile(r"(?:father|brother|son|uncle|nephew|husband)$", _I)
# a part of each noun of a relative: the cheap look before the search
_STEMS = (
    "mother", "father", "sister", "brother", "sibling", "son", "daughter", "aunt", "uncle",
    "cousin", "nephew", "niece", "wife", "husband", "twin", "parent", "relative", "family",
    "child", "donor", "partner", "spouse", "fianc", "neighbo", "colleague", "friend", "foster",
    "dog", "cat", "horse", "pet",
)  # fmt: skip


def told(text: str) -> bool:
    """Whether a sentence is about relatives of the patient, and nobody else."""
    if not holds(text.lower(), _STEMS):
        return False
    subject = _SUBJECT.match(text)
    state = subject and _STATE.match(text[subject.end() :])
    return bool(state or _IN_ONE.match(text)) and not _AND_PATIENT.search(text)


def cuts(text: str) -> list[int]:
    """Give where a sentence that begins with relatives comes back to the patient."""
    if not holds(text.lower(), _STEMS):
        return []
    subject = _SUBJECT.match(text)
    if subject is None or not _STATE.match(text[subject.end() :]):
        return []
    match = _ONWARD.search(text, subject.end())
    return [match.end()] if match else []


def clauses(text: str) -> list[tuple[int, int]]:
    """Give the clauses about another person inside a sentence: "a donor who had …"."""
    if not holds(text.lower(), _STEMS) or _SUBJECT.match(text):
        return []
    return [match.span("clause") for match in _CLAUSE_OF.finditer(text)]


def as_patient(text: str) -> re.Match[str] | None:
    """Read a relative who opens a sentence as a patient would ("His sister, aged 2, came")."""
    return _AS_PATIENT.match(text)


def introduced(text: str) -> int:
    """Give the length of the words that introduce a patient as a mother, a wife; else 0."""
    match = _INTRODUCED.match(text)
    return match.end() if match else 0


def is_older(kin: str) -> bool:
    """Whether a relative is none of the brothers and sisters whom a paper may be about."""
    return bool(_OLDER_PEOPLE.search(kin))


def sex(kin: str) -> str:
    """Give the sex that the name of a relative tells: "f", "m", or nothing for a cousin."""
    return "f" if _WOMEN.search(kin) else "m" if _MEN.search(kin) else ""
