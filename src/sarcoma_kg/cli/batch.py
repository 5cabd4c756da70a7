"""Many papers at once: N processes behind an ordered, bounded queue, and a progress bar.

Results come in the order of the papers whatever process is first, and no more papers are in
flight than the processes can soon use, so that memory stays flat over any number.
"""

import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
#: Papers in flight for each process: enough that none waits, few enough that memory stays flat.
_AHEAD = 8


def in_order(items: Iterable[Item], work: Callable[[Item], Result], jobs: int) -> Iterator[Result]:
    """Do `work` on each item with `jobs` processes and give the results in the order of the items.

    `work` must be a function of a module. An exception of it is raised here, at its place.
    """
    if jobs <= 1:
        yield from map(work, items)
        return
    # spawn: a forked copy of a process with open stores and threads is not safe
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        waiting: deque[Future[Result]] = deque()
        for item in items:
            waiting.append(pool.submit(work, item))
            if len(waiting) >= jobs * _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


@contextmanager
def progress(words: str, total: int | None) -> Iterator[Callable[[], None]]:
    """Show how many papers are done, the rate and the time left, on stderr of a terminal.

    Gives a function to call after each paper; in a pipe nothing is shown. `total` may be unknown.
    """
    if not sys.stderr.isatty() or total == 1:
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(words, total=total, rate="")

        def step() -> None:
            bar.advance(task)
            speed = bar.tasks[0].speed
            bar.update(task, rate=f"{speed:.0f}/s" if speed else "")

        yield step
