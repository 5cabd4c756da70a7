"""Feared: a toxicity that is named as a risk, a reason, a warning or as what to prevent.

"She was warned of hair loss", "neuropathy prophylaxis", "hair loss is a known effect of the drug"
tell of no adverse event, unless the text goes on that it occurred. What is only thought of is asked
of the assertion engine.
"""

import re

from sarcoma_kg import assertion

# "the feared mucositis did occur", "…, which developed"
_HAPPENED = re.compile(
    # "… was a risk that he accepted, and it did come about"
    r"[^.;]{0,60}?\b(?:and|but)\s+(?:it|they|this)\s+(?:\w+\s+)?did\s+(?:occur|develop|appear|ensue|arise|happen|come)\b|"
    r"(?:,?\s+(?!not\b|never\b|no\b|if\b)[\w-]+){0,3}?,?\s+(?:did\s+(?:occur|develop|appear|ensue|arise|set\s+in|happen|come)"
    r"|(?:has|have|had)\s+(?:occurred|developed|appeared)|occurred|developed|appeared|ensued|supervened|set\s+in|came\s+true|came\s+about)\b"
)


def as_effect(low: str, start: int, end: int) -> bool:
    """Say whether a complaint or an illness is named as a feared effect of a treatment only."""
    return ("effect" in low or "toxic" in low) and feared(low, start, end)


def feared(low: str, start: int, end: int) -> bool:
    """Say whether `low[start:end]` of a sentence (lower case) is feared, warned of or prevented."""
    return not _HAPPENED.match(low, end) and assertion.of(low, start, end).certainty == "doubted"
