"""Stains: what a sentence says of each marker that it names, positive or negative.

The cues of `marker.tsv` stand before a list of markers ("negative for desmin, SMA and S-100"),
right beside one ("focal desmin", "not desmin"), behind a list ("desmin and SMA were negative"), or
behind one marker as its own sign ("CD34+", "CD117-negative", "SMA focal"). A list is told by its
signs, else by its predicate or by what leads to it, whichever binds more.
"""

import itertools
import re
from dataclasses import dataclass

from sarcoma_kg import assertion
from sarcoma_kg.facts.phrase import Found, lowered, phrases
from sarcoma_kg.records import Mention, Sentence

_I = re.IGNORECASE
_NOTE = r"\([^()]{1,60}\)"
_GLUE = re.compile(
    rf"^(?:[\s,/&()\[\]:+–-]|{_NOTE}|\b(?:and|or|nor|as|well|also|both|the|for|focal(?:ly)?|weak(?:ly)?|strong(?:ly)?|diffuse(?:ly)?|"
    r"protein|antigen|antibod(?:y|ies)|marker|markers|partial(?:ly)?|patchy|to|a|an|lesser|extent|other|epithelial|melanocytic|lymphoid|"
    r"neuroendocrine|muscle|staining|stain|stains|expression|with|against|anti|specific|even|but|nuclear|cytoplasmic|membranous|membrane|of|clone|alpha|beta|human|type|receptor|cells?|smooth|pan|[a-z]+(?:oid|ic|al|ar))\b)*$",
    _I,
)
_CLAUSE = re.compile(r"^\s*(?:,\s*and|;)\s*(?:the\s+)?$", _I)
_AND = re.compile(r"^\s*and\s*(?:the\s+)?$", _I)
# "SMA expression and CD117 negativity", "CD31 but not CD34 was expressed"
_NOUN_NEXT = re.compile(
    r"\s*(?:\w+\s+)?(?:expression|\w*(?:posi|nega|reac)tivity|staining|loss)\s*(?:,|and\b)", _I
)
_BUT_NOT = re.compile(r"\s*,?\s*(?:but|and|though)\s+(?:not|neither)\s+(?:for\s+)?$")
_SINGULAR = re.compile(r"^\s+(?:(?:stain\w*|expression)\s+)?(?:was|is)\b", _I)
# what may stand between a marker and its sign: "CD34 (+", "CD34: ", "CD117-negative"
_OPENING = re.compile(
    r"\s*(?:[(\[]\s*)?(?:[:=]\s*)?(?:[-–](?=(?:immuno)?(?:pos|neg|react|retain|deficien)))?", _I
)
_DASH = re.compile(r"\s[-–−]\s+(?!and\b|but\b|as\b)\w")  # "CD45 – no expression"
_NOTED = re.compile(rf"\s*{_NOTE}")
_PREDICATE = re.compile(r"(?:was|were|is|are|be|being|been|stained|did|could|not|show|gave|yield)")
_NOUN_LEAD = re.compile(
    r"(?:stain(?:s|ing)?|reactivity|reactions?|expression|labell?ing|signals?|positivity|negativity|"
    r"histochemistry)\s(?:for|with|to|of|against)(?:\s(?:the|both))?$"
)
_LEADING = re.compile(r"\b(?:for|of|with|to|express\w*|not)$")
_SAID_OF = re.compile(r"(?<!\bthere )\b(?:was|were|is|are|being)\s+(?:\w+ly\s+|all\s+)?$", _I)
_LEADS = re.compile(r"\b(?:for|with|to|of|by|against|immuno-?histochemically)$", _I)
_NEW_ITEM = re.compile(r"[,;]|\b(?:and|but)\b")
_LOST_BEFORE = re.compile(
    r"\b(?:loss\s+of|absent|lost|fail\w*)\s+(?:(?!and\b|or\b|but\b)\w+\s+){0,2}$"
)
_STRENGTH = re.compile(
    r"\b(?:strong|diffuse|intense|focal|positive|nuclear|moderate|weak|patchy|cytoplasmic|membran\w+)"
    r"(?:ly)?,?\s+(?:\w+\s+){0,3}$",
    _I,
)
_LOST_AFTER = re.compile(
    r"^\s+(?:(?!(?:whereas|while|but|and|although|though|yet|however)\b)\w+\s+){0,3}?(?:was|were|is|are)\s+(?:\w+\s+){0,1}?(?:lost|abolished)\b"
    r"|^\s+(?:by|in|on)\s+(?:none|no)\b",
    _I,
)
_CLOSE_TO = re.compile(
    rf"(?:[\s,:)\]–-]|{_NOTE}|\b(?:protein|antigen|staining|stain|stains|immunostain|immunostaining|immunostains|"
    r"immunohistochemistry|markers?|antibodies|antibody|all|both|\w+ly|nuclear|cytoplasmic|"
    r"which|that|differentiation|lineage|origin|expression|was|were|is|are|and|other|epithelial|lymphoid|melanocytic|"
    r"results?|patchy|in|the|tumou?r|cells|also|immunoreactivity|reactivity|biopsy|specimen"
    r"|(?:searched|looked|tested)\s+for|sought)\b)*",
    _I,
)
# "CD34 was positive for", but "CD34 was positive with a membranous pattern"
_OF_THE_NEXT = re.compile(
    r"\s*(?:for|to|of|with(?!\s+(?:an?|the|\w+(?:\s+\w+)?\s+(?:pattern|staining|distribution))\b))\b"
)
# "CD34 was positive, as were CD99 and BCL2": the result of the markers before
_ECHO = re.compile(
    r"(?:\b(?:as|so|nor)\s+(?:was|were|is|are|did)|\b(?:along|together)\s+with|\bas\s+well\s+as|"
    r"\b(?:likewise|similarly|and\s+also))\s+(?:the\s+)?(?:\w+\s+(?:for|of)\s+)?$"
)
# "CD34- and STAT6-positive": the hyphen stands for what the last one says
_SUSPENDED = re.compile(
    r"[-–](?=,?\s)[^;:()]{0,60}?\s(?:and|or)\s[\w/-]{1,12}[-–](?:immuno)?(?:posi|nega|react)"
)
_LACK = re.compile(r"(?:total |complete |nuclear )*(?:loss|deficien|negativity)")
# characters: between a cue and its markers, at most and at ease; after the markers; for a sign
_CLOSE, _FAR, _REACH, _SIGN = 30, 45, 80, 60


