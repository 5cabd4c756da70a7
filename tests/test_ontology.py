"""Any spelling of a name leads to its concept, and a wrong one to none."""

import csv
import re
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sarcoma_kg import content, kinds
from sarcoma_kg.errors import SarcomaKgError, TermError
from sarcoma_kg.ontology import KINDS, SCOPES, Ontology
from sarcoma_kg.records import UNITS
from sarcoma_kg.terms import Term
from sarcoma_kg.triples.nodes import UCUM, denied, individual

LISTS = Path(__file__).parent / "terms"
TINY = """
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix oboInOwl: <http://www.geneontology.org/formats/oboInOwl#> .
@prefix skg: <https://w3id.org/sarcoma-kg/schema#> .
@prefix SKGT: <https://w3id.org/sarcoma-kg/term/> .
@prefix MONDO: <http://purl.obolibrary.org/obo/MONDO_> .
SKGT:top a owl:Class ; skg:conceptKind "disease" ; rdfs:label "Tumour"@en .
SKGT:one a owl:Class ; skg:conceptKind "disease" ; rdfs:label "First sarcoma"@en ;
    oboInOwl:hasExactSynonym "FS"@en , "Elder sarcoma"@en ; skg:oldName "Elder sarcoma"@en ;
    rdfs:subClassOf SKGT:top ; skos:exactMatch MONDO:1 ; skos:closeMatch MONDO:3 .
SKGT:two a owl:Class ; skg:conceptKind "disease" ; rdfs:label "Second sarcoma"@en ;
    oboInOwl:hasExactSynonym "FS"@en ; rdfs:subClassOf SKGT:one ; skos:closeMatch MONDO:3 .
SKGT:gene a owl:Class ; skg:conceptKind "gene" ; rdfs:label "Second sarcoma"@en .
SKGT:part a owl:Class ; skg:conceptKind "site" ; rdfs:label "toe"@en ; skg:partOf SKGT:whole .
SKGT:whole a owl:Class ; skg:conceptKind "site" ; rdfs:label "foot"@en .
"""


@pytest.fixture
def tiny(tmp_path: Path) -> Ontology:
    """Six concepts."""
    (tmp_path / "tiny.ttl").write_text(TINY, encoding="utf-8")
    return Ontology.load(tmp_path, cache=tmp_path)


@pytest.mark.parametrize(
    ("text", "kind", "identifier", "how"),
    [
        ("leiomyosarcoma", "disease", "NCIT:C3158", "label"),
        ("Leiomyosarcomas", "disease", "NCIT:C3158", "label"),
        ("LMS", None, "NCIT:C3158", "exact"),
        ("leiomyosarkoma", None, "NCIT:C3158", "fuzzy"),
        ("sarcoma, Ewing", "disease", "NCIT:C4817", "exact"),
        ("Ewing’s tumour", "disease", "NCIT:C4817", "exact"),
        ("haemangiopericytoma", "disease", "NCIT:C3087", "label"),
        ("malignant fibrous histiocytoma", "disease", "NCIT:C4247", "old"),
        ("α-SMA", "marker", "SKGT:marker-sma", "exact"),
        ("smooth-muscle actin", "marker", "SKGT:marker-sma", "exact"),
        ("S 100 protein", "marker", "SKGT:marker-s-100", "exact"),
        ("KI67", "marker", "SKGT:marker-ki-67", "label"),
        ("oesophagus", "site", "UBERON:0001043", "label"),
        ("mesenteric", "site", "UBERON:0002095", "exact"),
        ("tumour embolisation", "procedure", "MESH:D004621", None),
        ("Caelyx", "drug", "SKGT:drug-pegylated-liposomal-doxorubicin", "exact"),
        ("MONDO:0005058", None, "NCIT:C3158", "id"),
        ("ncit:c3158", None, None, None),
    ],
)
def test_find(
    ontology: Ontology, text: str, kind: str | None, identifier: str | None, how: str | None
) -> None:
    """A name is found in the spelling of any author, and the match says how."""
    match = ontology.find(text, kind)

    if how is None:
        assert match is None or str(match.concept.id) == identifier
    else:
        assert match is not None
        assert (str(match.concept.id), match.how) == (identifier, how)


