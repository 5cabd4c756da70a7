"""Inputs that were read wrongly once: each is right, or stands in the list of those that are not.

`tests/cases/README.md` tells the kinds. `open.tsv` of a folder holds how many rows of a text are
still wrong: a number that changes, for the better or worse, is written there.
"""

import csv
import os

import pytest

from conftest import TESTS
from test_accuracy import _benchmark

FOLDERS = ("reading", "reading-more")


def _open(folder: str) -> dict[str, int]:
    path = TESTS / "cases" / folder / "open.tsv"
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["text"]: int(row["wrong"]) for row in csv.DictReader(lines, delimiter="\t")}


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_text_is_read_worse(folder: str) -> None:
    """Every text is read rightly but for the rows that are known to be wrong."""
    wrong = {
        judged.doc: judged.errors
        for judged in _benchmark().read_all(TESTS / "cases" / folder, None)
    }
    numbers = {doc: len(errors) for doc, errors in wrong.items() if errors}
    if os.environ.get("STORE_DOCS"):
        lines = [f"{doc}\t{number}" for doc, number in sorted(numbers.items())]
        path = TESTS / "cases" / folder / "open.tsv"
        path.write_text("text\twrong\n" + "\n".join(lines) + "\n", encoding="utf-8")
    known = _open(folder)
    news = [
        line for doc, errors in wrong.items() if len(errors) != known.get(doc, 0) for line in errors
    ]

    assert numbers == known, "\n".join(news)
