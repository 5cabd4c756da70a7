"""Severity: the grade of an adverse event, as in "grade 3 neutropenia", "anaemia (grade 4)".

Of a range the higher grade counts: CTCAE reports the worst. Source: CTCAE 5.0, grades 1 to 5.
"""

import re

_GRADES = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
_NUMBER = r"(?:[1-5]|iii|iv|ii|i|v)"
_GRADE = (
    r"(?:(?:nci|ctcae|who|ctc|common\s+toxicity\s+criteria)[\s-]+(?:v(?:ersion)?\.?\s*\d(?:\.\d)?,?\s+)?)*"
    r"(?:toxicity\s+)?(?:grades?|gr\.?|g)[\s-]*(?:of\s+)?"
    rf"(?P<first>{_NUMBER})(?:\s*(?:-|–|/|to|or|and)\s*(?:grade\s+)?(?P<last>{_NUMBER}))?(?![\w%])"
)
# what may stand between a grade and the event: other members of a list, other adjectives
_BETWEEN = (
    r"(?:\s*(?:\((?:nci[\s-]*)?ctcae[^)]{0,12}\)|,|and|or|/)?\s+(?!(?:grades?|gr|no|without|but)\b)[\w-]+){0,5}?"
    r"(?:\s*,|\s+and|\s+or)?\s*$"
)
_AHEAD = re.compile(rf"\b{_GRADE}{_BETWEEN}")
_BEHIND = re.compile(
    rf"\s*(?:toxicity\s*)?(?:[,(:]\s*)?(?:(?:was|were|of|being|reached|reaching|classified\s+as|graded?(?:\s+as)?|at|up\s+to|maximum|severe|a)\s+){{0,3}}"
    rf"{_GRADE}"
)
_OWN_EVENT = re.compile(
    r"\s+(?!(?:and|or|was|were|but|that|which|during|after|by|in|on|at|with|according|which|toxicity"
    r"|\w+ed|led)\b)\w"
)
_REACH = 70  # characters


def of(low: str, start: int, end: int) -> int | None:
    """Give the grade of the event at `start` to `end` of its sentence (lower case), 1 to 5."""
    behind = _BEHIND.match(low, end)
    # "neutropenia, grade 2 mucositis": that grade has an event of its own behind it
    if behind and not ("," in low[end : behind.end()] and _OWN_EVENT.match(low, behind.end())):
        return _worst(behind)
    window = low[max(0, start - _REACH) : start]
    grades = list(_AHEAD.finditer(window))
    return _worst(grades[-1]) if grades else None


def _worst(match: re.Match[str]) -> int:
    return max(_number(part) for part in (match.group("first"), match.group("last")) if part)


def _number(text: str) -> int:
    return _GRADES.get(text) or int(text)
