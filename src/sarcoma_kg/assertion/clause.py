"""Clauses: where in a sentence one thing that is said ends, and the next begins.

Offsets count in the sentence, which is in lower case. What stands in brackets is an aside: it
ends no clause around it.
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache

# a finite verb: what stands before it in its clause is its subject
_FINITE = re.compile(
    r"\b(?:was|were|is|are|has|had|have|did|does|do|will|would|could|can|may|might|should|must"
    r"|showed|shows|revealed|reveals|disclosed|demonstrated|confirmed|detected|found|identified"
    r"|underwent|received|developed|died|remained|remains|resulted|continued|occurred|appeared"
    r"|seemed|proved|turned|led|gave|took|became|began|presented|complained|noticed|reported"
    r"|experienced|consulted|attended|sought|came|went|leads|felt|followed|responded|tolerated|refused"
    r"|declined|recurred|relapsed|progressed|grew|metastasi[sz]ed|decided|opted|chose"
    r"|started|stopped|ceased|completed|lived|survived|stayed|required|needed|lacked|denied"
    r"|excluded|included|suggested|indicated|lasted|returned|improved|worsened|persisted|helped"
    r"|failed|kept|caused|brought|unveiled|yielded|uncovered|unmasked|established|settled|pointed"
    r"|argued|supported|consisted|comprised|expressed|stained|produced|achieved|induced|agreed"
    r"|accepted|entered|expired|perished|deteriorated|survives|lives|continues|succumbed|walked|walks|receives|undergoes|attends|works|enjoys|takes|runs|plays|stays|keeps|goes|gets|dies|finds|feels)\b"
    r"(?!-)"
)
_HARD = re.compile(r"[;:!]|\?(?!t\b)|\.\s|\s[-–—]\s|\n|[.,;]\s*(?=\()")
_SUBJECT = r"(?:she|he|it|they|we|there|patient)\b"
_DEFINITE = r"(?:the|his|her|their|our|this|these|one|treatment)\b"
# a comma or a conjunction, and the subject of a clause of its own
_NEW_SUBJECT = re.compile(
    rf",\s*(?:(?:and|but|or)\s+)?(?={_SUBJECT})|\b(?:and|but)\s+(?={_SUBJECT})"
    rf"|\b(?=(?:she|he|they|we|there)\s+(?:\w+ly\s+)?{_FINITE.pattern})"
    # a person is introduced: "under the diagnosis of asthma a 57-year-old woman …"
    r"|\b(?=an?\s+(?:[\w-]+\s+){0,3}?\d+(?:\s|-)(?:year|month)s?(?:\s|-)old\b)"
)
_NEW_DEFINITE = re.compile(
    rf",\s*(?:(?:and|but|or)\s+)?(?={_DEFINITE})|\b(?:and|but)\s+(?={_DEFINITE})"
)
# something else is told, unless it is a list: "…, a nodule", "…, taking letrozole", "…, 2 years on"
_NEW_ARTICLE = re.compile(
    r",\s*(?:and\s+)?(?=an?\s|\d)|\band\s+(?=an?\s)|,\s*(?=with\s)"
    # no participles, but members of a list: "no nausea, vomiting or fever"
    r"|,\s*(?!(?:vomit|bleed|swell|wheez|itch|scar|thicken|numb|tingl|bruis|cough|snor|limp|stain)\w*ing\b)"
    r"(?=[\w-]+ing\b)"
)
# a conjunction, and a verb whose subject was told before
_NEW_VERB = re.compile(
    rf"(?:,\s*)?\b(?:and|but)\s+(?:\w+ly\s+|then\s+|later\s+|again\s+)?(?:(?={_FINITE.pattern})"
    r"|(?=(?:enrolled|entered|opted|preferred|joined|accepted|agreed|elected|switched|consented"
    r"|asked|performed|did|carried|made|treated|proceeded|initiated|used|added|left|lost|spread)\b))"
)
_CONJOINED = re.compile(r",|\band\b|\bor\b|\bnor\b|\bas\s+well\s+as\b|\bplus\b")
_BRACKET = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LONGEST_ASIDE = 400


@dataclass(frozen=True, slots=True)
class Clauses:
    """The places in a sentence where a clause ends, and its finite verbs."""

    hard: tuple[int, ...]  # nothing reaches over these
    subject: tuple[int, ...]  # a clause with a subject or verb of its own begins
    definite: tuple[int, ...]  # so it does with "…, the", unless it is a list
    article: tuple[int, ...]  # "…, a": something else is told, unless it is a list
    verbs: tuple[tuple[int, int], ...]
    joins: tuple[tuple[int, int], ...]  # commas and conjunctions
    asides: tuple[tuple[int, int], ...]
    flat: str  # the sentence with its asides blank

    def aside(self, place: int) -> tuple[int, int] | None:
        """Give the brackets that a place stands in."""
        return next((a for a in self.asides if a[0] < place < a[1] - 1), None)

    def verbs_in(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """Give the finite verbs between two places."""
        first = bisect_left(self.verbs, (start, 0))
        return self.verbs[first : bisect_left(self.verbs, (end, 0))]

    def last_join(self, start: int, end: int) -> int | None:
        """Give where the last comma or conjunction between two places ends."""
        number = bisect_left(self.joins, (end, 0)) - 1
        if number < 0 or self.joins[number][0] < start:
            return None
        return self.joins[number][1]


@lru_cache(maxsize=1024)
def clauses(low: str) -> Clauses:
    """Part a sentence (lower case) into its clauses."""
    asides = tuple(
        m.span() for m in _BRACKET.finditer(low) if m.end() - m.start() <= _LONGEST_ASIDE
    )
    flat = low
    for start, end in asides:
        flat = flat[:start] + " " * (end - start) + flat[end:]
    return Clauses(
        tuple(m.start() for m in _HARD.finditer(low)),
        tuple(sorted({m.start() for p in (_NEW_SUBJECT, _NEW_VERB) for m in p.finditer(low)})),
        tuple(m.start() for m in _NEW_DEFINITE.finditer(low)),
        tuple(m.start() for m in _NEW_ARTICLE.finditer(low)),
        tuple(m.span() for m in _FINITE.finditer(low)),
        tuple(m.span() for m in _CONJOINED.finditer(low)),
        asides,
        flat,
    )


def after(places: tuple[int, ...], place: int) -> int | None:
    """Give the first of sorted places at or after a place."""
    number = bisect_left(places, place)
    return places[number] if number < len(places) else None


def before(places: tuple[int, ...], place: int) -> int | None:
    """Give the last of sorted places before a place."""
    number = bisect_right(places, place - 1) - 1
    return places[number] if number >= 0 else None
