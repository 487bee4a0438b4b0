"""Changes of several people in one commit: each gets its own outcome, and none is left waiting."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, connection, connections
from django.test.utils import CaptureQueriesContext

from alongside.web.records import commits
from alongside.web.records.commits import Change, Turns, write_change

MANY = 8


class Scribe:
    """Writes when it is let, and remembers what it was given together."""

    def __init__(self, settle: Callable[[Change], None]) -> None:
        self.let = threading.Event()
        self.begun = threading.Event()
        self.together: list[list[str]] = []
        self.settle = settle

    def write(self, changes: list[Change]) -> None:
        self.begun.set()
        assert self.let.wait(10)
        self.together.append([change.statement for change in changes])
        for change in changes:
            self.settle(change)


def done(change: Change) -> None:
    change.rows = 1


def send(turns: Turns, names: list[str]) -> tuple[list[Change], list[threading.Thread]]:
    changes = [Change(name, ()) for name in names]
    threads = [threading.Thread(target=turns.take, args=(change,)) for change in changes]
    for thread in threads:
        thread.start()
    return changes, threads


def wait_until(so: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not so() and time.monotonic() < end:
        time.sleep(0.005)
    assert so()


def test_whoever_waits_while_one_is_written_is_written_next_all_together() -> None:
    scribe = Scribe(done)
    turns = Turns(scribe.write)
    first, leader = send(turns, ["first"])
    assert scribe.begun.wait(10)
    others, threads = send(turns, [f"{number}" for number in range(MANY)])
    wait_until(lambda: len(turns._waiting) == MANY)
    assert not any(change.settled for change in [*first, *others])
    scribe.let.set()
    for thread in leader + threads:
        thread.join(10)
    assert [len(names) for names in scribe.together] == [1, MANY]
    assert sorted(scribe.together[1]) == sorted(change.statement for change in others)
    assert all(change.rows == 1 for change in others)


def test_a_fault_of_the_disk_is_everybodys() -> None:
    def full(_: Change) -> None:
        raise OperationalError("full")

    scribe = Scribe(full)
    turns = Turns(scribe.write)
    changes, threads = send(turns, ["a"])
    assert scribe.begun.wait(10)
    more, waiting = send(turns, ["b", "c"])
    wait_until(lambda: len(turns._waiting) == 2)
    scribe.let.set()
    for thread in threads + waiting:
        thread.join(10)
    assert [str(change.fault) for change in changes + more] == ["full"] * 3
    scribe.settle = done  # and the next is none the worse for it
    after = Change("d", ())
    turns.take(after)
    assert after.rows == 1


def test_nobody_waits_for_ever_and_what_was_given_up_is_not_written_later() -> None:
    scribe = Scribe(done)
    turns = Turns(scribe.write, patience=0.05)
    slow, threads = send(turns, ["slow"])
    assert scribe.begun.wait(10)
    late = Change("late", ())
    turns.take(late)
    assert isinstance(late.fault, OperationalError)
    scribe.let.set()
    threads[0].join(10)
    turns.take(Change("next", ()))
    assert scribe.together == [["slow"], ["next"]]
    assert slow[0].rows == 1


@pytest.fixture
def table(tmp_path: Path, django_db_blocker: Any) -> Iterator[Path]:
    """A file with a table of its own in place of the test database."""
    path = tmp_path / "one.sqlite3"
    with django_db_blocker.unblock():
        usual = connections.databases["default"]
        before = connections["default"]
        fresh = connections.create_connection("default")
        fresh.settings_dict = usual | {"NAME": str(path)}
        connections["default"] = fresh
        try:
            write_change("CREATE TABLE kept (name TEXT UNIQUE)", ())
            yield path
        finally:
            fresh.close()
            connections["default"] = before


def kept(path: Path) -> list[str]:
    with sqlite3.connect(path) as file:
        return sorted(name for (name,) in file.execute("SELECT name FROM kept"))


INSERT = "INSERT INTO kept VALUES (%s)"


def test_changes_together_are_one_transaction(table: Path) -> None:
    together = [Change(INSERT, [name]) for name in "abc"]
    with CaptureQueriesContext(connection) as seen:
        commits._write_all(together)
    assert [query["sql"].split()[0] for query in seen] == ["BEGIN", *["INSERT"] * 3, "COMMIT"]
    assert [change.rows for change in together] == [1, 1, 1]
    assert kept(table) == ["a", "b", "c"]


def test_one_change_that_cannot_be_does_not_undo_the_others(table: Path) -> None:
    together = [Change(INSERT, [name]) for name in "aba"]
    commits._write_all(together)
    assert kept(table) == ["a", "b"]
    assert [change.rows for change in together] == [1, 1, None]
    assert isinstance(together[2].fault, IntegrityError)


def test_when_the_commit_fails_nothing_is_kept_and_nobody_is_told_it_was(
    table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full() -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(connection, "_commit", full)
    together = [Change(INSERT, [name]) for name in "ab"]
    commits.Turns(commits._write_all)._write(together)
    assert all(isinstance(change.fault, OperationalError) for change in together)
    assert [change.rows for change in together] == [None, None]
    monkeypatch.undo()
    assert kept(table) == []


def test_a_change_alone_is_committed_alone(table: Path) -> None:
    with CaptureQueriesContext(connection) as seen:
        assert write_change(INSERT, ["a"]) == 1
    assert len(seen) == 1
    with pytest.raises(IntegrityError):
        write_change(INSERT, ["a"])
    assert write_change("DELETE FROM kept WHERE name = %s", ["b"]) == 0
    assert kept(table) == ["a"]
