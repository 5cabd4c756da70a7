"""Relapse of the tumour after treatment: local recurrence, and the events that times lead up to.

`read` gives `recurrence` (local or regional only; docs/facts.md), `relapses` all relapses, spread
and growth that a case tells of.
"""

import re
from collections.abc import Iterator

from sarcoma_kg import assertion
from sarcoma_kg.facts import no_relapse
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.earlier import mesenchymal
from sarcoma_kg.facts.interval import leads_up
from sarcoma_kg.facts.lesion import new_lesions
from sarcoma_kg.facts.phrase import Found, lowered, phrases
from sarcoma_kg.facts.status import Relapse
from sarcoma_kg.records import Fact, Sentence
from sarcoma_kg.stems import holds

_RELAPSE = re.compile(
    r"(?<![\w])(?P<where>(?:loco-?\s?regional(?:ly)?|local(?:ly)?|regional(?:ly)?"
    r"|in\s+situ)\s+(?:and\s+(?:distant|systemic)\s+)?"
    r"(?:tumou?r\s+|disease\s+)?)?"
    r"(?P<word>recurrences?|recurrent|re-?occur(?:red|ring|rence)|recurr(?:ed|ing)|recur"
    r"|relaps(?:e|es|ed|ing)|re-?appear(?:ed|ance|ing)|recidiv\w+|re-?grew|re-?growth"
    r"|re-?emerged|re-?growing|(?:grew|grown|flared(?:\s+up)?)\s+again|flared\s+up|returned|(?:c[ao]me|was|were|is|grew|grown)\s+back|(?<=local\s)failure)(?!\w)"
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
_ORGAN = (
    r"(?:distant|metastatic|systemic|pulmonary|lungs?|hepatic|liver|brain|cerebral|intracranial|bon(?:e|es|y)|skeletal|skeleton"
    r"|osseous|peritoneal|(?:lepto)?meningeal|mening\w+|spinal|spine|vertebra\w*|pleura\w*|adrenals?|nodal|lymph|mediastin\w+|skull)"
)
_DISTANT_BEFORE = re.compile(rf"\b{_ORGAN}(?:\s+nodes?)?\s+(?:\w+\s+)?$")
_DISTANT_AFTER = re.compile(
    r"\s+(?:(?!local|in\b|and\b)\w+\s+){0,2}?(?:(?:in|to|at|with|as|involving|affecting|of|in\s+the\s+form\s+of)\s+"
    r"(?:the\s+|her\s+|his\s+|both\s+|multiple\s+|bilateral\s+|several\s+|numerous\s+|new\s+|a\s+|left\s+|right\s+|remaining\s+|contralateral\s+)*"
    rf"(?:{_ORGAN}|metasta\w+)"
    rf"|(?:was|were|is)\s+(?:\w+ly\s+)?(?:{_ORGAN}))\b"
    r"|\s+(?:systemically|distantly)\b"
    rf"|\s*[(:]\s*(?:bilateral\s+|multiple\s+)?{_ORGAN}\b"
)
# "at the primary site", "in the scar", "in the thigh and the lungs"
_LOCAL_AFTER = re.compile(
    r"\s+(?:both\s+)?(?:locally|loco-?regionally|in\s+situ|(?:in|at)\s+(?:the\s+|its\s+|his\s+|her\s+)?(?:same|primary|original|initial|former"
    r"|previous|scar|stump|bed|tumou?r\s+bed|surgical|operative|resection|operated)\b)"
)
_CAME_BACK = re.compile(
    r"\b(?:tumou?rs?|mass|lesions?|nodules?|\w*sarcoma|disease|growth|lump|cancer|swelling|(?<![\w])it)\s+"
    r"(?:(?:has|had|then|soon|subsequently|later|again|rapidly|locally|once\s+more)\s+)*$"
)
_PROGRESSED = re.compile(
    r"\bprogressed(?=\s+(?:in|at|within|on|under|after|while|during|again|rapidly|slowly|systemically|locally|with)\b)"
)
# "no recurrence for 36 months until …": there was one in the end
_UNTIL_RELAPSE = re.compile(
    r"[^.;]{0,60}?\buntil\b(?!\s+(?:now|today|the\s+(?:last|present)|date))"
)
_SPREAD = re.compile(
    r"(?<!\w)(?:metasta(?:sis|ses|tic)(?!\w)(?:\s+\w+){0,2}?|metastasi[sz]ed|secondar(?:y"
    r"|ies)\s+(?:in|lesions?)|disseminat(?:ion|ed(?=\s+(?:to|through)))|distant\s+(?:relapse|recurrence)|carcinomatosis"
    r"|sarcomatosis|(?:peritoneal|pleural)\s+seeding|(?:pulmonary|hepatic|skeletal|osseous|systemic|lymphatic|h[ae]+matogenous|intra-?abdominal|cerebral)\s+spread"
    r"|spread\s+of\s+(?:the\s+|her\s+|his\s+)?(?:tumou?r|disease|\w*sarcoma)|spread\s+(?:\w+ly\s+)?to\s+(?:(?:the|her|his|both|multiple|several|other|distant)\s+)*"
    r"(?:lungs?|liver|bones?|brain|peritoneum|skeleton|spine|lymph|organs|sites|pleura|mediastinum)(?!\w))"
)


def read(chart: Chart) -> list[Fact]:
    """Give local recurrence, present or denied."""
    local = [event for event in relapses(chart) if event.kind == "local"]
    local = [event for event in local if not _of_spread(chart, event)]
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
        others = [e for e in (*local, *seen) if e is not event and e.strong]
        chart.retold.extend(
            chart.fact(
                "recurrence", "local", (e.sentence.start + e.start, e.sentence.start + e.end), rule
            )
            for e in others
        )
    return facts + _denied(chart)


# "four years after the relapse": it was told of before
_TOLD_BEFORE = re.compile(r"\b(?:after|since|from|following)\s+(?:the|this|that|his|her)\s+$")


def _of_spread(chart: Chart, event: Relapse) -> bool:
    """Say whether "the relapse" that a time is counted from was one in other organs."""
    low = lowered(event.sentence.text)
    if not _TOLD_BEFORE.search(low, max(0, event.start - 20), event.start):
        return False
    place = event.sentence.start + event.start
    told = relapses(chart) + new_lesions(chart)
    told = [e for e in told if e.sentence.start + e.end <= place]
    return any(e.kind == "metastasis" for e in told) and all(e.kind != "local" for e in told)


def _dated(lesion: Relapse) -> bool:
    """Say whether a lesion is told to be a later one: with its time, or as one more."""
    sentence = lesion.sentence
    return lesion.strong or any(leads_up(sentence, time) for time in sentence.of("duration"))


_RELAPSE_HINTS = (
    "rec", "relaps", "grew", "appear", "regrowth", "occur", "return", "back", "emerge", "failure",
    "flared", "growing", "grown",
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
            yield from _recurrences(chart, sentence, low, first)
        if holds(low, _SPREAD_HINTS):
            for match in _SPREAD.finditer(low):
                if assertion.of(low, match.start(), match.end()).so:
                    yield Relapse(sentence, match.start(), match.end(), "metastasis", True)
        if "progress" in low:
            for found in phrases("response").find(low):
                if found.meaning == "PD" and assertion.of(low, found.start, found.end).so:
                    yield Relapse(sentence, found.start, found.end, "progression", True)
            for match in _PROGRESSED.finditer(low):
                if assertion.of(low, match.start(), match.end()).so:
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


def _recurrences(chart: Chart, sentence: Sentence, low: str, first: str) -> Iterator[Relapse]:
    denials: list[Found] | None = None
    for match in _RELAPSE.finditer(low):
        start, end = match.start(), match.end()
        word = match.group("word")
        last = _end_of(low, match, word)
        if last is None or no_relapse.none(chart, sentence, match, word, last):
            continue
        own = _OWN_SUBJECT.search(low, max(0, start - 40), start)
        told = low[own.start(1) :] if own and own.group(1) else low
        shift = len(told) - len(low)
        stands = assertion.of(told, start + shift, last + shift)
        proved = stands.open and not stands.denied and no_relapse.proved(low, last)
        if not stands.so and not proved:
            continue
        if denials is None:
            denials = [f for f in phrases("outcome").find(low) if f.row["group"] == "recurrence"]
        if any(f.start < end and start < f.end for f in denials):
            continue
        where = match.group("where") or ""
        distant = not where and _distant(low, start, match.end(), first)
        strong = bool(where) or word not in _ADJECTIVES
        yield Relapse(sentence, start, last, "metastasis" if distant else "local", strong)


# "no margin was reached and he relapsed": a verb with its own subject is not denied before it
_OWN_SUBJECT = re.compile(
    r"(?:\band|\bbut|,|;)\s+((?:she|he|it|the\s+\w+)\s+(?:then\s+|soon\s+|again\s+|later\s+|subsequently\s+|\w+ly\s+)*)$"
)


_ADJECTIVES = ("recurrent", "recurring", "regrowing", "re-growing")


def _end_of(low: str, match: re.Match[str], word: str) -> int | None:
    """Give where the words of a relapse end; nothing where they name no tumour."""
    start, end = match.start(), match.end()
    before = low[max(0, start - 60) : start]
    if word[-4:] in ("rned", "back") or word[-5:] == "again" or word[:6] == "flared":
        return end if _CAME_BACK.search(before) else None
    if "appear" in word:
        return end if _LESION.search(before[-45:]) else None
    if word in _ADJECTIVES:
        noun = _OF_TUMOUR.match(low, end)
        if noun:
            return noun.end()
        near = low[max(0, start - 10) : match.start("word")]
        return end if re.search(r"\b(?:is|was|were|local|locally)\s+$", near) else None
    return end


def _distant(low: str, start: int, end: int, first: str) -> bool:
    """Say whether a relapse was one in a distant organ, not where the tumour arose."""
    if _LOCAL_AFTER.match(low, end):
        return False
    far = _DISTANT_BEFORE.search(low, max(0, start - 60), start) or _DISTANT_AFTER.match(low, end)
    return far is not None and not _at_home(far.group(), first)


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
                and (
                    not no_relapse.of_other_disease(chart, sentence, found)
                    or no_relapse.of_other_tumour(chart, sentence)
                )
            ):
                span = sentence.start + found.start, sentence.start + found.end
                return [
                    chart.fact("recurrence", "local", span, "recurrence-denied", polarity="absent")
                ]
    return []
