"""What people see when something must be mended."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from alongside.web.records.models import ResponseRecord

pytestmark = pytest.mark.django_db


def errors_of(person: Any) -> list[tuple[str, str]]:
    """Return the links of the error summary as (target, words)."""
    found = re.findall(r'<li>\s*<a href="#([^"]+)"[^>]*>(.*?)</a>', person.page, re.DOTALL)
    return [(target, " ".join(words.split())) for target, words in found]


def assert_leads_somewhere(person: Any) -> None:
    for target, _ in errors_of(person):
        assert f'id="{target}"' in person.page


def test_an_error_names_the_question_and_leads_to_it(visit: Any, make_study: Any) -> None:
    person = visit(make_study())
    person.start()
    person.answer("likes")
    assert person.status == 422
    assert person.title.startswith("Error: ")
    assert errors_of(person) == [("likes", "Select an answer to “Do you like tea?”")]
    assert_leads_somewhere(person)
    assert ResponseRecord.objects.count() == 0


def test_every_fault_of_a_page_is_named_and_everything_typed_stays(
    visit: Any, make_study: Any
) -> None:
    person = visit(make_study())
    person.start()
    person.answer("likes", likes="no")
    person.answer(
        "amounts", cups="lots", last_day="30", last_month="2", last_year="2023", place_other="<Bar>"
    )
    assert [target for target, _ in errors_of(person)] == ["cups", "last_day", "place_other"]
    assert_leads_somewhere(person)
    for value in ('value="lots"', 'value="30"', 'value="2023"', 'value="&lt;Bar&gt;"'):
        assert value in person.page
    assert ResponseRecord.objects.get().seen == ["likes"]


@pytest.mark.parametrize(
    ("page", "fields", "words"),
    [
        ("likes", {"likes": "poison"}, "Select one of the answers shown"),
        ("likes", {"likes": ["yes", "no"]}, "Select only one answer"),
        ("likes", {"likes": "other"}, "Enter your own words for “Something else”"),
        ("likes", {"likes": "yes", "likes_other": "x"}, "Select “Something else” if you want"),
        ("with", {"with": ["milk", "none"]}, "Select “Nothing” on its own"),
        ("words", {"words": "x" * 31}, "Enter 30 characters or fewer"),
    ],
)
def test_each_fault_says_what_to_do(
    visit: Any, make_study: Any, page: str, fields: dict[str, Any], words: str
) -> None:
    person = visit(make_study())
    person.start()
    if page != "likes":
        person.answer("likes", likes="yes")
    if page == "words":
        person.answer("with")
        person.answer("amounts", cups="1", last_day="1", last_month="1", last_year="2023")
        person.answer("box")
    person.answer(page, **fields)
    assert person.status == 422
    assert words in person.words


def test_errors_in_easy_read_name_the_question_as_it_is_read(visit: Any, make_study: Any) -> None:
    person = visit(make_study())
    person.start("?edition=easy", edition="easy")
    person.answer("likes")
    assert errors_of(person) == [("likes", "Select an answer to “Tea?”")]


CLOSED = [
    ("status: closed\n", "This study is closed"),
    ("status: draft\n", "This study is not open yet"),
    ("closes: 2020-03-05\n", "It closed at the end of 5 March 2020."),
    ("opens: 2999-03-05\n", "It opens on 5 March 2999."),
]


@pytest.mark.parametrize(("setting", "words"), CLOSED)
@pytest.mark.parametrize("part", ["", "p/likes/", "check/", "done/", "stop/"])
def test_a_study_that_is_not_open_says_so_at_every_address(
    visit: Any, make_study: Any, part: str, setting: str, words: str
) -> None:
    person = visit(make_study())
    person.start()
    person.answer("likes", likes="no")
    token_page = person.page
    make_study(more=setting)
    person.get(part)
    assert words in person.words
    assert "Start" not in person.words.split("This site is run")[0]
    person.page = token_page
    person.post(part, likes="yes")
    assert person.status == 403
    assert words in person.words
    row = ResponseRecord.objects.get()
    assert (row.answers, row.completed) == ({"likes": "no"}, False)


def test_a_broken_study_is_excused_and_comes_back_when_mended(visit: Any, make_study: Any) -> None:
    person = visit(make_study())
    make_study(questions="sections: [\n")
    person.get()
    assert person.status == 503
    assert "Answers that were sent before are safe" in person.words
    make_study()
    person.get()
    assert person.status == 200


def test_a_study_that_is_not_there(visit: Any, make_study: Any) -> None:
    person = visit(make_study())
    person.slug = "coffee"
    person.get()
    assert person.status == 404
    assert person.heading == "We cannot find that page"


def test_an_answer_the_questionnaire_no_longer_takes_is_asked_again(
    visit: Any, make_study: Any
) -> None:
    folder = make_study()
    person = visit(folder)
    person.start()
    person.answer("likes", likes="no")
    path = folder / "questionnaire.yaml"
    changed = path.read_text("utf-8").replace(
        '{code: "no", label: {en: "No"', '{code: nope, label: {en: "No"'
    )
    path.write_text(changed, "utf-8")
    person.get("p/amounts/")
    assert person.at == "/s/tea/p/likes/"
    assert person.status == 200


def test_a_form_without_its_token_is_refused_in_plain_words(visit: Any, make_study: Any) -> None:
    person = visit(make_study())
    person.start()
    person.page = ""
    person.answer("likes", likes="no")
    assert person.status == 403
    assert person.heading == "Please open that page again"
    assert ResponseRecord.objects.count() == 0


def test_methods_other_than_get_and_post_are_refused(visit: Any, reference: Path) -> None:
    visit(reference)
    assert Client(headers={"host": "localhost"}).put("/s/coproduction/").status_code == 405
