"""Changes of genes: what a sentence says of each gene that it names.

The patterns of `alteration.tsv` stand behind a list of genes ("KIT and PDGFRA mutations", "MDM2
was amplified"), ahead of it ("loss of CDKN2A"), or tell the result of a probe ("FISH for MDM2 was
negative"). Whether a change is denied, undone or only looked for is told by the words before and
after it in its clause.
"""

import re
from dataclasses import dataclass

from sarcoma_kg import assertion
from sarcoma_kg.facts.phrase import Found, lowered, phrases
from sarcoma_kg.ontology import Concept
from sarcoma_kg.records import Mention, Polarity, Sentence

_GENOMIC = re.compile(
    r"sequenc|genomic|\bfish\b|\bngs\b|copy[ -]number|molecular|\bmlpa\b|mutat|rearrang|amplif|"
    r"fusion|delet"
)
_GENETIC = re.compile(r"germ-?\s?line|genetic|mutation|sequenc|genotyp")
_GLUE = re.compile(
    r"(?:[\s,/()&-]|\b(?:and|or|nor|as|well|both|the|genes?|neither|either|of|in|on|for|"
    r"exons?|\d+|[A-Z][A-Z0-9]{2,})\b)*"
)
_UNKNOWN = re.compile(
    r"(?:\s*(?:,|/|\band\b|\bor\b)\s*(?:[A-Z][A-Z0-9]{2,}\b|(?<=/)[A-D]\b))+"
)  # "KIT or PDGFR gene", "CDKN2A/B"
_OPENING = re.compile(r"[\s)\]:-]*")
_EXON = re.compile(r"\bexons?\s*(\d+)")
_EXON_NEXT = re.compile(r"[\s(]*(?:(?:in|of|within|at|affecting)\s+)?(?:the\s+)?exons?\s+(\d+)")
_EXON_OF = re.compile(r"\bexons?\s+(\d+)\s+(?:of|in)\s+(?:the\s+)?$")
_EXONS = re.compile(r"\bexons?\s+\d+\s*(?:,|and|or|/|to|–)\s*(?:exons?\s+)?\d")
_CLAUSE = re.compile(r";|\b(?:but|whereas|while|although|however)\b")
_FINITE = re.compile(
    r"\b(?:was|were|is|are|had|has|showed|revealed|confirmed|demonstrated|harbou?red|carried|came)\b"
)
# a result between a test and its change: "analysis of KIT found a deletion"
_FOUND = re.compile(
    rf"{_FINITE.pattern}|\b(?:found|uncovered|identified|detected|disclosed|yielded)\b"
)
_UNCHANGED = re.compile(r"\b(?:non|un)[\s-]?(?:mutat|amplif|rearr|delet|methyl)")
_WORD = re.compile(r"[\w-]+")
# "USP6 rearrangement and MDM2 amplification were absent": said of both
_COORDINATED = re.compile(
    r"(?:(?:,|\s+and|\s+or|,\s+and|,\s+or)\s+(?:[\w/:-]+\s+){1,3}?(?:mutation|amplification|rearrangement|fusion|"
    r"deletion|translocation|transcript)s?)+(?=\s+(?:were|are|could)\b)"
)
_WILD = re.compile(
    r"[\s:,]*(?:(?:gene|status|was|were|is|are|both)\s+){0,3}(?:wild[\s-]?type|wt\b)"
)
_IN_GENERAL = re.compile(
    r"[^.;,]{0,20}?\b(?:(?:is|are)\s+(?:\w+ly\s+)?(?:found|seen|present|detected|reported|known|identified|"
    r"frequent|common|rare|typical|characteristic)\s+(?:in|of)|occurs?\s+in|characteri[sz]es?|defines?)\b"
)
_MOST_HAVE = re.compile(
    r"(?:\b(?:most|many|some|these|such|other|majority\s+of|cases\s+of)|%\s+of)\s+(?:[\w-]+\s+){0,4}?\w+s\s+(?:have|harbou?r|carry|show|contain)\b"
    r"[^;]*$"
)
_NOTATION = re.compile(
    r"\b(?P<full>p\.\(?[A-Z][a-z]{0,2}\d+(?:_[A-Z][a-z]{0,2}\d+)?(?:delins\w*|del\w*|ins\w*|dup\w*|fs\S*?|"
    r"[A-Z][a-z]{2}|[A-Z]|\*)(?![a-z])|c\.[\d_+*-]+(?:[ACGT]>[ACGT]|delins\w*|del\w*|dup\w*|ins\w*))"
    r"|\b(?P<short>[ACDEFGHIKLMNPQRSTVWY]\d{2,4}[ACDEFGHIKLMNPQRSTVWY])\b"
)
# "the T41A mutation of CTNNB1", "p.R132C in exon 4 of IDH1"
_NOTED_BEFORE = re.compile(
    rf"(?:{_NOTATION.pattern})\)?\s+(?:\w+\s+)?(?:(?:mutation|variant|substitution|change)\s+)?"
    r"(?:(?:was|is)\s+\w+\s+)?(?:in|of|at|within)\s+(?:the\s+)?(?:exon\s+\d+\s+(?:of|in)\s+)?(?:the\s+)?$"
)
_MUTATED = re.compile(r"mutat|varia|substitut|missense|genotyp|sequenc|detected|hotspot")
#: Genes that a probe looks for amplified, and those that it looks for broken apart.
_AMPLIFIED = frozenset({"MDM2", "CDK4", "MYC", "ERBB2", "EGFR", "MYCN"})
#: Genes that stand beside another with a hyphen only where they are fused.
FUSED = frozenset(
    [
        "EWSR1", "FUS", "SS18", "COL1A1", "ETV6", "NAB2", "ASPSCR1", "PAX3", "PAX7", "CIC",
        "BCOR", "YAP1", "WWTR1", "HEY1", "JAZF1", "YWHAE", "ZC3H7B", "TPM3", "LMNA", "TAF15",
        "EPC1", "MIR143", "CDH11", "FN1", "GREB1", "VGLL2",
    ]
)  # fmt: skip
_REARRANGED = FUSED | {"FOXO1", "DDIT3", "TFE3", "USP6", "NR4A3", "PLAG1", "NTRK3", "ALK", "PDGFB"}
_STAINED = 30  # characters between a stained marker and the next of its list
_SOUGHT = 3  # words between a test and the change that it looks for
_NEAR = 90  # characters from a gene to the notation of its change, or from a denial to a change

