"""Where the tumour arose: the primary site among all the places that a text names, and its side.

Each place is weighed by how it hangs on the words for the tumour: inside its name ("uterine
leiomyosarcoma"), before it ("abdominal mass"), or after it by the phrases of `place.tsv`
("arising from the ileum"). Places of spread, of extension and of normal findings do not count.
"""

import re
from dataclasses import dataclass, field

from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.cue import cues
from sarcoma_kg.facts.diagnosis import Candidate, is_sarcoma
from sarcoma_kg.ontology import Concept
from sarcoma_kg.records import Fact, Mention, Sentence

_MODIFIERS = (
    r"(?:(?:the|a|an|her|his|their|its|both|patient['’]s|left|right|bilateral|upper|lower|middle|mid|"
    r"distal|proximal|anterior|posterior|medial|lateral|inner|outer|dorsal|ventral|superior|inferior|"
    r"antero\w+|postero\w+|deep|superficial|subcutaneous|whole|entire|central|peripheral|region|area|areas|side|"
    r"aspect|part|portion|surface|wall|level|pole|third|half|segment|tissues?|soft|subcutis|muscles?|"
    r"surrounding|proper|body|base|tail|head|neck|apex|dome|lobe|midline|of|and|rest|dorsum|tip|zone|"
    r"left-sided|right-sided|internal|external|cavity|border|edge|margin|quadrant|curvature|"
    r"antimesenteric|greater|lesser|residual|remaining|small|large|native|1st|2nd|3rd|4th|5th|first|second|"
    r"third|fourth|fifth|sixth|seventh|l|r|rt|lt|skin|bone|shaft|diaphysis|metaphysis|epiphysis)"
    r"[\s,()-]+)*"
)
_BETWEEN_AFTER = re.compile(
    # "(GIST)", "of 4 cm", "measuring 5 × 4 cm", "which was" may stand between tumour and phrase
    r"^[\s,]*(?:\([^)]{0,60}\)[\s,]*)?(?:(?:was|were|is)\s+)?"
    r"(?:(?:measuring|of|sized|about|approximately|with\s+a\s+(?:size|diameter)\s+of)\s+(?:about\s+|approximately\s+)?"
    r"[\d.,\s×xX*-]+\s?(?:cm|mm)(?:\s*(?:[x×by]+\s*[\d.,]+\s*(?:cm|mm)))*(?:\s+in\s+(?:size|diameter))?[\s,]*)?"
    r"(?:(?:that|which)\s+)?(?:(?:seen|found|detected|noted|present|was|were|had|identified|primarily|"
    r"probably|possibly|apparently|solely|mainly|lesions?|tumou?rs?|mass|disease|growing|lying|palpable|"
    r"visible|extending|arrangement|discovered|primary|proliferation|\([^)]{0,40}\))\s+)*$",
    re.IGNORECASE,
)
_ADJECTIVAL = re.compile(
    r"^(?:\s+wall|\s+region|\s+area|\s+areas|\s+soft\s+tissues?)?[\s-]+(?:and\s+)?(?!(?:of|in|with|the|and|or|to|was|were|is|from|for|by|a|an|at|on|"
    r"showed|revealed|underwent|had|has|without|which|who|after|before|pain|ct|mri)\b)"
    r"(?:(?!(?:of|in|with|the|and|or|to|was|were|is|from|for|by|a|an|at|on|showed|revealed|pain|pains|"
    r"scan|ct|mri|had|ultrasound|surgery|resection|excision|biopsy)\b)[\w-]+[\s-]+){0,3}$",
    re.IGNORECASE,
)
_EXTENT_BEFORE = re.compile(
    r"\b(?:exten(?:d|sion|sive\s+exten)\w*|infiltrat\w*|invad\w*|invasion|compress\w*|adher\w*|displac\w*|"
    r"abut\w*|spread\w*|encas\w*|push\w*|reach\w*|attach\w*|obstruct\w*|thrombus|metasta\w*|"
    r"dissemin\w*|implant\w*|sparing|free|intact|normal|unremarkable|fistula|transplant\w*|graft\w*|"
    r"flap|prior|previous|radiating|contact|away)\b[^.;]{0,45}$",
    re.IGNORECASE,
)
_METASTATIC_BEFORE = re.compile(
    r"\b(?:metasta\w+|secondary|satellite)\s+(?:\w+\s+){0,2}$", re.IGNORECASE
)
_HISTORY_BEFORE = re.compile(
    r"(?:(?<!year)(?<!years)(?<!month)(?<!months)(?<!week)(?<!weeks)(?<!day)(?<!days)(?<!['’])"
    r"\s+history\s+of|\btreated\s+for|\bprevious(?:ly)?|\bprior)\b(?!\s+(?:healthy|well\b|fit\b|asymptomatic|undiagnosed|gradual|progressive|"
    r"slow|increasing|growing|painful|painless|a\s+(?:mass|slow|rapid|pain|grow|progress)))[^.;]{0,50}$",
    re.IGNORECASE,
)
_SIDE = re.compile(r"\b(?P<side>left|right|bilateral|both)\b", re.IGNORECASE)
_SIDES = {"both": "bilateral"}
# places that say little: too broad, or a tissue
_VAGUE = re.compile(
    r"^(?:soft tissue|connective tissue|tissue|skin|blood|body|organ|cell|bone|vein|artery|"
    r"nerve|muscle|"
    r"lymph node|surface|limb|extremity|abdomen|abdominal cavity|thorax|chest|pelvis|trunk|"
    r"head|back|"
    r"peritoneum|mucosa|serosa|bone marrow|blood vessel|subcutaneous tissue|fascia|wall|lumen|"
    r"pleura|face|"
    r"peritoneal cavity|pelvic region|musculature|axial skeleton|skeleton|cavity|region|capsule|"
    r"abdominal segment.*|soft tissues?|muscle tissue|dermis|anatomical wall|side)$",
    re.IGNORECASE,
)
_NO_PLACE = re.compile(
    r"^(?:soft tissue|connective tissue|muscle organ|digestive tract|gastrointestinal tract|"
    r"zone of skin|"
    r"blood|cell|tissue|serum|plasma|urine|body|organ|lumen|nucleus|cytoplasm|stroma|side|surface"
    r"|wall|hair|feces|sputum|brain stem cell|bone marrow|anatomical .*|epithelium)$",
    re.IGNORECASE,
)
# what a tumour's name says of its tissue, not of its place
_TISSUE = re.compile(
    r"soft tissue|connective|gastrointestinal tract|digestive|muscle|synovi|nerve|bone|cartilage|"
    r"vessel|blood|endotheli|tendon|epitheli|adipose|skin|stroma|fibrous|alveol|^gland|glandular|follic",
    re.IGNORECASE,
)
_OPERATED = re.compile(
    r"\b(?:resection|excision|removal|amputation|exploration)\s+of\s+(?:the\s+|her\s+|his\s+)?"
    r"(?:entire\s+|whole\s+)?(?:left\s+|right\s+)?$",
    re.IGNORECASE,
)
_WORDS = {
    "swelling": 1.2, "enlargement": 1.2, "specimen": 0.5, "lesions": 1.2, "nodules": 1.4,
    "proliferation": 0.7, "thickening": 0.8, "protrusion": 1.8, "cyst": 1.2, "polyp": 1.2,
}  # fmt: skip
_LOOK_BACK = 110  # characters before a place that are looked at
_NEAR = 160  # characters between a tumour's word and its place


