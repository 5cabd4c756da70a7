"""When relapses, spread and growth came; the interval until death stands with the outcome."""

import re
from collections.abc import Iterator

from sarcoma_kg import assertion
from sarcoma_kg.facts import endpoint
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.earlier import mesenchymal
from sarcoma_kg.facts.lesion import new_lesions, treated_from
from sarcoma_kg.facts.moment import since
from sarcoma_kg.facts.phrase import lowered, phrases
from sarcoma_kg.facts.status import Relapse
from sarcoma_kg.records import Fact, Mention, Qualifiers, Sentence
from sarcoma_kg.stems import holds

_PHRASE = 45  # characters of a short phrase
_OPENING = 25  # a time this near to the start of a sentence speaks for all of it


def intervals(chart: Chart, events: list[Relapse], taken: set[int]) -> list[Fact]:
    """Give each time to a relapse: the duration nearest to it in its clause.

    `taken` are the starts of the durations that are the time of the last status.
    """
    facts = []
    used = set(taken)
    timed: list[Relapse] = []
    told = events
    events = events + new_lesions(chart)
    for number, sentence in enumerate(chart.sentences):
        mine = [event for event in events if event.sentence is sentence]
        times = [m for m in sentence.of("duration") if leads_up(sentence, m)] if mine else []
        low = lowered(sentence.text)
        mine = [event for event in mine if not _shrinking(low, event.end)] if times else []
        if not mine:
            continue
        for time in times:
            event = _nearest(low, time.start - sentence.start, time.end - sentence.start, mine)
            if event is None or time.start in used:
                continue
            used.add(time.start)
            timed.append(event)
            proved = _proved(chart, number, told) if event.kind == "new" else None
            facts.append(_interval(chart, sentence, time, _note_of(proved or event)))
    facts += list(_named_times(chart, events, used))
    facts += list(_lasting(chart, events, used))
    return facts + list(_found_first(chart, events, used, timed))


def _proved(chart: Chart, number: int, told: list[Relapse]) -> Relapse | None:
    """Give the relapse that a new lesion proved to be: "A nodule was seen. … a metastasis"."""
    after = chart.sentences[number : number + _SOON]
    return next((e for e in told if e.kind != "progression" and e.sentence in after), None)


_TIME_TO = re.compile(
    r"(?<!\w)(?:(?P<free>progression|disease|recurrence|relapse|metastasis|event)[\s-]+free[\s-]+"
    r"(?:survival|interval|period|time)|time[\s-]+(?:to|until)[\s-]+(?:(?:local|distant|tumou?r"
    r"|disease|first)\s+)?(?P<to>progression|recurrence|relapse|metastas[ei]s)"
    r"|(?:interval|time|latency|period)\s+(?:between|from)\s+(?:[\w-]+\s+){1,4}?(?:and|to|until)\s+(?:(?:the|first|local|distant)\s+)*"
    r"(?P<and>progression|recurrence|relapse|metastas[ei]s)"
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
        if not holds(
            low, ("free", "time", "interval", "latency", "period", "pfs", "dfs", "dfi", "rfs")
        ) or _OF_MANY.search(low):
            continue
        for match in _TIME_TO.finditer(low):
            to = match.group("to") or match.group("and")
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
    r"|irradiat\w+|administ\w+|prescrib\w+|resum\w+|begun|began|institut\w+|introduc\w+|initiat\w+|put\s+on|\w{3,}nib"
    r"|\w{3,}mab|\w{3,}(?:rubicin|taxel|platin)|trabectedin|eribulin)\b"
)


_NEW_LESION = re.compile(
    r"\b(?:mass(?:es)?|nodules?|tumou?rs?|lesions?|area|swelling|lymph\w*|shadow|opacit\w+|lump)\b"
)
# what brings a patient back
_CAME = re.compile(
    r"\b(?:found|observed|detected|noted|noticed|revealed|showed|appeared|developed|identified|demonstrated"
    r"|discovered|disclosed|came|presented|re-?presented|returned|complain\w*|mentioned|arrived|(?:re-?)?admitted"
    r"|fell\s+ill|suffered|consulted|attended|reported|experienced|re-?referred|sought|lost|felt|became|began)\b"
)
_SOON = 3  # sentences within which what brought a patient back is told to be a relapse


