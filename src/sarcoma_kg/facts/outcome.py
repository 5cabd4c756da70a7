"""How the patient was at last: NED, AWD, DOD, DOC, alive or dead, and how long after what.

Phrases in `outcome.tsv`. One outcome per case (docs/facts.md, rule 5): death wins, else the last
status told; DOD where the tumour is the cause or relapse stands directly before, DOC where another
cause is named.
"""

import re
from collections.abc import Iterator

from sarcoma_kg import assertion
from sarcoma_kg.facts import follow_up
from sarcoma_kg.facts.agent import antitumour
from sarcoma_kg.facts.bearer import another
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.death import cause, happened
from sarcoma_kg.facts.interval import intervals
from sarcoma_kg.facts.persistence import by_response, on_drug, with_tumour
from sarcoma_kg.facts.phrase import Found, lowered, phrases
from sarcoma_kg.facts.recurrence import relapses
from sarcoma_kg.facts.status import ALIVE, DEATH, DISEASE, HOME, WELL, Relapse, Status
from sarcoma_kg.records import DAYS, Fact, Sentence

_LATER = re.compile(
    r"follow|months?\b|years?\b|weeks?\b|last\b|later|current|present(?:ly)?\b(?!ed)|now\b"
    r"|to\s+date|since\b|remain|alive|still"
    r"|postoperativ|post-?op|surveillance|review|subsequent|control|so\s+far|thereafter"
    r"|discharg|until|until\s+now|after|postpartum|outcome|routine|continu"
)
# the present tense tells how it is at the time of writing
_IS_NOW = re.compile(
    r"\b(?:she|he|patient|child|boy|girl|man|woman|infant|who)(?:\s+himself|\s+herself)?\s+(?:is|has\s+(?:been|had|no))\b"
)
_STAGING = re.compile(
    r"\b(?:staging|at\s+presentation|preoperativ\w*|work-?up|on\s+admission|initial\s+(?:ct"
    r"|imaging)|extension\s+assessment|bone\s+scan|biops\w+|examination|histolog\w+|patholog\w+)\b"
)
_TREATED = re.compile(
    r"surg|operat|resect|excis|ectom|remov|chemo|radiat|radioth|irradi|therap|treat|manag|amputat"
    r"|nib\b|ablat|emboli|enucl|curett|debulk"
)
#: Statuses that mean something only once there was a treatment: before it, "well" is the past.
_AFTER_TREATMENT = frozenset(
    [
        "well",
        "recovery",
        "uneventful",
        "discharge",
        "metastasis",
        "evidence",
        "imaging",
        "stable",
        "progression",
    ]
)


def read(chart: Chart) -> list[Fact]:
    """Give the last known status of a case, its time, and the interval until death."""
    events = relapses(chart)
    statuses = list(_statuses(chart, events))
    status = _last(chart, statuses, events) or by_response(chart)
    status = with_tumour(chart, status, events)
    facts = []
    if status is not None:
        sentence = chart.sentences[status.number]
        span = sentence.start + status.start, sentence.start + status.end
        facts.append(chart.fact("outcome", status.value, span, status.rule))
    times = follow_up.read(chart, status, statuses)
    taken = {fact.evidence.start for fact in times}
    return facts + times + intervals(chart, events, taken)


# --- status -------------------------------------------------------------------------------------


def _statuses(chart: Chart, events: list[Relapse]) -> Iterator[Status]:
    first = _first_treated(chart)
    for number, sentence in enumerate(chart.sentences):
        low = lowered(sentence.text)
        treated = number >= first
        if events and treated:
            yield from on_drug(chart, number, low)
        for found in phrases("outcome").find(low):
            if found.meaning in _NO_STATUS or another(chart, number, found):
                continue
            status = _status(chart, number, low, found, treated)
            if status is not None:
                yield status


_NO_STATUS = ("none", "free-survival", "lost")


