"""Relapse of the tumour after treatment: local recurrence, and the events that times lead up to.

`read` gives `recurrence` (local or regional only; docs/facts.md), `relapses` all relapses, spread
and growth that a case tells of.
"""

import re
from collections.abc import Iterator

from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.earlier import mesenchymal
from sarcoma_kg.facts.interval import leads_up
from sarcoma_kg.facts.lesion import new_lesions
from sarcoma_kg.facts.phrase import holds, lowered, phrases
from sarcoma_kg.facts.standing import standing
from sarcoma_kg.facts.status import Relapse
from sarcoma_kg.records import Fact, Sentence

_RELAPSE = re.compile(
    r"(?<![\w])(?P<where>(?:loco-?\s?regional(?:ly)?|local(?:ly)?|regional(?:ly)?"
    r"|in\s+situ)\s+(?:and\s+(?:distant|systemic)\s+)?"
    r"(?:tumou?r\s+|disease\s+)?)?"
    r"(?P<word>recurrences?|recurrent|re-?occur(?:red|ring|rence)|recurr(?:ed|ing)|recur"
    r"|relaps(?:e|es|ed|ing)|re-?appear(?:ed|ance|ing)|recidiv\w+|re-?grew|re-?growth"
    r"|re-?emerged|returned|(?:c[ao]me|was|were|is|grew|grown)\s+back|(?<=local\s)failure)(?!\w)"
)
_OF_TUMOUR = re.compile(
    r"[\s,]+(?:(?:and|huge|large|small|multiple|metastatic|local|the|primary|solitary"
    r"|retroperitoneal|abdominal|intra-?abdominal"
    r"|pelvic|ocular|orbital|soft[\s-]tissue|high[\s-]grade|low[\s-]grade|giant|peritoneal"
    r"|painless|painful|enlarging|[\w-]+)[\s,]+){0,3}?"
    r"(?:mass(?:es)?|tumou?rs?|\w*sarcomas?|\w+omas?|gists?|disease|malignan\w+|neoplasm\w*"
    r"|lesions?|nodules?|pts?\b|desmoid|chordoma"
    r"|fibromatosis|growths?|swelling)\b"
)
_LESION = re.compile(r"\b(?:tumou?rs?|mass|lesions?|nodules?|swelling|sarcoma|disease|growth)\b")
_DISTANT_BEFORE = re.compile(
    r"\b(?:distant|metastatic|systemic|pulmonary|lung|hepatic|liver|brain|cerebral|intracranial|bone|skeletal"
    r"|osseous|peritoneal|(?:lepto)?meningeal|spinal|vertebral|pleural|adrenal|nodal|lymph\s+node"
    r"|graves?['’]?s?\s+disease)\s+(?:\w+\s+)?$"
)
_DISTANT_AFTER = re.compile(
    r"\s+(?:\w+\s+){0,2}?(?:in|to|at)\s+(?:the\s+|her\s+|his\s+|both\s+|multiple\s+|left\s+|right\s+)*(?:lungs?"
    r"|liver|brain|bones?|skeleton|distant|lymph|spine|vertebra\w*|mediastinum|skull|mening\w+|pleura\w*"
    r"|adrenal\w*)\b"
)
_NOT_RELAPSE = re.compile(
    r"\s*(?:-?\s?free|rates?|risk|laryngeal|nerve|episodes?|pain|abdominal\s+pain"
    r"|upper\s+abdominal\s+pain|haematuria|hematuria|fever|fevers|pneumonia|bleeding|hemorrhage"
    r"|bronchitis|infections?|vomiting|headaches?|effusions?|pericardial|pleural|urinary|uti"
    r"|seizures?|symptoms?|attacks?|syncope|falls?|epistaxis|dislocation|left|right|lower"
    r"|polyps?|tonsillitis|sinusitis|lumbar\s+pain|back\s+pain|hypoglyc\w+|anemia|anaemia"
    r"|severe\s+anaemia|productive|cough|chest\s+pain|thrombo\w+|miscarriages?|fluid|cysts?"
    r"|hernia|swelling\s+episodes)\b"
)
_RISK = re.compile(
    r"\b(?:risks?|rates?|likelihood|chance|probability|prevent\w*|avoid\w*|reduc\w+"
    r"|minimi[sz]e|monitor\w*|surveillance|tendency|potential|characteristics|fear|concern"
    r"|detect\s+early|early\s+detection|prone|propensity|predict\w*|possibility|high-risk|time)\s+"
    r"(?:\w+\s+){0,2}?(?:of|for|to|a)?\s*(?:\w+\s+)?$"
)
_CAME_BACK = re.compile(
    r"\b(?:tumou?rs?|mass|lesions?|nodules?|\w*sarcoma|disease|growth|lump|cancer|swelling|(?<![\w])it)\s+"
    r"(?:(?:has|had|then|soon|subsequently|later|again|rapidly|locally)\s+)*$"
)
# "it came back negative", "the lesion was back to normal"
_AS_RESULT = re.compile(
    r"\s+(?:as\b|to\b|with\b|from\b|clear|clean|consistent|\w+ly\s+(?:positive|negative|normal)|positive|negative"
    r"|normal|benign|malignant|inconclusive)"
)
_SOUGHT = re.compile(
    r"\s+(?:was|were|is|are|being)\s+(?:\w+ly\s+)?(?:sought|(?:looked|searched|checked|screened|watched)\s+for)\b"
)
_PROGRESSED = re.compile(
    r"\bprogressed(?=\s+(?:in|at|within|on|under|after|while|during|again|rapidly|slowly|systemically|locally|with)\b)"
)
_WATCHED = re.compile(
    r"\b(?:follow|watch|screen|observ|monitor|evaluat|assess|look|alert)\w*\s+(?:up\s+)?(?:\w+ly\s+|every\s+\S+\s+\w+\s+)?(?:for|to)\s+"
    r"(?:any\s+|(?:early\s+)?signs?\s+of\s+|local\s+|possible\s+)*$"
)
# "no recurrence for 36 months until …": there was one in the end
_UNTIL_RELAPSE = re.compile(
    r"[^.;]{0,60}?\buntil\b(?!\s+(?:now|today|the\s+(?:last|present)|date))"
)
_SYMPTOM = re.compile(
    r"\s+(?:of|with)\s+(?:the\s+|her\s+|his\s+|severe\s+|left\s+|right\s+)*(?:symptoms?|pain"
    r"|bleeding|fever|swelling|effusion|ascites|hypoglyc\w+|dermato\w+|seizures?|anemia"
    r"|anaemia|jaundice|disease\s+of\s+graves|thrombosis|weakness|hernia|aneurysm)"
)
_SPREAD = re.compile(
    r"(?<!\w)(?:metasta(?:sis|ses|tic)(?!\w)(?:\s+\w+){0,2}?|metastasi[sz]ed|secondar(?:y"
    r"|ies)\s+(?:in|lesions?)|disseminat(?:ion|ed(?=\s+(?:to|through)))|distant\s+(?:relapse|recurrence)|carcinomatosis"
    r"|sarcomatosis|(?:peritoneal|pleural)\s+seeding|spread\s+of\s+(?:the\s+|her\s+|his\s+)?(?:tumou?r|disease|\w*sarcoma)|spread\s+(?:\w+ly\s+)?to\s+(?:(?:the|her|his|both|multiple|several|other|distant)\s+)*"
    r"(?:lungs?|liver|bones?|brain|peritoneum|skeleton|spine|lymph|organs|sites|pleura|mediastinum)(?!\w))"
)


