"""How well names are grounded: `python benchmarks/grounding.py GOLD_DIR [--misses]`.

GOLD_DIR holds `*.jsonl` files of fact rows (or a folder `facts` with them). A row counts where it
has identifiers of a disease, drug, site, procedure, finding or marker. It is right where the
vocabulary, given the row's value (or else its quote), finds a concept that has one of them as its
identifier or cross-reference.
"""

import argparse
import json
from collections import Counter
from pathlib import Path

from sarcoma_kg.ontology import Concept, Match, Ontology

#: Which kinds of concept may stand for a fact, the likeliest first.
KINDS = {
    "diagnosis": ("disease",),
    "primary-site": ("site",),
    "metastasis": ("site",),
    "surgery": ("procedure",),
    "radiotherapy": ("procedure",),
    "ablation": ("procedure",),
    "chemotherapy": ("procedure",),
    "other-treatment": ("procedure",),
    "drug": ("drug",),
    "regimen": ("regimen",),
    "marker": ("marker",),
    "alteration": ("alteration",),
    "symptom": ("finding", "disease", "procedure"),
    "adverse-event": ("finding", "disease", "procedure"),
    "comorbidity": ("finding", "disease", "syndrome", "procedure"),
}


def identifiers(concept: Concept) -> set[str]:
    """Give everything that names the concept in this or another vocabulary."""
    return {
        str(concept.id),
        *(str(xref) for xref in concept.xrefs),
        *concept.facets.get("gene", ()),
    }


def ground(ontology: Ontology, row: dict[str, object]) -> Match | None:
    """Find the concept of a row by its value, or else by its quote."""
    for field in ("value", "quote"):
        for kind in KINDS[str(row["fact"])]:
            match = ontology.find(str(row.get(field, "")), kind)
            if match is not None:
                return match
    return None


def main() -> None:
    """Print the share of rows that are grounded right, by fact type."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--misses", action="store_true", help="list the rows that are not right")
    arguments = parser.parse_args()
    folder = arguments.gold / "facts" if (arguments.gold / "facts").is_dir() else arguments.gold
    ontology = Ontology.load()
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["fact"] not in KINDS or not row["ids"]:
                continue
            total[row["fact"]] += 1
            match = ground(ontology, row)
            if match is not None and identifiers(match.concept) & set(row["ids"]):
                right[row["fact"]] += 1
            elif arguments.misses:
                found = f"{match.concept.id} {match.concept.label}" if match else "nothing"
                print(
                    f"{path.stem}\t{row['fact']}\t{row['value']}\t{','.join(row['ids'])}\t{found}"
                )
    for fact in sorted(total):
        print(f"{fact:16} {right[fact]:4} of {total[fact]:4}  {right[fact] / total[fact]:.3f}")
    share = sum(right.values()) / max(sum(total.values()), 1)
    print(f"{'all':16} {sum(right.values()):4} of {sum(total.values()):4}  {share:.3f}")


if __name__ == "__main__":
    main()