Gene = tuple[Mention, Concept]


@dataclass(frozen=True, slots=True)
class Change:
    """A changed gene: its change in words or notation, the offsets that tell it, its polarity."""

    gene: Gene
    what: str
    span: tuple[int, int]
    polarity: Polarity | None


def changes(sentence: Sentence, genes: list[Gene]) -> list[Change]:
    """Give what a sentence says of these genes of it."""
    text, base = sentence.text, sentence.start
    low = lowered(text)
    found: list[Change] = []
    for group in _groups(sentence, genes):
        start, end = group[0][0].start - base, group[-1][0].end - base
        told = _change(text, low, start, end) or _probe(low, start, end, group)
        for gene in group:
            change = _notated(text, low, base, gene, genes) or _of(text, base, gene, group, told)
            if change is not None:
                found.append(change)
    return found


def _groups(sentence: Sentence, genes: list[Gene]) -> list[list[Gene]]:
    """Put genes that are listed together into groups."""
    text, base = sentence.text, sentence.start
    starts = {mention.start for mention, _ in genes}
    stains = [m.end for m in sentence.of("marker") if m.start not in starts]
    groups: list[list[Gene]] = []
    for gene in genes:
        if groups:
            last = groups[-1][-1][0]
            # "positive for CD31 and ERG, and MYC amplification": ERG is but stained
            stained = any(0 <= last.start - end < _STAINED for end in stains)
            gap = text[last.end - base : gene[0].start - base]
            if _GLUE.fullmatch(gap) and not stained:
                groups[-1].append(gene)
                continue
        groups.append([gene])
    return groups