def _found_first(
    chart: Chart, events: list[Relapse], used: set[int], timed: list[Relapse]
) -> Iterator[Fact]:
    """Read a time told before its event: "Two years later she had pain. … It was a metastasis"."""
    sure = [event for event in events if event.kind != "progression"]
    start = treated_from(chart)
    for number, sentence in enumerate(chart.sentences):
        if any(event.sentence is sentence for event in sure):
            continue
        if any(not mesenchymal(chart, m) for m in sentence.of("disease")):
            continue  # it is another disease that brought the patient back
        low = lowered(sentence.text)
        times = [m for m in sentence.of("duration") if m.start not in used]
        if number < start:
            times = [m for m in times if since(low, m.end - sentence.start, m) == "surgery"]
        times = [m for m in times if _opens_relapse(sentence, low, m)]
        if not times:
            continue
        soon = chart.sentences[number + 1 : number + 1 + _SOON]
        later = [e for e in sure if e.sentence in soon]
        if not later or later[0] in timed:
            continue
        if any(leads_up(later[0].sentence, m) for m in later[0].sentence.of("duration")):
            continue
        timed.append(later[0])
        yield _interval(chart, sentence, times[0], _note_of(later[0]), "interval-found-first")


def _opens_relapse(sentence: Sentence, low: str, time: Mention) -> bool:
    """Say whether a time tells when a patient came back, or how long all went well."""
    if time.quantity is None or time.quantity.unit in ("day", "week"):
        return False
    end = time.end - sentence.start
    if _PASSED.match(low, end):
        return True
    return leads_up(sentence, time) and _CAME.search(low) is not None


# a tumour that was held for a time, and the words that tell of the end of it
_HELD = re.compile(
    r"\b(?:stable|progression[\s-]+free|stabili[sz]\w+|control(?:led)?|respon(?:se|ded|d)|remission|unchanged|static|stationary|quiescent|held"
    r"|in\s+check|benefit|regression)\b(?:(?!\b(?:then|after|since)\b)[^.;]){0,40}?"
    r"\b(?:for|during|lasting|lasted|over|maintained)\s+(?:(?:another|a\s+further|a\s+total\s+of|about|only|approximately|some"
    r"|almost|nearly|the\s+next|more\s+than)\s+)?$"
)
_THEN = re.compile(
    r"[^.]{0,30}?\b(?:after(?=\s+(?:progression|relapse|recurrence)\b)|then|until|till|whereupon|when|before|after\s+which|but|thereafter|subsequently|afterwards?|followed\s+by|at\s+which)\b"
)
_OVER = re.compile(
    r"progress|grew|grow|increas|enlarg|new\s+(?:\w+\s+){0,2}(?:lesion|nodul|metasta)|relaps|recur|metasta|nodul|spread"
    r"|died|death|switch|(?:second|third|fourth|next|further|salvage)[\s-]+line|escalat|replaced|re-accumul|lost|fail"
)


def _lasting(chart: Chart, events: list[Relapse], used: set[int]) -> Iterator[Fact]:
    """Read how long a tumour was held: "stable for 16 months, then it grew"."""
    for number, sentence in enumerate(chart.sentences):
        times = [m for m in sentence.of("duration") if m.quantity and m.start not in used]
        if not times:
            continue
        low = lowered(sentence.text)
        for time in times:
            start, end = time.start - sentence.start, time.end - sentence.start
            held = _HELD.search(low, max(0, start - 110), start)
            if held is None or not assertion.of(low, *held.span()).so:
                continue
            then = _THEN.match(low, end)
            after = [lowered(s.text) for s in chart.sentences[number + 1 : number + 3]]
            if (then and _is_over(low, then.end())) or any(map(_is_over, after)):
                used.add(time.start)
                yield _interval(chart, sentence, time, "progression", "interval-held")


def _is_over(low: str, start: int = 0) -> bool:
    """Say whether what is told after a good time ends it."""
    return any(assertion.of(low, *over.span()).so for over in _OVER.finditer(low, start))


_FREE_FOR = re.compile(
    r"(?:free\s+(?:interval|period|survival|time)|after\s+(?:an?|the)\s+(?:\w+\s+)?(?:interval|period|latency))"
    r"\s+(?:of|was|lasting)\s+(?:\w+\s+)?$"
)


