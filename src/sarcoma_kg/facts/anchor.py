"""Anchors: the words for the tumour in a sentence, and how a place hangs on them.

A place counts by the words between it and the tumour's: inside a name ("uterine leiomyosarcoma"),
before it ("abdominal mass"), or behind it by the phrases of `place.tsv` ("arising from").
"""

import re
from dataclasses import dataclass

from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.cue import cues
from sarcoma_kg.facts.diagnosis import MALIGNANT, MATOSIS, Candidate, is_sarcoma
from sarcoma_kg.facts.phrase import lowered
from sarcoma_kg.ontology import Concept
from sarcoma_kg.records import Mention, Sentence
from sarcoma_kg.stems import holds

_MODIFIERS = (
    r"(?:(?:the|a|an|her|his|their|its|both|patient['’]s|same|left|right|bilateral|upper|lower"
    r"|middle|mid|"
    r"distal|proximal|anterior|posterior|medial|lateral|inner|outer|dorsal|ventral|superior"
    r"|inferior|"
    r"antero\w+|postero\w+|deep|superficial|subcutaneous|whole|entire|central|peripheral|region"
    r"|area|areas|side|"
    r"aspect|part|portion|surface|wall|level|pole|third|half|segment|tissues?|soft|subcutis"
    r"|muscles?|"
    r"surrounding|proper|compartment|vertex|root|leaf|leaves|leaflets?|end|body|base|tail|head"
    r"|neck|apex|dome|lobe|midline|of|and|rest|dorsum|tip|zone|"
    r"left-sided|right-sided|internal|external|cavity|border|edge|margin|quadrant|curvature|"
    r"antimesenteric|greater|lesser|residual|remaining|small|large|native|1st|2nd|3rd|4th|5th"
    r"|first|second|"
    r"third|fourth|fifth|sixth|seventh|l|r|rt|lt|skin|bone|shaft|diaphysis|metaphysis|epiphysis)"
    r"[\s,()-]+)*"
)
_BETWEEN_AFTER = re.compile(
    # "(GIST)", "of 4 cm", "measuring 5 × 4 cm", "which was" may stand between tumour and phrase
    r"^[\s,]*(?:\([^)]{0,60}\)[\s,]*)?(?:[\w-]+\s+(?:type|variant|subtype)[\s,]+)?(?:(?:was|were"
    r"|is)\s+)?"
    r"(?:(?:measuring|of|sized|about|approximately|with\s+a\s+(?:size"
    r"|diameter)\s+of)\s+(?:about\s+|approximately\s+)?"
    r"[\d.,\s×xX*-]+\s?(?:cm|mm)(?:\s*(?:[x×by]+\s*[\d.,]+\s*(?:cm"
    r"|mm)))*(?:\s+in\s+(?:its\s+)?(?:(?:greatest|largest|maximum|maximal|longest)\s+)?(?:size"
    r"|diameter|dimension))?[\s,]*)?"
    r"(?:(?:that|which)\s+)?(?:(?:seen|found|detected|noted|present|was|were|had|identified"
    r"|primarily|"
    r"probably|possibly|apparently|solely|mainly|lesions?|tumou?rs?|mass|disease|growing|lying"
    r"|palpable|"
    r"visible|extending|arrangement|discovered|primary|proliferation|\([^)]{0,40}\))\s+)*$",
    re.IGNORECASE,
)
_ADJECTIVAL = re.compile(
    r"^(?:\s+wall|\s+region|\s+area|\s+areas|\s+soft\s+tissues?)?[\s-]+(?:and\s+)?(?!(?:of|in|with"
    r"|the|and|or|to|was|were|is|from|for|by|a|an|at|on|"
    r"showed|revealed|underwent|had|has|without|which|who|after|before|pain|ct|mri|nodes?"
    r"|contain\w*)\b)"
    r"(?:(?!(?:of|in|with|the|and|or|to|was|were|is|from|for|by|a|an|at|on|showed|revealed|pain"
    r"|pains|"
    r"scan|ct|mri|had|ultrasound|surgery|resection|excision|biopsy|contain\w*|nodes?|yield\w*"
    r"|harbou?r\w*)\b)[\w-]+[\s-]+){0,3}$",
    re.IGNORECASE,
)
_EXTENT_BEFORE = re.compile(
    r"\b(?:exten(?:d|sion|sive\s+exten)\w*(?!\s+from\b)|infiltrat\w*|invad\w*|invasion|compress\w*"
    r"|adher\w*|displac\w*|"
    r"abut\w*|spread\w*|encas\w*|push\w*|reach\w*|attach\w*|obstruct\w*|thrombus|metasta\w*|"
    r"dissemin\w*|implant\w*|sparing|free|intact|normal|unremarkable|fistula|transplant\w*"
    r"|graft\w*|"
    r"flap|prior|previous|radiating|contact|away)\b[^.;]{0,45}$"
)
_METASTATIC_BEFORE = re.compile(
    r"\b(?:metasta\w+|secondary|satellite)\s+(?:\w+\s+){0,2}$", re.IGNORECASE
)
_METASTATIC_AFTER = re.compile(
    r"^[^.;,]{0,40}?\b(?:was|were|is|are|proved|confirmed|considered|consistent|compatible"
    r"|suggest\w+|suspicious"
    r"|representing|in\s+keeping)\s+(?:\w+\s+){0,4}?metasta(?:tic|ses|sis)\b",
    re.IGNORECASE,
)
_HISTORY_BEFORE = re.compile(
    r"(?:(?<!year)(?<!years)(?<!month)(?<!months)(?<!week)(?<!weeks)(?<!day)(?<!days)(?<!['’])"
    r"\s+history\s+of|\btreated\s+for|\bprevious(?:ly)?|\bprior)\b(?!\s+(?:healthy|well\b|fit\b"
    r"|asymptomatic|undiagnosed|gradual|progressive|"
    r"slow|increasing|growing|painful|painless|a\s+(?:mass|slow|rapid|pain|grow|progress)))"
    r"(?:(?!\b(?:presented|developed|had\s+an?|was\s+found)\b)[^.;]){0,50}$"
)
_HISTORY_HINTS = ("history", "treated", "previous", "prior")
# what a tumour's name says of its tissue, not of its place
TISSUE = re.compile(
    r"soft tissue|connective|gastrointestinal tract|digestive|muscle|synovi|nerve|bone|cartilage|"
    r"vessel|blood|endotheli|tendon|epitheli|adipose|stroma|fibrous|alveol|^gland|glandular|follic",
    re.IGNORECASE,
)
_OPERATED = re.compile(
    r"\b(?:resection|excision|removal|amputation|exploration)\s+of\s+(?:the\s+|her\s+|his\s+)?"
    r"(?:an?\s+)?(?:[\d.]+[\s-]?cm\s+)?(?:(?:segment|part|portion)\s+of\s+(?:the\s+)?)?"
    r"(?:entire\s+|whole\s+)?(?:left\s+|right\s+)?$",
    re.IGNORECASE,
)
_WORDS = {
    "swelling": 1.2, "enlargement": 1.2, "specimen": 0.5, "lesions": 1.2, "nodules": 1.4,
    "proliferation": 0.7, "destruction": 1.6, "ulcer": 0.8, "ulcers": 0.6, "plaque": 1.6,
    "plaques": 1.6, "bulge": 1.4, "papule": 1.2, "papules": 1.2, "wart": 0.8, "macule": 1.0,
    "blister": 0.6, "thickening": 0.8, "protrusion": 1.8, "cyst": 0.7, "polyp": 1.2,
}  # fmt: skip
_LOOK_BACK = 110  # characters before a place that are looked at
_CLOSE = 50  # characters
OWN = 1.0  # the weight of a sarcoma's name is above this
_NEAR_SPREAD = 70  # characters from a word for a lesion to one for metastasis behind it
# "masses with a heterogeneous pattern, in the …": a description may stand between
_DESCRIBED = re.compile(r",?\s+(?:with|of|showing)\s+(?:[\w-]+[\s,]+){1,9}", re.IGNORECASE)
TWIN = 30  # characters
NEAR = 160  # characters between a tumour's word and its place


