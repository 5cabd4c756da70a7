"""How the patient was at last: NED, AWD, DOD, DOC, alive or dead, and how long after what.

Phrases in `outcome.tsv`. One outcome per case (docs/facts.md, rule 5): death wins, else the last
status told; DOD where the tumour is the cause or relapse stands directly before, DOC where another
cause is named.
"""

import re
from collections.abc import Iterator

from sarcoma_kg.facts import follow_up
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.moment import since
from sarcoma_kg.facts.phrase import Found, holds, lowered, phrases
from sarcoma_kg.facts.recurrence import Relapse, intervals, relapses
from sarcoma_kg.facts.standing import denied, standing
from sarcoma_kg.facts.status import ALIVE, DEATH, DISEASE, HOME, WELL, Status
from sarcoma_kg.records import Fact

_HINTS = (
    "free", "recur", "relaps", "recidiv", "regrow", "evidence", "sign", "residual",
    "metasta", "remission", "cured", "alive", "live", "living", "lives", "disease", "died",
    "death", "deceas", "expired", "succumb", "passed", "demise", "fatal", "lethal", "surviv",
    "well", "healthy", "asympto", "good", "excellent", "recover", "improv", "able", "return",
    "resum", "complain", "complic", "discharg", "follow", "stable", "progress", "fine",
    "satisf", "lost", "normal", "resolved", "symptom", "exitus", "dod", "awd", "ned",
    "condition", "function", "problem", "default", "current", "continu", "receiv",
    "subsided", "dead", "walk", "ambulat", "work", "attend", "evolution", "outcome",
    "unremark", "clear", "favo", "saved", "resuscit", "nor", "neither", "uneventful",
    "spread", "dissem", "remain", "negative", "back", "battle", "fight", "demis", "at present",
)  # fmt: skip
_LATER = re.compile(
    r"follow|months?\b|years?\b|weeks?\b|last\b|later|current|present(?:ly)?\b(?!ed)|now\b"
    r"|to\s+date|since\b|remain|alive|still"
    r"|postoperativ|post-?op|surveillance|review|subsequent|control|so\s+far|thereafter"
    r"|discharg|until|until\s+now|after|postpartum|outcome|routine|continu"
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
    r"\b(?:cause\s+of|risk\s+of|rate\s+of|time\s+of|sudden|cell|until|brain)\s+(?:\w+\s+)?$"
)
_BY_TUMOUR = re.compile(
    r"\b(?:(?:of|from|due\s+to|because\s+of|by|to|with|owing\s+to|secondary\s+to"
    r"|as\s+a\s+(?:result|consequence)\s+of|attributed\s+to|related\s+to|after|following"
    r"|despite|caused\s+by)\s+"
    r"(?:[\w-]+\s+){0,5}?(?:disease(?!\s+free)|tumou?r\w*|metasta\w+|progress\w+|recurren\w+"
    r"|relapse|cancer|\w*sarcoma\w*|malignan\w+|dissemin\w+|neoplas\w+|cachexia|spread|illness"
    r"|gist|angiosarcoma))\b"
    r"|disease[\s-]related|tumou?r[\s-]related|\bof\s+(?:the\s+)?disease\b"
)
_BY_OTHER = re.compile(
    r"\b(?:pneumonia|sepsis|septic\w*|embol\w+|infarct\w*|accident|stroke|suicide"
    r"|heart\s+(?:failure|attack|disease)|cardiac\s+(?:arrest|failure)|arrest|shock|infection"
    r"|peritonitis|multi-?\s?(?:ple\s+)?organ\s+failure"
    r"|respiratory\s+(?:failure|distress|insufficiency|problems?)|renal\s+failure"
    r"|liver\s+failure|hepatic\s+failure|ards|h[ae]+morrhag\w+|bleeding|coagulopath\w*|dic\b"
    r"|intravascular\s+coagulation|complications?|unrelated|other\s+causes?|another\s+cause"
    r"|aspiration|myocardial|covid\w*|leuk[ae]+mia|trauma|failure|thrombo\w+|perforation"
    r"|ischemi\w+|fistula|rupture|neutropeni\w*|toxicity|h[ae]+moptysis|obstruction|dysfunction)\b"
)
_DISEASE_COURSE = re.compile(
    r"progress|metasta|recurr|relaps|dissemin|unresectable|inoperable|deteriorat|palliat"
    r"|hospice|aggressive|advanced|worsen|despite"
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
    statuses = list(_statuses(chart))
    events = list(relapses(chart))
    status = _last(chart, statuses, events) or _by_response(chart)
    facts = []
    if status is not None:
        sentence = chart.sentences[status.number]
        span = sentence.start + status.start, sentence.start + status.end
        facts.append(chart.fact("outcome", status.value, span, status.rule))
    times = follow_up.read(chart, status, statuses)
    taken = {fact.evidence.start for fact in times}
    return facts + times + intervals(chart, events, taken)


# --- status -------------------------------------------------------------------------------------


def _statuses(chart: Chart) -> Iterator[Status]:
    treated = False
    for number, sentence in enumerate(chart.sentences):
        low = lowered(sentence.text)
        treated = treated or bool(_TREATED.search(low))
        if not holds(low, _HINTS):
            continue
        for found in phrases("outcome").find(low):
            status = _status(chart, number, low, found, treated)
            if status is not None:
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
    r"(?:(?!\bno\b|\bnot\b|\bwithout\b|\bfree\b|\bnever\b)[^.;]){0,60}?\b(?:until|till|when|before|up\s+to)\b"
    r"(?:(?!\bno\b|\bnot\b|\bwithout\b|\bfree\b|\bnever\b)[^.;]){0,60}?"
    r"(?:recurr|relaps|metasta|progress|regrew|regrowth|dissemin)"
)
_SINCE_DISCHARGE = re.compile(
    r"\b(?:after|following|since|before|until)\s+(?:the\s+|her\s+|his\s+)?$"
)


