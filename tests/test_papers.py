import gzip
import io
import sys
from pathlib import Path

import pytest

from sarcoma_kg import papers, records
from sarcoma_kg.errors import SourceError
from sarcoma_kg.papers import plain, source

HERE = Path(__file__).parent / "papers"
VALID, INVALID = HERE / "valid", HERE / "invalid"


def one(name: str) -> records.Document:
    """Read a valid file that holds one paper."""
    (document,) = papers.read(str(VALID / name))
    return document


def titled(document: records.Document) -> dict[str, tuple[str, str]]:
    """Give role and text by the title of each passage."""
    return {p.title: (p.role, document.text[p.start : p.end]) for p in document.passages}


def fault(path: str | Path, **options: object) -> str:
    """Read a source that cannot be read, and give the message without the source's name."""
    with pytest.raises(SourceError) as caught:
        list(papers.read(str(path), **options))
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert "\n" not in message
    return message.removeprefix(f"{path}: ")


@pytest.mark.parametrize("path", sorted(VALID.iterdir()), ids=lambda path: path.name)
def test_valid(path: Path) -> None:
    """Every passage of a valid paper lies in its text, in order, and its paper describes it."""
    for document in papers.read(str(path)):
        text, paper = document.text, document.paper

        described = (records.digest(text), len(records.normal(text)))
        assert described == (paper.text_sha256, paper.text_length)
        assert document.passages
        end = 0
        for passage in document.passages:
            assert end <= passage.start < passage.end <= len(text)
            assert text[passage.start : passage.end].strip() == text[passage.start : passage.end]
            end = passage.end


FAULTS = {
    "blank.txt": "it is empty",
    "broken.pdf": "the PDF cannot be read",
    "damaged.xml.gz": "the gzip file is damaged",
    "deep.xml": "Excessive depth",
    "empty.txt": "it is empty",
    "entity_attribute_bomb.xml": "entity amplification",
    "entity_bomb.xml": "entities of its own",
    "entity_outside.xml": "entities of its own",
    "entity_parameter.xml": "entities of its own",
    "entity_unknown.xml": "an entity that is not declared",
    "html.xml": "a web page",
    "json.txt": "it is JSON",
    "latin1.txt": "byte 5 (0xe9) is not UTF-8",
    "latin1_line.nbib": "line 3: byte 42 (0xe9) is not UTF-8",
    "malformed.xml": "broken at line 3, column 42",
    "no_abstract.xml": "no abstract or text",
    "no_abstracts.xml": "none of its 2 records",
    "no_records.xml": "no record of a paper",
    "nul.txt": "byte 9 is NUL",
    "ris.ris": "a RIS file",
    "rtf.txt": "it is RTF",
    "scan.pdf": "no text layer",
    "surrogate.txt": "byte 10 is a lone surrogate",
    "title_only.nbib": "no abstract or text",
    "truncated.xml": "the XML is broken at line 4",
    "truncated.xml.gz": "cut short",
    "unknown_root.xml": "XML of <feed>",
    "utf16.txt": "UTF-16",
    "zip.docx": "a zip archive",
}


@pytest.mark.parametrize("path", sorted(INVALID.iterdir()), ids=lambda path: path.name)
def test_invalid(path: Path) -> None:
    """What is wrong with a file is told in one line that begins with its name."""
    if path.suffix == ".pdf":
        pytest.importorskip("pypdf")

    assert FAULTS[path.name] in fault(path)


def test_missing(tmp_path: Path) -> None:
    """A missing file, a directory and a name that no file can have are told apart."""
    assert "no such file" in fault(tmp_path / "none.txt")
    assert "a directory" in fault(tmp_path)
    with pytest.raises(SourceError, match="cannot be opened"):
        list(papers.read("a\0b.txt"))


def test_long_name(tmp_path: Path) -> None:
    """A name that the file system refuses is a fault, not a crash."""
    assert "cannot be opened" in fault(tmp_path / ("x" * 5000))


