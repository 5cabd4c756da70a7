"""JSON read piece by piece: a release of a hundred megabytes is never in memory as a whole."""

import json
from collections.abc import Iterator
from typing import Any, TextIO

_CHUNK = 1 << 20


class BrokenJsonError(ValueError):
    """The text is no JSON; says where."""


class JsonStream:
    """A JSON text with a place in it; `fields` and `items` step into it, `value` takes a whole."""

    def __init__(self, handle: TextIO) -> None:
        self._handle = handle
        self._decoder = json.JSONDecoder()
        self._text = ""
        self._at = 0
        self._line, self._column = 1, 1  # of the beginning of the text that is kept

    def _more(self, size: int = _CHUNK) -> bool:
        chunk = self._handle.read(size)
        if not chunk:
            return False
        self._line, self._column = self._place(self._at)
        self._text = self._text[self._at :] + chunk
        self._at = 0
        return True

    def _place(self, at: int) -> tuple[int, int]:
        lines = self._text.count("\n", 0, at)
        last = self._text.rfind("\n", 0, at)
        return self._line + lines, at - last if lines else self._column + at

    def _broken(self, message: str, at: int) -> BrokenJsonError:
        line, column = self._place(at)
        return BrokenJsonError(f"line {line}, column {column}: no valid JSON: {message}")

    def peek(self) -> str:
        """Give the next character that is no space; empty at the end."""
        while True:
            while self._at < len(self._text) and self._text[self._at].isspace():
                self._at += 1
            if self._at < len(self._text) or not self._more():
                return self._text[self._at : self._at + 1]

    def _take(self, sign: str) -> None:
        if self.peek() != sign:
            raise self._broken(f"Expecting {sign!r}", self._at)
        self._at += 1

    def value(self) -> Any:
        """Take the next value as a whole."""
        self.peek()
        size = _CHUNK
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if not self._more(size):
                    raise self._broken(error.msg, error.pos) from None
                size *= 2  # so that a long value is not tried again at every step
                continue
            if end == len(self._text) and self._more():
                continue  # a number may go on
            self._at = end
            return value

    def skip(self) -> None:
        """Pass over the next value, a list by its items."""
        if self.peek() == "[":
            for _ in self.items():
                self.value()
        else:
            self.value()

    def fields(self) -> Iterator[str]:
        """Give the names of the fields of the next object; the caller takes each one's value."""
        self._take("{")
        if self.peek() == "}":
            self._at += 1
            return
        while True:
            if self.peek() != '"':
                raise self._broken("Expecting property name enclosed in double quotes", self._at)
            key = self.value()
            self._take(":")
            yield str(key)
            if self._last("}"):
                return

    def items(self) -> Iterator[None]:
        """Step through the next list; the caller takes each item."""
        self._take("[")
        if self.peek() == "]":
            self._at += 1
            return
        while True:
            yield
            if self._last("]"):
                return

    def _last(self, closing: str) -> bool:
        sign = self.peek()
        if sign not in (",", closing) or not sign:
            raise self._broken(f"Expecting ',' or {closing!r}", self._at)
        self._at += 1
        return sign == closing
