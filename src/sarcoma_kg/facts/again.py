"""Again: whether what is told once more of a treatment or a relapse is another one.

The same drug is another event where it is given again with something between, goes on alone after
a combination or is raised for progression; a mention that only looks back ("after doxorubicin",
"the excision") is none. Source: docs/facts.md, "What is one event".
"""

import re

from sarcoma_kg.facts import ellipsis
from sarcoma_kg.facts.story import SYSTEMIC, Happening, Story, class_of
from sarcoma_kg.kinds import TREATMENTS
from sarcoma_kg.records import Fact

_BEFORE, _NEAR, _SHORT = 45, 25, 12  # characters
_CHANGE = (*TREATMENTS, "Recurrence", "Metastasis", "Progression", "ResponseAssessment")
_BACK = re.compile(
    r"\b(?:after|following|since|before|during|despite|until|upon|under|from|than|post|prior\s+to|in\s+spite\s+of"
    r"|(?<!started\s)(?<!put\s)(?<!placed\s)(?<!commenced\s)on|stopped|stopping|continued|tolerated|completed|had\s+(?:been|received|undergone)"
    r"|(?:response|responded|resist\w+|refractory|sensitiv\w*|intoleran\w*|allerg\w*)\s+to"
    r"|(?:months?|years?|weeks?)\s+of|(?:the|first|initial|previous)\s+(?:treatment|therapy|course|period)\s+(?:with|of)|(?:start|end|completion|dose|toxicity|effects?|failure|cessation|withdrawal|discontinuation)\s+of)\s+"
    r"(?:(?:the|this|that|her|his|a|an|initial|first|second|third|last|start|end|completion|dose|cycles?|courses?|of|\w+ing)\s+)*$"
)
_THE = re.compile(r"\b(?:the|this|that|these|her|his|its|same|initial|first)\s+(?:[\w-]+\s+)?$")
_ANEW = re.compile(
    r"\b(?:second|third|fourth|fifth|2nd|3rd|4th|another|new|further|completion|repeat(?:ed)?|additional|subsequent|next|renewed|one\s+more|again|also|re-?)[\s-]*(?:\w+[\s-]+){0,2}$"
)
_AGAIN_BEHIND = re.compile(
    r"\s*(?:\w+\s+){0,3}?(?:again|once\s+more|a\s+second\s+time|anew|repeatedly|was\s+repeated|were\s+repeated)\b"
)
_TIMED = re.compile(r"\b(?:weeks?|months?|years?)\b|\bat\s+(?:the\s+age|\d)|\bin\s+(?:19|20)\d\d\b")
_INDEFINITE = re.compile(r"\b(?:an?|new|multiple|several|bilateral|solitary)\s+(?:[\w-]+\s+){0,3}$")
_OCCURRED = re.compile(
    r"\s*(?:\w+\s+){0,4}?(?:appeared|occurred|developed|arose|recurred|was\s+(?:found|seen|diagnosed|detected|noted)"
    r"|were\s+(?:found|seen|diagnosed|detected|noted|removed|discovered)|emerged|came\s+back)\b"
)


def another(story: Story, fact: Fact, told: list[Happening]) -> bool:  # noqa: PLR0911 - one guard a line
    """Say whether a fact that is told again is another event than those told before it."""
    kind = class_of(fact)
    same = [h for h in told if h.kind == kind and _alike(fact, h)]
    if not same or fact.evidence.rule in (ellipsis.BY_YEAR, ellipsis.ELLIPTIC):
        return True
    last = same[-1]
    start = fact.evidence.start
    if start < last.end:
        return False
    if kind == "SystemicTherapy" and _WHICH_AGAIN.match(story.low, fact.evidence.end):
        return True  # "the end of imatinib, which was started again"
    if story.dates(start):
        # "18 months after a second excision" tells of it
        return kind == "Surgery" and _ONE_MORE.search(story.low, start - _NEAR, start) is not None
    if _counted(story, fact, same):
        return True
    if kind == "SystemicTherapy":
        return _drug(story, fact, last, told)
    if kind == "Surgery":
        return _operation(story, fact, last, told)
    if kind in ("Recurrence", "Metastasis"):
        return _relapse(story, fact, last, told)
    if kind in ("ResponseAssessment", "AdverseEvent"):
        end = fact.evidence.end
        if _ONCE_MORE.search(story.low, fact.evidence.start, end + _SHORT):
            return True  # "it vanished again when larotrectinib was resumed"
        return bool(_since(last, fact, told, *TREATMENTS))
    if kind in ("Radiotherapy", "Ablation", "OtherTreatment"):
        return _course(story, fact, last, told)
    return False


