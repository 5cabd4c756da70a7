from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat

import sarcoma_kg
from sarcoma_kg import check, triples
from sarcoma_kg.graph import LocalGraph, shipped_papers
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.records import Evidence, Fact, digest
from sarcoma_kg.terms import Term

PAPER = "pmid-26913180"
SKG = "https://w3id.org/sarcoma-kg/schema#"
NODE = f"https://w3id.org/sarcoma-kg/paper/{PAPER}#"

Spoil = Callable[[list[Quad]], list[Quad]]


def _without(predicate: str) -> Spoil:
    return lambda quads: [quad for quad in quads if not quad.predicate.value.endswith(predicate)]


def _and(subject: str, predicate: str, value: str) -> Spoil:
    node = NamedNode(SKG + value) if not value[0].isdigit() else Literal(int(value))
    quad = Quad(NamedNode(NODE + subject), NamedNode(SKG + predicate), node)
    return lambda quads: [*quads, quad]


def _denied_with_kind(quads: list[Quad]) -> list[Quad]:
    denied = next(q.subject for q in quads if q.predicate.value.endswith("#deniedKind"))
    return [*quads, Quad(denied, NamedNode(SKG + "kind"), Literal("drug"))]


@pytest.mark.parametrize("paper", shipped_papers())
def test_every_shipped_paper_is_clean(paper: str, shipped: LocalGraph, ontology: Ontology) -> None:
    """The curated papers fit the shapes and their terms are in the ontology."""
    assert [] == [str(finding) for finding in check.paper(shipped.quads(paper), ontology)]


@pytest.mark.parametrize("paper", shipped_papers())
def test_no_shipped_paper_holds_words_of_its_article(paper: str, shipped: LocalGraph) -> None:
    """Papers that ship carry offsets and the text's SHA-256, and no quote."""
    written, facts, _ = triples.read(shipped.quads(paper))

    assert {""} == {fact.evidence.quote for fact in facts}
    assert 64 == len(written.text_sha256)
    assert all(fact.evidence.end <= written.text_length for fact in facts)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (_without("#evidence"), "every fact has its evidence"),
        (_without("/oa#start"), "evidence has a start before its end"),
        (_without("prov#wasGeneratedBy"), "by which reading"),
        (_without("#about"), "a fact belongs to the case"),
        (_without("#order"), "order"),
        (_without("#unit"), "unit"),
        (_denied_with_kind, "must not look as if it had happened"),
        (_and("case1", "sex", "male"), "sex"),
        (_and("case1-event4", "response", "near-miss"), "response"),
        (_and("case1-event1", "order", "2"), "order"),
        (_and("case1", "fact", "claim1"), "fact"),
    ],
)
def test_a_fault_is_found(
    spoil: Spoil, words: str, shipped: LocalGraph, ontology: Ontology
) -> None:
    """What breaks the model is a finding of level error that says what is wrong."""
    findings = check.paper(spoil(shipped.quads(PAPER)), ontology)

    assert any(words in str(finding) for finding in findings if finding.level == "error")


COURSE = Path(__file__).parent / "invalid" / "course"


@pytest.mark.parametrize("path", sorted(COURSE.glob("*.trig")), ids=lambda path: path.stem)
def test_a_fault_of_a_course_is_found(path: Path, ontology: Ontology) -> None:
    """Each file has the fault of its name; its first line says in which words it is told."""
    words, _, text = path.read_text(encoding="utf-8").partition("\n")
    quads = triples.from_file(text.encode(), RdfFormat.TRIG, path.name)
    told = [str(finding) for finding in check.paper(quads, ontology)]

    assert any(words.removeprefix("# ") in finding for finding in told), told


INVENTED = sorted((Path(__file__).parent / "gold" / "course" / "invented" / "text").glob("*.txt"))


def test_what_is_read_fits_the_shapes(ontology: Ontology) -> None:
    """What the rules read of the invented courses is clean: `add` need not check it again."""
    faulty = {}
    for path in INVENTED:
        read = sarcoma_kg.read(path, ontology=ontology)
        quads = triples.write(read.document.paper, read.facts, read.run)
        told = [str(f) for f in check.paper(quads, ontology) if f.level == "error"]
        if told:
            faulty[path.name] = told

    assert {} == faulty


def test_an_unknown_term_is_a_warning(ontology: Ontology) -> None:
    """A term that the ontology lacks is told and is no error."""
    fact = Fact(1, "drug", "x", Evidence(0, 1), (Term("NCIT", "C0"),), event=1, order=1)
    [finding] = check.terms([fact], ontology)

    assert ("warning", "NCIT:C0 is not in the ontology") == (finding.level, finding.message)


def test_a_quote_must_be_in_the_text() -> None:
    """Against its text, a fact whose quote is elsewhere is found; another text is told apart."""
    text = "He got doxorubicin."
    good = Fact(1, "drug", "doxorubicin", Evidence(7, 18, "doxorubicin"))
    bad = Fact(1, "drug", "doxorubicin", Evidence(6, 17, "doxorubicin"))

    assert [] == check.quotes([good], text, digest(text))
    assert 1 == len(check.quotes([good, bad], text, digest(text)))
    assert "not the text" in check.quotes([good], text + "!", digest(text))[0].message
