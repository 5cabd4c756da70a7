"""Changed genes of the tumour: fusions, mutations, amplifications, rearrangements.

A gene's name counts only beside a word for the change ("KIT exon 11 mutation", "amplification
of MDM2") or as one half of a fusion ("SS18-SSX1"); translocations are read by their notation.
"""

import re
from typing import TYPE_CHECKING

from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.ontology import Concept
from sarcoma_kg.records import Fact, Mention, Polarity, Sentence

if TYPE_CHECKING:
    from sarcoma_kg.terms import Term

_I = re.IGNORECASE
_CHANGES = {
    "mutat": "mutation", "mutant": "mutation", "missense": "mutation", "amplif": "amplification",
    "rearr": "rearrangement", "transl": "rearrangement", "break": "rearrangement",
    "delet": "deletion", "loss": "loss", "gain": "gain", "frame": "mutation",
    "altera": "alteration",
    "fusion": "rearrangement", "insert": "mutation",
    "duplic": "mutation", "varia": "variant", "split": "rearrangement",
}  # fmt: skip
_CHANGE = (
    r"(?P<change>mutat\w*|mutant|amplifi\w*|rearrange\w*|transloc\w*|break-?apart|deletions?|deleted|fusions?|"
    r"insertions?|duplications?|variants?|missense\s+mutations?|split)"
)
_EXON = r"(?:exons?\s+(?P<exon>\d+))"
_AFTER = re.compile(
    rf"^[\s)]*(?:\([^)]{{0,30}}\)\s*)?(?:(?:gene|genes|locus|oncogene|promoter|proto-?oncogene|germline|somatic|activating|break-?apart|"
    rf"splice|missense|point|hotspot|in|on|of|,|the|receptor|alpha|loss-of-function|(?:and|or|/)\s+[\w-]+)[\s-]+)*{_EXON}?[\s,-]*"
    rf"(?:(?:and|,|or)\s*(?:exons?\s*)?\d+[\s,]*)*(?:(?:activating|missense|in-frame|point|somatic|gene|heterozygous|homozygous|synonymous)[\s-]+)*{_CHANGE}",
    _I,
)
_BEFORE = re.compile(
    rf"\b{_CHANGE}(?:\s+(?:was|were|identified|detected|found|status|located))*(?:\s+at\s+chromosome\s+\w+)?\s+(?:in|of|at|on|involving|affecting|for|encompassing|including|spanning)\s+"
    rf"(?:(?:the|both|a|exon\s+(?P<exon>\d+)\s*(?:of|in|,)?|gene|codon\s+\d+\s+of)\s+)*(?:[\w-]+(?:\s+gene)?\s*(?:,|and|or|/)\s*){{0,2}}(?:the\s+)?$",
    _I,
)
_EXON_BEFORE = re.compile(
    r"\bexons?\s+(?P<exon>\d+)\s+(?:(?:\w+)\s+)?(?P<change>mutations?|deletions?|insertions?|duplications?)\s+(?:in|of)\s+(?:the\s+)?$",
    _I,
)
_PROTEIN = re.compile(
    r"(?:\bp\.\(?)(?P<full>[A-Z][a-z]{2}\d+(?:[A-Z][a-z]{2}|\*|fs\w*|del\w*)|[A-Z]\d+[A-Z*])\b"
    r"|\b(?P<short>[ACDEFGHIKLMNPQRSTVWY]\d{2,4}[ACDEFGHIKLMNPQRSTVWY])\b"
)
_TRANSLOCATION = re.compile(
    r"\bt\s?\(\s?(?P<a>\d{1,2}|[XY])\s?[;:,]\s?(?P<b>\d{1,2}|[XY])\s?\)"
    r"(?:\s?\(\s?(?P<p>[pq][\d.]*)\s?[;:,]\s?(?P<q>[pq][\d.]*)\s?\))?",
    _I,
)
_HINT = re.compile(r"\bt\s?\(|rearrange|transloc|amplif|mutation|fusion")
_BAND = re.compile(
    r"\b(?P<change>[Rr]earrangements?|[Tt]ranslocations?|[Aa]mplification|[Dd]eletion|[Ll]oss)\s+"
    r"(?:at|of|on|involving|in)\s+(?:the\s+)?(?:chromosom\w+\s+)?(?P<band>(?:\d{1,2}|X|Y)[pq]\d{1,2}(?:\.\d+)?)"
    r"|\b(?P<symbol>[A-Z][A-Z0-9]{2,6})\s+gene\s+(?P<change2>rearrangement|mutation|amplification|"
    r"translocation|fusion)"
)
_NO_GENES = frozenset({"DNA", "RNA", "PCR", "FISH", "WES", "NGS", "GIST", "GISTS"})
_FUSION_WORD = re.compile(r"fusion|fused|transloc|rearr|transcript|chimer|::|FISH|RT-?PCR|t\(", _I)
# genes that stand beside another with a hyphen only where they are fused
_FUSED = frozenset(
    [
        "EWSR1", "FUS", "SS18", "COL1A1", "ETV6", "NAB2", "ASPSCR1", "PAX3", "PAX7", "CIC",
        "BCOR", "YAP1", "WWTR1", "HEY1", "JAZF1", "YWHAE", "ZC3H7B", "TPM3", "LMNA", "TAF15",
        "EPC1", "MIR143", "CDH11", "FN1", "GREB1", "VGLL2",
    ]
)  # fmt: skip
_WILD_BEFORE = re.compile(
    r"\bwild[\s-]?type\s+(?:for\s+|status\s+of\s+)?(?:[A-Z0-9]{2,}\s*(?:,|and|or|/)\s*){0,3}$"
)
# "loss of CDKN2A", where the text tells of genes and not of staining
_LOST_BEFORE = re.compile(
    r"\b(?P<change>loss|gain|frameshift|alterations?)\s+(?:of|in)\s+(?:the\s+)?(?:[A-Z0-9]{2,}\s*(?:,|and|or|/)\s*){0,3}$"
)
_LOST_AFTER = re.compile(r"^\s+(?P<change>loss|gain|frameshift)\b(?!\s+of)")
_GENOMIC = re.compile(r"sequenc|genomic|\bFISH\b|\bNGS\b|copy[ -]number|molecular|\bMLPA\b", _I)
_CHANGED_AFTER = re.compile(
    r"^\s*(?:(?:gene|oncogene|locus)\s+)?(?:was|were|is|are|found|to|be|also|not|highly|being|shown|found\s+to\s+be|[\s-])*"
    r"(?P<change>amplified|rearranged|mutated|deleted)\b",
    _I,
)
_JOIN = re.compile(r"^\s?(?:-|–|—|/|::|:|‐|‑)+\s?$")
# "a fusion of ETV6 and NTRK3"
_FUSION_OF = re.compile(r"\bfus(?:ion|ed)\s+(?:(?:of|between|involving)\s+)?(?:the\s+)?$", _I)
_FUSED_WITH = re.compile(r"^\s+(?:gene\s+)?(?:and|with|to)\s+(?:the\s+)?$", _I)
# "KIT/PDGFRA wild type" joins no genes
_UNFUSED_AFTER = re.compile(r"^[\s-]*(?:wild|wt\b|mutation|non-?mutated)", _I)
_SYMBOL_AFTER = re.compile(r"^\s?(?:-|–|/|::|‐|‑)\s?(?P<symbol>[A-Z][A-Z0-9]{1,7})\b")
_SYMBOL_BEFORE = re.compile(r"\b(?P<symbol>[A-Z][A-Z0-9]{1,7})\s?(?:-|–|/|::|‐|‑)\s?$")
_EXON_OF = re.compile(
    r"\b(?:insert\w*|delet\w*|mutat\w*|duplicat\w*|substitut\w*|repeat)\b[^.;]{0,60}\bexons?\s+(?P<exon>\d+)\s+"
    r"(?:of|in|on)\s+(?:the\s+)?$",
    _I,
)
_WILD_NEXT = re.compile(
    r"^(?:[\s/,]|\b(?:and|or)\b|\b[A-Z][A-Z0-9]+\b)*[\s-](?:wild[\s-]?type|WT)\b"
)
# the result of a probe: "FISH for MDM2 was negative", "EWSR1 FISH was positive"
_FISH = re.compile(r"\bFISH\b|in[\s-]situ\s+hybridi[sz]ation|break-?apart", _I)
_PROBED_AFTER = re.compile(
    r"^[\s)]*(?:(?:gene|locus|probes?|FISH|fluorescen\w+|in|situ|hybridi[sz]ation|analysis|testing|test|study|"
    r"break-?apart|by|was|were|is|also)[\s-]+)*(?P<result>positive|negative)\b(?!\s+for)",
    _I,
)
_PROBED_BEFORE = re.compile(
    r"\b(?P<result>positive|negative)\s+for\s+(?:(?:the|a)\s+)?(?:(?:break-?apart|split)\s+(?:signals?\s+)?(?:of|in)\s+)?$",
    _I,
)
_AMPLIFIED = frozenset({"MDM2", "CDK4", "MYC", "ERBB2", "EGFR", "MYCN"})
_REARRANGED = _FUSED | {"FOXO1", "DDIT3", "TFE3", "USP6", "NR4A3", "PLAG1", "NTRK3", "ALK", "PDGFB"}
_LOOKED = re.compile(r"mutation|analys|sequenc|genotyp|molecular", _I)
_WILD = re.compile(r"wild[\s-]?type|\bWT\b", _I)


