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

from alongside.web.project.database import database_settings
from alongside.web.records import commits
from alongside.web.records.attempts import is_in_the_way, is_lost
from alongside.web.records.commits import Change, Turns, write_change

MANY = 8


class Scribe:
    """Writes when it is let, and remembers what it was given together."""

    def __init__(self, settle: Callable[[Change], None]) -> None:
        self.let = threading.Event()
        self.begun = threading.Event()
        self.together: list[list[str]] = []
        self.settle = settle
        self.hold_from = ""
        self.go_on = threading.Event()

    def write(self, changes: list[Change]) -> None:
        self.begun.set()
        assert self.let.wait(10)
        if changes[0].statement == self.hold_from:
            assert self.go_on.wait(10)
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


def _raised_by(change: Change) -> Exception:
    with pytest.raises(OperationalError) as raised:
        change.outcome()
    return raised.value


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
    raised = [_raised_by(change) for change in changes + more]
    assert len({id(fault) for fault in raised}) == 3  # threads must not share a traceback
    scribe.settle = done  # and the next is none the worse for it
    after = Change("d", ())
    turns.take(after)
    assert after.rows == 1


def test_one_who_is_told_goes_on_at_once_though_the_next_is_being_written() -> None:
    scribe = Scribe(done)
    turns = Turns(scribe.write)
    first, leader = send(turns, ["first"])
    assert scribe.begun.wait(10)
    second, follower = send(turns, ["second"])
    wait_until(lambda: len(turns._waiting) == 1)
    scribe.hold_from = "third"
    scribe.let.set()
    leader[0].join(10)
    follower[0].join(10)
    _, third = send(turns, ["third"])
    wait_until(lambda: turns._taken and not turns._waiting)
    fourth, last = send(turns, ["fourth"])
    wait_until(lambda: len(turns._waiting) == 1)
    assert not fourth[0].settled
    scribe.go_on.set()
    for thread in third + last:
        thread.join(10)
    assert scribe.together == [["first"], ["second"], ["third"], ["fourth"]]
    assert all(change.rows == 1 for change in first + second + fourth)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_when_a_thread_is_ended_while_it_writes_nobody_is_left_waiting() -> None:
    def end(_: Change) -> None:
        raise SystemExit

    scribe = Scribe(end)
    turns = Turns(scribe.write)
    _, leader = send(turns, ["ended"])
    assert scribe.begun.wait(10)
    followers, threads = send(turns, ["a", "b"])
    wait_until(lambda: len(turns._waiting) == 2)
    scribe.let.set()
    leader[0].join(10)
    for thread in threads:
        thread.join(10)
        assert not thread.is_alive()
    assert all(isinstance(change.fault, OperationalError) for change in followers)
    scribe.settle = done
    after = Change("after", ())
    turns.take(after)
    assert after.outcome() == 1


def test_a_change_of_which_nothing_is_known_counts_as_not_written() -> None:
    change = Change("a", ())
    Turns(lambda _: None).take(change)
    with pytest.raises(OperationalError):
        change.outcome()


def test_nobody_waits_for_ever_and_what_was_given_up_is_not_written_later() -> None:
    scribe = Scribe(done)
    turns = Turns(scribe.write, patience=0.05)
    slow, threads = send(turns, ["slow"])
    assert scribe.begun.wait(10)
    late = Change("late", ())
    turns.take(late)
    with pytest.raises(OperationalError) as raised:
        late.outcome()
    assert is_in_the_way(raised.value)
    assert not is_lost(raised.value)
    scribe.let.set()
    threads[0].join(10)
    turns.take(Change("next", ()))
    assert scribe.together == [["slow"], ["next"]]
    assert slow[0].rows == 1


@pytest.fixture
def table(tmp_path: Path, django_db_blocker: Any) -> Iterator[Path]:
    """A SQLite file with a table of its own in place of the test database."""
    with django_db_blocker.unblock():
        usual, before = connections.databases["default"], connections["default"]
        connections.databases["default"] = usual | database_settings("", tmp_path)
        connections["default"] = fresh = connections.create_connection("default")
        try:
            write_change("CREATE TABLE kept (name TEXT UNIQUE)", ())
            yield tmp_path / "answers.sqlite3"
        finally:
            fresh.close()
            connections["default"], connections.databases["default"] = before, usual


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


