"""How far two readings of the same documents agree, made without sight of each other.

    agreement.py [FIRST SECOND] [--markdown] [--errors]

FIRST and SECOND are folders of rows, `<doc>.jsonl`; without them the two readings of the shipped
papers in `tests/gold/course`. Rows need no quotes: they are paired by what they say and by their
offsets. Prints F1 per kind of fact, and per kind of link the share of those on which both readings
say the same, among the facts that both have. Both readings are by language models that worked
from written rules; no person has checked them.
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from course import Case, event_of, numbers, paired, present
from rows import Neighbours, Row, align, markdown, rows_of, share
from sarcoma_kg.kinds import KINDS
from sarcoma_kg.ontology import Ontology

READINGS = Path(__file__).parent.parent / "tests" / "gold" / "course"
LINKS = {
    "event": "same event (F1 of pairs)",
    "answers": "treatment that is answered",
    "order": "order of two events",
    "since_event": "event that a time is counted from",
    "tumour": "tumour",
}
#: The facts that a link is asked of; every fact of an event where none is named.
_OF = {
    "answers": ("response", "treatment-necrosis", "adverse-event"),
    "since_event": ("follow-up", "interval"),
}
Told = tuple[str, bool, str]  # the link, whether both say the same, and where


def _events(case: Case) -> dict[int, int]:
    """Give for each event of the second reading that of the first with which it shares most."""
    votes: dict[int, Counter[int]] = defaultdict(Counter)
    for one, other in case.mate.items():
        mine, theirs = event_of(case.gold[one]), event_of(case.found[other])
        if mine is not None and theirs is not None:
            votes[theirs][mine] += 1
    return {event: count.most_common(1)[0][0] for event, count in votes.items()} | {0: 0}


def _together(case: Case) -> Iterator[Told]:
    """Compare which facts stand in one event; what both keep apart is not counted."""
    placed = [
        (event_of(case.gold[one]), event_of(case.found[other]), case.gold[one])
        for one, other in sorted(case.mate.items())
        if event_of(case.gold[one]) is not None and event_of(case.found[other]) is not None
    ]
    for (mine, theirs, row), (also, as_well, other) in combinations(placed, 2):
        if mine == also or theirs == as_well:
            same = mine == also and theirs == as_well
            yield "event", same, f"{row['fact']} {row['value']} + {other['fact']} {other['value']}"


def _links(case: Case) -> Iterator[Told]:
    """Compare the links of facts to events and tumours; what neither links is not counted."""
    events = _events(case)
    for one, other in case.mate.items():
        mine, theirs = case.gold[one], case.found[other]
        for link in ("answers", "since_event", "tumour"):
            if not present(mine) or mine["fact"] not in _OF.get(link, KINDS):
                continue
            said, also = numbers(mine.get(link)), numbers(theirs.get(link))
            if link != "tumour":
                also = {events.get(event, -1) for event in also}
            if said or also:
                # of a list each is right
                same = said == also if link == "tumour" else bool(said & also)
                yield link, same, f"{mine['fact']} {mine['value']}: {said} and {also}"


def _order(case: Case) -> Iterator[Told]:
    """Compare the order of events that both have; equal ranks are not compared."""
    events = _events(case)
    first = {event_of(row): row.get("order") for row in case.gold}
    second = {events.get(event_of(row) or 0): row.get("order") for row in case.found}
    shared = {
        event
        for event in events.values()
        if event and first.get(event) is not None and second.get(event) is not None
    }
    for one, other in combinations(sorted(shared), 2):
        mine, theirs = first[one] - first[other], second[one] - second[other]
        if mine and theirs:
            yield "order", (mine < 0) == (theirs < 0), f"events {one} and {other}"


def compared(
    first: Path, second: Path, near: Neighbours
) -> tuple[dict[str, Counter[str]], list[tuple[str, Told]], int]:
    """Compare two readings: rows per kind (first, second, both), links, and how many documents."""
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    links: list[tuple[str, Told]] = []
    paths = sorted(path for path in first.glob("*.jsonl") if (second / path.name).exists())
    for path in paths:
        mine, theirs = rows_of(path), rows_of(second / path.name)
        cases = align(mine, theirs, near)
        theirs = [dict(row, case=cases.get(row["case"], -1 - row["case"])) for row in theirs]
        for case in _cases(mine, theirs, near):
            for name, rows in (("first", case.gold), ("second", case.found)):
                for row in rows:
                    kinds[row["fact"]][name] += 1
            for number in case.mate:
                kinds[case.gold[number]["fact"]]["both"] += 1
            told = (*_together(case), *_links(case), *_order(case))
            links += [(path.stem, each) for each in told]
    return kinds, links, len(paths)


def _cases(mine: list[Row], theirs: list[Row], near: Neighbours) -> Iterator[Case]:
    for number in sorted({row["case"] for row in (*mine, *theirs)}):
        one, other = ([row for row in rows if row["case"] == number] for rows in (mine, theirs))
        yield paired(one, other, near)


def table(
    kinds: dict[str, Counter[str]], links: list[tuple[str, Told]], tabulated: bool = False
) -> list[str]:
    """Give the lines of the table: kinds, all of them, then links."""
    rows: list[tuple[str, ...]] = [("", "first", "second", "both", "agreement")]
    whole = sum(kinds.values(), Counter())
    for name, count in [*((k, kinds[k]) for k in KINDS if k in kinds), ("all facts", whole)]:
        f1 = 2 * count["both"] / max(count["first"] + count["second"], 1)
        rows.append((name, *(str(count[key]) for key in ("first", "second", "both")), share(f1)))
    for link, name in LINKS.items():
        told = [same for _, (each, same, _) in links if each == link]
        same, of = sum(told), len(told)
        # of pairs those that one reading alone has are half in the wrong
        agreed = 2 * same / (of + same) if of and link == "event" else same / of if of else None
        rows.append((name, "", "", str(of), share(agreed)))
    return markdown(rows) if tabulated else [" | ".join(row) for row in rows]


def main() -> int:
    """Print how far two readings agree."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("first", type=Path, nargs="?", default=READINGS / "first")
    parser.add_argument("second", type=Path, nargs="?", default=READINGS / "second")
    parser.add_argument("--markdown", action="store_true", help="print the table for docs/")
    parser.add_argument("--errors", action="store_true", help="list the links that differ")
    options = parser.parse_args()
    kinds, links, documents = compared(options.first, options.second, Neighbours(Ontology.load()))
    if not documents:
        print(f"{options.first} and {options.second}: no documents in both", file=sys.stderr)
        return 2
    if options.errors:
        print("\n".join(f"{doc} {link}: {where}" for doc, (link, same, where) in links if not same))
    print("\n".join(table(kinds, links, options.markdown)))
    print(f"\n{documents} documents.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
