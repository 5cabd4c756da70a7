"""Where a course stands: a band of cards for whom it is about, then the steps in rows.

Nodes of the band have no `step`; those of them with `aside` stand last in one column. The others
have `step` (0, 1, …: a column of the course) and `below` (true where a node hangs below its step).
Edges have a `way`:

    start   from the patient to the first step
    then    from a step to the next (same: the order of the two is open)
    below   from what hangs below a step to it
    back    from an event to a step further back
    has     within the band
    said    not drawn

Every node gets a place, a size and lines of text, and every edge a path (corner points), twice:
`wide` in rows, and `tall` in one column for a narrow page. Numbers are pixels at full size.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sarcoma_kg.network import layout

if TYPE_CHECKING:
    import networkx

Point = tuple[float, float]
_CARD = 180  # a column of the wide picture
_GAP = 36  # between columns
_INDENT = 20  # of what hangs below a step
_GUTTER = 42  # between rows
_TRACK = 8  # between the lines that run in one gutter
_STACK = 12  # between what hangs below a step
_HEAD = 25  # how far below its top a line meets a card
_MARGIN = 18  # left of the rows, where a line goes on to the next
_MOST = 8  # steps in a row
_BAND = 6  # cards in a row of the band, where the steps need no more
_LARGE = 0.85  # a scale at which all can be read: above it, fewer rows are better
_SCREEN = (1250, 620)  # the usual size of the picture
_COLUMN = 330  # a card of the tall picture
_CLOSE = 16  # between its cards


@dataclass(frozen=True, slots=True)
class Box:
    """Where a node stands: its left upper corner, its size and its text."""

    left: float
    top: float
    width: int
    height: int
    lines: tuple[str, list[str], list[str]]

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.top + self.height

    @property
    def head(self) -> float:
        """The height at which a line meets its side."""
        return self.top + _HEAD

    def data(self) -> dict[str, Any]:
        """Give it as the page's script takes it: the middle, the size, the text."""
        middle = [round(self.left + self.width / 2), round(self.top + self.height / 2)]
        return {"at": middle, "size": [self.width, self.height], "lines": self.lines}


@dataclass(slots=True)
class Picture:
    """Boxes by node, the row of each, and the gutter above each row."""

    boxes: dict[str, Box] = field(default_factory=dict)
    row: dict[str, int] = field(default_factory=dict)
    gutter: dict[int, float] = field(default_factory=dict)  # the height of its lowest track
    width: float = 0
    height: float = 0

    @property
    def scale(self) -> float:
        """How large it can be shown on a usual screen, where 1 is its own size."""
        wide, high = _SCREEN
        return min(wide / max(self.width, 1), high / max(self.height, 1), 1)


def place(graph: "networkx.MultiDiGraph") -> None:
    """Give nodes and edges of a course what the page draws, as `wide` and as `tall`."""
    steps = _steps(graph)
    longest = min(_MOST, max(len(steps), 1))
    most = range(min(3, longest), longest + 1)
    pictures = [_wide(graph, steps, across) for across in most]
    wide = max(pictures, key=lambda p: (min(p.scale, _LARGE), -len(p.gutter), p.scale, -p.width))
    tall = _tall(graph, steps)
    for name, data in graph.nodes(data=True):
        data["wide"], data["tall"] = wide.boxes[name].data(), tall.boxes[name].data()
    for path, picture in (("wide", wide), ("tall", tall)):
        router = _Router(picture) if path == "wide" else _Spine(picture)
        for source, target, data in graph.edges(data=True):
            points = router.path(source, target, data.get("way", "said"))
            data[path] = [[round(x), round(y)] for x, y in points]


def _steps(graph: "networkx.MultiDiGraph") -> list[list[str]]:
    steps: dict[int, list[str]] = defaultdict(list)
    for name, data in graph.nodes(data=True):
        if "step" in data:
            steps[data["step"]].append(name)
    return [steps[number] for number in sorted(steps)]


