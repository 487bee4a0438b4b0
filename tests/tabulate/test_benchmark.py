"""The benchmark counts the same with every engine, and says so when it does not."""

import dataclasses

import pytest
from benchmarks import tabulate as benchmark
from benchmarks.counted import books, rivals


def figures(printed: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in printed.strip().splitlines()[-1].split())


WAIT = benchmark.Timing(2.0, 1.0, 0.0)
SMALL = ["--people", "300", "--repeats", "1"]


def test_all_engines_agree_and_figures_come_last(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(benchmark, "first_counts", lambda: (WAIT, WAIT))
    assert benchmark.main([*SMALL, "--engines", ",".join(benchmark.ENGINES)]) == 0
    printed = capsys.readouterr().out
    found = figures(printed)
    assert found["people"] == "300"
    assert found["tables"] == "250"
    assert found["counts_equal"] == "true"
    assert found["statistics_equal"] == "true"
    assert "15,200 shares" in printed
    assert float(found["book_cpu_s"]) > 0
    assert all(float(found[f"{name}_s"]) > 0 for name in benchmark.ENGINES)
    assert "all equal" in printed


@pytest.mark.parametrize("spot", [0, 1, 2])
def test_a_wrong_sum_fails_the_benchmark(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, spot: int
) -> None:
    right = rivals.read_duckdb

    def wrong(people: object, found: object) -> dict:
        counts = right(people, found)
        first = next(iter(counts))
        sums = list(counts[first])
        sums[spot] += 1 if spot == 0 else 1e-6 * sums[spot]
        return {**counts, first: tuple(sums)}

    monkeypatch.setattr(benchmark, "first_counts", lambda: (WAIT, WAIT))
    monkeypatch.setattr(rivals, "read_duckdb", wrong)
    monkeypatch.setattr(benchmark, "time_book", lambda *_: (True, {}))
    assert benchmark.main([*SMALL, "--engines", "ours,duckdb"]) == 1
    assert figures(capsys.readouterr().out)["counts_equal"] == "false"


def test_a_wrong_interval_fails_the_benchmark(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    right = books.sample_statsmodels

    def wrong(book: object) -> object:
        return dataclasses.replace(right(book), worst=1e-6)

    monkeypatch.setattr(benchmark, "first_counts", lambda: (WAIT, WAIT))
    monkeypatch.setattr(books, "sample_statsmodels", wrong)
    monkeypatch.setattr(books, "r_is_there", lambda: False)
    assert benchmark.main([*SMALL, "--engines", "ours"]) == 1
    found = figures(capsys.readouterr().out)
    assert (found["counts_equal"], found["statistics_equal"]) == ("true", "false")
