"""Every cell of the four published tables, counted from the synthetic data."""

from collections.abc import Callable

import pytest

from alongside.dataset import DataSet
from alongside.tabulate import TOTAL, Table, tabulate

PublishedTable = dict[str, dict[str, int]]
Read = Callable[[str, str], PublishedTable]

BARRIER_TABLES = [
    ("barriers_by_role_heard", "job_group", "heard = yes"),
    ("barriers_by_role_not_heard", "job_group_not_heard", "heard in (no, unsure)"),
]
HEARD_TABLES = [
    ("heard_by_employer", "employer", "audience = staff"),
    ("heard_by_service_used", "service_used", "audience = lived"),
]
CELLS = {
    "barriers_by_role_heard": 20 * 14,
    "barriers_by_role_not_heard": 15 * 14,
    "heard_by_employer": 6 * 3,
    "heard_by_service_used": 14 * 3,
}


@pytest.mark.parametrize(("name", "rows", "among"), BARRIER_TABLES)
def test_barriers_by_job(
    name: str, rows: str, among: str, dataset: DataSet, published: Read
) -> None:
    printed = published(name, "job")
    totals = printed.pop("Total")
    counted = tabulate(dataset, rows, by="barrier", where=among)
    as_asked = tabulate(dataset, "barriers", by=rows, where=among)
    assert _cells(counted, printed) == printed
    assert {job: _column(as_asked, job, row) for job, row in printed.items()} == printed
    assert {code: counted.column(code).base_n for code in totals} == totals
    assert {row.code for row in counted.rows} == set(printed)
    assert sum(len(row) for row in printed.values()) == CELLS[name]


@pytest.mark.parametrize(("name", "rows", "among"), HEARD_TABLES)
def test_heard_by_group(
    name: str, rows: str, among: str, dataset: DataSet, published: Read
) -> None:
    printed = published(name, rows.removesuffix("_used"))
    counted = tabulate(dataset, rows, by="heard", where=among)
    turned = tabulate(dataset, "heard", by=rows, where=among)
    assert _cells(counted, printed) == printed
    assert {code: _column(turned, code, row) for code, row in printed.items()} == printed
    assert {row.code for row in counted.rows} == set(printed)
    assert sum(len(row) for row in printed.values()) == CELLS[name]


def test_nobody_outside_the_table_of_jobs_had_heard(dataset: DataSet) -> None:
    jobs = tabulate(dataset, "job_group", where="heard = yes and audience = staff")
    assert jobs.column(TOTAL).base_n == 461


def _cells(table: Table, printed: PublishedTable) -> dict[str, dict[str, int | None]]:
    return {
        row: {column: table.cell(row, column).n for column in columns}
        for row, columns in printed.items()
    }


def _column(table: Table, column: str, rows: dict[str, int]) -> dict[str, int | None]:
    return {row: table.cell(row, column).n for row in rows}