def test_hidden_characters(tmp_path: Path) -> None:
    """A file's name cannot send control characters to the terminal."""
    path = tmp_path / "a\x1b[31m\n.txt"
    with pytest.raises(SourceError) as caught:
        list(papers.read(str(path)))

    assert "\x1b" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that may not be read is told in one line."""
    path = tmp_path / "a.txt"
    path.write_text("A man had a sarcoma.")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert "not allowed" in fault(path)


def test_exact_text(tmp_path: Path) -> None:
    """A plain text is kept exactly: byte-order mark, newlines of every kind, control characters."""
    data = "\ufeffA man\r\nhad\ra \x07sarcoma\u2028of\x0bthe heel.\n\n".encode()
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    (document,) = papers.read(str(path))

    assert document.text.encode() == data


def test_own_identifiers() -> None:
    """A plain text's name and citation line give its PMID, DOI, journal and year."""
    paper = one("PMID10000001.txt").paper

    assert paper.id == "pmid-10000001"
    assert (paper.doi, paper.journal, paper.year) == (
        "10.5555/jis.2021.0012",
        "J Invent Sarcoma",
        2021,
    )
    assert paper.title == "A sarcoma of the big toe in a lighthouse keeper: a case report"


def test_pubmed_text() -> None:
    """The text that PubMed saves gives its title, PMID and PMCID; authors are not the text."""
    document = one("pubmed_text.txt")
    paper = document.paper

    assert (paper.pmid, paper.pmcid, paper.year) == ("10000002", "PMC9000002", 2020)
    assert paper.title == "Chondrosarcoma of a rib in a glass blower"
    assert titled(document)["Author information"] == ("other", "(1)Hospital of Nowhere.")


def test_markdown() -> None:
    """Markdown headings nest: a part of the case report is case text, one of the discussion not."""
    found = titled(one("paper.md"))

    assert found["Title"] == ("title", "A sarcoma of the elbow")
    assert found["Introduction"] == ("background", "Elbows are rarely affected.")
    assert found["Case 1"] == ("case", "A man of 30 had a swelling.")
    assert found["Histology"][0] == "case"
    assert found["Case selection"][0] == "discussion"
    assert found["References"][0] == "references"
    assert one("paper.md").paper.doi == ""


def test_pubmed_xml() -> None:
    """A PubMed record is composed: title, labelled sections, keywords."""
    document = one("pubmed_one.xml")

    assert document.text.startswith(
        "Angiosarcoma of the ear in a violin maker.\n\n"
        "Background: Ears are seldom affected.\n\n"
        "Case presentation: A violin maker had 10^9 cells and <5 cm of β2 tumour.\n\n"
    )
    assert [p.role for p in document.passages] == [
        "title",
        "background",
        "case",
        "conclusions",
        "keywords",
    ]
    paper = document.paper
    assert (paper.id, paper.pmcid, paper.doi) == (
        "pmid-10000003",
        "PMC9000003",
        "10.5555/jis.2019.0003",
    )
    assert paper.authors == ("Nobody AB", "Invented Group")
    assert (paper.journal, paper.year) == ("Journal of invented sarcoma", 2019)


def test_pubmed_set() -> None:
    """A set gives its records in order: one is only a title, a retracted one is marked."""
    found = list(papers.read(str(VALID / "pubmed_set.xml.gz")))

    assert [d.paper.id for d in found] == ["pmid-10000003", "pmid-10000004", "pmid-10000005"]
    assert found[1].text == "Title alone."
    assert [d.paper.retracted for d in found] == [False, False, True]


def test_medline() -> None:
    """MEDLINE text gives its records; labels inside the abstract open passages."""
    first, second = papers.read(str(VALID / "records.nbib"))

    found = titled(first)
    assert found["BACKGROUND AND AIM"] == ("background", "Palates are rarely affected.")
    assert found["CASE REPORT"] == ("case", "A baker of 52 had a lump. It was excised.")
    assert found["Keywords"] == ("keywords", "palate; fibrosarcoma")
    assert (first.paper.id, first.paper.pmcid) == ("pmid-10000006", "PMC9000006")
    assert (second.paper.id, second.paper.retracted) == ("pmid-10000007", True)


