"""The sheet: one file with every fact and its quote, for a person to read and to edit.

Facts stand in their course, one block each: the patient, the tumours, the events in the order of
time, what is denied, the claims. The number of a block is that of the reader's row. What the
reader said stands once more at the end, as rows of JSON behind `#:`, so that a reviewed sheet can
be compared with it later.
"""

import json
import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sarcoma_kg.errors import FactError, SarcomaKgError
from sarcoma_kg.kinds import EVENTS, KINDS, QUALIFIERS
from sarcoma_kg.model import Doubt
from sarcoma_kg.records import Case, Document, Fact, Quantity, Reading, cases, writable

#: Where a fact stands in the course, as the fields of `Fact` and the lines of a sheet.
PLACES = {
    "event": "event",
    "order": "order",
    "tumours": "tumour",
    "answers": "answers",
    "since_event": "since event",
}
#: What qualifies a fact: the fields of `Qualifiers` and the lines of a sheet.
QUALIFYING = {name: name.replace("_", " ") for name in QUALIFIERS}
KEYS = (
    *("keep", "value", "polarity", "ids", "amount", "since", *PLACES.values()),
    *(*QUALIFYING.values(), "note", "quote", "at"),
)
_AROUND = 70  # characters of the text shown before and after a quote
_WIDTH = 98
_HEAD = re.compile(r"\[\s*(\d+|\+)\s*\]\s*case\s+(\d{1,4})[\s,:·]+([a-z-]+)\s*")
_MEMORY = "#: "
_REMEMBERED = ("paper", "text_sha256", "reader", "version", "refusal")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a sheet: its number (0 where a person added it), its fields, their lines."""

    number: int
    case: int
    kind: str
    line: int
    fields: dict[str, str]
    lines: dict[str, int]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as read: the paper and its text's digest, the reader, its facts, and the blocks.

    `refusal` is that of the reading (see `Reading`).
    """

    paper: str
    text_sha256: str
    reader: str
    version: str
    said: tuple[Fact, ...]
    blocks: tuple[Block, ...]
    refusal: str = ""


def line_of(text: str) -> str:
    """Give a text as one line without control characters, as a sheet shows it."""
    return _SPACES.sub(" ", writable(text)).strip()


def amount(quantity: Quantity) -> str:
    """Give an amount as a sheet shows it: `about 3-4 month`."""
    return f"{'about ' if quantity.approximate else ''}{_span(quantity)} {quantity.unit}"


def _span(quantity: Quantity) -> str:
    low, high = f"{quantity.low:.12g}", f"{quantity.high:.12g}"
    return low if low == high else f"{low}-{high}"


def place(fact: Fact, name: str) -> str:
    """Give a field of `PLACES` as a sheet shows it: numbers, with spaces between several."""
    told = getattr(fact, name)
    numbers = told if isinstance(told, tuple) else () if told is None else (told,)
    return " ".join(map(str, numbers))


def qualifier(fact: Fact, name: str) -> str:
    """Give a field of `QUALIFYING` as a sheet shows it: `4-6` for a range."""
    told = getattr(fact.qualifiers, name)
    if isinstance(told, Quantity):
        return _span(told)
    return "" if told is None else line_of(str(told))


def _context(text: str, fact: Fact) -> str:
    """Give the quote between marks in the words around it, cut at spaces."""
    start, end = fact.evidence.start, fact.evidence.end
    before = text[max(0, start - _AROUND) : start]
    after = text[end : end + _AROUND]
    if start > _AROUND:
        before = "… " + before.partition(" ")[2]
    if end + _AROUND < len(text):
        after = after.rpartition(" ")[0] + " …"
    return _SPACES.sub(" ", writable(f"{before}»{text[start:end]}«{after}")).strip()


