"""Amounts in a text: ages, sizes, durations with what they are counted from, doses, dates."""

import re
from collections.abc import Iterator

from sarcoma_kg.mentions import ages
from sarcoma_kg.mentions.amounts import RANGE, made, quantity_of, unit_of_time
from sarcoma_kg.mentions.numbers import ABOUT, NUMBER, ORDINALS, value
from sarcoma_kg.records import DAYS, Mention, Quantity
from sarcoma_kg.stems import holds

_I = re.IGNORECASE
_LENGTH = r"(?:cm|mm|centimet(?:er|re)s?|millimet(?:er|re)s?|cms|mms|m(?![a-z/]))"
_BY = r"\s*(?:[x×✕*/]|by|,?\s*×)\s*"
_NUM = r"\d+(?:[.,]\d+)?"
_SIZE = re.compile(
    rf"(?<![\w.,])(?P<dims>{_NUM}(?:\s*-?\s*{_LENGTH})?(?:{_BY}{_NUM}(?:\s*-?\s*{_LENGTH})?)+)"
    rf"(?:\s*-?\s*(?P<unit>{_LENGTH}))?[23²³]?(?![\w])"
    rf"|(?<![\w.,/])(?P<low>{_NUM})(?:\s*-?\s*{_LENGTH})?(?:\s*(?:-|–|—|to)\s*(?P<high>{_NUM}))?"
    rf"[\s-]*(?P<unit1>{_LENGTH})(?!\s*[23²³]|\s*hg|\s*/|\w)"
    rf"|\b(?P<word>one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty)"
    rf"[\s-]+(?P<unit2>centimet(?:er|re)s?|millimet(?:er|re)s?|cm|mm)\b",
    _I,
)
_LENGTH_HINTS = (
    "cm", "mm", "centim", "millim", *(f"{n}{gap}m" for n in range(10) for gap in ("", " ", "-")),
)  # fmt: skip
_DIM = re.compile(rf"({_NUM})(?:\s*-?\s*({_LENGTH}))?", _I)

