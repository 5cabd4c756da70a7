"""Strangers: the patients of other papers, one by one or as a group.

They are named by their authors ("Gislason reported a man of 51", "the patient of Griffin"), by
where they are found ("eleven cases are on record"), or, in a discussion, by nothing but that a
person comes up who is not the paper's own.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from sarcoma_kg.mentions import introductions
from sarcoma_kg.mentions.labels import PERSON
from sarcoma_kg.mentions.numbers import NUMBER
from sarcoma_kg.stems import holds

_I = re.IGNORECASE
#: Passages in which a paper speaks of others as much as of its own patient.
DISCUSSED = frozenset({"discussion", "conclusions", "background"})

# "unlike our patient", "as in the present case": what is compared is another
_COMPARED = re.compile(
    r"\b(?:unlike|like|(?:in\s+)?contra(?:st|ry)\s+(?:to|with)|compar\w+\s+(?:to|with)|similar(?:ly)?\s+to|"
    r"as\s+(?:in|with|was|did)|(?:other|rather|older|younger|larger|smaller|longer|earlier)\s+than|"
    r"(?:different|differing|differs?)\s+from|resembl\w+|besides|apart\s+from|before|except|"
    r"including|includes?)\s+(?:for\s+|that\s+of\s+|those\s+of\s+)?"
    r"(?:ours\b|our\s+own\b|(?:our|the\s+present|the\s+current|this)\s+(?:own\s+)?(?:\w+\s+)?"
    r"(?:patient|case|one)s?\b)",
    _I,
)
_OWN = re.compile(
    r"\b(?:we|us|ours?|herein|here|(?:present(?:ed)?|current)\s+(?:case|patient|report|woman|man|boy|girl)"
    r"|this\s+(?:case|patient)|(?:the|these|both)\s+authors|(?:is|are)\s+(?:presented|described|reported))\b",
    _I,
)
# a word with a capital that opens a sentence, and no author
_NO_NAME = (
    r"(?!(?:We|The|This|That|These|Those|Our|Authors?|Doctors?|Physicians?|Surgeons?|Parents?|Mother|"
    r"Father|She|He|They|It|I|An?|One|In|On|At|By|After|Before|Upon|During|Since|When|While|No|His|Her|Their|There|Here|Herein|Case|Patient|Who|"
    r"Also|Then|Later|Others|Some|Most|Many|Two|Three|Colleagues|Hospital|Centre|Center|Clinic|"
    r"Clinicians?|Oncologists?|Biops\w+|Histolog\w+|Patholog\w+|Radiolog\w+|Cytolog\w+|Patients?|"
    r"Surgery|Examination|Imaging|Chemotherapy|Radiotherapy|January|February|March|April|May|"
    r"June|July|August|September|October|November|December)\b)"
)
# those whose names are diseases, methods and peoples
_EPONYM = (
    r"(?!(?:Ewing|Kaposi|Hodgkin|Wilms|Burkitt|Stewart|Li|Gardner|Paget|Maffucci|Ollier|Werner|Lynch|"
    r"Recklinghausen|Von|Asian|African|European|American|Caucasian|Hispanic|Indian|Chinese|Japanese|"
    r"Korean|Arab|Turkish|Iranian|Bone|Soft|Stage|Grade|Type|Class|Cushing|Carney|Down|Turner)\b)"
)
_NAME = (
    rf"{_NO_NAME}{_EPONYM}(?:(?:van|von|de|der|den|di|du|da|la|le|el|Mc|O['’])\s?){{0,2}}"
    r"[A-Z][a-zà-ÿ'’-]+(?:-[A-Z][a-zà-ÿ]+)?"
)
_YEAR = (
    r"(?:,?\s*[\[(]?(?:in\s+)?(?:18|19|20)\d\d[a-z]?[\])]?|\s*\[[\d,\s–-]+\]|\s*\(\d[\d,\s–-]*\))"
)
_MORE = (
    rf"(?:(?:,\s*{_NAME}){{0,6}},?\s+(?:and|&)\s+(?:{_NAME}|others|co-?workers|colleagues|associates|"
    r"(?:his|her|their)\s+(?:group|team|colleagues|co-?workers|associates))|,?\s+et\s+al\b\.?)"
)
_AUTHORS = (
    rf"(?:(?:Drs?|Prof(?:essors?)?)\.?\s+)?{_NAME}{_MORE}?(?:['’]s?\s+(?:group|team))?{_YEAR}?"
)
_PEOPLE = (
    rf"(?:{PERSON}s?|men|women|children|babies|cases?|adults|sisters|brothers|siblings|twins|tumou?rs?|"
    # somebody with an age: "a 54-year-old veteran", "a farmer, 61"
    r"\w+omas?|\d+[\s-]years?[\s-]old|[a-z]+,\s(?:aged\s)?\d{1,2})"
)
_SAW = (
    r"(?:report|describ|publish|present|document|record|treat|observ|encounter|operat|collect|review(?=ed|s\b)|gather|"
    r"follow|cit|mention|manag|cur|not(?=ed)|saw|wrote|told)(?:s|es|ed|e|ted)?"
)
_TOLD = (
    r"(?:report|describ|publish|document|present|observ|cit|mention|record|collect|recogni[sz]|nam)"
    r"(?:ed|ted|s)?"
)
_CHAPTERS = (
    # "Gislason reported a 51-year-old man", "Plant et al. treated five adults"
    re.compile(
        rf"(?:^|(?<!r\.\s)(?<!s\.\s)(?<=[.;:,]\s)|\b(?:and|while|whereas|but|when|by\s+\d{{4}})\s+|\b(?:[Ii]n|[Ss]ince)\s+(?:18|19|20)\d\d,?\s+|^\W*\w+ly,?\s+)"
        rf"{_AUTHORS}\s*,?\s+(?:(?:has|have|had|also|first|later|even|recently|previously|once|who)\s+){{0,2}}{_SAW}\s+"
        rf"(?:(?:on|about|of|out|up|to)\s+){{0,2}}(?:an?|the|another|{NUMBER}|\d+|several|some|few|many)\s+"
        rf"(?:[\w'’-]+,?\s+){{0,7}}?{_PEOPLE}\b"
    ),
    # "a patient described by Okajima"
    re.compile(rf"\b{_TOLD}\s+(?:\w+ly\s+)?(?:by|from|in\s+the\s+\w+\s+of)\s+{_AUTHORS}"),
    # "according to Haas, a 30-year-old woman was cured"
    re.compile(rf"\b[Aa]ccording\s+to\s+{_AUTHORS},?\s+(?:[\w'’-]+,?\s+){{0,7}}?{_PEOPLE}\b"),
    # "was seen in a man of 31 by Okafor", "his patient, a woman of 24"
    re.compile(rf"\b(?:seen|found|met|treated|noted)\s+in\s+an?\s+[^.;]{{0,60}}\bby\s+{_AUTHORS}"),
    re.compile(
        r"(?:^\W*|\b(?:in|of|among)\s+)(?:[Hh]is|[Hh]er|[Tt]heir)\s+(?:own\s+|first\s+|second\s+)?patients?\b"
    ),
    # "in the patient of Griffin, a 39-year-old woman"
    re.compile(
        rf"\b(?:patients?|cases?|man|woman|boy|girl|child|infant|series|report|example|review)\s+"
        rf"(?:of|by)\s+(?:Dr\.?\s+)?{_AUTHORS}(?=\s*(?:[,;.:(\[]|$|(?:was|were|had|who|died|is|are|did|"
        r"received|underwent|lived|showed|and|lost|relapsed|responded|survived|with|the|in|to|at|of\s+an?|about\s+an?)\b))"
    ),
    # "Griffin's patient"
    re.compile(
        rf"\b{_NAME}(?:\s+(?:et\s+al\.?|and\s+{_NAME}))?(?:['’]s|s['’])\s+(?:\w+\s+)?(?:patient|case|report|series|paper)s?\b"
    ),
    # "Griffin's was a girl of six", "Griffin's 15-year-old"
    re.compile(
        rf"\b{_NAME}['’]s\s+(?:(?:was|is|had)\s+(?:been\s+)?(?:an?|in\s+an?)\s+(?:[\w-]+\s+){{0,4}}?{PERSON}\b"
        r"|(?:\w+\s+)?\d+[\s-](?:year|month)s?[\s-]old)"
    ),
    # a row of a table: "Griffin, 1988: 39/F"
    re.compile(
        rf"^\W*(?:\d{{1,2}}[.)]?\s+)?{_NAME}{_MORE}?\s*[,|;\t]?\s*[\[(]?(?:18|19|20)\d\d[a-z]?[\])]?"
        r"[^A-Za-z]{1,20}(?:(?<=\d)(?:\s*(?:y|yrs?|years?))?\W{0,3}(?:[MFmf]\b|(?:fe)?male|man|woman|boy|girl)"
        r"|(?:[MF]|(?:fe)?male|man|woman|boy|girl)\W{1,3}(?:of\s+)?\d)"
    ),
    # any author with a person told of right behind
    re.compile(
        rf"(?:\bet\s+al\b\.?|\band\s+(?:co-?workers|colleagues|associates|others)\b|\(\s*(?:19|20)\d\d\s*\))"
        rf",?\s*(?:[\[(][^)\]]{{0,40}}[\])])?\s*,?\s*(?:\w+\s+){{0,2}}?{_SAW}\s+(?:on\s+|about\s+)?"
        r"(?:an?|one|two|three|the|another)\b"
    ),
)
_LITERATURE = (
    # "In the literature, a man of 47 lived for six years"
    re.compile(
        r"\bliterature\b"
        r"(?:\s+(?:holds|contains|has|knows|includes|mentions|records|offers))?,?\s+(?:an?|one|another)\s+"
        r"(?:[\w-]+\s+){0,4}?(?:man|woman|boy|girl|child|infant|patient|case|example)\b",
        _I,
    ),
    re.compile(
        r"\b(?:case|patient|example|instance|man|woman|child|infant)s?\b[^;]{0,90}?"
        r"\b(?:has|have|had)\s+(?:previously\s+|so\s+far\s+|ever\s+)?been\s+(?:\w+\s+)?"
        r"(?:reported|described|published|documented|recorded|collected)\b",
        _I,
    ),
    re.compile(
        r"\b(?:previously|earlier|formerly|hitherto)\s+(?:reported|published|described|documented|recorded)\s+"
        r"(?:[\w-]+\s+){0,2}?(?:case|patient|man|woman|child|infant|example|tumou?r|\w+oma)s?\b"
        r"|\b(?:published|reported|recorded|known|previous|earlier|other)\s+(?:(?:cases|examples|instances)|patients\s+"
        r"(?:in|from|of)\s+the\s+literature)\b",
        _I,
    ),
    # "Three further patients are on record", "eleven such cases are known"
    re.compile(
        r"\b(?:cases?|patients|examples?|instances?|women|men|children|reports?|tumou?rs|\w+omas)\b"
        r"[^.;]{0,90}?\b(?:is|are|was|were|has|have|had|stand|exist)\s+(?:been\s+)?(?:\w+ly\s+|so\s+far\s+|ever\s+|"
        r"to\s+date\s+|only\s+|now\s+)?(?:on\s+record|in\s+print|known(?!\s+(?:to|for|as|with|case|since)\b)|published|"
        r"to\s+be\s+found\s+in|found\s+in\s+(?:the\s+)?(?:\w+\s+)?(?:literature|reports|journals))",
        _I,
    ),
    re.compile(
        r"\bcases?\s+(?:in|from|of)\s+(?:the\s+)?(?:\w+\s+)?literature\b"
        r"|\b(?:patient|case|report|description)s?\s+(?:is|are|was|were)\s+(?:to\s+be\s+)?found\s+in\s+(?:the\s+)?"
        r"(?:\w+\s+)?(?:literature|databases?)\b"
        r"|\b(?:an?|one)\s+(?:earlier|older|previous|recent|published|other)\s+(?:report|paper|publication|article|account)\b"
        r"[^.;]{0,60}?\b(?:patient|man|woman|boy|girl|child|infant|case)\b",
        _I,
    ),
)
# one of these stands in what any of the patterns of the literature finds
_STEMS = (
    " been ", "reviously", "arlier", "iterature", "ormerly", "itherto", "on record", "in print",
    "known", "published", "found in", "ublished", "eported ", "ecorded", "revious", "ther ",
    " report", "older", "recent",
)  # fmt: skip
_SEVERAL = re.compile(
    rf"\b(?:{NUMBER}|\d+|several|some|few|many|most|all|other|further|such|published|reported)\s+(?:[\w-]+\s+){{0,4}}?"
    r"(?:patients|cases|adults|women|men|children|boys|girls|infants|examples|instances|reports|tumou?rs|\w+omas)\b",
    _I,
)
_OWN_PATIENT = re.compile(
    rf"\bour\s+(?:\w+\s+)?(?:patient|case)\b|\bwe\s+\w+\s+an?\s+(?:[\w-]+\s+){{0,4}}?{PERSON}\b", _I
)
# "Results of the review. There were 110 patients"
_REVIEW = re.compile(
    r"^\W*(?:(?:methods?|results?|findings?)\s+of\s+(?:the\s+|our\s+)?(?:\w+\s+){0,2}(?:review|search|analysis)\b"
    r"|(?:review\s+of\s+(?:the\s+)?(?:\w+\s+)?(?:literature|cases)|literature(?:\s+(?:review|search))?|"
    r"(?:published|reported|previous|other|earlier)\s+(?:cases|patients))\s*(?:[.:\n]|$)"
    r"|(?:pubmed|medline|embase)\b[^.]{0,60}\bsearched\b)",
    _I,
)
# in a discussion: one or some of others
_SOMEBODY = re.compile(
    rf"^\W*(?:in\s+|of\s+|for\s+)?(?:one|an?|another|a\s+(?:second|third|further)|two|three|four|five|six|seven|eight|nine|ten|the\s+"
    rf"(?:first|second|third|other|others|earliest|oldest|youngest|only\s+other)|some|most|several|others|"
    rf"all\s+others)\b(?:\s+(?:further|other|of\s+(?:them|these|those)|[\w-]+)){{0,3}}?\s+"
    rf"(?:{PERSON}s?|cases?|men|women|children|(?=was\b|were\b|had\b|died\b|lived\b|survived\b|received\b|"
    r"underwent\b|developed\b|relapsed\b))",
    _I,
)
_PRONOUN = re.compile(
    r"\b(?:(?P<she>she|her|hers|herself|(?:this|that|the)\s+(?:woman|girl|lady))"
    r"|(?P<he>he|his|him|himself|(?:this|that|the)\s+(?:man|boy|gentleman|lad))"
    r"|that\s+patient|(?:this|that)\s+(?:child|infant|baby))\b",
    _I,
)
_SOON = 60  # characters in which a sentence says whom it is about
_OF_GROUP = re.compile(
    rf"^\W*(?:(?:in|of|among|for|at|after|despite)\s+)?(?:they|their|them|these|those|most|some|several|both|"
    rf"all|none|half|one|another|others|the\s+(?:other|others|rest|remaining|oldest|youngest|majority|first|"
    rf"second|last|median|mean)|{NUMBER}|\d+)\b",
    _I,
)
# "was given to ten, and five responded"
_COUNTS = re.compile(
    rf"\b(?:in|to|by|of|among|with)\s+(?:the\s+)?{NUMBER}(?=\s*[,.;]|\s+(?:and|of\s+(?:them|these|those))\b|$)"
    rf"|(?:^|[,;]\s+|\band\s+|\bbut\s+){NUMBER}\s+(?:were|was|had|died|lived|survived|responded|relapsed|received|"
    r"underwent|developed|showed|progressed|recurred|remained)\b",
    _I,
)
_FEMALE = re.compile(r"\b(?:woman|female|girl|lady|women)\b", _I)
_MALE = re.compile(r"\b(?:man|male|boy|gentleman|men|lad)\b", _I)
# "; our patient …", ", whereas in the present case …"
_TURN = re.compile(
    r"(?:;\s*|,\s*)(?:(?:while|whereas|but|and|yet|although)\s+)?(?:(?:in|for|of)\s+)?"
    r"(?=(?:we|our|ours|the\s+present|this)\b\s*(?:patient|case|own|woman|man|girl|boy|was|were|report|saw|add|describe|present|have)\b|ours\b)",
    _I,
)
_OTHERWISE = re.compile(r"(?:;\s*|,\s*)(?=(?:while|whereas|but|unlike)\b)|;\s*", _I)


@dataclass(frozen=True, slots=True)
class Stranger:
    """Who is spoken of that is no patient of the paper: one person, or a group."""

    sex: str = ""  # "f", "m", or nothing where it is not told
    many: bool = False


def is_own(text: str) -> bool:
    """Whether a sentence says that it is about the paper's own patient."""
    return bool(_OWN.search(_COMPARED.sub(" ", text)))