def _first_treated(chart: Chart) -> int:
    """Give the number of the first sentence that tells of a treatment, by a word or a drug."""
    for number, sentence in enumerate(chart.sentences):
        if _TREATED.search(lowered(sentence.text)) or any(
            antitumour(chart, mention) for mention in sentence.of("drug", "regimen")
        ):
            return number
    return len(chart.sentences)


_RANKS = dict.fromkeys(
    [
        "recurrence", "free", "evidence", "metastasis", "remission", "stated", "stable",
        "progression", "imaging",
    ],
    DISEASE,
) | {"discharge": HOME, "treatment": HOME, "alive": ALIVE, "progression-free": ALIVE}  # fmt: skip


def _status(chart: Chart, number: int, low: str, found: Found, treated: bool) -> Status | None:
    group, value = found.row["group"], found.meaning
    before = low[max(0, found.start - 60) : found.start]
    if group in ("death", "survival", "autopsy"):
        return _death(chart, number, low, found, before)
    if not treated and group in _AFTER_TREATMENT and not _told_late(chart.sentences[number], low):
        return None
    if _ENDED.match(low, found.end) or _THEN_OVER.match(low, found.end):
        return None
    if not _stands(chart.sentences[number], low, found, before):
        return None
    if group == "discharge" and (
        _SINCE_DISCHARGE.search(before) or _FLUID.search(before) or _OF_FLUID.match(low, found.end)
    ):
        return None
    rank = _RANKS.get(group, WELL)
    return Status(value, number, found.start, found.end, rank, f"outcome-{value.lower()}-{group}")


def _told_late(sentence: Sentence, low: str) -> bool:
    """Say whether a sentence tells of the end of a course, though no treatment stands before."""
    return "follow" in low or bool(
        _ALIVE_NOW.search(low) and any(t.label in _LATE for t in sentence.of("duration"))
    )


_LATE = ("after", "at", "for", "follow-up")
_ALIVE_NOW = re.compile(
    r"\b(?:alive|lived|survived|remains?|is|has\s+been|lives|at\s+(?:the\s+|her\s+|his\s+)?last)\b"
)


# "disease-free for two years until a metastasis was found"
_ENDED = re.compile(
    r"(?:(?!\bno\b|\bnot\b|\bwithout\b|\bfree\b|\bnever\b)[^.;]){0,110}?\b(?:until|till|when|before|up\s+to|whereupon|at\s+which|then)\b"
    r"(?:(?!\bno\b|\bnot\b|\bwithout\b|\bfree\b|\bnever\b)[^.;]){0,60}?"
    r"(?:recurr|relaps|metasta|progress|regrew|regrowth|dissemin|came\s+back|return|nodul|\bmass\b|\blump|deposits|swelling)"
)
# "a discharge of lymph", "vaginal discharge"
_FLUID = re.compile(
    r"\b(?:an?|vaginal|purulent|nipple|bloody|serous|nasal|ear|mucous|watery|foul|clear|wound|umbilical|rectal|penile|serosanguin\w+|sanguin\w+)\s+$"
)
_OF_FLUID = re.compile(
    r"\s+of\s|\s+from\s+the\s+(?:wound|drain|nipple|ear|nose|scar|sinus|fistula)\b"
)
_SINCE_DISCHARGE = re.compile(
    r"\b(?:after|following|since|before|until)\s+(?:the\s+|her\s+|his\s+)?$"
)


# "progression-free for eleven years; after progression he was switched to sunitinib"
_THEN_OVER = re.compile(
    r"[^.]{0,60}?[;,]\s*(?:and\s+)?(?:after|at|on|upon|following|when)\s+(?:\w+\s+){0,2}?(?:progress|relaps|recurr)"
)
# "no recurrence could be detected" is no plan
_COULD_BE = re.compile(r"\s+(?:could|can|was\s+able\s+to)\s+be\s+\w+")


