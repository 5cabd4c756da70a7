"""SPARQL as text: its tokens, its parameters and their values, what it may not do, its faults.

A parameter is a `VALUES` block of one variable in the question itself, so that a question is
plain SPARQL that runs anywhere as it stands, with its default. Binding puts a parsed node in the
place of that block's rows; nothing is ever pasted into a query as text.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Store

from sarcoma_kg.errors import QuestionError
from sarcoma_kg.terms import prefixes

# strings, IRIs and comments are tokens of their own, so that a keyword inside them is none
_TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\n]*)
  | (?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
              |"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
  | (?P<iri><[^<>"{}|^`\\\s]*>)
  | (?P<variable>[?$]\w+)
  | (?P<name>[\w.\-]*:(?:[\w.\-%:]|\\.)*)
  | (?P<word>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\w+)
  | (?P<space>\s+)
  | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)


#: A word or sign of a query: its kind (a group of the pattern), its text, its offset.
Token = tuple[str, str, int]


@lru_cache(maxsize=8)  # a question is looked at from several sides
def _tokens(sparql: str) -> tuple[Token, ...]:
    """Split into words and signs, without space and comments."""
    found = ((match.lastgroup or "", match[0], match.start()) for match in _TOKEN.finditer(sparql))
    return tuple(token for token in found if token[0] not in ("space", "comment"))


_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U(000[0-9A-Fa-f]{5}|0010[0-9A-Fa-f]{4})")


#: What begins an update; no word of a query is among them.
_UPDATES = frozenset(
    ["INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"]
)


def _keywords(sparql: str) -> set[str]:
    """Give the bare words of a query, upper case; those written with escapes (`\\u0046`) too."""
    plain = _ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)), sparql)
    return {
        token[1].upper()
        for text in {sparql, plain}
        for before, token in pairwise([("", "", 0), *_tokens(text)])
        if token[0] == "word" and before[1] != "@"  # the language of a text is none
    }


def refuse(sparql: str) -> None:
    """Raise `QuestionError` where a query goes beyond the union of all papers.

    That is where it would call another server (`SERVICE`), would choose its graphs (`FROM`), or
    is no query but an update, which an endpoint might carry out; and where it is so deep or long
    that it would end the process that parses it.
    """
    refuse_size(sparql)
    refuse_federation(sparql)
    if changes := sorted(_UPDATES & _keywords(sparql)):
        raise QuestionError(
            f"{changes[0]} would change the graph; a question is SELECT, ASK, CONSTRUCT or DESCRIBE"
        )
    if "FROM" in _keywords(sparql):
        raise QuestionError(
            "FROM has no effect here: every question is asked of the union of all papers; "
            "use GRAPH to ask one"
        )


_DEEPEST = 200
_LONGEST = 10_000  # words and signs outside of data; a parser takes each level or link by recursion
_OPEN, _CLOSE = "{[(", "}])"
_PREFIXED = "!^-+<"  # what may stand before itself


def refuse_size(sparql: str) -> None:
    """Raise `QuestionError` where a query is nested or chained so far that a parser would crash."""
    depth = row = length = 0
    data = 0  # the depth inside the braces of VALUES
    announced, before = False, ""
    for kind, text, start in _tokens(sparql):
        announced = announced or (kind == "word" and text.upper() == "VALUES")
        length += not data
        row = row + 1 if text == before and text in _PREFIXED else 0
        before = text
        if kind == "mark" and text in _OPEN:
            depth += 1
            if text == "{" and announced:
                announced, data = False, data or depth
        elif kind == "mark" and text in _CLOSE:
            depth -= 1
            data = data if depth >= data else 0
        if max(depth, row) > _DEEPEST:
            raise QuestionError(
                f"{_at(sparql, start)}: the query is nested deeper than {_DEEPEST} levels"
            )
    if length > _LONGEST:
        raise QuestionError(
            f"the query has {length:,} words and signs, at most {_LONGEST:,} are taken; "
            "write lists of values as VALUES"
        )


def starred(sparql: str) -> list[str]:
    """List the variables of a `SELECT *` in the order of the text; of another query nothing."""
    tokens = _tokens(sparql)
    words = (n for n, (kind, text, _) in enumerate(tokens) if kind == "word")
    start = next((n for n in words if tokens[n][1].upper() not in ("PREFIX", "BASE")), None)
    if start is None or tokens[start][1].upper() != "SELECT":
        return []
    rest = tokens[start + 1 :]
    if rest and rest[0][1].upper() in ("DISTINCT", "REDUCED"):
        rest = rest[1:]
    if not rest or rest[0][1] != "*":
        return []
    return list(dict.fromkeys(text[1:] for kind, text, _ in rest if kind == "variable"))


class Key(NamedTuple):
    """A variable by which rows are sorted."""

    variable: str
    descending: bool


def unordered(sparql: str) -> tuple[str, tuple[Key, ...]]:
    """Take the final ORDER BY off a query: the query without it, and its keys.

    No keys, and the query as it is, where there is none, or where it sorts by more than variables
    or is followed by LIMIT, OFFSET or VALUES.
    """
    tokens, depth, start = _tokens(sparql), 0, None
    for number, (kind, text, _) in enumerate(tokens):
        depth += {"{": 1, "}": -1}.get(text, 0)
        if not depth and kind == "word" and text.upper() == "ORDER":
            start = number
    if start is None:
        return sparql, ()
    keys, rest = [], tokens[start + 2 :]
    while rest:
        word = rest[0][1].upper()
        wrapped = word in ("ASC", "DESC") and [t[1] for t in rest[1:4:2]] == ["(", ")"]
        variable = rest[2] if wrapped else rest[0]
        if variable[0] != "variable":
            return sparql, ()
        keys.append(Key(variable[1][1:], word == "DESC"))
        rest = rest[4 if wrapped else 1 :]
    return sparql[: tokens[start][2]], tuple(keys)


def refuse_federation(sparql: str) -> None:
    """Raise `QuestionError` where a query would call another server (`SERVICE`)."""
    if "SERVICE" in _keywords(sparql):
        raise QuestionError(
            "SERVICE would send parts of the query to another server, which sarcoma-kg does "
            "not do; ask that server by itself (--graph URL)"
        )


def _blocks(sparql: str) -> dict[str, list[tuple[int, int]]]:
    """Find `VALUES ?name { … }`: the stretches between the braces, by variable."""
    tokens = _tokens(sparql)
    blocks: dict[str, list[tuple[int, int]]] = {}
    for number, (kind, text, _) in enumerate(tokens[:-2]):
        if kind == "word" and text.upper() == "VALUES" and tokens[number + 1][0] == "variable":
            brace, close = tokens[number + 2], number + 3
            while close < len(tokens) and tokens[close][1] != "}":
                close += 1
            if brace[1] == "{" and close < len(tokens):
                stretch = (brace[2] + 1, tokens[close][2])
                blocks.setdefault(tokens[number + 1][1][1:], []).append(stretch)
    return blocks


def parameters(sparql: str) -> dict[str, str]:
    """List the parameters of a question: each variable with a VALUES block, and its default."""
    return {name: sparql[slice(*found[0])].strip() for name, found in _blocks(sparql).items()}


def bind(sparql: str, values: Mapping[str, NamedNode | Literal]) -> str:
    """Put nodes in the place of the VALUES rows of their variables.

    A parameter that several blocks have is bound in each.

    Raises `QuestionError` where the query has no such parameter.
    """
    blocks = _blocks(sparql)
    for name in values:
        if name not in blocks:
            known = ", ".join(blocks) or "none"
            raise QuestionError(f"this question has no parameter {name!r}; it has: {known}")
    places = [(*stretch, name) for name in values for stretch in blocks[name]]
    for start, end, name in sorted(places, reverse=True):
        # the library writes the node, with every escape that SPARQL needs
        sparql = f"{sparql[:start]} {values[name]} {sparql[end:]}"
    return sparql


def with_prefixes(sparql: str) -> str:
    """Declare the project's prefixes that a query uses and does not declare, on its first line."""
    tokens = _tokens(sparql)
    declared = _declared(tokens)
    used = {text.partition(":")[0] for kind, text, _ in tokens if kind == "name"}
    known = prefixes()
    missing = sorted(name for name in used - declared.keys() if name in known)
    return "".join(f"PREFIX {name}: <{known[name]}> " for name in missing) + sparql


