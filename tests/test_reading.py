import json
import os
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

import sarcoma_kg
from conftest import TESTS, Run
from sarcoma_kg import papers, triples
from sarcoma_kg.errors import FactError, SourceError
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.reading import Extraction, curated
from sarcoma_kg.records import Document, Fact, NormalText, Paper, Reading, placed

CASE = (
    "A 54-year-old woman presented with a painful mass of the left thigh. Biopsy showed "
    "leiomyosarcoma. She underwent wide excision and received doxorubicin and ifosfamide. "
    "There was no recurrence, and she was alive without disease 24 months after surgery.\n"
)
#: Texts that were written for the project.
INVENTED = sorted([*TESTS.glob("gold/**/text/*.txt"), *TESTS.glob("cases/*/*.txt")])
COURSES = TESTS / "gold" / "course" / "invented"
#: The texts of the annotated documents are others' and not in this repository.
SHARED = Path(os.environ.get("SARCOMA_KG_TEXTS", "no-such-folder"))


def _document(path: Path) -> Document:
    (document,) = papers.read(str(path))
    return document


def _stored(extraction: Extraction) -> tuple[Fact, ...]:
    """Give the facts of a paper as they come back from the graph."""
    document = extraction.document
    facts = triples.normalised(extraction.facts, NormalText.of(document.text))
    return triples.read(triples.write(document.paper, facts, extraction.run))[1]


def _rows(facts: Iterable[Fact]) -> list[dict[str, object]]:
    return [fact.row() for fact in facts]


