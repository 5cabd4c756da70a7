from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest
from pyoxigraph import RdfFormat

from browser import Browser, executable
from conftest import ROOT
from sarcoma_kg import network, triples
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.records import cases
from sarcoma_kg.terms import Term
from test_network import HOSTILE, _hostile
from test_network_answer import _answer
from test_network_case import _drawn as _drawn_case
from test_network_case import _fact, _label

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(executable() is None, reason="no chromium or google-chrome on the PATH"),
]
SIZES = [(1280, 800), (400, 800)]
#: Texts that a reader of markup would mangle; each alone, for short lines are not cut.
SIGNS = (
    "<img src=x onerror=alert(1)>",
    "Ki-67 <5 %",
    "<b>a</b> & c",
    "&lt;d&amp;(e",
    r"f\g *h* _i_ `j`",
    "<code>k</code>",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One headless Chromium for all tests."""
    with Browser() as running:
        yield running


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A page of each kind of picture."""
    name = ROOT / "graph" / "pmid-26913180.trig"
    paper, facts, _ = triples.read(triples.from_file(name.read_bytes(), RdfFormat.TRIG, name.name))
    long = [_fact("drug", f"drug {n}", event=n, line=n) for n in range(1, 21)]
    late = _fact("response", "PR", event=21, answers=(2, 9, 20))
    obo = "http://purl.obolibrary.org/obo/"
    rows = [
        (f"https://w3id.org/sarcoma-kg/paper/pmid-{n}#case1", f"{obo}NCIT_C{n % 7}", f"{n} months")
        for n in range(1, 61)
    ]
    ontology = Ontology.load()
    concept = ontology[Term("NCIT", "C3158")]
    had = {"NCIT:C3158": ["pmid-26913180#case1"]}
    graphs = {
        "case": network.of_case(paper, cases(facts)[0], _label),
        "long": _drawn_case(*long, late),
        "answer": network.of_answer(_answer(("case", "diagnosis", "time"), *rows), "?", _label),
        "term": network.of_term(concept, ontology, had),
        "hostile": _hostile(),
        "signs": _signs(),
        "empty": nx.MultiDiGraph(),
    }
    folder = tmp_path_factory.mktemp("pages")
    for kind, graph in graphs.items():
        title = HOSTILE if kind == "hostile" else kind
        page = network.html(graph, title=title, subtitle=title)
        (folder / f"{kind}.html").write_text(page, encoding="utf-8")
    return {kind: folder / f"{kind}.html" for kind in graphs}


def _signs() -> nx.MultiDiGraph:
    """Make a graph with each of the texts in every place: cards, pills and edges."""
    graph = nx.MultiDiGraph()
    for number, text in enumerate(SIGNS):
        for kind in ("surgery", "disease"):
            graph.add_node(f"{kind}{number}", label=text, kind=kind, when=text, hover=text)
        graph.add_edge(f"surgery{number}", f"disease{number}", label=text, shown=True)
    return graph


def _drawn(browser: Browser) -> list[str]:
    """Draw the whole picture once more, and give every text that gets onto the canvas."""
    browser.value(
        """(() => {
            window.drawn = [];
            const pen = CanvasRenderingContext2D.prototype, fill = pen.fillText;
            pen.fillText = function (text, ...more) {
                window.drawn.push(text);
                window.zoom = this.getTransform().a;
                return fill.call(this, text, ...more);
            };
            document.getElementById("fit").click();
        })()"""
    )
    browser.wait("window.drawn.length > 0")
    said: list[str] = browser.value("window.drawn")
    return said


def _clean(browser: Browser, page: Path) -> None:
    assert [] == browser.faults()
    assert [page.resolve().as_uri()] == browser.requests()


def _find(browser: Browser, text: str) -> None:
    browser.value("document.getElementById('search').focus()")
    browser.write(text)


def _shown(browser: Browser, part: str) -> str:
    said: str = browser.value(f"document.getElementById('detail-{part}').textContent")
    return said


@pytest.mark.parametrize("kind", ["case", "long", "answer", "term", "hostile", "empty"])
@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_page_opens_without_a_fault(
    browser: Browser, pages: dict[str, Path], kind: str, width: int, height: int, dark: bool
) -> None:
    """Each kind of picture is drawn, says nothing on the console and asks for nothing."""
    browser.open(pages[kind], width=width, height=height, dark=dark)

    _clean(browser, pages[kind])
    assert browser.value("document.documentElement.scrollWidth <= innerWidth")
    drawn = browser.value(
        """(() => {
            const canvas = document.querySelector("#picture canvas");
            const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
            return pixels.data.some((value) => value !== 0);
        })()"""
    )
    assert drawn is (kind != "empty")


def test_hostile_texts_run_nothing(browser: Browser, pages: dict[str, Path]) -> None:
    """Markup in labels, titles, identifiers and links shows as text, also when it is chosen."""
    browser.open(pages["hostile"])
    _find(browser, "onerror")
    browser.press("Enter")

    assert _shown(browser, "label") == HOSTILE
    assert browser.value("window.hacked === undefined")
    assert browser.value("document.querySelectorAll('img, script:not([type])').length") == 2
    assert browser.value("document.querySelector('#detail-links a')") is None
    assert browser.value("document.title") == HOSTILE
    _clean(browser, pages["hostile"])


def test_texts_are_drawn_as_they_are(browser: Browser, pages: dict[str, Path]) -> None:
    """What looks like markup stands in nodes and on edges sign by sign, and runs nothing."""
    browser.open(pages["signs"])
    drawn = _drawn(browser)
    nodes = browser.value("JSON.parse(document.getElementById('data').textContent).nodes")

    for node in nodes:
        heading, label, when = node["wide"]["lines"]
        if node["group"] == "disease":  # its sign stands before its name, in the same line
            heading, label = f"{heading} {label[0]}", label[1:]
        assert {heading, *label, *when} <= set(drawn)
    # edges say it in one line
    assert set(SIGNS) <= set(drawn)
    _clean(browser, pages["signs"])


@pytest.mark.parametrize("text", SIGNS)
def test_texts_are_said_as_they_are(browser: Browser, pages: dict[str, Path], text: str) -> None:
    """The panel, the tooltip and the table say the very text."""
    browser.open(pages["signs"])
    _find(browser, f"surgery{SIGNS.index(text)}")
    middle = browser.value(
        """(() => {
            const box = document.getElementById("picture").getBoundingClientRect();
            return [box.left + box.width / 2, box.top + box.height / 2];
        })()"""
    )
    for shift in (300, 3):
        browser.call(
            "Input.dispatchMouseEvent", type="mouseMoved", x=middle[0] + shift, y=middle[1] + 3
        )
    browser.wait("document.querySelector('.vis-tooltip')?.style.visibility === 'visible'")

    assert _shown(browser, "label") == text
    assert text in _shown(browser, "text")
    assert text in browser.value("document.querySelector('.vis-tooltip').innerText")
    rows = browser.value("[...document.querySelectorAll('td.said')].map((td) => td.textContent)")
    assert rows.count(text) == 2
    _clean(browser, pages["signs"])


def test_the_policy_refuses_other_scripts(browser: Browser, pages: dict[str, Path]) -> None:
    """What might get into a page all the same does not run, and can call nobody."""
    browser.open(pages["case"])
    browser.value(
        """(() => {
            const script = document.createElement("script");
            script.textContent = "window.hacked = 1";
            document.body.append(script);
            const image = document.createElement("img");
            image.src = "https://example.org/x.png";
            document.body.append(image);
        })()"""
    )

    assert browser.value("window.hacked === undefined")
    assert "Content Security Policy" in " ".join(browser.faults())


def test_the_search_finds_a_node(browser: Browser, pages: dict[str, Path]) -> None:
    """A part of a name chooses the node, Enter goes to the next, Escape ends it."""
    browser.open(pages["case"])
    browser.press("/")
    browser.write("complete")

    assert browser.value("document.getElementById('found').textContent") == "1 of 2"
    assert _shown(browser, "label") == "complete response (CR)"
    browser.press("Enter")
    assert _shown(browser, "label") == "near-complete response"
    browser.press("Escape")
    assert browser.value("document.getElementById('detail').hidden")
    _find(browser, "no such thing")
    assert browser.value("document.getElementById('found').textContent") == "nothing found"
    _clean(browser, pages["case"])


@pytest.mark.parametrize(("width", "height"), [(1300, 900), (390, 844)])
@pytest.mark.parametrize("kind", ["case", "long"])
def test_the_first_view_shows_the_whole_course(
    browser: Browser, pages: dict[str, Path], kind: str, width: int, height: int
) -> None:
    """Nothing has to be moved to see the course, and its letters are nine pixels high at least."""
    browser.open(pages[kind], width=width, height=height)
    nodes = browser.value("JSON.parse(document.getElementById('data').textContent).nodes")
    drawn = set(_drawn(browser))
    high = 15 * browser.value("window.zoom")

    form = "wide" if width > 640 else "tall"
    assert {line for node in nodes for line in node[form]["lines"][1]} <= drawn
    assert high >= 9
    assert browser.value("document.documentElement.scrollWidth <= innerWidth")


def test_a_chosen_node_gives_evidence_and_link(browser: Browser, pages: dict[str, Path]) -> None:
    """The panel shows what the records say and leads to the page of the term."""
    browser.open(pages["case"])
    _find(browser, "UBERON:0002048")
    browser.press("Enter")

    href = browser.value("document.querySelector('#detail-links a').href")
    assert href == "https://purl.obolibrary.org/obo/UBERON_0002048"
    assert browser.value("document.querySelector('#detail-links a').rel") == "noopener noreferrer"


def test_pointing_at_a_node_shows_its_evidence(browser: Browser, pages: dict[str, Path]) -> None:
    """The hover text of the node below the pointer is shown as text."""
    browser.open(pages["case"])
    _find(browser, "lung + liver")
    # the search brings what it finds to the middle of the picture
    middle = browser.value(
        """(() => {
            const box = document.getElementById("picture").getBoundingClientRect();
            return [box.left + box.width / 2, box.top + box.height / 2];
        })()"""
    )
    for shift in (60, 3):
        browser.call(
            "Input.dispatchMouseEvent", type="mouseMoved", x=middle[0] + shift, y=middle[1] + 3
        )

    browser.wait("document.querySelector('.vis-tooltip')?.style.visibility === 'visible'")
    said = browser.value("document.querySelector('.vis-tooltip').innerText")
    assert "after: 3 months after 1 resection" in said


def test_the_keyboard_moves_along_the_course(browser: Browser, pages: dict[str, Path]) -> None:
    """With the picture in focus, the arrows go from node to node."""
    browser.open(pages["case"])
    browser.value("document.getElementById('picture').focus()")
    for _ in range(2):
        browser.press("ArrowRight")
    browser.press("ArrowLeft")

    assert _shown(browser, "kind") == "● Patient"


def test_the_whole_picture_can_be_seen(browser: Browser, pages: dict[str, Path]) -> None:
    """The button brings back a picture that was moved out of sight."""
    browser.open(pages["answer"])
    before = browser.picture()
    for _ in range(4):
        browser.value("document.getElementById('closer').click()")
    browser.value("document.getElementById('fit').click()")
    whole = browser.picture()
    browser.value("document.getElementById('wider').click()")
    browser.value("document.getElementById('fit').click()")

    assert before != whole
    assert whole == browser.picture()
    _clean(browser, pages["answer"])


def test_a_turned_phone_gets_the_other_layout(browser: Browser, pages: dict[str, Path]) -> None:
    """A case stands upright on a narrow page and lies on a wide one, also when that changes."""
    browser.open(pages["case"], width=400)
    narrow = browser.picture()
    browser.call(
        "Emulation.setDeviceMetricsOverride",
        width=1280,
        height=800,
        deviceScaleFactor=1,
        mobile=False,
    )
    browser.wait("document.getElementById('picture').clientWidth > 1000")

    assert narrow != browser.picture()
    _clean(browser, pages["case"])


def test_without_javascript_the_facts_are_there(browser: Browser, pages: dict[str, Path]) -> None:
    """The table says it all, and no tool that would do nothing is shown."""
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.call("Page.navigate", url=pages["case"].resolve().as_uri())
        browser.wait(
            "document.readyState === 'complete' && !!document.querySelector('tfoot, footer')"
        )
        assert browser.value("document.getElementById('tools').hidden")
        assert "near-complete response" in browser.value("document.body.innerText")
    finally:
        browser.call("Emulation.setScriptExecutionDisabled", value=False)
