"""Immunohistochemistry: which markers the tumour's cells showed, and which they did not.

The cues of `marker.tsv` stand before their markers ("negative for desmin, SMA and S-100") or
after them ("desmin and SMA were negative"); a sign or word right behind one marker ("CD34+",
"CD117-negative") is that marker's alone. Levels in blood are no such result and are left out.
"""

import re
from dataclasses import dataclass, replace
from typing import Literal

from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.phrase import lowered, phrases
from sarcoma_kg.records import Fact, Mention, Polarity, Quantity, Sentence

_I = re.IGNORECASE
_SIGN = re.compile(
    r"^(?:\s*\([^()+\-]{2,40}\))?\s*(?:[\(\[]\s*(?:[a-z]+\s+){0,2})?"
    r"(?:(?P<plus>\+{1,4})|(?P<minus>[-–−](?=\s*(?:[\)\],;.]|$|ve\b)))|[-\s]?(?P<word>positive|"
    r"negative|pos|neg|immunopositive|immunonegative)\b(?!\s+(?:for|with|to|staining|immuno\w*|expression)))",
    _I,
)
_GLUE = re.compile(
    r"^(?:[\s,/&()\[\]:+–-]|\b(?:and|or|nor|as|well|also|both|the|for|focal(?:ly)?|weak(?:ly)?|strong(?:ly)?|diffuse(?:ly)?|"
    r"protein|antigen|antibod(?:y|ies)|marker|markers|partial(?:ly)?|patchy|to|a|an|lesser|extent|other|epithelial|melanocytic|lymphoid|"
    r"neuroendocrine|muscle|staining|stain|stains|expression|with|against|anti|specific|even|but|nuclear|cytoplasmic|membranous|membrane|of|clone|alpha|beta|human|type|receptor|cells?|smooth|pan)\b)*$",
    _I,
)
_SERUM = re.compile(
    r"\b(?:serum|plasma|blood|levels?|ng/m|u/m|mg/d|iu/|g/l|pg/m|elevated|tumou?r\s+markers?|laboratory|titer|titre|"
    r"antibod(?:y|ies)\s+(?:titer|level)|treat\w*\s+with|inhibitor|serolog\w*|elisa|anti-\w+\s+therapy)\b",
    _I,
)
_STAIN = re.compile(
    r"immuno|stain|positiv|negativ|express|reactiv|histochem|tumou?r\s+cells|\bIHC\b|\+\)|\bcells\b|patholog|histolog|marker|"
    r"\b(?:was|were|is|are)\s+(?:lost|retained|preserved|absent|intact)\b|\bretained\b|\bindex\b|Ki-?\s?67|MIB-?1|prolifer|"
    r"\bnucle(?:i|ar)\b|\w\s?\+(?=\s*[,;.)/]|\s*$|\s+and\b)",
    _I,
)
_GENE_AFTER = re.compile(
    r"^\s*(?:gene|genes|exon|mutation|mutations|mutant|mutated|amplification|amplified|rearrange\w*|translocat\w*|fusion|"
    r"wild|deletion|deleted|locus|proto-?oncogene|inhibitor|in\s+exon|[VWDLKNR]\d{3})\b|^\s*(?:::|-[A-Z0-9]{3,}\s+(?:fusion|transloc|rearr))",
    _I,
)
_GENE_BEFORE = re.compile(
    r"\b(?:mutations?\s+(?:in|of)|amplification\s+of|rearrangements?\s+of|exons?\s+\d+(?:\s*,\s*\d+)*(?:\s*(?:and|or)\s*\d+)?\s+(?:of|in)|gene|fusion\s+of|deletion\s+of)\s+(?:the\s+)?(?:\w+\s+(?:and|or)\s+)?$",
    _I,
)
# the other half of a fusion: "EWSR1-FLI1"
_FUSED_AFTER = re.compile(r"^(?:-|–|::)(?=[A-Z]{2}[A-Z0-9]+\b)(?!ve\b)")
_FUSED_BEFORE = re.compile(r"\b[A-Z]{2}[A-Z0-9]+(?:-|–|::)$")
_STAINED_AFTER = re.compile(r"^\s*(?:\w+\s+)?(?:expression|staining|immuno\w+|protein)\b", _I)
_SAID_OF = re.compile(r"\b(?:was|were|is|are)\s+(?:\w+ly\s+|all\s+)?$", _I)
_LEADS = re.compile(r"\b(?:for|with|to|of)$", _I)
_DENIED_BEFORE = re.compile(
    r"\b(?:lack\w*|no|not|without|absen\w+(?:\s+of)?|loss\s+of|devoid\s+of|negative|"
    r"fail\w*)\s+(?:\w+\s+){0,2}$",
    _I,
)
_STRENGTH = re.compile(
    r"\b(?:strong|diffuse|intense|focal|positive|nuclear|moderate|weak|patchy|cytoplasmic|membran\w+)"
    r"(?:ly)?,?\s+(?:\w+\s+){0,3}$",
    _I,
)
_LOST_AFTER = re.compile(
    r"^\s+(?:(?!whereas\b|while\b|but\b|and\b)\w+\s+){0,3}?(?:was|were|is|are)\s+(?:\w+\s+){0,1}?(?:lost|absent|negative|not|"
    r"missing)\b",
    _I,
)
_ESTROGEN_BEFORE = re.compile(r"\b(?P<word>o?estrogen)\s*(?:,|/|&|-|and|or|and/or)\s*$", _I)
_CLAUSE = re.compile(r"^\s*(?:,\s*and|;)\s*(?:the\s+)?$", _I)
_SINGULAR = re.compile(r"^\s+(?:(?:stain\w*|expression)\s+)?(?:was|is)\b", _I)
_PREDICATE = re.compile(r"(?:was|were|is|are|stained|did|not|showed)", _I)
_CLOSE_TO = re.compile(
    r"[\s,:)\]]*(?:(?:protein|antigen|staining|stain|stains|immunostain|immunostaining|markers?|antibodies|"
    r"antibody|all|both|strong(?:ly)?|diffuse(?:ly)?|focal(?:ly)?|weak(?:ly)?|nuclear|cytoplasmic|"
    r"which|that|expression|immunostains|was|were|is|are|and|other|epithelial|lymphoid|melanocytic|"
    r"results?|moderately|partially|patchy|in|the|tumou?r|cells|also)[\s,)]*)*",
    _I,
)
# characters: between a cue and its markers, at most and at ease; after the markers
_CLOSE, _FAR, _REACH = 30, 45, 80
_PERCENT_MARKERS = re.compile(r"^(?:Ki-67|MIB-1|ER|PR|p53|PHH3|PD-L1)$", _I)
_Kind = Literal["positive", "negative", "neutral", "stop"]


