"""The one border crossing between facts and RDF: a paper's facts to quads, and back, exactly.

A paper is two named graphs. The assertions (`…/assertions`) hold the publication, its cases,
tumours, events and facts; the provenance (`…/provenance`) holds the evidence of each fact and the
reading that found it.

Facts are nodes (`…#case1-fact3`) that carry all that a record has; the direct triples between
case, tumour, event and term are derived from them, so that a question can be short. What a text
denies is a `skg:DeniedFact`, hung on its case by `skg:denies`, and each property of it has a name
of its own (`skg:deniedTerm`): no pattern that asks for what happened can meet it.
"""

from sarcoma_kg.triples.given import papers_of
from sarcoma_kg.triples.nodes import (
    assertions_node,
    case_node,
    graph_nodes,
    paper_node,
    provenance_node,
    skg,
)
from sarcoma_kg.triples.offset import normalised
from sarcoma_kg.triples.older import brought
from sarcoma_kg.triples.reader import is_older, read
from sarcoma_kg.triples.retraction import is_retracted, standing
from sarcoma_kg.triples.trig import from_file, to_trig
from sarcoma_kg.triples.writer import names, write

__all__ = [
    "assertions_node",
    "brought",
    "case_node",
    "from_file",
    "graph_nodes",
    "is_older",
    "is_retracted",
    "names",
    "normalised",
    "paper_node",
    "papers_of",
    "provenance_node",
    "read",
    "skg",
    "standing",
    "to_trig",
    "write",
]
