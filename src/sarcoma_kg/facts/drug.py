"""Drugs and regimens: the antitumour drugs that were given, or denied.

They are names of the ontology. A regimen's acronym gives the regimen and its component drugs; a
combination that is written out gives the drugs (docs/facts.md, rule 7). Supportive drugs are
left out, unless the text says that one was given against the tumour (an NSAID for a desmoid).
"""

import re
from collections.abc import Iterator

from sarcoma_kg import assertion
from sarcoma_kg.assertion import CERTAIN, Assertion
from sarcoma_kg.facts import dose
from sarcoma_kg.facts.agent import ANTINEOPLASTIC, acts_on_tumours
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.earlier import foreign, mesenchymal
from sarcoma_kg.facts.intent import qualifiers
from sarcoma_kg.facts.phrase import lowered, phrases
from sarcoma_kg.ontology import Concept
from sarcoma_kg.records import Fact, Mention, Polarity, Sentence
from sarcoma_kg.terms import Term

_INSIDE = 50  # characters
_ACRONYM = re.compile(r"[A-Z]{2,}|[a-z][A-Z]|\d")
_NOT_GIVEN = re.compile(
    r"\s*(?:levels?|receptors?|antibod|staining|expression|assay|test|gene|concentration|secretion"
    r"|positiv|negativ|-?induced\s+(?:sarcoma|tumou?r))"
)
# a gene of the same letters (DDIT3 is CHOP), a segment of the spine (S1)
_GENE_AFTER = re.compile(
    r"\)?[\s-]*(?:re-?arrang|genes?\b|fusion|break|fish\b|amplif|transloc|probe|locus|split)"
)
_SPINE = re.compile(r"\b[lst]-?\d{1,2}\b|sacr|vertebr|spin(?:e|al)|nerve|roots?\b|marrow")
_INSENSITIVE = re.compile(
    r"\b(?:(?:in)?sensitivity|insensitive|unresponsive|(?:confer\w*|predict\w*|known|primary)\s+(?:\w+\s+)?resistan\w+)\s+(?:of\s+\w+\s+)?to\s+$"
)
# "we omitted actinomycin D in two courses": it was given in the others
_IN_SOME = re.compile(
    r"\s*(?:(?:was|were)\s+\w+\s+)?(?:in|for|from|during)\s+(?:the\s+)?(?:\w+\s+){1,2}?(?:courses?|cycles?)\b"
)
_LEVEL = re.compile(r"\b(?:serum|plasma|levels?\s+of|elevated|urinary|anti-?)\s*(?:\w+\s+)?$")


def read(chart: Chart) -> list[Fact]:
    """Give each drug and regimen of a case once, present or denied."""
    facts: dict[tuple[str, str, str], Fact] = {}
    for sentence, mention in chart.mentions("drug", "regimen"):
        concept = chart.concept(mention)
        if concept is None or mention.context in ("family", "background"):
            continue
        told = _told(chart, sentence, mention, concept)
        if told is None:
            continue
        for fact in _facts(chart, sentence, mention, concept, told.denied):
            key = (fact.kind, fact.value, fact.polarity)
            if key in facts and fact.polarity == "present":
                chart.retold.append(fact)
            facts.setdefault(key, fact)
    for fact in _acronyms(chart, list(facts.values())):
        facts.setdefault((fact.kind, fact.value, fact.polarity), fact)
    return list(facts.values())


_ACRONYM_OF = re.compile(
    r"\b(?P<name>[A-Z]{2,5}(?:[/-][A-Z]{1,4})?)\s+"
    r"(?:chemotherapy|regimen|protocol|scheme|combination)s?\s*\("
)


