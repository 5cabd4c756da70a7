"""Hypothesis strategies: any record of the domain."""

from hypothesis import strategies as st

from sarcoma_kg.kinds import KINDS, Kind
from sarcoma_kg.records import DAYS, SINCE, UNITS, Evidence, Fact, Paper, Quantity, Reading
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


def _subjects(kind: Kind) -> st.SearchStrategy[str]:
    if kind.owner in ("case", "paper"):
        return st.just(str(kind.owner))
    return st.integers(1, 9).map(lambda number: f"{kind.owner}{number}")


@st.composite
def facts(draw: st.DrawFn, kinds: tuple[str, ...] = tuple(KINDS)) -> Fact:
    """Any fact of one of these kinds, in its place."""
    kind = KINDS[draw(st.sampled_from(kinds))]
    claim = kind.owner == "paper"
    polarity = "present" if claim else draw(st.sampled_from(["present", "absent"]))
    units = tuple(DAYS) if kind.name in ("age", "follow-up", "interval") else UNITS
    answers = kind.name in ("response", "adverse-event") and polarity == "present"
    return Fact(
        case=0 if claim else draw(st.integers(1, 3)),
        kind=kind.name,
        value=draw(st.sampled_from(kind.values) if kind.values else _WORDS),
        evidence=draw(evidence()),
        terms=tuple(draw(st.lists(terms, max_size=3, unique=True))),
        polarity=polarity,
        quantity=draw(st.none() | quantities(units)),
        since=draw(st.none() | st.sampled_from(SINCE)),
        note=draw(st.just("") | _WORDS),
        subject="case" if polarity == "absent" else draw(_subjects(kind)),
        answers=draw(st.just("") | st.just("event1")) if answers else "",
    )


papers = st.builds(
    Paper,
    id=st.from_regex(r"[a-z0-9][a-z0-9._\-]{0,20}", fullmatch=True),
    title=st.just("") | _WORDS,
    pmid=st.just("") | st.integers(1, 10**8).map(str),
    doi=st.just("") | st.just("10.1000/x-1"),
    journal=st.just("") | _WORDS,
    year=st.none() | st.integers(1000, 2100),
    licence=st.just("") | _WORDS,
    authors=st.lists(st.from_regex(r"[A-Z][a-zé]{1,8} [A-Z]", fullmatch=True), max_size=3).map(
        tuple
    ),
    retracted=st.booleans(),
    text_sha256=st.just("") | st.from_regex(r"[0-9a-f]{64}", fullmatch=True),
    text_length=st.integers(0, 10**6),
)
readings = st.builds(
    Reading,
    agent=st.sampled_from(["rules", "model:x", "person:0000-0002-1825-0097"]),
    version=st.just("0.1.0"),
    at=st.just("2026-11-22T12:00:00Z"),
    note=st.just("") | _WORDS,
)
