"""Where the tumour arose: the primary site among all the places that a text names, and its side.

Each place is weighed by how it hangs on the words for the tumour: inside its name ("uterine
leiomyosarcoma"), before it ("abdominal mass"), or after it by the phrases of `place.tsv`
("arising from the ileum"). Places of spread, of extension and of normal findings do not count.
"""

import csv
import re
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.cue import cues
from sarcoma_kg.facts.diagnosis import Candidate, is_sarcoma
from sarcoma_kg.ontology import Concept
from sarcoma_kg.records import Fact, Mention, Sentence

_MALIGNANT = frozenset({"malignant", "intermediate"})
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
    r"flap|prior|previous|radiating|contact|away)\b[^.;]{0,45}$",
    re.IGNORECASE,
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
    r"(?:(?!\b(?:presented|developed|had\s+an?|was\s+found)\b)[^.;]){0,50}$",
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
    r"epigastric region|epigastrium|hypogastric region|hypogastrium|.*hypochondri\w+.*|.*flank"
    r"|iliac fossa|.*quadrant.*|umbilical region|"
    r"lumbar region|abdominal segment.*|soft tissues?|muscle tissue|dermis|anatomical wall|side)$",
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
    r"vessel|blood|endotheli|tendon|epitheli|adipose|stroma|fibrous|alveol|^gland|glandular|follic",
    re.IGNORECASE,
)
_OPERATED = re.compile(
    r"\b(?:resection|excision|removal|amputation|exploration)\s+of\s+(?:the\s+|her\s+|his\s+)?"
    r"(?:an?\s+)?(?:[\d.]+[\s-]?cm\s+)?(?:(?:segment|part|portion)\s+of\s+(?:the\s+)?)?"
    r"(?:entire\s+|whole\s+)?(?:left\s+|right\s+)?$",
    re.IGNORECASE,
)
_CAME_BACK = re.compile(
    r"\b(?:c[ao]mes?|coming|went|go|sent|brought|dat\w+|report\w*|held|grew|grow\w*)\s+$",
    re.IGNORECASE,
)
_WORDS = {
    "swelling": 1.2, "enlargement": 1.2, "specimen": 0.5, "lesions": 1.2, "nodules": 1.4,
    "proliferation": 0.7, "destruction": 1.6, "ulcer": 0.8, "ulcers": 0.6, "plaque": 1.6,
    "plaques": 1.6, "bulge": 1.4, "papule": 1.2, "papules": 1.2, "wart": 0.8, "macule": 1.0,
    "blister": 0.6, "thickening": 0.8, "protrusion": 1.8, "cyst": 0.7, "polyp": 1.2,
}  # fmt: skip
_LOOK_BACK = 110  # characters before a place that are looked at
_OF_NAMED = 4.5  # the least weight of a place that a sarcoma's name carries
_CLOSE = 50  # characters
_LAYER = re.compile(
    r"serosa|mucosa|wall|capsul|node|lymph|tissue|muscle|skin|layer|gland|cortex|space",
    re.IGNORECASE,
)
_OPENING = 3  # sentences
_OWN = 1.0  # the weight of a sarcoma's name is above this
_ONLY_THOUGHT = re.compile(
    r"^\s+(?:was|were|is)\s+(?:\w+\s+)?(?:suspected|considered|thought|presumed)\b", re.IGNORECASE
)
_NEAR_SPREAD = 70  # characters from a word for a lesion to one for metastasis behind it
# "masses with a heterogeneous pattern, in the …": a description may stand between
_DESCRIBED = re.compile(r",?\s+(?:with|of|showing)\s+(?:[\w-]+[\s,]+){1,9}", re.IGNORECASE)
_TWIN = 30  # characters
_AND = re.compile(r"^\s*(?:,?\s*and|/|&)\s*(?:(?:the|left|right|adjacent)\s+)*$", re.IGNORECASE)
_SHOWN = re.compile(
    r"\b(?:mass|tumou?r|lesion|neoplasm|nodule|signal|opacity|shadow|destruction|infiltrat\w*|"
    r"extending|extension|fracture|growth)\b",
    re.IGNORECASE,
)
_SPREAD = re.compile(r"metasta|dissemin|history|previous|follow-?up|recur|normal", re.IGNORECASE)
_UNHARMED = re.compile(r"\b(?:no|not|without|normal|free|spar\w+|intact)\b", re.IGNORECASE)
_NEAR = 160  # characters between a tumour's word and its place
_MATOSIS = re.compile(r"(?:sarco|carcino)matosis", re.IGNORECASE)  # spread, and no primary
# organs whose segments are sites in their own right
_SEGMENTED = frozenset(
    {"colon", "large intestine", "intestine", "small intestine", "heart", "cardiac chamber"}
)
_NAMES_NO_PLACE = re.compile(r"-(?:lifting|sparing|like|preserving|directed|penetrating)\b")
# a part of many organs, that names none of them
_BARE_PART = re.compile(
    r"cortex|cortical|medullary|hilum|hilar|vertex|dome|septum|septal|isthmus|metaphys\w+"
    r"|diaphys\w+|epiphys\w+|apex|apical|periosteum",
    re.IGNORECASE,
)
_SHORTEST_NAME = 4  # letters: "ARMS" are no arms
_COVERING = ("skin", "zone of skin", "skin of body")  # "cutaneous angiosarcoma" of the scalp
_PART = re.compile(
    r"^(?:distal|proximal|upper|lower|left|right)\b(?!.*\b(?:atrium|ventricle|leg|arm|limb|eyelid"
    r"|lip|jaw|lobe)\b)"
    r"|\b(?:antrum|fundus|body|corpus|tail|metaphysis|diaphysis|epiphysis|wing|condyle|cord"
    r"|quadrant|portion|part|pole"
    r"|cortex|serosa|mucosa|curvature|pylorus|flexure|horn|apex|shaft|dome|endometrium"
    r"|myometrium)\b|(?<!abdominal )(?<!chest )\bwall$",
    re.IGNORECASE,
)
_LATE, _SELDOM = 0.6, 0.75
_OFTEN_SPREAD = re.compile(
    r"\blungs?\b|\bliver\b|\bbrain\b|lobe of|(?:frontal|parietal|temporal|occipital) lobe"
    r"|lymph node"
)
_TREATED = re.compile(
    r"\b(?:underwent|resect\w+|excis\w+|operated|amputat\w+|\w+ectomy|chemotherapy|radiotherapy"
    r"|irradiat\w+|courses|cycles)\b",
    re.IGNORECASE,
)


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
    """Give the primary site of the tumour, and its side where one stands beside it.

    A second site is given where a tumour's name carries two ("osteosarcomas of the mandible and
    maxilla").
    """
    places: dict[str, _Place] = {}
    treated = False
    for number, sentence in enumerate(chart.sentences):
        bonus = 0.3 if number < _OPENING else 0.0
        _weigh_all(chart, sentence, diagnosis, (bonus, _LATE if treated else 1.0), places)
        treated = treated or bool(_TREATED.search(sentence.text))
    if not places:
        return _last_resort(chart)
    top = max(places.values(), key=lambda place: (place.weight, -place.mention.start))
    top = _segment(chart, _whole(chart, top, places), places)
    rule = "site-of-tumour" if top.best >= _OF_NAMED else "site-near-tumour"
    facts = [
        chart.of_concept(
            "primary-site", place.concept, (place.mention.start, place.mention.end), rule
        )
        for place in (top, *_twins(top, places))
    ]
    return facts + _side(chart, top)


