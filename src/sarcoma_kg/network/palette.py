"""How each kind of node looks: its name, sign, colour and form, from `looks.tsv`.

The colours are those of Okabe and Ito (2008, "Color universal design"), darkened where their
contrast was too low; no kind is told by its colour alone, for each has a sign of its own.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

_LIGHT, _DARK, _BLACK = (255, 255, 255), (21, 25, 31), (0, 0, 0)
_DIM = 112  # of 255
#: The colours that tell several tumours apart (Okabe and Ito, darkened), beside their numbers.
_TONES = ("#c24a00", "#5b3fa0", "#00725a", "#8a6d00")


@dataclass(frozen=True, slots=True)
class Look:
    """The look of a kind: `form` is card (what happened), pill (terms) or dashed (denied)."""

    kind: str
    name: str
    glyph: str
    colour: str
    form: str

    @property
    def shades(self) -> dict[str, dict[str, str]]:
        """Give border, fill, text and heading for the light and the dark theme."""
        bright = _mix(self.colour, _LIGHT, 0.6 if _dim(self.colour) else 0.35)
        return {
            "light": {
                "border": self.colour,
                "head": _mix(self.colour, _BLACK, 0.3),
                "fill": _mix(self.colour, _LIGHT, 0.88),
                "text": "#14181d",
            },
            "dark": {
                "border": bright,
                "head": bright,
                "fill": _mix(self.colour, _DARK, 0.72),
                "text": "#f2f4f7",
            },
        }


def _mix(colour: str, with_: tuple[int, int, int], share: float) -> str:
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    mixed = (
        round(part * (1 - share) + other * share) for part, other in zip(parts, with_, strict=True)
    )
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _dim(colour: str) -> bool:
    """Say whether a colour is too dark to be read on a dark page."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return 0.3 * red + 0.59 * green + 0.11 * blue < _DIM


@cache
def looks() -> dict[str, Look]:
    """Give the look of every kind, in the order of the legend."""
    lines = (Path(__file__).parent / "looks.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return {look.kind: look for look in (Look(*line.split("\t")) for line in lines if line)}


def look(kind: str) -> Look:
    """Give the look of a kind; an unknown one looks like `other`."""
    return looks().get(kind) or looks()["other"]


def tone(tumour: int) -> str:
    """Give the colour of a tumour's number; white text on it has a contrast of 4.5 to 1."""
    return _TONES[(tumour - 1) % len(_TONES)]
