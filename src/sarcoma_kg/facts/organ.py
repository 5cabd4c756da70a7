"""Organs as sites of spread: the primary's own, the usual ones, and how a row names them."""

import re
from collections.abc import Sequence

from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.ontology import Concept
from sarcoma_kg.records import Fact, Mention

NO_SITE = re.compile(
    r"^(?:organ|tissue|wall|blood|cell|surface|body|primary|side|limb segment|soft tissue|region)$",
    re.IGNORECASE,
)
#: Places named by an adjective belong to the noun behind them: "pulmonary involvement".
ADJECTIVE = re.compile(r"(?:(?<!ov)ary|(?<!can)al|ic|ous|(?<!e)ar)$", re.IGNORECASE)
_NO_BONE = re.compile(r"cord|marrow", re.IGNORECASE)
# organs in which a sarcoma that shows elsewhere has mostly spread
_USUAL = re.compile(
    r"^(?:.*\blungs?|.*\bliver|.*\bbrain|.*\bbone|.*\bpleura\w*|(?:.*\s)?periton\w+|.*oment\w+"
    r"|(?:.*\s)?skeleton|.*mening\w+|.*meninx|mesentery|.*lymph node)$"
)


def is_own(chart: Chart, mention: Mention, own: frozenset[str]) -> bool:
    """Whether a place is the primary site, a part of it, or named by one of its words."""
    concept = chart.concept(mention)
    if concept is None:
        return True
    return str(concept.id) in own or not own.isdisjoint(_words_of(concept))


_COMMON = frozenset(
    [
        "left", "right", "upper", "lower", "lobe", "wall", "body", "part", "region", "tissue",
        "soft", "muscle", "bone", "cavity", "skin", "proximal", "distal", "segment", "surface",
        "node", "lymph", "gland", "head", "anterior", "posterior", "space", "vein", "artery",
    ]
)  # fmt: skip
_SHORTEST = 4  # letters of a word that names a place


def own_words(places: Sequence[Concept]) -> frozenset[str]:
    """Give the identifiers of places and the words of their names, for `is_own`."""
    return frozenset(str(concept.id) for concept in places).union(*map(_words_of, places))


def _words_of(concept: Concept) -> set[str]:
    """Give the words of a place's name that tell it from others."""
    words = set(re.findall(r"[a-z]+", concept.label.lower())) - _COMMON
    return {word for word in words if len(word) >= _SHORTEST}


def is_usual(chart: Chart, mention: Mention) -> bool:
    """Whether a place is an organ to which sarcomas mostly spread (bones among them)."""
    concept = chart.concept(mention)
    if concept is None:
        return False
    if _USUAL.match(concept.label):
        return True
    return any(above.label == "bone" for above in chart.ontology.ancestors(concept.id, parts=True))


_LINING = re.compile(r"\s+(?:\w+\s+)?(?:carcinomatosis|sarcomatosis|seeding)", re.IGNORECASE)
_BELLY = re.compile(r"^(?:abdomen|abdominal cavity|pelvis|pelvic cavity)$")


def coarse(chart: Chart, name: str, span: tuple[int, int]) -> Fact | None:
    """Write a site of spread by its coarse name."""
    for match in chart.ontology.candidates(name, "site")[:1]:
        return chart.fact(
            "metastasis", name, span, "metastasis-site", terms=match.concept.identifiers
        )
    return None


_NODES_AFTER = re.compile(r"\s+(?:lymph\s+)?nod(?:e|es|al)\b", re.IGNORECASE)
# "frontal lesions" are of the brain, "the frontal bone" is not
_LOBE = re.compile(r"(?:frontal|parietal|temporal|occipital)", re.IGNORECASE)
# the coarse names by which curators write a site of spread
_COARSE = (
    (re.compile(r"lymph node|\bnode\b", re.IGNORECASE), "lymph node"),
    (re.compile(r"\blungs?\b|^(?:chest|thorax|thoracic cavity)$", re.IGNORECASE), "lung"),
    (re.compile(r"\bliver\b|hepatic lobe", re.IGNORECASE), "liver"),
    (
        re.compile(
            r"lobe of brain|cerebell|cerebrum|cerebral hemi"
            r"|(?:frontal|parietal|temporal|occipital) lobe|^cranial cavity$",
            re.IGNORECASE,
        ),
        "brain",
    ),
    (
        re.compile(
            r"vertebra|spine|vertebral|sacrum|rib\b|skull|bone|skelet(?!al muscle)", re.IGNORECASE
        ),
        "bone",
    ),
)


def row(chart: Chart, mention: Mention, concept: Concept) -> Fact:
    """Write a site of spread: nodes as "lymph node", parts of the spine as "bone"."""
    span = (mention.start, mention.end)
    label = "lymph node" if _NODES_AFTER.match(chart.text, mention.end) else concept.label
    if _LOBE.fullmatch(mention.text):
        label = "lobe of brain: " + label
    name = next((name for shape, name in _COARSE if shape.search(label)), None)
    if _BELLY.match(concept.label) and _LINING.match(chart.text, mention.end):
        name = "peritoneum"
    if name == "bone" and _NO_BONE.search(concept.label):
        name = None
    named = coarse(chart, name, span) if name else None
    if named is not None:
        return named
    return chart.of_concept("metastasis", chart.unsided(concept), span, "metastasis-site")
