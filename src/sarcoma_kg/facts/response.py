"""How the tumour answered to treatment: CR, near-CR, PR, SD or PD.

The phrases are in `response.tsv` (group `stated`: the category is named; `implied`: it follows by
docs/facts.md, "decrease in size" → PR, "almost complete" → near-CR; `unanswered`: there was none,
which is told of many treatments and counts only where it is one of the tumour).
"""

import re

from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.drug import antitumour
from sarcoma_kg.facts.earlier import of_another
from sarcoma_kg.facts.phrase import Found, holds, lowered, phrases
from sarcoma_kg.facts.standing import standing
from sarcoma_kg.records import Fact, Sentence

_HINTS = (
    "respon", "remission", "regress", "reduc", "decreas", "shr", "smaller", "stab",
    "progress", "disappear", "resol", "vanish", "control", "grew", "grow", "enlarg",
    "increas", "fail", "refractory", "resistant", "necrosis", "necrotic", "viable", "diminu",
    "diminish", "impalp", "down", "unchanged", "static", "stationary", "involut", "clear",
    "resectable", "operable", "worsen", "improvement", "eradic", "change", "doubl", "tripl",
    "effect", "new ", " pr", " cr", " sd", " pd",
)  # fmt: skip
_TREATED = re.compile(
    r"chemo|radi(?:o|a)|therap|treat|imatinib|nib\b|mab\b|doxorubicin|ifosfamide|cycles?\b|dose"
    r"|administ|inject|medicat|drug|irradiat|emboli|\bafter\b|follow|month|week|year"
)
_MEDICAL = re.compile(
    r"chemo|radiat|radioth|therap|treat|nib\b|mab\b|cycles?\b|irradiat|emboli|perfus|administ"
    r"|adriam|doxorub|ifosf|steroid|cortico|nsaid|tamoxifen|interferon|methotrexate|paclitaxel|taxane"
)
_AGAINST_TUMOUR = re.compile(r"chemo|irradiat|radiat|radiother|cycles?\b|nib\b")
_NOT_TUMOUR = re.compile(
    r"\b(?:pain|symptoms?|fever|platelets?|count|hemoglobin|haemoglobin|edema|oedema|swelling\s+of\s+the\s+(?:leg|arm)"
    r"|levels?|effusion|infection|rash|leukocyt\w+|anti-?viral|immune|inflammat\w+|antibiotic|function|vision"
    r"|motor|sensation|sensory|pupil\w*|blood\s+pressure|risk|mortality|incidence)\b"
    r"|\bdos(?:es?|age)\s+(?:\w+\s+)?(?:reduc|decreas)|(?:reduc|decreas)\w+\s+(?:in|of)\s+(?:the\s+)?dos"
)


_TUMOUR = re.compile(r"tumou?r|mass|lesion|metasta|disease|sarcoma|nodule|\wom[ae]")


def read(chart: Chart) -> list[Fact]:
    """Give each response of a case once, in text order."""
    facts: dict[str, Fact] = {}
    treated = False
    for sentence in chart.sentences:
        low = lowered(sentence.text)
        treated = treated or bool(sentence.of("drug")) or bool(_MEDICAL.search(low))
        if not holds(low, _HINTS):
            continue
        for found in phrases("response").find(low):
            if not _stands(chart, sentence, low, found, treated) or of_another(
                chart, sentence, found.start
            ):
                continue
            span = sentence.start + found.start, sentence.start + found.end
            rule = f"response-{found.meaning.lower()}-{found.row['group']}"
            fact = chart.fact("response", found.meaning, span, rule, note=_how_seen(low, found))
            old = facts.get(found.meaning)
            if old is None or (old.evidence.rule.endswith("implied") and rule.endswith("stated")):
                facts[found.meaning] = fact
    return sorted(facts.values(), key=lambda fact: fact.evidence.start)


def _stands(  # noqa: PLR0911 - one guard a line
    chart: Chart, sentence: Sentence, low: str, found: Found, treated: bool
) -> bool:
    words = low[found.start : found.end]
    before = low[max(0, found.start - 40) : found.start]
    if found.row["group"] == "unanswered":
        return bool(_AGAINST_TUMOUR.search(low)) or any(
            antitumour(chart, mention) for mention in sentence.of("drug", "regimen")
        )
    if found.meaning == "SD" and words.startswith(("no ", "without ", "not ", "any ")):
        if words.startswith("any ") and not re.search(r"\b(?:not|without|no)\b", before):
            return False
        return treated
    if standing(low, found.start, found.end) != "done":
        return False
    if found.row["group"] == "implied":
        if not treated:
            return False
        ahead = 0 if _TUMOUR.search(words) else 30
        if found.meaning in ("PR", "CR") and _NOT_TUMOUR.search(
            low[max(0, found.start - ahead) : found.end + 25]
        ):
            return False
    if found.meaning in ("PR", "CR") and re.search(
        r"\b(?:almost|nearly|near|virtually)[\s-]+(?:a\s+)?$", before
    ):
        return False
    return not re.search(
        r"\b(?:risk\s+of|prevent|possib\w+|for|time\s+to|until\s+no)\s+(?:\w+\s+)?$", before
    )


def _how_seen(low: str, found: Found) -> str:
    """Say by what a response was judged: radiological, pathological, clinical, RECIST."""
    near = low[max(0, found.start - 60) : found.end + 60]
    if "recist" in near or "choi" in near:
        return "RECIST"
    if re.search(r"patholog|histolog|necrosis|viable", near):
        return "pathological"
    if re.search(
        r"radiolog|radiograph|\bct\b|\bmri\b|\bpet\b|imaging|tomograph|scan|magnetic", near
    ):
        return "radiological"
    return "clinical" if "clinical" in near else ""
