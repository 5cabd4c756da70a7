"""Slims are made again from releases of any format, and what is wrong is said."""

import gzip
import json
from pathlib import Path

import pytest

from sarcoma_kg.errors import SourceError
from sarcoma_kg.ontology import Ontology, update
from sarcoma_kg.ontology.names import curie
from sarcoma_kg.terms import Term

OBO = """format-version: 1.2
data-version: releases/2026-01-01

[Term]
id: NCIT:C3262
name: Neoplasm

[Term]
id: NCIT:C9118
name: Sarcoma
synonym: "malignant mesenchymal tumour" EXACT [a:b]
is_a: NCIT:C3262 ! Neoplasm

[Term]
id: NCIT:C3158
name: Leiomyosarcoma
synonym: "Leiomyosarcoma, NOS" EXACT []
xref: ICDO:8890/3
is_a: NCIT:C9118 ! Sarcoma

[Term]
id: NCIT:C1
name: Recurrent Sarcoma
is_a: NCIT:C9118 ! Sarcoma

[Term]
id: NCIT:C2
name: Gone Sarcoma
is_obsolete: true
is_a: NCIT:C9118 ! Sarcoma
"""
GRAPHS = {
    "graphs": [
        {
            "meta": {"version": "http://example.org/2026"},
            "nodes": [
                {
                    "id": "http://purl.obolibrary.org/obo/MONDO_0005058",
                    "lbl": "leiomyosarcoma",
                    "type": "CLASS",
                    "meta": {
                        "synonyms": [{"pred": "hasExactSynonym", "val": "smooth muscle sarcoma"}],
                        "xrefs": [{"val": "NCIT:C3158"}],
                    },
                },
            ],
            "edges": [],
        }
    ]
}
OWL = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#"
    xmlns:owl="http://www.w3.org/2002/07/owl#"
    xmlns:oboInOwl="http://www.geneontology.org/formats/oboInOwl#">
  <owl:Class rdf:about="http://purl.obolibrary.org/obo/UBERON_0001062">
    <rdfs:label>anatomical entity</rdfs:label>
  </owl:Class>
  <owl:Class rdf:about="http://purl.obolibrary.org/obo/UBERON_0001043">
    <rdfs:label>esophagus</rdfs:label>
    <oboInOwl:hasExactSynonym>gullet</oboInOwl:hasExactSynonym>
    <rdfs:subClassOf rdf:resource="http://purl.obolibrary.org/obo/UBERON_0001062"/>
    <rdfs:subClassOf><owl:Restriction>
      <owl:onProperty rdf:resource="http://purl.obolibrary.org/obo/BFO_0000050"/>
      <owl:someValuesFrom rdf:resource="http://purl.obolibrary.org/obo/UBERON_0000915"/>
    </owl:Restriction></rdfs:subClassOf>
  </owl:Class>
  <owl:Class rdf:about="http://purl.obolibrary.org/obo/UBERON_0000915">
    <rdfs:label>thorax</rdfs:label>
    <rdfs:subClassOf rdf:resource="http://purl.obolibrary.org/obo/UBERON_0001062"/>
  </owl:Class>