def _whole(chart: Chart, part: _Place, places: dict[str, _Place]) -> _Place:
    """Give the organ of which the text says that the tumour arose in a part.

    Source: docs/facts.md, rule 11.
    """
    if not _PART.search(part.concept.label):
        return part
    wholes = _wholes(chart, part)
    found: dict[str, _Place] = {}
    for sentence in chart.sentences:
        for mention, concept in _sites(chart, sentence):
            key = str(concept.id)
            if key in wholes and not _VAGUE.match(concept.label):
                found.setdefault(key, places.get(key) or _Place(concept, mention, sentence))
    if not found and part.mention.text.count(" ") == 1:  # "gastric antrum" names the stomach too
        first = part.mention.text.split()[0]
        for match in chart.ontology.candidates(first, "site")[:1]:
            if str(match.concept.id) in wholes:
                return replace(part, concept=match.concept)
    if not found:
        return part
    whole = max(found.values(), key=lambda place: (place.weight, -place.mention.start))
    return replace(whole, best=max(whole.best, part.best))


def _wholes(chart: Chart, part: _Place) -> set[str]:
    """Give the organs of which a place is a part: by the vocabulary, or by its own name."""
    concept, ontology = part.concept, chart.ontology
    wholes = {str(term) for term in (*concept.part_of, *concept.parents)}
    label = concept.label
    of = label.rpartition(" of ")[2] if " of " in label else label.rpartition(" ")[0]
    wholes |= {str(match.concept.id) for match in ontology.candidates(of, "site")} if of else set()
    wholes.discard(str(concept.id))
    return wholes


