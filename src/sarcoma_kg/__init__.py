"""A knowledge graph of published sarcoma cases.

    import sarcoma_kg

    graph = sarcoma_kg.open_graph()
    for row in graph.ask("outcomes", diagnosis="leiomyosarcoma"):
        print(row["case"], row["status"])

    for case in sarcoma_kg.read("case.txt").cases:
        for event in case.events:
            print(event.order, event.kind, event.label)

Names are imported when they are first used, so that a cold command stays quick.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sarcoma_kg.answer import Answer, Row
    from sarcoma_kg.graph import Graph, LocalGraph, open_graph
    from sarcoma_kg.ontology import Ontology, Schema
    from sarcoma_kg.reading import Extraction, read, read_all
    from sarcoma_kg.records import (
        Case,
        Document,
        Event,
        Evidence,
        Fact,
        Paper,
        Qualifiers,
        Quantity,
        Reading,
        Tumour,
    )
    from sarcoma_kg.terms import Term

__version__ = "0.1.0"
_HOMES = {
    "answer": ("Answer", "Row"),
    "graph": ("Graph", "LocalGraph", "open_graph"),
    "ontology": ("Ontology", "Schema"),
    "reading": ("Extraction", "read", "read_all"),
    "records": (
        *("Case", "Document", "Event", "Evidence", "Fact", "Paper", "Qualifiers", "Quantity"),
        *("Reading", "Tumour"),
    ),
    "terms": ("Term",),
}
__all__ = [
    "Answer",
    "Case",
    "Document",
    "Event",
    "Evidence",
    "Extraction",
    "Fact",
    "Graph",
    "LocalGraph",
    "Ontology",
    "Paper",
    "Qualifiers",
    "Quantity",
    "Reading",
    "Row",
    "Schema",
    "Term",
    "Tumour",
    "open_graph",
    "read",
    "read_all",
]


def __getattr__(name: str) -> Any:
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"sarcoma_kg.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
