"""What the cookie holds, and what happens when it is old or full."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.backends.signed_cookies import SessionStore

from alongside.collect.code_words import new_code
from alongside.questionnaire import Study, load_study
from alongside.web.records.store import new_key
from alongside.web.respond.visitor import MOST_STUDIES, Visitor, keep_visitor, read_visitor

LARGEST_COOKIE = 4096
"""Bytes a browser keeps at least: RFC 6265, section 6.1."""


@pytest.fixture
def study(make_study: Any) -> Study:
    return load_study(make_study())


def numbered(folder: Path, study: Study, number: int) -> Study:
    name = f"a-study-with-a-rather-long-name-{number}"
    return Study(folder / name, study.settings, study.questionnaire)


def test_a_visitor_is_read_back_as_kept(study: Study) -> None:
    session = SessionStore()
    visitor = read_visitor(session, study).choosing(study, "cy", "easy").begun()
    keep_visitor(session, study, visitor)
    assert read_visitor(session, study) == visitor


def test_many_studies_fit_into_one_cookie_and_begun_ones_stay(study: Study, tmp_path: Path) -> None:
    session = SessionStore()
    first = numbered(tmp_path, study, 0)
    begun = read_visitor(session, first).begun()
    keep_visitor(session, first, begun)
    for number in range(1, 40):
        other = numbered(tmp_path, study, number)
        keep_visitor(session, other, read_visitor(session, other))
    assert len(session["studies"]) == MOST_STUDIES
    assert read_visitor(session, first) == begun
    session.save()
    assert len(str(session.session_key)) < LARGEST_COOKIE


def test_with_codes_for_every_study_the_cookie_is_not_too_large(
    study: Study, tmp_path: Path
) -> None:
    session = SessionStore()
    for number in range(MOST_STUDIES):
        other = numbered(tmp_path, study, number)
        begun = read_visitor(session, other).begun(29_500_000 + number)
        kept = replace(
            begun, code=new_code(), sent=new_key(), channel="bulletin", helped=("read-out", "wrote")
        )
        keep_visitor(session, other, kept)
        assert read_visitor(session, other) == kept
    session.save()
    assert len(str(session.session_key)) < LARGEST_COOKIE


def test_when_every_study_was_begun_the_oldest_gives_way(study: Study, tmp_path: Path) -> None:
    session = SessionStore()
    for number in range(MOST_STUDIES + 1):
        other = numbered(tmp_path, study, number)
        keep_visitor(session, other, read_visitor(session, other).begun())
    assert not read_visitor(session, numbered(tmp_path, study, 0)).started
    assert read_visitor(session, numbered(tmp_path, study, 1)).started


@pytest.mark.parametrize("kept", [None, {}, {"key": "x", "colour": "red"}])
def test_a_cookie_in_another_form_is_a_new_visitors(study: Study, kept: Any) -> None:
    session = SessionStore()
    session["studies"] = {study.slug: kept}
    visitor = read_visitor(session, study)
    assert (len(visitor.key), visitor.language, visitor.started) == (32, "en", False)


def test_a_language_and_a_wording_the_study_has_not_are_not_taken(make_study: Any) -> None:
    folder = make_study(questions=PLAIN)
    study = load_study(folder)
    visitor = Visitor("0" * 32, "fr", "easy").choosing(study, "de", "easy")
    assert (visitor.language, visitor.edition) == ("en", "standard")


PLAIN = """\
version: "1"
sections:
  - {code: all, title: All, pages: [{code: skip, type: short-text, label: What do you skip?}]}
"""


@pytest.mark.django_db
def test_a_question_may_be_called_skip(make_study: Any, visit: Any) -> None:
    person = visit(make_study(questions=PLAIN))
    person.start()
    person.answer("skip", skip="Breakfast")
    assert person.at.endswith("/check/")
    assert "Breakfast" in person.words
