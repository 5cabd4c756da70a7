"""Where the tumour arose: the primary site among all the places that a text names, and its side.

Each place is weighed by how it hangs on the words for the tumour: inside its name ("uterine
leiomyosarcoma"), before it ("abdominal mass"), or after it by the phrases of `place.tsv`
("arising from the ileum"). Places of spread, of extension and of normal findings do not count.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from sarcoma_kg import assertion
from sarcoma_kg.facts.anchor import NEAR, OWN, TISSUE, TWIN, anchors_of, weigh
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.diagnosis import Candidate
from sarcoma_kg.facts.organ import ADJECTIVE
from sarcoma_kg.facts.phrase import lowered
from sarcoma_kg.ontology import Concept
from sarcoma_kg.records import Fact, Mention, Sentence

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
_CAME_BACK = re.compile(
    r"\b(?:c[ao]mes?|coming|went|go|sent|brought|dat\w+|report\w*|held|grew|grow\w*)\s+$",
    re.IGNORECASE,
)
_OF_NAMED = 4.5  # the least weight of a place that a sarcoma's name carries
_LAYER = re.compile(
    r"serosa|mucosa|wall|capsul|node|lymph|tissue|muscle|skin|layer|gland|cortex|space",
    re.IGNORECASE,
)
_OPENING = 3  # sentences
_AND = re.compile(r"^\s*(?:,?\s*and|/|&)\s*(?:(?:the|left|right|adjacent)\s+)*$", re.IGNORECASE)
_SHOWN = re.compile(
    r"\b(?:mass|tumou?r|lesion|neoplasm|nodule|signal|opacity|shadow|destruction|infiltrat\w*|"
    r"extending|extension|fracture|growth)\b",
    re.IGNORECASE,
)
_SPREAD = re.compile(r"metasta|dissemin|history|previous|follow-?up|recur", re.IGNORECASE)
# organs whose segments are sites in their own right
_SEGMENTED = frozenset(
    {
        "colon",
        "sinonasal tract",
        "large intestine",
        "intestine",
        "small intestine",
        "heart",
        "cardiac chamber",
    }
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
    r"|irradiat\w+|courses|cycles)\b"
)


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
        treated = treated or bool(_TREATED.search(lowered(sentence.text)))
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
        if place.best >= OWN
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
    anchors = anchors_of(chart, sentence, diagnosis) if sites else []
    if share < 1:
        anchors = [a if a.named else replace(a, weight=a.weight * share) for a in anchors]
    last = 0.0
    for number, (mention, concept) in enumerate(sites):
        if number + 1 < len(sites) and _compound(mention, sites[number + 1][0]):
            continue  # "small bowel mesentery": the mesentery
        first = mention
        if number and _compound(sites[number - 1][0], mention):
            first = sites[number - 1][0]
        weight = max(weigh(sentence, mention, anchors), weigh(sentence, first, anchors))
        if not weight and last and _listed(sentence, mention):
            weight = last * 0.5
        last = weight
        if weight <= 0:
            continue
        vague = _VAGUE.match(concept.label) or (TISSUE.search(concept.label) and len(sites) > 1)
        if vague and (weight < _OF_NAMED or concept.label in _COVERING):
            weight *= 0.5 if weight < _OF_NAMED else 0.25
        if weight < _OF_NAMED and _OFTEN_SPREAD.search(concept.label):
            if _spread_there(sentence, mention):
                continue
            weight *= share * _SELDOM  # where a sarcoma is seen it is mostly a metastasis
        weight += bonus
        place = places.setdefault(str(concept.id), _Place(concept, mention, sentence))
        place.weights.append(weight)
        if weight > place.best:
            place.best, place.mention, place.sentence = weight, mention, sentence


def _spread_there(sentence: Sentence, mention: Mention) -> bool:
    """Say whether lesions of an organ are those of a metastatic tumour that is told of before."""
    start, end = mention.start - sentence.start, mention.end - sentence.start
    return (
        _LESIONS.match(sentence.text, end) is not None
        and _METASTATIC.search(sentence.text, 0, start) is not None
    )


_LESIONS = re.compile(r"\s+(?:lesions|nodules|deposits|masses|tumou?rs)\b", re.IGNORECASE)
_METASTATIC = re.compile(r"\bmetasta(?:tic|sed|si[sz]ed)\b", re.IGNORECASE)


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
    """Give the second place of a list that a tumour's name carries.

    An adjective behind a noun is none: "sarcoma of the thigh and pulmonary involvement".
    """
    if top.best < _OF_NAMED:
        return []
    text, base = top.sentence.text, top.sentence.start
    found = []
    for mention in top.sentence.of("site"):
        place = places.get(str(mention.term))
        gap = text[top.mention.end - base : mention.start - base]
        if ADJECTIVE.search(mention.text) and not ADJECTIVE.search(top.mention.text):
            continue
        if place is not None and place is not top and 0 < len(gap) < TWIN and _AND.match(gap):
            found.append(replace(place, mention=mention))
    return found


def _last_resort(chart: Chart) -> list[Fact]:
    """Give the first place that an image or an operation showed something in.

    Only where nothing says where the tumour arose: "a lesion with extension into the femur".
    """
    for sentence in chart.sentences:
        low = lowered(sentence.text)
        if _SPREAD.search(low) or not _SHOWN.search(low):
            continue
        for mention, concept in _sites(chart, sentence):
            start, end = mention.start - sentence.start, mention.end - sentence.start
            shown = _SHOWN.search(low, max(0, start - NEAR), start)
            if TISSUE.search(concept.label):
                continue
            # "no extension into the femur", "a mass that spared the femur"
            so = shown and all(assertion.of(low, *at).so for at in (shown.span(), (start, end)))
            if so and not _VAGUE.match(concept.label):
                span = (mention.start, mention.end)
                return [chart.of_concept("primary-site", concept, span, "site-shown")]
    return _by_operation(chart)


@cache
def _organs() -> dict[str, str]:
    """Read the organ that each operation takes out (`place_operation.tsv`), by its stem."""
    path = Path(__file__).parent / "place_operation.tsv"
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["stem"]: row["site"] for row in csv.DictReader(lines, delimiter="\t")}


@cache
def _stems() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:(?:hemi|radical|nephro)-?)?(?P<stem>{'|'.join(_organs())})\w*", re.IGNORECASE
    )


def operated(text: str) -> Iterator[tuple[int, int, str]]:
    """Give where a text names an operation that takes out an organ, and the organ's name."""
    for match in _stems().finditer(text):
        yield *match.span(), _organs()[match.group("stem").lower()]


def _by_operation(chart: Chart) -> list[Fact]:
    """Give the organ that was taken out, where the text names no other place."""
    for sentence in chart.sentences:
        start, end, organ = next(operated(sentence.text), (0, 0, ""))
        if not organ or _SPREAD.search(sentence.text):
            continue
        if not assertion.of(lowered(sentence.text), start, end).so:
            continue
        for found in chart.ontology.candidates(organ, "site")[:1]:
            span = (sentence.start + start, sentence.start + end)
            return [chart.of_concept("primary-site", found.concept, span, "site-shown")]
    return []


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
