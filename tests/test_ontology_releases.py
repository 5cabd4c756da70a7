"""An update from a release of any form makes the same slims, and differs where the release does."""

import importlib.util
import sqlite3
from pathlib import Path
from types import ModuleType

import pytest

from sarcoma_kg import content
from sarcoma_kg.errors import SourceError
from sarcoma_kg.ontology import rdf, update
from sarcoma_kg.ontology.upstream import Upstream

ONTOLOGY = content.folder("ontology")
#: What the cut is made of: a part of the shipped slims.
SLIMS = ("syndromes", "procedures", "genes", "sites")


def _script() -> ModuleType:
    path = Path(__file__).parent / "releases" / "make.py"
    spec = importlib.util.spec_from_file_location("release_make", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules["release_make"] = module  # dataclasses look for their module there
    spec.loader.exec_module(module)
    return module


make = _script()


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A reference database of what some shipped slims say."""
    folder = tmp_path_factory.mktemp("cut")
    upstream = Upstream()
    for slim in SLIMS:
        rdf.read(ONTOLOGY / "terms" / f"{slim}.ttl", "ttl", upstream)
    path = folder / "cut.sqlite"
    upstream.save(path)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An ontology folder with the seeds and local rows of those slims, without slims."""
    for name in ("seeds", "local", "terms"):
        (tmp_path / name).mkdir()
    for slim in SLIMS:
        for name in ("seeds", "local"):
            text = (ONTOLOGY / name / f"{slim}.tsv").read_text("utf-8")
            (tmp_path / name / f"{slim}.tsv").write_text(text, "utf-8")
    return tmp_path


def slims(source: Path, folder: Path) -> dict[str, str]:
    """Make the slims from a source; gives their text."""
    target = folder / "made" / source.stem
    update.rebuild([source], folder, target)
    return {path.stem: path.read_text("utf-8") for path in target.glob("*.ttl")}


def blocks(text: str) -> set[str]:
    """Give the blocks of a slim, one for each concept."""
    return set(text.split("\n\n"))


def test_every_form_makes_the_same_slims(cut: Path, folder: Path) -> None:
    """OBO, OBO Graphs and OWL of the same content make the slims that the database makes."""
    expected = slims(cut, folder)
    made = make.make(cut, folder / "releases")

    assert sorted(SLIMS) == sorted(expected)
    assert dict.fromkeys(made, expected) == {
        form: slims(release, folder) for form, release in made.items()
    }


def test_slims_differ_where_the_release_does(cut: Path, folder: Path) -> None:
    """A name added, a term renamed upstream: those blocks change, and no other."""
    before = slims(cut, folder)
    changed = folder / "changed.sqlite"
    changed.write_bytes(cut.read_bytes())
    database = sqlite3.connect(changed)
    with database:
        database.execute(
            "insert into synonym values ('MONDO:0018875', 'Li and Fraumeni disease', 'EXACT')"
        )
        database.execute("update term set label = 'lung (organ)' where curie = 'UBERON:0002048'")
    database.close()

    for release in make.make(changed, folder / "releases").values():
        after = slims(release, folder)
        apart = {
            slim: {block.split()[0] for block in blocks(before[slim]) ^ blocks(after[slim])}
            for slim in SLIMS
        }

        assert {
            "syndromes": {"MONDO:0018875"},
            "sites": {"UBERON:0002048"},
            "procedures": set(),
            "genes": set(),
        } == apart


def test_long_and_broken_graphs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """OBO Graphs are read in pieces of any size; where they are cut off is said."""
    monkeypatch.setattr("sarcoma_kg.ontology.stream._CHUNK", 7)
    text = (
        '{"graphs": [{"id": "x",\n "nodes": [{"id": "NCIT:C1", "lbl": "sarcöma", "type": "CLASS"},'
        ' {"id": "NCIT:C2", "lbl": "x", "meta": {"deprecated": true}}],\n "edges": [], "n": 12345,'
        ' "logicalDefinitionAxioms": [{"a": [1, 2]}, {}]}]}'
    )
    path = tmp_path / "x.json"
    path.write_text(text, "utf-8")
    upstream = Upstream()
    from sarcoma_kg.ontology import obo

    with path.open(encoding="utf-8") as lines:
        obo.read_graphs(path, lines, upstream)

    row = upstream.get("NCIT:C1")
    assert row
    assert row.label == "sarcöma"
    other = upstream.get("NCIT:C2")
    assert other
    assert other.obsolete
    path.write_text(text[:80], "utf-8")
    with path.open(encoding="utf-8") as lines, pytest.raises(SourceError, match="line 2, column"):
        obo.read_graphs(path, lines, Upstream())
