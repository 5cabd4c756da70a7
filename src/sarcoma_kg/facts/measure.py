"""How large and how malignant: size and grade of the tumour."""

import re
from collections.abc import Sequence

from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.diagnosis import Candidate, is_sarcoma
from sarcoma_kg.facts.organ import is_own, is_usual, own_words
from sarcoma_kg.ontology import Concept
from sarcoma_kg.records import Fact, Mention, Qualifiers, Quantity, Sentence
from sarcoma_kg.stems import holds
from sarcoma_kg.terms import Term

_I = re.IGNORECASE
# what was measured on: a specimen beats the operation, this an image, this the hand
# (docs/facts.md, rule 12)
_RANKS = (
    (
        4,
        re.compile(
            r"\b(?:specimen|gross\w*|macroscop\w*|histolog\w*|histopatholog\w*|patholog\w*"
            r"|resected|"
            r"excised|ex\s+vivo|cut\s+(?:section|surface)|weigh\w*|removed|extracted|enucleated)\b",
            _I,
        ),
    ),
    (3, re.compile(
        r"\b(?:intra-?operativ\w*|laparotom\w*|laparoscop\w*|exploration|surgery|"
        r"surgical\w*|operati\w+|thoracotomy|found\s+at)\b", _I)),
    (
        2,
        re.compile(
            r"\b(?:CT|MRI|MR|PET|US|USG|tomograph\w*|magnetic|ultraso\w*|sonograph\w*"
            r"|radiograph\w*|imaging|"
            r"x-?ray|echo\w*|scan\w*|mammogra\w*|endoscop\w*|cystoscop\w*|colonoscop\w*"
            r"|gastroscop\w*)\b",
            _I,
        ),
    ),
)  # fmt: skip
_NOT_TUMOUR_BEFORE = re.compile(
    r"\b(?:margins?|incision|distance|away|wound|defect|flap|graft|stent|needle|depth|thickness"
    r"|resection|scar|"
    r"reaction|test\w*|lymph\s+nodes?|metasta\w*|liver|spleen|ulcer|fistula|segment|tube|reduction"
    r"|decreas\w*|shrunk|shrank|"
    r"reduced|regress\w*|residual|recur\w*|aneurysm|effusion|calculus|stones?|port|trocar"
    r"|diameter\s+of\s+the\s+"
    r"(?:aorta|duct|vein))\b[^.;]{0,40}$",
    _I,
)
_NOT_TUMOUR_AFTER = re.compile(
    r"^\s*(?:\)|,)?\s*(?:of\s+)?(?:(?:wide|safety|surgical|free|clear|resection|tumou?r-free"
    r"|negative)\s+)*(?:margins?|incision|resection|from\b|"
    r"above|below|distal|proximal|away|proximally|distally|segment|thick|deep\b|port|"
    r"trocar|stent|long\s+segment|lymph\s+node|beyond|excision|surgical\s+margin)",
    _I,
)
_MEASURING = re.compile(
    r"\b(?:measur\w*|diameter|dimension\w*|size[ds]?|sizing|large|huge|giant|max\w*|axis|height)\b",
    _I,
)
_GROWN = re.compile(r"\b(?:grew|grown|increas\w+|enlarg\w+|progress\w+)\b", _I)
_GRADE_WORD = re.compile(
    r"\b(?P<word>high|low|intermediate)(?:er|est)?[\s-]+(?:histolog\w+\s+|nuclear\s+)?(?:grade"
    r"|malignan\w*\s+grade)(?:s|d)?\b",
    _I,
)
_GRADE_NUMBER = re.compile(
    r"\b(?:(?P<system>FNCLCC|Trojani|French|histolog\w+|tumou?r|nuclear|pathologic\w*|NCI|WHO"
    r"|Fuhrman)[\s,()]*(?:\w+\s+){0,2}?)?"
    r"grade[\s:(-]*(?:of\s+|was\s+)?(?P<number>[123]|I{1,3}|IV)\b(?!\s*-\s*\d|\s*/\s*[^3\s])"
    r"(?:\s*(?:/|of|out\s+of)\s*(?:3|three|III)\b)?"
    r"|\bFNCLCC[\s:,(]*(?:score\s+|of\s+)?(?P<bare>[123])\b(?!\s*[-+/]|\s*%)"
    r"|\bG(?P<short>[123])\b(?=[\s,.;)])",
    _I,
)
# NCI Thesaurus: High Grade, Low Grade, Intermediate Grade, Grade 1 to 3
_GRADE_TERMS = {
    "high": Term("NCIT", "C14158"),
    "low": Term("NCIT", "C14161"),
    "intermediate": Term("NCIT", "C28083"),
    "1": Term("NCIT", "C28077"),
    "2": Term("NCIT", "C28078"),
    "3": Term("NCIT", "C28079"),
}
_SYSTEM = re.compile(
    r"\b(?:(?P<FNCLCC>FNCLCC|Trojani|Coindre|French|F[ée]d[ée]ration\s+Nationale)|(?P<NCI>NCI"
    r"|National\s+Cancer\s+Institute)|(?P<WHO>WHO)|(?P<AJCC>AJCC)|(?P<Broders>Broders))\b",
    _I,
)
_SYSTEM_FAR = 70  # characters from a grade to the name of its system
# entities of which the grade is a part of the name (WHO 2020): it tells nothing of this tumour
_ENTITY_AFTER = re.compile(
    r"[\s-]+(?:(?:fibromyxoid|myofibroblastic)\s+sarcoma"
    r"|(?:central|intramedullary|intraosseous|surface)\s+osteosarcoma)",
    _I,
)
# the parts of the FNCLCC grade: "(3 + 2 + 1)", "differentiation 3, mitotic count 2, necrosis 1"
_SUM = re.compile(r"\b([123])\s*\+\s*([123])\s*\+\s*([0-2])\b")
_PARTS = (
    ("differentiation", re.compile(r"differentiation(?:\s+score)?(?:\s+of)?[\s:=]*([123])\b", _I)),
    ("mitoses", re.compile(
        r"mito(?:ses|tic)(?:\s+(?:count|score|rate|index|activity))*(?:\s+of)?[\s:=]*([123])\b"
        r"(?!\s*(?:/|per|mito|in))", _I)),
    ("necrosis", re.compile(r"necrosis(?:\s+score)?(?:\s+of)?[\s:=]*([0-2])\b(?!\s*%)", _I)),
)  # fmt: skip
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_NOT_GRADE_AFTER = re.compile(
    r"^[\s,]*(?:(?:finger|acute|hematologic\w*|haematologic\w*|non|oral|skin)\s+)*(?:clubbing"
    r"|fever|pyrexia|toxicit\w*|"
    r"adverse|neutropeni\w*|anemia|anaemia|mucositis|nausea|vomiting|diarrh\w*|fatigue|rash"
    r"|thrombocyt\w*|"
    r"hypertens\w*|neuropath\w*|hand|dysplasia|power|murmur|squamous|urothelial|transitional"
    r"|prostat\w*|adenoc\w*|"
    r"carcinoma|glioma|b-cell|lymphoma|spondylo\w*|encephalopath\w*|hydroneph\w*|strength|steroid"
    r"|obesity|stenosis)",
    _I,
)
_NEAR = 90  # characters
_LIES_IN = re.compile(
    r"^[\s-]*(?:[\w-]+\s+){0,4}(?:of|in)\s+(?:(?:the|a|her|his|left|right|upper|lower)\s+)*$"
    r"|^[\s-]*(?:[\w-]+\s+)?$",
    _I,
)
_DOUBTED = 2.5  # more than the ranks of two means of measuring differ
_LEAST = -2.0  # the score below which a size is another lesion's
# a tumour that is watched and grows is the same one
_LATER = re.compile(
    r"\b(?:later|afterwards|thereafter|follow-?up|surveillance|(?:months?|years?)\s+(?:after|on"
    r"|post\w*)|at\s+\w+\s+(?:months?|years?)"
    r"|recurr\w+|relaps\w+|regr[oe]w\w*|re-?present\w*|reappear\w*|new)\b",
    _I,
)
_TREATED = re.compile(
    r"\b(?:underwent|resect\w+|excis\w+|operated|amputat\w+|\w+ectomy|chemotherapy|radiotherapy"
    r"|irradiat\w+)\b",
    _I,
)
_ANOTHER = re.compile(
    r"\b(?:metasta\w+|deposits?|implants?|satellite|residual|second\s+(?:focus|lesion|nodule)|foci"
    r"|recurren\w+|relaps\w+|plaques\s+of"
    r"|skip|shr[aiu]nk\w*\s+to|regrowth)\b[^.;]{0,60}$",
    _I,
)
_ANOTHER_AFTER = re.compile(
    r"^[\s-]*(?:\w+\s+){0,2}(?:metasta\w+|recurren\w+|deposits?|implants?|foc(?:us"
    r"|i)\s+of\s+residual|satellite|lymph\s+node)\b",
    _I,
)
_MODIFIES = re.compile(
    r"^[\s-]*(?:(?:\(\w+\)|large|solid|cystic|deep|firm|hard|soft|tissue|multi\w+|lobulated"
    r"|exophytic|heterogen\w+|well-?\w*|circumscribed|fungating"
    r"|intramural|pedunculated|spindle|cell|malignant|painless|painful|tender|subcutaneous"
    r"|submucosal|indurated|renal|pelvic|gastric)[\s,-]+){0,3}"
    r"(?:tumou?rs?|mass|lesion|nodule|\w*sarcoma|gist|neoplasm|lump|swelling|growth|plaque"
    r"|polyp)\b",
    _I,
)