@dataclass(frozen=True, slots=True)
class Anchor:
    """A word for the tumour in a sentence, at these offsets in it; `named` where it is its name."""

    start: int
    end: int
    weight: float
    named: bool


def anchors_of(chart: Chart, sentence: Sentence, diagnosis: Candidate | None) -> list[Anchor]:
    """Give the words for the tumour in a sentence, with their weights."""
    found = []
    spread = [m for m in sentence.of("event") if m.label == "metastasis" and m.context != "absent"]
    for mention in sentence.mentions:
        before = sentence.text[: mention.start - sentence.start]
        start, end = mention.start - sentence.start, mention.end - sentence.start
        if mention.kind == "disease" and mention.context not in ("absent", "family"):
            concept = chart.concept(mention)
            if concept is None or (mention.context == "history" and not is_sarcoma(concept)):
                continue
            if MATOSIS.search(mention.text):
                continue
            own = diagnosis is not None and _same_tumour(chart, concept, diagnosis.concept)
            weight = 3.0 if own else 0.7
            if diagnosis is not None and concept.id == diagnosis.concept.id:
                weight += 0.5
            if mention.context == "hypothetical":
                weight = min(weight, 1.5)
            elif mention.context == "history" and diagnosis is not None and diagnosis.now:
                weight = min(weight, 1.2)
            found.append(Anchor(start, end, weight, True))
        elif mention.kind == "event" and mention.label == "tumour" and mention.context != "absent":
            if _METASTATIC_BEFORE.search(before) or _METASTATIC_AFTER.match(sentence.text[end:]):
                continue
            weight = _WORDS.get(mention.text.lower(), 2.0)
            if mention.context == "hypothetical":
                weight = min(weight, 0.7)
            if any(m.start - mention.end < _NEAR_SPREAD for m in spread):
                weight *= 0.3
            found.append(Anchor(start, end, weight, False))
    return found


