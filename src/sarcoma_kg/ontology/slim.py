"""A slim made from upstream: what the seeds take, with names, place and identifiers in others."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable

from sarcoma_kg.errors import SourceError
from sarcoma_kg.ontology import drugs, meaning, spelling, tumours
from sarcoma_kg.ontology.alteration import name_fusions
from sarcoma_kg.ontology.composed import compose, nest
from sarcoma_kg.ontology.draft import LABEL, LOCAL, OTHER, OWN, VAGUE, Draft, all_above
from sarcoma_kg.ontology.seeds import Addition, Seeds, expand
from sarcoma_kg.ontology.tumours import ancestors
from sarcoma_kg.ontology.upstream import IS_A, PART_OF, Upstream

_LONGEST = 90  # a synonym longer than this is a sentence, not a name
_SHORTEST = 3  # an upstream abbreviation this short is only related, unless reviewed
_SCOPE = {"EXACT": "exact", "NARROW": "narrow", "BROAD": "broad", "RELATED": "related"}
# "Sarcoma, NOS" and "Leiomyosarcoma (excluding uterine)" are entries of a code list, not names
_NO_NAME = re.compile(
    r",?\s*\b(NOS|not otherwise specified)\b|\[|\]|\bexcluding\b|\(morphologic|\bCTCAE\b"
    r"|\bunspecified\b|^other\b| - not\b|\(?disorder\)$|\(finding\)$|\(procedure\)$|^obsolete\b",
    re.IGNORECASE,
)


def derive(
    kind: str,
    seeds: Seeds,
    additions: list[Addition],
    upstream: Upstream,
    common: frozenset[str] = frozenset(),
    sites: dict[str, Draft] | None = None,
) -> tuple[dict[str, Draft], list[str]]:
    """Make the drafts of one slim, and say what is doubtful in seeds or local rows.

    `common` holds spelling keys that are words of the language before they are names: they
    become related names, unless a local row says otherwise. With `sites`, tumours of a site get
    names that are made from its names.
    """
    taken, wrong = expand(seeds, upstream)
    drafts = {curie: _draft(curie, kind, seeds, upstream) for curie in taken}
    _add_local_concepts(kind, drafts, additions, wrong)
    refused = {(a.id, x) for a in additions if a.field == "not-xref" for x in a.values}
    _map(drafts, seeds, upstream, refused)
    if kind in meaning.STRICT:
        meaning.settle(drafts, upstream)
    _place(drafts, upstream)
    if kind == "disease":
        tumours.take_codes(drafts, upstream)
    for addition in additions:
        if addition.id in drafts:
            drafts[addition.id].apply(addition)
    if kind == "drug":
        drugs.review_names(drafts, upstream)
    _settle_places(drafts, seeds.root, sites or {})
    if sites:
        compose(drafts, sites)
    if kind == "alteration":
        name_fusions(drafts)
    if kind in ("alteration", "marker"):
        for draft in drafts.values():
            draft.related |= draft.facets.get("gene", set())
    _demote(drafts, common)
    if kind == "disease":
        tumours.disown(drafts, upstream)
    wrong += _settle_names(drafts)
    if kind == "disease":
        tumours.inherit_facets(drafts)
    elif kind == "drug":
        drugs.inherit_roles(drafts, ancestors)
    return drafts, wrong


def _draft(curie: str, kind: str, seeds: Seeds, upstream: Upstream) -> Draft:
    row = upstream.get(curie)
    if row is None:
        return Draft(curie, seeds.takes.get(curie, ""), kind, sources={"local"})
    draft = Draft(curie, row.label, kind)
    _take_names(draft, curie, seeds, upstream, own=True)
    prefix = curie.partition(":")[0]
    draft.sources.add(upstream.release(prefix) or prefix)
    return draft


def _take_names(draft: Draft, curie: str, seeds: Seeds, upstream: Upstream, own: bool) -> None:
    row = upstream.get(curie)
    if row is None:
        return

    def unwanted(name: str) -> bool:
        return any(skip.search(name) for skip in seeds.skip_names)

    if not own and not unwanted(_tidy(row.label)):
        draft.add_name(_tidy(row.label), "exact", OTHER)
    cut = _cut_short(text for text, _ in upstream.synonyms(curie))
    for text, scope in upstream.synonyms(curie):
        name = _tidy(text)
        if name in cut:
            continue
        if not own and (scope in ("BROAD", "NARROW") or "," in name):
            continue  # a category or an inverted heading of the other vocabulary
        if not name or len(name) > _LONGEST or _NO_NAME.search(name):
            continue
        if unwanted(name):
            continue
        trust = (OWN if own else OTHER) if scope in _SCOPE else VAGUE
        draft.add_name(name, _SCOPE.get(scope, "exact"), trust)


def _cut_short(texts: Iterable[str]) -> set[str]:
    """Give the names of which a Latin ending is cut as if it were a plural: "Medulla Spinali"."""
    names = set(map(_tidy, texts))
    return {name for name in names if name.endswith("i") and f"{name}s" in names}


def _tidy(text: str) -> str:
    return " ".join(text.replace("_", " ").split())


def _add_local_concepts(
    kind: str, drafts: dict[str, Draft], additions: list[Addition], wrong: list[str]
) -> None:
    renamed = {(each.id, each.values[0]) for each in additions if each.field == "label"}
    for addition in additions:
        draft = drafts.get(addition.id)
        if (addition.id, addition.label) in renamed:
            continue
        if draft is None and addition.id.startswith("SKGT:"):
            drafts[addition.id] = Draft(addition.id, addition.label, kind, sources={"local"})
        elif draft is None:
            wrong.append(f"local row for {addition.id} ({addition.label}): no seed takes it")
        elif addition.label and spelling.key(addition.label) not in {
            spelling.key(draft.label),
            *draft.names,
        }:
            wrong.append(f"local row calls {addition.id} {addition.label!r}, not {draft.label!r}")


def _map(
    drafts: dict[str, Draft], seeds: Seeds, upstream: Upstream, refused: set[tuple[str, str]]
) -> None:
    """Take cross-references: exact where both sides share a name or MONDO agrees, else close.

    Cross-references alone can merge salts, grades and sites: they are hints. MONDO curates its
    links to NCIt as equivalence, so one that it states alone counts; what it states in turn
    counts where a name agrees. A term of the same label in another vocabulary is the same.
    What a review has refused (identifier, cross-reference) gives no names either.
    """
    claims: dict[str, list[str]] = defaultdict(list)
    for curie in drafts:
        for xref in upstream.xrefs(curie):
            claims[xref].append(curie)
    for curie, draft in drafts.items():
        own = {spelling.key(draft.label), *(n for n, v in draft.names.items() if v.trust <= OWN)}
        stated = [x for x in upstream.xrefs(curie) if _usable(x, drafts, seeds, upstream)]
        stated = [x for x in stated if (curie, x) not in refused]
        draft.exact |= set(_by_name(draft, own, stated, upstream))
        mondo = [x for x in stated if x.startswith("MONDO:")]
        if len(mondo) == 1 and curie.startswith("NCIT:") and claims[mondo[0]] == [curie]:
            draft.exact.add(mondo[0])
        _follow_mondo(draft, own, drafts, seeds, upstream)
        have = {xref.partition(":")[0] for xref in (curie, *draft.exact)}
        alike = [x for x in upstream.labelled(draft.label) if x.partition(":")[0] not in have]
        alike = [x for x in alike if _usable(x, drafts, seeds, upstream)]
        draft.exact |= set(_by_name(draft, own, alike, upstream))
        draft.exact -= {x for of, x in refused if of == curie}
        if draft.kind in meaning.STRICT:
            _strict(draft, upstream)
        draft.close |= set(stated) - draft.exact
    _one_to_one(drafts, upstream)
    for draft in drafts.values():
        for xref in sorted(draft.exact):
            _take_names(draft, xref, seeds, upstream, own=False)


def _strict(draft: Draft, upstream: Upstream) -> None:
    """Leave as exact only what bears the draft's label, and whose label the draft bears."""
    for xref in sorted(draft.exact):
        if not meaning.same(draft, xref, upstream):
            draft.exact.discard(xref)
            draft.close.add(xref)