def read(chart: Chart) -> list[Fact]:
    """Give one row per changed gene or fusion; absent where it was looked for and not found."""
    facts: list[Fact] = []
    for sentence in chart.sentences:
        if not sentence.of("gene", "marker", "alteration") and not _HINT.search(sentence.text):
            continue
        fusions, taken = _fusions(chart, sentence)
        facts += fusions
        if not fusions:
            facts += _translocations(chart, sentence)
        facts += _bands(chart, sentence)
        facts += _changes(chart, sentence, taken)
    return _most_exact(facts)


def _genes(chart: Chart, sentence: Sentence) -> list[tuple[Mention, Concept]]:
    found = []
    for mention in sentence.of("gene"):
        concept = chart.concept(mention)
        if concept is not None and concept.id.prefix == "HGNC":
            found.append((mention, concept))
    return found


def _polarity(sentence: Sentence, context: str, start: int, end: int) -> Polarity | None:
    """Give the polarity from a context; nothing where the change is only thought of."""
    around = sentence.text[max(0, start - 12) : end + 30]
    if context == "absent" or _WILD.search(around) or _WILD_BEFORE.search(sentence.text[:start]):
        return "absent"
    before, after = sentence.text[:start], sentence.text[end:]
    if re.search(
        r"\b(?:no|without|negative\s+for|absence\s+of|lack\s+of|neither|nor|not\s+(?:reveal|show|detect|identify|harbou?r|have|carry|demonstrate)\w*)\b(?:(?!,\s+(?:a|an|the|but)\b)[^.;]){0,70}$",
        before,
        _I,
    ):
        return "absent"
    if re.match(
        r"(?:(?!\b(?:but|while|whereas)\b)[^.;,]){0,40}\b(?:(?:was|were)\s+(?:not|negative|absent)|not\s+(?:detected|found|identified)|negative)\b",
        after,
        _I,
    ):
        return "absent"
    return "present" if context in ("present", "history") else None


