"""What a patient died of: the tumour (DOD), another cause (DOC), or it is not told (dead).

DOD where the tumour is the cause or relapse stands directly before, DOC where another cause is
named (docs/facts.md, rule 5); a failing organ right after words of spread is DOD.
"""

import re

from sarcoma_kg import assertion
from sarcoma_kg.facts.bearer import another
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.diagnosis import is_sarcoma
from sarcoma_kg.facts.phrase import Found, lowered
from sarcoma_kg.records import Mention, Sentence

_BY_TUMOUR = re.compile(
    r"\b(?:(?:of|from|due\s+to|because\s+of|by|to|with|owing\s+to|secondary\s+to"
    r"|as\s+a\s+(?:result|consequence)\s+of|attributed\s+to|related\s+to|after|following"
    r"|despite|caused\s+by)\s+"
    r"(?:[\w-]+\s+){0,5}?(?:disease(?!\s+free)|tumou?r\w*|metasta\w+|progress\w+|recurren\w+"
    r"|relapse|cancer|\w*sarcoma\w*|malignan\w+|dissemin\w+|neoplas\w+|cachexia|spread|illness"
    r"|gist|angiosarcoma|\w+matosis|seeding))\b"
    r"|disease[\s-]related|tumou?r[\s-]related|\bof\s+(?:the\s+)?disease\b"
)
_BY_OTHER = re.compile(
    r"\b(?:(?:broncho)?pneumonia|sepsis|septic\w*|embol\w+|infarct\w*|accident|stroke|suicide"
    r"|heart\s+(?:failure|attack|disease)|cardiac\s+(?:arrest|failure)|arrest|shock|infection"
    r"|peritonitis|multi-?\s?(?:ple\s+)?organ\s+failure"
    r"|respiratory\s+(?:failure|distress|insufficiency|problems?)|renal\s+failure"
    r"|liver\s+failure|hepatic\s+failure|ards|h[ae]+morrhag\w+|bleeding|coagulopath\w*|dic\b"
    r"|intravascular\s+coagulation|complications?|unrelated|other\s+causes?|another\s+cause"
    r"|aspiration|myocardial|covid\w*|leuk[ae]+mia|trauma|failure|thrombo\w+|perforation"
    r"|ischemi\w+|fistula|rupture|neutropeni\w*|toxicity|h[ae]+moptysis|obstruction|dysfunction)\b"
)
_DISEASE_COURSE = re.compile(
    r"progress|metasta|recurr|relaps|dissemin|unresectable|inoperable|deteriorat|palliat|refractory"
    r"|hospice|aggressive|advanced|worsen|despite"
)
# what a treatment does that works
_WORKED = re.compile(
    r"\brespon[ds]\w*|\b(?:help(?:ed)?|work(?:ed)?|avail|effect|success|benefit)\b"
)
_NEAR = 160  # characters before a death in which its course is told
_TUMOUR_WORD = (
    r"(?:progress\w*|metasta\w*|tumou?r|disease|illness|recurr\w*|relapse|\w*sarcoma|cancer"
    r"|malignancy)"
)
# what stands before a death that the tumour brought: the disease proved, progression led to
_TUMOUR_KILLED = re.compile(
    rf"\b{_TUMOUR_WORD}\b[^.;,]{{0,45}}?\b(?:led\s+to|causing|resulting\s+in|resulted\s+in|caused|until|to"
    r"|proved|was|became|took|had|brought(?:\s+about)?)\s+(?:\w+\s+){0,2}$"
    rf"|\b{_TUMOUR_WORD}\s+(?:\w+ly\s+|soon\s+|has\s+|had\s+)*$"
)
_KILLING = re.compile(r"fatal|lethal|claimed|killed|death|demise|life|terminal|final|end came")
# "growth in the lungs led to respiratory failure, of which she died"
_TUMOUR_BROUGHT = re.compile(
    rf"\b{_TUMOUR_WORD}\b[^.;]{{0,60}}?\b(?:led|leading|caus(?:ed|ing)|result(?:ed|ing)|ended|produc(?:ed|ing)|brought)\b"
    rf"|\b(?:due|owing|secondary|caused|because|from|by)\b[^.;]{{0,40}}?\b{_TUMOUR_WORD}\b"
)
# "died three months later of", "proved fatal", "ended her life": what the cause stands next to
_BY = re.compile(
    r"[^.;]{0,60}?\b(?:of|from|due\s+to|because\s+of|owing\s+to|secondary\s+to|by|caused\s+by|as\s+a\s+(?:result|consequence)\s+of)\s+"
    r"(?:(?!and\b|but\b)[\w-]+\s+){0,3}?$"
)
# "the metastases ended his life": the tumour is the subject of its clause
_TUMOUR_DID = re.compile(rf"\b{_TUMOUR_WORD}\b[^.;,]{{0,60}}$")
_TUMOUR = re.compile(rf"\b{_TUMOUR_WORD}\b")
_RELATED = re.compile(
    r"\b(?:disease|tumou?r|cancer|sarcoma)[\s-](?:related|specific|associated)\s+$"
)
_OTHER_CANCER = re.compile(
    r"\s+(?:of|from|due\s+to|because\s+of)\s+(?:(?:an?|the|his|her|metastatic|advanced|second|another|unrelated|separate)\s+)*"
    r"(?:(?:breast|lung|colon|colorectal|rectal|prostate|prostatic|gastric|stomach|pancreatic|ovarian|thyroid|bladder|cervical"
    r"|laryngeal|oesophageal|esophageal|endometrial|bronchial)\s+(?:cancer|carcinoma|adenocarcinoma)|lymphoma|leuk[ae]+mia|myeloma)\b"
    r"|\s+(?:of|from|due\s+to|because\s+of)\s+(?:an?|another|some)\s+(?:\w+\s+)?(?:unrelated|different|other)\b|\s+(?:of|from)\s+another\b"
)
# a failing organ or a bleeding is the end of a spreading tumour as well as a cause of its own
_BY_ORGAN = re.compile(r"respirat|failure|cachex|bleed|problem")
_SPREADING = re.compile(
    r"metasta|recurr|relaps|dissemin|progress|came\s+back|regr[eo]w|unresect|seeding|deposits|implants"
)


