"""The one border crossing between facts and RDF: a paper's facts to quads, and back, exactly.

A paper is two named graphs. The assertions hold the paper, its cases, tumours, events and facts;
the provenance (`…/provenance`) holds the evidence of each fact and the reading that found it.

Facts are nodes (`…#case1-fact3`) that carry all that a record has; the direct triples between
case, tumour, event and term are derived from them, so that a question can be short. What a text
denies is a `skg:DeniedFact`, hung on its case by `skg:denies` and with its kind in
`skg:deniedKind`: no pattern that asks for what happened can meet it.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse, serialize

from sarcoma_kg.errors import FactError, SourceError
from sarcoma_kg.records import KINDS, Evidence, Fact, Paper, Quantity, Reading
from sarcoma_kg.terms import Term, prefixes

_XSD = "http://www.w3.org/2001/XMLSchema#"
_BOOLEAN = NamedNode(_XSD + "boolean")
_DECIMAL = NamedNode(_XSD + "decimal")
_INTEGER = NamedNode(_XSD + "integer")
_DATETIME = NamedNode(_XSD + "dateTime")
_YEAR = NamedNode(_XSD + "gYear")
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")

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


def _skg(name: str) -> NamedNode:
    return NamedNode(prefixes()["skg"] + name)


def _node(prefix: str, name: str) -> NamedNode:
    return NamedNode(prefixes()[prefix] + name)


def paper_node(paper_id: str) -> NamedNode:
    """Give the IRI of a paper, which is the name of its assertion graph too."""
    return _node("paper", paper_id)


def provenance_node(paper_id: str) -> NamedNode:
    """Give the name of a paper's provenance graph."""
    return _node("paper", f"{paper_id}/provenance")


def case_node(paper_id: str, case: int) -> NamedNode:
    """Give the IRI of a case: `…/pmid-26913180#case1`."""
    return _node("paper", f"{paper_id}#case{case}")


def _decimal(number: float) -> Literal:
    return Literal(format(Decimal(repr(number)).normalize(), "f"), datatype=_DECIMAL)


