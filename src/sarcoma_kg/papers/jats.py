"""JATS full text: an `article` as a document, with sections, tables and captions.

References, acknowledgements, funding and the like are left out.
Element names: https://jats.nlm.nih.gov/archiving/tag-library/
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sarcoma_kg.papers import markup, plain, section
from sarcoma_kg.papers.composition import Composition
from sarcoma_kg.papers.identifier import Identifier

if TYPE_CHECKING:
    from lxml import etree

    from sarcoma_kg.records import Document

_FLOATS = frozenset({"fig", "table-wrap"})
_GROUPS = frozenset({"fig-group", "table-wrap-group", "floats-group"})
# what stands in a section and is no text of the paper
_LEFT_OUT = frozenset(
    {"ref-list", "fn-group", "supplementary-material", "title", "label", "sec-meta", "notes"}
)
_INNER = _FLOATS | _GROUPS | {"supplementary-material", "fn", "ref-list"}
_OTHER_ABSTRACTS = frozenset(
    {"graphical", "teaser", "toc", "plain-language-summary", "key-points", "video"}
)
_IDS = {"pmc": "pmcid", "pmcid": "pmcid", "pmid": "pmid", "doi": "doi"}
_YEAR = re.compile(r"(?:1[89]|20)\d\d")


def identifier(article: "etree._Element") -> Identifier:
    """Give the identifiers in the front of an article."""
    found: dict[str, str] = {}
    for each in article.findall("{*}front/{*}article-meta/{*}article-id"):
        kind = _IDS.get(each.get("pub-id-type", ""))
        if kind:
            found.setdefault(kind, markup.line(each))
    return Identifier.checked(**found)


def _retracted(article: "etree._Element", title: str) -> bool:
    kind = article.get("article-type")
    if kind == "retraction":
        return False  # the notice of a retraction, whose related article is the retracted one
    related = article.findall("{*}front/{*}article-meta/{*}related-article")
    types = [each.get("related-article-type", "") for each in related]
    return (
        kind == "retracted-article"
        or any(each.startswith("retraction") for each in types)  # retraction-forward and the like
        or plain.is_retracted(title)
    )


def _authors(meta: "etree._Element") -> tuple[str, ...]:
    names = []
    for each in meta.findall("{*}contrib-group/{*}contrib"):
        if each.get("contrib-type", "author") == "author":
            last = markup.first(each, "{*}name/{*}surname")
            given = markup.first(each, "{*}name/{*}given-names")
            initials = "".join(part[0] for part in re.split(r"[\s.-]+", given) if part)
            names.append(f"{last} {initials}".strip() or markup.first(each, "{*}collab"))
    return tuple(name for name in names if name)


def _licence(meta: "etree._Element") -> str:
    found = meta.find("{*}permissions/{*}license")
    if found is None:
        return ""
    links = [value for key, value in found.attrib.items() if key.endswith("href")]
    links += [markup.line(each) for each in found.iter("{*}license_ref")]
    return next((link.strip() for link in links if link.strip()), markup.line(found)[:200])


def _year(meta: "etree._Element") -> int | None:
    years = [markup.first(each, "{*}year") for each in meta.findall("{*}pub-date")]
    numbers = [int(year) for year in years if _YEAR.fullmatch(year)]
    return min(numbers, default=None)


class _Writer:
    """Writes an article's body into a composition, section by section."""

    def __init__(self, composed: Composition) -> None:
        self.composed = composed
        self._floats: list[tuple[etree._Element, str]] = []

    def parts(self, element: "etree._Element", title: str, role: str) -> None:
        """Write the paragraphs of a section as one passage, then its floats and sub-sections."""
        paragraphs = [text for text in self._paragraphs(element, role) if text]
        self.composed.section(title, "\n".join(paragraphs), role, line=True)
        self.flush()
        for child in element:
            if markup.local(child) == "sec":
                self.sec(child, title, role)

    def sec(self, element: "etree._Element", above: str, role: str) -> None:
        """Write a `sec`; without a title it goes on with that of the section above."""
        title = markup.first(element, "{*}title")
        if title and element.find("{*}p") is None:
            self.composed.heading(title)  # its sub-sections follow
        self.parts(element, title or above, section.nested(title, role) if title else role)

    def _paragraphs(self, element: "etree._Element", role: str) -> Iterator[str]:
        for child in element:
            name = markup.local(child)
            if name in _FLOATS:
                self._floats.append((child, role))
            elif name == "p":
                yield markup.line(child, _INNER)
                self._floats += [(each, role) for each in child.iter("{*}fig", "{*}table-wrap")]
            elif name in (
                "list",
                "list-item",
                "boxed-text",
                "disp-quote",
                "def-list",
                "def-item",
                "def",
                *_GROUPS,
            ):
                yield from self._paragraphs(child, role)
            elif name and name != "sec" and name not in _LEFT_OUT:
                yield markup.line(child, _INNER)

    def flush(self) -> None:
        """Write the figures and tables met since the last section."""
        floats, self._floats = self._floats, []
        for element, role in floats:
            self._float(element, role)

    def _float(self, element: "etree._Element", role: str) -> None:
        label = markup.first(element, "{*}label").rstrip(".:")
        caption = element.find("{*}caption")
        lines = [] if caption is None else [markup.line(each) for each in caption]
        if markup.local(element) == "table-wrap":
            for row in element.iter("{*}tr"):
                cells = [markup.line(cell) for cell in row if markup.local(cell) in ("td", "th")]
                lines.append(" | ".join(cells) if any(cells) else "")
            role, label = "other", label or "Table"
        self.composed.section(label or "Figure", "\n".join(filter(None, lines)), role)

    def floats_in(self, element: "etree._Element | None", role: str) -> None:
        """Write the figures and tables that stand together at the end of an article."""
        if element is not None:
            found = element.iter("{*}fig", "{*}table-wrap")
            self._floats += [(each, role) for each in found]
            self.flush()


def _abstract(composed: Composition, abstract: "etree._Element") -> None:
    sections = abstract.findall("{*}sec")
    for each in sections:
        title = markup.first(each, "{*}title").rstrip(":. ")
        composed.section(title, " ".join(markup.line(p) for p in each.findall("{*}p")))
    if not sections:
        composed.blocks("\n".join(filter(None, map(markup.line, abstract.findall("{*}p")))))


def document(article: "etree._Element", name: str) -> tuple["Document", bool]:
    """Make the document of a JATS `article`, and tell whether it has an abstract or a body.

    `name` is for an article without identifiers.
    """
    composed = Composition()
    meta = article.find("{*}front/{*}article-meta")
    title = "" if meta is None else markup.first(meta, "{*}title-group/{*}article-title")
    composed.title(title)
    for each in () if meta is None else meta.findall("{*}abstract"):
        if each.get("abstract-type") not in _OTHER_ABSTRACTS:
            _abstract(composed, each)
    writer = _Writer(composed)
    body = article.find("{*}body")
    if body is not None:
        writer.parts(body, "", "other")
    for path in ("{*}back", "{*}floats-group"):
        writer.floats_in(article.find(path), "other")
    words = () if meta is None else meta.findall("{*}kwd-group/{*}kwd")
    composed.section("Keywords", "; ".join(filter(None, map(markup.line, words))))
    made = composed.document(
        identifier(article),
        name,
        title=title,
        journal=markup.first(article, "{*}front/{*}journal-meta//{*}journal-title"),
        year=None if meta is None else _year(meta),
        licence="" if meta is None else _licence(meta),
        authors=() if meta is None else _authors(meta),
        retracted=_retracted(article, title),
    )
    return made, composed.has_body
