import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Store

from sarcoma_kg import queries, sparql
from sarcoma_kg.errors import QuestionError
from sarcoma_kg.terms import prefixes

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


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE " + "{" * 20_000 + "}" * 20_000,
        "SELECT * WHERE " + "{" * 201,
        "SELECT * { ?s a " + "[" * 20_000 + "]" * 20_000 + " }",
        "ASK { FILTER(" + "(" * 20_000 + "1" + ")" * 20_000 + ") }",
        "ASK { FILTER(" + "!" * 20_000 + "true) }",
        "ASK { FILTER(" + "- " * 20_000 + "1) }",
        "ASK { " + "<< " * 20_000 + "a",
    ],
)
def test_what_is_nested_too_deep_is_refused(query: str) -> None:
    """A parser would end the process; the query is refused before, with the place."""
    with pytest.raises(QuestionError, match=r"line 1, column \d+: .* deeper than 200 levels"):
        sparql.refuse(query)


@pytest.mark.parametrize(
    "query",
    [
        "ASK { FILTER(" + "||".join(["true"] * 20_000) + ") }",
        "ASK { " + "?s ?p ?o . " * 20_000 + "}",
        "ASK { VALUES ?x { 1 } ?s ?p ?x FILTER(" + "+".join(["1"] * 20_000) + ") }",
    ],
)
def test_what_is_chained_too_long_is_refused(query: str) -> None:
    """A chain of operators or patterns is taken by recursion, too."""
    with pytest.raises(QuestionError, match=r"at most 10,000 are taken; write lists .* as VALUES"):
        sparql.refuse(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE " + "{" * 200 + "}" * 200,
        "SELECT * WHERE { ?s ?p '" + "{" * 20_000 + "' }",
        "SELECT * WHERE { } # " + "{" * 20_000,
        'ASK { ?s <http://e/[[[[> """' + '["' * 20_000 + '""" }',
        "ASK { VALUES ?x { " + "-1 " * 20_000 + "} ?s ?p ?x }",
        "ASK { VALUES (?x ?y) { " + "(-1 2) " * 20_000 + "} ?s ?p ?x }",
    ],
)
def test_what_only_looks_deep_or_long_passes(query: str) -> None:
    """Brackets are counted outside of texts, addresses and comments, and data may be long."""
    sparql.refuse(query)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT ?x { ?x a foo:Case }", "line 1, column 18: the prefix foo: is not declared"),
        ("SELECT ?x {\n ?x a skg:Case ", "line 1, column 11: { is not closed"),
        ("SELECT ?x { ?x a skg:Case } }", "line 1, column 29: } closes nothing"),
        ("ASK { FILTER(?x = }", "line 1, column 19: } does not close the \\( of line 1, column 13"),
        ("ASK { ?x a 'sarcoma }", "line 1, column 12: a text begins with ' and does not end"),
        ("ASK { ?x a <Case> }", "line 1, column 12: <Case> is no whole address"),
        ("SELEC ?x { ?x a ?y }", "1: it cannot be read from 'SELEC' on; did you mean SELECT"),
        ("ASK {\n ?x a ?y\n OPTINAL { }\n}", "line 3, column 2: .*'OPTINAL'.* mean OPTIONAL"),
        ("ASK { { ?x a ?y } UNON { } }", "column 19: it cannot be read from 'UNON' .* UNION"),
        ("SELECT * { ?x a ?y } LIMIT x", "line 1, column 28: it cannot be read from 'x' on"),
        ("SELECT * { ?x a ?y } LIMIT", "it ends too early"),
        ("SELECT ?x, ?y { ?x a ?y }", "line 1, column 10: it cannot be read from ',' on"),
        ("ASK { ?x a ?y FILTER(?y == 3) }", "column 25: it cannot be read from '==' on"),
        ("ASK { ?x a ?y FILTER(?y >= 3.5 || ?y = 1e-3 AND ?x) }", "read from 'AND' on"),
        ("ASK { _:a a ?y . ?y a 'x'@en , '1'^^xsd:int ; ; , 3 }", "column 49: .* from ',' on"),
        ("SELECT (FOO(?x) AS ?y) { ?x ?p ?o }", "column 9: it cannot be read from 'FOO' on"),
        ("ASK { ?x skg:tumour//skg:site ?s }", "column 21: it cannot be read from '/' on"),
        ("ASK { ?x a ?y ; skg:age }", "column 25: .* from '}' on: what stands before it is not"),
        ("SELECT ?x { ?x a ?y } GROUP BY ?y", "the SELECT contains a variable that is unbound"),
        ("SELECT * { ?x a ?y } GROUP BY ?y", "SELECT \\* is not authorized with GROUP BY"),
        ("SELECT * { ?x a ?y BIND(1 AS ?y) }", "column 34: .* or binds a variable twice"),
    ],
)
def test_a_fault_is_told_by_its_place_and_word(query: str, words: str) -> None:
    """One line says where and which word, never what a grammar expected."""
    with pytest.raises(SyntaxError):
        Store().query(query, prefixes=prefixes())
    told = sparql.fault(query)

    assert re.search(words, told), told
    assert "expected" not in told and "\n" not in told and len(told) < 200


@pytest.mark.parametrize("name", queries.names())
def test_a_sound_query_has_no_fault(name: str) -> None:
    """What parses is not said to be malformed."""
    assert "" == sparql.fault(queries.load(name).sparql)


@pytest.mark.parametrize("name", ["response-by-drug", "similar-cases", "outcomes"])
def test_a_stray_sign_is_found_wherever_it_stands(name: str) -> None:
    """The place is that of the very word, in long queries, too."""
    text = queries.load(name).sparql
    body = text.index("SELECT")
    spaces = [found.start() for found in re.finditer(r"\s+(?=[?\w])", text) if found.start() > body]

    for at in spaces[:: max(1, len(spaces) // 12)]:
        if "#" in text[text.rfind("\n", 0, at + 1) + 1 : at]:
            continue  # a comment holds anything
        line = text.count("\n", 0, at) + 1
        told = sparql.fault(f"{text[:at]} @@ {text[at:]}")
        assert told.startswith(f"line {line}, ") and "'@@'" in told, told