def _stands(sentence: Sentence, low: str, found: Found, before: str) -> bool:  # noqa: PLR0911 - one guard a line
    group = found.row["group"]
    how = assertion.of(low, found.start, found.end)
    if how.open and _COULD_BE.match(low, found.end) is None:
        return False
    if group in _DENIABLE and how.denied:
        return False
    if group == "recurrence":
        return "history" not in low[max(0, found.start - 12) : found.end + 12]
    if group == "imaging":
        return bool(
            re.search(r"follow|surveillance|years?\b|months?\b|control|last|current", low)
        ) and not _STAGING.search(low.replace("examination", ""))
    if group in ("evidence", "metastasis", "progression"):
        return _late(low, found, group)
    if group == "remission":
        return re.search(r"\b(?:partial|incomplete|short)\s+(?:\w+\s+)?$", before) is None
    if group == "free":
        return "margin" not in low[_clause(low, found.start) : found.end + 20]
    if group == "stable":
        return (
            bool(
                re.search(
                    r"\b(?:last|current\w*|now|present|remain\w*|alive|still|follow|has|is)\b", low
                )
            )
            and "vital" not in low
        )
    if group == "habit":  # "she works as a nurse" is her trade
        return _late_habit(sentence, low, found)
    if group in ("well", "uneventful", "followed"):
        return bool(_LATER.search(low) or _IS_NOW.search(low))
    return True


def _clause(low: str, place: int) -> int:
    """Give where the words before a place begin: where they tell of the patient, or near it."""
    begin = max(0, place - 40)
    for told in _OF_PATIENT.finditer(low, begin, place + 20):
        begin = min(told.start(), place)
    return begin


_OF_PATIENT = re.compile(
    r"[,;]\s*(?:and\s+)?(?:she|he|the\s+(?:patient|child|\w*man|boy|girl)|is|has|remains?|lives"
    r"|alive|well"
    r"|was\s+(?:alive|well|without|disease))\b"
)


_DENIABLE = frozenset(
    [
        "free", "remission", "stated", "stable", "treatment", "well", "uneventful", "recovery",
        "followed", "alive", "progression-free", "discharge", "habit",
    ]
)  # fmt: skip
_AGAIN = re.compile(
    r"\b(?:again|still|now|back|currently|full[\s-]?time|part[\s-]?time|once\s+more|without|normally|normal|unaided|as\s+before|alive|well)\b"
)


def _late_habit(sentence: Sentence, low: str, found: Found) -> bool:
    """Say whether what a patient does is told of the time after treatment, not of all her life."""
    return _AGAIN.search(low, max(0, found.start - 20), found.end + 40) is not None or any(
        time.label in ("after", "at", "follow-up") for time in sentence.of("duration")
    )


def _late(low: str, found: Found, group: str) -> bool:
    """Say whether what was not found was looked for late, not at staging or in a specimen."""
    around = low[max(0, found.start - 110) : found.end + 110]
    if not (_LATER.search(around) or (group == "evidence" and _IS_NOW.search(around))):
        return False
    if group == "metastasis":
        return bool(
            re.search(
                r"follow|later|surveillance|since|remain|alive|to\s+date|(?:months?"
                r"|years?)\s+(?:after|post|later)|after\s+(?:\d+|one|two|three|four|five"
                r"|six|eight|ten|twelve)[\s-]",
                around,
            )
        ) and not _STAGING.search(around)
    if "margin" in low[_clause(low, found.start) : found.end + 20]:
        return False
    return not re.search(
        r"\b(?:staging|at\s+presentation|preoperativ\w*|family|history"
        r"|lymph\s+nodes?|specimen|biops\w+|patholog\w+|histolog\w+|cytolog\w+|frozen)\b",
        around,
    )


