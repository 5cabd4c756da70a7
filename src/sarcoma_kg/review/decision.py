"""What a reviewer decided: each block of a sheet, checked, grounded, set beside the reader's."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from sarcoma_kg.errors import FactError, SarcomaKgError
from sarcoma_kg.kinds import KINDS, QUALIFIERS, Qualifier
from sarcoma_kg.model import amount, grounding
from sarcoma_kg.model.quotation import locate
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.records import (
    UNITS,
    Document,
    Evidence,
    Fact,
    Polarity,
    Qualifiers,
    Quantity,
    digest,
)
from sarcoma_kg.review import sheet as sheets
from sarcoma_kg.review.sheet import Block, Faults, Sheet
from sarcoma_kg.terms import Term

_KEEP = {"yes": True, "y": True, "edit": True, "e": True, "": True, "no": False, "n": False}
_NUMBER = r"(\d+(?:\.\d+)?)"
_SPAN = rf"{_NUMBER}(?:\s*(?:-|–|to)\s*{_NUMBER})?"
_RANGE = re.compile(rf"{_SPAN}(?:\s*(?:cycle|fraction)s?)?", re.ASCII)
_AMOUNT = re.compile(rf"(about\s+)?{_SPAN}\s*([A-Za-z%/].*)", re.ASCII)
_UNITS = {unit.lower(): unit for unit in UNITS} | {"cm": "mm"}
_COUNT = re.compile(r"(?:event|tumour)?(0|[1-9][0-9]{0,4})", re.ASCII)
_ISO = re.compile(r"P(\d+(?:\.\d+)?)([DWMY])", re.ASCII)
_LETTERS = {"D": "day", "W": "week", "M": "month", "Y": "year"}
_ANY = "any"  # no site, no event was named; it has no term
RULE = "review"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reviewer said of one fact: what the reader had said, and what stands now."""

    verdict: Literal["kept", "changed", "dropped", "added"]
    said: Fact | None
    now: Fact | None


@dataclass(frozen=True, slots=True)
class Review:
    """A whole review: a verdict for each fact, and what the reviewer should know."""

    verdicts: tuple[Verdict, ...]
    warnings: tuple[str, ...] = ()

    @property
    def facts(self) -> list[Fact]:
        """The facts that stand, in the order of the reader's rows, what was added after them.

        A fact has the place that the reviewer left it, if any.
        """
        return [verdict.now for verdict in self.verdicts if verdict.now is not None]

    def count(self, verdict: str) -> int:
        """Count the verdicts of a sort."""
        return sum(each.verdict == verdict for each in self.verdicts)

    def __str__(self) -> str:
        kinds = ("kept", "changed", "dropped", "added")
        return ", ".join(f"{self.count(kind)} {kind}" for kind in kinds)


def decide(sheet: Sheet, document: Document, ontology: Ontology, name: str) -> Review:
    """Take a reviewer's sheet: check each block, find its quote, look its value up.

    `name` is that of the file, for messages. Raises `FactError` that names every faulty line.
    """
    if sheet.text_sha256 != digest(document.text):
        raise FactError(f"{name} is the review of another text than that of {document.paper.id}")
    faults, warnings = Faults(name), []
    decided: list[tuple[Block, Verdict]] = []
    for block in sheet.blocks:
        said = sheet.said[block.number - 1] if block.number else None
        maker = _Maker(block, said, document.text, ontology)
        try:
            if said is not None:
                said.evidence.check(document.text)
            decided.append((block, maker.verdict()))
        except SarcomaKgError as error:
            faults.add(maker.line, error)
        warnings += [f"{name} line {line}: {told}" for line, told in maker.warnings]
    faults.check()
    warnings += _twice(decided, name)
    answered = {block.number: verdict for block, verdict in decided if block.number}
    verdicts = [
        answered.get(number) or Verdict("dropped", fact, None)
        for number, fact in enumerate(sheet.said, 1)
    ]
    verdicts += [verdict for block, verdict in decided if not block.number]
    return Review(tuple(verdicts), tuple(warnings))


def _twice(decided: Sequence[tuple[Block, Verdict]], name: str) -> list[str]:
    """Name facts that another block says too of the same event, tumour or patient."""
    seen: dict[tuple[object, ...], list[tuple[Fact, int]]] = {}
    told = []
    for block, verdict in decided:
        fact = verdict.now
        if fact is None or fact.kind in ("claim", "interval"):
            continue
        held = KINDS[fact.kind].owner == "event" and fact.polarity == "present"
        # without an event it gets one of its own
        place = block.line if held and fact.event is None else fact.event
        key = (fact.case, place, fact.kind, fact.value.casefold(), fact.polarity)
        for other, line in seen.setdefault((*key, held, fact.qualifiers.lesion), []):
            if not (fact.tumours and other.tumours) or {*fact.tumours} & {*other.tumours}:
                told.append(
                    f"{name} line {block.line}: {fact.kind} {fact.value} stands in the block of "
                    f"line {line} too"
                )
                break
        seen[(*key, held, fact.qualifiers.lesion)].append((fact, block.line))
    return told


