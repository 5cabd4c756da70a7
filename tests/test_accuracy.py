import importlib.util
import json
import os
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from conftest import ROOT, TESTS
from sarcoma_kg.records import Fact

PAGE = ROOT / "docs" / "accuracy.md"
#: The texts of the annotated documents are others' and not in this repository.
TEXTS = os.environ.get("SARCOMA_KG_TEXTS", "")
PARTS = ("held", "tuned")
ANNOTATED = sorted((TESTS / "gold").glob("*/facts/*.jsonl"))


def _benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("accuracy", ROOT / "benchmarks" / "accuracy.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["accuracy"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(not TEXTS, reason="SARCOMA_KG_TEXTS does not say where the texts are")
@pytest.mark.parametrize("part", PARTS)
def test_the_table_of_accuracy_is_true(part: str) -> None:
    """The tables of docs/accuracy.md are what the benchmark measures (STORE_DOCS=1 stores anew)."""
    benchmark = _benchmark()
    judged = list(benchmark.read_all(TESTS / "gold" / part, None, Path(TEXTS)))
    measured = "\n".join([*benchmark.table(judged, True), "", *benchmark.calibration(judged, True)])
    page = PAGE.read_text(encoding="utf-8")
    block = re.compile(rf"(?<=<!-- {part} -->\n).*?(?=\n<!-- end -->)", re.DOTALL)
    if os.environ.get("STORE_DOCS"):
        page = block.sub(lambda _: measured, page)
        PAGE.write_text(page, encoding="utf-8", newline="\n")

    assert measured == block.findall(page)[0]
    assert 0 == sum(document.quotes_wrong for document in judged)


def test_the_readme_tells_what_the_table_says() -> None:
    """Each row of the README's table stands in docs/accuracy.md among the documents held back."""
    held = PAGE.read_text(encoding="utf-8").partition("<!-- held -->")[2].partition("<!-- end")[0]
    measured = {
        tuple(cell.strip() for cell in line.strip("|").split("|")) for line in held.splitlines()
    }
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| ([a-z, -]+) \| (\d.*) \|$", readme, re.MULTILINE)

    assert len(told) >= 7
    for kinds, figures in told:
        cells = tuple(cell.strip() for cell in figures.split("|"))
        assert any(
            row[0] == kinds.replace(", ", " + ") and row[4:8] == cells for row in measured
        ), kinds


@pytest.mark.parametrize("path", ANNOTATED, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_annotations_are_rows_of_the_model(path: Path) -> None:
    """Every annotated row is a fact, has offsets, and holds no words of its article."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        Fact.from_row(row)

        assert "quote" not in row


def test_no_document_is_both_tuned_on_and_held_back() -> None:
    """What the reader was tuned on is not what its accuracy is told of."""
    parts = [{p.stem for p in (TESTS / "gold" / part / "facts").iterdir()} for part in PARTS]

    assert not set.intersection(*parts)
    assert all(len(part) >= 40 for part in parts)