@dataclass(frozen=True, slots=True)
class _Cue:
    start: int
    end: int
    words: str
    meaning: str
    place: str  # before, beside (within: inside a list too) or after its markers


@dataclass(frozen=True, slots=True)
class Result:
    """What is said of a marker: positive, negative or nothing, and the rule that says so."""

    mention: Mention
    meaning: str
    rule: str


def results(sentence: Sentence, markers: list[Mention]) -> list[Result]:
    """Give what a sentence says of each of its markers, in their order."""
    text, base = sentence.text, sentence.start
    low = lowered(text)
    cues = _cues(low)
    groups = _groups(text, base, markers, cues)
    found: list[Result] = []
    spent: list[_Cue] = []
    for number, group in enumerate(groups):
        previous = groups[number - 1][-1].end - base if number else 0
        following = groups[number + 1][0].start - base if number + 1 < len(groups) else len(text)
        start, end = group[0].start - base, group[-1].end - base
        lead = _lead(low, cues, spent, start, previous)
        predicate = _behind(low, cues, end, following)
        if predicate is None and _BUT_NOT.match(low[end:following]) and number + 1 < len(groups):
            after = groups[number + 1][-1].end - base
            predicate = _behind(low, cues, after, len(low))
        meaning, rule = _told(low, lead, predicate, start, previous)
        if predicate is not None and rule == "marker-predicate":
            spent.append(predicate)
            if phrases("marker", "elsewhere").at(low[predicate.end :].lstrip()):
                meaning = ""  # "highlighted the vessels": no cells of the tumour
        if meaning == "except":
            meaning = _opposite(cues, lead)
        elif predicate is not None and len(group) == 1 and _LACK.match(predicate.words):
            meaning, rule = "negative", "marker-predicate"  # "the cells showed INI1 loss"
        if not meaning and found and _ECHO.search(low, previous, start):
            meaning, rule = found[-1].meaning, found[-1].rule
        for mention, sign in zip(group, _signs(low, base, group, rule), strict=True):
            own = sign is not None
            found.append(
                Result(mention, sign or "" if own else meaning, "marker-sign" if own else rule)
            )
    return found


