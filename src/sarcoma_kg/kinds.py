"""The registry of kinds of fact, classes of event and qualifiers: `kinds.toml`, read once.

A kind is declared there alone; records, triples, tables, pictures and benchmarks ask this module.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

#: What owns a fact: the patient, a tumour, an event of the course, or the paper (claims).
Owner = Literal["case", "tumour", "event", "paper"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fact; `kinds.toml` says what each field means."""

    name: str
    owner: Owner
    heading: str
    group: str
    event: str = ""
    property: str = ""
    measure: str = ""
    amount: bool = False
    single: bool = False
    denied: bool = True
    core: bool = False
    compare: Literal["word", "exact", "number"] = "word"
    values: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EventClass:
    """A class of event of `ontology/schema.ttl`: its name, its look, whether it is a treatment."""

    name: str
    label: str
    look: str
    treatment: bool = False


@dataclass(frozen=True, slots=True)
class Qualifier:
    """A typed field that qualifies facts of some kinds (of all where `of` is empty)."""

    name: str
    type: Literal["text", "integer", "range", "term"]
    property: str
    unit: str = ""
    values: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    named: bool = False
    event: bool = False


def _tuples(fields: dict[str, Any]) -> dict[str, Any]:
    return {
        key: tuple(value) if isinstance(value, list) else value for key, value in fields.items()
    }


_REGISTRY = tomllib.loads((Path(__file__).parent / "kinds.toml").read_text(encoding="utf-8"))
KINDS: dict[str, Kind] = {
    name: Kind(name=name, **_tuples(fields)) for name, fields in _REGISTRY["kind"].items()
}
EVENTS: dict[str, EventClass] = {
    name: EventClass(name=name, **fields) for name, fields in _REGISTRY["event"].items()
}
QUALIFIERS: dict[str, Qualifier] = {
    name: Qualifier(name=name, **_tuples(fields)) for name, fields in _REGISTRY["qualifier"].items()
}
#: The classes of event that are treatments of the tumour.
TREATMENTS = tuple(name for name, event in EVENTS.items() if event.treatment)
