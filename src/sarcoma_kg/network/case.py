"""The picture of a case: the patient and the tumours above, the course below in rows of steps.

A step is an event of the course with what directly answers it (responses, adverse events) below
it. An event that answers a treatment further back is joined to it by a line of its own. What the
text denies stands apart, dashed and grey, and is joined to no event.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from sarcoma_kg import wording
from sarcoma_kg.kinds import EVENTS, KINDS
from sarcoma_kg.network import link
from sarcoma_kg.network.palette import look, tone
from sarcoma_kg.records import Case, Event, Fact, Paper, Tumour
from sarcoma_kg.terms import Term

if TYPE_CHECKING:
    import networkx

#: Kinds of fact of a tumour that have a card of their own, and the look of it.
_PROPERTIES = {"marker": "marker", "biomarker": "marker", "alteration": "alteration"}
_IN_A_LINE = ("primary-site", "laterality")  # said together: "left thigh"
_BROAD = 2  # columns that a card of many small facts takes
_LONG = 60  # characters of small facts that do not go into one column


def of_case(
    paper: Paper, case: Case, label: Callable[[Term], str], *, claims: int = 0
) -> "networkx.MultiDiGraph":
    """Draw a case of a paper; `label` gives a term's name, `claims` is how many the paper makes."""
    return _Drawing(paper, case, label).draw(claims)


