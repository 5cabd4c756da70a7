"""The normal form of a text, over which the graph counts offsets: `skg-text-1`.

The same article comes with other line ends, spaces, dashes, quotes and compositions of letters
from one file to the next. In the normal form letters are composed (Unicode NFC), a line end is one
character, every white space is a space, every dash a hyphen, every quotation mark straight, and
white space at the end is gone. Nothing else is changed or folded, so that in nearly every text an
offset in the file is the offset in the normal form. This form never changes: another one would get
another name.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field

NAME = "skg-text-1"

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_SINGLE = "\u2018\u2019\u201a\u201b\u2032\u2035\u00b4\u0060\u2039\u203a\uff07"
_DOUBLE = "\u201c\u201d\u201e\u201f\u2033\u2036\u00ab\u00bb\uff02"
_SPACES = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
_SPACES += "\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
_TABLE = str.maketrans(
    {
        **dict.fromkeys(_DASHES, "-"),
        **dict.fromkeys(_SINGLE, "'"),
        **dict.fromkeys(_DOUBLE, '"'),
        **dict.fromkeys(_SPACES, " "),
    }
)


@dataclass(frozen=True, slots=True)
class NormalText:
    """A text in its normal form, and where each offset of the text as read lies in it."""

    text: str = field(repr=False)
    _raw: tuple[int, ...] = field(repr=False)  # where the length changes: offsets as read,
    _shift: tuple[int, ...] = field(repr=False)  # and what is to be added from there on

    @classmethod
    def of(cls, text: str) -> "NormalText":
        """Bring a text as read into its normal form."""
        if "\r\n" not in text and unicodedata.is_normalized("NFC", text):
            return cls(text.translate(_TABLE).rstrip(" "), (0,), (0,))
        parts: list[str] = []
        raw, shift, length, last = [0], [0], 0, 0
        for start, end in _clusters(text):
            plain = text[last:start].translate(_TABLE)
            written = text[start:end]
            composed = "\n" if written == "\r\n" else unicodedata.normalize("NFC", written)
            parts += [plain, composed.translate(_TABLE)]
            length += len(plain) + len(composed)
            raw.append(end)
            shift.append(length - end)
            last = end
        parts.append(text[last:].translate(_TABLE))
        return cls("".join(parts).rstrip(" "), tuple(raw), tuple(shift))

    def at(self, offset: int) -> int:
        """Give the offset in the normal form of an offset in the text as read."""
        return min(offset + self._shift[bisect_right(self._raw, offset) - 1], len(self.text))


def _clusters(text: str) -> list[tuple[int, int]]:
    """Give the stretches whose length may change: line ends, letters that NFC composes."""
    found: list[tuple[int, int]] = []
    for match in re.finditer(r"\r\n", text):
        found.append(match.span())
    if not unicodedata.is_normalized("NFC", text):
        start = 0
        for place in range(1, len(text) + 1):
            # a new cluster begins at a starter that does not compose with what stands before it
            if place < len(text) and _joins(text[start:place], text[place]):
                continue
            if place - start > 1 or not unicodedata.is_normalized("NFC", text[start:place]):
                found.append((start, place))
            start = place
    return sorted(span for span in set(found) if text[span[0] : span[1]] != "\r")


def _joins(before: str, sign: str) -> bool:
    if unicodedata.combining(sign):
        return True
    code = ord(sign)
    # Hangul vowels and finals compose with the starter before them
    return (0x1161 <= code <= 0x1175 or 0x11A8 <= code <= 0x11C2) and before != ""  # noqa: PLR2004


def normal(text: str) -> str:
    """Give the normal form of a text."""
    return NormalText.of(text).text
