"""Ellipsis: what is told once more without its name: "it was reinitiated", "a second one".

`again` decides which mentions are another event; here are those that name nothing and always are.
"""

import re
from dataclasses import replace

from sarcoma_kg.facts.story import SYSTEMIC, Story
from sarcoma_kg.records import Fact

#: The rules of what only several years or "another" tell.
BY_YEAR, ELLIPTIC = "told-by-year", "told-elliptic"
_AGAIN = (
    r"re-?(?:started|initiated|introduced|instituted|commenced|administered|applied)|resumed"
    r"|(?:given|started|begun|tried|used)\s+(?:again|once\s+more)|repeated"
)
_NOW_AND_THEN = r"(?:\w+ly\s+|then\s+|later\s+)?"
# what was given is told again without its name
_UNNAMED = (
    re.compile(
        r"\b(?:it|this|(?:the|this)\s+(?:same\s+)?(?:drugs?|treatment|medication|therapy|regimen|combination|procedure|ablation))\s+"
        rf"(?:was|were|had\s+to\s+be)\s+{_NOW_AND_THEN}(?P<act>{_AGAIN})\b"
    ),
    # "it was stopped after a year and reinstituted"
    re.compile(
        r"\b(?:stopped|discontinued|interrupted|withdrawn|paused|suspended)\b[^.;]{0,40}?\b(?:and|but|then)\s+"
        rf"{_NOW_AND_THEN}(?:was\s+)?(?P<act>{_AGAIN})\b"
    ),
    re.compile(
        rf"\b(?:performed|done|given|carried\s+out)\s+and\s+{_NOW_AND_THEN}(?P<act>repeated)\b"
    ),
    # "the dose was raised when it grew"
    re.compile(
        r"\b(?:the|its|her|his)\s+(?:daily\s+)?(?P<act>(?:dose|dosage)\s+(?:was|were|had\s+been)\s+"
        rf"{_NOW_AND_THEN}(?:doubled|increased|raised|escalated|put\s+up))\b"
    ),
    re.compile(
        r"\b(?P<act>(?:its|their|the)\s+(?:re-?introduction|re-?challenge|re-?administration|resumption))\b"
        r"(?!\s+of\b)"
    ),
    # "MAP was given before and after the resection"
    re.compile(
        r"\bbefore\s+(?P<act>and\s+after)\s+(?:(?:its|the|this|her|his)\s+)?(?:\w+\s+)?(?:resection|operation|surgery|excision|\w+ectomy)\b"
    ),
    re.compile(
        r"\b(?P<act>the\s+same\s+(?:(?:two|three|four)\s+)?(?:drugs|agents|regimen|combination|schedule|chemotherapy))\b"
    ),
)
_GIVEN_ONCE = (*SYSTEMIC, "ablation", "radiotherapy", "other-treatment")


def resumed(story: Story, facts: list[Fact]) -> list[Fact]:
    """Give what is told again without its name: "it was reinitiated", "the same two drugs"."""
    given = [f for f in facts if f.kind in _GIVEN_ONCE and f.polarity == "present"]
    found = []
    for words in _UNNAMED:
        for match in words.finditer(story.low):
            told = [fact for fact in given if fact.evidence.end <= match.start()]
            drugs = [fact for fact in told if fact.kind in SYSTEMIC]
            told = told if match["act"] == "repeated" else drugs
            if not told:
                continue
            last = max(told, key=lambda fact: fact.evidence.start)
            begin, stop = story.clause(last.evidence.start, last.evidence.end)
            all_of_it = match["act"].startswith(("the same", "and")) or last.kind not in SYSTEMIC
            for fact in told if all_of_it else [last]:
                if begin <= fact.evidence.start < stop and fact.kind == last.kind:
                    found.append(_moved(story, fact, match.span("act"), "drug-resumed"))
    return found


_IN_YEARS = re.compile(
    r"(?P<what>procedures|operations|surgeries|resections|excisions|recurrences|relapses)\b[^.;:]{0,60}?"
    r"\bin\s+(?P<years>(?:19|20)\d\d(?:,\s*(?:19|20)\d\d)*,?\s+and\s+(?:in\s+)?(?:19|20)\d\d)\b"
)
_YEAR = re.compile(r"(?:19|20)\d\d")


def by_year(story: Story, facts: list[Fact]) -> list[Fact]:
    """Give what is told once for several years: "operations in 2014, 2016 and 2017"."""
    found = []
    for match in _IN_YEARS.finditer(story.low):
        kind = "recurrence" if match["what"] in ("recurrences", "relapses") else "surgery"
        told = [
            fact
            for fact in facts
            if fact.kind == kind
            and fact.polarity == "present"
            and story.sentence(match.start())[0] <= fact.evidence.start <= match.end("what")
        ]
        if told:
            last = max(told, key=lambda fact: fact.evidence.start)
            for year in list(_YEAR.finditer(story.low, *match.span("years")))[1:]:
                found.append(_moved(story, last, year.span(), BY_YEAR))
    return found


