"""The page of a landscape: what the picture, its panel and its tables hold, as one HTML file.

There are two pictures, of different folding: a wide one, and a tall one for narrow pages. The
script of the page counts patients and links anew for every filter; what it shows unfiltered is
what `landscape` counts.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sarcoma_kg.network import link, shell, territory
from sarcoma_kg.network.landscape import Drawn, Landscape, Patient, folded, pairs
from sarcoma_kg.network.layout import wrap
from sarcoma_kg.network.palette import look, looks
from sarcoma_kg.terms import Term

if TYPE_CHECKING:
    from pyvis.network import Network

_ASPECT = 1.52  # of the wide picture, as of the space for it on a usual screen
_WIDTH = 430  # of the tall picture
_MOST = {"wide": 54, "tall": 26}  # nodes
_LETTER = 8.3  # pixels of a label's letter
_LINE = 17
_CHARACTERS = 18  # of a line of a label
_SMALLEST, _LARGEST = 12, {"wide": 44, "tall": 32}  # radius
_DIGIT = 4  # of the radius, for each sign of the number in it
_ONE = 14  # radius of a node of one patient where there are few


@dataclass(frozen=True, slots=True)
class Extra:
    """What the caller knows of an answer: the terms above one; by case its course and its page."""

    above: Callable[[Term], Sequence[Term]] = lambda _: ()
    courses: Mapping[str, Sequence[str]] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)


def html(
    landscape: Landscape, *, title: str, subtitle: str = "", extra: Extra | None = None
) -> str:
    """Draw a landscape as a page; the courses of `extra` are lines of text by case."""
    from pyvis.network import Network

    extra = extra or Extra()
    net = Network(directed=False, cdn_resources="in_line")
    pictures = {
        form: _picture(net, landscape, form, folded(landscape, most, extra.above))
        for form, most in _MOST.items()
    }
    net.templateEnv = shell.environment()
    net.templateEnv.globals |= _context(landscape, pictures, extra, title, subtitle)
    net.path = "landscape.html"
    return str(net.generate_html()).encode("utf-8", "replace").decode("utf-8")


def _picture(
    net: "Network", landscape: Landscape, form: str, nodes: Sequence[Drawn]
) -> dict[str, Any]:
    """Place the nodes and links of one picture in the network; gives its size and regions."""
    links = pairs(landscape, nodes)
    most = max((len(node.patients) for node in nodes if not node.folded), default=1)
    spots, texts = [], []
    for node in nodes:
        # what is folded is no one thing: its number is told, not drawn as an area
        radius = _radius(len(node.patients), most, 0 if node.folded else _LARGEST[form])
        text = _label(node)
        broad = max(2 * radius, max(map(len, text)) * _LETTER)
        high = 2 * radius + 8 + _LINE * len(text)
        spots.append(territory.Spot(broad, high, _is_hub(landscape, node), len(node.patients)))
        texts.append((radius, text))
    shape = {"aspect": _ASPECT} if form == "wide" else {"width": _WIDTH}
    near = {
        pair: count
        for pair, count in links.items()
        if not any(nodes[at].folded for at in pair)  # a heap of the rare belongs to no group
    }
    made = territory.place(spots, near, **shape)
    for at, (node, spot, (radius, text)) in enumerate(zip(nodes, spots, texts, strict=True)):
        net.add_node(
            f"{form}-{at}",
            label="\n".join(text),
            shape="dot",
            group=look(node.kind).kind,
            x=round(spot.x),
            # the disc is at the top of its place, the label below it
            y=round(spot.y - spot.height / 2 + radius),
            size=radius,
            name=node.label,
            of=landscape.groups.index(node.group),
            members=node.members,
            total=len(node.patients),
            folded=node.folded,
        )
    for (one, other), count in links.items():
        net.add_edge(f"{form}-{one}", f"{form}-{other}", value=count)
    regions = [
        {
            "box": [round(side) for side in region.box],
            "nodes": [f"{form}-{at}" for at in region.nodes],
            "name": "common to several" if region.shared else _named(nodes, region.nodes, spots),
            "shared": region.shared,
        }
        for region in made.regions
    ]
    return {"width": made.width, "height": made.height, "regions": regions}


def _is_hub(landscape: Landscape, node: Drawn) -> bool:
    return node.group == landscape.hub and not node.folded


def _label(node: Drawn) -> list[str]:
    """Give the lines of a label: with the sign of its kind, and how many are below it."""
    if node.folded:
        return [f"+ {node.label}"]
    below = f" (+{len(node.members) - 1})" if len(node.members) > 1 else ""
    sign = f"{look(node.kind).glyph}\u00a0"
    lines = wrap("x" * len(sign) + node.label + below, _CHARACTERS, 3)
    return [sign + lines[0][len(sign) :], *lines[1:]]


def _named(nodes: Sequence[Drawn], region: Sequence[int], spots: Sequence[territory.Spot]) -> str:
    """Name a group by the one of its several subtypes that most patients have."""
    hubs = sorted((at for at in region if spots[at].hub), key=lambda at: -spots[at].weight)
    if len(hubs) < 2 or spots[hubs[0]].weight == spots[hubs[1]].weight:  # noqa: PLR2004 - a pair
        return ""
    return f"{nodes[hubs[0]].label} and others"


def _radius(patients: int, most: int, largest: float) -> int:
    """Give the radius: the area says how many patients, and the number has room in it.

    Small answers are drawn to one scale, large ones so that the most frequent is `largest`.
    """
    scale = min(_ONE, largest / math.sqrt(most))
    return math.ceil(max(_SMALLEST, _DIGIT * len(f"{patients:,}") + 2, scale * math.sqrt(patients)))


def _context(
    landscape: Landscape,
    pictures: Mapping[str, Any],
    extra: Extra,
    title: str,
    subtitle: str,
) -> dict[str, Any]:
    groups = landscape.groups
    kinds = {thing.group: look(thing.kind) for thing in landscape.things}
    used = [seen for seen in looks().values() if seen in kinds.values()]
    style = shell.asset("page.css") + shell.asset("landscape.css") + shell.legend_style(used)
    scripts = [shell.vis(), shell.asset("landscape.js")]
    told = list(dict.fromkeys(name for one in landscape.patients for name in one.told))
    things = [
        [groups.index(thing.group), thing.label, thing.curie, thing.url]
        for thing in landscape.things
    ]
    return {
        "title": title,
        "subtitle": subtitle,
        "summary": _summary(landscape),
        "groups": [
            {"name": each, "kind": kinds[each].kind, "glyph": kinds[each].glyph} for each in groups
        ],
        "counts": _counts(landscape),
        "told": told,
        "rows": [
            _row(landscape, at, patient, told, extra)
            for at, patient in enumerate(landscape.patients)
        ],
        "scene": {
            "groups": [[each, kinds[each].kind, kinds[each].glyph] for each in groups],
            "things": things,
            "patients": [_patient(patient, told, extra) for patient in landscape.patients],
            "told": told,
            "below": _below(landscape, extra.above),
            "pictures": pictures,
            "shades": {seen.kind: seen.shades | {"colour": seen.colour} for seen in used},
        },
        **dict(zip(("style", "vis", "script"), shell.sealed(style, *scripts), strict=True)),
        "policy": shell.policy(style, scripts),
    }


def _below(landscape: Landscape, above: Callable[[Term], Sequence[Term]]) -> dict[int, list[int]]:
    """Give what is below each thing of the hub group that has something below it."""
    place = {
        thing.curie: at
        for at, thing in enumerate(landscape.things)
        if thing.group == landscape.hub and thing.curie
    }
    below: dict[int, list[int]] = {}
    for curie, at in place.items():
        for term in above(Term.parse(curie)):
            if (parent := place.get(str(term), at)) != at:
                below.setdefault(parent, []).append(at)
    return below


def _patient(patient: Patient, told: Sequence[str], extra: Extra) -> list[Any]:
    said = [", ".join(patient.told.get(name, ())) for name in told]
    course = int(any(case in extra.courses for case in patient.cases))
    urls = list(dict.fromkeys(url for case in patient.cases if (url := _page(case, extra))))
    return [patient.cases, said, patient.own, patient.tumours, urls, course]


def _page(case: str, extra: Extra) -> str:
    """Give the page of the paper of a case: a known host, or none."""
    return link.safe(extra.pages.get(case, "")) or link.of_paper_id(case.partition("#")[0])


def _row(
    landscape: Landscape,
    at: int,
    patient: Patient,
    told: Sequence[str],
    extra: Extra,
) -> dict[str, Any]:
    """Give the row of a patient in the table: the plain answer."""
    groups = landscape.groups
    tumours = patient.tumours or [[]]
    cells = []
    for group in groups:
        parts = [
            ", ".join(
                landscape.things[each].label
                for each in one
                if landscape.things[each].group == group
            )
            for one in [*tumours, patient.own]
        ]
        cells.append([part for part in dict.fromkeys(parts) if part])
    return {
        "number": at,
        "cases": [{"name": case, "url": _page(case, extra)} for case in patient.cases],
        "told": [", ".join(patient.told.get(name, ())) for name in told],
        "cells": cells,
        "course": [line for case in patient.cases for line in extra.courses.get(case, ())],
    }


def _counts(landscape: Landscape) -> list[dict[str, Any]]:
    """Give every thing with its number of patients, the most frequent of each group first."""
    return [
        {
            "name": group,
            "things": sorted(
                (
                    {
                        "label": thing.label,
                        "curie": thing.curie,
                        "url": thing.url,
                        "count": len(thing.patients),
                    }
                    for thing in landscape.things
                    if thing.group == group
                ),
                key=lambda each: (-each["count"], each["label"]),
            ),
        }
        for group in landscape.groups
    ]


def _summary(landscape: Landscape) -> str:
    """Say how many patients there are, and how many things of each group."""
    count = len(landscape.patients)
    parts = [f"{count:,} patient{'s' if count > 1 else ''}"]
    for group in landscape.groups:
        parts.append(f"{group}: {sum(thing.group == group for thing in landscape.things):,}")
    return " · ".join(parts)
