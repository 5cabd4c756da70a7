"""Alterations composed of a gene and its change: "EWSR1::CREM", "KIT exon 11 del", "INI1 lost".

A name is taken only where every word of it is understood: genes by their names in the vocabulary,
a change by the words below, an exon, a residue (HGVS, short or long), a band of a chromosome. What
the vocabulary has a term for leads to that term; else the concept is made of its parts, with its
genes as identifiers and the nearest term of the vocabulary as its parent.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from sarcoma_kg.ontology.concept import Concept, Match, Name
from sarcoma_kg.ontology.draft import VAGUE, Draft
from sarcoma_kg.ontology.spelling import key
from sarcoma_kg.terms import Term

if TYPE_CHECKING:
    from sarcoma_kg.ontology.vocabulary import Ontology

_LONGEST = 80  # characters of a name; what is longer is a sentence
_I = re.IGNORECASE
_SURE = ("label", "exact", "old")
_KNOWN_SCORE, _MADE_SCORE = 0.97, 0.9

#: What a change is called, how its words are written, and the term that it lies under. The first
#: that fits counts, so that "loss of expression" goes before "loss".
_CHANGES: tuple[tuple[str, str, str], ...] = (
    ("expression", r"(?:loss|lack|absence) of (?=.*\b(?:expression|staining|immuno\w+)\b)|"
     r"loss of (?:protein )?expression|(?:expression|protein) loss|(?:expression )?lost expression|"
     r"deficien(?:t|cy)", "SKGT:alteration-loss-of-expression"),
    ("internal tandem duplication", r"(?:internal )?tandem duplications?|ITDs?",
     "SKGT:alteration-copy-number-gain"),
    ("amplification", r"(?:co-?)?amplif(?:ications?|ied)|amps?",
     "NCIT:C45581"),
    ("fusion", r"fusions?|fused|fusion[ -]positiv\w+", "SKGT:alteration-gene-fusion"),
    ("rearrangement", r"rearrange(?:ments?|d)|break[ -]?aparts?|translocat(?:ions?|ed)|"
     r"split(?:[ -]signals?)?|disrupt(?:ions?|ed)|inversions?|inv", "SKGT:alteration-gene-fusion"),
    ("wild type", r"wild[ -]?types?|wt|(?:non|un)-?mutated", "SKGT:alteration-wild-type"),
    ("methylation", r"(?:promoter )?(?:hyper-?)?methylat(?:ion|ed)|epimutations?", "SO:0001059"),
    ("deletion", r"(?:co-?)?delet(?:ions?|ed)|dels?", "NCIT:C45583"),
    ("duplication", r"duplicat(?:ions?|ed)|dups?", "SKGT:alteration-copy-number-gain"),
    ("copy number gain", r"(?:copy[ -]number )?gain(?:s|ed)?", "SKGT:alteration-copy-number-gain"),
    ("loss", r"loss(?:es)?(?:[ -]of[ -]function)?|lost|inactivat(?:ion|ed)",
     "SKGT:alteration-loss"),
    ("insertion", r"insertions?|ins|indels?|delins", "SKGT:alteration-mutation"),
    ("mutation", r"mutat(?:ions?|ed)|mutants?|mut|variants?|substitutions?|skipping",
     "SKGT:alteration-mutation"),
    ("alteration", r"alterations?|altered|aberrations?", "SO:0001059"),
)  # fmt: skip
_WORDS = tuple(
    (kind, re.compile(rf"(?<![\w-])(?:{words})(?![\w])|(?<=\w)-(?:{words})(?!\w)", _I), parent)
    for kind, words, parent in _CHANGES
)
#: Words that say more of a change and do not make it another one.
_BESIDE = re.compile(
    r"\b(?:the|a|an|of|in|at|genes?|locus|(?:proto-?)?oncogene|tumou?rs?|positiv(?:e|ity)|status|"
    r"(?:homo|hetero|hemi)zygous(?:ly)?|(?:bi-?|mono-?)allelic|somatic|germ-?line|activating|"
    r"inactivating|pathogenic|likely|oncogenic|hot-?\s?spots?|(?:high|low)[ -]level|focal|driver|"
    r"truncating|missense|nonsense|frame-?shift|splice(?: site)?|in-?frame|point|recurrent|"
    r"expression|staining|immuno\w+|protein|nuclear|complete|by|on|fish|ngs|ihc|signals?|probes?|"
    r"detected|present|with|for|secondary|primary|acquired|double|resistance)\b",
    _I,
)
_FUNCTION = re.compile(r"\b(?:loss|gain)[ -]of[ -]function (?=mutat|variant|alter)", _I)
_STAINED = re.compile(r"\b(?:expression|staining|immuno\w+)\b", _I)
_EXON = re.compile(r"\b(?:exons?|ex)[ .-]?(\d{1,2})(?:/\d+)?\b", _I)
_THREE = {
    "ala": "A", "arg": "R", "asn": "N", "asp": "D", "cys": "C", "gln": "Q", "glu": "E",
    "gly": "G", "his": "H", "ile": "I", "leu": "L", "lys": "K", "met": "M", "phe": "F",
    "pro": "P", "ser": "S", "thr": "T", "trp": "W", "tyr": "Y", "val": "V", "ter": "*",
}  # fmt: skip
_LETTER = r"[ACDEFGHIKLMNPQRSTVWY]"
_ACID_NAME = f"(?:{'|'.join(acid.title() for acid in _THREE)})"
_ACID = rf"(?:{'|'.join(acid.title() for acid in _THREE)}|{_LETTER})"
_END = rf"(?:delins\w*|del\w*|ins\w*|dup\w*|fs\S*|{_ACID}|\*|X|=)"
_NOTATION = re.compile(
    rf"(?<![\w.])(?:p\.\s?\(?(?P<long>{_ACID}\d+(?:_{_ACID}\d+)?{_END}?)\)?"
    rf"|(?P<three>{_ACID_NAME}\d+(?:{_ACID_NAME}|\*))"
    rf"|(?P<short>{_LETTER}\d{{2,4}}(?:_{_LETTER}\d+)?(?:delins\w*|del\w*|dup\w*|fs\S*|{_LETTER}|\*)?)"
    r"|(?P<coding>c\.[\d_+*-]+(?:[ACGT]>[ACGT]|delins\w*|del\w*|dup\w*|ins\w*)))(?![\w>])"
)
_BAND = re.compile(
    r"(?:chromosome )?(?P<band>(?:\d{1,2}|[XY])[pq](?:\d+(?:\.\d+)?)?(?:-[pq]?\d+(?:\.\d+)?)?)",
    _I,
)
_TRANSLOCATION = re.compile(
    r"(?:translocation )?t\s?\(\s?(?P<a>\d{1,2}|[XY])\s?[;:,]\s?(?P<b>\d{1,2}|[XY])\s?\)"
    r"(?:\s?\(\s?(?P<p>[pq][\d.-]*)\s?[;:,]\s?(?P<q>[pq][\d.-]*)\s?\))?(?: translocation)?"
    r"(?: positiv\w+)?",
    _I,
)
_SUB_BAND = re.compile(r"\.\d+")
_JOINED = re.compile(rf"^([A-Z][A-Z0-9]{{2,6}}?)({_LETTER}\d{{3,4}}{_LETTER})$")
_PIECE = re.compile(r"(?P<word>del|inv|dup)\s?\((?P<band>[^()]+)\)(?:\((?P<arms>[^()]+)\))?", _I)
_FUSED = re.compile(
    r"[\s-]+(?:(?:in-frame|chim(?:a)?eric|oncogenic|gene)[\s-]+)*"
    r"(?:fus(?:ions?|ed)|translocations?|transcripts?|rearrange(?:ments?|d)|chim(?:a)?eras?)"
    r"(?:[\s-]+(?:genes?|transcripts?|proteins?|oncogenes?|positiv\w+))*$|[\s-]+positiv\w+$",
    _I,
)
_TYPE = re.compile(r"\s*\((?:exons?|ex)\s?\d[^()]*\)$|,?\s+type\s+(?:[1-4]|I{1,3}|IV)$", _I)
_FUSION_OF = re.compile(
    r"(?:gene )?(?:fusion|translocation)s? (?:of|between|involving) (?:the )?(?P<a>\S+) "
    r"(?:and|with|to) (?:the )?(?P<b>\S+)(?: genes?)?|(?P<c>\S+) fused (?:to|with) (?P<d>\S+)",
    _I,
)
_JOINT = re.compile(r"\s?(?:::?|-|/)\s?")
_EXON_BESIDE = re.compile(
    r"\s?\(\s?(?:ex(?:on)?\s?)?\d+\s?\)|[\s.]?(?:ex|exon\s?)\d+|(?<=\d|[A-Z])e\d+"
)
_LISTED = re.compile(r"\s*(?:/|,|&|\+|\band\b|\bor\b)\s*")


@dataclass(frozen=True, slots=True)
class _Subject:
    """What is changed: how it is shown in a label, its genes, and whether it is a protein."""

    shown: str
    genes: tuple[Concept, ...]
    protein: bool = False


@dataclass(frozen=True, slots=True)
class _Made:
    """An alteration read from a name: its label, labels that are as good, the terms above it."""

    label: str
    genes: tuple[Concept, ...]
    above: tuple[str, ...]  # labels or identifiers of what it lies under, the nearest first
    alike: tuple[str, ...] = ()


def compose(text: str, ontology: "Ontology") -> Match | None:
    """Give the alteration that a name tells by its parts, or nothing."""
    name = " ".join(re.sub("[‐‑‒–—−]", "-", text).split())
    if not name or len(name) > _LONGEST:
        return None
    readers: tuple[Callable[[str, Ontology], _Made | None], ...] = (
        _translocation, _fusion, _change,
    )  # fmt: skip
    for reader in readers:
        made = reader(name, ontology)
        if made is not None:
            return _known(made, ontology) or _match(made, ontology)
    return None


def _term(name: str, ontology: "Ontology") -> Match | None:
    """Give the one alteration of the vocabulary that bears this name."""
    found = [m for m in ontology.candidates(name, "alteration") if m.how in _SURE]
    return found[0] if len({match.concept.id for match in found}) == 1 else None


def _known(made: _Made, ontology: "Ontology") -> Match | None:
    for name in (made.label, *made.alike):
        match = _term(name, ontology)
        if match is not None and _genes_agree(made, match.concept):
            return Match(match.concept, match.matched, "exact", _KNOWN_SCORE)
    return None


def _genes_agree(made: _Made, concept: Concept) -> bool:
    genes = set(concept.facets.get("gene", ()))
    return not genes or {str(gene.id) for gene in made.genes} <= genes


def _match(made: _Made, ontology: "Ontology") -> Match:
    parents: list[Term] = []
    for name in made.above:
        own = ontology.get(Term.parse(name)) if ":" in name[:5] else None
        match = None if own else _term(name, ontology)
        concept = own or (match.concept if match else None)
        if concept is not None:
            parents.append(concept.id)
            break
    local = re.sub(r"[^a-z0-9]+", "-", made.label.lower()).strip("-")
    genes = tuple(gene.id for gene in made.genes)
    concept = Concept(
        Term("SKGT", f"alteration-{local}"),
        made.label,
        "alteration",
        (Name(made.label, "label"),),
        tuple(parents),
        xrefs=genes,
        facets=MappingProxyType({"gene": tuple(map(str, genes))} if genes else {}),
    )
    return Match(concept, made.label, "composed", _MADE_SCORE)


# -- what is changed


def _gene(name: str, ontology: "Ontology", loose: bool = False) -> _Subject | None:
    """Give the gene of this name, also by its protein; with `loose` by any alias of one gene."""
    name = name.strip(" ()-,:")
    if not name:
        return None
    genes = ontology.candidates(name, "gene")
    sure = [match for match in genes if match.how in _SURE]
    if not sure and loose and len(genes) == 1:
        sure = genes
    if len(sure) == 1 or (sure and sure[0].how == "label"):
        gene = sure[0].concept
        stains = [m for m in ontology.candidates(name, "marker") if m.how == "label"]
        own = bool(stains) and key(name) != key(gene.label)
        return _Subject(stains[0].concept.label if own else gene.label, (gene,), own)
    stains = [match for match in ontology.candidates(name, "marker") if match.how in _SURE]
    if len(stains) != 1 or stains[0].concept.facet("rank") == "root":
        return None
    known = (ontology.get(Term.parse(each)) for each in stains[0].concept.facets.get("gene", ()))
    genes_of = tuple(gene for gene in known if gene is not None)
    return _Subject(stains[0].concept.label, genes_of, True)


def _subjects(name: str, ontology: "Ontology") -> tuple[_Subject, ...]:
    """Give the gene of this name, or those of a list: "KIT/PDGFRA", "CDKN2A/B"."""
    whole = _gene(name, ontology)
    if whole is not None:
        return (whole,)
    found: list[_Subject] = []
    last = ""
    for each in _LISTED.split(name.strip(" ()")):
        part = last[:-1] + each if len(each) == 1 and last else each
        subject = _gene(part, ontology)
        if subject is None:
            return ()
        last = part
        if subject.genes not in [other.genes for other in found]:
            found.append(subject)
    return tuple(found)


# -- fusions and translocations


def _translocation(name: str, ontology: "Ontology") -> _Made | None:
    match = _TRANSLOCATION.fullmatch(name)
    if match is None:
        return None
    label = f"t({match['a'].upper()};{match['b'].upper()})"
    above = "SKGT:alteration-translocation"
    if not match["p"]:
        return _Made(label, (), (above,))
    bands = f"({match['p'].lower()};{match['q'].lower()})"
    return _Made(label + bands, (), (above,), (label + _SUB_BAND.sub("", bands),))


def _fusion(name: str, ontology: "Ontology") -> _Made | None:
    match = _FUSION_OF.fullmatch(name)
    if match is not None:
        pairs = [(match["a"] or match["c"], match["b"] or match["d"])]
        sure = True
    else:
        bare = _FUSED.sub("", _TYPE.sub("", name))
        sure = bare != name or "::" in bare
        pairs = list(_pairs(bare))
    for one, other in pairs:
        first, second = (
            _gene(_EXON_BESIDE.sub("", each), ontology, loose=True) for each in (one, other)
        )
        if first is None or second is None or len(first.genes + second.genes) != 2:  # noqa: PLR2004
            continue
        a, b = first.genes[0], second.genes[0]
        if a.id == b.id:
            continue
        label = f"{a.label}::{b.label}"
        if sure or _term(label, ontology) or _fuse(a.label, b.label, ontology):
            above = [f"{gene.label} rearrangement" for gene in (a, b)]
            return _Made(label, (a, b), (*above, "SKGT:alteration-gene-fusion"))
    return None


def _pairs(name: str) -> Iterator[tuple[str, str]]:
    joints = list(_JOINT.finditer(name))
    double = [joint for joint in joints if "::" in joint.group()]
    for joint in double or joints:
        yield name[: joint.start()], name[joint.end() :]


def _fuse(one: str, other: str, ontology: "Ontology") -> bool:
    """Whether two genes with a hyphen or slash between them are a fusion, not a list.

    One must be known to begin fusions (or to end them) and the other not to do the same: genes
    that are alternatives of each other ("FUS/EWSR1", "TFE3/TFEB") take the same place.
    """
    first, second = _places(ontology)
    same = one[:3] == other[:3]
    starts = one in first - second and other not in first
    ends = other in second - first and one not in second
    return not same and (starts or (ends and one in first)) and {one, other} != first & second


def _places(ontology: "Ontology") -> tuple[set[str], set[str]]:
    pairs = [label.split("::") for label in ontology.labels("alteration") if "::" in label]
    return {pair[0] for pair in pairs}, {pair[1] for pair in pairs}


# -- other changes


def _change(name: str, ontology: "Ontology") -> _Made | None:
    name = _FUNCTION.sub("", _JOINED.sub(r"\1 \2", name))
    piece = _PIECE.fullmatch(name)
    if piece is not None:
        name = f"{piece['band']}{piece['arms'] or ''} {piece['word']}"
    exon = _EXON.search(name)
    rest = _EXON.sub(" ", name)
    kinds: list[tuple[str, str]] = []
    for kind, words, parent in _WORDS:
        found = words.search(rest)
        if found:
            kinds.append((kind, parent))
            rest = rest[: found.start()] + " " + rest[found.end() :]
    notations = sorted(_NOTATION.finditer(rest), key=lambda found: bool(found["coding"]))
    notation = notations[0] if notations else None
    bare = _bare(rest)
    subjects = _subjects(bare, ontology)
    told = bool(_STAINED.search(name))
    if told and kinds and kinds[0][0] == "loss":
        kinds[0] = ("expression", kinds[0][1])
    if kinds and not told and not _plausible(bare, subjects, kinds[0][0], ontology):
        return None
    if not subjects and notation is not None:
        rest = _NOTATION.sub(" ", rest)
        subjects = _subjects(_bare(rest), ontology)
        bare_residue = notation["short"] and notation["short"][-1].isdigit() and not kinds
        if bare_residue and any(subject.protein for subject in subjects):
            return None  # "desmin D33" is an antibody
        return _mutated(subjects, exon, notation, kinds) if subjects else None
    if not subjects:
        return _banded(bare, kinds[0]) if kinds and exon is None else None
    if exon is not None and (not kinds or kinds[0][0] not in ("amplification", "wild type")):
        return _mutated(subjects, exon, None, kinds)
    return _changed(subjects, kinds) if kinds else None


def _plausible(name: str, subjects: tuple[_Subject, ...], kind: str, ontology: "Ontology") -> bool:
    """Whether these can be lost or gained by a tumour.

    "Factor VIII deficiency" is a disease and "rest loss" no gene: a protein counts where its gene
    is known to be altered, a symbol where it is written as one.
    """
    if kind not in ("expression", "loss", "copy number gain", "alteration", "duplication"):
        return True
    if name.islower() and name.isalpha() and not any(each.protein for each in subjects):
        return False
    if not any(each.protein for each in subjects) and kind != "expression":
        return True
    if subjects and not _genes(subjects):
        return _term(f"loss of {subjects[0].shown}", ontology) is not None
    genes = _genes(subjects)
    return bool(genes) and {str(gene.id) for gene in genes} <= ontology.facets("alteration", "gene")


def _bare(rest: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"\(\s*\)", " ", _BESIDE.sub(" ", rest))).strip(" ()-,:/")


def _genes(subjects: Iterable[_Subject]) -> tuple[Concept, ...]:
    return tuple(gene for subject in subjects for gene in subject.genes)


def _mutated(
    subjects: tuple[_Subject, ...],
    exon: "re.Match[str] | None",
    notation: "re.Match[str] | None",
    kinds: list[tuple[str, str]],
) -> _Made | None:
    """Give a mutation told by its exon or residue; only of one gene."""
    genes = _genes(subjects)
    if len(genes) != 1 or any(kind in ("fusion", "rearrangement", "loss") for kind, _ in kinds):
        return None
    gene = genes[0].label
    above = [f"{gene} mutation", "SKGT:alteration-mutation"]
    if exon is not None:
        above.insert(0, f"{gene} exon {exon[1]} mutation")
    if notation is not None:
        what = notation["coding"] or _short(
            notation["long"] or notation["three"] or notation["short"]
        )
        return _Made(f"{gene} {what} mutation", genes, tuple(above), (f"{gene} {what}",))
    kind = kinds[0][0] if kinds else "mutation"
    label = f"{gene} exon {exon[1]} {kind}" if exon else f"{gene} {kind}"
    return _Made(label, genes, tuple(above[kind == "mutation" :]))


def _short(residue: str) -> str:
    """Write three-letter amino acids with one letter: `Asp842Val` is `D842V`."""
    return re.sub(
        "|".join(acid.title() for acid in _THREE), lambda found: _THREE[found[0].lower()], residue
    )


def _changed(subjects: tuple[_Subject, ...], kinds: list[tuple[str, str]]) -> _Made | None:
    kind, parent = kinds[0]
    genes = _genes(subjects)
    shown = "/".join(subject.shown for subject in subjects)
    symbol = "/".join(gene.label for gene in genes) or shown
    if kind == "expression" or (kind == "loss" and all(each.protein for each in subjects)):
        alike = tuple(
            f"loss of {name}" for name in (f"{symbol} expression", *(() if genes else (shown,)))
        )
        return _Made(
            f"loss of {shown} expression", genes, ("SKGT:alteration-loss-of-expression",), alike
        )
    if not genes:
        return None  # a stain alone is not mutated or amplified
    above = (*(f"{gene.label} {kind}" for gene in genes[:1] if len(genes) > 1), parent)
    other = {"fusion": "rearrangement", "rearrangement": "fusion"}.get(kind)
    return _Made(f"{symbol} {kind}", genes, above, (f"{symbol} {other}",) if other else ())


def _banded(name: str, change: tuple[str, str]) -> _Made | None:
    """Give a change at a band or arm of a chromosome."""
    match = _BAND.fullmatch(name)
    kind, parent = change
    if match is None or kind in ("mutation", "wild type", "expression", "fusion"):
        return None
    arm = re.sub(r"[A-Z]", lambda letter: letter[0].lower(), match["band"])
    arm = arm.replace("x", "X").replace("y", "Y")
    return _Made(
        f"{arm} {kind}", (), (parent, "SKGT:alteration-chromosomal"),
        (f"{kind} of {arm}", f"loss of chromosome {arm}") if kind in ("loss", "deletion") else (),
    )  # fmt: skip


# -- names of the terms of the vocabulary


def name_fusions(alterations: dict[str, Draft]) -> None:
    """Name each fusion with the words that authors put behind its genes."""
    for draft in alterations.values():
        one, joint, other = draft.label.partition("::")
        if joint:
            words = ("fusion", "fusion gene", "gene fusion", "fusion transcript", "translocation")
            olds = [name.text for name in draft.names.values() if name.scope == "exact"]
            for pair in (f"{one}-{other}", *sorted(text for text in olds if " " not in text)):
                for word in words:
                    draft.add_name(f"{pair} {word}", "exact", VAGUE)
