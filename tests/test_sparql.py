import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Store

from sarcoma_kg import sparql
from sarcoma_kg.errors import QuestionError

QUERY = "SELECT ?x WHERE { VALUES ?x { NCIT:C1 } }"


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=40))
def test_a_bound_text_is_a_literal_whatever_it_holds(text: str) -> None:
    """A hostile value comes back as the very same literal and changes nothing of the query."""
    bound = sparql.bind(QUERY, {"x": Literal(text)})
    [row] = Store().query(bound)

    assert Literal(text) == row["x"]


def test_a_default_is_replaced() -> None:
    """Binding puts the node in the place of the default."""
    assert sparql.parameters(QUERY) == {"x": "NCIT:C1"}
    assert sparql.parameters(sparql.bind(QUERY, {"x": NamedNode("http://e/1")})) == {
        "x": "<http://e/1>"
    }


def test_a_block_in_a_comment_or_string_is_none() -> None:
    """VALUES in a comment or a string is no parameter."""
    assert sparql.parameters("# VALUES ?x { 1 }\nSELECT ('VALUES ?y { 1 }' AS ?z) {}") == {}


def test_an_unknown_parameter_is_named() -> None:
    """A value for no parameter is refused with those that there are."""
    with pytest.raises(QuestionError, match="no parameter 'y'; it has: x"):
        sparql.bind(QUERY, {"y": Literal("1")})


@pytest.mark.parametrize("word", ["SERVICE", "service"])
def test_federation_is_refused(word: str) -> None:
    """A query that would call another server is not run."""
    with pytest.raises(QuestionError, match="another server"):
        sparql.refuse_federation(f"SELECT * WHERE {{ {word} <http://e> {{ ?s ?p ?o }} }}")


def test_a_name_that_only_sounds_like_federation_passes() -> None:
    """Variables, names, strings and comments may say service."""
    sparql.refuse_federation('SELECT ?service WHERE { ?service x:service "SERVICE" } # SERVICE')


def test_missing_prefixes_are_declared_on_the_first_line() -> None:
    """Line numbers of errors stay those of the user."""
    query = "PREFIX a: <http://a#>\nSELECT * WHERE { ?s a:b skg:Case }"

    assert "PREFIX skg: <https://w3id.org/sarcoma-kg/schema#> " + query == sparql.with_prefixes(
        query
    )
