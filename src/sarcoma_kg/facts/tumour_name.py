"""Which of a patient's tumours a text names where: by diagnosis, organ, or operation on it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sarcoma_kg.facts import another, second
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.place import operated
from sarcoma_kg.records import Fact
from sarcoma_kg.terms import Term


@dataclass(frozen=True, slots=True)
class Naming:
    """Where the text names which tumour, as (start, end, number), and the numbers of past ones.

    `sites` are the places that name its organ only, or an operation on it.
    """

    places: tuple[tuple[int, int, int], ...] = ()
    sites: tuple[tuple[int, int, int], ...] = ()
    past: frozenset[int] = frozenset()


def naming(chart: Chart, facts: Sequence[Fact]) -> Naming:
    """Give the places that name one of several tumours, from what the vocabulary finds there."""
    diagnosed = {
        number: fact
        for fact in reversed(facts)
        if fact.kind == "diagnosis" and fact.polarity == "present"
        for number in fact.tumours
    }
    if len(diagnosed) < 2:  # noqa: PLR2004 - one tumour needs no name
        return Naming()
    places = []
    for _, mention in chart.mentions("disease"):
        if mention.term is None or mention.context == "family":
            continue
        meant = [n for n, fact in diagnosed.items() if another.is_named(chart, mention.term, fact)]
        here = [n for n in meant if diagnosed[n].evidence.start == mention.start]
        if len(meant) == 1 or here:
            places.append((mention.start, mention.end, (here or meant)[0]))
    elsewhere: dict[int, another.Another] = chart.memo.get("elsewhere", {})
    for start, other in elsewhere.items():
        span = (other.mention.start, other.mention.end)
        mine = [n for n, f in diagnosed.items() if (f.evidence.start, f.evidence.end) == span]
        places += [(start, start + 1, number) for number in mine]
    roles = {number: fact.qualifiers.role for number, fact in diagnosed.items()}
    past = frozenset(n for n, role in roles.items() if role == "earlier-malignancy")
    sites = list(_sited(chart, _organs(chart, facts, diagnosed, past)))
    # "the gastric lesion", "of colonic origin"
    places += [site for site in sites if _LESION.match(chart.text, site[1])]
    return Naming(tuple(sorted(places)), tuple(sorted(sites)), past)


_LESION = re.compile(
    r"\s+(?:tumou?r|mass|lesion|primary|neoplasm|carcinoma|cancer|sarcoma|malignancy|origin)\b",
    re.IGNORECASE,
)


def _organs(
    chart: Chart, facts: Sequence[Fact], diagnosed: dict[int, Fact], past: frozenset[int]
) -> dict[int, list[Term]]:
    """Give the organs of each tumour.

    Of the tumour of the case: what is told beside its name, else every place that is told of no
    other; an organ that had a cancer of former years may have this one too.
    """
    own = next((n for n, f in diagnosed.items() if f.evidence.rule != second.RULE), 1)
    organs: dict[int, list[Term]] = {}
    for fact in facts:
        if fact.kind == "primary-site" and fact.polarity == "present":
            for number in fact.tumours or (own,):
                organs.setdefault(number, []).extend(fact.terms)
    for number, fact in diagnosed.items():
        if number != own and number not in organs:
            organs[number] = second.in_name(chart, fact)
    if not organs.get(own):
        organs = {number: terms for number, terms in organs.items() if number not in past}
    if not any(own in f.tumours for f in facts if f.kind == "primary-site"):
        beside = [row for row in second.beside(chart, diagnosed[own]) if row.kind == "primary-site"]
        others = {t for n, terms in organs.items() if n != own and n not in past for t in terms}
        organs[own] = [term for row in beside for term in row.terms] or [
            term for term in organs.get(own, []) if term not in others
        ]
    return organs


def _sited(chart: Chart, organs: dict[int, list[Term]]) -> Iterator[tuple[int, int, int]]:
    """Give the places that name the organ of one of the tumours, or an operation on it."""
    named = [
        (mention.start, mention.end, mention.term)
        for _, mention in chart.mentions("site")
        if mention.term is not None
    ]
    for sentence in chart.sentences:
        for start, end, organ in operated(sentence.text):
            for found in chart.ontology.candidates(organ, "site")[:1]:
                named.append((sentence.start + start, sentence.start + end, found.concept.id))
    for start, end, term in named:
        meant = [
            number
            for number, terms in organs.items()
            if any(_one_organ(chart, term, own) for own in terms)
        ]
        if len(meant) == 1:
            yield start, end, meant[0]


def _one_organ(chart: Chart, one: Term, other: Term) -> bool:
    """Say whether two places are one organ, or one a part of the other (a "sigmoid colon")."""
    first, second = chart.ontology.get(one), chart.ontology.get(other)
    if first is None or second is None:
        return False
    words = [set(each.label.lower().split()) for each in (first, second)]
    return chart.ontology.akin(one, other) or words[0] <= words[1] or words[1] <= words[0]
