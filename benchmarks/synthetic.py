"""Synthetic courses by seed, from the distributions of real ones: the load of every benchmark.

Measured are the papers that ship (`graph/*.trig`) and the annotated rows of real texts
(`tests/gold/tuned`, `tests/gold/held`), each time anew, so that nothing has to be kept in step:
which class of event follows which, which facts stand in one event, how many of each kind a case
has, what is linked to what, which values occur. A fact is drawn from the real ones of its kind; its
amount is varied by a fifth; its term is, as often as real texts have one that no other has
(Good-Turing), any other term of the vocabulary. Papers are written by `sarcoma_kg.triples`.

    python benchmarks/synthetic.py measure
    python benchmarks/synthetic.py write --cases 10000 --seed 1 FOLDER
"""

import argparse
import hashlib
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from pyoxigraph import Quad, RdfFormat

from sarcoma_kg import triples
from sarcoma_kg.graph import shipped_papers
from sarcoma_kg.kinds import KINDS, TREATMENTS
from sarcoma_kg.ontology import Concept, Ontology
from sarcoma_kg.records import Case, Evidence, Fact, Paper, Quantity, Reading, cases

_GOLD = Path(__file__).resolve().parent.parent / "tests" / "gold"
ROWS = (_GOLD / "tuned" / "facts", _GOLD / "held" / "facts")
_START, _END = "Presentation", "END"
_READING = Reading("rules", "synthetic", "2026-01-01T00:00:00Z")
_RETRACTED = 200  # one paper in so many: none of the real ones is, and questions leave them out
_MOST_EVENTS = 40  # of one case: what a walk may take, longer than any real one

Bundle = tuple[str, ...]


