import pytest

from sarcoma_kg.errors import TermError
from sarcoma_kg.terms import Term, prefixes


@pytest.mark.parametrize("text", ["NCIT:C3158", "ncit:C3158", " NCIT:C3158 "])
def test_a_curie_is_read_whatever_the_case_of_its_prefix(text: str) -> None:
    """A CURIE gives its term."""
    assert Term("NCIT", "C3158") == Term.parse(text)


def test_an_iri_leads_there_and_back() -> None:
    """A term's IRI gives the term again, in every namespace."""
    for prefix in prefixes():
        term = Term(prefix, "C1")

        assert term == Term.parse(term.iri)


@pytest.mark.parametrize(
    "text", ["", "leiomyosarcoma", "NOPE:1", "NCIT:", "NCIT:C1> <x", "http://example.org/x"]
)
def test_what_is_no_identifier_is_refused(text: str) -> None:
    """Anything else is a TermError that quotes it."""
    with pytest.raises(TermError) as caught:
        Term.parse(text)

    assert repr(text.strip()) in str(caught.value)
