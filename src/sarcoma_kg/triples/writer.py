"""Facts to quads: each fact as a node of its own, and the direct triples that follow from it."""

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from sarcoma_kg.kinds import KINDS
from sarcoma_kg.records import Evidence, Fact, Paper, Quantity, Reading
from sarcoma_kg.triples.nodes import (
    BOOLEAN,
    DATETIME,
    TYPE,
    YEAR,
    case_node,
    decimal,
    integer,
    named,
    paper_node,
    provenance_node,
    skg,
)
from sarcoma_kg.triples.trig import order

#: The direct property of each kind of fact, from its owner to the term, value or quantity.
DIRECT = {
    "age": "age",
    "sex": "sex",
    "comorbidity": "comorbidity",
    "diagnosis": "diagnosis",
    "primary-site": "site",
    "laterality": "laterality",
    "size": "size",
    "grade": "grade",
    "stage": "stage",
    "marker": "marker",
    "alteration": "alteration",
    "symptom": "finding",
    "surgery": "procedure",
    "margin": "margin",
    "drug": "drug",
    "regimen": "regimen",
    "chemotherapy": "procedure",
    "radiotherapy": "procedure",
    "ablation": "procedure",
    "other-treatment": "procedure",
    "metastasis": "site",
    "recurrence": "extent",
    "response": "response",
    "adverse-event": "finding",
    "interval": "time",
    "outcome": "status",
    "follow-up": "time",
}
# what the quantity of a kind measures, where it stands beside a term
_MEASURE = {"radiotherapy": "dose", "marker": "index", "chemotherapy": "regimens"}
_TIMED = {"metastasis": "Metastasis", "recurrence": "Recurrence", "progression": "Progression"}
_DEAD = ("dead", "DOD", "DOC")
# what a note may say of a treatment or a response, in the words of the field; an intent stands
# alone between commas, for "palliative intent not stated" is none
_INTENT = re.compile(
    r"(?:^|[,;]\s*)(neoadjuvant|adjuvant|palliative|curative|induction|maintenance)(?=$|[,;])", re.I
)
_LINE = re.compile(r"\b(first|second|third|fourth|fifth)[ -]line\b", re.I)
_CYCLES = re.compile(r"\b(\d{1,2}) (?:cycles|courses)\b", re.I)
_CRITERION = re.compile(r"\b(RECIST|Choi|radiological|clinical|pathological|metabolic)\b", re.I)
_LINES = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}


def _event_class(facts: list[Fact]) -> str:
    """Give the class of the event that these facts share."""
    for fact in facts:
        if fact.kind == "outcome":
            return "Death" if fact.value in _DEAD else "FollowUp"
        if KINDS[fact.kind].event:
            return KINDS[fact.kind].event
    for fact in facts:
        if fact.kind == "interval":
            return "Death" if fact.note == "death" else _TIMED.get(fact.note, "Event")
    return "FollowUp"


def _label(facts: list[Fact]) -> str:
    """Name an event by its facts: "doxorubicin + ifosfamide", "NED, 36 months"."""
    counted: dict[str, list[str]] = {}
    for fact in facts:
        same = counted.setdefault(fact.kind, [])
        if fact.kind != "interval" and not (same and KINDS[fact.kind].single):
            duration = fact.kind == "follow-up" and fact.quantity
            same.append(str(fact.quantity) if duration else fact.value)
    return ", ".join(" + ".join(dict.fromkeys(same)) for same in counted.values() if same)