def _cues(low: str) -> list[_Cue]:
    """Find the cues of a sentence, each with what the words beside it make of it."""
    found = []
    for cue in phrases("marker", "positive-before", "negative-before", "neutral-before").find(low):
        meaning = cue.meaning.removesuffix("-before")
        left = low[max(0, cue.start - 30) : cue.start]
        if _SAID_OF.search(left) and not _LEADS.search(low[cue.start : cue.end]):
            continue  # "INI1 was lost and EMA …": said of the first
        if meaning in ("positive", "neutral") and _denied_before(low, cue):
            meaning = "negative"
        elif meaning == "neutral" and _STRENGTH.search(left):
            meaning = "positive"
        found.append(_Cue(cue.start, cue.end, low[cue.start : cue.end], meaning, "before"))
    for cue in phrases("marker", "positive-beside", "negative-beside", "place-beside").find(low):
        meaning = cue.meaning.removesuffix("-beside").replace("place", "positive")
        if meaning == "positive" and _denied_before(low, cue):
            meaning = "negative"
        place = "within" if cue.meaning == "place-beside" else "beside"
        found.append(_Cue(cue.start, cue.end, low[cue.start : cue.end], meaning, place))
    for cue in phrases("marker", "positive-after", "negative-after").find(low):
        meaning = cue.meaning.removesuffix("-after")
        behind = low[cue.start :]
        lost = _LOST_AFTER.match(low[cue.end :]) is not None
        if meaning == "positive" and (lost or assertion.of(behind, 0, cue.end - cue.start).denied):
            meaning = "negative"
        found.append(_Cue(cue.start, cue.end, low[cue.start : cue.end], meaning, "after"))
    for cue in phrases("marker", "except-before", "stop").find(low):
        meaning, _, place = cue.meaning.partition("-")
        found.append(_Cue(cue.start, cue.end, low[cue.start : cue.end], meaning, place))
    return sorted(found, key=lambda cue: (cue.start, -cue.end))


def _denied_before(low: str, cue: Found) -> bool:
    """Whether what a cue says of the next markers is denied, or told to be lost, before it."""
    if _LOST_BEFORE.search(low, max(0, cue.start - 30), cue.start):
        return True
    return _denied_in_item(low, cue.start, cue.end)


def _denied_in_item(low: str, start: int, end: int) -> bool:
    """Whether the item of a list that holds `low[start:end]` denies it before."""
    begin = max((m.end() for m in _NEW_ITEM.finditer(low, 0, start)), default=0)
    return assertion.of(low[begin:end], start - begin, end - begin).denied


def _groups(text: str, base: int, markers: list[Mention], cues: list[_Cue]) -> list[list[Mention]]:
    """Put markers that are listed together into groups."""
    beside = {cue.end for cue in cues if cue.place == "beside"}
    groups: list[list[Mention]] = []
    for mention in markers:
        start, end = mention.start - base, mention.end - base
        if groups and _listed(text, groups[-1], base, start, end, cues):
            stop = start - 1 if text[start - 1 : start].isspace() else start
            if stop not in beside:
                groups[-1].append(mention)
                continue
        groups.append([mention])
    return [part for group in groups for part in _absolute(text, base, group, cues)]


def _absolute(text: str, base: int, group: list[Mention], cues: list[_Cue]) -> list[list[Mention]]:
    """Part a list whose tail has a verb of its own: "loss of INI1, EMA and SMA being positive"."""
    first = group[0].start - base
    led = any(cue.place == "before" and 0 <= first - cue.end < _CLOSE for cue in cues)
    if led and text.startswith(" being ", group[-1].end - base):
        for number, (one, other) in enumerate(itertools.pairwise(group), 1):
            if text[one.end - base : other.start - base].strip() == ",":
                return [group[:number], group[number:]]
    return [group]


def _listed(
    text: str, group: list[Mention], base: int, start: int, end: int, cues: list[_Cue]
) -> bool:
    """Whether a marker (at these offsets) goes on the list before it."""
    gap = text[group[-1].end - base : start]
    singular = _SINGULAR.match(text[end:])
    if singular and _CLAUSE.match(gap):
        return False  # "loss of H3K27me3, and S100 was positive"
    if singular and _AND.match(gap):
        first = group[0].start - base
        leads = [c for c in cues if c.place == "before" and 0 <= first - c.end < _CLOSE]
        if any(c.meaning != "neutral" and not _NOUN_LEAD.search(c.words) for c in leads):
            return False  # "negative for desmin and SMA was positive"
    if "but" in gap.split() or _NOUN_NEXT.match(gap):
        return False
    sign = _sign(gap.lower(), 0)
    return _GLUE.match(gap[sign.end :] if sign else gap) is not None