# "6 further months", "nine symptom-free years"
_SORT_OF_TIME = (
    r"(?:(?:more|further|additional|full|whole|consecutive|complete|long|extra|other|postoperative"
    r"|uneventful|(?:disease|symptom|recurrence|relapse|tumou?r|event|progression|pain)-free)[\s-]+)?"
)
_DURATION = re.compile(
    rf"(?<![\w.,/])(?:(?P<about>{ABOUT})\s+)?"
    r"(?:(?P<couple>a\s+couple\s+of|a\s+dozen)\s+"
    rf"|(?:{RANGE}|(?P<article>an?|one|another|half\s+an?|a\s+half)(?=[\s-]))[\s-]*)"
    rf"(?:(?P<half>half)[\s-]+)?{_SORT_OF_TIME}"
    r"(?P<unit>days?|weeks?|wks?|months?|mos?|mths?|years?|yrs?|decades?|fortnights?)\b"
    r"(?![\s-]*(?:old\b|of\s+age|aged)|\w)",
    _I,
)
# "2 years and 3 months", "one year, six months"
_AND_PART = re.compile(
    rf"\s*(?:,\s*|and\s+|,\s*and\s+)?(?P<part>{NUMBER})[\s-]*(?P<unit>days?|weeks?|wks?|months?|mos?)\b",
    _I,
)
# "in the ninth year", "at the 27th month", "until month 40"; but the "third month of pregnancy"
_NUMBERED = re.compile(
    r"(?:\d(?:st|nd|rd|th)|[a-z]th|second|third)[\s-](?:follow-?\s?up\s)?(?:week|month|year)|(?:week|month|year)\s\d",
    _I,
)
_NTH = re.compile(
    r"\b(?P<relation>at|in|by|during|until|till|after|up\s+to)\s+(?:the\s+end\s+of\s+)?(?:the\s+|her\s+|his\s+|about\s+(?:the\s+)?)?"
    rf"(?P<mention>(?:(?P<ordinal>\d+(?:st|nd|rd|th)|{'|'.join([*ORDINALS][1:])})[\s-]+(?:follow-?\s?up[\s-]+)?(?P<unit>week|month|year)"
    r"|(?P<unit2>week|month|year)\s+(?P<low>\d{1,3}))(?![\w-]|\s+(?:of\s+(?:life|pregnan\w+|gestation\w*|age|amenorrh\w+|school|\w+\s+school|university|study|medical)"
    r"|student|resident|medical|gestation\w*|pregnan\w+|postpartum|grade)\b))",
    _I,
)
_ONE_AND_HALF = re.compile(r"\b(?P<unit>year|month|week)s?\s+and\s+a\s+half\b", _I)
_POSTOPERATIVE = re.compile(
    rf"\b(?:(?P<before>post-?\s?operative|post-?\s?op)\s+(?P<unit>day|week|month|year)\s+"
    rf"(?P<low>{NUMBER})|(?P<ordinal>\d+(?:st|nd|rd|th)|{'|'.join(ORDINALS)})\s+"
    rf"(?P<after>post-?\s?operative)\s+(?P<unit2>day|week|month|year)|POD\s*(?P<pod>\d+)"
    r"|day\s+(?P<day>\d+)\s+(?:after|following|post)[\s-]+(?:the\s+)?(?:surgery|operation))\b",
    _I,
)
_RELATION_AFTER = re.compile(
    r"\s*(?:,\s*)?(?P<relation>after|following|since|from|later|thereafter|afterwards?|post-?"
    r"|(?:on|out)(?=\s*(?:,|from\b|after\b|since\b))|off\b|down\s+the\s+(?:line|road)|hence|into\b"
    r"|ago|before|prior|previously|earlier|history|duration|follow|postoperative|of\s+follow)",
    _I,
)
_RELATION_BEFORE = re.compile(
    r"(?P<relation>after|at|for|within|until|by|during|over|since|past|last|previous|in)"
    r"(?:\s+(?:the|an?|her|his|their|about|approximately|another|only|more\s+than|a\s+total\s+of))*"
    r"\s*(?:\w+ing\s+|postoperative\s+|follow-?up\s+(?:period\s+)?(?:of\s+)?)?$",
    _I,
)
_SINCE = (
    ("recurrence", r"recurrence|relapse|local\s+recurrence"),
    (
        "metastasis",
        r"(?:diagnosis|detection|appearance|discovery)\s+of\s+(?:[\w-]+\s+){0,2}?metasta(?!sectom)\w+|metasta(?!sectom)\w+",
    ),
    ("diagnosis", r"diagnos\w+|initial\s+diagnosis|histological\s+diagnosis"),
    (
        "treatment",
        r"(?:the\s+)?(?:completion|end|termination|cessation|start|initiation|beginning|"
        r"commencement|discontinuation|last\s+(?:dose|cycle))|completing|starting|chemo\w*|"
        r"radio\w*|(?:the\s+)?(?:treatment|therapy)|imatinib|adjuvant|(?:autologous|allogeneic|stem[\s-]+cell|bone\s+marrow|h[ae]+matopoietic|[ah]sct)\b",
    ),
    (
        "surgery",
        r"surg\w+|operat\w+|resect\w+|excis\w+|removal|post-?\s?op\w*|amputation|(?:\w+\s+)?\w+ectomy"
        r"|(?:the\s+)?procedure|transplant\w*|laparotomy|reconstruction|intervention",
    ),
    ("presentation", r"presentation|admission|onset|first\s+(?:visit|symptoms?)|referral"),
)
_SINCE_AFTER = re.compile(
    r"['’]?\s*,?\s*(?:of\s+(?:follow-?\s?up|observation)\s+)?(?:after|following|since|from|post-?|of)?\s*"
    r"(?:(?:the|his|her|their|its|initial|first|second|last|primary|definitive|original|curative|"
    r"complete|radical|wide|tumou?r|this|that|completion\s+of|date\s+of|time\s+of)\s+)*(?:"
    + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _SINCE)
    + r")",
    _I,
)
_COUNT = re.compile(
    rf"(?<![\w.,]){RANGE}[\s-]+(?:(?:more|further|additional|full|complete|monthly|weekly|initial|"
    r"consecutive|chemotherapy|adjuvant|neoadjuvant|total|daily|once-daily|equal|separate"
    r"|treatment|radiation|radiotherapy|stereotactic)\s+)*"
    r"(?P<unit>cycles?|courses?|fractions?|fx|sessions?)\b",
    _I,
)
# a dose told by its fractions: "25 x 2 Gy", "1.8 Gy x 28", "5 daily fractions of 5 Gy"
_BY_FRACTIONS = re.compile(
    rf"(?<![\w.,/])(?P<count>\d{{1,2}})\s*(?P<dose>[x×]\s*(?P<gray>{_NUM})\s*Gy)\b"
    rf"|(?<![\w.,/])(?P<dose1>(?P<gray1>{_NUM})\s*Gy)\s*[x×]\s*(?P<count1>\d{{1,2}})\b"
    rf"|(?P<count2>{NUMBER})[\s-]+(?:[a-z-]+\s+){{0,2}}?(?:fractions?|fx|sessions?)\s+"
    rf"(?P<dose2>(?:of|at)\s+(?P<gray2>{_NUM})\s*Gy)\b",
    _I,
)
_MOST_GRAY = 200  # a larger product is no dose of one course
_FIELDS = r"(?:h\.?p\.?f\.?s?|high[\s-]*power(?:ed)?[\s-]*(?:microscop\w+\s+)?fields?)"
_SIGN = (
    r"(?P<sign>[<>≤≥~]|up\s+to|at\s+least|more\s+than|greater\s+than|less\s+than|fewer\s+than"
    rf"|over|{ABOUT})"
)
_MITOSES = (
    r"(?:\s+(?:(?:atypical|abnormal|typical|scattered)\s+)?(?:mitos[ei]s|mitotic\s+(?:figures?|cells?)|mf))?"
    r"(?:\s+(?:(?:were|was)\s+)?(?:counted|seen|found|identified|present|noted|observed))?"
)
# how many of something in a field, an area or a stretch of the genome
_RATE = re.compile(
    rf"(?<![\w.,/-])(?:{_SIGN}\s*)?{RANGE}{_MITOSES}\s*\(?(?:/|per|in|over|x|×)\s*(?:(?:an?|each|every)\s+)?"
    rf"(?:(?P<fields>\d+|ten|fifty|twenty|one|single)?[\s-]*(?:consecutive\s+|contiguous\s+)?{_FIELDS}"
    r"|(?P<area>(?P<mm>\d*)\s*mm\s*(?:2|²|\^2|\(2\))|square\s+millimet(?:er|re)))(?![\w])"
    rf"|(?<![\w.,/-])(?:{_SIGN.replace('sign', 'sign1')}\s*)?"
    rf"{RANGE.replace('low', 'low1').replace('high', 'high1')}\s*"
    r"(?:(?:somatic|coding|non-?synonymous)\s+)*(?:mutations?|muts?\.?|variants?)?\s*"
    r"(?:/|per)\s*(?P<base>mega-?\s?base(?:\s?pair)?s?|mbp?)\b",
    _I,
)
_WORD_FIELDS = {"ten": 10, "twenty": 20, "fifty": 50, "one": 1, "single": 1, "": 1}
_DOSE = re.compile(
    rf"(?<![\w.,/]){RANGE}[\s-]*(?P<unit>c?Gy|gr[ae]ys?|rads?)\b(?!\s*/\s*(?:d|f)|\s+per)", _I
)
_DRUG_DOSE = re.compile(
    rf"(?<![\w.,/]){RANGE}[\s-]*(?P<unit>mg|milligrams?|g|grams?|mcg|µg|μg|micrograms?|IU|international\s+units?)"
    r"(?P<per>\s*(?:/|per\s+)\s*(?:(?P<area>m\s?(?:2|²|\^2|\(2\))|sqm|square[\s-]met(?:er|re)|sq\.?\s?m(?:et(?:er|re))?)|(?P<mass>kg|kilogram)))?"
    r"(?![\w²])(?!\s*/\s*(?:d?l|ml|mmol|24)\b)",
    _I,
)
_PERCENT = re.compile(rf"(?<![\w.,/])(?P<sign>[<>≤≥~]\s*)?{RANGE}\s*(?P<unit>%|per\s?cent\b)", _I)
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_DATE = re.compile(
    rf"\b(?:(?P<month>{'|'.join(_MONTHS)}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?,?\s+"
    r"(?:\d{1,2}(?:st|nd|rd|th)?,?\s+)?(?:of\s+)?(?P<year>(?:19|20)\d\d)"
    r"|(?:in|since|until|from|by|of|during|and|year|early|late)\s+(?P<bare>(?:19|20)\d\d))\b(?!\s*[%x×]|\s*-\s*\d)",
    _I,
)
_MANY_UNITS = {"decade": ("year", 10.0), "fortnight": ("week", 2.0)}
_PARTS_OF = {"year": 12, "month": 5, "week": 7}  # a part of a longer time is below this number