def _change(text: str, low: str, start: int, end: int) -> Found | None:
    """Find the words for a change behind or ahead of the genes at these offsets."""
    genomic = _GENOMIC.search(low) is not None
    behind = ("behind", "wild-behind", *(("genomic-behind",) if genomic else ()))
    ahead = ("ahead", "wild-ahead", *(("genomic-ahead",) if genomic else ()))
    unknown = _UNKNOWN.match(text, end)
    opening = _OPENING.match(low, unknown.end() if unknown else end)
    at = opening.end() if opening else end
    if found := phrases("alteration", *behind).at(low[at:]):
        return Found(end, at + found.end, found.meaning, found.row)
    if found := _ahead(low, start, ahead) or _ahead(low, start, ("sought-ahead",)):
        return found
    sought = phrases("alteration", "sought-behind").at(low[at:]) if _GENETIC.search(low) else None
    return Found(end, at + sought.end, sought.meaning, sought.row) if sought else None


def _ahead(low: str, start: int, meanings: tuple[str, ...]) -> Found | None:
    for found in phrases("alteration", *meanings).find(low[:start]):
        if low[found.end : start].strip(" (") in ("", "the"):
            return found
    return None


def _probe(low: str, start: int, end: int, group: list[Gene]) -> Found | None:
    """Find the result of a probe for the genes at these offsets."""
    if not re.search(r"\bfish\b|hybridi[sz]ation|break-?\s?apart|split|probe", low):
        return None
    if "break" not in low and "split" not in low:
        known = _AMPLIFIED | _REARRANGED
        if any(concept.label not in known for _, concept in group):
            return None
    opening = _OPENING.match(low, end)
    at = opening.end() if opening else end
    if found := phrases("alteration", "probe-behind").at(low[at:]):
        return Found(end, at + found.end, found.meaning, found.row)
    return _ahead(low, start, ("probe-ahead",))


def _of(text: str, base: int, gene: Gene, group: list[Gene], told: Found | None) -> Change | None:
    """Give what is told of a list of genes for one of them."""
    if told is None:
        return None
    low = lowered(text)
    mention, concept = gene
    first, last = group[0][0].start - base, group[-1][0].end - base
    start, end = mention.start - base, mention.end - base
    words = low[told.start : told.end]
    span = (
        (base + told.start, mention.end) if told.end <= first else (mention.start, base + told.end)
    )
    if told.meaning.startswith("wild"):
        return Change(gene, "mutation", span, "absent")
    if told.meaning.startswith("probe"):
        what = "amplification" if concept.label in _AMPLIFIED else "rearrangement"
        return Change(gene, what, span, "present" if told.row["group"] == "positive" else "absent")
    if told.meaning.startswith("sought"):
        denied = polarity_of(text, start, max(last, told.end)) == "absent"
        return Change(gene, "mutation", span, "absent") if denied else None
    what = kind_of(words)
    behind = _EXON_NEXT.match(low, told.end) if told.start >= end else None
    exon = _EXON_NEXT.match(low, end) or _EXON.search(words) or behind
    exon = exon or _EXON_OF.search(low[:first])
    if exon is None and told.end <= first:
        exon = re.search(r"\bexons?\s+(\d+)\s+(?:\w+\s+)?$", low[: told.start])
    if exon is not None and not _EXONS.search(low, end if told.start >= end else told.start):
        what = f"exon {exon.group(1)} {what}"
    polarity = polarity_of(text, min(first, told.start), max(last, told.end))
    return Change(gene, what, span, polarity)