def _integer(number: int) -> Literal:
    return Literal(str(number), datatype=_INTEGER)


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
        return _node("paper", f"{self.paper.id}#{name}")

    def bibliography(self) -> None:
        paper, node = self.paper, self.assertions
        self.say(node, _TYPE, _skg("Paper"))
        literals = {
            _node("dct", "title"): paper.title,
            _node("bibo", "pmid"): paper.pmid,
            _skg("pmcid"): paper.pmcid,
            _node("bibo", "doi"): paper.doi,
            _skg("journal"): paper.journal,
            _node("dct", "license"): paper.licence,
            _skg("authors"): "; ".join(paper.authors),
            _skg("textSha256"): paper.text_sha256,
        }
        for predicate, text in literals.items():
            if text:
                self.say(node, predicate, Literal(text))
        if paper.year is not None:
            self.say(node, _node("dct", "issued"), Literal(f"{paper.year:04d}", datatype=_YEAR))
        if paper.retracted:
            self.say(node, _skg("retracted"), Literal("true", datatype=_BOOLEAN))
        self.say(node, _skg("textLength"), _integer(paper.text_length))

    def reading(self, reading: Reading) -> None:
        node = self.local("reading")
        self.prove(self.assertions, _node("prov", "wasGeneratedBy"), node)
        self.prove(node, _TYPE, _node("prov", "Activity"))
        self.prove(node, _skg("agent"), Literal(reading.agent))
        self.prove(node, _skg("version"), Literal(reading.version))
        self.prove(node, _node("prov", "endedAtTime"), Literal(reading.at, datatype=_DATETIME))
        if reading.note:
            self.prove(node, _skg("note"), Literal(reading.note))

    def quantity(self, node: NamedNode, quantity: Quantity, since: str | None) -> None:
        self.say(node, _TYPE, _skg("Quantity"))
        self.say(node, _skg("low"), _decimal(quantity.low))
        self.say(node, _skg("high"), _decimal(quantity.high))
        self.say(node, _skg("unit"), Literal(quantity.unit))
        if quantity.approximate:
            self.say(node, _skg("approximate"), Literal("true", datatype=_BOOLEAN))
        if quantity.days:
            for name, days in zip(("lowDays", "highDays"), quantity.days, strict=True):
                self.say(node, _skg(name), _decimal(round(days, 4)))
        if since:
            self.say(node, _skg("since"), _skg(f"since-{since}"))

    def fact(self, name: str, fact: Fact) -> None:
        """Write the fact's own node, with everything that the record holds."""
        node = self.local(name)
        denied = fact.polarity == "absent"
        kind = "Claim" if fact.case == 0 else "DeniedFact" if denied else "Fact"
        self.say(node, _TYPE, _skg(kind))
        self.say(node, _skg("deniedKind" if denied else "kind"), Literal(fact.kind))
        self.say(node, _skg("value"), Literal(fact.value))
        for number, term in enumerate(fact.terms):
            self.say(node, _skg("otherTerm" if number else "term"), NamedNode(term.iri))
        if fact.quantity:
            part = self.local(f"{name}-quantity")
            self.quantity(part, fact.quantity, fact.since)
            self.say(node, _skg("quantity"), part)
        if fact.since:
            self.say(node, _skg("since"), _skg(f"since-{fact.since}"))
        if fact.note:
            self.say(node, _skg("note"), Literal(fact.note))
        if fact.subject and not denied:
            self.say(node, _skg("about"), self._owner(fact, fact.subject))
        if fact.answers:
            self.say(node, _skg("answers"), self._owner(fact, fact.answers))
        self._evidence(node, self.local(f"{name}-evidence"), fact.evidence)

    def _owner(self, fact: Fact, subject: str) -> NamedNode:
        if subject == "paper":
            return self.assertions
        if subject == "case":
            return case_node(self.paper.id, fact.case)
        return self.local(f"case{fact.case}-{subject}")

    def _evidence(self, fact: NamedNode, node: NamedNode, evidence: Evidence) -> None:
        self.prove(fact, _skg("evidence"), node)
        self.prove(node, _TYPE, _skg("Evidence"))
        self.prove(node, _node("oa", "start"), _integer(evidence.start))
        self.prove(node, _node("oa", "end"), _integer(evidence.end))
        if evidence.quote:
            self.prove(node, _node("oa", "exact"), Literal(evidence.quote))
        if evidence.rule:
            self.prove(node, _skg("rule"), Literal(evidence.rule))
        if evidence.confidence is not None:
            self.prove(node, _skg("confidence"), _decimal(evidence.confidence))
        self.prove(node, _node("prov", "wasGeneratedBy"), self.local("reading"))

    def case(self, case: int, facts: dict[str, Fact]) -> None:
        """Write a case with its tumours and events, and the direct triples of its facts."""
        node = case_node(self.paper.id, case)
        self.say(node, _TYPE, _skg("Case"))
        self.say(node, _skg("paper"), self.assertions)
        self.say(node, _node("rdfs", "label"), Literal(f"{self.paper.id} case {case}"))
        groups: dict[str, list[tuple[str, Fact]]] = {}
        for name, fact in facts.items():
            if fact.polarity == "absent":
                self.say(node, _skg("denies"), self.local(name))
            else:
                self.say(node, _skg("fact"), self.local(name))
                groups.setdefault(fact.subject or "case", []).append((name, fact))
        for subject, members in groups.items():
            owner = self._owner(members[0][1], subject)
            if subject.startswith("tumour"):
                self.say(node, _skg("tumour"), owner)
                self.say(owner, _TYPE, _skg("Tumour"))
            elif subject.startswith("event"):
                self._event(node, owner, subject, [fact for _, fact in members])
            self._direct(owner, members)

    def _event(self, case: NamedNode, node: NamedNode, subject: str, facts: list[Fact]) -> None:
        self.say(case, _skg("event"), node)
        self.say(node, _TYPE, _skg(_event_class(facts)))
        self.say(node, _skg("order"), _integer(int(subject.removeprefix("event"))))
        if label := _label(facts):
            self.say(node, _node("rdfs", "label"), Literal(label))
        for fact in facts:
            if fact.answers:
                self.say(node, _skg("ofTreatment"), self._owner(fact, fact.answers))
            self._from_note(node, fact)

    def _from_note(self, node: NamedNode, fact: Fact) -> None:
        if fact.kind == "response":
            criterion = _CRITERION.search(fact.note)
            self.say(node, _skg("criterion"), Literal(criterion[1] if criterion else "unstated"))
        elif KINDS[fact.kind].event in ("SystemicTherapy", "Radiotherapy", "Surgery"):
            if intent := _INTENT.search(fact.note):
                self.say(node, _skg("intent"), Literal(intent[1].lower()))
            if line := _LINE.search(fact.note):
                self.say(node, _skg("line"), _integer(_LINES[line[1].lower()]))
            if cycles := _CYCLES.search(fact.note):
                self.say(node, _skg("cycles"), _integer(int(cycles[1])))

    def _direct(self, owner: NamedNode, members: list[tuple[str, Fact]]) -> None:
        """Join the owner to the term, value or quantity of each fact; of single kinds the first."""
        seen: set[str] = set()
        for name, fact in members:
            kind = KINDS[fact.kind]
            if kind.single and fact.kind in seen:
                continue
            seen.add(fact.kind)
            if fact.quantity and (measure := _MEASURE.get(fact.kind)):
                self.say(owner, _skg(measure), self.local(f"{name}-quantity"))
            predicate = _skg(DIRECT[fact.kind])
            if fact.kind in ("age", "size", "interval", "follow-up"):
                if fact.quantity:
                    self.say(owner, predicate, self.local(f"{name}-quantity"))
            elif kind.values:
                self.say(owner, predicate, _skg(fact.value))
            elif fact.kind in ("grade", "stage", "recurrence"):
                self.say(owner, predicate, Literal(fact.value))
            elif fact.terms:
                self.say(owner, predicate, NamedNode(fact.terms[0].iri))


