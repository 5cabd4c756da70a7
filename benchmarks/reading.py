"""How fast the reader is: abstracts a second on one core, start-up left out.

    reading.py FOLDER [--repeat N] [--longest CHARACTERS] [--stream N]

FOLDER holds texts (*.txt). Prints the rate of finding mentions alone and of reading as a whole,
and the memory at its highest. `--stream` then reads N texts in one go (the same ones again and
again) and prints the memory after a tenth of them and at the end: it must not grow.
"""

import argparse
import resource
import sys
import time
from itertools import cycle, islice
from pathlib import Path

from sarcoma_kg import mentions, papers
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.reading import Reader


def main() -> int:
    """Read every text of a folder and print the rates."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--repeat", type=int, default=3, help="the best of so many runs counts")
    parser.add_argument(
        "--longest", type=int, default=6000, help="leave out texts that are no abstracts"
    )
    parser.add_argument("--stream", type=int, default=0, help="so many texts in one go")
    options = parser.parse_args()
    begin = time.perf_counter()
    ontology = Ontology.load()
    documents = [
        document
        for path in sorted(options.folder.glob("*.txt"))
        for document in papers.read(str(path))
        if len(document.text) <= options.longest
    ]
    if not documents:
        print(f"{options.folder}: no texts (*.txt)", file=sys.stderr)
        return 2
    reader = Reader()
    for document in documents[:3]:
        reader.read(document, ontology)
    print(f"start-up {time.perf_counter() - begin:.2f} s; {len(documents)} texts")
    best = (0.0, 0.0)
    for _ in range(options.repeat):
        start = time.perf_counter()
        for document in documents:
            mentions.find(document, ontology)
        middle = time.perf_counter()
        rows = sum(len(reader.read(document, ontology).facts) for document in documents)
        rate = len(documents) / (time.perf_counter() - middle)
        if rate > best[1]:
            best = len(documents) / (middle - start), rate
    print(f"mentions alone {best[0]:.0f}/s, reading {best[1]:.0f}/s; {rows} facts")
    print(f"memory at most {_memory():.0f} MB")
    if options.stream:
        after_a_tenth = 0.0
        start = time.perf_counter()
        for number, document in enumerate(islice(cycle(documents), options.stream), 1):
            reader.read(document, ontology)
            if number == max(1, options.stream // 10):
                after_a_tenth = _memory()
        rate = options.stream / (time.perf_counter() - start)
        print(
            f"{options.stream} texts in one go: {rate:.0f}/s, memory {after_a_tenth:.0f} MB after "
            f"a tenth, {_memory():.0f} MB at the end"
        )
    return 0


def _memory() -> float:
    """Give the memory of this process at its highest so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
