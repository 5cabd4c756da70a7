from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode

import landscape_rows
from browser import Browser, executable
from sarcoma_kg import network
from sarcoma_kg.graph import Answer
from sarcoma_kg.network.landscape import Landscape, folded, pairs
from test_network import HOSTILE
from test_network_answer import _PAPER
from test_network_case import _label

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(executable() is None, reason="no chromium or google-chrome on the PATH"),
]
SIZES = [(1440, 900), (390, 844)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One headless Chromium for all tests."""
    with Browser() as running:
        yield running


def _read(answer: Answer) -> Landscape:
    found = network.landscape.of_answer(answer, _label)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def lands() -> dict[str, Landscape]:
    """Landscapes of several sizes, and one of hostile texts."""
    rows = [
        (NamedNode(f"{_PAPER}pmid-{n}#case1"), Literal(f"{HOSTILE[:40]}{n % 3}"), Literal(HOSTILE))
        for n in range(1, 9)
    ]
    return {
        "25": _read(landscape_rows.answer(25)),
        "500": _read(landscape_rows.answer(500)),
        "10000": _read(landscape_rows.answer(10_000)),
        "hostile": _read(Answer(("case", HOSTILE, "note"), tuple(rows))),
    }


@pytest.fixture(scope="module")
def pages(lands: dict[str, Landscape], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages of the landscapes; that of 25 cases has courses."""
    folder = tmp_path_factory.mktemp("landscapes")
    for name, land in lands.items():
        cases = [case for patient in land.patients for case in patient.cases]
        courses = {case: [f"Surgery of {case}"] for case in cases} if name == "25" else {}
        title = HOSTILE if name == "hostile" else name
        page = network.scene.html(land, title=title, extra=network.scene.Extra(courses=courses))
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in lands}


def _nodes(browser: Browser) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = browser.value("landscape.nodes()")
    return found


def _panel(browser: Browser) -> str:
    said: str = browser.value("document.getElementById('panel').innerText")
    return said


def _click(browser: Browser, name: str) -> None:
    """Click with the mouse in the middle of a disc."""
    browser.value("document.getElementById('stage').scrollIntoView()")
    place = next(node["at"] for node in _nodes(browser) if node["name"] == name)
    browser.value(f"scrollBy(0, Math.max(0, {place['y']} - 300))")
    box = browser.value(
        "(({left, top}) => [left, top])(document.getElementById('picture').getBoundingClientRect())"
    )
    at = {"x": box[0] + place["x"], "y": box[1] + place["y"], "button": "left", "clickCount": 1}
    browser.call("Input.dispatchMouseEvent", type="mousePressed", **at)
    browser.call("Input.dispatchMouseEvent", type="mouseReleased", **at)
    browser.wait(f"document.querySelector('#panel h2').textContent === {name!r}")


def _set(browser: Browser, name: str, value: str) -> None:
    browser.value(
        f"(() => {{ const field = document.getElementById({name!r}); field.value = {value!r};"
        "field.dispatchEvent(new Event('input')); field.dispatchEvent(new Event('change')); })()"
    )