def _acronyms(chart: Chart, told: list[Fact]) -> Iterator[Fact]:
    """Give the regimens named by letters that their drugs explain: "VA chemotherapy (…)"."""
    known = [(fact.evidence.start, fact.evidence.end) for fact in told if fact.kind == "regimen"]
    drugs = [fact for fact in told if fact.kind == "drug" and fact.polarity == "present"]
    for sentence in chart.sentences:
        for match in _ACRONYM_OF.finditer(sentence.text) if "(" in sentence.text else ():
            start, end = (sentence.start + place for place in match.span("name"))
            opened = sentence.start + match.end()
            inside = [fact for fact in drugs if opened <= fact.evidence.start < opened + _INSIDE]
            if len(inside) > 1 and not any(a < end and start < b for a, b in known):
                yield chart.fact(
                    "regimen", match.group("name"), (start, end), "regimen-named",
                    qualifiers=inside[0].qualifiers,
                )  # fmt: skip


def _facts(
    chart: Chart, sentence: Sentence, mention: Mention, concept: Concept, denied: bool
) -> Iterator[Fact]:
    """Write a drug, a regimen with its drugs, or the drugs of a combination written out."""
    start, end = mention.start - sentence.start, mention.end - sentence.start
    told = qualifiers(sentence, lowered(sentence.text), start, end)
    polarity: Polarity = "absent" if denied else "present"
    rule = "denied" if denied else "named"
    span = mention.start, mention.end
    if mention.kind == "drug":
        yield chart.of_concept(
            "drug", concept, span, f"drug-{rule}", polarity=polarity, qualifiers=told,
            quantity=None if denied else dose.of(chart, sentence, mention),
        )  # fmt: skip
        return
    if not _ACRONYM.search(mention.text):
        for part, place in _spelt(chart, concept, mention):
            yield chart.of_concept(
                "drug", part, place, f"drug-{rule}", polarity=polarity, qualifiers=told
            )
        return
    yield chart.of_concept(
        "regimen", concept, span, f"regimen-{rule}", polarity=polarity, qualifiers=told
    )
    for part in _components(chart, concept):
        member = f"part of {concept.value}"
        yield chart.of_concept(
            "drug",
            part,
            span,
            "regimen-component",
            polarity=polarity,
            note=member,
            qualifiers=told,
        )


def _components(chart: Chart, concept: Concept) -> Iterator[Concept]:
    for curie in concept.facets.get("component", ()):
        component = chart.ontology.get(Term.parse(curie))
        if component is not None and acts_on_tumours(chart.ontology, component.id):
            yield component  # mesna, a part of MAID, does nothing to the tumour


_GIVEN_AS = re.compile(
    r"\b(?:treated\s+(?:successfully\s+|initially\s+)?with|treatment\s+(?:with|by)|therapy\s+with|administration\s+of|response\s+to|remission\s+(?:to|with|on)"
    r"|respond\w*\s+to|regress\w*\s+(?:with|on|to|under)|started\s+on|commenced\s+on|monotherapy\s+with)\s+(?:(?:an?|the|oral|low-dose|high-dose|intravenous|systemic|daily|combination"
    r"|combined|intralesional|topical|dose|low|high|administration|of|\w+\s+and)\s+)*$"
)
_OTHER_AIM = re.compile(
    r"\b(?:pain|infection|fever|hypertension|diabetes|anticoag\w*|thromb\w*|nausea|vomiting|seizures?|epilep\w*|edema|oedema|dermatomyositis|asthma"
    r"|allerg\w*|pneumonia|sepsis|tubercul\w*|hypoglyc\w*|hypoalbumin\w*|electrolyte|transfus\w*|toxicity|encephalopathy|hormone\s+replacement|premedicat\w*|prophyla\w*"
    r"|transplant\w*|lupus|arthritis|abscess\w*|wound|hiv|antiretroviral|bleeding|anemia|anaemia|failure|cough|dyspn\w*)\b"
)
_AGAINST = re.compile(
    r"\b(?:tumou?rs?|mass|lesions?|nodules?|desmoid|sarcomas?|\w+sarcoma|fibromatosis|burden|remission|response|regress\w*)\b"
)


