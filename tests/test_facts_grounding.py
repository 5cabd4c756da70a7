import pytest

from sarcoma_kg.facts.grounding import VOCABULARY, grounded
from sarcoma_kg.ontology import KINDS as TERM_KINDS
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.records import KINDS, Evidence, Fact
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


@pytest.mark.parametrize(("kind", "vocabulary"), VOCABULARY.items())
def test_every_kind_has_a_vocabulary_that_is(kind: str, vocabulary: str) -> None:
    """The table names kinds of facts and kinds of terms."""
    assert kind in KINDS
    assert vocabulary in TERM_KINDS
