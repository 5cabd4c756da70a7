"""Immunohistochemistry: which markers the tumour's cells showed, and which they did not.

`stain` reads the results of a sentence; here are the markers that may have one. Levels in blood
are no such result and are left out, as are genes that a sentence about their changes names.
"""

import re
from dataclasses import replace

from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.stain import results
from sarcoma_kg.records import Fact, Mention, Polarity, Quantity, Sentence

_I = re.IGNORECASE
# what is measured in blood too: the sentence must tell of staining
_BLOOD = frozenset(
    [
        "LDH", "CRP", "CEA", "AFP", "PSA", "PSAP", "hCG", "CA 125", "CA 19-9", "CA 15-3", "NSE",
        "calcitonin", "insulin", "glucagon", "renin", "ACTH", "TSH", "PTH", "gastrin",
        "serotonin", "IL-5", "IL-6", "G-CSF", "GM-CSF", "IGF-1", "IGF-2", "FGF23", "somatostatin",
        "alkaline phosphatase", "thyroglobulin", "VEGF", "IgG4",
    ]
)  # fmt: skip
_TISSUE = re.compile(
    r"immuno|stain|express|reactiv|histochem|\bIHC\b|cells\b|patholog|histolog|biops|\w\s?\+|\([-+–−]",
    _I,
)
# what abbreviates other things too: the sentence must tell of results
_DOUBTFUL = frozenset(["ER", "PR", "AR", "FH", "EMA", "SF-1", "PD-1", "PD-L1", "RCC antigen"])
_SERUM = re.compile(
    r"\b(?:serum|plasma|blood|levels?|ng/m|u/m|mg/d|iu/|g/l|pg/m|elevated|tumou?r\s+markers?|(?<!our\s)laboratory|titer|titre|"
    r"antibod(?:y|ies)\s+(?:titer|level)|treat\w*\s+with|inhibitor|serolog\w*|elisa|anti-\w+\s+therapy)\b",
    _I,
)
# where a clause ends before a marker: "serology was negative and HHV-8 …"
_CLAUSE_END = re.compile(
    r";|,?\s(?:but|while|whereas)\s|,\s+and\s|\b(?:was|were|is|are)\s[^,;]{0,60}?\sand\s", _I
)
_STAINED = re.compile(r"immunohisto|immunosta|stain", _I)
_STAIN = re.compile(
    r"immuno|stain|positiv|negativ|express|react|decorat|histochem|tumou?r\s+cells|\bIHC\b|\+\)|\bcells\b|patholog|histolog|marker|"
    r"\b(?:was|were|is|are)\s+(?:lost|retained|preserved|absent|intact)\b|\bretained\b|\bindex\b|Ki-?\s?67|MIB-?1|prolifer|"
    r"\bnucle(?:i|ar)\b|\bpos\b|\bneg\b|\bfocal|\bpatchy|\bdiffuse|\w\s?\+(?=\s*[,;.)/]|\s*$|\s+and\b)",
    _I,
)
_GENOMIC = re.compile(r"sequenc|genomic|\bFISH\b|\bNGS\b|copy[ -]number|mutation|\bMLPA\b", _I)
_GENE_AFTER = re.compile(
    r"^\s*(?:gene|genes|exon|mutation|mutations|mutant|mutated|amplification|amplified|rearrange\w*|translocat\w*|fusion|"
    r"FISH|break-?apart|wild|deletion|deleted|locus|proto-?oncogene|inhibitor|in\s+exon|[VWDLKNR]\d{3})\b|^\s*(?:::|-[A-Z0-9]{3,}\s+(?:fusion|transloc|rearr))",
    _I,
)
_GENE_BEFORE = re.compile(
    r"\b(?:mutations?\s+(?:in|of)|amplification\s+of|rearrangements?\s+of|exons?\s+\d+(?:\s*,\s*\d+)*(?:\s*(?:and|or)\s*\d+)?\s+(?:of|in)|gene|fusion\s+of|deletion\s+of|\bFISH\s+(?:\w+\s+){0,2}(?:for|of)|hybridi[sz]ation\s+(?:\w+\s+){0,2}(?:for|of))\s+(?:the\s+)?(?:\w+\s+(?:and|or)\s+)?$",
    _I,
)
# the other half of a fusion: "EWSR1-FLI1"
_FUSED_AFTER = re.compile(r"^(?:-|–|::)(?=[A-Z]{2}[A-Z0-9]+\b)(?!ve\b)")
_FUSED_BEFORE = re.compile(r"\b[A-Z]{2}[A-Z0-9]+(?:-|–|::)$")
_STAINED_AFTER = re.compile(r"^\s*(?:\w+\s+)?(?:expression|staining|immuno\w+|protein)\b", _I)
_ESTROGEN_BEFORE = re.compile(r"\b(?P<word>o?estrogen)\s*(?:,|/|&|-|and|or|and/or)\s*$", _I)
# another tumour of the patient, whose receptors are told in passing
_OTHER_TUMOUR = re.compile(r"carcinoma|cancer|lymphoma|melanoma|myeloma|leuk(?:a)?emia", _I)
_IN_GENERAL = re.compile(
    r",?\s*(?:which|that)\s+(?:(?:is|are|would\s+be)|(?:usually|typically|often|commonly|generally)\b)",
    _I,
)
_PAST = re.compile(
    r"\b(?:years?|months?|decades?)\s+(?:after|before|earlier|ago)\b|\b(?:earlier|former\w*|treated\s+for|following)\b",
    _I,
)
_PERCENT_MARKERS = re.compile(r"^(?:Ki-67|MIB-1|ER|PR|p53|PHH3|PD-L1)$", _I)
# a share of cells before its marker: "40% of the nuclei were labelled by Ki-67"
_SHARE_OF = re.compile(
    r"\s*(?:of\s+(?:the\s+|all\s+)?(?:\w+\s+){0,3}(?:cells|nuclei)\s+)?(?:\w+\s+){0,4}"
)
# whose amount alone is a result: a share of cells, or a score of them
_SCORED = frozenset({"PD-L1"})
_SCORE = re.compile(
    r"(?P<tps>\bTPS\b|tumou?r\s+proportion\s+score)"
    r"|(?:\bCPS\b|combined\s+positive\s+score)[\s(),:=]*(?:(?:CPS|was|of|is|score)[\s),:=]*)*"
    r"(?P<cps>[<>≥≤]?\s?\d+)?",
    _I,
)
_SHARE = 70  # characters from a marker to the share of cells that showed it
_LOSS = re.compile(r"\b(?:loss|lost|deficien\w+)\b", _I)


