"""A Dask cluster counts what one machine counts, to the last bit, also when a worker is killed."""

import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import CancelledError
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest
from distributed import LocalCluster
from tests.made_data import PROVENANCE, dataset_of, multi, single

from alongside.cli.main import exit_code_of
from alongside.dataset import Codebook, DataSet, PartedData, export_parquet, find_parts
from alongside.dataset.parquet_codebook import About
from alongside.kernel.errors import DataError
from alongside.tabulate import Cluster, Here, Nested, Numbers, Tables, cluster

HEARD = single("heard", "yes", "no")
AREA = single("area", "north", "south", "east")
NEEDS = multi("needs", "time", "money", "rest")
VARIABLES = (HEARD, AREA, NEEDS)
PEOPLE = 4000
PARTS = 80
COUNTING = Tables(VARIABLES, (AREA, Nested((AREA, HEARD))), "w")


def everybody() -> DataSet:
    random = np.random.default_rng(5)
    rows = [
        {
            "heard": ("yes", "no", None)[random.integers(3)],
            "area": ("north", "south", "east")[random.integers(3)],
            "needs": ("time", "money") if random.random() < 0.5 else ("rest",),
        }
        for _ in range(PEOPLE)
    ]
    made = dataset_of(VARIABLES, rows)
    weight = pl.Series("w", random.lognormal(0, 1, PEOPLE))
    return DataSet(made.frame.with_columns(weight), made.codebook, PROVENANCE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    study = tmp_path_factory.mktemp("study")
    whole = everybody()
    export_parquet(whole, study / "about.parquet")
    words = pl.read_parquet_metadata(study / "about.parquet")["alongside"]
    (study / "about.parquet").unlink()
    (study / "data").mkdir()
    for spot in range(4):
        whole.frame[spot * 1000 : (spot + 1) * 1000].write_parquet(
            study / "data" / f"part-{spot}.parquet",
            row_group_size=PEOPLE // PARTS,
            metadata={"alongside": words},
        )
    (study / "study.yaml").write_text("title: Ours\ndata: {parquet: data}\n", "utf-8")
    return study


@pytest.fixture(scope="module")
def data(folder: Path) -> PartedData:
    return find_parts([str(folder / "data")], part_rows=PEOPLE // PARTS)


@pytest.fixture(scope="module")
def workers() -> Iterator[LocalCluster]:
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as made:
        yield made


def test_a_killed_worker_changes_nothing(workers: LocalCluster, data: PartedData) -> None:
    expected = Here().run(data, COUNTING)
    told: list[int] = []
    killed: list[int] = []

    def kill_one(rows: int) -> None:
        told.append(rows)
        if not killed and len(told) > PARTS // 10:
            victim = next(iter(workers.workers.values())).pid
            os.kill(victim, signal.SIGKILL)
            killed.append(rows)

    with Cluster(workers.scheduler_address) as there:
        assert there.workers == 2
        found = there.run(data, COUNTING, kill_one)
    assert len(data.parts) == PARTS
    assert killed[0] < PEOPLE
    assert told[-1] == PEOPLE
    assert told == sorted(told)
    for one, other in zip(found, expected, strict=True):
        assert (one.codes, one.banner_codes) == (other.codes, other.banner_codes)
        for name in ("n", "sum_w", "sum_w2"):
            np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


def test_the_command_prints_the_same_table_with_a_cluster(
    workers: LocalCluster, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["tabulate", str(folder), "heard", "--by", "area", "--format", "csv"]
    assert exit_code_of(arguments) == 0
    here = capsys.readouterr()
    assert "__total__" in here.out or "yes" in here.out
    assert exit_code_of([*arguments, "--cluster", workers.scheduler_address]) == 0
    assert capsys.readouterr().out == here.out


def test_what_workers_cannot_read_is_said(workers: LocalCluster, tmp_path: Path) -> None:
    file = tmp_path / "people.parquet"
    everybody().frame[:20].write_parquet(file)
    about = About(Codebook(VARIABLES), PROVENANCE, "respondent")
    lost = find_parts([str(file)], about)
    file.unlink()
    with Cluster(workers.scheduler_address) as there:
        with pytest.raises(DataError, match="no such file to see") as caught:
            there.run(lost, COUNTING)
        assert caught.value.where == str(file)
        assert "every worker" in caught.value.remedy
        with pytest.raises(DataError, match="no column “age”"):
            there.run(lost, Numbers((single("age", "1"),)))


def test_other_versions_on_the_workers_are_refused(
    workers: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = cluster._versions(cluster.MUST_AGREE)
    monkeypatch.setattr(cluster, "_versions", lambda _: {**mine, "polars": "0.1"})
    with pytest.raises(DataError, match=r"has polars .*, and this machine 0\.1") as caught:
        Cluster(workers.scheduler_address)
    assert "polars==0.1" in caught.value.remedy
    monkeypatch.setattr(cluster, "MUST_AGREE", ("alongside", "no-such-thing"))
    monkeypatch.setattr(cluster, "_versions", lambda _: {**mine, "no-such-thing": "1"})
    with pytest.raises(DataError, match=r"no-such-thing \(not installed\)"):
        Cluster(workers.scheduler_address)


def test_a_worker_that_joins_with_another_version_is_refused() -> None:
    with pytest.raises(DataError, match=r"and not 0\.0\.0"):
        cluster._count(None, reader=None, counting=None, made_by="0.0.0")


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nonsense", "ftp://here:1"])
def test_a_scheduler_that_is_not_there_is_said(
    address: str, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    with pytest.raises(DataError, match="no scheduler to reach"):
        Cluster(address, patience=0.5)
    if address.startswith("tcp"):
        monkeypatch.setattr(Cluster.__init__, "__kwdefaults__", {"patience": 0.5})
        assert exit_code_of(["tabulate", str(folder), "heard", "--cluster", address]) == 1
        said = capsys.readouterr().err
        assert "dask scheduler" in said
        assert "Traceback" not in said


def test_a_cluster_without_workers_is_said() -> None:
    with (
        LocalCluster(n_workers=0, dashboard_address=None) as empty,
        pytest.raises(DataError, match="no workers") as caught,
    ):
        Cluster(empty.scheduler_address, patience=0.3)
    assert "dask worker tcp://" in caught.value.remedy


def test_errors_of_dask_become_refusals() -> None:
    class KilledWorkerError(Exception):
        pass

    there = Cluster.__new__(Cluster)
    there._address = "tcp://there:1"
    there._distributed = SimpleNamespace(KilledWorker=KilledWorkerError)
    for fault, said in (
        (KilledWorkerError("part-3"), "died again and again"),
        (ModuleNotFoundError("No module named 'alongside'"), "or none"),
        (CancelledError("part-3"), "scheduler was lost"),
        (OSError("gone"), "failed: OSError: gone"),
    ):
        assert said in there._refusal(fault).what


def test_data_in_one_file_are_not_shared_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code_of(["new", str(tmp_path / "mine")]) == 0
    arguments = ["tabulate", str(tmp_path / "mine"), "listened", "--cluster", "tcp://there:1"]
    assert exit_code_of(arguments) == 1
    assert "nothing to share out" in capsys.readouterr().err


def test_a_missing_library_is_named_with_its_extra(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("distributed", "pyarrow.parquet"):
        monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(DataError, match="needs Dask") as caught:
        Cluster("tcp://there:1")
    assert "alongside[cluster]" in caught.value.remedy
    with pytest.raises(DataError, match="not installed") as caught:
        find_parts([str(folder / "data")])
    assert "alongside[cluster]" in caught.value.remedy
