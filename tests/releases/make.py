"""Whole releases made from a reference database: `python tests/releases/make.py DB FOLDER`.

FOLDER gets the folders `obo`, `graphs` and `owl`, each with the same content: one file of all
terms in that form, and beside it as tables what the form cannot say (synonyms of no stated scope,
what is said of terms without a label in one line).
"""

import argparse
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO
from xml.sax.saxutils import escape, quoteattr

from sarcoma_kg.ontology.names import curie
from sarcoma_kg.terms import Term, prefixes

_SCOPES = ("EXACT", "NARROW", "BROAD", "RELATED")
_PURL = "http://purl.obolibrary.org/obo/"
_PART_OF = f"{_PURL}BFO_0000050"
_REPLACED = f"{_PURL}IAO_0100001"
_IS_A = ("is_a", "is_a_via_mondo")


@dataclass
class Entry:
    """All that is said of one term."""

    curie: str
    label: str
    obsolete: bool
    replaced_by: str
    synonyms: list[tuple[str, str]] = field(default_factory=list)
    xrefs: list[str] = field(default_factory=list)
    parents: list[str] = field(default_factory=list)
    wholes: list[str] = field(default_factory=list)


def iri(name: str) -> str:
    """Write a CURIE as the IRI that its vocabulary uses."""
    prefix, _, local = name.partition(":")
    return Term(prefix, local).iri if prefix in prefixes() else f"{_PURL}{prefix}_{local}"


def plain(text: str) -> bool:
    """Whether a text is one line without the blanks that every reader takes away."""
    return bool(text) and text == " ".join(text.split())


class Content:
    """What a database says: the terms that every form can hold, and tables of the rest."""

    def __init__(self, path: Path) -> None:
        database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        ask = database.execute
        self.entries: dict[str, Entry] = {}
        self.rest: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for name, label, obsolete, replaced in ask(
            "select curie, label, obsolete, replaced_by from term order by curie"
        ):
            if curie(iri(name)) == name and plain(label or ""):
                self.entries[name] = Entry(name, label, bool(obsolete), replaced or "")
            else:
                self.rest["term"].append((name, label or "", str(obsolete or 0), replaced or ""))
        self._take_rows(database)

    def _take_rows(self, database: sqlite3.Connection) -> None:
        ask = database.execute
        for name, text, scope in ask("select curie, text, scope from synonym order by 1, 2, 3"):
            if name in self.entries and scope in _SCOPES and plain(text):
                self.entries[name].synonyms.append((text, scope))
            else:
                self.rest["synonym"].append((name, text, scope))
        for name, xref in ask("select curie, xref from xref order by 1, 2"):
            if name in self.entries and curie(xref) == xref and plain(xref):
                self.entries[name].xrefs.append(xref)
            else:
                self.rest["xref"].append((name, xref))
        for name, parent, relation in ask("select curie, parent, rel from parent order by 1, 2"):
            if relation not in (*_IS_A, "part_of"):
                continue  # of no use for a slim
            if name in self.entries and curie(iri(parent)) == parent:
                entry = self.entries[name]
                (entry.wholes if relation == "part_of" else entry.parents).append(parent)
            else:
                self.rest["parent"].append((name, parent, relation))

    def write_rest(self, folder: Path) -> None:
        """Write what no form holds as tables."""
        for table, rows in sorted(self.rest.items()):
            with (folder / f"{table}.tsv").open("w", encoding="utf-8", newline="\n") as out:
                out.writelines("\t".join(" ".join(c.split()) for c in row) + "\n" for row in rows)


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("{", "\\{").replace("!", "\\!")


def write_obo(content: Content, out: TextIO) -> None:
    """Write OBO."""
    out.write("format-version: 1.4\nontology: made\n")
    for each in content.entries.values():
        out.write(f"\n[Term]\nid: {each.curie}\nname: {_quoted(each.label)}\n")
        for text, scope in each.synonyms:
            out.write(f'synonym: "{_quoted(text)}" {scope} []\n')
        out.writelines(f"xref: {xref}\n" for xref in each.xrefs)
        out.writelines(f"is_a: {parent}\n" for parent in each.parents)
        out.writelines(f"relationship: part_of {whole}\n" for whole in each.wholes)
        if each.obsolete:
            out.write("is_obsolete: true\n")
        if each.replaced_by:
            out.write(f"replaced_by: {each.replaced_by}\n")