@pytest.mark.parametrize("name", ["diseases", "drugs", "sites", "procedures"])
def test_coverage(ontology: Ontology, name: str) -> None:
    """Every name of the coverage list leads to the reviewed identifier."""
    with (LISTS / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    kinds = ("disease", "syndrome") if name == "diseases" else (name.removesuffix("s"),)

    wrong = []
    for row in rows:
        found = [match for kind in kinds if (match := ontology.find(row["name"], kind))]
        if row["id"] not in {str(match.concept.id) for match in found}:
            wrong.append((row["name"], row["id"], [str(match.concept.id) for match in found]))

    assert wrong == []
    assert len(rows) >= {"diseases": 200, "drugs": 120, "sites": 120, "procedures": 60}[name]


@pytest.mark.parametrize("text", ["", "   ", "xyzzy", "the", "-", "NCIT:C99999999", "a:b"])
def test_find_nothing(ontology: Ontology, text: str) -> None:
    """What is no name finds nothing."""
    assert ontology.find(text) is None


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("epirubicin", "doxorubicin"), ("sorafenib", "regorafenib"), ("CD34", "CD31")],
)
def test_neighbours(ontology: Ontology, right: str, wrong: str) -> None:
    """Names that look alike stay apart."""
    found, other = ontology.find(right), ontology.find(wrong)

    assert found is not None
    assert other is not None
    assert found.concept.id != other.concept.id


def test_suggest(ontology: Ontology) -> None:
    """A misspelt name is answered by close labels."""
    assert "Leiomyosarcoma" in ontology.suggest("leiomyosarkom")


def test_hierarchy(ontology: Ontology) -> None:
    """Subtypes lie below their type, and a part lies in its whole."""
    term = Term.parse

    assert ontology.is_a(term("NCIT:C178222"), term("NCIT:C9118"))
    assert ontology.is_a(term("MONDO:0005058"), term("MONDO:0005089"))
    assert not ontology.is_a(term("NCIT:C3192"), term("NCIT:C9118"))
    assert not ontology.is_a(term("UBERON:0002095"), term("UBERON:0000916"))
    assert ontology.is_a(term("UBERON:0002095"), term("UBERON:0000916"), parts=True)


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("mesentery", "abdomen"),
        ("kidney", "abdomen"),
        ("uterus", "pelvis"),
        ("femur", "lower limb"),
        ("thigh", "lower limb"),
        ("humerus", "upper limb"),
        ("lung", "thorax"),
        ("left atrium", "thorax"),
        ("orbit", "head"),
        ("thyroid", "neck"),
        ("distal femur", "lower limb"),
        ("thoracic spine", "vertebral column"),
    ],
)
def test_part_of(ontology: Ontology, part: str, whole: str) -> None:
    """A site reaches the region of the body that it lies in."""
    low, high = ontology.find(part, "site"), ontology.find(whole, "site")

    assert low is not None
    assert high is not None
    assert ontology.is_a(low.concept.id, high.concept.id, parts=True)


def test_facets(ontology: Ontology) -> None:
    """A tumour says how it behaves, an old one what it is today, a regimen what is in it."""
    desmoid = ontology[Term.parse("NCIT:C9182")]
    askin = ontology[Term.parse("NCIT:C7542")]
    maid = ontology.find("MAID", "regimen")

    assert (desmoid.facet("behaviour"), desmoid.facet("group")) == ("intermediate", "mesenchymal")
    assert askin.facet("today") == "NCIT:C4817"
    assert maid is not None
    assert {
        concept.label.lower()
        for each in maid.concept.facets["component"]
        if (concept := ontology.get(Term.parse(each)))
    } == {"mesna", "doxorubicin", "ifosfamide", "dacarbazine"}