def _segment(chart: Chart, whole: _Place, places: dict[str, _Place]) -> _Place:
    """Give the segment with a name of its own where the heaviest place is the organ it is of.

    "A colonic tumour … of the transverse colon"; "a cardiac mass in the right atrium".
    """
    if whole.concept.label not in _SEGMENTED:
        return whole
    parts = [
        place
        for place in places.values()
        if place.best >= _OWN
        and not _PART.search(place.concept.label)
        and any(
            above.id == whole.concept.id
            for above in chart.ontology.ancestors(place.concept.id, parts=True)
        )
    ]
    return max(parts, key=lambda place: place.weight, default=whole)


def _weigh_all(
    chart: Chart,
    sentence: Sentence,
    diagnosis: Candidate | None,
    stand: tuple[float, float],
    places: dict[str, _Place],
) -> None:
    """Weigh the places that a sentence names and add them to those known.

    `stand` is what the sentence's stand in the course adds to a place, and the share that a mere
    word for a lesion keeps there: what is seen after treatment is seldom the primary.
    """
    bonus, share = stand
    sites = _sites(chart, sentence)
    anchors = _anchors(chart, sentence, diagnosis) if sites else []
    if share < 1:
        anchors = [a if a.named else replace(a, weight=a.weight * share) for a in anchors]
    last = 0.0
    for number, (mention, concept) in enumerate(sites):
        if number + 1 < len(sites) and _compound(mention, sites[number + 1][0]):
            continue  # "small bowel mesentery": the mesentery
        first = mention
        if number and _compound(sites[number - 1][0], mention):
            first = sites[number - 1][0]
        weight = max(_weigh(sentence, mention, anchors), _weigh(sentence, first, anchors))
        if not weight and last and _listed(sentence, mention):
            weight = last * 0.5
        last = weight
        if weight <= 0:
            continue
        vague = _VAGUE.match(concept.label) or (_TISSUE.search(concept.label) and len(sites) > 1)
        if vague and (weight < _OF_NAMED or concept.label in _COVERING):
            weight *= 0.5 if weight < _OF_NAMED else 0.25
        if weight < _OF_NAMED and _OFTEN_SPREAD.search(concept.label):
            weight *= share * _SELDOM  # where a sarcoma is seen it is mostly a metastasis
        weight += bonus
        place = places.setdefault(str(concept.id), _Place(concept, mention, sentence))
        place.weights.append(weight)
        if weight > place.best:
            place.best, place.mention, place.sentence = weight, mention, sentence


def _compound(first: Mention, second: Mention) -> bool:
    """Whether two places are one name whose head is the second, and no mere layer of the first."""
    return (
        second.start == first.end + 1
        and not _LAYER.search(second.label)
        and not _VAGUE.match(second.label)
    )


def _sites(chart: Chart, sentence: Sentence) -> list[tuple[Mention, Concept]]:
    return [
        (mention, chart.unsided(concept))
        for mention in sentence.of("site")
        if (concept := chart.concept(mention)) is not None
        and not _NO_PLACE.match(concept.label)
        and not (mention.text == "back" and _came_back(sentence, mention))
        and not _NAMES_NO_PLACE.match(sentence.text, mention.end - sentence.start)
        and not _BARE_PART.fullmatch(mention.text)
        and (
            not mention.text.isupper()
            or len(mention.text) < _SHORTEST_NAME
            or sentence.text.isupper()
        )
    ]


def _came_back(sentence: Sentence, mention: Mention) -> bool:
    """Whether "back" is no place: "the biopsy came back as leiomyosarcoma"."""
    return bool(_CAME_BACK.search(sentence.text[: mention.start - sentence.start]))


def _twins(top: _Place, places: dict[str, _Place]) -> list[_Place]:
    """Give the second place of a list that a tumour's name carries."""
    if top.best < _OF_NAMED:
        return []
    text, base = top.sentence.text, top.sentence.start
    found = []
    for mention in top.sentence.of("site"):
        place = places.get(str(mention.term))
        gap = text[top.mention.end - base : mention.start - base]
        if place is not None and place is not top and 0 < len(gap) < _TWIN and _AND.match(gap):
            found.append(replace(place, mention=mention))
    return found


def _last_resort(chart: Chart) -> list[Fact]:
    """Give the first place that an image or an operation showed something in.

    Only where nothing says where the tumour arose: "a lesion with extension into the femur".
    """
    for sentence in chart.sentences:
        if _SPREAD.search(sentence.text) or not _SHOWN.search(sentence.text):
            continue
        for mention, concept in _sites(chart, sentence):
            before = sentence.text[: mention.start - sentence.start]
            shown = _SHOWN.search(before[-_NEAR:])
            if _TISSUE.search(concept.label):
                continue
            if shown and not _VAGUE.match(concept.label) and not _UNHARMED.search(before):
                span = (mention.start, mention.end)
                return [chart.of_concept("primary-site", concept, span, "site-shown")]
    return _by_operation(chart)