def _band(graph: "networkx.MultiDiGraph") -> list[str]:
    return [name for name, data in graph.nodes(data=True) if "step" not in data]


def _box(graph: "networkx.MultiDiGraph", name: str, left: float, top: float, width: int) -> Box:
    data = graph.nodes[name] | {"width": width}
    return Box(left, top, *layout.size(data), layout.lines(data))


def _wide(graph: "networkx.MultiDiGraph", steps: Sequence[list[str]], across: int) -> Picture:
    """Lay the course out with so many steps in a row."""
    picture = Picture()
    crowd = _crowd(graph, steps, across)
    number, top = 0, 0.0
    for row in [*_band_rows(graph, across), *_step_rows(graph, steps, across)]:
        tracks = crowd[number]
        if number or tracks:
            top += _GUTTER + _TRACK * max(0, tracks - 1) if number else _TRACK * tracks + _STACK
        picture.gutter[number] = top - _GUTTER / 2 + _STACK / 2 if number else top - _STACK
        bottom = top
        for left, width, names in row:
            y = top
            for at, name in enumerate(names):
                inside = _INDENT if at else 0
                box = _box(graph, name, left + inside, y, width - inside)
                picture.boxes[name], picture.row[name] = box, number
                y = box.bottom + _STACK
                picture.width = max(picture.width, box.right)
                bottom = max(bottom, box.bottom)
        number, top = number + 1, bottom
    picture.height = top
    return picture


_Cell = tuple[float, int, list[str]]


def _band_rows(graph: "networkx.MultiDiGraph", across: int) -> Iterator[list[_Cell]]:
    row: list[_Cell] = []
    at = 0
    for name in _band(graph):
        broad = graph.nodes[name].get("broad", 1)
        if at + broad > max(across, _BAND):
            yield row
            row, at = [], 0
        width = broad * _CARD + (broad - 1) * _GAP
        row.append((at * (_CARD + _GAP), width, [name]))
        at += broad
    if row:
        yield row


def _step_rows(
    graph: "networkx.MultiDiGraph", steps: Sequence[list[str]], across: int
) -> Iterator[list[_Cell]]:
    for first in range(0, len(steps), across):
        part = steps[first : first + across]
        yield [(at * (_CARD + _GAP), _CARD, names) for at, names in enumerate(part)]