def find(text: str, start: int, end: int) -> list[Mention]:
    """Give the amounts in `text[start:end]` in text order; none overlaps another."""
    mentions: list[Mention] = []
    taken: list[tuple[int, int]] = []
    part = text[start:end].lower()
    for reader, hints in _READERS:
        if not holds(part, hints):
            continue
        for mention in reader(text, start, end):
            if all(mention.end <= a or mention.start >= b for a, b in taken):
                taken.append((mention.start, mention.end))
                mentions.append(mention)
    return sorted(mentions, key=lambda mention: mention.start)


def _millimetres(unit: str | None) -> float:
    low = (unit or "cm").lower()
    return 1.0 if low.startswith(("mm", "mil")) else 1000.0 if low == "m" else 10.0


def _sizes(text: str, start: int, end: int) -> Iterator[Mention]:
    for match in _SIZE.finditer(text, start, end):
        if match.group("dims"):
            parts = _DIM.findall(match.group("dims"))
            unit = match.group("unit") or next((u for _, u in reversed(parts) if u), None)
            if unit is None:
                continue
            lengths = [(value(n) or 0.0) * _millimetres(u or unit) for n, u in parts]
            largest = round(max(lengths), 4)
            quantity = Quantity(largest, largest, "mm") if 0 < largest < 1e4 else None  # noqa: PLR2004 - ten metres
        elif match.group("word"):
            quantity = quantity_of(
                match.group("word"), None, "mm", _millimetres(match.group("unit2"))
            )
        else:
            factor = _millimetres(match.group("unit1"))
            quantity = quantity_of(match.group("low"), match.group("high"), "mm", factor)
            if match.group("unit1").lower() == "m":
                quantity = None  # a lone "m" is metres of something else, or "million"
        yield from made(text, match, "size", quantity)


