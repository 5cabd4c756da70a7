"""Whether an upstream name means its concept: names that mean more, less or another thing.

Vocabularies of findings call many a name exact that is a kind of the thing ("acute pancreatitis"
of pancreatitis), a sum ("hair loss or balding"), a code, or another term's label. Here such names
become narrow or related. Reviewed names are never changed.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from sarcoma_kg import content
from sarcoma_kg.ontology import spelling
from sarcoma_kg.ontology.draft import LOCAL, OTHER, VAGUE, Draft, Named
from sarcoma_kg.ontology.seeds import read_rows
from sarcoma_kg.ontology.upstream import Upstream

#: The kinds whose names are tested, and whose exact matches must be stated by the names of both.
STRICT = ("finding", "syndrome")
_JUNK = re.compile(
    r"\((disease|disorder|subtype|in part|diagnosis|surgery)\)|\([A-Z]\d\d|\bNEC\b|\bNOS\b|Ã|\(s\)"
    r"|\bdisease or disorder\b|\bclass\b|\bcaused\b|\bvariant\b.*\bof\b",
    re.IGNORECASE,
)
_CODE = re.compile(r"[A-Z][A-Z0-9\-]*\d[A-Z0-9\-]*")
#: Vocabularies whose entry terms and code-list names are no synonyms where they alone state them.
_LESSER = {"DOID", "MESH"}
#: Vocabularies whose labels are never findings.
_EVER = ("UBERON", "HGNC")
_NOT_EXACT = ("NARROW", "BROAD", "RELATED")
_STEM = 5  # rupture, ruptured
_SMALL = frozenset(("of", "the", "a", "an", "in", "to", "by", "on", "for"))


@lru_cache
def _words(effect: str) -> frozenset[str]:
    """Read the words that change what a name means, from `seeds/qualifiers.tsv`."""
    path = content.folder("ontology") / "seeds" / "qualifiers.tsv"
    rows = read_rows(path, ("word", "effect", "note"))
    return frozenset(spelling.word_key(word) for _, (word, does, _) in rows if does == effect)


def settle(drafts: dict[str, Draft], upstream: Upstream) -> None:
    """Give every upstream name of the drafts the scope that its words allow."""
    for draft in drafts.values():
        for text, scope in list(_changes(draft, upstream)):
            key = spelling.key(text)
            if scope == "none":
                draft.names.pop(key, None)
            else:
                draft.names[key].scope = scope


def _changes(draft: Draft, upstream: Upstream) -> Iterator[tuple[str, str]]:
    for key, name in draft.names.items():
        if name.trust <= LOCAL or name.scope != "exact":
            continue
        # the headings of MeSH are turned round: "Leak, Anastomotic"
        turned = draft.id.startswith("MESH:") and ", " in name.text
        if turned or (_JUNK.search(name.text) and not _JUNK.search(draft.label)):
            yield name.text, "none"
            continue
        scope = "related" if _doubted(draft, name, key, upstream) else "exact"
        if scope == "exact":
            scope = scope_of(name.text, draft.label)
        if scope == "exact":
            scope = _other_label(draft, name.text, key, upstream)
        if scope != "exact":
            yield name.text, scope


def _doubted(draft: Draft, name: Named, key: str, upstream: Upstream) -> bool:
    """Whether nobody of weight calls the thing so: no scope, or one lesser vocabulary alone."""
    if name.trust == VAGUE:
        return True
    if name.trust != OTHER or draft.kind != "finding":
        return False
    stating = {
        xref.partition(":")[0]
        for xref in draft.exact
        if any(spelling.key(text) == key for text in _exact_names(xref, upstream))
    }
    return len(stating) == 1 and stating <= _LESSER


def _exact_names(curie: str, upstream: Upstream) -> list[str]:
    row = upstream.get(curie)
    found = [text for text, scope in upstream.synonyms(curie) if scope == "EXACT"]
    return [*found, row.label] if row else found


def scope_of(text: str, label: str) -> str:
    """Give the scope that the words of a name allow beside those of the label."""
    words, named = set(spelling.words(text)), set(spelling.words(label))
    more = words - named - _SMALL
    if more & _words("join") or ("/" in text and len(words) > 1):
        return "related"
    if any(word.isdigit() for word in more) or _CODE.fullmatch(text):
        return "related"
    fewer = _qualifiers(named - words, words)
    if _qualifiers(more, named):
        return "related" if fewer else "narrow"
    # the label's words without its qualifier are the thing above
    return "related" if fewer and not more else "exact"


def _qualifiers(words: set[str], beside: set[str]) -> set[str]:
    """Give the words that make a kind, but for those that are there in another form."""
    stems = {word[:_STEM] for word in beside}
    return {word for word in words & _words("kind") if word[:_STEM] not in stems}


def _other_label(draft: Draft, text: str, key: str, upstream: Upstream) -> str:
    """Say what a name is that is the label of a term that is not this one."""
    own = {draft.id, *draft.exact}
    # a vocabulary that has a term for this thing means another one by another label
    here = {curie.partition(":")[0] for curie in own} | set(_EVER)
    others = [
        curie
        for curie in upstream.labelled(text)
        if curie not in own and curie.partition(":")[0] in here
    ]
    known = {spelling.key(draft.label), *(k for k, n in draft.names.items() if n.scope == "exact")}
    others = [each for each in others if not _calls_it_so(each, known - {key}, upstream)]
    if not others:
        return "exact"
    below = any(own & _above(each, upstream) for each in others)
    return "narrow" if below else "related"


def _calls_it_so(curie: str, names: set[str], upstream: Upstream) -> bool:
    """Whether the other term bears another name of this one too: it is the same thing."""
    return any(spelling.key(text) in names for text, _ in upstream.synonyms(curie))


def _above(curie: str, upstream: Upstream) -> set[str]:
    found: set[str] = set()
    edge = [curie]
    while edge:
        edge = [p for each in edge for p in upstream.parents(each) if p not in found]
        found.update(edge)
    return found


def same(draft: Draft, xref: str, upstream: Upstream) -> bool:
    """Whether two terms each bear the other's label among their names, or share it."""
    row = upstream.get(xref)
    there = spelling.key(row.label) if row else ""
    label = spelling.key(draft.label)
    if sorted(there.split()) == sorted(label.split()):
        return True
    own = {key for key, name in draft.names.items() if name.scope == "exact"}
    names = {
        spelling.key(text) for text, scope in upstream.synonyms(xref) if scope not in _NOT_EXACT
    }
    words, others = set(label.split()), set(there.split())
    unlike = (words ^ others) & (_words("kind") | _words("join"))
    return there in own and label in names and not unlike
