"""How long `ontology update` takes on whole releases: `python benchmarks/update.py DB [FOLDER]`.

Makes a release in each upstream form (OBO, OBO Graphs JSON, OWL) of everything that the reference
database DB holds (`tests/releases/make.py`) in FOLDER (default: a folder that is thrown away),
updates the slims from each in a process of its own, and prints the size of the release, the
seconds, the peak of memory, and how many lines of the slims differ from those made from DB itself.
"""

import argparse
import difflib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MAKE = Path(__file__).resolve().parent.parent / "tests" / "releases" / "make.py"
FORMS = {"obo": "made.obo", "graphs": "made.json", "owl": "made.owl"}
UPDATE = (
    "import sys; from pathlib import Path; from sarcoma_kg.ontology import update; "
    "update.rebuild([Path(sys.argv[1])], target=Path(sys.argv[2]))"
)


def update(source: Path, target: Path) -> tuple[float, float]:
    """Make the slims from a source; gives the seconds and the peak of memory in megabytes."""
    start = time.perf_counter()
    command = [sys.executable, "-c", UPDATE, str(source), str(target)]
    child = subprocess.Popen(command)  # noqa: S603 - own code
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"the update from {source} failed")
    unit = 1e6 if sys.platform == "darwin" else 1e3
    return time.perf_counter() - start, used.ru_maxrss / unit


def lines_apart(one: Path, other: Path) -> int:
    """Count the lines of the slims in two folders that are in one of them only."""
    found = 0
    for path in sorted({each.name for each in (*one.glob("*.ttl"), *other.glob("*.ttl"))}):
        texts = [
            (folder / path).read_text("utf-8").splitlines() if (folder / path).exists() else []
            for folder in (one, other)
        ]
        if texts[0] != texts[1]:
            apart = difflib.unified_diff(*texts, n=0, lineterm="")
            found += sum(line[:1] in "+-" and line[:3] not in ("+++", "---") for line in apart)
    return found


def main() -> None:
    """Print a row for the database and for each form."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database", type=Path)
    parser.add_argument("folder", type=Path, nargs="?")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or Path(temporary)
        made = folder / "releases"
        # in a process of its own: the peak of a child is never below that of its parent
        command = [sys.executable, str(MAKE), str(arguments.database), str(made)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - own code
        sources = {"database": (arguments.database, arguments.database)}
        sources |= {form: (made / form, made / form / name) for form, name in FORMS.items()}
        for form, (source, file) in sources.items():
            seconds, peak = update(source, folder / form)
            apart = lines_apart(folder / "database", folder / form)
            print(
                f"{form:9} {file.stat().st_size / 1e6:6.1f} MB  {seconds:6.1f} s  "
                f"{peak:6.0f} MB at most  {apart} lines differ",
                flush=True,
            )


if __name__ == "__main__":
    main()