@lru_cache(1024)  # a sentence is asked several times
def of_literature(text: str) -> bool:
    """Whether a sentence tells of a patient whom others have published."""
    found = any(pattern.search(text) for pattern in _CHAPTERS) or (
        holds(text, _STEMS) and any(pattern.search(text) for pattern in _LITERATURE)
    )
    return found and not is_own(text)


def opens_review(text: str) -> bool:
    """Whether a sentence sets out to tell of published patients, or is a heading that says so."""
    return of_literature(text) or bool(_REVIEW.match(text))


def is_patient(text: str) -> bool:
    """Whether a sentence tells of the paper's own patient by name of person."""
    return is_own(text) and bool(_OWN_PATIENT.search(text))


def comes_up(text: str) -> bool:
    """Whether a sentence of a discussion brings up one or some who are not the paper's own."""
    if is_own(text):
        return False
    return introductions.introduces(text) or bool(_SOMEBODY.match(text))


def who(text: str) -> Stranger:
    """Give whom a sentence about strangers is about."""
    introduced = introductions.introduces(text)
    return Stranger(
        sex(text), many=not introduced and bool(_SEVERAL.search(text) or _COUNTS.search(text))
    )


def goes_on(text: str, stranger: Stranger, discussed: bool) -> bool:
    """Whether a sentence goes on about a stranger ("She died …", "Eight relapsed").

    In a discussion everything does, until the text comes back to its own patient.
    """
    if is_own(text):
        return False
    pronoun = _PRONOUN.search(text, 0, len(text) if discussed else _SOON)
    if pronoun is not None:
        told = "f" if pronoun.group("she") else "m" if pronoun.group("he") else ""
        if stranger.many and not discussed:
            return False
        return not (stranger.sex and told and told != stranger.sex)
    if stranger.many and (_OF_GROUP.match(text) or _COUNTS.search(text)):
        return True
    return discussed


def sex(text: str) -> str:
    """Give the sex of a person by nouns: "f", "m", or nothing where both or none is named."""
    female, male = bool(_FEMALE.search(text)), bool(_MALE.search(text))
    return "" if female == male else "f" if female else "m"


def cuts(text: str) -> list[int]:
    """Give where a sentence turns from a stranger to the paper's own patient, or the other way."""
    if not _OWN.search(text):
        return []
    for match in _TURN.finditer(text):
        if of_literature(text[: match.start()]):
            return [match.start() + 1]
    for match in _OTHERWISE.finditer(text):
        if of_literature(text[match.end() :]) and not of_literature(text[: match.start()]):
            return [match.end()]
    return []
