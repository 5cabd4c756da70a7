"""What treatment did to the patient besides: toxicities and complications, or none at all.

A finding of the ontology is an adverse event where a cue of `adverse_event.tsv` says so in its
sentence, before it ("at the price of"), behind it ("called for a dose reduction") or beside it
("side effects"), or where it set in at a time that the treatment measures ("postoperatively").
Toxicities that have no other cause (group `toxicity`) need no cue; names that the ontology lacks
(`named`) do. "Uneventful" is none, but for what is excepted.
"""

import re
from collections.abc import Iterator

from sarcoma_kg import assertion
from sarcoma_kg.facts import severity
from sarcoma_kg.facts.agent import antitumour
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.coding import terms
from sarcoma_kg.facts.feared import feared
from sarcoma_kg.facts.harm import (
    EXPECTED,
    MEDICAL_TIME,
    ONSET_BEHIND,
    THEN,
    TREATMENT,
    TUMOUR_OWN,
    WORD,
    Kind,
    Told,
    clause,
    tied,
    went_with,
)
from sarcoma_kg.facts.phrase import Found, lowered, phrases
from sarcoma_kg.ontology import Concept
from sarcoma_kg.records import Fact, Polarity, Qualifiers, Sentence
from sarcoma_kg.stems import holds

_HINTS = (
    "complic", "effect", "advers", "toxic", "event", "toler", "course", "recover", "wound",
    "neutrop", "suppress", "mucos", "stomat", "derm", "seroma", "leak", "fistul", "necrosis",
    "infect", "lysis", "induced", "related", "stop", "discontinu", "interrupt", "develop",
    "operativ", "lymph", "alopec", "penia", "cytosis", "smooth", "simple", "phantom",
    "treatment", "cycle", "presented", "due", "secondary", "suffer", "experienc", "encephal",
    "fanconi", "gvhd", "morbid", "hand", "evolution", "convales", "paralys", "palsy",
    "graft", "nause", "vomit", "diarrh", "after chemo", "desquam", "dehisc", "lvef", "ejection",
    "dural", "durotomy", "biloma", "urinoma", "occlusive", "plantar", "neuropath", "sphincter",
    "contracture", "stiffness", "thrombo", "hair", "taste", "transamin", "loosening", "locat",
    "none of",
)  # fmt: skip
_TREATED = re.compile(
    r"surg|operat|resect|excis|ectom|remov|chemo|radiat|radioth|irradi|therap|treat|amputat|nib\b|ablat|emboli|cycles?\b|doxorub|discharg|fenib|inib|recurr"
)
_AFTER_OPERATION = re.compile(
    r"(?<!years )(?<!months )(?<!year )(?<!month )\b(?:after|following|from)\s+(?:the\s+)?"
    r"(?:[\w-]+\s+)?(?:surgery|operation|resection|excision|\w+ectomy|amputation)\b"
)
_NOT_YET = re.compile(r"\b(?:before|prior\s+to|preced\w+|until|pending|awaiting)\b")
_ADMITTED = re.compile(
    r"\b(?:re-?)?(?:admitted|hospitali[sz]ed|treated|admissions?|hospitali[sz]ations?)\s+(?:\w+\s+){0,3}?for\s+(?:[\w-]+\s+){0,3}$"
)
_ONSET_BEFORE = re.compile(
    r"\b(?:developed|developing|suffer\w*|experienc\w*|sustain\w*|encounter\w*|episodes?\s+of|bouts?\s+of|presented(?!\s+(?:with|to|at|for)\b))\s[^;:.]*$"
)
_SHOWN_BEFORE = re.compile(r"\b(?:had|noted|observed|recurr\w*|noticed|showed|revealed)\s[^;:.]*$")
# "radiotherapy … caused dermatitis", "a response but also oedema": the treatment is the subject
_CAUSED = re.compile(
    r"\b(?:caus(?:ed|es|ing)|produc(?:ed|es|ing)|provok(?:ed|ing)|induc(?:ed|ing)|trigger(?:ed|ing)|brought|le(?:d|ading)\s+to|gave\s+rise\s+to|result(?:ed|ing)\s+in"
    r"|(?:was|were)\s+followed\s+by|left\s+(?:her|him|them|the\s+(?:patient|child|boy|girl))\s+with|leaving\s+(?:her|him|them|the\s+\w+)\s+with|but\s+also|(?:though|albeit|complicated)\s+(?:with|by))\s+"
    r"(?:(?!no\b)[\w-]+\s+){0,3}$"
)
_SHOWN_BEHIND = re.compile(
    r"(?:\s+[\w-]+){0,4}?\s+(?:followed|(?:was|were)\s+(?:\w+ly\s+)?(?:noted|seen|observed|diagnosed|found|recorded|registered"
    r"|treated|managed|bothersome|troublesome|drained|overcome)|required|requiring|needed|necessitat\w+|resolved|healed|dried\s+up)\b"
)
_OF_TUMOUR = re.compile(
    r"(?:\W+[\w-]+){0,5}?\W+(?:due|from|caused|because|secondary|owing|(?:and|with)\s+(?:an?\s+)?(?:ct|mri|pet|imaging|scans?|\w+graphy))\b"
)
_RELIEVED = re.compile(
    r"(?:\W+[\w-]+){0,4}?\W+(?:resolved|disappeared|improved|abated|subsided|ceased|vanished|regressed|gone|eased|settled)\b"
    r"|\b(?:relief|resolution|improvement|disappearance)\s+of\s+(?:[\w,-]+\s+){0,6}?$"
)
_PRESENTED = re.compile(r"\bpresent\w*\s+(?:\w+\s+)?with\b[^.;]*$")
_AVOIDED = re.compile(
    r"\b(?:avoid|prevent|exclud|rul(?:e|ed)\s+out|negative)\w*\s+(?:[\w-]+\s+){0,4}$"
)
#: What is taken for a toxicity and turns out to be the tumour.
_MISTAKEN = re.compile(
    r"\b(?:regarded|taken|mistaken|interpreted|labell?ed|dismissed|considered|diagnosed|thought|treated|misdiagnosed|presumed)\b"
    r"[^.;]{0,50}\b(?:as|for|be)\s+(?:an?\s+)?(?:[\w-]+\s+)?$"
)
_GRADED = re.compile(
    r"\b(?:(?:post|intra|peri)-?\s?operative(?:ly)?|grade\s+(?:[1-5]|i{1,3}|iv|[bc]))\s+(?:[\w-]+\s+)?$"
)
_GRADE_BEHIND = re.compile(r",?\s+\(?(?:of\s+)?(?:ctcae\s+)?grades?\s+[1-5]\b")
#: What the words around make no adverse event: it is the tumour, or it is always there.
_NO_EVENT = re.compile(
    r"^(?:scar|pain|injury|toxicity|menopause|foreign bodies|pregnancy)$"
    r"|\b(?:mass|swelling|lesions?|nodules?|plaques?|papules?|macules?|polyps?|cysts?|regression)\b"
    r"|\btumou?r (?!lysis)"
)
_PAUSE = re.compile(r"[,;:.]")
_NEW_CLAUSE = re.compile(r"[;:]|\.\s|\b(?:but|however|therefore|although)\b")
_STILL_HAS = re.compile(
    r"\s+(?:is|are|remains?)\s+(?:the|her|his|their|an?)\s+(?:only|sole|main|lasting|remaining|persisting|\w+\s+(?:side|late|sequela))"
)
_LIST = 125  # characters of a list of a few complications
_BEHIND = 75  # characters to a cue that stands behind
_BESIDE = 14


