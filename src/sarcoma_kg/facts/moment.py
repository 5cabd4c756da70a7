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
    r"|onset)\s+of\s+(?:the\s+)?(?:\w+\s+)?metasta\w+|metastas[ei]s\s+(?:was|were|had\s+been)\s+(?:\w+ly\s+)?(?:found|detected|diagnosed|discovered|seen)"),
    ("treatment", r"(?:autologous|allogeneic|stem[\s-]+cell|bone\s+marrow|h[ae]+matopoietic|[ah]sct"
    r")\b|chemo\w*|radio\w*|irradiation|treatment|therapy|discontinu\w+|completi\w+"
    r"|cessation|cycles?|(?:last|final)\s+(?:dose|cycle)|stopping|finishing|withdrawal|therap(?:y|ies)|starting|the\s+start|initiation|commenc\w+|\w{3,}(?:nib|mab|mus"
    r"|platin|rubicin|taxel)|rfa|\w*ablation|emboli\w+"),
    ("diagnosis", r"diagnos\w+|biops(?:y|ies)"),
    ("surgery", r"(?:re-?)?(?:surger\w+|operat(?:ion|ed|ive)\w*|sect\w+|excis\w+|remov(?:al|ed)"
    r"|disarticulat\w+|amputation"
    r"|intervention|implantation)|\w+(?:ectom|otom)(?:y|ies)|procedure|transplant\w*|reconstruction"
    r"|debulking|cytoreduct\w+|curettage|enucleation|hemipelvectomy"),
    ("presentation", r"present(?:ation|ing)|admission|onset|referral"
    r"|(?:first|initial)\s+(?:visit|symptoms?|consultation)"
    r"|hospitali[sz]ation"),
)  # fmt: skip
_BEHIND = re.compile(
    r"\s*,?\s*(?:of\s+(?:\w+\s+)?(?:follow-?\s?up|observation|surveillance)\s*,?\s*"
    r"|follow-?\s?up\s*,?\s*)?"
    r"(?:(?:have\s+|has\s+|had\s+)?(?:passed|elapsed|gone\s+by|out|on|down\s+the\s+line)\s+)?"
    r"(?:after|following|since|from|post|of|off|into|(?:that|which)\s+(?:have\s+|has\s+)?followed)[\s-]+(?:[\w'’-]+\s+){0,5}?(?:"
    + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _EVENTS)
    + r")\b"
)
# what stands before a time: "survival since diagnosis was"
_NAMED = re.compile(
    r"\b(?:survival|interval|time|follow-?\s?up|period)\s+(?:since|from|after|following|between)\s+"
    r"(?:[\w'’-]+\s+){0,3}?(?:"
    + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _EVENTS)
    + r")\s+(?:(?:to|until|and)\s+(?:\w+\s+){0,2}?\w+\s+)?"
    r"(?:was|is|of|amounted\s+to|has\s+been)\s+(?:[\w-]+\s+){0,2}"
    r"[\w.]+\s*$"
)
# what the words before an event may say of who underwent it: "one month after she underwent"
_OWN_ACT = re.compile(
    r"\b(?:she|he|it|the\s+(?:patient|tumou?r|mass|lesion|disease))"
    r"(?:\s+(?:had|was|has|been|is|being|having|first|finally|again|underwent|undergone|received|completed|started|finished"
    r"|stopped|initially))*\s*$"
)
# "the postoperative follow-up was two years", "followed postoperatively for"
_AFTER_SURGERY = re.compile(
    r"\bpost-?\s?(?:operative|surgical)\s+(?:\w+\s+)?(?:follow-?\s?up|period|surveillance|course|observation|survival|interval|time)\b"
    r"[^.;,]{0,25}$|\bpost-?\s?(?:operatively|surgically)\s+(?:for|over|during|at)\s+(?:\w+\s+){0,2}$"
)
# "on pazopanib for six months"
_ON_DRUG = re.compile(
    r"\b(?:on|under|receiving|taking|with|continued)\s+(?:\w+\s+)?(?:chemo\w*|treatment|therapy|\w{3,}(?:nib|mab|mus|platin|rubicin|taxel)"
    r"|trabectedin|eribulin)\s+for\s+(?:\w+\s+){0,2}$"
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
    if match is None or match.lastgroup is None:
        return _told_before(low, end - (mention.end - mention.start), end)
    between = low[end : match.start(match.lastgroup)].lstrip(" ,")
    return "unstated" if _STOP.search(_OWN_ACT.sub("", between)) else match.lastgroup


def _told_before(low: str, start: int, end: int) -> str:
    """Give the event that the words before a duration tell it to be counted from."""
    named = _NAMED.search(low, max(0, end - 90), end)
    if named and named.lastgroup:
        return named.lastgroup
    if _AFTER_SURGERY.search(low, max(0, start - 70), start):
        return "surgery"
    # "after four months on imatinib"
    on_drug = _UNDER.match(low, end) or _ON_DRUG.search(low, max(0, start - 60), start)
    return "treatment" if on_drug else "unstated"


_LEADING = re.compile(
    r"\s*(?:,\s*)?(?:after|following|since)\s+(?:[\w'’-]+\s+){0,4}?(?:"
    + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _EVENTS)
    + r")\b"
)


_POSTOPERATIVELY = re.compile(r"\s*post-?\s?(?:operatively|surgically)\b")


def opening(low: str) -> str:
    """Give the event that a sentence opens with: "After the resection, she was well …"."""
    if _POSTOPERATIVELY.match(low):
        return "surgery"
    match = _LEADING.match(low)
    return match.lastgroup or "unstated" if match else "unstated"
