import time
from collections.abc import Iterator

import pytest

from sarcoma_kg.cli.batch import in_order, progress


def slow_square(number: int) -> int:
    """Take longer for small numbers, so that later ones would overtake."""
    time.sleep(0.02 if number < 3 else 0)
    return number * number


def fails_at_five(number: int) -> int:
    """Break on one item."""
    if number == 5:
        raise ValueError("five")
    return number


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_order(jobs: int) -> None:
    """However many processes there are, the first item's result comes first."""
    assert [n * n for n in range(40)] == list(in_order(range(40), slow_square, jobs))


def test_the_queue_is_bounded() -> None:
    """Items are taken only as far ahead as the processes can use."""
    taken = 0

    def endless() -> Iterator[int]:
        nonlocal taken
        while True:
            taken += 1
            yield taken

    results = in_order(endless(), slow_square, 2)
    next(results)

    assert taken < 40
    results.close()  # type: ignore[attr-defined]


def test_a_fault_is_raised_at_its_place() -> None:
    """What comes before a broken item is given, then its exception."""
    results = in_order(range(9), fails_at_five, 2)

    assert [0, 1, 2, 3, 4] == [next(results) for _ in range(5)]
    with pytest.raises(ValueError, match="five"):
        next(results)


def test_progress_vanishes_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is printed where stderr is no terminal."""
    with progress("reading", None) as step:
        step()

    assert ("", "") == tuple(capsys.readouterr())
