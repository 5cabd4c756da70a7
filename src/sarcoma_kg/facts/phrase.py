"""Phrases that carry a fact: those of the TSV files beside this module."""

from functools import cache
from pathlib import Path

from sarcoma_kg.phrase import MACRO, Found, Phrases, lowered, read

__all__ = ["MACRO", "Found", "Phrases", "lowered", "phrases"]


@cache  # asked of every sentence: the path is not built anew
def phrases(name: str, *meanings: str) -> Phrases:
    """Read `name`.tsv beside this module, only the rows of `meanings` where any is given."""
    return read(Path(__file__).parent / f"{name}.tsv", *meanings)
