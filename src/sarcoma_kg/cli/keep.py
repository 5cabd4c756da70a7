"""The verbs that keep the graph: `build`, `papers`, `remove`, `stats`."""

import click

from sarcoma_kg import queries as questions
from sarcoma_kg import table
from sarcoma_kg.cli.option import format_option, graph_of, graph_option, labels, width
from sarcoma_kg.graph import Graph, LocalGraph


def counts(graph: Graph) -> list[tuple[str, int]]:
    """Count what is in the graph."""
    from sarcoma_kg.ontology import Ontology

    answer = questions.ask(graph, questions.load("counts"), {}, Ontology.load())
    return [
        (name, int(node.value))
        for name, node in zip(answer.variables, answer.rows[0], strict=True)
        if node is not None and hasattr(node, "value")
    ]


@click.command()
@graph_option
@click.pass_context
def build(ctx: click.Context, where: str | None) -> None:
    """Build the graph anew from the packaged papers and ontology, and your own papers.

    Your papers of an older version are brought over; the old files are kept beside the graph. At
    an endpoint (a URL) the packaged papers and the ontology are written there.

    \b
    Examples:
      sarcoma-kg build
      sarcoma-kg build --graph http://localhost:7878/query
    """
    graph = graph_of(ctx, where)
    if isinstance(graph, LocalGraph):
        if brought := graph.build():
            click.echo(f"brought over to this version: {', '.join(brought)}", err=True)
        click.echo(f"built {graph.name}: {len(graph.papers())} papers", err=True)
        return
    from sarcoma_kg.graph.endpoint import RemoteGraph

    if isinstance(graph, RemoteGraph):
        click.echo(f"filled {graph.name}: {graph.fill()} papers", err=True)
        if graph.left:
            click.echo(f"left your own readings as they are: {', '.join(graph.left)}", err=True)


@click.command()
@format_option(*table.FORMATS)
@graph_option
@click.pass_context
def papers(ctx: click.Context, form: str, where: str | None) -> None:
    """List the papers of the graph, with their cases and facts.

    \b
    Example:
      sarcoma-kg papers --format csv
    """
    from sarcoma_kg.ontology import Ontology

    ontology = Ontology.load()
    answer = questions.ask(graph_of(ctx, where), questions.load("papers"), {}, ontology)
    click.echo(table.text(answer, form, label=labels(ontology), width=width()))


@click.command()
@click.argument("paper")
@graph_option
@click.pass_context
def remove(ctx: click.Context, paper: str, where: str | None) -> None:
    """Take one of your papers out of the graph; its file is kept in the folder `removed`.

    \b
    Example:
      sarcoma-kg remove case-2024-17
    """
    graph = graph_of(ctx, where)
    graph.remove(paper)
    click.echo(f"removed {paper} from {graph.name}", err=True)


@click.command()
@click.option("--terms", is_flag=True, help="Count the terms of the ontology by kind instead.")
@click.option("--reviews", is_flag=True, help="Count what reviewers kept of the readers' facts.")
@format_option(*table.FORMATS)
@graph_option
@click.pass_context
def stats(ctx: click.Context, terms: bool, reviews: bool, form: str, where: str | None) -> None:
    """Count what is in the graph, the terms of its ontology, or what reviews said of the readers.

    \b
    Examples:
      sarcoma-kg stats
      sarcoma-kg stats --terms
      sarcoma-kg stats --reviews
    """
    if reviews:
        from sarcoma_kg.cli.review import folder_of
        from sarcoma_kg.review import HEADINGS, tallies

        found = [tally.row for tally in tallies(folder_of(graph_of(ctx, where)))]
        click.echo(table.rows(HEADINGS, found, form, width=width()))
        return
    if not terms:
        click.echo(table.rows(("what", "count"), counts(graph_of(ctx, where)), form, width=width()))
        return
    from collections import Counter

    from sarcoma_kg.ontology import Ontology

    concepts, names = Counter[str](), Counter[str]()
    for concept in Ontology.load().concepts():
        concepts[concept.kind] += 1
        names[concept.kind] += len(concept.names)
    rows = [(kind, concepts[kind], names[kind]) for kind in sorted(concepts)]
    rows.append(("all", concepts.total(), names.total()))
    click.echo(table.rows(("kind", "terms", "names"), rows, form, width=width()))
