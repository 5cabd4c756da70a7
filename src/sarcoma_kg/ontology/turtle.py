"""Slims as Turtle: sorted, one block a concept, so that a change reads well in a diff."""

import re
from collections.abc import Iterable

from sarcoma_kg.ontology.draft import Draft
from sarcoma_kg.terms import prefixes

_SYNONYM = {
    "exact": "oboInOwl:hasExactSynonym",
    "old": "oboInOwl:hasExactSynonym",
    "narrow": "oboInOwl:hasNarrowSynonym",
    "broad": "oboInOwl:hasBroadSynonym",
    "related": "oboInOwl:hasRelatedSynonym",
}
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_SAFE_LOCAL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_\-]*[A-Za-z0-9])?")
_CURIE = re.compile(r"([A-Za-z]\w*):(\S+)")


def literal(text: str, language: str = "") -> str:
    """Write a text as a Turtle literal."""
    escaped = "".join(_ESCAPES.get(char, char) for char in text)
    return f'"{escaped}"' + (f"@{language}" if language else "")


def resource(curie: str) -> str:
    """Write a CURIE as a prefixed name, or as a full IRI where Turtle cannot."""
    prefix, _, local = curie.partition(":")
    if _SAFE_LOCAL.fullmatch(local):
        return curie
    return f"<{prefixes()[prefix]}{local}>"


def _object(value: str) -> str:
    match = _CURIE.fullmatch(value)
    return resource(value) if match and match[1] in prefixes() else literal(value)


def block(draft: Draft) -> str:
    """Write one concept."""
    lines = [
        f"    skg:conceptKind {literal(draft.kind)}",
        f"    rdfs:label {literal(draft.label, 'en')}",
    ]
    texts = {(name.text, name.scope) for name in draft.names.values()}
    for scope in ("exact", "narrow", "broad", "related"):
        # what is old is an exact synonym as well
        wanted = {scope, "old"} if scope == "exact" else {scope}
        lines += [
            f"    {_SYNONYM[scope]} {literal(text, 'en')}"
            for text in sorted(text for text, own in texts if own in wanted)
        ]
    lines += [
        f"    skg:oldName {literal(text, 'en')}"
        for text in sorted(text for text, own in texts if own == "old")
    ]
    for predicate, values in (
        ("rdfs:subClassOf", draft.parents),
        ("skg:partOf", draft.wholes),
        ("skos:exactMatch", draft.exact),
        ("skos:closeMatch", draft.close - draft.exact),
        ("skos:relatedMatch", draft.related),
    ):
        lines += [f"    {predicate} {resource(value)}" for value in sorted(values)]
    for name, values in sorted(draft.facets.items()):
        lines += [f"    skg:{name} {_object(value)}" for value in sorted(values)]
    lines += [f"    dct:source {literal(text)}" for text in sorted(draft.sources)]
    return f"{resource(draft.id)} a owl:Class ;\n" + " ;\n".join(lines) + " .\n"


def _order(draft: Draft) -> tuple[str, int, str]:
    prefix, _, local = draft.id.partition(":")
    digits = re.sub(r"\D", "", local)
    return prefix, int(digits) if digits else 0, local


def document(name: str, drafts: Iterable[Draft]) -> str:
    """Write a whole slim: prefixes, a note how it is made, and the concepts by identifier."""
    blocks = [block(draft) for draft in sorted(drafts, key=_order)]
    body = "\n".join(blocks)
    used = sorted(
        (prefix, iri)
        for prefix, iri in prefixes().items()
        if re.search(rf"(?:^|\s){prefix}:", body, re.MULTILINE) or prefix == "owl"
    )
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in used)
    return (
        f"# {name}: made by `sarcoma-kg ontology update` from ontology/seeds and ontology/local.\n"
        f"# Do not edit: change seeds/{name}.tsv or local/{name}.tsv and run the update.\n"
        f"{head}\n{body}"
    )
