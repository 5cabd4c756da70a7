"""Tense: whether a sentence tells of what was, or says what is."""

import re

_I = re.IGNORECASE
#: Verbs in the present tense, as statements about a disease have them.
PRESENT = re.compile(
    r"\b(?:is|are|has|have|may|can|must|should|remains?|occurs?|arises?|accounts?|represents?|"
    r"constitutes?|comprises?|affects?|favou?rs?|involves?|carr(?:y|ies)|develops?|presents?|"
    r"metastasi[sz]es?|grows?|spreads?|reach(?:es)?|appears?|lies?|strikes?|behaves?|originates?|"
    r"complicates?|makes?|tends?|exceeds?|poses?|belongs?|causes?|leads?|includes?|predominates?|"
    r"requires?|responds?|relapses?|recurs?|harbou?rs?|consists?|derives?|lives?|survives?|shows?)\b",
    _I,
)
#: Verbs of what was, and words of those who tell it.
PAST = re.compile(
    r"\b(?:was|were|had|did|underwent|came|went|became|began|presented|developed|complained|"
    r"noticed|received|died|grew|gave|felt|saw|we|our|history|year-old|years?\s+old)\b",
    _I,
)


def is_present(text: str) -> bool:
    """Whether a sentence has a verb in the present tense."""
    return bool(PRESENT.search(text))


def is_past(text: str) -> bool:
    """Whether a sentence tells of what was, or of us."""
    return bool(PAST.search(text))
