"""Statements done directly: the same outcome, the same faults, and no statement done twice."""

import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import DataError, IntegrityError, OperationalError, connection, connections
from django.db.transaction import atomic
from django.test.utils import CaptureQueriesContext

from alongside.web.project.database import PREPARE_AFTER
from alongside.web.records import statements
from alongside.web.records.attempts import again, is_in_the_way, is_lost
from alongside.web.records.statements import Outcome, do_statement

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="only PostgreSQL is asked so"),
]
INSERT = "INSERT INTO kept VALUES (%s, %s)"
COUNT = "SELECT count(*) FROM kept WHERE name = %s"


@pytest.fixture(autouse=True)
def table() -> Iterator[None]:
    """A table of its own, on a connection that has done nothing yet."""
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept (name TEXT UNIQUE, number INT)")
    yield
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE kept")


def is_prepared(words: str) -> bool:
    return statements._DONE.get(connection.connection, {}).get(words) == statements.PREPARED


def make_usual(words: str, *values: Any) -> None:
    for _ in range(PREPARE_AFTER + 1):
        do_statement(words, values)
    assert is_prepared(words)


def cause_of(fault: Exception) -> tuple[type[BaseException], str | None]:
    assert fault.__cause__ is not None
    return type(fault.__cause__), getattr(fault.__cause__, "sqlstate", None)


def test_what_comes_back_is_the_same_from_the_first_time_to_the_last() -> None:
    words = "SELECT %s::text, %s::text, %s::int, %s::bool, %s::bool, %s::jsonb, 7::bigint"
    values = ("a'b \\ %s $1 \u2028 Ŵ 🙂", None, -3, True, False, json.dumps({"a": ["b"]}))
    outcomes = [do_statement(words, values) for _ in range(2 * PREPARE_AFTER)]
    assert is_prepared(words)
    assert set(outcomes) == {Outcome(1, (*values[:5], '{"a": ["b"]}', 7))}


def test_rows_that_were_changed_or_found_are_counted() -> None:
    update = "UPDATE kept SET number = %s WHERE number >= %s"
    for name in "abc":
        do_statement(INSERT, (name, 1))
    make_usual(update, 2, 1)
    assert do_statement(update, (3, 2)) == Outcome(3, None)
    assert do_statement(update, (3, 4)) == Outcome(0, None)
    find = "SELECT name FROM kept WHERE name = %s"
    make_usual(find, "a")
    assert do_statement(find, ("d",)) == Outcome(0, None)


def test_a_fault_is_the_same_either_way_and_passes() -> None:
    faults = []
    do_statement(INSERT, ("a", 1))
    for _ in range(PREPARE_AFTER + 3):
        with pytest.raises(IntegrityError) as raised:
            do_statement(INSERT, ("a", 1))
        faults.append(cause_of(raised.value))
        assert is_in_the_way(raised.value)
    assert is_prepared(INSERT)
    assert set(faults) == {(psycopg.errors.UniqueViolation, "23505")}
    assert do_statement(INSERT, ("b", 1)).rows == 1


def test_text_that_the_database_cannot_hold_is_refused_and_not_cut_short() -> None:
    for number in range(PREPARE_AFTER + 3):
        with pytest.raises(DataError):
            do_statement(INSERT, (f"{number} before \0 after", 1))
        do_statement(INSERT, (f"{number}", 1))
    assert do_statement("SELECT count(*) FROM kept", ()).first == (PREPARE_AFTER + 3,)


def test_what_the_server_has_forgotten_is_prepared_again() -> None:
    make_usual(COUNT, "a")
    make_usual("DELETE FROM kept WHERE name = %s", "a")
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    assert do_statement(COUNT, ("a",)).first == (0,)
    assert do_statement("DELETE FROM kept WHERE name = %s", ("a",)).rows == 0


def test_what_the_server_knows_already_is_used() -> None:
    make_usual(COUNT, "a")
    statements._DONE[connection.connection][COUNT] = PREPARE_AFTER
    assert do_statement(COUNT, ("a",)).first == (0,)
    assert is_prepared(COUNT)


def test_a_table_that_was_changed_since_is_read_as_it_is_now() -> None:
    do_statement(INSERT, ("a", 1))
    make_usual("SELECT * FROM kept")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE kept ADD COLUMN more TEXT DEFAULT 'x'")
    assert do_statement("SELECT * FROM kept", ()).first == ("a", 1, "x")


def test_a_lost_connection_is_told_as_lost_and_made_again() -> None:
    make_usual(COUNT, "a")
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid]
            )
    finally:
        other.close()
    with pytest.raises(OperationalError) as raised:
        do_statement(COUNT, ("a",))
    assert is_lost(raised.value)
    with pytest.raises(OperationalError) as raised:
        do_statement(COUNT, ("a",))  # nobody has closed it yet
    assert is_lost(raised.value)
    assert again(lambda: do_statement(COUNT, ("a",))).first == (0,)
    assert not is_prepared(COUNT)


def test_a_pooler_that_forgets_is_never_asked_to_remember() -> None:
    connection.ensure_connection()
    connection.connection.prepare_threshold = 1_000_000_000
    for _ in range(2 * PREPARE_AFTER):
        do_statement(COUNT, ("a",))
    connection.connection.prepare_threshold = None
    do_statement(COUNT, ("a",))
    assert not is_prepared(COUNT)


def test_inside_a_transaction_it_is_part_of_it() -> None:
    make_usual("DELETE FROM kept WHERE name = %s", "a")
    make_usual("UPDATE kept SET number = %s", 1)
    do_statement(INSERT, ("a", 1))
    with atomic():
        assert do_statement("UPDATE kept SET number = %s", (2,)).rows == 1
        assert do_statement("DELETE FROM kept WHERE name = %s", ("a",)).rows == 1
        connection.set_rollback(True)
    assert do_statement("SELECT number FROM kept", ()).first == (1,)


def test_who_listens_hears_every_statement() -> None:
    make_usual(COUNT, "a")
    with CaptureQueriesContext(connection) as heard:
        do_statement(COUNT, ("a",))
    assert len(heard) == 1