@dataclass(frozen=True, slots=True)
class _Cue:
    start: int
    end: int
    meaning: str
    before: bool


def read(chart: Chart) -> list[Fact]:
    """Give one row per marker and result."""
    facts = []
    for sentence in chart.sentences:
        markers = _markers(chart, sentence)
        if markers:
            facts += _read(chart, sentence, markers)
    return facts


def _markers(chart: Chart, sentence: Sentence) -> list[Mention]:
    """Give the markers of a sentence that may be results of staining."""
    found = []
    for mention in sentence.of("marker"):
        before = sentence.text[: mention.start - sentence.start]
        after = sentence.text[mention.end - sentence.start :]
        if _GENE_AFTER.match(after) or _GENE_BEFORE.search(before):
            continue
        if _FUSED_AFTER.match(after) or _FUSED_BEFORE.search(before):
            continue
        if any(
            m.start <= mention.start
            and mention.end <= m.end
            and m.end - m.start > len(mention.text)
            for m in sentence.of("alteration", "drug", "finding")
        ) and not _STAINED_AFTER.match(after):
            continue
        found += [*_estrogen(chart, sentence, mention), mention]
    if not found or not _STAIN.search(sentence.text):
        return []
    if _SERUM.search(sentence.text) and not re.search(
        r"immunohisto|immunosta|stain", sentence.text, _I
    ):
        return []
    return found


