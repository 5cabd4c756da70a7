"""`show` prints a patient's course with its evidence."""

import json
from collections.abc import Iterable

import click

from sarcoma_kg import table
from sarcoma_kg.cli.option import case_of, format_option, graph_of, graph_option, width
from sarcoma_kg.kinds import KINDS
from sarcoma_kg.records import Fact, Paper

_HEADINGS = {
    "surgery": "operation",
    "margin": "margin",
    "interval": "after",
    "follow-up": "followed for",
    "other-treatment": "treatment",
    "adverse-event": "adverse event",
}


def _amount(fact: Fact) -> str:
    """Say a fact's value in words, with its amount and what a time is counted from."""
    if fact.kind in ("follow-up", "interval", "age", "size") and fact.quantity:
        text = str(fact.quantity)
    else:
        text = fact.value + (f" ({fact.quantity})" if fact.quantity else "")
    if fact.since:
        text += " since an unstated event" if fact.since == "unstated" else f" since {fact.since}"
    return text


def _evidence(fact: Fact) -> str:
    quote = " ".join(fact.evidence.quote.split())
    where = f"{fact.evidence.start}–{fact.evidence.end}"
    return f"“{quote}” {where}" if quote else where


def course(facts: Iterable[Fact]) -> list[tuple[str, str, str, str, str]]:
    """Lay a case out in rows: place in the course, kind, value, note, evidence."""
    rows = []
    for fact in sorted(facts, key=_place):
        place = "denied" if fact.polarity == "absent" else fact.subject.removeprefix("event")
        if fact.polarity == "absent":
            name = _HEADINGS.get(fact.kind, fact.kind)
            kind = f"negative {name}" if fact.kind in ("marker", "alteration") else f"no {name}"
        else:
            kind = _HEADINGS.get(fact.kind, fact.kind)
        note = fact.note + (
            f" [answers {fact.answers.removeprefix('event')}]" if fact.answers else ""
        )
        rows.append((place, kind, _amount(fact), note.strip(), _evidence(fact)))
    return rows


def _place(fact: Fact) -> tuple[int, int, int]:
    order = {"case": 0, "tumour": 1, "event": 2}
    if fact.polarity == "absent":
        return (3, 0, fact.evidence.start)
    digits = "".join(sign for sign in fact.subject if sign.isdigit())
    kind = list(KINDS).index(fact.kind) if not digits or fact.subject < "event" else 0
    return (order.get(fact.subject.rstrip("0123456789"), 0), int(digits or 0), kind)


def text(paper: Paper, facts: tuple[Fact, ...], case: int, form: str, columns: int | None) -> str:
    """Give a case as text: its paper and its course, in so many columns."""
    mine = [fact for fact in facts if fact.case == case]
    if form in ("json", "jsonl"):
        rows = [fact.row(paper.id) for fact in mine]
        if form == "json":
            return json.dumps(rows, ensure_ascii=False, indent=1)
        return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    headings = ("place", "what", "value", "note", "evidence")
    laid = table.rows(headings, course(mine), form, width=columns)
    if form != "table":
        return laid
    source = " · ".join(
        part for part in (paper.title, paper.journal, str(paper.year or ""), paper.doi) if part
    )
    return "\n".join(part for part in (f"{paper.id}, case {case}", source, laid) if part)


@click.command()
@click.argument("name", metavar="PAPER[#caseN]")
@format_option("table", "csv", "json", "jsonl", "markdown")
@graph_option
@click.pass_context
def show(ctx: click.Context, name: str, form: str, where: str | None) -> None:
    """Print what happened to a patient, in order, with the evidence of each fact.

    Evidence is the quote, where it may be kept, and its offsets in the text of the paper.

    \b
    Example:
      sarcoma-kg show pmid-26913180#case1
    """
    paper, facts, _, case = case_of(graph_of(ctx, where), name)
    click.echo(text(paper, facts, case, form, width()))
