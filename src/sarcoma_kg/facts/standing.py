"""Standing: whether a treatment or an event that a sentence names took place.

It may have been done, denied ("did not receive"), planned or advised only, or spoken of in
general ("surgery is the mainstay"). The cues are in `standing.tsv`: a cue `before` its target
reaches forward to the next stopping word, one `after` it reaches back over no other verb
(the method of NegEx and ConText: Chapman 2001, Harkema 2009).
"""

import re
from functools import lru_cache
from typing import Literal

from sarcoma_kg.facts.phrase import phrases

Standing = Literal["done", "denied", "planned", "general"]

_WINDOW, _WORDS = 130, 60  # characters
_POINT = re.compile(
    r"[;:!]|,\s(?=(?:taking|receiving|having|and\s+takes|and\s+receives)\s)|\s[-–—]\s|\?(?!t\b)|\.\s|,\s(?:and|but)\s(?:was|were|she|he|it|the)\b"
)
_CUT_AFTER = re.compile(
    r"[;:!?]|\.\s"
    r"|,\s(?!(?:refused|declined|not|never|and|or|nor|which|although|initially|however|planned|recommended"
    r"|proposed|advised|then|chemo\w*|radio\w*|radiation|surgery|as)\b)"
    r"|,?\s(?:but|however|although|though|which|who|after|followed|then|until|because|resulting|leading"
    r"|and\s(?:she|he|it|the|a|an|subsequently|then|was|were|had|has|did|does|could|is|remains?))\b|\)"
)
# between a target and what is said of it stands no other verb
_VERB = re.compile(
    r"\b(?:was|were|is|are|has|had|have|did|showed|revealed|confirmed|led|underwent|received"
    r"|developed|died|remained|demonstrated|resulted|continued|occurred|proved|proven|turned|found|appeared|seemed|shown|thought)\b"
)
_GENERAL = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:(?:and|or|with|of|for|in)\s+(?:\w+\s+){1,3})?"
    r"(?:is|are|remains?|can|plays?|has\s+been\s+(?:shown|reported|described|proposed)|"
    r"have\s+been\s+(?:shown|reported|described)|offers?|provides?|represents?|"
    r"appears?\s+to|seems?)\b"
    r"(?!\s+(?:currently|still|now|ongoing|(?:\w+\s+){0,3}?being|at\s+present|presently|under|on|well|alive|free|without|to\s+date|no\b|in\b|performed|carried|done|started|given|administered|undertaken|reali[sz]ed|decided|followed))"
)
_OF_GENERAL = re.compile(
    r"\b(?:role|efficacy|effectiveness|benefits?|value|importance|principles?|goal|aim|advances?)"
    r"\s+(?:of|in|for)\s+(?:\w+\s+){0,3}$"
)
_OF_TODAY = re.compile(r"\b(?:modern|contemporary|(?<!her\s)(?<!his\s)current)\s+(?:\w+\s+)?$")
_OF_NOUNS = frozenset(["no", "without", "absence of", "lack of", "neither"])
_DIED_BEFORE = re.compile(
    r"\b(?:died|death|lost\s+to\s+follow[\s-]?up)\s+(?:\w+\s+){0,3}?(?:before|prior\s+to)\s+(?:any|receiving|starting|commencing|undergoing"
    r"|initiation\s+of|the|start\s+of|initiating|\s)*$"
)
# "trabectedin was proposed but she refused it"
_TURNED_DOWN = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:was|were|had\s+been)\s+(?:\w+\s+)?(?:planned|proposed|offered|advised|suggested"
    r"|recommended|considered|discussed|indicated)\b[^.;]{0,25}?(?:,|but|and|which|however)\s+(?:which\s+)?"
    r"(?:(?:the|she|he|his|her|their|patient|parents|family|was|were|it)\s+){0,3}?"
    r"(?:refused|declined|rejected)\b(?!\s+(?!it\b|this\b|treatment\b|by\b|them\b)\w)"
)
# "it was decided to give imatinib, resulting in …", "was proposed and accepted": so it was given
_EFFECT = re.compile(
    r"[^.;:]{0,40}?\b(?:resulting\s+in|leading\s+to|which\s+(?:led|resulted|was\s+(?:\w+ly\s+)?(?:done|performed|carried|given|achieved|made))|with\s+(?:an?\s+)?(?:\w+\s+)?(?:response|success|remission|benefit))\b"
)
_CARRIED_OUT = re.compile(
    r"[^.;:]{0,60}?(?:\band\b|,\s*which|,\s*and)\s+(?:(?:then|she|he|they|it|was|were|has|have|had|been|also|subsequently|promptly|the\s+patient|\w+ly)\s+)*"
    r"(?:accepted|taken|took|given|started|begun|began|performed|done|carried\s+out|administered|undertaken|delivered|initiated"
    r"|completed|agreed|consented|followed|been\s+on|on\s+it|under\s+it|executed|implemented)\b"
)
# "On imatinib the nodules have not progressed": what is denied is not that it was given
_UNDER = re.compile(
    r"(?:^|[,;:.]\s*|\band\s+|\bbut\s+)(?:on|under|despite|upon|with)\s+(?:[\w-]+\s+){0,3}$"
)
_WAS = re.compile(r"\b(?:was|were|been|being|be)\s+(?:\w+ly\s+)?$")
_LEFT_OUT = re.compile(r"avoid|omit|declin|reject|withheld|abandon|prevent|preclud|exclud")
_OBJECT = re.compile(
    r"(?:refused|declined|rejected)\s+(?:any\s+|further\s+)?(?!by\b|it\b|this\b|them\b|treatment\b|both\b)\w{4}"
)
_NEW_SUBJECT = re.compile(r"\band\b")
_OWN_VERB = re.compile(r"\s*(?:\w+\s+){0,2}?(?:was|were|led|resulted|had)\b(?!\s+(?:not|never))")