def read(chart: Chart) -> list[Fact]:
    """Give local recurrence, present or denied."""
    local = [event for event in relapses(chart) if event.kind == "local"]
    seen = [lesion for lesion in new_lesions(chart) if lesion.kind == "local" and _dated(lesion)]
    event = next((event for event in local if event.strong), None)
    rule = "recurrence-local"
    if event is None and seen:
        event, rule = seen[0], "recurrence-lesion"
    elif event is None and local:
        event, rule = local[0], "recurrence-stated"
    facts = []
    if event is not None:
        span = event.sentence.start + event.start, event.sentence.start + event.end
        facts.append(chart.fact("recurrence", "local", span, rule))
    return facts + _denied(chart)


def _dated(lesion: Relapse) -> bool:
    """Say whether a lesion is told to be a later one: with its time, or as one more."""
    sentence = lesion.sentence
    return lesion.strong or any(leads_up(sentence, time) for time in sentence.of("duration"))


_RELAPSE_HINTS = (
    "rec", "relaps", "grew", "appear", "regrowth", "occur", "return", "back", "emerge", "failure",
)  # fmt: skip
_SPREAD_HINTS = ("metasta", "dissem", "second", "matosis", "distant", "spread", "seed", "deposit")


def relapses(chart: Chart) -> list[Relapse]:
    """Give the relapses, spread and growth that the sentences of a case report as so."""
    found = chart.memo.get("relapses")
    if found is None:
        found = chart.memo["relapses"] = list(_relapses(chart))
    return found


