"""A Term is a concept's identifier, parsed once at the door: `NCIT:C3158`, never a bare string.

The prefixes are those of `ontology/prefixes.ttl`.
"""

import re
from dataclasses import dataclass
from functools import cache

from sarcoma_kg import content
from sarcoma_kg.errors import TermError

_PREFIX = re.compile(r"^@prefix\s+(\w*):\s*<([^<>\s]+)>\s*\.", re.MULTILINE)
_LOCAL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.\-]*[A-Za-z0-9])?")


@cache
def prefixes() -> dict[str, str]:
    """Give every prefix of the project with its namespace IRI."""
    text = (content.folder("ontology") / "prefixes.ttl").read_text(encoding="utf-8")
    return dict(_PREFIX.findall(text))


@cache
def _canonical_prefix(prefix: str) -> str | None:
    return {name.lower(): name for name in prefixes()}.get(prefix.lower())


@cache
def _namespaces() -> tuple[tuple[str, str], ...]:
    # longest namespace first, so that a namespace inside another one wins
    pairs = ((iri, prefix) for prefix, iri in prefixes().items())
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@dataclass(frozen=True, order=True, slots=True)
class Term:
    """A concept's identifier as prefix and local part; its text is the CURIE."""

    prefix: str
    local: str

    @classmethod
    def parse(cls, text: str) -> "Term":
        """Read a CURIE (`NCIT:C3158`, the prefix in any case) or a full IRI.

        Raises `TermError` where it is neither, or its prefix is unknown.
        """
        text = text.strip()
        if text.startswith(("http://", "https://")):
            return cls.from_iri(text)
        prefix, colon, local = text.partition(":")
        name = _canonical_prefix(prefix)
        if not colon or name is None or not _LOCAL.fullmatch(local):
            raise TermError(f"{text!r} is no identifier; write PREFIX:ID, for example NCIT:C3158")
        return cls(name, local)

    @classmethod
    def from_iri(cls, iri: str) -> "Term":
        """Read a full IRI; raises `TermError` where no known namespace fits."""
        for namespace, prefix in _namespaces():
            local = iri[len(namespace) :]
            if iri.startswith(namespace) and _LOCAL.fullmatch(local):
                return cls(prefix, local)
        raise TermError(f"{iri!r} is in no namespace of ontology/prefixes.ttl")

    @property
    def iri(self) -> str:
        """The full IRI."""
        return prefixes()[self.prefix] + self.local

    def __str__(self) -> str:
        return f"{self.prefix}:{self.local}"
