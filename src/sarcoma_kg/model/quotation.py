"""Where a text holds a quote: exactly, or with other spaces and line ends than the quote has."""

import re

_SPACES = re.compile(r"\s+")


def locate(text: str, quote: str, near: int | None = None) -> tuple[int, int] | None:
    """Give the offsets of a quote in a text, the first, or the one nearest to `near`.

    The text wins: what is found is its own words, so `text[start:end]` may hold other white space
    than the quote. Nothing where the quote is not there, or is white space alone.
    """
    quote = quote.strip()
    if not quote:
        return None
    found = _exact(text, quote, near)
    if found is None and len(words := _SPACES.split(quote)) > 1:
        pattern = re.compile(r"\s+".join(map(re.escape, words)))
        spans = [match.span() for match in pattern.finditer(text)]
        found = _nearest(spans, near)
    return found


def _exact(text: str, quote: str, near: int | None) -> tuple[int, int] | None:
    spans, at = [], text.find(quote)
    while at >= 0:
        spans.append((at, at + len(quote)))
        if near is None or at > near:
            break
        at = text.find(quote, at + 1)
    return _nearest(spans, near)


def _nearest(spans: list[tuple[int, int]], near: int | None) -> tuple[int, int] | None:
    if not spans:
        return None
    return spans[0] if near is None else min(spans, key=lambda span: abs(span[0] - near))
