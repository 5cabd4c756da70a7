"""The verbs of the ontology: `term` looks a name up, `ontology update` rebuilds the slims."""

import json
import unicodedata
from pathlib import Path

import click

from sarcoma_kg import table
from sarcoma_kg.cli.option import format_option, graph_of, graph_option, width
from sarcoma_kg.errors import TermError
from sarcoma_kg.ontology import KINDS, LONGEST_NAME, Concept, Match, Ontology, Part, foreign
from sarcoma_kg.terms import Term, prefixes

_MOST_PROPOSED = 10
_SHOWN = 60  # characters of an unknown name that a message quotes


def _readings(ontology: Ontology, name: str, kind: str | None) -> list[Match]:
    """Give the term that a name means and what else it may mean; raises `TermError` for none."""
    found = ontology.readings(name, kind)
    if found:
        return found
    error = TermError(_unknown(ontology, name, kind))
    error.exit_code = 1
    raise error


def _unknown(ontology: Ontology, name: str, kind: str | None) -> str:
    """Say in a line why a name has no term, with at most ten proposals."""
    said = repr(name if len(name) <= _SHOWN else name[:_SHOWN] + "…")
    if len(name) > LONGEST_NAME:
        return f"{said} has {len(name)} characters; a name has at most {LONGEST_NAME}"
    if not any(map(str.isalnum, name)):
        return f"{said} has no letter and no number; write a name, for example leiomyosarcoma"
    strange = next((char for char in name if foreign(char)), "")
    if strange:
        called = unicodedata.name(strange, "unnamed").lower()
        return f"{said} has a letter that is not Latin ({called}); write it in Latin letters"
    same = {str(m.concept.id): m.concept for m in ontology.candidates(name, kind)}
    if len(same) > 1:
        shown = [f"{concept.label} ({curie})" for curie, concept in same.items()]
        more = len(shown) - _MOST_PROPOSED
        shown[_MOST_PROPOSED:] = [f"{more} more"] if more > 0 else []
        return f"{said} means several terms: {', '.join(shown)}; name one by its identifier"
    near = ontology.suggest(name, kind, 5)
    hint = f"; did you mean {', '.join(near)}?" if near else ""
    return f"{said} is no {kind or 'term'} of the ontology{hint}"


def _cases(ctx: click.Context, where: str | None, concept: Concept, ontology: Ontology) -> int:
    """Count the cases that have the term or one under it."""
    from sarcoma_kg import queries as questions

    answer = questions.ask(graph_of(ctx, where), questions.load("cases-with-terms"), {}, ontology)
    under = {c.id.iri for c in ontology.descendants(concept.id, parts=True)} | {concept.id.iri}
    return len({row[0] for row in answer.rows if row[1] and row[1].value in under})  # type: ignore[union-attr]


def _object(match: Match) -> dict[str, object]:
    concept = match.concept
    found: dict[str, object] = {
        "id": str(concept.id),
        "label": concept.label,
        "matched": match.matched,
        "how": match.how,
        "kind": concept.kind,
        "xrefs": [str(xref) for xref in concept.xrefs],
    }
    if match.parts:
        found["parts"] = [
            {
                "role": part.role,
                "text": part.text,
                "id": str(part.term) if part.term else None,
                "label": part.label,
            }
            for part in match.parts
        ]
    return found


def _part(part: Part) -> str:
    return f"{part.role}: {part.label}" + (f" ({part.term})" if part.term else "")


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

    A name of several kinds of term says so (`also`); `--kind` chooses.
    A name that says more than its term ("left", "low-grade", a place) shows its parts.

    \b
    Examples:
      sarcoma-kg term lms
      sarcoma-kg term SATB2 --kind marker
      sarcoma-kg term "low-grade myxofibrosarcoma of the left upper arm"
      sarcoma-kg term "sarcoma, Ewing" --tree
      sarcoma-kg term doxorubicin --format json
    """
    ontology = Ontology.load()
    match, *others = _readings(ontology, name, kind)
    concept = match.concept
    if form == "json":
        found = _object(match) | {"also": [_object(other) for other in others]}
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    if tree:
        import shutil

        click.echo(_tree(ontology, concept, max(60, shutil.get_terminal_size().columns)))
        return

    def named(concepts: list[Concept]) -> str:
        shown = [f"{c.label} ({c.id})" for c in concepts[:_MOST_SHOWN]]
        more = len(concepts) - _MOST_SHOWN
        return ", ".join(shown) + (f" and {more} more (--tree shows all)" if more > 0 else "")

    names = [
        n.text + ("" if n.scope in ("exact", "label") else f" [{n.scope}]")
        for n in concept.names
        if n.text.lower() != concept.label.lower()
    ]
    rows = [
        ("term", f"{concept.label} ({concept.id})"),
        ("kind", concept.kind),
        ("matched", f"{match.matched} ({match.how})"),
        ("parts", "; ".join(map(_part, match.parts))),
        ("also", "; ".join(f"{c.kind} {c.label} ({c.id})" for c in (m.concept for m in others))),
        ("parents", named(ontology.parents(concept.id))),
        ("children", named(ontology.children(concept.id))),
        ("names", "; ".join(names)),
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
