"""Markup: XML read as a stream of records, safe against what hostile XML does.

No entity is expanded but those of XML and HTML, nothing is fetched, and one record may not take
more than a fixed amount of memory.
"""

import html.entities
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from sarcoma_kg.errors import SourceError

if TYPE_CHECKING:
    from lxml import etree

#: Bytes of XML that one record may take: fifty times a long full text.
LARGEST_RECORD = 64 * 2**20
_DIGIT_BEFORE = re.compile(r"\d$")
_SIGNS = tuple("0123456789-−+")
_PAIRS = (("[", "]"), ("(", ")"))  # what a citation stands in already
_CITED = re.compile(r"[\d\s,;–\-*]+")
#: Elements whose text is no part of a paper's wording.
_SILENT = frozenset({"tex-math", "annotation", "annotation-xml", "graphic", "media", "object-id"})


class _Metered:
    """A byte stream that counts what was read since the last record."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.since = 0

    def read(self, size: int = 65536) -> bytes:
        block = self._stream.read(min(size, 65536))
        self.since += len(block)
        if self.since > LARGEST_RECORD:
            raise SourceError(f"one record takes more than {LARGEST_RECORD // 2**20} MB of XML")
        return block


def local(element: "etree._Element") -> str:
    """Give the name of an element without its namespace; empty for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _refuse_entities(root: "etree._Element") -> None:
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and next(iter(dtd.iterentities()), None) is not None:
        raise SourceError("it declares XML entities of its own, which are refused as unsafe")


def elements(stream: BinaryIO, names: frozenset[str]) -> Iterator["etree._Element"]:
    """Give each element whose name is in `names`, whole; it is emptied when the next is asked for.

    The first element given is the root itself, still empty. Raises `SourceError` where the XML
    is malformed, declares entities, or has a record too large.
    """
    from lxml import etree

    metered = _Metered(stream)
    events = etree.iterparse(
        metered,
        events=("start", "end"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    depth = 0  # of records around: an article inside an article is not another record
    root = None
    try:
        for event, element in events:
            name = local(element)
            if event == "start":
                if root is None:
                    root = element
                    _refuse_entities(root)
                    yield root
                depth += name in names
            elif name in names:
                depth -= 1
                if depth == 0:
                    yield element
                    _empty(element)
                    metered.since = 0
            elif depth == 0 and element is not root:
                _empty(element)
    except etree.XMLSyntaxError as error:
        raise SourceError(_fault(error)) from None


def _fault(error: "etree.XMLSyntaxError") -> str:
    line, column = error.position
    if not line:  # the parser stopped before the first element was whole
        return "the XML is broken: it ends early, or names an entity that is not declared"
    message = re.split(r"[,.] (?:line \d|use XML_|see xml)|, use XML", error.msg or "malformed")[0]
    return f"the XML is broken at line {line}, column {column}: {message.rstrip('.')}"


def _empty(element: "etree._Element") -> None:
    element.clear(keep_tail=False)
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _entity(element: "etree._Element") -> str:
    name = (element.text or "").strip("&;")
    known = html.entities.html5.get(f"{name};")
    if known is None:
        raise SourceError(f"the XML entity &{name}; is unknown and is not looked up")
    return known


def _marked(element: "etree._Element", inner: str, before: str) -> str:
    # numbers that are set apart carry meaning: 10<sup>9</sup> is not 109, and in
    # sarcoma<sup>12</sup> or sarcoma<xref>12</xref> the number cites
    name = local(element)
    cites = name == "xref" and element.get("ref-type") == "bibr"
    if cites or (name == "sup" and element.find("{*}xref") is not None):
        plain = "".join(inner.replace("[", "").replace("]", "").split())
        if not _CITED.fullmatch(plain) or any(before.rfind(a) > before.rfind(b) for a, b in _PAIRS):
            return inner
        return f"{'' if not before or before[-1].isspace() else ' '}[{plain}]"
    if name == "sup" and inner[:1] in _SIGNS and _DIGIT_BEFORE.search(before):
        return f"^{inner}"
    return inner


def wording(element: "etree._Element", skip: frozenset[str] = frozenset()) -> str:
    """Give the text inside an element as written, without the elements named in `skip`."""
    parts = [element.text or ""]
    for child in element:
        name = local(child)
        if name == "":
            parts.append(_entity(child) if type(child).__name__ == "_Entity" else "")
        elif name == "break":
            parts.append(" ")
        elif name not in skip and name not in _SILENT:
            inner = wording(child, skip)
            parts.append(_marked(child, inner, "".join(parts[-4:])[-80:]))
        parts.append(child.tail or "")
    return "".join(parts)


def line(element: "etree._Element | None", skip: frozenset[str] = frozenset()) -> str:
    """Give the text inside an element on one line; empty where there is no element."""
    return "" if element is None else " ".join(wording(element, skip).split())


def first(element: "etree._Element", path: str) -> str:
    """Give the text of the first element at an ElementPath, on one line."""
    return line(element.find(path))
