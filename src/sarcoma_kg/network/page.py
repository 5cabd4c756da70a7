"""A network as one self-contained HTML file that works offline: pyvis over a networkx graph.

How the page is sealed is told in `shell`.
"""

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from sarcoma_kg.network import layout, link, rows, shell
from sarcoma_kg.network.palette import look, looks

if TYPE_CHECKING:
    import networkx

_COLOUR = re.compile("#[0-9a-f]{6}")


def html(
    graph: "networkx.MultiDiGraph",
    *,
    title: str,
    subtitle: str = "",
    legend: Mapping[str, str] | None = None,
) -> str:
    """Draw the graph as an HTML page; `legend` renames kinds (kind → name).

    Nodes have `label`, `kind`, and may have `hover`, `url`, `links` (pages: name and URL), `head`,
    `when` and `column`; edges may have `label`, `hover`, `dashed`, `thin`, `strong`, `shown` (what
    is written on the edge: a text, or the label where it is true) and `count` (its width). A graph
    with `line` is a course: its nodes may have what `rows` reads, `tags`, `tones` (colours of
    their tumours) and `doubt`. The graph is not changed.
    """
    from pyvis.network import Network

    graph = _copy(graph)
    (rows if graph.graph.get("line") else layout).place(graph)
    net = Network(directed=True, cdn_resources="in_line")
    for name, data in graph.nodes(data=True):
        net.add_node(name, **_node(data))
    for source, target, data in graph.edges(data=True):
        net.add_edge(source, target, **_edge(data))
    net.templateEnv = shell.environment()
    net.templateEnv.globals |= _context(graph, title, subtitle, legend or {})
    net.path = "page.html"
    # pyvis's type hints are absent; the answer is the rendered text
    return str(net.generate_html()).encode("utf-8", "replace").decode("utf-8")


def _copy(graph: "networkx.MultiDiGraph") -> "networkx.MultiDiGraph":
    """Copy the graph with text identifiers, and every node with a label and a kind."""
    import networkx as nx

    copy = nx.MultiDiGraph(**graph.graph)
    for name, data in graph.nodes(data=True):
        copy.add_node(str(name), **({"label": str(name), "kind": "other"} | data))
    for source, target, data in graph.edges(data=True):
        copy.add_edge(str(source), str(target), **data)
    return copy


def _node(data: Mapping[str, Any]) -> dict[str, Any]:
    width, height = layout.size(data)
    columns = {"size": [width, height], "lines": layout.lines(data)}
    wide = data.get("wide") or columns | {"at": [data["x"], data["y"]]}
    return {
        "label": str(data["label"]) or "–",
        "shape": "box",
        "group": look(data["kind"]).kind,
        "card": look(data["kind"]).form == "card" or "head" in data,
        "wide": wide,
        "tall": data.get("tall", wide),
        "head": _head(data),
        "when": str(data.get("when", "")),
        "hover": str(data.get("hover", "")),
        "links": _links(data),
        "tags": [str(tag) for tag in data.get("tags", ())],
        "tones": [tone for tone in data.get("tones", ()) if _COLOUR.fullmatch(str(tone))],
        "doubt": bool(data.get("doubt")),
        "focus": bool(data.get("focus")),
    }


def _head(data: Mapping[str, Any]) -> str:
    return str(data.get("head") or look(data["kind"]).name)


def _links(data: Mapping[str, Any]) -> list[list[str]]:
    """Give the pages that a node leads to, its own first: known hosts only."""
    url = link.safe(str(data.get("url", "")))
    found = {url: url.partition("://")[2]} if url else {}
    for name, each in data.get("links", ()):
        if known := link.safe(str(each)):
            found[known] = str(name)
    return [[name, each] for each, name in found.items()]


def _edge(data: Mapping[str, Any]) -> dict[str, Any]:
    shown = data.get("shown")
    return {
        "name": str(data.get("label", "")),
        "hover": str(data.get("hover", "")),
        "style": next((name for name in ("dashed", "thin", "strong") if data.get(name)), ""),
        "shown": str(data.get("label", "") if shown is True else shown or ""),
        "count": int(data.get("count", 0)),
        "way": str(data.get("way", "")),
        "wide": data.get("wide", []),
        "tall": data.get("tall", []),
    }


def _context(
    graph: "networkx.MultiDiGraph", title: str, subtitle: str, legend: Mapping[str, str]
) -> dict[str, Any]:
    kinds = {look(data["kind"]).kind for _, data in graph.nodes(data=True)}
    used = [seen for seen in looks().values() if seen.kind in kinds]
    style = shell.asset("page.css") + shell.legend_style(used)
    scripts = [shell.vis(), shell.asset("page.js")]
    return {
        "title": title,
        "subtitle": subtitle,
        "looks": used,
        "names": {seen.kind: legend.get(seen.kind, seen.name) for seen in used},
        "shades": {seen.kind: seen.shades | {"form": seen.form} for seen in used},
        "heads": graph.graph.get("heads", []),
        "line": bool(graph.graph.get("line")),
        "facts": list(_facts(graph)),
        **dict(zip(("style", "vis", "script"), shell.sealed(style, *scripts), strict=True)),
        "policy": shell.policy(style, scripts),
    }


def _facts(graph: "networkx.MultiDiGraph") -> Iterable[dict[str, Any]]:
    """Give the text alternative: a row for each node, with what it is joined to."""
    for name, data in graph.nodes(data=True):
        joined = [
            f"{edge.get('label') or 'to'}: {graph.nodes[target]['label']}"
            for _, target, edge in graph.out_edges(name, data=True)
        ]
        yield {
            "id": name,
            "kind": ", ".join([_head(data), *map(str, data.get("tags", ()))]),
            "glyph": look(data["kind"]).glyph,
            "label": data["label"],
            "when": str(data.get("when", "")).replace("\n", ", "),
            "hover": data.get("hover", ""),
            "url": next((url for _, url in _links(data)), ""),
            "joined": list(dict.fromkeys(joined)),
        }