def _fusions(chart: Chart, sentence: Sentence) -> tuple[list[Fact], set[int]]:
    """Read two genes joined by a sign, one of them perhaps unknown to the vocabulary."""
    facts: list[Fact] = []
    taken: set[int] = set()
    base = sentence.start
    genes = _genes(chart, sentence)
    if (
        not _FUSION_WORD.search(sentence.text)
        and not sentence.of("alteration")
        and not any(concept.label in _FUSED for _, concept in genes)
    ):
        return facts, taken
    for number, (mention, concept) in enumerate(genes):
        if mention.start in taken:
            continue
        start, end = mention.start - base, mention.end - base
        pair: tuple[str, str] | None = None
        terms: tuple[Term, ...] = ()
        span = (mention.start, mention.end)
        following = genes[number + 1] if number + 1 < len(genes) else None
        if following and _joined(sentence.text, start, end, following[0], base):
            pair = concept.label, following[1].label
            terms = concept.identifiers + following[1].identifiers
            span = mention.start, following[0].end
            taken |= {mention.start, following[0].start}
        elif (match := _SYMBOL_AFTER.match(sentence.text[end:])) and not _UNFUSED_AFTER.match(
            sentence.text[end + match.end() :]
        ):
            pair, terms = (concept.label, match.group("symbol")), concept.identifiers
            span = mention.start, mention.end + match.end()
            taken.add(mention.start)
        elif (match := _SYMBOL_BEFORE.search(sentence.text[:start])) and not _UNFUSED_AFTER.match(
            sentence.text[end:]
        ):
            pair, terms = (match.group("symbol"), concept.label), concept.identifiers
            span = base + match.start(), mention.end
            taken.add(mention.start)
        if pair is None or pair[0] == pair[1]:
            continue
        polarity = _polarity(sentence, mention.context, span[0] - base, span[1] - base)
        if polarity:
            facts.append(
                chart.fact(
                    "alteration", "::".join(pair), span, "fusion-of-genes",
                    terms=terms, polarity=polarity,
                )
            )  # fmt: skip
    return facts, taken


def _joined(text: str, start: int, end: int, second: Mention, base: int) -> bool:
    """Whether a gene (at these offsets) and the next one are told to be fused."""
    gap = text[end : second.start - base]
    if _FUSION_OF.search(text[:start]) and _FUSED_WITH.match(gap):
        return True
    return bool(_JOIN.match(gap)) and not _UNFUSED_AFTER.match(text[second.end - base :])


def _translocations(chart: Chart, sentence: Sentence) -> list[Fact]:
    facts = []
    for match in _TRANSLOCATION.finditer(sentence.text):
        value = f"t({match.group('a').upper()};{match.group('b').upper()})"
        if match.group("p"):
            value += f"({match.group('p').lower()};{match.group('q').lower()})"
        polarity = _polarity(sentence, "present", match.start(), match.end())
        span = (sentence.start + match.start(), sentence.start + match.end())
        if polarity:
            facts.append(chart.fact("alteration", value, span, "translocation", polarity=polarity))
    return facts


