"""Whose sentence: which patient of the paper a sentence is about, or none of them.

A paper about one patient is case 1 throughout. Headings ("Case 2"), labels ("the second
patient", `labels`) and new introductions ("a 45-year-old man" after "a 30-year-old woman") start
the next; "both patients" means all. Relatives and patients of other papers (`strangers`) are
nobody. A series told only as numbers has no cases.
"""

import re
from itertools import pairwise

from sarcoma_kg.mentions import dealing, introductions, labels, relatives, strangers
from sarcoma_kg.mentions.labels import KIN, PERSON
from sarcoma_kg.mentions.numbers import value
from sarcoma_kg.mentions.roll import MOST_CASES, PAIR, Roll, said

_I = re.IGNORECASE
_SAME_AGE = 0.6  # years, rounded

_HEADING = re.compile(
    r"^\W*(?:case|patient)(?:\s+(?:report|presentation|no\.?|number|#))*\s*(?:#|n°)?\s*"
    r"(?P<number>\d|i{1,3}|iv|v|one|two|three|four|five|six|(?-i:[A-E]))\b(?=\s*(?:[.:,)\-–—(]|$|\s[A-Z]|a\b|was\b|had\b|is\b|an\b))",
    _I,
)
# "#2: a man of 40", "(2) F, 48": a number alone heads a case where several are announced
_ITEM = re.compile(
    rf"^\W*(?:#\s?(?P<hash>[1-9])|(?<!\d)(?P<item>[1-9])\s?[.):])\s*[:.)–—-]?\s+"
    rf"(?=(?:an?|the|this)\s|{PERSON}\b|(?-i:[MF])\b|\d)",
    _I,
)
# some patients of several, who are not told apart: "two of the five", "three were alive"
_SUBSET = re.compile(
    r"(?<!the )\b(?P<some>one|two|three|four|five|six|seven|eight|nine|\d)\s+"
    r"(?:(?:out\s+)?of\s+(?:them\b|(?:the\s+|our\s+|these\s+)?(?:\w+\s+)?"
    r"(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,2}|patients|cases)\b)"
    r"|(?:other\s+)?(?:patients?|cases?)\b)"
    r"|^\W*(?P<few>one|two|three|four|five|six|seven|eight)\s+"
    r"(?:were|was|had|has|died|underwent|received|developed|are|is|remain\w*|relapsed|survived)\b"
    r"|\b(?:most|some|several|none|the\s+majority)\s+of\s+(?:the|our|these)\s+(?:\w+\s+)?(?:patients|cases)\b"
    r"|\b(?:median|mean|average)\s+(?:age|follow|tumou?r|size|survival)",
    _I,
)
_PRESENTED = re.compile(r"\b(?:case|patient|report|present|describe|second|third|other)", _I)
_LISTED = re.compile(r"(?:[,;:]|\band|\bor|\bin|&)\s*$", _I)
_BETWEEN = re.compile(
    r"^[\s,]*(?:and|&)?\s*(?:(?:patient|case)\s+(?:\d|[A-E]|two|three)|the\s+(?:second|third|other))?[\s,]*$",
    _I,
)
_BELONGING = re.compile(r"\b(?:of|for|from|by|with|to|has|had)\s+$", _I)
_FIRST_WORDS = 45  # characters before a patient that opens a sentence
_KIN = re.compile(rf"\b(?:{KIN})\b", _I)
_HE = re.compile(
    r"\b(?:(?P<she>she|her|hers|herself|the\s+(?:woman|girl|lady|female))"
    r"|(?P<he>he|his|him|himself|the\s+(?:man|boy|gentleman|male|lad)))\b",
    _I,
)
_NAMED_KIN = re.compile(rf"^\W*(?:in\s+)?the\s+(?:[\w-]+\s+)?(?P<kin>{KIN})\b(?!['’]s)", _I)
# "the second, a woman of 41", "case 2 was a woman": right before an introduction
_NUMBERED = re.compile(
    r"(?:\b(?:and|while|whereas|but)\s+)?(?:in\s+)?(?:the\s+(?:second|third|fourth|fifth|other|latter)(?:\s+(?:patient|case|one))?"
    r"|(?:patient|case)\s+(?:\d|[A-E]|two|three))(?:\s*,|\s+was|\s+is|\s*:)?\s*$",
    _I,
)
_MEMORY = 3  # sentences
_NOBODY = (0,)  # no single patient: some of them