def test_jats() -> None:
    """Full text gives sections, captions and tables; references and reviews are left out."""
    document = one("article.nxml")
    found = titled(document)

    assert found["Introduction"] == ("background", "Jaws are well known [1,2].")
    assert found["Case report"] == ("case", "He had 10^9 cells.\nThen he was operated on.")
    assert found["Treatment"] == ("case", "The jaw was resected.\nFirst, chemotherapy.")
    assert found["Figure 1"] == ("case", "The jaw.")
    assert found["Table 1"] == ("other", "Blood.\nDay | Count\n1 | 5")
    for word in ("Noone", "Cited work", "A review", "thank the band", "Open."):
        assert word not in document.text
    paper = document.paper
    assert (paper.id, paper.pmcid, paper.doi) == (
        "pmid-10000008",
        "PMC9000008",
        "10.5555/jis.2022.0008",
    )
    assert paper.licence == "https://creativecommons.org/licenses/by/4.0/"
    assert paper.authors == ("Nobody AB",)


def test_jats_set() -> None:
    """What PMC gives holds several articles; a retracted one is marked."""
    found = list(papers.read(str(VALID / "articles.xml")))

    assert [(d.paper.id, d.paper.retracted) for d in found] == [
        ("pmid-10000008", False),
        ("pmid-10000009", True),
    ]


def test_pdf() -> None:
    """A PDF gives its title and sections; words broken at a line's end are whole again."""
    pytest.importorskip("pypdf")
    document = one("thumb.pdf")
    found = titled(document)

    assert document.paper.title == "Liposarcoma of the thumb in a watchmaker"
    assert found["Case report"][0] == "case"
    assert "The liposarcoma was well-differentiated and" in found["Case report"][1]
    assert found["Discussion"][0] == "discussion"


def test_pdf_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without pypdf, a PDF says what to install."""
    monkeypatch.setitem(sys.modules, "pypdf", None)

    assert "pip install 'sarcoma-kg[pdf]'" in fault(VALID / "thumb.pdf")


def test_stdin() -> None:
    """Standard input is read as a file is; a text without a name is named after its SHA-256."""
    (document,) = papers.read("-", stdin=io.BytesIO(b"A man had a sarcoma."))
    (packed,) = papers.read("-", stdin=io.BytesIO((VALID / "pubmed_one.xml").read_bytes()))

    assert document.paper.id == f"text-{document.paper.text_sha256[:12]}"
    assert packed.paper.id == "pmid-10000003"
    assert "it is empty" in fault("-", stdin=io.BytesIO(b""))


def test_compressed_text(tmp_path: Path) -> None:
    """Any format may be gzipped, and keeps its name."""
    path = tmp_path / "heel.txt.gz"
    path.write_bytes(gzip.compress(b"A man had a sarcoma."))
    (document,) = papers.read(str(path))

    assert (document.text, document.paper.id) == ("A man had a sarcoma.", "heel")


def test_too_long(tmp_path: Path) -> None:
    """Ten megabytes of text are no paper, and are told so."""
    path = tmp_path / "long.txt"
    path.write_bytes(b"A man had a sarcoma. " * 500_000)

    assert "10,500,000 characters" in fault(path)


def test_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A source larger than any paper is given up before it fills the memory."""
    monkeypatch.setattr(source, "LARGEST", 1000)
    path = tmp_path / "large.txt"
    path.write_bytes(b"A man had a sarcoma. " * 100)

    assert "larger than" in fault(path)


def test_triples() -> None:
    """Ready-made triples are told by the ending of their name."""
    assert [
        papers.is_rdf(f"a{end}") for end in (".ttl", ".TRIG", ".nq", ".nt", ".jsonld", ".rdf")
    ] == [True] * 6
    assert not any(papers.is_rdf(f"a{end}") for end in (".txt", ".xml", ".nbib", ".json", ""))


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("en", "A 45-year-old man had a mass."),
        ("en", "Leiomyosarcoma of the mesentery"),
        ("en", ""),
        (
            "other",
            "La mujer de 45 años tenía una masa en el muslo y fue operada.",
        ),
        (
            "other",
            "Die Frau hatte einen Tumor und wurde in der Klinik operiert.",
        ),
        (
            "other",
            "La femme avait une masse dans la cuisse et elle a été opérée.",
        ),
        (
            "other",
            "Una donna aveva una massa nella coscia e fu operata con successo.",
        ),
        ("other", "A paciente de 50 anos foi a consulta com a queixa de dor e a massa da coxa."),
        ("other", "Больной 45 лет поступил с опухолью бедра и был оперирован в клинике."),
        ("other", "患者女性45岁右大腿肿物三个月"),
    ],
)
def test_language(expected: str, text: str) -> None:
    """English is told from other languages by its small words."""
    assert papers.language(text) == expected