def test_nobody_is_told_before_the_commit_is_done(
    table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrapper: Any = connections["default"]
    really = wrapper._commit
    told: list[bool] = []
    together = [Change(INSERT, [name]) for name in "abc"]

    def look() -> None:
        told.extend(change.settled or not change._called.locked() for change in together)
        really()

    monkeypatch.setattr(wrapper, "_commit", look)
    turns = Turns(commits._write_all)
    turns._waiting.extend(together[:2])  # came while another one was writing
    turns.take(together[2])
    assert told == [False] * 3
    assert all(change.outcome() == 1 and not change._called.locked() for change in together)
    assert kept(table) == ["a", "b", "c"]


def test_one_change_that_cannot_be_does_not_undo_the_others(table: Path) -> None:
    together = [Change(INSERT, [name]) for name in "aba"]
    commits._write_all(together)
    assert kept(table) == ["a", "b"]
    assert [change.rows for change in together] == [1, 1, None]
    assert isinstance(together[2].fault, IntegrityError)


def test_when_the_commit_fails_each_is_written_by_itself_and_told_only_then(
    table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise OperationalError("disk I/O error")

    monkeypatch.setattr(connections["default"], "_commit", fail)
    together = [Change(INSERT, [name]) for name in "aba"]
    commits._write_all(together)
    assert [change.rows for change in together] == [1, 1, None]
    assert kept(table) == ["a", "b"]


def test_on_a_full_disk_nobody_is_told_that_anything_was_kept(table: Path) -> None:
    connection.cursor().execute("PRAGMA max_page_count = 3")
    together = [Change(INSERT, [letter * 50_000]) for letter in "ab"]
    turns = Turns(commits._write_all)
    turns._waiting.append(together[0])  # came while another one was writing
    turns.take(together[1])
    for change in together:
        with pytest.raises(OperationalError, match="full"):
            change.outcome()
    assert kept(table) == []


def test_a_change_alone_is_committed_alone(table: Path) -> None:
    with CaptureQueriesContext(connection) as seen:
        assert write_change(INSERT, ["a"]) == 1
    assert len(seen) == 1
    with pytest.raises(IntegrityError):
        write_change(INSERT, ["a"])
    assert write_change("DELETE FROM kept WHERE name = %s", ["b"]) == 0
    assert kept(table) == ["a"]


def test_a_change_that_cannot_even_be_sent_is_its_own_fault_alone(table: Path) -> None:
    together = [Change(INSERT, [name]) for name in ("a", "\ud800", 2**70, "b")]
    commits._write_all(together)
    assert kept(table) == ["a", "b"]
    assert [type(change.fault) for change in together] == [
        type(None),
        UnicodeEncodeError,
        OverflowError,
        type(None),
    ]


def test_while_another_process_writes_all_wait_once_and_not_each_in_turn(table: Path) -> None:
    connection.cursor().execute("PRAGMA busy_timeout = 200")
    other = sqlite3.connect(table, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    together = [Change(INSERT, [f"{number}"]) for number in range(20)]
    began = time.monotonic()
    with pytest.raises(OperationalError) as raised:
        commits._write_all(together)
    assert time.monotonic() - began < 2
    assert is_in_the_way(raised.value)
    other.execute("ROLLBACK")
    other.close()
    assert kept(table) == []


def test_many_threads_each_get_their_own_outcome_and_what_is_told_is_on_the_disk(
    table: Path,
) -> None:
    outcomes: dict[tuple[int, int], int | str] = {}

    def write(thread: int) -> None:
        try:
            for number in range(12):
                name = f"{number % 4}" if number % 3 == 0 else f"{thread}-{number}"
                try:
                    outcomes[thread, number] = write_change(INSERT, [name])
                except IntegrityError:
                    outcomes[thread, number] = "taken"
                else:
                    assert name in kept(table)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(MANY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(outcomes) == MANY * 12
    told = [name for name, outcome in outcomes.items() if outcome == 1]
    assert len(kept(table)) == len(told) == MANY * 8 + 4
    assert list(outcomes.values()).count("taken") == MANY * 4 - 4
