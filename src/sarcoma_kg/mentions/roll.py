"""The roll of a paper: how many patients it says that it is about, and whom it speaks of now."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sarcoma_kg.mentions import labels, relatives, strangers
from sarcoma_kg.mentions.labels import KIN, PERSON
from sarcoma_kg.mentions.numbers import NUMBER, value
from sarcoma_kg.stems import holds

_I = re.IGNORECASE
PAIR, _FEW = 2, 3
MOST_CASES = 9  # more patients than this are a series, told as numbers
_GROUP = (
    r"(?:cases|patients|women|men|children|boys|girls|siblings|individuals|brothers|sisters|"
    r"infants|babies|adults|adolescents|teenagers|males|females|cousins|twins|relatives|persons|"
    r"ladies|people)"
)
# how such a noun ends or begins: the cheap look before the search
_GROUPS = (
    "cases", "patients", "men", "children", "boys", "girls", "siblings",
    "individuals", "brothers", "sisters", "infants", "babies", "adults", "adolescents",
    "teenagers", "males", "cousins", "twins", "relatives", "persons", "ladies", "people",
)  # fmt: skip
_COUNT = re.compile(
    r"(?<!\bone of )(?<!first of )(?<!second of )(?<!third of )(?<!est of )(?<!child of )"
    r"(?<!mother of )(?<!father of )\b"
    r"(?P<count>two|three|four|five|six|seven|eight|nine|ten|\d{1,4})\s+"
    rf"(?:(?!and\b|or\b|of\b|to\b|other\b|previous\b)[a-z-]+\s+){{0,4}}?{_GROUP}\b",
    _I,
)
# two people without a number: "a pair of twins", "a mother and her daughter"
_TWO = re.compile(
    r"\b(?:pair\s+of|twin|identical|monozygotic|dizygotic)\s+(?:\w+\s+){0,2}?(?:twins|siblings|brothers|sisters)\b"
    r"|\b(?:an?|the|in|of)\s+(?:[\w-]+\s+){0,2}?(?P<first>mother|father|brother|sister|uncle|aunt|"
    r"grandmother|grandfather)\s+and\s+(?:(?:an?|the|her|his|their)\s+)?(?:[\w-]+\s+){0,3}?"
    r"(?P<second>daughter|son|sister|brother|niece|nephew|grandson|granddaughter|child)\b",
    _I,
)
_KINSHIP = re.compile(r"mother|father|brother|sister|uncle|aunt|twin|sibling")
_PRESENTING = re.compile(
    r"\b(?:we|herein|here|this|present|report|describe|case\s+series|series\s+of|reports\s+of|"
    r"(?:is|are|were)\s+(?:presented|described|reported|treated|managed|seen|operated)|authors)\b"
    r"|\b(?:in|of|affect\w+)\s+(?:two|three|four)\s+(?:[\w-]+\s+)?(?:brothers|sisters|siblings|twins)\b"
    r"|^\W*(?:two|three|four|five|six)\b",
    _I,
)
_NOT_OURS = re.compile(
    r"literature|review of|including (?:the|our)|reported (?:cases|patients)", _I
)
# what a text has that numbers its patients
_TWO_LABELS = re.compile(
    r"(?:case|patient|twin|sibling|subject|individual)s?\s+(?:\w{2,6}\.?\s*|#\s*)?(?:2|b|ii)\b"
    r"|\bsecond\b",
)
_FAMILY = re.compile(
    rf"\b(?:siblings|brothers|sisters|twins?|cousins|relatives|famil(?:y|ies|ial)|{KIN}\s+and)\b",
    _I,
)
# a text that tells of a first and a second, whoever they are
_ENUMERATED = re.compile(
    r"^\W*(?:in\s+)?(?:the\s+)?(?:second|other|younger|latter|daughter|son)\b", _I
)
_SECOND = re.compile(
    r"^\W*(?:in\s+)?(?:the|our)\s+second\s+(?:\w+\s+)?(?:patient|case)\b\s*(?:,|\(|was|is|had|presented|underwent|concerns?)"
    rf"|^\W*(?:the|our)\s+second(?:,|\s+was)\s+an?\s+(?:[\w-]+\s+){{0,5}}?{PERSON}\b",
    _I,
)
_AGES = re.compile(
    rf"\b(?:aged|ages\s+(?:were|of)|were)\s+(?P<ages>{NUMBER}(?:\s*,\s*(?:and\s+)?{NUMBER}|\s+and\s+{NUMBER})+)"
    r"(?:[\s-]+(?P<unit>years?|months?))?",
    _I,
)


@dataclass(slots=True)
class Roll:
    """The patients met so far while a text is read, and whom it speaks of now."""

    total: int = 1
    current: tuple[int, ...] = (1,)
    known: dict[int, tuple[float, str]] = field(default_factory=dict)  # age in years, sex
    sexes: dict[int, str] = field(default_factory=dict)
    kin: dict[str, int] = field(default_factory=dict)  # "mother": 1, "daughter": 2
    announced: bool = False
    related: bool = False  # the patients are of one family
    headed: bool = False  # headings tell the patients apart
    fresh: bool = False  # a heading has just opened, and nobody is introduced yet
    paired: bool = False  # the sentence tells "one" and "the other" apart
    things: int = 0  # in so many sentences more, "the first" is a thing of one patient
    stranger: strangers.Stranger | None = None  # who else is spoken of
    discussed: frozenset[str] = frozenset()  # roles of passages that speak of others too
    described: set[int] = field(default_factory=set)  # those told of one by one
    elder: str = ""  # which of "elder" and "younger" the text names first

    def every(self) -> tuple[int, ...]:
        """Give the numbers of all patients."""
        return tuple(range(1, self.total + 1))

    def at(self, *numbers: int) -> tuple[int, ...]:
        """Speak of these patients from now on."""
        self.total = max(self.total, *numbers)
        self.current = numbers
        if len(numbers) == 1:
            self.described.add(numbers[0])
        return self.current

    def kept(self, cases: tuple[int, ...]) -> tuple[int, ...]:
        """Leave out the patients of an announced series whom nothing tells apart.

        Of two or three all are kept: what is said of all is said of each.
        """
        if not self.announced or self.total <= _FEW:
            return cases
        return tuple(case for case in cases if case in self.described)

    def relative(self, text: str) -> int:
        """Give the length of the words that call a patient someone's relative; else 0.

        "Her cousin, a man of 22" under the heading of the second case is its patient.
        """
        if not (self.fresh or self.related):
            return relatives.introduced(text)
        match = relatives.as_patient(text)
        if match is None:
            return 0
        kin = match.group("kin").lower()
        if not self.fresh and kin not in self.kin and relatives.is_older(kin):
            return 0
        return match.end()


def unroll(sentences: Sequence[str]) -> Roll:
    """Open the roll of a text: with as many patients as it says that it is about."""
    roll = Roll()
    count = announced(sentences)
    if 1 < count <= MOST_CASES:
        roll.total, roll.announced, roll.current = count, True, tuple(range(1, count + 1))
        opening = next((text for text in sentences if said(text) == count), "")
        roll.related = bool(_FAMILY.search(opening))
        roll.known = _listed_ages(sentences, count)
        pair = _TWO.search(opening)
        if pair and pair.group("first"):
            roll.kin = {pair.group("first").lower(): 1, pair.group("second").lower(): 2}
            roll.sexes = {n: each for kin, n in roll.kin.items() if (each := relatives.sex(kin))}
        return roll
    if not any(_TWO_LABELS.search(text.lower()) for text in sentences):
        return roll
    numbers = {
        number
        for text in sentences
        if not strangers.of_literature(text)
        for label in labels.counted(text)
        for number in label.numbers
    }
    if {1, 2} <= numbers and max(numbers) <= MOST_CASES:
        roll.total = max(numbers)
    return roll


def _listed_ages(sentences: Sequence[str], count: int) -> dict[int, tuple[float, str]]:
    """Read a list that gives as many ages as there are patients: "aged 12 and 15 years"."""
    for text in sentences:
        match = _AGES.search(text) if "age" in text or "were" in text else None
        if match is None:
            continue
        ages = [value(each) for each in re.findall(NUMBER, match.group("ages"), _I)]
        if len(ages) == count and all(ages):
            months = 12.0 if (match.group("unit") or "").lower().startswith("m") else 1.0
            return {n: ((age or 0) / months, "") for n, age in enumerate(ages, start=1)}
    return {}


def said(text: str) -> int:
    """Give the number of people that a sentence counts; 0 where it counts none."""
    low = text.lower()
    match = _COUNT.search(text) if holds(low, _GROUPS) else None
    number = value(match.group("count")) if match else None
    if number is None and _KINSHIP.search(low) and _TWO.search(text):
        return PAIR
    return int(number or 0)


def announced(sentences: Sequence[str], known: int = 0) -> int:
    """Give the number of patients that a text says it is about; 0 where it does not say.

    With a `known` number, a mere mention of as many patients is enough.
    """
    enumerated = any(_ENUMERATED.match(text) for text in sentences)
    for text in sentences:
        number = said(text)
        ours = not _NOT_OURS.search(text) and not strangers.of_literature(text)
        presented = _PRESENTING.search(text) or (enumerated and number <= MOST_CASES)
        if number > 1 and ours and presented:
            return number
        if _SECOND.match(text):
            return 2
    return 0