</rdf:RDF>
"""
SSSOM = """# mapping_set_id: x
subject_id\tpredicate_id\tobject_id\tmapping_justification
MONDO:0005058\tskos:exactMatch\tNCIT:C3158\tsemapv:LexicalMatching
MONDO:0005058\tskos:broadMatch\tNCIT:C9118\tsemapv:LexicalMatching
"""
DISEASES = """action\tid\tlabel\tnote
root\tNCIT:C3262\tNeoplasm
branch\tNCIT:C9118\tSarcoma
skip\t^Recurrent\t\tstates
vocabulary\tMONDO
"""
LOCAL = """id\tlabel\tfield\tvalue\tsource
NCIT:C3158\tLeiomyosarcoma\texact\tLMS|ShMS\tusual
NCIT:C3158\tLeiomyosarcoma\told\tmyosarcoma\tWHO
SKGT:disease-x\tNew sarcoma\tparent\tNCIT:C9118\treviewed
"""
SITES = """action\tid\tlabel\tnote
root\tUBERON:0001062\tanatomical entity
branch\tUBERON:0001062\tanatomical entity
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An ontology folder with small seeds."""
    for name in ("seeds", "local", "terms", "up", "cache"):
        (tmp_path / name).mkdir()
    (tmp_path / "seeds" / "diseases.tsv").write_text(DISEASES, "utf-8")
    (tmp_path / "local" / "diseases.tsv").write_text(LOCAL, "utf-8")
    (tmp_path / "up" / "ncit.obo").write_text(OBO, "utf-8")
    (tmp_path / "up" / "mondo.json").write_text(json.dumps(GRAPHS), "utf-8")
    return tmp_path


def made(folder: Path, *sources: str) -> tuple[update.Report, Ontology]:
    """Make the slims of a folder and open them."""
    report = update.rebuild([folder / "up" / name for name in sources or ("",)], folder)
    return report, Ontology.load(folder / "terms", folder / "cache")


def test_obo_and_json(folder: Path) -> None:
    """A branch is taken without states and obsolete terms, with the names of its equivalents."""
    report, ontology = made(folder)
    concept = ontology[Term.parse("NCIT:C3158")]

    assert report.counts == {"diseases": 4}
    assert report.doubts == ()
    assert {(name.text, name.scope) for name in concept.names} == {
        ("Leiomyosarcoma", "label"),
        ("LMS", "exact"),
        ("ShMS", "exact"),
        ("myosarcoma", "old"),
        ("smooth muscle sarcoma", "exact"),
    }
    assert [str(xref) for xref in concept.xrefs] == ["MONDO:0005058"]
    assert concept.facet("icdoMorphology") == "8890/3"
    assert [str(each.id) for each in ontology.children(Term.parse("NCIT:C9118"))] == [
        "NCIT:C3158",
        "SKGT:disease-x",
    ]


def test_update_is_stable(folder: Path) -> None:
    """The same sources make the same bytes."""
    made(folder)
    first = (folder / "terms" / "diseases.ttl").read_bytes()
    made(folder)

    assert (folder / "terms" / "diseases.ttl").read_bytes() == first


def test_what_is_not_in_the_sources_is_kept(folder: Path) -> None:
    """Who brings NCIt alone keeps what came from MONDO."""
    made(folder)
    first = (folder / "terms" / "diseases.ttl").read_text("utf-8")
    made(folder, "ncit.obo")

    assert (folder / "terms" / "diseases.ttl").read_text("utf-8") == first


def test_owl(folder: Path) -> None:
    """OWL as RDF/XML is read, part-of restrictions too; gzipped as well."""
    (folder / "seeds" / "sites.tsv").write_text(SITES, "utf-8")
    (folder / "up" / "uberon.owl.gz").write_bytes(gzip.compress(OWL.encode()))
    _, ontology = made(folder)
    gullet = ontology.find("gullet", "site")

    assert gullet is not None
    assert [str(whole) for whole in gullet.concept.part_of] == ["UBERON:0000915"]


def test_turtle_and_sssom(folder: Path) -> None:
    """A slim is itself a source, and a mapping set gives cross-references."""
    made(folder)
    slim = (folder / "terms" / "diseases.ttl").read_text("utf-8")
    for path in (folder / "up").iterdir():
        path.unlink()
    (folder / "up" / "ncit.ttl").write_text(slim.replace("skos:exactMatch MONDO:0005058 ;", ""))
    (folder / "up" / "map.sssom.tsv").write_text(SSSOM, "utf-8")
    (folder / "up" / "mondo.json").write_text(json.dumps(GRAPHS).replace("NCIT:C3158", "X:1"))
    (folder / "terms" / "diseases.ttl").unlink()
    _, ontology = made(folder)

    assert ontology[Term.parse("MONDO:0005058")].label == "Leiomyosarcoma"


def test_tables(folder: Path) -> None:
    """The HGNC set and the DrugBank vocabulary are read as they are downloaded."""
    (folder / "up" / "hgnc_complete_set.txt").write_text(
        "hgnc_id\tsymbol\tname\tstatus\talias_symbol\tprev_symbol\n"
        "HGNC:1\tABC1\tabc gene\tApproved\tXYZ|QRS\t\n",
        "utf-8",
    )
    (folder / "up" / "vocabulary.csv").write_text(
        "DrugBank ID,Accession Numbers,Common name,CAS,UNII,Synonyms,Standard InChI Key\n"
        "DB99999,,Testomycin,,,Tm | Testo,\n",
        "utf-8",
    )
    (folder / "seeds" / "genes.tsv").write_text("root\tHGNC:1\tABC1\n", "utf-8")
    (folder / "seeds" / "drugs.tsv").write_text("root\tDRUGBANK:DB99999\tTestomycin\n", "utf-8")
    _, ontology = made(folder)
    drug = ontology.find("testo", "drug")

    assert drug is not None
    assert drug.concept.label == "Testomycin"
    assert ontology[Term.parse("HGNC:1")].label == "ABC1"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("broken.obo", "nothing", "holds no"),
        ("broken.json", "{", r"line 1, column 2: no valid JSON"),
        ("other.json", "{}", "no OBO Graphs JSON"),
        ("broken.owl", "<a><b></a>", "cannot be read as RDF"),
        ("broken.ttl", "a b", r"broken\.ttl: cannot be read as RDF"),
        ("empty.ttl", "", "holds no term with a label"),
        ("letter.txt", "Dear reader", "no release that can be read here"),
        ("term.tsv", "a\tb\n", "line 1: 2 columns, not 4"),
        ("latin.obo", b"\xff[Term]", "is not UTF-8"),
        ("cut.obo.gz", gzip.compress(b"[Term]")[:-6], "cannot be read"),
        ("none.obo", None, "no such file"),
    ],
)
def test_broken_release(folder: Path, name: str, content: str | bytes | None, message: str) -> None:
    """A release that cannot be read is one clear line, and nothing is written."""
    if content is not None:
        data = content.encode() if isinstance(content, str) else content
        (folder / "up" / name).write_bytes(data)

    with pytest.raises(SourceError, match=message):
        update.rebuild([folder / "up" / name], folder)
    assert list((folder / "terms").iterdir()) == []


@pytest.mark.parametrize(
    ("seed", "message"),
    [
        ("take\tNCIT:C777\tNowhere", "NCIT:C777 (Nowhere) is not in the sources"),
        ("take\tNCIT:C2\tGone Sarcoma", "NCIT:C2 (Gone Sarcoma) is obsolete"),
        ("take\tNCIT:C3158\tLipoma", "NCIT:C3158 is 'Leiomyosarcoma' upstream, not 'Lipoma'"),
    ],
)
def test_doubtful_seed(folder: Path, seed: str, message: str) -> None:
    """A seed that upstream does not know by its label is reported."""
    with (folder / "seeds" / "diseases.tsv").open("a", encoding="utf-8") as lines:
        lines.write(seed + "\n")

    report, _ = made(folder)

    assert [line.startswith(message) for _, line in report.doubts] == [True]


@pytest.mark.parametrize(
    ("file", "line", "message"),
    [
        ("seeds", "grab\tNCIT:C1\tx", r"line 6: 'grab' is none of"),
        ("local", "NCIT:C3158\tx\tcolour\tblue\ty", r"line 5: 'colour' is no field"),
        ("seeds", "\t".join("abcdef"), r"line 6: more than 4 columns"),
    ],
)
def test_malformed_list(folder: Path, file: str, line: str, message: str) -> None:
    """A mistake in a seed list or a local file is named with its line."""
    with (folder / file / "diseases.tsv").open("a", encoding="utf-8") as lines:
        lines.write(line + "\n")

    with pytest.raises(SourceError, match=message):
        made(folder)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http://purl.obolibrary.org/obo/NCIT_C3158", "NCIT:C3158"),
        ("http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl#C3158", "NCIT:C3158"),
        ("https://identifiers.org/hgnc:130", "HGNC:130"),
        ("HGNC:HGNC:130", "HGNC:130"),
        ("MSH:D004621", "MESH:D004621"),
        ("ICD-O:8890/3", "ICDO:8890/3"),
        ("ORDO:64720", "Orphanet:64720"),
        ("plain words", "plain words"),
    ],
)
def test_curie(text: str, expected: str) -> None:
    """Identifiers of any spelling become those of the project."""
    assert curie(text) == expected
