"""The domain as frozen dataclasses: no input, no output, nothing but what a fact is.

A paper is read as a `Document`; its `Sentence`s hold `Mention`s; from them come `Fact`s, each
with its `Evidence`. `Fact.row` and `Fact.from_row` are the flat face (one JSON object per fact).
"""

import hashlib
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from sarcoma_kg.errors import FactError, TermError
from sarcoma_kg.terms import Term

Polarity = Literal["present", "absent"]
#: What owns a fact: the patient, a tumour, an event of the course, or the paper (claims).
Owner = Literal["case", "tumour", "event", "paper"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fact: who owns it, whether only its first row counts, what its values may be."""

    name: str
    owner: Owner
    event: str = ""  # the class of the event in ontology/schema.ttl, where an event owns it
    single: bool = False  # later rows of the same owner are alternatives
    values: tuple[str, ...] = ()  # closed list of values; empty: open
    terms: tuple[str, ...] = ()  # the kinds of term that a value may name, the likeliest first


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("age", "case", single=True),
        Kind("sex", "case", single=True, values=("female", "male")),
        Kind("comorbidity", "case", terms=("finding", "syndrome", "disease")),
        Kind("diagnosis", "tumour", single=True, terms=("disease",)),
        Kind("primary-site", "tumour", single=True, terms=("site",)),
        Kind("laterality", "tumour", single=True, values=("left", "right", "bilateral")),
        Kind("size", "tumour", single=True),
        Kind("grade", "tumour", single=True),
        Kind("stage", "tumour", single=True),
        Kind("marker", "tumour", terms=("marker",)),
        Kind("alteration", "tumour", terms=("alteration",)),
        Kind("symptom", "event", "Presentation", terms=("finding",)),
        Kind("surgery", "event", "Surgery", terms=("procedure",)),
        Kind("margin", "event", "Surgery", single=True, values=("R0", "R1", "R2")),
        Kind("drug", "event", "SystemicTherapy", terms=("drug",)),
        Kind("regimen", "event", "SystemicTherapy", terms=("regimen",)),
        Kind("chemotherapy", "event", "SystemicTherapy", terms=("procedure",)),
        Kind("radiotherapy", "event", "Radiotherapy", terms=("procedure",)),
        Kind("ablation", "event", "Ablation", terms=("procedure",)),
        Kind("other-treatment", "event", "OtherTreatment", terms=("procedure",)),
        Kind("metastasis", "event", "Metastasis", terms=("site",)),
        Kind("recurrence", "event", "Recurrence"),
        Kind("response", "event", "ResponseAssessment", values=("CR", "near-CR", "PR", "SD", "PD")),
        Kind("adverse-event", "event", "AdverseEvent", terms=("finding",)),
        Kind("interval", "event"),
        Kind("outcome", "event", single=True, values=("NED", "AWD", "DOD", "DOC", "alive", "dead")),
        Kind("follow-up", "event", single=True),
        Kind("claim", "paper", values=("novelty", "recommendation", "survival", "frequency")),
    )
}

UNITS = ("day", "week", "month", "year", "mm", "Gy", "%", "mg", "cycle", "fraction", "regimen")
SINCE = (
    "diagnosis",
    "surgery",
    "metastasis",
    "recurrence",
    "treatment",
    "presentation",
    "unstated",
)
#: Days in a unit of time: a month is a twelfth of a Julian year.
DAYS = {"day": 1.0, "week": 7.0, "month": 30.4375, "year": 365.25}
#: No amount of a case report is as large: a number above it is a fault of reading.
_MOST = 1e9
_ISO = {"day": "D", "week": "W", "month": "M", "year": "Y"}
_SUBJECT = re.compile(r"paper|case|tumour[1-9][0-9]*|event[1-9][0-9]*")
#: A paper's id is the name of its file too: a name of no more than 150 characters.
_PAPER_ID = re.compile(r"[a-z0-9][a-z0-9._\-]{0,149}")
# what no text of a record may hold: control characters and lone surrogates cannot be written as RDF
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def writable(text: str) -> str:
    """Replace characters that RDF and XML cannot hold by U+FFFD; the length stays the same."""
    return _UNWRITABLE.sub("\ufffd", text)


def digest(text: str) -> str:
    """Give the SHA-256 of a text (UTF-8; lone surrogates kept as they are), in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _plain(number: float) -> int | float:
    return int(number) if float(number).is_integer() else number


@dataclass(frozen=True, slots=True)
class Quantity:
    """A measured amount as a range: low and high in `unit`; equal where one number is stated."""

    low: float
    high: float
    unit: str
    approximate: bool = False

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise FactError(f"unit {self.unit!r} is none of {', '.join(UNITS)}")
        for name in ("low", "high"):
            number = getattr(self, name)
            if isinstance(number, bool) or not isinstance(number, int | float):
                raise FactError(f"{name} {number!r} is no number")
            if not math.isfinite(number) or not 0 <= number < _MOST:
                raise FactError(f"{name} {number!r} is not a finite number from 0 to 1e9")
            object.__setattr__(self, name, round(float(number), 6))
        if self.low > self.high:
            raise FactError(f"low {self.low:g} is above high {self.high:g}")

    @property
    def days(self) -> tuple[float, float] | None:
        """Low and high in days where the unit is one of time, else nothing."""
        factor = DAYS.get(self.unit)
        return None if factor is None else (self.low * factor, self.high * factor)

    @property
    def iso(self) -> str | None:
        """The ISO 8601 duration of `high` (P36M), where the unit is one of time."""
        letter = _ISO.get(self.unit)
        return None if letter is None else f"P{_plain(self.high):g}{letter}"

    def __str__(self) -> str:
        span = f"{_plain(self.low):g}"
        if self.high != self.low:
            span += f"–{_plain(self.high):g}"
        plural = (
            "s" if self.unit in (*DAYS, "cycle", "fraction", "regimen") and self.high != 1 else ""
        )
        return f"{'about ' if self.approximate else ''}{span} {self.unit}{plural}"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a text says it: offsets in characters of the whole text, the quote, and how found.

    `quote` is empty where the text's sentences may not be kept (papers shipped in `graph/`).
    `confidence` is the share of such facts that are right, 0 to 1; nothing where unknown.
    """

    start: int
    end: int
    quote: str = ""
    rule: str = ""
    confidence: float | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise FactError(f"offsets {self.start}–{self.end} are no stretch of text")
        if self.quote and len(self.quote) != self.end - self.start:
            raise FactError(f"quote {self.quote[:40]!r} is not as long as {self.start}–{self.end}")
        if self.confidence is not None and not 0 <= self.confidence <= 1:
            raise FactError(f"confidence {self.confidence} is not from 0 to 1")

    def check(self, text: str) -> None:
        """Raise `FactError` unless the quote stands at its offsets in `text`."""
        if self.end > len(text) or (self.quote and text[self.start : self.end] != self.quote):
            raise FactError(
                f"quote {self.quote[:60]!r} is not at {self.start}–{self.end} of the text"
            )


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement about one case of one paper (case 0: a claim of the paper about no patient).

    `subject` says whose it is inside the case: `case`, `tumour1`, `event3`; `paper` for claims.
    Facts of one event share its number; numbers follow the course. `answers` is the event of
    the treatment that a response or an adverse event belongs to. What the text denies has
    polarity `absent` and the subject `case`.
    """

    case: int
    kind: str
    value: str
    evidence: Evidence
    terms: tuple[Term, ...] = ()
    polarity: Polarity = "present"
    quantity: Quantity | None = None
    since: str | None = None
    note: str = ""
    subject: str = ""
    answers: str = ""

    def __post_init__(self) -> None:
        kind = KINDS.get(self.kind)
        if kind is None:
            raise FactError(f"fact {self.kind!r} is none of {', '.join(KINDS)}")
        if self.case < 0 or (self.case == 0) != (kind.owner == "paper"):
            raise FactError(f"{self.kind} cannot belong to case {self.case}")
        if not self.value.strip():
            raise FactError(f"{self.kind} has no value")
        if kind.values and self.value not in kind.values:
            raise FactError(f"{self.kind} {self.value!r} is none of {', '.join(kind.values)}")
        if self.polarity not in ("present", "absent"):
            raise FactError(f"polarity {self.polarity!r} is neither present nor absent")
        if self.since is not None and self.since not in SINCE:
            raise FactError(f"since {self.since!r} is none of {', '.join(SINCE)}")
        for name in (self.subject, self.answers):
            if name and not _SUBJECT.fullmatch(name):
                raise FactError(f"subject {name!r} is not paper, case, tumourN or eventN")
        for name in ("value", "note"):
            text = getattr(self, name)
            if _UNWRITABLE.search(text):
                raise FactError(f"{name} {text!r} holds a control character or a lone surrogate")
        # the first term is the one that counts; the others are a set
        others = sorted(set(self.terms[1:]) - set(self.terms[:1]), key=lambda term: term.iri)
        object.__setattr__(self, "terms", (*self.terms[:1], *others))

    def row(self, paper: str = "") -> dict[str, Any]:
        """Give the fact as a flat row (the format that `extract` prints)."""
        quantity, evidence = self.quantity, self.evidence
        row: dict[str, Any] = {"paper": paper} if paper else {}
        row |= {
            "case": self.case,
            "fact": self.kind,
            "value": self.value,
            "ids": [str(term) for term in self.terms],
            "polarity": self.polarity,
            "low": _plain(quantity.low) if quantity else None,
            "high": _plain(quantity.high) if quantity else None,
            "unit": quantity.unit if quantity else None,
            "since": self.since,
            "note": self.note,
            "quote": evidence.quote,
            "start": evidence.start,
            "end": evidence.end,
            "approximate": bool(quantity and quantity.approximate),
            "subject": self.subject,
            "answers": self.answers,
            "rule": evidence.rule,
            "confidence": evidence.confidence,
        }
        return row

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> "Fact":
        """Read a flat row; keys that it does not know are ignored.

        Raises `FactError` that names the field where the row breaks the model.
        """
        for name in ("case", "start", "end"):
            number = row.get(name)
            if isinstance(number, bool) or not isinstance(number, int) or number >= _MOST:
                raise FactError(
                    f"{name} {number!r} is no whole number"
                    if name in row
                    else f"the row has no {name!r}"
                )
        for name in ("fact", "value"):
            if name in row and not isinstance(row[name], str):
                raise FactError(f"{name} {row[name]!r} is no text")
        try:
            quantity = None
            low, high = row.get("low"), row.get("high")
            low, high = (high if low is None else low), (low if high is None else high)
            if row.get("unit") and low is not None and high is not None:
                quantity = Quantity(low, high, row["unit"], bool(row.get("approximate")))
            return cls(
                case=row["case"],
                kind=row["fact"],
                value=row["value"],
                evidence=Evidence(
                    row["start"],
                    row["end"],
                    str(row.get("quote") or ""),
                    str(row.get("rule") or ""),
                    row.get("confidence"),
                ),
                terms=tuple(Term.parse(text) for text in row.get("ids") or ()),
                polarity=row.get("polarity") or "present",
                quantity=quantity,
                since=row.get("since") or None,
                note=str(row.get("note") or ""),
                subject=str(row.get("subject") or ""),
                answers=str(row.get("answers") or ""),
            )
        except KeyError as error:
            raise FactError(f"the row has no {error.args[0]!r}") from None
        except (TypeError, ValueError, TermError) as error:
            raise FactError(f"the row cannot be read: {error}") from None


def distinct(facts: Iterable[Fact]) -> list[Fact]:
    """Keep the first of the facts that say the same of a case; claims and intervals may repeat.

    Source: docs/facts.md, rule 18.
    """
    first: dict[tuple[object, ...], Fact] = {}
    for fact in facts:
        key: tuple[object, ...] = (fact.case, fact.kind, fact.value.casefold(), fact.polarity)
        if fact.kind in ("claim", "interval"):
            key += (fact.evidence.start, fact.note)
        first.setdefault(key, fact)
    return list(first.values())


@dataclass(frozen=True, slots=True)
class Paper:
    """A publication: its identifiers, its bibliography, and the SHA-256 and length of its text.

    `id` names it everywhere (`pmid-26913180`, `doi-10.1186-…`, or the name of a file).
    """

    id: str
    title: str = ""
    pmid: str = ""
    pmcid: str = ""
    doi: str = ""
    journal: str = ""
    year: int | None = None
    licence: str = ""
    authors: tuple[str, ...] = ()
    retracted: bool = False
    text_sha256: str = ""
    text_length: int = 0

    def __post_init__(self) -> None:
        if not _PAPER_ID.fullmatch(self.id):
            raise FactError(
                f"paper id {self.id!r} is not at most 150 lower-case letters, digits and . _ -"
            )

    @staticmethod
    def slug(pmid: str = "", pmcid: str = "", doi: str = "", name: str = "") -> str:
        """Make a paper's id from the best identifier there is, else from a file's name."""
        if pmid:
            return f"pmid-{pmid}"
        if pmcid:
            return pmcid.lower()
        text = f"doi-{doi}" if doi else name
        return re.sub(r"[^a-z0-9.]+", "-", text.lower()).strip("-._") or "paper"


@dataclass(frozen=True, slots=True)
class Passage:
    """A titled stretch of a paper's text; offsets count characters of the whole text.

    `role` says what such a section is for: title, background, case, results, discussion,
    conclusions, methods, keywords, references or other.
    """

    title: str
    start: int
    end: int
    role: str = "other"


@dataclass(frozen=True, slots=True)
class Document:
    """A paper with its text as read and the passages of it: what reading starts from."""

    paper: Paper
    text: str = field(repr=False)
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """Who read a paper, with what, and when (ISO 8601): the provenance of its facts.

    `agent` is `rules`, `model:NAME`, `rules+model:NAME` or `person:ORCID`; `version` is that of
    the reader.
    """

    agent: str
    version: str
    at: str
    note: str = ""


#: What a passage says about a mention: that it is so, that it is not, that it may be, that it is
#: meant to be done, or that it belongs to a relative, to the past, or to no patient of the paper.
Context = Literal["present", "absent", "hypothetical", "planned", "family", "history", "background"]


class Token(NamedTuple):
    """A word, number or sign of a text, with its normal form (lower case, singular, American).

    A named tuple, because a text has more of them than of everything else together.
    """

    start: int
    end: int
    norm: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that names a term or an amount; offsets count in the whole text.

    `kind` is a kind of the ontology (`disease`, `site`, `drug`, …), `event` (what happens to a
    tumour: `label` is metastasis, recurrence, progression, …) or a kind of amount: `age`, `size`
    (mm), `duration`, `dose`, `percent`, `count`, `date`. `label` is the term's label, for a
    duration how it hangs on its event (`after`, `at`, `for`, `ago`, `before`, or nothing), for a
    date its ISO form. `since` is the event that a duration is counted from, where the text says
    it (one of `SINCE`). `how` is the scope of the matched name (`exact`, `narrow`, …).
    """

    start: int
    end: int
    kind: str
    text: str
    label: str = ""
    term: Term | None = None
    context: Context = "present"
    quantity: Quantity | None = None
    since: str = ""
    how: str = ""


# compared by identity: a sentence is looked up in its chart, and two are never the same by chance
@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """A sentence with its mentions in text order; offsets count in the whole text.

    `role` is the role of its passage (see `Passage`). `cases` are the patients it is about:
    one number as a rule, several in "both patients", none where it is about no patient of the
    paper (`background` is true then: literature, other people, recommendations).
    """

    start: int
    end: int
    text: str = field(repr=False)
    role: str = "other"
    cases: tuple[int, ...] = (1,)
    background: bool = False
    tokens: tuple[Token, ...] = field(default=(), repr=False)
    mentions: tuple[Mention, ...] = ()

    def of(self, *kinds: str) -> tuple[Mention, ...]:
        """Give the mentions of these kinds, in text order."""
        # a list first: twice as fast as a generator, and every reader asks
        return tuple([mention for mention in self.mentions if mention.kind in kinds])