def pieces(text: str, several: bool) -> list[tuple[int, int, int]]:
    """Cut a sentence into (start, end, shared), each piece about one patient or all of some.

    Cuts are before each further patient that it introduces ("and a 30-year-old man") and where
    it goes from one to the other. What follows two who are introduced side by side is said of
    both: `shared` is how many. The labels of patients count where a text has `several`.
    """
    others = relatives.cuts(text) or strangers.cuts(text)
    if others:
        ends = sorted({0, *others, len(text)})
        return [(low, high, 0) for low, high in pairwise(ends)]
    people = [match for match in introductions.find(text) if introductions.age(match) is not None]
    # the child or the donor of a patient is no item of a list
    people = people[:1] + [m for m in people[1:] if _LISTED.search(text[: m.start()])]
    if len(people) < 2:  # noqa: PLR2004 - one patient needs no cut
        ends = sorted({0, *(labels.cuts(text) if several else ()), len(text)})
        return [(low, high, 0) for low, high in pairwise(ends)] or [(0, 0, 0)]
    first = people[0].start() if said(text[: people[0].start()]) == len(people) else 0
    starts = [first, *(_labelled(text, match.start()) for match in people[1:])]
    side_by_side = all(_BETWEEN.match(text[a.end() : b.start()]) for a, b in pairwise(people))
    last = people[-1].end() if side_by_side else len(text)
    found = [(low, high, 0) for low, high in zip(starts, [*starts[1:], last], strict=True)]
    if first:  # "Two cases of X" are both, before one is introduced
        found.insert(0, (0, first, 0))
    if side_by_side and text[last:].strip(" .;"):
        found.append((last, len(text), len(people)))
    return found


def _labelled(text: str, start: int) -> int:
    """Give where the words begin that number a patient before the introduction: "the second, "."""
    match = _NUMBERED.search(text, max(0, start - _FIRST_WORDS), start)
    return match.start() if match else start


def is_stranger(roll: Roll, text: str, role: str) -> bool:
    """Say whether a sentence is about a patient of another paper, and keep in mind of whom.

    In a discussion everybody is who comes up there first and is not said to be the paper's own;
    behind a stranger everybody else, once the one patient of the paper is known.
    """
    discussed = role in roll.discussed
    among = discussed or (roll.stranger is not None and roll.total == 1 and bool(roll.known))
    if strangers.of_literature(text) or (
        among and strangers.comes_up(text) and not _is_known(roll, text)
    ):
        roll.stranger = strangers.who(text)
        return True
    if roll.stranger is None:
        return False
    if strangers.goes_on(text, roll.stranger, discussed):
        return True
    roll.stranger = None
    return False


def _is_known(roll: Roll, text: str) -> bool:
    """Whether a patient of the paper is introduced again, or called by his or her number."""
    if roll.total > 1 and any(
        0 < number <= roll.total for label in labels.find(text) for number in label.numbers
    ):
        return True
    match = introductions.first(text)
    age = introductions.age(match) if match else None
    if match is None or age is None:
        return False
    sex = strangers.sex(match.group())
    return any(
        abs(old - age) < _SAME_AGE and (not sex or not other or sex == other)
        for old, other in roll.known.values()
    )


