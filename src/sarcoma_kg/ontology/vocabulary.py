"""The vocabulary as one object: any name to its concept, and every concept to its place."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import MappingProxyType

from sarcoma_kg import content
from sarcoma_kg.errors import TermError
from sarcoma_kg.ontology import alteration, index, lookup, spelling
from sarcoma_kg.ontology.concept import KINDS, Concept, Match, Name, Scope
from sarcoma_kg.ontology.qualifiers import qualifiers, shortened
from sarcoma_kg.terms import Term

_SCORE = {"label": 1.0, "exact": 0.99, "old": 0.97, "narrow": 0.95, "broad": 0.9, "related": 0.85}
_TRUSTED = ("label", "exact", "old")
_HEADLESS = ("alteration", "regimen")  # partners of a fusion, drugs: lists in any order
_SUGGEST = 0.6
_CLOSE = 0.85
_SHORTEST = 3  # of a name up to so many letters every other is a close spelling
_MOST_WORDS = 8  # of a text, that are sought in names
_SHOUTED = 5  # a word in capitals up to this length is an abbreviation, and its last S no plural
_UNSURE = 2  # an abbreviation of so many letters that is but a related name means nothing alone
_MOST_READINGS = 10


_CONCEPT = "select id, kind, label, facets, xrefs, exact from concept"
_PARENTS = "select parent.id, parent from parent join concept on concept.id = parent.id"
_WHOLES = "select whole.id, whole from whole join concept on concept.id = whole.id"
_Row = tuple[str, str, str, str, str, int]


def _build(
    row: _Row, names: list[tuple[str, Scope]], parents: list[str], wholes: list[str]
) -> Concept:
    curie, kind, label, facets, xrefs, exact = row
    return Concept(
        Term.parse(curie),
        label,
        kind,
        tuple(Name(text, scope) for text, scope in names),
        tuple(map(Term.parse, parents)),
        tuple(map(Term.parse, wholes)),
        tuple(map(Term.parse, xrefs.split())),
        exact,
        MappingProxyType({name: tuple(values) for name, values in json.loads(facets).items()}),
    )


class Ontology:
    """The packaged vocabulary; immutable, and cheap to open.

    >>> ontology = Ontology.load()
    >>> ontology.find("LMS").concept.label
    'Leiomyosarcoma'
    """

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._concepts: dict[str, Concept] = {}
        self._composed: dict[str, Concept] = {}  # no terms of the vocabulary
        self._loaded: set[str | None] = set()
        self._above: dict[tuple[str, bool], tuple[Concept, ...]] = {}
        self._names: dict[str | None, tuple[list[str], list[str]]] = {}
        self._words: frozenset[str] = frozenset()
        self._values: dict[tuple[str, str], frozenset[str]] = {}  # of a kind: labels, facets

    @classmethod
    def load(cls, folder: Path | None = None, cache: Path | None = None) -> "Ontology":
        """Open the vocabulary of `folder` (default: the packaged slims).

        `cache` is where the compiled index goes (default: the user's cache folder).
        Raises `SarcomaKgError` where the Turtle is missing or broken.
        """
        folder = folder or content.folder("ontology") / "terms"
        return cls(index.open_index(folder, cache))

    def __len__(self) -> int:
        return int(self._database.execute("select count(*) from concept").fetchone()[0])

    def __contains__(self, term: object) -> bool:
        """Whether a term, or a CURIE as text, is in the vocabulary."""
        try:
            found = Term.parse(term) if isinstance(term, str) else term
        except TermError:
            return False
        return isinstance(found, Term) and self.get(found) is not None

    def __getitem__(self, term: Term) -> Concept:
        concept = self.get(term)
        if concept is None:
            raise TermError(f"{term} is no term of this vocabulary")
        return concept

    def get(self, term: Term) -> Concept | None:
        """Give the concept of an identifier, or of one that it is a cross-reference of.

        Of several concepts with the same cross-reference none is given unless one of them says
        that it is an exact match.
        """
        concept = self._by_id(str(term))
        if concept is not None:
            return concept
        rows = self._database.execute(
            "select distinct id, exact from xref where xref = ?", (str(term),)
        ).fetchall()
        exact = [curie for curie, is_exact in rows if is_exact] or [curie for curie, _ in rows]
        return self._by_id(exact[0]) if len(set(exact)) == 1 else None

    def _by_id(self, curie: str) -> Concept | None:
        if curie in self._composed:
            return self._composed[curie]
        if curie not in self._concepts:
            ask = self._database.execute
            row = ask(f"{_CONCEPT} where id = ?", (curie,)).fetchone()
            if row is None:
                return None
            names = ask("select text, scope from name where id = ? order by rank, text", (curie,))
            parents = ask("select parent from parent where id = ? order by parent", (curie,))
            wholes = ask("select whole from whole where id = ? order by whole", (curie,))
            self._concepts[curie] = _build(
                row, list(names), [each for (each,) in parents], [each for (each,) in wholes]
            )
        return self._concepts[curie]

    def _load(self, kind: str | None) -> None:
        """Read all concepts (of one kind) at once: much cheaper than one by one."""
        if self._loaded & {None, kind}:
            return
        where, values = (" where kind = ?", (kind,)) if kind else ("", ())

        def ask(query: str, order: str = "") -> sqlite3.Cursor:
            return self._database.execute(query + where + order, values)

        names, parents, wholes = defaultdict(list), defaultdict(list), defaultdict(list)
        for curie, text, scope in ask("select id, text, scope from name", " order by rank, text"):
            names[curie].append((text, scope))
        for curie, parent in ask(_PARENTS, " order by parent"):
            parents[curie].append(parent)
        for curie, whole in ask(_WHOLES, " order by whole"):
            wholes[curie].append(whole)
        for row in ask(_CONCEPT).fetchall():
            curie = row[0]
            if curie not in self._concepts:
                self._concepts[curie] = _build(row, names[curie], parents[curie], wholes[curie])
        self._loaded.add(kind)

    # -- names to concepts

    def candidates(self, text: str, kind: str | None = None) -> list[Match]:
        """Give every concept that bears this very name, the surest first; close spellings not."""
        key = spelling.key(text) if len(text) <= lookup.LONGEST_NAME else ""
        if not key:
            return []
        found = [m for m in self._with_key("key", key, kind) if _same_word(text, m.matched)]
        if not found and " " in key and not spelling.unfinished(key):
            # word order: "sarcoma, Ewing"; only where no word was lost, nor became the head
            found = self._with_key("loose", spelling.loose_key(text), kind)
            if "," not in text:
                head = spelling.head(text)
                found = [
                    match
                    for match in found
                    if match.how in _TRUSTED
                    and (match.concept.kind in _HEADLESS or spelling.head(match.matched) == head)
                ]
            found = [Match(m.concept, m.matched, m.how, m.score - 0.02) for m in found]
        return found

    def _with_key(self, column: str, key: str, kind: str | None) -> list[Match]:
        rows = self._database.execute(
            f"select id, text, scope from name where {column} = ?"  # noqa: S608 - own column names
            + (" and kind = ?" if kind else "")
            + " order by rank, text",
            (key, kind) if kind else (key,),
        )
        best: dict[str, Match] = {}
        for curie, name, scope in rows:
            concept = self._by_id(curie)
            if concept is not None and curie not in best:
                best[curie] = Match(concept, name, scope, _SCORE[scope])
        order = {each: number for number, each in enumerate(KINDS)}
        return sorted(
            best.values(),
            key=lambda m: (-m.score, order.get(m.concept.kind, 99), str(m.concept.id)),
        )

    def altered(self, text: str) -> list[Match]:
        """Give the alteration that a name tells by its genes and their change, if it does."""
        found = alteration.compose(text, self)
        if found is None:
            return []
        if found.how == "composed":
            self._composed[str(found.concept.id)] = found.concept
        return [found]

    def find(self, text: str, kind: str | None = None) -> Match | None:
        """Give the concept that a name or an identifier means; nothing where it is not sure.

        A name of two concepts of the same kind, equally good, is nothing: see `candidates`.
        A name that says more than its concept has its parts in the match:

        >>> match = Ontology.load().find("low-grade myxofibrosarcoma of the left upper arm")
        >>> [(part.role, part.label) for part in match.parts][-2:]
        [('side', 'Left'), ('place', 'upper arm')]

        An alteration may be made of its genes and their change, where no term is it. A typing
        error is forgiven in one long word, where no other word is as near.
        """
        return self._find(text, kind, parts=True)

    def named(self, text: str, kind: str | None = None) -> Match | None:
        """Give the concept as `find` does, but only one that the whole text is the name of."""
        return self._find(text, kind, parts=False)

    def _find(self, text: str, kind: str | None, *, parts: bool) -> Match | None:
        text = text.strip()
        if ":" in text:
            try:
                concept = self.get(Term.parse(text))
            except TermError:
                concept = None
            if concept is not None and kind in (None, concept.kind):
                return Match(concept, str(concept.id), "id")
        if len(text) > lookup.LONGEST_NAME:
            return None
        found = lookup.names(self, text, kind)
        if found:
            return None if kind is None and _unsure(found[0]) else lookup.surest(found)
        match = lookup.composed(self, text, kind) if parts else None
        return match or lookup.misspelt(self, text, kind, parts=parts)

    def readings(self, text: str, kind: str | None = None) -> list[Match]:
        """Give what a name may mean: what `find` gives, then the other terms of this name.

        >>> [match.concept.kind for match in Ontology.load().readings("NF1")]
        ['gene', 'marker', 'syndrome']
        """
        first = self.find(text, kind)
        if first is None:
            return []
        others = [m for m in self.candidates(text, kind) if m.concept.id != first.concept.id]
        if first.how != "related":
            others = [m for m in others if m.how != "related"]
        return [first, *others][:_MOST_READINGS]

    @property
    def words(self) -> frozenset[str]:
        """The reduced words of all names and of what may stand beside them."""
        if not self._words:
            keys = [key for (key,) in self._database.execute("select key from name")]
            self._words = frozenset(" ".join((*keys, *qualifiers())).split())
        return self._words

    def _all_names(self, kind: str | None) -> tuple[list[str], list[str]]:
        if kind not in self._names:
            where, values = ("and kind = ?", (kind,)) if kind else ("", ())
            rows = self._database.execute(
                f"select key, id from name where scope <> 'related' {where} order by rank, key, id",  # noqa: S608 - own text
                values,
            ).fetchall()
            self._names[kind] = [row[0] for row in rows], [row[1] for row in rows]
        return self._names[kind]

    def _nearest(self, key: str, kind: str | None, limit: int) -> list[tuple[float, str, str]]:
        from rapidfuzz import fuzz, process

        keys, ids = self._all_names(kind)
        hits = process.extract(
            key, keys, scorer=fuzz.ratio, limit=limit * 8, score_cutoff=_SUGGEST * 100
        )
        best: dict[str, tuple[float, str, str]] = {}
        for name, score, position in hits:
            best.setdefault(ids[position], (score / 100, name, ids[position]))
        return sorted(best.values(), key=lambda hit: (-hit[0], hit[2]))[:limit]

    def suggest(self, text: str, kind: str | None = None, limit: int = 3) -> list[str]:
        """Give the labels that a text may have meant, the likeliest first: "did you mean".

        Terms of this name come first, then those of a very close spelling, those whose names hold
        all its words, and those of a similar spelling.
        """
        names = (text, *shortened().get(text, ()))
        found = [m.concept.label for name in names for m in self.candidates(name, kind)]
        key = spelling.key(text) if len(text) <= lookup.LONGEST_NAME else ""
        if key:
            near = self._nearest(key, kind, limit) if len(key) > _SHORTEST else []
            ids = [curie for score, _, curie in near if score >= _CLOSE]
            ids += self._holding(key.split(" "), kind, limit)
            ids += [curie for _, _, curie in near]
            found += [each.label for each in map(self._by_id, ids) if each is not None]
        return list(dict.fromkeys(found))[:limit]

    def _holding(self, words: list[str], kind: str | None, limit: int) -> list[str]:
        """Give the concepts whose names hold all the words, the shortest name first."""
        words = words[:_MOST_WORDS]
        holds = " and ".join(["' ' || key || ' ' like ?"] * len(words))
        values = [f"% {word} %" for word in words]
        if kind:
            holds, values = f"{holds} and kind = ?", [*values, kind]
        rows = self._database.execute(
            f"select id from name where {holds} and rank < 5 "  # noqa: S608 - own text
            "order by length(key), rank, id limit ?",
            (*values, limit * 4),
        )
        return list(dict.fromkeys(curie for (curie,) in rows))[:limit]

    # -- the hierarchy

    def parents(self, term: Term) -> list[Concept]:
        """Give the concepts right above, by is-a."""
        return [each for each in map(self.get, self[term].parents) if each is not None]

    def children(self, term: Term) -> list[Concept]:
        """Give the concepts right below, by is-a, in the order of their labels."""
        rows = self._database.execute(
            "select id from parent where parent = ?", (str(self[term].id),)
        )
        found = [each for each in (self._by_id(curie) for (curie,) in rows) if each is not None]
        return sorted(found, key=lambda concept: (concept.label.lower(), concept.id))

    def ancestors(self, term: Term, parts: bool = False) -> list[Concept]:
        """Give every concept above by is-a (with `parts` also by part-of), the nearest first."""
        start = self[term]
        key = str(start.id), parts
        if key not in self._above:
            self._above[key] = self._closure(
                start, lambda c: map(str, (*c.parents, *(c.part_of if parts else ())))
            )
        return list(self._above[key])

    def _closure(
        self, start: Concept, step: Callable[[Concept], Iterable[str]]
    ) -> tuple[Concept, ...]:
        """Give every concept that steps lead to from one, the nearest first."""
        found = {str(start.id): start}
        edge = [start]
        while edge:
            nearer = []
            for other in (other for concept in edge for other in step(concept)):
                concept = None if other in found else self._by_id(other)
                if concept is not None:
                    found[other] = concept
                    nearer.append(concept)
            edge = nearer
        return tuple(found.values())[1:]

    def identifiers(self, concept: Concept) -> tuple[Term, ...]:
        """Give the identifiers of a concept as fact rows write them.

        A local term has none: it gets those of the nearest concept above by is-a that has any
        and is more than a class ("liposomal doxorubicin" those of doxorubicin); a local site gets
        those of what it is part of, too ("anterior thigh" those of the thigh).
        """
        if concept.identifiers:
            return concept.identifiers
        for above in self.ancestors(concept.id, parts=concept.kind == "site"):
            if above.facet("rank") in ("root", "class"):
                continue
            if above.identifiers:
                return above.identifiers
        return ()

    def descendants(self, term: Term, parts: bool = False) -> list[Concept]:
        """Give every concept below by is-a (with `parts` also by part-of), the nearest first."""
        steps = ["select id from parent where parent = ?"]
        steps += ["select id from whole where whole = ?"] * parts

        def below(concept: Concept) -> Iterator[str]:
            for step in steps:
                yield from (curie for (curie,) in self._database.execute(step, (str(concept.id),)))

        return list(self._closure(self[term], below))

    def is_a(self, term: Term, ancestor: Term, parts: bool = False) -> bool:
        """Whether a concept is another one or lies below it; unknown terms are only themselves."""
        low, high = self.get(term), self.get(ancestor)
        if low is None or high is None:
            return term == ancestor
        return low.id == high.id or any(
            each.id == high.id for each in self.ancestors(low.id, parts)
        )

    def akin(self, one: Term, other: Term) -> bool:
        """Whether two terms can name one thing: the same, or one above the other."""
        return one == other or self.is_a(one, other) or self.is_a(other, one)

    # -- everything

    def concepts(self, kind: str | None = None) -> Iterator[Concept]:
        """Give all concepts (of one kind) in the order of their identifiers."""
        self._load(kind)
        for curie in sorted(self._concepts):
            concept = self._concepts[curie]
            if kind in (None, concept.kind):
                yield concept

    def labels(self, kind: str) -> frozenset[str]:
        """Give the labels of all concepts of a kind, without reading the concepts."""
        return self._all(kind, "label", lambda row: [row])

    def facets(self, kind: str, name: str) -> frozenset[str]:
        """Give every value that a facet has in a kind, without reading the concepts."""
        return self._all(kind, name, lambda row: json.loads(row).get(name, ()))

    def _all(self, kind: str, name: str, read: Callable[[str], Iterable[str]]) -> frozenset[str]:
        if (kind, name) not in self._values:
            column = "label" if name == "label" else "facets"
            rows = self._database.execute(
                f"select {column} from concept where kind = ?",  # noqa: S608 - own column names
                (kind,),
            )
            self._values[kind, name] = frozenset(each for (row,) in rows for each in read(row))
        return self._values[kind, name]

    def names(self, kind: str | None = None) -> Iterator[tuple[str, str, Concept]]:
        """Give every name with its scope and concept: what a dictionary matcher is built from.

        The label of the top of a hierarchy ("drug", "gene") is a word before it is a name: its
        scope is given as related. Short names in capitals (ER, ALK, AS) should be matched as such.
        """
        for concept in self.concepts(kind):
            top = concept.facet("rank") == "root"
            for name in concept.names:
                yield name.text, "related" if top else name.scope, concept

    def counts(self) -> dict[str, int]:
        """Give the number of concepts of every kind."""
        found = dict(self._database.execute("select kind, count(*) from concept group by kind"))
        return {kind: found.get(kind, 0) for kind in KINDS}


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def _same_word(text: str, name: str) -> bool:
    """Whether a name is none of which an abbreviation only looks like the plural: ARMS, arm."""
    text = text.strip()
    shouted = text.isalpha() and text.isupper() and len(text) <= _SHOUTED and text.endswith("S")
    return not shouted or _letters(name) == _letters(text)


def _unsure(match: Match) -> bool:
    """Whether a match is by an abbreviation that may mean anything: AS, PA."""
    return (
        match.how == "related"
        and len(match.matched) <= _UNSURE
        and match.concept.kind not in ("disease", "procedure")
    )
