"""Assertion: whether what a sentence mentions is so, since when, how surely, and of whom.

`of` is the door, and the only place where that is decided. The method is that of NegEx and
ConText (Chapman 2001, Harkema 2009): a cue says something of what it reaches, forward or back,
within its clause (`clause`). The cues are in `cues.tsv` (columns: pattern, meaning, where, reach,
example, counter); the words in square brackets of an example are what its cue reaches, those of
a counter-example are what no cue reaches so.
"""

from sarcoma_kg.assertion.scope import of
from sarcoma_kg.assertion.stance import CERTAIN, GENERAL, Assertion

__all__ = ["CERTAIN", "GENERAL", "Assertion", "of"]
