"""Facts: statements with their evidence, typed qualifiers and their place in a course."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

from sarcoma_kg.errors import FactError, TermError
from sarcoma_kg.kinds import KINDS, QUALIFIERS
from sarcoma_kg.records.quantity import MOST, Quantity, plain
from sarcoma_kg.terms import Term

Polarity = Literal["present", "absent"]
#: The kinds of zero that a time is counted from; `since_event` names the very event.
SINCE = (
    "diagnosis",
    "surgery",
    "metastasis",
    "recurrence",
    "treatment",
    "presentation",
    "unstated",
)
#: The event of the presentation with the first diagnosis; every course has it.
PRESENTATION = 0
_PLACE = re.compile(r"(?:event|tumour)?(0|[1-9][0-9]{0,4})")
# what no text of a record may hold: control characters and lone surrogates cannot be written as RDF
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def writable(text: str) -> str:
    """Replace characters that RDF and XML cannot hold by U+FFFD; the length stays the same."""
    return _UNWRITABLE.sub("\ufffd", text)


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
class Qualifiers:
    """What qualifies a fact, as typed fields; `kinds.toml` says what each means and may be.

    `severity` is a CTCAE grade, 1 to 5; `cycles` and `fractions` are ranges; `of_drug` is the one
    drug of a combination that a response or an adverse event belongs to.
    """

    line: int | None = None
    intent: str = ""
    cycles: Quantity | None = None
    fractions: Quantity | None = None
    certainty: str = ""
    status: str = ""
    criterion: str = ""
    lesion: str = ""
    of_drug: Term | None = None
    to: str = ""
    endpoint: str = ""
    severity: int | None = None
    system: str = ""
    edition: str = ""
    category: str = ""
    role: str = ""

    def __post_init__(self) -> None:
        for name, value in self.items():
            allowed = QUALIFIERS[name].values
            if allowed and value not in allowed:
                raise FactError(f"{name} {value!r} is none of {', '.join(allowed)}")
            if isinstance(value, str) and _UNWRITABLE.search(value):
                raise FactError(f"{name} {value!r} holds a control character or a lone surrogate")
        for name, most in (("line", 99), ("severity", 5)):
            number = getattr(self, name)
            if number is not None and not 1 <= number <= most:
                raise FactError(f"{name} {number} is not from 1 to {most}")

    def items(self) -> list[tuple[str, Any]]:
        """Give the name and the value of each field that says something."""
        named = ((name, getattr(self, name)) for name in QUALIFIERS)
        return [(name, value) for name, value in named if value not in (None, "")]

    def row(self) -> dict[str, Any]:
        """Give the fields flat, null where they say nothing: a range as [low, high]."""
        return {name: _flat(getattr(self, name)) for name in QUALIFIERS}

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> "Qualifiers":
        """Read the fields from a flat row; raises `FactError` where one is not of its type."""
        found = {}
        for name in QUALIFIERS:
            if row.get(name) not in (None, ""):
                found[name] = _typed(name, row[name])
        return cls(**found)


def _flat(value: Any) -> Any:
    if isinstance(value, Quantity):
        return [plain(value.low), plain(value.high), *(["about"] if value.approximate else [])]
    return str(value) if isinstance(value, Term) else value or None


def _typed(name: str, value: Any) -> Any:
    qualifier = QUALIFIERS[name]
    if qualifier.type == "range":
        span = list(value) if isinstance(value, list | tuple) else [value, value]
        approximate = span[2:] == ["about"]
        if len(span) - approximate != 2:  # noqa: PLR2004 - low and high
            raise FactError(f"{name} {value!r} is no number and no [low, high]")
        return Quantity(span[0], span[1], qualifier.unit, approximate)
    if qualifier.type == "integer":
        if isinstance(value, bool) or not isinstance(value, int):
            raise FactError(f"{name} {value!r} is no whole number")
        return value
    if not isinstance(value, str):
        raise FactError(f"{name} {value!r} is no text")
    return Term.parse(value) if qualifier.type == "term" else value


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement about one case of one paper (case 0: a claim of the paper about no patient).

    A fact belongs to its case, to `tumours` of it or to an `event` of its course, by their numbers:
    event 0 is the presentation with the first diagnosis, `order` the event's rank in time. A fact
    of an event names in `tumours` the tumours that it concerns. `answers` are the treatments that
    a response, an adverse event or an interval belongs to; `since_event` the events that a time is
    counted from (of several each is right). `further` is evidence of the same beside the first.
    What the text denies has polarity `absent` and no event. A fact that no place was given yet has
    neither event nor order.
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
    qualifiers: Qualifiers = Qualifiers()
    event: int | None = None
    order: int | None = None
    tumours: tuple[int, ...] = ()
    answers: tuple[int, ...] = ()
    since_event: tuple[int, ...] = ()
    further: tuple[Evidence, ...] = ()

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
        if self.event is not None and (kind.owner != "event" or self.polarity == "absent"):
            raise FactError(f"{self.polarity} {self.kind} belongs to no event")
        for name in ("value", "note"):
            text = getattr(self, name)
            if _UNWRITABLE.search(text):
                raise FactError(f"{name} {text!r} holds a control character or a lone surrogate")
        for name in ("tumours", "answers", "since_event"):
            numbers = getattr(self, name)
            if any(number < (name == "tumours") for number in numbers):
                raise FactError(f"{name} {numbers!r} are no numbers of a course")
            object.__setattr__(self, name, tuple(sorted(set(numbers))))
        # the first term is the one that counts; the others are a set
        others = sorted(set(self.terms[1:]) - set(self.terms[:1]), key=lambda term: term.iri)
        object.__setattr__(self, "terms", (*self.terms[:1], *others))

    @property
    def subject(self) -> str:
        """Whose the fact is, in a word: `paper`, `case`, `tumour1` or `event3`; empty if open."""
        owner = KINDS[self.kind].owner
        if owner in ("paper", "case") or self.polarity == "absent":
            return "paper" if owner == "paper" else "case"
        if owner == "tumour":
            return f"tumour{self.tumours[0]}" if self.tumours else ""
        return "" if self.event is None else f"event{self.event}"

    @property
    def counts(self) -> bool:
        """Whether the fact is the one that counts of its kind, and no other wording or stage."""
        return self.qualifiers.status in ("", "final")

    def without_quotes(self) -> "Fact":
        """Give the fact with its offsets alone, no words of the article."""
        further = tuple(replace(each, quote="") for each in self.further)
        return replace(self, evidence=replace(self.evidence, quote=""), further=further)

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
            "low": plain(quantity.low) if quantity else None,
            "high": plain(quantity.high) if quantity else None,
            "unit": quantity.unit if quantity else None,
            "since": self.since,
            "note": self.note,
            "quote": evidence.quote,
            "start": evidence.start,
            "end": evidence.end,
            "approximate": bool(quantity and quantity.approximate),
            "subject": self.subject,
            "answers": _one(tuple(f"event{number}" for number in self.answers)) or "",
            "rule": evidence.rule,
            "confidence": evidence.confidence,
            "event": self.event,
            "order": self.order,
            "tumour": _one(self.tumours),
            "since_event": _one(self.since_event),
        }
        row |= self.qualifiers.row()
        row["further"] = [_evidence_row(each) for each in self.further]
        return row

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> "Fact":
        """Read a flat row; keys that it does not know are ignored.

        Event and tumour stand in `event` and `tumour`, or in a `subject` as event3 or tumour1.
        Raises `FactError` that names the field where the row breaks the model.
        """
        _check_row(row)
        try:
            quantity = None
            low, high = row.get("low"), row.get("high")
            low, high = (high if low is None else low), (low if high is None else high)
            if row.get("unit") and low is not None and high is not None:
                quantity = Quantity(low, high, row["unit"], bool(row.get("approximate")))
            event, tumours = _places(row)
            return cls(
                case=row["case"],
                kind=row["fact"],
                value=row["value"],
                evidence=_evidence(row),
                terms=tuple(Term.parse(text) for text in row.get("ids") or ()),
                polarity=row.get("polarity") or "present",
                quantity=quantity,
                since=row.get("since") or None,
                note=str(row.get("note") or ""),
                qualifiers=Qualifiers.from_row(row),
                event=event,
                order=row.get("order") if event is not None else None,
                tumours=tumours,
                answers=_numbers("answers", row.get("answers")),
                since_event=_numbers("since_event", row.get("since_event")),
                further=tuple(_evidence(each) for each in row.get("further") or ()),
            )
        except KeyError as error:
            raise FactError(f"the row has no {error.args[0]!r}") from None
        except (TypeError, ValueError, AttributeError, TermError) as error:
            raise FactError(f"the row cannot be read: {error}") from None


def _one(values: tuple[Any, ...]) -> Any:
    """Give one value as itself, several as a list, none as null."""
    return list(values) if len(values) > 1 else values[0] if values else None


def _evidence_row(evidence: Evidence) -> dict[str, Any]:
    return {name.name: getattr(evidence, name.name) for name in fields(Evidence)}


def _evidence(row: Mapping[str, Any]) -> Evidence:
    return Evidence(
        row["start"],
        row["end"],
        str(row.get("quote") or ""),
        str(row.get("rule") or ""),
        row.get("confidence"),
    )


def _check_row(row: Mapping[str, Any]) -> None:
    for name in ("case", "start", "end", "order"):
        number = row.get(name)
        if name == "order" and number is None:
            continue
        if isinstance(number, bool) or not isinstance(number, int) or not abs(number) < MOST:
            raise FactError(
                f"{name} {number!r} is no whole number"
                if name in row
                else f"the row has no {name!r}"
            )
    for name in ("fact", "value"):
        if name in row and not isinstance(row[name], str):
            raise FactError(f"{name} {row[name]!r} is no text")


def _numbers(name: str, value: Any) -> tuple[int, ...]:
    """Read the numbers of events or tumours: 3, "event3", or a list of either."""
    if value in (None, "", []):
        return ()
    many = value if isinstance(value, list | tuple) else [value]
    found = []
    for each in many:
        match = None if isinstance(each, bool) else _PLACE.fullmatch(str(each))
        if match is None or not isinstance(each, int | str):
            raise FactError(f"{name} {each!r} is no number of an event or tumour (3, event3)")
        found.append(int(match[1]))
    return tuple(found)


def _places(row: Mapping[str, Any]) -> tuple[int | None, tuple[int, ...]]:
    """Read event and tumours of a row."""
    subject = str(row.get("subject") or "")
    owner = subject.rstrip("0123456789")
    if owner not in ("", "paper", "case", "tumour", "event") or (
        owner in ("tumour", "event") and owner == subject
    ):
        raise FactError(f"subject {subject!r} is not paper, case, tumourN or eventN")
    kind = KINDS.get(row["fact"])
    tumours = _numbers("tumour", row.get("tumour"))
    if not tumours and owner == "tumour":
        tumours = _numbers("subject", subject)
    event = _numbers("event", row.get("event"))
    if not event and owner == "event":
        event = _numbers("subject", subject)
    if len(event) > 1:
        raise FactError(f"event {row.get('event')!r} is not one event")
    held = kind is not None and kind.owner == "event" and row.get("polarity") != "absent"
    return (event[0] if event and held else None), tumours