def assign(roll: Roll, text: str, background: bool, shared: int = 0) -> tuple[int, ...]:
    """Give the cases that a sentence is about, and move the roll on."""
    if background:
        return ()
    if shared:
        return roll.at(*range(max(roll.current[-1] - shared + 1, 1), roll.current[-1] + 1))
    heading = _heading(roll, text)
    return heading or _of_sentence(roll, text)


def _of_sentence(roll: Roll, text: str) -> tuple[int, ...]:
    """Give the cases of a sentence that is neither background nor a heading."""
    length, fresh = roll.relative(text), roll.fresh
    roll.fresh = False
    if not length and relatives.told(text) and not _is_ours(roll, text):
        return ()
    if length and roll.related and not fresh:
        return _next_relative(roll, text, length)
    cases: tuple[int, ...] = ()
    if roll.total > 1 or roll.announced:
        cases = _named(roll, text)
        roll.things = _MEMORY if labels.THINGS.search(text) else max(roll.things - 1, 0)
    if cases == _NOBODY:
        return ()
    cases = cases or _introduce(roll, text) or _by_sex(roll, text) or roll.current
    _remember(roll, text)
    return cases


def _is_ours(roll: Roll, text: str) -> bool:
    """Whether the relatives whom a sentence is about are the patients themselves."""
    return roll.announced and (said(text) == roll.total or bool(_NAMED_KIN.match(text)))


def _heading(roll: Roll, text: str) -> tuple[int, ...]:
    """Read "Case 2" and "Patient B, a 40-year-old man"."""
    heading = _HEADING.match(text)
    item = _ITEM.match(text) if heading is None and roll.announced else None
    if heading is not None:
        word = heading.group("number")
    elif item is not None:
        word = item.group("hash") or item.group("item")
    else:
        return ()
    number = labels.sign(word) or 1
    if number > MOST_CASES:
        return ()
    cases = roll.at(number)
    roll.headed, roll.stranger = True, None
    introduced = _introduce(roll, text, number)
    roll.fresh = not introduced
    _remember(roll, text)
    return cases


def _next_relative(roll: Roll, text: str, length: int) -> tuple[int, ...]:
    """Go on to the relative who is the next patient, or to the one of that name."""
    match = relatives.as_patient(text)
    kin = match.group("kin").lower() if match else ""
    number = roll.kin.get(kin.split()[-1] if kin else "")
    if number is None:
        following = (n for n in roll.every() if n not in roll.described)
        number = next(following, PAIR if roll.total == PAIR else 0)
    if number and number <= roll.total:
        found = relatives.sex(kin)
        if found:
            roll.sexes[number] = found
        cases = roll.at(number)
        _introduce(roll, text[length:], number)
        return cases
    return ()


def _named(roll: Roll, text: str) -> tuple[int, ...]:
    """Read a number, an ordinal, "one … the other", "both" in a text with several patients."""
    kin = _NAMED_KIN.match(text) if roll.kin else None
    if kin and kin.group("kin").lower() in roll.kin:
        return roll.at(roll.kin[kin.group("kin").lower()])
    if roll.total == PAIR and not roll.headed and dealing.in_turn(text):
        return roll.at(*roll.every())
    found = labels.find(text, roll.things > 0)
    own = [label for label in found if label.numbers[0] > 0]
    for label in own:
        if any(number > max(roll.total, PAIR) for number in label.numbers):
            continue
        cases = roll.at(*label.numbers)
        _introduce(roll, text, label.numbers[0] if len(cases) == 1 else 0)
        return cases
    if roll.total > PAIR and _subset(roll, text):
        return _NOBODY
    for label in found:
        cases = _meant(roll, label, text)
        if cases:
            return cases
    return ()