@dataclass
class Distributions:
    """What real courses are like: counts, and the real facts that others are drawn from."""

    cases: int = 0
    papers: Counter[int] = field(default_factory=Counter)  # how many cases a paper has
    claims: Counter[int] = field(default_factory=Counter)  # how many claims a paper makes
    tumours: Counter[int] = field(default_factory=Counter)  # how many tumours a case has
    follows: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    bundles: dict[str, Counter[Bundle]] = field(default_factory=lambda: defaultdict(Counter))
    #: How often a case, or a tumour, has so many facts of a kind; by (kind, polarity).
    numbers: dict[tuple[str, str], Counter[int]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    facts: dict[tuple[str, str], list[Fact]] = field(default_factory=lambda: defaultdict(list))
    #: How often an event of a class that follows a treatment is linked to it, of how many.
    linked: Counter[tuple[str, bool]] = field(default_factory=Counter)

    def add(self, facts: Sequence[Fact], *, placed: bool) -> None:
        """Count the facts of a paper; `placed` where they say which event each belongs to."""
        found = cases(facts)
        self.papers[len(found)] += bool(found)
        self.claims[sum(not fact.case for fact in facts)] += bool(found)
        for case in found:
            self._case(case, placed=placed)
        for fact in facts:
            self.facts[fact.kind, fact.polarity].append(fact)

    def _case(self, case: Case, *, placed: bool) -> None:
        self.cases += 1
        if placed:
            self.tumours[len(case.tumours)] += 1
        loose = Counter((f.kind, f.polarity) for f in case.facts if not _in_event(f))
        for key, number in loose.items():
            self.numbers[key][number] += 1
        events = [(event.kind, [fact.kind for fact in event.facts]) for event in case.events]
        if not placed:
            events = _together(case.facts)
        # every course begins with the presentation and has no second one
        later = [kind for kind, _ in events if kind != _START]
        for before, after in pairwise([_START, *later, _END]):
            self.follows[before][after] += 1
        for kind, held in events:
            self.bundles[kind][tuple(held)] += 1
        if placed:
            treated = False
            for event in case.events:
                if treated:
                    self.linked[event.kind, bool(event.answers)] += 1
                treated |= event.is_treatment

    @cached_property
    def unseen(self) -> dict[str, float]:
        """Say for each kind how often the next term is a new one, by Good and Turing."""
        found = {}
        for (kind, _), facts in self.facts.items():
            count = Counter(fact.terms[0] for fact in facts if fact.terms)
            if KINDS[kind].terms and count:
                found[kind] = list(count.values()).count(1) / count.total()
        return found

    def link_rate(self, event: str) -> float:
        """Say how often an event of this class belongs to a treatment before it."""
        yes, no = self.linked[event, True], self.linked[event, False]
        return yes / (yes + no) if yes else 0.0

    def table(self) -> dict[str, object]:
        """Give what was measured, for people."""
        told: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for (kind, polarity), facts in sorted(self.facts.items()):
            told[kind][polarity] = len(facts)
        return {
            "cases": self.cases,
            "cases of a paper": dict(sorted(self.papers.items())),
            "claims of a paper": dict(sorted(self.claims.items())),
            "tumours of a case": dict(sorted(self.tumours.items())),
            "facts": told,
            "event after event": {name: dict(c.most_common()) for name, c in self.follows.items()},
            "share of unseen terms": {k: round(v, 2) for k, v in sorted(self.unseen.items())},
            "linked to a treatment": {
                name: round(self.link_rate(name), 2) for name, yes in self.linked if yes
            },
        }


def _in_event(fact: Fact) -> bool:
    return KINDS[fact.kind].owner == "event" and fact.polarity == "present"


def _biopsied(fact: Fact) -> Fact:
    """Call a biopsy one: the rows of these folders are older than that kind."""
    taken = fact.kind == "surgery" and "biops" in fact.value.lower()
    return replace(fact, kind="biopsy") if taken else fact


def _together(facts: Iterable[Fact]) -> list[tuple[str, list[str]]]:
    """Put rows without places into events: those of one class that stand together are one."""
    events: list[tuple[str, list[str]]] = [("Presentation", [])]
    for fact in facts:
        if not _in_event(fact):
            continue
        name = KINDS[fact.kind].event
        if name == "Presentation":
            events[0][1].append(fact.kind)
        elif name in ("", events[-1][0]):  # what is of no class joins the event before it
            events[-1][1].append(fact.kind)
        else:
            events.append((name, [fact.kind]))
    return events


def measured(rows: Iterable[Path] = ROWS) -> Distributions:
    """Measure the shipped papers and the folders of annotated rows."""
    found = Distributions()
    for path in shipped_papers().values():
        quads = triples.from_file(path.read_bytes(), RdfFormat.TRIG, str(path))
        found.add(triples.read(quads)[1], placed=True)
    for folder in rows:
        for path in sorted(folder.glob("*.jsonl")):
            lines = path.read_text(encoding="utf-8").splitlines()
            facts = [Fact.from_row(json.loads(line)) for line in lines if line]
            found.add([_biopsied(fact) for fact in facts], placed=False)
    return found


class Courses:
    """Makes papers of synthetic patients: the same seed gives the same papers."""

    def __init__(self, seed: int, real: Distributions | None = None) -> None:
        self.real = real or measured()
        self._seed = seed
        self._random = random.Random(seed)  # noqa: S311 - no secret
        self._concepts: dict[str, list[Concept]] = defaultdict(list)
        for concept in Ontology.load().concepts():
            self._concepts[concept.kind].append(concept)

    def papers(self, most: int) -> Iterator[tuple[Paper, list[Fact]]]:
        """Make papers until they have `most` cases."""
        made = number = 0
        while made < most:
            number += 1
            count = min(self._draw(self.real.papers), most - made)
            made += count
            yield self._paper(number, count)

    def quads(self, most: int) -> Iterator[tuple[str, list[Quad]]]:
        """Make papers until they have `most` cases: the identifier and the quads of each."""
        for paper, facts in self.papers(most):
            yield paper.id, triples.write(paper, facts, _READING)

    def _draw(self, counts: Counter) -> object:
        return self._random.choices([*counts], [*counts.values()])[0]

    def _paper(self, number: int, count: int) -> tuple[Paper, list[Fact]]:
        facts, place = [], 0
        for case in range(1, count + 1):
            told = self._case(case)
            if case == count:
                claims = self._draw(self.real.claims)
                told += [self._fact(0, "claim", "present") for _ in range(claims)]
            for fact in told:
                length = fact.evidence.end - fact.evidence.start
                place += self._random.randint(0, 60)
                facts.append(replace(fact, evidence=Evidence(place, place + length, rule="drawn")))
                place += length
        name = f"synthetic-{self._seed}-{number:06}"
        paper = Paper(
            name,
            title=f"Synthetic course {number}",
            pmid=str(90_000_000 + number),
            journal="Synthetic courses",
            year=self._random.randint(1990, 2025),
            licence="CC0 1.0",
            retracted=self._random.randrange(_RETRACTED) == 0,
            text_sha256=hashlib.sha256(name.encode()).hexdigest(),
            text_length=place + 100,
        )
        return paper, facts

    def _case(self, case: int) -> list[Fact]:
        tumours = self._draw(self.real.tumours)
        facts = [*self._loose(case, tumours), *self._events(case, tumours)]
        return facts or [self._fact(case, "sex", "present")]

    def _loose(self, case: int, tumours: int) -> Iterator[Fact]:
        """Draw what belongs to no event: of the patient, of each tumour, and what is denied."""
        for (kind, polarity), numbers in self.real.numbers.items():
            if KINDS[kind].owner == "paper" or self._random.random() * self.real.cases >= sum(
                numbers.values()
            ):
                continue
            counting = False
            for _ in range(self._draw(numbers)):
                fact = self._fact(case, kind, polarity)
                if KINDS[kind].owner == "tumour" and polarity == "present":
                    fact = replace(fact, tumours=(self._random.randint(1, tumours),))
                # of a kind that has one value, one counts
                if not (counting and fact.counts and KINDS[kind].single):
                    yield fact
                counting |= fact.counts

    def _events(self, case: int, tumours: int) -> Iterator[Fact]:
        kind, number, treatments = _START, 0, []
        while kind != _END and number < _MOST_EVENTS:
            # links that every course has are those to what stands before
            answers = ()
            if treatments and self._random.random() < self.real.link_rate(kind):
                answers = (treatments[-1],)
            since = self._random.randrange(number) if number else None
            tumour = self._random.randint(1, tumours)
            seen = set()
            for held in self._draw(self.real.bundles[kind]):
                if held in seen and KINDS[held].single:
                    continue
                seen.add(held)
                fact = self._fact(case, held, "present")
                yield replace(
                    fact,
                    event=number,
                    order=number,
                    tumours=(tumour,) if number else (),
                    answers=answers if held in ("response", "adverse-event") else (),
                    since_event=(since,) if fact.since and since is not None else (),
                )
            if kind in TREATMENTS:
                treatments.append(number)
            kind, number = self._draw(self.real.follows[kind]), number + 1

    def _fact(self, case: int, kind: str, polarity: str) -> Fact:
        donor = self._random.choice(self.real.facts[kind, polarity])
        value, terms = donor.value, donor.terms
        if terms and self._random.random() < self.real.unseen.get(kind, 0):
            concept = self._random.choice(self._concepts[KINDS[kind].terms[0]])
            value, terms = concept.label, (concept.id,)
        quantity = donor.quantity and self._varied(donor.quantity)
        if quantity and KINDS[kind].amount:
            value = str(quantity)
        return Fact(
            case=case,
            kind=kind,
            value=value,
            evidence=donor.evidence,
            terms=terms,
            polarity=donor.polarity,
            quantity=quantity,
            since=donor.since,
            note=donor.note,
            qualifiers=donor.qualifiers,
        )

    def _varied(self, quantity: Quantity) -> Quantity:
        factor = self._random.uniform(0.8, 1.2)
        low, high = (max(1, round(each * factor)) for each in (quantity.low, quantity.high))
        if quantity.unit == "%":
            low, high = min(low, 100), min(high, 100)
        return replace(quantity, low=low, high=high)


def main() -> int:
    """Print what was measured, or write papers as TriG files."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("measure", help="print the distributions of real courses")
    write = verbs.add_parser("write", help="write papers as TriG files")
    write.add_argument("--cases", type=int, default=100)
    write.add_argument("--seed", type=int, default=1)
    write.add_argument("folder", type=Path)
    given = parser.parse_args()
    if given.verb == "measure":
        print(json.dumps(measured().table(), indent=1))
        return 0
    given.folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for name, quads in Courses(given.seed).quads(given.cases):
        (given.folder / f"{name}.trig").write_bytes(triples.to_trig(name, quads))
        count += len(quads)
    print(f"{given.cases:,} cases, {count:,} quads in {given.folder}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
