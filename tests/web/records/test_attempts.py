"""Beginning again: what helps, what does not, and that nothing is lost between two visits."""

from collections.abc import Iterator
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from django.conf import settings as site_settings
from django.db import IntegrityError, InterfaceError, OperationalError, connection, transaction

from alongside.collect import Progress
from alongside.questionnaire import Questionnaire, load_study
from alongside.web.records import attempts
from alongside.web.records.attempts import whole
from alongside.web.records.mapping import About
from alongside.web.records.models import ResponseRecord
from alongside.web.records.returning import remove_response
from alongside.web.records.store import change_progress, load_progress

STUDY = Path(__file__).parents[3] / "studies" / "coproduction"
KEY = "0" * 32


class Failing:
    """Work that fails some times and then succeeds."""

    def __init__(self, *faults: Exception) -> None:
        self.faults = list(faults)
        self.tries = 0

    def __call__(self) -> str:
        self.tries += 1
        if self.faults:
            raise self.faults.pop(0)
        return "kept"


def fault(kind: type[Exception], **marks: str) -> Exception:
    """Return a fault as Django raises it, with the driver's own as its cause."""
    cause = Exception("from the driver")
    for name, value in marks.items():
        setattr(cause, name, value)
    made = kind("as Django says it")
    made.__cause__ = cause
    return made


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "WAITS", (0, 0))


@pytest.fixture
def questionnaire() -> Questionnaire:
    found = load_study(STUDY).questionnaire
    assert found is not None
    return found


@pytest.fixture
def tables(transactional_db: None) -> Iterator[None]:  # noqa: ARG001
    """A database that other threads see too."""
    yield
    connection.close()


PASSING = [
    fault(OperationalError, sqlite_errorname="SQLITE_BUSY"),
    fault(OperationalError, sqlite_errorname="SQLITE_BUSY_SNAPSHOT"),
    fault(OperationalError, sqlstate="40001"),
    fault(OperationalError, sqlstate="40P01"),
    fault(OperationalError, sqlstate="55P03"),
    fault(IntegrityError, sqlstate="23505"),
]
LASTING = [
    fault(OperationalError, sqlite_errorname="SQLITE_FULL"),
    fault(OperationalError, sqlite_errorname="SQLITE_IOERR"),
    fault(OperationalError, sqlstate="53100"),
    fault(IntegrityError, sqlstate="23502"),
    fault(IntegrityError, sqlite_errorname="SQLITE_CONSTRAINT_NOTNULL"),
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("found", PASSING, ids=lambda item: str(item.__cause__.__dict__))
def test_what_passes_is_tried_twice_more(found: Exception) -> None:
    work = Failing(found, found)
    assert (whole(work), work.tries) == ("kept", 3)
    work = Failing(found, found, found)
    with pytest.raises(type(found)):
        whole(work)
    assert work.tries == 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("found", LASTING, ids=lambda item: str(item.__cause__.__dict__))
def test_what_lasts_is_said_at_once(found: Exception) -> None:
    work = Failing(found)
    with pytest.raises(type(found)):
        whole(work)
    assert work.tries == 1


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "LONGEST", -1.0)
    work = Failing(PASSING[0])
    with pytest.raises(OperationalError):
        whole(work)
    assert work.tries == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", [OperationalError, InterfaceError])
def test_a_lost_connection_is_made_again(kind: type[Exception]) -> None:
    work = Failing(fault(kind), fault(kind, sqlstate="57P01"))
    assert (whole(work), work.tries) == ("kept", 3)
    inner = Failing(fault(kind, sqlstate="08006"))
    with pytest.raises(kind), transaction.atomic():
        whole(inner)
    assert inner.tries == 1, "half of a larger step must not be done again alone"


def keep(questionnaire: Questionnaire, code: str) -> None:
    """Add one answer to those of the key, as a visit does."""

    def change(before: Progress) -> tuple[Progress, None]:
        answers = {**before.answers, code: "other words"}
        return Progress(answers, (*before.seen, code), before.completed, before.shown), None

    change_progress("coproduction", KEY, questionnaire, About(), change)


def together(*works: Any) -> None:
    """Do all at the same moment, each in its own thread with its own connection."""
    ready = Barrier(len(works))
    faults: list[BaseException] = []

    def run(work: Any) -> None:
        try:
            ready.wait(10)
            work()
        except BaseException as found:  # what a thread raises is not seen otherwise
            faults.append(found)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert faults == []


@pytest.mark.skipif(
    "sqlite" in site_settings.DATABASES["default"]["ENGINE"],
    reason="in tests SQLite's database is in memory, with other locks; tests/reliability tries "
    "the same with a file",
)
def test_visits_at_the_same_moment_make_one_row_and_lose_nothing(
    tables: None,  # noqa: ARG001
    questionnaire: Questionnaire,
) -> None:
    codes = [q.code for q in questionnaire.questions.values() if q.type and q.takes_answer]
    texts = [code for code in codes if not questionnaire.questions[code].options][:4]
    assert len(texts) >= 2
    for _ in range(5):
        together(*[lambda code=code: keep(questionnaire, code) for code in texts])
        assert ResponseRecord.objects.count() == 1
        kept = load_progress("coproduction", KEY, questionnaire)
        assert sorted(kept.seen) == sorted(texts)
        assert set(ResponseRecord.objects.get().answers) == set(texts)
        remove_response("coproduction", KEY)
        assert ResponseRecord.objects.count() == 0
