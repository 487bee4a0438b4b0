"""Forms to print: offered when the study says where they go, set once, and never a 500."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from alongside.collect.paper import print_kind
from alongside.kernel.errors import PrintError
from alongside.web.respond import papers

pytestmark = pytest.mark.django_db
MORE = """\
paper_return: {en: "The tea study, 1 <High> Street", cy: "Yr astudiaeth de, 1 Stryd Fawr"}
closes: 2999-12-31
channels: [{code: paper, short: pp, label: Paper}]
"""
QUESTIONS = """\
version: "1"
audience_question: who
audiences:
  - {code: rider, label: {en: Riders}}
  - {code: driver, label: {en: Drivers}}
sections:
  - code: all
    title: All
    pages:
      - code: who
        type: one-of
        label: Who are you?
        options:
          - {code: rider, label: {en: I ride, cy: Rwy'n teithio}}
          - {code: driver, label: I drive}
      - {code: late, type: yes-no-unsure, label: {en: Late?, easy: {en: Late?}}}
"""
LARGE = "/s/tea/paper/tea-rider-large-en.pdf"


@pytest.fixture(autouse=True)
def _nothing_printed() -> None:
    papers._KEPT.clear()


@pytest.fixture
def folder(make_study: Any) -> Path:
    made: Path = make_study(questions=QUESTIONS, more=MORE)
    return made


@pytest.fixture
def person(folder: Path, visit: Any) -> Client:
    found: Client = visit(folder).client
    return found


def test_every_form_of_the_readers_language_is_offered_and_is_a_pdf(person: Client) -> None:
    said = person.get("/s/tea/").content.decode()
    assert 'href="/s/tea/paper/"' in said
    said = person.get("/s/tea/paper/?lang=cy").content.decode()
    links = re.findall(r'href="(/s/tea/paper/[^"]+)"', said)
    assert [link.removeprefix("/s/tea/paper/tea-") for link in links] == [
        f"{audience}-{edition}-cy.pdf"
        for audience in ("rider", "driver")
        for edition in ("standard", "large", "easy")
    ]
    assert "Rwy&#39;n teithio" in said
    assert "Yr astudiaeth de<br>1 Stryd Fawr" in said
    assert "31 Rhagfyr 2999" in said
    response = person.get(links[0])
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="tea-rider-standard-cy.pdf"'
    assert response.content.startswith(b"%PDF-")


def test_a_form_says_where_it_goes_and_where_to_answer_instead(
    person: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ALLOWED_HOSTS = ["localhost", "survey.example.org"]
    handed = []

    def watch(study: Any, kind: Any, handout: Any) -> bytes:
        handed.append(handout.link)
        return print_kind(study, kind, handout)

    monkeypatch.setattr(papers, "print_kind", watch)
    person.get(LARGE)
    at = {"host": "survey.example.org"}
    person.get(LARGE, headers=at, secure=True)
    person.get(LARGE, headers=at)
    paper = "/c/tea/pp/"
    assert handed == [f"http://localhost{paper}", f"https://survey.example.org{paper}", ""]


def test_a_form_is_set_once_and_again_when_the_study_changes(
    person: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    labels = []

    def count(study: Any, *_: Any) -> bytes:
        labels.append(study.questionnaire.questions["late"].label.say("en"))
        return b"%PDF-" + str(len(labels)).encode()

    monkeypatch.setattr(papers, "print_kind", count)
    assert [person.get(LARGE).content for _ in range(3)] == [b"%PDF-1"] * 3
    (folder / "questionnaire.yaml").write_text(QUESTIONS.replace("Late?", "Was it late?"))
    assert person.get(LARGE).content == b"%PDF-2"
    assert labels == ["Late?", "Was it late?"]
    monkeypatch.setattr(papers, "MOST_KEPT", 1)
    person.get(LARGE.replace("large", "standard"))
    assert person.get(LARGE).content == b"%PDF-4"


def test_who_waits_too_long_is_asked_to_come_again(
    person: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(papers, "LONGEST_WAIT", 0.01)
    with papers._PRESS:
        response = person.get(LARGE)
    assert (response.status_code, response["Retry-After"]) == (503, "15")
    assert "The form is being made" in response.content.decode()
    assert person.get(LARGE).status_code == 200


def test_a_form_that_cannot_be_set_is_said_in_plain_words(
    person: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: Any) -> bytes:
        raise PrintError("the PDF cannot be made: no font")

    monkeypatch.setattr(papers, "print_kind", fail)
    response = person.get(LARGE)
    assert response.status_code == 503
    assert "This form cannot be printed" in response.content.decode()
    assert "no font" not in response.content.decode()
    assert "tea-rider-large-en.pdf cannot be printed: the PDF cannot be made" in caplog.text
    assert not papers._PRESS.locked()


@pytest.mark.parametrize("file", ["tea-rider-huge-en.pdf", "tea-nobody-large-en.pdf", "..%2Fx"])
def test_no_other_file_is_handed_out(person: Client, file: str) -> None:
    assert person.get(f"/s/tea/paper/{file}").status_code == 404


def test_a_study_without_an_address_offers_none(visit: Any, make_study: Any) -> None:
    someone = visit(make_study(questions=QUESTIONS)).client
    assert "/paper/" not in someone.get("/s/tea/").content.decode()
    assert someone.get("/s/tea/paper/").status_code == 404
    assert someone.get(LARGE).status_code == 404


def test_a_closed_study_offers_none(visit: Any, make_study: Any) -> None:
    more = MORE.replace("2999-12-31", "2020-01-01")
    someone = visit(make_study(questions=QUESTIONS, more=more)).client
    for address in ("/s/tea/paper/", LARGE):
        response = someone.get(address)
        assert (response.status_code, response["Content-Type"][:9]) == (200, "text/html")
        assert "This study is closed" in response.content.decode()