def read(chart: Chart, diagnosis: Candidate | None, primary: Sequence[Concept] = ()) -> list[Fact]:
    """Give the size (one row) and the grade (one row) of the tumour of a chart.

    `primary` are the places where the tumour arose: what is measured elsewhere is not its size.
    """
    return _size(chart, own_words(primary)) + _grade(chart, diagnosis)


def _size(chart: Chart, own: frozenset[str]) -> list[Fact]:
    best: tuple[float, int, Mention, Quantity] | None = None
    for number, sentence in enumerate(chart.sentences):
        sizes = sentence.of("size")
        if not sizes:
            continue
        rank = _rank(sentence) or min(_rank_before(chart, number), 3)
        late = bool(_LATER.search(sentence.text)) and _treated_before(chart, number)
        for mention in sizes:
            if mention.quantity is None or not _of_tumour(sentence, mention):
                continue
            grown = _GROWN.search(sentence.text[: mention.start - sentence.start]) is not None
            score = float(_rank_at(sentence, mention) or rank) + (0.5 if grown else 0.0)
            score -= _doubt(chart, sentence, mention, own) + (_DOUBTED if late and not grown else 0)
            larger = (
                best is not None
                and best[1] == number
                and score == best[0]
                and mention.quantity.high > best[3].high
            )
            if best is None or score > best[0] or larger:
                best = score, number, mention, mention.quantity
    if best is None or best[0] < _LEAST:
        return []
    mention, quantity = best[2], best[3]
    value = f"{quantity.high:g}"
    exact = Quantity(quantity.high, quantity.high, "mm", quantity.approximate)
    quantity = quantity if quantity.low != quantity.high else exact
    rule = "size-of-specimen" if best[0] >= 3 else "size-measured"  # noqa: PLR2004 - see _RANKS
    return [chart.fact("size", value, (mention.start, mention.end), rule, quantity=quantity)]