def _estrogen(chart: Chart, sentence: Sentence, mention: Mention) -> list[Mention]:
    """Give the first of two receptors that share a noun: "estrogen and progesterone receptors"."""
    start = mention.start - sentence.start
    match = _ESTROGEN_BEFORE.search(sentence.text[:start]) if mention.label == "PR" else None
    if match is None:
        return []
    start, end = (sentence.start + place for place in match.span("word"))
    return [
        replace(mention, start=start, end=end, text=match.group("word"), label=found.concept.label,
                term=found.concept.id)
        for found in chart.ontology.candidates("estrogen receptor", "marker")[:1]
    ]  # fmt: skip


def _groups(sentence: Sentence, markers: list[Mention]) -> list[list[Mention]]:
    """Put markers that are listed together into groups."""
    groups: list[list[Mention]] = []
    for mention in markers:
        if groups:
            gap = sentence.text[
                groups[-1][-1].end - sentence.start : mention.start - sentence.start
            ]
            sign = _SIGN.match(gap)
            rest = sentence.text[mention.end - sentence.start :]
            if _CLAUSE.match(gap) and _SINGULAR.match(rest):
                groups.append([mention])  # "loss of H3K27me3, and S100 was positive"
                continue
            if _GLUE.match(gap[sign.end() :] if sign else gap) and "but" not in gap.split():
                groups[-1].append(mention)
                continue
        groups.append([mention])
    return groups


def _cues(sentence: Sentence) -> list[_Cue]:
    """Find the cues of a sentence, each with what the words beside it make of it."""
    text = sentence.text
    low = lowered(text)
    found = []
    for cue in phrases("marker", "positive-before", "negative-before", "neutral-before").find(low):
        meaning = cue.meaning.removesuffix("-before")
        left = text[max(0, cue.start - 30) : cue.start]
        if _SAID_OF.search(left) and not _LEADS.search(text[cue.start : cue.end]):
            continue  # "INI1 was lost and EMA …": said of the first
        if meaning in ("positive", "neutral") and _DENIED_BEFORE.search(left):
            meaning = "negative"
        elif meaning == "neutral" and _STRENGTH.search(left):
            meaning = "positive"
        found.append(_Cue(cue.start, cue.end, meaning, True))
    for cue in phrases("marker", "positive-after", "negative-after").find(low):
        meaning = cue.meaning.removesuffix("-after")
        if meaning == "positive" and _LOST_AFTER.match(text[cue.end :]):
            meaning = "negative"
        found.append(_Cue(cue.start, cue.end, meaning, False))
    found += [_Cue(c.start, c.end, "stop", True) for c in phrases("marker", "stop").find(low)]
    return sorted(found, key=lambda cue: (cue.start, -cue.end))


def _read(chart: Chart, sentence: Sentence, markers: list[Mention]) -> list[Fact]:
    groups = _groups(sentence, markers)
    found = _cues(sentence)
    base = sentence.start
    facts = []
    for number, group in enumerate(groups):
        previous = groups[number - 1][-1].end - base if number else 0
        following = (
            groups[number + 1][0].start - base if number + 1 < len(groups) else len(sentence.text)
        )
        meaning, rule = _result(sentence, found, group, previous, following)
        signs = _signs(sentence, group, rule)
        for mention, own in zip(group, signs, strict=True):
            result = own or meaning
            if result in ("positive", "negative"):
                facts.append(_row(chart, sentence, mention, result, "marker-sign" if own else rule))
            elif _index(sentence, mention):
                facts.append(_row(chart, sentence, mention, "positive", "marker-index"))
    return facts


def _signs(sentence: Sentence, group: list[Mention], rule: str) -> list[str]:
    """Give the sign of each marker of a list: its own, else the next one's.

    "CD117 and DOG1 positive, SMA negative": the first shares the sign of the second, unless a cue
    before the list speaks of it.
    """
    signs: list[str] = []
    following = ""
    for mention in reversed(group):
        own = _own_sign(sentence, mention)
        following = own or ("" if rule == "marker-list" else following)
        signs.append(following)
    return signs[::-1]