_DEATH_GENERAL = re.compile(
    r"\b(?:common|frequent|leading|main|major|usual|important|most\s+\w+)\s+(?:the\s+)?$"
    r"|\b(?:cause\s+of|risk\s+of|rate\s+of|time\s+of|until)\s+(?:(?!his\b|her\b)\w+\s+)?$|\b(?:cell|brain|programmed|certain|near|tissue|f(?:o)?etal|intra-?uterine|(?:neo|peri)natal)[\s-]+$"
    r"|(?<!his\s)(?<!her\s)\bsudden\s+(?:cardiac\s+|unexpected\s+)?$"
    r"|\bfamily\s+history\b[^.;]*$"
)
# "since the tumour had died completely"
_TUMOUR_DIED = re.compile(
    r"(?:^|[,;:]|\b(?:since|because|as|that|when|where|and|but))\s*(?:the|its|this|all)\s+(?:[\w-]+\s+)?"
    r"(?:tumou?r|cells?|tissue|lesion|nodule|mass|flap|graft|skin|bone|nerve)\s+(?:(?:cells?|had|has|have)\s+)*$"
)
# "death can occur", "death ensues within a year"
_IN_GENERAL = re.compile(
    r"\s+(?:(?:usually|often|generally|mostly|then|soon)\s+)?(?:can|may|might|could|will|would|occurs|ensues|follows|results|comes|supervenes)\b"
)


def happened(chart: Chart, number: int, low: str, found: Found) -> bool:
    """Say whether a death in sentence `number` is that of the patient and happened."""
    before = low[max(0, found.start - 60) : found.start]
    if _DEATH_GENERAL.search(before):
        return False
    if low.startswith("died", found.end - 4) and _TUMOUR_DIED.search(before):
        return False
    if _IN_GENERAL.match(low, found.end) or another(chart, number, found):
        return False
    stands = assertion.of(low, found.start, found.end)
    return not stands.denied and not stands.open


