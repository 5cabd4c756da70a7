"""Feared: a toxicity that is named as a risk, a reason, a warning or as what to prevent.

"She was warned of hair loss", "neuropathy prophylaxis", "hair loss is a known effect of the drug"
tell of no adverse event, unless the text goes on that it occurred. What is only thought of is asked
of the assertion engine.
"""

from sarcoma_kg import assertion


def as_effect(low: str, start: int, end: int) -> bool:
    """Say whether a complaint or an illness is named as a feared effect of a treatment only."""
    return ("effect" in low or "toxic" in low) and feared(low, start, end)


def feared(low: str, start: int, end: int) -> bool:
    """Say whether `low[start:end]` of a sentence (lower case) is feared, warned of or prevented."""
    return assertion.of(low, start, end).certainty == "doubted"
