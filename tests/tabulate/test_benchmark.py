"""The benchmark counts the same with every engine, and says so when it does not."""

import pytest
from benchmarks import tabulate as benchmark


def figures(printed: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in printed.strip().splitlines()[-1].split())


def test_three_engines_agree_and_figures_come_last(capsys: pytest.CaptureFixture[str]) -> None:
    assert benchmark.main(["--people", "300", "--repeats", "1"]) == 0
    printed = capsys.readouterr().out
    found = figures(printed)
    assert found["people"] == "300"
    assert found["tables"] == "72"
    assert found["counts_equal"] == "true"
    assert all(float(found[name]) > 0 for name in ("ours_s", "polars_s", "duckdb_s"))
    assert "all equal" in printed


def test_a_wrong_count_fails_the_benchmark(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    right = benchmark.read_ours

    def wrong(found: object) -> dict:
        counts = right(found)
        first = next(iter(counts))
        return {**counts, first: counts[first] + 1}

    monkeypatch.setattr(benchmark, "read_ours", wrong)
    assert benchmark.main(["--people", "300", "--repeats", "1"]) == 1
    assert figures(capsys.readouterr().out)["counts_equal"] == "false"
