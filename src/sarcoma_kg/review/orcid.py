"""A reviewer's ORCID: the form, and the checksum that tells a slip of the pen."""

import re

from sarcoma_kg.errors import FactError

_FORM = re.compile(r"(?:https?://orcid\.org/)?(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dXx])/?")


def orcid(text: str) -> str:
    """Give an ORCID in its usual form (`0000-0002-1825-0097`), from that or from its address.

    The last sign is a checksum over the fifteen digits before it, ISO 7064 mod 11-2 (ORCID,
    "Structure of the ORCID Identifier"). Raises `FactError` where form or checksum is wrong.
    """
    found = _FORM.fullmatch(text.strip())
    if found is None or not text.isascii():
        raise FactError(f"{text!r} is no ORCID; write it as 0000-0002-1825-0097")
    signs = "".join(found.groups()).upper()
    given, total = signs[-1], 0
    for digit in signs[:-1]:
        total = (total + int(digit)) * 2
    sign = (12 - total % 11) % 11
    if given != ("X" if sign == 10 else str(sign)):  # noqa: PLR2004 - ten is written as X
        raise FactError(f"ORCID {text!r} has a wrong digit: its checksum does not fit")
    return "-".join(found.groups()).upper()