def _own_sign(sentence: Sentence, mention: Mention) -> str:
    match = _SIGN.match(sentence.text[mention.end - sentence.start :])
    if not match:
        return ""
    if match.group("plus"):
        return "positive"
    if match.group("minus"):
        return "negative"
    before = sentence.text[
        max(0, mention.start - sentence.start - 4) : mention.start - sentence.start
    ]
    word = match.group("word").lower()
    positive = word in ("positive", "pos", "immunopositive")
    return "negative" if not positive or before.lower().endswith("not ") else "positive"


def _result(
    sentence: Sentence, found: list[_Cue], group: list[Mention], previous: int, following: int
) -> tuple[str, str]:
    """Find what is said of a group: by the nearest cue before it, else by the first after it."""
    text, base = sentence.text, sentence.start
    start, end = group[0].start - base, group[-1].end - base
    near = _nearest(found, start)
    direct = near is not None and near.start >= previous
    told = near is not None and near.meaning in ("positive", "negative")
    if near is not None and direct and near.meaning == "negative" and start - near.end < _CLOSE:
        return "negative", "marker-list"
    after = _behind(text, found, end, following)
    if after is not None:
        predicate = _PREDICATE.match(text[after.start : after.end])
        bound = near is not None and direct and told and _bound(text, near, start)
        if not bound and (predicate or not direct or not told):
            return after.meaning, "marker-predicate"
    if near is None or not told:
        return "", ""
    between = text[near.end : start]
    if near.start < previous and (";" in between or re.search(r"\b(?:was|were)\b", between)):
        return "", ""
    if len(between) < _FAR or near.start < previous:
        return near.meaning, "marker-list"
    return "", ""


def _nearest(found: list[_Cue], start: int) -> _Cue | None:
    """Give the cue that ends last before the markers, the longest of several."""
    ahead = [cue for cue in found if cue.before and cue.end <= start]
    return max(ahead, key=lambda cue: (cue.end, -cue.start), default=None)


def _behind(text: str, found: list[_Cue], end: int, following: int) -> _Cue | None:
    """Give the first cue after the markers that speaks of them and of nothing between."""
    stop = next(
        (cue.start for cue in found if cue.meaning == "stop" and cue.start >= end), len(text)
    )
    for cue in found:
        if cue.before or not end <= cue.start <= min(following, end + _REACH) or cue.start >= stop:
            continue
        rest = text[end : cue.start]
        if re.search(r"[;.]", rest) or not _CLOSE_TO.fullmatch(rest):
            return None
        return None if re.match(r"\s*(?:for|with|to)\b", text[cue.end :], _I) else cue
    return None


def _bound(text: str, cue: _Cue, start: int) -> bool:
    """Whether a cue ends in a word that leads to the markers ("positive for")."""
    return bool(
        re.search(r"\b(?:for|of|with|to|express\w*|not)$", text[cue.start : cue.end], _I)
    ) and (start - cue.end < _CLOSE)


def _index(sentence: Sentence, mention: Mention) -> Quantity | None:
    """Give the share of cells that a marker of proliferation showed."""
    if not _PERCENT_MARKERS.match(mention.label):
        return None
    for percent in sentence.of("percent"):
        if 0 <= percent.start - mention.end < 70 or 0 <= mention.start - percent.end < 30:  # noqa: PLR2004 - characters
            return percent.quantity
    return None


def _row(chart: Chart, sentence: Sentence, mention: Mention, result: str, rule: str) -> Fact:
    concept = chart.concept(mention)
    polarity: Polarity = "present" if result == "positive" else "absent"
    quantity = _index(sentence, mention)
    span = (mention.start, mention.end)
    if concept is None:
        return chart.fact("marker", mention.text, span, rule, polarity=polarity, quantity=quantity)
    return chart.of_concept(
        "marker",
        concept,
        span,
        rule,
        polarity="present" if quantity else polarity,
        quantity=quantity,
    )
