"""A text that the reader refuses, read all the same, and what the provenance keeps of it."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

import sarcoma_kg
from conftest import Run
from sarcoma_kg import check, review, triples
from sarcoma_kg.errors import FactError
from sarcoma_kg.graph import LocalGraph
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.reading import curated
from sarcoma_kg.records import Document, Paper, Reading

SERIES = (
    "We reviewed a retrospective cohort of 40 patients with leiomyosarcoma. The median age was 54 "
    "years. One patient had received doxorubicin for lung metastases. She was alive without "
    "disease after 20 months."
)
REFUSED = {
    "no patient: it is about a series": SERIES,
    "no sarcoma": (
        "A 54-year-old woman presented with a mass of the left breast. Biopsy showed invasive "
        "ductal carcinoma. She underwent lumpectomy and received doxorubicin."
    ),
    "a veterinary case": (
        "A 5-year-old retriever, a spayed dog, had a leiomyosarcoma of the stomach. The dog "
        "received doxorubicin and was alive after 6 months."
    ),
    "not English": (
        "Eine 54-jährige Frau stellte sich mit einer Schwellung des Oberschenkels vor. Die Biopsie "
        "zeigte ein Leiomyosarkom. Sie wurde mit Doxorubicin behandelt und war danach tumorfrei."
    ),
}
WHY = "no patient: it is about a series of patients, and no single patient is told"
ORCID = "0000-0002-1825-0097"


def _read(text: str, *, anyway: bool = True) -> sarcoma_kg.Extraction:
    return sarcoma_kg.read(Document(Paper("p"), text), anyway=anyway)


@pytest.mark.parametrize("why", REFUSED)
def test_a_refused_text_is_read_all_the_same(why: str) -> None:
    """It gives facts of a patient, and the reading says against which reason they were taken."""
    refused, read = _read(REFUSED[why], anyway=False), _read(REFUSED[why])

    assert ((), True) == (refused.cases, refused.readable)
    assert (refused.refusal, None) == (read.run.refusal, read.refusal)
    assert read.run.refusal.startswith(why)
    assert "doxorubicin" in {fact.value for fact in read.facts if fact.case}
    assert {read.run.refusal} == {row["refusal"] for row in read.rows()}
    assert (f"p: read against a refusal: {read.run.refusal}",) == read.told


def test_a_case_is_read_as_ever() -> None:
    """What nobody refuses says nothing of a refusal, with or without `anyway`."""
    text = "A 54-year-old woman had a leiomyosarcoma of the thigh. It was resected."
    plain, forced = _read(text, anyway=False), _read(text)

    assert plain.rows() == forced.rows()
    assert ("", (), None) == (forced.run.refusal, forced.told, forced.refusal)
    assert "refusal" not in forced.rows()[0]


@pytest.mark.parametrize(
    "text", ["", "12 12 12", "Boil the carrots for ten minutes.", "Figure 1. (", "\N{SNOWMAN}"]
)
def test_what_gives_nothing_stays_refused(text: str) -> None:
    """Where nothing can be read the refusal is one line, and promises nothing."""
    refused, read = _read(text, anyway=False), _read(text)

    assert not refused.readable
    assert read.refusal is not None
    assert read.refusal.startswith(refused.refusal or "?")
    assert 1 == len(read.refusal.splitlines())
    assert ((), (), "") == (read.cases, read.told, read.run.refusal)


def _quads(ontology: Ontology) -> list[Quad]:
    read = sarcoma_kg.read(Document(Paper("series"), SERIES), anyway=True, ontology=ontology)
    return triples.write(read.document.paper, read.facts, read.run)


def test_the_graph_keeps_the_refusal(ontology: Ontology, tmp_path: Path) -> None:
    """It is written, read back, taken from a file of triples, and fits the shapes."""
    quads = _quads(ontology)
    path = tmp_path / "series.trig"
    path.write_bytes(triples.to_trig("series", quads))
    [(_, taken)] = triples.papers_of(path)

    assert WHY == triples.read(quads)[2].refusal
    assert WHY == triples.read(taken)[2].refusal
    assert [] == [str(f) for f in check.paper(quads, ontology) if f.level == "error"]


def _faulty(quads: list[Quad]) -> Iterator[list[Quad]]:
    told = triples.skg("refusal")
    [quad] = [quad for quad in quads if quad.predicate == told]
    others = [quad for quad in quads if quad.predicate != told]
    for values in (
        [Literal("")],
        [Literal("one"), Literal("two")],
        [NamedNode("https://example.org/why")],
    ):
        yield others + [Quad(quad.subject, told, value, quad.graph_name) for value in values]


def test_a_refusal_is_told_once_in_words(ontology: Ontology) -> None:
    """An empty one, two, or an address for one is a finding."""
    for quads in _faulty(_quads(ontology)):
        told = [str(finding) for finding in check.shapes(quads, ontology)]

        assert any("refusal" in finding for finding in told), told


def test_a_review_keeps_the_refusal(ontology: Ontology) -> None:
    """The sheet shows it to the reviewer, and remembers it; a sheet without one has none."""
    read = _read(SERIES)
    said = review.write(read.document, read.facts, read.run)
    plain = review.write(read.document, read.facts, replace(read.run, refusal=""))

    assert f"# Read against a refusal: {WHY}\n" in said
    assert [WHY, ""] == [review.read(each, "r.txt").refusal for each in (said, plain)]
    assert "efusal" not in plain


def test_rows_keep_the_refusal(ontology: Ontology, tmp_path: Path) -> None:
    """The rows that `extract --anyway` prints bring it into the reading of a curator."""
    read = _read(SERIES)
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in read.rows()), encoding="utf-8")
    run = curated(path, read.document, ORCID, ontology).run

    assert (f"person:{ORCID}", WHY) == (run.agent, run.refusal)
    path.write_text(json.dumps(read.rows()[0] | {"refusal": 3}), encoding="utf-8")
    with pytest.raises(FactError, match="refusal 3 is no text"):
        curated(path, read.document, ORCID, ontology)


# -- on the command line


@pytest.fixture
def series(tmp_path: Path) -> str:
    """A series of patients, as a file."""
    path = tmp_path / "series.txt"
    path.write_text(SERIES, encoding="utf-8")
    return str(path)


def _reading(folder: Path) -> Reading:
    return triples.read(LocalGraph(folder / "graph").quads("series"))[2]


def test_extract_reads_it_all_the_same(run: Run, series: str, tmp_path: Path) -> None:
    """The refusal is one line that names the way; with --anyway the facts come, and one line."""
    refused = run("extract", series, code=1)
    done = run("extract", series, "--anyway", "--format", "jsonl")

    assert f"sarcoma-kg: series: no sarcoma case: {WHY}; --anyway reads it all the same\n" == (
        refused.stderr
    )
    assert f"sarcoma-kg: series: read against a refusal: {WHY}\n" == done.stderr
    assert "doxorubicin" in {json.loads(line)["value"] for line in done.stdout.splitlines()}
    (tmp_path / "soup.txt").write_text("Boil the carrots for ten minutes.\n", encoding="utf-8")
    for args in ((), ("--anyway",)):
        told = run("extract", "soup.txt", *args, code=1).stderr
        assert 1 == len(told.splitlines())
        assert "reads it all the same" not in told


def test_add_keeps_the_refusal(run: Run, series: str, tmp_path: Path) -> None:
    """It stands in the graph and in `show`, and goes along when the file is added elsewhere."""
    run("add", series, code=1)
    assert "added series" in run("add", series, "--anyway").stdout
    shown = run("show", "series")
    rows = run("show", "series", "--format", "jsonl").stdout

    assert WHY == _reading(tmp_path).refusal
    assert f"read against a refusal: {WHY}" in shown.stdout.splitlines()
    assert {WHY} == {json.loads(line)["refusal"] for line in rows.splitlines()}
    (tmp_path / "rows.jsonl").write_text(rows, encoding="utf-8")
    run("add", series, "--facts", "rows.jsonl", "--replace")
    assert ("person:unnamed", WHY) == (_reading(tmp_path).agent, _reading(tmp_path).refusal)
    asked = run("query", "provenance-of-paper", "paper=series", "--format", "csv").stdout
    assert WHY in asked


def test_a_review_of_a_refused_text(run: Run, series: str, tmp_path: Path) -> None:
    """The review file brings the refusal into the graph; it is refused without --anyway."""
    run("add", series, "--review-file", "r.txt", code=1)
    run("add", series, "--review-file", "r.txt", "--anyway")
    run("add", series, "--reviewed", "r.txt", "--curator", ORCID)

    assert (f"person:{ORCID}", WHY) == (_reading(tmp_path).agent, _reading(tmp_path).refusal)