@pytest.mark.parametrize("name", ["25", "500", "10000", "hostile"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_page_opens_without_a_fault(
    browser: Browser, pages: dict[str, Path], name: str, width: int, height: int
) -> None:
    """Every size is drawn within ten seconds, fits its page, runs no text, asks for nothing."""
    start = monotonic()
    browser.open(pages[name], width=width, height=height, dark=width < 600)

    assert monotonic() - start < 10
    assert [] == browser.faults()
    assert [pages[name].resolve().as_uri()] == browser.requests()
    assert browser.value("document.documentElement.scrollWidth <= innerWidth")
    assert browser.value("typeof window.hacked") == "undefined"
    assert _nodes(browser)


@pytest.mark.parametrize("name", ["25", "500", "10000"])
def test_the_picture_counts_as_the_answer_does(
    browser: Browser, pages: dict[str, Path], lands: dict[str, Landscape], name: str
) -> None:
    """The numbers of discs and lines that the page counts are those of the answer."""
    browser.open(pages[name], width=1440, height=900)
    nodes = folded(lands[name], 54)

    assert sorted((node.group, node.label, len(node.patients)) for node in nodes) == sorted(
        (node["group"], node["name"], node["patients"]) for node in _nodes(browser)
    )
    assert sorted(
        [nodes[one].label, nodes[other].label, count]
        for (one, other), count in pairs(lands[name], nodes).items()
    ) == sorted(browser.value("landscape.links()"))


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_labels_can_be_read(
    browser: Browser, pages: dict[str, Path], width: int, height: int
) -> None:
    """Labels are at least nine pixels high where the whole picture is seen, at every size."""
    for name in ("25", "500", "10000"):
        browser.open(pages[name], width=width, height=height)
        first, second = _nodes(browser)[:2]
        scene = "JSON.parse(document.getElementById('data').textContent)"
        at = browser.value(
            f"{scene}.nodes.filter((n) => [{first['id']!r}, {second['id']!r}].includes(n.id))"
            ".map((n) => [n.x, n.y])"
        )
        drawn = _far(list(first["at"].values()), list(second["at"].values()))

        assert 14 * drawn / _far(*at) >= 9


def _far(one: list[float], other: list[float]) -> float:
    (a, b), (x, y) = one, other
    return float(((a - x) ** 2 + (b - y) ** 2) ** 0.5)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_disc_lists_its_patients(
    browser: Browser, pages: dict[str, Path], lands: dict[str, Landscape], width: int, height: int
) -> None:
    """A click lists diagnosis, age, sex, outcome and course, and opens the cases of a subtype."""
    browser.open(pages["25"], width=width, height=height)
    hub = max(
        (
            node
            for node in _nodes(browser)
            if node["group"] == "subtype" and " more" not in node["name"]
        ),
        key=lambda node: node["patients"],
    )

    _click(browser, hub["name"])

    said = _panel(browser)
    land = lands["25"]
    mine = [patient for patient in land.patients if patient.cases[0] in said]
    assert hub["patients"] == len(mine) == len(browser.value("landscape.cases()"))
    for patient in mine:
        line = said[said.index(patient.cases[0]) :].split("\n")[1:]
        text = next(part for part in line if part)
        assert patient.told["age"][0] in text
        assert patient.told["sex"][0] in text
        for thing in patient.things:
            if land.things[thing].group in ("subtype", "outcome"):
                assert land.things[thing].label in text
    browser.value(
        "[...document.querySelectorAll('#panel a')].find((a) => a.textContent === 'Course').click()"
    )
    row = browser.value("document.querySelector('tr.shown').innerText")
    assert f"Surgery of {mine[0].cases[0]}" in row


def test_a_line_lists_who_has_both(
    browser: Browser, pages: dict[str, Path], lands: dict[str, Landscape]
) -> None:
    """The patients of a line are those of whom one tumour has both ends."""
    browser.open(pages["500"], width=1440, height=900)
    nodes = folded(lands["500"], 54)
    found = pairs(lands["500"], nodes)
    (one, other), count = max(
        ((pair, n) for pair, n in found.items() if not any(nodes[at].folded for at in pair)),
        key=lambda each: each[1],
    )
    _click(browser, nodes[one].label)
    browser.value(
        "[...document.querySelectorAll('#panel .bar')].find((b) => "
        f"b.querySelector('span').textContent === {nodes[other].label!r} && "
        f"b.querySelector('b').textContent === '{count}').click()"
    )

    assert f"{nodes[one].label} – {nodes[other].label}\n\n{count} patients with both" in _panel(
        browser
    )
    assert min(count, 60) == browser.value("document.querySelectorAll('#panel .patient').length")


def test_a_subtype_filters_everything(
    browser: Browser, pages: dict[str, Path], lands: dict[str, Landscape]
) -> None:
    """All numbers are then of the patients with that subtype; discs without one are gone."""
    browser.open(pages["500"], width=1440, height=900)
    land = lands["500"]
    chosen = max(
        (at for at, thing in enumerate(land.things) if thing.group == "subtype"),
        key=lambda at: len(land.things[at].patients),
    )
    mine = land.things[chosen].patients

    _set(browser, "only", str(chosen))

    expected = {
        (node.group, node.label): len(node.patients & mine)
        for node in folded(land, 54)
        if node.patients & mine
    }
    assert expected == {(node["group"], node["name"]): node["patients"] for node in _nodes(browser)}
    assert f"{len(mine)} patients of 500" in _panel(browser)


def test_few_patients_and_kinds_are_hidden(browser: Browser, pages: dict[str, Path]) -> None:
    """`At least` leaves discs of so many; a kind that is switched off is gone, and comes back."""
    browser.open(pages["500"], width=1440, height=900)
    all_nodes = _nodes(browser)

    _set(browser, "least", "40")
    assert [node for node in all_nodes if node["patients"] >= 40] == _nodes(browser)
    _set(browser, "least", "1")

    switch = (
        "[...document.querySelectorAll('#kinds button')].find((b) => /drug/.test(b.textContent))"
    )
    browser.value(f"{switch}.click()")
    assert browser.value(f"{switch}.getAttribute('aria-pressed')") == "false"
    assert [node for node in all_nodes if node["group"] != "drug"] == _nodes(browser)
    browser.value(f"{switch}.click()")
    assert all_nodes == _nodes(browser)


def test_what_is_folded_is_found(
    browser: Browser, pages: dict[str, Path], lands: dict[str, Landscape]
) -> None:
    """A name that has no disc of its own is found, with its patients; so is a case."""
    browser.open(pages["10000"], width=1440, height=900)
    land = lands["10000"]
    heap = next(node for node in folded(land, 54) if node.folded and node.group == "subtype")
    rare = land.things[heap.members[-1]]

    _set(browser, "search", rare.label)
    said = _panel(browser)
    assert rare.label in said
    assert all(land.patients[at].cases[0] in said for at in rare.patients)

    _set(browser, "search", land.patients[77].cases[0])
    assert land.patients[77].cases[0] == browser.value(
        "document.querySelector('#panel h2').textContent"
    )


def test_keys_go_from_disc_to_disc(browser: Browser, pages: dict[str, Path]) -> None:
    """Arrows choose the next disc, Escape lets go."""
    browser.open(pages["25"], width=1440, height=900)
    first, second = _nodes(browser)[:2]
    browser.value("document.getElementById('picture').focus()")

    browser.press("ArrowRight")
    browser.press("ArrowRight")
    assert second["name"] == browser.value("document.querySelector('#panel h2').textContent")
    browser.press("ArrowLeft")
    assert first["name"] == browser.value("document.querySelector('#panel h2').textContent")
    browser.press("Escape")
    assert "All patients" == browser.value("document.querySelector('#panel h2').textContent")