class _Maker:
    """Makes the fact of one block; `line` is where it stands, for messages."""

    def __init__(self, block: Block, said: Fact | None, text: str, ontology: Ontology) -> None:
        self.block, self.said, self.text, self.ontology = block, said, text, ontology
        self.line = block.line
        self.warnings: list[tuple[int, str]] = []

    def _field(self, key: str) -> str:
        self.line = self.block.lines.get(key, self.block.line)
        return self.block.fields.get(key, "")

    def verdict(self) -> Verdict:
        mark = self._field("keep").lower()
        if mark == "?":
            raise FactError("the readers disagree here; decide: keep: yes, no or edit")
        if mark not in _KEEP:
            raise FactError(f"keep: {mark[:20]!r} is none of yes, no, edit")
        if not _KEEP[mark]:
            if self.said is None:
                raise FactError("a fact that you add cannot be a `no`; delete the block")
            return Verdict("dropped", self.said, None)
        now = self._fact()
        if self.said is None:
            return Verdict("added", None, now)
        if replace(now, evidence=self.said.evidence) == self.said and self._same_quote(now):
            return Verdict("kept", self.said, self.said)
        return Verdict("changed", self.said, now)

    def _same_quote(self, now: Fact) -> bool:
        return self.said is not None and (
            (now.evidence.start, now.evidence.end)
            == (self.said.evidence.start, self.said.evidence.end)
        )

    def _fact(self) -> Fact:
        kind, said = self.block.kind, self.said
        value, quantity = self._measure()
        value, terms = self._named(value)
        polarity = self._polarity()
        since = self._field("since") or None
        note = self._field("note")
        if said is not None and note == sheets.line_of(said.note):
            note = said.note
        places = self._places(polarity)
        qualifiers = self._qualifiers()
        start, end = self._span()
        self.line = self.block.line
        same = said is not None and (kind, value, polarity) == (
            said.kind,
            said.value,
            said.polarity,
        )
        fact = Fact(
            case=self.block.case,
            kind=kind,
            value=value,
            evidence=Evidence(start, end, self.text[start:end], RULE),
            terms=terms,
            polarity=polarity,
            quantity=quantity,
            since=since,
            note=note,
            qualifiers=qualifiers,
            further=said.further if same and said is not None else (),
            **places,
        )
        if said is None or (said.kind, said.quantity) != (kind, quantity):
            amount.check(kind, quantity)
        return fact

    def _polarity(self) -> Polarity:
        said = self._field("polarity").lower() or "present"
        if said == "absent":
            return "absent"
        if said != "present":
            raise FactError(f"polarity: {said[:20]!r} is neither present nor absent")
        return "present"

    def _measure(self) -> tuple[str, Quantity | None]:
        """Give value and amount; where only one of the two was changed, the other follows."""
        kind, said = self.block.kind, self.said
        value, shown = self._field("value"), self._field("amount")
        quantity = self._quantity(shown)
        old = said.value if said is not None and said.kind == kind else ""
        if old and value == sheets.line_of(old):
            value = old
        if kind not in amount.MEASURES:
            self.line = self.block.lines.get("value", self.block.line)
            if not value:
                raise FactError("no value; write value: …")
            return value, quantity
        changed = said is None or quantity != said.quantity
        if old and value == old and not changed:
            return old, quantity  # as the reader said it, be it odd
        if quantity is not None and (not value or (value == old and changed)):
            return amount.value(kind, quantity), quantity
        if value and (quantity is None or (value != old and not changed)):
            self._field("value")
            quantity = self._from_value(value)
            return amount.value(kind, quantity), quantity
        if not value:
            raise FactError("no amount; write amount: 24 month")
        return value, quantity

    def _quantity(self, shown: str) -> Quantity | None:
        if not shown:
            return None
        old = self.said.quantity if self.said is not None else None
        return old if old is not None and shown == sheets.amount(old) else parse_amount(shown)

    def _from_value(self, value: str) -> Quantity:
        """Read the amount from a value as `54`, `80`, `P24M` or `24 months`."""
        if iso := _ISO.fullmatch(value):
            return Quantity(float(iso[1]), float(iso[1]), _LETTERS[iso[2]])
        if re.fullmatch(_NUMBER, value, re.ASCII) and not amount.is_time(self.block.kind):
            unit = "year" if self.block.kind == "age" else KINDS[self.block.kind].units[0]
            if self.said is not None and self.said.quantity is not None:
                unit = self.said.quantity.unit
            return Quantity(float(value), float(value), unit)
        return parse_amount(value)

    def _named(self, value: str) -> tuple[str, tuple[Term, ...]]:
        """Give the value in its canonical form, and its identifiers."""
        said, kind, shown = self.said, self.block.kind, self._field("ids")
        given = shown.lower().replace(",", " ").split()
        if said is not None and shown == (" ".join(map(str, said.terms)) or shown):
            if (said.kind, said.value) == (kind, value) and (said.terms or given in ([], ["none"])):
                return value, said.terms
            # the value was changed, the identifiers are those of the old one
            given = [] if said.terms or given == ["none"] else given
        elif given == ["none"]:
            return value, ()
        if given:
            return value, self._terms(shown)
        self.line = self.block.lines.get("value", self.block.line)
        return self._grounded(kind, value, close=shown.lower() == "none")

    def _terms(self, shown: str) -> tuple[Term, ...]:
        terms = tuple(Term.parse(each) for each in shown.replace(",", " ").split())
        if self.ontology.get(terms[0]) is None:
            raise FactError(
                f"{terms[0]} is not in the ontology; leave the line out to have the value looked up"
            )
        return terms

    def _grounded(self, kind: str, value: str, *, close: bool) -> tuple[str, tuple[Term, ...]]:
        """Look a value up; a close spelling is a fault, but with `close` no term at all."""
        if not KINDS[kind].terms or value == _ANY:
            return value, ()
        match = grounding.find(self.ontology, kind, value)
        if match is not None and match.how == "fuzzy":
            if close:
                return value, ()
            raise FactError(
                f"{value[:60]!r} is no {kind} of the ontology; did you mean "
                f"{match.concept.label}? (ids: none keeps it without a term)"
            )
        if match is None:
            near = ", ".join(grounding.suggest(self.ontology, kind, value))
            hint = f" (nearest: {near})" if near else ""
            self.warnings.append((self.line, f"no term for {kind} {value[:60]!r}{hint}"))
            return value, ()
        return grounding.value(match.concept, kind, value), match.concept.identifiers

    def _places(self, polarity: Polarity) -> dict[str, Any]:
        """Give event, order, tumours and links: numbers of the course of this case."""
        told = {name: self._numbers(key) for name, key in sheets.PLACES.items()}
        found: dict[str, Any] = dict(told)
        if KINDS[self.block.kind].owner != "event" or polarity == "absent":
            return found | {"event": None, "order": None}
        for name in ("event", "order"):
            if len(told[name]) > 1:
                self._field(name)
                raise FactError(f"{name}: {told[name]} is more than one number")
            found[name] = told[name][0] if told[name] else None
        said = self.said
        moved = said is not None and said.event != found["event"]
        if found["event"] is None or (moved and said is not None and said.order == found["order"]):
            found["order"] = None  # it takes the rank of its new event
        return found

    def _numbers(self, key: str) -> tuple[int, ...]:
        shown = self._field(key)
        words = shown.lower().replace(",", " ").split()
        found = [_COUNT.fullmatch(word) for word in words]
        if not all(found):
            raise FactError(f"{key}: {shown[:20]!r} is no number of a course; write as 3")
        return tuple(sorted({int(match[1]) for match in found if match}))

    def _qualifiers(self) -> Qualifiers:
        found: dict[str, Any] = {}
        for name, key in sheets.QUALIFYING.items():
            shown, said = self._field(key), self.said
            if said is not None and shown == sheets.qualifier(said, name):
                found[name] = getattr(said.qualifiers, name)
            elif shown:
                row = {name: _typed(QUALIFIERS[name], shown)}
                found[name] = getattr(Qualifiers.from_row(row), name)
        return Qualifiers(**found)

    def _span(self) -> tuple[int, int]:
        at, quote, said = self._field("at"), self._field("quote"), self.said
        if at and not at.isdecimal():
            self._field("at")
            raise FactError(f"at: {at[:20]!r} is no number of a character")
        if not quote:
            raise FactError("no quote; write the words of the text that carry the fact")
        near = int(at[:12]) if at else None
        if said is not None:
            span = said.evidence.start, said.evidence.end
            if near is None and quote == sheets.line_of(self.text[slice(*span)]):
                return span
            near = span[0] if near is None else near
        found = locate(self.text, quote, near)
        if found is None:
            raise FactError(f"quote {quote[:60]!r} is not in the text")
        return found


def _typed(qualifier: Qualifier, shown: str) -> Any:
    """Give what a reviewer wrote of a qualifier as a row has it."""
    if qualifier.type == "range":
        span = _RANGE.fullmatch(shown)
        if span is None:
            raise FactError(f"{qualifier.name} {shown[:20]!r} is no number; write as 4 or 4-6")
        low, high = span.groups()
        return [float(low), float(high or low)]
    if qualifier.type == "integer" and shown.isdecimal() and shown.isascii():
        return int(shown)
    return shown


def parse_amount(text: str) -> Quantity:
    """Read an amount as a sheet shows it: `24 months`, `about 40-60 %`; centimetres become mm.

    Raises `FactError` where it is none.
    """
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        raise FactError(f"{text[:40]!r} is no amount; write as 24 month, 40-60 % or about 3 year")
    about, low, high, written = found.groups()
    unit = " ".join(written.lower().split())
    factor = 10 if unit == "cm" else 1
    unit = _UNITS.get(unit) or _UNITS.get(unit.rstrip("s"), written)
    return Quantity(float(low) * factor, float(high or low) * factor, unit, bool(about))
