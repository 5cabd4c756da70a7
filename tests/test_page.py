import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import browser
import record
from conftest import Run
from sarcoma_kg import page
from sarcoma_kg.kinds import KINDS
from sarcoma_kg.page.highlight import shown
from sarcoma_kg.page.text import family
from sarcoma_kg.records import Document, Evidence, Fact, Paper, Qualifiers, Quantity
from sarcoma_kg.terms import Term

TEXT = "A 61-year-old man had leiomyosarcoma of the left thigh.\nNo chemotherapy was given.\n"
HOSTILE = "</script><img src=x onerror=alert(1)>\u202e{{ 7*7 }}\u2028<!--"


def _fact(kind: str, value: str, quote: str, *ids: str, text: str = TEXT, **more: object) -> Fact:
    start = text.index(quote)
    evidence = Evidence(start, start + len(quote), quote, f"{kind}-rule", 0.9)
    return Fact(1, kind, value, evidence, tuple(map(Term.parse, ids)), **more)  # type: ignore[arg-type]


FACTS = [
    _fact("age", "61", "61-year-old", quantity=Quantity(61, 61, "year")),
    _fact("diagnosis", "leiomyosarcoma", "leiomyosarcoma", "NCIT:C3158", "MONDO:0005058"),
    _fact("primary-site", "thigh", "left thigh", "UBERON:0000376"),
    _fact("laterality", "left", "leiomyosarcoma of the left"),
    _fact("chemotherapy", "chemotherapy", "No chemotherapy", polarity="absent"),
]
DOCUMENT = Document(Paper("pmid-1", title="A thigh", pmid="1"), TEXT)


class _Texts(HTMLParser):
    """Collects the words of the article and the ids, links and elements of the page."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.article, self.ids, self.links, self.elements = "", [], [], set()  # type: ignore[var-annotated]
        self._open: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        given = dict(attrs)
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if "href" in given else []
        assert not any(name.startswith("on") or name == "style" for name in given)
        if tag in ("article", "sup"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open == ["article"]:
            self.article += data


def _label(term: Term) -> str:
    return "leiomyosarcoma" if term.local == "C3158" else str(term)


def _page(document: Document = DOCUMENT, facts: list[Fact] = FACTS) -> str:
    return page.html([(document, facts)], _label)


# -- highlights


SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 60)), max_size=6)


@given(text=st.text(max_size=60), spans=SPANS)
def test_segments_joined_are_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    """However quotes overlap, no sign is lost, and each lies under the facts that cover it."""
    facts = [Fact(1, "drug", "x", Evidence(start, start + size)) for start, size in spans]
    parts = list(page.segments(text, facts))

    assert shown(text) == "".join(part.text for part in parts)
    assert len(text) == len(shown(text))
    at = 0
    for part in parts:
        covering = {
            number
            for number, (start, size) in enumerate(spans)
            if start <= at < min(start + size, len(text))
        }
        assert covering == set(part.facts)
        at += len(part.text)


def test_the_shortest_quote_of_several_comes_first() -> None:
    """Where quotes overlap, the mark has the colour of the one that says it most closely."""
    parts = {part.text: part.facts for part in page.segments(TEXT, FACTS)}

    assert (2, 3) == parts["left"]
    assert (3,) == parts[" of the "]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_fact_has_a_colour(kind: str) -> None:
    """No kind of fact falls back on the look of nothing in particular."""
    assert family(kind) not in ("event", "other")


# -- the page


def test_the_page_shows_the_text_as_it_is() -> None:
    """The article's words, without the little numbers, are the text character by character."""
    assert TEXT == _Texts(_page()).article.strip("\n") + "\n"


def test_marks_and_facts_are_linked_both_ways() -> None:
    """Each fact leads to its quote, each quote to its fact; no inner link leads nowhere."""
    read = _Texts(_page())
    inner = [link[1:] for link in read.links if link.startswith("#")]

    assert len(read.ids) == len(set(read.ids))
    assert set(inner) <= set(read.ids)
    assert {f"{end}1-{number}" for end in "fq" for number in range(1, 6)} <= set(inner)


