"""Hypothesis strategies: any record of the domain."""

from dataclasses import replace

from hypothesis import strategies as st

from sarcoma_kg.kinds import KINDS, QUALIFIERS
from sarcoma_kg.records import (
    SINCE,
    UNITS,
    Evidence,
    Fact,
    Paper,
    Qualifiers,
    Quantity,
    Reading,
)
from sarcoma_kg.terms import Term

_WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="\ufffe\uffff"),
    min_size=1,
    max_size=30,
).filter(lambda text: text.strip() != "")
_IDS = st.from_regex(r"[A-Za-z0-9](?:[A-Za-z0-9_.\-]{0,8}[A-Za-z0-9])?", fullmatch=True)
terms = st.builds(Term, st.sampled_from(["NCIT", "MONDO", "UBERON", "HGNC", "SKGT"]), _IDS)
_AMOUNTS = st.floats(0, 1e6, allow_nan=False).map(lambda number: round(number, 6))


@st.composite
def quantities(draw: st.DrawFn, units: tuple[str, ...] = UNITS) -> Quantity:
    """Any amount of one of these units."""
    low, high = sorted((draw(_AMOUNTS), draw(_AMOUNTS)))
    return Quantity(low, high, draw(st.sampled_from(units)), draw(st.booleans()))


@st.composite
def evidence(draw: st.DrawFn) -> Evidence:
    """Any evidence, with a quote or without."""
    start, quote = draw(st.integers(0, 10**6)), draw(st.just("") | _WORDS)
    end = start + (len(quote) or draw(st.integers(1, 99)))
    confidence = draw(st.none() | st.integers(0, 100).map(lambda share: share / 100))
    return Evidence(start, end, quote, draw(st.just("") | _WORDS), confidence)


def _qualifier(name: str) -> st.SearchStrategy[object]:
    qualifier = QUALIFIERS[name]
    if qualifier.type == "range":
        return quantities((qualifier.unit,))
    if qualifier.type == "integer":
        return st.integers(1, 5)
    if qualifier.type == "term":
        return terms
    return st.sampled_from(qualifier.values) if qualifier.values else _WORDS


@st.composite
def qualifiers(draw: st.DrawFn, kind: str) -> Qualifiers:
    """Any of the qualifiers that facts of a kind may have."""
    allowed = [name for name, each in QUALIFIERS.items() if not each.of or kind in each.of]
    chosen = draw(st.sets(st.sampled_from(allowed)))
    return Qualifiers(**{name: draw(_qualifier(name)) for name in sorted(chosen)})  # type: ignore[arg-type]


_PLACES = st.lists(st.integers(1, 6), max_size=3).map(lambda numbers: tuple(sorted(set(numbers))))


@st.composite
def facts(draw: st.DrawFn, kinds: tuple[str, ...] = tuple(KINDS)) -> Fact:
    """Any fact of one of these kinds, in its place: the order of an event is its number."""
    kind = KINDS[draw(st.sampled_from(kinds))]
    claim = kind.owner == "paper"
    polarity = "present" if claim else draw(st.sampled_from(["present", "absent"]))
    event = draw(st.integers(0, 6)) if kind.owner == "event" and polarity == "present" else None
    tumours = () if claim else draw(_PLACES)
    if not tumours and (kind.owner == "tumour" or kind.name == "metastasis"):
        tumours = (1,)
    return Fact(
        case=0 if claim else draw(st.integers(1, 3)),
        kind=kind.name,
        value=draw(st.sampled_from(kind.values) if kind.values else _WORDS),
        evidence=draw(evidence()),
        terms=tuple(draw(st.lists(terms, max_size=3, unique=True))),
        polarity=polarity,
        quantity=draw(st.none() | quantities(kind.units or UNITS)),
        since=draw(st.none() | st.sampled_from(SINCE)),
        note=draw(st.just("") | _WORDS),
        qualifiers=draw(qualifiers(kind.name)),
        event=event,
        order=event,
        tumours=tumours,
        answers=() if claim else draw(_PLACES),
        since_event=() if claim else draw(_PLACES),
        further=tuple(draw(st.lists(evidence(), max_size=2))),
    )


def unlinked(fact: Fact) -> Fact:
    """Give a fact without links to events that its case may not have."""
    return replace(fact, answers=(), since_event=())


papers = st.builds(
    Paper,
    id=st.from_regex(r"[a-z0-9][a-z0-9._\-]{0,20}", fullmatch=True),
    title=st.just("") | _WORDS,
    pmid=st.just("") | st.integers(1, 10**8).map(str),
    pmcid=st.just("") | st.integers(1, 10**8).map(lambda number: f"PMC{number}"),
    doi=st.sampled_from(["", "10.1000/x-1", "10.1002/(SICI)1<a>2.0;3#é"]),
    journal=st.just("") | _WORDS,
    year=st.none() | st.integers(1000, 2100),
    licence=st.sampled_from([
        "", "CC BY", "CC BY 4.0", "CC BY-NC-ND 3.0", "CC0 1.0", "cc by-nc",
        "https://creativecommons.org/licenses/by/4.0/", "all rights reserved",
    ])
    | _WORDS,
    authors=st.lists(st.from_regex(r"[A-Z][a-zé]{1,8} [A-Z]", fullmatch=True), max_size=3).map(
        tuple
    ),
    retracted=st.booleans(),
    text_sha256=st.just("") | st.from_regex(r"[0-9a-f]{64}", fullmatch=True),
    text_length=st.integers(0, 10**6),
)  # fmt: skip
readings = st.builds(
    Reading,
    agent=st.sampled_from(
        ["rules", "model:x/y z", "rules+model:x", "person:0000-0002-1825-0097", "person:unnamed"]
    ),
    version=st.just("0.1.0"),
    at=st.just("2026-11-22T12:00:00Z"),
    note=st.just("") | _WORDS,
)
