"""Who the patient is: age at presentation, sex, symptoms at presentation, other diseases."""

import re
from dataclasses import replace

from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.records import Fact, Mention, Sentence

_PERSON = (
    r"man|woman|male|female|boy|girl|lady|gentleman|patient|child|infant|baby|newborn|neonate|"
    r"mother|student|soldier|worker|farmer|housewife"
)
_SEX_OF = {
    "female": "female", "woman": "female", "girl": "female", "lady": "female", "mother": "female",
    "housewife": "female", "schoolgirl": "female", "women": "female", "females": "female",
    "primigravida": "female", "multiparous": "female", "nulliparous": "female",
    "postmenopausal": "female", "primipara": "female", "gravida": "female", "girls": "female",
    "ladies": "female", "schoolboy": "male",
    "male": "male", "man": "male", "boy": "male", "gentleman": "male", "men": "male",
    "males": "male", "boys": "male",
}  # fmt: skip
_SEX_NOUN = re.compile(
    r"\b(?P<noun>"
    + "|".join(sorted(_SEX_OF, key=len, reverse=True))
    + r")\b(?!\s*(?:breast|pelvis|genital))",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?P<pronoun>she|he|her|his|him|hers|herself|himself)\b", re.IGNORECASE)
_SHE = frozenset({"she", "her", "hers", "herself"})
_KIN_BEFORE = re.compile(
    r"\b(?:mother|father|sister|brother|son|daughter|aunt|uncle|wife|husband|cousin)\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:at\s+(?:the\s+)?age|when\s+(?:she|he)\s+was|since\s+(?:the\s+)?age|aged?\s+of|previous\w*"
    r"|earlier|before)\b",
    re.IGNORECASE,
)
_INTRODUCED = re.compile(
    rf"^[\s,)\]-]*(?:old\b)?[\s,-]*(?:[\w'’/+-]+[\s,]+){{0,6}}?(?:{_PERSON})\b", re.IGNORECASE
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_OTHER_PEOPLE = re.compile(
    r"\bpatients?\s+(?:aged|older|younger|over|under)\b"
    r"|\b(?:median|mean|average)\s+(?:[\w-]+\s+){0,4}$|\bage\s+rang\w+\b",
    re.IGNORECASE,
)


def read(chart: Chart) -> list[Fact]:
    """Give the age and the sex of the patient of a chart, each at most once."""
    facts = []
    age = _age(chart)
    if age is not None:
        facts.append(age)
    sex = _sex(chart)
    if sex is not None:
        facts.append(sex)
    return facts


def _age(chart: Chart) -> Fact | None:
    """Give the age at which the patient is introduced, else the first age that is his or hers."""
    best: tuple[int, Sentence, Mention, str] | None = None
    for sentence, mention in chart.mentions("age"):
        if mention.quantity is None or (sentence.role == "title" and best):
            continue
        place = mention.start - sentence.start
        before, after = sentence.text[:place], sentence.text[mention.end - sentence.start :]
        if _OTHER_PEOPLE.search(before) or _KIN_BEFORE.search(before[-40:]):
            continue
        if _INTRODUCED.match(after):
            rank, rule = 0, "age-introduction"
        elif re.search(r"\b(?:age|years?\s+old|aged)\b", mention.text, re.IGNORECASE):
            rank, rule = (2 if _PAST.search(before[-40:] + mention.text) else 1), "age-stated"
        else:
            rank, rule = 1, "age-stated"
        if best is None or rank < best[0]:
            best = rank, sentence, mention, rule
    if best is None or best[2].quantity is None:
        return None
    mention, quantity = best[2], best[2].quantity
    own = _own_of_several(chart, best[1], mention)
    if own is not None:
        return own
    low, high = f"{quantity.low:g}", f"{quantity.high:g}"
    value = low if low == high else f"{low}-{high}"
    return chart.fact("age", value, (mention.start, mention.end), best[3], quantity=quantity)


def _own_of_several(chart: Chart, sentence: Sentence, mention: Mention) -> Fact | None:
    """Read a list that gives each of several patients an age: "aged 12 and 15 years"."""
    listed = list(_NUMBER.finditer(mention.text))
    if len(sentence.cases) < 2 or len(listed) != len(sentence.cases) or not mention.quantity:  # noqa: PLR2004 - one patient has no list
        return None
    match = listed[sentence.cases.index(chart.case)]
    span = (mention.start + match.start(), mention.start + match.end())
    quantity = replace(mention.quantity, low=float(match.group()), high=float(match.group()))
    return chart.fact("age", match.group(), span, "age-listed", quantity=quantity)


def _sex(chart: Chart) -> Fact | None:
    """Give the sex from the noun that introduces the patient, else from the pronouns."""
    for sentence in chart.sentences:
        for match in _SEX_NOUN.finditer(sentence.text):
            before = sentence.text[max(0, match.start() - 60) : match.start()]
            if _KIN_BEFORE.search(before[-25:]) or re.search(
                r"\b(?:his|her|their|or|in|among|between|for)\s+(?:\w+\s+)?$", before, re.IGNORECASE
            ):
                continue
            word = match.group("noun").lower()
            if word == "mother" and not re.search(r"\ba\s+(?:[\w-]+\s+)*$", before, re.IGNORECASE):
                continue
            start = sentence.start + match.start()
            span = (start, start + len(match.group()))
            return chart.fact("sex", _SEX_OF[word], span, "sex-noun")
    return _sex_by_pronoun(chart)


def _sex_by_pronoun(chart: Chart) -> Fact | None:
    found: dict[str, tuple[int, int]] = {}
    counts = {"female": 0, "male": 0}
    for sentence in chart.sentences:
        for match in _PRONOUN.finditer(sentence.text):
            sex = "female" if match.group().lower() in _SHE else "male"
            counts[sex] += 1
            start = sentence.start + match.start()
            found.setdefault(sex, (start, start + len(match.group())))
    if counts["female"] == counts["male"]:
        return None
    sex = max(counts, key=lambda name: counts[name])
    return chart.fact("sex", sex, found[sex], "sex-pronoun")
