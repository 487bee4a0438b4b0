"""People who answer, from the start to the thanks."""

from pathlib import Path
from typing import Any

import pytest

from alongside.web.records.models import ResponseRecord

pytestmark = pytest.mark.django_db


def test_staff_who_had_not_heard_of_it(visit: Any, reference: Path) -> None:
    person = visit(reference)
    person.start("?as=staff")
    assert person.at == "/s/coproduction/p/role/"
    person.answer("role", role="other", role_other="Driver")
    person.answer("employer", employer="charity")
    person.answer("heard", heard="no")
    assert person.at == "/s/coproduction/p/box_staff/"
    assert "of about" not in person.words  # a page to read is not counted
    person.answer("box_staff")
    person.answer("familiar", familiar="no")
    assert person.at == "/s/coproduction/p/should/"
    person.answer("should", should="yes")
    person.answer("barriers", barriers=["time", "cost"])
    for page in ("anything_else", "age_band", "gender", "ethnic_group", "disability"):
        person.answer(page, **{"skip-page": "1"})
    person.answer("region", region="london")
    assert person.heading == "Check your answers"
    assert "Not enough time, Not enough money" in person.words
    assert "Driver" in person.words
    person.post("check/")
    assert person.at == "/s/coproduction/done/"
    row = ResponseRecord.objects.get()
    assert row.completed
    assert row.answers["barriers"] == ["time", "cost"]
    assert row.answers["role_other"] == "Driver"
    assert row.version == "1"
    assert row.seen[0] == "audience"


def test_people_with_lived_experience_go_another_way(visit: Any, reference: Path) -> None:
    person = visit(reference)
    person.start()
    assert person.at == "/s/coproduction/p/audience/"
    assert "Question 1 of about" in person.words
    person.answer("audience", audience="lived")
    assert person.at == "/s/coproduction/p/service/"
    person.answer("service", service="Home care – each day")
    person.answer("heard", heard="yes")
    assert person.at == "/s/coproduction/p/meaning/"
    person.answer("meaning", meaning="Deciding together\r\n– as équals ✊")
    row = ResponseRecord.objects.get()
    assert row.answers["meaning"] == "Deciding together\n– as équals ✊"
    assert not row.completed


def test_every_type_of_question(visit: Any, make_study: Any) -> None:
    person = visit(make_study())
    person.start()
    person.answer("likes", likes="yes")
    person.answer("with", **{"with": ["milk", "sugar"]})
    assert person.heading == "How much"
    assert "1 – Bad" in person.words
    assert "3 – Good" in person.words
    person.answer(
        "amounts",
        cups="1",
        last_day="1",
        last_month="March",
        last_year="2023",
        rating="3",
        place="away",
        place_other="A café",
    )
    assert person.heading == "Please read"
    assert "<strong>Yes</strong>" in person.page
    assert "<script>" not in person.page
    person.answer("box")
    assert person.heading == "You said Yes. Why?"
    person.answer("words", words="<b>Because</b> & so")
    assert "1 cups" in person.words
    assert "1 March 2023" in person.words
    assert "A café" in person.words
    assert "&lt;b&gt;Because&lt;/b&gt;" in person.page
    assert ResponseRecord.objects.get().answers["last"] == "2023-03-01"


def test_answers_can_be_changed_from_the_check_page(visit: Any, make_study: Any) -> None:
    person = visit(make_study())
    person.start()
    person.answer("likes", likes="no")
    dated = {"last_day": "1", "last_month": "3", "last_year": "2023"}
    person.answer("amounts", cups="2", **dated)
    person.answer("box")
    person.answer("words")
    assert person.at == "/s/tea/check/"
    person.get("p/amounts/?from=check")
    assert 'value="2023"' in person.page
    assert 'href="/s/tea/check/"' in person.page
    person.post("p/amounts/?from=check", cups="3", **dated)
    assert person.at == "/s/tea/check/"
    person.post("p/likes/?from=check", likes="yes")
    assert person.at == "/s/tea/p/with/?from=check"  # a page that this change opened
    person.post("p/with/?from=check")
    assert person.at == "/s/tea/check/"


def test_an_abandoned_branch_is_kept_but_not_shown(visit: Any, make_study: Any) -> None:
    person = visit(make_study())
    person.start()
    person.answer("likes", likes="yes")
    person.answer("with", **{"with": ["milk"]})
    person.answer("likes", likes="no")
    assert person.at == "/s/tea/p/amounts/"
    assert ResponseRecord.objects.get().answers["with"] == ["milk"]
    person.get("p/with/")
    assert person.at == "/s/tea/p/amounts/"
    person.answer("likes", likes="yes")
    assert 'value="milk" checked' in person.page