_PREDICATES = {scope: f"has{scope.title()}Synonym" for scope in _SCOPES}


def _node(each: Entry) -> dict[str, object]:
    meta: dict[str, object] = {
        "synonyms": [{"pred": _PREDICATES[scope], "val": text} for text, scope in each.synonyms],
        "xrefs": [{"val": xref} for xref in each.xrefs],
    }
    if each.replaced_by:
        meta["basicPropertyValues"] = [{"pred": _REPLACED, "val": iri(each.replaced_by)}]
    if each.obsolete:
        meta["deprecated"] = True
    return {"id": iri(each.curie), "lbl": each.label, "type": "CLASS", "meta": meta}


def _edges(content: Content) -> Iterator[dict[str, str]]:
    for each in content.entries.values():
        for pred, objects in (("is_a", each.parents), (_PART_OF, each.wholes)):
            for other in objects:
                yield {"sub": iri(each.curie), "pred": pred, "obj": iri(other)}


def write_graphs(content: Content, out: TextIO) -> None:
    """Write OBO Graphs JSON."""
    out.write('{"graphs": [{"id": "http://example.org/made", "meta": {},\n"nodes": [\n')
    for number, each in enumerate(content.entries.values()):
        out.write(",\n" * bool(number) + json.dumps(_node(each), indent=1))
    out.write('\n], "edges": [\n')
    for number, edge in enumerate(_edges(content)):
        out.write(",\n" * bool(number) + json.dumps(edge, indent=1))
    out.write('\n], "equivalentNodesSets": []}]}\n')


def write_owl(content: Content, out: TextIO) -> None:
    """Write OWL as RDF/XML."""
    out.write(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"\n'
        ' xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#"\n'
        ' xmlns:owl="http://www.w3.org/2002/07/owl#" xmlns:obo="http://purl.obolibrary.org/obo/"\n'
        ' xmlns:oio="http://www.geneontology.org/formats/oboInOwl#">\n'
    )
    for each in content.entries.values():
        out.write(f"<owl:Class rdf:about={quoteattr(iri(each.curie))}>\n")
        out.write(f" <rdfs:label>{escape(each.label)}</rdfs:label>\n")
        for text, scope in each.synonyms:
            tag = f"oio:{_PREDICATES[scope]}"
            out.write(f" <{tag}>{escape(text)}</{tag}>\n")
        for xref in each.xrefs:
            out.write(f" <oio:hasDbXref>{escape(xref)}</oio:hasDbXref>\n")
        for parent in each.parents:
            out.write(f" <rdfs:subClassOf rdf:resource={quoteattr(iri(parent))}/>\n")
        for whole in each.wholes:
            out.write(
                " <rdfs:subClassOf><owl:Restriction>"
                f'<owl:onProperty rdf:resource="{_PART_OF}"/>'
                f"<owl:someValuesFrom rdf:resource={quoteattr(iri(whole))}/>"
                "</owl:Restriction></rdfs:subClassOf>\n"
            )
        if each.obsolete:
            out.write(" <owl:deprecated>true</owl:deprecated>\n")
        if each.replaced_by:
            out.write(f" <obo:IAO_0100001 rdf:resource={quoteattr(iri(each.replaced_by))}/>\n")
        out.write("</owl:Class>\n")
    out.write("</rdf:RDF>\n")


#: The forms: their folder, the file in it, and what writes it.
FORMS = {
    "obo": ("made.obo", write_obo),
    "graphs": ("made.json", write_graphs),
    "owl": ("made.owl", write_owl),
}


def make(database: Path, folder: Path) -> dict[str, Path]:
    """Write a release in each form; gives the folder of each."""
    content = Content(database)
    made = {}
    for form, (name, write) in FORMS.items():
        target = folder / form
        target.mkdir(parents=True, exist_ok=True)
        with (target / name).open("w", encoding="utf-8", newline="\n") as out:
            write(content, out)
        content.write_rest(target)
        made[form] = target
    return made


def main() -> None:
    """Make the releases and say how big they are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database", type=Path)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    for form, target in make(arguments.database, arguments.folder).items():
        size = (target / FORMS[form][0]).stat().st_size / 1e6
        print(f"{form:8} {size:6.1f} MB  {target}")


if __name__ == "__main__":
    main()
