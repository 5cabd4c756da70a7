"""Copies of papers that were taken out or brought over: nothing given is lost."""

import time
from itertools import count
from pathlib import Path

from sarcoma_kg.errors import GraphError


def default_folder() -> Path:
    """Give the folder of the user's own graph."""
    from platformdirs import user_data_path

    return user_data_path("sarcoma-kg", appauthor=False) / "graph"


def keep(paper_id: str, trig: bytes, folder: Path, name: str = "removed") -> Path:
    """Write a paper that is about to go into `removed` (or `name`) of a folder, as its own file.

    Raises `GraphError` where it cannot be written; then the paper must stay where it is.
    """
    stem = f"{paper_id}.{time.strftime('%Y%m%dT%H%M%S')}"
    try:
        (folder / name).mkdir(parents=True, exist_ok=True)
        for number in count(1):
            path = folder / name / f"{stem}{f'-{number}' if number > 1 else ''}.trig"
            try:
                with path.open("xb") as file:
                    file.write(trig)
            except FileExistsError:
                continue  # another one went in this very second
            return path
    except OSError as error:
        raise GraphError(
            f"{folder / name} cannot be written ({error.strerror}); {paper_id} stays as it is"
        ) from None
    raise AssertionError("there is always a next number")
