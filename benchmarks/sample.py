"""How many terms are wrong: `python benchmarks/sample.py draw SEED` or `… tell`.

`draw` prints a random 150 terms of the whole vocabulary as JSON lines: identifier, kind, label,
names by scope, what lies above, cross-references, facets. Two readers judge each one without
seeing what the other says; `tests/terms/sample.tsv` keeps both verdicts (right, or what is wrong),
and the seed. `tell` prints its figures by kind; a term that either calls wrong is wrong.
"""

import argparse
import csv
import json
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sarcoma_kg.ontology import Concept, Ontology

COUNT = 150
SAMPLE = Path(__file__).parent.parent / "tests" / "terms" / "sample.tsv"


def draw(ontology: Ontology, seed: str) -> list[Concept]:
    """Give a random 150 terms, the same for the same seed and vocabulary."""
    concepts = sorted(ontology.concepts(), key=lambda concept: str(concept.id))
    return random.Random(seed).sample(concepts, COUNT)  # noqa: S311 - no secret


def described(ontology: Ontology, concept: Concept) -> dict[str, object]:
    """Give all that the vocabulary says of a term."""
    names: dict[str, list[str]] = {}
    for name in concept.names:
        names.setdefault(name.scope, []).append(name.text)
    return {
        "id": str(concept.id),
        "kind": concept.kind,
        "label": concept.label,
        "names": names,
        "parents": {str(term): ontology[term].label for term in concept.parents},
        "part_of": {str(term): ontology[term].label for term in concept.part_of},
        "exact": [str(term) for term in concept.xrefs[: concept.exact]],
        "close": [str(term) for term in concept.xrefs[concept.exact :]],
        "facets": {name: list(values) for name, values in concept.facets.items()},
    }


def figures() -> Iterator[str]:
    """Give the faults of the kept sample, by kind, as lines of a table."""
    with SAMPLE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    terms = Counter(row["kind"] for row in rows)
    wrong = Counter(row["kind"] for row in rows if {row["first"], row["second"]} != {"right"})
    yield "kind | terms | wrong"
    yield "--- | --- | ---"
    for kind, number in sorted(terms.items()):
        yield f"{kind} | {number} | {wrong[kind]}"
    yield f"all | {terms.total()} | {wrong.total()}"


def main() -> None:
    """Draw a sample, or tell the figures of the one that is kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("draw").add_argument("seed")
    verbs.add_parser("tell")
    arguments = parser.parse_args()
    if arguments.verb == "tell":
        print("\n".join(figures()))
        return
    ontology = Ontology.load()
    for concept in draw(ontology, arguments.seed):
        print(json.dumps(described(ontology, concept), ensure_ascii=False))


if __name__ == "__main__":
    main()
