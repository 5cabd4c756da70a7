"""Vertebral levels: "T4 to T7", "the L3 vertebra" name a part of the spine."""

import re
from collections.abc import Iterator

#: The part of the spine by the letter of its vertebrae.
PARTS = {"C": "cervical spine", "T": "thoracic spine", "L": "lumbar spine", "S": "sacrum"}
_LEVEL = re.compile(
    r"\b(?:(?P<first>[CTLS])\d{1,2}\s*(?:-|–|to|and|through(?:\s+to)?|/)\s*(?P=first)\d{1,2}\b"
    r"|(?P<one>[CTLS])\d{1,2}(?=\s+(?:level|vertebra|spin|lamina|body|pedicle)))"
    r"(?!\s*-?\s*(?:weighted|images?|signal|sequence|stage))"
)


_LETTER = re.compile(r"[CTLS]\d")


def find(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Give (start, end, part of the spine) of each level in `text[start:end]`."""
    if _LETTER.search(text, start, end) is None:
        return
    for match in _LEVEL.finditer(text, start, end):
        yield match.start(), match.end(), PARTS[match.group("first") or match.group("one")]
