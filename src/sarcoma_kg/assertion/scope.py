"""Scope: what each cue of a sentence reaches."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from sarcoma_kg.assertion.clause import Clauses, after, before, clauses
from sarcoma_kg.assertion.stance import Assertion
from sarcoma_kg.phrase import Found, Phrases, read

#: The table of cues.
CUES = Path(__file__).parent / "cues.tsv"
_SENTENCES = 1024  # several readers ask about the same sentence
_ON = {"word": 1, "touch": 3, "verbs": 1}  # words that a cue reaches which only touches its target
_BACK = {"word": 1, "touch": 2}  # and back
_LONGEST_APPOSITION = 120  # characters
_NEAR = 9  # words back to what is told with its time
_PUNCTUATION = re.compile(r"[,;:.]")
_WORD = re.compile(r"[\w'’-]+")
# who or what is examined or treated: as a subject it passes a denial on to the object
_SUBJECT_OF_VERB = re.compile(
    r"\b(?:patients?|child(?:ren)?|wom[ae]n|m[ae]n|boys?|girls?|cases?|them|one|siblings?|brothers?"
    r"|sisters?|ct|mri|pet|scans?|tests?|imaging|examinations?|biops\w+|radiograph\w*|x-?rays?"
    r"|stud(?:y|ies)|cells?|specimens?|sections?)\s*$"
)
_PASSES_ON = re.compile(
    r"(?:had|has|have|received|underwent|developed|showed|shows|revealed|disclosed|demonstrated"
    r"|detected|found|identified|experienced|reported|required|needed|took|got|confirmed|proved"
    r"|verified|established|supported)\b"
)
_SHOWS = re.compile(
    r"(?:(?:has|have|had)\s+)?(?:showed|shown|shows?|revealed|disclosed|demonstrated|contained|held"
    r"|confirmed|proved|verified|established|supported)\b"
)
# a preposition behind a head: what follows is not the head
_BEHIND = re.compile(r"\b(?:with|of|for|in|from|to|at|on|by|against|into|after|due\s+to)\s")
# heads that stand for what follows them
_EMPTY_HEAD = re.compile(
    r"(?:therap\w*|treatment|regimen|course|courses|cycles?|combination|use|administration|addition"
    r"|trial|evidence|signs?|symptoms?|suspicion|suggestion|indication|findings?|presence|history"
    r"|features?|picture|diagnosis|possibility|occurrence|development|appearance|rate|risk|amount"
    r"|areas?|foc(?:us|i)|degree|kind|sort|type|form|episodes?|part|components?|expression|cases?"
    r"|emergence|existence|question|issue|proof|trace|traces|doses?|infusions?|line|hipec)\s*$"
)
# a treatment that was not given denies its drug, not what it was meant for
_TREATING = re.compile(r"(?:therap\w*|treatment|hipec)\s*$")
_SEARCH = re.compile(r"(?:work\W?up|search|screening|survey|stud(?:y|ies)|evaluation|tests?)\s*$")
# what is done for, by or on something does not deny that
_AIM = re.compile(
    r"(?:for|on|at|after|in\s+the\s+(?:moment|time)"
    r"|(?<!followed )(?<!caused )(?<!accompanied )(?<!treated )by)\s"
)
_BESIDE = re.compile(r"\s*(?:\([^)]*\)\s*)?(?:(?:and|or|with|of|for|in)\s+(?:\w+\s+){1,3})?")
_DEFINITE = re.compile(r"(?:the|this|that|these|those|his|her|its|their|our)\s")
# "on imatinib the nodules did not grow": what leads a clause is not its subject
_LEADING = re.compile(
    r"\W*(?:and\s+|but\s+)?(?:on|under|despite|upon|with|during|after|following|in|at|by|given"
    r"|since(?!\s+an?\s)|due\s+to|because\s+of|owing\s+to|in\s+view\s+of)\s"
)
_DETERMINER = re.compile(r"\b(?=(?:the|an?|his|her|she|he|it|this|these|there|no)\s)")
_WAS = re.compile(r"\b(?:was|were|been|being|be)\s+(?:\w+ly\s+)?$")
_LEFT_OUT = re.compile(
    r"avoid|omit|declin|reject|withheld|abandon|prevent|preclud|exclud|cancel|waive"
)
# "it did not recur, grow or spread"
_OTHER_VERBS = re.compile(r"(?:,\s\w+){0,4},?\s+n?or\s+(?:\w+ly\s+)?[\w-]+")
_PREPOSITION = re.compile(r"without|unlike|instead|rather|in\s+lieu|absence|lack\b|want\b")
_LEADING_UP_TO = re.compile(
    r"(?:^|[,;:.])\W*(?:(?:in|for|with|from|through)\s+)?(?:the\s+|an?\s+)?$"
)
# a subject behind what leads its clause, without a comma: not what hangs on it by a preposition
_OWN_SUBJECT = re.compile(
    r"(?<!\bof )(?<!\bin )(?<!\bto )(?<!\bat )(?<!\bon )(?<!\bfor )(?<!\bby )(?<!\bwith )"
    r"\b(?:the|an?|his|her|he|she|it|they|we|this|these)\s"
)
_ABSOLUTE = re.compile(
    r"\b(?:being|having|(?:show|see|find|obtain|achiev|bring|reach|giv)ing)\b"
)  # "no response being seen, imatinib was given"
_WHOSE = re.compile(r"\bwhose(?:\s[^;.:]{0,60})?$")
_LISTED = re.compile(r"\s*(?:and|or)\b")
_AND_THE = re.compile(r"and\s+(?:the|his|her|their|its)\s")
_NO_OBJECT = re.compile(r"\s+(?:in|at|because)\b")
_ADVERBS = re.compile(r"\s+(?:(?:\w+ly|also|thus|then|now|still|soon|therefore|hence|again)\s+)?")
_FEW_WORDS = re.compile(r"\s+(?:\w+\s+){0,2}")  # "differential diagnoses considered were"
_IS = re.compile(r"(?:is|are|was|were|included?|comprised)\b")
_AFTERMATH = 100  # characters in which is told what became of a plan
# what is told afterwards of what was planned, and of what was looked for
_OF_PLANS, _OF_DOUBTS = ("carried", "turned down"), ("found", "refuted")
_APART = (*_OF_PLANS, *_OF_DOUBTS, "implied")  # cues that reach nothing
_PRESCRIBED = re.compile(
    r"\s*(?:was|were|had\s+been)\s+(?:\w+\s+)?(?:prescribed|ordered|bought|dispensed)\b"
)
_SAID = re.compile(r"[.;:]")
Hanging = Literal["reached", "apart", "aim", "definite", "left", "beside"]
_HANGING: dict[str, Hanging] = {"list": "apart", "noun": "definite", "head": "left"}


@dataclass(frozen=True, slots=True)
class _Reach:
    """What one cue says of a stretch of its sentence."""

    meaning: str
    start: int
    end: int
    back: bool
    # what hangs on a head by a preposition is not reached: never, if definite, or always
    hanging: Hanging


@cache
def cues(*sides: str) -> Phrases:
    """Give the cues whose target lies on these sides; what says nothing is in all."""
    wheres = ("around", "", *sides)
    rows = [row for row in read(CUES).rows if row["where"] in wheres]
    return Phrases([row for row in rows if row["meaning"] not in _APART], by_match=True)


@lru_cache(maxsize=_SENTENCES)
def _reaches(low: str) -> tuple[_Reach, ...]:
    parts = clauses(low)
    forward = cues("before").find(low)
    stops = [cue for cue in forward if cue.meaning == "stop"]
    ends = tuple(
        cue.start if _LEADING.match(low, cue.start) else cue.end
        for cue in stops
        if not cue.row["reach"]
    )
    reached = [_forward(low, cue, parts, stops) for cue in forward if _says(cue)]
    reached += [_back(low, cue, parts, ends) for cue in cues("after").find(low) if _says(cue)]
    return tuple(reached)


def _says(cue: Found) -> bool:
    return bool(cue.row["where"]) and cue.meaning != "so"


def _forward(low: str, cue: Found, parts: Clauses, stops: list[Found]) -> _Reach:
    start, reach = cue.end, cue.row["reach"]
    if reach in _ON:
        end = _words_on(low, start, _ON[reach])
        others = _OTHER_VERBS.match(low, end) if reach == "verbs" else None
        return _Reach(cue.meaning, start, others.end() if others else end, False, "reached")
    if reach == "text":
        return _Reach(cue.meaning, start, len(low), False, "reached")
    if reach == "box":  # "[ ] amputation [x] excision"
        ends = [n for n in (low.find("[", start), low.find("\n", start), len(low)) if n >= 0]
        return _Reach(cue.meaning, start, min(ends), False, "reached")
    left_out = _LEFT_OUT.match(low, cue.start)
    passive = left_out and _WAS.search(low, max(0, cue.start - 60), cue.start)
    if passive or ((left_out or reach == "list") and _NO_OBJECT.match(low, start)):
        # "was avoided, and rays were given", "which we wished to avoid in her syndrome"
        return _Reach(cue.meaning, start, start, False, "reached")
    aside = parts.aside(cue.start)
    ends = [len(low), aside[1] if aside else len(low)]
    ends += [
        stop.start
        for stop in stops
        if stop.start >= start and stop.row["reach"] in ("", "forward", cue.meaning)
    ][:1]
    # "unlike her mother she …" tells of her at once
    subject = start if cue.meaning == "relative" else start + 3
    bounds = [(parts.hard, start), (parts.subject, subject)]
    if reach != "list":
        bounds.append((parts.definite, start + 3))
    if reach in ("noun", "head", "clause"):
        bounds.append((parts.article, start + 1))
    for places, first in bounds:
        place = after(places, first)
        if place is not None:
            ends.append(place)
    end = min(ends)
    end = _before_next_verb(low, cue, reach, parts, start, end)
    hanging: Hanging = "reached"
    if reach in _HANGING:
        hanging = _HANGING[reach]
    elif cue.meaning == "denied":
        hanging = "aim"
    return _Reach(cue.meaning, start, end, False, hanging)


def _leads(low: str, cue: Found) -> bool:
    """Whether a cue is a preposition that leads its clause: "in the absence of spread a …"."""
    return bool(_LEADING_UP_TO.search(low, 0, cue.start) and _PREPOSITION.match(low, cue.start))


def _subject_end(low: str, cue: Found, start: int, verb: int, join: int | None, led: bool) -> int:
    """Give where a noun that a cue reaches ends before a verb, if another is its subject."""
    if join is None or "or" in low[join - 3 : join]:
        own = _OWN_SUBJECT.search(low, start + 1, verb) if _leads(low, cue) else None
        return own.start() if own else verb
    if led or cue.row["reach"] == "head":
        return join
    absolute = _ABSOLUTE.search(low, max(0, start - 40), verb)
    if not absolute and not _PREPOSITION.match(low, cue.start):
        return verb
    comma = low.find(",", start, join)  # "without surgery, rays and drugs were given"
    return comma if comma >= 0 else join


def _before_next_verb(
    low: str, cue: Found, reach: str, parts: Clauses, start: int, end: int
) -> int:
    """End a reach where a verb has a subject of its own, and that of a noun at its verb."""
    led = bool(parts.verbs_in(max(0, start - 40), cue.start))
    for number, verb in enumerate(parts.verbs_in(start, end)):
        join = parts.last_join(start, verb[0])
        if reach in ("noun", "head"):
            if not low[start : verb[0]].strip():
                continue  # "nor was radiotherapy given"
            if low.startswith(("neither", "none"), cue.start) and _SHOWS.match(low, verb[0]):
                continue
            if _SUBJECT_OF_VERB.search(low, start, verb[0]) and _PASSES_ON.match(low, verb[0]):
                continue
            return _subject_end(low, cue, start, verb[0], join, led)
        if reach == "clause":  # "whose sister had died of cancer, noticed …"
            if (cue.meaning == "past" and (number or cue.start)) or (
                _WHOSE.search(low, 0, cue.start + 5)
                and join is not None
                and not low[join : verb[0]].strip()
            ):
                return verb[0]
        elif join is not None and "or" not in low[join - 3 : join]:
            return join
        elif reach == "list" and (number or not _is_own(low, start, verb)):
            return verb[0]
    return end


def _is_own(low: str, start: int, verb: tuple[int, int]) -> bool:
    """Whether a verb behind a cue only says what it may be: "the diagnoses considered were"."""
    if _ADVERBS.fullmatch(low, start, verb[0]):
        return True
    return bool(_IS.match(low, verb[0]) and _FEW_WORDS.fullmatch(low, start, verb[0]))


def _back(low: str, cue: Found, parts: Clauses, ends: tuple[int, ...]) -> _Reach:
    end, reach = cue.start, cue.row["reach"]
    aside = parts.aside(cue.start)
    if aside and reach not in _BACK:
        if aside[0] + 1 < cue.start and _WORD.search(low, aside[0], cue.start):
            return _Reach(cue.meaning, aside[0], end, True, "left")
        end = aside[0]
    if reach in _BACK:
        return _Reach(cue.meaning, _words_back(low, end, _BACK[reach]), end, True, "reached")
    if reach == "label":
        begin = max(low.rfind(sign, 0, end) for sign in ".;\n|") + 1
        return _Reach(cue.meaning, begin, end, True, "reached")
    end = _before_apposition(low, end)
    base = _begin(low, parts, end)
    verbs = parts.verbs_in(base, end)
    # "was therefore never given": the verb of the cue itself
    own = bool(verbs) and _ADVERBS.fullmatch(low, verbs[-1][1], end) is not None
    begin = max(base, before(ends, verbs[-1][0] if own else end) or 0)
    for verb in verbs[-2 if own else -1 : -1 if own else None]:
        begin = max(begin, _first_listed(low, parts, verb[1], verbs[-1][0] if own else end))
    if reach == "near":
        return _Reach(cue.meaning, max(begin, _words_back(low, end, _NEAR)), end, True, "reached")
    lead = _LEADING.match(low, begin, end)
    if lead and (own or end < cue.start or parts.verbs_in(cue.start, cue.start + 1)):
        begin = _after_leading(parts.flat, lead.end(), end)
    return _Reach(cue.meaning, begin, end, True, "beside" if reach == "head" else "left")


def _first_listed(low: str, parts: Clauses, start: int, end: int) -> int:
    """Give where the subject begins behind another verb: "cells were seen, and one or two was"."""
    join = parts.last_join(start, end)
    while join is not None and low[join - 2 : join] == "or":
        earlier = parts.last_join(start, join - 2)
        if earlier is None:
            break
        join = earlier
    if join is None:
        return start
    # "it showed atypia and a, b and c were": the list of the second verb has commas
    first, sign = join, "and"
    while low.endswith(sign, start, first):
        earlier = parts.last_join(start, first - len(sign))
        if earlier is None:
            return join
        first, sign = earlier, ","
    return first if low.endswith("and", start, first) else join


def _begin(low: str, parts: Clauses, end: int) -> int:
    """Give where a clause begins; "the liver and the bones were" is one subject."""

    def start(place: int) -> int:
        return max(before(b, place) or 0 for b in (parts.hard, parts.subject, parts.definite))

    base = start(end)
    while _AND_THE.match(low, base):
        earlier = start(base)
        if earlier == base or parts.verbs_in(earlier, base):
            break
        base = earlier
    return base


def _before_apposition(low: str, end: int) -> int:
    """Give where the subject ends before words between commas: "surgery, which he feared, was"."""
    close = low.rfind(",", 0, end)
    if close < 0 or low[close + 1 : end].strip():
        return end
    opened = low.rfind(",", max(0, close - _LONGEST_APPOSITION), close)
    listed = _LISTED.match(low, opened + 1)  # "a, b, and c, were"
    return opened if opened >= 0 and not listed else end


def _after_leading(flat: str, start: int, end: int) -> int:
    """Give where the subject begins behind what leads its clause; unsaid, its last word."""
    comma = flat.rfind(",", start, end)
    if comma >= 0:
        return comma
    onward = _DETERMINER.search(flat, start + 1, end)
    if onward:
        return onward.start()
    words = list(_WORD.finditer(flat, start, end))
    return words[-1].start() if words else end


def _words_on(low: str, start: int, count: int) -> int:
    end = start
    for number, word in enumerate(_WORD.finditer(low, start, start + 80)):
        if number == count or low[end : word.start()].strip(" -–"):
            break
        end = word.end()
    return end


def _words_back(low: str, end: int, count: int) -> int:
    first = end
    for word in reversed(list(_WORD.finditer(low, max(0, end - 40 * count), end))):
        if count == 0 or _PUNCTUATION.search(low, word.end(), first):
            break
        first, count = word.start(), count - 1
    return first


def _is_left(low: str, reach: _Reach, start: int, end: int) -> bool:
    """Whether a stretch that a cue reaches over is left out all the same.

    "Chemotherapy for the sarcoma was not given" denies the first; "treatment with imatinib was
    not given" denies both.
    """
    if reach.hanging == "reached":
        return False
    if reach.hanging == "apart":  # "a presumed myoma (myomectomy)"
        aside = clauses(low).aside(start)
        return aside is not None and aside[0] >= reach.start
    if reach.hanging == "beside":
        return not _BESIDE.fullmatch(low, end, reach.end)
    first = reach.start
    if reach.back or reach.hanging != "left":
        first = clauses(low).last_join(reach.start, start) or first
    for behind in _BEHIND.finditer(low, first, start):
        head = low[first : behind.start()].strip()
        meant = _TREATING.search(head) and low.startswith(("of", "for"), behind.start())
        if not meant and (not head or _EMPTY_HEAD.search(head)):
            continue
        if low.startswith("for", behind.start()) and _SEARCH.search(head):
            continue  # "the search for metastases was negative"
        if meant or reach.hanging == "left" or _AIM.match(low, behind.start()):
            return True
        if reach.hanging == "definite" and _DEFINITE.match(low, behind.end()):
            return True
    return False


def _became(low: str, end: int, *meanings: str) -> str:
    """Say what became of a plan or a search: which of the meanings, or nothing that is told."""
    said = _SAID.search(low, end)
    stop = min(end + _AFTERMATH, said.start() if said else len(low))
    found = read(CUES, *meanings).find(low, end, stop)
    return found[0].meaning if found else ""


def _came_true(reached: list[_Reach]) -> bool:
    """Whether what was feared is told to have come: "the feared mucositis did occur".

    Of "if mucositis occurs" the doubt reaches over the verb too.
    """
    doubts = [reach for reach in reached if reach.meaning == "doubted"]
    return any(
        not any(doubt.start <= reach.end < doubt.end for doubt in doubts)
        for reach in reached
        if reach.meaning == "happened"
    )


@lru_cache(maxsize=4096)
def of(low: str, start: int, end: int) -> Assertion:
    """Say how `low[start:end]` stands in its sentence `low` (lower case)."""
    reached = [
        reach
        for reach in _reaches(low)
        if reach.start <= start < reach.end
        # else the cue is part of what is asked about
        and not (reach.back and end > reach.end)
        and not _is_left(low, reach, start, end)
    ]
    meanings = {reach.meaning for reach in reached}
    about = "planned" in meanings or _PRESCRIBED.match(low, end)
    became = _became(low, end, *_OF_PLANS) if about else ""
    if became == "turned down":
        meanings.add("denied")
    planned = "planned" in meanings and became != "carried"
    if "doubted" in meanings:
        came = "found" if _came_true(reached) else _became(low, end, *_OF_DOUBTS)
        if came:
            meanings.discard("doubted")
        if came == "refuted":
            meanings.add("denied")
    return Assertion(
        "absent" if "denied" in meanings else "present",
        "doubted" if "doubted" in meanings else "certain",
        "planned" if planned else "past" if "past" in meanings else "now",
        "relative" if "relative" in meanings else "general" if "general" in meanings else "patient",
    )
