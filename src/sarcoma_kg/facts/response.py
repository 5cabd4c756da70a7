"""How the tumour answered to treatment: CR, near-CR, PR, SD or PD.

The phrases are in `response.tsv` (group `stated`: the category is named; `implied`: it follows by
docs/facts.md, "decrease in size" → PR, "almost complete" → near-CR; `unanswered`: there was none,
which is told of many treatments and counts only where it is one of the tumour; `growth`: the tumour
grew, which counts only where a treatment is named before it; `bare`: "remained stable" without its
subject; `steady`: stabilisation, which a bone has too). The meaning `necrosis` is a PR that was
seen in what was removed: it says nothing of tumour that is left.
"""

import re

from sarcoma_kg import assertion
from sarcoma_kg.facts import growth
from sarcoma_kg.facts.agent import antitumour
from sarcoma_kg.facts.bearer import of_disease
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.earlier import foreign
from sarcoma_kg.facts.phrase import Found, lowered, phrases
from sarcoma_kg.records import Fact, Qualifiers, Sentence
from sarcoma_kg.stems import holds

_HINTS = (
    "respon", "remission", "regress", "reduc", "decreas", "shr", "smaller", "stab",
    "progress", "disappear", "resol", "vanish", "control", "grew", "grow", "enlarg",
    "increas", "fail", "refractory", "resistan", "necrosis", "necrotic", "viable", "diminu",
    "diminish", "impalp", "down", "unchanged", " static", "stationary", "involut", "clear",
    "resectable", "operable", "worsen", "improvement", "eradic", "change", "doubl", "tripl",
    "effect", "new ", "advanced", "benefit", "avail", "vain", "halve", "flatten", "normali",
    "arrest", "spread", "check", "fell", "fallen", "bay", "gone", "melt", "while", "whilst",
    "useless", "larger", "bigger", "escaped", "futile", "help", "halt", "longer", "avid", "kept",
    "quasi", "went on", "went down", "powerless", "appeared during", "appeared under",
    "appeared despite", "developed during", "developed under", "developed despite", "receiving",
    "suv", "out success", "no success", "unsuccess",
    " pr ", " pr.", " pr,", " pr)", " cr ", " cr.", " cr,", " cr)", " sd ", " sd.", " sd,", " sd)",
    " pd ", " pd.", " pd,", " pd)",
)  # fmt: skip
_MEDICAL = re.compile(
    r"chemo|radiat|radioth|therap|treat|nib\b|mab\b|cycles?\b|irradiat|emboli|perfus|administ"
    r"|adriam|doxorub|ifosf|steroid|cortico|nsaid|tamoxifen|interferon|methotrexate|paclitaxel|taxane"
)
_AGAINST_TUMOUR = re.compile(r"chemo|irradiat|radiat|radiother|cycles?\b|nib\b")
_NOT_TUMOUR = re.compile(
    r"\b(?:pain|symptoms?|seromas?|ha?ematomas?|lymphoceles?|ascites|fever|platelets?|count|hemoglobin|haemoglobin|edema|oedema|swelling\s+of\s+the\s+(?:leg|arm)"
    r"|levels?|effusion|infection|rash|leukocyt\w+|anti-?viral|immune|inflammat\w+|antibiotic|function|vision"
    r"|motor|sensation|sensory|pupil\w*|blood\s+pressure|wounds?|ulcers?|risk|mortality|incidence)\b"
    r"|\bdos(?:es?|age)\s+(?:\w+\s+){0,4}?(?:reduc|decreas|halv|lower)|(?:reduc|decreas)\w+\s+(?:in|of)\s+(?:the\s+)?dos"
)


