"""The picture of a case: patient and tumours at the left, then the course as a line of events.

On the line stand the events in the order of the course; above each event the terms that it is
tied to, below a treatment the responses and the adverse events that belong to it. What the text
denies stands apart, below the patient, with a dashed border and joined to no term.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from sarcoma_kg.errors import FactError
from sarcoma_kg.network import link
from sarcoma_kg.network.palette import look
from sarcoma_kg.kinds import KINDS
from sarcoma_kg.records import Fact, Paper
from sarcoma_kg.terms import Term

if TYPE_CHECKING:
    import networkx

#: What the short values of fact rows mean, in words.
WORDS = {
    "CR": "complete response (CR)",
    "near-CR": "near-complete response",
    "PR": "partial response (PR)",
    "SD": "stable disease (SD)",
    "PD": "progression (PD)",
    "NED": "no evidence of disease (NED)",
    "AWD": "alive with disease (AWD)",
    "DOD": "died of disease (DOD)",
    "DOC": "died of another cause (DOC)",
    "R0": "R0 margins",
    "R1": "R1 margins",
    "R2": "R2 margins",
}
_DEAD = ("DOD", "DOC", "dead")
#: The kind of node for each class of event in the schema.
EVENTS = {
    "Presentation": "presentation",
    "Surgery": "surgery",
    "SystemicTherapy": "systemic-therapy",
    "Radiotherapy": "radiotherapy",
    "Ablation": "ablation",
    "OtherTreatment": "other-treatment",
    "Metastasis": "metastasis",
    "Recurrence": "recurrence",
    "ResponseAssessment": "response",
    "AdverseEvent": "adverse-event",
}
#: The kind of term that a kind of fact names, where that is not the fact's own name.
_TERMS = {
    "diagnosis": "disease",
    "primary-site": "site",
    "metastasis": "site",
    "drug": "drug",
    "regimen": "regimen",
    "surgery": "procedure",
    "chemotherapy": "procedure",
    "radiotherapy": "procedure",
    "ablation": "procedure",
    "other-treatment": "procedure",
    "symptom": "finding",
    "adverse-event": "finding",
    "comorbidity": "finding",
}
#: What the edge to such a term is called.
_TIES = {"disease": "diagnosis", "finding": "finding", "site": "site"}
_FIRST = 2  # the column of the first event: patient and tumours stand left of it
_SHORT = 24  # signs of a note that is shown beside what it is a note to
_NOT_SHOWN = ("interval", "follow-up")


def of_case(
    paper: Paper, facts: Sequence[Fact], case: int, label: Callable[[Term], str]
) -> "networkx.MultiDiGraph":
    """Draw a case of a paper; `label` gives a term's name.

    Raises `FactError` where no fact of `facts` is about that case.
    """
    own = [fact for fact in facts if fact.case == case]
    if case < 1 or not own:
        known = ", ".join(str(number) for number in sorted({f.case for f in facts if f.case}))
        raise FactError(f"{paper.id} has no case {case}; it has {known or 'none'}")
    return _Drawing(paper, case, label).draw(own, sum(not fact.case for fact in facts))


class _Drawing:
    """A picture that is being made."""

    def __init__(self, paper: Paper, case: int, label: Callable[[Term], str]) -> None:
        import networkx as nx

        self.paper, self.name_of = paper, label
        self.case = f"{paper.id}#case{case}"
        self.graph = nx.MultiDiGraph(line=True)
        self.tumours: list[str] = []

    def draw(self, facts: Sequence[Fact], claims: int) -> "networkx.MultiDiGraph":
        owned = _by_owner(fact for fact in facts if fact.polarity == "present")
        self.patient(owned.pop("case", []))
        self.publication(claims)
        tumours = sorted((name for name in owned if name.startswith("tumour")), key=_number)
        for name in tumours:
            self.tumour(name, owned.pop(name), alone=len(tumours) == 1)
        self.denied([fact for fact in facts if fact.polarity == "absent"])
        self.course({name: owned[name] for name in sorted(owned, key=_number)})
        return self.graph

    def node(self, name: str, kind: str, label: str, column: int, lane: int, **more: object) -> str:
        self.graph.add_node(name, kind=kind, label=label, column=column, lane=lane, **more)
        return name

    def tie(self, source: str, target: str, name: str, **more: object) -> None:
        self.graph.add_edge(source, target, label=name, **more)

    def publication(self, claims: int) -> None:
        paper = self.paper
        where = " ".join(str(part) for part in (paper.journal, paper.year) if part)
        hover = [paper.title, where, f"DOI {paper.doi}" if paper.doi else "", paper.licence]
        if paper.retracted:
            hover.insert(0, "This paper has been retracted.")
        if claims:
            hover.append(f"{claims} claims of the paper that are about no patient are not drawn")
        name = self.node(
            paper.id,
            "paper",
            ("RETRACTED: " if paper.retracted else "") + (where or paper.id),
            0,
            -1,
            when=f"PMID {paper.pmid}" if paper.pmid else paper.id,
            hover="\n".join(filter(None, hover)),
            url=link.of_paper(paper),
        )
        self.tie(name, self.case, "reports")

    def patient(self, facts: Sequence[Fact]) -> None:
        sex = next((fact.value for fact in facts if fact.kind == "sex"), "")
        age = next((_amount(fact) for fact in facts if fact.kind == "age"), "")
        said = ", ".join(filter(None, (sex, age))) or "age and sex not stated"
        self.node(self.case, "patient", said, 0, 0, hover=self.hover(facts))
        self.terms(self.case, [fact for fact in facts if fact.kind == "comorbidity"], 0, -1)

    def tumour(self, name: str, facts: Sequence[Fact], *, alone: bool) -> None:
        first = {fact.kind: fact for fact in reversed(facts)}
        label = first["diagnosis"].value if "diagnosis" in first else "diagnosis not stated"
        parts = []
        if site := first.get("primary-site"):
            side = first.get("laterality")
            parts.append(f"{side.value} {site.value}" if side else site.value)
        if measured := first.get("size"):
            parts.append(_amount(measured))
        for kind, text in (("grade", "grade {}"), ("stage", "{}")):
            if kind in first:
                parts.append(text.format(first[kind].value))
        # a second tumour stands below the patient: on the line it would look like an event
        main = not self.tumours
        term = first["diagnosis"].terms[:1] if "diagnosis" in first and not main else ()
        node = self.node(
            f"{self.case}-{name}",
            "tumour",
            label,
            1 if main else 0,
            0 if main else 1,
            when=", ".join([*parts, *map(str, term)]),
            hover=self.hover(facts),
            url=link.of_term(term[0]) if term else "",
            **({} if alone else {"head": f"Tumour {_number(name)[1]}"}),
        )
        self.tumours.append(node)
        self.tie(self.case, node, "tumour")
        if main:
            self.terms(node, facts, 1, -1)
        for fact in facts:
            if fact.kind in ("marker", "alteration"):
                self.property(node, fact)

    def property(self, tumour: str, fact: Fact) -> None:
        """Hang a marker or an alteration below its tumour."""
        positive = "" if fact.kind == "alteration" else " +"
        amount = f" {_amount(fact)}" if fact.quantity else ""
        name = self.node(
            f"{tumour}-{fact.kind}-{fact.value}",
            fact.kind,
            f"{fact.value}{amount or positive}",
            1,
            1,
            narrow=True,
            hover=self.hover([fact]),
            url=link.of_term(fact.terms[0]) if fact.terms else "",
        )
        self.tie(tumour, name, fact.kind)

    def denied(self, facts: Iterable[Fact]) -> None:
        for number, fact in enumerate(facts, 1):
            name = self.node(
                f"{self.case}-denied{number}",
                "denied",
                _negated(fact),
                1 if fact.kind in ("marker", "alteration") else 0,
                1,
                narrow=fact.kind == "marker",
                hover=self.hover([fact]),
                url=link.of_term(fact.terms[0]) if fact.terms else "",
            )
            owner = self.case
            if fact.kind in ("marker", "alteration") and self.tumours:
                owner = self.tumours[0]
            self.tie(owner, name, "denied", dashed=True)

    def terms(self, owner: str, facts: Iterable[Fact], column: int, lane: int) -> None:
        """Join the owner to the terms of its facts; a term is one node however often it is met."""
        for fact in facts:
            kind = _TERMS.get(fact.kind)
            if kind is None or not fact.terms:
                continue
            term = fact.terms[0]
            name = str(term)
            if name not in self.graph:
                self.node(
                    name,
                    kind,
                    self.label(term, fact.value),
                    column,
                    lane,
                    hover=name,
                    url=link.of_term(term),
                    when=name,
                )
            tied = self.graph.has_edge(owner, name)
            if not tied:
                self.tie(owner, name, _TIES.get(kind, kind), hover=self.hover([fact]), thin=True)

    def course(self, events: dict[str, list[Fact]]) -> None:
        """Draw the line of events, with what belongs to a treatment below it."""
        last, column = self.tumours[0] if self.tumours else self.case, _FIRST - 1
        place: dict[str, int] = {}
        open_treatment = ""  # the event on the line that nothing but its own responses follow
        for number, (name, facts) in enumerate(events.items(), 1):
            kind = _event_kind(facts)
            answers = next((f.answers for f in facts if f.answers in place), "")
            below = bool(answers) and answers == open_treatment
            if below:
                here = place[answers]
            else:
                column += 1
                here, open_treatment = column, name
            place[name] = here
            term = next((fact.terms[0] for fact in facts if below and fact.terms), None)
            node = self.node(
                f"{self.case}-{name}",
                kind,
                _event_label(facts) or look(kind).name.lower(),
                here,
                1 if below else 0,
                head=f"{number} {look(kind).name}",
                when=", ".join([*_times(facts), *([str(term)] if term else [])]),
                hover=self.hover(facts),
                url=link.of_term(term) if term else "",
            )
            if answers:
                self.tie(f"{self.case}-{answers}", node, kind, strong=True)
            if not below:
                self.tie(last, node, "then" if here > _FIRST else "course", strong=True)
                last = node
                # what hangs below a treatment is its own term: a line to one above would cross it
                self.terms(node, facts, here, -1)

    def label(self, term: Term, fallback: str) -> str:
        return self.name_of(term) or fallback

    def hover(self, facts: Iterable[Fact]) -> str:
        """Say everything that the records say of these facts, a few lines each."""
        said: list[str] = []
        seen: set[str] = set()
        for fact in facts:
            other = KINDS[fact.kind].single and fact.kind in seen
            seen.add(fact.kind)
            said += evidence_lines(fact, alternative=other)
        return "\n".join(said)


def evidence_lines(fact: Fact, *, alternative: bool = False) -> list[str]:
    """Say a fact and where the text says it, in lines; the second and later are indented."""
    denied = "not so: " if fact.polarity == "absent" else "or: " if alternative else ""
    value = _amount(fact) or WORDS.get(fact.value, fact.value)
    if fact.quantity and fact.kind in ("marker", "radiotherapy", "chemotherapy"):
        value = f"{fact.value}, {value}"
    lines = [f"{denied}{fact.kind.replace('-', ' ')}: {value}"]
    if fact.note:
        lines.append(f"   note: {fact.note}")
    if fact.terms:
        lines.append(f"   {', '.join(map(str, fact.terms))}")
    evidence = fact.evidence
    where = f"characters {evidence.start}–{evidence.end} of the text"
    lines.append(f"   “{evidence.quote}”, {where}" if evidence.quote else f"   {where}")
    if evidence.rule:
        sure = f", confidence {evidence.confidence:.2f}" if evidence.confidence is not None else ""
        lines.append(f"   found by {evidence.rule}{sure}")
    return lines


def _by_owner(facts: Iterable[Fact]) -> dict[str, list[Fact]]:
    """Group facts by what they are about; a fact without an owner gets one of its own."""
    owned: dict[str, list[Fact]] = {}
    loose: list[Fact] = []
    for fact in facts:
        owner = KINDS[fact.kind].owner
        if fact.subject.startswith(owner):
            owned.setdefault(fact.subject, []).append(fact)
        elif owner == "event":
            loose.append(fact)
        else:
            owned.setdefault("tumour1" if owner == "tumour" else "case", []).append(fact)
    last = max((_number(name)[1] for name in owned if name.startswith("event")), default=0)
    for number, fact in enumerate(loose, last + 1):
        owned[f"event{number}"] = [fact]
    return owned


def _number(name: str) -> tuple[str, int]:
    kind = name.rstrip("0123456789")
    return kind, int(name[len(kind) :] or 0)


def _event_kind(facts: Sequence[Fact]) -> str:
    for fact in facts:
        if fact.kind == "outcome":
            return "death" if fact.value in _DEAD else "follow-up"
        if event := KINDS[fact.kind].event:
            return EVENTS[event]
    notes = [fact.note for fact in facts if fact.kind == "interval"]
    if not notes:
        return "follow-up"
    return next((note for note in notes if note in ("metastasis", "recurrence", "death")), "event")


def _event_label(facts: Sequence[Fact]) -> str:
    """Name an event by what it was: "doxorubicin + ifosfamide", "lung + liver"."""
    said: dict[str, list[str]] = {}
    for fact in facts:
        if fact.kind in _NOT_SHOWN or (KINDS[fact.kind].single and fact.kind in said):
            continue
        value = WORDS.get(fact.value, fact.value)
        if fact.value == "any":
            value = "site not stated" if fact.kind == "metastasis" else "not specified"
        if fact.kind == "recurrence":
            value = f"{value} recurrence"
        if fact.quantity:
            value += f", {_amount(fact)}"
        said.setdefault(fact.kind, []).append(value)
    return "; ".join(" + ".join(dict.fromkeys(values)) for values in said.values()) or next(
        (fact.note for fact in facts if fact.kind == "interval" and fact.note), ""
    )


def _times(facts: Iterable[Fact]) -> list[str]:
    return list(dict.fromkeys(_amount(fact) for fact in facts if fact.kind in _NOT_SHOWN))


def _amount(fact: Fact) -> str:
    """Give a fact's quantity in words, a time with the event that it is counted from."""
    if fact.quantity is None:
        return fact.value if fact.kind in (*_NOT_SHOWN, "age", "size") else ""
    amount = str(fact.quantity)
    if fact.kind in _NOT_SHOWN:
        known = fact.since and fact.since != "unstated"
        return f"{amount} since {fact.since}" if known else f"{amount} (start not stated)"
    return amount


def _negated(fact: Fact) -> str:
    if fact.kind == "marker":
        return f"{fact.value} −"
    what = WORDS.get(fact.value, fact.value)
    if fact.value == "any":
        what = {"adverse-event": "adverse events"}.get(fact.kind, fact.kind.replace("-", " "))
    elif fact.kind == "recurrence":
        what = f"{fact.value} recurrence"
    elif fact.kind == "metastasis":
        what = f"{fact.value} metastasis"
    kind_of = f" ({fact.note})" if 0 < len(fact.note) <= _SHORT else ""
    return f"no {what}{kind_of}"