def _death(chart: Chart, number: int, low: str, found: Found, before: str) -> Status | None:
    if not happened(chart, number, low, found):
        return None
    word = low[found.start : found.end]
    if found.row["group"] == "survival" and (
        re.search(r"\b(?:has|have)\s+$", before) or _NOT_UNTIL_DEATH.search(low)
    ):
        return None
    if found.row["group"] == "autopsy":  # of a death that is told by nothing else
        return Status(found.meaning, number, found.start, found.end, DEATH, _AUTOPSY)
    value, rule = cause(chart, number, low, found)
    if word.startswith("surviv") and value == "dead" and "without" in low:
        return None
    return Status(value, number, found.start, found.end, 4, rule)


_NOT_UNTIL_DEATH = re.compile(
    r"\b(?:alive|still|disease-?\s?free|event-?\s?free|progression-?\s?free"
    r"|recurrence-?\s?free|symptom-?\s?free|median|mean|average|remain\w*|free|graft"
    r"|reported)\b"
)
_AUTOPSY = "outcome-dead-autopsy"


def _last(chart: Chart, statuses: list[Status], events: list[Relapse]) -> Status | None:
    """Choose the status that counts: a death, else the last of the surest kind told.

    What was well before the first treatment is no status.
    """
    first = _first_treated(chart)
    statuses = [
        s
        for s in statuses
        if s.rank > WELL or s.number >= first or chart.sentences[s.number].of("duration")
    ]
    deaths = [s for s in statuses if s.rank == DEATH and not _outlived(s, statuses)]
    statuses = [s for s in statuses if s.rank < DEATH]
    if deaths:
        named = [s for s in deaths if s.value in ("DOD", "DOC")]
        told = [s for s in deaths if s.rule != _AUTOPSY]
        return (named or told or deaths)[-1]
    relapse = max((chart.sentences.index(e.sentence) for e in events), default=-1)
    for rank in (DISEASE, ALIVE, WELL, HOME):
        mine = [status for status in statuses if status.rank == rank]
        if not mine:
            continue
        last = _not_local_only(chart, mine, relapse)
        if rank == DISEASE and last.value == "NED" and relapse > last.number:
            later = [s for s in statuses if s.number >= relapse and s.rank < rank]
            if later:
                return later[-1]
            return None
        if rank <= WELL and (
            relapse > last.number
            or (relapse == last.number and last.rule.endswith("followed"))  # "seen at follow-up"
        ):
            return None  # well once, but that was before the relapse
        return _still_alive(chart, last, statuses) or last
    return None


def _still_alive(chart: Chart, last: Status, statuses: list[Status]) -> Status | None:
    """Give a later "ten years later she is alive", where nothing of the disease is told of then."""
    for status in reversed(statuses):
        if status.rank == ALIVE and status.number > last.number + 1:
            then, before = (_latest(chart, s.number) for s in (status, last))
            return status if before and then > before else None
    return None


def _latest(chart: Chart, number: int) -> float:
    """Give the days of the longest time that a sentence tells of a patient's course."""
    times = (t.quantity for t in chart.sentences[number].of("duration") if t.label in _LATE)
    return max((q.high * DAYS.get(q.unit, 1.0) for q in times if q), default=0.0)


def _outlived(death: Status, statuses: list[Status]) -> bool:
    """Say whether a "survival of …" was none until death: the patient is told of alive later."""
    return death.rule == "outcome-dead-survival" and any(
        s.rank < DEATH and (s.number, s.start) > (death.number, death.start) for s in statuses
    )


def _not_local_only(chart: Chart, mine: list[Status], relapse: int) -> Status:
    """Give the last status; no local relapse is no freedom from a disease told to be elsewhere."""
    last = mine[-1]
    words = lowered(chart.sentences[last.number].text)[last.start : last.end]
    if last.value == "NED" and _LOCAL_ONLY.search(words):
        bearing = [s for s in mine if s.value == "AWD" and s.number >= max(relapse, 0)]
        return bearing[-1] if bearing else last
    return last


_LOCAL_ONLY = re.compile(r"\blocal\b(?!.*(?:distant|metasta|systemic))")