_WHICH_AGAIN = re.compile(
    r",\s+which\s+(?:was|were)\s+(?:then\s+)?(?:(?:started|begun|given|taken|tried)\s+(?:again|once\s+more|anew)|resumed|re-?started|re-?introduced|re-?instituted)\b"
)
# "the third excision", "a second course of doxorubicin"
_COUNT = re.compile(
    r"\b(second|third|fourth|fifth)\s+(?:(?:local|wide|radical|partial|lung|pulmonary|liver|hepatic)\s+)?(?:(?:course|cycle|series|round)\s+of\s+(?:the\s+)?)?$"
)


def _counted(story: Story, fact: Fact, same: list[Happening]) -> bool:
    """Say whether a treatment is counted higher than it has been told: "the third excision"."""
    if class_of(fact) not in TREATMENTS:
        return False
    begin = story.sentence(fact.evidence.start)[0]
    counted = _COUNT.search(
        story.low, max(begin, fact.evidence.start - _BEFORE), fact.evidence.start
    )
    named = [h for h in same if fact.value.casefold() in h.values(fact.kind)]
    return counted is not None and _NUMBERS[counted[1]] > len(named or same)


def _alike(fact: Fact, event: Happening) -> bool:
    """Say whether an event has the fact already, or, of an operation, any that removes."""
    if fact.value.casefold() in event.values(fact.kind):
        return True
    return fact.kind == "surgery" and event.kind == "Surgery"


def _since(last: Happening, fact: Fact, told: list[Happening], *kinds: str) -> list[Happening]:
    """Give what is told between an event and a fact, of these classes."""
    return [
        h
        for h in told
        if h is not last and last.start < h.start < fact.evidence.start and h.kind in kinds
    ]


def _drug(story: Story, fact: Fact, last: Happening, told: list[Happening]) -> bool:  # noqa: PLR0911 - one guard a line
    start, end = fact.evidence.start, fact.evidence.end
    clause = story.clause(start, end)
    sentence = story.sentence(start)
    effects = _since(last, fact, told, "ResponseAssessment", "AdverseEvent")
    if not effects and _NOT_YET_GIVEN.search(story.low, story.sentence(last.start)[0], last.start):
        return False
    if _HAD_BEFORE.search(story.low, sentence[0], start):
        return True
    change = _since(last, fact, told, *_CHANGE)
    ahead = max(clause[0], last.end, start - 2 * _BEFORE)
    if story.says("again", ahead, clause[1]):
        return not story.says("back", max(ahead, start - _NEAR), start) or bool(change)
    several = len([f for f in last.facts if f.kind in SYSTEMIC]) > 1
    if (
        several
        and not looks_back(story, start)
        and (
            story.says("alone", start - _NEAR, min(clause[1], end + _BEFORE))
            or _WITHOUT.match(story.low, end)
        )
    ):
        return True
    if story.says("raised", max(sentence[0], last.end), clause[1]):
        grew = _GREW.search(story.low, sentence[0], sentence[1]) is not None
        return bool(change) or grew or story.says("raised", ahead, start)
    if _AFTER_OPERATION.match(story.low, end):
        return True
    if not change:
        # told ahead of the operation before which it was given
        operated = any(h.kind == "Surgery" for h in told)
        return operated and story.says("resumed", end, clause[1])
    if story.says("resumed", ahead, clause[1]):
        return True
    if any(h.kind == "Surgery" for h in change) and (
        _CONTINUED.match(story.low, end)
        or _CONTINUED_WITH.search(story.low, max(sentence[0], start - _BEFORE), start)
    ):
        return True
    if looks_back(story, start):
        return False
    return story.says("given", clause[0], clause[1])


