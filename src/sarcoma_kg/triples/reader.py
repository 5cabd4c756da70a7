"""Quads back to facts."""

import re
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Quad

from sarcoma_kg.errors import FactError
from sarcoma_kg.records import Evidence, Fact, Paper, Quantity, Reading
from sarcoma_kg.terms import Term, prefixes
from sarcoma_kg.triples.nodes import TYPE, named, paper_node, skg


class _Reader:
    """Reads the quads of one paper back into records."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self.values: dict[str, dict[str, list[NamedNode | Literal]]] = {}
        for quad in quads:
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                node = self.values.setdefault(quad.subject.value, {})
                node.setdefault(quad.predicate.value, []).append(quad.object)

    def all(self, node: str, predicate: NamedNode) -> list[str]:
        return [value.value for value in self.values.get(node, {}).get(predicate.value, ())]

    def one(self, node: str, predicate: NamedNode) -> str:
        found = self.all(node, predicate)
        if len(set(found)) > 1:
            raise FactError(f"<{node}> has {len(found)} values of <{predicate.value}>, not one")
        return found[0] if found else ""

    def of_type(self, *names: str) -> list[str]:
        wanted = {skg(name).value for name in names}
        return [node for node in self.values if wanted & set(self.all(node, TYPE))]

    def paper(self) -> Paper:
        nodes = self.of_type("Paper")
        if len(nodes) != 1:
            raise FactError(f"there must be one skg:Paper, here are {len(nodes)}")
        node = nodes[0]
        if not node.startswith(prefixes()["paper"]):
            raise FactError(f"the paper <{node}> is not under {prefixes()['paper']}")
        year, authors = self.one(node, named("dct", "issued")), self.one(node, skg("authors"))
        return Paper(
            id=node.removeprefix(prefixes()["paper"]),
            title=self.one(node, named("dct", "title")),
            pmid=self.one(node, named("bibo", "pmid")),
            pmcid=self.one(node, skg("pmcid")),
            doi=self.one(node, named("bibo", "doi")),
            journal=self.one(node, skg("journal")),
            year=int(year) if year else None,
            licence=self.one(node, named("dct", "license")),
            authors=tuple(authors.split("; ")) if authors else (),
            retracted=self.one(node, skg("retracted")) == "true",
            text_sha256=self.one(node, skg("textSha256")),
            text_length=int(self.one(node, skg("textLength")) or 0),
        )

    def reading(self, paper: Paper) -> Reading:
        node = self.one(paper_node(paper.id).value, named("prov", "wasGeneratedBy"))
        return Reading(
            agent=self.one(node, skg("agent")),
            version=self.one(node, skg("version")),
            at=self.one(node, named("prov", "endedAtTime")),
            note=self.one(node, skg("note")),
        )

    def fact(self, node: str) -> Fact:
        name = node.rpartition("#")[2]
        match = re.fullmatch(r"case([1-9]\d*)-fact\d+|claim\d+", name)
        if not match:
            raise FactError(f"<{node}>: a fact is named caseN-factN or claimN")
        denied = self.one(node, skg("deniedKind"))
        case = int(match[1] or 0)
        terms = self.all(node, skg("term")) + sorted(self.all(node, skg("otherTerm")))
        about = self.one(node, skg("about"))
        return Fact(
            case=case,
            kind=denied or self.one(node, skg("kind")),
            value=self.one(node, skg("value")),
            evidence=self._evidence(node),
            terms=tuple(Term.from_iri(iri) for iri in terms),
            polarity="absent" if denied else "present",
            quantity=self._quantity(self.one(node, skg("quantity"))),
            since=self.one(node, skg("since")).rpartition("since-")[2] or None,
            note=self.one(node, skg("note")),
            subject="case" if denied and case else _subject(about),
            answers=_subject(self.one(node, skg("answers"))),
        )

    def _evidence(self, fact: str) -> Evidence:
        node = self.one(fact, skg("evidence"))
        if not node:
            raise FactError(f"<{fact}> has no evidence")
        confidence = self.one(node, skg("confidence"))
        try:
            start, end = (int(self.one(node, named("oa", name))) for name in ("start", "end"))
        except ValueError:
            raise FactError(f"<{node}> lacks oa:start or oa:end") from None
        return Evidence(
            start,
            end,
            self.one(node, named("oa", "exact")),
            self.one(node, skg("rule")),
            float(confidence) if confidence else None,
        )

    def _quantity(self, node: str) -> Quantity | None:
        if not node:
            return None
        return Quantity(
            float(self.one(node, skg("low"))),
            float(self.one(node, skg("high"))),
            self.one(node, skg("unit")),
            self.one(node, skg("approximate")) == "true",
        )


def _subject(iri: str) -> str:
    if not iri:
        return ""
    name = iri.rpartition("#")[2] if "#" in iri else "paper"
    return name.partition("-")[2] or ("paper" if name == "paper" else "case")


def read(quads: Iterable[Quad]) -> tuple[Paper, tuple[Fact, ...], Reading]:
    """Turn a paper's quads back into records: facts by case (claims last), in their order.

    Raises `FactError` where the quads are not those of one paper of this model.
    """
    reader = _Reader(quads)
    paper = reader.paper()
    nodes = reader.of_type("Fact", "DeniedFact", "Claim")
    last = 1 << 30

    def place(node: str) -> tuple[int, int]:
        numbers = [int(part) for part in re.findall(r"\d+", node.rpartition("#")[2])]
        first, second, *_ = *numbers, 0, 0
        return (first, second) if len(numbers) > 1 else (last, first)

    facts = tuple(reader.fact(node) for node in sorted(nodes, key=place))
    return paper, facts, reader.reading(paper)
