"""Relapse of the tumour after treatment: local recurrence, and when relapses and spread came.

`read` gives `recurrence` (local or regional only; docs/facts.md), `intervals` the times to
relapse, spread and growth; the interval until death stands with the outcome.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.moment import since
from sarcoma_kg.facts.phrase import holds, lowered, phrases
from sarcoma_kg.facts.standing import standing
from sarcoma_kg.records import Fact, Mention, Sentence

_RELAPSE = re.compile(
    r"(?<![\w])(?P<where>(?:loco-?\s?regional(?:ly)?|local(?:ly)?|regional(?:ly)?"
    r"|in\s+situ)\s+(?:and\s+(?:distant|systemic)\s+)?"
    r"(?:tumou?r\s+|disease\s+)?)?"
    r"(?P<word>recurrences?|recurrent|re-?occur(?:red|ring|rence)|recurr(?:ed|ing)|recur"
    r"|relaps(?:e|es|ed|ing)|re-?appear(?:ed|ance|ing)|recidiv\w+|re-?grew|re-?growth"
    r"|returned|c[ao]me\s+back)(?!\w)"
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
    r"\b(?:distant|metastatic|systemic|pulmonary|lung|hepatic|liver|brain|cerebral|bone"
    r"|osseous|peritoneal|nodal|lymph\s+node|graves?['’]?s?\s+disease)\s+(?:\w+\s+)?$"
)
_DISTANT_AFTER = re.compile(
    r"\s+(?:\w+\s+){0,2}?(?:in|to|at)\s+(?:the\s+|her\s+|his\s+|both\s+|multiple\s+)*(?:lungs?"
    r"|liver|brain|bones?|skeleton|distant|lymph|spine|mediastinum)\b"
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
    r"|detect\s+early|prone|propensity|predict\w*|possibility|high-risk|time|signs?)\s+"
    r"(?:\w+\s+){0,2}?(?:of|for|to|a)?\s*(?:\w+\s+)?$"
)
_CAME_BACK = re.compile(
    r"\b(?:tumou?rs?|mass|lesions?|nodules?|\w*sarcoma|disease|growth|lump|cancer|swelling)\s+"
    r"(?:(?:has|had|then|soon|subsequently|later|again|rapidly|locally)\s+)*$"
)
_WATCHED = re.compile(
    r"\b(?:follow|watch|screen|observ|monitor|evaluat|assess)\w*\s+(?:up\s+)?(?:\w+ly\s+)?for\s+"
    r"(?:any\s+|signs\s+of\s+|local\s+)*$"
)
_SYMPTOM = re.compile(
    r"\s+(?:of|with)\s+(?:the\s+|her\s+|his\s+|severe\s+|left\s+|right\s+)*(?:symptoms?|pain"
    r"|bleeding|fever|swelling|effusion|ascites|hypoglyc\w+|dermato\w+|seizures?|anemia"
    r"|anaemia|jaundice|disease\s+of\s+graves|thrombosis|weakness|hernia|aneurysm)"
)
_SPREAD = re.compile(
    r"(?<!\w)(?:metasta(?:sis|ses|tic)(?!\w)(?:\s+\w+){0,2}?|metastasi[sz]ed|secondar(?:y"
    r"|ies)\s+(?:in|lesions?)|disseminat(?:ion|ed(?=\s+(?:to|through)))|distant\s+(?:relapse|recurrence)|carcinomatosis"
    r"|sarcomatosis|spread\s+(?:\w+ly\s+)?to\s+(?:(?:the|her|his|both|multiple|several|other|distant)\s+)*"
    r"(?:lungs?|liver|bones?|brain|peritoneum|skeleton|spine|lymph|organs|sites|pleura|mediastinum)(?!\w))"
)
_DEVELOPED = re.compile(
    r"\b(?:develop\w*|detect\w*|found|appear\w*|occurr\w*|reveal\w*|diagnos\w*|confirm\w*"
    r"|show\w*|observed|identified|present\w*|readmitted|admitted|seen|noted|discovered|arose"
    r"|emerged|disclosed|demonstrated|with|noticed|had|complain\w*|relaps\w*|return\w*|came"
    r"|suffered|experienced|progress\w*|metastasi[sz]ed|spread|at|was|were|reappeared"
    r"|underwent|recurr\w*|regrew|regrowth|relaps\w*|re-?appear\w*)\b"
)


_PHRASE = 45  # characters of a short phrase
_OPENING = 25  # a time this near to the start of a sentence speaks for all of it


@dataclass(frozen=True, slots=True)
class Relapse:
    """A relapse or spread that a sentence tells of; offsets in the sentence."""

    sentence: Sentence
    start: int
    end: int
    kind: str  # local, metastasis, progression
    strong: bool


def read(chart: Chart) -> list[Fact]:
    """Give local recurrence, present or denied."""
    events = relapses(chart)
    facts = []
    local = [event for event in events if event.kind == "local"]
    if local:
        event = next((event for event in local if event.strong), local[0])
        base = event.sentence.start
        rule = "recurrence-local" if event.strong else "recurrence-stated"
        facts.append(
            chart.fact("recurrence", "local", (base + event.start, base + event.end), rule)
        )
    return facts + _denied(chart)


def relapses(chart: Chart) -> list[Relapse]:
    """Give the relapses, spread and growth that the sentences of a case report as so."""
    found = chart.memo.get("relapses")
    if found is None:
        found = chart.memo["relapses"] = list(_relapses(chart))
    return found


def _relapses(chart: Chart) -> Iterator[Relapse]:
    for sentence in chart.sentences:
        low = lowered(sentence.text)
        if (
            "rec" in low
            or "relaps" in low
            or "grew" in low
            or "appear" in low
            or "regrowth" in low
            or "occur" in low
            or "return" in low
            or "back" in low
        ):
            yield from _recurrences(sentence, low)
        if (
            "metasta" in low
            or "dissem" in low
            or "second" in low
            or "matosis" in low
            or "distant" in low
            or "spread" in low
        ):
            for match in _SPREAD.finditer(low):
                if standing(low, match.start(), match.end()) == "done":
                    yield Relapse(sentence, match.start(), match.end(), "metastasis", True)
        if "progress" in low:
            for found in phrases("response").find(low):
                if found.meaning == "PD" and standing(low, found.start, found.end) == "done":
                    yield Relapse(sentence, found.start, found.end, "progression", True)


def _recurrences(sentence: Sentence, low: str) -> Iterator[Relapse]:
    for match in _RELAPSE.finditer(low):
        start, end = match.start(), match.end()
        before = low[max(0, start - 60) : start]
        if _NOT_RELAPSE.match(low, end) or _RISK.search(before) or _SYMPTOM.match(low, end):
            continue
        if _WATCHED.search(before):
            continue
        word = match.group("word")
        if word[-4:] in ("rned", "back") and not _CAME_BACK.search(before):
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
        distant = not where and (
            _DISTANT_BEFORE.search(before) or _DISTANT_AFTER.match(low, match.end())
        )
        yield Relapse(
            sentence,
            start,
            end,
            "metastasis" if distant else "local",
            bool(where) or word not in ("recurrent", "recurring"),
        )


def _denied(chart: Chart) -> list[Fact]:
    for sentence in reversed(chart.sentences):
        low = lowered(sentence.text)
        if (
            "recur" not in low
            and "relaps" not in low
            and "recidiv" not in low
            and "regrowth" not in low
        ):
            continue
        for found in phrases("outcome").find(low):
            if (
                found.row["group"] == "recurrence"
                and "history" not in low[max(0, found.start - 5) : found.end]
            ):
                span = sentence.start + found.start, sentence.start + found.end
                return [
                    chart.fact("recurrence", "local", span, "recurrence-denied", polarity="absent")
                ]
    return []


def intervals(chart: Chart, events: list[Relapse], taken: set[int]) -> list[Fact]:
    """Give each time to a relapse: the duration nearest to it in its clause.

    `taken` are the starts of the durations that are the time of the last status.
    """
    facts = []
    used = set(taken)
    timed: list[Relapse] = []
    for sentence in chart.sentences:
        mine = [event for event in events if event.sentence is sentence]
        times = [m for m in sentence.of("duration") if m.quantity and _leads_up(sentence, m)]
        low = lowered(sentence.text)
        mine = [event for event in mine if not _shrinking(low, event.end)] if times else []
        if not mine:
            continue
        for time in times:
            event = _nearest(low, time.start - sentence.start, time.end - sentence.start, mine)
            if event is None or time.start in used or not _DEVELOPED.search(low):
                continue
            used.add(time.start)
            timed.append(event)
            facts.append(_interval(chart, sentence, time, _note_of(event)))
    facts += list(_named_times(chart, events, used))
    return facts + list(_found_first(chart, events, used, timed))


_TIME_TO = re.compile(
    r"(?<!\w)(?:(?P<free>progression|disease|recurrence|relapse|metastasis|event)[\s-]+free[\s-]+"
    r"(?:survival|interval|period|time)|time[\s-]+(?:to|until)[\s-]+(?:(?:local|distant|tumou?r"
    r"|disease|first)\s+)?(?P<to>progression|recurrence|relapse|metastas[ei]s)"
    r"|(?P<short>pfs|dfs|dfi|rfs))(?!\w)"
)
_OF_MANY = re.compile(r"\b(?:median|mean|average|rates?|patients|cases|studies|trial)\b")
_TO_EVENT = {
    "progression": "progression", "pfs": "progression",
    "metastasis": "metastasis", "metastases": "metastasis",
}  # fmt: skip
_BESIDE = 40  # characters between the name of a time and its amount


def _named_times(chart: Chart, events: list[Relapse], used: set[int]) -> Iterator[Fact]:
    """Read the times that have a name: "progression-free survival was 9 months".

    Freedom from disease that lasts to the end is a follow-up, so there must be a relapse.
    """
    for sentence in chart.sentences:
        low = lowered(sentence.text)
        if not holds(low, ("free", "time", "pfs", "dfs", "dfi", "rfs")) or _OF_MANY.search(low):
            continue
        for match in _TIME_TO.finditer(low):
            to = match.group("to")
            name = match.group("free") or to or match.group("short")
            note = _TO_EVENT.get(name) or ("recurrence" if to else _first_relapse(events))
            time = _amount(sentence, match.start(), match.end(), used)
            if note and time:
                used.add(time.start)
                yield _interval(chart, sentence, time, note, "interval-named")


def _amount(sentence: Sentence, start: int, end: int, used: set[int]) -> Mention | None:
    """Give the duration right beside a name of a time at `start` to `end` of its sentence."""
    for time in sentence.of("duration"):
        begin, stop = time.start - sentence.start, time.end - sentence.start
        far = begin - end if begin >= end else start - stop
        if time.quantity and time.start not in used and 0 <= far < _BESIDE:
            return time
    return None


def _first_relapse(events: list[Relapse]) -> str | None:
    return next((_note_of(event) for event in events if event.kind != "progression"), None)


def _shrinking(low: str, end: int) -> bool:
    """Say whether a sentence tells of a response, so that its metastases are not new.

    New they are where a treatment stands between: "metastases developed; on imatinib they shrank".
    """
    return any(
        found.meaning in ("PR", "CR", "near-CR", "SD")
        and not (found.start > end and _TREATED_BETWEEN.search(low, end, found.start))
        for found in phrases("response").find(low)
    )


_TREATED_BETWEEN = re.compile(
    r"\b(?:treat\w*|given|giving|received|receiving|started|commenced|chemo\w*|radio\w*|therapy"
    r"|irradiat\w+|administ\w+|\w{3,}nib|\w{3,}mab)\b"
)


_NEW_LESION = re.compile(
    r"\b(?:mass(?:es)?|nodules?|tumou?rs?|lesions?|area|swelling|lymph\w*|shadow|opacit\w+|lump)\b"
)
_SEEN = re.compile(
    r"\b(?:found|observed|detected|noted|noticed|revealed|showed|appeared|developed|identified"
    r"|demonstrated|discovered|disclosed)\b"
)
_SOON = 3  # sentences within which a new lesion is told to be a relapse


def _found_first(
    chart: Chart, events: list[Relapse], used: set[int], timed: list[Relapse]
) -> Iterator[Fact]:
    """Read "Two years after surgery a mass was found. … It was a metastasis."."""
    numbers = {id(sentence): number for number, sentence in enumerate(chart.sentences)}
    for number, sentence in enumerate(chart.sentences):
        if any(event.sentence is sentence and event.kind != "progression" for event in events):
            continue
        low = lowered(sentence.text)
        times = [
            m
            for m in sentence.of("duration")
            if m.quantity
            and m.start not in used
            and since(low, m.end - sentence.start, m) == "surgery"
        ]
        if not times or not (_NEW_LESION.search(low) and _SEEN.search(low)):
            continue
        later = [
            event
            for event in events
            if number < numbers[id(event.sentence)] <= number + _SOON
            and event.kind != "progression"
        ]
        if later and later[0] not in timed:
            timed.append(later[0])
            yield _interval(chart, sentence, times[0], _note_of(later[0]), "interval-found-first")


_FREE_FOR = re.compile(
    r"free\s+(?:interval|period|survival|time)\s+(?:of|was|lasting)\s+(?:\w+\s+)?$"
)


def _leads_up(sentence: Sentence, time: Mention) -> bool:
    """Say whether a duration can be the time to an event: "after 2 years", "for 2 years until"."""
    if time.label == "ago":
        return False
    low, end = lowered(sentence.text), time.end - sentence.start
    if time.label in ("after", "at", "within") or time.since or _INTO.match(low, end):
        return True
    begin = time.start - sentence.start
    if time.label == "follow-up" and _AT.search(low, max(0, begin - 20), begin):
        return True  # "metastases were detected at 6-month follow-up"
    if _UNTIL.match(low, end):
        return time.label in ("for", "") or bool(_LASTING.search(low, max(0, begin - 20), begin))
    if _FREE_FOR.search(low, max(0, time.start - sentence.start - 45), time.start - sentence.start):
        return True
    return "free" in low[end : end + 22]  # "after 10 months of disease-free survival"


_INTO = re.compile(r"\s+into\b")
_AT = re.compile(r"\bat\s+(?:the\s+|a\s+|her\s+|his\s+)?$")
_PROOF = re.compile(r"\b(?:biops|confirm|prove[dn]|histolog|patholog|cytolog|aspirat)")
_LASTING = re.compile(r"\b(?:for|of)\s+(?:\w+\s+)?$")
_UNTIL = re.compile(r"\s*,?\s*(?:until|till|when|before|prior\s+to|up\s+to)\b")


_CONTINUED = re.compile(
    r"\b(?:continued|treated|treatment|therapy|received|given|on\s+\w+(?:nib|mab))\b"
)


def _note_of(event: Relapse) -> str:
    return {"local": "recurrence"}.get(event.kind, event.kind)


def _interval(chart: Chart, sentence: Sentence, time: Mention, note: str, rule: str = "") -> Fact:
    low = lowered(sentence.text)
    quantity = time.quantity
    assert quantity is not None  # noqa: S101 - durations always have one
    end = time.end - sentence.start
    origin = since(low, end, time)
    if (
        origin == "unstated"
        and _UNTIL.match(low, end)
        and _CONTINUED.search(low[max(0, end - 90) : end])
    ):
        origin = "treatment"
    value, span = quantity.iso or str(quantity), (time.start, time.end)
    return chart.fact(
        "interval", value, span, rule or f"interval-{note}",
        quantity=quantity, since=origin, note=note,
    )  # fmt: skip


_CLAUSE = re.compile(
    r"[;:]|,\s*(?:and|but|which|who)\b|\b(?:but|and\s+(?:she|he|died|was|is|then|remains)"
    r"|however|although|while|until)\b"
)
_OTHER_STATUS = re.compile(
    r"\b(?:follow-?\s?up(?!\s+(?:chest|ct\b|computed|mri|magnetic|pet|imaging|scan|examination"
    r"|radiograph|x-ray|ultraso|visit))|(?<!disease-)(?<!symptom-)(?<!recurrence-)free\s+(?:of"
    r"|from)|no\s+(?:evidence|signs?|recurrence)|alive|died|death"
    r"|(?<!disease-free )(?<!symptom-free )surviv\w+|remained\s+(?:well|free))\b"
)


def _nearest(low: str, start: int, end: int, events: list[Relapse]) -> Relapse | None:
    """Give the event of the same clause that a duration tells the time of."""
    best: tuple[int, Relapse] | None = None
    for event in events:
        # "5 years after the recurrence": the relapse is what is counted from
        if 0 <= event.start - end < _PHRASE and re.match(
            r"\s*(?:,\s*)?(?:after|following|since|from|post|of)\s+(?:(?:the|his|her|first"
            r"|second|third|last|initial|(?:diagnosis|detection|development|appearance|onset"
            r"|occurrence)\s+of|local|lung|pulmonary|liver|hepatic|distant|tumou?r|disease"
            r"|(?:resection|surgery|treatment|excision)\s+(?:of|for))\s+)*?$",
            low[end : event.start],
        ):
            continue
        between = low[end : event.start] if event.start >= end else low[event.end : start]
        between = _UNTIL.sub("", between, count=1) if event.start >= end else between
        found, _, proved = between.partition(";")  # "a nodule was seen; biopsy showed metastasis"
        if event.start >= end and _PROOF.search(proved) and _NEW_LESION.search(found):
            between = found
        if _CLAUSE.search(between) and not (
            event.start >= end
            and _leading(low, start)
            and not re.search(r"[;:]|\b(?:months?|years?|weeks?)\b", between)
        ):
            continue
        if _OTHER_STATUS.search(between):
            continue
        distance = len(between) + (0 if event.start >= end else 20)
        if best is None or distance < best[0]:
            best = distance, event
    return best[1] if best else None


def _leading(low: str, start: int) -> bool:
    return start < _OPENING