class _Writer:
    """Collects the quads of one paper."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.assertions = paper_node(paper.id)
        self.provenance = provenance_node(paper.id)
        self.quads: set[Quad] = set()

    def say(self, subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> None:
        self.quads.add(Quad(subject, predicate, value, self.assertions))

    def prove(self, subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> None:
        self.quads.add(Quad(subject, predicate, value, self.provenance))

    def local(self, name: str) -> NamedNode:
        return named("paper", f"{self.paper.id}#{name}")

    def bibliography(self) -> None:
        paper, node = self.paper, self.assertions
        self.say(node, TYPE, skg("Paper"))
        literals = {
            named("dct", "title"): paper.title,
            named("bibo", "pmid"): paper.pmid,
            skg("pmcid"): paper.pmcid,
            named("bibo", "doi"): paper.doi,
            skg("journal"): paper.journal,
            named("dct", "license"): paper.licence,
            skg("authors"): "; ".join(paper.authors),
            skg("textSha256"): paper.text_sha256,
        }
        for predicate, text in literals.items():
            if text:
                self.say(node, predicate, Literal(text))
        if paper.year is not None:
            self.say(node, named("dct", "issued"), Literal(f"{paper.year:04d}", datatype=YEAR))
        if paper.retracted:
            self.say(node, skg("retracted"), Literal("true", datatype=BOOLEAN))
        self.say(node, skg("textLength"), integer(paper.text_length))

    def reading(self, reading: Reading) -> None:
        node = self.local("reading")
        self.prove(self.assertions, named("prov", "wasGeneratedBy"), node)
        self.prove(node, TYPE, named("prov", "Activity"))
        self.prove(node, skg("agent"), Literal(reading.agent))
        self.prove(node, skg("version"), Literal(reading.version))
        self.prove(node, named("prov", "endedAtTime"), Literal(reading.at, datatype=DATETIME))
        if reading.note:
            self.prove(node, skg("note"), Literal(reading.note))

    def quantity(self, node: NamedNode, quantity: Quantity, since: str | None) -> None:
        self.say(node, TYPE, skg("Quantity"))
        self.say(node, skg("low"), decimal(quantity.low))
        self.say(node, skg("high"), decimal(quantity.high))
        self.say(node, skg("unit"), Literal(quantity.unit))
        if quantity.approximate:
            self.say(node, skg("approximate"), Literal("true", datatype=BOOLEAN))
        if quantity.days:
            for name, days in zip(("lowDays", "highDays"), quantity.days, strict=True):
                self.say(node, skg(name), decimal(round(days, 4)))
        if since:
            self.say(node, skg("since"), skg(f"since-{since}"))

    def fact(self, name: str, fact: Fact) -> None:
        """Write the fact's own node, with everything that the record holds."""
        node = self.local(name)
        denied = fact.polarity == "absent"
        kind = "Claim" if fact.case == 0 else "DeniedFact" if denied else "Fact"
        self.say(node, TYPE, skg(kind))
        self.say(node, skg("deniedKind" if denied else "kind"), Literal(fact.kind))
        self.say(node, skg("value"), Literal(fact.value))
        for number, term in enumerate(fact.terms):
            self.say(node, skg("otherTerm" if number else "term"), NamedNode(term.iri))
        if fact.quantity:
            part = self.local(f"{name}-quantity")
            self.quantity(part, fact.quantity, fact.since)
            self.say(node, skg("quantity"), part)
        if fact.since:
            self.say(node, skg("since"), skg(f"since-{fact.since}"))
        if fact.note:
            self.say(node, skg("note"), Literal(fact.note))
        if fact.subject and not denied:
            self.say(node, skg("about"), self._owner(fact, fact.subject))
        if fact.answers:
            self.say(node, skg("answers"), self._owner(fact, fact.answers))
        self._evidence(node, self.local(f"{name}-evidence"), fact.evidence)

    def _owner(self, fact: Fact, subject: str) -> NamedNode:
        if subject == "paper":
            return self.assertions
        if subject == "case":
            return case_node(self.paper.id, fact.case)
        return self.local(f"case{fact.case}-{subject}")

    def _evidence(self, fact: NamedNode, node: NamedNode, evidence: Evidence) -> None:
        self.prove(fact, skg("evidence"), node)
        self.prove(node, TYPE, skg("Evidence"))
        self.prove(node, named("oa", "start"), integer(evidence.start))
        self.prove(node, named("oa", "end"), integer(evidence.end))
        if evidence.quote:
            self.prove(node, named("oa", "exact"), Literal(evidence.quote))
        if evidence.rule:
            self.prove(node, skg("rule"), Literal(evidence.rule))
        if evidence.confidence is not None:
            self.prove(node, skg("confidence"), decimal(evidence.confidence))
        self.prove(node, named("prov", "wasGeneratedBy"), self.local("reading"))

    def case(self, case: int, facts: dict[str, Fact]) -> None:
        """Write a case with its tumours and events, and the direct triples of its facts."""
        node = case_node(self.paper.id, case)
        self.say(node, TYPE, skg("Case"))
        self.say(node, skg("paper"), self.assertions)
        self.say(node, named("rdfs", "label"), Literal(f"{self.paper.id} case {case}"))
        groups: dict[str, list[tuple[str, Fact]]] = {}
        for name, fact in facts.items():
            if fact.polarity == "absent":
                self.say(node, skg("denies"), self.local(name))
            else:
                self.say(node, skg("fact"), self.local(name))
                groups.setdefault(fact.subject or "case", []).append((name, fact))
        for subject, members in groups.items():
            owner = self._owner(members[0][1], subject)
            if subject.startswith("tumour"):
                self.say(node, skg("tumour"), owner)
                self.say(owner, TYPE, skg("Tumour"))
            elif subject.startswith("event"):
                self._event(node, owner, subject, [fact for _, fact in members])
            self._direct(owner, members)

    def _event(self, case: NamedNode, node: NamedNode, subject: str, facts: list[Fact]) -> None:
        self.say(case, skg("event"), node)
        self.say(node, TYPE, skg(_event_class(facts)))
        self.say(node, skg("order"), integer(int(subject.removeprefix("event"))))
        if label := _label(facts):
            self.say(node, named("rdfs", "label"), Literal(label))
        for fact in facts:
            if fact.answers:
                self.say(node, skg("ofTreatment"), self._owner(fact, fact.answers))
            self._from_note(node, fact)

    def _from_note(self, node: NamedNode, fact: Fact) -> None:
        if fact.kind == "response":
            criterion = _CRITERION.search(fact.note)
            self.say(node, skg("criterion"), Literal(criterion[1] if criterion else "unstated"))
        elif KINDS[fact.kind].event in ("SystemicTherapy", "Radiotherapy", "Surgery"):
            if intent := _INTENT.search(fact.note):
                self.say(node, skg("intent"), Literal(intent[1].lower()))
            if line := _LINE.search(fact.note):
                self.say(node, skg("line"), integer(_LINES[line[1].lower()]))
            if cycles := _CYCLES.search(fact.note):
                self.say(node, skg("cycles"), integer(int(cycles[1])))

    def _direct(self, owner: NamedNode, members: list[tuple[str, Fact]]) -> None:
        """Join the owner to the term, value or quantity of each fact; of single kinds the first."""
        seen: set[str] = set()
        for name, fact in members:
            kind = KINDS[fact.kind]
            if kind.single and fact.kind in seen:
                continue
            seen.add(fact.kind)
            if fact.quantity and (measure := _MEASURE.get(fact.kind)):
                self.say(owner, skg(measure), self.local(f"{name}-quantity"))
            predicate = skg(DIRECT[fact.kind])
            if fact.kind in ("age", "size", "interval", "follow-up"):
                if fact.quantity:
                    self.say(owner, predicate, self.local(f"{name}-quantity"))
            elif kind.values:
                self.say(owner, predicate, skg(fact.value))
            elif fact.kind in ("grade", "stage", "recurrence"):
                self.say(owner, predicate, Literal(fact.value))
            elif fact.terms:
                self.say(owner, predicate, NamedNode(fact.terms[0].iri))


def names(facts: Iterable[Fact]) -> Iterator[tuple[str, Fact]]:
    """Name facts by their number inside their case: `case1-fact1`, …; `claim1`, …."""
    count: dict[int, int] = {}
    for fact in facts:
        count[fact.case] = count.get(fact.case, 0) + 1
        number = count[fact.case]
        yield (f"case{fact.case}-fact{number}" if fact.case else f"claim{number}"), fact


def write(paper: Paper, facts: Iterable[Fact], reading: Reading) -> list[Quad]:
    """Turn a paper's facts into quads, sorted; `read` gives the same facts back.

    Facts keep their order inside a case; a case without `subject`s hangs all its facts on itself.
    """
    writer = _Writer(paper)
    writer.bibliography()
    writer.reading(reading)
    cases: dict[int, dict[str, Fact]] = {}
    for name, fact in names(facts):
        writer.fact(name, fact)
        if fact.case:
            cases.setdefault(fact.case, {})[name] = fact
        else:
            writer.say(writer.assertions, skg("claim"), writer.local(name))
    for case, members in sorted(cases.items()):
        writer.case(case, members)
    return sorted(writer.quads, key=order)
