"""The questions change while people answer: what was given stays, and is gathered as given."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from alongside.web.records.models import ResponseRecord

pytestmark = pytest.mark.django_db

FIRST = """\
version: "1"
sections:
  - code: all
    pages:
      - code: heard
        type: one-of
        label: Heard?
        options:
          - {code: "yes", label: "Yes"}
          - {code: "no", label: "No"}
          - {code: unsure, label: "?"}
      - {code: gone, type: short-text, label: Say}
      - {code: last, type: short-text, label: Last}
"""
SECOND = """\
version: "2"
sections:
  - code: all
    pages:
      - code: heard
        type: one-of
        label: Heard?
        options: [{code: "yes", label: "Yes"}, {code: "no", label: "No"}]
      - {code: age, type: number, label: Age}
      - {code: last, type: short-text, label: Last}
"""


def amend(folder: Path) -> None:
    (folder / "versions").mkdir()
    (folder / "versions" / "1.yaml").write_text(FIRST, "utf-8")
    history = '- {version: "1", replaced: "2026-11-23"}\n'
    (folder / "versions" / "history.yaml").write_text(history, "utf-8")
    (folder / "questionnaire.yaml").write_text(SECOND, "utf-8")


def gathered(folder: Path) -> list[dict[str, Any]]:
    out = folder / "out.jsonl"
    call_command("gather", "tea", out=out, force=True, verbosity=0, stdout=io.StringIO())
    return [json.loads(line) for line in out.read_text("utf-8").splitlines()]


def test_half_way_through_an_amendment(visit: Any, make_study: Any) -> None:
    folder = make_study(questions=FIRST)
    stopped, went_on, done = visit(folder), visit(folder), visit(folder)
    for person in (stopped, went_on, done):
        person.start()
        person.answer("heard", heard="unsure")
        person.answer("gone", gone="my words")
    done.answer("last", last="end")
    done.post("check/")
    before = {row.key: dict(row.answers) for row in ResponseRecord.objects.all()}
    amend(folder)

    went_on.get("p/last/")  # the option they chose is gone: they are asked again, kindly
    assert went_on.at == "/s/tea/p/heard/"
    went_on.answer("heard", heard="no")
    assert went_on.at == "/s/tea/p/age/"
    went_on.answer("age", age="40")
    went_on.answer("last", last="end")
    went_on.post("check/")

    rows = ResponseRecord.objects.order_by("completed", "version")
    assert [(row.completed, row.version) for row in rows] == [
        (False, "1"),
        (True, "1"),
        (True, "2"),
    ]
    untouched = [row for row in rows if row.version == "1"]
    assert all(row.answers == before[row.key] for row in untouched)
    lines = {(line["completed"], line["version"]): line for line in gathered(folder)}
    assert lines[False, "1"]["answers"] == {"heard": "unsure", "gone": "my words"}
    new = lines[True, "2"]
    assert new["answers"] == {"heard": "no", "gone": "my words", "age": 40, "last": "end"}
    assert new["shown"]["gone"] == "1/en/standard"
    assert new["shown"]["heard"] == "2/en/standard"


def test_an_answer_to_a_removed_option_stays_until_it_is_given_anew(
    visit: Any, make_study: Any
) -> None:
    optional = FIRST.replace("label: Heard?", "label: Heard?\n        required: false")
    folder = make_study(questions=optional)
    person = visit(folder)
    person.start()
    person.answer("heard", heard="unsure")
    amend(folder)
    newer = SECOND.replace("label: Heard?", "label: Heard?\n        required: false")
    (folder / "questionnaire.yaml").write_text(newer, "utf-8")
    person.get("p/age/")
    person.answer("age", age="40")
    row = ResponseRecord.objects.get()
    assert row.answers == {"heard": "unsure", "age": 40}
    person.answer("heard")  # left blank, now that it was asked anew
    row.refresh_from_db()
    assert row.answers == {"age": 40}


WITH_WORDS = FIRST.replace('label: "?"}', 'label: "?", other: true}')


def test_words_beside_a_removed_option_stay_with_it_and_go_with_it(
    visit: Any, make_study: Any
) -> None:
    folder = make_study(questions=WITH_WORDS)
    stays, changes = visit(folder), visit(folder)
    for person in (stays, changes):
        person.start()
        person.answer("heard", heard="unsure", heard_other="From a friend")
        person.answer("gone", gone="my words")
    amend(folder)
    (folder / "versions" / "1.yaml").write_text(WITH_WORDS, "utf-8")
    changes.get("p/last/")
    changes.answer("heard", heard="no")
    changes.answer("age", age="40")
    changes.answer("last", last="end")
    changes.post("check/")
    lines = {line["completed"]: line for line in gathered(folder)}
    # who never came back said what they said
    assert lines[False]["answers"] == {
        "heard": "unsure",
        "heard_other": "From a friend",
        "gone": "my words",
    }
    # who answered anew did not say it of their new answer
    assert lines[True]["answers"] == {"heard": "no", "gone": "my words", "age": 40, "last": "end"}


def test_words_beside_an_option_stay_while_their_question_waits_to_be_answered_anew(
    visit: Any, make_study: Any
) -> None:
    optional = "label: Heard?\n        required: false"
    folder = make_study(questions=WITH_WORDS.replace("label: Heard?", optional))
    person = visit(folder)
    person.start()
    person.answer("heard", heard="unsure", heard_other="From a friend")
    amend(folder)
    (folder / "questionnaire.yaml").write_text(SECOND.replace("label: Heard?", optional), "utf-8")
    person.answer("age", age="40")
    row = ResponseRecord.objects.get()
    assert row.answers == {"heard": "unsure", "heard_other": "From a friend", "age": 40}
    person.answer("heard")  # left blank, now that it was asked anew
    row.refresh_from_db()
    assert row.answers == {"age": 40}
