"""Changed genes of the tumour: fusions, mutations, amplifications, rearrangements.

A gene's name counts only beside words for its change (`change` reads these) or as one half of a
fusion ("SS18-SSX1", "EWSR1 fused to FLI1"); translocations are read by their notation.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sarcoma_kg.facts.change import FUSED, Gene, carried, changes, kind_of, polarity_of
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.phrase import lowered
from sarcoma_kg.records import Fact, Mention, Sentence
from sarcoma_kg.stems import holds
from sarcoma_kg.terms import Term

_I = re.IGNORECASE
_TRANSLOCATION = re.compile(
    r"\bt\s?\(\s?(?P<a>\d{1,2}|[XY])\s?[;:,]\s?(?P<b>\d{1,2}|[XY])\s?\)"
    r"(?:\s?\(\s?(?P<p>[pq][\d.]*)\s?[;:,]\s?(?P<q>[pq][\d.]*)\s?\))?",
    _I,
)
_SUB_BAND = re.compile(r"\.\d+")
# "a translocation between the long arms of chromosomes 11 and 22"
_BETWEEN = re.compile(
    r"transloc\w+\s+(?:\w+\s+){0,2}?(?:between|of|involving|affecting)\s+(?:the\s+)?(?:(?:long|short)\s+arms?\s+of\s+)?"
    r"chromosomes?\s+(?P<a>\d{1,2}|x|y)(?:[pq][\d.]*)?\s+(?:and|to|with)\s+(?:the\s+)?(?:(?:long|short)\s+arms?\s+of\s+)?"
    r"(?:chromosome\s+)?(?P<b>\d{1,2}|x|y)(?![\d%])"
)
# whole chromosomes gained, lost or bent to a ring; a patient's own trisomy is a syndrome
_WHOLE = re.compile(
    r"\b(?P<kind>trisom|monosom)(?:y|ies)\s+(?:of\s+|for\s+)?(?:chromosomes?\s+)?"
    r"(?P<numbers>(?:\d{1,2}|x)(?:(?:,\s*|\s*,?\s*and\s+)(?:\d{1,2}|x)\b(?!\s*(?:%|cells|months|years)))*)"
    r"|\b(?:(?:giant\s+)?rod\s+and\s+)?ring\s+chromosomes?\b"
)
_CHROMOSOMES = ("cytogen", "karyo", "tumor", "tumour", "fish", "hybridi", "cells", "metaphase")
_STEMS = ("t(", "t (", "rearrang", "transloc", "amplif", "mutation", "fusion", "::", "somy",
          "somies", "ring chrom")  # fmt: skip
# a change at a place on a chromosome, or of a gene or family that the vocabulary does not know
_BAND = re.compile(
    r"\b(?:[Rr]earrangements?|[Tt]ranslocations?|[Aa]mplification|[Dd]eletion|[Ll]oss)\s+"
    r"(?:at|of|on|involving|in)\s+(?:the\s+)?(?:chromosom\w+\s+)?(?P<band>(?:\d{1,2}|X|Y)[pq]\d{1,2}(?:\.\d+)?)"
    r"|(?<![\w-])(?P<symbol>(?![A-Z]\d+[A-Z]\b)[A-Z][A-Z0-9]{2,6})\s+(?:gene\s+)?(?:rearrangements?|mutations?|amplification|"
    r"translocations?|fusions?)\b(?!\s+(?:panel|assay|analys\w+|test\w*|probe|kit)\b)"
)
_HOLDS = re.compile(
    r"\)?,?\s+(?:including|encompassing|containing|harbou?ring|spanning)\s+(?:the\s+)?"
)
_NO_GENES = frozenset(
    ["DNA", "RNA", "PCR", "RTPCR", "FISH", "CISH", "WES", "WGS", "NGS", "MLPA", "GIST", "GISTS",
     "DSRCT", "DFSP", "ASPS", "WHO", "RMS", "ARMS", "LMS", "CCS", "EMC", "IMT", "SFT", "ESFT"]
)  # fmt: skip
# two genes joined where the vocabulary may know neither: "NAB2ex4-STAT6ex16 fusion"
_SYMBOLS = re.compile(
    r"(?<![\w-])(?P<a>[A-Z][A-Z0-9]{2,7})(?:ex\d+)?(?:(?P<sure>::)|[-–/])(?P<b>[A-Z][A-Z0-9]{2,7})(?:ex\d+)?\b"
    r"(?(sure)|(?=\s+(?:gene\s+|in-frame\s+)?(?:fusion|translocation|transcript|chim)))"
)
_FUSION_WORD = re.compile(r"fusion|fused|transloc|rearr|transcript|chimer|::|FISH|RT-?PCR|t\(", _I)
_NOTE = r"(?:\((?:ex|exons?)\s?\d+\)\s?)?"
_JOIN = re.compile(rf"^\s?{_NOTE}(?:-|–|—|/|::|:|‐|‑)+\s?$", _I)
_WITH_EXON = r"(?:(?:exons?|intron)\s+\d+\s+(?:of\s+)?(?:the\s+)?)?"
# "a fusion of ETV6 and NTRK3", "EWSR1 fused to FLI1"
_FUSION_OF = re.compile(
    rf"\bfus(?:ion|ed|ing)(?:\s+(?:genes?|transcripts?|partners?))?\s+(?:(?:were|of|between|involving|joining|linking)\s+)?"
    rf"(?:the\s+)?{_WITH_EXON}$",
    _I,
)
_FUSED_WITH = re.compile(
    rf"^\s+(?:exon\s+\d+\s+)?(?:gene\s+)?(?:and|with|to)\s+(?:the\s+)?{_WITH_EXON}$", _I
)
_FUSED_TO = re.compile(
    rf"^\s+(?:exon\s+\d+\s+)?(?:gene\s+)?(?:(?:was|is|being)\s+)?fused\s+(?:in-frame\s+)?(?:with|to)\s+(?:the\s+)?{_WITH_EXON}$",
    _I,
)
# "KIT/PDGFRA wild type" and "MDM2/CDK4 amplification" join no genes
_UNFUSED_AFTER = re.compile(
    r"^[\s-]*(?:wild|wt\b|mutation|non-?mutated|(?:co-?)?amplif|delet|loss\b|ratio|mutant|genes\b|"
    r"(?:was|were)\s+(?:\w+\s+)?(?:amplified|mutated|deleted|wild))",
    _I,
)
_SYMBOL_AFTER = re.compile(r"^\s?(?:-|–|/|::|‐|‑)\s?(?P<symbol>(?!CEP)[A-Z][A-Z0-9]{1,7})\b")
_SYMBOL_BEFORE = re.compile(r"\b(?P<symbol>[A-Z][A-Z0-9]{1,7})\s?(?:-|–|/|::|‐|‑)\s?$")
# what a gene's mention may be besides: said of relatives, of others, or only thought of
_OTHERS = frozenset({"family", "background", "hypothetical", "planned"})


def read(chart: Chart) -> list[Fact]:
    """Give one row per changed gene or fusion; absent where it was looked for and not found."""
    facts: list[Fact] = []
    for sentence in chart.sentences:
        if not sentence.of("gene", "marker", "alteration") and not holds(
            lowered(sentence.text), _STEMS
        ):
            continue
        fusions, taken = _fusions(chart, sentence)
        facts += fusions
        if not fusions:
            facts += _translocations(chart, sentence)
        facts += _whole(chart, sentence)
        facts += _unknown(chart, sentence, taken)
        facts += _changes(chart, sentence, taken)
    return _most_exact(facts)


def _genes(chart: Chart, sentence: Sentence) -> list[Gene]:
    found = []
    for mention in sentence.of("gene"):
        concept = chart.concept(mention)
        if concept is not None and concept.id.prefix == "HGNC":
            found.append((mention, concept))
    return found


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two fused genes: their names, identifiers, and the offsets that tell them in a sentence."""

    names: tuple[str, str]
    terms: "tuple[Term, ...]"
    span: tuple[int, int]


