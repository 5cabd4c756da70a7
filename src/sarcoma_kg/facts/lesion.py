"""New lesions: a mass, nodule or deposit seen after the tumour had been treated.

No word says relapse; the order of things does: "five months later papules emerged at the edge of
the field". Where the words name the old place, it is a local relapse; where they name an organ to
which sarcomas spread, or many lesions, it is spread. A lesion that proved harmless is none.
"""

import re
from collections.abc import Iterator

from sarcoma_kg import assertion
from sarcoma_kg.facts.agent import antitumour
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.earlier import mesenchymal, of_another
from sarcoma_kg.facts.phrase import lowered
from sarcoma_kg.facts.status import Relapse
from sarcoma_kg.records import Sentence
from sarcoma_kg.stems import holds

_HINTS = (
    "nodul", "mass", "lesion", "deposit", "foci", "focus", "implant", "lump", "growth", "swelling",
    "opacit", "shadow", "seeding", "papul", "plaque", "tumor", "tumour", "adenopath", "uptake",
    "disease", "grew", "grown", "enlarg", "increas",
)  # fmt: skip
_THING = (
    r"(?:(?:micro)?nodul(?:es?|arity)|mass(?:es)?|lesions?|deposits?|foci|focus|implants?|lumps?|(?:re-?)?growths?"
    r"|swellings?|opacit(?:y|ies)|shadows?|seedings?|papules?|plaques?|tumou?rs?|(?:lymph)?adenopath(?:y|ies)|uptakes?"
    r"|disease)"
)
_CAME = (
    r"(?:(?:re-?)?(?:appeared|emerged|surfaced|developed|arose|occurred|formed|grew)|sprang\s+up|cropped\s+up"
    r"|popped\s+up|turned\s+up|showed\s+up|came\s+to\s+light|(?:re-?)?appearance|emergence"
    r"|(?:became|had\s+become|has\s+become|was|were|had\s+been|being)\s+(?:\w+ly\s+|again\s+|also\s+|newly\s+)?(?:palpable|visible"
    r"|apparent|evident|obvious|manifest|palpated|felt|found|detected|seen|noted|noticed|discovered|identified"
    r"|observed|diagnosed|picked\s+up|spotted|uncovered|demonstrated|present|back|re-?excised|excised|removed|resected"
    r"|biopsied))"
)
_SHOWED = (
    r"(?:revealed|showed|demonstrated|depicted|detected|disclosed|displayed|identified|found|uncovered|picked\s+up"
    r"|brought\s+to\s+light|visuali[sz]ed|noticed|noted|discovered|felt|developed|acquired|heralded|(?:re-?)?present(?:ed|ing)"
    r"(?:\s+again)?\s+with|returned\s+with|came\s+(?:back\s+)?with|(?:found|discovered)\s+to\s+have|complained\s+of"
    r"|(?:finding|discovery|detection|appearance|emergence|development)\s+of|there\s+(?:was|were|had\s+been)|(?:was|were)\s+followed\s+by)"
)
_WORDS = r"(?:\s+(?!(?:any|the|this|that|these|its)\b)[\w.,'’×/-]+){0,6}?"
_NEW = re.compile(
    rf"\b{_THING}\b(?:(?!\b(?:and\s+(?:she|he|the)|but|which|until|before|after|who|had\s+been)\b)(?:[^.;:]|\.(?=\d))){{0,60}}?\b{_CAME}(?!\w)"
    rf"|\b{_SHOWED}{_WORDS}\s+{_THING}(?!\w)"
    rf"|\b(?:new|fresh|further|another|additional|satellite)\s+(?:\w+\s+){{0,2}}{_THING}(?!\w)"
)
_THING_AT = re.compile(rf"\b{_THING}(?!\w)")
#: The place where the tumour was, by what was done there.
LOCAL = re.compile(
    r"\b(?:(?:surgical|operative|operation|operated|resection|excision|tumou?r|former|same|original|initial|primary"
    r"|previous|biopsy|port|drain|irradiat\w+|radiation|treated|irradiated)\s+(?:\w+\s+)?(?:bed|site|field|area|region|place|location|position"
    r"|cavity|wound|spot|scar|track|tract)|(?:needle|drain|biopsy)\s+(?:track|tract)|(?:in|at|near|along|around|of|within|under|beneath|inside|from)\s+"
    r"(?:the\s+|her\s+|his\s+|an?\s+)?(?:\w+\s+)?(?:scars?|stump|wound|anastomosis|bed|incision|suture\s+line)|scar\s+(?:\w+\s+){0,2}showed)\b"
)
_FAR = re.compile(
    r"\b(?:lungs?|pulmonary|liver|hepatic|brain|cerebral|intracranial|bones?|osseous|skelet\w+|vertebra\w*|spin(?:e|al)|peritone\w+"
    r"|oment\w+|pleura\w*|mediastin\w+|hilar|lymph|nodes?|nodal|adenopath\w+|lymphadenopath\w+|inguinal|axillary|adrenal|pancrea\w+|skull|mening\w+"
    r"|chest\s+(?:ct|x-?ray|radiograph|film)|deposits?|secondar\w+|seeding|implants?)\b"
)
_HARMLESS = re.compile(
    r"\b(?:benign|reactive|granulo\w+|cysts?|cystic|ha?emangioma|infect\w+|inflam\w+|unchanged|adenomas?|hyperplasia"
    r"|inconclusive|indeterminate|tubercul\w+|abscess\w*|pneumon\w+|fibrosis|sarcoid\w*|calcified|stones?|lymphocele|seroma|ha?ematoma"
    r"|keloid|hernia|shr[aiu]nk\w*|regress\w+|disappear\w*|resolv\w+|decreas\w+|smaller|reduc\w+|stable|thyroid|polyps?|residual|remnant"
    r"|(?:second|another|new)\s+primary|second\s+malignancy|unrelated|necro\w+)\b"
)
_GREW = re.compile(
    rf"\b(?:{_THING}|fibromatosis|desmoid|it)\s+(?:(?:had|has|have|was|were|then|again|slowly|rapidly|gradually|further|clearly)\s+)*"
    r"(?:grew|grown|enlarged|increased|increasing|doubled|tripled)\b(?!\s+(?:from|out|into))"
)
_TREATED = re.compile(
    r"surg|operat|resect|excis|ectom|remov|chemo|radiat|radioth|irradi|amputat|nib\b|ablat|emboli|curett|debulk"
    r"|shelled|enucleat"
)
_WATCHED = re.compile(r"surveillance|observation|watch|conservativ|follow-?\s?up|followed")
_AGAIN = re.compile(r"\b(?:new(?:ly)?|again|another|further|second|third|fresh|satellite)\b")
_MANY = re.compile(
    r"\b(?:multiple|several|numerous|bilateral|many|innumerable|widespread|in-transit)\b"
)