def test_every_link_leads_somewhere(ontology: Ontology) -> None:
    """Components, genes and typical tumours are concepts of the vocabulary."""
    lost = [
        (str(concept.id), value)
        for concept in ontology.concepts()
        for facet in ("component", "gene", "today", "typicalOf")
        for value in concept.facets.get(facet, ())
        if ontology.get(Term.parse(value)) is None
    ]

    assert lost == []


def test_counts(ontology: Ontology) -> None:
    """All kinds are there, and the counts are those of the concepts."""
    counts = ontology.counts()

    assert set(counts) == set(KINDS)
    assert all(counts.values())
    assert sum(counts.values()) == len(ontology) == len(list(ontology.concepts()))
    assert counts["gene"] == sum(1 for _ in ontology.concepts("gene"))


def test_names(ontology: Ontology) -> None:
    """Names come with their scope; the label of a hierarchy's top is no name to look for."""
    rows = list(ontology.names("drug"))

    assert {scope for _, scope, _ in rows} <= set(SCOPES)
    assert ("drug", "related") in {(text, scope) for text, scope, _ in rows}


def test_old_name(tiny: Ontology) -> None:
    """An old name is found and said to be old, though it is an exact synonym as well."""
    match = tiny.find("elder sarcomas")

    assert match is not None
    assert (match.concept.label, match.how) == ("First sarcoma", "old")


def test_ambiguous(tiny: Ontology) -> None:
    """A name of two concepts of a kind is none's; of two kinds it is resolved by the kind."""
    second = tiny.find("second sarcoma", "gene")

    assert tiny.find("FS") is None
    assert len(tiny.candidates("FS")) == 2
    assert second is not None
    assert second.concept.kind == "gene"


def test_cross_reference(tiny: Ontology) -> None:
    """A cross-reference leads to its concept; one that two concepts share to none."""
    assert tiny[Term.parse("MONDO:1")].label == "First sarcoma"
    assert Term.parse("MONDO:3") not in tiny
    with pytest.raises(TermError, match="MONDO:3 is no term"):
        tiny[Term.parse("MONDO:3")]


def test_family(tiny: Ontology) -> None:
    """Parents, children, ancestors and descendants follow is-a, with parts also part-of."""
    one, two = Term.parse("SKGT:one"), Term.parse("SKGT:two")

    assert [concept.label for concept in tiny.parents(two)] == ["First sarcoma"]
    assert [concept.label for concept in tiny.children(one)] == ["Second sarcoma"]
    assert [concept.label for concept in tiny.ancestors(two)] == ["First sarcoma", "Tumour"]
    assert [c.label for c in tiny.descendants(Term.parse("SKGT:top"))] == [
        "First sarcoma",
        "Second sarcoma",
    ]
    assert tiny.descendants(Term.parse("SKGT:whole")) == []
    assert [c.label for c in tiny.descendants(Term.parse("SKGT:whole"), parts=True)] == ["toe"]


def test_index_is_made_again(tmp_path: Path) -> None:
    """A changed Turtle file makes a new index, and a damaged index is made again."""
    source = tmp_path / "tiny.ttl"
    source.write_text(TINY, encoding="utf-8")
    before = len(Ontology.load(tmp_path, cache=tmp_path))
    source.write_text(TINY + 'SKGT:x skg:conceptKind "gene" ; rdfs:label "X"@en .', "utf-8")
    after = Ontology.load(tmp_path, cache=tmp_path)
    indexes = list(tmp_path.glob("ontology-*.sqlite"))
    indexes[0].write_bytes(b"no database")
    mended = Ontology.load(tmp_path, cache=tmp_path)

    assert (before, len(after), len(mended), len(indexes)) == (6, 7, 7, 1)