def _block(number: int, fact: Fact, text: str, doubt: str) -> str:
    lines = [f"[{number}] case {fact.case} {fact.kind}"]
    fields = {
        "keep": "?" if doubt else "yes",
        "value": line_of(fact.value),
        "polarity": fact.polarity,
        "ids": " ".join(map(str, fact.terms)),
        "amount": amount(fact.quantity) if fact.quantity else "",
        "since": fact.since or "",
        **{shown: place(fact, name) for name, shown in PLACES.items()},
        **{shown: qualifier(fact, name) for name, shown in QUALIFYING.items()},
        "note": line_of(fact.note),
        "quote": line_of(text[fact.evidence.start : fact.evidence.end]),
    }
    for name, said in fields.items():
        shown = said or ("none" if name == "ids" and KINDS[fact.kind].terms else "")
        if shown:
            lines.append(f"{name + ':':<9} {shown}")
    lines += textwrap.wrap(
        _context(text, fact), _WIDTH, initial_indent="#   ", subsequent_indent="#   "
    )
    sure = fact.evidence.confidence
    how = fact.evidence.rule + (f", confidence {sure:.2g}" if sure is not None else "")
    if how:
        lines.append(f"#   read by {line_of(how)}")
    if doubt:
        lines.append(f"#   DOUBT: {line_of(doubt)}")
    return "\n".join(lines)


def write(
    document: Document, facts: Sequence[Fact], reading: Reading, doubts: Sequence[Doubt] = ()
) -> str:
    """Write the sheet of a document's facts, which are in the order of the reader's rows.

    What is in `doubts` must be decided by the reviewer.
    """
    whys = {doubt.plain: doubt.why for doubt in doubts}
    plain = {doubt.fact: doubt.plain for doubt in doubts}
    said = tuple(dict.fromkeys([*(plain.get(fact, fact) for fact in facts), *whys]))
    numbers = {fact: number for number, fact in enumerate(said, 1)}
    paper, text = document.paper, document.text
    lines = [
        f"# Review of {paper.id}: {len(said)} facts, read by {line_of(reading.agent)} "
        f"{line_of(reading.version)}, {reading.at}",
        *([f"# {line_of(paper.title)}"] if paper.title else []),
        *([f"# Read against a refusal: {line_of(reading.refusal)}"] if reading.refusal else []),
        "#",
        (Path(__file__).parent / "help.txt").read_text(encoding="utf-8").rstrip(),
    ]
    for heading, members in _course(said):
        lines += ["", heading]
        for fact in members:
            lines += ["", _block(numbers[fact], fact, text, whys.get(fact, ""))]
    head = {
        "paper": paper.id,
        "text_sha256": paper.text_sha256,
        "reader": reading.agent,
        "version": reading.version,
        **({"refusal": reading.refusal} if reading.refusal else {}),
    }
    lines += ["", "# What the reader said; leave these lines as they are.", _memory(head)]
    lines += [_memory(fact.row()) for fact in said]
    return "\n".join(lines) + "\n"


def _course(facts: Sequence[Fact]) -> Iterable[tuple[str, list[Fact]]]:
    """Lay facts out in their course: a heading, and the facts below it."""
    for case in cases(facts):
        yield f"# {f' Case {case.number} ':=^96}", list(case.own)
        seen = set(case.own)
        for owner, facts_of in _owners(case):
            if members := [fact for fact in facts_of if fact not in seen]:
                yield f"# {f' {owner} ':-^96}", members
            seen |= set(members)
        if left := [fact for fact in case.facts if fact not in seen]:
            yield f"# {' Denied, or without a place ':-^96}", left
    if claims := [fact for fact in facts if not fact.case]:
        yield f"# {' Claims of the paper, about no patient ':=^96}", claims


def _owners(case: Case) -> Iterable[tuple[str, tuple[Fact, ...]]]:
    for tumour in case.tumours:
        yield f"Tumour {tumour.number}", tumour.facts
    for event in case.events:
        heading = f"Event {event.number}, order {event.order}: {EVENTS[event.kind].label}"
        yield heading, event.facts


def _memory(row: Mapping[str, object]) -> str:
    # ASCII, so that no editor and no odd line end of a quote can change it
    return _MEMORY + json.dumps(row)