def _declared(tokens: Sequence[Token]) -> dict[str, str]:
    """Give the prefixes that a query declares itself, with their namespaces."""
    found = zip(tokens, tokens[1:], tokens[2:], strict=False)
    return {
        name[1].rstrip(":"): iri[1].strip("<>")
        for word, name, iri in found
        if word[0] == "word" and word[1].upper() == "PREFIX"
    }


def names(sparql: str, namespace: str) -> list[tuple[str, str]]:
    """List the names of a namespace that a query uses: local name, and place ("line 3, …")."""
    tokens = _tokens(sparql)
    known = {**prefixes(), **_declared(tokens)}
    found = []
    for before, (kind, text, start) in pairwise([("", "", 0), *tokens]):
        if kind == "iri":
            iri = text.strip("<>")
        elif kind == "name" and before[1].upper() != "PREFIX":
            prefix, _, local = text.partition(":")
            # a full stop at its end ends the triple
            iri = known.get(prefix, "") + local.replace("\\", "").rstrip(".")
        else:
            continue
        if iri.startswith(namespace) and iri != namespace and before[1].upper() != "BASE":
            found.append((iri.removeprefix(namespace), _at(sparql, start)))
    return found


# -- faults


def fault(sparql: str) -> str:
    """Say in one line where a query is malformed, and by which word; empty where it is not.

    An engine may know more prefixes than we do: ask only after it refused.
    """
    return _undeclared(sparql) or _unclosed(sparql) or _misread(sparql)