def names(facts: Iterable[Fact]) -> Iterator[tuple[str, Fact]]:
    """Number facts inside their case, in the order given: `case1-fact1`, …; `claim1`, …."""
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
            writer.say(writer.assertions, _skg("claim"), writer.local(name))
    for case, members in sorted(cases.items()):
        writer.case(case, members)
    return sorted(writer.quads, key=_order)


_NUMBER = re.compile(r"([0-9]+)")


def _natural(text: str) -> tuple[tuple[int, str], ...]:
    # fact2 before fact10
    parts = _NUMBER.split(text)
    return tuple((int(part), "") if number % 2 else (0, part) for number, part in enumerate(parts))


def _order(quad: Quad) -> tuple[object, ...]:
    return (
        len(quad.graph_name.value) if isinstance(quad.graph_name, NamedNode) else 0,
        _natural(str(quad.subject)),
        quad.predicate != _TYPE,
        quad.predicate.value,
        _natural(str(quad.object)),
    )


def to_trig(paper_id: str, quads: Iterable[Quad]) -> bytes:
    """Serialise a paper's quads as TriG: sorted, with the project's prefixes, diffable."""
    known = prefixes() | {"p": f"{prefixes()['paper']}{paper_id}#"}
    text: bytes = serialize(sorted(quads, key=_order), format=RdfFormat.TRIG, prefixes=known)
    lines = text.decode("utf-8").split("\n")
    heading = sorted(line for line in lines if line.startswith("@prefix"))
    body = "\n".join(lines[len(heading) :])
    used = set(re.findall(r"(?<![\w:<])(\w+):", body))
    kept = [line for line in heading if line.split()[1].rstrip(":") in used]
    return ("\n".join([*kept, body]).rstrip() + "\n").encode("utf-8")


def from_file(data: bytes, form: RdfFormat, name: str) -> list[Quad]:
    """Parse RDF; raises `SourceError` with line and column where it is malformed."""
    try:
        return list(parse(data, format=form))
    except SyntaxError as error:
        where = f" line {error.lineno}, column {error.offset}" if error.lineno else ""
        raise SourceError(f"{name}:{where} {error.msg}".replace("\n", " ")) from None
    except (ValueError, OSError) as error:
        raise SourceError(f"{name}: {error}".replace("\n", " ")) from None