def _against_tumour(chart: Chart, sentence: Sentence, named: tuple[int, Concept]) -> bool:
    """Say whether a drug that is not antineoplastic was given against the tumour all the same."""
    low = lowered(sentence.text)
    start, concept = named
    if concept.label == "drug" or chart.ontology.is_a(concept.id, ANTINEOPLASTIC):
        return False
    if not _GIVEN_AS.search(low[max(0, start - 80) : start]) or _OTHER_AIM.search(low):
        return False
    if _AGAINST.search(low) or any(mesenchymal(chart, m) for m in sentence.of("disease")):
        return True
    number = chart.sentences.index(sentence)  # the next sentences may tell how the tumour answered
    return any(
        phrases("response").search(lowered(part.text))
        for part in chart.sentences[number + 1 : number + 3]
    )


def _spelt(
    chart: Chart, concept: Concept, mention: Mention
) -> Iterator[tuple[Concept, tuple[int, int]]]:
    """Give the drugs of a combination that is written out, each at its own place."""
    low = lowered(mention.text)
    for component in _components(chart, concept):
        for name in sorted((n.text.lower() for n in component.names), key=len, reverse=True):
            place = low.find(name)
            if place >= 0:
                start = mention.start + place
                yield component, (start, start + len(name))
                break


def _told(chart: Chart, sentence: Sentence, mention: Mention, concept: Concept) -> Assertion | None:
    """Say how a drug stands, or nothing where it was not given for the tumour."""
    low = lowered(sentence.text)
    start, end = mention.start - sentence.start, mention.end - sentence.start
    if (
        mention.kind == "drug"
        and not acts_on_tumours(chart.ontology, concept.id)
        and not _against_tumour(chart, sentence, (start, concept))
    ):
        return None
    in_vitro = "in vitro" in low or "cell line" in low
    if in_vitro or _no_treatment(mention, low, start, end) or foreign(chart, sentence, start):
        return None
    if len(sentence.cases) > 1 and re.search(r"\bor\b", low[max(0, start - 25) : end + 25]):
        return None  # "were treated with A or B": whose it was is not said
    told = assertion.of(low, start, end)
    if told.denied:
        return None if _IN_SOME.match(low, end) else told
    if told.so:
        return told
    return CERTAIN if told.whose != "relative" and _taken_next(chart, sentence) else None


# "She took it all the same", "This was then started"
_TAKEN = re.compile(
    r"(?:\w+\s+){0,3}?(?:took|received|accepted|started|began|had|tolerated|agreed\s+to|consented\s+to|opted\s+for|was\s+given|was\s+treated\s+with)\s+"
    r"(?:it|this|them|both|the\s+(?:drug|treatment|therapy))\b"
    r"|(?:it|this|the\s+(?:drug|treatment|therapy))\s+was\s+(?:(?:then|nevertheless|nonetheless|soon|\w+ly|all\s+the\s+same)\s+)*(?:given|started|begun|taken|administered|initiated|instituted)\b"
)


def _taken_next(chart: Chart, sentence: Sentence) -> bool:
    """Say whether a drug that was advised or warned of was taken, as the next sentence tells."""
    number = chart.sentences.index(sentence) + 1
    if number >= len(chart.sentences):
        return False
    low = lowered(chart.sentences[number].text)
    taken = _TAKEN.match(low)
    return taken is not None and assertion.of(low, taken.end() - 2, taken.end()).so


def _no_treatment(mention: Mention, low: str, start: int, end: int) -> bool:
    """Say whether a name is a gene, a vertebra, a level in the blood, or of no use here."""
    if mention.kind == "regimen" and _GENE_AFTER.match(low, end):
        return True
    if low[start:end] in ("s1", "s-1") and (
        _SPINE.search(low, max(0, start - 60), start) or _SPINE.search(low, end, end + 60)
    ):
        return True
    if _NOT_GIVEN.match(low, end) or _LEVEL.search(low[max(0, start - 40) : start]):
        return True
    return _INSENSITIVE.search(low, max(0, start - 60), start) is not None
