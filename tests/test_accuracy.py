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
#: Texts of our own, in the repository.
INVENTED = ("invented/held", "invented/tuned")
ANNOTATED = sorted((TESTS / "gold").rglob("*.jsonl"))


def _benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("accuracy", ROOT / "benchmarks" / "accuracy.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["accuracy"] = module
    spec.loader.exec_module(module)
    return module


def _measured(part: str, texts: Path | None) -> tuple[str, int]:
    """Give what docs/accuracy.md tells of a part, and how many quotes are wrong."""
    benchmark = _benchmark()
    stretches = TESTS / "gold" / "background.tsv" if texts else None
    judged = list(benchmark.read_all(TESTS / "gold" / part, None, texts, stretches))
    parts = [
        benchmark.table(judged, True),
        benchmark.calibration(judged, True),
        [f"- {line}" for line in benchmark.summary(judged, texts is not None)],
    ]
    wrong = sum(document.quotes_wrong for document in judged)
    return "\n\n".join("\n".join(lines) for lines in parts), wrong


def _told(part: str, measured: str) -> str:
    """Give what docs/accuracy.md tells of a part (STORE_DOCS=1 stores it anew)."""
    page = PAGE.read_text(encoding="utf-8")
    block = re.compile(rf"(?<=<!-- {part} -->\n).*?(?=\n<!-- end -->)", re.DOTALL)
    if os.environ.get("STORE_DOCS"):
        page = block.sub(lambda _: measured, page)
        PAGE.write_text(page, encoding="utf-8", newline="\n")
    found: str = block.findall(page)[0]
    return found


@pytest.mark.skipif(not TEXTS, reason="SARCOMA_KG_TEXTS does not say where the texts are")
@pytest.mark.parametrize("part", PARTS)
def test_the_table_of_accuracy_is_true(part: str) -> None:
    """The tables of docs/accuracy.md are what the benchmark measures."""
    measured, wrong = _measured(part, Path(TEXTS))

    assert measured == _told(part, measured)
    assert wrong == 0


@pytest.mark.parametrize("part", INVENTED)
def test_the_table_of_invented_texts_is_true(part: str) -> None:
    """So are those of the texts that were written for the project."""
    measured, wrong = _measured(part, None)

    assert measured == _told(part, measured)
    assert wrong == 0


@pytest.mark.skipif(not TEXTS, reason="SARCOMA_KG_TEXTS does not say where the texts are")
def test_the_agreement_of_annotators_is_told() -> None:
    """The table of agreement is what the benchmark measures between the two annotations."""
    benchmark = _benchmark()
    held = TESTS / "gold" / "held"
    judged = list(benchmark.read_all(held / "second", held / "facts", Path(TEXTS)))
    lines = benchmark.table(judged, True)
    kinds = [line for line in lines[2:] if " + " in line or "all core" in line]
    measured = "\n".join([*lines[:2], *kinds])

    assert measured == _told("agreement", measured)


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


@pytest.mark.parametrize(
    "path", ANNOTATED, ids=lambda path: f"{path.parts[-3]}-{path.parts[-2]}-{path.stem}"
)
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
