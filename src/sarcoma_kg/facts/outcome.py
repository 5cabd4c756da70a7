"""How the patient was at last: NED, AWD, DOD, DOC, alive or dead, and how long after what.

Phrases in `outcome.tsv`. One outcome per case (docs/facts.md, rule 5): death wins, else the last
status told; DOD where the tumour is the cause or relapse stands directly before, DOC where another
cause is named.
"""

import re
from collections.abc import Iterator

from sarcoma_kg.facts import follow_up
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.death import cause
from sarcoma_kg.facts.interval import intervals
from sarcoma_kg.facts.no_relapse import of_other_disease
from sarcoma_kg.facts.persistence import by_response, on_drug, with_tumour
from sarcoma_kg.facts.phrase import Found, lowered, phrases
from sarcoma_kg.facts.recurrence import relapses
from sarcoma_kg.facts.standing import denied, standing
from sarcoma_kg.facts.status import ALIVE, DEATH, DISEASE, HOME, WELL, Relapse, Status, of_others
from sarcoma_kg.records import Fact

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
_KIN = re.compile(
    r"\b(?:mother|father|sister|brother|son|daughter|aunt|uncle|wife|husband|cousin|parents?"
    r"|sibling|relatives?|donor|f(?:o)?etus|twin)\b"
)
_DEATH_GENERAL = re.compile(
    r"\b(?:common|frequent|leading|main|major|usual|important|most\s+\w+)\s+(?:the\s+)?$|\b(?:cause\s+of|risk\s+of|rate\s+of|time\s+of|until)\s+(?:\w+\s+)?$|\b(?:sudden|cell|brain)\s+$"
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
    treated = False
    for number, sentence in enumerate(chart.sentences):
        low = lowered(sentence.text)
        treated = treated or bool(_TREATED.search(low))
        if events and treated:
            yield from on_drug(chart, number, low)
        for found in phrases("outcome").find(low):
            status = _status(chart, number, low, found, treated)
            if (
                status is not None
                and not (
                    found.row["group"] == "recurrence" and of_other_disease(chart, sentence, found)
                )
                and not of_others(sentence.text)
            ):
                yield status


def _status(chart: Chart, number: int, low: str, found: Found, treated: bool) -> Status | None:
    group, value = found.row["group"], found.meaning
    if value in ("none", "free-survival", "lost"):
        return None
    before = low[max(0, found.start - 60) : found.start]
    if group in ("death", "survival"):
        return _death(chart, number, low, found, before)
    rank = {
        "recurrence": 3,
        "free": 3,
        "evidence": 3,
        "metastasis": 3,
        "remission": 3,
        "stated": 3,
        "stable": 3,
        "progression": 3,
        "imaging": 3,
        "alive": 2,
    }.get(group, 1)
    if group in ("discharge", "treatment"):
        rank = 0
    if not treated and group in _AFTER_TREATMENT and "follow" not in low:
        return None
    if _ENDED.match(low, found.end) or not _stands(low, found, before):
        return None
    if group == "discharge" and _SINCE_DISCHARGE.search(before):
        return None
    return Status(value, number, found.start, found.end, rank, f"outcome-{value.lower()}-{group}")


# "disease-free for two years until a metastasis was found"
_ENDED = re.compile(
    r"(?:(?!\bno\b|\bnot\b|\bwithout\b|\bfree\b|\bnever\b)[^.;]){0,60}?\b(?:until|till|when|before|up\s+to|whereupon|at\s+which|then)\b"
    r"(?:(?!\bno\b|\bnot\b|\bwithout\b|\bfree\b|\bnever\b)[^.;]){0,60}?"
    r"(?:recurr|relaps|metasta|progress|regrew|regrowth|dissemin|came\s+back|return|nodul|\bmass\b|\blump|deposits|swelling)"
)
_SINCE_DISCHARGE = re.compile(
    r"\b(?:after|following|since|before|until)\s+(?:the\s+|her\s+|his\s+)?$"
)


# "no recurrence could be detected" is no plan
_COULD_BE = re.compile(r"\s+(?:could|can|was\s+able\s+to)\s+be\s+\w+")


def _stands(low: str, found: Found, before: str) -> bool:  # noqa: PLR0911 - one guard a line
    group = found.row["group"]
    if group == "recurrence":
        return "history" not in low[max(0, found.start - 12) : found.end + 12] and (
            standing(low, found.start, found.end) != "planned"
            or _COULD_BE.match(low, found.end) is not None
        )
    if group == "imaging":
        return bool(
            re.search(r"follow|surveillance|years?\b|months?\b|control|last|current", low)
        ) and not _STAGING.search(low.replace("examination", ""))
    if group in ("evidence", "metastasis", "progression"):
        return _late(low, found, group)
    if group == "remission" and re.search(r"\b(?:partial|incomplete|short)\s+(?:\w+\s+)?$", before):
        return False
    if group == "free":
        if "margin" in low[max(0, found.start - 40) : found.end + 20]:
            return False
        return not denied(low, found.start, found.end)
    if group == "stable":
        return (
            bool(
                re.search(
                    r"\b(?:last|current\w*|now|present|remain\w*|alive|still|follow|has|is)\b", low
                )
            )
            and "vital" not in low
        )
    if group == "treatment":  # "he declined more drugs and receives supportive care"
        return not re.search(r"\b(?:not|no|never|nor|declin\w+|refus\w+)\s+(?:\w+\s+)?$", before)
    if group in ("well", "uneventful", "recovery", "followed"):
        return _well(low, found, before)
    clause = re.split(r"[,;]", low[found.end :], maxsplit=1)[0]
    if group == "remission" and denied(low[: found.end] + clause, found.start, found.end):
        return False
    if _NOT_SO.search(before) or standing(low, found.start, found.end) == "planned":
        return False
    return not _KIN.search(before)


def _well(low: str, found: Found, before: str) -> bool:
    """Say whether it is the patient who is well, and late in the course."""
    if _KIN.search(before[-25:]):
        return False
    if low.startswith("and ", found.start):
        return True  # "has had no chemotherapy and leads a normal life"
    clause = max(low.rfind(mark, 0, found.start) for mark in (", ", "; ")) + 1
    if denied(low[clause:], found.start - clause, found.end - clause):
        return False
    return bool(_LATER.search(low) or _IS_NOW.search(low)) or found.row["group"] == "recovery"


_NOT_SO = re.compile(r"\b(?:not|never|no|nor|neither|\w+n['’]t)\s+(?:\w+\s+){0,2}$")


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
    return not re.search(
        r"\b(?:staging|margins?|at\s+presentation|preoperativ\w*|family|history"
        r"|lymph\s+nodes?|specimen|biops\w+|patholog\w+|histolog\w+|cytolog\w+|frozen)\b",
        around,
    )


_IN_GENERAL = re.compile(r"\s+(?:can|may|might|could|occurs)\b")  # "death can occur"


def _death(chart: Chart, number: int, low: str, found: Found, before: str) -> Status | None:
    general = _DEATH_GENERAL.search(before) or _IN_GENERAL.match(low, found.end)
    if general or _KIN.search(before[-40:]):
        return None
    word = low[found.start : found.end]
    if re.search(
        r"\b(?:not|never|no|without|may|might|could|risk\s+of|fear\s+of|if)\s+(?:\w+\s+)?$", before
    ):
        return None
    if found.row["group"] == "survival" and re.search(r"\b(?:has|have)\s+$", before):
        return None
    if found.row["group"] == "survival" and re.search(
        r"\b(?:alive|still|disease-?\s?free|event-?\s?free|progression-?\s?free"
        r"|recurrence-?\s?free|symptom-?\s?free|median|mean|average|remain\w*|free|graft"
        r"|reported)\b",
        low,
    ):
        return None
    value, rule = cause(chart, number, low, found)
    if word.startswith("surviv") and value == "dead" and "without" in low:
        return None
    return Status(value, number, found.start, found.end, 4, rule)


def _last(chart: Chart, statuses: list[Status], events: list[Relapse]) -> Status | None:
    """Choose the status that counts: a death, else the last of the surest kind told.

    What was well before the first treatment is no status.
    """
    first = next((n for n, s in enumerate(chart.sentences) if _TREATED.search(lowered(s.text))), 0)
    statuses = [
        s
        for s in statuses
        if s.rank > WELL or s.number >= first or chart.sentences[s.number].of("duration")
    ]
    deaths = [status for status in statuses if status.rank == DEATH]
    if deaths:
        named = [s for s in deaths if s.value in ("DOD", "DOC")]
        return named[-1] if named else deaths[-1]
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
        return last
    return None


def _not_local_only(chart: Chart, mine: list[Status], relapse: int) -> Status:
    """Give the last status; no local relapse is no freedom from a disease told to be elsewhere."""
    last = mine[-1]
    words = lowered(chart.sentences[last.number].text)[last.start : last.end]
    if last.value == "NED" and _LOCAL_ONLY.search(words):
        bearing = [s for s in mine if s.value == "AWD" and s.number >= max(relapse, 0)]
        return bearing[-1] if bearing else last
    return last


_LOCAL_ONLY = re.compile(r"\blocal\b(?!.*(?:distant|metasta|systemic))")
