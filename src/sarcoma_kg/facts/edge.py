"""Edges: whether tumour reached the edge of what was cut out, in whatever words it is told.

What a clause says of an edge ("margin", "resection line", "ink") is put together from its words:
tumour that touches it, an adjective for it, and whether either is denied. "Those of the breast were
clear" and "the third excision was clear" tell of an edge without its name.
Source: UICC residual tumour classification (R0 no tumour at the edge, R1 microscopic tumour).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from sarcoma_kg import assertion

_QUALIFIED = (
    r"deep|lateral|medial|superior|inferior|anterior|posterior|proximal|distal|radial|inked|cut|peripheral|dorsal|ventral|bony|soft[\s-]tissue"
    r"|resection|surgical|excision|specimen|section|osteotomy"
)
_EDGE = re.compile(
    r"\bmargins?\b|\b(?:resection|section|excision|surgical|cutting|cut)\s+(?:lines?|limits?|planes?|surfaces?|edges?|borders?)\b"
    r"|\b(?:lines?|limits?|planes?)\s+of\s+(?:resection|excision)\b"
    rf"|\b(?:{_QUALIFIED})\s+(?:and\s+\w+\s+)?(?:edges?|borders?|aspects?|base)\b|\b(?:edges?|borders?)\s+of\s+the\s+specimen\b|\bink\b"
)
#: Words that name an edge only beside what is said of one: "all planes negative".
_PLAIN = re.compile(
    r"\b(?:edges?|borders?|surfaces?|ends|planes|(?:section|cut)\s+(?:line|surface|end)s?|lines?\s+of\s+section|aspects|sides|stumps?)\b"
)
_SAID = (
    r"(?:tumou?r[\s-]free|free(?!\s+(?:flap|graft))|negative|positive|involved|uninvolved"
    r"|infiltrated|unaffected|clean|clear)"
)
_SAID_BESIDE = re.compile(rf"\b{_SAID}\s+(?:[\w-]+\s+){{0,2}}$")
_SAID_BEHIND = re.compile(
    rf"\s+(?:(?:was|were|being|again|still|all|both|had|been|read|reading|likewise|also|histologically|microscopically|now)\s+){{0,4}}{_SAID}\b"
)
_TUMOUR_AT = re.compile(
    r"\btumou?r(?:\s+cells?)?\s+(?:\w+\s+){0,2}?(?:at|near|on|in)\s+(?:its|any|all|either)\s+$"
)
_OF_SPECIMEN = re.compile(
    r"\s+of\s+(?:the|that|this|its)\s+(?:specimen|excision|resection|resected\s+\w+)\b"
)
# edges of the body, and of the tumour as it is seen
_OTHER_EDGE = re.compile(
    r"\b(?:costal|gingival|anal|orbital|liver|hepatic|antimesenteric|scapular|supraorbital|infraorbital|alveolar|pelvic|psoas|vermilion|eyelid|lid"
    r"|falciform|tentorial|ill|well|irregular|pushing|infiltrative|lobulated|sclerotic|indistinct|spiculated|sharp|smooth)\W+(?:[\w-]+\s+)?$"
)
_OF_THE_BODY = re.compile(
    r"\s+of\s+(?:the\s+)?(?:left\s+|right\s+)?(?:tongue|orbit|foot|hand|scapula|sternum|rectus|liver)\b"
)
_PARTED = re.compile(
    r"[;.]\s|(?<!margins)(?<!margin):\s|,\s(?!(?:deep|lateral|medial|anterior|posterior|proximal|distal)\b)|\b(?:but|whereas|while|yet|though|although|until|and(?!\s+(?:[\w-]+\s+){1,2}(?:margins?|edges?|borders?)(?=\s*(?:[.,;]|$))))\s"
)
_WORD = re.compile(r"[\w-]+")
_OF_EDGE = re.compile(r"[\s-]+(?:\w+\s+){0,2}?(?:margins?|edges?|borders?|planes?|ones?)\b")
_FREE = re.compile(
    r"\b(?:free|clear|cleared|negative|clean|uninvolved|healthy|sound|safe|spared|unaffected|(?:tumou?r|disease)[\s-]free|r[\s-]?0|devoid"
    r"|(?:adequate|intact|normal|satisfactory)(?=\s+(?:\w+\s+){0,3}?margins?\b)|(?:was|were)\s+(?:\w+ly\s+)?(?:wide|adequate))\b"
)
_INVOLVED = re.compile(
    r"\b(?:positive|involved|invaded|infiltrated|contaminated|affected|breached|transected|involvement|(?:touched|reached|crossed)(?=\s+by\b)|r[\s-]?1)\b"
)
_TUMOUR = (
    r"(?:tumou?rs?|sarcoma|neoplasm|neoplastic\s+cells|malignant\s+cells|spindle\s+cells|cells|disease|growth|involvement|invasion|infiltration|malignan\w+|\w+sarcoma|\w+oma|protuberans"
    r"|it|which)"
)
_TUMOUR_WORD = re.compile(rf"\b{_TUMOUR}\b|\b(?:extending|reaching|microscopic)\b")
_TOUCHES = re.compile(
    rf"\b{_TUMOUR}\b(?:[\s-]+(?!but\b)[\w-]+){{0,4}}?[\s,]+(?:reach(?:ed|ing|es)?|touch(?:ed|ing|es)?|abut(?:ted|ting)?|extend(?:ed|ing|s)?\s+(?:\w+\s+)?(?:to|into|up)"
    r"|(?:cut|ran|run|went|grew|growing|running)\s+(?:through|into|up\s+to|across|to)|at(?!\s+least)|on|in|into|along|near|close\s+to|left|remain(?:ed|ing)?|persist(?:ed|ing)?|present|found|seen|visible|lying|lay)\b(?:\s+[\w-]+){0,9}\s*$"
    r"|^\s*(?:\w+ly\s+)?(?:reached|touched|involved|extended\s+to)\s|^\s*(?:extending|reaching|touching|abutting|present|found|growing)\s+(?:\w+\s+){0,2}?(?:to|at|on|in|into|the|up)\b|\bmicroscopic\s+(?:tumou?r|disease|residue|involvement)\b"
)
_HOLDS = re.compile(
    rf"\s+(?:\w+\s+)?(?:contain(?:ed|s|ing)?|show(?:ed|s|ing)?|held|harbou?red|had|with|bore|carried)\s+(?:\w+\s+){{0,3}}?{_TUMOUR}\b"
)
# what stands for the edges that were just named
_THOSE = re.compile(
    r"^\s*(?:while\s+|as\s+)?(?:they|these|those|that|the\s+others?|the\s+(?:remaining|other)\s+ones|the\s+rest)\s+(?:of|at|in|on|around|was|were|negative|positive|free|clear)\b|^\s*(?:was|were|is|are)?\s*(?:\w+ly\s+)?(?:free|clear|negative|positive|involved|uninvolved)\b"
)
_THOSE_NOUN = re.compile(r"\s*(?:those|that|the\s+(?:others?|rest|remaining))\b")
# "margins were examined and proved free"
_GOES_ON = re.compile(
    r"\s*(?:(?:then|all|both|which|none|neither|each)\s+)?(?:was|were|proved|found|reported|judged|came\s+back|turned\s+out)\b"
)
_SO_WERE = re.compile(r"\s*(?:as|so)\s+(?:was|were|had|did)\s+(?:those|that|the)\b")
_STATE = re.compile(r"\b(?:free|clear|negative|clean|positive|involved|uninvolved|r[\s-]?[01])\b")
_GAVE_ONES = re.compile(
    r"\b(?P<state>free|clear|negative|clean|positive|involved|uninvolved)\s+ones?\b"
)
#: An operation of which it is said that nothing was left, or something.
_OPERATION_IS = re.compile(
    r"\b(?:(?:re-?)?(?:excision|resection)|\w+ectomy|amputation|specimen|(?:second|third|fourth|last|final)\s+one)\b(?:,\s+which\s+[^,.;]{3,40},)?\s+"
    r"(?:(?:was|were|proved|came\s+back|turned\s+out|being|is|found)\s+)(?:(?:to\s+be|again|all|still|now|finally|at\s+last|microscopically|histologically|reported|reported\s+as)\s+)*"
    r"(?P<state>clear|clean|free\s+of\s+(?:tumou?r|disease)|tumou?r[\s-]free|microscopically\s+incomplete|incomplete|involved)\b(?!\s+of\b|\s+in\s+the\b|\s+by\b|-)"
)
_COMPLETE = re.compile(
    r"\b(?:histologically|microscopically|pathologically)\s+(?P<state>(?:in)?complete)\b"
)
_REMNANT = r"microscopic\s+(?:tumou?r|disease|residue|residual\s+\w+|involvement|remnants?|foci)"
_MICROSCOPIC = re.compile(
    rf"\b(?:left|leaving|with|showed|again|still)\s+(?:\w+\s+)?(?P<what>{_REMNANT})\b"
    rf"|(?P<left>{_REMNANT})\s+(?:(?:was|had|being|been|having|to|be)\s+)+left\b"
)


@dataclass(frozen=True, slots=True)
class Told:
    """What a sentence says of an edge: offsets in it, and R0 or R1."""

    start: int
    end: int
    value: str


def told(low: str) -> Iterator[Told]:
    """Give what a sentence (lower case) says of edges, in its order."""
    yield from _by_clause(low)
    yield from _without_edge(low)


def _by_clause(low: str) -> Iterator[Told]:
    """Read the clauses that name an edge, and those behind them that mean one."""
    spoken = False
    value: str | None = None
    parts = list(_parts(low))
    for (start, end), following in zip_longest(parts, parts[1:]):
        edge = next((m for m in _edges(low, start, end) if _surgical(low, m, end)), None)
        if edge is not None:
            spoken, stop = True, end
            value = _state(low, start, end, edge)
            if value is None and following and _GOES_ON.match(low, *following):
                value = _adjective(low, *following)  # "margins were examined and proved free"
                stop = following[1]
            if value is not None:
                yield Told(*_span(low, start, stop, edge), value)
        elif value is not None and _SO_WERE.match(low, start, end):
            yield Told(start, end, value)
        elif spoken and _THOSE.search(low[start:end]):
            state = _STATE.search(low, start, end)
            value = _adjective(low, start, end)
            if state is not None and value is not None:
                those = _THOSE_NOUN.match(low, start, end)
                yield Told(start if those else state.start(), state.end(), value)


def _without_edge(low: str) -> Iterator[Told]:
    """Read what names no edge: "the third excision was clear", "gave clear ones"."""
    for match in _OPERATION_IS.finditer(low):
        value = "R1" if match["state"].endswith(("incomplete", "involved")) else "R0"
        yield Told(match.start(), match.end(), value)
    for match in _GAVE_ONES.finditer(low):
        if _EDGE.search(low, 0, match.start()):
            value = "R1" if match["state"] in ("positive", "involved") else "R0"
            yield Told(match.start(), match.end(), value)
    for match in _COMPLETE.finditer(low):
        yield Told(*match.span(), "R1" if match["state"] == "incomplete" else "R0")
    for match in _MICROSCOPIC.finditer(low):
        yield Told(*match.span("what" if match["what"] else "left"), "R1")


def _parts(low: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _PARTED.finditer(low):
        if match.end() > start:
            yield start, match.start()
        start = match.end()
    yield start, len(low)


def _edges(low: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Give the words of a clause that name an edge of what was cut out."""
    yield from _EDGE.finditer(low, start, end)
    for match in _PLAIN.finditer(low, start, end):
        if (
            _SAID_BESIDE.search(low, start, match.start())
            or _SAID_BEHIND.match(low, match.end(), end)
            or _OF_SPECIMEN.match(low, match.end(), end)
            or _TUMOUR_AT.search(low, start, match.start())
        ):
            yield match


