"""What treatment did to the patient besides: toxicities and complications, or none at all.

A finding of the ontology is an adverse event where a cue of `adverse_event.tsv` says so in its
sentence; toxicities that have no other cause (group `toxicity`) need no cue. "Uneventful" is none.
"""

import re
from collections.abc import Iterator

from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.coding import terms
from sarcoma_kg.facts.phrase import Found, holds, lowered, phrases
from sarcoma_kg.facts.standing import denied, standing
from sarcoma_kg.records import Fact, Sentence

_HINTS = (
    "complic", "effect", "advers", "toxic", "event", "toler", "course", "recover", "wound",
    "neutrop", "suppress", "mucos", "stomat", "derm", "seroma", "leak", "fistul", "necrosis",
    "infect", "lysis", "induced", "related", "stop", "discontinu", "interrupt", "develop",
    "operativ", "lymph", "alopec", "penia", "cytosis", "smooth", "simple", "phantom",
    "treatment", "cycle", "present", "due", "secondary", "suffer", "experienc", "encephal",
    "fanconi", "gvhd", "morbid", "hand", "evolution", "convales", "paralys", "palsy",
    "graft", "nause", "vomit", "diarrh", "after chemo",
)  # fmt: skip
_TREATED = re.compile(
    r"surg|operat|resect|excis|ectom|remov|chemo|radiat|radioth|irradi|therap|treat|amputat|nib\b|ablat|emboli|cycles?\b|doxorub|discharg|fenib|inib|recurr"
)
_DRUG_COURSE = re.compile(
    r"\b(?:after|within|following|during|on|upon|under|at)\s+(?:[\w.-]+\s+){0,5}?(?:cycles?|courses?|doses?|weeks?|months?|days?|start|initiation|administration|completing|completion|infusion)\s+(?:\w+\s+){0,4}?(?:of|after|on)?\s*(?:\w+\s+)?(?:chemo\w*|treatment|therapy|\w+nib|\w+mab|doxorubicin|ifosfamide|radio\w*|starting|the\s+start)"
    r"|during\s+(?:the\s+)?(?:treatment|chemotherapy|therapy|radiotherapy)|under\s+(?:treatment|therapy|\w+nib)"
)
_DEVELOPED = re.compile(
    r"\b(?:develop\w*|experienc\w*|suffer\w*|present\w*|occurr\w*|complain\w*|noted|observed|recurr\w*|appear\w*)\b"
)
_TUMOUR_OWN = re.compile(
    r"\b(?:metasta\w+|recurr\w+|relaps\w+|tumou?rs?|mass|pleural\s+effusion\s+cytology)\b"
)
_POSTOPERATIVE = re.compile(r"\b(?:(?:post|intra|peri)-?\s?operative(?:ly)?|grade\s+[1-5])\s+$")
#: What "postoperative" goes with and yet is no complication.
_NO_EVENT = frozenset(["scar", "pain"])
_AFTER_TREATMENT = re.compile(
    r"\W+(?:\w+\W+){0,5}?(?:after|during|following|due\s+to|under|secondary\s+to|from|(?:while\s+)?on)\s+(?:[\w.-]+\s+){0,4}?"
    r"(?:chemo|radio|radiation|treatment|therapy|surg|operation|cycle|resection|\w{3,}nib|\w{3,}mab|methotrexate"
    r"|ifosfamide|doxorubicin|cisplatin|paclitaxel|docetaxel|gemcitabine|trabectedin|dacarbazine)"
)
_ONSET = re.compile(r"\b(?:develop\w*|had|suffer\w*|experienc\w*)\s+(?:[\w-]+[\s,]+){0,6}?$")
_NEW_CLAUSE = re.compile(r"[;:]|\.\s|\b(?:but|however|therefore|although)\b")
_LIST = 110  # characters of a list of a few complications
_WORD = 25


def read(chart: Chart) -> list[Fact]:
    """Give the adverse events of a case, each once; "any" absent where the text says none."""
    facts: dict[tuple[str, str], Fact] = {}
    treated = False
    for sentence in chart.sentences:
        low = lowered(sentence.text)
        treated = treated or bool(_TREATED.search(low))
        if not treated or not holds(low, _HINTS):
            continue
        for fact in _of_sentence(chart, sentence, low):
            facts.setdefault((fact.value, fact.polarity), fact)
    return list(facts.values())


def _of_sentence(chart: Chart, sentence: Sentence, low: str) -> Iterator[Fact]:
    found = phrases("adverse_event").find(low)
    cues = [one for one in found if one.row["group"] == "cue"]
    taken = []
    for one in found:
        fact = _named(chart, sentence, low, one)
        if fact is not None:
            taken.append((one.start, one.end))
            yield fact
    if any(one.row["group"] == "none" for one in found) and not cues:
        return
    if sentence.of("finding"):
        yield from _findings(chart, sentence, low, cues, taken)


def _named(chart: Chart, sentence: Sentence, low: str, found: Found) -> Fact | None:  # noqa: PLR0911 - one guard a line
    group = found.row["group"]
    span = sentence.start + found.start, sentence.start + found.end
    if group in ("none", "course", "tolerated"):
        after = low[found.end : found.end + 40]
        if group == "tolerated" and re.search(
            r"\b(?:only|except|but|grade)\b", after + low[found.end : found.end + 80]
        ):
            return None
        if re.match(r"\s*(?:except|other\s+than|apart|but)\b", after):
            return None
        if group != "none" and denied(low, found.start, found.end):
            return None
        if (
            "previous" in low[max(0, found.start - 40) : found.end]
            or "history" in low[max(0, found.start - 60) : found.end]
        ):
            return None
        return chart.fact("adverse-event", "any", span, f"adverse-event-{group}", polarity="absent")
    if group != "toxicity":
        return None
    how = standing(low, found.start, found.end)
    if how in ("planned", "general"):
        return None
    return chart.fact(
        "adverse-event", found.meaning, span, "adverse-event-toxicity",
        terms=terms(chart.ontology, found.meaning, "finding"),
        polarity="absent" if how == "denied" else "present",
    )  # fmt: skip


def _findings(
    chart: Chart, sentence: Sentence, low: str, cues: list[Found], taken: list[tuple[int, int]]
) -> Iterator[Fact]:
    """Give the findings that a cue of the sentence makes adverse events."""
    for mention in sentence.of("finding"):
        start, end = mention.start - sentence.start, mention.end - sentence.start
        if mention.context in ("family", "history", "hypothetical") or any(
            start < b and a < end for a, b in taken
        ):
            continue
        concept = chart.concept(mention)
        if concept is None or concept.value in _NO_EVENT or not _caused(low, start, end, cues):
            continue
        if standing(low, start, end) != "done":
            continue
        yield chart.of_concept(
            "adverse-event", concept, (mention.start, mention.end), "adverse-event-finding"
        )


def _caused(low: str, start: int, end: int, cues: list[Found]) -> bool:
    """Say whether the words beside a finding make it the work of a treatment."""
    for cue in cues:
        between = low[cue.end : start] if cue.end <= start else low[end : cue.start]
        if len(between) < _LIST and not _NEW_CLAUSE.search(between[1:]):
            return True
    if _POSTOPERATIVE.search(low, max(0, start - _WORD), start):
        return True
    if _ONSET.search(low, max(0, start - _LIST), start) and _AFTER_TREATMENT.match(low, end):
        return True
    return not cues and bool(_DRUG_COURSE.search(low) and _DEVELOPED.search(low))
