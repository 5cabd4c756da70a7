"""Verification: of a model's rows only those become facts that text, ontology and model allow.

Nothing of a row is taken on trust. The quote must stand in the text, the identifiers come from
the ontology, name and numbers must stand in the quote, what is left must be a `Fact`, and its
sentence must say it of the patient (`asserted`). Of the 499 rows of the first gold documents 7 fall
before that last question; of as many with a name or an amount that belongs to another row about 19
in 20 do. The last question drops 125 of 7,199 gold rows, most of them diagnoses that were suspected
for a while.
"""

import csv
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from sarcoma_kg.errors import FactError
from sarcoma_kg.kinds import KINDS, QUALIFIERS
from sarcoma_kg.model import amount, answer, asserted, grounding
from sarcoma_kg.model.quotation import edge, places
from sarcoma_kg.ontology import Concept, Ontology
from sarcoma_kg.records import SINCE, UNITS, Evidence, Fact, Qualifiers, Quantity, Sentence
from sarcoma_kg.terms import Term

_LONGEST_QUOTE = 400  # characters: a longer one is evidence of nothing
_LONGEST_VALUE = 120
_MOST_PLACES = 12  # of a quote, that are tried
_LONGEST_NOTE = 200
_MOST_CASES = 500
_ANY = "any"
#: Facts whose very name must stand in their quote: a wrong one would be a wrong treatment.
_SPOKEN = ("drug", "regimen", "marker", "alteration", "diagnosis")
_OPEN_VALUES = {
    "grade": ("high", "intermediate", "low", "1", "2", "3", "4"),
    "stage": ("localised", "locally advanced", "metastatic"),
    "recurrence": ("local",),
}
_NUMERAL = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:[.,]\d+)?")
_THOUSANDS = re.compile(r",(?=\d{3}(?!\d))")
_UNITS = (
    "zero",
    "one a an single first",
    *("two second", "three third", "four fourth", "five fifth", "six sixth", "seven seventh"),
    *("eight eighth", "nine ninth", "ten tenth", "eleven eleventh", "twelve twelfth", "thirteen"),
    *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = {word: number for number, words in enumerate(_UNITS) for word in words.split()}
_WORDS |= {word: 10 * number for number, word in enumerate(_TENS, 2)}
_LETTERS = re.compile(r"[^a-z0-9]+")
_ROMAN = ("", "i", "ii", "iii", "iv", "v")
_END = re.compile(r"(?<=[.;!?])\s|\n\s*\n")
_CM = 10  # mm
_CGY = 0.01  # Gy
_STEM = 4  # letters by which words are compared
_EMPTY = frozenset(
    ["of", "the", "in", "and", "to", "or", "on", "by", "for", "with", "at", "due", "not", "nos"]
)
_SHORT = 10  # characters of an abbreviation


class Drop(Exception):  # noqa: N818 - not a fault of the program: a row that is left out
    """Why a row of a model is left out, in a few words that are the same for the same reason."""


@dataclass(frozen=True, slots=True)
class Passage:
    """The stretch of a text that a model was shown, and the sentences of the text."""

    text: str
    start: int
    end: int
    sentences: tuple[Sentence, ...] = ()


def facts(
    rows: Sequence[object], passage: Passage, ontology: Ontology, rule: str
) -> tuple[list[Fact], Counter[str]]:
    """Give the facts of the rows that hold, and count the others by the reason they fell for."""
    found, dropped = [], Counter[str]()
    for row in rows:
        try:
            found.append(fact(row, passage, ontology, rule))
        except Drop as drop:
            dropped[str(drop)] += 1
    return found, dropped


def fact(row: object, passage: Passage, ontology: Ontology, rule: str) -> Fact:
    """Make a fact of one row; raises `Drop` where anything of it does not hold."""
    if not isinstance(row, Mapping):
        raise Drop("no row")
    kind, case = row.get("fact"), row.get("case")
    if not isinstance(kind, str) or kind not in KINDS:
        raise Drop("unknown kind of fact")
    if isinstance(case, bool) or not isinstance(case, int) or not 0 <= case <= _MOST_CASES:
        raise Drop("wrong case")
    first: Drop | None = None
    for span in _spans(row, passage):
        try:
            return _at(span, kind, case, row, passage, ontology, rule)
        except Drop as drop:  # another place of the same words may bear it out
            first = first or drop
    raise first or Drop("quote not in the text")


def _at(
    span: tuple[int, int],
    kind: str,
    case: int,
    row: Mapping[str, Any],
    passage: Passage,
    ontology: Ontology,
    rule: str,
) -> Fact:
    quote = passage.text[span[0] : span[1]]
    polarity = row.get("polarity")
    if polarity not in ("present", "absent"):
        raise Drop("wrong polarity")
    if polarity == "absent" and not KINDS[kind].denied:
        raise Drop("denial of what cannot be denied")
    quantity = _quantity(kind, row, quote)
    value, terms = _value(kind, row, quote, passage.text, quantity, ontology)
    try:
        made = Fact(
            case=case,
            kind=kind,
            value=value,
            evidence=Evidence(*span, quote, rule),
            terms=terms,
            polarity="absent" if polarity == "absent" else "present",
            quantity=quantity,
            since=_since(row),
            note=_note(row),
            qualifiers=_qualifiers(kind, row, _sentence(passage, span)),
        )
    except FactError:
        raise Drop("breaks the model of facts") from None
    if why := asserted.objection(made, passage.sentences):
        raise Drop(why)
    return made


def _text(row: Mapping[str, Any], name: str, most: int) -> str:
    said = row.get(name)
    if not isinstance(said, str):
        raise Drop(f"wrong type of {name}")
    said = " ".join(said.split())
    if len(said) > most or not all(sign.isprintable() for sign in said):
        raise Drop(f"impossible {name}")
    return said


def _spans(row: Mapping[str, Any], passage: Passage) -> list[tuple[int, int]]:
    """Give the places of a row's quote in the text, the first ones."""
    quote = row.get("quote")
    if not isinstance(quote, str):
        raise Drop("wrong type of quote")
    if len(quote) > _LONGEST_QUOTE:
        raise Drop("quote too long")
    found = places(passage.text[passage.start : passage.end], quote)[:_MOST_PLACES]
    if found and not edge(passage.text, passage.start + found[0][0]):
        raise Drop("quote is a part of a word")
    return [(passage.start + start, passage.start + end) for start, end in found]


def _quantity(kind: str, row: Mapping[str, Any], quote: str) -> Quantity | None:
    low, high, unit = row.get("low"), row.get("high"), row.get("unit")
    if low is None and high is None:
        if kind in amount.MEASURES:
            raise Drop("no amount")
        return None
    low, high = high if low is None else low, low if high is None else high
    if not isinstance(unit, str) or unit not in UNITS:
        raise Drop("unit that is none")
    try:
        quantity = Quantity(low, high, unit)  # type: ignore[arg-type]  # it checks them itself
        amount.check(kind, quantity)
    except (FactError, OverflowError):
        raise Drop("impossible amount") from None
    if not _spoken_numbers(quantity, kind, quote):
        raise Drop("number not in the quote")
    return quantity


def _numbers(quote: str) -> set[float]:
    """Give the numbers that stand in a quote, in figures or in words."""
    told = {
        float(_THOUSANDS.sub("", number).replace(",", ".")) for number in _NUMERAL.findall(quote)
    }
    words = [word for word in _LETTERS.split(quote.lower()) if word]
    told |= {float(_WORDS[word]) for word in words if word in _WORDS}
    # twenty-four
    told |= {
        float(_WORDS[one] + _WORDS[two])
        for one, two in pairwise(words)
        if _WORDS.get(one, 0) >= 20 and 0 < _WORDS.get(two, 0) < 10  # noqa: PLR2004 - tens, ones
    }
    return told


def _spoken_numbers(quantity: Quantity, kind: str, quote: str) -> bool:
    """Say whether the numbers of an amount stand in its quote."""
    told = _numbers(quote)
    if quantity.unit == "mm":
        told |= {number * _CM for number in told}
    if quantity.unit == "Gy" and "cgy" in quote.lower():
        told |= {number * _CGY for number in told}
    decade = quantity.low % 10 == 0 and quantity.high - quantity.low == 9  # noqa: PLR2004 - see below
    if kind == "age" and decade:  # "in her 40s"
        return any(abs(quantity.low - number) < 1e-6 for number in told)  # noqa: PLR2004 - rounding
    return all(
        any(abs(stated - number) < 1e-6 for number in told)  # noqa: PLR2004 - rounding
        for stated in (quantity.low, quantity.high)
    )


def _since(row: Mapping[str, Any]) -> str | None:
    since = row.get("since")
    if since is None or since == "":
        return None
    if not isinstance(since, str) or since not in SINCE:
        raise Drop("since that is none")
    return since


def _note(row: Mapping[str, Any]) -> str:
    return _text(row, "note", _LONGEST_NOTE) if row.get("note") is not None else ""


def _qualifiers(kind: str, row: Mapping[str, Any], sentence: str) -> Qualifiers:
    """Read what qualifies a fact: of its kind, from its list, its numbers in the same sentence."""
    try:
        told = Qualifiers.from_row({name: row.get(name) for name in answer.ASKED})
    except (FactError, TypeError, OverflowError):
        raise Drop("qualifier that is none") from None
    for name, value in told.items():
        if QUALIFIERS[name].of and kind not in QUALIFIERS[name].of:
            raise Drop("qualifier of another kind of fact")
        if isinstance(value, str) and not (len(value) <= _LONGEST_NOTE and value.isprintable()):
            raise Drop("qualifier that is none")
        numbers: tuple[float, ...] = (value.low, value.high) if isinstance(value, Quantity) else ()
        if name == "severity" and _ROMAN[value] not in _flat(sentence).split():
            numbers = (float(value),)
        if not _numbers(sentence).issuperset(numbers):
            raise Drop("number of a qualifier not in the sentence")
    if kind == "interval" and not told.to:
        raise Drop("interval to no known event")
    return told


def _sentence(passage: Passage, span: tuple[int, int]) -> str:
    """Give the words of the passage around a quote, to the next end of a sentence."""
    ends = [passage.start, *(m.end() for m in _END.finditer(passage.text, passage.start, span[0]))]
    after = _END.search(passage.text, span[1], passage.end)
    return passage.text[ends[-1] : after.start() if after else passage.end]


def _value(
    kind: str,
    row: Mapping[str, Any],
    quote: str,
    text: str,
    quantity: Quantity | None,
    ontology: Ontology,
) -> tuple[str, tuple[Term, ...]]:
    if quantity is not None and kind in amount.MEASURES:
        return amount.value(kind, quantity), ()
    value = _text(row, "value", _LONGEST_VALUE)
    if not value:
        raise Drop("no value")
    closed = KINDS[kind].values or _OPEN_VALUES.get(kind, ())
    if closed:
        if value not in closed and not (kind == "stage" and _holds(quote, value)):
            raise Drop("value outside its list")
        words = _support().get((kind, value))
        if words and words.isdisjoint(_flat(quote).split()):
            raise Drop("quote without the name")
        return value, ()
    if not KINDS[kind].terms:
        # a performance status, an origin: in the words of the text
        if not _holds(quote, value):
            raise Drop("value outside its list")
        return value, ()
    if value == _ANY:
        if kind != "metastasis" and row.get("polarity") != "absent":
            raise Drop("value outside its list")
        return value, ()
    match = grounding.find(ontology, kind, value)
    if match is None:
        # a name that the ontology does not have is taken only in the words of the text itself
        if not _holds(quote, value):
            raise Drop("no such term")
        return value, ()
    # "adjuvant therapy was not given" denies chemotherapy without its name
    named = kind == value.lower() or (_spoken if kind in _SPOKEN else _akin)(
        match.concept, value, quote
    )
    if not named and not _abbreviated(match.concept, quote, text):
        raise Drop("quote without the name")
    return grounding.value(match.concept, kind, value), match.concept.identifiers


def _flat(text: str) -> str:
    return f" {' '.join(_LETTERS.sub(' ', text.lower()).split())} "


def _holds(quote: str, value: str) -> bool:
    return len(value) > 1 and _flat(value).strip() != "" and _flat(value) in _flat(quote)


def _spoken(concept: Concept, value: str, quote: str) -> bool:
    """Say whether a quote names a concept: by one of its names, or by all words of the value."""
    flat = _flat(quote)
    names = [_flat(name.text) for name in concept.names if _flat(name.text).strip()]
    if any(name in flat or f"{name[:-1]}s " in flat for name in names):
        return True
    said = flat.replace(" ", "")
    words = _flat(value).split()
    # "fibrosarcomas", "S100-positive", "c-KIT": the letters are there, joined in another way
    return bool(words) and all(word in said for word in words)


def _akin(concept: Concept, value: str, quote: str) -> bool:
    """Say whether a quote has a word of one of a concept's names, by its first letters."""
    names = " ".join([value, *(name.text for name in concept.names)])
    words = {word[:_STEM] for word in _flat(names).split() if len(word) > 1} - _EMPTY
    flat = _flat(quote)
    # a short word must stand alone; a stem may stand inside, as in "afebrile", "hemithorax"
    return any((word if len(word) == _STEM else f" {word} ") in flat for word in words)


@cache
def _support() -> dict[tuple[str, str], frozenset[str]]:
    """Give the words of which one must stand in the quote of a fact with a closed value."""
    with (Path(__file__).parent / "support.tsv").open(encoding="utf-8", newline="") as lines:
        return {
            (row["fact"], row["value"]): frozenset(row["words"].split())
            for row in csv.DictReader(lines, delimiter="\t")
        }


def _abbreviated(concept: Concept, quote: str, text: str) -> bool:
    """Say whether a quote is an abbreviation that the text explains: "imatinib (IM)"."""
    if len(quote) > _SHORT or not quote.isalnum():
        return False
    text = text.lower()
    return any(
        re.search(rf"{re.escape(name.text.lower())}s?\s*\(\s*{re.escape(quote.lower())}\b", text)
        for name in concept.names
        if name.scope in ("label", "exact")
    )