def _surgical(low: str, edge: re.Match[str], end: int) -> bool:
    """Say whether an edge is one of what was cut out: "the hepatic margin was clear" is."""
    if edge.group().startswith("margin") and _SAID_BEHIND.match(low, edge.end(), end):
        return True
    return (
        _OTHER_EDGE.search(low, max(0, edge.start() - 40), edge.start()) is None
        and _OF_THE_BODY.match(low, edge.end(), end) is None
    )


def _span(low: str, start: int, end: int, edge: re.Match[str]) -> tuple[int, int]:
    """Give the words that tell it: from the edge to its adjective, or from the tumour to it."""
    words = [m for m in (_FREE.search(low, start, end), _INVOLVED.search(low, start, end)) if m]
    if not words:
        tumours = [*_TUMOUR_WORD.finditer(low, start, edge.start())][-1:]
        words = tumours or [*_TUMOUR_WORD.finditer(low, edge.end(), end)][:1]
    first = min([edge, *words], key=lambda m: m.start())
    last = max([edge, *words], key=lambda m: m.end())
    return first.start(), last.end()


def _state(low: str, start: int, end: int, edge: re.Match[str]) -> str | None:
    """Say what a clause tells of an edge in it: R0, R1, or nothing."""
    value = _adjective(low, start, end)
    if value is not None:
        return value
    touches = _TOUCHES.search(low[start : edge.start()])
    holds = _HOLDS.match(low[edge.end() : end])
    if holds:
        return _unless_denied(low, edge.start(), edge.end() + holds.end())
    return _unless_denied(low, start + touches.start(), edge.end()) if touches else None


def _adjective(low: str, start: int, end: int) -> str | None:
    """Say what the adjectives of a clause tell of its edge; nothing where no edge was found."""
    free = _FREE.search(low, start, end)
    if free:
        if not assertion.of(low, *free.span()).denied:
            return "R0"
        # "no adequate free margins could be obtained"
        return None if _OF_EDGE.match(low, free.end(), end) else "R1"
    if _INVOLVED.search(low, start, end):
        return _unless_denied(low, start, end)
    return None


def _unless_denied(low: str, start: int, end: int) -> str:
    """Give R1, or R0 where any of the words that tell that tumour is there is denied."""
    words = _WORD.finditer(low, start, end)
    return "R0" if any(assertion.of(low, *word.span()).denied for word in words) else "R1"
