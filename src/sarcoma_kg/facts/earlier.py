"""Earlier diseases: which sentences tell of another illness that the patient had had before.

What was done for a breast cancer ten years ago is no treatment of the sarcoma of the case: it is
that of another tumour of the patient, or, of an illness that is none, nothing of the course.
"""

import re
from functools import lru_cache

from sarcoma_kg.facts import another
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.phrase import lowered
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.records import Mention, Sentence
from sarcoma_kg.terms import Term

_CANCER = (
    r"(?:cancer|carcinoma|adenocarcinoma|lymphoma|leuk[ae]+mia|retinoblastoma|melanoma|myeloma|seminoma|wilms|neuroblastoma"
    r"|adenoma|goit\w+|endometriosis|tuberculosis|fibroids?|hodgkin\w*)"
)
_FOR_IT = re.compile(
    r"\bfor\s+(?:[\w-]+\s+){0,5}?(?:cancer|carcinoma|adenocarcinoma|lymphoma|leuk[ae]+mia|retinoblastoma|melanoma"
    r"|myeloma|seminoma|hodgkin\w*)\b"
)
_BEFORE = re.compile(
    r"\b(?:history\s+of|medical\s+history|previous(?:ly)?|prior|ago|earlier|(?:years?|months?)\s+(?:before|beforehand|after\s+(?:being|her|his|the\s+diagnosis|radio|treatment))"
    r"|in\s+remission|survivor|past|known|years?\s+(?:following|since)|following\s+(?:\w+\s+){0,2}(?:irradiation|radiotherapy|treatment))\b"
)
_NOW = re.compile(
    r"\b(?:presented|presents|now|current(?:ly)?|later|developed|noticed|noted|admitted|referred|subsequently|recently|this\s+time|complain\w*|revealed|showed)\b"
)


_PHRASE = 30  # characters
_WORDS = 10


@lru_cache(maxsize=4096)
def _group(ontology: Ontology, term: Term) -> str:
    concept = ontology.get(term)
    return concept.facet("group") if concept else ""


def mesenchymal(chart: Chart, mention: Mention) -> bool:
    """Say whether a disease that is mentioned can be the mesenchymal tumour of the case."""
    if mention.term is None:
        return True
    group = _group(chart.ontology, mention.term)
    if group:
        return group in ("sarcoma", "mesenchymal")
    return not re.search(_CANCER, mention.label.lower())


_BEHIND = 2  # sentences in which the treatments of an earlier cancer are told behind its name


def foreign(chart: Chart, sentence: Sentence, start: int) -> bool:
    """Say whether what stands at `start` is of an illness that is no tumour of the course."""
    return of_another(chart, sentence, start) and not of_second(chart, sentence, start)


def of_second(chart: Chart, sentence: Sentence, start: int, behind: int = _BEHIND) -> bool:
    """Say whether what is of another illness is of another tumour; its place is remembered.

    `behind`: sentences behind the name of that tumour in which its treatments may be told.
    """
    number = chart.sentences.index(sentence)
    near = chart.sentences[max(0, number - behind) : number + 1]
    diseases = sentence.of("disease")
    for other in another.find(chart):
        told = any(each.start == other.sentence.start for each in near)
        if told or any(another.akin_to(chart, mention, other) for mention in diseases):
            places: dict[int, another.Another] = chart.memo.setdefault("elsewhere", {})
            places[sentence.start + start] = other
            return True
    return False


def of_another(chart: Chart, sentence: Sentence, start: int) -> bool:
    """Say whether a treatment at `start` (in its sentence) was for another, earlier disease."""
    low = lowered(sentence.text)
    diseases = sentence.of("disease")
    told = low[max(0, start - 80) : start]  # "treated for a carcinoma with radiation, developed …"
    if _FOR_IT.search(told) and not re.search(r"\b(?:sarcoma|developed|who|which)\b", told[-30:]):
        return True
    cause = _FOR_IT.search(low, max(0, start - 20), min(len(low), start + 110))
    if cause and (_directly(sentence, start, cause) or not _named_here(chart, sentence, start)):
        return True
    if any(mesenchymal(chart, m) for m in diseases):
        return False
    named = bool(diseases) or re.search(rf"\b{_CANCER}\b", low) is not None
    if named and _BEFORE.search(low[max(0, start - 160) : start + 120]):
        return True
    return _continues(chart, sentence, low)


_SUPPOSED = re.compile(
    r"presum|suspect|suppos|assum|apparent|possible|probable|diagnos|believed|thought|alleged|sarcoma"
)


def _directly(sentence: Sentence, start: int, cause: re.Match[str]) -> bool:
    """Say whether "for a carcinoma" follows the treatment itself, and is no mistaken diagnosis."""
    low = lowered(sentence.text)
    between = low[start : cause.end()]
    return (
        cause.start() > start
        and len(between.split()) <= _WORDS
        and not re.search(r"[,;:.]", between)
        and not _SUPPOSED.search(between)
    )


def _named_here(chart: Chart, sentence: Sentence, start: int) -> bool:
    """Say whether the tumour of the case is named close to a place of the sentence."""
    place = sentence.start + start
    return any(
        mesenchymal(chart, m) and -_PHRASE < m.start - place < 2 * _PHRASE
        for m in sentence.of("disease")
    )


def _continues(chart: Chart, sentence: Sentence, low: str) -> bool:
    """Say whether a sentence goes on telling of the earlier disease of the sentence before it."""
    if _NOW.search(low) or re.search(
        r"\b(?:tumou?r|mass|lesion|nodule|recurren\w+|metasta\w+)\b", low
    ):
        return False
    number = chart.sentences.index(sentence)
    if number == 0:
        return False
    before = chart.sentences[number - 1]
    text = lowered(before.text)
    diseases = before.of("disease")
    return (
        bool(re.search(rf"\b{_CANCER}\b", text))
        and bool(_BEFORE.search(text))
        and not any(mesenchymal(chart, m) for m in diseases)
        and not re.search(r"\b(?:mass|lump|tumou?r|swelling)\b", text)
    )
