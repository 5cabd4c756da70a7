"""The facts of another tumour of the patient: its diagnosis, organ, side and size.

Tumour 1 is that of the case, or, where two sarcomas are told, the one that is told first. An
earlier cancer is a comorbidity besides (`comorbidity`). What was done for each says `whose`.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import count

from sarcoma_kg.facts import another, diagnosis
from sarcoma_kg.facts.another import Another
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.organ import NO_SITE
from sarcoma_kg.ontology import Concept
from sarcoma_kg.records import Fact, Mention, Sentence
from sarcoma_kg.terms import Term

#: The rule that reads the diagnosis of another tumour.
RULE = "diagnosis-second"
_SIDE = re.compile(r"\b(left|right)\b")
_QUALIFYING = re.compile(r"[\s-]*(?:[\w-]+\s+){0,3}")


def read(chart: Chart, facts: list[Fact]) -> list[Fact]:
    """Give the facts of a case with those of the other tumours, each with its tumour's number."""
    main = next((f for f in facts if f.kind == "diagnosis" and f.polarity == "present"), None)
    others = another.find(chart) if main is not None and main.terms else ()
    if main is None or not others:
        return facts
    numbers = _numbers(chart, main, others)
    rows: list[Fact] = []
    diagnosed = main
    for other, number in zip(others, numbers[1:], strict=True):
        role = "earlier-malignancy" if other.past else "second-primary"
        for row in _rows(chart, other.sentence, other.mention, other.concept):
            if other.past and row.kind == "primary-site" and in_name(chart, diagnosed):
                continue  # a "breast carcinoma" of former years has its organ in its name
            diagnosed = row if row.kind == "diagnosis" else diagnosed
            named = row.kind == "diagnosis" and number != 1
            qualifiers = replace(row.qualifiers, role=role) if named else row.qualifiers
            rows.append(replace(row, tumours=(number,), qualifiers=qualifiers))
    spans = {(row.kind, row.evidence.start) for row in rows}
    names = {row.value for row in rows if row.kind == "diagnosis"} - {main.value}
    if ("diagnosis", main.evidence.start) in spans:  # "a second sarcoma" of the same kind
        facts = [_as_first_told(chart, fact) if fact is main else fact for fact in facts]
        main = next(fact for fact in facts if fact.kind == "diagnosis")
    kept = [
        fact
        for fact in facts
        if (fact.kind, fact.evidence.start) not in spans
        and not (fact.kind == "diagnosis" and fact.value in names)
    ]
    own = replace(main, tumours=numbers[:1])
    if numbers[0] != 1:
        own = replace(own, qualifiers=replace(own.qualifiers, role="second-primary"))
    marked = [own if fact is main else fact for fact in kept]
    # its site and size may be told beside its name only
    sites = {f.kind for f in marked if f.kind in ("primary-site", "size")}
    near = [f for f in beside(chart, main) if f.kind not in sites]
    marked += [replace(f, tumours=numbers[:1]) for f in near]
    return [*marked, *rows]


def _first_told(chart: Chart, main: Fact) -> tuple[Sentence, Mention] | None:
    """Give the first place of the text that names the main diagnosis, with its sentence."""
    for sentence, mention in chart.body.mentions("disease"):
        if mention.term is not None and another.is_named(chart, mention.term, main):
            return sentence, mention
    return None


def _as_first_told(chart: Chart, main: Fact) -> Fact:
    """Give the main diagnosis with the first place of the text that names it as its evidence."""
    told = _first_told(chart, main)
    if told is None:
        return main
    _, mention = told
    place = replace(main.evidence, start=mention.start, end=mention.end, quote=mention.text)
    return replace(main, evidence=place)


def _numbers(chart: Chart, main: Fact, others: Sequence[Another]) -> tuple[int, ...]:
    """Give the numbers of the tumour of the case and of the others; the sarcoma told first is 1."""
    told = _first_told(chart, main)
    first = told[1].start if told else main.evidence.start
    ahead = [
        number
        for number, other in enumerate(others, 1)
        if diagnosis.is_sarcoma(other.concept) and not other.past and other.mention.start < first
    ]
    one = ahead[0] if ahead else 0
    rest = count(2)
    return tuple(1 if number == one else next(rest) for number in range(len(others) + 1))


