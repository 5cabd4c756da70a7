"""A name that says more than the name of one concept: its parts, each with its identifier.

"Deep-seated low-grade myxofibrosarcoma of the left upper arm" is a tumour with a depth, a grade,
a side and a place. Every word must be explained: by the name, or as a part that `qualifiers.tsv`,
a site, or a change of a gene accounts for. A word that nothing explains makes the whole no name.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from sarcoma_kg.ontology import spelling, variants
from sarcoma_kg.ontology.concept import Match, Part
from sarcoma_kg.ontology.qualifiers import qualifiers

#: Looks a name up, of a kind of concept or of any: the surest first, and no composed one.
Look = Callable[[str, str | None], list[Match]]

_MOST_WORDS = 18
_MOST_TRIED = 500
_LONGEST_CHANGE = 5  # words of a change of a gene
_WIDEST = 6  # words of a qualifier, a site or an alteration
_SURE = ("label", "exact", "old")
_SCORE = {"composed": 0.8, "broad": 0.75}
_WHERE = frozenset(
    ("of", "in", "from", "at", "on", "involving", "within", "around", "near", "over")
)
_WITH = frozenset(("with", "harboring", "harbouring", "carrying", "showing", "bearing"))
_ARTICLES = frozenset(("the", "a", "an", "his", "her", "their"))
_DANGLING = _WHERE | _WITH | _ARTICLES
#: What a gene or a marker may be in a tumour; the part keeps the word.
_OF_GENE = frozenset(
    (
        "positive", "negative", "associated", "driven", "dependent", "related", "mutant", "mutated",
        "rearranged", "amplified", "deleted", "deficient", "altered", "fused", "translocated",
    )
)  # fmt: skip
_PLACED = frozenset(("disease", "procedure", "finding"))
#: What is left of a site must say more than these: "radial head" is not the head.
_GENERAL = frozenset(
    spelling.key(word)
    for word in (
        "head", "neck", "body", "muscle", "bone", "nerve", "artery", "vein", "vessel", "skin",
        "wall", "joint", "tissue", "gland", "fascia", "ligament", "tendon", "region", "root",
        "organ", "cavity", "back", "limb", "extremity", "trunk", "membrane", "cartilage", "lobe",
        "surface", "space", "ventricle", "valve", "canal", "duct", "cell", "blood", "base",
        "arch", "process", "angle", "plexus",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Span:
    """Words that may be left out of the name: where they are, for which kinds, what they say."""

    start: int
    end: int
    kinds: frozenset[str]
    broad: bool
    parts: tuple[Part, ...]


def compose(text: str, kind: str | None, look: Look) -> Match | None:
    """Find the concept that a composed name is of, with its parts; nothing where a word is left.

    Of several ways the one that leaves out the fewest words is taken: the finest concept.
    """
    words = variants.tokens(text)
    if not 1 < len(words) <= _MOST_WORDS:
        return None
    spans = list(_spans(words, kind, look))
    found: dict[tuple[int, ...], list[Match]] = {(): []}
    for left_out in _choices(spans):
        kept = _kept(words, left_out)
        if kept not in found:
            found[kept] = look(" ".join(words[place] for place in kept), kind)
        for match in found[kept]:
            if _fits(match, left_out, _inside(words, kept, left_out)):
                return _as_written(_composed(match, words, kept, left_out), text)
    return None


def _kept(words: list[str], left_out: tuple[_Span, ...]) -> tuple[int, ...]:
    gone = {place for span in left_out for place in range(span.start, span.end)}
    kept = [place for place in range(len(words)) if place not in gone]
    while kept and _dangles(words[kept[-1]]):
        kept.pop()
    while kept and _dangles(words[kept[0]]):
        kept.pop(0)
    return tuple(kept)


def _dangles(word: str) -> bool:
    return word.lower() in _DANGLING and word != "A"  # "thymoma type A"


def _inside(words: list[str], kept: tuple[int, ...], left_out: tuple[_Span, ...]) -> bool:
    """Whether words are left out from within the name: "small [epiphysis of the fifth] finger"."""
    return any(kept[0] < span.start < kept[-1] for span in left_out if span.broad)


def _fits(match: Match, left_out: tuple[_Span, ...], inside: bool) -> bool:
    if match.how not in _SURE or match.concept.facet("rank") == "root":
        return False
    if any(span.broad for span in left_out) and (inside or spelling.key(match.matched) in _GENERAL):
        return False
    return all(match.concept.kind in span.kinds for span in left_out)


def _composed(
    match: Match, words: list[str], kept: tuple[int, ...], left_out: tuple[_Span, ...]
) -> Match:
    concept = match.concept
    said = " ".join(words[place] for place in kept)
    own = (Part(concept.kind, said, concept.id, concept.label),)
    placed = [(kept[0], own), *((span.start, span.parts) for span in left_out)]
    parts = tuple(part for _, each in sorted(placed, key=lambda pair: pair[0]) for part in each)
    how = "broad" if any(span.broad for span in left_out) else "composed"
    return Match(concept, match.matched, how, _SCORE[how], parts)


def _as_written(match: Match, text: str) -> Match:
    """Give the words of each part as the text has them: "deep-seated"."""
    parts = []
    for part in match.parts:
        words = map(re.escape, part.text.split(" "))
        found = re.search(r"[^\w]+".join(words), text)
        parts.append(replace(part, text=found.group()) if found else part)
    return replace(match, parts=tuple(parts))


def _choices(spans: list[_Span]) -> list[tuple[_Span, ...]]:
    """Give sets of spans that do not overlap, those that leave out the fewest words first."""
    found: list[tuple[_Span, ...]] = [()]
    for span in sorted(spans, key=lambda each: (each.start, -each.end)):
        for chosen in found[:]:
            if len(found) < _MOST_TRIED and all(span.start >= each.end for each in chosen):
                found.append((*chosen, span))
    return sorted(
        found[1:],
        key=lambda chosen: (
            sum(span.end - span.start for span in chosen),
            any(span.broad for span in chosen),
            len(chosen),
        ),
    )


def _spans(words: list[str], kind: str | None, look: Look) -> Iterator[_Span]:
    known = qualifiers()
    for start in range(len(words)):
        first = words[start].lower()
        for end in range(start + 1, min(start + _WIDEST, len(words)) + 1):
            said = " ".join(words[start:end])
            for each in known.get(spelling.key(said), ()):
                if kind in (None, *each.kinds):
                    part = Part(each.role, said, each.term, each.label or said.lower())
                    yield _Span(start, end, each.kinds, each.broad, (part,))
            if first not in _DANGLING:
                yield from _own(start, end, words, look)
        if first in _WHERE or first in _WITH:
            yield from _after(start, words, look)


def _own(start: int, end: int, words: list[str], look: Look) -> Iterator[_Span]:
    """Give the site or the alteration that words are the name of, before what it qualifies."""
    said = " ".join(words[start:end])
    site = _site(said, look)
    if site:
        yield _Span(start, end, _PLACED, False, (site,))
    altered = _alteration(words[start:end], look)
    if altered:
        yield _Span(start, end, frozenset(("disease",)), False, altered)


def _site(said: str, look: Look) -> Part | None:
    if spelling.key(said) in _GENERAL:
        return None
    for match in look(said, "site")[:1]:
        if match.how in _SURE:
            return Part("place", said, match.concept.id, match.concept.label)
    return None


def _after(start: int, words: list[str], look: Look) -> Iterator[_Span]:
    """Give the place behind "of the" and the alteration or operation behind "with"."""
    first = start + 1
    while first < len(words) and words[first].lower() in _ARTICLES:
        first += 1
    for end in range(first + 1, len(words) + 1):
        said = " ".join(words[first:end])
        if words[start].lower() in _WITH:
            altered = _alteration(words[first:end], look)
            if altered:
                yield _Span(start, end, frozenset(("disease",)), False, altered)
            for match in look(said, "procedure")[:1]:
                if match.how in _SURE:
                    part = Part("procedure", said, match.concept.id, match.concept.label)
                    yield _Span(start, end, frozenset(("procedure",)), False, (part,))
            continue
        for match in look(said, "disease")[:1]:
            if match.how in _SURE:
                tumour = Part("disease", said, match.concept.id, match.concept.label)
                yield _Span(start, end, frozenset(("procedure",)), False, (tumour,))
        site = _site(said, look)
        if site:
            yield _Span(start, end, _PLACED, False, (site,))
        elif end - first <= _WIDEST + 2:
            composed = compose(said, "site", look)
            if composed:
                parts = tuple(
                    Part("place", part.text, part.term, part.label) if part.role == "site" else part
                    for part in composed.parts
                )
                yield _Span(start, end, _PLACED, False, parts)


def _alteration(words: list[str], look: Look) -> tuple[Part, ...]:
    """Give the change of genes that words name, or the gene; one without a term by its genes."""
    said = " ".join(words)
    if len(words) == 1 and said.endswith("+"):  # "ALK+"
        words = [said.rstrip("+"), "positive"]
    changed = len(words) > 1 and words[-1].lower() in _OF_GENE
    short = any(variants.is_short(word.split("::")[0]) for word in words)
    if len(words) > _LONGEST_CHANGE or not (changed or short):
        return ()
    for match in look(said, "alteration")[:1]:
        concept = match.concept
        if match.how in (*_SURE, "broad"):  # "KIT exon 9": any change there
            return (Part("alteration", said, concept.id, concept.label),)
        if match.how == "composed":
            above = next(iter(concept.parents), None)
            genes = (gene[0].concept for term in concept.xrefs if (gene := look(str(term), "gene")))
            return (
                Part("alteration", said, above, concept.label),
                *(Part("gene", said, gene.id, gene.label) for gene in genes),
            )
    named = " ".join(words[:-1] if changed else words)
    for kind in ("gene", "marker") if changed or len(words) == 1 else ():
        for match in look(named, kind)[:1]:
            if match.how in ("label", "exact"):
                return (Part(kind, said, match.concept.id, match.concept.label),)
    return ()