def test_a_fact_tells_its_value_terms_rule_and_confidence() -> None:
    """What a curator needs stands beside the text, and in the hover of the mark."""
    text = html.unescape(_page())

    assert "diagnosis: leiomyosarcoma · NCIT:C3158 MONDO:0005058 · diagnosis-rule" in text
    assert 'href="http://purl.obolibrary.org/obo/NCIT_C3158"' in text.replace("https", "http")
    assert "confidence 90%" in text
    assert "× denied" in text


def test_a_fact_tells_its_place_qualifiers_and_links() -> None:
    """Event, status, zero of a time and treatment stand beside the value, in time order."""
    facts = [
        _fact("response", "PD", "given", event=2, order=2, answers=(1,)),
        _fact("drug", "imatinib", "chemotherapy", event=1, order=1, qualifiers=Qualifiers(line=2)),
        _fact(
            "follow-up", "P2Y", "was", event=3, order=3, quantity=Quantity(2, 2, "year"),
            since_event=(1,),
        ),
        _fact("diagnosis", "GIST", "man", tumours=(1,), qualifiers=Qualifiers(status="rejected")),
    ]  # fmt: skip
    text = html.unescape(_page(DOCUMENT, facts))

    assert "1. diagnosis: GIST · rejected · diagnosis-rule" in text
    assert "2. drug: imatinib · event 1, line 2 · drug-rule" in text
    assert "3. response: PD · event 2, answers 1 imatinib · response-rule" in text
    assert "4. followed for: P2Y · event 3, 2 years after 1 imatinib · follow-up-rule" in text


def test_nothing_outside_is_loaded() -> None:
    """No element that loads, and a policy that would not let one."""
    source = _page()
    read = _Texts(source)

    assert read.elements.isdisjoint({"img", "link", "iframe", "object", "embed", "audio", "base"})
    assert "default-src 'none'" in html.unescape(source)
    assert "unsafe" not in source
    assert "src=" not in re.sub(r"script-src|style-src|default-src", "", source)


def test_hostile_words_are_text() -> None:
    """Markup, templates and marks of direction in text, title, value, note and rule do nothing."""
    fact = Fact(
        1, "comorbidity", HOSTILE, Evidence(0, 10, HOSTILE[:10], HOSTILE), note=HOSTILE,
        terms=(Term.parse("SKGT:x"),),
    )  # fmt: skip
    document = Document(Paper("p", title=HOSTILE), HOSTILE + "\x00\x1b\ud800")
    source = page.html([(document, [fact])], lambda _: HOSTILE, title=HOSTILE)

    assert "<img" not in source
    assert "{{ 7*7 }}" in source
    assert "\u202e" not in source
    assert 1 == source.count("<script>")
    source.encode("utf-8")


@given(facts=st.lists(record.facts(), max_size=4), text=st.text(max_size=200))
def test_any_facts_of_any_text_are_a_page(facts: list[Fact], text: str) -> None:
    """No fact and no text makes the page fail, though the quote be elsewhere."""
    source = _page(Document(Paper("p"), text), facts)

    assert source.startswith("<!DOCTYPE html>") or "<!DOCTYPE html>" in source[:20]
    _Texts(source)


def test_several_papers_have_a_list_of_contents() -> None:
    """Two papers are two sections, each with its own numbers."""
    source = page.html([(DOCUMENT, FACTS), (Document(Paper("b"), "x"), [])], _label)

    assert 'href="#p2"' in source
    assert "No facts." in source
    read = _Texts(source)
    assert len(read.ids) == len(set(read.ids))


