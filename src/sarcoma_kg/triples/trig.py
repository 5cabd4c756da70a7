"""Quads as sorted, diffable TriG files, and RDF files as quads."""

import codecs
import re
from collections.abc import Iterable

from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

from sarcoma_kg.errors import SourceError
from sarcoma_kg.terms import prefixes
from sarcoma_kg.triples.nodes import TYPE

_NUMBER = re.compile(r"([0-9]+)")


def natural(text: str) -> tuple[tuple[int, str], ...]:
    """Give the key that puts fact2 before fact10."""
    parts = _NUMBER.split(text)
    return tuple((int(part), "") if number % 2 else (0, part) for number, part in enumerate(parts))


def order(quad: Quad) -> tuple[object, ...]:
    """Give the key that puts a paper's quads in their order: graph, subject, type first."""
    return (
        quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else "",
        natural(str(quad.subject)),
        quad.predicate != TYPE,
        quad.predicate.value,
        natural(str(quad.object)),
    )


def to_trig(paper_id: str, quads: Iterable[Quad]) -> bytes:
    """Serialise a paper's quads as TriG: sorted, with the project's prefixes, diffable."""
    known = prefixes() | {"p": f"{prefixes()['paper']}{paper_id}#"}
    text = serialize(sorted(quads, key=order), format=RdfFormat.TRIG, prefixes=known)
    lines = (text or b"").decode("utf-8").split("\n")
    heading = sorted(line for line in lines if line.startswith("@prefix"))
    body = "\n".join(lines[len(heading) :])
    used = set(re.findall(r"(?<![\w:<])(\w+):", body))
    kept = [line for line in heading if line.split()[1].rstrip(":") in used]
    return ("\n".join([*kept, body]).rstrip() + "\n").encode("utf-8")


# the parser says the place in its message too, in one of several forms
_PLACE = re.compile(r"^Parser error (?:at|between|on) (?:[^:]*?\bline \d+)[^:]*: ")


def place(error: SyntaxError) -> str:
    """Say in one line where RDF is malformed and how: "line 1, column 12: true expected"."""
    words = " ".join(str(error.msg).split())
    if not error.lineno:
        return words
    return f"line {error.lineno}, column {error.offset}: {_PLACE.sub('', words)}"


def from_file(data: bytes, form: RdfFormat, name: str) -> list[Quad]:
    """Parse RDF; raises `SourceError` with line and column where it is malformed.

    A byte order mark, which some editors write, is skipped.
    """
    data = data.removeprefix(codecs.BOM_UTF8)
    if form == RdfFormat.JSON_LD:
        _refuse_depth(data, name)
    try:
        return list(parse(data, format=form))
    except SyntaxError as error:
        if _REMOTE in str(error.msg):
            raise SourceError(f"{name}: {_linked(data)}") from None
        raise SourceError(f"{name}: {place(error)}") from None
    except (ValueError, OSError) as error:
        raise SourceError(f"{name}: {error}".replace("\n", " ")) from None


_DEEPEST = 200
_BRACKET = re.compile(rb'"(?:[^"\\]|\\.)*"|[][{}]', re.DOTALL)


def _refuse_depth(data: bytes, name: str) -> None:
    """Raise `SourceError` where JSON is nested so deep that its parser would end the process."""
    depth = 0
    for found in _BRACKET.finditer(data):
        depth += (found[0] in b"[{") - (found[0] in b"]}")
        if depth > _DEEPEST:
            line = data.count(b"\n", 0, found.start()) + 1
            raise SourceError(f"{name}: line {line}: nested deeper than {_DEEPEST} levels")


# what the parser says of a JSON-LD context that is a link; it names neither link nor place
_REMOTE = "to load remote contexts"
_LINK = re.compile(r'"@context"\s*:\s*(?:\[\s*(?:\{[^{}]*\}\s*,\s*)*)?"([^"\s]+)"')


def _linked(data: bytes) -> str:
    """Say where the context of JSON-LD is a link, and what to write in its place."""
    text = data.decode("utf-8", "replace")
    link = _LINK.search(text)
    where = f"line {text.count(chr(10), 0, link.start(1)) + 1}: " if link else ""
    which = f"the link {link[1][:200]}" if link else "a link"
    return (
        f"{where}the @context is {which}, which is not fetched; "
        "write the context itself in its place"
    )