def _bands(chart: Chart, sentence: Sentence) -> list[Fact]:
    """Read a rearrangement by its place on a chromosome, or of a gene unknown to the vocabulary."""
    facts = []
    known = [
        (mention.start - sentence.start, mention.end - sentence.start)
        for mention in sentence.of("gene")
    ]
    for match in _BAND.finditer(sentence.text):
        name = match.group("band") or match.group("symbol")
        at = match.start("band") if match.group("band") else match.start("symbol")
        if any(start <= at < end for start, end in known) or name in _NO_GENES:
            continue
        word = (match.group("change") or match.group("change2")).lower()
        change = next(
            (value for key, value in _CHANGES.items() if word.startswith(key)), "mutation"
        )
        polarity = _polarity(sentence, "present", match.start(), match.end())
        span = (sentence.start + match.start(), sentence.start + match.end())
        if polarity:
            facts.append(
                chart.fact(
                    "alteration", f"{name} {change}", span, "band-changed", polarity=polarity
                )
            )
    return facts


def _changes(chart: Chart, sentence: Sentence, taken: set[int]) -> list[Fact]:
    """Read a gene with the word for its change before or after it."""
    facts = []
    base, text = sentence.start, sentence.text
    for mention, concept in _genes(chart, sentence):
        if mention.start in taken or mention.context in ("family", "background", "hypothetical"):
            continue
        start, end = mention.start - base, mention.end - base
        after = _AFTER.match(text[end:]) or _CHANGED_AFTER.match(text[end:])
        before = _EXON_BEFORE.search(text[:start]) or _BEFORE.search(text[:start])
        if not after and not before and _GENOMIC.search(text):
            after, before = _LOST_AFTER.match(text[end:]), _LOST_BEFORE.search(text[:start])
        protein = _PROTEIN.search(text[end : end + 90])
        match = after or before
        span = (mention.start, mention.end)
        if match is not None:
            word = match.group("change").lower()
            change = next(
                (name for key, name in _CHANGES.items() if word.startswith(key)), "mutation"
            )
            exon = match.groupdict().get("exon")
            value = f"{concept.label} exon {exon} {change}" if exon else f"{concept.label} {change}"
            span = (
                (mention.start, mention.end + after.end())
                if after
                else (base + match.start(), mention.end)
            )
        elif protein is not None and re.search(
            r"mutat|varia|substitut|missense|\bp\.|\bc\.\d", text, _I
        ):
            value = f"{concept.label} p.{protein.group('full') or protein.group('short')}"
            span = (mention.start, mention.end + protein.end())
        elif exon := _EXON_OF.search(text[:start]):
            value = f"{concept.label} exon {exon.group('exon')} mutation"
            span = (base + exon.start(), mention.end)
        elif _FISH.search(text) and (probe := _probed(text, start, end, concept.label)):
            value = probe
        elif _WILD_BEFORE.search(text[:start]):
            value = f"{concept.label} mutation"
        elif _WILD_NEXT.match(text[end:]) or (_WILD.search(text[end:]) and _LOOKED.search(text)):
            value = f"{concept.label} mutation"
            span = (mention.start, base + end + _wild_end(text[end:]))
        else:
            continue
        polarity = _polarity(sentence, mention.context, span[0] - base, span[1] - base)
        if polarity:
            facts.append(
                chart.fact(
                    "alteration", value, span, "gene-changed",
                    terms=concept.identifiers, polarity=polarity,
                )
            )  # fmt: skip
    return facts


def _probed(text: str, start: int, end: int, gene: str) -> str:
    """Name the change that a probe of a gene (at these offsets) looks for, if it had a result."""
    if not _PROBED_AFTER.match(text[end:]) and not _PROBED_BEFORE.search(text[:start]):
        return ""
    if gene in _AMPLIFIED:
        return f"{gene} amplification"
    return f"{gene} rearrangement" if gene in _REARRANGED else ""


def _wild_end(text: str) -> int:
    match = _WILD.search(text)
    return match.end() if match else 0


def _most_exact(facts: list[Fact]) -> list[Fact]:
    """Leave out what a more exact row of the same gene says already."""
    kept = []
    for fact in facts:
        better = any(
            other is not fact
            and other.terms
            and set(fact.terms) <= set(other.terms)
            and other.polarity == fact.polarity
            and (len(other.value), -other.evidence.start) > (len(fact.value), -fact.evidence.start)
            for other in facts
        )
        if not (better and fact.terms):
            kept.append(fact)
    return kept