def _of_organ(chart: Chart, concept: Concept, place: Concept) -> Concept:
    """Give the tumour of an organ where the vocabulary has it: "adenocarcinoma of the colon"."""
    organ = chart.unsided(place).label
    for name in (organ, organ.split()[-1]):  # "sigmoid colon", "colon"
        for found in chart.ontology.candidates(f"{name} {concept.label}", "disease"):
            if found.how in ("label", "exact"):
                return found.concept
    return concept


def _rows(chart: Chart, sentence: Sentence, mention: Mention, concept: Concept) -> list[Fact]:
    span = (mention.start, mention.end)
    site = another.site_of(chart, sentence, mention)
    place = chart.concept(site) if site is not None else None
    if place is not None and another.KIND_ONLY.fullmatch(concept.label):
        concept = _of_organ(chart, concept, place)
    rows = [chart.of_concept("diagnosis", concept, span, RULE)]
    if site is not None and place is not None:
        rows.append(
            chart.of_concept(
                "primary-site", chart.unsided(place), (site.start, site.end), "primary-site-second"
            )
        )
        ahead = max(sentence.start, min(site.start, mention.end) - 8)
        side = _SIDE.search(chart.text[ahead : site.end].lower())
        if side:
            span = (ahead + side.start(), ahead + side.end())
            rows.append(chart.fact("laterality", side[1], span, "laterality-second"))
    if site is None:
        rows += _named_organ(chart, mention)
    return rows + _sizes(chart, sentence, mention.start, mention.end)


_OF_ORGAN = re.compile(
    r"\b(?:of|in|from)\s+(?:the\s+|her\s+|his\s+)?(?:(?:left|right)\s+)?(?P<organ>[\w\s-]+)$",
    re.IGNORECASE,
)


def _named_organ(chart: Chart, mention: Mention) -> list[Fact]:
    """Give the organ that a name carries behind it: "adenocarcinoma of the lung"."""
    match = _OF_ORGAN.search(mention.text)
    for found in chart.ontology.candidates(match["organ"], "site")[:1] if match else ():
        if not NO_SITE.match(found.concept.label):
            start = mention.start + match.start("organ") if match else mention.start
            place = chart.unsided(found.concept)
            return [
                chart.of_concept("primary-site", place, (start, mention.end), "primary-site-second")
            ]
    return []


def _sizes(chart: Chart, sentence: Sentence, start: int, end: int) -> list[Fact]:
    """Give the size that stands beside the name of a tumour."""
    for size in sentence.of("size"):
        parted = another.PARTED.search(chart.text, end, size.start) or any(
            end <= other.start < size.start for other in sentence.of("disease")
        )
        behind = 0 <= size.start - end < another.CLOSE and not parted
        before = size.end <= start and _QUALIFYING.fullmatch(chart.text, size.end, start)
        if size.quantity is not None and (behind or before):
            value = f"{size.quantity.high:g}"
            return [
                chart.fact(
                    "size", value, (size.start, size.end), "size-second", quantity=size.quantity
                )
            ]
    return []


def beside(chart: Chart, main: Fact) -> list[Fact]:
    """Give the site and the size of the main tumour that are told beside its name."""
    told = _first_told(chart, main)
    concept = chart.concept(told[1]) if told else None
    return _rows(chart, *told, concept)[1:] if told and concept else []


def in_name(chart: Chart, named: Fact) -> list[Term]:
    """Give the organ that the name of a tumour carries: the kidney of "renal cell carcinoma"."""
    for word in named.value.split():
        for found in chart.ontology.candidates(word, "site")[:1]:
            if not another.TISSUE.search(found.concept.label) and not NO_SITE.match(
                found.concept.label
            ):
                return [found.concept.id]
    return []
