"""PubMed XML: one `PubmedArticle` as a document.

Element names: https://www.nlm.nih.gov/bsd/licensee/elements_descriptions.html
"""

import re
from typing import TYPE_CHECKING

from sarcoma_kg.papers import markup, plain
from sarcoma_kg.papers.composition import Composition
from sarcoma_kg.papers.identifier import Identifier

if TYPE_CHECKING:
    from lxml import etree

    from sarcoma_kg.records import Document

_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_RETRACTED = "Retracted Publication"  # the publication type of NLM, D016441


def identifier(record: "etree._Element") -> Identifier:
    """Give the identifiers of a `PubmedArticle`; those of its references do not count."""
    found = {"pmid": markup.first(record, "MedlineCitation/PMID")}
    for each in record.findall("PubmedData/ArticleIdList/ArticleId"):
        found.setdefault(each.get("IdType", ""), markup.line(each))
    for each in record.findall("MedlineCitation/Article/ELocationID"):
        if each.get("EIdType") == "doi" and each.get("ValidYN", "Y") == "Y":
            found.setdefault("doi", markup.line(each))
    return Identifier.checked(found.get("pmid", ""), found.get("pmc", ""), found.get("doi", ""))


def _authors(article: "etree._Element") -> tuple[str, ...]:
    names = []
    for author in article.findall("AuthorList/Author"):
        last, initials = markup.first(author, "LastName"), markup.first(author, "Initials")
        names.append(f"{last} {initials}".strip() or markup.first(author, "CollectiveName"))
    return tuple(name for name in names if name)


def _retracted(record: "etree._Element", title: str) -> bool:
    types = record.findall("MedlineCitation/Article/PublicationTypeList/PublicationType")
    notes = record.findall("MedlineCitation/CommentsCorrectionsList/CommentsCorrections")
    return (
        any(markup.line(each) == _RETRACTED for each in types)
        or any(each.get("RefType") == "RetractionIn" for each in notes)
        or plain.is_retracted(title)
    )


def _heading(text: str) -> str:
    # labels come in capitals: "CASE PRESENTATION" is set as "Case presentation"
    return text.capitalize() if text.isupper() else text


def document(record: "etree._Element", name: str) -> tuple["Document", bool]:
    """Make the document of a `PubmedArticle`, and tell whether it has an abstract.

    `name` is for a record without identifiers.
    """
    article = record.find("MedlineCitation/Article")
    composed = Composition()
    title = "" if article is None else markup.first(article, "ArticleTitle")
    composed.title(title)
    for part in () if article is None else article.findall("Abstract/AbstractText"):
        label = _heading(" ".join(part.get("Label", "").split()))
        if label.lower() == "unlabelled":
            label = ""
        body = markup.line(part)
        if label:
            composed.section(label, body)
        else:
            composed.blocks(body)
    words = [markup.line(each) for each in record.findall("MedlineCitation/KeywordList/Keyword")]
    composed.section("Keywords", "; ".join(filter(None, words)))
    dates = "" if article is None else markup.first(article, "Journal/JournalIssue/PubDate")
    year = _YEAR.search(dates)
    made = composed.document(
        identifier(record),
        name,
        title=title,
        journal="" if article is None else markup.first(article, "Journal/Title"),
        year=int(year[0]) if year else None,
        authors=() if article is None else _authors(article),
        retracted=_retracted(record, title),
    )
    return made, composed.has_body
