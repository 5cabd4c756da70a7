import pytest

from sarcoma_kg.facts.grounding import grounded
from sarcoma_kg.kinds import KINDS, Kind
from sarcoma_kg.ontology import KINDS as TERM_KINDS
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.records import Evidence, Fact
from sarcoma_kg.terms import Term


def _fact(kind: str, value: str, *ids: str) -> Fact:
    return Fact(1, kind, value, Evidence(0, 9), tuple(Term.parse(text) for text in ids))


def test_the_ontologys_own_term_comes_first(ontology: Ontology) -> None:
    """A cross-reference leads to the concept, and stays beside it."""
    [fact] = grounded([_fact("diagnosis", "leiomyosarcoma", "MONDO:0005058")], ontology)

    assert ["NCIT:C3158", "MONDO:0005058"] == [str(term) for term in fact.terms]


def test_a_value_without_identifiers_gets_the_term_that_it_names(ontology: Ontology) -> None:
    """An exact name is enough; a name that is none leaves the fact as it is."""
    [known, unknown] = grounded(
        [_fact("drug", "doxorubicin"), _fact("drug", "elixir of youth")], ontology
    )

    assert ontology.get(known.terms[0]) is not None
    assert () == unknown.terms


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_kinds_of_facts_name_kinds_of_terms(kind: Kind) -> None:
    """What a value may name is a kind of the ontology."""
    assert set(kind.terms) <= set(TERM_KINDS)