def _sign(low: str, end: int) -> Found | None:
    """Find the sign of the marker that ends here: "CD34 (+)", "SMA (1A4) negative"."""
    after = low[end : end + _SIGN]
    opening = _OPENING.match(after)
    at = opening.end() if opening else 0
    signs = phrases("marker", "positive-sign", "negative-sign")
    found = signs.at(after[at:])
    if found is None and (note := _NOTED.match(after)):
        opening = _OPENING.match(after, note.end())
        at = opening.end() if opening else note.end()
        found = signs.at(after[at:])
    if found is None or _DASH.match(after) or _SUSPENDED.match(after):
        return None
    return Found(end + at + found.start, end + at + found.end, found.meaning, found.row)


def _signs(low: str, base: int, group: list[Mention], rule: str) -> list[str | None]:
    """Give the sign of each marker of a list: its own, else the next one's.

    "CD117 and DOG1 positive, SMA negative": the first shares the sign of the second, unless a cue
    before the list speaks of it.
    """
    signs: list[str | None] = []
    following: str | None = None
    for mention in reversed(group):
        start, end = mention.start - base, mention.end - base
        found = _sign(low, end)
        own = found.meaning.removesuffix("-sign") if found else None
        if found and phrases("marker", "elsewhere").at(low[found.end :].lstrip()):
            own = ""
        if own == "positive" and _denied_in_item(low, start, end):
            own = "negative"
        following = own if own is not None else (None if rule == "marker-list" else following)
        signs.append(following)
    return signs[::-1]


def _lead(low: str, cues: list[_Cue], spent: list[_Cue], start: int, previous: int) -> _Cue | None:
    """Give the cue that leads to the markers: the one that ends last, the longest of several.

    What was said of the markers before it, or in another clause, leads to nothing.
    """
    lead = None
    for cue in cues:
        if cue.end > start or cue.place == "after":
            continue
        if any(cue.start < other.end and other.start < cue.end for other in spent):
            continue
        if cue.place != "before" and low[cue.end : start].strip():
            continue
        if lead is None or (cue.end, -cue.start) > (lead.end, -lead.start):
            lead = cue
    if lead is None or ";" in low[lead.end : start]:
        return None
    if lead.start >= previous:
        return lead
    between = low[lead.end : start]
    if re.search(r"\b(?:was|were)\b", between) or any(o.start >= lead.end for o in spent):
        return None
    return lead


def _behind(low: str, cues: list[_Cue], end: int, following: int) -> _Cue | None:
    """Give the first cue after the markers that speaks of them and of nothing between."""
    stop = next((c.start for c in cues if c.meaning == "stop" and c.start >= end), len(low))
    for cue in cues:
        if cue.place != "after" or not end <= cue.start <= min(following, end + _REACH):
            continue
        if cue.start >= stop:
            continue
        rest = low[end : cue.start]
        if not _CLOSE_TO.fullmatch(rest):
            continue
        if "," in rest and not low[cue.end : following].strip() and following < len(low):
            return None  # "desmin, retained INI1": said of the next
        return None if _OF_THE_NEXT.match(low[cue.end :]) else cue
    return None


def _told(
    low: str, lead: _Cue | None, predicate: _Cue | None, start: int, previous: int
) -> tuple[str, str]:
    """Choose between what leads to a list and what follows it; give the meaning and the rule."""
    direct = lead is not None and lead.start >= previous
    told = lead is not None and lead.meaning in ("positive", "negative")
    near = lead is not None and start - lead.end < _CLOSE
    if lead is not None and direct and near and lead.meaning == "negative":
        return "negative", "marker-list"
    if predicate is not None:
        words = lead.words if lead is not None else ""
        bound = direct and told and near and _LEADING.search(words) is not None
        verb = _PREDICATE.search(predicate.words)
        if bound and verb and _NOUN_LEAD.search(words):
            bound = False  # "nuclear staining for INI1 was lost"
        if not bound and (verb or not direct or not told):
            return predicate.meaning, "marker-predicate"
    if lead is None or lead.meaning == "neutral":
        return "", ""
    if start - lead.end < _FAR or not direct:
        return lead.meaning, "marker-list"
    return "", ""


def _opposite(cues: list[_Cue], lead: _Cue | None) -> str:
    """Give the result of what is left out: the opposite of what is said of all others."""
    said = {c.meaning for c in cues if c != lead and c.place in ("before", "after")}
    if "negative" in said:
        return "positive"
    return "negative" if "positive" in said else ""