def test_a_page_says_against_what_a_text_was_read() -> None:
    """A text that was refused and read all the same says so above its facts, escaped."""
    against = {DOCUMENT.paper.id: f"no patient: {HOSTILE}"}
    source = page.html([(DOCUMENT, FACTS)], _label, against=against)

    assert "Read against a refusal" in source
    assert HOSTILE not in source
    assert "Read against a refusal" not in _page()


def test_extract_writes_the_page(run: Run, tmp_path: Path) -> None:
    """`extract --html FILE` writes the page and prints no rows."""
    (tmp_path / "case.txt").write_text(
        "A 61-year-old man presented with a mass of the left thigh. Biopsy showed "
        "leiomyosarcoma. He received doxorubicin.\n",
        encoding="utf-8",
    )
    done = run("extract", "case.txt", "--html", "case.html")

    assert "" == done.stdout
    assert "diagnosis: leiomyosarcoma" in (tmp_path / "case.html").read_text(encoding="utf-8")
    run("extract", "case.txt", "--html", "no/such/folder/case.html", code=2)


# -- in a browser


@pytest.fixture(scope="module")
def chromium() -> Iterator[browser.Browser]:
    """A headless Chromium."""
    if browser.executable() is None:
        pytest.skip("no Chromium on the PATH")
    with browser.Browser() as found:
        yield found


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 400])
def test_the_page_works_in_a_browser(chromium: browser.Browser, tmp_path: Path, width: int) -> None:
    """No error, no request, a card with links at a mark, facts hidden by their chip."""
    path = tmp_path / "page.html"
    path.write_text(_page(), encoding="utf-8")
    chromium.open(path, width=width, dark=width == 400)
    marked = "[...document.querySelectorAll('a.m')].find(m => m.textContent === 'left')"
    chromium.value(f"{marked}.focus()")

    assert ["2"] == [str(chromium.value("document.querySelectorAll('#card li').length"))]
    assert "UBERON:0000376" in chromium.value("document.getElementById('card').textContent")
    assert chromium.value("document.documentElement.scrollWidth <= innerWidth")
    chromium.press("Escape")
    assert chromium.value("document.getElementById('card').hidden")
    chromium.value("document.querySelector('#legend li.k-patient button').click()")
    assert "none" == chromium.value("getComputedStyle(document.getElementById('f1-1')).display")
    assert [] == chromium.faults()
    assert [path.resolve().as_uri()] == chromium.requests()


@pytest.mark.browser
def test_hostile_words_run_nothing(chromium: browser.Browser, tmp_path: Path) -> None:
    """In a browser too, hostile words are words."""
    fact = Fact(1, "comorbidity", HOSTILE, Evidence(0, 10, HOSTILE[:10], HOSTILE), note=HOSTILE)
    path = tmp_path / "page.html"
    path.write_text(_page(Document(Paper("p", title=HOSTILE), HOSTILE), [fact]), encoding="utf-8")
    chromium.open(path)
    chromium.value("document.querySelector('a.m').focus()")

    assert shown(HOSTILE).strip() in chromium.value(
        "[...document.querySelectorAll('article')].map(a => { const c = a.cloneNode(true);"
        " c.querySelectorAll('sup').forEach(s => s.remove()); return c.textContent; }).join('')"
    )
    assert [] == chromium.faults()
    assert 0 == chromium.value("document.images.length")


@pytest.mark.browser
def test_without_javascript_marks_and_list_are_there(
    chromium: browser.Browser, tmp_path: Path
) -> None:
    """The page needs no script to be read: the marks are links, the hover is a title."""
    source = _page()
    start = source.index("<script>")
    path = tmp_path / "page.html"
    still = "<script>document.documentElement.dataset.ready='yes'</script>"
    path.write_text(re.sub(r"<meta http-equiv[^>]*>", "", source[:start]) + still, encoding="utf-8")
    chromium.open(path)

    assert chromium.value("document.querySelector('a.m').title.includes('61')")
    assert 5 == chromium.value("document.querySelectorAll('aside li.f').length")
