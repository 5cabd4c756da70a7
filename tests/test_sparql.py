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


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM <http://g> WHERE { ?s ?p ?o }",
        "ASK\nfrom named x:g { ?s ?p ?o }",
        "SELECT * FR\\u004FM <http://g> { ?s ?p ?o }",
        "SELECT * { S\\u0045RVICE <http://e> { ?s ?p ?o } }",
    ],
)
def test_a_query_that_leaves_the_union_is_refused(query: str) -> None:
    """FROM has no effect in the union of all papers; escapes hide neither it nor SERVICE."""
    with pytest.raises(QuestionError, match=r"union of all papers|another server"):
        sparql.refuse(query)


@pytest.mark.parametrize(
    "text",
    ["?from", "$from", "x:from", "from:x", "<http://from>", '"FROM"', "'x'@from", "x:a\\/from"],
)
def test_a_name_that_only_sounds_like_from_passes(text: str) -> None:
    """Variables, names, addresses, strings, languages and comments may say from."""
    sparql.refuse("SELECT * WHERE { ?s ?p %s } # FROM <x>".replace("%s", text))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT * WHERE { ?s ?p ?o . ?o ?a ?s }", ["s", "p", "o", "a"]),
        ("# ?c\nPREFIX a: <http://a#> select distinct * { $z a:b '?y' , ?x }", ["z", "x"]),
        ("SELECT ?o ?s WHERE { ?s ?p ?o }", []),
        ("ASK { SELECT * { ?s ?p ?o } }", []),
    ],
)
def test_the_columns_of_a_star(query: str, expected: list[str]) -> None:
    """The variables of SELECT * in the order of the text; of another query none."""
    assert expected == sparql.starred(query)


@pytest.mark.parametrize("text", ["DROP ALL", "PREFIX a: <b> insert data { a:b a:c 1 }"])
def test_an_update_is_no_question(text: str) -> None:
    """What would change the graph is refused before an endpoint sees it."""
    with pytest.raises(QuestionError, match="would change the graph"):
        sparql.refuse(text)


def test_missing_prefixes_are_declared_on_the_first_line() -> None:
    """Line numbers of errors stay those of the user."""
    query = "PREFIX a: <http://a#>\nSELECT * WHERE { ?s a:b skg:Case }"

    assert "PREFIX skg: <https://w3id.org/sarcoma-kg/schema#> " + query == sparql.with_prefixes(
        query
    )
