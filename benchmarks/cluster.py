"""Times counting Parquet parts on this machine and on Dask workers, one of which is killed midway.

Run ``python benchmarks/cluster.py`` (ten million people), with ``--quick`` (200,000) or with
``--people``. The same tables are counted here, by two worker processes, and by two of which one is
killed when a third of the people are counted; all must be equal to the last bit. The last line
holds every figure as ``name=value``.
"""

import argparse
import json
import os
import platform
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # run as a script, the folder of the script is known only

import distributed  # noqa: E402
import numpy as np  # noqa: E402
import polars as pl  # noqa: E402
import psutil  # noqa: E402
from benchmarks.counted.made import BANNERS, MULTIS, SINGLES, WEIGHT, make_people  # noqa: E402

from alongside.dataset import Part, PartedData, find_parts  # noqa: E402
from alongside.dataset.exports import METADATA_KEY, export_parquet  # noqa: E402
from alongside.tabulate import Cluster, Crossing, Here, Tables  # noqa: E402

FILE_ROWS = 1_000_000
GROUP_ROWS = 250_000
WORKERS = 2


@dataclass(frozen=True)
class Run:
    """One way of counting: seconds on the clock, the most memory, and what was counted."""

    wall: float
    mebibytes: float
    found: list[Crossing]


