"""The order of rows that the embedded graph makes itself."""

import random
from pathlib import Path

import pytest
from pyoxigraph import Store

from sarcoma_kg import queries, sparql
from sarcoma_kg.graph import LocalGraph
from sarcoma_kg.graph.order import ordered
from sarcoma_kg.terms import prefixes

_MIXED = """
SELECT ?node ?number ?text {
  VALUES (?node ?number ?text) {
    (skg:CR 10 "b") (skg:PR 9.5 "a") (UNDEF -3 "B") (skg:AWD 10.0 "") (<http://é> UNDEF "é")
    (skg:CR 2 "a𝄞") (skg:SD 2 "a\uffee") (UNDEF UNDEF UNDEF)
  }
}
"""


def _asked(query: str) -> tuple:
    found = Store().query(query, prefixes=prefixes())
    names = tuple(variable.value for variable in found.variables)
    return names, [tuple(row) for row in found]


@pytest.mark.parametrize(
    "order",
    ["?node", "DESC(?node)", "?number ?node", "DESC(?text)", "ASC(?number) DESC(?text) ?node"],
)
def test_rows_are_in_the_order_of_the_engine(order: str) -> None:
    """Unbound first, then IRIs, then literals: numbers by value, texts by code point."""
    bare, keys = sparql.unordered(f"{_MIXED} ORDER BY {order}")
    columns, rows = _asked(bare)
    random.Random(1).shuffle(rows)  # noqa: S311 - no secret
    places = [columns.index(key.variable) for key in keys]

    def of(rows: list) -> list:
        # 10 and 10.0 are equal: either may come first
        return [[float(r[p].value) if p == 1 and r[p] else r[p] for p in places] for r in rows]

    assert of(_asked(f"{_MIXED} ORDER BY {order}")[1]) == of(list(ordered(columns, rows, keys)))


@pytest.mark.parametrize(
    "values",
    ['1 "a"', '"2020"^^xsd:gYear', "true false", '"a"@en "b"', '"1"^^xsd:double "INF"^^xsd:double'],
)
def test_the_engine_sorts_what_we_do_not_know(values: str) -> None:
    """Mixed literals, dates, truths, texts with a language and doubles stay with the engine."""
    columns, rows = _asked(f"SELECT ?x {{ VALUES ?x {{ {values} }} }}")

    assert ordered(columns, rows, (sparql.Key("x", descending=False),)) is None


@pytest.mark.parametrize(
    "tail",
    [
        "",
        "ORDER BY ?x LIMIT 3",
        "ORDER BY ?x OFFSET 3",
        "ORDER BY STR(?x)",
        "ORDER BY DESC(COUNT(?x))",
        "ORDER BY ?x VALUES ?x { 1 }",
    ],
)
def test_only_a_plain_final_order_is_taken_off(tail: str) -> None:
    """A query that is cut, sorted by an expression or not sorted stays as it is."""
    query = f"SELECT ?x {{ {{ SELECT ?x {{ ?x ?p 'ORDER BY ?x' }} ORDER BY ?p }} }} {tail}"

    assert (query, ()) == sparql.unordered(query)


def test_every_question_has_the_rows_of_the_engine_in_its_order(tmp_path: Path) -> None:
    """The rows of each question come by its own keys as the engine sorts them."""
    graph = LocalGraph(tmp_path)
    store, wrong = graph.open(), []
    for name in queries.names():
        text = sparql.with_prefixes(queries.load(name).sparql)
        _, keys = sparql.unordered(text)
        if not keys:
            continue
        found = store.query(text, use_default_graph_as_union=True)
        rows = [tuple(row) for row in found]
        answer = graph.query(text)
        places = [
            answer.variables.index(k.variable) for k in keys if k.variable in answer.variables
        ]
        same = [[r[p] for p in places] for r in rows] == [
            [r[p] for p in places] for r in answer.rows
        ]
        if not same or sorted(map(str, rows)) != sorted(map(str, answer.rows)):
            wrong.append(name)

    assert not wrong