def _crowd(graph: "networkx.MultiDiGraph", steps: Sequence[list[str]], across: int) -> Counter[int]:
    """Count the lines that run in the gutter above each row."""
    bands = list(_band_rows(graph, across))
    row = {name: at for at, band in enumerate(bands) for _, _, names in band for name in names}
    row |= {name: len(bands) + at // across for at, names in enumerate(steps) for name in names}
    crowd = Counter[int]()
    for source, target, data in graph.edges(data=True):
        way = data.get("way")
        if way == "back" or (way in ("then", "same") and row[source] != row[target]):
            crowd[max(row[source], row[target])] += 1
        elif way == "has" and row[source] == row[target]:
            crowd[row[source]] += 1
    return crowd


class _Router:
    """Finds the ways between cards in rows: through the gutters, never through a card."""

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        self.used = Counter[int]()  # tracks of each gutter
        self.beside = Counter[float]()  # lines right of each column

    def path(self, source: str, target: str, way: str) -> list[Point]:
        """Give the corner points of an edge; none where it is not drawn."""
        start, end = self.picture.boxes[source], self.picture.boxes[target]
        if way in _BESIDE:
            return _BESIDE[way](start, end)
        if way in ("then", "same"):
            return self.onward(source, target)
        if way == "has":
            return self.within(source, target)
        return self.back(source, target) if way == "back" else []

    def track(self, row: int) -> float:
        """Give the height of a free track in the gutter above a row."""
        self.used[row] += 1
        return self.picture.gutter[row] - _TRACK * (self.used[row] - 1)

    def onward(self, source: str, target: str) -> list[Point]:
        start, end = self.picture.boxes[source], self.picture.boxes[target]
        if self.picture.row[source] == self.picture.row[target]:
            return [(start.right, start.head), (end.left, end.head)]
        x, y = start.right + _GAP / 2, self.track(self.picture.row[target])
        left = end.left - _MARGIN
        return [
            (start.right, start.head), (x, start.head), (x, y), (left, y), (left, end.head),
            (end.left, end.head),
        ]  # fmt: skip

    def within(self, source: str, target: str) -> list[Point]:
        start, end = self.picture.boxes[source], self.picture.boxes[target]
        if self.picture.row[source] != self.picture.row[target]:
            return []
        if end.left - start.right <= _GAP:
            return [(start.right, start.head), (end.left, end.head)]
        y = self.track(self.picture.row[source])
        out, into = start.right - _MARGIN, end.left + _MARGIN
        return [(out, start.top), (out, y), (into, y), (into, end.top)]

    def back(self, source: str, target: str) -> list[Point]:
        """Go from an event up into the gutter above its row, and back to the treatment."""
        start, end = self.picture.boxes[source], self.picture.boxes[target]
        row, other = self.picture.row[source], self.picture.row[target]
        y = self.track(max(row, other))
        self.beside[start.left] += 1
        if self._hangs(start):
            x = start.left - _INDENT - _STACK / 2 - 4 * self.beside[start.left]
            path = [(start.left, start.head), (x, start.head), (x, y)]
        else:
            x = start.left + 24 + 14 * self.beside[start.left]
            path = [(x, start.top), (x, y)]
        if row == other:
            self.beside[-end.left] += 1
            into = end.left + 70 + 14 * self.beside[-end.left]
            return [*path, (into, y), (into, end.top)]
        self.beside[end.right] += 1
        into = end.right + 4 + 5 * self.beside[end.right]
        return [*path, (into, y), (into, end.bottom - _STACK), (end.right, end.bottom - _STACK)]

    @staticmethod
    def _hangs(box: Box) -> bool:
        return box.left % (_CARD + _GAP) != 0


def _hanging(start: Box, end: Box) -> list[Point]:
    """Go from what hangs below a step to it, along the left of the stack."""
    x = end.left + _INDENT / 2
    return [(start.left, start.head), (x, start.head), (x, end.bottom)]


def _around(start: Box, end: Box) -> list[Point]:
    """Go from the patient to the first step, along the left of all."""
    x = min(start.left, end.left) - _MARGIN
    return [(start.left, start.head), (x, start.head), (x, end.head), (end.left, end.head)]


#: The ways that no other card stands in.
_BESIDE = {"below": _hanging, "start": _around}


def _tall(graph: "networkx.MultiDiGraph", steps: Sequence[list[str]]) -> Picture:
    """Lay the course out in one column."""
    picture = Picture()
    top = 0.0
    band = _band(graph)
    about = [[name] for name in band if not graph.nodes[name].get("aside")]
    aside = [[name] for name in band if graph.nodes[name].get("aside")]
    for names in [*about, *steps, *aside]:
        for at, name in enumerate(names):
            inside = _INDENT if at else 0
            box = _box(graph, name, inside, top, _COLUMN - inside)
            picture.boxes[name] = box
            top = box.bottom + (_CLOSE if name == names[-1] else _STACK)
    return picture


class _Spine:
    """Finds the ways between cards in one column: down the left, back along the right."""

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        self.tracks = 0

    def path(self, source: str, target: str, way: str) -> list[Point]:
        """Give the corner points of an edge; none where it is not drawn."""
        start, end = self.picture.boxes[source], self.picture.boxes[target]
        if way in _BESIDE:
            return _BESIDE[way](start, end)
        if way in ("then", "same"):
            x = start.left + _INDENT / 2
            return [(x, start.bottom), (x, end.top)]
        if way != "back":
            return []
        self.tracks += 1
        x = _COLUMN + 4 + _TRACK * self.tracks
        return [(start.right, start.head), (x, start.head), (x, end.head), (end.right, end.head)]
