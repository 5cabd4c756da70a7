"""Facts to quads: each fact as a node of its own, and the direct triples that follow from it."""

from collections.abc import Callable, Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from sarcoma_kg.kinds import KINDS, QUALIFIERS
from sarcoma_kg.records import (
    Case,
    Event,
    Evidence,
    Fact,
    Paper,
    Quantity,
    Reading,
    Tumour,
    cases,
    placed,
)
from sarcoma_kg.records.normal import NAME
from sarcoma_kg.terms import Term
from sarcoma_kg.triples import nodes
from sarcoma_kg.triples.nodes import (
    BOOLEAN,
    DATETIME,
    TYPE,
    YEAR,
    case_node,
    decimal,
    integer,
    named,
    skg,
)
from sarcoma_kg.triples.trig import order

_GENE = "HGNC"


class _Writer:
    """Collects the quads of one paper."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.node = nodes.paper_node(paper.id)
        self.assertions, self.provenance = nodes.graph_nodes(paper.id)
        self.quads: set[Quad] = set()

    def say(self, subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> None:
        self.quads.add(Quad(subject, predicate, value, self.assertions))

    def prove(self, subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> None:
        self.quads.add(Quad(subject, predicate, value, self.provenance))

    def local(self, name: str) -> NamedNode:
        return named("paper", f"{self.paper.id}#{name}")

    def label(self, node: NamedNode, text: str) -> None:
        self.say(node, named("rdfs", "label"), Literal(text))

    def bibliography(self) -> None:
        paper, node = self.paper, self.node
        self.say(node, TYPE, skg("Paper"))
        literals = {
            named("dct", "title"): paper.title,
            named("bibo", "pmid"): paper.pmid,
            skg("pmcid"): paper.pmcid,
            named("bibo", "doi"): paper.doi,
            skg("journal"): paper.journal,
            skg("authors"): "; ".join(paper.authors),
            skg("textSha256"): paper.text_sha256,
        }
        for predicate, text in literals.items():
            if text:
                self.say(node, predicate, Literal(text))
        addresses = {
            "doi": ("https://doi.org/", paper.doi),
            "pubmed": ("https://pubmed.ncbi.nlm.nih.gov/", paper.pmid and f"{paper.pmid}/"),
            "pmc": ("https://pmc.ncbi.nlm.nih.gov/articles/", paper.pmcid and f"{paper.pmcid}/"),
        }
        for name, (base, text) in addresses.items():
            if text:
                self.say(node, skg(name), nodes.web_node(base, text))
        self._licence(paper.licence)
        if paper.year is not None:
            self.say(node, named("dct", "issued"), Literal(f"{paper.year:04d}", datatype=YEAR))
        if paper.retracted:
            self.say(node, skg("retracted"), Literal("true", datatype=BOOLEAN))
        self.say(node, skg("textLength"), integer(paper.text_length))

    def _licence(self, licence: str) -> None:
        if not licence:
            return
        address = nodes.licence_node(licence)
        self.say(self.node, named("dct", "license"), address or Literal(licence))
        if address and nodes.licence_of(address.value) != licence:
            self.say(self.node, skg("licence"), Literal(licence))  # in the words of the source

    def reading(self, reading: Reading, text_form: str) -> None:
        """Write how the graph of assertions came to be: from which text, by whom, when."""
        node = self.local("reading")
        self.prove(self.assertions, named("prov", "wasGeneratedBy"), node)
        self.prove(self.assertions, named("prov", "wasDerivedFrom"), self.node)
        self.prove(node, TYPE, named("prov", "Activity"))
        self.prove(node, named("prov", "used"), self.node)
        for agent, kind, label in nodes.agents(reading.agent):
            self.prove(node, named("prov", "wasAssociatedWith"), agent)
            self.prove(agent, TYPE, named("prov", kind))
            self.prove(agent, named("rdfs", "label"), Literal(label))
        self.prove(node, skg("agent"), Literal(reading.agent))
        self.prove(node, skg("version"), Literal(reading.version))
        self.prove(node, skg("textForm"), Literal(text_form))
        self.prove(node, named("prov", "endedAtTime"), Literal(reading.at, datatype=DATETIME))
        if reading.note:
            self.prove(node, skg("note"), Literal(reading.note))
        if reading.refusal:
            self.prove(node, skg("refusal"), Literal(reading.refusal))

    def quantity(self, node: NamedNode, quantity: Quantity) -> NamedNode:
        self.say(node, TYPE, skg("Quantity"))
        self.label(node, str(quantity))
        self.say(node, skg("low"), decimal(quantity.low))
        self.say(node, skg("high"), decimal(quantity.high))
        self.say(node, skg("unit"), Literal(quantity.unit))
        self.say(node, skg("ucum"), Literal(nodes.UCUM[quantity.unit]))
        if quantity.approximate:
            self.say(node, skg("approximate"), Literal("true", datatype=BOOLEAN))
        if quantity.days:
            for name, days in zip(("lowDays", "highDays"), quantity.days, strict=True):
                self.say(node, skg(name), decimal(round(days, 4)))
        return node

    def fact(self, name: str, fact: Fact) -> None:
        """Write the fact's own node, with everything that the record holds.

        What is denied has the same properties under names of their own.
        """
        node, denied = self.local(name), fact.polarity == "absent"
        self.say(node, TYPE, skg("Claim" if fact.case == 0 else "DeniedFact" if denied else "Fact"))
        self.label(node, f"{'no ' if denied else ''}{fact.value}")

        def property_of(name: str) -> NamedNode:
            return skg(nodes.denied(name) if denied else name)

        def tell(name: str, value: NamedNode | Literal) -> None:
            self.say(node, property_of(name), value)

        tell("kind", Literal(fact.kind))
        tell("value", Literal(fact.value))
        for number, term in enumerate(fact.terms):
            tell("otherTerm" if number else "term", NamedNode(term.iri))
        if fact.quantity:
            part = self.quantity(self.local(f"{name}-quantity"), fact.quantity)
            tell("quantity", part)
            self._zero(part, fact)
        if fact.since:
            tell("since", skg(f"since-{fact.since}"))
        if fact.note:
            tell("note", Literal(fact.note))
        for number in fact.since_event:
            tell("sinceEvent", self._event_node(fact.case, number))
        for number in fact.answers:
            tell("answers", self._event_node(fact.case, number))
        for owner in self._owners(fact):
            tell("about", owner)
        for number in fact.tumours:
            tell("of" if denied else "ofTumour", self._tumour_node(fact.case, number))
        self._qualifiers(name, fact, tell)
        for number, evidence in enumerate((fact.evidence, *fact.further), 1):
            part = self.local(f"{name}-evidence{number if number > 1 else ''}")
            self.prove(node, property_of("evidence"), part)
            self._evidence(part, evidence)

    def _zero(self, quantity: NamedNode, fact: Fact) -> None:
        """Write what a time is counted from on the amount too: an event has the amount alone."""
        if fact.since:
            self.say(quantity, skg("since"), skg(f"since-{fact.since}"))
        for number in fact.since_event:
            self.say(quantity, skg("sinceEvent"), self._event_node(fact.case, number))

    def _qualifiers(
        self, name: str, fact: Fact, tell: Callable[[str, NamedNode | Literal], None]
    ) -> None:
        for key, value in fact.qualifiers.items():
            tell(property_name(fact, key), self._qualifier(f"{name}-{key}", key, value))

    def _qualifier(self, node: str, key: str, value: object) -> NamedNode | Literal:
        if isinstance(value, Quantity):
            return self.quantity(self.local(node), value)
        if isinstance(value, Term):
            return NamedNode(value.iri)
        if isinstance(value, int):
            return integer(value)
        return nodes.individual(str(value)) if QUALIFIERS[key].named else Literal(str(value))

    def _owners(self, fact: Fact) -> list[NamedNode]:
        """Give the nodes that a fact is about; what is denied is about none."""
        owner = KINDS[fact.kind].owner
        if fact.polarity == "absent":
            return []
        if owner == "tumour":
            return [self._tumour_node(fact.case, number) for number in fact.tumours]
        if owner == "event" and fact.event is not None:
            return [self._event_node(fact.case, fact.event)]
        return [self.node if owner == "paper" else case_node(self.paper.id, fact.case)]

    def _event_node(self, case: int, number: int) -> NamedNode:
        return self.local(f"case{case}-event{number}")

    def _tumour_node(self, case: int, number: int) -> NamedNode:
        return self.local(f"case{case}-tumour{number}")

    def _evidence(self, node: NamedNode, evidence: Evidence) -> None:
        self.prove(node, TYPE, skg("Evidence"))
        self.prove(node, skg("inText"), self.node)
        self.prove(node, named("oa", "start"), integer(evidence.start))
        self.prove(node, named("oa", "end"), integer(evidence.end))
        if evidence.quote:
            self.prove(node, named("oa", "exact"), Literal(evidence.quote))
        if evidence.rule:
            self.prove(node, skg("rule"), Literal(evidence.rule))
        if evidence.confidence is not None:
            self.prove(node, skg("confidence"), decimal(evidence.confidence))
        self.prove(node, named("prov", "wasGeneratedBy"), self.local("reading"))

    def case(self, case: Case, named_facts: list[tuple[str, Fact]]) -> None:
        """Write a case with its tumours and events, and the direct triples of its facts."""
        node = case_node(self.paper.id, case.number)
        self.say(node, TYPE, skg("Case"))
        self.say(node, skg("paper"), self.node)
        self.label(node, f"{self.paper.id} case {case.number}")
        for name, fact in named_facts:
            self.say(node, skg("denies" if fact.polarity == "absent" else "fact"), self.local(name))
        told = [(name, fact) for name, fact in named_facts if fact.polarity == "present"]
        own = [each for each in told if KINDS[each[1].kind].owner == "case"]
        self._direct(node, [each for each in own if _sure(each[1])])
        for tumour in case.tumours:
            self._tumour(node, case.number, tumour, told)
        for event in case.events:
            self._event(node, case.number, event, told)

    def _tumour(
        self, case: NamedNode, number: int, tumour: Tumour, told: list[tuple[str, Fact]]
    ) -> None:
        node = self._tumour_node(number, tumour.number)
        diagnosis = tumour.fact("diagnosis")
        self.say(case, skg("tumour"), node)
        self.say(node, TYPE, skg("Tumour"))
        self.label(node, diagnosis.value if diagnosis else f"tumour {tumour.number}")
        if tumour.role:
            self.say(node, skg("tumourRole"), nodes.individual(tumour.role))
        mine = [
            (name, fact)
            for name, fact in told
            if KINDS[fact.kind].owner == "tumour" and tumour.number in fact.tumours
        ]
        # what was found in one lesion of several is not so of the whole tumour
        self._direct(
            node, [each for each in mine if _sure(each[1]) and not each[1].qualifiers.lesion]
        )

    def _event(
        self, case: NamedNode, number: int, event: Event, told: list[tuple[str, Fact]]
    ) -> None:
        node = self._event_node(number, event.number)
        self.say(case, skg("event"), node)
        self.say(node, TYPE, skg(event.kind))
        self.label(node, event.label)
        for rank in {fact.order for fact in event.facts} - {None} or {event.order}:
            self.say(node, skg("order"), integer(rank or 0))
        for tumour in event.tumours:
            self.say(node, skg("ofTumour"), self._tumour_node(number, tumour))
        # a margin may say that it belongs to its own operation
        for treatment in set(event.answers) - {event.number}:
            self.say(node, skg("ofTreatment"), self._event_node(number, treatment))
        mine = [(name, fact) for name, fact in told if fact.event == event.number and fact.counts]
        mine = [each for each in mine if KINDS[each[1].kind].owner == "event"]
        suspected = _suspected(event)
        if suspected:
            self.say(node, skg("certainty"), skg("suspected"))
        for name, fact in mine:
            for key, value in fact.qualifiers.items():
                if QUALIFIERS[key].event:
                    value_node = self._qualifier(f"{name}-{key}", key, value)
                    self.say(node, skg(QUALIFIERS[key].property), value_node)
        if event.kind == "ResponseAssessment" and not event.qualifier("criterion"):
            self.say(node, skg("criterion"), Literal("unstated"))
        # an event has one time; further intervals of it stay with their facts
        direct = [
            each
            for each in mine
            if (suspected or _sure(each[1]))
            and (KINDS[each[1].kind].property != "time" or each[1] is event.time)
        ]
        self._direct(node, direct)

    def _direct(self, owner: NamedNode, members: list[tuple[str, Fact]]) -> None:
        """Join the owner to the term, value or amount of each fact; of single kinds the first."""
        seen: set[str] = set()
        for name, fact in members:
            kind = KINDS[fact.kind]
            if kind.single and fact.kind in seen:
                continue
            seen.add(fact.kind)
            amount = self.local(f"{name}-quantity")
            if fact.quantity and kind.measure:
                self.say(owner, skg(kind.measure), amount)
                if fact.kind == "drug" and fact.terms:
                    self.say(amount, skg("ofDrug"), NamedNode(fact.terms[0].iri))
            if kind.amount:
                if fact.quantity:
                    self.say(owner, skg(kind.property), amount)
            elif kind.values:
                self.say(owner, skg(kind.property), skg(fact.value))
            elif kind.terms:
                if term := _term(fact):
                    self.say(owner, skg(kind.property), NamedNode(term.iri))
            else:
                self.say(owner, skg(kind.property), Literal(fact.value))


def property_name(fact: Fact, qualifier: str) -> str:
    """Name the property of a qualifier on a fact: the status of a diagnosis has its own."""
    if qualifier == "status" and fact.kind == "diagnosis" and fact.polarity == "present":
        return "diagnosisStatus"
    return QUALIFIERS[qualifier].property


def _term(fact: Fact) -> Term | None:
    """Give the term that a direct triple leads to: of an alteration none that is a mere gene."""
    if fact.kind == "alteration":
        return next((term for term in fact.terms if term.prefix != _GENE), None)
    return fact.terms[0] if fact.terms else None


def _sure(fact: Fact) -> bool:
    return fact.counts and fact.qualifiers.certainty != "suspected"


def _suspected(event: Event) -> bool:
    """Say whether all that makes an event what it is was only suspected."""
    telling = [fact for fact in event.facts if KINDS[fact.kind].event == event.kind and fact.counts]
    return bool(telling) and all(fact.qualifiers.certainty == "suspected" for fact in telling)


def names(facts: Iterable[Fact]) -> Iterator[tuple[str, Fact]]:
    """Name facts by their number inside their case: `case1-fact1`, …; `claim1`, …."""
    count: dict[int, int] = {}
    for fact in facts:
        count[fact.case] = count.get(fact.case, 0) + 1
        number = count[fact.case]
        yield (f"case{fact.case}-fact{number}" if fact.case else f"claim{number}"), fact


def write(
    paper: Paper, facts: Iterable[Fact], reading: Reading, *, text_form: str = NAME
) -> list[Quad]:
    """Turn a paper's facts into quads, sorted; `read` gives the same facts back.

    Facts keep their order inside a case; those without a place are `placed`. `text_form` names the
    form of the text that offsets count in: another one than ours is that of an older graph.
    """
    writer = _Writer(paper)
    writer.bibliography()
    writer.reading(reading, text_form)
    members: dict[int, list[tuple[str, Fact]]] = {}
    told = placed(facts)
    for name, fact in names(told):
        writer.fact(name, fact)
        members.setdefault(fact.case, []).append((name, fact))
    for name, _ in members.get(0, ()):
        writer.say(writer.node, skg("claim"), writer.local(name))
    for case in cases(told):
        writer.case(case, members[case.number])
    return sorted(writer.quads, key=order)