_CLAUSE_END = re.compile(r"[;:]|\s(?:and|but|so|whereupon)\s|\s[-–—]\s|\.\s")
_CLAUSE = re.compile(r"[,;:]|\b(?:and|but|while|whereas)\b")
_CHANGED = re.compile(
    r"[^;.]{0,40}?\b(?:and|so|whereupon|hence|therefore)\s[^;.]{0,40}?(?:switched|changed|stopped|discontinued|replaced|escalated|substituted|started|begun|introduced|instituted)\b"
    r"|[^;.,]{0,25},\s(?!and\b|but\b)[^;.,]{0,40}?\b(?:was|were)\s+(?:substituted|switched|changed|replaced|started|begun|prescribed|added|given)\b"
)
_CONFIRMED = re.compile(r"\W+(?:\w+\s+){0,6}?(?P<how>supported|confirmed|proven|verified)\b")
_UNDER = re.compile(
    r"\s+(?:\w+ly\s+|further\s+)?(?:despite|in\s+spite\s+of|notwithstanding|during|under|on|while\s+on|upon)\s+"
)
# "despite all this": what was told before
_ALL_THIS = re.compile(
    r"\s+(?:\w+ly\s+|further\s+)?(?:despite|in\s+spite\s+of|notwithstanding)\s+(?:all|this|these|that|both|every)\b"
)
_ON = re.compile(r"\b(?:on|under|with|despite)\s+(?:\w+\s+)?$")
_UNNAMED = re.compile(
    r"(?:(?<=\bdespite )|(?<=\bunder )|(?<=\bduring )|(?<=\bon ))(?:\w+\s+)?"
    r"(?:treatment|therapy|medication)\b"
)
_FOR = re.compile(
    r"\b(?:stopped|discontinued|withdrawn|changed|switched|replaced|ended|given\s+up|abandoned|discontinuation)\b[^.;]{0,40}\bfor\s+(?:\w+\s+)?$"
)
_WATCHED = re.compile(r"\b(?:observed|observation|surveillance|watchful|watched)\b")
_DESPITE = re.compile(r"\b(?:despite|notwithstanding|in\s+spite\s+of)\b")
# a time at which the treatment was over
_YEARS = re.compile(
    r"\byears?\s+(?:later|after|afterwards|thereafter)\b"
    r"|\b(?:after|following|since)\s+(?:the\s+)?(?:completion|completing|end|ending|cessation|stopping|finishing|conclusion)\b"
)
_PATIENT = re.compile(
    r"\b(?:patient|she|he|condition|vital|haemodynamic\w*|hemodynamic\w*|neurolog\w+|vision|symptoms?|function|weight"
    r"|levels?|count|pain|knee|hip|spine|ambulat\w+)\b"
)
_ORTHOPAEDIC = re.compile(
    r"spin(?:e|al)|fractur|vertebr|surgical|internal|orthop|prophylactic|joint|h(?:a)?emodynam|screw|nail|plate|pedicle|fixation"
)
_OTHER_FAILED = re.compile(
    r"\b(?:flaps?|grafts?|anastomos[ei]s|stents?|kidneys?|organs?|wounds?|attempts?|surgery|operation|resection|biopsy|embolization"
    r"|embolisation|implant|prosthesis|antibiotics?|analges\w+|transplant\w*)\s+(?:\w+\s+)?$"
)
_RESPONSE = re.compile(r"respon|remission|regress|stable|stabil|progress")
_NEAR, _BEFORE = 60, 25  # characters
_TUMOUR = re.compile(r"tumou?r|mass|lesion|metasta|disease|sarcoma|nodule|\wom[ae]")


def read(chart: Chart) -> list[Fact]:
    """Give each response of a case once, in text order."""
    facts: dict[str, Fact] = {}
    told: list[Fact] = []
    grown: list[Fact] = []  # told with no treatment beside it: counts only as growth told again
    treated = named = False
    for sentence in chart.sentences:
        low = lowered(sentence.text)
        named = named or bool(sentence.of("disease"))
        watched = named and _WATCHED.search(low) is not None  # not before it was known
        treated = treated or watched or bool(sentence.of("drug", "regimen") or _MEDICAL.search(low))
        if not holds(low, _HINTS):
            continue
        for found in _found(low):
            if _means_other(sentence, found):
                continue
            stands = _stands(chart, sentence, low, found, treated)
            again = not stands and treated and _grew(low, found)
            if not (stands or again) or foreign(chart, sentence, found.start):
                continue
            span = sentence.start + found.start, sentence.start + found.end
            value = "PR" if found.meaning == "necrosis" else found.meaning  # in what was removed
            rule = f"response-{value.lower()}-{found.row['group']}"
            fact = chart.fact("response", value, span, rule, qualifiers=_how_seen(low, found))
            if again:
                grown.append(fact)
                continue
            told.append(fact)
            old = facts.get(value)
            if old is None or (old.evidence.rule.endswith("implied") and rule.endswith("stated")):
                facts[value] = fact
    chosen = {fact.evidence.start for fact in facts.values()}
    chart.retold.extend(fact for fact in told if fact.evidence.start not in chosen)
    chart.retold.extend(fact for fact in grown if fact.value in facts)
    return sorted(facts.values(), key=lambda fact: fact.evidence.start)