# a metastasis or relapse that is told without its name: "another, found a year later, …"
_OTHER = re.compile(
    r"\b(?P<what>another(?:\s+one)?|(?:new|further)\s+ones|others(?=\s+(?:appeared|developed|emerged|followed))|a\s+further(?:\s+one)?|(?:two|three|four|five|six|several)\s+(?:others|more)|a\s+(?:second|third|fourth)(?:\s+one)?)"
    r"(?=(?:,\s+|\s+)(?:which\s+)?(?:found|seen|detected|discovered|appeared|followed|developed|emerged|arose|came"
    r"|(?:was|were)\s+(?:found|seen|detected|discovered|diagnosed|excised|removed|resected|irradiated|ablated))\b"
    r"|,\s+(?:\w+\s+){1,3}?(?:days?|weeks?|months?|years?)\s+(?:after|later)\b|\s+in\s+(?:19|20)\d\d\b)"
)
# an operation that is told without its name: "another metastasis required a second one"
_ONE = re.compile(
    r"\b(?:required|needed|underwent|called\s+for|(?:treated|followed)\s+by)\s+(?P<what>a\s+(?:second|third|fourth)(?:\s+one)?)(?=[,.;]|\s+(?:and|with|in|which)\b)"
)
# "the second, done for a recurrence"
_THE_NEXT = re.compile(
    r"(?:^|[.;:]\s+|,\s+)(?P<what>the\s+(?:second|third|fourth))(?=,\s+(?:which\s+was\s+|(?:done|performed|carried\s+out|undertaken|made)\b|in\s+(?:19|20)\d\d))"
)
# spread that comes back without its place, or on the other side
_SPREAD_AGAIN = re.compile(
    r"\bthe\s+(?P<what>metastas[ei]s|nodules?|deposits?)(?=\s+(?:had\s+|have\s+)?(?:soon\s+|then\s+|later\s+)?(?:returned|reappeared|came\s+back|were\s+back)\b)"
)
_SPREAD_BESIDE = re.compile(
    r"\bnew\s+(?P<what>metastas[ei]s|nodules?|deposits?)(?=\s+(?:on|at)\s+the\s+(?:left|right|other|opposite)\b)"
)
# "on the right and, a month later, on the left"
_OTHER_SIDE = re.compile(
    r"\b(?:right|left)(?:[\s-]sided?\b(?:\s+\w+ectomy)?)?\s+and,?\s+(?:[\w-]+\s+){1,3}(?:later|afterwards|thereafter|after\s+(?:that|this|it)),?\s+"
    r"(?P<what>on\s+the\s+(?:left|right)|a\s+(?:left|right)[\s-]sided\s+one)\b"
)
# "the first excision had positive margins, and so had the second"
_SO_HAD = re.compile(r"\bso\s+(?:had|was|were|did)\s+(?P<what>the\s+(?:second|third|fourth))\b")
_NEAR_BY = 3  # sentences to what it is another of


# "recurred after two years and again 18 months after …", "the first recurrence …; the second, …"
_AND_AGAIN = re.compile(
    r"\brecurred\b[^.;]{0,90}?\band\s+(?P<what>again)(?=\s+(?:\w+\s+){1,2}(?:weeks?|months?|years?)\b|\s+in\s+(?:19|20)\d\d)"
)
_SECOND_OF = re.compile(
    r"\bfirst\s+(?:local\s+)?(?:recurrence|relapse|metastasis)\b[^.]{0,140}?[;,]\s+(?:and\s+)?(?P<what>the\s+second)(?=,)"
)
_ELLIPSES = (
    (_AND_AGAIN, ("recurrence",)),
    (_SECOND_OF, ("recurrence", "metastasis")),
    (_OTHER, ("metastasis", "recurrence")),
    (_ONE, ("surgery", "ablation")),
    (_THE_NEXT, ("surgery",)),
    (_OTHER_SIDE, ("surgery", "ablation")),
    (_SO_HAD, ("surgery",)),
    (_SPREAD_AGAIN, ("metastasis",)),
    (_SPREAD_BESIDE, ("metastasis",)),
)


def elliptic(story: Story, facts: list[Fact]) -> list[Fact]:
    """Give the spread, relapse or operation that only "another" or "a second one" tells."""
    found = []
    for words, kinds in _ELLIPSES:
        known = [f for f in facts if f.kind in kinds and f.polarity == "present"]
        for match in words.finditer(story.low):
            span = match.span("what")
            last = _known_before(story, known, span[0])
            if last is not None:
                found.append(_moved(story, last, span, ELLIPTIC))
    relapses = [f for f in facts if f.kind == "recurrence" and f.polarity == "present"]
    for series in _SERIES.finditer(story.low):
        stop = story.sentences[min(story.number(series.start()) + 3, len(story.sentences) - 1)][1]
        for match in _EACH.finditer(story.low, series.end(), stop):
            last = _known_before(story, relapses, match.start("what"))
            if last is not None:
                found.append(_moved(story, last, match.span("what"), ELLIPTIC))
    return found


def _known_before(story: Story, known: list[Fact], place: int) -> Fact | None:
    """Give the fact told last in the few sentences before a place."""
    number = story.number(place)
    told = [
        fact
        for fact in known
        if fact.evidence.end <= place and number - story.number(fact.evidence.start) <= _NEAR_BY
    ]
    return max(told, key=lambda fact: fact.evidence.start, default=None)


# "Three recurrences followed. The first, after two years, …; the second was …"
_SERIES = re.compile(r"\b(?:two|three|four|five|several)\s+(?:local\s+)?(?:recurrences|relapses)\b")
_EACH = re.compile(
    r"(?:^|[.;]\s+)(?P<what>the\s+(?:second|third|fourth|fifth))(?=,|\s+(?:was|were|occurred|came|followed|required|led)\b)"
)


def _moved(story: Story, fact: Fact, span: tuple[int, int], rule: str) -> Fact:
    """Give a fact that is told again at another place."""
    start, end = span
    quote = story.text[start:end]
    return replace(
        fact, evidence=replace(fact.evidence, start=start, end=end, quote=quote, rule=rule)
    )
