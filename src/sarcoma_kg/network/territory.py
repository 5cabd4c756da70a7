"""Where the nodes of a landscape lie: each group of what goes together has a region of its own.

The groups are the communities of the links (Louvain: Blondel et al. 2008, J Stat Mech P10008).
What is linked to many groups (surgery, "alive") lies between them, in a region that is shared.
Regions are rectangles with as much area as their nodes need (squarified treemaps: Bruls, Huizing
and van Wijk 2000). In a region, linked nodes draw near to one another; no two nodes or labels
cover each other. Numbers are pixels at full size. Nothing here needs numpy.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_OWN = 0.5  # of a node's links: less in its own group, and it is shared
_FILL = 1.5  # area of a region by that of its nodes
_GROW = 1.12  # tried again with so much more, where nodes cover one another
_STEPS = 220
_LOOSEN = 1.8  # most that distances grow where a region has room
_LEAN = 0.45  # of the space between nodes
_GAP = 14  # between regions
_TITLE = 22  # pixels at the top of a region, where its title is written
_PAD = 8
_EDGE = _GAP + 2 * _PAD + _TITLE  # between a node and the end of its region, both sides
_FEW = 2  # hub nodes: with fewer there are no groups to tell apart


@dataclass(slots=True)
class Spot:
    """A node to be placed: its size with its label, whether it is of the hub, and its place."""

    width: float
    height: float
    hub: bool
    weight: float = 1
    x: float = 0
    y: float = 0


@dataclass(slots=True)
class Region:
    """A rectangle of the map and the nodes in it; `shared` is the one between the groups."""

    nodes: list[int]
    shared: bool = False
    left: float = 0
    top: float = 0
    width: float = 0
    height: float = 0

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, width and height."""
        return self.left, self.top, self.width, self.height


@dataclass(slots=True)
class Map:
    """The size of the whole and its regions."""

    width: float
    height: float
    regions: list[Region] = field(default_factory=list)


def place(
    spots: Sequence[Spot],
    links: Mapping[tuple[int, int], float],
    *,
    aspect: float = 0,
    width: float = 0,
) -> Map:
    """Give every spot its place; the map has this aspect (width by height) or this width."""
    if not spots:
        return Map(0, 0)
    regions = _regions(spots, links)
    fills = {id(region): _FILL for region in regions}
    while True:
        made = _lay(spots, regions, aspect, width, fills)
        narrow = [region for region in regions if not _settle(spots, region, links)]
        if not narrow:
            return made
        for region in narrow:  # more room for it
            fills[id(region)] *= _GROW


def _regions(spots: Sequence[Spot], links: Mapping[tuple[int, int], float]) -> list[Region]:
    """Find the groups: hub nodes and what is linked to them more than to all others together."""
    import networkx as nx

    hubs = [at for at, spot in enumerate(spots) if spot.hub]
    if len(hubs) <= _FEW:
        return [Region(list(range(len(spots))))]
    total = [0.0] * len(spots)
    for (one, other), count in links.items():
        total[one] += count
        total[other] += count
    graph = nx.Graph()
    graph.add_nodes_from(range(len(spots)))
    for (one, other), count in links.items():
        # by association, not by frequency: what all have says nothing of any
        graph.add_edge(one, other, weight=count / math.sqrt(total[one] * total[other]))
    found = nx.community.louvain_communities(graph, weight="weight", seed=1)
    groups = sorted(found, key=lambda group: (-sum(spots[at].weight for at in group), min(group)))
    owner = {at: number for number, group in enumerate(groups) for at in group}
    shared = []
    for at, spot in enumerate(spots):
        if spot.hub:
            continue
        near: dict[int, float] = {}
        for (one, other), count in links.items():
            if at in (one, other):
                there = owner[other if at == one else one]
                near[there] = near.get(there, 0) + count
        best = max(near, key=lambda group: (near[group], -group), default=-1)
        if best < 0 or near[best] <= _OWN * total[at]:
            shared.append(at)
        else:
            owner[at] = best
    members: dict[int, list[int]] = {}
    for at in range(len(spots)):
        if at not in shared:
            members.setdefault(owner[at], []).append(at)
    regions = [Region(members[number]) for number in sorted(members)]
    return [*regions, Region(shared, shared=True)] if shared else regions