def _written(path: Path, rows: Iterable[dict[str, object]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


# -- one call


def test_a_paper_is_read_by_one_call(ontology: Ontology) -> None:
    """Cases with their tumours and events, the claims, who read: facts are grounded and placed."""
    read = sarcoma_kg.read(Document(Paper("thigh"), CASE), ontology=ontology)
    (case,) = read.cases

    assert None is read.refusal
    assert ("rules", sarcoma_kg.__version__) == (read.run.agent, read.run.version)
    assert read.facts == case.facts + read.claims
    assert "leiomyosarcoma" == case.tumours[0].fact("diagnosis").value  # type: ignore[union-attr]
    assert [] == [fact for fact in read.facts if not fact.subject]
    assert [fact.row("thigh") for fact in read.facts] == read.rows()


def test_a_path_is_read_by_the_same_call(tmp_path: Path) -> None:
    """What the command line takes as a source, the library takes; a path may be a Path."""
    path = tmp_path / "thigh.txt"
    path.write_text(CASE, encoding="utf-8")

    assert sarcoma_kg.read(path).rows() == sarcoma_kg.read(str(path)).rows()
    assert ["thigh"] == [read.document.paper.id for read in sarcoma_kg.read_all(path)]


def test_a_refusal_is_a_value(ontology: Ontology) -> None:
    """A text without a sarcoma case is no error: it says why in one line, and has no facts."""
    read = sarcoma_kg.read(Document(Paper("soup"), "Boil the carrots for ten minutes.\n"))

    assert read.refusal
    assert 1 == len(read.refusal.splitlines())
    assert ((), (), [], "rules") == (read.cases, read.facts, read.rows(), read.run.agent)


def test_a_source_of_several_papers_is_a_stream(tmp_path: Path) -> None:
    """`read_all` gives each of them; `read` says that there are more."""
    record = "PMID- {0}\nTI  - A case {0}\nAB  - {1}\n\n"
    path = tmp_path / "two.nbib"
    path.write_text("".join(record.format(n, CASE.strip()) for n in (1, 2)), encoding="utf-8")

    assert ["pmid-1", "pmid-2"] == [r.document.paper.id for r in sarcoma_kg.read_all(path)]
    with pytest.raises(SourceError, match=r"several papers, pmid-2 too; read_all"):
        sarcoma_kg.read(path)


def test_a_reader_that_is_none_is_told_before_reading() -> None:
    """A wrong name is a fault of the call, whatever the source."""
    with pytest.raises(SourceError, match="no reader"):
        sarcoma_kg.read(Document(Paper("thigh"), CASE), reader="nobody")


# -- the same rows, whichever way


def _offenders(texts: Iterable[Path], ontology: Ontology) -> list[str]:
    found = []
    for path in texts:
        for document in papers.read(str(path)):
            read = sarcoma_kg.read(document, ontology=ontology)
            form = NormalText.of(document.text)
            expected = _rows(triples.normalised(read.facts, form))
            plain = "\r" not in document.text and unicodedata.is_normalized("NFC", document.text)
            if expected != _rows(_stored(read)) or (plain and expected != _rows(read.facts)):
                found.append(path.name)
    return found


def test_what_is_extracted_is_what_is_shown(ontology: Ontology) -> None:
    """The rows that reading gives come back from the graph, for every invented text."""
    assert len(INVENTED) >= 100
    assert [] == _offenders(INVENTED, ontology)


@pytest.mark.skipif(not SHARED.is_dir(), reason="SARCOMA_KG_TEXTS does not say where the texts are")
def test_what_is_extracted_of_articles_is_what_is_shown(ontology: Ontology) -> None:
    """So do those of the annotated articles."""
    assert [] == _offenders(sorted(SHARED.glob("*.txt")), ontology)


@pytest.mark.parametrize("name", ["rech", "redo", "board"])
def test_extract_and_show_print_the_same(run: Run, name: str) -> None:
    """`extract FILE` and `add FILE; show` print the same rows, but for where they are from."""
    path = TESTS / "cases" / "answers" / f"{name}.txt"
    extracted = run("extract", str(path), "--format", "jsonl").stdout.splitlines()
    run("add", str(path))
    shown = run("show", f"{name}#case1", "--format", "jsonl").stdout.splitlines()
    rows = [[json.loads(line) for line in lines] for lines in (extracted, shown)]
    one, other = (
        [{key: row[key] for key in row if key not in ("paper", "source")} for row in part]
        for part in rows
    )

    assert one
    assert [row for row in one if row["case"] == 1] == other


# -- a curator's rows


def _courses() -> list[tuple[Path, Path]]:
    """Give the annotated courses with their texts, as far as the texts are here."""
    found = [(path, COURSES / "text") for path in sorted(COURSES.glob("facts/*.jsonl"))]
    first = sorted((TESTS / "gold" / "course" / "first").glob("*.jsonl"))
    texts = [(path, folder / f"{path.stem}.txt") for path, folder in found]
    held = [(path, SHARED / f"{path.stem}.txt") for path in first]
    return texts + [pair for pair in held if pair[1].exists()]


def test_rows_to_the_graph_and_back_lose_nothing(ontology: Ontology, tmp_path: Path) -> None:
    """Of every annotated course the rows that the graph gives make the same graph again."""
    offenders = []
    for facts, text in _courses():
        document = _document(text)
        first = curated(facts, document, "unnamed", ontology)
        again = _written(tmp_path / facts.name, _rows(_stored(first)))
        second = curated(again, document, "unnamed", ontology)
        if _stored(first) != _stored(second) or _rows(_stored(first)) != _rows(_stored(second)):
            offenders.append(facts.stem)

    assert len(_courses()) >= 30
    assert [] == offenders


def test_the_places_of_rows_are_kept(ontology: Ontology) -> None:
    """Event, order, tumours and links of a curator's rows are those of the facts."""
    offenders = []
    for facts, text in _courses():
        rows = map(json.loads, facts.read_text(encoding="utf-8").splitlines())
        told = [Fact.from_row(row) for row in rows]
        found = curated(facts, _document(text), "unnamed", ontology).facts
        places = {_statement(fact): _place(fact) for fact in found}
        if any(places[_statement(fact)] != _place(fact) for fact in placed(told)):
            offenders.append(facts.stem)

    assert [] == offenders


def _statement(fact: Fact) -> tuple[object, ...]:
    return (fact.case, fact.kind, fact.value, fact.polarity, fact.evidence.start, fact.event)


def _place(fact: Fact) -> tuple[object, ...]:
    return (fact.event, fact.order, fact.tumours, fact.answers, fact.since_event)


def test_offsets_may_be_those_of_the_normal_form(ontology: Ontology, tmp_path: Path) -> None:
    """Rows of the graph fit the same article with other line ends, dashes and compositions."""
    text = CASE.replace("mass", "naïve mass – 8 × 6 cm –").replace(". ", ".\n")
    path = tmp_path / "thigh.txt"
    path.write_bytes(unicodedata.normalize("NFD", text).replace("\n", "\r\n").encode())
    document = _document(path)
    read = sarcoma_kg.read(document, ontology=ontology)
    stored = _stored(read)
    back = curated(_written(tmp_path / "rows.jsonl", _rows(stored)), document, "me", ontology)

    assert "\r\n" in document.text
    assert [f.evidence.start for f in stored] != [f.evidence.start for f in read.facts]
    assert [(f.evidence.start, f.evidence.end) for f in read.facts] == [
        (f.evidence.start, f.evidence.end) for f in back.facts
    ]
    assert _rows(stored) == _rows(_stored(back))


def _case_rows(*rows: dict[str, object]) -> list[dict[str, object]]:
    told = []
    for row in rows:
        quote = str(row["quote"])
        start = CASE.index(quote)
        told.append({"case": 1, "start": start, "end": start + len(quote), **row})
    return told


def test_of_a_single_kind_one_row_counts(ontology: Ontology, tmp_path: Path) -> None:
    """A row that is not essential is an alternative beside one that is, unless it has a status."""
    site = {"fact": "primary-site", "quote": "left thigh"}
    rows = _case_rows(
        site | {"value": "leg", "essential": False},
        site | {"value": "thigh", "essential": True},
        site | {"value": "body", "essential": False, "status": "broader"},
        site | {"value": "knee", "essential": False, "tumour": 2},
    )
    path = _written(tmp_path / "rows.jsonl", rows)
    facts = curated(path, Document(Paper("thigh"), CASE), "me", ontology).facts

    assert {"leg": "alternative", "thigh": "", "body": "broader", "knee": ""} == {
        fact.value: fact.qualifiers.status for fact in facts
    }


def test_rows_without_places_are_put_in_their_course(ontology: Ontology, tmp_path: Path) -> None:
    """Rows that name no event are laid out by their text; of others the open ones come last."""
    drugs = [
        {"fact": "drug", "value": name, "quote": name} for name in ("doxorubicin", "ifosfamide")
    ]
    surgery = {"fact": "surgery", "value": "wide excision", "quote": "wide excision"}
    document = Document(Paper("thigh"), CASE)

    def events(*rows: dict[str, object]) -> list[int | None]:
        path = _written(tmp_path / "rows.jsonl", _case_rows(*rows))
        return [fact.event for fact in curated(path, document, "me", ontology).facts]

    assert [1, 2, 2] == events(surgery, *drugs)
    assert [4, 5, 2] == events(surgery | {"event": 4}, drugs[0], drugs[1] | {"event": 2})


def test_rows_may_begin_with_a_byte_order_mark(ontology: Ontology, tmp_path: Path) -> None:
    """A file of rows that an editor began with a byte order mark is read."""
    rows = _case_rows({"fact": "sex", "value": "female", "quote": "woman"})
    path = _written(tmp_path / "rows.jsonl", rows)
    path.write_text(path.read_text(encoding="utf-8"), encoding="utf-8-sig")
    document = Document(Paper("thigh"), CASE)

    assert ["female"] == [f.value for f in curated(path, document, "me", ontology).facts]


def test_a_row_that_cannot_be_taken_is_named_with_its_line(
    ontology: Ontology, tmp_path: Path
) -> None:
    """What is wrong with a row is said with the file and the line."""
    (good,) = _case_rows({"fact": "sex", "value": "female", "quote": "woman"})
    faults = (
        (good | {"start": 1, "end": 6}, "is not at 1–6"),
        (good | {"further": [{"start": 0, "end": 5, "quote": "woman"}]}, "is not at 0–5"),
        (good | {"case": "1"}, "no whole number"),
        (good | {"intent": "kind"}, "intent 'kind'"),
        (good | {"answers": "first"}, "is no number of an event"),
    )
    for row, words in faults:
        path = _written(tmp_path / "rows.jsonl", [good, row])
        with pytest.raises(FactError, match=rf"rows\.jsonl line 2: .*{words}"):
            curated(path, Document(Paper("thigh"), CASE), "me", ontology)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"answers": 7}, "case1-event3: it answers event 7, which this case does not have"),
        ({"answers": [3]}, "case1-event3: it answers itself"),
        ({"answers": 0}, "which is no treatment"),
    ],
)
def test_links_that_do_not_hold_add_nothing(
    run: Run, tmp_path: Path, change: dict[str, object], said: str
) -> None:
    """A fault of a link is one line with its path, and the graph stays as it was."""
    (tmp_path / "thigh.txt").write_text(CASE, encoding="utf-8")
    rows = _case_rows(
        {"fact": "symptom", "value": "pain", "quote": "painful", "event": 0},
        {"fact": "drug", "value": "doxorubicin", "quote": "doxorubicin", "event": 2},
        {"fact": "response", "value": "CR", "quote": "no recurrence", "event": 3} | change,
    )
    _written(tmp_path / "rows.jsonl", rows)
    refused = run("add", "thigh.txt", "--facts", "rows.jsonl", code=2)

    assert said in refused.stderr
    assert "nothing was added" in refused.stderr
    assert "thigh" not in run("papers", "--format", "csv").stdout