def _one_to_one(drafts: dict[str, Draft], upstream: Upstream) -> None:
    """Leave each exact match to one draft: the one with its label, else the one it states alone."""
    claims: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts.values():
        for xref in draft.exact:
            claims[xref].append(draft)
    for xref, claimants in claims.items():
        row = upstream.get(xref)
        label = spelling.key(row.label) if row else ""
        winners = [draft for draft in claimants if spelling.key(draft.label) == label]
        if len(winners) != 1:
            winners = [draft for draft in claimants if upstream.states(xref, draft.id)]
        if len(claimants) == 1 or len(winners) != 1:
            winners = claimants if len(claimants) == 1 else []
        for draft in claimants:
            if draft not in winners:
                draft.exact.discard(xref)
                draft.close.add(xref)


def _usable(xref: str, drafts: dict[str, Draft], seeds: Seeds, upstream: Upstream) -> bool:
    row = upstream.get(xref)
    return (
        xref.partition(":")[0] in seeds.vocabularies
        and row is not None
        and not row.obsolete
        and xref not in drafts
    )


def _by_name(draft: Draft, own: set[str], xrefs: list[str], upstream: Upstream) -> list[str]:
    """Give for each vocabulary the one cross-reference that shares a name with the draft."""
    label = spelling.key(draft.label)
    found: dict[str, list[tuple[bool, str]]] = defaultdict(list)
    for xref in xrefs:
        row = upstream.get(xref)
        there = spelling.key(row.label) if row else ""
        names = {spelling.key(t) for t, scope in upstream.synonyms(xref) if scope == "EXACT"}
        if there in own or label in names:
            found[xref.partition(":")[0]].append((there != label, xref))
    return [
        sorted(same)[0][1]
        for same in found.values()
        if len(same) == 1 or not sorted(same)[0][0]  # of several, only one with the same label
    ]


