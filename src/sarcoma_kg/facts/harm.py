"""Harm: what in a sentence ties a finding to a treatment, beside a cue that says so.

A finding may stand before the treatment under which it came ("occurred with bevacizumab"), beside
one ("a partial response and diarrhoea"), or at a time that a treatment measures.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto

from sarcoma_kg.facts.phrase import Found
from sarcoma_kg.records import Sentence

TREATMENT = re.compile(
    r"surg|operat|resect|excis|ectom|chemo|radiat|radioth|irradi|therap|treatm|\bdrugs?\b|amputat|nib\b|mab\b|ablat"
    r"|emboli|cycles?\b|courses?\b|infusion|transplant|perfusion|hipec|\bgy\b|anthracycl|maintenance"
)
# a time that the treatment measures
MEDICAL_TIME = re.compile(
    r"\b(?:after|within|following|during|on|upon|under|throughout|into|in\s+the|at\s+the\s+(?:end|completion))\s+(?:[\w.-]+\s+){0,7}?"
    r"(?:cycles?|courses?|doses?|infusions?|injections?|chemo\w*|irradiation|radio\w*|treatment|therapy"
    r"|\w{3,}nib|\w{3,}mab|maintenance|trabectedin|doxorubicin|ifosfamide|methotrexate)\b"
)
_SURGICAL_TIME = re.compile(
    r"\b(?:post|peri|intra)-?\s?operativ\w+|\bpostop\b|\bon\s+(?:the\s+)?(?:\w+\s+)?day\s+\w+"
    r"|\b(?:days?|weeks?|hours?|shortly|soon|immediately)\s+(?:after|following)\s+(?:the\s+)?(?:\w+\s+)?(?:surgery|operation|resection|\w+ectomy|amputation)"
)
ONSET_BEHIND = re.compile(
    r"(?:\s+[\w-]+){0,4}?\s+(?:develop\w*|occurr\w*|appeared|arose|ensued|supervened|emerged|set\s+in|came\s+on"
    r"|complicated|forced|troubled|bothered|persisted|remained|recurred|returned|reappeared|came\s+back|resulted)\b"
)
# what the tumour itself does is no work of the treatment
TUMOUR_OWN = re.compile(
    r"\b(?:metasta\w+|recurr\w+|relaps\w+|tumou?rs?|mass(?:es)?|progress\w+|carcinomatosis|nodules?|lesions?)\b"
)
THEN = re.compile(
    r"\s+(?:(?!persist|continu|remain|disappear|resol|treat|manag)[\w-]+\s+){0,4}?(?:after|following|during|under|with|on|from|by"
    r"|(?:due|ascribed|attributed|down|owing|related)\s+to|complicated|had\s+followed|followed|ended|accompanied)\s+"
)
# what a finding is treated with
_CARE = re.compile(r"antibio|analges|steroid|transfus|drain|heparin|anticoag|antivir")
# "under the second", "with the former": one of the treatments that were told
_NUMBERED = re.compile(r"(?:the\s+)(?:first|second|third|former|latter|other|last)\b")
_WHILE_ON = re.compile(r"\b(?:on|under|with|after|during|from|by)\s+(?:[\w-]+\s+)?$")
_BEHIND, WORD = 75, 35  # characters


class Kind(Enum):
    """How far a finding is to be expected of a treatment."""

    SURE = auto()  # mucositis
    EXPECTED = auto()  # pneumonia: it comes without treatment too
    POSSIBLE = auto()  # fever: the tumour can do it too
    OTHER = auto()


EXPECTED = (Kind.SURE, Kind.EXPECTED)


@dataclass(frozen=True, slots=True)
class Told:
    """What a sentence says of its findings: its cues, and whether treatment sets the time."""

    sentence: Sentence
    low: str
    cues: tuple[Found, ...]
    excepted: bool  # "uneventful except for …"
    near: bool  # the sentence or the one before it tells of a treatment
    drugs: tuple[tuple[int, int], ...]
    known: frozenset[str] = frozenset()  # the adverse events told before

    def treatment(self, start: int, end: int) -> bool:
        """Say whether a treatment is named between two places of the sentence."""
        return bool(TREATMENT.search(self.low, max(0, start), end)) or any(
            start < b and a < end for a, b in self.drugs
        )

    def timed(self) -> bool:
        """Say whether the sentence says when by a treatment: "after the third cycle"."""
        return bool(MEDICAL_TIME.search(self.low) or _SURGICAL_TIME.search(self.low)) or any(
            _WHILE_ON.search(self.low, max(0, a - WORD), a) for a, _ in self.drugs
        )


_CLAUSE_BREAK = re.compile(
    r"[;:.]\s|,\s+(?:and|but|although|though|while|whereas|which|who)\s|\b(?:but|although|though|while|whereas|until)\s"
)
_LOOKED = re.compile(
    r"\b(?:ct|mri|pet|imaging|scans?|radiograph\w*|ultraso\w+|biops\w+|examination|tomography|revealed|showed|disclosed|(?:diagnosis|discovery)\s+of|presented|complain\w*)\b"
)
_LONG_AFTER = re.compile(r"\b(?:months?|years?)\b")
# "a partial response and X", "was given, with X", "went on until X"
_BROUGHT_WITH = re.compile(
    r"(?:\b(?:response|remission|disease|shrinkage|regression|stabili[sz]ation|effect)\s+(?:and|but)(?:\s+also)?(?:\s+(?:to|in|with))?|,\s+(?:although\s+|though\s+|albeit\s+)?with"
    r"|\buntil|\bapart\s+from|\bthere\s+was(?:\s+only)?)\s+(?:(?:an?|some|the|severe|mild|marked|transient|slight|moderate|grade\s+\d)\s+)*$"
)
_TOLD_OF = re.compile(
    r"(?:\s+[\w-]+){0,2}?\s+(?:occurred|resulted|formed|(?:was|were|been)\s+(?:\w+ly\s+)?(?:noted|noticed|seen|reported|observed|recorded|mild|moderate|severe|troublesome|marked|transient)"
    r"|(?:was|were)\s+(?:the|its|their|her|his)\s+(?:only|sole|main|chief|price))\b"
)


def clause(low: str, start: int, end: int) -> tuple[int, int]:
    """Give the bounds of the clause of a finding."""
    begin = max((m.end() for m in _CLAUSE_BREAK.finditer(low, 0, start)), default=0)
    stop = _CLAUSE_BREAK.search(low, end)
    return begin, stop.start() if stop else len(low)


def tied(told: Told, place: int, kind: Kind) -> bool:
    """Say whether a treatment stands at a place: "(occurred with) bevacizumab", "the second"."""
    if _CARE.search(told.low, place, place + WORD):
        return False
    drug = any(0 <= a - place < WORD for a, _ in told.drugs)
    numbered = _NUMBERED.match(told.low, place) is not None
    if kind is Kind.OTHER:
        return drug or numbered
    return drug or numbered or told.treatment(place, place + WORD)


def went_with(told: Told, start: int, end: int, kind: Kind) -> bool:
    """Say whether a finding is told beside a treatment, as what came with it."""
    low = told.low
    begin, stop = clause(low, start, end)
    if _LOOKED.search(low, begin) or (
        kind is not Kind.SURE and _LONG_AFTER.search(low, begin, stop)
    ):
        return False
    seen = (
        ONSET_BEHIND.match(low, end)
        or _TOLD_OF.match(low, end)
        or _BROUGHT_WITH.search(low, max(0, start - _BEHIND), start)
    )
    if not seen:
        return False
    if any(b <= start for _, b in told.drugs):
        return True
    return kind is not Kind.OTHER and begin > 0 and told.treatment(0, begin)