def _same_tumour(chart: Chart, concept: Concept, diagnosis: Concept) -> bool:
    """Whether a tumour's name may stand for the diagnosis: a sarcoma, but no other benign one."""
    if concept.id == diagnosis.id:
        return True
    if not is_sarcoma(concept):
        return False
    if concept.facet("behaviour") in MALIGNANT or diagnosis.facet("behaviour") not in MALIGNANT:
        return True
    return any(above.id == concept.id for above in chart.ontology.ancestors(diagnosis.id))


def weigh(sentence: Sentence, mention: Mention, anchors: list[Anchor]) -> float:
    """Weigh one place by the tumour's word that it hangs on best."""
    text = sentence.text
    start, end = mention.start - sentence.start, mention.end - sentence.start
    before = lowered(text)[max(0, start - _LOOK_BACK) : start]
    if not anchors:
        return 2.0 if _OPERATED.search(before) and not _of_history(before) else 0.0
    if _of_history(before) and not any(
        anchor.named and anchor.weight > OWN and anchor.end > end and anchor.start - end < TWIN
        for anchor in anchors
    ):
        return 0.0
    best = 0.0
    for anchor in anchors:
        if anchor.named and anchor.start <= start and end <= anchor.end:
            return 0.0 if TISSUE.search(mention.label) else 2.0 * anchor.weight
    for anchor in anchors:
        if anchor.start <= start and end <= anchor.end:
            weight = 0.0 if TISSUE.search(mention.label) else 2.0 * anchor.weight
        elif end <= anchor.start:
            gap = text[end : anchor.start]
            if len(gap) > 60 or not _ADJECTIVAL.match(gap) or _METASTATIC_BEFORE.search(before):  # noqa: PLR2004 - characters
                continue
            weight = 1.6 * anchor.weight
        elif anchor.end <= start and start - anchor.end < NEAR:
            weight = anchor.weight * _phrase(text[anchor.end : start])
        else:
            continue
        best = max(best, weight)
    if not best and _OPERATED.search(before):
        return 2.0
    if best and _EXTENT_BEFORE.search(before) and not _inside(start, end, anchors):
        best *= 0.2
    return best


def _of_history(before: str) -> bool:
    """Say whether the words before a place (lower case) make it one of the patient's past."""
    return holds(before, _HISTORY_HINTS) and bool(_HISTORY_BEFORE.search(before))


def _inside(start: int, end: int, anchors: list[Anchor]) -> bool:
    return any(anchor.start <= start and end <= anchor.end for anchor in anchors)


def _phrase(gap: str) -> float:
    """Weigh the words between the tumour and the place: the last phrase of `place.tsv` counts."""
    best = 0.0
    for begin, stop, row in cues("place").find(gap):
        rest = gap[stop:].lstrip(" \t\r\n-(,")
        if re.fullmatch(_MODIFIERS, rest, re.IGNORECASE) is None:
            continue
        weight = float(row["weight"])
        if row["meaning"] == "from":
            best = max(best, weight if begin < 100 else weight / 2)  # noqa: PLR2004 - characters
        elif _BETWEEN_AFTER.match(gap[:begin]):
            best = max(best, weight)
        elif (
            row["cue"] != "from"
            and begin < _CLOSE
            and not re.search(r"[,;]|\b(?:and|with|by|to|of)\b", gap[:begin])
        ):
            best = max(best, weight * 0.5)
        elif row["meaning"] in ("in", "of") and _DESCRIBED.fullmatch(gap[:begin]):
            best = max(best, weight * 0.4)
    return best
