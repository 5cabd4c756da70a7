import base64
import hashlib
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import networkx as nx
import pytest

from sarcoma_kg import network
from sarcoma_kg.kinds import EVENTS
from sarcoma_kg.network import layout, link
from sarcoma_kg.network.palette import look, looks, tone
from sarcoma_kg.ontology import Concept, Name
from sarcoma_kg.records import Paper
from sarcoma_kg.terms import Term
from test_network_case import PAPER, _apart, _course

HOSTILE = (
    '<img src=x onerror="window.hacked=1"></script><script>window.hacked=1</script>'
    "<!--\u2028\u2029{{ 7*7 }} ' \" & <b>bold</b>"
)
_PAPER = "https://w3id.org/sarcoma-kg/paper/"
_OBO = "http://purl.obolibrary.org/obo/"
_SKG = "https://w3id.org/sarcoma-kg/schema#"


# -- a term


class Vocabulary:
    """The part of `Ontology` that a term's picture uses, over a table of parents."""

    def __init__(self, parents: dict[str, list[str]]) -> None:
        names = {*parents, *(above for each in parents.values() for above in each)}
        self._concepts = {name: self._concept(name, parents.get(name, [])) for name in names}

    @staticmethod
    def _concept(name: str, parents: list[str]) -> Concept:
        above = tuple(Term("NCIT", parent) for parent in parents)
        names = (Name(f"name {name}", "label"), Name(f"old {name}", "old"))
        xrefs = (Term("MONDO", "1"),)
        return Concept(Term("NCIT", name), f"name {name}", "disease", names, above, xrefs=xrefs)

    def __getitem__(self, term: Term) -> Concept:
        return self._concepts[term.local]

    def get(self, term: Term) -> Concept | None:
        """Give a concept."""
        return self._concepts.get(term.local)

    def parents(self, term: Term) -> list[Concept]:
        """Give what is right above."""
        return [self[parent] for parent in self[term].parents]

    def children(self, term: Term) -> list[Concept]:
        """Give what is right below."""
        found = [each for each in self._concepts.values() if term in each.parents]
        return sorted(found, key=lambda concept: concept.label)


def _term(parents: dict[str, list[str]], name: str, **cases: list[str]) -> nx.MultiDiGraph:
    vocabulary: Any = Vocabulary(parents)
    had = {f"NCIT:{name}": ids for name, ids in cases.items()}
    return network.of_term(vocabulary[Term("NCIT", name)], vocabulary, had)


FAMILY = {"B": ["A"], "C": ["B", "A"], "D": ["C"], "E": ["D"], "F": ["E"]}


def test_a_term_stands_between_what_is_above_and_below() -> None:
    """Parents up to the root are left of the term, two levels of children right of it."""
    graph = _term(FAMILY, "C")

    columns = {name: data["column"] for name, data in graph.nodes(data=True)}

    assert {"NCIT:A": 0, "NCIT:B": 1, "NCIT:C": 2, "NCIT:D": 3, "NCIT:E": 4} == columns
    assert graph.nodes["NCIT:E"]["when"] == "NCIT:E, 1 below"
    assert "also called: old C" in graph.nodes["NCIT:C"]["hover"]
    assert "MONDO:1" in graph.nodes["NCIT:C"]["hover"]


def test_many_children_are_capped() -> None:
    """The first are drawn, the others counted and named on hover; those with cases come first."""
    many = {f"c{n:02}": ["A"] for n in range(40)}

    graph = _term(many, "A", c39=["pmid-1#case1"])

    layout.place(graph)

    assert _apart(graph)
    more = next(data for _, data in graph.nodes(data=True) if data["kind"] == "more")
    assert more["label"] == "26 more"
    assert "name c38" in more["hover"]
    assert "NCIT:c39" in graph


def test_a_low_card_gives_room_to_a_tall_one_that_it_hangs_below() -> None:
    """A term of many lines with one case of one line does not cover the term below it."""
    graph = nx.MultiDiGraph(focus="root")
    graph.add_node("root", kind="disease", label="root", column=0)
    for n in range(3):
        tall = "a name of a disease that is told in four lines or in five of them"
        graph.add_node(f"t{n}", kind="disease", label=tall, column=1, under="root")
        graph.add_node(f"c{n}", kind="case", label="case", column=2, under=f"t{n}")

    layout.place(graph)

    assert _apart(graph)


def test_cases_hang_on_their_nearest_term() -> None:
    """A case with a term and its subtype is drawn once; one with a far subtype is not lost."""
    graph = _term(
        FAMILY, "C", C=["pmid-1#case1", "pmid-2#case1"], D=["pmid-1#case1"], F=["pmid-3#case1"]
    )

    assert list(graph.successors("pmid-1#case1")) == ["NCIT:D"]
    assert list(graph.successors("pmid-2#case1")) == ["NCIT:C"]
    assert list(graph.successors("pmid-3#case1")) == ["NCIT:C"]
    assert graph.nodes["pmid-3#case1"]["hover"] == "has NCIT:F"


