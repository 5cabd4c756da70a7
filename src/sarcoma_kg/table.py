"""Answers and rows as text: a table for people, CSV, TSV, JSON, JSON lines or Markdown for others.

In `table` and `markdown` an IRI stands as its short name (`NCIT:C3158`, `pmid-26913180#case1`,
`CR`); in the other formats it stands whole. What comes from outside can do no harm: control and
direction characters are made visible, and a cell that a spreadsheet would run as a formula gets
an apostrophe before it.
"""

import csv
import io
import json
import math
import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

from pyoxigraph import BlankNode, NamedNode, Triple

from sarcoma_kg.answer import Answer, Node, short, value
from sarcoma_kg.errors import QuestionError, TermError
from sarcoma_kg.records import writable
from sarcoma_kg.terms import Term, prefixes

__all__ = ["FORMATS", "named_term", "rows", "short", "text", "value", "visible"]

FORMATS = ("table", "csv", "tsv", "json", "jsonl", "markdown")

# where a spreadsheet begins to compute, full-width forms too (OWASP, "CSV injection")
_FORMULA = re.compile("^[=+\\-@\t\r\n＝＋－＠]")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
# what a terminal or an old JSON reader takes for more than text
_LOUD_JSON = re.compile("[\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_MARKDOWN = re.compile(r"([\\`*_\[\]|~#])")
_EXACT = 10**15  # below it a whole number survives as a float
_LATIN = 0xFF
_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def text(
    answer: Answer,
    form: str,
    *,
    label: Callable[[Term], str] | None = None,
    width: int | None = None,
) -> str:
    """Give an answer as text, without a line feed at its end.

    `form` is one of `FORMATS`; `label` gives a term's name, which stands before its identifier
    in `table` and `markdown`; `width` is that of the terminal, in columns, for `table`.
    Raises `QuestionError` where there is no such format.
    """
    _known(form)
    if answer.truth is not None:
        if form in ("json", "jsonl"):
            return json.dumps(answer.truth)
        word = ("true" if answer.truth else "false") if form in ("csv", "tsv") else None
        return word or ("yes" if answer.truth else "no")
    show = _reader(label) if form in ("table", "markdown") else value
    headings = answer.columns or ("subject", "predicate", "object")
    cells = [[show(node) for node in row] for row in answer.nodes]
    return rows(headings, cells, form, width=width)


def rows(
    headings: Sequence[str],
    rows: Sequence[Sequence[object]],
    form: str,
    *,
    width: int | None = None,
) -> str:
    """Give plain rows as text, without a line feed at its end.

    Cells are texts, numbers, lists or None. Empty headings are left out of a table, and so are
    columns that are empty in every row. A table is broken at spaces to fit `width`; where words
    and identifiers are too long for that, its lines are longer.

    Raises `QuestionError` where there is no such format.
    """
    _known(form)
    if form in ("json", "jsonl"):
        names = list(headings)
        if len(set(names)) < len(names):  # a name of its own for each column
            names = [name or f"column{number}" for number, name in enumerate(names, 1)]
        return _json([dict(zip(names, row, strict=True)) for row in rows], form)
    if form in ("csv", "tsv"):
        return _separated(headings, rows, form)
    if not rows:
        return "no rows"
    if form == "markdown":
        return _markdown(headings, rows)
    return _table(headings, rows, width)


def _known(form: str) -> None:
    if form not in FORMATS:
        raise QuestionError(f"no format {form!r}; there are {', '.join(FORMATS)}")


# -- nodes to cells


def _reader(label: Callable[[Term], str] | None) -> Callable[[Node | None], object]:
    """Make what gives a node as a person reads it."""

    def show(node: Node | None) -> object:
        if isinstance(node, NamedNode):
            name = short(node.value)
            named = named_term(node.value, label) if label else ""
            return f"{named} ({name})" if named and named != name else name
        if isinstance(node, Triple):
            return f"{show(node.subject)} {show(node.predicate)} {show(node.object)}"
        return f"_:{node.value}" if isinstance(node, BlankNode) else value(node)

    return show


def named_term(iri: str, label: Callable[[Term], str]) -> str:
    """Give the label of the term that an IRI names; empty where it names none."""
    if iri.startswith((prefixes()["paper"], prefixes()["skg"])):
        return ""
    try:
        return label(Term.from_iri(iri)) or ""
    except TermError:
        return ""


# -- cells to text


def _json(objects: Sequence[dict[str, Any]], form: str) -> str:
    def safe(cell: object) -> object:
        if isinstance(cell, str):
            return writable(cell)
        if isinstance(cell, float) and not math.isfinite(cell):
            return str(cell)
        if isinstance(cell, dict):
            return {str(key): safe(item) for key, item in cell.items()}
        if isinstance(cell, list | tuple):
            return [safe(item) for item in cell]
        return cell if isinstance(cell, int | float) or cell is None else str(cell)

    cleaned = [safe(each) for each in objects]
    if form == "json":
        said = json.dumps(cleaned, ensure_ascii=False, indent=2)
    else:
        said = "\n".join(json.dumps(each, ensure_ascii=False) for each in cleaned)
    return _LOUD_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", said)


def _plain(cell: object) -> str:
    """Give a cell as one text; numbers without a needless fraction."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < _EXACT else repr(cell)
    if isinstance(cell, list | tuple):
        return ", ".join(map(_plain, cell))
    return json.dumps(cell, ensure_ascii=False) if isinstance(cell, dict) else str(cell)


def _is_number(cell: object) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _separated(headings: Sequence[str], rows: Sequence[Sequence[object]], form: str) -> str:
    def guarded(cell: object) -> str:
        said = writable(_plain(cell))
        if not _is_number(cell) and _FORMULA.search(said):
            said = "'" + said
        if form == "tsv":
            for sign, name in (("\\", "\\\\"), *_NAMED.items()):
                said = said.replace(sign, name)
        return said

    if form == "tsv":
        lines = ["\t".join(map(guarded, row)) for row in (headings, *rows)]
        return "\n".join(lines)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([guarded(heading) for heading in headings])
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return out.getvalue().removesuffix("\n")


def visible(said: str) -> str:
    """Make the characters that a terminal acts upon visible: escapes, controls, directions."""
    if said.isascii() and said.isprintable():
        return said
    return "".join(
        sign if sign == " " or sign.isprintable() else _NAMED.get(sign) or _code(sign)
        for sign in said
    )


def _code(sign: str) -> str:
    number = ord(sign)
    return f"\\x{number:02x}" if number <= _LATIN else f"\\u{number:04x}"


def _cells(span: str) -> int:
    """Count the columns that a text takes in a terminal."""
    if span.isascii():
        return len(span)
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        for sign in span
    )


def _break(span: str, width: int) -> list[str]:
    """Break a text into lines of at most `width` columns at its spaces; no word is broken."""
    lines = [""]
    for word in span.split(" "):
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if _cells(joined) <= width or not lines[-1]:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines


def _fit(wanted: list[int], least: list[int], width: int | None) -> list[int]:
    """Narrow the widest columns until the table fits, none below its longest word.

    An identifier cut in two cannot be copied: a line longer than the terminal is the lesser evil.
    """
    if width is None:
        return wanted
    over = sum(wanted) + 2 * (len(wanted) - 1) - width
    for _ in range(over):
        able = [at for at, each in enumerate(wanted) if each > least[at]]
        if not able:
            break
        wanted[max(able, key=wanted.__getitem__)] -= 1
    return wanted


def _table(headings: Sequence[str], rows: Sequence[Sequence[object]], width: int | None) -> str:
    told = [at for at in range(len(headings)) if any(_plain(row[at]).strip() for row in rows)]
    if told:  # a column that says nothing in any row is left out
        headings = [headings[at] for at in told]
        rows = [[row[at] for at in told] for row in rows]
    shown = [[visible(_plain(cell)) for cell in row] for row in (headings, *rows)]
    columns = range(len(headings))
    wanted = [max(1, *(_cells(row[at]) for row in shown)) for at in columns]
    least = [
        max(1, *(_cells(word) for row in shown for word in row[at].split(" "))) for at in columns
    ]
    widths = _fit(wanted, least, width)
    right = [
        any(_is_number(row[at]) for row in rows)
        and all(row[at] is None or _is_number(row[at]) for row in rows)
        for at in columns
    ]
    lines = []
    for number, row in enumerate(shown):
        parts = [_break(cell, width) for cell, width in zip(row, widths, strict=True)]
        for at in range(max(map(len, parts), default=0)):
            line = []
            for column in columns:
                part = parts[column][at] if at < len(parts[column]) else ""
                space = " " * (widths[column] - _cells(part))
                line.append(space + part if right[column] else part + space)
            lines.append("  ".join(line).rstrip())
        if number == 0:
            lines.append("  ".join("─" * width for width in widths))
    return "\n".join(lines if any(headings) else lines[2:])


def _markdown(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    def cell(content: object) -> str:
        said = " ".join(visible(_plain(content).replace("\n", " ")).split())
        said = said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return said if _PLAIN_NUMBER.fullmatch(said) else _MARKDOWN.sub(r"\\\1", said)

    lines = [list(headings), *rows]
    body = ["| " + " | ".join(map(cell, line)) + " |" for line in lines]
    body.insert(1, "|" + "---|" * len(headings))
    return "\n".join(body)