def read(chart: Chart) -> list[Fact]:
    """Give the adverse events of a case, each once; "any" absent where the text says none."""
    facts: dict[tuple[str, str], Fact] = {}
    treated = near = False
    for sentence in chart.sentences:
        low = lowered(sentence.text)
        drugs = tuple(
            (m.start - sentence.start, m.end - sentence.start)
            for m in sentence.of("drug", "regimen")
            if antitumour(chart, m)
        )
        tells = bool(drugs) or bool(TREATMENT.search(low))
        treated = treated or tells or bool(_TREATED.search(low))
        if treated and (holds(low, _HINTS) or sentence.of("finding")):
            known = frozenset(value for value, polarity in facts if polarity == "present")
            for fact in _of_sentence(chart, sentence, low, drugs, near or tells, known):
                key = (fact.value, fact.polarity)
                if key in facts and fact.polarity == "present":
                    chart.retold.append(fact)
                facts.setdefault(key, fact)
        near = tells
    return list(facts.values())


def _of_sentence(
    chart: Chart,
    sentence: Sentence,
    low: str,
    drugs: tuple[tuple[int, int], ...],
    near: bool,
    known: frozenset[str],
) -> Iterator[Fact]:
    found = phrases("adverse_event").find(low)
    groups = {one.row["group"] for one in found}
    exceptions = [one for one in found if one.row["group"] == "except"]
    smooth = [one for one in found if one.row["group"] in ("none", "course", "tolerated")]
    cues = [one for one in found if one.row["meaning"] == "cue"]
    excepted = bool(exceptions and smooth)
    told = Told(
        sentence, low, tuple(cues + exceptions if excepted else cues), excepted, near, drugs, known
    )
    facts = [
        *_toxicities(chart, told, [one for one in found if one.row["group"] == "toxicity"]),
        *_named(chart, told, [one for one in found if one.row["group"] == "named"]),
    ]
    yield from facts
    taken = [
        (fact.evidence.start, fact.evidence.end) for fact in facts if fact.polarity == "present"
    ]
    if "none" not in groups or cues or excepted:
        other = list(_findings(chart, told, taken))
        facts += other
        yield from other
    if not (excepted and any(fact.polarity == "present" for fact in facts)):
        yield from _nothing(chart, told, smooth)