class _Reader:
    """Reads the quads of one paper back into records."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self.values: dict[str, dict[str, list[NamedNode | Literal]]] = {}
        for quad in quads:
            node = self.values.setdefault(quad.subject.value, {})
            node.setdefault(quad.predicate.value, []).append(quad.object)

    def all(self, node: str, predicate: NamedNode) -> list[str]:
        return [value.value for value in self.values.get(node, {}).get(predicate.value, ())]

    def one(self, node: str, predicate: NamedNode) -> str:
        found = self.all(node, predicate)
        if len(set(found)) > 1:
            raise FactError(f"<{node}> has {len(found)} values of <{predicate.value}>, not one")
        return found[0] if found else ""

    def of_type(self, *names: str) -> list[str]:
        wanted = {_skg(name).value for name in names}
        return [node for node in self.values if wanted & set(self.all(node, _TYPE))]

    def paper(self) -> Paper:
        nodes = self.of_type("Paper")
        if len(nodes) != 1:
            raise FactError(f"there must be one skg:Paper, here are {len(nodes)}")
        node = nodes[0]
        if not node.startswith(prefixes()["paper"]):
            raise FactError(f"the paper <{node}> is not under {prefixes()['paper']}")
        year, authors = self.one(node, _node("dct", "issued")), self.one(node, _skg("authors"))
        return Paper(
            id=node.removeprefix(prefixes()["paper"]),
            title=self.one(node, _node("dct", "title")),
            pmid=self.one(node, _node("bibo", "pmid")),
            pmcid=self.one(node, _skg("pmcid")),
            doi=self.one(node, _node("bibo", "doi")),
            journal=self.one(node, _skg("journal")),
            year=int(year) if year else None,
            licence=self.one(node, _node("dct", "license")),
            authors=tuple(authors.split("; ")) if authors else (),
            retracted=self.one(node, _skg("retracted")) == "true",
            text_sha256=self.one(node, _skg("textSha256")),
            text_length=int(self.one(node, _skg("textLength")) or 0),
        )

    def reading(self, paper: Paper) -> Reading:
        node = self.one(paper_node(paper.id).value, _node("prov", "wasGeneratedBy"))
        return Reading(
            agent=self.one(node, _skg("agent")),
            version=self.one(node, _skg("version")),
            at=self.one(node, _node("prov", "endedAtTime")),
            note=self.one(node, _skg("note")),
        )

    def fact(self, node: str) -> Fact:
        name = node.rpartition("#")[2]
        match = re.fullmatch(r"case([1-9]\d*)-fact\d+|claim\d+", name)
        if not match:
            raise FactError(f"<{node}>: a fact is named caseN-factN or claimN")
        denied = self.one(node, _skg("deniedKind"))
        case = int(match[1] or 0)
        terms = self.all(node, _skg("term")) + sorted(self.all(node, _skg("otherTerm")))
        about = self.one(node, _skg("about"))
        return Fact(
            case=case,
            kind=denied or self.one(node, _skg("kind")),
            value=self.one(node, _skg("value")),
            evidence=self._evidence(node),
            terms=tuple(Term.from_iri(iri) for iri in terms),
            polarity="absent" if denied else "present",
            quantity=self._quantity(self.one(node, _skg("quantity"))),
            since=self.one(node, _skg("since")).rpartition("since-")[2] or None,
            note=self.one(node, _skg("note")),
            subject="case" if denied and case else _subject(about),
            answers=_subject(self.one(node, _skg("answers"))),
        )

    def _evidence(self, fact: str) -> Evidence:
        node = self.one(fact, _skg("evidence"))
        if not node:
            raise FactError(f"<{fact}> has no evidence")
        confidence = self.one(node, _skg("confidence"))
        try:
            start, end = (int(self.one(node, _node("oa", name))) for name in ("start", "end"))
        except ValueError:
            raise FactError(f"<{node}> lacks oa:start or oa:end") from None
        return Evidence(
            start,
            end,
            self.one(node, _node("oa", "exact")),
            self.one(node, _skg("rule")),
            float(confidence) if confidence else None,
        )

    def _quantity(self, node: str) -> Quantity | None:
        if not node:
            return None
        return Quantity(
            float(self.one(node, _skg("low"))),
            float(self.one(node, _skg("high"))),
            self.one(node, _skg("unit")),
            self.one(node, _skg("approximate")) == "true",
        )


def _subject(iri: str) -> str:
    if not iri:
        return ""
    name = iri.rpartition("#")[2] if "#" in iri else "paper"
    return name.partition("-")[2] or ("paper" if name == "paper" else "case")


def read(quads: Iterable[Quad]) -> tuple[Paper, tuple[Fact, ...], Reading]:
    """Turn a paper's quads back into records: facts by case (claims last), in their order.

    Raises `FactError` where the quads are not those of one paper of this model.
    """
    reader = _Reader(quads)
    paper = reader.paper()
    nodes = reader.of_type("Fact", "DeniedFact", "Claim")
    last = 1 << 30

    def place(node: str) -> tuple[int, int]:
        numbers = [int(part) for part in re.findall(r"\d+", node.rpartition("#")[2])]
        return (numbers[0], numbers[1]) if len(numbers) > 1 else (last, *numbers[:1])

    facts = tuple(reader.fact(node) for node in sorted(nodes, key=place))
    return paper, facts, reader.reading(paper)