def _need(spots: Sequence[Spot], nodes: Sequence[int], fill: float) -> float:
    """Give the area of a region of these nodes; it holds the widest and the highest in any case."""
    areas = sum((spots[at].width + _PAD) * (spots[at].height + _PAD) for at in nodes)
    wide = max(spots[at].width for at in nodes) + _GAP + 2 * _PAD
    high = max(spots[at].height for at in nodes) + _GAP + _PAD + _TITLE
    return max(areas * fill + _TITLE * wide, max(wide, high) ** 2 * fill / _FILL)


def _lay(
    spots: Sequence[Spot],
    regions: list[Region],
    aspect: float,
    width: float,
    fills: Mapping[int, float],
) -> Map:
    """Divide the map: half of the groups, what is shared, the other half."""
    own = [region for region in regions if not region.shared]
    between = next((region for region in regions if region.shared), None)
    needs = {id(region): _need(spots, region.nodes, fills[id(region)]) for region in regions}
    area = sum(needs.values())
    wide = width or math.sqrt(area * aspect)
    high = area / wide
    halves = _halves(own, needs)
    far = 0.0  # how far the parts reach that are placed already
    for part in (halves[0], [between] if between else [], halves[1]):
        if not part:
            continue
        inside = [spots[at] for region in part for at in region.nodes]
        total = sum(needs[id(region)] for region in part)
        if width:  # a narrow page: above one another
            deep = max(total / wide, max(spot.height for spot in inside) + _EDGE)
            box = (0.0, far, wide, deep)
        else:
            deep = max(total / high, max(spot.width for spot in inside) + _EDGE)
            box = (far, 0.0, deep, high)
        share = box[2] * box[3] / total  # a part of few nodes has more room than it needs
        _squarify(part, {name: need * share for name, need in needs.items()}, *box)
        far += deep
    wide, high = (wide, far) if width else (far, high)
    return Map(round(wide), round(high), regions)


def _halves(regions: Sequence[Region], needs: Mapping[int, float]) -> tuple[list[Region], ...]:
    halves: tuple[list[Region], list[Region]] = ([], [])
    areas = [0.0, 0.0]
    for region in sorted(regions, key=lambda region: -needs[id(region)]):
        half = 0 if areas[0] <= areas[1] else 1
        halves[half].append(region)
        areas[half] += needs[id(region)]
    return halves


def _squarify(
    regions: Sequence[Region],
    needs: Mapping[int, float],
    left: float,
    top: float,
    width: float,
    height: float,
) -> None:
    """Divide a rectangle among regions, the largest first, each as near to a square as can be."""
    rest = list(regions)
    while rest:
        along = min(width, height) or 1
        row = [rest.pop(0)]
        while rest and _worst([*row, rest[0]], needs, along) <= _worst(row, needs, along):
            row.append(rest.pop(0))
        deep = sum(needs[id(region)] for region in row) / along
        at = 0.0
        for region in row:
            long = needs[id(region)] / deep
            if width >= height:
                region.left, region.top, region.width, region.height = left, top + at, deep, long
            else:
                region.left, region.top, region.width, region.height = left + at, top, long, deep
            at += long
        if width >= height:
            left, width = left + deep, width - deep
        else:
            top, height = top + deep, height - deep


def _worst(row: Sequence[Region], needs: Mapping[int, float], along: float) -> float:
    areas = [needs[id(region)] for region in row]
    total = sum(areas)
    return max(along**2 * max(areas) / total**2, total**2 / (along**2 * min(areas)))


def _settle(spots: Sequence[Spot], region: Region, links: Mapping[tuple[int, int], float]) -> bool:
    """Place the nodes of a region; gives False where they do not fit into it."""
    nodes = sorted(region.nodes, key=lambda at: (not spots[at].hub, -spots[at].weight, at))
    inside = (
        region.left + _GAP / 2 + _PAD,
        region.top + _GAP / 2 + _TITLE,
        region.left + region.width - _GAP / 2 - _PAD,
        region.top + region.height - _GAP / 2 - _PAD,
    )
    if any(
        spots[at].width > inside[2] - inside[0] or spots[at].height > inside[3] - inside[1]
        for at in nodes
    ):
        return False
    middle = (inside[0] + inside[2]) / 2, (inside[1] + inside[3]) / 2
    reach = (inside[2] - inside[0]) / 2.4, (inside[3] - inside[1]) / 2.4
    for number, at in enumerate(nodes):  # a sunflower: the heaviest in the middle
        turn, far = number * 2.39996, math.sqrt(number / max(len(nodes), 1))
        spots[at].x = middle[0] + reach[0] * far * math.cos(turn)
        spots[at].y = middle[1] + reach[1] * far * math.sin(turn)
    near = [
        (one, other, min(count, 8) / 8)
        for (one, other), count in links.items()
        if one in nodes and other in nodes
    ]
    for step in range(_STEPS):
        calm = 1 - step / _STEPS
        for one, other, pull in near:
            a, b = spots[one], spots[other]
            for axis in ("x", "y"):
                move = (getattr(b, axis) - getattr(a, axis)) * 0.04 * calm * (0.3 + pull)
                setattr(a, axis, getattr(a, axis) + move)
                setattr(b, axis, getattr(b, axis) - move)
        for _ in range(2):
            _part(spots, nodes, inside)
    for _ in range(_STEPS):
        if not _part(spots, nodes, inside):
            _stretch(spots, nodes, inside)
            return True
    return _shelve(spots, nodes, inside)