@pytest.mark.parametrize(
    ("retracted", "title"),
    [
        (True, "RETRACTED: A sarcoma"),
        (True, "Retracted Article: A sarcoma"),
        (True, "[Retracted] A sarcoma"),
        (False, "Retracted nipples in sarcoma of the breast"),
        (False, "A sarcoma of the heel"),
    ],
)
def test_retracted_title(retracted: bool, title: str) -> None:
    """A mark of retraction in a title counts; a sign of disease that reads alike does not."""
    assert plain.is_retracted(title) is retracted


@pytest.mark.parametrize(
    ("retracted", "kind"), [(True, "RetractionIn"), (False, "RetractionOf"), (False, "ErratumIn")]
)
def test_retraction_note(retracted: bool, kind: str) -> None:
    """A note that a paper was retracted marks it; a note that it retracts another does not."""
    record = (
        "<PubmedArticle><MedlineCitation><PMID>7</PMID><Article><ArticleTitle>A sarcoma."
        "</ArticleTitle><Abstract><AbstractText>A man.</AbstractText></Abstract></Article>"
        "<CommentsCorrectionsList><CommentsCorrections RefType='" + kind + "'/>"
        "</CommentsCorrectionsList></MedlineCitation></PubmedArticle>"
    )
    (document,) = papers.read("-", stdin=io.BytesIO(record.encode()))

    assert document.paper.retracted is retracted


@pytest.mark.parametrize(
    ("retracted", "kind", "related"),
    [
        (True, "retracted-article", "x"),
        (True, "case-report", "retraction-forward"),
        (False, "retraction", "retracted-article"),
        (False, "retraction", "retraction-forward"),
        (False, "case-report", "corrected-article"),
    ],
)
def test_retracted_article(retracted: bool, kind: str, related: str) -> None:
    """A retracted article is marked, the notice of its retraction is not."""
    article = (
        f"<article article-type='{kind}'><front><article-meta>"
        f"<related-article related-article-type='{related}'/></article-meta></front>"
        "<body><p>A man.</p></body></article>"
    )
    (document,) = papers.read("-", stdin=io.BytesIO(article.encode()))

    assert document.paper.retracted is retracted


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        (
            "seen<sup><xref ref-type='bibr'>1</xref>,<xref ref-type='bibr'>2</xref></sup>.",
            "seen [1,2].",
        ),
        ("seen<xref ref-type='bibr'><sup>12</sup></xref>.", "seen [12]."),
        ("seen <xref ref-type='bibr'>12</xref>.", "seen [12]."),
        ("seen [<xref ref-type='bibr'>1</xref>, <xref ref-type='bibr'>2</xref>].", "seen [1, 2]."),
        ("seen (<xref ref-type='bibr'>Noone, 2001</xref>).", "seen (Noone, 2001)."),
        ("see Fig. <xref ref-type='fig'>1</xref>", "see Fig. 1"),
        ("10<sup>9</sup> and 10<sup>-3</sup>", "10^9 and 10^-3"),
        ("4 cm<sup>2</sup> and CO<sub>2</sub>", "4 cm2 and CO2"),
        ("&alpha; &lt; 5<break/>mm", "α < 5 mm"),
    ],
)
def test_set_apart(markup: str, text: str) -> None:
    """Raised and lowered numbers keep their sense; citations stand in brackets."""
    data = f"<!DOCTYPE article PUBLIC 'x' 'x.dtd'><article><body><p>{markup}</p></body></article>"
    (document,) = papers.read("-", stdin=io.BytesIO(data.encode()))

    assert document.text == text


SHARED = Path(__file__).parents[2] / "shared" / "papers" / "formats"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real files are not here")
@pytest.mark.parametrize(
    ("pattern", "number"),
    [("*.nxml", 1), ("*.jats.xml", 1), ("*pubmed*.xml", 5), ("*.nbib", 76), ("pmc_*.txt", 5)],
)
def test_real_files(pattern: str, number: int) -> None:
    """Real files of every format give all their records, each with a PMID or a DOI."""
    found = [d for path in SHARED.glob(pattern) for d in papers.read(str(path))]

    assert len(found) == number
    assert all(d.paper.title and (d.paper.pmid or d.paper.doi) for d in found)