def _means_other(sentence: Sentence, found: Found) -> bool:
    """Whether a phrase holds an abbreviation that the text explains otherwise: PD for Parkinson."""
    start, end = sentence.start + found.start, sentence.start + found.end
    return any(
        mention.start < end and start < mention.end and not _RESPONSE.search(mention.label)
        for mention in sentence.of("abbreviation")
    )


def _found(low: str) -> list[Found]:
    """Give the phrases of a sentence, and what its words else say that the tumour did."""
    told = [f for f in phrases("response").find(low) if f.row["group"] != "growth" or _so(low, f)]
    also = [
        one
        for one in growth.told(low)
        if all(one.end <= f.start or f.end <= one.start for f in told)
    ]
    return sorted([*told, *also], key=lambda found: found.start)


def _grew(low: str, found: Found) -> bool:
    """Say whether a tumour is told to have grown, whatever was given when it did."""
    return found.row["group"] == "growth" and _so(low, found)


def _so(low: str, found: Found) -> bool:
    """Say whether what a phrase tells is so, as its clause has it."""
    clause = low[: _clause_end(low, found.end)]
    if found.row["group"] == "growth":  # "under imatinib none of the nodules grew"
        named = _TUMOUR.search(low, found.start, found.end)
        if named and assertion.of(clause, *named.span()).denied:
            return False
    return assertion.of(clause, found.start, found.end).so


def _stands(  # noqa: PLR0911 - one guard a line
    chart: Chart, sentence: Sentence, low: str, found: Found, treated: bool
) -> bool:
    words = low[found.start : found.end]
    before = low[max(0, found.start - 40) : found.start]
    group = found.row["group"]
    if not _of_group(chart, sentence, low, found, treated):
        return False
    if "remission" in words and (
        not treated or of_disease(chart, sentence, found.start, found.end)
    ):
        return False  # after an operation alone, or of another disease, it is no response
    if group == "unanswered":
        return True
    if found.meaning == "SD" and words.startswith(("no ", "without ", "not ", "any ")):
        if words.startswith("any ") and not assertion.of(low, found.start, found.end).denied:
            return False
        return treated
    if not _so(low, found):
        return False
    if group != "stated":
        if not treated:
            return False
        ahead = 0 if _TUMOUR.search(words) else 45
        if found.meaning in ("PR", "CR"):
            clause = _CLAUSE.split(low[max(0, found.start - ahead) : found.start])[-1]
            stop = min(found.end + 25, _clause_end(low, found.end))
            if _NOT_TUMOUR.search(clause + low[found.start : stop]):
                return False
    if found.meaning in ("PR", "CR") and re.search(
        r"\b(?:almost|nearly|near|virtually)[\s-]+(?:a\s+)?$", before
    ):
        return False
    confirmed = _CONFIRMED.match(low, found.end)  # "but it could not be confirmed"
    if confirmed and assertion.of(low, *confirmed.span("how")).denied:
        return False
    return bool(_FOR.search(low, 0, found.start)) or not re.search(
        r"\b(?:for|time\s+to|until\s+no)\s+(?:\w+\s+)?$", before
    )


