"""Where a text holds a quote: exactly, or with other spaces and line ends than the quote has."""

import re

_SPACES = re.compile(r"\s+")


def locate(text: str, quote: str, near: int | None = None) -> tuple[int, int] | None:
    """Give the offsets of a quote in a text: the first, or the one nearest to `near`.

    A place where the quote is whole words comes before one where it is a part of a word. The text
    wins: what is found is its own words, so `text[start:end]` may hold other white space than the
    quote. Nothing where the quote is not there, or is white space alone.
    """
    best = places(text, quote)
    if near is None or not best:
        return best[0] if best else None
    return min(best, key=lambda span: abs(span[0] - near))


def places(text: str, quote: str) -> list[tuple[int, int]]:
    """Give all the places of a quote in a text, those alone where it is whole words if any is."""
    spans = _places(text, quote.strip())
    begun = [span for span in spans if edge(text, span[0])]
    whole = [span for span in begun if edge(text, span[1])]
    return whole or begun or spans


def _places(text: str, quote: str) -> list[tuple[int, int]]:
    if not quote:
        return []
    spans, at = [], text.find(quote)
    while at >= 0:
        spans.append((at, at + len(quote)))
        at = text.find(quote, at + len(quote))
    if not spans and len(words := _SPACES.split(quote)) > 1:
        pattern = re.compile(r"\s+".join(map(re.escape, words)))
        spans = [match.span() for match in pattern.finditer(text)]
    return spans


def edge(text: str, at: int) -> bool:
    """Say whether a place in a text is the edge of a word."""
    return not (0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum())
