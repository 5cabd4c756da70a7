"""`show` prints the course of a paper's patients, event by event, with its evidence."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import click

from sarcoma_kg import table, wording
from sarcoma_kg.cli.option import format_option, graph_of, graph_option, width
from sarcoma_kg.graph import course_of
from sarcoma_kg.kinds import EVENTS, KINDS
from sarcoma_kg.records import Case, Event, Fact, Paper

_HEADINGS = ("place", "what", "value", "note", "evidence")
Row = tuple[str, str, str, str, str]


def course(case: Case) -> Iterator[Row]:
    """Lay a case out in rows: place, kind, value with its links and times, note, evidence.

    The patient comes first, then each tumour, the events in time order, and what is denied.
    """
    yield from (_row("patient", case, [fact]) for fact in _sorted(case.own))
    for tumour in case.tumours:
        place = wording.role(case, tumour.number)
        yield from (_row(place, case, [fact]) for fact in _sorted(tumour.facts))
    events = wording.course(case)
    before: dict[int, Event] = {event.number: other for other, event in pairwise(events)}
    for event in events:
        place = _place(case, event, before.get(event.number))
        if not event.facts:
            yield (place, "", "", "", "")
        yield from (_row(place, case, group) for group in _groups(case, event))
    for fact in _sorted(case.denied):
        place = ", ".join(filter(None, ["denied", wording.tumours(case, fact.tumours)]))
        yield _row(place, case, [fact])


def _place(case: Case, event: Event, before: Event | None) -> str:
    said = [f"{event.number} {EVENTS[event.kind].label}", wording.tumours(case, event.tumours)]
    if before is not None and before.order == event.order:
        said.append(f"same rank as {before.number}")
    return ", ".join(filter(None, said))


def _sorted(facts: Iterable[Fact]) -> list[Fact]:
    order = {kind: place for place, kind in enumerate(KINDS)}
    return sorted(facts, key=lambda f: (order[f.kind], not f.counts, f.evidence.start))


def _groups(case: Case, event: Event) -> list[list[Fact]]:
    """Put together what is one thing of an event: the drugs that were given together."""
    groups: dict[tuple[object, ...], list[Fact]] = {}
    for number, fact in enumerate(wording.ordered(event)):
        kind = KINDS[fact.kind]
        alone = wording.is_time(fact) or kind.single or bool(wording.prefix(fact))
        links = (wording.answers(fact.event, fact.answers, case), fact.tumours)
        groups.setdefault((fact.kind, links, number if alone else -1), []).append(fact)
    return list(groups.values())


def _row(place: str, case: Case, facts: Sequence[Fact]) -> Row:
    first = facts[0]
    kind = KINDS[first.kind].heading
    if first.polarity == "absent":
        said = wording.denied(first, case)
    elif len(facts) == 1:
        said = wording.statement(first, case)
    else:
        joined, common = wording.together(facts, case)
        links = wording.answers(first.event, first.answers, case)
        said = ", ".join(filter(None, [joined, *common, links]))
    told = (wording.evidence(each) for fact in facts for each in (fact.evidence, *fact.further))
    several = len({fact.value for fact in facts}) > 1
    notes = [f"{fact.value}: {fact.note}" if several else fact.note for fact in facts if fact.note]
    return place, kind, said, "; ".join(dict.fromkeys(notes)), "; ".join(dict.fromkeys(told))


def claims(facts: Iterable[Fact]) -> Iterator[Row]:
    """Lay the claims of a paper out, which belong to no patient."""
    for fact in facts:
        if not fact.case:
            amount = str(fact.quantity or "")
            told = "; ".join(map(wording.evidence, (fact.evidence, *fact.further)))
            yield KINDS[fact.kind].heading, fact.value, amount, fact.note, told


def text(
    paper: Paper,
    facts: Sequence[Fact],
    cases: Sequence[Case],
    form: str,
    columns: int | None,
    refusal: str = "",
) -> str:
    """Give cases of a paper as text, in so many columns; `facts` are theirs and the claims.

    `refusal` is that of the reading, where the paper was read against one.
    """
    if form in ("json", "jsonl"):
        against = {"refusal": refusal} if refusal else {}
        flat = [fact.row(paper.id) | against for fact in facts]
        if form == "json":
            return json.dumps(flat, ensure_ascii=False, indent=1)
        return "\n".join(json.dumps(row, ensure_ascii=False) for row in flat)
    parts = [(f"case {case.number}", list(course(case))) for case in cases]
    if claimed := list(claims(facts)):
        parts.append(("claims of the paper", claimed))
    if form != "table":
        named = [(name.removeprefix("case "), *row) for name, rows in parts for row in rows]
        return table.rows(("case", *_HEADINGS), named, form)
    retracted = "RETRACTED" if paper.retracted else ""
    known = (retracted, paper.title, paper.journal, str(paper.year or ""), paper.doi)
    head = [" · ".join(filter(None, known))]
    if refusal:
        head.append(f"read against a refusal: {table.visible(refusal)}")
    blocks = ["\n".join(filter(None, head))]
    for name, rows in parts:
        laid = table.rows(_HEADINGS, _once(rows), form, width=columns)
        blocks.append(f"{paper.id}, {name}\n{laid}")
    return "\n\n".join(filter(None, blocks))


def _once(rows: Sequence[Row]) -> list[Row]:
    """Say a place in its first row only, so that a table is seen by events."""
    last, shown = "", []
    for row in rows:
        shown.append(("" if row[0] == last else row[0], *row[1:]))
        last = row[0]
    return shown


@click.command()
@click.argument("name", metavar="PAPER[#caseN]")
@format_option("table", "csv", "json", "jsonl", "markdown")
@graph_option
@click.pass_context
def show(ctx: click.Context, name: str, form: str, where: str | None) -> None:
    """Print what happened to the patients of a paper, in order, with the evidence of each fact.

    PAPER is the paper's id, PMID, PMCID or DOI, or a link to it; #case2 asks for one of several
    patients. Evidence is the quote, where it may be kept, and its offsets in the text of the
    paper. Events of the same rank were at one time, or the text does not order them. JSON gives
    the rows that `add --facts` takes.

    \b
    Examples:
      sarcoma-kg show pmid-26913180
      sarcoma-kg show https://doi.org/10.1186/s13569-016-0042-6
      sarcoma-kg show pmid-26913180#case1 --format jsonl
    """
    paper, facts, cases, reading = course_of(graph_of(ctx, where), name)
    click.echo(text(paper, facts, cases, form, width(), reading.refusal))
