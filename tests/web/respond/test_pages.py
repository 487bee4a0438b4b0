"""How questions are printed: what the design system wants, and what people rely on."""

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.django_db
QUESTIONS = """\
version: "1"
sections:
  - code: all
    title: All
    pages:
      - code: rating
        type: scale
        label: How good?
        minimum: 0
        maximum: 10
        low_label: Bad
        high_label: Good
      - code: with
        type: any-of
        label: What do you take?
        options:
          - {code: milk, label: Milk}
          - {code: other, label: Something else, other: true}
          - {code: none, label: Nothing, exclusive: true}
      - {code: day, type: date, label: When?, required: false}
      - {code: words, type: long-text, label: Why?}
"""


@pytest.fixture
def person(make_study: Any, visit: Any) -> Any:
    someone = visit(make_study(questions=QUESTIONS))
    someone.start()
    return someone


def test_the_ends_of_a_scale_are_named_when_asked_and_when_checked(person: Any) -> None:
    for words in ("0 – Bad", "10 – Good"):
        assert words in person.words
    person.answer("rating", rating="10")
    person.answer("with", **{"with": "milk"})
    person.answer("day", day_day="30", day_month="jan", day_year="2023")
    person.answer("words", words="First\r\n\r\n  then")
    assert person.heading == "Check your answers"
    assert "How good? 10 – Good" in person.words
    assert "30 January 2023" in person.words
    assert "First\n\n  then" in person.page


def test_an_answer_that_stands_alone_is_set_apart(person: Any) -> None:
    person.answer("rating", rating="0")
    divider = re.search(r'<div class="govuk-checkboxes__divider">\s*or\s*</div>', person.page)
    assert divider
    assert person.page.index('value="other"') < divider.start() < person.page.index('value="none"')


def test_the_errors_take_the_focus_without_a_script(person: Any) -> None:
    person.answer("rating")
    summary = re.search(r'<div class="govuk-error-summary[^>]*>', person.page)
    assert summary
    assert " autofocus" in summary[0]
    assert ' tabindex="-1"' in summary[0]
    assert person.page.index("govuk-error-summary") < person.page.index("<h1")


def test_every_wrong_box_of_a_date_is_marked(person: Any) -> None:
    person.answer("rating", rating="0")
    person.answer("with", **{"with": "milk"})
    person.answer("day", day_day="32", day_month="", day_year="2023")
    boxes = {
        name: "govuk-input--error" in tag
        for tag, name in re.findall(r'(<input[^>]*name="(day_[a-z]+)"[^>]*>)', person.page)
    }
    assert boxes == {"day_day": True, "day_month": True, "day_year": False}
    assert "Enter a day from 1 to 31" in person.words
    assert "Enter a month for" in person.words


def test_what_is_too_long_to_read_is_refused_in_words(person: Any) -> None:
    person.answer("words", words="x" * 1_100_000)
    assert person.status == 413
    assert "20,000 characters" in person.words
    person.post("p/rating/", **{f"field{number}": "" for number in range(1100)})
    assert person.status == 413


def test_a_closed_study_says_when_in_the_language_of_the_person(
    make_study: Any, visit: Any
) -> None:
    person = visit(make_study(more="closes: 2020-03-05\n"))
    person.get("?lang=cy")
    assert "5 Mawrth 2020" in person.words


def test_a_language_from_right_to_left_is_set_so(make_study: Any, visit: Any) -> None:
    folder = make_study()
    path = folder / "study.yaml"
    path.write_text(path.read_text("utf-8").replace("[en, cy]", "[en, ur]"), "utf-8")
    person = visit(folder)
    person.get("?lang=ur")
    assert '<html lang="ur" dir="rtl"' in person.page
    person.get("?lang=en")
    assert "dir=" not in person.page


ODD_BODIES = st.sampled_from(
    [
        ("application/json", b'{"rating": "1"}'),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b"--x\r\nbroken"),
        ("application/x-www-form-urlencoded", b"rating=%ff%fe&=&&rating"),
        ("application/x-www-form-urlencoded; charset=utf-7", b"rating=+AGE-"),
        ("application/x-www-form-urlencoded; charset=none", b"rating=1"),
    ]
)
QUERIES = st.sampled_from(
    ["", "?lang=%00", "?lang=cy&lang=en&edition=easy", "?from=check", "?from=%ff", "?as=%00&x", "?"]
)
PARTS = st.sampled_from(
    ["", "p/rating/", "p/%00/", "p/%ff/", "p/%2e%2e/", "p/a%2Fb/", "check/", "done/", "stop/", "x"]
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(part=PARTS, query=QUERIES, body=ODD_BODIES)
def test_odd_addresses_and_bodies_are_answered_with_a_page(
    person: Any, part: str, query: str, body: tuple[str, bytes]
) -> None:
    person.client.handler.enforce_csrf_checks = False
    address = f"/s/tea/{part}{query}"
    seen = person.client.get(address)
    assert seen.status_code in (200, 302, 303, 404), address
    sent = person.client.generic("POST", address, body[1], content_type=body[0])
    assert sent.status_code in (200, 303, 400, 404, 422), (address, body)