class Faults:
    """What is wrong in a sheet, with its lines; all of it is told at once."""

    MOST = 8

    def __init__(self, name: str) -> None:
        self.name = name
        self._found: list[tuple[int, str]] = []

    def add(self, line: int, message: object) -> None:
        """Note a fault of a line."""
        self._found.append((line, str(message)))

    def check(self) -> None:
        """Raise `FactError` with every fault, where there is one."""
        if not self._found:
            return
        told = [f"line {line}: {message}" for line, message in sorted(self._found)[: self.MOST]]
        more = len(self._found) - len(told)
        raise FactError(f"{self.name} {'; '.join(told)}" + (f"; and {more} more" if more else ""))


def read(text: str, name: str) -> Sheet:
    """Read a sheet back; `name` is that of its file, for messages.

    Raises `FactError` that names the lines where it is no sheet, or was stopped (empty).
    """
    # str.splitlines would also break at signs that a value may hold
    lines = re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"))
    if not any(line.strip() for line in lines):
        raise FactError(f"{name} is empty: the review was stopped, nothing was added")
    faults = Faults(name)
    memory = [(n, line[len(_MEMORY) :]) for n, line in enumerate(lines, 1) if line[:3] == _MEMORY]
    head, said = _remembered(memory, faults)
    blocks = tuple(_blocks(lines, len(said), faults))
    faults.check()
    return Sheet(**head, said=said, blocks=blocks)


def _remembered(
    memory: Sequence[tuple[int, str]], faults: Faults
) -> tuple[dict[str, str], tuple[Fact, ...]]:
    if not memory:
        raise FactError(
            f"{faults.name} is no review: its last lines, what the reader said (#: …), are missing"
        )
    rows: list[dict[str, object]] = []
    for line, said in memory:
        try:
            row = json.loads(said)
        except (ValueError, RecursionError) as error:
            raise FactError(f"{faults.name} line {line}: no JSON after #: ({error})") from None
        if not isinstance(row, dict):
            raise FactError(f"{faults.name} line {line}: what stands after #: is no row")
        rows.append(row)
    head = {key: line_of(str(rows[0].get(key, ""))) for key in _REMEMBERED}
    facts = []
    for (line, _), row in zip(memory[1:], rows[1:], strict=True):
        try:
            facts.append(Fact.from_row(row))
        except SarcomaKgError as error:
            faults.add(line, error)
    return head, tuple(facts)


def _blocks(lines: Sequence[str], many: int, faults: Faults) -> Iterable[Block]:
    """Cut the lines into blocks; a line that fits nowhere is a fault."""
    open_: Block | None = None
    seen: set[int] = set()
    for number, raw in enumerate(lines, 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            if open_ is not None:
                yield open_
            open_ = _head(line, number, many, seen, faults)
            continue
        key, colon, value = line.partition(":")
        key = " ".join(key.lower().replace("_", " ").split())
        if not colon or key not in KEYS:
            faults.add(number, f"{line[:40]!r} is none of {', '.join(KEYS)} (KEY: VALUE)")
        elif open_ is None:
            faults.add(number, f"{key!r} stands in no block; begin one with [+] case 1 drug")
        elif key in open_.fields:
            faults.add(number, f"{key!r} stands twice in the block of line {open_.line}")
        else:
            open_.fields[key] = value.strip()
            open_.lines[key] = number
    if open_ is not None:
        yield open_


def _head(line: str, number: int, many: int, seen: set[int], faults: Faults) -> Block:
    found = _HEAD.fullmatch(line)
    if found is None:
        faults.add(number, f"{line[:40]!r} heads no block; write [+] case 1 drug")
        return Block(0, 1, "", number, {}, {})
    name, case, kind = found.groups()
    if kind not in KINDS:
        faults.add(number, f"{kind!r} is no kind of fact; there are {', '.join(KINDS)}")
    which = 0 if name == "+" else int(name)
    if name != "+" and not 1 <= which <= many:
        faults.add(number, f"the reader said no fact [{which}]; write [+] for one that you add")
    elif which and which in seen:
        faults.add(number, f"[{which}] stands twice; write [+] for one that you add")
    seen.add(which)
    return Block(which, int(case), kind, number, {}, {})
