"""Sections of a paper: what a heading is for, and where the sections of a plain text lie.

The names are those of `sections.tsv`, beside this file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from sarcoma_kg.records import Passage

_FILE = Path(__file__).with_name("sections.tsv")
# "2.", "2.1", "II.", "B)" before a heading
_NUMBER = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*[.)]?|[IVX]{1,4}[.)]|[A-H][.)])[ \t]+")
_ORDINAL = r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)"
_CASE = re.compile(
    r"(?:case|patient|observation)s? ?(?:(?:no|number|nr)\.? ?|#)?"
    r"(?:\d{1,2}|[ivx]{1,4}|[a-h]|one|two|three|four|five|six)\b(?:[:.,–—(]? .*)?"
    rf"|{_ORDINAL} (?:case|patient)(?:[:.,–—(]? .*)?"
    rf"|case (?:report|presentation) (?:\d{{1,2}}|[ivx]{{1,4}}|[a-h])"
)
_BARE_CASE = re.compile(r"[^:.,–—(]*")
# these keep their own role inside any other section
_STRONG = frozenset({"references", "keywords", "discussion", "conclusions"})
_MARKDOWN = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*")
_BLANK = re.compile(r"[ \t]*(?:\r\n?|\n)[ \t]*(?:\r\n?|\n)\s*")
_UNDERLINED = re.compile(r"[^\r\n]+(?:\r\n?|\n)(=+|-{3,})[ \t]*(?=[\r\n]|$)")
_LINE = re.compile(r"[^\r\n]+")
_LONGEST = 100  # characters of a heading line
_INLINE = 9  # level of a label that stands before its text: below every heading line


class Name(NamedTuple):
    """A section name of `sections.tsv`."""

    role: str
    level: str
    match: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A heading in a text: where it begins, where what it heads begins, and its depth."""

    start: int
    body: int
    title: str
    level: int