def _notated(text: str, low: str, base: int, gene: Gene, genes: list[Gene]) -> Change | None:
    """Give a change by its notation, if one stands behind the gene and before the next."""
    mention = gene[0]
    end = mention.end - base
    stop = min([g[0].start - base for g in genes if g[0].start > mention.start], default=len(text))
    match = _NOTATION.search(text, end, min(stop, end + _NEAR))
    far = match is None
    if match is None:
        match = _NOTATION.search(text, end, stop)
    if match is None:
        begin = max(0, mention.start - base - _NEAR)
        match = _NOTED_BEFORE.search(text[: mention.start - base], begin)
        if match is None:
            return None
        what = match.group("full") or f"p.{match.group('short')}"
        span = (base + match.start(), mention.end)
        polarity = polarity_of(text, match.start(), end)
        return Change(gene, what.replace("(", ""), span, polarity)
    apart = far or _CLAUSE.search(low, end, match.start())
    beside = not text[end : match.start()].strip(" (:")
    if match.group("short") and not beside and (apart or not _MUTATED.search(low)):
        return None
    what = match.group("full") or f"p.{match.group('short')}"
    what = what.replace("(", "")
    start = match.start()
    span = (base + start if apart else mention.start, base + match.end())
    return Change(gene, what, span, polarity_of(text, start, match.end()))


def carried(sentence: Sentence, genes: list[Gene]) -> list[Change]:
    """Give the change of genes that is told at a distance: "analysis of KIT found a deletion".

    What was not found was found in none of the genes; what was found, only where there is one.
    """
    text, base = sentence.text, sentence.start
    low = lowered(text)
    last = max(mention.end for mention, _ in genes) - base
    for found in phrases("alteration", "bare").find(low, last):
        words = low[found.start : found.end]
        what = kind_of(words)
        if exon := _EXON.search(words):
            what = f"exon {exon.group(1)} {what}"
        none = _denied(low, found.start, found.end)
        # from the end of the words: their verb tells that what was sought was found
        polarity = "absent" if none else polarity_of(text, found.end, found.end)
        if none or len({concept.id for _, concept in genes}) == 1:
            span = (base + found.start, base + found.end)
            return [Change(gene, what, span, polarity) for gene in genes]
    return []


def kind_of(words: str) -> str:
    """Give the kind of a change told in these words (lower case): what they name last."""
    kinds = phrases("alteration", "change").find(words)
    return kinds[-1].row["group"] if kinds else "mutation"


def polarity_of(text: str, start: int, end: int) -> Polarity | None:
    """Say whether the change told at these offsets is there; nothing where it is not known."""
    low = lowered(text)
    ends = [match.end() for match in _CLAUSE.finditer(low, 0, start)]
    begin = ends[-1] if ends else 0
    following = _CLAUSE.search(low, end)
    after = low[end : following.start() if following else len(low)]
    if coordinated := _COORDINATED.match(after):
        after = after[coordinated.end() :]
    after = after[len(after) - len(after.lstrip(" ()[]")) :]
    if phrases("alteration", "undone-after").at(after) or _IN_GENERAL.match(after):
        return None
    if assertion.of(low, start, end).whose == "relative" or _MOST_HAVE.search(low[begin:start]):
        return None
    if _UNCHANGED.search(low, start, end) or _denied(low, start, end):
        return "absent"
    if _WILD.match(low, end) or phrases("alteration", "absent-after").at(after):
        return "absent"
    if phrases("alteration", "sought-after").at(after) or _sought(low, begin, start):
        return "present" if phrases("alteration", "found-after").at(after) else None
    return "present"


def _denied(low: str, start: int, end: int) -> bool:
    """Whether any of the words that tell a change is denied."""
    told = [(start, end), *(word.span() for word in _WORD.finditer(low, start, end))]
    return any(assertion.of(low, *place).denied for place in told)


def _sought(low: str, begin: int, start: int) -> bool:
    """Whether a change is only what a test looks for: "analysis for KIT mutations"."""
    return any(
        len(low[found.end : start].split()) <= _SOUGHT and not _FOUND.search(low, found.end, start)
        for found in phrases("alteration", "sought-before").find(low, begin, start)
    )
