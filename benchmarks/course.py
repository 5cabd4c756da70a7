"""How right the links of a course are: who answers what, what is one event, in which order.

    course.py FOLDER… [--text DIR] [--predicted DIR] [--markdown] [--errors]

FOLDER holds courses: `facts/<doc>.jsonl` (or the rows right in it) with `event`, `order`,
`answers`, `since_event` and `tumour`, and `text/<doc>.txt`; `--text` says where the texts are
otherwise. Predicted rows are paired with the annotated ones of their case, one to one, the surest
and nearest first, so that every share is about the links of facts that were found; the last
column counts the others. `accuracy.py` prints the same table below its own.
"""

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any

from rows import (
    Neighbours,
    Row,
    align,
    annotated,
    folders_parser,
    markdown,
    matches,
    normal,
    nothing_in,
    share,
)
from sarcoma_kg.kinds import KINDS, TREATMENTS
from sarcoma_kg.ontology import Ontology

TREATMENT = tuple(n for n, kind in KINDS.items() if kind.event in TREATMENTS and kind.terms)
SYSTEMIC = tuple(name for name in TREATMENT if KINDS[name].event == "SystemicTherapy")
OF_TUMOUR = tuple(name for name, kind in KINDS.items() if kind.owner == "tumour")
STATUS = ("outcome", "follow-up")
#: What a time may be counted from beside a treatment.
OCCASIONS = (*TREATMENT, "metastasis", "recurrence", "response", "adverse-event", "symptom")
#: What the word in `since` may mean.
SINCE = {
    "surgery": ("surgery",),
    "metastasis": ("metastasis",),
    "recurrence": ("recurrence",),
    "treatment": TREATMENT,
}
#: Operations on which no margin can lie: access, repair, sampling.
_MINOR = re.compile(
    r"anastomos|reconstruct|\bflap|graft|repair|laparotom|thoracotom|cervicotom|craniotom|celiotom"
    r"|biops|aspirat|shunt|replacement|fixation|explorat|drainage|osteosynth|prosthe|lavage"
    r"|debridement"
)
#: Each figure: its letter in the issue, its name, and what is aimed at.
PARTS = {
    "response": ("response to its treatment", 0.85),
    "adverse-event": ("adverse event to its treatment", 0.80),
    "margin": ("margin to its operation", 0.95),
    "systemic": ("same event: drugs, regimens (F1)", 0.90),
    "operations": ("same event: operations (F1)", 0.90),
    "order": ("order of two events", 0.93),
    "since": ("event that a time is counted from", 0.80),
    "repeated": ("repeated facts, all", 0.80),
    "again": ("repeated facts, second and later", 0.80),
    "second tumour": ("facts of a second tumour", 0.80),
    "first of several": ("facts of its first tumour", None),
}
RIGHT = ("right", "right by kind")
_MISSED = ("fact not found", "row not found")
#: What was not found, or is not to be judged, is no fault of a link.
_ASIDE = (
    *_MISSED, "event not found", "link without ground", "no link, none stated",
    "named without ground", "rightly apart", "tied",
)  # fmt: skip
_PLACE = re.compile(r"(?:event|tumour)?(\d+)")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be said of a link (or of several alike): its part, the verdict, and where."""

    part: str
    what: str
    said: str = ""
    count: int = 1


def numbers(value: Any) -> set[int]:
    """Give the numbers in 3, "event3", [2, 3] or ["event2", "event3"]."""
    many = value if isinstance(value, list) else [value]
    found = (_PLACE.fullmatch(str(each)) for each in many if not isinstance(each, bool))
    return {int(match[1]) for match in found if match}


def event_of(row: Row) -> int | None:
    """Give the event of a row: its `event`, or what its `subject` says."""
    if row.get("event") is not None:
        return min(numbers(row["event"]), default=None)
    subject = str(row.get("subject") or "")
    return min(numbers(subject), default=None) if subject.startswith("event") else None


def tumour_of(row: Row) -> int | None:
    """Give the one tumour of a row, if it names one."""
    subject = str(row.get("subject") or "")
    found = numbers(subject if subject.startswith("tumour") else row.get("tumour"))
    return min(found) if len(found) == 1 else None


def present(row: Row) -> bool:
    """Say whether a row tells what is so."""
    return bool(row.get("polarity", "present") == "present")


@dataclass(frozen=True)
class Case:
    """The rows of one patient: annotated, predicted, and which goes with which."""

    gold: list[Row]
    found: list[Row]
    mate: dict[int, int]

    @cached_property
    def back(self) -> dict[int, int]:
        """The annotated row of each predicted one."""
        return {found: gold for gold, found in self.mate.items()}

    @cached_property
    def members(self) -> dict[int, list[int]]:
        """The predicted rows of each predicted event."""
        members: dict[int, list[int]] = defaultdict(list)
        for number, row in enumerate(self.found):
            event = event_of(row)
            if event is not None and present(row):
                members[event].append(number)
        return members

    def twin(self, number: int) -> Row | None:
        """Give the predicted row that says what an annotated row says."""
        return self.found[self.mate[number]] if number in self.mate else None

    def of(self, *kinds: str) -> Iterator[tuple[int, Row]]:
        """Give the annotated rows of these kinds that tell what is so."""
        for number, row in enumerate(self.gold):
            if row["fact"] in kinds and present(row):
                yield number, row

    def events(self, event: int, kinds: tuple[str, ...]) -> set[int]:
        """Give the annotated events whose facts of these kinds stand in a predicted event."""
        rows = [
            self.gold[self.back[number]]
            for number in self.members.get(event, ())
            if number in self.back and self.found[number]["fact"] in kinds
        ]
        return {row["event"] for row in rows if row.get("event") is not None}


def paired(gold: list[Row], found: list[Row], near: Neighbours) -> Case:
    """Pair annotated rows with predicted ones, one to one: the surest and nearest first."""
    fits: list[tuple[bool, bool, int, bool, int, int]] = []
    for one, mine in enumerate(gold):
        for other, theirs in enumerate(found):
            overlap = mine["start"] < theirs["end"] and theirs["start"] < mine["end"]
            if matches(mine, theirs, near):
                same = normal(str(mine["value"])) == normal(str(theirs["value"]))
                strict = same or matches(mine, theirs, near, strict=True)
                apart = abs(mine["start"] - theirs["start"])
                fits.append((not (overlap and strict), not strict, apart, not same, one, other))
            # a treatment by another name ("limb salvage" for "resection") in the same words
            alike = mine["fact"] == theirs["fact"] and present(mine) == present(theirs)
            if overlap and alike and mine["fact"] in TREATMENT:
                fits.append((True, True, 10**9, True, one, other))
    mate: dict[int, int] = {}
    used: set[int] = set()
    for *_, one, other in sorted(fits):
        if one not in mate and other not in used:
            mate[one] = other
            used.add(other)
    return Case(gold, found, mate)


def _brief(row: Row) -> str:
    return f"{row['fact']} {row['value']} at {row['start']}"


def answers(case: Case) -> Iterator[Verdict]:
    """Judge to which treatment a response or an adverse event belongs."""
    treated = {row["event"] for n, row in case.of(*TREATMENT) if n in case.mate}
    for number, row in case.of("response", "adverse-event"):
        part, twin = row["fact"], case.twin(number)
        said = numbers(twin.get("answers")) if twin else set()
        if row.get("answers") is None:
            if row.get("event") is not None and twin is not None:
                what = "link without ground" if said else "no link, none stated"
                yield Verdict(part, what, _brief(row))
            continue
        want = numbers(row["answers"])
        got = {event for each in said for event in case.events(each, TREATMENT)}
        if twin is None:
            what = "fact not found"
        elif not said:
            what = "no link"
        elif got and got <= want:
            what = "right"
        elif got & want:
            what = "merged with others"
        else:
            what = "wrong treatment" if want & treated else "treatment not found"
        yield Verdict(part, what, _brief(row))


def margins(case: Case) -> Iterator[Verdict]:
    """Judge on which operation a margin lies."""
    for number, row in case.of("margin"):
        if row.get("event") is None:
            continue
        twin = case.twin(number)
        own = event_of(twin) if twin else None
        events = (numbers(twin.get("answers")) if twin else set()) or {own}
        there = [n for event in events if event is not None for n in case.members.get(event, ())]
        operations = [n for n in there if case.found[n]["fact"] == "surgery"]
        lies_on = {case.gold[case.back[n]]["event"] for n in operations if n in case.back}
        major = [n for n in operations if not _MINOR.search(str(case.found[n]["value"]).lower())]
        if twin is None:
            what = "fact not found"
        elif not operations:
            what = "no operation"
        elif not lies_on:
            what = "on unknown operation"
        elif lies_on != {row["event"]}:
            what = "merged with others" if row["event"] in lies_on else "wrong operation"
        else:
            what = "right" if major else "on access or repair"
        yield Verdict("margin", what, _brief(row))


def together(case: Case) -> Iterator[Verdict]:
    """Judge which drugs, and which operations, are one event."""
    for part, kinds in (("systemic", SYSTEMIC), ("operations", ("surgery",))):
        rows = [number for number, row in case.of(*kinds) if row.get("event") is not None]
        for pair in combinations(rows, 2):
            one, other = (case.gold[number] for number in pair)
            same = one["event"] == other["event"]
            twins = [case.twin(number) for number in pair]
            if None in twins:
                if same:
                    yield Verdict(part, "row not found")
                continue
            first, second = (event_of(twin) for twin in twins if twin)
            joined = first is not None and first == second
            told = {
                (True, True): "right",
                (True, False): "wrongly apart",
                (False, True): "wrongly together",
                (False, False): "rightly apart",
            }
            yield Verdict(part, told[same, joined], f"{_brief(one)} + {_brief(other)}")


def order(case: Case) -> Iterator[Verdict]:
    """Judge which of two events comes first; the last status is left out."""
    left_out = (*STATUS, "symptom", *OF_TUMOUR)
    rank: dict[int, int] = {}
    votes: dict[int, Counter[int]] = defaultdict(Counter)
    for number, row in enumerate(case.gold):
        if row.get("event") and present(row) and row["fact"] not in left_out:
            rank[row["event"]] = row["order"]
            twin = case.twin(number)
            event = event_of(twin) if twin else None
            if event is not None:
                votes[row["event"]][event] += 1
    stated = {event_of(row): row["order"] for row in case.found if row.get("order") is not None}
    place = {}
    for event, count in votes.items():
        best = max(count, key=lambda each, count=count: (count[each], -each))  # type: ignore[misc]
        place[event] = (stated.get(best, best), best)
    for one, other in combinations(sorted(rank), 2):
        if rank[one] == rank[other]:
            continue
        if one not in place or other not in place:
            yield Verdict("order", "event not found")
            continue
        (first, mine), (second, theirs) = place[one], place[other]
        if mine == theirs:
            what = "merged"
        elif first == second:
            what = "tied"
        else:
            agree = (first < second) == (rank[one] < rank[other])
            what = "right" if agree else "reversed"
        yield Verdict("order", what, f"events {one} and {other}")


def since(case: Case) -> Iterator[Verdict]:
    """Judge from which event a time is counted."""
    for number, row in case.of("follow-up", "interval"):
        want, twin = numbers(row.get("since_event")), case.twin(number)
        if twin is None:
            if want:
                yield Verdict("since", "fact not found")
            continue
        named = numbers(twin.get("since_event"))
        if want:
            yield Verdict("since", _counted(case, want, named, twin.get("since")), _brief(row))
        elif named:
            yield Verdict("since", "named without ground", _brief(row))


def _counted(case: Case, want: set[int], named: set[int], word: str | None) -> str:
    if 0 in want and (word in ("diagnosis", "presentation") or named == {0}):
        return "right by kind"
    if want == {0} and not named:
        return "no event"
    if named:
        meant = [{0} if event == 0 else case.events(event, OCCASIONS) for event in named]
        return "right" if all(each & want for each in meant) else "wrong event"
    kinds = SINCE.get(word or "", ())
    of_kind = {
        event
        for event, members in case.members.items()
        if any(case.found[number]["fact"] in kinds for number in members)
    }
    if len(of_kind) > 1:
        return "kind fits several"
    if not of_kind:
        return "no event"
    return "right by kind" if case.events(of_kind.pop(), kinds) & want else "wrong by kind"


def repeated(case: Case) -> Iterator[Verdict]:
    """Judge what is told of several events: how many of them have it."""
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, row in enumerate(case.gold):
        apart = row["fact"] in (*STATUS, "interval", "symptom", *OF_TUMOUR)
        if row.get("event") is not None and present(row) and not apart:
            groups[row["fact"], str(row["value"]).lower()].append(number)
    for (kind, value), rows in groups.items():
        if len({case.gold[number]["event"] for number in rows}) < 2:  # noqa: PLR2004 - once again
            continue
        twins = [twin for number in rows if (twin := case.twin(number))]
        hits = len({event_of(twin) for twin in twins} - {None})
        later = max(hits - 1, 0)
        yield Verdict("repeated", "right", count=hits)
        yield Verdict("repeated", "lost", f"{kind} {value}", len(rows) - hits)
        yield Verdict("again", "right", count=later)
        yield Verdict("again", "lost", count=len(rows) - 1 - later)


def tumours(case: Case) -> Iterator[Verdict]:
    """Judge, of a patient with several tumours, to which of them each fact belongs."""
    first = Counter(
        tumour
        for number, row in enumerate(case.gold)
        if numbers(row.get("tumour")) == {1} and row["fact"] in OF_TUMOUR
        if (twin := case.twin(number)) and (tumour := tumour_of(twin)) is not None
    )
    one = first.most_common(1)[0][0] if first else 1
    if not any(numbers(row.get("tumour")) - {1} for row in case.gold):
        return
    for number, row in enumerate(case.gold):
        of = numbers(row.get("tumour"))
        if not of or row["fact"] == "comorbidity":
            continue
        twin = case.twin(number)
        got = tumour_of(twin) if twin else None
        if twin is None:
            what = "fact not found"
        elif got is None:
            what = "no tumour said"
        else:
            what = "right" if (got != one) == bool(of - {1}) else "on the wrong tumour"
        yield Verdict("second tumour" if of - {1} else "first of several", what, _brief(row))


JUDGES = (answers, margins, together, order, since, repeated, tumours)


def verdicts(gold: list[Row], found: list[Row], near: Neighbours) -> Iterator[Verdict]:
    """Judge every link of a document."""
    cases = align(gold, found, near)
    moved = [dict(row, case=cases.get(row["case"], -1 - row["case"])) for row in found]
    for number in sorted({row["case"] for row in gold} - {0}):
        mine, theirs = ([r for r in rows if r["case"] == number] for rows in (gold, moved))
        case = paired(mine, theirs, near)
        for judge in JUDGES:
            yield from judge(case)


def judged(
    documents: Iterable[tuple[str, list[Row], list[Row]]], near: Neighbours
) -> list[tuple[str, Verdict]]:
    """Judge documents, each with its annotated and its predicted rows."""
    return [(doc, each) for doc, gold, found in documents for each in verdicts(gold, found, near)]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the table: right ones, all that are judged, those that were not found."""

    right: int
    of: int
    share: float | None
    end_to_end: float | None
    others: dict[str, int]