@cache
def names() -> dict[str, Name]:
    """Give every known section name, normalised, with its role."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {row[0].replace("-", " "): Name(row[1], row[2], row[3]) for row in rows[1:]}


@cache
def _parts() -> re.Pattern[str]:
    known = sorted((name for name, kind in names().items() if kind.match == "part"), key=len)
    return re.compile(r"\b(" + "|".join(map(re.escape, reversed(known))) + r")\b")


@cache
def _labels() -> tuple[re.Pattern[str], re.Pattern[str]]:
    # a label at the start of a line, and one inside a paragraph: that begins with a capital.
    # A full stop does for a colon where the label is all of its sentence: "Case. A boy of six …"
    known = sorted(names(), key=len, reverse=True)
    spelled = "|".join(re.escape(name).replace(r"\ ", "[ \t-]") for name in known)
    case = (
        r"(?:Case|CASE|Patient|PATIENT)[ \t](?:(?:[Nn]o\.?|#)[ \t]?)?(?:\d{1,2}|[IVX]{1,4}|[A-H])"
    )
    capitals = r"[A-Z]{3,}(?:[ \t,&/-]{1,3}[A-Z]{2,}){1,6}"
    label = rf"(?:(?i:{spelled})|{case}|{capitals})"
    stop = r"\.(?=[ \t]+[\"“(]?[A-Z0-9])"
    first = re.compile(
        rf"[ \t*]*({label})[ \t*]{{0,3}}(?::|[-–—](?=[ \t])|{stop})[ \t*]*(?=[^\s*])"
    )
    later = re.compile(rf"(?<=[.?!)\]])[ \t]+(?=[A-Z])({label})[ \t]?(?::|{stop})[ \t]+(?=\S)")
    return first, later


# names that a database has run into the text: "Background Sarcoma is … Case report A boy …"
_BARE = re.compile(
    r"(?:^|(?<=[.?!)\]\n]))[ \t]*((?:Background|Introduction|Objectives?|Purpose|Aims?|Methods|"
    r"Results|Case (?:presentation|report|description|summary)|Discussion|Conclusions?))"
    r"[ \t]+(?=[A-Z][\w-]*[ \t])",
    re.MULTILINE,
)


def _bare(text: str, start: int) -> list[re.Match[str]]:
    """Give the section names without a mark behind them, where two different ones are there."""
    found = list(_BARE.finditer(text, start))
    roles = {names()[_plain(match[1])].role for match in found}
    return found if len(roles) > 1 and "case" in roles else []


def _plain(title: str) -> str:
    title = title.strip(" \t*_\ufeff")
    number = _NUMBER.match(title)
    title = title[number.end() :] if number else title
    return re.sub(r"[\s\-‐‑]+", " ", title.rstrip(" \t*_:.").replace("’", "'")).lower()


def is_case(title: str) -> bool:
    """Tell whether a heading names one of several patients ("Case 2", "Second patient")."""
    return bool(_CASE.fullmatch(_plain(title)))


def is_known(title: str) -> bool:
    """Tell whether a line is, as a whole, a section name or the bare number of a case."""
    plain = _plain(title)
    return plain in names() or bool(_BARE_CASE.fullmatch(plain) and _CASE.fullmatch(plain))


def is_labelled(line: str) -> bool:
    """Tell whether a line begins with a section name and a colon ("Conclusions: …")."""
    label = _labels()[0].match(line)
    return bool(label and (is_known(label[1]) or role(label[1]) != "other"))


@lru_cache(4096)  # the headings of full texts are without end
def role(title: str) -> str:
    """Give the role of a heading, such as "Case presentation": `case`; `other` where unknown.

    The roles are title, background, case, results, discussion, conclusions, methods, keywords,
    references and other.
    """
    plain = _plain(title)
    if plain in names():
        return names()[plain].role
    if _CASE.fullmatch(plain):
        return "case"
    found = _parts().search(plain)
    return names()[found[1]].role if found else "other"


def nested(title: str, parent: str) -> str:
    """Give the role of a heading inside a section of role `parent`.

    A sub-heading has the role of its section, unless it numbers a case or opens a part that
    is never case text (discussion, conclusions, keywords, references).
    """
    own = role(title)
    if parent == "other" or own in _STRONG or is_case(title):
        return own
    return parent


def _level(line: str) -> int:
    number = _NUMBER.match(line)
    depth = number[0].strip(" \t.)").count(".") if number and number[0][0].isdigit() else 0
    known = names().get(_plain(line))
    return 2 + depth if known is None or known.level == "part" else 1 + depth


def _marks(text: str, start: int) -> Iterator[Mark]:
    first, later = _labels()
    bare = _bare(text, start)
    if bare:
        yield from (Mark(each.start(1), each.end(), each[1], _INLINE) for each in bare)
        return
    for line in _LINE.finditer(text, start):
        begin, end = line.span()
        heading = _MARKDOWN.fullmatch(line[0]) if line[0].startswith("#") else None
        if heading and heading[2]:
            yield Mark(begin, end, heading[2].strip("* "), len(heading[1]))
            continue
        short = len(line[0]) <= _LONGEST
        under = _UNDERLINED.match(text, begin) if short else None
        if under:
            yield Mark(begin, under.end(), line[0].strip(" *"), 1 if under[1][0] == "=" else 2)
            continue
        if short and line[0].rstrip()[-1:] not in (".", ",", ";") and is_known(line[0]):
            title = line[0].strip(" \t*_:\ufeff")
            yield Mark(begin, end, title, _level(line[0].strip()))
            continue
        label = first.match(text, begin, end)
        for found in (*([label] if label else ()), *later.finditer(text, begin, end)):
            meant = role(found[1])
            # "Conclusion: leiomyosarcoma of the duodenum": the pathologist's, inside a case
            if meant == "conclusions" and found.start() > begin and text[found.end()].islower():
                continue
            if is_known(found[1]) or meant != "other":
                yield Mark(found.start(1), found.end(), found[1], _INLINE)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    body = text[start:end]
    return start + len(body) - len(body.lstrip()), end - len(body) + len(body.rstrip())


def passages(text: str, start: int = 0) -> tuple[Passage, ...]:
    """Find the passages of a plain text or Markdown from `start` on.

    The characters of a heading belong to no passage. A text without headings is one passage
    without a title, of role `other`.
    """
    found: list[Passage] = []
    open_roles: list[tuple[int, str]] = []  # (level, role) of the sections around
    body, title, own = start, "", "other"

    def close(end: int) -> None:
        first, last = _trimmed(text, body, end)
        known = names().get(_plain(title))
        blank = _BLANK.search(text, first, last) if known and known.level == "paragraph" else None
        if first < last:
            found.append(Passage(title, first, blank.start() if blank else last, own))
        if blank:  # what follows its paragraph belongs to no section that has a name
            found.append(Passage("", blank.end(), last, "other"))

    for mark in _marks(text, start):
        close(mark.start)
        while open_roles and open_roles[-1][0] >= mark.level:
            open_roles.pop()
        own = nested(mark.title, open_roles[-1][1] if open_roles else "other")
        open_roles.append((mark.level, own))
        body, title = mark.body, mark.title
    close(len(text))
    return tuple(found)
