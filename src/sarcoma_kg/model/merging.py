"""Two readers as one: where they agree confidence rises, where not, both stand apart, doubted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sarcoma_kg.kinds import KINDS
from sarcoma_kg.model import amount
from sarcoma_kg.records import Fact, Polarity, Qualifiers

# A second reader that agrees halves the distance to certainty; one that is silent, or says
# something else, takes a third. Not measured: `docs/accuracy.md` calibrates the rules alone.
_AGREED = 0.5
_ALONE = 0.65
_UNKNOWN = 0.6  # the confidence of a reader that gives none


@dataclass(frozen=True, slots=True)
class Doubt:
    """A fact that one reader said alone: whose it is, and what the other one says of it.

    `fact` has the doubt in its note, `plain` the note of its reader; `first` is true where the
    first reader (the rules) said it.
    """

    fact: Fact
    plain: Fact
    first: bool
    why: str


@dataclass(frozen=True, slots=True)
class Merged:
    """What two readers say together, and what each says alone."""

    agreed: tuple[Fact, ...]
    doubted: tuple[Doubt, ...]


def same(one: Fact, other: Fact) -> bool:
    """Say whether two facts say the same: case, kind, polarity, amount, and term or value."""
    if (one.case, one.kind, one.polarity) != (other.case, other.kind, other.polarity):
        return False
    if not amount.same(one, other):
        return False
    if one.kind in amount.MEASURES:
        return one.kind != "interval" or one.qualifiers.to == other.qualifiers.to
    if one.terms and other.terms and one.terms[0] == other.terms[0]:
        return True
    return one.value.casefold() == other.value.casefold()


def merge(first: Sequence[Fact], second: Sequence[Fact], names: tuple[str, str]) -> Merged:
    """Set the facts of two readers side by side; `names` are theirs, the first's come first."""
    left = list(second)
    agreed, doubted = [], []
    for fact in first:
        twin = _nearest(fact, [other for other in left if same(fact, other)])
        if twin is None:
            doubted.append(_doubt(fact, second, names, own=True))
        else:
            left.remove(twin)
            agreed.append(_agree(fact, twin))
    doubted += [_doubt(fact, first, names, own=False) for fact in left]
    return Merged(tuple(agreed), tuple(doubted))


def _nearest(fact: Fact, others: Sequence[Fact]) -> Fact | None:
    """Give the nearest in the text: of what happened twice each is agreed on for itself."""
    start = fact.evidence.start
    return min(others, key=lambda other: abs(other.evidence.start - start), default=None)


def _agree(fact: Fact, twin: Fact) -> Fact:
    sure = fact.evidence.confidence
    sure = _UNKNOWN if sure is None else sure
    rule = f"{fact.evidence.rule} + {twin.evidence.rule}"
    confidence = round(sure + (1 - sure) * _AGREED, 4)
    return replace(
        fact,
        evidence=replace(fact.evidence, rule=rule, confidence=confidence),
        quantity=fact.quantity or twin.quantity,
        since=fact.since or twin.since,
        note=fact.note or twin.note,
        qualifiers=Qualifiers(**dict([*twin.qualifiers.items(), *fact.qualifiers.items()])),
    )


def _doubt(fact: Fact, others: Sequence[Fact], names: tuple[str, str], *, own: bool) -> Doubt:
    mine, other = names if own else names[::-1]
    sure = fact.evidence.confidence
    confidence = round((_UNKNOWN if sure is None else sure) * _ALONE, 4)
    said = _against(fact, others)
    why = f"said by {mine} alone" + (f"; {other} says {said}" if said else "")
    note = "; ".join(filter(None, (fact.note, why)))
    plain = replace(fact, evidence=replace(fact.evidence, confidence=confidence))
    return Doubt(replace(plain, note=note), plain, own, why)


def _against(fact: Fact, others: Sequence[Fact]) -> str:
    """Say what the other reader holds against a fact: the other value, or the other polarity."""
    kin = [other for other in others if (other.case, other.kind) == (fact.case, fact.kind)]
    opposite: Polarity = "absent" if fact.polarity == "present" else "present"
    flipped = replace(fact, polarity=opposite, event=None)  # what is denied is no event
    single = KINDS[fact.kind].single
    tests: tuple[Callable[[Fact], bool], ...] = (
        lambda other: same(flipped, other),
        lambda other: other.value == fact.value or single,
    )
    for test in tests:
        for other in kin:
            if test(other):
                value = str(other.quantity) if other.quantity else other.value
                return f"{value} ({other.polarity})"
    return ""
