"""Whatever is sent to whatever page, people get a page and answers stay sound."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.collect import check_answer
from alongside.questionnaire import Answers, load_study
from alongside.web.records.mapping import progress_of
from alongside.web.records.models import ResponseRecord

pytestmark = pytest.mark.django_db

FIELDS = (
    *("likes", "likes_other", "with", "cups", "last", "last_day", "last_month", "last_year"),
    *(
        "rating",
        "place",
        "place_other",
        "words",
        "box",
        "skip-page",
        "from",
        "as",
        "edition",
        "lang",
    ),
    *("fresh", "csrfmiddlewaretoken"),
)
VALUES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(["yes", "no", "other", "milk", "none", "1", "12", "2023", "home", "away"]),
    st.text(alphabet="0123456789.,-+e ", max_size=30),
    st.sampled_from(["\x00", "\u202e", "9" * 5000, "NaN", "-inf", "٣", "{{likes}}", "\r\n\r"]),
)
FORMS = st.dictionaries(st.sampled_from(FIELDS), st.lists(VALUES, max_size=3))
PARTS = st.sampled_from(
    ["", "p/likes/", "p/with/", "p/amounts/", "p/box/", "p/words/", "p/no-such/", "check/", "stop/"]
)
SENT = st.lists(st.tuples(PARTS, FORMS), max_size=6)
READY: dict[str, dict[str, list[str]]] = {
    "likes": {"likes": ["yes"]},
    "with": {"with": ["milk"]},
    "amounts": {
        "cups": ["2"],
        "last_day": ["1"],
        "last_month": ["1"],
        "last_year": ["2023"],
    },
    "box": {},
}


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(reached=st.integers(0, len(READY)), sent=SENT)
def test_no_form_breaks_a_page_or_an_answer(
    visit: Any,
    make_study: Any,
    reached: int,
    sent: list[tuple[str, dict[str, list[str]]]],
) -> None:
    ResponseRecord.objects.all().delete()
    folder = make_study()
    person = visit(folder)
    person.client.handler.enforce_csrf_checks = False
    person.start()
    for page, form in list(READY.items())[:reached]:
        person.post(f"p/{page}/", **form)
    for part, form in sent:
        person.post(part, **form)
        assert person.status in (200, 422), (part, form)
        person.get(part)
        assert person.status == 200, part
    questionnaire = load_study(folder).questionnaire
    assert questionnaire is not None
    for row in ResponseRecord.objects.all():
        answers: Answers = progress_of(row, questionnaire).answers
        assert set(answers) == set(row.answers)
        for code, value in answers.items():
            question = questionnaire.questions.get(code)
            if question is not None:
                assert check_answer(question, value, answers) == []
