"""The shipped slims are sound: shapes, a reasoner, and a reference database."""

import os
import shutil
import subprocess
from pathlib import Path

import pyoxigraph
import pytest

from sarcoma_kg import content
from sarcoma_kg.errors import SourceError
from sarcoma_kg.ontology import Ontology, update
from sarcoma_kg.ontology.reference import check_reference
from sarcoma_kg.ontology.upstream import Upstream

ONTOLOGY = content.folder("ontology")
SLIMS = sorted(update.SLIMS)


def report(slim: str, more: str = "") -> tuple[bool, str]:
    """Check a slim (with some more triples) against the shapes of terms."""
    pyshacl = pytest.importorskip("pyshacl")
    rdflib = pytest.importorskip("rdflib")
    text = (ONTOLOGY / "terms" / f"{slim}.ttl").read_text("utf-8")
    data = rdflib.Graph().parse(data=text + more, format="turtle")
    shapes = rdflib.Graph().parse(ONTOLOGY / "term_shapes.ttl")
    conforms, _, lines = pyshacl.validate(data, shacl_graph=shapes)
    return conforms, lines


@pytest.mark.parametrize("slim", SLIMS)
def test_shapes(slim: str) -> None:
    """Every concept has one label, one kind, known parents, and reaches the root."""
    conforms, lines = report(slim)

    assert conforms, lines[:2000]


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ("MONDO:0015356 rdfs:subClassOf MONDO:0007179 . ", "parent is a concept"),
        ('MONDO:0018875 rdfs:label "Another"@en . ', "one label in each language"),
        ('MONDO:1 a owl:Class ; skg:conceptKind "syndrome" ; rdfs:label "X"@en . ', "the root"),
        ("MONDO:0015356 rdfs:subClassOf MONDO:0018875 . ", "No concept lies above itself"),
        ("MONDO:0018875 owl:deprecated true . ", "No concept is obsolete"),
        ("MONDO:0018875 skos:exactMatch MONDO:0018975 . ", "no concept of its own"),
    ],
)
def test_shapes_find_faults(fault: str, message: str) -> None:
    """A label too many, a cycle, a lost or an obsolete concept is found."""
    conforms, lines = report("syndromes", fault)

    assert not conforms
    assert message in lines


def test_no_definitions() -> None:
    """The slims hold names and links, no sentences of others."""
    for path in (ONTOLOGY / "terms").glob("*.ttl"):
        text = path.read_text("utf-8")
        assert "IAO_0000115" not in text
        assert "skos:definition" not in text


@pytest.mark.parametrize("slim", SLIMS)
def test_lists_are_readable(slim: str) -> None:
    """Every slim has its seeds; every local row says where it comes from."""
    assert (ONTOLOGY / "seeds" / f"{slim}.tsv").is_file()
    for line in (ONTOLOGY / "local" / f"{slim}.tsv").read_text("utf-8").splitlines():
        assert line.startswith("#") or len([cell for cell in line.split("\t") if cell]) == 5


def test_one_slim() -> None:
    """No concept is in two slims: it would be of two kinds."""
    found = [
        line.split()[0]
        for path in (ONTOLOGY / "terms").glob("*.ttl")
        for line in path.read_text("utf-8").splitlines()
        if " a owl:Class" in line
    ]

    assert len(found) == len(set(found))


def _java() -> str:
    """Give the Java that HermiT needs; in CI a reasoner that is skipped shows nothing."""
    java = shutil.which("java")
    if java is None:
        assert not os.environ.get("CI"), "CI must have Java for the reasoner"
        pytest.skip("HermiT needs Java")
    return java


def _triples(*paths: Path) -> set[pyoxigraph.Triple]:
    return {quad.triple for path in paths for quad in pyoxigraph.parse(path=str(path))}


def test_reasoner(tmp_path: Path) -> None:
    """Schema and slims load in HermiT, and no class is unsatisfiable."""
    _java()
    owlready2 = pytest.importorskip("owlready2")
    triples = {
        triple
        for triple in _triples(ONTOLOGY / "schema.ttl", *sorted((ONTOLOGY / "terms").glob("*.ttl")))
        if not triple.predicate.value.startswith("http://www.geneontology.org/")
    }
    target = tmp_path / "all.nt"
    target.write_bytes(pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES) or b"")
    world = owlready2.World(filename=str(tmp_path / "world.sqlite3"))
    loaded = world.get_ontology(target.as_uri()).load()

    with loaded:
        owlready2.sync_reasoner_hermit(world, debug=0)

    assert list(world.inconsistent_classes()) == []