def test_a_loop_in_a_hierarchy_ends() -> None:
    """A broken vocabulary is drawn as far as it goes."""
    graph = _term({"A": ["B"], "B": ["A"], "C": ["B"]}, "C")

    assert {"NCIT:A", "NCIT:B", "NCIT:C"} <= set(graph)
    network.html(graph, title="loop")


# -- the page


class Page(HTMLParser):
    """What a browser would read in a page: elements, attributes, and what scripts hold."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside: dict[str, list[str]] = {"script": [], "style": [], "title": []}
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.tags.append((tag, dict(attrs)))
        if tag in self.inside:
            self.inside[tag].append("")

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        if self.inside.get(self.lasttag):
            self.inside[self.lasttag][-1] += data
        self.words += data

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        self.lasttag = ""

    @property
    def data(self) -> dict[str, Any]:
        """The data that the script draws."""
        found: dict[str, Any] = json.loads(self.inside["script"][0])
        return found


def _hostile(make: Callable[[str], object] = str) -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph()
    for name in ("a", "b"):
        graph.add_node(
            f"{name}{HOSTILE}",
            label=HOSTILE,
            kind=HOSTILE,
            hover=HOSTILE,
            url="javascript:window.hacked=1",
            head=HOSTILE,
            when=HOSTILE,
            tags=[HOSTILE],
            tones=[HOSTILE],
            links=[(HOSTILE, f"https://evil.example/{HOSTILE}")],
        )
    graph.add_edge(f"a{HOSTILE}", f"b{HOSTILE}", label=HOSTILE, hover=HOSTILE, shown=True)
    return graph


@pytest.fixture(scope="module")
def hostile() -> str:
    """A page of hostile texts in every place."""
    return network.html(_hostile(), title=HOSTILE, subtitle=HOSTILE, legend={"other": HOSTILE})


def test_a_page_loads_nothing(hostile: str) -> None:
    """No element of a page fetches anything, from this host or another."""
    page = Page(hostile)

    for tag, attributes in page.tags:
        assert tag not in ("link", "img", "iframe", "object", "embed", "base", "form", "image")
        assert not {"src", "srcset", "data", "action", "style"} & set(attributes)
        assert not any(name.startswith("on") for name in attributes)
    for style in page.inside["style"]:
        assert "url(" not in style
        assert "@import" not in style


def test_hostile_texts_are_texts(hostile: str) -> None:
    """Labels, titles and identifiers with markup make no element and end no script."""
    page = Page(hostile)

    assert [{"type": "application/json", "id": "data"}, {}, {}] == [
        attributes for tag, attributes in page.tags if tag == "script"
    ]
    assert page.inside["title"] == [HOSTILE]
    assert [HOSTILE, HOSTILE] == [node["label"] for node in page.data["nodes"]]
    assert [[], []] == [node["tones"] for node in page.data["nodes"]]
    assert page.words.count("{{ 7*7 }}") > 4
    assert "\u2028" not in page.inside["script"][0]


def test_only_known_pages_are_linked(hostile: str) -> None:
    """A link that is no http(s) link to a known host is left out."""
    page = Page(hostile)

    assert [[], []] == [node["links"] for node in page.data["nodes"]]
    assert not [attributes for tag, attributes in page.tags if attributes.get("href")]


def test_the_policy_seals_script_and_style(hostile: str) -> None:
    """The page's policy allows the very scripts and styles that it holds, and nothing else."""
    page = Page(hostile)
    policy = next(
        attributes["content"] or ""
        for tag, attributes in page.tags
        if attributes.get("http-equiv") == "Content-Security-Policy"
    )
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))

    def seal(text: str) -> str:
        digest = hashlib.sha256(text.encode()).digest()
        return f"'sha256-{base64.b64encode(digest).decode()}'"

    assert rules["default-src"] == "'none'"
    assert rules["script-src"].split() == [seal(text) for text in page.inside["script"][1:]]
    assert rules["style-src"] == seal(page.inside["style"][0])
    assert "unsafe" not in policy


def test_everything_is_said_as_text_too() -> None:
    """The table below the picture names every node, its evidence and what it is joined to."""
    graph = _course()

    words = Page(network.html(graph, title="T")).words

    for _, data in graph.nodes(data=True):
        assert data["label"] in words
        assert data["hover"] in words
    assert "answers: doxorubicin + ifosfamide" in words