def _stretch(
    spots: Sequence[Spot], nodes: Sequence[int], inside: tuple[float, float, float, float]
) -> None:
    """Draw what lies close together in a wide region apart: distances grow, none shrinks."""
    for axis, side, low, high in (("x", "width", *inside[::2]), ("y", "height", *inside[1::2])):
        ends = [(getattr(spots[at], axis), getattr(spots[at], side) / 2) for at in nodes]
        first, last = min(ends)[0], max(ends)[0]
        start = low + max(half for place, half in ends if place == first)
        stop = high - max(half for place, half in ends if place == last)
        share = (stop - start) / (last - first) if last - first > 1 else 0
        share = min(share, _LOOSEN)
        middle = (low + high) / 2
        for at in nodes:
            spot = spots[at]
            if share > 1:
                place = middle + (getattr(spot, axis) - (first + last) / 2) * share
            else:
                place = getattr(spot, axis)
                place = middle if last - first <= 1 else place
            half = getattr(spot, side) / 2
            setattr(spot, axis, min(max(place, low + half), high - half))


def _part(
    spots: Sequence[Spot], nodes: Sequence[int], inside: tuple[float, float, float, float]
) -> bool:
    """Push apart what covers one another, within the region; says whether anything did."""
    moved = False
    for number, one in enumerate(nodes):
        a = spots[one]
        for other in nodes[number + 1 :]:
            b = spots[other]
            wide = (a.width + b.width) / 2 + _PAD - abs(a.x - b.x)
            high = (a.height + b.height) / 2 + _PAD - abs(a.y - b.y)
            if wide <= 0 or high <= 0:
                continue
            moved = moved or (wide > 1 and high > 1)
            if wide * 0.6 < high:
                push = wide / 2 if a.x <= b.x else -wide / 2
                a.x, b.x = a.x - push, b.x + push
            else:
                push = high / 2 if a.y <= b.y else -high / 2
                a.y, b.y = a.y - push, b.y + push
        a.x = min(max(a.x, inside[0] + a.width / 2), inside[2] - a.width / 2)
        a.y = min(max(a.y, inside[1] + a.height / 2), inside[3] - a.height / 2)
    for at in nodes:
        spot = spots[at]
        spot.x = min(max(spot.x, inside[0] + spot.width / 2), inside[2] - spot.width / 2)
        spot.y = min(max(spot.y, inside[1] + spot.height / 2), inside[3] - spot.height / 2)
    return moved


def _shelve(
    spots: Sequence[Spot], nodes: Sequence[int], inside: tuple[float, float, float, float]
) -> bool:
    """Put the nodes in rows, in their order, where pushing does not come to an end."""
    rows: list[list[int]] = [[]]
    room = inside[2] - inside[0]
    used = 0.0
    for at in nodes:
        if rows[-1] and used + spots[at].width + _PAD > room:
            rows.append([])
            used = 0
        rows[-1].append(at)
        used += spots[at].width + _PAD
    heights = [max(spots[at].height for at in row) for row in rows]
    spare = inside[3] - inside[1] - sum(heights) - _PAD * (len(rows) - 1)
    if spare < 0:
        return False
    y = inside[1]
    for number, (row, height) in enumerate(zip(rows, heights, strict=True)):
        free = (room - sum(spots[at].width for at in row)) / (len(row) + 1)
        # rows lean to the left and the right in turns: a line past a row misses its discs
        x = inside[0] + (0 if len(rows) == 1 else _LEAN * free * (1 if number % 2 else -1))
        for at in row:
            x += free
            spots[at].x, spots[at].y = x + spots[at].width / 2, y + spots[at].height / 2
            x += spots[at].width
        y += height + _PAD + spare / max(len(rows), 1)
    return True