def _toxicities(chart: Chart, told: Told, found: list[Found]) -> Iterator[Fact]:
    """Give the toxicities that have no other cause than a treatment."""
    for one in found:
        if feared(told.low, one.start, one.end):
            continue
        absent = assertion.of(told.low, one.start, one.end).denied
        if not absent and not _done(told, one.start, one.end):
            continue
        if absent and _AVOIDED.search(told.low, max(0, one.start - _LIST), one.start):
            continue
        if _PRESENTED.search(told.low, max(0, one.start - _BEHIND), one.start) and not told.timed():
            continue  # it was there before any treatment
        yield _written(chart, told, one, "absent" if absent else "present")


def _named(chart: Chart, told: Told, found: list[Found]) -> Iterator[Fact]:
    """Give what the ontology has no name for, where a cue makes it the work of a treatment."""
    base = told.sentence.start
    known = [(m.start - base, m.end - base) for m in told.sentence.of("finding")]
    for one in found:
        if any(a <= one.start and one.end <= b for a, b in known):
            continue
        if _done(told, one.start, one.end) and _caused(told, one.start, one.end, Kind.POSSIBLE):
            yield _written(chart, told, one, "present")


def _written(chart: Chart, told: Told, found: Found, polarity: Polarity) -> Fact:
    base = told.sentence.start
    return chart.fact(
        "adverse-event", found.meaning, (base + found.start, base + found.end),
        "adverse-event-toxicity",
        terms=terms(chart.ontology, found.meaning, "finding"), polarity=polarity,
        qualifiers=Qualifiers(
            severity=None if polarity == "absent" else severity.of(told.low, found.start, found.end)
        ),
    )  # fmt: skip


def _nothing(chart: Chart, told: Told, smooth: list[Found]) -> Iterator[Fact]:
    """Give "any" absent where the sentence says that all went well."""
    low = told.low
    for one in smooth:
        group = one.row["group"]
        after = low[one.end : one.end + 40]
        if group == "tolerated" and re.search(
            r"\b(?:only|except|but|grade)\b", low[one.end : one.end + 80]
        ):
            continue
        if re.match(r"\s*(?:except|other\s+than|apart|but)\b", after):
            continue
        if group != "none" and assertion.of(low, one.start, one.end).denied:
            continue
        if "previous" in low[max(0, one.start - 40) : one.end] or (
            "history" in low[max(0, one.start - 60) : one.end]
        ):
            continue
        span = told.sentence.start + one.start, told.sentence.start + one.end
        yield chart.fact("adverse-event", "any", span, f"adverse-event-{group}", polarity="absent")


