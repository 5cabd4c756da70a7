"""Relapses that are none: spoken of in general, or of another disease.

`none` says so of a word of relapse in its sentence. What is feared or watched for the assertion
engine knows; `proved` says that a relapse which was suspected only was one.
"""

import re

from sarcoma_kg import assertion
from sarcoma_kg.facts import another
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.earlier import mesenchymal
from sarcoma_kg.facts.phrase import Found, lowered, phrases
from sarcoma_kg.facts.status import of_others
from sarcoma_kg.records import Sentence

_NOT_RELAPSE = re.compile(
    r"\s*(?:-?\s?free|rates?|risk|laryngeal|nerve|episodes?|pain|abdominal\s+pain"
    r"|upper\s+abdominal\s+pain|haematuria|hematuria|fever|fevers|pneumonia|bleeding|hemorrhage"
    r"|bronchitis|infections?|vomiting|headaches?|effusions?|pericardial|pleural|urinary|uti"
    r"|seizures?|symptoms?|attacks?|syncope|falls?|epistaxis|dislocation|left|right|lower"
    r"|polyps?|tonsillitis|sinusitis|lumbar\s+pain|back\s+pain|hypoglyc\w+|anemia|anaemia"
    r"|severe\s+anaemia|productive|cough|chest\s+pain|thrombo\w+|miscarriages?|fluid|cysts?"
    r"|hernia|swelling\s+episodes)\b"
)
_SYMPTOM = re.compile(
    r"\s+(?:of|with)\s+(?:the\s+|her\s+|his\s+|severe\s+|left\s+|right\s+)*(?:symptoms?|pain"
    r"|bleeding|fever|swelling|effusion|ascites|hypoglyc\w+|dermato\w+|seizures?|anemia"
    r"|anaemia|jaundice|disease\s+of\s+graves|thrombosis|weakness|hernia|aneurysm)"
)
# "it came back negative", "the lesion was back to normal"
_AS_RESULT = re.compile(
    r"\s+(?:as\b|to\b|with\b|from\b|clear|clean|consistent|\w+ly\s+(?:positive|negative|normal)|positive|negative"
    r"|normal|benign|malignant|inconclusive)"
)
# "Late relapse beyond five years is well known", "recurrence depends on the margins"
_IN_GENERAL = re.compile(
    r"(?:\s+(?:and|or|of|in|after|beyond|following|with|within|from|despite|the|these|this|such|even|a|an|metastas[ei]s|tumou?rs?"
    r"|lesions?|disease|\w*sarcomas?|resection|surgery|excision|treatment|years?|months?|late|early|many|several|\d+|five|ten|two|three)){0,8}?"
    r"\s+(?:(?:can|may|might|will|would|should|must|could|cannot)\b(?!\s+(?:not\s+)?be\s+(?:\w+ly\s+)?\w+(?:ed|en|wn)\b)"
    r"|(?:is|are|remains?)\s+(?:(?:not|well|very|more|most|less|relatively|quite|so|often|usually|generally|a|the|\w+ly)\s+)*"
    r"(?:known|common|frequent|rare|usual|unusual|uncommon|infrequent|possible|likely|unlikely|expected|described|reported|typical"
    r"|associated|related|dependent|problem|concern|rule|exception|predict\w+|high|low|higher|lower|notorious)\b"
    r"|(?:is|are)\s+(?:often|usually|frequently|commonly|rarely|generally|occasionally|sometimes|seldom)\s+\w+"
    r"|(?:carr(?:y|ies)|depends?|occurs?|happens?|develops?|appears?|arises?|correlates?|tends?|affects?|varies|vary|ranges?|remains?|accounts?)\b"
    r"|(?:has|have)\s+(?:also\s+|rarely\s+|occasionally\s+|often\s+|only\s+|never\s+)*been\s+(?:\w+ly\s+)?(?:described|reported|published|associated|estimated)\b)"
)
# "local recurrences were seen in a third of the patients"
_IN_MANY = re.compile(
    r"[^.;,]{0,40}?\bin\s+(?:about\s+|approximately\s+|almost\s+|nearly\s+|over\s+|only\s+|more\s+than\s+)?(?:an?\s+(?:third|quarter|half|fifth|minority|majority|few|small)"
    r"|half|most|many|some|up\s+to|\d[\d.]*\s*%|(?:\w+\s+){1,2}?(?:of\s+)?(?:\w+\s+){0,2}?(?:patients|cases))\b"
)
# what comes back and is no tumour; its last letters where it may have many forms
_NO_TUMOUR = re.compile(
    r"\b(?:pains?|bleeding|ha?emorrhage|symptoms?|complaints?|fevers?|effusions?|ascites|fistulas?|hernias?|attacks?|fits|infections?|fibrillation"
    r"|swelling\s+of\s+the\s+\w+|cough|dyspn\w+|breathlessness|\w+uria|\w+ptysis|\w+emia|\w+aemia|\w+itis|\w+penia|seromas?|\w+plegia|jaundice|obstruction|thrombos[ie]s"
    r"|embolism|ulcer\w*|sclerosis|polyps?|palsy|weakness|headaches?|vomiting|nausea|diarrh\w+|seizures?|epilepsy|depression|stones?|cysts?"
    r"|pneumothorax|tachycardia|arrhythmia|syncope|dislocation|asthma|eczema|psoriasis|lymphoma|leuk\w+|myeloma|melanoma|carcinoma|cramps?"
    r"|discharge|weight\s+loss|anorexia|deficits?|numbness|mood|appetite|hair|menses|periods?|function"
    r"|graves\W?s?\s+disease|crohn\W?s?\s+disease)\b"
)
# "hepatitis appeared in May and recurred": the subject of the verb before
_AND = re.compile(r"\b(?:and|but|which|that)\s+(?:(?:then|later|again|soon|has|had|\w+ly)\s+)*$")
_CLAUSE = re.compile(
    r"(?:^|[.;:]|,\s+(?:and|but|so|while|whereas)\s+(?=(?:the|an?|she|he|it|his|her|this)\b))\s*"
)
_VERB = re.compile(
    r"\s(?:was|were|is|are|had|has|did|came|went|began|\w{3,}ed|grew|arose|became)\b"
)
_AUXILIARY = (
    r"(?:\s+(?:has|had|have|then|soon|later|again|also|never|which|that|and|twice|\w+ly))*\s+"
)
_SUBJECT = re.compile(rf"((?:[\w'’-]+\s+){{0,3}}?[\w'’-]+){_AUXILIARY}$")
_OF_WHAT = re.compile(
    r"\s+(?:of|in)\s+((?:(?!in\b|at\b|after\b|and\b|with\b|was\b|were\b)[\w'’-]+\s*){1,5})"
)


