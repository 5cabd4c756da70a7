"""Where the packaged content lies: `ontology`, `graph` and `queries`.

In a wheel the three folders are inside the package; in a checkout they are at its top.
"""

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """Give the path of a content folder (`ontology`, `graph` or `queries`); it is read-only.

    Raises `FileNotFoundError` where the installation is broken.
    """
    for root in (_HERE / "_content", _HERE.parent.parent):
        path = root / name
        if path.is_dir():
            return path
    raise FileNotFoundError(f"no content folder {name!r} in this installation of sarcoma-kg")
