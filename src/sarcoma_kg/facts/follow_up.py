"""Follow-up: how long after what the last status of a patient was seen.

Survival until death is the follow-up and the interval "death" (docs/facts.md, rule 6).
"""

import re

from sarcoma_kg.facts import endpoint
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.moment import opening, since
from sarcoma_kg.facts.phrase import lowered
from sarcoma_kg.facts.status import DEATH, Status
from sarcoma_kg.records import DAYS, Fact, Mention, Qualifiers, Quantity, Sentence

_FARTHEST = 160  # beyond this score a time tells of something else
_WHOLE = 40  # the score of a time of the whole follow-up
_OPENING = 5  # a time this near to the start of a sentence speaks for all of it


def read(chart: Chart, status: Status | None, statuses: list[Status]) -> list[Fact]:
    """Give the time of the last status; for a death the interval too."""
    if status is None:
        return []
    found = None
    for number in _near(chart, status, statuses):
        where = chart.sentences[number]
        found = _time(chart, where, status if number == status.number else None, status)
        if found:
            break
    if found is None or found.quantity is None:
        return []
    quantity = found.quantity
    if quantity.low != quantity.high and re.search(r"\band\b|,", found.text):
        quantity = Quantity(
            quantity.high, quantity.high, quantity.unit, quantity.approximate
        )  # "at 24 and 36 months"
    span = (found.start, found.end)
    dead = status.rank == DEATH
    origin = since(lowered(where.text), found.end - where.start, found)
    if origin == "unstated" and found.label in ("for", "history", ""):
        origin = opening(lowered(where.text))
    rule = f"follow-up-{'death' if dead else 'discharge' if status.rank == 0 else 'status'}"
    facts = [
        chart.fact(
            "follow-up", quantity.iso or str(quantity), span, rule, quantity=quantity, since=origin
        )
    ]
    if dead:
        facts.append(
            chart.fact(
                "interval",
                quantity.iso or str(quantity),
                span,
                "interval-death",
                quantity=quantity,
                since=origin,
                qualifiers=Qualifiers(to="death", endpoint=endpoint.of(where, found)),
            )
        )
    return facts


def _near(chart: Chart, status: Status, statuses: list[Status]) -> list[int]:
    """Give the sentences where the time of a status may stand, the likeliest first."""
    others = [
        s.number
        for s in reversed(statuses)
        if s.value == status.value and s.number != status.number
    ]
    around = [status.number + 1, status.number - 1]
    numbers = [status.number, *others[:1], *around]
    kept = [n for n in dict.fromkeys(numbers) if 0 <= n < len(chart.sentences)]
    return [
        n
        for n in kept
        if n == status.number or n in others or FOLLOWED.search(lowered(chart.sentences[n].text))
    ]


FOLLOWED = re.compile(
    r"follow-?\s?up|followed\s+(?:up|for|during|over)|surveillance"
    r"|\bcourse\s+of\s+(?:her|his|the|this)\s+(?:illness|disease)\b"
)


_WORD_OF_TIME = re.compile(
    r"follow|alive|died|lived\b|death|surviv|surveill|review|control|later|over\b|during|\bon\b"
    r"|\bcourse\s+of\b|decline|hindsight|visit|after|since|post\W?op|at\b|for\b|past|last|remain|observation"
    r"|discharg|succumb|pass(?:ed|ing)?\s+(?:away|since)|elapsed|within|\bout\b|\bnow\b|post-|from"
)
_TOLD = ("after", "at", "follow-up")  # how a time hangs on its event
_EVENT = re.compile(r"recurr|metasta|relaps|progress|came\s+back")
# what he died of, between the death and its time: "of organ failure caused by the metastases"
_CAUSE = re.compile(
    r"\s*(?:of|from|due|with|to|by|because|as|owing|secondary|despite|in|at\s+home)\b"
    r"(?:(?!\b(?:developed|occurred|appeared|recurred|relapsed|progressed|was|were|had|showed)\b)[^;])*$"
)
_INTO = re.compile(
    r"\b(?:for|over|during|in)\s+(?:the\s+)?(?:past|last|previous|following|subsequent|next)\s+$"
)
_NOT_STATUS = re.compile(
    r"\s*(?:of\s+(?:chemo|treat|therap|radio|imatinib|history|pain|age)|history\b|cycles?"
    r"|courses?(?!\s+of\s+(?:her|his|the|this)\s+(?:illness|disease)))"
)


def _time(chart: Chart, sentence: Sentence, at: Status | None, status: Status) -> Mention | None:
    """Give the duration of a sentence that is the time of a status."""
    low = lowered(sentence.text)
    dead = status.rank == DEATH
    best: tuple[float, Mention] | None = None
    for time in sentence.of("duration"):
        if time.quantity is None:
            continue
        start, end = time.start - sentence.start, time.end - sentence.start
        into = _INTO.search(low[max(0, start - 30) : start])
        since_then = time.label == "ago" and at and _done_ago(low, start, end, at)
        if time.label in ("ago", "before", "history") and not into and not since_then:
            continue
        if _NOT_STATUS.match(low, end):
            continue
        opens = start < _OPENING and low[end : end + 1] in tuple(",:;")  # "60 months, no relapse"
        told = time.label in _TOLD or bool(time.since) or opens or since_then
        if not told and not _WORD_OF_TIME.search(low[max(0, start - 50) : end + 40]):
            continue
        place = at.start if at else 0
        stop = at.end if at else len(low)
        between = low[end:place] if end <= place else low[stop:start] if start >= stop else ""
        whole = not dead and FOLLOWED.search(low, max(0, start - 25), start)
        if (
            time.label == "for"
            and end <= place
            and not whole
            and _BREAK.search(low[end : place + 4])
        ):
            continue  # "had had pain for two years and is well"
        score = float(
            min(len(between), 80 if start < _OPENING else 150)
        )  # a time that opens the sentence speaks for all of it
        # "relapsed at month 10 and died four months thereafter"
        of_another = dead and end <= place and " and " in between
        score += 60 if _BREAK.search(between) else 20 if of_another else 0
        if (
            _EVENT.search(between)
            and not re.search(r"\b(?:no|free|without|not)\b", between)
            and not (dead and end > place and _CAUSE.match(between))
        ):
            score += 100
        if not dead and "follow" in low[max(0, start - 25) : end + 25]:
            score -= 30
        if whole:
            score = min(score, _WHOLE)  # "he has been followed for 8 years: …, and he is well"
        if not dead:
            score -= 0.001 * time.quantity.high * DAYS.get(time.quantity.unit, 1.0)
        if best is None or score < best[0]:
            best = score, time
    return best[1] if best and best[0] < _FARTHEST else None


# "hemipelvectomy, 41 months ago, has left him without evidence of disease"
_DONE = re.compile(
    r"(?:\w{4,}ectomy|surgery|operation|resection|excision|amputation|removal|transplant\w*|treatment|\w*therapy|irradiation)"
    r",?\s+(?:(?:done|performed|given|completed|about|some|almost|nearly|just|now)\s+)*$"
)


def _done_ago(low: str, start: int, end: int, at: Status) -> bool:
    """Say whether a status is told of now, so long after a treatment that was "… ago"."""
    return at.rank != DEATH and end <= at.start and bool(_DONE.search(low, 0, start))


_BREAK = re.compile(
    r"[;]|,\s*(?:and|but|which)\b|\b(?:however|but|and\s+(?:she|he|the\s+patient|then|was|is|remains?|has))\b"
)
