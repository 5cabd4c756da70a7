"""Numbered: the treatment that is told by its number only, as "the second", "the former".

What is counted are the treatments that the last sentence lists which names several, combinations
where one is meant, or the courses of one drug.
"""

import re
from collections.abc import Sequence

from sarcoma_kg.facts.naming import ORDINALS, named
from sarcoma_kg.facts.story import MEDICAL, SYSTEMIC, Happening, Story, told_before
from sarcoma_kg.records import Fact

# "under the second", "had complicated the first regimen", "the former had not prevented growth"
_CLASS = (
    r"(?:regimen|inhibitor|drug|agent|combination|treatment|line|course|period"
    r"|of\s+(?:these|those|them|the)(?:\s+\w+)?)s?"
)
_NUMBER_BEHIND = re.compile(
    rf"(?:\s+(?!and\b|but\b)[\w-]+){{0,4}}?\s+(?:(?:the|its|this|her|his)\s+)?(?P<which>first|second|third|fourth|former|latter)(?:\s+{_CLASS})?(?=\s*(?:[,.;]|and\b|but\b|only\b|$))"
)
_NUMBER_AHEAD = re.compile(
    rf"(?:^|[,;.]\s+|\b(?:and|but|whereas|while|under|on|with|to|during)\s+)(?:the\s+)?(?P<which>first|second|third|fourth|former|latter)(?:\s+{_CLASS})?,?\s+"
    r"(?:(?!after\b|second\b|third\b|and\b)[\w-]+\s+){0,5}$"
)
# "with the first drug the nodules shrank, but diarrhoea occurred"
_NUMBER_OPENS = re.compile(
    rf"\s*(?:with|under|on|during)\s+the\s+(?P<which>first|second|third|fourth|former|latter)(?:\s+{_CLASS})?\s"
)
_FIRST_OF = re.compile(r"\bfirst\s+(?:regimen|inhibitor|combination)\b")
_OF_BOTH = {"former": -2, "latter": -1}


def numbered(story: Story, events: Sequence[Happening], fact: Fact) -> Happening | None:
    """Give the treatment that is told by its number only: "under the second", "the latter"."""
    start, end = fact.evidence.start, fact.evidence.end
    stop = story.sentence(start)[1]
    clause = story.clause(start, end)
    part = re.split(r"[;.]\s", story.low[story.sentence(start)[0] : start])[-1]
    found = (
        _NUMBER_BEHIND.match(story.low, end, stop)
        or _NUMBER_AHEAD.search(story.low[clause[0] : start])
        or _NUMBER_OPENS.match(part)
    )
    if found is None:
        return None
    # "under the first inhibitor and myalgia under the second"
    words = found.group() + " ".join(_FIRST_OF.findall(story.low, story.sentence(start)[0], stop))
    told = [h for h in told_before(events, start) if h.kind in MEDICAL]
    if "combination" in words or "regimen" in words:
        counted = [h for h in told if len(h.values(*SYSTEMIC)) > 1] or told
    elif "inhibitor" in words:
        counted = [h for h in told if any(v.endswith("nib") for v in h.values(*SYSTEMIC))]
    else:
        counted = _listed_last(story, events, start)
    number = _OF_BOTH.get(found["which"], ORDINALS.get(found["which"], 0))
    if number >= 0 and re.search(r"course|period", words) and told:
        # "during the first course": of the drug told last
        counted = [h for h in told if h.values(*SYSTEMIC) & told[-1].values(*SYSTEMIC)]
    return counted[number] if -len(counted) <= number < len(counted) else None


def _listed_last(story: Story, events: Sequence[Happening], place: int) -> list[Happening]:
    """Give the treatments that the last sentence names which names several, else all told."""
    for number in range(story.number(place), -1, -1):
        begin, stop = story.sentences[number]
        here = named(story, events, begin, min(stop, place), *MEDICAL)
        listed = list(dict.fromkeys(n.event for n in here if not n.plain))
        if len(listed) > 1:
            return listed
    return [h for h in told_before(events, place) if h.kind in MEDICAL]