def _stands(low: str, found: Found, before: str) -> bool:  # noqa: PLR0911 - one guard a line
    group = found.row["group"]
    if group == "recurrence":
        return (
            "history" not in low[max(0, found.start - 12) : found.end + 12]
            and standing(low, found.start, found.end) != "planned"
        )
    if group == "imaging":
        return bool(
            re.search(r"follow|surveillance|years?\b|months?\b|control|last|current", low)
        ) and not _STAGING.search(low.replace("examination", ""))
    if group in ("evidence", "metastasis", "progression"):
        around = low[max(0, found.start - 110) : found.end + 110]
        if not _LATER.search(around):
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
    if group in ("well", "uneventful", "recovery", "followed", "treatment"):
        if denied(low, found.start, found.end):
            return False
        return bool(_LATER.search(low)) or group == "recovery"
    if denied(low, found.start, found.end) or standing(low, found.start, found.end) == "planned":
        return False
    return not _KIN.search(before)


def _death(chart: Chart, number: int, low: str, found: Found, before: str) -> Status | None:
    if _KIN.search(before[-40:]) or _DEATH_GENERAL.search(before):
        return None
    word = low[found.start : found.end]
    if re.search(
        r"\b(?:not|never|no|without|may|might|could|risk\s+of|fear\s+of|if)\s+(?:\w+\s+)?$", before
    ):
        return None
    if found.row["group"] == "survival" and re.search(
        r"\b(?:alive|still|disease-?\s?free|event-?\s?free|progression-?\s?free"
        r"|recurrence-?\s?free|symptom-?\s?free|median|mean|average|remain\w*|free|graft"
        r"|reported)\b",
        low,
    ):
        return None
    value, rule = _cause(chart, number, low, found)
    if word.startswith("surviv") and value == "dead" and "without" in low:
        return None
    return Status(value, number, found.start, found.end, 4, rule)


def _cause(chart: Chart, number: int, low: str, found: Found) -> tuple[str, str]:  # noqa: PLR0911 - one guard a line
    """Say what a patient died of: DOD, DOC, or just dead."""
    after = low[found.end : found.end + 150]
    after = re.split(r"[.;]", after)[0]
    before = low[: found.start]
    if "dod" in low[found.start : found.end]:
        return "DOD", "outcome-dod-named"
    if found.row["group"] == "survival":
        return "dead", "outcome-dead-survival"
    by_tumour, by_other = _BY_TUMOUR.search(after), _BY_OTHER.search(after)
    if by_tumour and not (
        by_other
        and by_other.start() < by_tumour.start()
        and not re.search(r"due|caused|second|result|relat|progress", after)
    ):
        return "DOD", "outcome-dod-named"
    course = _DISEASE_COURSE.search(before[-160:])
    if not by_tumour and not by_other and not course:
        by_other = _BY_OTHER.search(before[-110:])
    if not course and number and not by_other:
        told = " ".join(lowered(part.text) for part in chart.sentences[max(0, number - 2) : number])
        course = re.search(
            r"metasta|recurr|relaps|dissemin|progress", told
        ) or _DISEASE_COURSE.search(lowered(chart.sentences[number - 1].text))
    if by_other:
        spread = re.search(r"metasta|recurr|relaps|dissemin", before[-160:])
        if spread and re.search(r"respirat|failure|cachex|bleed|problem", by_other.group()):
            return "DOD", "outcome-dod-course"
        return "DOC", "outcome-doc"
    if re.search(
        r"\b(?:progress\w*|metasta\w*|tumou?r|disease|recurr\w*|sarcoma)\b", before[-70:]
    ) and re.search(
        r"\b(?:led\s+to|causing|resulting\s+in|resulted\s+in|caused|until|to)\s+(?:\w+\s+){0,2}$",
        before,
    ):
        return "DOD", "outcome-dod-named"
    return ("DOD", "outcome-dod-course") if course else ("dead", "outcome-dead")


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
        last = mine[-1]
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


def _by_response(chart: Chart) -> Status | None:
    """Read a late response as the last status: a smaller or stable tumour is still there."""
    last = len(chart.sentences) - 1
    for number in range(last, max(-1, last - 3), -1):
        sentence = chart.sentences[number]
        times = sentence.of("duration")
        low = lowered(sentence.text)
        if not any(
            follow_up.FOLLOWED.search(
                low, max(0, m.start - sentence.start - 25), m.end - sentence.start + 20
            )
            or since(low, m.end - sentence.start, m) != "unstated"
            for m in times
        ):
            continue
        for found in phrases("response").find(low):
            if (
                found.meaning in ("PR", "SD", "near-CR")
                and standing(low, found.start, found.end) == "done"
            ):
                return Status("AWD", number, found.start, found.end, 3, "outcome-awd-response")
    return None