def _rank(sentence: Sentence) -> int:
    """Give the rank of what a sentence's sizes were measured on; 0 where it does not say."""
    return next((value for value, pattern in _RANKS if pattern.search(sentence.text)), 0)


def _rank_before(chart: Chart, number: int) -> int:
    """Give the rank of the last sentence before one that has any."""
    ranks = (_rank(sentence) for sentence in reversed(chart.sentences[:number]))
    return next((rank for rank in ranks if rank), 1)


def _treated_before(chart: Chart, number: int) -> bool:
    return any(_TREATED.search(sentence.text) for sentence in chart.sentences[:number])


def _doubt(chart: Chart, sentence: Sentence, mention: Mention, own: frozenset[str]) -> float:
    """Say how far a size is likely that of another lesion: a node, a metastasis, a relapse."""
    before = sentence.text[: mention.start - sentence.start]
    clause = re.split(r"[;:]|,\s+(?:and|but|while|whereas)\b", before)[-1]
    doubt = 1.5 if re.search(r"lymph\s*node|lymphaden", sentence.text, _I) else 0.0
    after = sentence.text[mention.end - sentence.start :]
    if _ANOTHER.search(clause[-_NEAR:]) or _ANOTHER_AFTER.match(after):
        doubt += _DOUBTED
    elif own:
        places = [
            m
            for m in sentence.of("site")
            if 0 <= mention.start - m.end < _NEAR
            or _LIES_IN.match(after[: max(0, m.start - mention.end)])
        ]
        elsewhere = [m for m in places if is_usual(chart, m) and not is_own(chart, m, own)]
        if elsewhere and len(elsewhere) == len(places):
            doubt += _DOUBTED
    return doubt


def _rank_at(sentence: Sentence, mention: Mention) -> int:
    """Give the rank of the last means of measuring that stands before the size."""
    before = sentence.text[: mention.start - sentence.start]
    best, where = 0, -1
    for rank, pattern in _RANKS:
        for match in pattern.finditer(before):
            if match.start() > where:
                best, where = rank, match.start()
    return best


