"""A knowledge graph of published sarcoma cases.

    from sarcoma_kg import Ontology, open_graph, queries

Names are imported when they are first used, so that a cold command stays quick.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sarcoma_kg.graph import Answer, Graph, LocalGraph, dataset, open_graph
    from sarcoma_kg.ontology import Ontology
    from sarcoma_kg.records import Document, Evidence, Fact, Paper, Quantity, Reading
    from sarcoma_kg.terms import Term

__version__ = "0.1.0"
__all__ = [
    "Answer",
    "Document",
    "Evidence",
    "Fact",
    "Graph",
    "LocalGraph",
    "Ontology",
    "Paper",
    "Quantity",
    "Reading",
    "Term",
    "dataset",
    "open_graph",
]
_HOMES = {
    "graph": ("Answer", "Graph", "LocalGraph", "dataset", "open_graph"),
    "ontology": ("Ontology",),
    "records": ("Document", "Evidence", "Fact", "Paper", "Quantity", "Reading"),
    "terms": ("Term",),
}


def __getattr__(name: str) -> Any:
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"sarcoma_kg.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
