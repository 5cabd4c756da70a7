"""Reading by a model: the text in stretches, each asked for, each answer verified."""

import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from sarcoma_kg.errors import SourceError
from sarcoma_kg.kinds import KINDS
from sarcoma_kg.model import answer, verification
from sarcoma_kg.model.server import Server, key_for
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.records import Document, Fact, Sentence
from sarcoma_kg.records import Passage as Section

_SPEC = re.compile(r"openai:(?P<name>[^\s@]+(?:@[^\s@/]+)*?)@(?P<url>https?://\S+)")
_NAME = re.compile(r"[\w.:/@+\-]{1,100}", re.ASCII)
#: Characters of a stretch: about 3,000 tokens, which leaves a small model room for its answer.
LONGEST = 12_000
_SHORTEST = 1_500  # a stretch that is not cut further, though its answer was too long
_SKIPPED = ("references", "keywords")
_BREAKS = (re.compile(r"\n\s*\n"), re.compile(r"(?<=[.!?])\s"), re.compile(r"\s"))
_TRIES = 2  # for an answer that is no JSON


@dataclass(frozen=True, slots=True)
class Answered:
    """The facts that hold, and how many rows fell, by reason."""

    facts: tuple[Fact, ...]
    dropped: Counter[str] = field(default_factory=Counter)

    @property
    def loss(self) -> str:
        """What fell, in one line: `3 rows dropped: 2 quote not in the text, 1 no such term`."""
        if not self.dropped:
            return ""
        total = self.dropped.total()
        told = ", ".join(f"{count} {reason}" for reason, count in self.dropped.most_common())
        return f"{total} row{'s' * (total != 1)} dropped: {told}"


@dataclass(frozen=True, slots=True)
class Model:
    """A model by name at a server."""

    name: str
    server: Server

    @classmethod
    def parse(cls, spec: str) -> "Model":
        """Read `openai:MODEL@URL`; the key and the time limit come from the environment.

        `SARCOMA_KG_MODEL_TIMEOUT` is the seconds that one answer may take (default 120).
        Raises `SourceError` that says what is wrong with it.
        """
        found = _SPEC.fullmatch(spec)
        if found is None or not _NAME.fullmatch(found["name"]):
            raise SourceError(
                f"{spec[:80]!r} is no model; write openai:MODEL@URL, as "
                "openai:qwen3:8b@http://127.0.0.1:8080/v1"
            )
        url = found["url"].rstrip("/").removesuffix("/chat/completions")
        try:
            parts = urlsplit(url)
            sound = bool(parts.hostname) and parts.port != 0
        except ValueError:
            sound = False
        if not sound or parts.username is not None or parts.query or parts.fragment:
            raise SourceError(
                f"{url[:80]!r} is no base URL; write it as http://127.0.0.1:8080/v1, without a "
                "password or a query (the key goes into SARCOMA_KG_MODEL_KEY)"
            )
        seconds = os.environ.get("SARCOMA_KG_MODEL_TIMEOUT", "120")
        if not re.fullmatch(r"[1-9]\d{0,4}", seconds, re.ASCII):
            raise SourceError(f"SARCOMA_KG_MODEL_TIMEOUT {seconds!r} is no number of seconds")
        timeout = float(seconds)
        return cls(found["name"], Server(url, key_for(url), timeout, max(600.0, timeout)))

    @property
    def agent(self) -> str:
        """The name in the provenance: `model:NAME`."""
        return f"model:{self.name}"

    def read(
        self, document: Document, ontology: Ontology, sentences: tuple[Sentence, ...] = ()
    ) -> Answered:
        """Give the facts that the model finds in a document, as far as they can be verified.

        With the sentences of the document each must also be asserted by its own. Raises
        `SourceError` where the server cannot be asked or gives no rows at all: a paper is read
        whole or not at all.
        """
        found: list[Fact] = []
        dropped: Counter[str] = Counter()
        waiting = list(stretches(document))
        while waiting:
            start, end = waiting.pop(0)
            try:
                rows = self._ask(document, start, end, found)
            except answer.Cut as error:
                if end - start < 2 * _SHORTEST:
                    raise self._fault(error) from None
                middle = _break(document.text, start, start + (end - start) // 2)
                waiting[:0] = [(start, middle), (middle, end)]
                continue
            passage = verification.Passage(document.text, start, end, sentences)
            facts, fallen = verification.facts(rows, passage, ontology, self.agent)
            fresh = _fresh(facts, found)
            found += fresh
            dropped += fallen
            dropped["said twice"] += len(facts) - len(fresh)
        return Answered(tuple(found), +dropped)

    def _fault(self, error: SourceError) -> SourceError:
        said = "".join(sign if sign.isprintable() else " " for sign in str(error))
        return SourceError(f"model {self.name} at {self.server.host}: {said}")

    def _ask(self, document: Document, start: int, end: int, known: list[Fact]) -> list[object]:
        text = document.text[start:end]
        body = answer.request(self.name, document.paper.title, text, known)
        fault: SourceError = SourceError("no answer")
        for _ in range(_TRIES):
            try:
                return answer.rows(self.server.chat(body))
            except answer.Cut:
                raise
            except answer.Garbled as error:
                fault = error
            except SourceError as error:
                raise self._fault(error) from None
        raise self._fault(fault)


def _fresh(facts: Sequence[Fact], known: Sequence[Fact]) -> list[Fact]:
    """Leave out what was said already.

    What happened again is a fact of its own, but only inside one stretch: an abstract and the
    report after it tell the same course.
    """
    said = {_statement(fact) for fact in known}
    fresh: dict[tuple[object, ...], Fact] = {}
    for fact in facts:
        again = KINDS[fact.kind].owner in ("event", "paper")
        if _statement(fact) not in said or fact.kind in ("claim", "interval"):
            where = fact.evidence.start if again else 0
            fresh.setdefault((*_statement(fact), where), fact)
    return list(fresh.values())


def _statement(fact: Fact) -> tuple[object, ...]:
    return (fact.case, fact.kind, fact.value.casefold(), fact.polarity)


def stretches(document: Document) -> Iterator[tuple[int, int]]:
    """Cut a text along its sections into stretches of at most `LONGEST` characters.

    References and keywords are left out; sections are joined as long as there is room.
    """
    start = end = None
    for low, high in _wanted(document):
        if start is not None and end is not None and (low > end or high - start > LONGEST):
            yield from _cut(document.text, start, end)
            start = None
        start, end = low if start is None else start, high
    if start is not None and end is not None:
        yield from _cut(document.text, start, end)


def _wanted(document: Document) -> Iterator[tuple[int, int]]:
    """Give the parts of a text to read, in order, without holes but for what is skipped."""
    at = 0
    for section in _sorted(document.passages):
        low, high = max(at, section.start), min(section.end, len(document.text))
        if low >= high:
            continue
        if section.role in _SKIPPED:
            if low > at:
                yield at, low
        else:
            yield at, high
        at = high
    if at < len(document.text):
        yield at, len(document.text)


def _sorted(passages: tuple[Section, ...]) -> list[Section]:
    return sorted(passages, key=lambda section: (section.start, section.end))


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        middle = _break(text, start, start + LONGEST)
        yield start, middle
        start = middle
    if text[start:end].strip():
        yield start, end


def _break(text: str, start: int, end: int) -> int:
    """Find where a text may be cut before `end`: after a paragraph, a sentence, a word."""
    earliest = start + (end - start) // 2
    for pattern in _BREAKS:
        places = [match.end() for match in pattern.finditer(text, earliest, end)]
        if places:
            return places[-1]
    return end
