"""The IRIs and literals of the model."""

from decimal import Decimal

from pyoxigraph import Literal, NamedNode

from sarcoma_kg.terms import prefixes

_XSD = "http://www.w3.org/2001/XMLSchema#"
BOOLEAN = NamedNode(_XSD + "boolean")
DATETIME = NamedNode(_XSD + "dateTime")
YEAR = NamedNode(_XSD + "gYear")
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_DECIMAL = NamedNode(_XSD + "decimal")
_INTEGER = NamedNode(_XSD + "integer")


def skg(name: str) -> NamedNode:
    """Give a name of the project's schema as an IRI."""
    return NamedNode(prefixes()["skg"] + name)


def named(prefix: str, name: str) -> NamedNode:
    """Give a name under one of the project's prefixes as an IRI."""
    return NamedNode(prefixes()[prefix] + name)


def paper_node(paper_id: str) -> NamedNode:
    """Give the IRI of a paper, which is the name of its assertion graph too."""
    return named("paper", paper_id)


def provenance_node(paper_id: str) -> NamedNode:
    """Give the name of a paper's provenance graph."""
    return named("paper", f"{paper_id}/provenance")


def case_node(paper_id: str, case: int) -> NamedNode:
    """Give the IRI of a case: `…/pmid-26913180#case1`."""
    return named("paper", f"{paper_id}#case{case}")


def decimal(number: float) -> Literal:
    """Give a number as xsd:decimal, in plain notation."""
    return Literal(format(Decimal(repr(number)).normalize(), "f"), datatype=_DECIMAL)


def integer(number: int) -> Literal:
    """Give a whole number as xsd:integer."""
    return Literal(str(number), datatype=_INTEGER)