def _relapses(chart: Chart) -> Iterator[Relapse]:
    first = _first_told(chart)
    for sentence in chart.sentences:
        low = lowered(sentence.text)
        if holds(low, _RELAPSE_HINTS):
            yield from _recurrences(sentence, low, first)
        if holds(low, _SPREAD_HINTS):
            for match in _SPREAD.finditer(low):
                if standing(low, match.start(), match.end()) == "done":
                    yield Relapse(sentence, match.start(), match.end(), "metastasis", True)
        if "progress" in low:
            for found in phrases("response").find(low):
                if found.meaning == "PD" and standing(low, found.start, found.end) == "done":
                    yield Relapse(sentence, found.start, found.end, "progression", True)
            for match in _PROGRESSED.finditer(low):
                if standing(low, match.start(), match.end()) == "done":
                    yield Relapse(sentence, match.start(), match.end(), "progression", True)


# places under their several names: adjectives and parts
_PLACES = (
    re.compile(r"pleura|thora"),
    re.compile(r"mening|crani|brain|cerebr|dura|skull|falx|tentori|parasagittal"),
    re.compile(r"peritone|abdom|oment|mesent"),
    re.compile(r"spin(?:e|al)|vertebra|sacr"),
    re.compile(r"lung|pulmon|bronch"),
    re.compile(r"liver|hepat"),
)


def _at_home(words: str, first: str) -> bool:
    """Say whether a place of relapse is the organ where the tumour arose, which `first` tells."""
    return any(place.search(words) and place.search(first) for place in _PLACES)


def _first_told(chart: Chart) -> str:
    """Give, in lower case, what the first sentence says that names the tumour of a case."""
    for sentence in chart.sentences:
        low = lowered(sentence.text)
        if any(mesenchymal(chart, m) for m in sentence.of("disease")):
            return "" if _SPREAD.search(low) else low
    return ""


def _recurrences(sentence: Sentence, low: str, first: str) -> Iterator[Relapse]:
    for match in _RELAPSE.finditer(low):
        start, end = match.start(), match.end()
        before = low[max(0, start - 60) : start]
        if _NOT_RELAPSE.match(low, end) or _RISK.search(before) or _SYMPTOM.match(low, end):
            continue
        if _WATCHED.search(before) or _SOUGHT.match(low, end):
            continue
        word = match.group("word")
        if word[-4:] in ("rned", "back") and (
            not _CAME_BACK.search(before) or _AS_RESULT.match(low, end)
        ):
            continue
        if "appear" in word and not _LESION.search(before[-45:]):
            continue
        if word in ("recurrent", "recurring"):
            noun = _OF_TUMOUR.match(low, end)
            if noun is None:
                if not re.search(
                    r"\b(?:is|was|were|local|locally)\s+$",
                    low[max(0, start - 10) : match.start("word")],
                ):
                    continue
            else:
                end = noun.end()
        if standing(low, start, end) != "done":
            continue
        where = match.group("where") or ""
        far = _DISTANT_BEFORE.search(before) or _DISTANT_AFTER.match(low, match.end())
        distant = far is not None and not where and not _at_home(far.group(), first)
        yield Relapse(
            sentence,
            start,
            end,
            "metastasis" if distant else "local",
            bool(where) or word not in ("recurrent", "recurring"),
        )


_DENIAL_HINTS = ("recur", "relaps", "recidiv", "growth", "failure", "return", "come back")


def _denied(chart: Chart) -> list[Fact]:
    for sentence in reversed(chart.sentences):
        low = lowered(sentence.text)
        if not holds(low, _DENIAL_HINTS):
            continue
        for found in phrases("outcome").find(low):
            if (
                found.row["group"] == "recurrence"
                and "history" not in low[max(0, found.start - 5) : found.end]
                and not _UNTIL_RELAPSE.match(low, found.end)
            ):
                span = sentence.start + found.start, sentence.start + found.end
                return [
                    chart.fact("recurrence", "local", span, "recurrence-denied", polarity="absent")
                ]
    return []