def _follow_mondo(
    draft: Draft, own: set[str], drafts: dict[str, Draft], seeds: Seeds, upstream: Upstream
) -> None:
    """Take what the equivalent MONDO term states, where a name of either agrees."""
    have = {xref.partition(":")[0] for xref in draft.exact}
    for mondo in [xref for xref in sorted(draft.exact) if xref.startswith("MONDO:")]:
        row = upstream.get(mondo)
        names = own | {spelling.key(row.label)} if row else own
        names |= {spelling.key(text) for text, _ in upstream.synonyms(mondo)}
        onward = [
            xref
            for xref in upstream.xrefs(mondo)
            if xref.partition(":")[0] not in have and _usable(xref, drafts, seeds, upstream)
        ]
        same = set(_by_name(draft, names, onward, upstream))
        draft.exact |= same
        draft.close |= set(onward) - same


def _place(drafts: dict[str, Draft], upstream: Upstream) -> None:
    """Give every draft the nearest taken terms above it, through terms that were not taken."""
    home = {curie: curie for curie in drafts}
    for curie, draft in drafts.items():
        for xref in sorted(draft.exact):
            home.setdefault(xref, curie)
    above = _Above(home, upstream)
    for curie, draft in drafts.items():
        for starts in ([curie], sorted(draft.exact)):
            for start in starts:
                draft.parents |= above.parents(start) - {curie}
            if draft.parents:
                break  # the vocabulary of the identifier goes before those of cross-references
        draft.wholes |= above.wholes(curie) - {curie}
        draft.wholes -= draft.parents


class _Above:
    """The nearest taken terms above a term, by is-a or part-of."""

    def __init__(self, home: dict[str, str], upstream: Upstream) -> None:
        self._home = home
        self._upstream = upstream

    def _walk(self, start: str, step: Callable[[str], list[str]]) -> set[str]:
        found, seen, edge = set(), {start}, step(start)
        while edge:
            further = []
            for each in edge:
                if each in seen:
                    continue
                seen.add(each)
                if each in self._home:
                    found.add(self._home[each])
                else:
                    further += step(each)
            edge = further
        return found

    def parents(self, start: str) -> set[str]:
        """By is-a."""
        return self._walk(start, lambda curie: self._upstream.parents(curie, IS_A))

    def wholes(self, start: str) -> set[str]:
        """By part-of, through is-a where the part-of is stated higher up."""
        found: set[str] = set()
        for step in self._upstream.parents(start, PART_OF):
            if step in self._home:
                found.add(self._home[step])
            else:
                found |= self._walk(
                    step, lambda curie: self._upstream.parents(curie, PART_OF + IS_A)
                )
        return found


def _settle_places(drafts: dict[str, Draft], root: str, sites: dict[str, Draft]) -> None:
    """Let every draft reach the root, without cycles and without a parent that is implied."""
    if root not in drafts:
        raise SourceError(f"the root {root or '(none)'} of the slim is not among its terms")
    if sites:
        nest(drafts, sites)
    drafts[root].parents.clear()
    for curie in sorted(drafts):
        draft = drafts[curie]
        draft.parents &= set(drafts)
        draft.wholes &= set(drafts) - {root}  # all is part of the root: that says nothing
        draft.parents.discard(curie)
        for parent in sorted(draft.parents):
            if curie in ancestors(drafts, parent):
                draft.parents.discard(parent)
        if not draft.parents and curie != root:
            draft.parents.add(root)
    for curie in sorted(drafts):
        draft = drafts[curie]
        implied = set().union(*(ancestors(drafts, parent) for parent in draft.parents), set())
        draft.parents -= implied
        for whole in sorted(draft.wholes):
            if curie in all_above(drafts, whole):
                draft.wholes.discard(whole)


def _demote(drafts: dict[str, Draft], common: frozenset[str]) -> None:
    for draft in drafts.values():
        for key, name in draft.names.items():
            bare = key.replace(" ", "")
            short = len(bare) <= _SHORTEST or bare.isdigit()
            if name.trust > LOCAL and name.scope != "related" and (short or key in common):
                name.scope = "related"


def _settle_names(drafts: dict[str, Draft]) -> list[str]:
    """Leave each name to one concept: labels first, then reviewed names, then the surer origin.

    Of equals the one above the others wins; where none is, the name stays with all and is
    reported. The losers keep it as a related name.
    """
    claims: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for curie, draft in drafts.items():
        claims[spelling.key(draft.label)].append((LABEL, curie))
        for key, name in draft.names.items():
            if name.scope != "related":
                claims[key].append((name.trust, curie))
    doubts = []
    for key, claimants in sorted(claims.items()):
        if len(claimants) == 1:
            continue
        best = min(trust for trust, _ in claimants)
        winners = [curie for trust, curie in claimants if trust == best]
        if len(winners) > 1:
            above = [
                c
                for c in winners
                if all(c == other or c in ancestors(drafts, other) for other in winners)
            ]
            if above and best != LABEL:
                winners = above[:1]
            else:
                doubts.append(f"{key!r} names {', '.join(sorted(winners))}")
        for _, curie in claimants:
            if curie not in winners:
                drafts[curie].names[key].scope = "related"
    return doubts