def test_drawing_changes_nothing() -> None:
    """The graph that was given stays as it was, and the same graph gives the same page."""
    graph = _course()
    before = json.dumps(nx.node_link_data(graph, edges="edges"))

    assert network.html(graph, title="T") == network.html(graph, title="T")
    assert before == json.dumps(nx.node_link_data(graph, edges="edges"))


def test_any_graph_can_be_drawn() -> None:
    """Numbers as names, no labels, loops and many edges between two nodes are no fault."""
    graph = nx.MultiDiGraph([(1, 2), (1, 2), (2, 2), (2, 1)])

    data = Page(network.html(graph, title="T")).data

    assert ["1", "2"] == [node["label"] for node in data["nodes"]]
    assert len(data["edges"]) == 4


def test_an_empty_graph_is_a_page() -> None:
    """Nothing to draw is no fault either."""
    assert Page(network.html(nx.MultiDiGraph(), title="T")).data["nodes"] == []


def test_the_legend_names_what_is_there() -> None:
    """Only kinds that occur are in the legend, each with its own sign."""
    page = network.html(_course(), title="T", legend={"surgery": "Operation"})
    listed = re.findall(
        r'<li class="k-([\w-]+) \w+"><span aria-hidden="true">(.)</span> ([^<]+)', page
    )

    kinds = {data["kind"] for _, data in _course().nodes(data=True)}
    assert kinds == {kind for kind, _, _ in listed}
    assert ("surgery", "■", "Operation") in listed


def test_kinds_are_told_without_colour() -> None:
    """No two kinds share sign and form."""
    seen = [(each.glyph, each.form) for each in looks().values()]

    assert len(seen) == len(set(seen))
    assert look("no such kind").kind == "other"


def test_every_class_of_event_has_a_look() -> None:
    """The registry of kinds names no look that is not there."""
    assert {event.look for event in EVENTS.values()} <= set(looks())


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_white_stands_out_on_the_number_of_a_tumour(number: int) -> None:
    """The tag of a tumour has a contrast of 4.5 to 1 at least."""
    assert 1.05 / (_luminance(tone(number)) + 0.05) >= 4.5


def _luminance(colour: str) -> float:
    # WCAG 2.2, relative luminance
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("kind", sorted(looks()))
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_texts_stand_out(kind: str, theme: str) -> None:
    """Text on a node has a contrast of 7 to 1 at least, headings 4.5, borders 3."""
    shade = look(kind).shades[theme]
    contrasts = []
    for ink in ("text", "head", "border"):
        low, high = sorted((_luminance(shade[ink]), _luminance(shade["fill"])))
        contrasts.append((high + 0.05) / (low + 0.05))

    assert contrasts[0] >= 7
    assert contrasts[1] >= 4.5
    assert contrasts[2] >= 3


def test_a_deep_chain_is_drawn() -> None:
    """A picture of two thousand nodes in a row is laid out without recursion."""
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(range(2000), kind="other", label="x")
    graph.add_edges_from(pairwise(range(2000)))

    layout.place(graph)

    assert graph.nodes[1999]["column"] == 1999


# -- links


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//pubmed.ncbi.nlm.nih.gov/1",
        "https://evil.example/1",
        "https://pubmed.ncbi.nlm.nih.gov.evil.example/1",
        "https://user@pubmed.ncbi.nlm.nih.gov/1",
        "https://pubmed.ncbi.nlm.nih.gov:444/1",
        "https://pubmed.ncbi.nlm.nih.gov\\@evil.example/1",
        "java\nscript:alert(1)",
        'https://doi.org/"onmouseover="x',
        "ftp://doi.org/1",
        "https://[doi.org/1",
        "",
    ],
)
def test_strange_links_are_dropped(url: str) -> None:
    """Only http(s) to known hosts, without user, port or signs that end an attribute."""
    assert link.safe(url) == ""


def test_papers_lead_to_pubmed_then_to_the_doi() -> None:
    """PubMed where there is a PMID, PubMed Central next, else the DOI."""
    assert link.of_paper(PAPER) == "https://pubmed.ncbi.nlm.nih.gov/1/"
    assert link.of_paper(Paper("x", pmcid="PMC12", doi="10.1000/x")) == (
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC12/"
    )
    assert link.of_paper(Paper("x", doi="10.1002/(SICI)1<2::AID>3")) == (
        "https://doi.org/10.1002/(SICI)1%3C2::AID%3E3"
    )
    assert link.of_paper(Paper("x", pmid="1 or 2", doi="none")) == ""


def test_terms_lead_to_their_pages() -> None:
    """Terms of others have pages; those of the project have none."""
    assert link.of_term(Term("NCIT", "C3158")) == "https://purl.obolibrary.org/obo/NCIT_C3158"
    assert link.of_term(Term("HGNC", "6342")) == "https://identifiers.org/hgnc:6342"
    assert link.of_term(Term("SKGT", "marker-sma")) == ""
