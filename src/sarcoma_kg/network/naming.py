"""What the things of an answer are called and what kind of thing each is."""

from collections.abc import Callable, Sequence

from pyoxigraph import BlankNode, NamedNode

from sarcoma_kg import table
from sarcoma_kg.graph import Answer, Node
from sarcoma_kg.kinds import EVENTS
from sarcoma_kg.network import link
from sarcoma_kg.terms import Term, prefixes
from sarcoma_kg.wording import WORDS

_WORDY = 60  # characters; a column of longer texts is told, not drawn
#: The kind of term that a vocabulary holds, where it holds one kind.
_VOCABULARIES = {
    "UBERON": "site",
    "CHEBI": "drug",
    "DRUGBANK": "drug",
    "RXNORM": "drug",
    "MONDO": "disease",
    "DOID": "disease",
    "ONCOTREE": "disease",
    "Orphanet": "disease",
    "HGNC": "gene",
    "HP": "finding",
    "MAXO": "procedure",
}
#: The kind of node for each class of the schema.
CLASSES = {name: event.look for name, event in EVENTS.items()} | {
    "Case": "case",
    "Claim": "claim",
    "DeniedFact": "denied",
    "Fact": "fact",
    "Paper": "paper",
    "Tumour": "tumour",
}
#: What the name of a column says of its kind: the first hint that is part of the name.
_HINTS = (
    ("diagnos", "disease"),
    ("disease", "disease"),
    ("subtype", "disease"),
    ("tumour", "disease"),
    ("response", "response"),
    ("status", "follow-up"),
    ("outcome", "follow-up"),
    ("regimen", "regimen"),
    ("drug", "drug"),
    ("given", "drug"),
    ("therapy", "systemic-therapy"),
    ("treatment", "systemic-therapy"),
    ("surgery", "procedure"),
    ("procedure", "procedure"),
    ("site", "site"),
    ("marker", "marker"),
    ("gene", "gene"),
    ("alteration", "alteration"),
    ("finding", "finding"),
    ("symptom", "finding"),
    ("metastas", "site"),
    ("paper", "paper"),
    ("case", "case"),
    ("claim", "claim"),
)


def kind_of(iri: str, column: str = "") -> str:
    """Say what kind of thing an IRI names; `column` is the variable or property that has it."""
    papers = prefixes()["paper"]
    if iri.startswith(papers):
        part = iri.removeprefix(papers).partition("#")[2]
        if not part:
            return "paper"
        if "-" not in part:
            return "claim" if part.startswith("claim") else "case"
        kind = part.partition("-")[2].rstrip("0123456789")
        return kind if kind in ("tumour", "event", "fact") else "other"
    if iri.startswith(prefixes()["SKGT"] + "marker-"):
        return "marker"
    if iri.startswith(prefixes()["skg"]):
        return hint(column) or "value"
    prefix = table.short(iri).partition(":")[0]
    return _VOCABULARIES.get(prefix) or hint(column) or ("term" if prefix == "NCIT" else "other")


def hint(column: str) -> str:
    """Say what kind of thing the name of a column speaks of; empty where it does not say."""
    return next((kind for part, kind in _HINTS if part in column.lower()), "")


def page_of(iri: str) -> str:
    """Give the page that an IRI leads to, or an empty text."""
    papers = prefixes()["paper"]
    if iri.startswith(papers):
        return link.of_paper_id(iri.removeprefix(papers).partition("#")[0].partition("/")[0])
    return link.safe(iri)


def label_columns(variables: Sequence[str]) -> dict[int, int]:
    """Find the columns that hold the labels of others: `siteLabel` or `site_label` of `site`."""
    lower = [name.lower().replace("_", "") for name in variables]
    return {
        at: lower.index(f"{name}label") for at, name in enumerate(lower) if f"{name}label" in lower
    }


def named(iri: str, label: Callable[[Term], str]) -> str:
    """Give a term's label, a short value in words (`CR`), else the short name."""
    name = table.short(iri)
    return table.named_term(iri, label) or WORDS.get(name, name)


def second_line(iri: str, label: Callable[[Term], str]) -> str:
    """Give a term's identifier where its label stands above it."""
    named = table.named_term(iri, label)
    return table.short(iri) if named and named != table.short(iri) else ""


def is_thing(node: Node | None) -> bool:
    """Say whether a node is no value: an IRI or a blank node."""
    return isinstance(node, NamedNode | BlankNode)


def is_drawn(answer: Answer, at: int) -> bool:
    """Say whether a column is short texts or things: not numbers, not amounts, not prose."""
    found = [node for row in answer.rows if (node := row[at]) is not None]
    return bool(found) and all(
        is_thing(node)
        or (
            isinstance(said := table.value(node), str)
            and 0 < len(said) <= _WORDY
            and not said[0].isdigit()
        )
        for node in found
    )
