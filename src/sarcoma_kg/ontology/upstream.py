"""Upstream releases as one table of terms, synonyms, cross-references and parents.

Readers of the formats (`sarcoma_kg.ontology.releases`) put rows in; slims are derived from it.
The layout is that of a reference database, so such a database can be used as it is.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sarcoma_kg.errors import SourceError

_TABLES = """
create table if not exists term(
    curie text primary key, label text, obsolete integer, replaced_by text);
create table if not exists synonym(curie text, text text, scope text);
create table if not exists xref(curie text, xref text);
create table if not exists parent(curie text, parent text, rel text);
create table if not exists release(prefix text, text text);
"""
_INDEXES = """
create index if not exists up_synonym on synonym(curie);
create index if not exists up_xref on xref(curie);
create index if not exists up_inverse on xref(xref);
create index if not exists up_parent on parent(curie);
create index if not exists up_child on parent(parent);
create index if not exists up_label on term(lower(label));
"""
#: Relations that are read as is-a.
IS_A = ("is_a", "is_a_via_mondo")
PART_OF = ("part_of",)


@dataclass(frozen=True, slots=True)
class Row:
    """A term of a release: its identifier, label, and where it has been replaced, by what."""

    curie: str
    label: str
    obsolete: bool = False
    replaced_by: str = ""


class Upstream:
    """All terms of the releases read, kept in an SQLite database (in memory by default)."""

    def __init__(self, path: Path | None = None) -> None:
        """Start empty, or with the reference database at `path`, which is not changed."""
        self.writable = path is None
        if path is None:
            self._database = sqlite3.connect(":memory:")
            self._database.executescript(_TABLES)
        else:
            self._database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
            try:
                self._database.execute("select curie, label, obsolete, replaced_by from term")
                for table in ("synonym", "xref", "parent"):
                    self._database.execute(f"select curie from {table} limit 1")  # noqa: S608 - own
            except sqlite3.DatabaseError as error:
                raise SourceError(f"{path} is no reference database of terms: {error}") from None
        self._terms: dict[str, Row | None] = {}

    def add(
        self,
        terms: Iterable[tuple[str, str, int, str]] = (),
        synonyms: Iterable[tuple[str, str, str]] = (),
        xrefs: Iterable[tuple[str, str]] = (),
        parents: Iterable[tuple[str, str, str]] = (),
    ) -> None:
        """Put rows in: (curie, label, obsolete, replaced_by), (curie, text, scope), and so on.

        A later release of the same term wins; rows that are there already are not doubled.
        """
        self._terms.clear()
        with self._database as database:
            database.executemany("insert or replace into term values (?,?,?,?)", terms)
            database.executemany("insert into synonym values (?,?,?)", synonyms)
            database.executemany("insert into xref values (?,?)", xrefs)
            database.executemany("insert into parent values (?,?,?)", parents)

    def add_release(self, prefix: str, text: str) -> None:
        """Note which release the terms of a vocabulary come from."""
        with self._database as database:
            database.execute("insert into release values (?,?)", (prefix, text))

    def finish(self) -> None:
        """Make the indexes: once, after everything is in."""
        self._database.executescript(_INDEXES)

    def save(self, path: Path) -> None:
        """Write everything to an SQLite file: a reference database."""
        self.finish()
        target = sqlite3.connect(path)
        try:
            self._database.backup(target)
        finally:
            target.close()

    def release(self, prefix: str) -> str:
        """Give the release of a vocabulary, or an empty text."""
        try:
            rows = self._database.execute(
                "select text from release where prefix = ? order by text", (prefix,)
            ).fetchall()
        except sqlite3.DatabaseError:
            return ""  # a reference database does not say
        return "; ".join(dict.fromkeys(row[0] for row in rows))

    def prefixes(self) -> set[str]:
        """Give the prefixes of all terms."""
        rows = self._database.execute(
            "select distinct substr(curie, 1, instr(curie, ':') - 1) from term"
        )
        return {row[0] for row in rows}

    def get(self, curie: str) -> Row | None:
        """Give a term, or nothing."""
        if curie not in self._terms:
            row = self._database.execute(
                "select curie, label, obsolete, replaced_by from term where curie = ?", (curie,)
            ).fetchone()
            self._terms[curie] = (
                Row(row[0], row[1] or "", bool(row[2]), row[3] or "") if row else None
            )
        return self._terms[curie]

    def synonyms(self, curie: str) -> list[tuple[str, str]]:
        """Give the synonyms of a term with their scope in capitals, in a stable order."""
        return self._database.execute(
            "select distinct text, scope from synonym where curie = ? order by text, scope",
            (curie,),
        ).fetchall()

    def xrefs(self, curie: str) -> list[str]:
        """Give the cross-references of a term, as stated on either side."""
        rows = self._database.execute(
            "select xref from xref where curie = ?1 union select curie from xref where xref = ?1",
            (curie,),
        )
        return sorted(row[0] for row in rows)

    def labelled(self, label: str) -> list[str]:
        """Give the terms of any vocabulary with this label, case aside."""
        rows = self._database.execute(
            "select curie from term where lower(label) = lower(?) and not obsolete", (label,)
        )
        return sorted(row[0] for row in rows)

    def states(self, curie: str, xref: str) -> bool:
        """Whether the term itself states this cross-reference."""
        return (
            self._database.execute(
                "select 1 from xref where curie = ? and xref = ?", (curie, xref)
            ).fetchone()
            is not None
        )

    def parents(self, curie: str, relations: tuple[str, ...] = IS_A) -> list[str]:
        """Give what lies right above a term by some relations."""
        rows = self._database.execute("select parent, rel from parent where curie = ?", (curie,))
        return sorted({parent for parent, relation in rows if relation in relations})

    def children(self, curie: str, relations: tuple[str, ...] = IS_A) -> list[str]:
        """Give what lies right below a term by some relations."""
        rows = self._database.execute("select curie, rel from parent where parent = ?", (curie,))
        return sorted({child for child, relation in rows if relation in relations})

    def branch(self, curie: str, without: frozenset[str] = frozenset()) -> list[str]:
        """Give a term and everything below it, never entering `without`; nearest first."""
        seen, edge, found = {curie}, [curie], [curie]
        while edge:
            nearer = []
            for each in edge:
                for child in self.children(each):
                    if child not in seen and child not in without:
                        seen.add(child)
                        nearer.append(child)
            found += nearer
            edge = nearer
        return found