def read(chart: Chart) -> list[Fact]:
    """Give one row per marker and result."""
    facts = []
    for sentence in chart.sentences:
        markers = _markers(chart, sentence)
        if markers:
            facts += _read(chart, sentence, markers)
    return facts


def _read(chart: Chart, sentence: Sentence, markers: list[Mention]) -> list[Fact]:
    facts = []
    for result in results(sentence, markers):
        if result.meaning:
            facts.append(_row(chart, sentence, result.mention, result.meaning, result.rule))
        elif _index(sentence, result.mention):
            facts.append(_row(chart, sentence, result.mention, "positive", "marker-index"))
        elif result.mention.label in _SCORED and _score(sentence, result.mention):
            facts.append(_row(chart, sentence, result.mention, "positive", "marker-score"))
    return facts


def _markers(chart: Chart, sentence: Sentence) -> list[Mention]:
    """Give the markers of a sentence that may be results of staining."""
    mentions = sentence.of("marker")
    if not mentions:
        return []
    text = sentence.text
    told, genomic, tissue = _STAIN.search(text), _GENOMIC.search(text), _TISSUE.search(text)
    # beside a marker that only cells show, or listed with one
    others = told and any(mention.label not in _BLOOD for mention in mentions)
    found = []
    for mention in mentions:
        scored = mention.label in _SCORED and (
            _index(sentence, mention) or _score(sentence, mention)
        )
        if not (told or scored) and (genomic or mention.label in _DOUBTFUL):
            continue
        if mention.label in _BLOOD and not (tissue or others):
            continue
        start, end = mention.start - sentence.start, mention.end - sentence.start
        if _is_gene(text, start, end) or _in_blood(text, start, end):
            continue
        if _within_another(sentence, mention, genomic=genomic is not None):
            continue
        if _of_another_tumour(sentence, mention):
            continue
        found += [*_estrogen(chart, sentence, mention), mention]
    return found


def _is_gene(text: str, start: int, end: int) -> bool:
    """Whether the name at these offsets is that of a gene: changed, fused or probed."""
    before, after = text[:start], text[end:]
    return bool(
        _GENE_AFTER.match(after)
        or _GENE_BEFORE.search(before)
        or _FUSED_AFTER.match(after)
        or _FUSED_BEFORE.search(before)
    )


def _in_blood(text: str, start: int, end: int) -> bool:
    """Whether the clause around these offsets tells of blood or of treatment."""
    if not _SERUM.search(text) or _STAINED.search(text):
        return False
    begin = max((match.end() for match in _CLAUSE_END.finditer(text, 0, start)), default=0)
    stop = _CLAUSE_END.search(text, end)
    return _SERUM.search(text, begin, stop.start() if stop else len(text)) is not None


