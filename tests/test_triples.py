import codecs
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Quad, RdfFormat, Store

from record import facts, papers, readings
from sarcoma_kg import triples
from sarcoma_kg.errors import FactError, SourceError
from sarcoma_kg.graph import shipped_papers
from sarcoma_kg.kinds import KINDS
from sarcoma_kg.records import Evidence, Fact, NormalText, Paper, Quantity, Reading

TESTS = Path(__file__).parent
READING = Reading("rules", "0.1.0", "2026-11-22T12:00:00Z")


def _in_order(given: list[Fact]) -> list[Fact]:
    return sorted(given, key=lambda fact: fact.case or 99)


def _predicates(quads: list[Quad], subject: str) -> set[str]:
    return {
        quad.predicate.value.rpartition("#")[2]
        for quad in quads
        if quad.subject.value.endswith(subject)
    }


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_fact_comes_back_as_it_was(kind: str) -> None:
    """A fact of any kind survives the way to quads and back."""

    @settings(max_examples=15, deadline=None)
    @given(facts((kind,)), papers)
    def there_and_back(fact: Fact, paper: Paper) -> None:
        _, found, _ = triples.read(triples.write(paper, [fact], READING))

        assert (fact,) == found

    there_and_back()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(papers, st.lists(facts(), max_size=12), readings)
def test_a_paper_comes_back_through_a_file_and_a_store(
    paper: Paper, given_facts: list[Fact], reading: Reading
) -> None:
    """Paper, facts in their order and reading survive TriG and the store's own normal forms."""
    trig = triples.to_trig(paper.id, triples.write(paper, given_facts, reading))
    store = Store()
    store.load(trig, format=RdfFormat.TRIG)

    expected = (paper, tuple(_in_order(given_facts)), reading)
    assert expected == triples.read(triples.from_file(trig, RdfFormat.TRIG, "x"))
    assert expected == triples.read(iter(store))


