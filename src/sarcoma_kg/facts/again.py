"""Again: whether what is told once more of a treatment or a relapse is another one.

The same drug is another event where it is given again with something between, goes on alone after
a combination or is raised for progression; a mention that only looks back ("after doxorubicin",
"the excision") is none. Source: docs/facts.md, "What is one event".
"""

import re
from dataclasses import replace

from sarcoma_kg.facts.story import SYSTEMIC, Happening, Story, class_of
from sarcoma_kg.kinds import TREATMENTS
from sarcoma_kg.records import Fact

_BEFORE, _NEAR = 45, 25  # characters
_CHANGE = (*TREATMENTS, "Recurrence", "Metastasis", "Progression", "ResponseAssessment")
_BACK = re.compile(
    r"\b(?:after|following|since|before|during|despite|until|upon|under|from|than|post|prior\s+to|in\s+spite\s+of"
    r"|(?<!started\s)(?<!put\s)(?<!placed\s)(?<!commenced\s)on|stopped|stopping|continued|tolerated|completed|had\s+(?:been|received|undergone)"
    r"|(?:response|responded|resist\w+|refractory|sensitiv\w*|intoleran\w*|allerg\w*)\s+to"
    r"|(?:start|end|completion|dose|toxicity|effects?|failure|cessation|withdrawal|discontinuation)\s+of)\s+"
    r"(?:(?:the|this|that|her|his|a|an|initial|first|second|third|last|start|end|completion|dose|cycles?|courses?|of|\w+ing)\s+)*$"
)
_THE = re.compile(r"\b(?:the|this|that|these|her|his|its|same|initial|first)\s+(?:[\w-]+\s+)?$")
_ANEW = re.compile(
    r"\b(?:second|third|fourth|fifth|2nd|3rd|4th|another|new|further|repeat(?:ed)?|additional|subsequent|next|renewed|one\s+more|again|also|re-?)[\s-]*(?:\w+[\s-]+){0,2}$"
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
    if not same:
        return True
    last = same[-1]
    if fact.evidence.start < last.end:
        return False
    if kind == "SystemicTherapy":
        return _drug(story, fact, last, told)
    if kind == "Surgery":
        return _operation(story, fact, last, told)
    if kind in ("Recurrence", "Metastasis"):
        return _relapse(story, fact, last, told)
    if kind in ("ResponseAssessment", "AdverseEvent"):
        return bool(_since(last, fact, told, *TREATMENTS))
    if kind in ("Radiotherapy", "Ablation", "OtherTreatment"):
        return _course(story, fact, last, told)
    return False


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
    change = _since(last, fact, told, *_CHANGE)
    ahead = max(clause[0], last.end, start - 2 * _BEFORE)
    if story.says("again", ahead, clause[1]):
        return not story.says("back", max(ahead, start - _NEAR), start) or bool(change)
    if story.says("alone", start - _NEAR, min(clause[1], end + _BEFORE)):
        return len([f for f in last.facts if f.kind in SYSTEMIC]) > 1
    if story.says("raised", max(sentence[0], last.end), clause[1]):
        return bool(change) or story.says("raised", ahead, start)
    if not change:
        return False
    if story.says("resumed", ahead, clause[1]):
        return True
    if _looks_back(story, start):
        return False
    return story.says("given", clause[0], clause[1])


def _looks_back(story: Story, start: int) -> bool:
    begin = story.sentence(start)[0]
    return _BACK.search(story.low, max(begin, start - _BEFORE), start) is not None or (
        _THE.search(story.low, max(begin, start - _NEAR), start) is not None
    )


def _operation(story: Story, fact: Fact, last: Happening, told: list[Happening]) -> bool:
    start, end = fact.evidence.start, fact.evidence.end
    begin = story.sentence(start)[0]
    before = story.low[max(begin, start - _BEFORE) : start]
    change = _since(last, fact, told, "Recurrence", "Metastasis", "SystemicTherapy")
    if _THE.search(before):
        return False
    if _BACK.search(before):
        # "after resection", told in a sentence of its own behind a relapse
        relapse = [h for h in change if h.kind != "SystemicTherapy"]
        return bool(relapse) and bool(_AFTER_IT.search(before)) and relapse[-1].end < begin
    if _ANEW.search(before) or _AGAIN_BEHIND.match(story.low, end):
        return True
    return bool(change)


_AFTER_IT = re.compile(r"^(?:after|following)\s+$")


def _course(story: Story, fact: Fact, last: Happening, told: list[Happening]) -> bool:
    start = fact.evidence.start
    clause = story.clause(start, fact.evidence.end)
    if story.says("again", clause[0], clause[1]):
        return True
    if _looks_back(story, start):
        return False
    if not _since(last, fact, told, *(set(_CHANGE) - {"ResponseAssessment"})):
        return False
    return fact.quantity is not None or story.says("given", clause[0], clause[1])


_VERB = re.compile(r"\b(?:recurred|relapsed|reappeared|re-appeared|regrew|came\s+back|returned)\b")


def _relapse(story: Story, fact: Fact, last: Happening, told: list[Happening]) -> bool:
    start, end = fact.evidence.start, fact.evidence.end
    begin, stop = story.clause(start, end)
    before = story.low[max(begin, start - _BEFORE) : start]
    treated = _since(last, fact, told, *TREATMENTS)
    words = story.low[start:end]
    verb = _VERB.search(words) is not None
    if not verb and (_BACK.search(before) or _THE.search(before)):
        return False
    if re.match(r"(?:new|another|second|further)\b", words) or _ANEW.search(before):
        return bool(treated) or fact.kind == "recurrence"
    if not treated:
        return False
    if "again" in story.low[end : end + _NEAR] or "again" in words:
        return True
    timed = _TIMED.search(story.low, begin, stop)
    return bool(timed or _INDEFINITE.search(before) or _OCCURRED.match(story.low, end))


_IT = re.compile(
    r"\b(?:it|this|(?:the|this)\s+(?:same\s+)?(?:drugs?|treatment|medication|therapy|regimen|combination))\s+(?:was|were|had\s+to\s+be)\s+"
    r"(?:\w+ly\s+|then\s+|later\s+)?(?P<act>re-?(?:started|initiated|introduced|instituted|commenced|administered)|(?:given|started|begun|tried)\s+(?:again|once\s+more)|resumed)\b"
)


def resumed(story: Story, facts: list[Fact]) -> list[Fact]:
    """Give the drugs that are told again without their name: "it was reinitiated"."""
    drugs = [f for f in facts if f.kind in SYSTEMIC and f.polarity == "present"]
    found = []
    for match in _IT.finditer(story.low):
        told = [fact for fact in drugs if fact.evidence.end <= match.start()]
        if not told:
            continue
        last = max(told, key=lambda fact: fact.evidence.start)
        start, end = match.span("act")
        evidence = replace(
            last.evidence, start=start, end=end, quote=story.text[start:end], rule="drug-resumed"
        )
        found.append(replace(last, evidence=evidence))
    return found
