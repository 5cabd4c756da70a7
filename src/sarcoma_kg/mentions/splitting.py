"""Where sentences end: in case reports, with their abbreviations, decimals and missing spaces."""

import re
from collections.abc import Iterator

# a word before a full stop that does not end a sentence
_ABBREVIATIONS = frozenset(
    [
        "fig", "figs", "dr", "mr", "mrs", "ms", "prof", "st", "vs", "approx", "ca", "cf", "no",
        "nos", "inc", "ref", "refs", "resp", "al", "e.g", "i.e", "eg", "ie", "tab", "vol",
        "pp", "dept", "univ", "hr", "hrs", "min", "etc", "ed", "eds", "wt", "ht", "temp",
        "sec", "jr", "sr", "viz", "i.v", "p.o", "a.m", "p.m",
    ]
)  # fmt: skip
# these do end one when a capital follows
_MAY_END = frozenset(["al", "etc", "inc", "a.m", "p.m", "hr", "hrs", "min", "no", "sec"])
_END = re.compile(
    r"(?P<stop>[.!?])(?P<quote>[\"'”’)\]]*)(?:\s+(?=[\"'“‘(\[#]?[A-Z0-9À-Þ])|(?=[A-Z][a-z]+[\s,])|\s*$)"
    r"|\n[ \t]*\n\s*|[\r\n]+(?=\s*(?:[•\-*–]\s?(?=\w)|[A-Z][^\n]{0,60}:\s|\d+[.)]\s))|"
    r"[\r\n]+(?<=[.:!?][\r\n])"
)
# an answer in a word or two belongs to its question, items to the heading that denies them
_ANSWER = re.compile(
    r"\s*(?:No|None|Never|Nil|Refused|Declined|Not|It (?:was|did|has|had) not"
    r"|(?:She|He|They) (?:had|did|was|were|has) not)\b[^.;\n]{0,16}[.;\n]"
)
_DENYING_HEAD = re.compile(
    r"[^\n.]{0,60}\b(?:not (?:given|received|done|performed|present|seen|found|used)|absent|none"
    r"|denied|refused|declined|negative)\W*\n\s*[•\-*–]\s",
    re.IGNORECASE,
)
_ITEM = re.compile(r"\s*[•\-*–]\s")
_LAST_WORD = re.compile(r"([^\s(\[]+)$")
_INITIAL = re.compile(r"(?:^|[\s(])(?:[A-Z]\.)*[A-Z]$")
_LONGEST = 4000  # a longer "sentence" is no prose; it is cut at this many characters


def split(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Give the (start, end) of each sentence of `text[start:end]`, white space trimmed."""
    stop = len(text) if end is None else end
    begin = start
    for match in _END.finditer(text, start, stop):
        if match.group("stop") and not _ends(text, begin, match):
            continue
        if _ITEM.match(text, match.end()) and _DENYING_HEAD.match(text, begin):
            continue
        cut = match.end("quote") if match.group("stop") else match.start()
        yield from _trimmed(text, begin, cut)
        begin = match.end()
    yield from _trimmed(text, begin, stop)


def _ends(text: str, begin: int, match: re.Match[str]) -> bool:
    if match.group("stop") != ".":
        return match.group("stop") != "?" or not _ANSWER.match(text, match.start() + 1)
    before = text[max(begin, match.start() - 30) : match.start()]
    after = text[match.end() : match.end() + 1]
    if not before or match.end() >= len(text):
        return True
    word_match = _LAST_WORD.search(before)
    word = word_match.group(1).lower() if word_match else ""
    if word in _ABBREVIATIONS:
        return word in _MAY_END and after.isupper()
    if match.end() == match.end("quote"):  # no space: "hemicolon.The" but not "J.Smith", "St.Mary"
        return before[-1:].islower() or before[-1:] in ")]%"
    # an initial ("J. Smith"), unless it is a name's or a stage's last letter ("type B. The")
    if _INITIAL.search(before) and len(word) == 1:
        return bool(
            re.search(r"\b(?:type|vitamin|hepatitis|stage|class|group|grade|level)\s+\w$", before)
        )
    return True


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > _LONGEST:
        cut = text.rfind(" ", start, start + _LONGEST)
        cut = cut if cut > start else start + _LONGEST
        yield start, cut
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield start, end