def _fusions(chart: Chart, sentence: Sentence) -> tuple[list[Fact], set[int]]:
    """Give the fusions of a sentence, and the offsets of the genes that make them."""
    facts: list[Fact] = []
    taken: set[int] = set()
    base, text = sentence.start, sentence.text
    genes = _genes(chart, sentence)
    if (
        not _FUSION_WORD.search(text)
        and not sentence.of("alteration")
        and not any(concept.label in FUSED for _, concept in genes)
    ):
        return facts, taken
    for number, (mention, _) in enumerate(genes):
        if mention.start in taken:
            continue
        pair = _pair(text, base, genes, number)
        if pair is None or pair.names[0] == pair.names[1]:
            continue
        start, end = pair.span
        taken |= {gene.start for gene, _ in genes if start <= gene.start - base < end}
        polarity = polarity_of(text, start, end)
        if polarity and mention.context not in _OTHERS and not _is_stain(sentence, start, end):
            facts.append(
                chart.fact(
                    "alteration", "::".join(pair.names), (base + start, base + end),
                    "fusion-of-genes", terms=pair.terms, polarity=polarity,
                )
            )  # fmt: skip
    return facts, taken


def _is_stain(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a fusion (at these offsets) is an antibody's: it stands in a list of stains."""
    text, base = sentence.text, sentence.start
    sides = [
        text[mention.end - base : start] if mention.end - base <= start else
        text[end : mention.start - base]
        for mention in sentence.of("marker")
        if mention.end - base <= start or mention.start - base >= end
    ]  # fmt: skip
    return sum(side.strip() in (",", "and", "or", ", and") for side in sides) > 1


def _pair(text: str, base: int, genes: list[Gene], number: int) -> _Pair | None:
    """Give the fusion that a gene is told to be part of, its partner perhaps unknown."""
    mention, concept = genes[number]
    start, end = mention.start - base, mention.end - base
    if number + 1 < len(genes):
        second, partner = genes[number + 1]
        if _joined(text, start, end, second, base):
            terms = concept.identifiers + partner.identifiers
            return _Pair((concept.label, partner.label), terms, (start, second.end - base))
    match = _SYMBOL_AFTER.match(text[end:])
    if match and not _UNFUSED_AFTER.match(text[end + match.end() :]):
        names = concept.label, match.group("symbol")
        return _Pair(names, concept.identifiers, (start, end + match.end()))
    match = _SYMBOL_BEFORE.search(text[:start])
    if match and not _UNFUSED_AFTER.match(text[end:]):
        names = match.group("symbol"), concept.label
        return _Pair(names, concept.identifiers, (match.start(), end))
    return None


def _joined(text: str, start: int, end: int, second: Mention, base: int) -> bool:
    """Whether a gene (at these offsets) and the next one are told to be fused."""
    gap = text[end : second.start - base]
    if _FUSED_TO.match(gap) or (_FUSED_WITH.match(gap) and _FUSION_OF.search(text[:start])):
        return True
    return bool(_JOIN.match(gap)) and not _UNFUSED_AFTER.match(text[second.end - base :])


def _whole(chart: Chart, sentence: Sentence) -> Iterator[Fact]:
    """Read trisomies, monosomies and ring chromosomes of a tumour."""
    low = lowered(sentence.text)
    if not holds(low, ("somy", "somies", "ring chrom")) or not holds(low, _CHROMOSOMES):
        return
    if "syndrome" in low:
        return
    for match in _WHOLE.finditer(low):
        polarity = polarity_of(sentence.text, *match.span())
        span = (sentence.start + match.start(), sentence.start + match.end())
        numbers = re.findall(r"\d+|x", match.group("numbers") or "")
        kind = f"{match.group('kind')}y"
        for value in [f"{kind} {n.upper()}" for n in numbers] or ["ring chromosome"]:
            if polarity:
                yield chart.fact("alteration", value, span, "translocation", polarity=polarity)


def _known(chart: Chart, value: str) -> tuple[Term, ...]:
    """Give the identifiers of a translocation in its notation; the bands may be told finer."""
    for name in (value, _SUB_BAND.sub("", value)):
        for match in chart.ontology.candidates(name, "alteration")[:1]:
            # not its genes: those are told by a fusion
            return tuple(t for t in match.concept.identifiers if t.prefix != "HGNC")
    return ()


def _translocations(chart: Chart, sentence: Sentence) -> list[Fact]:
    """Read translocations by their notation or by their chromosomes."""
    facts = []
    text = sentence.text
    low = lowered(text)
    matches = list(_TRANSLOCATION.finditer(text)) if "t(" in low or "t (" in low else []
    if not matches and "transloc" in low and "chromosome" in low:
        matches = list(_BETWEEN.finditer(low))
    for match in matches:
        arms = match.groupdict()
        value = f"t({arms['a'].upper()};{arms['b'].upper()})"
        if arms.get("p"):
            value += f"({arms['p'].lower()};{arms['q'].lower()})"
        polarity = polarity_of(text, match.start(), match.end())
        span = (sentence.start + match.start(), sentence.start + match.end())
        if polarity:
            terms = _known(chart, value)
            facts.append(
                chart.fact(
                    "alteration", value, span, "translocation", terms=terms, polarity=polarity
                )
            )
    return facts


def _unknown(chart: Chart, sentence: Sentence, taken: set[int]) -> Iterator[Fact]:
    """Read changes at a place on a chromosome, or of genes that the vocabulary does not know."""
    text, base = sentence.text, sentence.start
    known = [(gene.start - base, gene.end - base) for gene in sentence.of("gene")]
    for match in _SYMBOLS.finditer(text):
        if any(match.start() <= start - base < match.end() for start in taken):
            continue
        names = match.group("a"), match.group("b")
        polarity = polarity_of(text, *match.span())
        if polarity and not _NO_GENES & set(names):
            found = [chart.ontology.candidates(name, "gene")[:1] for name in names]
            yield chart.fact(
                "alteration", "::".join(names), (base + match.start(), base + match.end()),
                "fusion-of-genes", polarity=polarity,
                terms=tuple(t for each in found for one in each for t in one.concept.identifiers),
            )  # fmt: skip
    for match in _BAND.finditer(text):
        name = match.group("band") or match.group("symbol")
        at = match.start("band") if match.group("band") else match.start("symbol")
        if name in _NO_GENES or any(start <= at < end for start, end in known):
            continue
        if any(_HOLDS.fullmatch(text, match.end(), start) for start, _ in known):
            continue  # "deletion of 22q11 including SMARCB1": told of the gene
        change = kind_of(lowered(match.group()))
        polarity = polarity_of(text, *match.span())
        span = (base + match.start(), base + match.end())
        if polarity:
            yield chart.fact(
                "alteration", f"{name} {change}", span, "band-changed", polarity=polarity
            )


def _changes(chart: Chart, sentence: Sentence, taken: set[int]) -> Iterator[Fact]:
    """Read genes with the words for their change."""
    genes = [
        gene
        for gene in _genes(chart, sentence)
        if gene[0].start not in taken and gene[0].context not in _OTHERS
    ]
    if not genes:
        return
    for change in changes(sentence, genes) or carried(sentence, genes):
        if change.polarity:
            concept = change.gene[1]
            yield chart.fact(
                "alteration", f"{concept.label} {change.what}", change.span, "gene-changed",
                terms=concept.identifiers, polarity=change.polarity,
            )  # fmt: skip


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
