"""Moments: which event a time is counted from, where the words right behind it say so.

The mention layer reads the common wordings; here stand the longer ones ("2 years after the second
cardiac metastasectomy", "5 years of follow-up after the third operation"). What the text does not
say stays "unstated" (docs/facts.md, rule 17).
"""

import re

from sarcoma_kg.records import Mention

_EVENTS = (
    ("recurrence", r"recurrences?|relapse"),
    ("metastasis", r"(?:diagnosis|detection|discovery|appearance"
    r"|onset)\s+of\s+(?:the\s+)?(?:\w+\s+)?metasta\w+"),
    ("treatment", r"chemo\w*|radio\w*|irradiation|treatment|therapy|discontinu\w+|completi\w+"
    r"|cessation|cycles?|starting|the\s+start|initiation|commenc\w+|\w{3,}(?:nib|mab|mus"
    r"|platin|rubicin|taxel)|rfa|ablation|emboli\w+"),
    ("diagnosis", r"diagnos\w+"),
    ("surgery", r"surger\w+|operat\w+|re-?sect\w+|(?:re-?)?excis\w+|removal|amputation"
    r"|\w+ectom(?:y|ies)|procedure|transplant\w*|laparotomy|reconstruction|debulking|curettage"
    r"|enucleation"),
    ("presentation", r"presentation|admission|onset|referral|first\s+(?:visit|symptoms?)"
    r"|hospitali[sz]ation"),
)  # fmt: skip
_BEHIND = re.compile(
    r"\s*,?\s*(?:of\s+(?:\w+\s+)?(?:follow-?\s?up|observation|surveillance)\s*,?\s*"
    r"|follow-?\s?up\s*,?\s*)?"
    r"(?:(?:have\s+|has\s+|had\s+)?(?:passed|elapsed|gone\s+by|out)\s+)?"
    r"(?:after|following|since|from|post|of)\s+(?:[\w'’-]+\s+){0,5}?(?:"
    + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _EVENTS)
    + r")\b"
)
# "one month after she underwent mastectomy"
_OWN_ACT = re.compile(
    r"\b(?:she|he|the\s+patient)\s+(?:had\s+)?"
    r"(?:underwent|undergone|had|received|completed|started|finished|stopped)\b"
)
_UNDER = re.compile(
    r"\s+(?:on|under|into)\s+(?:\w+\s+)?(?:chemo\w*|treatment|therapy"
    r"|\w{3,}(?:nib|mab|mus|platin|rubicin|taxel)|trabectedin|eribulin)\b"
)
_STOP = re.compile(
    r"[,;.:]|\b(?:with|and|when|but|until|there|she|he|the\s+patient\s+(?:was|is|had))\b"
)


def since(low: str, end: int, mention: Mention) -> str:
    """Give the event that a duration ending at `end` of a sentence (lower case) is counted from."""
    if mention.since:
        return mention.since
    match = _BEHIND.match(low, end)
    if match is None and _UNDER.match(low, end):
        return "treatment"  # "after four months on imatinib"
    if (
        match is None
        or match.lastgroup is None
        or _STOP.search(_OWN_ACT.sub("", low[end : match.end() - 1].lstrip(" ,")))
    ):
        return "unstated"
    return match.lastgroup


_LEADING = re.compile(
    r"\s*(?:,\s*)?(?:after|following|since)\s+(?:[\w'’-]+\s+){0,4}?(?:"
    + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _EVENTS)
    + r")\b"
)


def opening(low: str) -> str:
    """Give the event that a sentence opens with: "After the resection, she was well …"."""
    match = _LEADING.match(low)
    return match.lastgroup or "unstated" if match else "unstated"