def _findings(chart: Chart, told: Told, taken: list[tuple[int, int]]) -> Iterator[Fact]:
    """Give the findings that the sentence makes adverse events."""
    base = told.sentence.start
    taken = list(taken)
    for mention in told.sentence.of("finding"):
        if mention.context in ("family", "history", "hypothetical") or any(
            mention.start < b and a < mention.end for a, b in taken
        ):
            continue
        concept = chart.concept(mention)
        start, end = mention.start - base, mention.end - base
        if mention.text.lower() == "fibrosis" and "radi" not in told.low:
            continue  # that of the tumour
        if concept is None or _NO_EVENT.search(concept.value) or not _done(told, start, end):
            continue
        kind = _kind(chart, concept)
        again = concept.value in told.known and _AGAIN.match(told.low, end)
        if (
            again
            or _caused(told, start, end, kind)
            or (
                kind is not Kind.OTHER
                and _beside(told, start, [(a - base, b - base) for a, b in taken])
            )
        ):
            taken.append((mention.start, mention.end))
            yield chart.of_concept(
                "adverse-event", concept, (mention.start, mention.end), "adverse-event-finding",
                qualifiers=Qualifiers(severity=severity.of(told.low, start, end)),
            )  # fmt: skip


# "the neuropathy reappeared", "diarrhoea was once more troublesome"
_AGAIN = re.compile(
    r"\s+(?:(?:was|were|had|has)\s+)?(?:\w+\s+)?(?:again|once\s+more|returned|reappeared|recurred|came\s+back|flared)\b"
)
_AND = re.compile(
    r"\s*(?:,|and|/|,\s*and|as\s+well\s+as)\s*(?:(?:mild|moderate|severe|transient|grade|[1-5]|an?)\s+)*"
)


def _beside(told: Told, start: int, taken: list[tuple[int, int]]) -> bool:
    """Say whether a finding follows an adverse event in one list: "neutropenia and fatigue"."""
    return any(b <= start and _AND.fullmatch(told.low, b, start) is not None for _, b in taken)


def _done(told: Told, start: int, end: int) -> bool:
    """Say whether a finding was there and was not taken for something else."""
    if feared(told.low, start, end):
        return False
    stands = assertion.of(told.low, start, end)
    if stands.whose == "general":
        return bool(_STILL_HAS.match(told.low, end))
    so = stands.so or (
        stands.open and _ADMITTED.search(told.low, max(0, start - _LIST), start) is not None
    )
    return so and not _MISTAKEN.search(told.low, max(0, start - _LIST), start)


def _kind(chart: Chart, concept: Concept) -> Kind:
    """Say how far a treatment is known to do a finding, by its topics or the nearest above."""
    topics = set(concept.facets.get("topic", ()))
    above = [concept.id]
    while not topics and above:
        parents = [parent for term in above for parent in chart.ontology.parents(term)]
        topics = {topic for parent in parents for topic in parent.facets.get("topic", ())}
        above = [parent.id for parent in parents]
    if "toxicity" not in topics:
        return Kind.OTHER
    if topics & {"symptom", "sign"}:
        return Kind.POSSIBLE
    return Kind.EXPECTED if "comorbidity" in topics else Kind.SURE


def _caused(told: Told, start: int, end: int, kind: Kind) -> bool:
    """Say whether the words beside a finding make it the work of a treatment."""
    low = told.low
    if any(_reaches(told, cue, start, end, kind) for cue in told.cues):
        return True
    if _GRADED.search(low, max(0, start - WORD), start) or _GRADE_BEHIND.match(low, end):
        return True
    if any(0 <= start - b <= 1 for _, b in told.drugs):
        return True  # "vincristine neuropathy"
    caused = _CAUSED.search(low, max(0, start - _BEHIND), start)
    if caused and _by_treatment(told, caused.start()):
        return True
    return _set_in(told, start, end, kind)


def _by_treatment(told: Told, place: int) -> bool:
    """Say whether what stands before a place of the sentence is a treatment, and not the tumour."""
    low = told.low
    begin = max((match.end() for match in _NEW_CLAUSE.finditer(low, 0, place)), default=0)
    given = [m.end() for m in TREATMENT.finditer(low, begin, place)]
    given += [b for a, b in told.drugs if begin <= a and b <= place]
    return bool(given) and _CAUSE_ELSE.search(low, max(given), place) is None


_CAUSE_ELSE = re.compile(rf"{TUMOUR_OWN.pattern}|\b(?:infection|sepsis|bleeding|thrombosis)\b")


