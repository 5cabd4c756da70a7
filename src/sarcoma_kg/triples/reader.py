"""Quads back to facts."""

import re
from collections.abc import Callable, Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from sarcoma_kg.errors import FactError, TermError
from sarcoma_kg.kinds import QUALIFIERS
from sarcoma_kg.records import Evidence, Fact, Paper, Qualifiers, Quantity, Reading
from sarcoma_kg.records.normal import NAME
from sarcoma_kg.terms import Term, prefixes
from sarcoma_kg.triples import nodes
from sarcoma_kg.triples.nodes import TYPE, named, skg
from sarcoma_kg.triples.trig import natural

_FACT = re.compile(r"case([1-9]\d*)-fact\d+|claim\d+")
_PLACE = re.compile(r"case([1-9]\d*)-(event|tumour)(0|[1-9]\d*)")


class Values:
    """The quads of one paper by node and property."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._values: dict[str, dict[str, list[NamedNode | Literal]]] = {}
        for quad in quads:
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                node = self._values.setdefault(quad.subject.value, {})
                node.setdefault(quad.predicate.value, []).append(quad.object)

    def all(self, node: str, predicate: NamedNode) -> list[str]:
        """Give every value of a property, in natural order, each once."""
        found = self._values.get(node, {}).get(predicate.value, ())
        return sorted({value.value for value in found}, key=natural)

    def one(self, node: str, predicate: NamedNode) -> str:
        """Give the only value of a property, empty where there is none; several are a fault."""
        found = self.all(node, predicate)
        if len(found) > 1:
            raise FactError(f"<{node}> has {len(found)} values of <{predicate.value}>, not one")
        return found[0] if found else ""

    def of_type(self, *names: str) -> list[str]:
        """Give the nodes of one of these classes of the schema."""
        wanted = {skg(name).value for name in names}
        return [node for node in self._values if wanted & set(self.all(node, TYPE))]

    def paper(self) -> Paper:
        """Read the publication."""
        found = self.of_type("Paper")
        if len(found) != 1:
            raise FactError(f"there must be one skg:Paper, here are {len(found)}")
        node = found[0]
        if not node.startswith(prefixes()["paper"]):
            raise FactError(f"the paper <{node}> is not under {prefixes()['paper']}")
        year, authors = self.one(node, named("dct", "issued")), self.one(node, skg("authors"))
        licence = nodes.licence_of(self.one(node, named("dct", "license")))
        return Paper(
            id=node.removeprefix(prefixes()["paper"]),
            title=self.one(node, named("dct", "title")),
            pmid=self.one(node, named("bibo", "pmid")),
            pmcid=self.one(node, skg("pmcid")),
            doi=self.one(node, named("bibo", "doi")),
            journal=self.one(node, skg("journal")),
            year=int(year) if year else None,
            licence=self.one(node, skg("licence")) or licence,
            authors=tuple(authors.split("; ")) if authors else (),
            retracted=self.one(node, skg("retracted")) == "true",
            text_sha256=self.one(node, skg("textSha256")),
            text_length=int(self.one(node, skg("textLength")) or 0),
        )

    def reading(self, generated: NamedNode) -> Reading:
        """Read how the node came to be: the graph of assertions (in version 1 the paper)."""
        node = self.one(generated.value, named("prov", "wasGeneratedBy"))
        return Reading(
            agent=self.one(node, skg("agent")) or self._agent(node),
            version=self.one(node, skg("version")),
            at=self.one(node, named("prov", "endedAtTime")),
            note=self.one(node, skg("note")),
            refusal=self.one(node, skg("refusal")),
        )

    def _agent(self, node: str) -> str:
        """Name a person by the ORCID that a reading is associated with, where it says no more."""
        orcid = "https://orcid.org/"
        people = self.all(node, named("prov", "wasAssociatedWith"))
        return next((f"person:{p.removeprefix(orcid)}" for p in people if p.startswith(orcid)), "")

    def evidence(self, fact: str, predicate: NamedNode) -> tuple[Evidence, ...]:
        """Read all evidence of a fact, the first first."""
        found = tuple(self._evidence(node) for node in self.all(fact, predicate))
        if not found:
            raise FactError(f"<{fact}> has no evidence")
        return found

    def _evidence(self, node: str) -> Evidence:
        confidence = self.one(node, skg("confidence"))
        try:
            start, end = (int(self.one(node, named("oa", name))) for name in ("start", "end"))
        except ValueError:
            raise FactError(f"<{node}> lacks oa:start or oa:end") from None
        return Evidence(
            start,
            end,
            self.one(node, named("oa", "exact")),
            self.one(node, skg("rule")),
            float(confidence) if confidence else None,
        )

    def quantity(self, node: str) -> Quantity | None:
        """Read an amount."""
        if not node:
            return None
        try:
            low, high = (float(self.one(node, skg(name))) for name in ("low", "high"))
        except ValueError:
            raise FactError(f"<{node}> lacks skg:low or skg:high") from None
        approximate = self.one(node, skg("approximate")) == "true"
        return Quantity(low, high, self.one(node, skg("unit")), approximate)

    def facts(self) -> list[str]:
        """Give the nodes of all statements: by case, claims last, in their order."""
        return sorted(self.of_type("Fact", "DeniedFact", "Claim"), key=_rank)


def _rank(node: str) -> tuple[int, int]:
    numbers = [int(part) for part in re.findall(r"\d+", node.rpartition("#")[2])]
    first, second, *_ = *numbers, 0, 0
    return (first, second) if len(numbers) > 1 else (1 << 30, first)


def case_of(node: str) -> int:
    """Give the case of a fact by the name of its node: 0 for a claim."""
    match = _FACT.fullmatch(node.rpartition("#")[2])
    if not match:
        raise FactError(f"<{node}>: a fact is named caseN-factN or claimN")
    return int(match[1] or 0)


def _fact(values: Values, node: str) -> Fact:
    case, denied = case_of(node), bool(values.one(node, skg(nodes.denied("kind"))))

    def name(property_name: str) -> NamedNode:
        return skg(nodes.denied(property_name) if denied else property_name)

    def one(property_name: str) -> str:
        return values.one(node, name(property_name))

    def places(property_name: str, owner: str) -> tuple[int, ...]:
        found = values.all(node, name(property_name))
        return tuple(_number(node, iri, case, owner) for iri in found)

    about = [] if denied else values.all(node, skg("about"))
    # the name of the paper before the # may hold any word
    local = {iri: iri.rpartition("#")[2] for iri in about}
    events = tuple(_number(node, iri, case, "event") for iri in about if "-event" in local[iri])
    if len(events) > 1:
        raise FactError(f"<{node}> is about {len(events)} events, not one")
    own = tuple(_number(node, iri, case, "tumour") for iri in about if "-tumour" in local[iri])
    event = events[0] if events else None
    order = values.one(about[0], skg("order")) if event is not None else ""
    evidence = values.evidence(node, name("evidence"))
    terms = values.all(node, name("term")) + values.all(node, name("otherTerm"))
    return Fact(
        case=case,
        kind=one("kind"),
        value=one("value"),
        evidence=evidence[0],
        terms=tuple(Term.from_iri(iri) for iri in terms),
        polarity="absent" if denied else "present",
        quantity=values.quantity(one("quantity")),
        since=one("since").rpartition("since-")[2] or None,
        note=one("note"),
        qualifiers=_qualifiers(values, one),
        event=event,
        order=int(order) if order else None,
        tumours=own + places("of" if denied else "ofTumour", "tumour"),
        answers=places("answers", "event"),
        since_event=places("sinceEvent", "event"),
        further=evidence[1:],
    )


def _qualifiers(values: Values, one: Callable[[str], str]) -> Qualifiers:
    found: dict[str, object] = {}
    for name, qualifier in QUALIFIERS.items():
        told = one(qualifier.property) or (one("diagnosisStatus") if name == "status" else "")
        if not told:
            continue
        if qualifier.type == "range":
            found[name] = values.quantity(told)
        elif qualifier.type == "integer":
            found[name] = int(told)
        elif qualifier.type == "term":
            found[name] = Term.from_iri(told)
        else:
            found[name] = nodes.value_of(told, qualifier.values) if qualifier.named else told
    return Qualifiers(**found)  # type: ignore[arg-type]


def _number(node: str, iri: str, case: int, owner: str) -> int:
    """Give the number of an event or tumour of the same case."""
    match = _PLACE.fullmatch(iri.rpartition("#")[2])
    if not match or match[2] != owner:
        raise FactError(f"<{node}> leads to <{iri}>, which is no {owner} named caseN-{owner}N")
    if int(match[1]) != case:
        raise FactError(f"<{node}> leads to <{iri}>, which is of another case")
    return int(match[3])


def is_older(quads: Iterable[Quad]) -> bool:
    """Say whether quads are of version 1: there the paper itself came from the reading."""
    generated, base = named("prov", "wasGeneratedBy"), prefixes()["paper"]
    return any(
        quad.predicate == generated
        and isinstance(quad.subject, NamedNode)
        and quad.subject.value.startswith(base)
        and not {"#", "/"} & set(quad.subject.value.removeprefix(base))
        for quad in quads
    )


def text_form(quads: Iterable[Quad]) -> str:
    """Name the form of the text that a paper's offsets count in."""
    wanted = skg("textForm")
    found = (q.object for q in quads if q.predicate == wanted)
    return next((node.value for node in found if isinstance(node, Literal)), NAME)


def each_fact(values: Values, make: Callable[[Values, str], Fact]) -> Iterator[Fact]:
    """Make the fact of each statement; raises `FactError` that names the one that is none."""
    for node in values.facts():
        try:
            yield make(values, node)
        except (TermError, ValueError) as error:
            raise FactError(f"<{node}>: {error}") from None


def read(quads: Iterable[Quad]) -> tuple[Paper, tuple[Fact, ...], Reading]:
    """Turn a paper's quads back into records: facts by case (claims last), in their order.

    Raises `FactError` where the quads are not those of one paper of this model, in this version.
    """
    quads = list(quads)
    if is_older(quads):
        raise FactError("these are triples of version 1 of the model; `older.brought` reads them")
    values = Values(quads)
    paper = values.paper()
    facts = tuple(each_fact(values, _fact))
    return paper, facts, values.reading(nodes.assertions_node(paper.id))
