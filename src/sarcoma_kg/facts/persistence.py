"""A tumour that is still there at last: the patient who is alive has disease (AWD).

It is told by what the patient lives with, by a drug that goes on for a tumour that had come back,
or by a tumour that shrank or stood still as the last that is told of it.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from sarcoma_kg import assertion
from sarcoma_kg.facts import follow_up
from sarcoma_kg.facts.agent import antitumour
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.moment import since
from sarcoma_kg.facts.phrase import lowered, phrases
from sarcoma_kg.facts.status import ALIVE, DISEASE, HOME, WELL, Relapse, Status

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


def on_drug(chart: Chart, number: int, low: str) -> Iterator[Status]:
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
    r"(?:disease|metastas[ei]s|tumou?rs?|recurrence|\w*sarcomas?|desmoid|gist|chordoma|cancers?|remnants?|residues?|lesions?|(?:micro)?nodules?|deposits|implants)"
    r"(?![\w-]|\s+(?:free|control|completely|totally|fully|resected|removed|gone|resection))"
)
_CAME_WITH = re.compile(r"\b(?:present\w*|diagnosed|treated|man|woman|girl|boy|cases?)\s+$")
_REMOVED = re.compile(
    r"\b(?:re-?)?(?:resect|excis|amputat|operat|surger|debulk)\w*|ectomy\b|disappear|complete\s+(?:re|dis)"
)
_PERSISTS = ("PR", "SD", "near-CR")


def with_tumour(chart: Chart, status: Status | None, events: list[Relapse]) -> Status | None:
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
    if events and any(True for _ in on_drug(chart, status.number, low)):
        return replace(status, value="AWD", rule="outcome-awd-drug")
    if _persisting(chart, status):
        return replace(status, value="AWD", rule="outcome-awd-response")
    return status


def _persisting(chart: Chart, status: Status) -> bool:
    """Say whether the sentence of a status tells last of its tumour that it shrank or stood still.

    Of a response told in a sentence before nobody knows what came of it.
    """
    low = lowered(chart.sentences[status.number].text)
    found = [
        f
        for f in phrases("response").find(low)
        if f.meaning in _PERSISTS and assertion.of(low, f.start, f.end).so
    ]
    if not found or status.rule.endswith("progression-free"):
        return False  # that it did not grow is all that is told of it
    last = found[-1].end
    return not _REMOVED.search(low, last, max(status.start, last))


_AT_LAST = re.compile(
    r"\b(?:(?:at|on|in)\s+(?:the\s+|her\s+|his\s+)?(?:last|latest|most\s+recent|final)|to\s+date|at\s+present|currently"
    r"|so\s+far|now|up\s+to\s+now|still|has|have|is|are|remains?)\b"
)


_RESIDUAL = re.compile(
    r"\b(?:shows?|showed|reveal\w*|demonstrat\w+|has|had|with)\s+(?:(?!no\b|not\b|without\b)[\w-]+\s+){0,3}?"
    r"(?:residual|persistent|persisting|remaining)\s+(?:\w+\s+)?(?:disease|tumou?r|lesions?|mass|metastas[ei]s)\b"
)


def by_response(chart: Chart) -> Status | None:
    """Read a late response as the last status: a smaller or stable tumour is still there."""
    last = len(chart.sentences) - 1
    for number in range(last, max(-1, last - 3), -1):
        low = lowered(chart.sentences[number].text)
        timed = _followed(chart, number, low)
        later = any(m.label in ("after", "at") for m in chart.sentences[number].of("duration"))
        residual = _RESIDUAL.search(low) if later else None
        if residual and assertion.of(low, residual.start(), residual.end()).so:
            return Status(
                "AWD", number, residual.start(), residual.end(), DISEASE, "outcome-awd-residual"
            )
        for found in phrases("response").find(low):
            value = (
                "AWD" if found.meaning in _PERSISTS else "NED" if found.meaning == "CR" else None
            )
            late = timed or _AT_LAST.search(low, max(0, found.start - 90), found.end + 15)
            if value and late and assertion.of(low, found.start, found.end).so:
                rule = f"outcome-{value.lower()}-response"
                return Status(value, number, found.start, found.end, DISEASE, rule)
        if _REMOVED.search(low):
            break  # what was told before an operation is not the last
    return None


_REACHED = re.compile(r"\b(?:by|within|in)\s+(?:month\s+)?$")


def _followed(chart: Chart, number: int, low: str) -> bool:
    """Say whether a sentence tells a time of follow-up, or one that is counted from an event."""
    sentence = chart.sentences[number]
    for time in sentence.of("duration"):
        start, end = time.start - sentence.start, time.end - sentence.start
        if follow_up.FOLLOWED.search(low, max(0, start - 25), end + 20):
            return True
        reached = _REACHED.search(
            low, max(0, start - 15), start
        )  # "a complete response by 14 months"
        if since(low, end, time) != "unstated" or (time.label == "at" and not reached):
            return True
    return False