def write_people(folder: Path, people: int, seed: int) -> None:
    """Write made-up people, a million a file, so that no more are held at once."""
    said = ""
    for spot in range(0, people, FILE_ROWS):
        made = make_people(min(FILE_ROWS, people - spot), seed + spot // FILE_ROWS)
        file = folder / f"people-{spot // FILE_ROWS:05}.parquet"
        if not said:  # the codebook, as an export writes it
            export_parquet(made.dataset, file)
            said = pl.read_parquet_metadata(file)[METADATA_KEY]
        made.dataset.frame.write_parquet(
            file, row_group_size=GROUP_ROWS, metadata={METADATA_KEY: said}
        )


def everything_by_everything(data: PartedData) -> Tables:
    """Return the tables of every question by every banner, weighted."""
    banners = tuple(each for each in data.codebook if each.code.startswith("by"))
    asked = tuple(each for each in data.codebook if each not in banners)
    return Tables(asked, banners, WEIGHT).without_words()


class Memory:
    """The most memory of this process, and of the workers, while a block runs."""

    def __init__(self, workers: Callable[[], list[int]]) -> None:
        self._workers = workers
        self.mine = self.worker = 0.0

    def __enter__(self) -> "Memory":
        self._done = threading.Event()
        self._watcher = threading.Thread(target=self._watch)
        self._watcher.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._watcher.join()

    def _watch(self) -> None:
        while not self._done.wait(0.02):
            self.mine = max(self.mine, _mebibytes(os.getpid()))
            self.worker = max([self.worker, *map(_mebibytes, self._workers())])


def _mebibytes(process: int) -> float:
    try:
        return psutil.Process(process).memory_info().rss / 2**20
    except psutil.Error:  # it was killed
        return 0.0


def count_here(data: PartedData, counting: Tables) -> Run:
    """Count part after part in this process, with as many threads as there are processors."""
    with Memory(list) as memory:
        start = time.perf_counter()
        found = Here().run(data, counting)
        wall = time.perf_counter() - start
    return Run(wall, memory.mine, found)


def count_there(
    workers: distributed.LocalCluster, data: PartedData, counting: Tables, *, kill: bool
) -> Run:
    """Count on the workers; with ``kill`` end one of them when a third is counted."""
    victims: list[int] = []

    def told(rows: int) -> None:
        if kill and not victims and 3 * rows >= data.rows:
            victims.append(next(iter(workers.workers.values())).pid)
            os.kill(victims[0], signal.SIGKILL)
            print(f"  killed worker process {victims[0]} after {rows:,} people", flush=True)

    pids = lambda: [each.pid for each in workers.workers.values() if each.pid]  # noqa: E731
    with Memory(pids) as memory, Cluster(workers.scheduler_address) as cluster:
        start = time.perf_counter()
        found = cluster.run(data, counting, told)
        wall = time.perf_counter() - start
    if kill and not victims:
        raise RuntimeError("nobody was killed")
    return Run(wall, memory.worker, found)


def same_bits(one: Sequence[Crossing], other: Sequence[Crossing]) -> bool:
    """Return whether two runs counted the same, to the last bit of the weights."""
    return len(one) == len(other) and all(
        (first.codes, first.banner_codes) == (second.codes, second.banner_codes)
        and all(
            np.array_equal(getattr(first, name), getattr(second, name))
            for name in ("n", "sum_w", "sum_w2")
        )
        for first, second in zip(one, other, strict=True)
    )


def steps_of_a_part(data: PartedData, counting: Tables) -> dict[str, float]:
    """Return what the steps of one part cost: seconds of processor, bytes that travel."""
    part: Part = data.parts[0]
    reader = data.reader(counting.keep)
    millions = part.rows / 1e6
    start = time.process_time()
    pieces = list(reader.read(part))
    read = time.process_time() - start
    start = time.process_time()
    found = [counting.count(piece, 1) for piece in pieces]
    count = time.process_time() - start
    start = time.process_time()
    for _ in range(10):
        counting.add(found[0], found[0])
    add = (time.process_time() - start) / 10
    sent = len(distributed.protocol.pickle.dumps((part, reader, counting)))
    came = len(distributed.protocol.pickle.dumps(found[0]))
    return {
        "read_cpu_s_per_million": read / millions,
        "count_cpu_s_per_million": count / millions,
        "add_cpu_s": add,
        "sent_bytes": sent,
        "result_bytes": came,
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; 1 when the counts differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="200,000 people, under 45 seconds")
    parser.add_argument("--people", type=int, help="how many people (default: 10,000,000)")
    parser.add_argument("--seed", type=int, default=2023)
    parser.add_argument(
        "--folder",
        type=Path,
        help="where to keep the files, or find those kept before (usual: not kept)",
    )
    chosen = parser.parse_args(arguments)
    people = chosen.people or (200_000 if chosen.quick else 10_000_000)
    part_rows = min(1_000_000, max(people // 16, 1))
    print(
        f"{people:,} people, {(len(SINGLES) + len(MULTIS)) * len(BANNERS)} weighted tables; "
        f"{os.cpu_count()} cores, Python {platform.python_version()}, polars {pl.__version__}, "
        f"distributed {distributed.__version__}"
    )
    with tempfile.TemporaryDirectory() as made:
        folder = chosen.folder or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        if not any(folder.iterdir()):
            write_people(folder, people, chosen.seed)
        size = sum(file.stat().st_size for file in folder.glob("*.parquet"))
        print(f"{size / 2**20:,.0f} MiB of Parquet files", flush=True)
        start = time.perf_counter()
        data = find_parts([str(folder)], part_rows=part_rows)
        look = time.perf_counter() - start
        if data.rows != people:
            parser.error(f"{folder} holds {data.rows:,} people: choose another folder")
        counting = everything_by_everything(data)
        few = find_parts([str(folder / "people-00000.parquet")], part_rows=part_rows)
        count_here(few, counting)  # compiled and loaded
        here = count_here(data, counting)
        steps = steps_of_a_part(data, counting)
        with distributed.LocalCluster(
            n_workers=WORKERS, threads_per_worker=1, dashboard_address=None, memory_limit=0
        ) as workers:
            count_there(workers, few, counting, kill=False)  # compiled and loaded
            there = count_there(workers, data, counting, kill=False)
            hurt = count_there(workers, data, counting, kill=True)
    equal = all(same_bits(each.found, here.found) for each in (there, hurt))
    counted = sum(int(each.n[each.codes.index("__base__")].sum()) for each in here.found[:1])
    print(f"\n{len(data.parts)} parts, found in {look:.2f} s\n\n{'':<28}{'seconds':>10}{'MiB':>8}")
    for name, run in (("here", here), ("two workers", there), ("two, one killed", hurt)):
        print(f"{name:<28}{run.wall:>10.2f}{run.mebibytes:>8.0f}")
    print("\nof a part, one thread: " + json.dumps({k: round(v, 4) for k, v in steps.items()}))
    print(f"counts {'equal to the last bit' if equal else 'NOT EQUAL'}")
    figures = {
        "people": people,
        "parts": len(data.parts),
        "file_bytes": size,
        "look_s": f"{look:.3f}",
        "here_s": f"{here.wall:.2f}",
        "here_mib": f"{here.mebibytes:.0f}",
        "workers_s": f"{there.wall:.2f}",
        "worker_mib": f"{there.mebibytes:.0f}",
        "killed_s": f"{hurt.wall:.2f}",
        "first_base": counted,
        **{name: f"{value:.4f}" for name, value in steps.items()},
        "counts_equal": str(equal).lower(),
    }
    print("\n" + " ".join(f"{name}={value}" for name, value in figures.items()))
    return 0 if equal else 1


if __name__ == "__main__":
    sys.exit(main())
