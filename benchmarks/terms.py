"""How long the vocabulary takes: `python benchmarks/terms.py [--runs N]`.

Prints the median seconds of cold processes: importing rdflib (the yardstick), finding one name by
`sarcoma_kg.ontology` with a compiled index, the command `sarcoma-kg term lms`, and compiling the
index. The aim: a cold `term lms` within three times the import of rdflib.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time

FIND = "from sarcoma_kg.ontology import Ontology; Ontology.load().find('lms')"
CLOSE = "from sarcoma_kg.ontology import Ontology; Ontology.load().find('leiomyosarkoma')"
ALL = "from sarcoma_kg.ontology import Ontology; list(Ontology.load().names())"
COMPILE = (
    "import pathlib; from sarcoma_kg.ontology import Ontology; "
    "Ontology.load(cache=pathlib.Path({folder!r}))"
)
COMMAND = (
    "import sys; sys.argv = ['sarcoma-kg', 'term', 'lms', '--format', 'json']; "
    "from sarcoma_kg.cli import main; main()"
)


def seconds(code: str, runs: int) -> float:
    """Give the median time of fresh Python processes that run some code."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)  # noqa: S603 - own code
        times.append(time.perf_counter() - start)
        if done.returncode not in (0, None):
            raise SystemExit(done.stderr.decode())
    return statistics.median(times)


def main() -> None:
    """Print a table of medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    seconds(FIND, 1)  # so that the index is there
    yardstick = seconds("import rdflib", runs)
    with tempfile.TemporaryDirectory() as folder:
        rows = [
            ("import rdflib", yardstick),
            ("find a name", seconds(FIND, runs)),
            ("find a misspelt name", seconds(CLOSE, runs)),
            ("sarcoma-kg term lms", seconds(COMMAND, runs)),
            ("all names, for a matcher", seconds(ALL, runs)),
            ("compile the index", seconds(COMPILE.format(folder=folder), 1)),
        ]
    for name, time_taken in rows:
        print(f"{name:26} {time_taken:6.3f} s  {time_taken / yardstick:5.2f} × import rdflib")


if __name__ == "__main__":
    main()
