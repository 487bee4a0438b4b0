"""The release log: what is written comes back, and what cannot be read or written is said."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.made_data import dataset_of, single

from alongside.dataset import DataSet
from alongside.kernel.errors import DataError, DisclosureError
from alongside.questionnaire import Disclosure
from alongside.tabulate import (
    LOG_FILE,
    Base,
    LogEntry,
    Printed,
    add_to_log,
    entry_of,
    read_log,
    standing,
)

TABLE = Printed(
    "heard",
    by="area > role",
    where="role = “x”",
    base=Base.ASKED,
    partial=True,
    rows=("yes", "no"),
    columns=("__total__", "a > x"),
    withheld=frozenset({("yes", "a > x"), ("__base__", "a > x")}),
    rounded_to=5,
)
NUMBER = Printed("", condition="heard = yes", where="area = a", rows=("holds",))
RULE = Disclosure(withhold_below=5)


def people(n: int, fingerprint: str = "0") -> DataSet:
    made = dataset_of([single("heard", "yes", "no")], [{"heard": "yes"}] * n)
    return replace(made, provenance=replace(made.provenance, fingerprint=fingerprint))


def test_what_was_noted_comes_back(tmp_path: Path) -> None:
    entry = LogEntry(date(2026, 3, 1), "table", "abc", 40, (TABLE, NUMBER))
    assert read_log(tmp_path) == []
    assert add_to_log(tmp_path, entry)
    assert not add_to_log(tmp_path, replace(entry, day=date(2026, 3, 2), tables=(NUMBER,)))
    assert add_to_log(tmp_path, replace(entry, data="def"))
    assert read_log(tmp_path) == [entry, replace(entry, data="def")]


@pytest.mark.parametrize("line", ["{", "[]", '{"day": "2026-03-01"}', '{"day": "yesterday"}'])
def test_a_spoiled_line_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / LOG_FILE).write_text("\n" + line + "\n", "utf-8")
    with pytest.raises(DataError, match=r"releases\.jsonl, line 2: This line"):
        read_log(tmp_path)


def test_where_the_log_cannot_be_read_nothing_is_published(tmp_path: Path) -> None:
    (tmp_path / LOG_FILE).mkdir()
    entry = LogEntry(date(2026, 3, 1), "table", "abc", 40, (NUMBER,))
    with pytest.raises(DataError, match="cannot be read"):
        add_to_log(tmp_path, entry)


def test_tables_of_nearly_the_same_people_cannot_be_published() -> None:
    table = Printed("heard", rows=("yes", "no"))
    entries = [entry_of(people(40, "before"), "table", [table], date(2026, 3, 1))]
    assert standing(entries, people(40, "coded anew"), RULE) == (table,)
    assert standing(entries, people(45, "more"), RULE) == ()
    for n in (36, 44):
        with pytest.raises(DisclosureError, match="from 40 responses, and now there are"):
            standing(entries, people(n, "other"), RULE)


def test_tables_of_variables_that_are_gone_do_not_stand() -> None:
    gone = Printed("listened", rows=("yes",))
    entries = [entry_of(people(40), "table", [gone], date(2026, 3, 1))]
    assert standing(entries, people(40), RULE) == ()