@cache
def _organs() -> dict[str, str]:
    """Read the organ that each operation takes out (`place_operation.tsv`), by its stem."""
    path = Path(__file__).parent / "place_operation.tsv"
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["stem"]: row["site"] for row in csv.DictReader(lines, delimiter="\t")}


def _by_operation(chart: Chart) -> list[Fact]:
    """Give the organ that was taken out, where the text names no other place."""
    stems = re.compile(
        rf"\b(?:(?:hemi|radical|nephro)-?)?(?P<stem>{'|'.join(_organs())})\w*", re.IGNORECASE
    )
    for sentence in chart.sentences:
        match = stems.search(sentence.text)
        if match is None or _SPREAD.search(sentence.text):
            continue
        if _UNHARMED.search(sentence.text[: match.start()]):
            continue
        for found in chart.ontology.candidates(_organs()[match.group("stem").lower()], "site")[:1]:
            span = (sentence.start + match.start(), sentence.start + match.end())
            return [chart.of_concept("primary-site", found.concept, span, "site-shown")]
    return []


def _anchors(chart: Chart, sentence: Sentence, diagnosis: Candidate | None) -> list[_Anchor]:
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
            if _MATOSIS.search(mention.text):
                continue
            own = diagnosis is not None and _same_tumour(chart, concept, diagnosis.concept)
            weight = 3.0 if own else 0.7
            if diagnosis is not None and concept.id == diagnosis.concept.id:
                weight += 0.5
            if mention.context == "hypothetical":
                weight = min(weight, 1.5)
            elif mention.context == "history" and diagnosis is not None and diagnosis.now:
                weight = min(weight, 1.2)
            found.append(_Anchor(start, end, weight, True))
        elif mention.kind == "event" and mention.label == "tumour" and mention.context != "absent":
            if _METASTATIC_BEFORE.search(before) or _METASTATIC_AFTER.match(sentence.text[end:]):
                continue
            weight = _WORDS.get(mention.text.lower(), 2.0)
            if mention.context == "hypothetical" or _ONLY_THOUGHT.match(sentence.text[end:]):
                weight = min(weight, 0.7)
            if any(m.start - mention.end < _NEAR_SPREAD for m in spread):
                weight *= 0.3
            found.append(_Anchor(start, end, weight, False))
    return found


def _same_tumour(chart: Chart, concept: Concept, diagnosis: Concept) -> bool:
    """Whether a tumour's name may stand for the diagnosis: a sarcoma, but no other benign one."""
    if concept.id == diagnosis.id:
        return True
    if not is_sarcoma(concept):
        return False
    if concept.facet("behaviour") in _MALIGNANT or diagnosis.facet("behaviour") not in _MALIGNANT:
        return True
    return any(above.id == concept.id for above in chart.ontology.ancestors(diagnosis.id))


def _weigh(sentence: Sentence, mention: Mention, anchors: list[_Anchor]) -> float:
    """Weigh one place by the tumour's word that it hangs on best."""
    text = sentence.text
    start, end = mention.start - sentence.start, mention.end - sentence.start
    before = text[max(0, start - _LOOK_BACK) : start]
    if not anchors:
        return 2.0 if _OPERATED.search(before) and not _HISTORY_BEFORE.search(before) else 0.0
    if _HISTORY_BEFORE.search(before) and not any(
        anchor.named and anchor.weight > _OWN and anchor.end > end and anchor.start - end < _TWIN
        for anchor in anchors
    ):
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
        elif (
            row["cue"] != "from"
            and begin < _CLOSE
            and not re.search(r"[,;]|\b(?:and|with|by|to|of)\b", gap[:begin])
        ):
            best = max(best, weight * 0.5)
        elif row["meaning"] in ("in", "of") and _DESCRIBED.fullmatch(gap[:begin]):
            best = max(best, weight * 0.4)
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
        own = _SIDE.match(mention.text)
        begin = mention.start - sentence.start + (own.end() if own else 0)
        window = sentence.text[max(0, begin - 30) : begin]
        found = list(_SIDE.finditer(window))
        if found and not re.search(r"[,;.]|\band\b", window[found[-1].end() :]):
            word = found[-1].group("side").lower()
            start = sentence.start + begin - len(window) + found[-1].start()
            return [
                chart.fact(
                    "laterality",
                    _SIDES.get(word, word),
                    (start, start + len(word)),
                    "side-of-site",
                )
            ]
    return []