# "she had already taken sorafenib in 2018"
_HAD_BEFORE = re.compile(
    r"\bhad\s+(?:already|previously|earlier|first)\s+(?:been\s+(?:given|treated\s+with)|taken|received|had)\s+(?:\w+\s+)?$"
)
# "before dacarbazine was begun": what is told then is its first giving
_NOT_YET_GIVEN = re.compile(r"\b(?:before|until)\s+(?:the\s+)?$")
# "nivolumab was carried on without ipilimumab"
_WITHOUT = re.compile(
    r"\s+(?:was|were)\s+(?:\w+\s+)?(?:carried\s+on|continued|given|kept\s+up|resumed)\s+without\b"
)
# what is said to go on: "imatinib was continued after the operation"
_AFTER_OPERATION = re.compile(
    r"(?:\s+(?:and|with|plus)\s+[\w-]+)*\s+(?:was|were)\s+(?:then\s+)?(?:continued|resumed|given)\s+(?:postoperatively|(?:after|following)\s+(?:the\s+)?(?:\w+\s+)?(?:operation|surgery|resection|excision|amputation|\w+ectomy))\b"
)
_CONTINUED_WITH = re.compile(r"\bcontinued\s+with\s+(?:the\s+)?$")
# "VAC was then continued", told behind an operation
_CONTINUED = re.compile(r"\s+(?:was|were)\s+(?:then\s+|postoperatively\s+)?continued\b")
_GREW = re.compile(r"\b(?:grew|growth|grown|enlarg\w+|progress\w+|increased\s+in\s+size)\b")


def looks_back(story: Story, start: int) -> bool:
    """Say whether the words before a place only look back at it: "under sorafenib"."""
    begin = story.sentence(start)[0]
    return _BACK.search(story.low, max(begin, start - _BEFORE), start) is not None or (
        _THE.search(story.low, max(begin, start - _NEAR), start) is not None
    )


def _operation(story: Story, fact: Fact, last: Happening, told: list[Happening]) -> bool:
    start, end = fact.evidence.start, fact.evidence.end
    begin = story.sentence(start)[0]
    before = story.low[max(begin, start - _BEFORE) : start]
    change = _since(last, fact, told, "Recurrence", "Metastasis", "SystemicTherapy")
    if _ONE_MORE.search(before) or _SOON_AFTER.match(story.low, end):
        return True
    if _THE.search(before):
        return False
    if _RELAPSE_WAS.search(story.low, begin, start) or _of_the_first(story, start, told):
        return True
    if _BACK.search(before):
        # "after resection", told in a sentence of its own behind a relapse
        relapse = [h for h in change if h.kind != "SystemicTherapy"]
        return bool(relapse) and bool(_AFTER_IT.search(before)) and relapse[-1].end < begin
    if _ANEW.search(before) or _AGAIN_BEHIND.match(story.low, end):
        return True
    return bool(change)


# "only after a second", told anew and not looked back at
_ONE_MORE = re.compile(
    r"\ban?\s+(?:first|second|third|fourth|further|new|repeat)\s+(?:[\w-]+\s+)?$"
)
# "resection of the glenoid two weeks afterwards"
_SOON_AFTER = re.compile(
    r"(?:\s+of\s+(?:[\w-]+\s+){1,4}?|\s+)(?:\w+\s+)?(?:days?|weeks?|months?)\s+(?:later|afterwards|thereafter)\b"
)
# "the first recurrence, in 2019, had been resected"
_RELAPSE_WAS = re.compile(
    r"\b(?:first|second|third|fourth|an?|another)\s+(?:local\s+)?(?:recurrence|relapse)\b[^.;]{0,40}?\b(?:was|were|had\s+been|has\s+been)\s+(?:\w+ly\s+)?$"
)
# "at the first operation, in 2013, it had been resected": told back behind a later one
_FIRST_OPERATION = re.compile(
    r"\b(?:at|in)\s+the\s+first\s+(?:operation|surgery|resection|excision)\b|^the\s+first\s+(?:operation|surgery|resection|excision)\s+had\b"
)
_HAD = re.compile(r"\bhad\s+(?:been|included|consisted)\b")


def _of_the_first(story: Story, start: int, told: list[Happening]) -> bool:
    """Say whether a sentence goes back to the first operation behind a later one."""
    begin, stop = story.sentence(start)
    text = story.low[begin:stop]
    if not (_FIRST_OPERATION.search(text) and _HAD.search(text)):
        return False
    ahead = [h for h in told if h.kind == "Surgery" and h.start < begin]
    return bool(ahead) and not _HAD.search(story.low, *story.sentence(ahead[-1].start))


_AFTER_IT = re.compile(r"^(?:after|following)\s+$")


def _course(story: Story, fact: Fact, last: Happening, told: list[Happening]) -> bool:
    start = fact.evidence.start
    clause = story.clause(start, fact.evidence.end)
    if story.says("again", clause[0], clause[1]) or _ONE_MORE.search(story.low, clause[0], start):
        return True
    if looks_back(story, start):
        return False
    if not _since(last, fact, told, *(set(_CHANGE) - {"ResponseAssessment"})):
        return False
    return fact.quantity is not None or story.says("given", clause[0], clause[1])