@dataclass(frozen=True, slots=True)
class _Anchor:
    start: int
    end: int
    weight: float
    named: bool


@dataclass(slots=True)
class _Place:
    concept: Concept
    mention: Mention
    sentence: Sentence
    weights: list[float] = field(default_factory=list)
    best: float = 0.0

    @property
    def weight(self) -> float:
        """The best naming counts most; the others add little, however many they are."""
        return self.best + min(
            1.5, 0.3 * (sum(min(w, 3.0) for w in self.weights) - min(self.best, 3.0))
        )


def read(chart: Chart, diagnosis: Candidate | None) -> list[Fact]:
    """Give the primary site of the tumour, and its side where one stands beside it."""
    places: dict[str, _Place] = {}
    for number, sentence in enumerate(chart.sentences):
        sites = [
            (mention, concept)
            for mention in sentence.of("site")
            if (concept := chart.concept(mention)) is not None
            and not _NO_PLACE.match(concept.label)
        ]
        if not sites:
            continue
        anchors = _anchors(chart, sentence, diagnosis)
        last = 0.0
        for mention, concept in sites:
            weight = _weigh(sentence, mention, anchors)
            if not weight and last and _listed(sentence, mention):
                weight = last * 0.5
            last = weight
            if weight <= 0:
                continue
            if (_TISSUE.search(concept.label) and len(sites) > 1) or _VAGUE.match(concept.label):
                weight *= 0.5
            weight += 0.3 if number < 3 else 0.0  # noqa: PLR2004 - the opening of the case
            place = places.setdefault(str(concept.id), _Place(concept, mention, sentence))
            place.weights.append(weight)
            if weight >= max(place.weights):
                if weight > place.best:
                    place.mention, place.sentence = mention, sentence
                place.best = max(place.best, weight)
    if not places:
        return []
    top = max(places.values(), key=lambda place: (place.weight, -place.mention.start))
    rule = "site-of-tumour" if top.best >= 4 else "site-near-tumour"  # noqa: PLR2004 - a named tumour's place
    span = (top.mention.start, top.mention.end)
    facts = [chart.of_concept("primary-site", top.concept, span, rule)]
    return facts + _side(chart, top)


