"""Others of whom a text tells: the relatives of a patient, and the patients of other papers."""

import re

from sarcoma_kg.mentions.labels import KIN
from sarcoma_kg.stems import holds

_I = re.IGNORECASE
_WHOSE = (
    r"(?:her|his|their|the\s+(?:patient|boy|girl|child|man|woman|infant)['’]s)\s+"
    r"(?:[\w-]+\s+){0,3}?"
)
_KINSMEN = rf"(?:{KIN}s?|parents?|grandparents?|relatives?|family\s+members?|children)"
# the subject of a sentence: "Her elder sister, …," / "An aunt and two cousins"
_SUBJECT = re.compile(
    rf"^\W*(?:also\s+)?(?:{_WHOSE}{_KINSMEN}|(?:one|an?|another|both|two|three|several|a\s+third)\s+"
    rf"(?:(?!\w+-old\b)[\w-]+\s+){{0,2}}?(?:brother|sister|sibling|son|daughter|aunt|uncle|cousin|relative"
    rf"|family\s+member|grandparent)s?)\b"
    rf"(?:,?\s+(?:and|or)\s+(?:[\w-]+\s+){{0,3}}?{_KINSMEN}\b)?"
    r"(?:\s*,[^,;]{1,70},|\s*\([^)]*\)|\s+(?:of|on|in)\s+(?:the\s+|her\s+|his\s+)?\w+(?:\s+side)?)?",
    _I,
)
# what is told of the relatives themselves
_STATE = re.compile(
    r"\s+(?:also\s+|both\s+|all\s+|each\s+|later\s+|themselves\s+)*(?:(?:had|has|have)\b"
    r"(?!\s+(?:\w+ly\s+)?(?:notic|noted|observ|seen|felt|found|brought|detect|report|refus|declin))"
    r"|(?:was|were|is|are)\b(?!\s+(?:\w+ly\s+)?(?:informed|told|counsel|offered|reluctant|unwilling|"
    r"reassured|concerned|worried|asked|against|afraid|unable|present))"
    r"|died|suffer\w*|carri(?:ed|es)|underwent|developed|received|succumbed|tested|remains?)\b",
    _I,
)
_AND_PATIENT = re.compile(
    r"\b(?:and|but|while|whereas|so|;)\s*(?:she|he|the\s+patient|our\s+patient|this\s+patient)\b",
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
_OWN = re.compile(
    r"\b(?:we|us|ours?|herein|here|present(?:ed)?\s+(?:case|patient|report)|this\s+(?:case|patient)"
    r"|(?:is|are)\s+(?:presented|described|reported))\b",
    _I,
)
_AUTHORS = (
    r"(?:\bet\s+al\b\.?|\band\s+(?:co-?workers|colleagues|associates)\b|\(\s*(?:19|20)\d\d\s*\)"
    r"|\b(?:[Ii]n|[Ss]ince)\s+(?:19|20)\d\d\s*,\s*[A-Z]\w+)"
)
_TOLD = r"(?:report|describ|publish|document|present|treat|observ|encounter)\w*"
_LITERATURE = (
    re.compile(
        rf"{_AUTHORS},?\s*(?:[\[(][^)\]]*[\])])?\s*,?\s*(?:\w+\s+){{0,2}}?{_TOLD}\s+"
        r"(?:on\s+|about\s+)?(?:an?|one|two|three|the|another)\b"
    ),
    # "In the literature, a man of 47 lived for six years"
    re.compile(
        r"\bliterature\b"
        r"(?:\s+(?:holds|contains|has|knows|includes|mentions|records|offers))?,?\s+(?:an?|one|another)\s+"
        r"(?:[\w-]+\s+){0,4}?(?:man|woman|boy|girl|child|infant|patient|case|example)\b",
        _I,
    ),
    re.compile(rf"\b{_TOLD}\s+by\s+(?:[A-Z][\w'’-]+)[^.;]{{0,30}}?{_AUTHORS}"),
    re.compile(
        r"\b(?:case|patient|example|instance|man|woman|child|infant)s?\b[^;]{0,90}?"
        r"\b(?:has|have|had)\s+(?:previously\s+|so\s+far\s+|ever\s+)?been\s+(?:\w+\s+)?"
        r"(?:reported|described|published|documented)\b",
        _I,
    ),
    re.compile(
        r"\b(?:previously|earlier)\s+(?:reported|published|described|documented)\s+"
        r"(?:case|patient|man|woman|child|infant)s?\b",
        _I,
    ),
)
# one of these stands in what any of the patterns finds
_OF_OTHERS = (
    "et al", "workers", "colleagues", "associates", "(19", "(20", "n 19", "n 20", "nce 19",
    "nce 20", " been ", "reviously", "arlier", "iterature",
)  # fmt: skip
_PRONOUN = re.compile(r"^\W*(?P<pronoun>she|he|her|his|that\s+patient)\b", _I)
_FEMALE = re.compile(r"\b(?:woman|female|girl|lady|women)\b", _I)
_MALE = re.compile(r"\b(?:man|male|boy|gentleman|men|lad)\b", _I)
_WOMEN = re.compile(r"(?:mother|sister|daughter|aunt|niece|wife)$", _I)
_MEN = re.compile(r"(?:father|brother|son|uncle|nephew|husband)$", _I)


def relative(text: str) -> bool:
    """Whether a sentence is about relatives of the patient, and nobody else."""
    subject = _SUBJECT.match(text)
    return bool(subject and _STATE.match(text[subject.end() :]) and not _AND_PATIENT.search(text))


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


def of_literature(text: str) -> bool:
    """Whether a sentence tells of a patient whom others have published."""
    if not holds(text, _OF_OTHERS):
        return False
    return any(pattern.search(text) for pattern in _LITERATURE) and not _OWN.search(text)


def sex(text: str) -> str:
    """Give the sex of a person by nouns: "f", "m", or nothing where both or none is named."""
    female, male = bool(_FEMALE.search(text)), bool(_MALE.search(text))
    return "" if female == male else "f" if female else "m"


def kin_sex(kin: str) -> str:
    """Give the sex that the name of a relative tells: "f", "m", or nothing for a cousin."""
    return "f" if _WOMEN.search(kin) else "m" if _MEN.search(kin) else ""


def goes_on(text: str, other: str) -> bool:
    """Whether a sentence goes on about a stranger of sex `other` ("She died …")."""
    match = _PRONOUN.match(text)
    if match is None or _OWN.search(text):
        return False
    word = match.group("pronoun").lower()
    pronoun = "f" if word in ("she", "her") else "m" if word in ("he", "his") else ""
    return not (other and pronoun and other != pronoun)
