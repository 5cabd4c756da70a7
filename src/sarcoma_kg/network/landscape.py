"""What an answer about patients says, ready to be drawn: patients, what they have, how often.

Three forms of answer are read. Rows with a column of cases and the columns `has` and `what` say
one thing each, of a tumour where `tumour` is bound, else of the patient. Any other rows with a
column of cases say in each row what belongs together. Triples whose subjects are all cases do the
same as the first form. Cases joined by `skg:samePatientAs` are one patient.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from pyoxigraph import Literal, NamedNode

from sarcoma_kg import table
from sarcoma_kg.errors import TermError
from sarcoma_kg.graph import Answer, Node
from sarcoma_kg.network.naming import hint, is_drawn, kind_of, label_columns, named, page_of
from sarcoma_kg.network.palette import looks
from sarcoma_kg.terms import Term, prefixes
from sarcoma_kg.wording import WORDS

_LONG = "has", "what"
_GENERAL = 0.25  # of what is drawn of a group: a term above so much takes in nothing more
_RARE = 0.005  # of all patients: a thing of fewer is folded
#: What a property of the schema is called in a picture; others are called by their own name.
_NAMES = {"diagnosis": "subtype", "procedure": "procedure", "status": "outcome"}
_FIRST = ("disease", "site", "drug", "regimen", "systemic-therapy", "procedure", "alteration")


@dataclass(slots=True)
class Thing:
    """What patients have in common: a term or text of one group (a column or property)."""

    group: str
    kind: str
    label: str
    curie: str = ""
    url: str = ""
    patients: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Patient:
    """A patient: the cases, what is told of them, and the things of each tumour or row."""

    cases: list[str]
    told: dict[str, list[str]] = field(default_factory=dict)
    own: list[int] = field(default_factory=list)
    tumours: list[list[int]] = field(default_factory=list)

    @property
    def things(self) -> list[int]:
        """Everything that the patient has, each once, in the order of the answer."""
        return list(dict.fromkeys([*(each for one in self.tumours for each in one), *self.own]))


@dataclass(slots=True)
class Landscape:
    """Patients and things; `hub` is the group whose things everything else is joined to."""

    things: list[Thing]
    patients: list[Patient]

    @property
    def groups(self) -> list[str]:
        """The groups of things, diagnoses first, then in the order of sites, treatments, others."""
        found = {thing.group: thing.kind for thing in self.things}
        order = {kind: at for at, kind in enumerate(_FIRST)}
        return sorted(found, key=lambda group: order.get(found[group], len(order)))

    @property
    def hub(self) -> str:
        """The first group."""
        return self.groups[0]


@dataclass(slots=True)
class Drawn:
    """A node of the picture: one thing, or several that are folded into one."""

    group: str
    kind: str
    label: str
    members: list[int]
    patients: set[int]
    folded: bool = False


class _Making:
    """A landscape that is being read from an answer."""

    def __init__(self, label: Callable[[Term], str], kind: Callable[[Term], str]) -> None:
        self.label, self.known = label, kind
        self.things: dict[tuple[str, str], Thing] = {}
        self.cases: dict[str, dict[str, Any]] = {}
        self.same: list[tuple[str, str]] = []

    def case(self, iri: str) -> dict[str, Any]:
        """Give what is known of a case so far."""
        return self.cases.setdefault(iri, {"told": {}, "own": {}, "tumours": {}})

    def say(self, case: str, tumour: str, group: str, kind: str, node: Node, name: str) -> None:
        """Note that a case has something; `tumour` is empty where it is the patient's own."""
        known = self.case(case)
        if kind == "value":
            known["told"].setdefault(group, {})[name] = None
            return
        text = node.value if isinstance(node, NamedNode | Literal) else str(node)
        key = group, text
        if key not in self.things:
            iri = isinstance(node, NamedNode)
            short = table.short(text) if iri else ""
            self.things[key] = Thing(
                group, kind, name, short if ":" in short else "", page_of(text) if iri else ""
            )
        held = known["tumours"].setdefault(tumour, {}) if tumour else known["own"]
        held[key] = None

    def kind(self, node: Node | None, column: str) -> str:
        """Say what kind of thing a node is: by its term, else by its column."""
        if not isinstance(node, NamedNode):
            return hint(column) or "value"
        found = kind_of(node.value, column)
        if found in ("term", "other"):
            with suppress(TermError):
                known = self.known(Term.from_iri(node.value))
                return known if known in looks() else found
        return found

    def done(self) -> Landscape:
        """Join the cases of one patient, number everything."""
        first = {case: case for case in self.cases}

        def root(case: str) -> str:
            while first[case] != case:
                first[case] = first[first[case]]
                case = first[case]
            return case

        for one, other in self.same:
            if one in first and other in first:
                first[root(other)] = root(one)
        number = {key: at for at, key in enumerate(self.things)}
        patients: dict[str, Patient] = {}
        for case, known in self.cases.items():
            patient = patients.setdefault(root(case), Patient([]))
            patient.cases.append(case.removeprefix(prefixes()["paper"]))
            for group, values in known["told"].items():
                held = patient.told.setdefault(group, [])
                held += [value for value in values if value not in held]
            patient.own += [at for key in known["own"] if (at := number[key]) not in patient.own]
            patient.tumours += [[number[key] for key in each] for each in known["tumours"].values()]
        made = Landscape(list(self.things.values()), list(patients.values()))
        for at, patient in enumerate(made.patients):
            for thing in patient.things:
                made.things[thing].patients.add(at)
        return made