def _doses(text: str, start: int, end: int) -> Iterator[Mention]:
    for match in _DOSE.finditer(text, start, end):
        unit = match.group("unit").lower()
        factor = 0.01 if unit.startswith(("cgy", "rad")) else 1.0
        yield from made(
            text, match, "dose", quantity_of(match.group("low"), match.group("high"), "Gy", factor)
        )
    for match in _DRUG_DOSE.finditer(text, start, end):
        word = match.group("unit").lower()
        unit = "IU" if word.startswith(("i", "int")) else "g" if word[0] == "g" else "mg"
        factor = 0.001 if word.startswith(("mc", "mic", "µ", "μ")) else 1.0
        if match.group("area"):
            unit += "/m2"
        elif match.group("mass"):
            if unit != "mg":
                continue  # no drug of this field is dosed so
            unit += "/kg"
        yield from made(
            text, match, "dose",
            quantity_of(match.group("low"), match.group("high"), unit, factor),
        )  # fmt: skip


def _doses_by_fractions(text: str, start: int, end: int) -> Iterator[Mention]:
    """Read a dose that is told by its fractions as the number of them and the whole dose.

    The words for the dose of one fraction stand for the whole: "x 2 Gy" behind 25 is 50 Gy.
    """
    for match in _BY_FRACTIONS.finditer(text, start, end):
        told = match.groupdict()
        which = next(way for way in ("", "1", "2") if told[f"count{way}"])
        count, gray = value(told[f"count{which}"]), value(told[f"gray{which}"])
        if not count or not gray or count * gray > _MOST_GRAY:
            continue
        span = match.span(f"count{which}")
        dose = match.span(f"dose{which}")
        fractions = Quantity(count, count, "fraction")
        whole = round(count * gray, 4)
        yield Mention(*span, "count", text[slice(*span)], quantity=fractions)
        yield Mention(*dose, "dose", text[slice(*dose)], quantity=Quantity(whole, whole, "Gy"))