def test_a_text_with_other_line_ends_is_checked(run: Run, tmp_path: Path) -> None:
    """What was read from a file with CRLF and dashes fits that file, in its normal form."""
    text = CASE.replace("mass", "naïve mass – 8 × 6 cm –").replace(". ", ".\n")
    decomposed = unicodedata.normalize("NFD", text)
    (tmp_path / "thigh.txt").write_bytes(decomposed.replace("\n", "\r\n").encode())
    run("add", "thigh.txt")

    assert "" == run("check", "thigh", "--text", "thigh.txt").stdout


def test_several_answers_go_in_and_come_back(run: Run, tmp_path: Path) -> None:
    """A response to two treatments keeps both, as events and as a list of them."""
    (tmp_path / "thigh.txt").write_text(CASE, encoding="utf-8")
    rows = _case_rows(
        {"fact": "surgery", "value": "wide excision", "quote": "wide excision", "event": 1},
        {"fact": "drug", "value": "doxorubicin", "quote": "doxorubicin", "event": 2, "line": 1},
        {"fact": "response", "value": "CR", "quote": "no recurrence", "event": 3}
        | {"answers": ["event1", "event2"]},
    )
    _written(tmp_path / "rows.jsonl", rows)
    run("add", "thigh.txt", "--facts", "rows.jsonl")
    shown = run("show", "thigh", "--format", "jsonl").stdout
    back = {row["fact"]: row for row in map(json.loads, shown.splitlines())}

    assert ["event1", "event2"] == back["response"]["answers"]
    assert (2, 2, "event2", 1) == tuple(
        back["drug"][key] for key in ("event", "order", "subject", "line")
    )
    (tmp_path / "again.jsonl").write_text(shown, encoding="utf-8")
    run("add", "thigh.txt", "--facts", "again.jsonl", "--replace")
    assert shown == run("show", "thigh", "--format", "jsonl").stdout


def test_a_reading_of_rows_says_whose_they_are(ontology: Ontology, tmp_path: Path) -> None:
    """The provenance of a curator's rows is the curator."""
    path = _written(
        tmp_path / "rows.jsonl", _case_rows({"fact": "sex", "value": "female", "quote": "woman"})
    )
    run = curated(path, Document(Paper("thigh"), CASE), "0000-0002-1825-0097", ontology).run

    assert Reading("person:0000-0002-1825-0097", sarcoma_kg.__version__, "") == replace(run, at="")
