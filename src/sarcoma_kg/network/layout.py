"""Where the nodes stand: columns from left to right, or rows from top to bottom on a narrow page.

Every node gets `x`, `y` (wide) and `tall` (x and y for a narrow page), in the pixels of the
picture at its own size. It reads the attributes `column` (0, 1, …: the order of reading) and
`lane` (-1 above the line, 0 on it, 1 below it). Nothing here needs numpy, as the layouts of
networkx do.
"""

import textwrap
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sarcoma_kg.network.palette import look

if TYPE_CHECKING:
    import networkx

_GAP = 26  # between columns
_LANE = 38  # between lanes
_ROW = 10  # between the nodes of a lane
_LINES = 5  # lines of a label before it is cut
#: How wide a node of a form is, in pixels, and how many characters a line of it holds.
_WIDTH = {"card": 168, "pill": 156, "dashed": 156}
_CHARACTERS = {"card": 19, "pill": 19, "dashed": 20}
_STACK = 5  # nodes of a lane above one another before they stand in two rows


def lines(node: Mapping[str, Any]) -> tuple[str, list[str], list[str]]:
    """Give the text inside a node: its heading, the lines of its label, and when it was."""
    seen = look(node["kind"])
    width = _CHARACTERS[seen.form]
    heading = f"{seen.glyph} {node.get('head', seen.name if seen.form == 'card' else '')}".strip()
    label = wrap(str(node["label"]), width)
    when = wrap(str(node.get("when", "")), width + 2)
    return heading, label, when


def wrap(text: str, width: int, most: int = _LINES) -> list[str]:
    """Break a text into at most `most` lines of `width` characters; what is cut ends in `…`."""
    broken = textwrap.wrap(" ".join(text.split()), width, break_long_words=True)
    if len(broken) > most:
        broken = [*broken[: most - 1], broken[most - 1][: width - 1].rstrip() + "…"]
    return broken


def size(node: Mapping[str, Any]) -> tuple[int, int]:
    """Give width and height of a node in pixels, as `page.js` draws it."""
    form = look(node["kind"]).form
    heading, label, when = lines(node)
    own_line = form == "card" and bool(heading)
    height = 16 + 16 * own_line + (18 if form == "card" else 17) * len(label) + 16 * len(when)
    return _WIDTH[form], height


def place(graph: "networkx.MultiDiGraph") -> None:
    """Give every node its position; the columns of nodes that have none are found first."""
    if any("column" not in data for _, data in graph.nodes(data=True)):
        _find_columns(graph)
    columns: dict[int, list[str]] = defaultdict(list)
    for name in graph.graph.get("order") or list(graph):
        columns[graph.nodes[name]["column"]].append(name)
    _wide(graph, columns)
    _tall(graph, columns)


def _find_columns(graph: "networkx.MultiDiGraph") -> None:
    """Put each node one column right of the last that leads to it (loops count as one)."""
    import networkx as nx

    simple = nx.DiGraph(graph)
    whole = nx.condensation(simple)
    depth: dict[int, int] = {}
    for part in nx.topological_sort(whole):
        depth[part] = max((depth[before] + 1 for before in whole.predecessors(part)), default=0)
        for name in whole.nodes[part]["members"]:
            graph.nodes[name].setdefault("column", depth[part])


def _grid(graph: "networkx.MultiDiGraph", names: Sequence[str], rows: int) -> list[list[str]]:
    """Deal the nodes of a lane into rows: one to a row, or more where there are many."""
    across = max(1, -(-len(names) // rows))
    return [list(names[at : at + across]) for at in range(0, len(names), across)]


def _extent(graph: "networkx.MultiDiGraph", row: Sequence[str]) -> tuple[int, int]:
    sizes = [size(graph.nodes[name]) for name in row]
    return sum(w for w, _ in sizes) + _ROW * (len(row) - 1), max(h for _, h in sizes)


def _lanes(graph: "networkx.MultiDiGraph", names: Sequence[str]) -> dict[int, list[list[str]]]:
    lanes: dict[int, list[str]] = defaultdict(list)
    for name in names:
        lane = graph.nodes[name].get("lane", 0)
        # a second node on the line (another tumour) goes below it
        lanes[1 if lane == 0 and lanes[0] and graph.graph.get("line") else lane].append(name)
    rows = _STACK if graph.graph.get("line") else graph.graph.get("rows", 24)
    return {
        lane: _grid(graph, members, _STACK if lane else rows) for lane, members in lanes.items()
    }


def _wide(graph: "networkx.MultiDiGraph", columns: Mapping[int, Sequence[str]]) -> None:
    line = max(
        (size(data)[1] for _, data in graph.nodes(data=True) if data.get("lane", 0) == 0), default=0
    )
    if not graph.graph.get("line"):
        line = 0
    gap = graph.graph.get("gap", _GAP)
    left = 0
    for column in sorted(columns):
        lanes = _lanes(graph, columns[column])
        width = max(_extent(graph, row)[0] for rows in lanes.values() for row in rows)
        middle = left + width / 2
        for lane, rows in lanes.items():
            heights = [_extent(graph, row)[1] for row in rows]
            if lane == 0:
                y = -(sum(heights) + _ROW * (len(rows) - 1)) / 2
            else:
                y = line / 2 + _LANE
            for row, height in zip(rows, heights, strict=True):
                at = y + height / 2
                _put(graph, row, middle, -at if lane < 0 else at)
                y += height + _ROW
        left += width + gap


def _put(graph: "networkx.MultiDiGraph", row: Sequence[str], middle: float, y: float) -> None:
    x = middle - _extent(graph, row)[0] / 2
    for name in row:
        width = size(graph.nodes[name])[0]
        graph.nodes[name]["x"], graph.nodes[name]["y"] = round(x + width / 2), round(y)
        x += width + _ROW


def _tall(graph: "networkx.MultiDiGraph", columns: Mapping[int, Sequence[str]]) -> None:
    """Stand the columns below one another: the line at the left, what belongs to it right of it."""
    top = 0.0
    aside = _WIDTH["card"] + _LANE
    for column in sorted(columns):
        names = columns[column]
        on_line = [name for name in names if graph.nodes[name].get("lane", 0) == 0]
        beside = [name for name in names if graph.nodes[name].get("lane", 0) != 0]
        bottom = top
        for at, members in ((0, on_line), (aside, beside)):
            y = top
            for name in members:
                height = size(graph.nodes[name])[1]
                graph.nodes[name]["tall"] = [round(at), round(y + height / 2)]
                y += height + _ROW
            bottom = max(bottom, y)
        top = bottom + _GAP
