"""The order of rows, made here rather than in the engine.

Oxigraph reads both terms of every comparison from the disk again: of 9,000 rows on disk, sorting
took 2.7 s and all the rest 0.3 s. So a final ORDER BY is taken off the query and the rows are
sorted in memory, to the same order. What is sorted otherwise stays with the engine: by an
expression, by what is not in the answer, by literals that are neither texts nor numbers, and what
is cut by LIMIT or OFFSET.
"""

from collections.abc import Sequence
from decimal import Decimal

from pyoxigraph import Literal, NamedNode

from sarcoma_kg.answer import Node
from sarcoma_kg.sparql import Key

_XSD = "http://www.w3.org/2001/XMLSchema#"
_TEXT = _XSD + "string"
_NUMBERS = frozenset(_XSD + name for name in ("integer", "decimal"))

Row = tuple[Node | None, ...]


def ordered(
    columns: Sequence[str], rows: Sequence[Row], keys: Sequence[Key]
) -> tuple[Row, ...] | None:
    """Sort rows as SPARQL 1.1 does; nothing where it says of a column no order that we know."""
    done = list(rows)
    for key in reversed(keys):
        if key.variable not in columns:
            return None
        place = columns.index(key.variable)
        nodes = {row[place] for row in rows}
        kinds = {_kind(node) for node in nodes}
        if "other" in kinds or kinds >= {"text", "number"}:
            return None
        values = {node: _value(node) for node in nodes}
        done.sort(key=lambda row: values[row[place]], reverse=key.descending)
    return tuple(done)


def _kind(node: Node | None) -> str:
    """Say how a node is compared."""
    if node is None:
        return "unbound"
    if isinstance(node, NamedNode):
        return "iri"
    if isinstance(node, Literal) and not node.language:
        kind = node.datatype.value
        return "text" if kind == _TEXT else "number" if kind in _NUMBERS else "other"
    return "other"


def _value(node: Node | None) -> tuple[int, str | Decimal]:
    kind = _kind(node)
    if kind == "unbound":
        return 0, ""
    if kind == "iri":
        return 1, node.value  # type: ignore[union-attr]
    return 2, Decimal(node.value) if kind == "number" else node.value  # type: ignore[union-attr]