def leads_up(sentence: Sentence, time: Mention) -> bool:  # noqa: PLR0911 - one guard a line
    """Say whether a duration can be the time to an event: "after 2 years", "for 2 years until"."""
    if time.label == "ago" or time.quantity is None:
        return False
    low, end = lowered(sentence.text), time.end - sentence.start
    begin = time.start - sentence.start
    if _OF_TREATMENT.match(low, end) and not _AFTER.search(low, max(0, begin - 30), begin):
        return False  # "he received 6 months of chemotherapy for metastases"
    if time.label in ("after", "at", "within") or time.since or _INTO.match(low, end):
        return True
    if time.label == "follow-up" and _AT.search(low, max(0, begin - 20), begin):
        return True  # "metastases were detected at 6-month follow-up"
    if _PASSED.match(low, end):
        return True
    if _UNTIL.match(low, end):
        return time.label in ("for", "") or bool(_LASTING.search(low, max(0, begin - 20), begin))
    if _FREE_FOR.search(low, max(0, time.start - sentence.start - 45), time.start - sentence.start):
        return True
    return "free" in low[end : end + 22]  # "after 10 months of disease-free survival"


_OF_TREATMENT = re.compile(
    r"\s+of\s+(?:\w+\s+)?(?:chemo\w*|treatment|therapy|radio\w*|irradiation|\w{3,}(?:nib|mab|mus|taxel|rubicin)|trabectedin)\b"
)
_AFTER = re.compile(r"\b(?:after|at|within|following|by|despite|in)\s+(?:\w+\s+){0,2}$")
_PASSED = re.compile(r"\s+(?:had\s+|have\s+)?(?:passed|elapsed|went\s+by|gone\s+by)\b")
_INTO = re.compile(r"\s+into\b")
_AT = re.compile(r"\bat\s+(?:the\s+|a\s+|her\s+|his\s+)?$")
_PROOF = re.compile(r"\b(?:biops|confirm|prove[dn]|histolog|patholog|cytolog|aspirat)")
_LASTING = re.compile(r"\b(?:for|of)\s+(?:\w+\s+)?$")
_UNTIL = re.compile(
    r"\s*[,;]?\s*(?:until|till|when|before|prior\s+to|up\s+to|whereupon|at\s+which\s+(?:time|point)|(?:and\s+|but\s+)?then|and\s+(?:subsequently|thereafter))\b"
)


_CONTINUED = re.compile(
    r"\b(?:continued|treated|treatment|therapy|received|given|on\s+\w+(?:nib|mab))\b"
)


def _note_of(event: Relapse) -> str:
    return {"local": "recurrence", "new": "recurrence"}.get(event.kind, event.kind)


def _interval(chart: Chart, sentence: Sentence, time: Mention, note: str, rule: str = "") -> Fact:
    low = lowered(sentence.text)
    quantity = time.quantity
    assert quantity is not None  # noqa: S101 - durations always have one
    end = time.end - sentence.start
    origin = since(low, end, time)
    given = _UNTIL.match(low, end) and _CONTINUED.search(low[max(0, end - 90) : end])
    held = rule == "interval-held" and not _WATCHED.search(low)
    if origin == "unstated" and (given or held):
        origin = "treatment"
    value, span = quantity.iso or str(quantity), (time.start, time.end)
    return chart.fact(
        "interval", value, span, rule or f"interval-{note}",
        quantity=quantity, since=origin,
        qualifiers=Qualifiers(to=note, endpoint=endpoint.of(sentence, time)),
    )  # fmt: skip


_WATCHED = re.compile(r"\b(?:surveillance|observ\w+|watch\w*|follow\w*|surgery|resection)\b")
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
            event.start >= end and _leading(low, start) and _one_story(between)
        ):
            continue
        if _OTHER_STATUS.search(between):
            continue
        distance = len(between) + (0 if event.start >= end else 20)
        if best is None or distance < best[0]:
            best = distance, event
    return best[1] if best else None


def _one_story(between: str) -> bool:
    """Say whether the words after a time that opens a sentence still tell of that time.

    "Seven years later she lost weight; CT detected deposits", but not "…; at ten years, …".
    """
    if re.search(r"\b(?:months?|years?|weeks?)\b", between):
        return False
    return not re.search(r"[;:]", between) or bool(_CAME.search(between) or _PASSED.search(between))


def _leading(low: str, start: int) -> bool:
    return start < _OPENING
