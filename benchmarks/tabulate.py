"""Times tables: counting (ours, polars, DuckDB, pandas) and the whole book with its statistics.

All on the same made-up people, with the same answers. Run ``python benchmarks/tabulate.py`` (a
million people), with ``--quick`` (100,000) or with ``--people``. The engines take turns, so that
other work on the machine meets all of them alike; medians are given. The last line holds every
figure as ``name=value``.
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # run as a script, the folder of the script is known only

import duckdb  # noqa: E402
import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
import polars as pl  # noqa: E402
import psutil  # noqa: E402
from benchmarks.counted import books, rivals  # noqa: E402
from benchmarks.counted.made import BANNERS, MULTIS, SINGLES, People, make_people  # noqa: E402

from alongside.tabulate.engines import compiled_engine_there  # noqa: E402

ENGINES = ("ours", "numpy", "polars", "duckdb", "pandas")
FIRST = """
import time
import numpy as np
from alongside.tabulate.engines import Places, choose_engine
wall, cpu = time.perf_counter(), time.process_time()
places = Places(np.zeros(1000, np.uint16), 1)
choose_engine(0, "numba").cross(places, [places] * 3, np.ones(1000))
print(time.perf_counter() - wall, time.process_time() - cpu)
"""
"""A program that says how long the first count of a new process waits for the compiler."""


@dataclass(frozen=True)
class Timing:
    """Medians of several runs: seconds on the clock, of processor; and the most extra memory."""

    wall: float
    cpu: float
    mebibytes: float


@dataclass(frozen=True)
class Runner:
    """A way of counting, and how its answers are read."""

    count: Callable[[], Any]
    read: Callable[[Any], dict[rivals.Key, rivals.Sums]]


class Memory:
    """The most memory this process takes while a block runs, beyond what it had before."""

    def __enter__(self) -> "Memory":
        self._process = psutil.Process()
        self._before = self._most = self._process.memory_info().rss
        self._done = threading.Event()
        self._watcher = threading.Thread(target=self._watch)
        self._watcher.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._watcher.join()

    def _watch(self) -> None:
        while not self._done.wait(0.005):
            self._most = max(self._most, self._process.memory_info().rss)

    @property
    def mebibytes(self) -> float:
        """Extra memory, in MiB."""
        return (self._most - self._before) / 2**20


def time_in_turns(
    runners: dict[str, Runner], repeats: int
) -> tuple[dict[str, Timing], dict[str, Any]]:
    """Return the medians of each, run in turns, and what each counted."""
    taken: dict[str, list[Timing]] = {name: [] for name in runners}
    found: dict[str, Any] = {}
    for _ in range(max(1, repeats)):
        for name, runner in runners.items():
            with Memory() as memory:
                wall, cpu = time.perf_counter(), time.process_time()
                found[name] = runner.count()
                wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
            taken[name].append(Timing(wall, cpu, memory.mebibytes))
    medians = {
        name: Timing(
            statistics.median(each.wall for each in runs),
            statistics.median(each.cpu for each in runs),
            max(each.mebibytes for each in runs),
        )
        for name, runs in taken.items()
    }
    return medians, found


def read_seconds(people: People) -> float:
    """Return how long it takes to read every byte that is counted once, by one core."""
    block = np.ones(1 << 24)  # 128 MiB: more than the caches hold
    times = []
    for _ in range(5):
        start = time.perf_counter()
        block.sum()
        times.append(time.perf_counter() - start)
    return people.bytes_read / (block.nbytes / min(times))


def time_book(people: People, repeats: int, counting: Timing) -> tuple[bool, dict[str, object]]:
    """Time the whole book and print it beside counting; whether others agree, and the figures."""
    timings, found = time_in_turns(
        {
            "book": Runner(lambda: books.make_book(people), lambda _: {}),
            "unweighted": Runner(lambda: books.make_book(people, weighted=False), lambda _: {}),
        },
        repeats,
    )
    book, plain = timings["book"], found["unweighted"]
    held = books.figures_in(found["book"])
    begun = time.process_time()
    read = sum(len(list(each.measures.differences)) for each in found["book"])
    reading = time.process_time() - begun
    print(
        f"\nthe whole book: {held['shares']:,} shares with interval and design effect, "
        f"{held['comparisons']:,} comparisons, {held['tests']} tests of tables: {book.wall:.4f} s, "
        f"processor {book.cpu:.4f} s, {book.cpu / counting.cpu:.2f} times counting; unweighted "
        f"{timings['unweighted'].cpu:.4f} s; reading each of {read:,} comparisons {reading:.4f} s"
    )
    figures: dict[str, object] = {
        "book_s": f"{book.wall:.4f}",
        "book_cpu_s": f"{book.cpu:.4f}",
        "book_unweighted_cpu_s": f"{timings['unweighted'].cpu:.4f}",
        "book_times_counting": f"{book.cpu / counting.cpu:.3f}",
        "book_mib": f"{book.mebibytes:.0f}",
    }
    theirs = books.sample_statsmodels(plain)
    print(
        f"statsmodels and scipy from ready counts: {theirs.seconds:.2f} s for {theirs.tables} "
        f"tables; the book would take {theirs.scaled:.0f} s (scaled by its comparisons); limits "
        f"differ by at most {theirs.worst:.0e}"
    )
    figures["statsmodels_scaled_cpu_s"] = f"{theirs.scaled:.1f}"
    few = people if people.number <= books.LARGEST_R else make_people(books.LARGEST_R, 1)
    in_r = books.sample_r(few, books.make_book(few)) if books.r_is_there() else None
    agree = theirs.worst < 1e-9
    if in_r is None:
        print(
            "R survey: not compared, because Rscript with the package survey is not installed here"
        )
    else:
        agree &= in_r.worst < 1e-6
        print(
            f"R survey, {few.number:,} people: {in_r.seconds:.2f} s for {in_r.tables} tables; the "
            f"book would take {in_r.scaled:.0f} s (scaled by tables); p-values differ by at most "
            f"{in_r.worst:.0e}"
        )
        figures["r_scaled_cpu_s"] = f"{in_r.scaled:.1f}"
    return agree, figures


def first_counts() -> tuple[Timing, Timing]:
    """Return what the first count of a process waits, with nothing compiled yet and afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "NUMBA_CACHE_DIR": folder}
        cold, kept = (
            subprocess.run(
                [sys.executable, "-c", FIRST],
                env=environment,
                capture_output=True,
                text=True,
                check=True,
                timeout=120,
            ).stdout.split()
            for _ in range(2)
        )
    return Timing(float(cold[0]), float(cold[1]), 0), Timing(float(kept[0]), float(kept[1]), 0)