def _rates(text: str, start: int, end: int) -> Iterator[Mention]:
    """Read how many there are in ten fields, a square millimetre or a megabase."""
    for match in _RATE.finditer(text, start, end):
        if match.group("base"):
            low, high, unit, factor = match.group("low1"), match.group("high1"), "mutations/Mb", 1.0
        elif match.group("area"):
            low, high, unit = match.group("low"), match.group("high"), "/mm2"
            factor = 1.0 / float(match.group("mm") or 1)
        else:
            low, high, unit = match.group("low"), match.group("high"), "/10 HPF"
            fields = (match.group("fields") or "").lower()
            number = int(fields) if fields.isdigit() else _WORD_FIELDS[fields]
            if not number:
                continue
            factor = 10.0 / number
        about = bool(match.group("sign") or match.group("sign1"))
        yield from made(text, match, "rate", quantity_of(low, high, unit, factor, about))


def _counts(text: str, start: int, end: int) -> Iterator[Mention]:
    for match in _COUNT.finditer(text, start, end):
        unit = "fraction" if match.group("unit").lower().startswith(("f", "s")) else "cycle"
        yield from made(
            text, match, "count", quantity_of(match.group("low"), match.group("high"), unit)
        )


def _percents(text: str, start: int, end: int) -> Iterator[Mention]:
    for match in _PERCENT.finditer(text, start, end):
        about = bool(match.group("sign"))
        yield from made(
            text,
            match,
            "percent",
            quantity_of(match.group("low"), match.group("high"), "%", 1.0, about),
        )


def _dates(text: str, start: int, end: int) -> Iterator[Mention]:
    for match in _DATE.finditer(text, start, end):
        bare = match.group("bare")
        if bare:
            begin = match.start("bare")
            yield Mention(begin, match.end(), "date", bare, bare)
        else:
            month = match.group("month").lower()[:3]
            number = next(n for n, name in enumerate(_MONTHS, start=1) if name.startswith(month))
            yield Mention(
                match.start(),
                match.end(),
                "date",
                match.group(),
                f"{match.group('year')}-{number:02d}",
            )


def _postoperative(text: str, start: int, end: int) -> Iterator[Mention]:
    for match in _POSTOPERATIVE.finditer(text, start, end):
        ordinal = (match.group("ordinal") or "").lower()
        number = (
            match.group("low")
            or match.group("pod")
            or match.group("day")
            or (ordinal and str(ORDINALS.get(ordinal) or re.sub(r"\D", "", ordinal)))
        )
        unit = (match.group("unit") or match.group("unit2") or "day").lower()
        quantity = quantity_of(number, None, unit)
        if quantity:
            yield Mention(
                match.start(), match.end(), "duration", match.group(), "after", None,
                quantity=quantity, since="surgery",
            )  # fmt: skip


def _durations(text: str, start: int, end: int) -> Iterator[Mention]:
    for match in _DURATION.finditer(text, start, end):
        unit, factor = _MANY_UNITS.get(
            match.group("unit").lower().rstrip("s"), (unit_of_time(match.group("unit")), 1.0)
        )
        couple = (match.group("couple") or "").lower()
        about = bool(match.group("about") or couple)
        article = (match.group("article") or "").lower()
        low = match.group("low") or ("half" if "half" in article else "one")
        if couple:
            low = "two" if "couple" in couple else "twelve"
        quantity = quantity_of(low, match.group("high"), unit, factor, about)
        stop = match.end()
        half = _ONE_AND_HALF.match(text, match.start("unit"), end)
        if quantity and half:
            quantity = Quantity(quantity.low + 0.5, quantity.high + 0.5, unit, about)
            stop = half.end()
        if quantity is None:
            continue
        quantity, stop = _with_part(text, quantity, stop, end)
        begin = match.start()
        if (
            text[begin:stop].lower() in ("a day", "a week", "a month", "a year")
            and not _RELATION_AFTER.match(text, stop, end)
            and not _after_word(text, start, begin)
        ):
            continue  # "once a year", "twice a day"
        relation, since = _relation(text, start, begin, stop, end)
        yield Mention(
            begin, stop, "duration", text[begin:stop], relation, None,
            quantity=quantity, since=since,
        )  # fmt: skip


def _with_part(text: str, quantity: Quantity, stop: int, end: int) -> tuple[Quantity, int]:
    """Add the months of "2 years and 3 months": the amount in the smaller unit, and its end."""
    match = _AND_PART.match(text, stop, end) if quantity.low == quantity.high else None
    part = value(match.group("part")) if match else None
    if match is None or part is None:
        return quantity, stop
    unit = unit_of_time(match.group("unit"))
    if not (part < _PARTS_OF.get(quantity.unit, 0) and DAYS[unit] < DAYS[quantity.unit]):
        return quantity, stop
    whole = round(quantity.high * DAYS[quantity.unit] / DAYS[unit]) + part
    return Quantity(whole, whole, unit, quantity.approximate), match.end()