def test_going_back_and_sending_twice_do_no_harm(visit: Any, make_study: Any) -> None:
    person = visit(make_study())
    person.get()
    before = person.client.cookies["alongside"].value
    person.post(follow=False)
    person.client.cookies["alongside"] = before  # a double press: both carry the old cookie
    person.post()
    assert person.at == "/s/tea/p/likes/"
    for _ in range(2):
        person.post("p/likes/", likes="no", follow=False)
        assert person.status == 303
    assert ResponseRecord.objects.count() == 1
    person.get("p/likes/")
    assert 'value="no" checked' in person.page


def test_sending_everything_twice_is_sending_it_once(visit: Any, reference: Path) -> None:
    person = visit(reference)
    person.start("?as=other")
    for _ in range(20):
        if person.at.endswith("/check/"):
            break
        person.post(person.at.removeprefix("/s/coproduction/"), **{"skip-page": "1"})
    assert person.at.endswith("/check/")
    before = person.client.cookies["alongside"].value
    for _ in range(2):
        person.client.cookies["alongside"] = before  # a double press: both carry the old cookie
        person.post("check/", follow=False)
        assert person.status == 303
    person.post("check/")
    assert person.at.endswith("/done/")
    person.get("done/")
    assert person.heading.startswith("Thank you")
    assert ResponseRecord.objects.filter(completed=True).count() == 1
    # Going back after sending shows no answers, whoever sits at the computer now.
    person.get("p/age_band/")
    assert person.at == "/s/coproduction/"
    assert "sent from this browser already" in person.words
    person.post()
    person.get("check/")
    assert person.at == "/s/coproduction/p/audience/"


def test_the_check_page_waits_for_every_page(visit: Any, make_study: Any) -> None:
    person = visit(make_study())
    person.start()
    person.get("check/")
    assert person.at == "/s/tea/p/likes/"
    person.post("check/")
    assert person.at == "/s/tea/p/likes/"
    person.get("done/")
    assert person.at == "/s/tea/p/likes/"
    assert not ResponseRecord.objects.filter(completed=True).exists()


@pytest.mark.parametrize("part", ["p/likes/", "check/", "done/", "stop/"])
def test_without_a_start_every_address_leads_to_it(visit: Any, make_study: Any, part: str) -> None:
    person = visit(make_study())
    person.get(part)
    assert person.at == "/s/tea/?note=begin"
    assert "please start here" in person.words


def test_looking_at_a_study_keeps_nothing(visit: Any, make_study: Any) -> None:
    person = visit(make_study())
    person.start()
    person.get("p/likes/")
    assert ResponseRecord.objects.count() == 0


def test_stopping_deletes_the_answers(visit: Any, make_study: Any) -> None:
    person = visit(make_study())
    person.start()
    person.answer("likes", likes="no")
    person.get("stop/")
    assert ResponseRecord.objects.count() == 1
    person.post("stop/")
    assert "Your answers are deleted" in person.words
    assert ResponseRecord.objects.count() == 0


def test_starting_again_deletes_the_first_answers(visit: Any, make_study: Any) -> None:
    person = visit(make_study())
    person.start()
    person.answer("likes", likes="no")
    person.get()
    assert "Carry on where you were" in person.words
    person.post()
    assert person.at == "/s/tea/p/amounts/"
    person.get()
    person.post(fresh="1")
    assert person.at == "/s/tea/p/likes/"
    assert ResponseRecord.objects.count() == 0


def test_language_and_easy_read_are_kept_along_the_way(visit: Any, make_study: Any) -> None:
    person = visit(make_study())
    person.get("?edition=easy")
    assert person.heading == "Tea time"
    person.post()
    assert person.heading == "Tea?"
    person.get("p/likes/?lang=cy&edition=standard")
    assert person.heading == "Wyt ti'n hoffi te?"
    assert '<html lang="cy"' in person.page
    person.answer("likes", likes="no")
    row = ResponseRecord.objects.get()
    assert (row.language, row.edition, row.answers) == ("cy", "standard", {"likes": "no"})
    person.get("p/likes/?lang=xx&edition=odd")
    assert '<html lang="cy"' in person.page


def test_an_audience_that_does_not_exist_is_asked_for(visit: Any, reference: Path) -> None:
    person = visit(reference)
    person.start("?as=<script>")
    assert person.at == "/s/coproduction/p/audience/"
    person.get("?as=staff")
    assert 'name="as" value="staff"' in person.page