def _of_group(chart: Chart, sentence: Sentence, low: str, found: Found, treated: bool) -> bool:
    """Say whether the words around a phrase are what its group asks for."""
    group = found.row["group"]
    if group == "unanswered":
        before = low[max(0, found.start - 40) : found.start]
        return _treatment_near(chart, sentence, low, found) and not (
            assertion.of(low, found.start, found.end).open
            or _NOT_TUMOUR.search(low, found.end, min(len(low), found.end + 30))
            or _OTHER_FAILED.search(before)
        )
    if group == "growth":
        return _under_treatment(chart, sentence, low, found, treated)
    if group == "bare":
        return _of_tumour(low, found.start) or _on_drug(chart, sentence, low, found)
    if group == "steady":
        around = max(0, found.start - 30), min(len(low), found.end + 30)
        return not _ORTHOPAEDIC.search(low, *around)
    return True


def _clause_end(low: str, end: int) -> int:
    """Give the end of the clause of a response: the verdict on the next drug is not one on it."""
    match = _CLAUSE_END.search(low, end)
    return match.start() if match else len(low)


def _places(chart: Chart, sentence: Sentence, low: str) -> list[tuple[int, int]]:
    """Give the places of a sentence that name a treatment against the tumour."""
    base = sentence.start
    return [
        (m.start - base, m.end - base)
        for m in sentence.of("drug", "regimen")
        if antitumour(chart, m)
    ] + [match.span() for match in _AGAINST_TUMOUR.finditer(low)]


def _treatment_near(chart: Chart, sentence: Sentence, low: str, found: Found) -> bool:
    """Say whether a failure is that of a treatment against the tumour."""
    return any(
        found.start - _NEAR < b and a < found.end + _NEAR for a, b in _places(chart, sentence, low)
    )


def _under_treatment(
    chart: Chart, sentence: Sentence, low: str, found: Found, treated: bool
) -> bool:
    """Say whether the tumour grew under a treatment: one is named before it, or then changed."""
    if _CHANGED.match(low, found.end) or _ALL_THIS.match(low, found.end):
        return True
    places = _places(chart, sentence, low)
    if treated:
        places += [match.span() for match in _WATCHED.finditer(low)]
    places += [match.span() for match in _UNNAMED.finditer(low)]
    then = _UNDER.match(low, found.end)
    if then and any(0 <= a - then.end() < _BEFORE for a, _ in places):
        return True
    before = [place for place in places if place[1] <= found.start]
    if not before or _YEARS.search(low, max(0, before[-1][0] - _BEFORE), found.start):
        return False
    start, end = before[-1]
    return assertion.of(low[: found.start], start, end).so or bool(
        _DESPITE.search(low, max(0, start - _NEAR), start)
    )


def _of_tumour(low: str, start: int) -> bool:
    """Say whether what "remained stable" is the tumour: its name stands last before it."""
    window = low[max(0, start - _NEAR) : start]
    tumour = [match.end() for match in _TUMOUR.finditer(window)]
    other = [match.end() for match in _PATIENT.finditer(window)]
    return bool(tumour) and (not other or other[-1] < tumour[-1])


def _on_drug(chart: Chart, sentence: Sentence, low: str, found: Found) -> bool:
    """Say whether "these have been stable" stands behind "on trabectedin"."""
    before = [place for place in _places(chart, sentence, low) if place[1] <= found.start]
    if not before:
        return False
    start, end = before[-1]
    return (
        found.start - end < _BEFORE
        and _ON.search(low, max(0, start - _BEFORE), start) is not None
        and _PATIENT.search(low, end, found.start) is None
    )


def _how_seen(low: str, found: Found) -> Qualifiers:
    """Say by what a response was judged: radiological, pathological, clinical, RECIST."""
    near = low[max(0, found.start - 60) : found.end + 60]
    if "recist" in near or "choi" in near:
        return Qualifiers(criterion="RECIST" if "recist" in near else "Choi")
    if re.search(r"patholog|histolog|necrosis|viable", near):
        return Qualifiers(criterion="pathological")
    if re.search(
        r"radiolog|radiograph|\bct\b|\bmri\b|\bpet\b|imaging|tomograph|scan|magnetic", near
    ):
        return Qualifiers(criterion="radiological")
    return Qualifiers(criterion="clinical" if "clinical" in near else "")