def new_lesions(chart: Chart) -> list[Relapse]:
    """Give the lesions that a case tells of after the tumour was treated, and its growth.

    They are relapses where the text gives their time; so `strong` says whether it names the place
    of the tumour, so that no time is needed.
    """
    found = chart.memo.get("new lesions")
    if found is None:
        found = chart.memo["new lesions"] = list(_found(chart))
    return found


def treated_from(chart: Chart) -> int:
    """Give the number of the first sentence after one that tells of a treatment of the tumour."""
    for number, sentence in enumerate(chart.sentences):
        match = _TREATED.search(lowered(sentence.text))
        if match and not of_another(chart, sentence, match.start()):
            return number + 1
    return len(chart.sentences)


def _found(chart: Chart) -> Iterator[Relapse]:
    known = treated = watched = False
    for number, sentence in enumerate(chart.sentences):
        low = lowered(sentence.text)
        watched = watched or (known and _WATCHED.search(low) is not None)
        if known and (treated or watched) and holds(low, _HINTS):
            if treated and not _harmless(chart, number, low):
                yield from _appeared(chart, sentence, low)
            for match in _GREW.finditer(low):
                if assertion.of(low, match.start(), match.end()).so:
                    yield Relapse(sentence, match.start(), match.end(), "progression", False)
        known = known or any(mesenchymal(chart, m) for m in sentence.of("disease"))
        act = None if treated else _TREATED.search(low)
        treated = treated or (act is not None and not of_another(chart, sentence, act.start()))
        treated = treated or any(antitumour(chart, m) for m in sentence.of("drug", "regimen"))


def _harmless(chart: Chart, number: int, low: str) -> bool:
    """Say whether a lesion is told to be harmless or old, here or in the next sentence."""
    if _HARMLESS.search(low):
        return True
    sentence = chart.sentences[number]
    if any(not mesenchymal(chart, m) for m in sentence.of("disease")):
        return True
    if number + 1 == len(chart.sentences):
        return False
    after = lowered(chart.sentences[number + 1].text)
    proof = re.search(r"biops|histolog|patholog|proved|turned\s+out|cytolog|excis|resect", after)
    return proof is not None and _HARMLESS.search(after) is not None


def _appeared(chart: Chart, sentence: Sentence, low: str) -> Iterator[Relapse]:
    for match in _NEW.finditer(low):
        start, end = match.start(), match.end()
        thing = _THING_AT.search(low, start, end)
        if thing is None or not assertion.of(low, thing.start(), thing.end()).so:
            continue
        if re.search(r"\b(?:any|of\s+the|size\s+of)\s+(?:\w+\s+){0,3}$", low[:start]):
            continue
        near = low[max(0, start - 60) : end + 80]
        local = LOCAL.search(near)
        far = _FAR.search(near) or _MANY.search(near)
        kind = "local" if local else "metastasis" if far else "new"
        strong = bool(local) and _AGAIN.search(near) is not None
        yield Relapse(sentence, start, end, kind, strong)