def of_answer(
    answer: Answer,
    label: Callable[[Term], str],
    kind: Callable[[Term], str] = lambda _: "term",
) -> Landscape | None:
    """Read an answer about cases; gives None where it is none, or where nothing can be drawn.

    `label` gives a term's name, `kind` what kind of term it is where its identifier does not tell.
    """
    making = _Making(label, kind)
    if answer.triples:
        rows: Iterable[tuple[Node | None, ...]] = answer.triples  # type: ignore[assignment]
        if not all(_is_case(row[0]) for row in rows):
            return None
        _long(making, ((row[0], None, row[1], row[2]) for row in rows))
    else:
        column = case_column(answer)
        if column is None:
            return None
        at = {name: place for place, name in enumerate(answer.variables)}
        if all(name in at for name in _LONG):
            tumour = at.get("tumour")
            _long(
                making,
                (
                    (row[column], None if tumour is None else row[tumour], row[at["has"]], what)
                    for row in answer.rows
                    if (what := row[at["what"]]) is not None
                ),
            )
        else:
            _wide(making, answer, column)
    made = making.done()
    return made if made.things else None


def case_column(answer: Answer) -> int | None:
    """Find the one column that holds cases and nothing else."""
    found = [
        at
        for at in range(len(answer.variables))
        if answer.rows and all(_is_case(row[at]) for row in answer.rows)
    ]
    return found[0] if len(found) == 1 else None


def _is_case(node: Node | None) -> bool:
    return isinstance(node, NamedNode) and kind_of(node.value) == "case"


def _long(making: _Making, rows: Iterable[tuple[Node | None, ...]]) -> None:
    for case, tumour, has, what in rows:
        name = table.short(has.value) if isinstance(has, NamedNode) else _text(has)
        iri = _text(case)
        making.case(iri)
        if name == "samePatientAs":
            making.same.append((iri, _text(what)))
            continue
        plain = name.removeprefix("has")
        plain = plain[:1].lower() + plain[1:]
        said = _said(what, making.label)
        kind = making.kind(what, plain)
        making.say(iri, _text(tumour), _NAMES.get(plain, plain), kind, what, said)  # type: ignore[arg-type]


def _text(node: Node | None) -> str:
    if node is None:
        return ""
    return node.value if isinstance(node, NamedNode | Literal) else str(node)


def _said(node: Node | None, label: Callable[[Term], str]) -> str:
    if isinstance(node, NamedNode):
        return named(node.value, label)
    said = str(table.value(node))
    return WORDS.get(said, said)


def _wide(making: _Making, answer: Answer, case: int) -> None:
    labels = label_columns(answer.variables)
    names = {
        at: name
        for at, name in enumerate(answer.variables)
        if at != case and at not in labels.values()
    }
    drawn = {at for at in names if is_drawn(answer, at)}
    kinds = dict.fromkeys(names, "")
    if not any(hint(names[at]) or _has_terms(answer, at) for at in drawn):
        # no column of a known kind: what is short and not a number is drawn all the same
        kinds = {at: "other" if at in drawn else "" for at in names}
    mixed = {
        at for at in drawn if len({making.kind(row[at], names[at]) for row in answer.rows}) > 1
    }
    for number, row in enumerate(answer.rows):
        iri = _text(row[case])
        unit = f"row {number}" if len(drawn) > 1 else ""  # a thing alone is the patient's own
        making.case(iri)
        for at, name in names.items():
            node = row[at]
            if node is None:
                continue
            given = row[labels[at]] if at in labels else None
            said = given.value if isinstance(given, Literal) else _said(node, making.label)
            kind = (kinds[at] or making.kind(node, name)) if at in drawn else "value"
            making.say(iri, unit, kind if at in mixed else name, kind, node, said)


