"""The Graph: all papers' facts, in an embedded store or behind a SPARQL endpoint.

Papers are TriG files: those that ship with the package, and the user's own in `DIR/papers`. The
store (`DIR/store`) is an index over them and the ontology that can be thrown away; it is brought
up to date when a file is newer. A user's paper with the identifier or the text of a shipped paper
stands in for it.

Every query sees the union of all graphs as its default graph, whatever the store. What a retracted
paper said is in no graph unless it is opened with `retracted`; its file, its bibliography and the
mark stay.
"""

import os
import re
from pathlib import Path

from sarcoma_kg.answer import Answer, Node
from sarcoma_kg.errors import GraphError
from sarcoma_kg.graph.course import case_of, course_of, paper_of
from sarcoma_kg.graph.interface import Graph
from sarcoma_kg.graph.local import LocalGraph
from sarcoma_kg.graph.removed import default_folder
from sarcoma_kg.graph.shipped import shipped_papers

__all__ = [
    "Answer",
    "Graph",
    "LocalGraph",
    "Node",
    "case_of",
    "course_of",
    "default_folder",
    "open_graph",
    "paper_of",
    "shipped_papers",
]


def open_graph(where: str | None = None, *, retracted: bool = False) -> Graph:
    """Open the graph at a folder or URL; else at `SARCOMA_KG_GRAPH`, else the user's own.

    With `retracted` it holds what retracted papers said, too. Raises `GraphError` for a URL that
    is not of the web.
    """
    where = where or os.environ.get("SARCOMA_KG_GRAPH") or str(default_folder())
    scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]+)://", where)
    if scheme and scheme[1].lower() not in ("http", "https"):
        raise GraphError(f"{where!r} is no graph; name a folder, or the http(s) URL of an endpoint")
    if scheme:
        from sarcoma_kg.graph.endpoint import RemoteGraph

        return RemoteGraph(where, retracted=retracted)
    return LocalGraph(Path(where).expanduser(), retracted)
