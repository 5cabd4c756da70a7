"""Who the patient is: age at presentation, sex, symptoms at presentation, other diseases."""

import re
from dataclasses import replace

from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.phrase import lowered
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
    "ladies": "female", "schoolboy": "male", "multigravida": "female", "multipara": "female",
    "perimenopausal": "female", "menopausal": "female", "widow": "female", "nun": "female",
    "actress": "female", "waitress": "female", "hostess": "female", "seamstress": "female",
    "widower": "male", "monk": "male", "lad": "male", "grandmother": "female", "wife": "female",
    "father": "male", "grandfather": "male", "sisters": "female", "brothers": "male",
    "male": "male", "man": "male", "boy": "male", "gentleman": "male", "men": "male",
    "males": "male", "boys": "male",
}  # fmt: skip
_SEX_NOUN = re.compile(
    r"\b(?:(?:police|fisher|service|sales|fire|sports|business|crafts|post|clergy|sea)-?)?(?P<noun>"
    + "|".join(sorted(_SEX_OF, key=len, reverse=True))
    + r")\b(?!['’]|-in-|\s*(?:breast|pelvis|genital|donors?|partner|sibling|relative|neighbou?r))"
)
# "45/M", "Patient: F, 45", "para 3": codes that tell the sex
_SEX_CODE = re.compile(
    r"\b\d\d(?:\s?y(?:rs?)?(?:/?o)?\.?)?\s?/?\s?(?P<code>[MF])(?=[\s,.;:)])"
    r"|^(?:\W*\d\W+)?(?P<named>[MF]),?\s*\d\d\b"
    r"|\b(?P<births>(?:[Pp]ara|[Gg]ravida)\s+\d|G\d+\s?P\d+)"
)
# nouns that are of a patient only where an article introduces him or her
_FAMILY_NOUN = frozenset({"mother", "father", "grandmother", "grandfather", "wife"})
_PRONOUN = re.compile(r"\b(?P<pronoun>she|he|her|his|him|hers|herself|himself)\b", re.IGNORECASE)
_SHE = frozenset({"she", "her", "hers", "herself"})
_SEX_OF_KIN = {
    "mother": "female", "sister": "female", "daughter": "female", "aunt": "female",
    "wife": "female", "niece": "female", "father": "male", "brother": "male", "son": "male",
    "uncle": "male", "husband": "male", "nephew": "male",
}  # fmt: skip
_KIN_BEFORE = re.compile(
    r"\b(?:mother|father|sister|brother|son|daughter|aunt|uncle|wife|husband|cousin)\b",
    re.IGNORECASE,
)
# a patient who is called the relative of the one before: "Her cousin, a man of 22, …"
_AS_RELATIVE = re.compile(
    r"^\W*(?:her|his|their|the\s+\w+['’]s)\s+(?:[\w-]+\s+){0,2}?(?:\w+['’]s\s+)?"
    r"(?P<kin>mother|father|sister|brother|son|daughter|aunt|uncle|wife|husband|cousin|twin|niece|"
    r"nephew)(?=\s*[,(]|\s+(?:was|aged|presented|had|came)\b)",
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


_PLURAL_KIN = frozenset({"sisters", "brothers"})
_ARTICLE = re.compile(r"\b(?:an?|this)\s+(?:[\w'’-]+,?\s+)*$", re.IGNORECASE)


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
        told = before[_relative(chart, sentence) :]
        if _OTHER_PEOPLE.search(before) or _KIN_BEFORE.search(told[-40:]):
            continue
        if _INTRODUCED.match(after):
            rank, rule = 0, "age-introduction"
        elif re.search(r"\b(?:age|years?\s+old|aged)\b", mention.text, re.IGNORECASE):
            clause = re.split(r"[,;]", before[-40:])[-1]
            rank, rule = (2 if _PAST.search(clause + mention.text) else 1), "age-stated"
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


def _relative(chart: Chart, sentence: Sentence) -> int:
    """Give the length of the words that call the patient a relative of the case before; else 0."""
    if chart.alone or chart.case < 2 or sentence not in chart.sentences[:3]:  # noqa: PLR2004 - the first is nobody's relative
        return 0
    match = _AS_RELATIVE.match(sentence.text)
    return match.end() if match else 0


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
        own = _relative(chart, sentence)
        for match in _SEX_NOUN.finditer(lowered(sentence.text), own):
            before = sentence.text[max(own, match.start() - 60) : match.start()]
            if _KIN_BEFORE.search(before[-25:]) or re.search(
                r"\b(?:his|her|their|or|in|among|between|for)\s+(?:\w+\s+)?$", before, re.IGNORECASE
            ):
                continue
            word = match.group("noun")
            if word in _FAMILY_NOUN and not _ARTICLE.search(before):
                continue
            if word in _PLURAL_KIN and len(sentence.cases) < 2:  # noqa: PLR2004 - of one patient they are the family
                continue
            start = sentence.start + match.start()
            span = (start, start + len(match.group()))
            return chart.fact("sex", _SEX_OF[word], span, "sex-noun")
        kin = _AS_RELATIVE.match(sentence.text) if own else None
        if kin and kin.group("kin").lower() in _SEX_OF_KIN:
            span = (sentence.start + kin.start("kin"), sentence.start + kin.end("kin"))
            return chart.fact("sex", _SEX_OF_KIN[kin.group("kin").lower()], span, "sex-noun")
        code = _SEX_CODE.search(sentence.text)
        if code:
            letter = code.group("code") or code.group("named") or "F"
            span = (sentence.start + code.start(), sentence.start + code.end())
            return chart.fact("sex", "male" if letter == "M" else "female", span, "sex-noun")
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