def _nths(text: str, start: int, end: int) -> Iterator[Mention]:
    """Read times that are numbered: "in the ninth year", "until month 40"."""
    if not _NUMBERED.search(text, start, end):
        return
    for match in _NTH.finditer(text, start, end):
        ordinal = (match.group("ordinal") or "").lower()
        number = match.group("low") or str(ORDINALS.get(ordinal) or re.sub(r"\D", "", ordinal))
        unit = (match.group("unit") or match.group("unit2")).lower()
        quantity = quantity_of(number, None, unit)
        if quantity:
            begin, stop = match.span("mention")
            _, since = _relation(text, start, begin, stop, end)
            label = _WORDS.get(match.group("relation").lower(), "at")
            yield Mention(
                begin, stop, "duration", text[begin:stop], "at" if label == "for" else label, None,
                quantity=quantity, since=since,
            )  # fmt: skip


def _after_word(text: str, start: int, begin: int) -> bool:
    return bool(_RELATION_BEFORE.search(text, max(start, begin - 60), begin))


_WORDS = {
    "later": "after", "thereafter": "after", "afterward": "after", "afterwards": "after",
    "following": "after", "since": "after", "from": "after", "post": "after", "post-": "after",
    "postoperative": "after", "on": "after", "out": "after", "off": "after",
    "down the line": "after",
    "down the road": "after", "hence": "after", "into": "after",
    "ago": "ago", "before": "before", "prior": "before",
    "previously": "ago", "earlier": "ago", "history": "history", "duration": "history",
    "after": "after", "at": "at", "for": "for", "within": "within", "until": "at",
    "up to": "at", "by": "at",
    "during": "for", "over": "for", "past": "history", "last": "history", "previous": "history",
    "follow": "follow-up", "in": "at",
}  # fmt: skip


def _relation(text: str, start: int, begin: int, stop: int, end: int) -> tuple[str, str]:
    """Say how a duration hangs on its event, and which event, from the words beside it."""
    window = min(end, stop + 80)
    after = _RELATION_AFTER.match(text, stop, window)
    before = _RELATION_BEFORE.search(text[max(start, begin - 60) : begin])
    relation = ""
    if after:
        word = re.sub(r"\s+", " ", after.group("relation").lower())
        relation = _WORDS.get(word, "follow-up" if "follow" in word else "after")
    elif before:
        relation = _WORDS.get(before.group("relation").lower(), "")
    since = ""
    if relation in ("after", "at", "follow-up", "within", ""):
        match = _SINCE_AFTER.match(text, stop, window)
        if match and match.lastgroup:
            since = match.lastgroup
        elif before and re.search(r"post-?\s?operative", before.group(), _I):
            since = "surgery"
        if since and not relation:
            relation = "after"
    return relation, since


# the readers in their order, each with the letters that a text must hold for it (for speed)
_READERS = (
    (ages.find, ("old", "age", "y/o", "y.o", "yo ", "year", "month", "decade", "genarian", "in h",
             "in t", "male", "man", "lad", "boy", "girl", "patient", "when", "she", "youth", "/m",
             "/f", " he ", "was ", "m, ", "f, ")),
    (_sizes, _LENGTH_HINTS),
    (_rates, ("hpf", "h.p.f", "field", "mm2", "mm²", "mm 2", "mm^2", "mm(2", "millimet", "megabase",
              "mega-base", "mb")),
    (_doses_by_fractions, ("gy",)),
    (_doses, ("gy", "gray", "grey", "grai", "rad", "mg", " g", "gram", "mcg", "µg", "μg", "iu",
              "international", *(f"{n}g" for n in range(10)))),
    (_counts, ("cycle", "course", "fraction", "fx", "session")),
    (_postoperative, ("post", "pod", "day")),
    (_dates, ("19", "20")),
    (_nths, ("week", "month", "year")),
    (_durations, ("decade", "fortnight", "day", "week", "wk", "mo", "mth", "year", "yr")),
    (_percents, ("%", "per")),
)  # fmt: skip