#: What the parser says of a fault that is none of grammar, among the words that it expected.
_SENTENCE = re.compile(r"(?:expected (?:one of )?|, )((?:The )?SELECT [^,]*[a-z][^,]*)")
_STOPPED = re.compile(r"error at (\d+):(\d+)")
_PAD = " " * 40  # more than any keyword has letters
_WORDS = (
    *("SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "WHERE", "PREFIX", "BASE", "DISTINCT", "REDUCED"),
    *("OPTIONAL", "FILTER", "UNION", "MINUS", "GRAPH", "BIND", "VALUES", "EXISTS", "NOT", "UNDEF"),
    *("GROUP", "ORDER", "BY", "HAVING", "LIMIT", "OFFSET", "ASC", "DESC", "AS", "IN", "SEPARATOR"),
    *("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT", "BOUND", "COALESCE", "IF"),
    *("STR", "LANG", "DATATYPE", "REGEX", "CONTAINS", "STRSTARTS", "STRENDS", "REPLACE", "CONCAT"),
)


def _at(sparql: str, start: int) -> str:
    line, column = sparql.count("\n", 0, start) + 1, start - sparql.rfind("\n", 0, start)
    return f"line {line}, column {column}"


def _undeclared(sparql: str) -> str:
    tokens = _tokens(sparql)
    known = _declared(tokens).keys() | prefixes().keys()
    for kind, text, start in tokens:
        name = text.partition(":")[0]
        if kind == "name" and name not in known and name != "_":
            return (
                f"{_at(sparql, start)}: the prefix {name}: is not declared; "
                f"write PREFIX {name}: <…> before the query"
            )
    return ""


def _unclosed(sparql: str) -> str:
    """Find a bracket without its fellow, a text without its end, an address that is none."""
    opened: list[Token] = []
    for token in _tokens(sparql):
        kind, text, start = token
        if kind == "iri" and ":" not in text and "BASE" not in _keywords(sparql):
            return f"{_at(sparql, start)}: {text} is no whole address; write <https://…>"
        if kind != "mark":
            continue
        if text in "\"'":
            return f"{_at(sparql, start)}: a text begins with {text} and does not end"
        if text in _OPEN:
            opened.append(token)
        elif text in _CLOSE:
            if not opened:
                return f"{_at(sparql, start)}: {text} closes nothing"
            before = opened.pop()
            if _OPEN.index(before[1]) != _CLOSE.index(text):
                where = _at(sparql, before[2])
                return f"{_at(sparql, start)}: {text} does not close the {before[1]} of {where}"
    if opened:
        _, text, start = opened[-1]
        return f"{_at(sparql, start)}: {text} is not closed"
    return ""


def _misread(sparql: str) -> str:
    """Find the first word that nothing can follow which would make it a query again."""
    from difflib import get_close_matches

    refused = _refused(sparql)
    if refused is None:
        return ""
    if sentence := _SENTENCE.search(refused):
        return re.sub("^The ", "the ", sentence[1])
    tokens = _joined(_tokens(sparql))
    at = bisect_left(tokens, True, key=lambda token: _stops(sparql[: token[2] + len(token[1])]))
    if at == len(tokens):
        return "it ends too early"
    kind, text, start = tokens[at]
    told = f"{_at(sparql, start)}: it cannot be read from {text!r} on"
    if text == "}":
        return f"{told}: what stands before it is not complete, or binds a variable twice"
    near = get_close_matches(text.upper(), _WORDS, 1, 0.7) if kind == "word" else []
    return f"{told}; did you mean {near[0]}?" if near and near[0] != text.upper() else told


_JOINED = "|&^<>=!@"  # what makes one sign with what follows at once: ||, ^^xsd:date, "a"@en


def _joined(tokens: Sequence[Token]) -> list[Token]:
    """Put the parts of a sign together, so that a query is cut between words only."""
    joined: list[Token] = []
    for kind, text, start in tokens:
        before = joined[-1] if joined else ("", "", 0)
        if before[0] == "mark" and before[1][-1] in _JOINED and start == before[2] + len(before[1]):
            joined[-1] = ("mark", before[1] + text, before[2])
        else:
            joined.append((kind, text, start))
    return joined


def _refused(sparql: str) -> str | None:
    """Give what the parser says of a query, or None where it takes it; nothing is asked."""
    try:
        Store().query(sparql, prefixes=prefixes())
    except SyntaxError as error:
        return str(error.msg)
    return None


def _stops(part: str) -> bool:
    """Whether the parser stops before the end of the first part of a query.

    It reports the end of the word that it expected, not the beginning of the one that it found:
    behind a part that may go on, it comes to the very end of any space.
    """
    told = _STOPPED.search(_refused(part + _PAD) or "")
    if told is None:
        return False
    line, column = part.count("\n") + 1, len(part + _PAD) - part.rfind("\n")
    return (int(told[1]), int(told[2])) < (line, column)