def make_runners(people: People, engines: Sequence[str], folder: Path) -> dict[str, Runner]:
    """Return the ways of counting asked for; what they prepare here is not timed."""
    made: dict[str, Runner] = {}
    for name in engines:
        if name in ("ours", "numpy"):
            engine = None if name == "ours" else name
            made[name] = Runner(
                lambda engine=engine: rivals.count_ours(people, engine), rivals.read_ours
            )
        elif name == "polars":
            made[name] = Runner(
                lambda: rivals.count_polars(people), lambda f: rivals.read_polars(people, f)
            )
        elif name == "duckdb":
            connection = rivals.open_duckdb(people, folder)
            made[name] = Runner(
                lambda connection=connection: rivals.count_duckdb(people, connection),
                lambda f: rivals.read_duckdb(people, f),
            )
        else:
            frame = rivals.open_pandas(people)
            made[name] = Runner(
                lambda frame=frame: rivals.count_pandas(people, frame),
                lambda f: rivals.read_pandas(people, f),
            )
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; 1 when the counts differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="100,000 people, under 45 seconds")
    parser.add_argument("--people", type=int, help="how many people (default: 1,000,000)")
    parser.add_argument(
        "--repeats", type=int, help="turns of each; medians are given (default: 3; 1 if quick)"
    )
    parser.add_argument("--seed", type=int, default=2023)
    parser.add_argument(
        "--engines", default="ours,numpy,polars,duckdb", help="of " + ", ".join(ENGINES)
    )
    chosen = parser.parse_args(arguments)
    engines = chosen.engines.split(",")
    if unknown := set(engines) - set(ENGINES):
        parser.error(f"no engine {', '.join(sorted(unknown))}: choose of {', '.join(ENGINES)}")
    number = chosen.people or (100_000 if chosen.quick else 1_000_000)
    repeats = chosen.repeats or (1 if chosen.quick else 3)
    people = make_people(number, chosen.seed)
    print(
        f"{number:,} people, {people.tables} weighted tables ({len(SINGLES)} questions with one "
        f"answer, {len(MULTIS)} with several, {len(BANNERS)} banners); {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, numpy {np.__version__}, polars {pl.__version__}, "
        f"DuckDB {duckdb.__version__}, pandas {pd.__version__}"
    )
    figures: dict[str, object] = {"people": number, "tables": people.tables}
    with tempfile.TemporaryDirectory() as folder:
        runners = make_runners(people, engines, Path(folder))
        rivals.count_ours(people)  # compiled before the first turn; that wait is timed below
        timings, found = time_in_turns(runners, repeats)
    counts = {name: runner.read(found[name]) for name, runner in runners.items()}
    first = timings[engines[0]]
    print(f"\n{'':<8}{'seconds':>10}{'processor':>11}{'times ' + engines[0]:>12}{'MiB more':>10}")
    for name, timing in timings.items():
        ratio = timing.wall / first.wall
        print(
            f"{name:<8}{timing.wall:>10.4f}{timing.cpu:>11.4f}{ratio:>12.1f}"
            f"{timing.mebibytes:>10.0f}"
        )
        figures |= {
            f"{name}_s": f"{timing.wall:.4f}",
            f"{name}_cpu_s": f"{timing.cpu:.4f}",
            f"{name}_mib": f"{timing.mebibytes:.0f}",
        }
    agree, of_book = time_book(people, repeats, first)
    figures |= of_book
    floor = read_seconds(people)
    most = psutil.Process().memory_info().rss / 2**20
    print(
        f"\nthe floor: {people.bytes_read / 2**20:,.0f} MiB read once at "
        f"{people.bytes_read / floor / 1e9:.1f} GB/s (one core) is {floor:.4f} s; counting takes "
        f"{first.cpu / floor:.0f} times that; the data and all engines: {most:,.0f} MiB"
    )
    figures["floor_s"] = f"{floor:.4f}"
    if compiled_engine_there():
        cold, kept = first_counts()
        print(
            f"first count of a process: {cold.wall:.2f} s with nothing compiled (processor "
            f"{cold.cpu:.2f} s), {kept.wall:.2f} s afterwards (processor {kept.cpu:.2f} s)"
        )
        figures |= {
            "first_cold_s": f"{cold.wall:.2f}",
            "first_cold_cpu_s": f"{cold.cpu:.2f}",
            "first_kept_s": f"{kept.wall:.2f}",
            "first_kept_cpu_s": f"{kept.cpu:.2f}",
        }
    mine = counts[engines[0]]
    equal = all(rivals.same_sums(each, mine) for each in counts.values())
    print(f"{len(mine):,} cells, {'all equal' if equal else 'NOT EQUAL'}")
    figures |= {"counts_equal": str(equal).lower(), "statistics_equal": str(agree).lower()}
    print("\n" + " ".join(f"{name}={value}" for name, value in figures.items()))
    return 0 if equal and agree else 1


if __name__ == "__main__":
    sys.exit(main())
