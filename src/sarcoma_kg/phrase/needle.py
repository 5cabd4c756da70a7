"""Needles: pieces of text one of which a text must hold for a pattern to match there.

A look for a hundred patterns is quick when only those are tried whose needle is in the text. What
cannot be told from a pattern has no needle and is always tried; that is never wrong.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

#: A piece of a pattern; a group is found by hand, for groups nest.
_ATOM = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|[^()\\\[]")
_REPEAT = re.compile(r"(?:[*+?]|\{\d*,?\d*\})\??")
#: Letters of a needle, at least: a shorter piece is in every text.
SHORTEST = 3
_PLAIN = re.compile(r"[\w%/-]")


def needles(pattern: str) -> tuple[frozenset[str], ...]:
    """Give sets of pieces, the best first: each match of a pattern holds a piece of each set.

    There are none where that cannot be told.
    """
    alternatives = [_of_sequence(each) for each in _alternatives(pattern)]
    if len(alternatives) == 1:
        return alternatives[0]
    if not all(alternatives):
        return ()
    return (frozenset().union(*(each[0] for each in alternatives)),)


def _of_sequence(pattern: str) -> tuple[frozenset[str], ...]:
    """Give the needles of a sequence; best are those whose shortest is longest."""
    choices: list[frozenset[str]] = []
    run = ""
    place = 0
    while place < len(pattern):
        if pattern[place] == "(":
            stop = _closing(pattern, place)
            inner = pattern[place + 3 : stop - 1] if pattern.startswith("(?:", place) else ""
            atom = ""
        else:
            match = _ATOM.match(pattern, place)
            stop = match.end() if match else place + 1
            atom, inner = (match.group() if match else ""), ""
        repeat = _REPEAT.match(pattern, stop)
        sure = repeat is None or repeat.group()[0] == "+"
        if _PLAIN.fullmatch(atom) and repeat is None:
            run += atom
        else:
            choices.append(frozenset({run}))
            run = atom if _PLAIN.fullmatch(atom) and sure else ""
            if inner and sure:
                choices += needles(inner)
        place = repeat.end() if repeat else stop
    choices.append(frozenset({run}))
    whole = {each for each in choices if min(map(len, each)) >= SHORTEST}
    return tuple(sorted(whole, key=lambda each: (-min(map(len, each)), len(each), min(each))))


def _alternatives(pattern: str) -> list[str]:
    """Cut a pattern at the bars that stand outside its groups."""
    bars = [place for place, sign, depth in _signs(pattern) if sign == "|" and depth == 0]
    return [pattern[a + 1 : b] for a, b in pairwise([-1, *bars, len(pattern)])]


def _closing(pattern: str, place: int) -> int:
    """Give the end of the group that opens at `place`."""
    ends = (at + 1 for at, sign, depth in _signs(pattern, place) if sign == ")" and depth == 0)
    return next(ends, len(pattern))


def _signs(pattern: str, place: int = 0) -> Iterator[tuple[int, str, int]]:
    """Give the signs that stand for themselves: their places, and the depth of groups there."""
    depth = 0
    while place < len(pattern):
        sign = pattern[place]
        if sign in "\\[":
            match = _ATOM.match(pattern, place)
            place = match.end() if match else place + 1
            continue
        depth += {"(": 1, ")": -1}.get(sign, 0)
        yield place, sign, depth
        place += 1
