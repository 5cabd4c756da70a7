"""Spread told without the word metastasis, and how a site of spread is written.

"Relapsed in the lungs", "peritoneal implants", "two of 14 lymph nodes were positive".
"""

import re

from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.phrase import holds, lowered
from sarcoma_kg.ontology import Concept
from sarcoma_kg.records import Fact, Mention, Sentence

NO_SITE = re.compile(
    r"^(?:organ|tissue|wall|blood|cell|surface|body|primary|side|limb segment|soft tissue|region)$",
    re.IGNORECASE,
)
_HINTS = (
    "node",
    "nodal",
    "relaps",
    "recur",
    "deposit",
    "implant",
    "spread",
    "seed",
    "progress",
    "studd",
    "secondaries",
)
_NODE = re.compile(r"lymph node|\bnode\b", re.IGNORECASE)
_SPINE = re.compile(r"vertebra|spine|vertebral|sacrum|rib\b|skull|bone|skelet", re.IGNORECASE)
_NO_BONE = re.compile(r"cord|marrow", re.IGNORECASE)
_LIST = re.compile(
    r"^\s*(?:,\s*)?(?:and\s+|or\s+|,\s*)?(?:(?:in|to|the|both|left|right)\s+)*$", re.IGNORECASE
)
# "two of 14 lymph nodes were positive", "there was nodal involvement"
_NODES = re.compile(
    r"\b(?:(?:lymph\s+)?nodes?|sentinel\s+node\s+biopsy)\s+(?:(?:was|were|proved|being|is)\s+)+"
    r"(?:tumou?r[- ])?(?:positive|involved|infiltrated)\b"
    r"|\bpositive\s+(?:\w+\s+)?(?:sentinel\s+)?(?:lymph\s+)?nodes?\b"
    r"|\b(?:lymph\s+)?nod(?:e|al)\s+(?:involvement|spread|disease|relapse|deposits?)\b",
    re.IGNORECASE,
)
# organs in which a sarcoma that relapses has mostly spread
_DISTANT = re.compile(r"^(?:lung|bone|brain|lymph node|pleura|liver|skeleton|meninx|meninges)$")
_RELAPSED_IN = re.compile(
    r"\b(?:relapsed?|relapses|recurred|recurrences?|recurrent\s+(?:disease|tumou?rs?))"
    r"\s+(?:\w+ly\s+|(?:was|were|noted|found|seen|detected|diagnosed|confirmed)\s+)*(?:in|at|to|involving)\s+"
    r"(?:(?:the|his|her|both|left|right|bilateral)\s+)*$",
    re.IGNORECASE,
)
_RELAPSED_AFTER = re.compile(r"^\s+(?:relapses?|recurrences?)\b(?!\s+of\b)", re.IGNORECASE)
# the linings on which tumour implants grow; elsewhere an implant is a device
_SEROUS = re.compile(r"periton|oment|pleura|mesenter|serosa|diaphragm|pelvi|mening|pericard")
_DEPOSITS_IN = re.compile(
    r"\b(?:tumou?r(?:al)?|neoplastic|sarcoma\w*|malignant|secondary)\s+(?:deposits?|implants?|nodules|seedings?)\s+"
    r"(?:(?:was|were|found|seen|noted|present|also)\s+)*(?:in|on|of|over|along|throughout|at)\s+"
    r"(?:(?:the|his|her|both|left|right|greater|lesser|parietal|visceral)\s+)*$"
    r"|\b(?:spread|secondaries)\s+(?:in|into|throughout|along)\s+(?:(?:the|his|her|both|left|right)\s+)*$",
    re.IGNORECASE,
)
_DEPOSITS_AFTER = re.compile(
    r"^\s+(?:(?:tumou?r|tumoral|neoplastic)\s+)?(?:implants?|implantations?|seedings?|deposits|spread"
    r"|disseminations?|studding)\b",
    re.IGNORECASE,
)
_GREW_WITH_NEW = re.compile(
    r"\bprogress\w*\b[^.;]{0,40}\bnew\s+(?:(?:multiple|bilateral|left|right|small)\s+)*$",
    re.IGNORECASE,
)
_LESIONS = re.compile(r"^\s+(?:lesions?|nodules?|mass(?:es)?|deposits?|foci)\b", re.IGNORECASE)
_DOUBT = re.compile(
    r"\b(?:rule[ds]?\s+out|exclude[ds]?|search\s+for|risks?\s+of|potential|suspicious|suspected|suspicion|suggestive"
    r"|possib\w+|if|may|might|could|can|prone|tendency|evaluat\w+\s+for|looking\s+for|without|no|not|nor|neither"
    r"|negative\s+for|absence\s+of|free\s+of|avoid|prevent|rates?|usually|rarely)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_DENIED_AFTER = re.compile(
    r"^[^.;,]{0,40}\b(?:absent|negative|excluded|ruled\s+out|not\s+\w+|unlikely|suspected|rare|uncommon|common)\b",
    re.IGNORECASE,
)