def _meant(roll: Roll, label: labels.Label, text: str) -> tuple[int, ...]:
    """Give whom a label means that depends on what was told before."""
    sign = label.numbers[0]
    if sign == labels.ALL:
        return roll.at(*roll.every())
    if sign == labels.LAST:
        return roll.at(PAIR) if roll.total == PAIR else ()
    if sign in (labels.ELDER, labels.YOUNGER):
        return _elder(roll, sign) if roll.total == PAIR else ()
    introduced = introductions.first(text) is not None
    told = len(roll.described) >= roll.total and not introduced
    if sign == labels.ONE:
        return _NOBODY if told and not roll.paired else roll.at(1)
    if len(roll.current) > 1:
        return roll.at(PAIR)
    return roll.at(min(roll.current[-1] + 1, roll.total))


def _elder(roll: Roll, sign: int) -> tuple[int, ...]:
    """Read "the elder … the younger": by the ages where they are known, else in text order."""
    ages = [roll.known[n][0] for n in (1, 2) if n in roll.known]
    if len(ages) == PAIR and ages[0] != ages[1]:
        first = labels.ELDER if ages[0] > ages[1] else labels.YOUNGER
    else:
        letter = "y" if sign == labels.YOUNGER else "e"
        roll.elder = roll.elder or letter
        first = labels.YOUNGER if roll.elder == "y" else labels.ELDER
    return roll.at(1 if sign == first else 2)


def _subset(roll: Roll, text: str) -> bool:
    """Whether a sentence speaks of some of the patients without saying of which."""
    match = _SUBSET.search(text)
    if match is None or introductions.first(text):
        return False
    some = match.group("some") or match.group("few")
    return not some or (value(some) or 0) < roll.total


def _remember(roll: Roll, text: str) -> None:
    """Keep the sex of the one patient whom a sentence is about."""
    if len(roll.current) == 1 and roll.current[0] not in roll.sexes:
        found = strangers.sex(text)
        match = None if found else _HE.search(text)
        if match:
            found = "f" if match.group("she") else "m"
        if found:
            roll.sexes[roll.current[0]] = found


def _by_sex(roll: Roll, text: str) -> tuple[int, ...]:
    """Read "he" and "the woman" where only one of the patients is of that sex."""
    if roll.total < PAIR or roll.headed or len(roll.sexes) < roll.total:
        return ()
    if said(text) == roll.total:
        return ()
    match = _HE.search(text)
    if match is None:
        return ()
    sex = "f" if match.group("she") else "m"
    if len(roll.current) == 1 and roll.sexes[roll.current[0]] == sex:
        return ()
    of_that = [number for number, each in roll.sexes.items() if each == sex]
    return roll.at(of_that[0]) if len(of_that) == 1 else ()


def _begins(before: str, announced: bool) -> bool:
    """Whether a further patient is introduced here, and not a child or donor of the first."""
    if announced or _PRESENTED.search(before):
        return True
    return len(before) < _FIRST_WORDS and not _BELONGING.search(before)


def _introduce(roll: Roll, text: str, number: int = 0) -> tuple[int, ...]:
    """Read "a 45-year-old man": the next patient where age or sex are not those of the last."""
    match = introductions.first(text) or (
        introductions.DEFINITE.search(text) if roll.announced else None
    )
    age = introductions.age(match) if match else None
    if match is None or age is None or _KIN.search(text[: match.start()]):
        return ()
    sex = strangers.sex(match.group())
    if not number and len(roll.current) == 1 and roll.current[0] not in roll.known:
        number = roll.current[0]
    if number:
        roll.known[number] = (age, sex)
        return roll.current
    for place, (old, other) in roll.known.items():
        if abs(old - age) < _SAME_AGE and (not sex or not other or sex == other):
            return roll.at(place)
    if roll.known and (
        len(roll.known) >= MOST_CASES or not _begins(text[: match.start()], roll.announced)
    ):
        return roll.current
    # the same person some years later ("a 45-year-old man, then 47") keeps the article "the"
    following = max(roll.known, default=0) + 1
    if roll.announced and following > roll.total and match.group().lower().startswith("the "):
        return ()
    roll.known[following] = (age, sex)
    return roll.at(following)
