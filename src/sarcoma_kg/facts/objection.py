"""Objection: why the tumour of a case is no mesenchymal one, where the text says so."""

import re

from sarcoma_kg.facts.agent import antitumour
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.diagnosis import (
    GENERIC,
    MALIGNANT,
    STATED,
    Candidate,
    candidates,
    is_group,
    is_sarcoma,
    namings,
)
from sarcoma_kg.facts.doubt import Naming, is_no_tumour, only_thought
from sarcoma_kg.terms import Term

#: The objection to a case that names no tumour at all.
NAMELESS = "it names no sarcoma"
# common benign tumours, of which no case is kept
_ORDINARY = re.compile(
    r"^(?!malignant|atypical)(?:\w+ ){0,2}(?:angiomyolipoma|myelolipoma|lipoma|leiomyoma|hemangioma"
    r"|schwannoma|neurofibroma|hamartoma|fibroid polyp|fibroma|calcifying fibrous tumor"
    r"|lymphangioma|osteochondroma|enchondroma|chondroma|osteoma|hibernoma|elastofibroma|myxoma"
    r"|dermatofibroma|nodular fasciitis|fibrous dysplasia|bone cyst|myositis ossificans"
    r"|malformation|tenosynovial giant cell tumor|postoperative spindle cell nodule)$",
    re.IGNORECASE,
)

_DRUGGED = re.compile(r"^tenosynovial giant cell tumor", re.IGNORECASE)


def objection(chart: Chart) -> str:
    """Say why the tumour of a case is no sarcoma; nothing where it is one or may be one."""
    found = candidates(chart)
    sarcomas = [each for each in found if is_sarcoma(each.concept)]
    others = [each for each in found if not is_sarcoma(each.concept) and each.weight >= STATED]
    other = max(others, key=lambda each: each.weight).concept.value if others else ""
    if not sarcomas:
        return f"its tumour is {other}, no sarcoma" if other else NAMELESS
    if not any(each.times for each in sarcomas):
        thought = sarcomas[0].concept.value
        return f"{thought} is only suspected or denied" + (f"; found is {other}" if other else "")
    if not any(each.now for each in sarcomas) and other:
        return f"{sarcomas[0].concept.value} is only in the history; found is {other}"
    thoughts = [e for e in namings(chart) if is_sarcoma(e.concept)]
    thoughts = [e for e in thoughts if not is_group(e.mention)] or thoughts
    if not any(each.sure for each in sarcomas):
        rival = _is_rivalled(found, sarcomas, others)
        if only_thought(chart, thoughts, rival):
            found_is = f"; found is {other}" if other else "; found is no tumour"
            return f"{sarcomas[0].concept.value} was only thought of{found_is}"
    if proven := _proven_instead(sarcomas, others):
        return f"its tumour is {proven.concept.value}, no sarcoma"
    return "" if _is_drugged(chart, sarcomas) else _benign(sarcomas, thoughts)


def _is_rivalled(
    found: list[Candidate], sarcomas: list[Candidate], others: list[Candidate]
) -> bool:
    """Whether another tumour is stated more surely than any sarcoma."""
    heavy = max((each.weight for each in sarcomas if each.now), default=0.0)
    groups = all(is_group(each.best) for each in sarcomas)
    rivals = [e for e in found if groups and not is_group(e.best) and not is_sarcoma(e.concept)]
    return any(each.weight > heavy and each.now for each in others + rivals)


def _proven_instead(sarcomas: list[Candidate], others: list[Candidate]) -> Candidate | None:
    """Give the proven carcinoma that "a malignant spindle cell tumour" turned out to be."""
    named = [each for each in sarcomas if each.times]
    if all(is_group(each.best) and "sarcoma" not in each.best.text.lower() for each in named):
        return next((each for each in others if each.sure and each.now), None)
    return None


def _is_drugged(chart: Chart, sarcomas: list[Candidate]) -> bool:
    """Whether a tenosynovial giant cell tumour is of those that are treated with drugs."""
    return any(_DRUGGED.search(each.concept.label) for each in sarcomas if each.now) and any(
        mention.context == "present" and antitumour(chart, mention)
        for _, mention in chart.mentions("drug", "regimen")
    )


def _benign(sarcomas: list[Candidate], thoughts: list[Naming]) -> str:
    """Say that what was found is a common benign tumour, where it is."""
    # "clinically a sarcoma": a mere group yields to what was found
    exact = [e for e in sarcomas if e.now and (e.weight >= STATED or not is_group(e.best))]
    # nor does "a soft tissue tumour" say that it is no lipoma
    exact = [e for e in exact if not _says_nothing(e)] or exact
    if not exact or not all(_ORDINARY.search(each.concept.label) for each in exact):
        return ""
    if all(each.mention.assertion.open for each in thoughts):
        return NAMELESS  # "she believed that it was a fibroid"
    return f"its tumour is {exact[0].concept.value}, which is benign"


def is_spoken_of(chart: Chart) -> bool:
    """Whether a sarcoma is told of in general only: "… is a disease of the young. We saw it in"."""
    for sentence in chart.sentences:
        for mention in sentence.of("disease"):
            concept = chart.concept(mention)
            if concept is None or mention.context != "background" or is_group(mention):
                continue
            if is_sarcoma(concept) and concept.facet("behaviour") in MALIGNANT:
                return not is_no_tumour(chart)
    return False


def is_shown_by_genes(chart: Chart) -> bool:
    """Whether a case that names no sarcoma has a change of genes that only one kind of them has."""
    for _, mention in chart.mentions("alteration"):
        concept = chart.concept(mention)
        if concept is None or mention.context != "present":
            continue
        kinds = concept.facets.get("typicalOf", ())
        typical = [chart.ontology.get(Term.parse(kind)) for kind in kinds]
        if typical and all(each and is_sarcoma(each) for each in typical):
            return True
    return False


def _says_nothing(each: Candidate) -> bool:
    """Whether a name says no more than "a tumour", and not that it is malignant."""
    return bool(GENERIC.match(each.best.text)) and each.concept.facet("behaviour") != "malignant"
