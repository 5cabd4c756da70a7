"""SPARQL as text: its tokens, the values bound to its parameters, and what it may not do.

A parameter is a `VALUES` block of one variable in the question itself, so that a question is
plain SPARQL that runs anywhere as it stands, with its default. Binding puts a parsed node in the
place of that block's rows; nothing is ever pasted into a query as text.
"""

import re
from collections.abc import Mapping
from itertools import pairwise

from pyoxigraph import Literal, NamedNode

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
  | (?P<word>\w+)
  | (?P<space>\s+)
  | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)


def _tokens(sparql: str) -> list[tuple[str, str, int]]:
    """Split into (kind, text, offset), without space and comments."""
    found = ((match.lastgroup or "", match[0], match.start()) for match in _TOKEN.finditer(sparql))
    return [token for token in found if token[0] not in ("space", "comment")]


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
    is no query but an update, which an endpoint might carry out.
    """
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


def refuse_federation(sparql: str) -> None:
    """Raise `QuestionError` where a query would call another server (`SERVICE`)."""
    if "SERVICE" in _keywords(sparql):
        raise QuestionError(
            "SERVICE would send parts of the query to another server, which sarcoma-kg does "
            "not do; ask that server by itself (--graph URL)"
        )


def _blocks(sparql: str) -> dict[str, tuple[int, int]]:
    """Find `VALUES ?name { … }`: the stretch between the braces, by variable."""
    tokens = _tokens(sparql)
    blocks: dict[str, tuple[int, int]] = {}
    for number, (kind, text, _) in enumerate(tokens[:-2]):
        if kind == "word" and text.upper() == "VALUES" and tokens[number + 1][0] == "variable":
            brace, close = tokens[number + 2], number + 3
            while close < len(tokens) and tokens[close][1] != "}":
                close += 1
            if brace[1] == "{" and close < len(tokens):
                blocks[tokens[number + 1][1][1:]] = (brace[2] + 1, tokens[close][2])
    return blocks


def parameters(sparql: str) -> dict[str, str]:
    """List the parameters of a question: each variable with a VALUES block, and its default."""
    return {name: sparql[start:end].strip() for name, (start, end) in _blocks(sparql).items()}


def bind(sparql: str, values: Mapping[str, NamedNode | Literal]) -> str:
    """Put nodes in the place of the VALUES rows of their variables.

    Raises `QuestionError` where the query has no such parameter.
    """
    blocks = _blocks(sparql)
    for name in values:
        if name not in blocks:
            known = ", ".join(blocks) or "none"
            raise QuestionError(f"this question has no parameter {name!r}; it has: {known}")
    for name in sorted(values, key=lambda name: blocks[name], reverse=True):
        start, end = blocks[name]
        # the library writes the node, with every escape that SPARQL needs
        sparql = f"{sparql[:start]} {values[name]} {sparql[end:]}"
    return sparql


def with_prefixes(sparql: str) -> str:
    """Declare the project's prefixes that a query uses and does not declare, on its first line."""
    tokens = _tokens(sparql)
    declared = _declared(tokens)
    used = {text.partition(":")[0] for kind, text, _ in tokens if kind == "name"}
    known = prefixes()
    missing = sorted(name for name in used - declared if name in known)
    return "".join(f"PREFIX {name}: <{known[name]}> " for name in missing) + sparql


def _declared(tokens: list[tuple[str, str, int]]) -> set[str]:
    """Give the prefixes that a query declares itself."""
    return {
        after[1].rstrip(":")
        for before, after in pairwise(tokens)
        if before[0] == "word" and before[1].upper() == "PREFIX"
    }


def undeclared(sparql: str) -> str:
    """Say where a query uses a prefix that neither it nor the project declares, and what to do.

    Empty where there is none. An engine may know more prefixes: ask only after it refused.
    """
    tokens = _tokens(sparql)
    known = _declared(tokens) | set(prefixes())
    for kind, text, start in tokens:
        name = text.partition(":")[0]
        if kind == "name" and name not in known:
            line, column = sparql.count("\n", 0, start) + 1, start - sparql.rfind("\n", 0, start)
            return (
                f"line {line}, column {column}: the prefix {name}: is not declared; "
                f"write PREFIX {name}: <…> before the query"
            )
    return ""
