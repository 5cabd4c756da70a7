"""Immunohistochemistry: which markers the tumour's cells showed, and which they did not.

The cues of `marker.tsv` stand before their markers ("negative for desmin, SMA and S-100") or
after them ("desmin and SMA were negative"); a sign or word right behind one marker ("CD34+",
"CD117-negative") is that marker's alone. Levels in blood are no such result and are left out.
"""

import re
from dataclasses import dataclass
from typing import Literal

from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.cue import cues
from sarcoma_kg.records import Fact, Mention, Polarity, Quantity, Sentence

_I = re.IGNORECASE
_SIGN = re.compile(
    r"^(?:\s*\([^()+\-]{2,40}\))?\s*(?:[\(\[]\s*)?(?:(?P<plus>\+{1,4})|(?P<minus>[-–−](?=\s*[\)\],;.]|$))|[-\s]?(?P<word>positive|"
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
    r"immuno|stain|positiv|negativ|express|reactiv|histochem|tumou?r\s+cells|\bIHC\b|\+\)|\bcells\b|patholog|histolog|marker",
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
        if any(
            m.start <= mention.start
            and mention.end <= m.end
            and m.end - m.start > len(mention.text)
            for m in sentence.of("alteration", "drug", "finding")
        ):
            continue
        found.append(mention)
    if not found or not _STAIN.search(sentence.text):
        return []
    if _SERUM.search(sentence.text) and not re.search(
        r"immunohisto|immunosta|stain", sentence.text, _I
    ):
        return []
    return found


def _groups(sentence: Sentence, markers: list[Mention]) -> list[list[Mention]]:
    """Put markers that are listed together into groups."""
    groups: list[list[Mention]] = []
    for mention in markers:
        if groups:
            gap = sentence.text[
                groups[-1][-1].end - sentence.start : mention.start - sentence.start
            ]
            sign = _SIGN.match(gap)
            if _GLUE.match(gap[sign.end() :] if sign else gap) and "but" not in gap.split():
                groups[-1].append(mention)
                continue
        groups.append([mention])
    return groups


def _cues(sentence: Sentence) -> list[_Cue]:
    found = []
    before, after = cues("marker", "", "before"), cues("marker", "", "after")
    for start, end, row in before.find(sentence.text):
        found.append(_Cue(start, end, row["meaning"], True))
    for start, end, row in after.find(sentence.text):
        found.append(_Cue(start, end, row["meaning"], False))
    for start, end, _ in cues("marker", "stop").find(sentence.text):
        found.append(_Cue(start, end, "stop", True))
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
        for mention in group:
            own = _own_sign(sentence, mention)
            result = own or meaning
            if result in ("positive", "negative"):
                facts.append(_row(chart, sentence, mention, result, "marker-sign" if own else rule))
            elif _index(sentence, mention):
                facts.append(_row(chart, sentence, mention, "positive", "marker-index"))
    return facts


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
    ahead = [cue for cue in found if cue.before and cue.end <= start]
    near: _Cue | None = None
    for cue in ahead:
        if near is None or cue.end > near.end or (cue.end == near.end and cue.start < near.start):
            near = cue
    direct = near is not None and near.start >= previous
    behind = [
        cue for cue in found
        if not cue.before and end <= cue.start <= min(following, end + 80)
    ]  # fmt: skip
    stop = next(
        (cue.start for cue in found if cue.meaning == "stop" and cue.start >= end), len(text)
    )
    behind = [
        cue for cue in behind if cue.start < stop and not re.search(r"[;.]", text[end : cue.start])
    ]
    after = behind[0] if behind else None
    if after is not None:
        rest = text[end : after.start]
        predicate = re.match(
            r"(?:was|were|is|are|stained|did|not|showed)", text[after.start : after.end], _I
        )
        close = re.fullmatch(
            r"[\s,)\]]*(?:(?:protein|antigen|staining|stain|stains|immunostaining|markers?|antibodies|antibody|all|"
            r"both|strong(?:ly)?|diffuse(?:ly)?|focal(?:ly)?|weak(?:ly)?|nuclear|cytoplasmic|which|that|expression|immunostains|was|were|"
            r"is|are|and|other|epithelial|lymphoid|melanocytic|results?|moderately|partially|patchy|in|the|tumou?r|cells|also)[\s,)]*)*",
            rest,
            _I,
        )
        follows_for = re.match(r"\s*(?:for|with|to)\b", text[after.end :], _I)
        if (
            close is not None
            and not follows_for
            and (predicate or not direct or near is None or near.meaning in ("neutral", "stop"))
            and not (
                direct
                and near is not None
                and near.meaning in ("positive", "negative")
                and _bound(text, near, start)
            )
        ):
            return after.meaning, "marker-predicate"
    if near is not None and near.meaning in ("positive", "negative"):
        between = text[near.end : start]
        if ";" in between and near.start < previous:
            return "", ""
        if re.search(r"\b(?:was|were)\b", between) and near.start < previous:
            return "", ""
        if len(between) < 45 or near.start < previous:  # noqa: PLR2004 - characters
            return near.meaning, "marker-list"
    return "", ""


def _bound(text: str, cue: _Cue, start: int) -> bool:
    """Whether a cue ends in a word that leads to the markers ("positive for")."""
    return bool(
        re.search(r"\b(?:for|of|with|to|express\w*|not)$", text[cue.start : cue.end], _I)
    ) and (
        len(text[cue.end : start]) < 30  # noqa: PLR2004 - characters
    )


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