def _anchors(chart: Chart, sentence: Sentence, diagnosis: Candidate | None) -> list[_Anchor]:
    """Give the words for the tumour in a sentence, with their weights."""
    found = []
    spread = any(m.label == "metastasis" and m.context != "absent" for m in sentence.of("event"))
    for mention in sentence.mentions:
        before = sentence.text[: mention.start - sentence.start]
        start, end = mention.start - sentence.start, mention.end - sentence.start
        if mention.kind == "disease" and mention.context not in ("absent", "family"):
            concept = chart.concept(mention)
            if concept is None or (
                mention.context == "history"
                and (diagnosis is None or diagnosis.now or concept.id != diagnosis.concept.id)
            ):
                continue
            own = diagnosis is not None and (
                concept.id == diagnosis.concept.id or is_sarcoma(concept)
            )
            weight = 3.0 if own else 1.0
            if diagnosis is not None and concept.id == diagnosis.concept.id:
                weight += 0.5
            if mention.context == "hypothetical":
                weight = min(weight, 1.5)
            found.append(_Anchor(start, end, weight, True))
        elif mention.kind == "event" and mention.label == "tumour" and mention.context != "absent":
            if _METASTATIC_BEFORE.search(before):
                continue
            weight = _WORDS.get(mention.text.lower(), 2.0)
            if mention.context == "hypothetical":
                weight = min(weight, 0.7)
            if spread:
                weight *= 0.3
            found.append(_Anchor(start, end, weight, False))
    return found


def _weigh(sentence: Sentence, mention: Mention, anchors: list[_Anchor]) -> float:
    """Weigh one place by the tumour's word that it hangs on best."""
    text = sentence.text
    start, end = mention.start - sentence.start, mention.end - sentence.start
    before = text[max(0, start - _LOOK_BACK) : start]
    if not anchors:
        return 2.0 if _OPERATED.search(before) and not _HISTORY_BEFORE.search(before) else 0.0
    if _HISTORY_BEFORE.search(before):
        return 0.0
    best = 0.0
    for anchor in anchors:
        if anchor.named and anchor.start <= start and end <= anchor.end:
            return 0.0 if _TISSUE.search(mention.label) else 2.0 * anchor.weight
    for anchor in anchors:
        if anchor.start <= start and end <= anchor.end:
            weight = 0.0 if _TISSUE.search(mention.label) else 2.0 * anchor.weight
        elif end <= anchor.start:
            gap = text[end : anchor.start]
            if len(gap) > 60 or not _ADJECTIVAL.match(gap) or _METASTATIC_BEFORE.search(before):  # noqa: PLR2004 - characters
                continue
            weight = 1.6 * anchor.weight
        elif anchor.end <= start and start - anchor.end < _NEAR:
            weight = anchor.weight * _phrase(text[anchor.end : start])
        else:
            continue
        best = max(best, weight)
    if not best and _OPERATED.search(before):
        return 2.0
    if best and _EXTENT_BEFORE.search(before) and not _inside(start, end, anchors):
        best *= 0.2
    return best


def _inside(start: int, end: int, anchors: list[_Anchor]) -> bool:
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
        elif begin < 50 and not re.search(r"[,;]|\b(?:and|with|by|to|of)\b", gap[:begin]):  # noqa: PLR2004 - characters
            best = max(best, weight * 0.5)
    return best


def _listed(sentence: Sentence, mention: Mention) -> bool:
    """Whether the place follows another one in a list ("the sacrum and the rectum")."""
    before = sentence.text[: mention.start - sentence.start]
    return bool(
        re.search(r"(?:,|\band|\bor|/)\s+(?:the\s+|her\s+|his\s+)?(?:left\s+|right\s+)?$", before)
    )


def _side(chart: Chart, place: _Place) -> list[Fact]:
    """Give the side that stands right before the place, or before it elsewhere in the text."""
    candidates = [(place.sentence, place.mention)]
    candidates += [
        (sentence, mention)
        for sentence, mention in chart.mentions("site")
        if mention.term == place.mention.term
    ]
    for sentence, mention in candidates:
        begin = mention.start - sentence.start
        window = sentence.text[max(0, begin - 30) : begin]
        found = list(_SIDE.finditer(window))
        if found and not re.search(r"[,;.]|\band\b", window[found[-1].end() :]):
            word = found[-1].group("side").lower()
            start = mention.start - len(window) + found[-1].start()
            return [
                chart.fact(
                    "laterality",
                    _SIDES.get(word, word),
                    (start, start + len(word)),
                    "side-of-site",
                )
            ]
    return []
