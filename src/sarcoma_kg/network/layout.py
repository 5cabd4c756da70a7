"""Where the nodes of a network stand: in columns from left to right, in the order of reading.

Every node gets `x` and `y`, its middle, in the pixels of the picture at its own size. It reads the
attribute `column` (0, 1, …). A course is laid out by `rows`. Nothing here needs numpy, as the
layouts of networkx do.
"""

import textwrap
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sarcoma_kg.network.palette import look

if TYPE_CHECKING:
    import networkx

_GAP = 26  # between columns
_ROW = 10  # between the rows of a column
_ASIDE = 20  # between the nodes of a row
_LINES = 5  # lines of a label before it is cut
#: How wide a node of a form is, in pixels, and how many characters a line of it holds.
_WIDTH = {"card": 168, "pill": 156, "dashed": 156}
_CHARACTERS = {"card": 19, "pill": 19, "dashed": 20}
_LETTER = 8  # pixels, where a node has a width of its own
_PADDING = 14  # pixels, left and right together
_TALLEST = 400  # nodes of a column that is no line of events
_SPREAD = 0.6  # of half the height: a column less spread than this stands at the top
_TOP = 900  # pixels; where a picture is taller, its columns are levelled


def lines(node: Mapping[str, Any]) -> tuple[str, list[str], list[str]]:
    """Give the text inside a node: its heading, the lines of its label, and when it was.

    A node may have a `width` of its own, in pixels; the lines of `when` are kept.
    """
    seen = look(node["kind"])
    own = node.get("width")
    width = (own - _PADDING) // _LETTER if own else _CHARACTERS[seen.form]
    heading = f"{seen.glyph} {node.get('head', seen.name if seen.form == 'card' else '')}".strip()
    label = wrap(str(node["label"]), width)
    parts = (wrap(part, width + width // 7) for part in str(node.get("when", "")).split("\n"))
    return heading, label, [line for part in parts for line in part]


def wrap(text: str, width: int, most: int = _LINES) -> list[str]:
    """Break a text into at most `most` lines of about `width` signs; what is cut ends in `…`."""
    text = " ".join(text.split())
    if len(text) > width:
        text = text.replace("#", " #")
    whole = textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
    broken = [part for line in whole for part in _split(line, width)]
    if len(broken) > most:
        broken = [*broken[: most - 1], broken[most - 1][: width - 1].rstrip() + "…"]
    return broken


def _split(word: str, width: int) -> list[str]:
    """Cut a word that is much too long, after a joint of its own where it has one."""
    parts = []
    while len(word) > width + 3:
        joint = max(word.rfind(sign, 0, width) for sign in "-./_:+") + 1
        joint = joint if joint > width // 3 else width
        parts.append(word[:joint])
        word = word[joint:]
    return [*parts, word]


def size(node: Mapping[str, Any]) -> tuple[int, int]:
    """Give width and height of a node in pixels, as `page.js` draws it."""
    form = look(node["kind"]).form
    heading, label, when = lines(node)
    card = form == "card" or "head" in node
    height = 16 + 16 * (card and bool(heading)) + (18 if card else 17) * len(label)
    return node.get("width") or _WIDTH[form], height + 16 * len(when)


def place(graph: "networkx.MultiDiGraph") -> None:
    """Give every node its position; the columns of nodes that have none are found first."""
    if any("column" not in data for _, data in graph.nodes(data=True)):
        _find_columns(graph)
    columns: dict[int, list[str]] = defaultdict(list)
    for name in graph.graph.get("order") or list(graph):
        columns[graph.nodes[name]["column"]].append(name)
    _wide(graph, columns)
    if "focus" in graph.graph:
        _tree(graph, graph.graph["focus"])
    else:
        _level(graph, columns)


def _find_columns(graph: "networkx.MultiDiGraph") -> None:
    """Put each node one column right of the last that leads to it.

    Of nodes that lead to one another the first is leftmost, each other as far from it as its
    shortest way.
    """
    import networkx as nx

    simple = nx.DiGraph(graph)
    whole = nx.condensation(simple)
    order = {name: at for at, name in enumerate(graph)}
    depth: dict[int, int] = {}
    for part in nx.topological_sort(whole):
        ends = (depth[before] for before in whole.predecessors(part))
        start = max(ends, default=-1) + 1
        members = whole.nodes[part]["members"]
        first = min(members, key=order.__getitem__)
        ways = nx.single_source_shortest_path_length(simple.subgraph(members), first)
        for name, steps in ways.items():
            graph.nodes[name].setdefault("column", start + steps)
        depth[part] = start + max(ways.values())


def _grid(names: Sequence[str], rows: int) -> list[list[str]]:
    """Deal the nodes of a column into rows: one to a row, or more where there are many."""
    across = -(-len(names) // rows)
    return [list(names[at : at + across]) for at in range(0, len(names), across)]


def _extent(graph: "networkx.MultiDiGraph", row: Sequence[str]) -> tuple[int, int]:
    sizes = [size(graph.nodes[name]) for name in row]
    return sum(w for w, _ in sizes) + _ASIDE * (len(row) - 1), max(h for _, h in sizes)


def _wide(graph: "networkx.MultiDiGraph", columns: Mapping[int, Sequence[str]]) -> None:
    gap, between = graph.graph.get("gap", _GAP), graph.graph.get("row", _ROW)
    middles = {}
    left = 0
    for column in sorted(columns):
        rows = _grid(columns[column], _TALLEST)
        extents = [_extent(graph, row) for row in rows]
        width = max(wide for wide, _ in extents)
        middle = middles[column] = left + width / 2
        y = -(sum(high for _, high in extents) + between * (len(rows) - 1)) / 2
        for row, (_, height) in zip(rows, extents, strict=True):
            _put(graph, row, middle, y + height / 2)
            y += height + between
        left += width + gap
    top = min((data["y"] - size(data)[1] / 2 for _, data in graph.nodes(data=True)), default=0)
    headings = graph.graph.get("headings", {})
    graph.graph["heads"] = [
        [round(middles[column]), round(top - _GAP), str(text)]
        for column, text in headings.items()
        if column in middles
    ]


def _height(graph: "networkx.MultiDiGraph", names: Sequence[str]) -> float:
    between: int = graph.graph.get("row", _ROW)
    return sum(size(graph.nodes[name])[1] for name in names) + between * (len(names) - 1)


def _put(graph: "networkx.MultiDiGraph", row: Sequence[str], middle: float, y: float) -> None:
    x = middle - _extent(graph, row)[0] / 2
    for name in row:
        width = size(graph.nodes[name])[0]
        graph.nodes[name]["x"], graph.nodes[name]["y"] = round(x + width / 2), round(y)
        x += width + _ASIDE


def _level(graph: "networkx.MultiDiGraph", columns: Mapping[int, Sequence[str]]) -> None:
    """Move the nodes of a tall picture's shorter columns to the height of their neighbours."""
    tallest = max(columns, key=lambda column: _height(graph, columns[column]), default=0)
    end = _height(graph, columns.get(tallest, ())) / 2
    if 2 * end <= _TOP:
        return
    near = graph.to_undirected(as_view=True)
    ready = set(columns[tallest])
    for column in sorted(columns, key=lambda column: abs(column - tallest)):
        if column == tallest:
            continue
        want = {}
        for name in columns[column]:
            found = [graph.nodes[other]["y"] for other in near[name] if other in ready]
            want[name] = sum(found) / len(found) if found else graph.nodes[name]["y"]
        names = sorted(want, key=want.__getitem__)
        if names and want[names[-1]] - want[names[0]] < _SPREAD * end:
            # joined to everything: at the top, where the picture is opened
            want = dict.fromkeys(names, -end)
        floor = -end
        for name in names:
            half = size(graph.nodes[name])[1] / 2
            want[name] = max(want[name], floor + half)
            floor = want[name] + half + _ROW
        ceiling = end
        for name in reversed(names):
            half = size(graph.nodes[name])[1] / 2
            want[name] = min(want[name], ceiling - half)
            ceiling = want[name] - half - _ROW
        for name, y in want.items():
            graph.nodes[name]["y"] = round(y)
        ready |= set(names)


def _tree(graph: "networkx.MultiDiGraph", root: str) -> None:
    """Move what hangs below the root (by `under`) so that each stands at the middle of its own."""
    under: dict[str, list[str]] = defaultdict(list)
    for name, data in graph.nodes(data=True):
        if "under" in data:
            under[data["under"]].append(name)
    y = 0.0
    ready: set[str] = set()
    room: dict[str, int] = {}  # an only child needs the height of what it hangs below
    path = [root]
    # by hand instead of by recursion: a hostile hierarchy may be deep
    while path:
        name = path[-1]
        if name not in ready and under[name]:
            ready.add(name)
            path += reversed(under[name])
            if len(under[name]) == 1:
                room[under[name][0]] = max(size(graph.nodes[name])[1], room.get(name, 0))
            continue
        path.pop()
        if under[name]:
            ends = [graph.nodes[under[name][end]]["y"] for end in (0, -1)]
            graph.nodes[name]["y"] = sum(ends) / 2
        else:
            height = max(size(graph.nodes[name])[1], room.get(name, 0))
            graph.nodes[name]["y"] = y + height / 2
            y += height + _ROW
    middle = graph.nodes[root]["y"]
    for name in {root, *under, *(child for children in under.values() for child in children)}:
        graph.nodes[name]["y"] = round(graph.nodes[name]["y"] - middle)
