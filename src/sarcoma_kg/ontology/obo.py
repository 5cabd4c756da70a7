"""Releases as OBO text and as OBO Graphs JSON, read piece by piece."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

from sarcoma_kg.errors import SourceError
from sarcoma_kg.ontology.names import curie
from sarcoma_kg.ontology.stream import BrokenJsonError, JsonStream
from sarcoma_kg.ontology.upstream import Upstream

_SYNONYM = re.compile(r'"((?:[^"\\]|\\.)*)"\s*(EXACT|NARROW|BROAD|RELATED)?')
_ESCAPE = re.compile(r"\\(.)")
_PART_OF = ("part_of", "BFO:0000050")
_BATCH = 100_000


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


class _Rows:
    """Rows for the table, put in whenever there are many."""

    def __init__(self, upstream: Upstream) -> None:
        self._upstream = upstream
        self.terms: list[tuple[str, str, int, str]] = []
        self.synonyms: list[tuple[str, str, str]] = []
        self.xrefs: list[tuple[str, str]] = []
        self.parents: list[tuple[str, str, str]] = []
        self.count = 0

    def step(self) -> None:
        """Put the rows in where there are many."""
        if len(self.synonyms) + len(self.xrefs) + len(self.parents) + len(self.terms) > _BATCH:
            self.flush()

    def flush(self) -> None:
        """Put all rows in."""
        self.count += len(self.terms)
        self._upstream.add(self.terms, self.synonyms, self.xrefs, self.parents)
        self.terms, self.synonyms, self.xrefs, self.parents = [], [], [], []


def read_obo(path: Path, lines: Iterable[str], upstream: Upstream) -> None:
    """Read an OBO file; raises `SourceError` where it holds no term."""
    rows = _Rows(upstream)
    for heading, stanza in _stanzas(lines):
        if not heading and stanza.label:
            upstream.add_release(path.name.partition(".")[0].upper(), stanza.label)
        if heading != "[Term]" or not stanza.curie:
            continue
        rows.terms.append((stanza.curie, stanza.label, stanza.obsolete, stanza.replaced_by))
        rows.synonyms += [(stanza.curie, text, scope) for text, scope in stanza.synonyms]
        rows.xrefs += [(stanza.curie, xref) for xref in stanza.xrefs]
        rows.parents += [(stanza.curie, parent, relation) for parent, relation in stanza.parents]
        rows.step()
    rows.flush()
    if not rows.count:
        raise SourceError(f"{path}: holds no [Term]; is it OBO?")


_SCOPES = {
    "hasExactSynonym": "EXACT",
    "hasNarrowSynonym": "NARROW",
    "hasBroadSynonym": "BROAD",
    "hasRelatedSynonym": "RELATED",
}
_REPLACED = "http://purl.obolibrary.org/obo/IAO_0100001"


def read_graphs(path: Path, handle: TextIO, upstream: Upstream) -> None:
    """Read OBO Graphs JSON; raises `SourceError` where it is no such thing."""
    stream = JsonStream(handle)
    found = False
    try:
        for key in stream.fields():
            if key != "graphs":
                stream.skip()
                continue
            found = True
            for _ in stream.items():
                _read_graph(path, stream, upstream)
        if not found:
            raise KeyError("graphs")
    except BrokenJsonError as error:
        raise SourceError(f"{path}, {error}") from None
    except (KeyError, TypeError, AttributeError) as error:
        raise SourceError(f"{path}: no OBO Graphs JSON (missing {error})") from None


def _read_graph(path: Path, stream: JsonStream, upstream: Upstream) -> None:
    rows = _Rows(upstream)
    found = False
    for key in stream.fields():
        if key == "nodes":
            found = True
            for _ in stream.items():
                _take_node(stream.value(), rows)
                rows.step()
        elif key == "edges":
            for _ in stream.items():
                edge = stream.value()
                relation = curie(edge["pred"])
                relation = "part_of" if relation in _PART_OF else relation
                rows.parents.append((curie(edge["sub"]), curie(edge["obj"]), relation))
                rows.step()
        elif key == "meta":
            version = (stream.value() or {}).get("version")
            if version:
                upstream.add_release(path.name.partition(".")[0].upper(), str(version))
        else:
            stream.skip()
    rows.flush()
    if not found:
        raise KeyError("nodes")


def _take_node(node: dict[str, Any], rows: _Rows) -> None:
    if node.get("type", "CLASS") != "CLASS" or not node.get("lbl"):
        return
    name, meta = curie(node["id"]), node.get("meta") or {}
    replaced = next(
        (
            curie(each["val"])
            for each in meta.get("basicPropertyValues", ())
            if each.get("pred") == _REPLACED
        ),
        "",
    )
    rows.terms.append((name, node["lbl"], int(bool(meta.get("deprecated"))), replaced))
    rows.synonyms += [
        (name, each["val"], _SCOPES.get(each.get("pred", ""), "RELATED"))
        for each in meta.get("synonyms", ())
    ]
    rows.xrefs += [(name, curie(each["val"])) for each in meta.get("xrefs", ())]
