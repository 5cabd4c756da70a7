"""Initials: the letters that a match of a pattern can start with.

A search over a hundred phrases is quick when only those that can start with the letter at hand
are tried. What cannot be told from the pattern counts as any letter; that is never wrong.
"""

import re

#: A piece of a pattern with its repetition: a group is found by hand, for groups nest.
_ATOM = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|[^()\\\[]")
_REPEAT = re.compile(r"(?:[*+?]|\{\d*,?\d*\})\??")


def initials(pattern: str) -> frozenset[str] | None:
    """Give the first letters of the matches of a pattern; nothing where any letter is possible."""
    found: set[str] = set()
    for alternative in _alternatives(pattern):
        letters, empty = _of_sequence(alternative)
        if letters is None or empty:
            return None
        found |= letters
    return frozenset(found)


def _alternatives(pattern: str) -> list[str]:
    """Cut a pattern at the bars that stand outside its groups."""
    parts, depth, begin, place = [], 0, 0, 0
    while place < len(pattern):
        sign = pattern[place]
        if sign in "\\[":
            match = _ATOM.match(pattern, place)
            place = match.end() if match else place + 1
            continue
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "|" and depth == 0:
            parts.append(pattern[begin:place])
            begin = place + 1
        place += 1
    return [*parts, pattern[begin:]]


def _closing(pattern: str, place: int) -> int:
    """Give the end of the group that opens at `place`."""
    depth = 0
    while place < len(pattern):
        sign = pattern[place]
        if sign in "\\[":
            match = _ATOM.match(pattern, place)
            place = match.end() if match else place + 1
            continue
        depth += {"(": 1, ")": -1}.get(sign, 0)
        place += 1
        if depth == 0:
            break
    return place


def _of_sequence(pattern: str) -> tuple[set[str] | None, bool]:
    """Give the first letters of a sequence (nothing for any), and whether it can be empty."""
    found: set[str] = set()
    place = 0
    while place < len(pattern):
        if pattern.startswith("(?:", place):
            stop = _closing(pattern, place)
            letters, empty = _of_group(pattern[place + 3 : stop - 1])
        elif pattern[place] == "(":
            place = _closing(pattern, place)  # a look ahead or behind takes no letter
            continue
        else:
            match = _ATOM.match(pattern, place)
            atom = match.group() if match else ""
            stop = match.end() if match else place + 1
            letters, empty = ({atom} if atom.isalnum() else None), False
        repeat = _REPEAT.match(pattern, stop)
        if repeat:
            stop = repeat.end()
            empty = empty or repeat.group()[0] in "*?" or repeat.group().startswith(("{0", "{,"))
        if letters is None:
            return None, False
        found |= letters
        if not empty:
            return found, False
        place = stop
    return found, True


def _of_group(body: str) -> tuple[set[str] | None, bool]:
    found: set[str] = set()
    empty = False
    for alternative in _alternatives(body):
        letters, maybe = _of_sequence(alternative)
        if letters is None:
            return None, False
        found |= letters
        empty = empty or maybe
    return found, empty
