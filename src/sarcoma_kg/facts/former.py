"""Operations of former years: on another organ, for another disease, or of a relative."""

import re

from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.operation import TUMOUR, Operation
from sarcoma_kg.records import Sentence

_PAST = re.compile(
    r"\b(?:history\s+of|histories\s+of|medical\s+history|surgical\s+history|previous(?:ly)?"
    r"|prior|past"
    r"|status[\s-]+post|antecedents?\s+of|background\s+of|known\s+for|also\s+reported"
    r"|in\s+childhood)\b"
)
_AGO = re.compile(
    r"\b(?:ago|earlier|previously|before|beforehand|prior|in\s+childhood|as\s+a\s+child)\b"
)
_YEARS_AFTER = re.compile(
    r"\b(?:years?|months?|weeks?)\s+(?:after|following|since|from)\s+(?:(?:an?|her|his|undergoing|having\s+had)\s+)?(?:(?!the\b|resection)[\w-]+\s+){0,3}$"
)
_PRESENTS = re.compile(
    r"\b(?:presents?|presented|case\s+of|reports?|noticed|admitted|referred|complain\w*)\b"
)
_AGAIN = re.compile(r"\b(?:recurr\w*|relaps\w*|metasta\w*|again|regrow\w*|sarcoma|tumou?r)\b")


def of_the_past(chart: Chart, sentence: Sentence, low: str, operation: Operation) -> bool:
    """Say whether an operation was for something else, before this tumour."""
    before = low[max(0, operation.start - 90) : operation.start]
    clause = re.split(r"[;.]", before)[-1]
    if _of_an_organ(low, operation, clause):
        return True
    if re.search(r"\bprophylactic\w*\s+(?:[\w-]+\s+){0,3}$", clause):
        return True
    if _YEARS_AFTER.search(clause) and _PRESENTS.search(low) and not _AGAIN.search(low):
        return operation.rule != "surgery-passive"
    if _PAST.search(clause) or (
        _AGO.search(re.split(r"[;.,]", low[operation.end : operation.end + 90])[0])
    ):
        of_tumour = operation.whole and operation.value == "resection"
        return not of_tumour and not _this_tumour(chart, sentence)
    return False


def _of_an_organ(low: str, operation: Operation, clause: str) -> bool:
    """Say whether an earlier operation removed an organ for no tumour: "previous hysterectomy"."""
    if operation.value in _INCIDENTAL and _EARLIER.search(clause):
        return True
    if not _DIRECTLY_PAST.search(clause) or not _NOT_SARCOMA.search(operation.value):
        return False
    told = _CLAUSE_END.split(low[operation.end : operation.end + 90])[0]
    return not TUMOUR.search(told)


# "a history of hysterectomy for fibroids": of an organ, for what is no tumour of the case
_DIRECTLY_PAST = re.compile(
    r"\b(?:history\s+of|histories\s+of|previous|prior|past|former|status[\s-]+post|antecedents?\s+of)\s+"
    r"(?:(?:an?|the|and|total|abdominal|vaginal|partial|subtotal|bilateral|left|right|radical|open|laparoscopic"
    r"|\w+ectomy(?:,|\s+and)?)\s+)*$"
)
_NOT_SARCOMA = re.compile(
    r"^(?!metasta|tumor|vertebr|spondyl|sacr|scapul|fibul|clavic|hemipelv|re-)\w+ectomy$"
)
_CLAUSE_END = re.compile(
    r"[,;:.]|\b(?:had|has|have|was|were|is|presents?|presented|who|which|that)\b"
)
# operations that remove no sarcoma where they are told as something earlier
_INCIDENTAL = frozenset(
    [
        "appendectomy",
        "cholecystectomy",
        "tonsillectomy",
        "hemorrhoidectomy",
        "thymectomy",
        "meniscectomy",
    ]
)
_EARLIER = re.compile(
    r"\b(?:had\s+(?:(?:previously|also|already|once|earlier)\s+)?(?:had|undergone)|had\s+been|former|earlier|scar|scars|incision"
    r"|old|years?\s+(?:after|following|since))\b"
)


def _this_tumour(chart: Chart, sentence: Sentence) -> bool:
    """Say whether a sentence names a tumour that can be the one of the case."""
    return any(
        mention.context not in ("family",) and not _other_cancer(mention.label)
        for mention in sentence.of("disease")
    )


def _other_cancer(label: str) -> bool:
    low = label.lower()
    return "sarcoma" not in low and (
        "carcinoma" in low or "cancer" in low or "lymphoma" in low or "leuk" in low
        or "adenoma" in low or "polyp" in low or "lipoma" in low
    )  # fmt: skip