def _shipped() -> set[pyoxigraph.Triple]:
    """Give the schema, the shipped papers, and what the slims say of the terms they use."""
    told = {
        triple
        for triple in _triples(
            ONTOLOGY / "schema.ttl", *sorted((ONTOLOGY.parent / "graph").glob("*.trig"))
        )
        # a year alone is no datatype of OWL 2
        if not triple.predicate.value.endswith("/issued")
    }
    classes: dict[str, list[pyoxigraph.Triple]] = {}
    for triple in _triples(*(ONTOLOGY / "terms").glob("*.ttl")):
        if triple.predicate.value.endswith(("#subClassOf", "#type")):
            classes.setdefault(triple.subject.value, []).append(triple)
    ahead = [t.object.value for t in told if isinstance(t.object, pyoxigraph.NamedNode)]
    while ahead:
        for triple in classes.pop(ahead.pop(), ()):
            told.add(triple)
            ahead.append(triple.object.value)
    return told


def _consistent(triples: set[pyoxigraph.Triple], folder: Path) -> bool:
    """Ask HermiT whether triples can be true together."""
    import rdflib

    hermit = Path(pytest.importorskip("owlready2").__file__).parent / "hermit"
    flat = pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES) or b""
    target = folder / "all.owl"
    rdflib.Graph().parse(data=flat, format="nt").serialize(target, format="xml")
    classpath = os.pathsep.join([str(hermit), str(hermit / "HermiT.jar")])
    done = subprocess.run(
        [
            _java(), "-Xmx2000M", "-cp", classpath,
            "org.semanticweb.HermiT.cli.CommandLine", "-k", target.as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )  # fmt: skip
    return "is satisfiable" in done.stdout


def test_the_shipped_papers_are_consistent(tmp_path: Path) -> None:
    """Schema, used terms and papers can be true together; a case that is a tumour cannot."""
    triples = _shipped()
    skg = "https://w3id.org/sarcoma-kg/schema#"
    kind = pyoxigraph.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    of_case = (kind, pyoxigraph.NamedNode(skg + "Case"))
    case = next(t.subject for t in triples if (t.predicate, t.object) == of_case)
    wrong = pyoxigraph.Triple(case, kind, pyoxigraph.NamedNode(skg + "Tumour"))

    assert (True, False) == (
        _consistent(triples, tmp_path),
        _consistent(triples | {wrong}, tmp_path),
    )


def test_reference_finds_faults(tmp_path: Path) -> None:
    """An identifier is wrong that is obsolete, lost, or of another name."""
    reference = tmp_path / "reference.sqlite"
    table = Upstream()
    table.add(
        terms=[
            ("NCIT:C3262", "Neoplasm", 0, ""),
            ("NCIT:C9118", "Sarcoma", 1, "NCIT:C1"),
            ("NCIT:C3158", "Something Else", 0, ""),
        ]
    )
    table.save(reference)

    found = dict(check_reference(reference))

    assert "NCIT:C3262" not in found
    assert found["NCIT:C9118"] == "is obsolete (here: Sarcoma); use NCIT:C1"
    assert found["NCIT:C3158"].startswith("is 'Something Else' in the reference")
    assert "is not in the reference" in found["NCIT:C9145"]


def test_reference_is_no_database(tmp_path: Path) -> None:
    """Another file is no reference database, and says so."""
    (tmp_path / "x.sqlite").write_text("hello", "utf-8")

    with pytest.raises(SourceError, match="no reference database"):
        check_reference(tmp_path / "x.sqlite")


def test_reference() -> None:
    """The check against a reference database finds nothing wrong.

    `SARCOMA_KG_TERMS` names the database; without it the test is skipped.
    """
    path = os.environ.get("SARCOMA_KG_TERMS")
    if not path or not Path(path).exists():
        pytest.skip("SARCOMA_KG_TERMS names no reference database")

    assert check_reference(Path(path), Ontology.load()) == []