def cause(chart: Chart, number: int, low: str, found: Found) -> tuple[str, str]:  # noqa: PLR0911 - one guard a line
    """Say what a patient died of (DOD, DOC, or just dead), and by which rule.

    `found` is the death in sentence `number`, whose text is `low`.
    """
    after = re.split(r"[.;]", low[found.end : found.end + 150])[0]
    before = low[: found.start]
    named = _named(low, before, after, found)
    if named:
        return named
    said = _said(low, found.end, found.end + len(after))
    denial = said != after
    after = said
    if denial and _BY_OTHER.search(after):
        return "DOC", "outcome-doc"
    by_tumour, by_other = _BY_TUMOUR.search(after), _BY_OTHER.search(after)
    if by_tumour and not _other_first(by_tumour, by_other, after):
        return "DOD", "outcome-dod-named"
    if _tumour_did(low[found.start : found.end], before):
        return "DOD", "outcome-dod-named"
    if not by_tumour and not by_other and _by_finding(chart, number, low, found):
        return "DOC", "outcome-doc"
    if not by_tumour and not by_other and not _is_in_course(before):
        by_other = _BY_OTHER.search(before[-110:])
    if by_other:
        spreading = _SPREADING.search(before[-_NEAR:]) or _TUMOUR_BROUGHT.search(before[-_NEAR:])
        if _BY_ORGAN.search(by_other.group()) and spreading and not denial:
            return "DOD", "outcome-dod-course"
        return "DOC", "outcome-doc"
    if denial:
        return "dead", "outcome-dead"
    if _OF_IT.match(low, found.end) and _TUMOUR.search(f"{_told_before(chart, number)} {before}"):
        return "DOD", "outcome-dod-named"
    if _TOOK_LIFE.match(low, found.start, found.end) and _SOMETHING.search(before):
        return "DOC", "outcome-doc"
    return _by_course(chart, number, before)


def _named(low: str, before: str, after: str, found: Found) -> tuple[str, str] | None:  # noqa: PLR0911 - one guard a line
    """Give what the words of a death themselves say of its cause."""
    words = low[found.start : found.end]
    if "dod" in words or found.meaning == "DOD":
        return "DOD", "outcome-dod-named"
    if found.meaning == "DOC":
        return "DOC", "outcome-doc"
    if found.row["group"] == "survival":
        return "dead", "outcome-dead-survival"
    if "cause of" in words:
        return _of_cause(low, found, after)
    fatal = "fatal" in words or "lethal" in words
    if _RELATED.search(before) or (fatal and _TUMOUR.search(words)):
        return "DOD", "outcome-dod-named"
    if _OTHER_CANCER.match(after) or (fatal and _BY_OTHER.search(words)):
        return "DOC", "outcome-doc"
    return None


def other_finding(chart: Chart, sentence: Sentence, start: int, end: int) -> Mention | None:
    """Give the first finding or other disease that begins between two places of a sentence."""
    for mention in sentence.of("finding", "disease"):
        concept = chart.concept(mention)
        if concept is None or (concept.kind == "disease" and is_sarcoma(concept)):
            continue
        if start <= mention.start - sentence.start < end and mention.context != "absent":
            return mention
    return None


def _by_finding(chart: Chart, number: int, low: str, found: Found) -> bool:
    """Say whether a finding is named as the cause: "died of pneumonitis", "X ended her life"."""
    sentence = chart.sentences[number]
    told = _OF_SOMETHING.match(low, found.end)
    if told and not _TUMOUR.match(told.group("what")) and not _OF_COURSE.match(told.group("what")):
        return True
    behind = other_finding(chart, sentence, found.end, len(low))
    if behind and _BY.fullmatch(low, found.end, behind.start - sentence.start):
        return _OF_COURSE.match(behind.text.lower()) is None
    if not _KILLING.search(low, found.start, found.end):
        return False
    ahead = other_finding(chart, sentence, max(0, found.start - 60), found.start)
    gap = low[ahead.end - sentence.start : found.start] if ahead else ""
    return ahead is not None and _DID.fullmatch(gap) is not None