def _first_reading() -> Iterator[tuple[Path, Path]]:
    """Give the rows of each shipped paper with its file in the graph."""
    course = TESTS / "gold" / "course"
    for line in (course / "papers.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        document, paper = line.split("\t")
        yield course / "first" / f"{document}.jsonl", shipped_papers()[paper]


def test_the_shipped_papers_are_the_first_reading() -> None:
    """Their files are what the rows of the first reading make (STORE_GRAPH=1 stores anew)."""
    offenders = []
    for rows, path in _first_reading():
        quads = triples.from_file(path.read_bytes(), RdfFormat.TRIG, path.name)
        paper, _, reading = triples.read(quads)
        told = map(json.loads, rows.read_text(encoding="utf-8").splitlines())
        written = triples.to_trig(
            paper.id, triples.write(paper, [Fact.from_row(row) for row in told], reading)
        )
        if os.environ.get("STORE_GRAPH"):
            path.write_bytes(written)
        if written != path.read_bytes():
            offenders.append(path.name)

    assert len(shipped_papers()) == len(list(_first_reading()))
    assert [] == offenders


def test_a_shipped_paper_that_no_person_read_says_so() -> None:
    """Its reader is a piece of software: a language model that worked from the written rules."""
    agents, classes = set(), set()
    for path in shipped_papers().values():
        for quad in triples.from_file(path.read_bytes(), RdfFormat.TRIG, path.name):
            subject, name = str(quad.subject), quad.predicate.value.rpartition("#")[2]
            if name == "agent" and not re.search(r"person:[\dX-]+$", quad.object.value):
                agents.add(quad.object.value)
            if "/sarcoma-kg/agent/" in subject and name == "type":
                classes.add((subject.rpartition("/")[2], quad.object.value.rpartition("#")[2]))

    assert {"model:from-written-rules"} == agents
    assert {("model-from-written-rules>", "SoftwareAgent")} == classes


def test_files_are_the_same_every_time() -> None:
    """A paper written twice gives the same bytes."""
    fact = Fact(1, "drug", "doxorubicin", Evidence(3, 14), event=1, order=1)
    quads = triples.write(Paper("a"), [fact], READING)

    assert triples.to_trig("a", quads) == triples.to_trig("a", reversed(quads))


def test_what_is_denied_shares_no_property_with_what_happened() -> None:
    """A denied drug has neither kind nor event, and its case has no such event."""
    denied = Fact(1, "drug", "doxorubicin", Evidence(3, 14), polarity="absent")
    quads = triples.write(Paper("a"), [denied], READING)
    said = {"type", "label", "deniedKind", "deniedValue", "deniedEvidence"}

    assert said == _predicates(quads, "#case1-fact1")
    assert {"type", "paper", "label", "denies"} <= _predicates(quads, "#case1")


def test_a_claim_is_joined_to_no_case() -> None:
    """A claim of survival hangs on its paper alone."""
    claim = Fact(0, "claim", "survival", Evidence(1, 9), quantity=Quantity(20, 30, "%"))
    quads = triples.write(Paper("a"), [claim], READING)

    assert not any("#case" in str(quad) for quad in quads)


def test_of_a_single_kind_the_first_row_counts() -> None:
    """A second diagnosis of one tumour is kept as a fact and not as the tumour's diagnosis."""
    from sarcoma_kg.terms import Term

    first, second = (
        Fact(1, "diagnosis", name, Evidence(1, 9), (Term("NCIT", name),), tumours=(1,))
        for name in ("C1", "C2")
    )
    quads = triples.write(Paper("a"), [first, second], READING)
    direct = [q.object.value for q in quads if q.predicate.value.endswith("#diagnosis")]

    assert [first.terms[0].iri] == direct


def test_an_intent_that_is_not_stated_is_none() -> None:
    """A note that says an intent is not stated gives no intent."""
    fact = Fact(
        1,
        "chemotherapy",
        "chemotherapy",
        Evidence(1, 9),
        note="palliative intent not stated",
        event=1,
        order=1,
    )

    assert "intent" not in _predicates(triples.write(Paper("a"), [fact], READING), "-event1")


@pytest.mark.parametrize("path", sorted((TESTS / "valid").glob("*")), ids=lambda path: path.name)
def test_valid_triples_are_taken(path: Path) -> None:
    """A file of triples gives its paper with the facts in it, whatever its format."""
    [(paper, quads)] = triples.papers_of(path)

    assert paper.id == "pmid-99"
    assert [fact.value for fact in triples.read(quads)[1]] == ["doxorubicin"]


@pytest.mark.parametrize(
    "path", sorted((TESTS / "invalid").glob("*.*")), ids=lambda path: path.name
)
def test_invalid_triples_are_refused_in_one_line(path: Path) -> None:
    """Each file is refused, and the message names the file; malformed ones with line and column."""
    with pytest.raises((SourceError, FactError)) as caught:
        triples.papers_of(path)

    message = str(caught.value)
    assert path.name in message
    assert "\n" not in message
    assert ("malformed" not in path.name) or ("line 3, column" in message)


@pytest.mark.parametrize("path", sorted((TESTS / "valid").glob("*")), ids=lambda path: path.name)
def test_a_byte_order_mark_is_skipped(path: Path, tmp_path: Path) -> None:
    """A file that an editor began with a byte order mark gives the same paper."""
    marked = tmp_path / path.name
    marked.write_bytes(codecs.BOM_UTF8 + path.read_bytes())

    assert triples.papers_of(path) == triples.papers_of(marked)


@pytest.mark.parametrize(
    ("context", "line"),
    [('"https://example.org/c"', 2), ('[{"x": "http://y/"},\n "https://example.org/c"]', 3)],
)
def test_a_remote_context_is_not_fetched(tmp_path: Path, context: str, line: int) -> None:
    """JSON-LD whose context is a link is refused in one line: which link, and what to write."""
    path = tmp_path / "linked.jsonld"
    path.write_text(f'{{"@id": "http://z",\n"@context": {context}}}', encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        triples.papers_of(path)

    assert str(caught.value) == (
        f"{path}: line {line}: the @context is the link https://example.org/c, "
        "which is not fetched; write the context itself in its place"
    )


def test_triples_of_other_vocabularies_are_kept(tmp_path: Path) -> None:
    """What a user says of a paper in other words stays in its graph."""
    text = (TESTS / "valid" / "one-fact.ttl").read_text(encoding="utf-8")
    path = tmp_path / "more.ttl"
    path.write_text(text + "\npaper:pmid-99 <http://example.org/seen> true .\n", encoding="utf-8")
    [(_, quads)] = triples.papers_of(path)

    assert any(quad.predicate.value == "http://example.org/seen" for quad in quads)


OLDER = TESTS / "older" / "older-case.trig"


def _brought(path: Path) -> tuple[Fact, ...]:
    [(_, quads)] = triples.papers_of(path)
    return triples.read(quads)[1]


def test_every_fact_of_version_1_comes_over() -> None:
    """Kind, value, terms, amount, note and evidence are those of the old file."""
    text = OLDER.read_text(encoding="utf-8")
    facts = _brought(OLDER)

    assert len(facts) == text.count('skg:kind "') + text.count('skg:deniedKind "')
    assert all(f'skg:value "{fact.value}"' in text for fact in facts)
    assert {f'oa:exact "{fact.evidence.quote}"' in text for fact in facts if fact.case} == {True}
    assert [Quantity(9, 9, "month", True)] == [f.quantity for f in facts if f.kind == "interval"]
    assert ["surgery"] == [fact.since for fact in facts if fact.kind == "interval"]


def test_places_of_version_1_become_numbers() -> None:
    """The presentation is event 0; others keep their number; a biopsy gets an event of its own."""
    placed = {fact.kind: (fact.event, fact.order) for fact in _brought(OLDER) if fact.event != 6}

    assert (0, 0) == placed["symptom"]
    assert (8, 2) == placed["biopsy"]
    assert (2, 2) == placed["surgery"] == placed["margin"]
    assert (3, 3) == placed["drug"]
    assert [(3,)] == [fact.answers for fact in _brought(OLDER) if fact.kind == "response"]


def test_notes_of_version_1_are_read_for_the_last_time() -> None:
    """Line, intent, cycles, criterion and the end of an interval become qualifiers; notes stay."""
    facts = _brought(OLDER)
    told = {fact.value: dict(fact.qualifiers.items()) for fact in facts}

    assert {"intent": "adjuvant", "cycles": Quantity(3, 4, "cycle")} == told["doxorubicin"]
    assert {"line": 2} == told["pazopanib"]
    assert {"criterion": "RECIST"} == told["PR"]
    assert {"to": "metastasis"} == told["P9M"]
    assert {"status": "provisional"} == told["leiomyoma"]
    assert "adjuvant, 3 to 4 cycles" in {fact.note for fact in facts}


def test_the_text_of_version_1_is_that_as_read() -> None:
    """Offsets of an older paper are not said to be of the normal form, also when given again."""
    [(_, quads)] = triples.papers_of(OLDER)
    forms = {q.object.value for q in quads if q.predicate == triples.skg("textForm")}

    assert {"as-read"} == forms


def test_what_follows_from_no_fact_of_version_1_is_refused(tmp_path: Path) -> None:
    """A direct triple of an older file without a fact would be lost, so the file is refused."""
    path = tmp_path / "older-case.trig"
    text = OLDER.read_text(encoding="utf-8")
    path.write_text(text.replace("skg:drug CHEBI:71219", "skg:drug CHEBI:5864"), encoding="utf-8")

    with pytest.raises(FactError, match=r"older-case\.trig: .*follows from no fact"):
        triples.papers_of(path)


def test_offsets_move_to_the_normal_form() -> None:
    """A quote after a composed letter and a Windows line end is where the normal form has it."""
    text = "Cafe\u0301:\r\nhe got \u201cMAID\u201d."
    start = text.index("\u201cMAID")
    read = Fact(1, "regimen", "MAID", Evidence(start, start + 6, text[start : start + 6]))
    form = NormalText.of(text)
    [fact] = triples.normalised([read], form)

    assert '"MAID"' == form.text[fact.evidence.start : fact.evidence.end]
    assert text[start : start + 6] == fact.evidence.quote
