"""Variants of a name have one key; other names another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarcoma_kg.ontology.spelling import key, loose_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ewing’s tumours", "ewing tumor"),
        ("S-100", "S 100"),
        ("Ki-67", "ki67"),
        ("α-SMA", "alpha sma"),
        ("haemangiopericytomas", "hemangiopericytoma"),
        ("embolisation", "embolization"),
        ("oesophageal", "esophageal"),
        ("metastases", "metastasis"),
        ("vertebrae", "vertebra"),
        ("biopsies", "biopsy"),
        ("fibromata", "fibroma"),
        ("Müllerian", "mullerian"),
        ("well-differentiated", "well differentiated"),
        ("leucocyte", "leukocyte"),
    ],
)
def test_same(one: str, other: str) -> None:
    """Case, hyphens, British spelling, plurals and Greek letters mean nothing."""
    assert key(one) == key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("CD31", "CD34"), ("ileum", "ilium"), ("toe", "te"), ("COL1A1", "COL1A2")]
)
def test_different(one: str, other: str) -> None:
    """What differs in meaning keeps another key."""
    assert key(one) != key(other)


def test_word_order() -> None:
    """The loose key forgets the order of words."""
    assert loose_key("sarcoma, Ewing's") == loose_key("Ewing sarcoma")


@given(st.text(max_size=60))
def test_key_is_plain(text: str) -> None:
    """A key of any text is lower case without spaces at its ends."""
    found = key(text)

    assert found == found.strip() == found.lower()
