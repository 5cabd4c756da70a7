"""The verbs of the ontology: `term` looks a name up, `ontology update` rebuilds the slims."""

import json
from pathlib import Path

import click

from sarcoma_kg import table
from sarcoma_kg.cli.option import format_option, graph_of, graph_option, width
from sarcoma_kg.errors import TermError
from sarcoma_kg.ontology import KINDS, Concept, Match, Ontology
from sarcoma_kg.terms import Term, prefixes


def _match(ontology: Ontology, name: str, kind: str | None) -> Match:
    match = ontology.find(name, kind)
    if match is not None:
        return match
    same = {str(m.concept.id): m.concept for m in ontology.candidates(name, kind)}
    if len(same) > 1:
        meant = ", ".join(f"{c.label} ({curie})" for curie, c in same.items())
        error = TermError(f"{name!r} means several terms: {meant}; name one by its identifier")
    else:
        near = ontology.suggest(name, kind)
        hint = f"; did you mean {', '.join(near)}?" if near else ""
        error = TermError(f"{name!r} is no {kind or 'term'} of the ontology{hint}")
    error.exit_code = 1
    raise error


def _cases(ctx: click.Context, where: str | None, concept: Concept, ontology: Ontology) -> int:
    """Count the cases that have the term or one under it."""
    from sarcoma_kg import queries as questions

    answer = questions.ask(graph_of(ctx, where), questions.load("cases-with-terms"), {}, ontology)
    under = {c.id.iri for c in ontology.descendants(concept.id, parts=True)} | {concept.id.iri}
    return len({row[0] for row in answer.rows if row[1] and row[1].value in under})  # type: ignore[union-attr]


def _object(match: Match) -> dict[str, object]:
    concept = match.concept
    return {
        "id": str(concept.id),
        "label": concept.label,
        "matched": match.matched,
        "how": match.how,
        "kind": concept.kind,
        "xrefs": [str(xref) for xref in concept.xrefs],
    }


def _facet(ontology: Ontology, values: tuple[str, ...]) -> str:
    """Say the values of a facet; a term by its label too."""
    said = []
    for value in values:
        prefix = value.partition(":")[0]
        concept = ontology.get(Term.parse(value)) if prefix in prefixes() else None
        said.append(f"{concept.label} ({value})" if concept else value)
    return ", ".join(said)


def _tree(ontology: Ontology, concept: Concept, width: int) -> str:
    """Draw the branch: the way up to the root, then everything under the term."""
    from io import StringIO

    from rich.console import Console
    from rich.text import Text
    from rich.tree import Tree

    chain, seen = [concept], {concept.id}
    while up := [c for c in ontology.parents(chain[0].id) if c.id not in seen]:
        chain.insert(0, up[0])
        seen.add(up[0].id)

    def line(one: Concept) -> Text:
        return Text(f"{one.label}  {one.id}", style="bold" if one.id == concept.id else "")

    root = branch = Tree(line(chain[0]))
    for one in chain[1:]:
        branch = branch.add(line(one))

    def grow(branch: Tree, parent: Term, done: frozenset[Term]) -> None:
        for child in ontology.children(parent):
            if child.id not in done:
                grow(branch.add(line(child)), child.id, done | {child.id})

    grow(branch, concept.id, frozenset({concept.id}))
    out = StringIO()
    Console(file=out, width=width, no_color=True).print(root)
    return out.getvalue().rstrip()


_MOST_SHOWN = 12  # children of a term that are named on a line


@click.command()
@click.argument("name")
@click.option("--kind", type=click.Choice(KINDS), help="Only terms of this kind.")
@click.option("--tree", is_flag=True, help="Draw the branch of the hierarchy.")
@format_option("table", "json")
@graph_option
@click.pass_context
def term(
    ctx: click.Context, name: str, kind: str | None, tree: bool, form: str, where: str | None
) -> None:
    """Look up a name, abbreviation or identifier: the term, its place, its other identifiers.

    \b
    Examples:
      sarcoma-kg term lms
      sarcoma-kg term "sarcoma, Ewing" --tree
      sarcoma-kg term doxorubicin --format json
    """
    ontology = Ontology.load()
    match = _match(ontology, name, kind)
    concept = match.concept
    if form == "json":
        click.echo(json.dumps(_object(match), ensure_ascii=False, indent=2))
        return
    if tree:
        import shutil

        click.echo(_tree(ontology, concept, max(60, shutil.get_terminal_size().columns)))
        return

    def named(concepts: list[Concept]) -> str:
        shown = [f"{c.label} ({c.id})" for c in concepts[:_MOST_SHOWN]]
        more = len(concepts) - _MOST_SHOWN
        return ", ".join(shown) + (f" and {more} more (--tree shows all)" if more > 0 else "")

    others = [
        n.text + ("" if n.scope in ("exact", "label") else f" [{n.scope}]")
        for n in concept.names
        if n.text.lower() != concept.label.lower()
    ]
    rows = [
        ("term", f"{concept.label} ({concept.id})"),
        ("kind", concept.kind),
        ("matched", f"{match.matched} ({match.how})"),
        ("parents", named(ontology.parents(concept.id))),
        ("children", named(ontology.children(concept.id))),
        ("names", "; ".join(others)),
        ("identifiers", ", ".join(str(xref) for xref in concept.xrefs)),
        *((key, _facet(ontology, values)) for key, values in sorted(concept.facets.items())),
        ("cases", str(_cases(ctx, where, concept, ontology))),
    ]
    click.echo(table.rows(("", ""), [row for row in rows if row[1]], form, width=width()))


@click.group()
def ontology() -> None:
    """Keep the vocabulary.

    \b
    Example:
      sarcoma-kg ontology update --from ncit.obo --from mondo.json
    """


@ontology.command()
@click.option(
    "--from",
    "sources",
    multiple=True,
    required=True,
    type=click.Path(exists=True, path_type=Path),
    help="An upstream release: OBO, OBO Graphs JSON, OWL, Turtle, SSSOM, or a folder of tables.",
)
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    help="The ontology folder to rebuild (that of the checkout).",
)
def update(sources: tuple[Path, ...], into: Path | None) -> None:
    """Rebuild the slims from upstream releases that you downloaded, by the seed lists.

    \b
    Example:
      sarcoma-kg ontology update --from ncit.obo --from mondo.json
    """
    from sarcoma_kg.ontology.update import rebuild

    report = rebuild(sources, into, tell=lambda line: click.echo(line, err=True))
    click.echo(table.rows(("slim", "terms"), sorted(report.counts.items()), "table", width=width()))
    for slim, doubt in report.doubts:
        click.echo(f"{slim}: {doubt}", err=True)
