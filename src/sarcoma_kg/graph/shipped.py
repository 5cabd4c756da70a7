"""What every graph holds from the start: the ontology and the papers that ship."""

from functools import lru_cache
from pathlib import Path

from pyoxigraph import NamedNode

from sarcoma_kg import content

ONTOLOGY_GRAPH = NamedNode("https://w3id.org/sarcoma-kg/ontology")


def ontology_files() -> list[Path]:
    """List the Turtle files that every graph holds beside its papers."""
    folder = content.folder("ontology")
    return sorted([folder / "schema.ttl", *(folder / "terms").glob("*.ttl")])


def shipped_papers() -> dict[str, Path]:
    """List the papers that come with the package, by identifier."""
    return dict(_listed(content.folder("graph")))


@lru_cache(maxsize=4)
def _listed(folder: Path) -> tuple[tuple[str, Path], ...]:
    """List the files of a folder that does not change; asked for once a paper of a large graph."""
    return tuple((path.stem, path) for path in sorted(folder.glob("*.trig")))
