import ast
from pathlib import Path

import pytest

from conftest import ROOT

PACKAGE = ROOT / "src" / "sarcoma_kg"
#: The floors of the house: a module may import from floors below its own, and its own package.
FLOORS = {
    "errors": 1,
    "content": 2,
    "stems": 1,
    "kinds": 2,
    "phrase": 2,
    "terms": 2,
    "assertion": 3,
    "records": 3,
    "ontology": 3,
    "sparql": 3,
    "papers": 4,
    "mentions": 4,
    "facts": 4,
    "triples": 4,
    "model": 4,
    "answer": 4,
    "reading": 5,
    "queries": 5,
    "graph": 6,
    "review": 7,
    "check": 7,
    "table": 8,
    "wording": 8,
    "network": 9,
    "page": 10,
    "cli": 11,
}
#: Same-floor imports that are meant: terms are read from the content folder, and a mention
#: holds its assertion.
LEVEL = {("terms", "content"), ("records", "assertion")}
#: Who reads each content folder: the module of its name, and those that need one file of it.
READERS = {
    "ontology": {"ontology", "terms", "graph", "check"},
    "graph": {"graph"},
    "queries": {"queries"},
}
MODULES = sorted(PACKAGE.rglob("*.py"))
MOST_LINES = 500


def _name(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sarcoma_kg"):
            parts = (node.module or "").split(".")
            found |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            names = (alias.name.split(".") for alias in node.names)
            found |= {parts[1] for parts in names if parts[0] == "sarcoma_kg" and len(parts) > 1}
    return found - {"__version__"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_run_down(path: Path) -> None:
    """No module imports from its own floor or from one above."""
    name = _name(path)
    if name in ("__init__", "__main__"):
        pytest.skip("the roof of the package")
    for other in _imports(path) - {name}:
        down = FLOORS[other] < FLOORS[name] or (name, other) in LEVEL
        assert down, f"{name} (floor {FLOORS[name]}) imports {other} (floor {FLOORS[other]})"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_modules_stay_small(path: Path) -> None:
    """A module that outgrows 500 lines is split by noun."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_sparql_in_python(path: Path) -> None:
    """Questions are files; only the endpoint's own plumbing speaks SPARQL."""
    if path.name == "endpoint.py":
        pytest.skip("it puts graphs into a store, by the protocol")
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    docs = {
        ast.get_docstring(node, clean=False)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
    }
    spoken = [t for t in texts if isinstance(t, str) and t not in docs and "WHERE {" in t]

    assert not spoken


@pytest.mark.parametrize("folder", ["ontology", "graph", "queries"])
def test_each_content_folder_has_one_reader(folder: str) -> None:
    """A content folder is read by the module of its name (and its prefixes by terms)."""
    readers = {
        _name(path)
        for path in MODULES
        if f'content.folder("{folder}")' in path.read_text(encoding="utf-8")
    }

    assert readers <= READERS[folder]