def _within_another(sentence: Sentence, mention: Mention, *, genomic: bool) -> bool:
    """Whether a marker's name is but a part of a longer name: a drug, a changed gene, a disease."""
    if _STAINED_AFTER.match(sentence.text[mention.end - sentence.start :]):
        return False
    for other in sentence.of("alteration", "drug", "finding", "disease"):
        if other.start <= mention.start and mention.end <= other.end:
            longer = other.end - other.start > len(mention.text)
            lost = other.kind == "alteration" and not genomic and _LOSS.search(other.text)
            if longer and not lost:
                return True
    return False


def _of_another_tumour(sentence: Sentence, mention: Mention) -> bool:
    """Whether a result is that of a past tumour, "treated for breast cancer (ER-positive)".

    Or that of a tumour in general: "schwannoma, which is S-100 positive".
    """
    for other in sentence.of("disease"):
        if _IN_GENERAL.match(sentence.text, other.end - sentence.start):
            return mention.start > other.end
        if not _OTHER_TUMOUR.search(other.label) or "sarcoma" in other.label.lower():
            continue
        text, base = sentence.text, sentence.start
        if other.start >= mention.end:
            beside = len(text[mention.end - base : other.start - base].split()) <= 1
        else:
            between = text[other.end - base : mention.start - base]
            beside = not re.search(r"[;)]|\b(?:but|and\s+the|while)\b", between)
        past = other.context == "history" or _PAST.search(text[: other.start - base])
        if beside and past and other.context not in ("absent", "hypothetical"):
            return True
    return False


def _estrogen(chart: Chart, sentence: Sentence, mention: Mention) -> list[Mention]:
    """Give the first of two receptors that share a noun: "estrogen and progesterone receptors"."""
    start = mention.start - sentence.start
    match = _ESTROGEN_BEFORE.search(sentence.text[:start]) if mention.label == "PR" else None
    if match is None:
        return []
    start, end = (sentence.start + place for place in match.span("word"))
    return [
        replace(mention, start=start, end=end, text=match.group("word"), label=found.concept.label,
                term=found.concept.id)
        for found in chart.ontology.candidates("estrogen receptor", "marker")[:1]
    ]  # fmt: skip


def _index(sentence: Sentence, mention: Mention) -> Quantity | None:
    """Give the share of cells that a marker of proliferation showed."""
    if not _PERCENT_MARKERS.match(mention.label):
        return None
    text, base = sentence.text, sentence.start
    others = [other.start for other in sentence.of("marker") if other.start >= mention.end]
    following = min(others, default=sentence.end)
    for percent in sentence.of("percent"):
        if mention.end <= percent.start < following and percent.start - mention.end < _SHARE:
            return percent.quantity
        between = text[percent.end - base : mention.start - base]
        if percent.end <= mention.start and _SHARE_OF.fullmatch(between):
            return percent.quantity
    return None


def _row(chart: Chart, sentence: Sentence, mention: Mention, result: str, rule: str) -> Fact:
    concept = chart.concept(mention)
    polarity: Polarity = "present" if result == "positive" else "absent"
    quantity = _index(sentence, mention)
    span = (mention.start, mention.end)
    # a share below one in a hundred is none where the text calls it negative
    none = quantity is not None and (quantity.high == 0 or "<1" in _told(sentence, quantity))
    if quantity is not None and not (none and result != "positive"):
        polarity = "absent" if quantity.high == 0 else "present"
    note = _score(sentence, mention) if mention.label in _SCORED else ""
    if concept is None:
        return chart.fact("marker", mention.text, span, rule, polarity=polarity, quantity=quantity)
    return chart.of_concept(
        "marker", concept, span, rule, polarity=polarity, quantity=quantity, note=note
    )


def _told(sentence: Sentence, quantity: Quantity) -> str:
    """Give the words of a share of cells, without blanks."""
    words = next((m.text for m in sentence.of("percent") if m.quantity is quantity), "")
    return words.replace(" ", "")


def _score(sentence: Sentence, mention: Mention) -> str:
    """Say by which score PD-L1 is told: "TPS" beside a share of cells, or "CPS 10"."""
    text, base = sentence.text, sentence.start
    start, end = max(0, mention.start - base - _SHARE), mention.end - base + _SHARE
    for match in _SCORE.finditer(text, start, end):
        if match.group("tps"):
            return "TPS" if _index(sentence, mention) else ""
        if match.group("cps"):
            return f"CPS {match.group('cps').replace(' ', '')}"
    return ""
