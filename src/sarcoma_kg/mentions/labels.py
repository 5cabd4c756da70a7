"""What a text calls its patients: by number, order, age, "one … the other", or all together.

A label says which patient of several is meant. A sentence with two of them is cut, so that
each piece is about one: "in patient 1 it grew, in patient 2 it shrank".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from sarcoma_kg.mentions.numbers import ORDINALS, value

_I = re.IGNORECASE
PERSON = (
    r"(?:man|woman|male|female|boy|girl|lady|gentleman|patient|child|infant|baby|newborn|neonate|"
    r"toddler|lad|student|farmer|adolescent|teenager|nurse|teacher|adult|worker|housewife)"
)
#: Someone of a family, as its patient or as another.
KIN = (
    r"(?:(?:twin|half|step|grand|elder|older|younger)[\s-]?)?(?:mother|father|sister|brother|"
    r"sibling|son|daughter|aunt|uncle|cousin|nephew|niece|wife|husband|twin)"
)
_NOUN = rf"(?:{PERSON}|case|individual|subject|sibling|brother|sister|twin|cousin|daughter|son|one)"
# what a patient, and no nodule, is said to do
_DID = (
    r"(?:was|were|is|are|had|has|have|presented|developed|underwent|received|died|remain\w*|came|"
    r"complained|suffer\w*|declined|refused|relapsed|responded|progressed|survived|live[sd]?|lost|"
    r"showed|carried|needed|required|did|could|would|still|now|also|never|succumbed|noticed|noted|"
    r"reported|expired|experienced|achieved|tolerated|stayed|continue\w*|displayed|who|with|aged)"
)
_THING = (
    r"(?:operations?|surger\w+|biops\w+|resections?|specimens?|lesions?|nodules?|mass(?:es)?|"
    r"relapses?|recurrences?|courses?|cycles?|lines?|opinions?|looks?|scans?|examinations?|"
    r"excisions?|procedures?|metastas\w+|samples?|tumou?rs|sites?|foci|fusions?|attempts?|one)"
)
#: Things of one patient that are told one by one: "two nodules … the first … the second".
THINGS = re.compile(
    rf"\b(?:two|three|four|several|multiple|further)\s+(?:[\w-]+\s+){{0,3}}?{_THING}\b", _I
)
_SIGNS = {"a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
_SIGN = r"(?:[1-9](?!\d)|(?-i:[A-E]|I{2,3}|IV)(?!\w))"
_NUMBERED = re.compile(
    rf"\b(?:the\s+)?(?:case|patient|twin|sibling|individual|subject)(?P<many>s)?\s+"
    rf"(?:no\.?\s*|number\s*|nr\.?\s*|#\s*|n°\s*)?(?P<first>{_SIGN})"
    rf"(?P<more>(?:\s*(?:,\s*and\b|,|and\b|&|to\b|-|–)\s*(?:(?:case|patient)s?\s+)?{_SIGN})*)"
    r"(?!\s*(?:%|[-–]?\s*(?:days?|weeks?|months?|years?|yrs?|hours?|h|cm|mm|mg|g|Gy|cycles?|"
    r"courses?|times|of)\b))(?![.,]\d)",
    _I,
)
_ORDINAL = re.compile(
    rf"\b(?:(?:the|our|a)\s+)?(?P<ordinal>first|second|third|fourth|fifth|sixth)[\s-]+"
    rf"(?:born\b|(?:(?!one\b)\w+\s+)?{_NOUN}\b)"
    r"(?!\s+(?:of|in\s+the|report|described|to\b|ever|years?|months?|weeks?))",
    _I,
)
# "the second, a man of 41", "in the first, …": the noun is left out
_ALONE = re.compile(
    rf"(?:^\W*|[;,:]\s+|\b(?:and|but|while|whereas|in|for)\s+)"
    rf"(?P<label>the\s+(?P<ordinal>first|second|third|fourth|fifth|sixth|former|latter))"
    rf"(?!,?\s+(?:(?!{_DID}\b|an?\b|the\b)[\w-]+\s+){{0,3}}{_THING}\b)"
    rf"(?=\s*(?:[,;:.]|$|{_DID}\b|an?\s|\d|(?:but|and|it|she|he|the|no|only|while|whereas)\b))",
    _I,
)
_ELDER = re.compile(
    rf"\b(?:the|his|her)\s+(?P<word>elder|older|eldest|younger|youngest)\b"
    rf"(?=\s*(?:[,;:.]|$|{_DID}\b|(?:\w+\s+)?{_NOUN}\b))",
    _I,
)
_GROUP = r"(?:patients|cases|women|men|children|boys|girls|sisters|brothers|siblings|twins)\b"
_ONE = re.compile(
    rf"(?:^\W*|[;,]\s+(?:and\s+)?|\b(?:in|of|while|whereas)\s+)(?P<label>(?:the\s+)?one\b"
    rf"(?:\s+{_NOUN}\b|\s+of\s+(?:them|these(?:\s+\w+)?|(?:the|our)\s+(?:two\b|three\b|four\b|five\b|{_GROUP}))|(?=,?\s+{_DID}\b)))"
    r"(?!\s+(?:years?|months?|weeks?|days?)\b)",
    _I,
)
_OTHER = re.compile(
    rf"(?<!to\s)(?<!like\s)(?<!than\s)(?P<label>\b(?:(?:the|our)\s+(?:other|remaining)|another)\b"
    rf"(?:\s+(?:\w+\s+)?{_NOUN}\b|(?=,?\s+{_DID}\b)|(?<=\bin\sthe\sother)(?=,?\s+(?:it|she|he|the|"
    rf"an?|no|none|nothing)\b|[.;])))(?!\s+(?:of\s+the\s+literature|from\s+the))",
    _I,
)
_PEOPLE = (
    r"(?:patients?|cases?|siblings?|women|m[ae]n|boys?|girls?|child(?:ren)?|infants?|individuals?|"
    r"brothers?|sisters?|twins?|cousins?|babies|of\s+them|relatives|ladies|tumou?rs)"
)
_ALL = re.compile(
    rf"\b(?:both|all|each|either|neither|none|these|the\s+two|the\s+three|two|three|four)"
    rf"(?:\s+of\s+(?:the|our|these|them))?\s*(?:(?:two|three|four|five|six|\w+-\w+)\s+)?{_PEOPLE}\b"
    rf"|\ball\s+(?:two|three|four|five|six)\b(?!\s+(?!{_PEOPLE})\w+s\b)"
    rf"|^\W*(?:(?:in|for|of)\s+)?both\b(?=\s*(?:[,;:.]|$|{_DID}\b))"
    r"|\b(?:in|of|for|by)\s+both\b(?=\s*(?:[,;:.]|$))"
    r"|\b(?:were|had|are|have)\s+both\b"
    r"|\b(?:the|our)\s+(?:patients|siblings|brothers|sisters|twins|children|boys|girls|women)\b"
    r"|\bpatients\s+(?:were|had|underwent)\b"
    r"|^\W*they\s+(?:both\s+)?(?:underwent|received|were\s+(?:treated|operated|referred|admitted"
    r"|alive|well)|presented|complained|are\s+(?:alive|well)|remain|died)\b",
    _I,
)
# whose both: "her mother and aunt both had cancer"
_OTHERS_BOTH = re.compile(rf"\b{KIN}s?\s+(?:\w+\s+){{0,2}}?both\b", _I)
_LEADS = re.compile(
    r"(?:^|[;,:(.]|\b(?:and|but|while|whereas|then|in|for|of|with|when))[\s\W]*(?:the\s+)?$", _I
)
_JOINED = re.compile(
    r"^\s*(?:,|and|&|or|nor|,\s*and|as\s+well\s+as)\s*(?:in|of|for)?\s*(?:the\s+)?$", _I
)
_BREAK = re.compile(r"\s*(?:;|,?\s*\b(?:and|but|while|whereas)\b|,)", _I)
_BEFORE = re.compile(
    r"(?:[,;:]?\s*\b(?:and|but|while|whereas|then)\b|[,;:])?\s*(?:\b(?:in|for|of|with|when)\s+)?"
    r"(?:the\s+)?$",
    _I,
)
#: The whole family or group at once.
ALL = 0
#: Names that say who is meant only by what was told before.
ONE, OTHER, ELDER, YOUNGER, LAST = -1, -2, -3, -4, -5


@dataclass(frozen=True, slots=True)
class Label:
    """A stretch of a sentence that says which patients are meant."""

    start: int
    end: int
    numbers: tuple[int, ...]  # of cases, or one of the signs above


def sign(text: str) -> int:
    """Give the number that a digit, a word, a letter or a Roman numeral means; 0 for none."""
    return _SIGNS.get(text.lower()) or int(value(text) or 0)


def _listed(match: re.Match[str]) -> tuple[int, ...]:
    """Give the numbers of "patients 1, 2 and 4" and of "cases 1–3"."""
    first, more = sign(match.group("first")), match.group("more") or ""
    others = [sign(each) for each in re.findall(r"[1-9]|\b[A-E]\b|\bI{2,3}\b|\bIV\b", more)]
    if match.group("many") and len(others) == 1 and re.match(r"\s*(?:to\b|-|–)", more):
        return tuple(range(first, others[0] + 1))
    return (first, *others)


def counted(text: str) -> Iterator[Label]:
    """Give the labels of a sentence that hold a number: "patient 2", "the second patient"."""
    for match in _NUMBERED.finditer(text):
        yield Label(match.start(), match.end(), _listed(match))
    for match in _ORDINAL.finditer(text):
        yield Label(match.start(), match.end(), (ORDINALS[match.group("ordinal").lower()],))


def find(text: str, one_by_one: bool = False) -> list[Label]:
    """Give the labels of a sentence in text order; none overlaps another.

    `one_by_one`: things of one patient are being counted, so that "the first" is one of these.
    """
    low = text.lower()
    found = list(_read(text, low, one_by_one or bool(THINGS.search(text))))
    found.sort(key=lambda label: (label.start, -label.end))
    kept: list[Label] = []
    for label in found:
        if not kept or label.start >= kept[-1].end:
            kept.append(label)
    return kept


def _read(text: str, low: str, one_by_one: bool) -> Iterator[Label]:
    yield from counted(text)
    if not one_by_one:
        for match in _ALONE.finditer(text):
            word = match.group("ordinal").lower()
            number = 1 if word == "former" else LAST if word == "latter" else ORDINALS[word]
            yield Label(*match.span("label"), (number,))
    for match in _ELDER.finditer(text):
        sign = YOUNGER if match.group("word").lower().startswith("y") else ELDER
        yield Label(match.start(), match.end(), (sign,))
    if "other" in low or "remaining" in low:
        for match in _OTHER.finditer(text):
            yield Label(*match.span("label"), (OTHER,))
    if "one" in low:
        for match in _ONE.finditer(text):
            yield Label(*match.span("label"), (ONE,))
    if not ("both" in low and _OTHERS_BOTH.search(text)):
        for match in _ALL.finditer(text):
            yield Label(match.start(), match.end(), (ALL,))


def pairs(text: str) -> bool:
    """Whether a sentence tells "one" and "the other" apart: in the order of their introduction."""
    signs = {label.numbers[0] for label in find(text)}
    return {ONE, OTHER} <= signs


def cuts(text: str) -> list[int]:
    """Give where a sentence about several patients in turn is to be cut.

    Before each label where they lead ("patient 1 had …; patient 2 had …"), after each where they
    follow ("… in patient 1 and … in patient 2").
    """
    found = find(text)
    groups: list[list[Label]] = []
    for label in found:
        if groups and _JOINED.match(text[groups[-1][-1].end : label.start]):
            groups[-1].append(label)
        else:
            groups.append([label])
    if len({each.numbers for group in groups for each in group}) < 2 or len(groups) < 2:  # noqa: PLR2004 - one patient needs no cut
        return []
    first = groups[0][0]
    if re.fullmatch(r"\W*(?:(?:in|for|of|with)\s+)?(?:the\s+)?", text[: first.start], _I):
        leading = [g[0].start for g in groups[1:] if _LEADS.search(text[: g[0].start])]
        return [_opening(text, start) for start in leading]
    places = []
    for group, following in pairwise(groups):
        match = _BREAK.search(text, _unbracketed(text, group[-1].end), following[0].start)
        if match:
            places.append(match.start())
    return places


def _unbracketed(text: str, place: int) -> int:
    """Give where the bracket ends that follows a place; the place where none follows."""
    match = re.match(r"\s*(?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\]]*\])", text[place:])
    return place + match.end() if match else place


def _opening(text: str, start: int) -> int:
    """Give where the clause of a label begins: before its "and in"."""
    match = _BEFORE.search(text[:start])
    return match.start() if match else start