class _Drawing:
    """A picture that is being made."""

    def __init__(self, paper: Paper, case: Case, label: Callable[[Term], str]) -> None:
        import networkx as nx

        self.paper, self.case, self.label = paper, case, label
        self.name = f"{paper.id}#case{case.number}"
        self.graph = nx.MultiDiGraph(line=True)

    def draw(self, claims: int) -> "networkx.MultiDiGraph":
        self.patient()
        for tumour in self.case.tumours:
            self.tumour(tumour)
        self.denied()
        self.publication(claims)
        self.course()
        return self.graph

    def node(
        self, name: str, kind: str, label: str, facts: Iterable[Fact] = (), **more: object
    ) -> str:
        facts = list(facts)
        links = self.links(facts)
        hover = "\n".join(line for fact in facts for line in wording.lines(fact, self.case))
        found = {"hover": hover, "links": links, "url": links[0][1] if links else ""}
        self.graph.add_node(name, kind=kind, label=label, **found | more)
        return name

    def links(self, facts: Iterable[Fact]) -> list[tuple[str, str]]:
        """Give the pages of the terms that facts name first: what each is called, and its URL."""
        terms = dict.fromkeys(fact.terms[0] for fact in facts if fact.terms)
        named = ((term, self.label(term)) for term in terms)
        return [
            (str(term) if name in ("", str(term)) else f"{name} ({term})", url)
            for term, name in named
            if (url := link.of_term(term))
        ]

    def tie(self, source: str, target: str, name: str, way: str, **more: object) -> None:
        self.graph.add_edge(source, target, label=name, way=way, **more)

    # -- the band: whom it is about

    def publication(self, claims: int) -> None:
        paper = self.paper
        where = " ".join(str(part) for part in (paper.journal, paper.year) if part)
        hover = [paper.title, where, f"DOI {paper.doi}" if paper.doi else "", paper.licence]
        if paper.retracted:
            hover.insert(0, "This paper has been retracted.")
        if claims:
            are = "s of the paper that are" if claims > 1 else " of the paper that is"
            hover.append(f"{claims} claim{are} about no patient: not drawn")
        url = link.of_paper(paper)
        name = self.node(
            paper.id,
            "paper",
            ("RETRACTED: " if paper.retracted else "") + (where or paper.id),
            when=f"PMID {paper.pmid}" if paper.pmid else paper.id,
            hover="\n".join(filter(None, hover)),
            url=url,
            aside=True,
            links=[(paper.id, url)] if url else [],
        )
        self.tie(name, self.name, "reports", "said")

    def patient(self) -> None:
        own = self.case.own
        told = [f for kind in ("sex", "age") for f in own if f.kind == kind and f.counts][:2]
        said = ", ".join(wording.statement(fact, self.case) for fact in told)
        others = [fact for fact in own if fact.kind not in ("sex", "age")]
        when = ", ".join(wording.statement(fact, self.case) for fact in others)
        broad = _BROAD if len(when) > _LONG else 1
        said = said or "age and sex not stated"
        self.node(self.name, "patient", said, own, when=when, broad=broad)

    def tumour(self, tumour: Tumour) -> None:
        facts = [fact for fact in tumour.facts if fact.kind not in _PROPERTIES]
        found = tumour.fact("diagnosis")
        several = len(self.case.tumours) > 1
        told = tumour.role.replace("-", " ") if several else ""
        name = self.node(
            f"{self.name}-tumour{tumour.number}",
            "tumour",
            wording.statement(found, self.case) if found else "diagnosis not stated",
            facts,
            when="\n".join(filter(None, [told, *self.traits(tumour)])),
            head=f"Tumour {tumour.number}" if several else look("tumour").name,
            **self.tones((tumour.number,)),
        )
        self.tie(self.name, name, "tumour", "has")
        for kind in dict.fromkeys(_PROPERTIES.values()):
            same = [fact for fact in tumour.facts if _PROPERTIES.get(fact.kind) == kind]
            self.property(tumour, kind, same)
        self.deny(
            name,
            [f for f in self.case.denied if f.kind in _PROPERTIES and tumour.number in _of(f)],
            f"{self.name}-tumour{tumour.number}-denied",
            **self.tones((tumour.number,)),
        )

    def traits(self, tumour: Tumour) -> list[str]:
        """Say what a tumour was: its side and site, then its size, grade, stage and so on."""
        place = [fact.value for kind in reversed(_IN_A_LINE) if (fact := tumour.fact(kind))]
        kinds = dict.fromkeys(fact.kind for fact in tumour.facts)
        others = [
            f"{KINDS[kind].heading} {wording.statement(fact, self.case)}"
            for kind in kinds
            if kind not in (*_IN_A_LINE, *_PROPERTIES, "diagnosis")
            if (fact := tumour.fact(kind))
        ]
        return list(filter(None, [" ".join(place), ", ".join(others)]))

    def property(self, tumour: Tumour, kind: str, facts: Sequence[Fact]) -> None:
        """Put the markers or the alterations of a tumour on a card beside it."""
        if not facts:
            return
        sign = " +" if kind == "marker" else ""
        said = dict.fromkeys(
            wording.statement(fact, self.case) + ("" if fact.quantity else sign) for fact in facts
        )
        owner = f"{self.name}-tumour{tumour.number}"
        name = self.node(
            f"{owner}-{kind}",
            kind,
            ", ".join(said),
            facts,
            broad=_BROAD if len(", ".join(said)) > _LONG else 1,
            head=look(kind).name,
            **self.tones((tumour.number,)),
        )
        self.tie(owner, name, kind, "has")

    def denied(self) -> None:
        """Put what was not so on one card, treatments first."""
        facts = [fact for fact in self.case.denied if fact.kind not in _PROPERTIES]
        facts.sort(key=lambda f: (not _is_treatment(f), KINDS[f.kind].owner != "event"))
        self.deny(self.name, facts, f"{self.name}-denied")

    def deny(self, owner: str, facts: Sequence[Fact], name: str, **more: object) -> None:
        if not facts:
            return
        said = dict.fromkeys(self.denial(fact) for fact in facts)
        self.node(
            name,
            "denied",
            ", ".join(said),
            facts,
            broad=_BROAD if len(", ".join(said)) > _LONG else 1,
            head=look("denied").name,
            **more,
        )
        self.tie(owner, name, "denied", "has", dashed=True)

    def denial(self, fact: Fact) -> str:
        several = wording.tumours(self.case, fact.tumours) if fact.kind not in _PROPERTIES else ""
        said = wording.denied(fact, self.case)
        return f"{said} ({several})" if several else said

    # -- the course

    def course(self) -> None:
        """Draw the events in time order, what directly answers a treatment below it."""
        last, before, step = self.name, None, -1
        open_treatment = -1  # the treatment that nothing but what answers it has followed
        for event in wording.course(self.case):
            name = f"{self.name}-event{event.number}"
            below = not event.is_treatment and open_treatment in event.answers
            if not below:
                step += 1
                open_treatment = event.number
            self.event(name, event, step, below=below)
            for number in event.answers:
                target = f"{self.name}-event{number}"
                if number != event.number and self.case.event(number):
                    way = "below" if below and number == open_treatment else "back"
                    self.tie(name, target, "answers", way)
            if below:
                continue
            if before is None:
                self.tie(last, name, "course", "start", strong=True)
            elif before.order == event.order:
                self.tie(last, name, "same rank", "same", strong=True)
            else:
                self.tie(last, name, "then", "then", strong=True)
            last, before = name, event

    def event(self, name: str, event: Event, step: int, *, below: bool) -> None:
        case = self.case
        kind = _look(event)
        counting = [fact for fact in event.facts if fact.counts] or list(event.facts)
        happened = [fact for fact in counting if not wording.is_time(fact)]
        common: dict[str, None] = {}
        for fact in happened:
            common |= dict.fromkeys(wording.qualities(fact, case))
        line = event.qualifier("line")
        told = [each for each in common if each != f"line {line}"]
        times = dict.fromkeys(wording.statement(f, case) for f in counting if wording.is_time(f))
        back = "" if below else wording.answers(event.number, event.answers, case)
        lines = wording.tumours(case, event.tumours)
        self.node(
            name,
            kind,
            wording.title(event, case),
            event.facts,
            step=step,
            below=below,
            head=f"{event.number} {look(kind).name}",
            when="\n".join(filter(None, [", ".join(told), *times, back])),
            doubt=bool(happened) and all(fact.qualifiers.certainty for fact in happened),
            **self.tones(event.tumours, [f"line {line}"] if line else []),
        )
        if lines:
            data = self.graph.nodes[name]
            data["hover"] = f"{lines}\n{data['hover']}"

    def tones(self, tumours: Sequence[int], tags: Sequence[str] = ()) -> dict[str, object]:
        """Give the tags of a card and, where there are several tumours, the colours of its own."""
        several = len(self.case.tumours) > 1
        numbered = [f"T{number}" for number in tumours] if several else []
        tones = [tone(number) for number in tumours] if several else []
        return {"tags": [*tags, *numbered], "tones": tones}


def _of(fact: Fact) -> tuple[int, ...]:
    return fact.tumours or (1,)


def _is_treatment(fact: Fact) -> bool:
    event = KINDS[fact.kind].event
    return bool(event) and EVENTS[event].treatment


def _look(event: Event) -> str:
    """Give the look of an event: growth under a treatment looks like any other progression."""
    found = event.fact("response")
    return EVENTS["Progression"].look if found and found.value == "PD" else event.look
