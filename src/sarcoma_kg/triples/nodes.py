"""The IRIs and literals of the model."""

import re
from decimal import Decimal
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode

from sarcoma_kg.terms import prefixes

_XSD = "http://www.w3.org/2001/XMLSchema#"
BOOLEAN = NamedNode(_XSD + "boolean")
DATETIME = NamedNode(_XSD + "dateTime")
YEAR = NamedNode(_XSD + "gYear")
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_DECIMAL = NamedNode(_XSD + "decimal")
_INTEGER = NamedNode(_XSD + "integer")

#: The code of each unit in UCUM (https://ucum.org/ucum); what is only counted is an annotation.
UCUM = {
    "day": "d",
    "week": "wk",
    "month": "mo",
    "year": "a",
    "mm": "mm",
    "%": "%",
    "Gy": "Gy",
    "mg": "mg",
    "mg/m2": "mg/m2",
    "mg/kg": "mg/kg",
    "g": "g",
    "g/m2": "g/m2",
    "IU": "[iU]",
    "IU/m2": "[iU]/m2",
    "/10 HPF": "/(10.[HPF])",
    "/mm2": "/mm2",
    "cycle": "{cycle}",
    "fraction": "{fraction}",
    "regimen": "{regimen}",
    "mutations/Mb": "{mutations}/{Mb}",
}


def skg(name: str) -> NamedNode:
    """Give a name of the project's schema as an IRI."""
    return NamedNode(prefixes()["skg"] + name)


def named(prefix: str, name: str) -> NamedNode:
    """Give a name under one of the project's prefixes as an IRI."""
    return NamedNode(prefixes()[prefix] + name)


def paper_node(paper_id: str) -> NamedNode:
    """Give the IRI of a paper, the publication itself."""
    return named("paper", paper_id)


def assertions_node(paper_id: str) -> NamedNode:
    """Give the name of a paper's graph of assertions."""
    return named("paper", f"{paper_id}/assertions")


def provenance_node(paper_id: str) -> NamedNode:
    """Give the name of a paper's provenance graph."""
    return named("paper", f"{paper_id}/provenance")


def graph_nodes(paper_id: str) -> tuple[NamedNode, NamedNode]:
    """Give the names of both graphs of a paper."""
    return assertions_node(paper_id), provenance_node(paper_id)


def case_node(paper_id: str, case: int) -> NamedNode:
    """Give the IRI of a case: `…/pmid-26913180#case1`."""
    return named("paper", f"{paper_id}#case{case}")


def individual(value: str) -> NamedNode:
    """Give the individual of the schema that a value names: second-primary, skg:secondPrimary."""
    first, *others = value.split("-")
    return skg(first + "".join(part.capitalize() for part in others))


def value_of(iri: str, values: tuple[str, ...]) -> str:
    """Give the value that an individual stands for, or the end of its IRI where it is none."""
    return next(
        (value for value in values if individual(value).value == iri), iri.rpartition("#")[2]
    )


def denied(name: str) -> str:
    """Give the name of a property of facts as what is denied has it: term, deniedTerm."""
    return f"denied{name[0].upper()}{name[1:]}"


_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")


def agents(agent: str) -> list[tuple[NamedNode, str, str]]:
    """Give IRI, class of PROV and label of each agent of a reading, as `Reading.agent` names them.

    A person with an ORCID is named by it; rules, models and other persons under `agent:`.
    """
    found = []
    for part in agent.split("+"):
        kind, _, name = part.partition(":")
        if kind == "person" and _ORCID.fullmatch(name):
            found.append((NamedNode(f"https://orcid.org/{name}"), "Person", name))
            continue
        local = quote(f"{kind}-{name}" if name else kind, safe="")
        label = f"language model {name}" if kind == "model" else name or f"sarcoma-kg {kind}"
        kind = "Person" if kind == "person" else "SoftwareAgent"
        found.append((named("agent", local), kind, label))
    return found


def web_node(base: str, name: str) -> NamedNode:
    """Give the address of a publication under a registry: a DOI, a PMID or a PMCID."""
    return NamedNode(base + quote(name, safe="/:;()._-~"))


_CC = "https://creativecommons.org/licenses/"
_ZERO = "https://creativecommons.org/publicdomain/zero/1.0/"
_KNOWN = re.compile(
    r"(?:https?://creativecommons\.org/licenses/|CC[ -])(BY(?:-NC)?(?:-SA|-ND)?)"
    r"(?:[ /-]([1-9]\.[0-9]))?/?",
    re.I,
)


def licence_node(licence: str) -> NamedNode | None:
    """Give the address of a licence of Creative Commons; nothing for another one."""
    if licence == "CC0 1.0":
        return NamedNode(_ZERO)
    match = _KNOWN.fullmatch(licence)
    if match is None:
        return None
    return NamedNode(f"{_CC}{match[1].lower()}/{f'{match[2]}/' if match[2] else ''}")


def licence_of(node: str) -> str:
    """Give a licence in its common words from its address; other texts stay as they are."""
    if node == _ZERO:
        return "CC0 1.0"
    match = _KNOWN.fullmatch(node)
    return f"CC {match[1].upper()}{f' {match[2]}' if match[2] else ''}" if match else node


def decimal(number: float) -> Literal:
    """Give a number as xsd:decimal, in plain notation."""
    return Literal(format(Decimal(repr(number)).normalize(), "f"), datatype=_DECIMAL)


def integer(number: int) -> Literal:
    """Give a whole number as xsd:integer."""
    return Literal(str(number), datatype=_INTEGER)
