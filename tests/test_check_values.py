"""The value of a fact and its term agree: over the whole vocabulary, and in all facts at hand."""

import json
import random
from collections.abc import Iterator
from dataclasses import replace

import pyoxigraph
import pytest

from conftest import ROOT
from sarcoma_kg import check, triples
from sarcoma_kg.errors import TermError
from sarcoma_kg.kinds import KINDS
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.records import Fact
from sarcoma_kg.terms import Term

#: A kind of fact for each kind of term that facts carry.
FACTS = {term: name for name, kind in reversed(KINDS.items()) for term in kind.terms}
#: Folders of gold facts that may be looked at.
GOLD = ("tuned", "invented/tuned")


@pytest.fixture(scope="module")
def shipped() -> list[Fact]:
    """Give the facts of the shipped papers."""
    found: list[Fact] = []
    for path in sorted((ROOT / "graph").glob("*.trig")):
        quads = list(pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TRIG))
        found += triples.read(quads)[1]
    return found


def _gold(any_fact: Fact) -> Iterator[Fact]:
    for folder in GOLD:
        for path in sorted((ROOT / "tests" / "gold" / folder).rglob("*.jsonl")):
            for line in path.read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                if row["fact"] not in KINDS or not row.get("ids"):
                    continue
                try:
                    ids = tuple(map(Term.parse, row["ids"]))
                except TermError:
                    continue
                yield replace(any_fact, kind=row["fact"], value=row["value"], terms=ids)


def test_no_false_alarm(ontology: Ontology, shipped: list[Fact]) -> None:
    """No fact of the shipped papers or of the gold has a value that is said to be another term."""
    gold = list(_gold(shipped[0]))

    assert [] == check.values([*shipped, *gold], ontology)
    assert len(shipped) > 450
    assert len(gold) > 1000


@pytest.mark.parametrize("kind", sorted(FACTS))
def test_a_value_of_another_term(ontology: Ontology, shipped: list[Fact], kind: str) -> None:
    """The label of a term with the identifier of another one of its kind is a finding.

    Where one term's label is the other's with a word left out it is short for it, and none.
    """
    chance = random.Random(7)  # noqa: S311 - draws terms
    concepts = [each for each in ontology.concepts(kind) if each.facet("rank") != "root"]
    silent = []
    for concept in concepts:
        other = chance.choice(concepts)
        fact = replace(shipped[0], kind=FACTS[kind], value=concept.label, terms=(other.id,))
        akin = check.akin(concept, other, ontology) or check.called(other, concept.label)
        if not akin and not check.values([fact], ontology):
            silent.append((concept.label, other.label))

    assert silent == []


@pytest.mark.parametrize("kind", sorted(FACTS))
def test_a_value_of_its_own_term(ontology: Ontology, shipped: list[Fact], kind: str) -> None:
    """Each name of a term with its own identifier is no finding."""
    facts = [
        replace(shipped[0], kind=FACTS[kind], value=name.text, terms=(concept.id,))
        for concept in ontology.concepts(kind)
        for name in concept.names
    ]

    assert [] == check.values(facts, ontology)


def test_a_swapped_drug(ontology: Ontology, shipped: list[Fact]) -> None:
    """Doxorubicin with the identifier of ifosfamide is a finding that names both."""
    ifosfamide = ontology.find("ifosfamide", "drug")
    assert ifosfamide is not None
    fact = replace(shipped[0], kind="drug", value="doxorubicin", terms=(ifosfamide.concept.id,))

    found = check.values([fact], ontology)

    assert len(found) == 1
    assert "is ifosfamide, and doxorubicin is" in found[0].message
