"""Facts in their place: with their terms, in the course of their patient."""

from collections.abc import Container, Iterable
from dataclasses import replace

from sarcoma_kg.facts import course
from sarcoma_kg.facts.grounding import grounded
from sarcoma_kg.kinds import KINDS
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.records import Fact, placed


def in_place(facts: Iterable[Fact], text: str, ontology: Ontology) -> list[Fact]:
    """Give facts their terms and what places they lack; cases come in order, claims last.

    A case of which no fact has a place is laid out by the words of its text. Otherwise a fact
    without an event stands in one of its own, after the others.
    """
    return placed(course.arrange(grounded(facts, ontology), text))


def statement(fact: Fact) -> tuple[object, ...]:
    """Give what of a fact stays the same when it gets its place and its terms."""
    return (fact.case, fact.kind, fact.value, fact.polarity, fact.evidence, fact.note)


def one_counts(facts: Iterable[Fact], lesser: Container[object] = ()) -> list[Fact]:
    """Let one fact count of each kind that counts once an owner; the others are alternatives.

    That is the one whose status is final, else the first that is not among the `lesser` (by
    `statement`), else the first. What has a status keeps it. The facts have their places.
    """
    facts = list(facts)
    counting: dict[tuple[object, ...], Fact] = {}
    for fact in sorted(facts, key=lambda f: (f.qualifiers.status == "", statement(f) in lesser)):
        if fact.counts:
            counting.setdefault(_owner(fact), fact)
    return [
        replace(fact, qualifiers=replace(fact.qualifiers, status="alternative"))
        if _single(fact) and not fact.qualifiers.status and counting[_owner(fact)] is not fact
        else fact
        for fact in facts
    ]


def _single(fact: Fact) -> bool:
    return KINDS[fact.kind].single and fact.polarity == "present"


def _owner(fact: Fact) -> tuple[object, ...]:
    return (fact.case, fact.kind, fact.polarity, fact.event, fact.tumours)
