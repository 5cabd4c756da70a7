"""How fast the reader is: abstracts a second on one core, start-up left out.

    reading.py FOLDER [--repeat N] [--longest CHARACTERS] [--stream N]
    reading.py --growth

FOLDER holds texts (*.txt). Prints the rate of finding mentions alone and of reading as a whole,
and the memory at its highest. `--stream` then reads N texts in one go (the same ones again and
again) and prints the memory after a tenth of them and at the end: it must not grow.
`--growth` reads odd texts of one, two, four and eight thousand repeats and prints how much longer
each takes than the one before: about 2 where time is linear in length, 4 where it is quadratic.
"""

import argparse
import resource
import sys
import time
from itertools import cycle, islice, pairwise
from pathlib import Path

from sarcoma_kg import mentions, papers
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.reading import Reader
from sarcoma_kg.records import Document, Paper


def main() -> int:
    """Read every text of a folder and print the rates."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--growth", action="store_true", help="how time grows with length")
    parser.add_argument("--repeat", type=int, default=3, help="the best of so many runs counts")
    parser.add_argument(
        "--longest", type=int, default=6000, help="leave out texts that are no abstracts"
    )
    parser.add_argument("--stream", type=int, default=0, help="so many texts in one go")
    options = parser.parse_args()
    if options.growth:
        return _growth(options.repeat)
    if options.folder is None:
        parser.error("name a folder, or --growth")
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


_OPENING = "A 54-year-old woman had a leiomyosarcoma of the thigh. "
#: What is repeated, and what stands before it.
_REPEATED = {
    "commas": (_OPENING, ","),
    "brackets": (_OPENING, "( "),
    "square brackets": (_OPENING, "["),
    "no": (_OPENING, "no "),
    "and no": (f"{_OPENING}She had pain ", "and no "),
    "open brackets with words": (_OPENING, "(no "),
    "a heading": ("# Case report ", "very "),
    "marks of headings": (_OPENING, "# \n"),
    "blank lines": (_OPENING, "\n"),
    "denials": (_OPENING, "There was no recurrence. "),
    "double negations": (_OPENING, "It cannot be said that no relapse did not occur. "),
    "one long sentence": (f"{_OPENING}It is said ", "that she was well and that no pain came, "),
    "relatives": (_OPENING, "her mother "),
    "claims": (_OPENING, "the 5-year survival is 40 %, and "),
    "German": (_OPENING, "Sie wurde nicht operiert und erhielt keine Therapie. "),
    "courses": (_OPENING, "She received doxorubicin. There was progression. "),
}
_TIMES = (1000, 2000, 4000, 8000)


def _growth(repeat: int) -> int:
    """Print how the time of reading grows with the length of odd texts."""
    ontology, reader = Ontology.load(), Reader()
    reader.read(Document(Paper("p"), _OPENING), ontology)
    print(f"{'repeats':26}{''.join(f'{times:>9}' for times in _TIMES)}   ratios")
    for name, (head, repeated) in _REPEATED.items():
        taken = [
            min(_seconds(reader, ontology, head + repeated * times) for _ in range(repeat))
            for times in _TIMES
        ]
        ratios = " ".join(f"{after / before:.1f}" for before, after in pairwise(taken))
        print(f"{name:26}{''.join(f'{seconds:8.2f}s' for seconds in taken)}   {ratios}")
    return 0


def _seconds(reader: Reader, ontology: Ontology, text: str) -> float:
    start = time.perf_counter()
    reader.read(Document(Paper("p"), text), ontology)
    return time.perf_counter() - start


def _memory() -> float:
    """Give the memory of this process at its highest so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