def _has_terms(answer: Answer, at: int) -> bool:
    return any(isinstance(row[at], NamedNode) for row in answer.rows)


def folded(
    landscape: Landscape,
    most: int,
    above: Callable[[Term], Sequence[Term]] = lambda _: (),
) -> list[Drawn]:
    """Choose at most about `most` nodes: each group keeps its things with the most patients.

    What is left out goes into the nearest term above it that is drawn (`above` gives the terms
    above one, the nearest first), else into one node of its group ("12 more").
    """
    groups = landscape.groups
    held = {
        group: sorted(
            (at for at, thing in enumerate(landscape.things) if thing.group == group),
            key=lambda at: (-len(landscape.things[at].patients), landscape.things[at].label),
        )
        for group in groups
    }
    rare = len(landscape.patients) * _RARE
    often = {
        group: sum(len(landscape.things[at].patients) >= rare for at in each)
        for group, each in held.items()
    }
    room = _room(often, most)
    drawn: list[Drawn] = []
    for group in groups:
        drawn += _fold(landscape, held[group], room[group], above)
    return drawn


def _room(sizes: Mapping[str, int], most: int) -> dict[str, int]:
    """Share the nodes out: in turns of one, until all have what they need or none is left."""
    room = dict.fromkeys(sizes, 0)
    left = most
    while left > 0 and any(room[group] < size for group, size in sizes.items()):
        for at, (group, size) in enumerate(sizes.items()):
            # the first group gets two in a turn: everything else is joined to it
            more = min(2 if at == 0 else 1, size - room[group], left)
            room[group] += more
            left -= more
    return room


def _fold(
    landscape: Landscape, held: list[int], room: int, above: Callable[[Term], Sequence[Term]]
) -> Iterator[Drawn]:
    things = landscape.things
    keep = held if len(held) <= room + 1 else held[:room]  # one alone is no reason to fold
    nodes = {
        at: Drawn(
            things[at].group, things[at].kind, things[at].label, [at], set(things[at].patients)
        )
        for at in keep
    }
    place = {things[at].curie: at for at in keep if things[at].curie}
    for curie in _general(place, above):
        del place[curie]
    rest = []
    for at in held[len(keep) :]:
        parents = map(str, above(Term.parse(things[at].curie))) if things[at].curie else ()
        into = next((place[curie] for curie in parents if curie in place), None)
        if into is None:
            rest.append(at)
        else:
            nodes[into].members.append(at)
            nodes[into].patients |= things[at].patients
    yield from nodes.values()
    if rest:
        patients = set().union(*(things[at].patients for at in rest))
        first = things[rest[0]]
        yield Drawn(first.group, first.kind, f"{len(rest)} more", rest, patients, folded=True)


def _general(place: Mapping[str, int], above: Callable[[Term], Sequence[Term]]) -> list[str]:
    """Find what is above so much that is drawn that it tells nothing of what is folded into it."""
    over = Counter(
        str(term)
        for curie in place
        for term in above(Term.parse(curie))
        if str(term) in place and str(term) != curie
    )
    return [curie for curie, count in over.items() if count >= max(_GENERAL * len(place), 3)]


def pairs(
    landscape: Landscape, nodes: Sequence[Drawn], among: Collection[str] = ()
) -> dict[tuple[int, int], int]:
    """Count the patients of every two nodes that one tumour has, the first of the hub group.

    What belongs to the patient (an outcome) goes with each tumour. `among` holds the groups that
    count (default: all).
    """
    of: dict[int, int] = {at: place for place, node in enumerate(nodes) for at in node.members}
    counted: dict[tuple[int, int], int] = {}
    hub = landscape.hub
    for patient in landscape.patients:
        seen = set()
        for tumour in patient.tumours or [[]]:
            here = {of[at] for at in (*tumour, *patient.own) if at in of}
            centres = [at for at in here if nodes[at].group == hub]
            others = [at for at in here if nodes[at].group != hub]
            seen |= set(product(centres, others))
        for pair in seen:
            if not among or nodes[pair[1]].group in among:
                counted[pair] = counted.get(pair, 0) + 1
    return counted