@lru_cache(maxsize=1024)  # several readers ask about the same words of a paper
def standing(low: str, start: int, end: int) -> Standing:
    """Say how `low[start:end]` stands in its sentence `low` (lower case)."""
    before = _before(low, start)
    after = "" if _UNDER.search(low, max(0, start - _WORDS), start) else _after(low, end)
    if _DIED_BEFORE.search(low, 0, start) or _TURNED_DOWN.match(low, end):
        return "denied"
    if _denied_before(before, after) or _reaching_back("denied-after", after):
        return "denied"
    if _OF_GENERAL.search(before) or _OF_TODAY.search(before) or _GENERAL.match(after):
        return "general"
    if _planned_before(before, after) or _reaching_back("planned-after", after):
        carried = _EFFECT.match(low, end) or _CARRIED_OUT.match(low, end)
        return "done" if carried else "planned"
    return "done"


def denied(low: str, start: int, end: int) -> bool:
    """Say whether `low[start:end]` is denied in its sentence `low` (lower case)."""
    after = _after(low, end)
    return _denied_before(_before(low, start), after) or _reaching_back("denied-after", after)


def _before(low: str, start: int) -> str:
    window = low[max(0, start - _WINDOW) : start]
    cut = 0
    for match in _POINT.finditer(window):
        cut = match.end()
    for stop in phrases("standing", "stop").find(window, cut):
        cut = stop.end
    return window[cut:]


def _after(low: str, end: int) -> str:
    window = low[end : end + _WINDOW]
    match = _CUT_AFTER.search(window)
    return window[: match.start()] if match else window


def _denied_before(before: str, after: str) -> bool:
    found = phrases("standing", "denied-before").find(before)
    if not found:
        return False
    # "no complications, and radiotherapy was given": what follows has a verb of its own
    between = before[found[-1].end :]
    if _WAS.search(before, 0, found[-1].start) and _LEFT_OUT.match(before, found[-1].start):
        return False  # "anthracyclines were avoided and radiotherapy was given"
    own = _NEW_SUBJECT.search(between) and _OWN_VERB.match(after)
    # "no toxicity was seen with doxorubicin": what is denied has its verb before the target
    noun = found[-1].row["pattern"] in _OF_NOUNS and _VERB.search(between)
    return not own and not noun and not re.match(r"\s*only\b", between)


def _planned_before(before: str, after: str) -> bool:
    found = phrases("standing", "planned-before").find(before)
    if not found:
        return False
    # "a GIST was suspected, and hemicolectomy was performed": what follows has a verb of its own
    own = _NEW_SUBJECT.search(before[found[-1].end :]) and _OWN_VERB.match(after)
    return not (own and not _reaching_back("planned-after", after))


def _reaching_back(meaning: str, after: str) -> bool:
    for found in phrases("standing", meaning).find(after):
        if _NEW_SUBJECT.search(after, 0, found.start) and _OBJECT.match(after, found.start):
            return False  # "underwent excision and declined chemotherapy"
        return not _VERB.search(after[: found.start])
    return False
