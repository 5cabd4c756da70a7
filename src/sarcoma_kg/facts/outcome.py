"""How the patient was at last: NED, AWD, DOD, DOC, alive or dead, and how long after what.

Phrases in `outcome.tsv`. One outcome per case (docs/facts.md, rule 5): death wins, else the last
status told; DOD where the tumour is the cause or relapse stands directly before, DOC where another
cause is named.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from sarcoma_kg.facts import follow_up
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.drug import antitumour
from sarcoma_kg.facts.earlier import mesenchymal
from sarcoma_kg.facts.interval import intervals
from sarcoma_kg.facts.moment import since
from sarcoma_kg.facts.phrase import Found, holds, lowered, phrases
from sarcoma_kg.facts.recurrence import relapses
from sarcoma_kg.facts.standing import denied, standing
from sarcoma_kg.facts.status import ALIVE, DEATH, DISEASE, HOME, WELL, Relapse, Status
from sarcoma_kg.records import Fact

_HINTS = (
    "free", "recur", "relaps", "recidiv", "regrow", "evidence", "sign", "residual",
    "metasta", "remission", "cured", "alive", "live", "living", "lives", "disease", "died", "die", "kill", "suicid", "took", "claimed", "pass",
    "death", "deceas", "expired", "succumb", "passed", "demise", "fatal", "lethal", "surviv",
    "well", "healthy", "asympto", "good", "excellent", "recover", "improv", "able", "return",
    "resum", "complain", "complic", "discharg", "follow", "stable", "progress", "fine",
    "satisf", "lost", "normal", "resolved", "symptom", "exitus", "dod", "awd", "ned",
    "condition", "function", "problem", "default", "current", "continu", "receiv",
    "subsided", "dead", "walk", "ambulat", "work", "attend", "evolution", "outcome",
    "unremark", "clear", "favo", "saved", "resuscit", "nor", "neither", "uneventful",
    "spread", "dissem", "lesion", "appear", "mass", "support", "palliat", "given", "remain", "negative", "back", "battle", "fight", "demis", "at present",
)  # fmt: skip
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
    r"\b(?:cause\s+of|risk\s+of|rate\s+of|time\s+of|sudden|cell|until|brain)\s+(?:\w+\s+)?$"
)
_BY_TUMOUR = re.compile(
    r"\b(?:(?:of|from|due\s+to|because\s+of|by|to|with|owing\s+to|secondary\s+to"
    r"|as\s+a\s+(?:result|consequence)\s+of|attributed\s+to|related\s+to|after|following"
    r"|despite|caused\s+by)\s+"
    r"(?:[\w-]+\s+){0,5}?(?:disease(?!\s+free)|tumou?r\w*|metasta\w+|progress\w+|recurren\w+"
    r"|relapse|cancer|\w*sarcoma\w*|malignan\w+|dissemin\w+|neoplas\w+|cachexia|spread|illness"
    r"|gist|angiosarcoma|\w+matosis|seeding))\b"
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
    events = relapses(chart)
    statuses = list(_statuses(chart, events))
    status = _last(chart, statuses, events) or _by_response(chart)
    status = _with_tumour(chart, status, events)
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
            yield from _on_drug(chart, number, low)
        if not holds(low, _HINTS):
            continue
        for found in phrases("outcome").find(low):
            status = _status(chart, number, low, found, treated)
            if status is not None and not _of_other_disease(chart, number, found):
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
        clause = max(low.rfind(mark, 0, found.start) for mark in (", ", "; ")) + 1
        if denied(low[clause:], found.start - clause, found.end - clause):
            return False
        return bool(_LATER.search(low) or _IS_NOW.search(low)) or group == "recovery"
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
    if found.row["group"] == "survival" and re.search(r"\b(?:has|have)\s+$", before):
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


# "died of a stroke, free of disease", "died of sepsis, unrelated to the tumour"
_NOT_BY_TUMOUR = re.compile(
    r"\b(?:without|with\s+no|no|free\s+(?:of|from)|in\s+the\s+absence\s+of|not\s+(?:related|due|attributable)\s+to"
    r"|unrelated\s+to|independent\s+of|unconnected\s+(?:with|to)|other\s+than|rather\s+than)\s+[^.;,]*"
    r"|\b(?:disease|tumou?r|recurrence|relapse)[\s-]free\b"
)
_TUMOUR_WORD = r"(?:progress\w*|metasta\w*|tumou?r|disease|illness|recurr\w*|relapse|\w*sarcoma|cancer|malignancy)"
# "the disease proved [fatal]", "progression led to [death]", "the tumour [claimed his life]"
_TUMOUR_KILLED = re.compile(
    rf"\b{_TUMOUR_WORD}\b[^.;,]{{0,45}}?\b(?:led\s+to|causing|resulting\s+in|resulted\s+in|caused|until|to"
    r"|proved|was|became|took|had|brought(?:\s+about)?)\s+(?:\w+\s+){0,2}$"
    rf"|\b{_TUMOUR_WORD}\s+(?:\w+ly\s+|soon\s+|has\s+|had\s+)*$"
)
_KILLING = re.compile(r"fatal|lethal|claimed|killed|death|demise")
# a failing organ or a bleeding is the end of a spreading tumour as well as a cause of its own
_BY_ORGAN = re.compile(
    r"respirat|failure|cachex|bleed|problem|h[ae]+morr|h[ae]+moptysis|obstruct|dysfunct|perforat"
    r"|ischemi|fistula|rupture"
)
_SPREADING = re.compile(
    r"metasta|recurr|relaps|dissemin|progress|came\s+back|regr[eo]w|unresect|seeding|deposits|implants"
)


def _cause(chart: Chart, number: int, low: str, found: Found) -> tuple[str, str]:
    """Say what a patient died of: DOD, DOC, or just dead."""
    words = low[found.start : found.end]
    if "dod" in words or found.meaning == "DOD":
        return "DOD", "outcome-dod-named"
    if found.meaning == "DOC":
        return "DOC", "outcome-doc"
    if found.row["group"] == "survival":
        return "dead", "outcome-dead-survival"
    after = re.split(r"[.;]", low[found.end : found.end + 150])[0]
    before = low[: found.start]
    denial = _NOT_BY_TUMOUR.search(after)
    if denial and _BY_OTHER.search(after):
        return "DOC", "outcome-doc"
    after = _NOT_BY_TUMOUR.sub("", after)
    by_tumour, by_other = _BY_TUMOUR.search(after), _BY_OTHER.search(after)
    if by_tumour and not _other_first(by_tumour, by_other, after):
        return "DOD", "outcome-dod-named"
    if _KILLING.search(words) and _TUMOUR_KILLED.search(before[-90:]):
        return "DOD", "outcome-dod-named"
    if not by_tumour and not by_other and not _DISEASE_COURSE.search(before[-160:]):
        by_other = _BY_OTHER.search(before[-110:])
    if by_other:
        told = _told_before(chart, number)
        spreading = _SPREADING.search(f"{told} {before[-160:]}") or relapses(chart)
        if _BY_ORGAN.search(by_other.group()) and spreading and not denial:
            return "DOD", "outcome-dod-course"
        return "DOC", "outcome-doc"
    if denial:
        return "dead", "outcome-dead"
    return _by_course(chart, number, before)


def _other_first(by_tumour: re.Match[str], by_other: re.Match[str] | None, after: str) -> bool:
    """Say whether another cause stands before the tumour, which did not bring it about."""
    return bool(
        by_other
        and by_other.start() < by_tumour.start()
        and not re.search(
            r"due|caused|second|result|relat|progress|\bfrom\b|\bby\b", after[by_other.end() :]
        )
    )


def _by_course(chart: Chart, number: int, before: str) -> tuple[str, str]:
    """Say what a patient died of whose death has no cause told: relapse right before is one."""
    if _DISEASE_COURSE.search(before[-160:]) or _SPREADING.search(before[-160:]):
        return "DOD", "outcome-dod-course"
    if number and (
        _SPREADING.search(_told_before(chart, number))
        or _DISEASE_COURSE.search(lowered(chart.sentences[number - 1].text))
    ):
        return "DOD", "outcome-dod-course"
    return "dead", "outcome-dead"


def _told_before(chart: Chart, number: int) -> str:
    """Give the two sentences before one, in lower case."""
    return " ".join(lowered(part.text) for part in chart.sentences[max(0, number - 2) : number])


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


def _of_other_disease(chart: Chart, number: int, found: Found) -> bool:
    """Say whether it is another disease that did not come back: "the breast cancer never recurred"."""
    if found.row["group"] != "recurrence":
        return False
    sentence = chart.sentences[number]
    place = sentence.start + found.start
    before = [m for m in sentence.of("disease") if 0 <= place - m.end < _SUBJECT]
    return bool(before) and not mesenchymal(chart, before[-1])


_SUBJECT = 12  # characters between a disease and what is said of it
_GIVEN_NOW = re.compile(
    r"\b(?:(?:is|remains?|continues?|continuing|still|currently|now|presently|at\s+present)"
    r"(?:[\s,]+(?!not?\b|off\b|without\b|stopped\b|discontinued\b|planned\b|to\b|free\b|expected\b)[\w-]+){0,3}?[\s,]+"
    r"(?:on|under|receiving|taking|undergoing|treated\s+with|given)|(?:continues|remains|she|he|patient)\s+(?:on|with|receives|takes))"
    r"\s+(?:[\w-]+\s+){0,2}?$"
)
# "trabectedin is ongoing", "pazopanib is being given"
_GOES_ON = re.compile(
    r"(?:\s+(?:therapy|treatment|chemotherapy|monotherapy|maintenance))?\s+(?:is|has\s+been|remains)\s+"
    r"(?:(?:still|currently|now|at\s+present|presently)\s+)*(?:ongoing|on-going|continued|continuing|under\s+way|in\s+progress"
    r"|being\s+(?:given|administered|continued|used))\b"
)


def _on_drug(chart: Chart, number: int, low: str) -> Iterator[Status]:
    """Read that a drug is being given for a tumour that had come back or spread."""
    sentence = chart.sentences[number]
    if "adjuvant" in low:
        return
    for mention in sentence.of("drug", "regimen"):
        start, end = mention.start - sentence.start, mention.end - sentence.start
        match = _GIVEN_NOW.search(low, max(0, start - 70), start)
        going_on = None if match else _GOES_ON.match(low, end)
        if (match or going_on) and antitumour(chart, mention):
            first = match.start() if match else start
            last = going_on.end() if going_on else end
            yield Status("AWD", number, first, last, HOME, "outcome-awd-drug")


_BEARING = re.compile(
    r"\b(?:with|despite|bearing|having|harbou?ring)\s+(?:(?!(?:no|not|without|free|and|but|nor|neither|history|after"
    r"|of|from|in|following|since|evidence|minimal\s+risk|good|excellent|heart|cardiac|coronary|renal|kidney|chronic"
    r"|inflammatory|graft)\b)[\w,/-]+\s+){0,5}?"
    r"(?:disease|metastas[ei]s|tumou?rs?|recurrence|sarcoma|lesions?|(?:micro)?nodules?|deposits|implants)"
    r"(?![\w-]|\s+(?:free|control|completely|totally|fully|resected|removed|gone|resection))"
)
_CAME_WITH = re.compile(r"\b(?:present\w*|diagnosed|treated|man|woman|girl|boy|cases?)\s+$")
_REMOVED = re.compile(
    r"\b(?:re-?)?(?:resect|excis|amputat|operat|surger|debulk)\w*|ectomy\b|disappear|complete\s+(?:re|dis)"
)
_PERSISTS = ("PR", "SD", "near-CR")


def _with_tumour(chart: Chart, status: Status | None, events: list[Relapse]) -> Status | None:
    """Make "alive" AWD where the text says right there that the tumour is still present."""
    if status is None or status.value != "alive" or status.rank not in (ALIVE, WELL):
        return status
    low = lowered(chart.sentences[status.number].text)
    if "survival" in low[status.start : status.end]:
        return status  # it may have ended with a death
    for match in _BEARING.finditer(low):
        if not _CAME_WITH.search(low, max(0, match.start() - 20), match.start()):
            start, end = min(status.start, match.start()), max(status.end, match.end())
            return replace(status, value="AWD", start=start, end=end, rule="outcome-awd-bearing")
    if events and any(True for _ in _on_drug(chart, status.number, low)):
        return replace(status, value="AWD", rule="outcome-awd-drug")
    for number in (status.number, status.number - 1):
        if number >= 0 and _persisting(chart, number, status):
            return replace(status, value="AWD", rule="outcome-awd-response")
    return status


def _persisting(chart: Chart, number: int, status: Status) -> bool:
    """Say whether a tumour that shrank or stood still is the last that a sentence tells of it."""
    low = lowered(chart.sentences[number].text)
    end = status.start if number == status.number else len(low)
    found = [
        f
        for f in phrases("response").find(low)
        if f.meaning in _PERSISTS and standing(low, f.start, f.end) == "done"
    ]
    return bool(found) and not _REMOVED.search(low, found[-1].end, max(end, found[-1].end))


_AT_LAST = re.compile(
    r"\b(?:(?:at|on|in)\s+(?:the\s+|her\s+|his\s+)?(?:last|latest|most\s+recent|final)|to\s+date|at\s+present|currently"
    r"|so\s+far|now|up\s+to\s+now|still|has|have|is|are|remains?)\b"
)


def _by_response(chart: Chart) -> Status | None:
    """Read a late response as the last status: a smaller or stable tumour is still there."""
    last = len(chart.sentences) - 1
    for number in range(last, max(-1, last - 3), -1):
        low = lowered(chart.sentences[number].text)
        timed = _followed(chart, number, low)
        for found in phrases("response").find(low):
            if (
                found.meaning in _PERSISTS
                and (timed or _AT_LAST.search(low, max(0, found.start - 90), found.end))
                and standing(low, found.start, found.end) == "done"
            ):
                return Status("AWD", number, found.start, found.end, 3, "outcome-awd-response")
    return None


def _followed(chart: Chart, number: int, low: str) -> bool:
    """Say whether a sentence tells a time of follow-up, or one that is counted from an event."""
    sentence = chart.sentences[number]
    for time in sentence.of("duration"):
        start, end = time.start - sentence.start, time.end - sentence.start
        if follow_up.FOLLOWED.search(low, max(0, start - 25), end + 20):
            return True
        if since(low, end, time) != "unstated":
            return True
    return False
