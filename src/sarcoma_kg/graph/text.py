"""Which paper is of which text: told by the SHA-256 of the text, which each paper's file holds."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from pyoxigraph import Literal, Quad

from sarcoma_kg.errors import GraphError
from sarcoma_kg.graph.shipped import shipped_papers
from sarcoma_kg.triples.nodes import skg


def text_digest(path: Path) -> str:
    """Read the SHA-256 of a paper's text from its TriG file, without parsing the whole.

    Raises `GraphError` that names the file where it cannot be read or is no text.
    """
    try:
        _, found, rest = path.read_text(encoding="utf-8").partition('skg:textSha256 "')
    except UnicodeDecodeError as error:
        raise GraphError(
            f"{path} is not UTF-8 (byte {error.start}); mend or remove the file"
        ) from None
    except OSError as error:
        raise GraphError(f"{path} cannot be read ({error.strerror})") from None
    return rest[:64] if found else ""


def digest_of(quads: Iterable[Quad]) -> str:
    """Give the SHA-256 of a paper's text from its quads; empty where they do not say."""
    wanted = skg("textSha256")
    found = (q.object for q in quads if q.predicate == wanted)
    return next((node.value for node in found if isinstance(node, Literal)), "")


@lru_cache(maxsize=1)
def _shipped(papers: tuple[tuple[str, Path], ...]) -> dict[str, str]:
    """Name the first shipped paper of each text; read once, for they do not change."""
    named: dict[str, str] = {}
    for name, path in papers:
        named.setdefault(text_digest(path), name)
    return named


def shipped_twin(paper_id: str, digest: str) -> str:
    """Name the shipped paper with the same text as this one, or nothing."""
    shipped = shipped_papers()
    if not digest or paper_id in shipped:
        return ""
    return _shipped(tuple(shipped.items())).get(digest, "")


class Texts:
    """The texts of the user's own papers: which paper has which."""

    def __init__(self, digests: Mapping[str, str]) -> None:
        self._digest: dict[str, str] = {}
        self._names: dict[str, set[str]] = {}
        for paper_id, digest in digests.items():
            self.put(paper_id, digest)

    def put(self, paper_id: str, digest: str) -> None:
        """Note the text of a paper, in the place of what it had."""
        self._names.get(self._digest.get(paper_id, ""), set()).discard(paper_id)
        self._digest[paper_id] = digest
        if digest:
            self._names.setdefault(digest, set()).add(paper_id)

    def other(self, paper_id: str, digest: str) -> str:
        """Name another paper of the same text, or nothing."""
        return min(self._names.get(digest, set()) - {paper_id}, default="")
