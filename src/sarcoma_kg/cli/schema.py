"""`schema` prints the model: classes, properties, what the graph has of each, and the pitfalls."""

from collections.abc import Iterator

import click

from sarcoma_kg import table
from sarcoma_kg.cli.option import format_option, graph_of, graph_option, width
from sarcoma_kg.graph import Graph
from sarcoma_kg.ontology import Entry, Schema
from sarcoma_kg.terms import prefixes

#: The sections of the page, by the class that a property is of (or a class above it).
_SECTIONS = (
    *("Case", "Tumour", "Event", "Quantity", "Paper", "Fact", "DeniedFact", "Claim", "Evidence"),
)
_OTHER = "terms, readings"
_LONG = 60  # letters of an example
_COLUMNS = 100  # of the page where no terminal says another
_PITFALLS = (
    "Count patients, not rows: COUNT(DISTINCT ?case). A case has several tumours, events and facts "
    "of one kind; two cases joined by skg:samePatientAs are one patient.",
    "What is denied is a skg:DeniedFact with properties of its own (skg:deniedKind, "
    "skg:deniedTerm). What a text does not mention is neither fact nor denied: no event of "
    "radiotherapy does not mean that none was given.",
    "What is only suspected is an event or fact with skg:certainty skg:suspected: take it out with "
    "MINUS. A provisional, rejected or broader diagnosis is a fact with skg:diagnosisStatus; "
    "skg:diagnosis of a tumour is the one that counts.",
    "Background (novelty, recommendations, survival of populations) is a skg:Claim of the paper "
    "and belongs to no case.",
    "A time has a zero: skg:time is counted from skg:sinceEvent, skg:since says from what kind of "
    "event. Never compare times with different zeros, nor with skg:since-unstated. skg:order is "
    "the rank in time; ties are possible.",
    "A term has kinds and parts: ask with rdfs:subClassOf* for tumours and drugs, with "
    "(rdfs:subClassOf|skg:partOf)* for sites.",
)
Uses = dict[str, tuple[int, str]]


def uses(graph: Graph) -> Uses:
    """Count what the graph has of each class and property, with an example of its values."""
    found: Uses = {}
    for row in graph.ask("schema/classes"):
        found[row["class"]] = (row["uses"], "")
    for row in graph.ask("schema/properties"):
        example = row["example"] or ""
        if example.startswith("http"):
            example = table.short(example).strip("<>")
        found[row["property"]] = (row["uses"], example)
    return found


def _section(entry: Entry, known: Schema) -> str:
    """Name the section of a property: that of the first of its classes that has one."""
    above = set(entry.domain)
    while more := {p for name in above if name in known for p in known[name].parents} - above:
        above |= more
    return next((each for each in _SECTIONS if each in above), _OTHER)


def _row(entry: Entry, used: Uses) -> tuple[str, str, str, int, str]:
    count, example = used.get(entry.name, (0, ""))
    short = example if len(example) <= _LONG else example[: _LONG - 1] + "…"
    return f"skg:{entry.name}", " ".join(entry.domain), " ".join(entry.range), count, short


def page(known: Schema, used: Uses, columns: int | None) -> Iterator[str]:
    """Lay the model out as blocks of text, of the classes and properties that the graph uses."""
    yield f"PREFIX skg: <{prefixes()['skg']}>, and every prefix of ours, is known to each query."
    classes = [each for each in known.of("class") if each.name in used]
    values = {
        each.name: [value.name for value in known.of("value") if each.name in value.parents]
        for each in classes
    }
    rows = [
        (f"skg:{each.name}", used[each.name][0], " ".join(each.parents), each.comment)
        for each in classes
        if not values[each.name]
    ]
    yield "Classes\n" + table.rows(("class", "uses", "is a", "what"), rows, "table", width=columns)
    for section in (*_SECTIONS, _OTHER):
        mine = [each for each in known.of("property") if each.name in used]
        found = [_row(each, used) for each in mine if _section(each, known) == section]
        if found:
            title = f"Properties: {known[section].label if section in known else section}"
            headings = ("property", "of", "to", "uses", "example")
            yield f"{title}\n" + table.rows(headings, found, "table", width=columns)
    rows_of_values = [
        (f"skg:{name}", " ".join(f"skg:{value}" for value in each))
        for name, each in values.items()
        if each
    ]
    yield "Values\n" + table.rows(("class", "values"), rows_of_values, "table", width=columns)
    idle = [f"skg:{each.name}" for each in known.values() if not _is_used(each, used)]
    unused = ("In the schema, not in this graph", (" ".join(idle),))
    for title, told in (("Pitfalls", _PITFALLS), unused):
        marked = [("-", text) for text in told]
        yield f"{title}\n" + table.rows(("", ""), marked, "table", width=columns)


def _is_used(entry: Entry, used: Uses) -> bool:
    return entry.name in used or entry.sort == "value"


@click.command()
@format_option("table", "csv", "json", "markdown")
@graph_option
@click.pass_context
def schema(ctx: click.Context, form: str, where: str | None) -> None:
    """Print the model: classes and properties, with what the graph has of each, and the pitfalls.

    CSV, JSON and Markdown give every name of the schema, used or not.

    \b
    Examples:
      sarcoma-kg schema | less
      sarcoma-kg schema --format json
    """
    known, used = Schema.load(), uses(graph_of(ctx, where))
    if form == "table":
        click.echo("\n\n".join(page(known, used, width() or _COLUMNS)))
        return
    rows = [
        (
            *(entry.name, entry.sort, entry.label, " ".join(entry.parents)),
            *(" ".join(entry.domain), " ".join(entry.range)),
            *used.get(entry.name, (0, "")),
            entry.comment,
        )
        for entry in known.values()
    ]
    headings = ("name", "sort", "label", "is a", "of", "to", "uses", "example", "what")
    click.echo(table.rows(headings, rows, form))