def none(chart: Chart, sentence: Sentence, match: re.Match[str], word: str, last: int) -> bool:
    """Say whether a word of relapse tells of no relapse of the tumour of the case."""
    low, start, end = lowered(sentence.text), match.start(), match.end()
    before = low[max(0, start - 60) : start]
    if _NOT_RELAPSE.match(low, end) or _SYMPTOM.match(low, end):
        return True
    if _IN_GENERAL.match(low, last) or _IN_MANY.match(low, last):
        return True
    if of_others(sentence.text):
        return True
    if word == "recur" and not _DID.search(before):
        return True  # "these tumours recur", "may recur"
    if word[-4:] == "back" or word == "returned":
        return _AS_RESULT.match(low, end) is not None
    return _of_other(chart, sentence, low, match, word)


_DID = re.compile(r"\b(?:did|(?:began|started|continued)\s+to)\s+$")


def _of_other(chart: Chart, sentence: Sentence, low: str, match: re.Match[str], word: str) -> bool:
    """Say whether what relapsed is a complaint or another disease of the patient."""
    start, end = match.start(), match.end()
    verb = word[-2:] in ("ed", "ew")
    if verb:
        subject = _SUBJECT.search(low, max(0, start - 60), start)
        if subject and _NO_TUMOUR.search(subject.group(1).split(" of ")[0][-25:]):
            return True
        if _AND.search(low, max(0, start - 40), start) and _NO_TUMOUR.search(_head(low, start)):
            return True
    adjective = _AFTER.match(low, end) if word == "relapsed" else None
    if adjective and _NO_TUMOUR.match(low, adjective.end()):
        return True
    told = _OF_WHAT.match(low, end)
    if told and _NO_TUMOUR.search(told.group(1)):
        return True
    at = sentence.start
    for disease in sentence.of("disease"):
        first, last = disease.start - at, disease.end - at
        behind = told and end <= first < told.end()
        beside = word in ("relapsed", "recurrent", "relapsing") and 0 <= first - end < _ADJECTIVE
        subject_of = verb and start >= last and re.fullmatch(_AUXILIARY, low[last:start])
        if (behind or beside or subject_of) and not mesenchymal(chart, disease):
            return not of_other_tumour(chart, sentence)
    return False


def _head(low: str, start: int) -> str:
    """Give the subject of the clause that a verb at `start` ends: what stands before its verb."""
    begin = max((match.end() for match in _CLAUSE.finditer(low, 0, start)), default=0)
    verb = _VERB.search(low, begin, start)
    return low[begin : verb.start()].split(" of ", maxsplit=1)[0] if verb else ""


_ADJECTIVE = 20
_AFTER = re.compile(r"(?:\s+(?:multiple|acute|chronic|severe|his|her|the))*\s*")


def proved(low: str, end: int) -> bool:
    """Say whether a relapse that was suspected is told to be proven: "excision confirmed it".

    It is none where something else was found, or where a test of the tissue found no tumour.
    """
    proofs, instead, *held = (
        [
            assertion.of(low, found.start, found.end)
            for found in phrases("doubt", what).find(low, end)
        ]
        for what in ("proof", "instead", "tissue", "tumour", "regrowth")
    )
    return (
        any(not proof.denied and proof.time != "planned" for proof in proofs)
        and all(other.denied for other in instead)
        and not any(each.denied for found in held for each in found)
    )


def of_other_disease(chart: Chart, sentence: Sentence, found: Found) -> bool:
    """Say whether it is another disease that did not come back ("the breast cancer never did")."""
    place = sentence.start + found.start
    before = [m for m in sentence.of("disease") if 0 <= place - m.end < _SUBJECT_NEAR]
    return bool(before) and not mesenchymal(chart, before[-1])


def of_other_tumour(chart: Chart, sentence: Sentence) -> bool:
    """Say whether a sentence names another tumour of the patient, which may come back or not."""
    return any(another.is_another(chart, mention) for mention in sentence.of("disease"))


_SUBJECT_NEAR = 12  # characters between a disease and what is said of it