def wordless(chart: Chart) -> list[Fact]:
    """Give the sites of spread that are told without the word metastasis."""
    facts = []
    for sentence in chart.sentences:
        if not holds(lowered(sentence.text), _HINTS):
            continue
        nodes = _NODES.search(sentence.text)
        if nodes and _stands(sentence.text, nodes.start(), nodes.end()):
            start = sentence.start + nodes.start()
            found = coarse(chart, "lymph node", (start, start + len(nodes.group())))
            facts += [found] if found else []
        facts += _listed(chart, sentence)
    return facts


def _listed(chart: Chart, sentence: Sentence) -> list[Fact]:
    """Give the places of a sentence that the tumour spread to, with the rest of their lists."""
    places = []
    for mention in sentence.of("site"):
        concept = chart.concept(mention)
        if concept is not None and not NO_SITE.match(concept.label):
            fact = row(chart, mention, concept)
            places.append((mention, fact, _tells(sentence, mention, fact.value)))
    if not any(told for _, _, told in places):
        return []
    found = []
    for number, (mention, fact, told) in enumerate(places):
        near = places[max(0, number - 1) : number + 2]
        if told or any(known and _beside(sentence, mention, other) for other, _, known in near):
            found.append(fact)
    return found


def _beside(sentence: Sentence, one: Mention, other: Mention) -> bool:
    """Whether two places are neighbours in a list."""
    first, second = sorted((one, other), key=lambda mention: mention.start)
    gap = sentence.text[first.end - sentence.start : second.start - sentence.start]
    return first.end < second.start and gap != " " and bool(_LIST.match(gap))


def _tells(sentence: Sentence, mention: Mention, value: str) -> bool:
    """Whether the words beside a place say that the tumour spread there."""
    before = sentence.text[: mention.start - sentence.start]
    after = sentence.text[mention.end - sentence.start :]
    far = _DISTANT.match(value) and (_RELAPSED_IN.search(before) or _RELAPSED_AFTER.match(after))
    deposits = _DEPOSITS_IN.search(before) or (
        _DEPOSITS_AFTER.match(after) and (_SEROUS.search(value) or "mplant" not in after[:24])
    )
    new = _GREW_WITH_NEW.search(before) and _LESIONS.match(after)
    if not (far or deposits or new):
        return False
    return _stands(sentence.text, len(before), len(before) + len(mention.text))


def _stands(text: str, start: int, end: int) -> bool:
    return not _DOUBT.search(text[:start]) and not _DENIED_AFTER.match(text[end:])


def coarse(chart: Chart, name: str, span: tuple[int, int]) -> Fact | None:
    """Write a site of spread by its coarse name."""
    for match in chart.ontology.candidates(name, "site")[:1]:
        return chart.fact(
            "metastasis", name, span, "metastasis-site", terms=match.concept.identifiers
        )
    return None


def row(chart: Chart, mention: Mention, concept: Concept) -> Fact:
    """Write a site of spread: nodes as "lymph node", parts of the spine as "bone"."""
    span = (mention.start, mention.end)
    name = None
    if _NODE.search(concept.label):
        name = "lymph node"
    elif _SPINE.search(concept.label) and not _NO_BONE.search(concept.label):
        name = "bone"
    named = coarse(chart, name, span) if name else None
    if named is not None:
        return named
    return chart.of_concept("metastasis", chart.unsided(concept), span, "metastasis-site")
