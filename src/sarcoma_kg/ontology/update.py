"""The update: slims made again from upstream releases, seeds and local additions."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sarcoma_kg import content
from sarcoma_kg.ontology import former, releases, spelling, turtle
from sarcoma_kg.ontology.seeds import read_additions, read_rows, read_seeds
from sarcoma_kg.ontology.slim import derive

if TYPE_CHECKING:
    from sarcoma_kg.ontology.draft import Draft

#: The slims: file name without ending, and the kind of its concepts.
SLIMS = {
    "sites": "site",  # first: tumours take names from it
    "diseases": "disease",
    "drugs": "drug",
    "regimens": "regimen",
    "procedures": "procedure",
    "findings": "finding",
    "genes": "gene",
    "markers": "marker",
    "alterations": "alteration",
    "syndromes": "syndrome",
}


@dataclass(frozen=True, slots=True)
class Report:
    """What an update did: concepts in each slim, and what is doubtful, as (slim, message)."""

    counts: dict[str, int]
    doubts: tuple[tuple[str, str], ...]


def common_words(folder: Path, kind: str) -> frozenset[str]:
    """Read the names that are words of the language first, from `seeds/common.tsv`."""
    rows = read_rows(folder / "seeds" / "common.tsv", ("name", "kind", "note"))
    return frozenset(spelling.key(name) for _, (name, of, _) in rows if of in ("", kind))


def rebuild(
    sources: Iterable[Path],
    folder: Path | None = None,
    target: Path | None = None,
    only: Collection[str] = (),
    tell: Callable[[str], None] = lambda line: None,
) -> Report:
    """Make the slims again from downloaded releases and write them as Turtle.

    `sources` are files or folders: OBO, OBO Graphs JSON, OWL (RDF/XML), Turtle, SSSOM, tables
    (TSV, gzipped or not) or a reference database. `folder` holds `seeds` and `local` (default:
    the packaged ontology), `target` takes the Turtle (default: `terms` there). `only` limits
    which slims are made. What the former slims say of a vocabulary that is not among the sources
    is kept. Nothing is written unless all could be made.

    Raises `SourceError` where a file cannot be read or a seed or local row is malformed.
    """
    folder = folder or content.folder("ontology")
    target = target or folder / "terms"
    upstream = releases.read_all(list(sources), tell)
    if upstream.writable:
        kept = former.keep(folder / "terms", upstream)
        if kept:
            tell(f"kept as they were, not among the sources: {', '.join(sorted(kept))}")
    texts, counts = {}, {}
    sites: dict[str, Draft] = {}
    doubts: list[tuple[str, str]] = []
    for name, kind in SLIMS.items():
        if not (folder / "seeds" / f"{name}.tsv").exists():
            continue
        tell(f"making {name}")
        drafts, wrong = derive(
            kind,
            read_seeds(folder / "seeds" / f"{name}.tsv"),
            read_additions(folder / "local" / f"{name}.tsv"),
            upstream,
            common_words(folder, kind),
            sites if kind == "disease" else None,
        )
        if kind == "site":
            sites = drafts
        if only and name not in only:
            continue
        texts[name] = turtle.document(name, drafts.values())
        counts[name] = len(drafts)
        doubts += [(name, line) for line in wrong]
    target.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        part = target / f"{name}.ttl.part"
        part.write_text(text, encoding="utf-8", newline="\n")
        part.replace(target / f"{name}.ttl")
    return Report(counts, tuple(doubts))