def figure(part: str, counts: Counter[str]) -> Figure:
    """Sum the verdicts of a part up; for pairs the share is F1."""
    right = sum(counts[what] for what in RIGHT)
    of = sum(count for what, count in counts.items() if what not in _ASIDE)
    missed = sum(counts[what] for what in _MISSED)
    whole = right / of if of else None
    if part in ("systemic", "operations") and of:
        whole = 2 * right / (2 * right + counts["wrongly together"] + counts["wrongly apart"])
    pairs = of - counts["wrongly together"] + missed
    others = {what: count for what, count in sorted(counts.items()) if what != "right" and count}
    return Figure(right, of, whole, right / pairs if missed else None, others)


def figures(links: Iterable[tuple[str, Verdict]]) -> dict[str, Figure]:
    """Give the figure of each part."""
    counts: dict[str, Counter[str]] = {part: Counter() for part in PARTS}
    for _, verdict in links:
        counts[verdict.part][verdict.what] += verdict.count
    return {part: figure(part, counted) for part, counted in counts.items()}


def table(links: Iterable[tuple[str, Verdict]], tabulated: bool = False) -> list[str]:
    """Give the lines of the table of links, in Markdown where that is asked for."""
    rows: list[tuple[str, ...]] = [("link", "right", "of", "share", "aim", "end to end", "others")]
    for part, each in figures(links).items():
        if each.of or each.others:
            name, aim = PARTS[part]
            others = ", ".join(f"{what} {count}" for what, count in each.others.items())
            cells = (str(each.right), str(each.of), share(each.share))
            whole = "" if each.end_to_end is None else share(each.end_to_end)
            rows.append((name, *cells, "" if aim is None else f"{aim:.2f}", whole, others))
    return markdown(rows) if tabulated else [" | ".join(row) for row in rows]


def main() -> int:
    """Print the table of links of a folder of courses."""
    options = folders_parser(__doc__).parse_args()
    near = Neighbours(Ontology.load())
    documents = [
        (doc, gold, found)
        for folder in options.folder
        for doc, _, gold, found in annotated(folder, options.text, options.predicted)
    ]
    if not documents:
        return nothing_in(options.folder)
    links = judged(documents, near)
    if options.errors:
        for doc, verdict in links:
            if verdict.said and verdict.count and verdict.what not in (*RIGHT, "rightly apart"):
                print(f"{verdict.part:17}{verdict.what:22}{doc} {verdict.said}")
    print("\n".join(table(links, options.markdown)))
    print(f"\n{len(documents)} documents.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