_FIRST = re.compile(r"\b(?:first|initial)\s+(?:local\s+)?$")


def _counts(story: Story, relapse: Happening) -> int:
    """Give the number by which a relapse is told, 1 where it has none."""
    near = max(0, relapse.start - _NEAR)
    numbered = _ORDINAL.search(story.low, near, relapse.end)
    return _NUMBERS[numbered[1]] if numbered else 1


def _later_told(story: Story, told: list[Happening]) -> bool:
    """Say whether a second or third relapse was told before: the text goes back to the first."""
    return any(_counts(story, h) > 1 for h in told if h.kind == "Recurrence")


_FIRST_HAD = re.compile(r"\bfirst\s+(?:local\s+)?(?:recurrence|relapse)\s+had\b")
# the words behind a place of spread that is known: "the lung metastases returned"
_RETURNED = re.compile(
    r"\s*(?:metasta\w+|nodules?|lesions?|deposits?)?\s*(?:had\s+|have\s+)?(?:again\s+)?(?:returned|reappeared|recurred|came\s+back|were\s+back)\b"
)
_NEXT = re.compile(r"\b(?:next|new|another|further|renewed)\s+$")
# "the metastases of the lung", "these lung": a place alone may follow "the"
_THE_SPREAD = re.compile(
    r"\b(?:the|these|those|her|his)\s+(?:[\w-]+\s+)?(?:metasta\w+|nodules?|lesions?|deposits?)\s+(?:in|of)\s+(?:the\s+)?$"
)
_ONCE_MORE = re.compile(r"\b(?:again|once\s+more|anew|a\s+(?:second|third)\s+time)\b")
_NUMBERS = {"second": 2, "third": 3, "fourth": 4, "fifth": 5}
_ORDINAL = re.compile(
    r"\b(second|third|fourth|fifth)\s+(?:local\s+|such\s+)?(?:time|recurrence|relapse)\b"
)
_VERB = re.compile(r"\b(?:recurred|relapsed|reappeared|re-appeared|regrew|came\s+back|returned)\b")


def _relapse(story: Story, fact: Fact, last: Happening, told: list[Happening]) -> bool:  # noqa: PLR0911 - one guard a line
    start, end = fact.evidence.start, fact.evidence.end
    begin, stop = story.clause(start, end)
    before = story.low[max(begin, start - _BEFORE) : start]
    treated = _since(last, fact, told, *TREATMENTS)
    words = story.low[start:end]
    ordinal = _ORDINAL.search(story.low, max(begin, start - _NEAR), min(stop, end + _NEAR))
    if ordinal and fact.kind == "recurrence":
        # "the second recurrence" is another one where fewer are told that may be it
        number = _NUMBERS[ordinal[1]]
        before_it = [h for h in told if h.kind == "Recurrence" and _counts(story, h) <= number]
        return number > len(before_it)
    if fact.kind == "recurrence" and _FIRST_HAD.search(story.low, begin, stop):
        return True  # told back: "the first recurrence had been excised"
    if fact.kind == "recurrence" and _FIRST.search(before) and _later_told(story, told):
        return True
    if fact.kind == "metastasis" and _RETURNED.match(story.low, end):
        return bool(treated)
    verb = _VERB.search(words) is not None
    if not verb and _definite(story, fact, before):
        return False
    if re.match(r"(?:new|another|further|next|renewed|yet\s+another)\b", words) or _ANEW.search(
        before
    ):
        return bool(treated) or fact.kind == "recurrence"
    return bool(treated) and bool(
        _ONCE_MORE.search(story.low, start, end + _NEAR)
        or _TIMED.search(story.low, begin, stop)
        or _INDEFINITE.search(before)
        or _OCCURRED.match(story.low, end)
    )


def _definite(story: Story, fact: Fact, before: str) -> bool:
    """Say whether a relapse is told as one that is known: "the recurrence", "after the spread"."""
    if _NEXT.search(before):
        return False
    if fact.kind != "metastasis" or _DEPOSIT.match(story.low, fact.evidence.end):
        return bool(_BACK.search(before) or _THE.search(before))
    return bool(_BACK.search(before) or _THE_SPREAD.search(before))


_DEPOSIT = re.compile(r"\s+(?:metasta|lesion|nodule|deposit)")