def _reaches(  # noqa: PLR0911 - one guard a line
    told: Told, cue: Found, start: int, end: int, kind: Kind
) -> bool:
    """Say whether a cue speaks of a finding of its sentence."""
    group = cue.row["group"]
    ahead = cue.end <= start
    if not ahead and cue.start < end:
        return False
    between = told.low[cue.end : start][1:] if ahead else told.low[end : cue.start]
    if _NEW_CLAUSE.search(between):
        return False
    if group == "cause":  # "rash due to imatinib", not "due to metastases"
        if ahead or len(between) > WORD:
            return False
        stop = _PAUSE.search(told.low, cue.end, cue.end + _BEHIND)
        last = stop.start() if stop else cue.end + _BEHIND
        return told.treatment(cue.end, last) and not TUMOUR_OWN.search(told.low, cue.end, last)
    if group == "effect" and not told.treatment(cue.start - WORD, cue.start):
        return False
    if group == "product":  # "radiation-induced proctitis"
        return ahead and len(between) < WORD and told.treatment(cue.start - _BESIDE, cue.start)
    if group == "care":  # "non-union required grafting": not what he was admitted with
        return (
            not ahead
            and len(between) < WORD
            and told.near
            and not _OWN_ILL.search(told.low, 0, start)
        )
    if group == "behind" and kind not in EXPECTED and _never(told.low, cue, start):
        return False
    if group == "mild" and (kind is Kind.OTHER or not told.near):
        return False
    if group in ("behind", "mild"):
        return not ahead and len(between) < _BEHIND
    return len(between) < _LIST and (ahead or group == "cue")


_OWN_ILL = re.compile(
    rf"{TUMOUR_OWN.pattern}|\b(?:admi\w+|present\w*|caus\w+|initial\w*|before|baseline|diagnosis|history)\b"
)
_REASON = re.compile(
    r"\b(?:given|considering|in\s+(?:view|light)\s+of|because\s+of|due\s+to|owing\s+to|on\s+account\s+of)\b[^;:]{0,60}$"
)


def _never(low: str, cue: Found, start: int) -> bool:
    """Say whether a finding is why a treatment was never given: "given his frailty, … withheld"."""
    left_out = re.search(r"withheld|omitted|abandoned", low[cue.start : cue.end])
    return bool(left_out) and _REASON.search(low, 0, start) is not None


def _set_in(told: Told, start: int, end: int, kind: Kind) -> bool:  # noqa: PLR0911 - one guard a line
    """Say whether a finding set in at a time that a treatment measures."""
    low = told.low
    relieved = _RELIEVED.match(low, end)
    if relieved and kind is Kind.SURE and told.near:  # "the rash resolved", not by treatment
        return not told.treatment(relieved.end(), relieved.end() + _BEHIND)
    begin, stop = clause(low, start, end)
    if (
        relieved
        or _RELIEVED.search(low, max(0, start - WORD), start)
        or _NOT_YET.search(low, begin, stop)
    ):
        return False
    own_tumour = TUMOUR_OWN.search(low, begin, stop) is not None
    then = THEN.match(low, end)
    if then and kind is not Kind.SURE and re.search(r"month|year", then.group()):
        then = None  # "died of embolism three months after radiotherapy"
    if then and tied(told, then.end(), kind) and (kind in EXPECTED or not own_tumour):
        return True
    if not own_tumour and went_with(told, start, end, kind):
        return True
    if _ADMITTED.search(low, max(0, start - _LIST), start) and kind is Kind.SURE:
        return True
    began = ONSET_BEHIND.match(low, end) or _ONSET_BEFORE.search(low, max(0, start - _LIST), start)
    if kind in EXPECTED and began and told.near:
        return True
    if kind is Kind.POSSIBLE and began and _by_treatment(told, start):
        return True  # "MAP was resumed and hearing loss developed"
    seen = began or (
        _SHOWN_BEHIND.match(low, end) or _SHOWN_BEFORE.search(low, max(0, start - _LIST), start)
    )
    if began and kind is Kind.POSSIBLE and _AFTER_OPERATION.search(low):
        return not TUMOUR_OWN.search(low)
    if not seen or not told.timed():
        return False
    if kind in EXPECTED:
        return True
    if began and MEDICAL_TIME.search(low):
        return not (_OF_TUMOUR.match(low, end) and TUMOUR_OWN.search(low, end))
    return not TUMOUR_OWN.search(low)