_OF_IT = re.compile(r"\s+(?:of|from)\s+(?:it|this|them)\b")
# "a ruptured aneurysm ended her life": something with a name that is not the tumour
_TOOK_LIFE = re.compile(r"(?:claimed|took|ended|cost)\s+(?:his|her|the\s+\w+)\s+life|killed\s+\w+")
_SOMETHING = re.compile(
    r"\b(?!(?:it|this|that|which|they|these|those|she|he|and|was|has|had|soon|finally|eventually|later|then|the)\b)\w+"
    r"(?:\s+(?:soon|finally|eventually|later|then|suddenly|had))?\s+$"
)
# "died of a perforated ulcer": what has a name and is not the tumour
_OF_SOMETHING = re.compile(
    r"\s+(?:\w+ly\s+|later\s+|there\s+|at\s+home\s+)?(?:of|from|due\s+to|because\s+of|owing\s+to|in|as\s+a\s+result\s+of)\s+"
    r"(?:(?:an?|her|his|the|severe|massive|acute|sudden|other|some|pure|simple)\s+)*(?P<what>"
    r"(?:[a-z]+ed\s+)?(?:ulcer|fall|fire|crash|collision|burns?|old\s+age|senility|dementia|murder|homicide|overdose|poisoning|assault|war|battle|earthquake"
    r"|anaphyla\w+|\w{3,}itis|\w{3,}osis|\w{4,}plegia|natural\s+causes|influenza|cholera|malaria|tetanus|rabies|diabetes|asthma|drowning|hypoglyc\w+|ketoacidosis|gangrene))\b"
)
# what a tumour in its last days does is no cause of its own
_OF_COURSE = re.compile(
    r"\w*carcinosis|\w*(?:sarc|carcin)omatosis|cachexia|weight|weakness|fatigue|pain|an?emia|ascites|effusion|mass|lesion"
)
_DID = re.compile(r"\s+(?:(?:then|soon|finally|later|eventually|proved|was|had|that|which)\s+)*")


def _tumour_did(words: str, before: str) -> bool:
    """Say whether the tumour is what killed: "the disease proved fatal", "ended her life"."""
    wide = re.search(r"\b(?:life|event|outcome|course|end)\b", words)
    did = _TUMOUR_DID if wide else _TUMOUR_KILLED
    return _KILLING.search(words) is not None and did.search(before[-90:]) is not None


def _of_cause(low: str, found: Found, after: str) -> tuple[str, str]:
    """Read what "the cause of death was …" names, or "… as the cause of death"."""
    behind = re.match(r"\s*(?::|,|was|appeared|being)\s*\w", after)
    start, stop = (found.end, found.end + len(after)) if behind else (found.start - 70, found.start)
    told = _said(low, max(0, start), stop)
    other, tumour = _BY_OTHER.search(told), _TUMOUR.search(told)
    if other and not (tumour and tumour.start() < other.start()):
        return "DOC", "outcome-doc"
    return ("DOD", "outcome-dod-named") if tumour else ("dead", "outcome-dead")


def _said(low: str, start: int, stop: int) -> str:
    """Give `low[start:stop]` without the causes that it denies: "unrelated to the tumour"."""
    said = low[start:stop]
    for cause in (_TUMOUR, _BY_OTHER):
        for named in cause.finditer(low, start, stop):
            if assertion.of(low, *named.span()).denied:
                here = slice(named.start() - start, named.end() - start)
                said = said[: here.start] + " " * (here.stop - here.start) + said[here.stop :]
    return said


def _other_first(by_tumour: re.Match[str], by_other: re.Match[str] | None, after: str) -> bool:
    """Say whether another cause stands before the tumour, which did not bring it about."""
    return bool(
        by_other
        and by_other.start() < by_tumour.start()
        and not re.search(
            r"due|caused|second|result|relat|progress|\bfrom\b|\bby\b", after[by_other.end() :]
        )
    )


def _by_course(chart: Chart, number: int, before: str) -> tuple[str, str]:
    """Say what a patient died of whose death has no cause told: relapse right before is one."""
    if _is_in_course(before) or _SPREADING.search(before[-_NEAR:]):
        return "DOD", "outcome-dod-course"
    if number and (
        _SPREADING.search(_told_before(chart, number))
        or _is_in_course(lowered(chart.sentences[number - 1].text), near=False)
    ):
        return "DOD", "outcome-dod-course"
    return "dead", "outcome-dead"


def _is_in_course(told: str, *, near: bool = True) -> bool:
    """Whether the words before a death tell of a disease that goes on, or that nothing helped."""
    start = max(0, len(told) - _NEAR) if near else 0
    return bool(_DISEASE_COURSE.search(told, start)) or any(
        assertion.of(told, *work.span()).denied for work in _WORKED.finditer(told, start)
    )


def _told_before(chart: Chart, number: int) -> str:
    """Give the two sentences before one, in lower case."""
    return " ".join(lowered(part.text) for part in chart.sentences[max(0, number - 2) : number])