def test_broken_turtle(tmp_path: Path) -> None:
    """Broken Turtle is named with its line."""
    (tmp_path / "broken.ttl").write_text("SKGT:x a", encoding="utf-8")

    with pytest.raises(SarcomaKgError, match=r"broken\.ttl"):
        Ontology.load(tmp_path, cache=tmp_path)


def test_no_turtle(tmp_path: Path) -> None:
    """A folder without slims is a fault that the user can mend."""
    with pytest.raises(SarcomaKgError, match="holds no Turtle"):
        Ontology.load(tmp_path, cache=tmp_path)


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=40))
def test_any_text(ontology: Ontology, text: str) -> None:
    """No text makes a look-up fail."""
    match = ontology.find(text)

    assert match is None or match.concept.label


SKG = "https://w3id.org/sarcoma-kg/schema#"


def _registered() -> set[str]:
    """Every name that the registry of kinds gives to the schema."""
    names = {f"{kind.property}" for kind in kinds.KINDS.values() if kind.owner != "paper"}
    names |= {kind.measure for kind in kinds.KINDS.values() if kind.measure}
    for kind in kinds.KINDS.values():
        if kind.owner != "paper":
            names |= set(kind.values)
    names |= set(kinds.EVENTS)
    for qualifier in kinds.QUALIFIERS.values():
        names |= {qualifier.property, denied(qualifier.property)}
        if qualifier.named:
            names |= {individual(value).value.removeprefix(SKG) for value in qualifier.values}
    return names


def _declared() -> dict[str, set[str]]:
    """The names of the schema with their types."""
    found: dict[str, set[str]] = {}
    for quad in pyoxigraph.parse(path=str(content.folder("ontology") / "schema.ttl")):
        if quad.predicate.value.endswith("#type") and SKG in str(quad.subject):
            name = quad.subject.value.removeprefix(SKG)
            found.setdefault(name, set()).add(quad.object.value.rpartition("#")[2])
    return found


def test_the_schema_declares_all_kinds() -> None:
    """Each property, event, value and qualifier of `kinds.toml` is in the schema."""
    assert set() == _registered() - set(_declared())


def test_the_schema_declares_nothing_that_no_kind_has() -> None:
    """Events, values and what is denied are those of `kinds.toml`, and no others."""
    declared, registered = _declared(), _registered()
    classes = {"Margin", "Response", "Status", "Sex", "Laterality", "Depth", "Biomarker"}
    classes |= {"Certainty", "RowStatus", "TumourRole"}
    values = {name for name, types in declared.items() if types & classes}
    facts = {
        "kind", "value", "term", "otherTerm", "quantity", "since", "sinceEvent", "answers",
        "note", "of", "evidence",
    }  # fmt: skip
    negative = {name for name in declared if re.match("denied[A-Z]", name)}

    assert set() == values - registered
    assert {denied(name) for name in facts} == negative - registered
    assert set(kinds.EVENTS) == _events()


def _events() -> set[str]:
    above: dict[str, str] = {}
    for quad in pyoxigraph.parse(path=str(content.folder("ontology") / "schema.ttl")):
        if quad.predicate.value.endswith("#subClassOf"):
            above[str(quad.subject.value).removeprefix(SKG)] = quad.object.value.removeprefix(SKG)
    return {name for name, up in above.items() if up in ("Event", "Treatment")} - {"Treatment"}


def test_the_shapes_know_all_values() -> None:
    """Units and classes of event of the shapes are those of the registry."""
    text = (content.folder("ontology") / "shapes.ttl").read_text(encoding="utf-8")

    assert [] == [unit for unit in UNITS if f'"{unit}"' not in text]
    assert [] == [name for name in kinds.EVENTS if f"skg:{name}" not in text]
    assert [] == [name for name in kinds.KINDS["response"].values if f"skg:{name}" not in text]


def test_every_unit_has_a_code() -> None:
    """Each unit of the registry is written as a code of UCUM too."""
    assert set(UNITS) == set(UCUM)