def _of_tumour(sentence: Sentence, mention: Mention) -> bool:
    """Whether a size is that of a tumour: its word is near, and nothing else was measured."""
    start, end = mention.start - sentence.start, mention.end - sentence.start
    before, after = sentence.text[:start], sentence.text[end:]
    if _NOT_TUMOUR_AFTER.match(after):
        return False
    if _MODIFIES.match(after):
        return True
    anchors = [
        m
        for m in sentence.mentions
        if (m.kind == "disease" or (m.kind == "event" and m.label == "tumour"))
        and m.context not in ("absent", "history", "family")
    ]
    near = [
        m for m in anchors if min(abs(m.end - mention.start), abs(m.start - mention.end)) < _NEAR
    ]
    unlike = _NOT_TUMOUR_BEFORE.search(before[-70:])
    if unlike:
        between = before[-70:][unlike.start() :]
        if not any(
            m.start - sentence.start >= len(before) - len(between) and m.end <= mention.start
            for m in anchors
        ) and not re.search(r"specimen|tumou?r|mass", unlike.group(), _I):
            return False
        if re.search(
            r"metasta|margin|incision|defect|reduc|decreas|shr[au]nk|regress", unlike.group(), _I
        ):
            return False
    if near:
        return True
    return bool(_MEASURING.search(before[-60:] + " " + after[:30]))


def _grade(chart: Chart, diagnosis: Candidate | None) -> list[Fact]:
    found: list[tuple[int, Fact]] = []
    for sentence in chart.sentences:
        if not holds(sentence.text, ("rade", "G", "FNCLCC")):
            continue
        for match in _GRADE_WORD.finditer(sentence.text):
            if _graded(chart, sentence, match, False):
                found.append((0, _grade_row(chart, sentence, match, match.group("word").lower())))
        for match in _GRADE_NUMBER.finditer(sentence.text):
            number = (match.group("number") or match.group("bare") or match.group("short")).lower()
            sure = bool(match.group("system") or match.group("bare") or match.group("short"))
            sure = sure or _grading_system(sentence.text, match) == "FNCLCC"
            if _graded(chart, sentence, match, sure):
                found.append((1, _grade_row(chart, sentence, match, _ROMAN.get(number, number))))
    if not found:
        return []
    own = diagnosis.sentence.start if diagnosis else 0
    # of several gradings the one beside the diagnosis, else the last
    found.sort(key=lambda pair: abs(pair[1].evidence.start - own))
    return [found[0][1]]


def _grade_row(chart: Chart, sentence: Sentence, match: re.Match[str], value: str) -> Fact:
    start = match.start()
    system = match.groupdict().get("system") or ""
    if system and not _SYSTEM.match(system):
        start += match.group().lower().find("grade")
    span = (sentence.start + start, sentence.start + match.end())
    terms = (_GRADE_TERMS[value],) if value in _GRADE_TERMS else ()
    named = _grading_system(sentence.text, match)
    return chart.fact(
        "grade", value, span, "grade-stated", terms=terms,
        note=_parts(sentence.text) if named == "FNCLCC" else "",
        qualifiers=Qualifiers(system=named),
    )  # fmt: skip


def _grading_system(text: str, match: re.Match[str]) -> str:
    """Give the system that a grade is told by: named before it, else behind it."""
    start, end = max(0, match.start() - _SYSTEM_FAR), match.end()
    before = list(_SYSTEM.finditer(text, start, end))
    named = before[-1] if before else _SYSTEM.search(text, end, end + _SYSTEM_FAR)
    return str(named.lastgroup) if named else ""


def _parts(text: str) -> str:
    """Give the scores that make up an FNCLCC grade, where a sentence tells them."""
    whole = _SUM.search(text)
    if whole:
        scores = list(zip((name for name, _ in _PARTS), whole.groups(), strict=True))
    else:
        found = ((name, pattern.search(text)) for name, pattern in _PARTS)
        scores = [(name, match.group(1)) for name, match in found if match]
    return ", ".join(f"{name} {score}" for name, score in scores)


def _graded(chart: Chart, sentence: Sentence, match: re.Match[str], sure: bool) -> bool:
    """Whether a grade is the tumour's, not that of a toxicity, a sign or another disease."""
    after = sentence.text[match.end() :]
    if _NOT_GRADE_AFTER.match(after) or _ENTITY_AFTER.match(after):
        return False
    place = sentence.start + match.end()
    for mention in sentence.mentions:
        if mention.kind == "disease":
            concept = chart.concept(mention)
            distance = max(mention.start - place, sentence.start + match.start() - mention.end)
            if concept is None or distance > 60:  # noqa: PLR2004 - characters
                continue
            if mention.context in ("present", "planned"):
                if is_sarcoma(concept):
                    return True
                if mention.start - place in range(25) and concept.facet("group") == "other":
                    return bool(re.match(r"neoplasm|malignant", concept.label, _I))
        elif (
            mention.kind == "event"
            and mention.label == "tumour"
            and mention.context == "present"
            and 0 <= mention.start - place < 30  # noqa: PLR2004 - characters
        ):
            return True
    return sure or bool(
        re.search(
            r"sarcoma|tumou?r|differentiated|histolog", sentence.text[: match.start()][-60:], _I
        )
    )
