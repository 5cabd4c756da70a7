"""Releases as OBO text and as OBO Graphs JSON."""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sarcoma_kg.errors import SourceError
from sarcoma_kg.ontology.names import curie
from sarcoma_kg.ontology.upstream import Upstream

_SYNONYM = re.compile(r'"((?:[^"\\]|\\.)*)"\s*(EXACT|NARROW|BROAD|RELATED)?')
_ESCAPE = re.compile(r"\\(.)")
_PART_OF = ("part_of", "BFO:0000050")


class _Stanza:
    """One `[Term]` of an OBO file."""

    def __init__(self) -> None:
        self.curie = ""
        self.label = ""
        self.obsolete = 0
        self.replaced_by = ""
        self.synonyms: list[tuple[str, str]] = []
        self.xrefs: list[str] = []
        self.parents: list[tuple[str, str]] = []

    def take(self, tag: str, value: str) -> None:
        """Take one `tag: value` line."""
        plain = value.split(" ! ", maxsplit=1)[0].split(" {", maxsplit=1)[0].strip()
        if tag == "id":
            self.curie = curie(plain)
        elif tag == "name":
            self.label = _ESCAPE.sub(r"\1", value.split(" {", maxsplit=1)[0].strip())
        elif tag == "is_obsolete":
            self.obsolete = int(plain == "true")
        elif tag == "replaced_by":
            self.replaced_by = curie(plain)
        elif tag == "synonym" and (match := _SYNONYM.match(value)):
            self.synonyms.append((_ESCAPE.sub(r"\1", match[1]), match[2] or "RELATED"))
        elif tag == "xref":
            self.xrefs.append(curie(plain.split(' "')[0]))
        elif tag == "is_a":
            self.parents.append((curie(plain), "is_a"))
        elif tag == "relationship":
            relation, _, target = plain.partition(" ")
            self.parents.append((curie(target), "part_of" if relation in _PART_OF else relation))


def _stanzas(lines: Iterable[str]) -> Iterator[tuple[str, _Stanza]]:
    """Give each stanza's heading with its content; the header is the first, heading empty."""
    heading, stanza = "", _Stanza()
    for line in lines:
        line = line.rstrip("\r\n")  # noqa: PLW2901 - the line without its end
        if line.startswith("["):
            yield heading, stanza
            heading, stanza = line, _Stanza()
        elif ": " in line and not line.startswith("!"):
            tag, _, value = line.partition(": ")
            if heading:
                stanza.take(tag, value)
            elif tag == "data-version":
                stanza.label = value.strip()
    yield heading, stanza


def read_obo(path: Path, lines: Iterable[str], upstream: Upstream) -> None:
    """Read an OBO file; raises `SourceError` where it holds no term."""
    terms, synonyms, xrefs, parents = [], [], [], []
    for heading, stanza in _stanzas(lines):
        if not heading and stanza.label:
            upstream.add_release(path.name.partition(".")[0].upper(), stanza.label)
        if heading != "[Term]" or not stanza.curie:
            continue
        terms.append((stanza.curie, stanza.label, stanza.obsolete, stanza.replaced_by))
        synonyms += [(stanza.curie, text, scope) for text, scope in stanza.synonyms]
        xrefs += [(stanza.curie, xref) for xref in stanza.xrefs]
        parents += [(stanza.curie, parent, relation) for parent, relation in stanza.parents]
    if not terms:
        raise SourceError(f"{path}: holds no [Term]; is it OBO?")
    upstream.add(terms, synonyms, xrefs, parents)


_SCOPES = {
    "hasExactSynonym": "EXACT",
    "hasNarrowSynonym": "NARROW",
    "hasBroadSynonym": "BROAD",
    "hasRelatedSynonym": "RELATED",
}
_REPLACED = "http://purl.obolibrary.org/obo/IAO_0100001"


def read_graphs(path: Path, text: str, upstream: Upstream) -> None:
    """Read OBO Graphs JSON; raises `SourceError` where it is no such thing."""
    try:
        graphs = json.loads(text)["graphs"]
        for graph in graphs:
            _read_graph(path, graph, upstream)
    except json.JSONDecodeError as error:
        raise SourceError(
            f"{path}, line {error.lineno}, column {error.colno}: no valid JSON: {error.msg}"
        ) from None
    except (KeyError, TypeError, AttributeError) as error:
        raise SourceError(f"{path}: no OBO Graphs JSON (missing {error})") from None


def _read_graph(path: Path, graph: dict[str, Any], upstream: Upstream) -> None:
    terms, synonyms, xrefs = [], [], []
    version = (graph.get("meta") or {}).get("version")
    if version:
        upstream.add_release(path.name.partition(".")[0].upper(), str(version))
    for node in graph["nodes"]:
        if node.get("type", "CLASS") != "CLASS" or not node.get("lbl"):
            continue
        name, meta = curie(node["id"]), node.get("meta") or {}
        replaced = next(
            (
                curie(each["val"])
                for each in meta.get("basicPropertyValues", ())
                if each.get("pred") == _REPLACED
            ),
            "",
        )
        terms.append((name, node["lbl"], int(bool(meta.get("deprecated"))), replaced))
        synonyms += [
            (name, each["val"], _SCOPES.get(each.get("pred", ""), "RELATED"))
            for each in meta.get("synonyms", ())
        ]
        xrefs += [(name, curie(each["val"])) for each in meta.get("xrefs", ())]
    parents = []
    for edge in graph.get("edges", ()):
        relation = curie(edge["pred"])
        relation = "part_of" if relation in _PART_OF else relation
        parents.append((curie(edge["sub"]), curie(edge["obj"]), relation))
    upstream.add(terms, synonyms, xrefs, parents)
