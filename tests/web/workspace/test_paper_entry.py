"""Paper questionnaires: typed in twice by two people, settled, and made one response."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from alongside.web.people.team import add_member
from alongside.web.records.models import PaperEntry, ResponseRecord
from alongside.web.records.returning import remove_response

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("buses")]
PAPER = "/s/buses/team/paper/"
RIDER = {"audience": "rider", "language": "en", "edition": "standard", "channel": "-none"}
ANSWERS = {"late": "yes", "why": "Snow", "words": ""}


@pytest.fixture
def ada(sign_in: Callable[..., Client]) -> Client:
    return sign_in("enter", name="Ada")


@pytest.fixture
def ben(sign_in: Callable[..., Client]) -> Client:
    return sign_in("enter", name="Ben")


def begin(browser: Client, number: str = "17", **about: str) -> Any:
    return browser.post(f"{PAPER}new/", {"number": number, **RIDER, **about})


def save(browser: Client, number: str = "17", **answers: object) -> Any:
    return browser.post(f"{PAPER}form/{number}/section/all/", ANSWERS | answers)


def type_in(browser: Client, number: str = "17", **answers: object) -> Any:
    """Type a form in from beginning to end; return the last answer of the site."""
    assert begin(browser, number).status_code == 303
    saved = save(browser, number, **answers)
    assert saved.status_code == 303, saved.content.decode()
    return browser.post(f"{PAPER}form/{number}/", follow=True)


def words_of(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def only_response() -> ResponseRecord:
    return ResponseRecord.objects.get()


def test_who_has_not_the_role_is_told_so(sign_in: Callable[..., Client]) -> None:
    assert sign_in("watch", name="Cat").get(PAPER).status_code == 403
    assert Client().get(PAPER).status_code == 303


def test_the_first_page_says_what_to_do(ada: Client) -> None:
    page = words_of(ada.get(PAPER))
    assert "No form has been typed in yet" in page
    assert "Type a form in" in page


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("status: draft\n", "not open yet"),
        ("opens: 2999-01-01\n", "not open yet"),
        ("status: closed\n", "No form has been typed in"),
    ],
)
def test_papers_are_taken_from_the_first_day_on_and_after_the_last(
    ada: Client, make_study: Any, more: str, words: str
) -> None:
    make_study(more=more)
    page = ada.get(PAPER)
    assert words in words_of(page)
    began = begin(ada).status_code == 303
    assert began == ("typed in yet" in words_of(page))


def test_two_entries_that_agree_make_one_response_by_themselves(ada: Client, ben: Client) -> None:
    waiting = type_in(ada)
    assert "Somebody else now types it in a second time" in words_of(waiting)
    assert not ResponseRecord.objects.exists()
    assert "Form 17 is settled" in words_of(type_in(ben))
    response = only_response()
    assert response.answers == {"who": "rider", "late": "yes", "why": "Snow"}
    assert response.seen == ["who", "late", "why", "words"]
    assert set(response.shown) == {"who", "late", "why", "words"}
    assert set(response.shown.values()) == {"1/en/standard"}
    assert (response.mode, response.completed, response.channel) == ("paper", True, "")
    assert [row.member for row in PaperEntry.objects.order_by("turn")] == ["Ada", "Ben", ""]
    assert {row.response_key for row in PaperEntry.objects.all()} == {response.key}


def test_the_name_of_who_typed_is_not_kept_with_the_response(ada: Client, ben: Client) -> None:
    type_in(ada)
    type_in(ben)
    kept = {name: str(value) for name, value in vars(only_response()).items()}
    assert not [name for name, value in kept.items() if "Ada" in value or "Ben" in value]


def test_a_disagreement_is_caught_and_settled(ada: Client, ben: Client) -> None:
    type_in(ada)
    differs = type_in(ben, why="Show")
    assert "The two entries differ" in words_of(differs)
    assert not ResponseRecord.objects.exists()
    page = ada.get(f"{PAPER}form/17/settle/").content.decode()
    assert "2. Why?" in page
    assert "<mark>Snow</mark>" in page
    assert "<mark>Show</mark>" in page
    assert "Was the bus late" not in page  # they agree on it
    settled = ada.post(f"{PAPER}form/17/settle/", {"why-settle": "first"}, follow=True)
    assert "Form 17 is settled" in words_of(settled)
    assert only_response().answers["why"] == "Snow"
    typed = {row.turn: row.answers["why"] for row in PaperEntry.objects.all()}
    assert typed == {1: "Snow", 2: "Show", 3: "Snow"}  # both stay as they were typed in
    assert PaperEntry.objects.get(turn=3).about["choices"] == {"why": "first"}


def test_a_third_value_may_be_right(ada: Client, ben: Client) -> None:
    type_in(ada)
    type_in(ben, why="Show")
    sent = {"why-settle": "other", "why": ""}
    refused = ben.post(f"{PAPER}form/17/settle/", sent)
    assert refused.status_code == 422
    assert "Question 2: type what stands on the paper" in words_of(refused)
    ben.post(f"{PAPER}form/17/settle/", sent | {"why": "Slow"})
    assert only_response().answers["why"] == "Slow"


def test_settling_twice_makes_one_response(ada: Client, ben: Client) -> None:
    type_in(ada)
    type_in(ben, why="Show")
    for choice in ("first", "second"):
        ada.post(f"{PAPER}form/17/settle/", {"why-settle": choice})
    assert only_response().answers["why"] == "Snow"


def test_finishing_twice_makes_one_response(ada: Client, ben: Client) -> None:
    type_in(ada)
    type_in(ben)
    again = ben.post(f"{PAPER}form/17/", follow=True)
    assert "no entry of yours that could be changed" in words_of(again)
    assert ResponseRecord.objects.count() == 1


def test_an_early_difference_is_shown_with_what_follows_from_it(ada: Client, ben: Client) -> None:
    type_in(ada)
    type_in(ben, late="no", why="")
    page = words_of(ada.get(f"{PAPER}form/17/settle/"))
    assert "This follows from the difference above" in page
    assert "Not asked, by this entry’s answers" in page
    half = ada.post(f"{PAPER}form/17/settle/", {"late-settle": "first"})
    assert half.status_code == 422
    assert "Question 2: choose which entry is right" in words_of(half)
    assert not ResponseRecord.objects.exists()
    ada.post(f"{PAPER}form/17/settle/", {"late-settle": "second"})
    assert only_response().answers == {"who": "rider", "late": "no"}


def test_what_the_form_says_of_itself_is_settled_too(ada: Client, ben: Client) -> None:
    type_in(ada)
    begin(ben, channel="event")
    save(ben)
    ben.post(f"{PAPER}form/17/")
    page = words_of(ben.get(f"{PAPER}form/17/settle/"))
    assert "How the form went out" in page
    ben.post(f"{PAPER}form/17/settle/", {"about-channel-settle": "second"})
    assert only_response().channel == "event"


def test_choosing_nothing_settles_nothing(ada: Client, ben: Client) -> None:
    type_in(ada)
    type_in(ben, why="Show")
    refused = ada.post(f"{PAPER}form/17/settle/", {})
    assert refused.status_code == 422
    assert not ResponseRecord.objects.exists()


def test_the_second_person_sees_nothing_of_the_first_entry(ada: Client, ben: Client) -> None:
    type_in(ada, why="A secret word")
    for address in ("", "new/?form=17", "form/17/", "form/17/section/all/", "form/17/settle/"):
        page = ben.get(PAPER + address, follow=True).content.decode()
        assert "secret" not in page
    begin(ben)
    assert "secret" not in ben.get(f"{PAPER}form/17/section/all/").content.decode()


def test_one_person_does_not_do_both(ada: Client) -> None:
    add_member("buses", "Ben", ["enter"])
    type_in(ada)
    refused = begin(ada)
    assert refused.status_code == 422
    assert "Somebody else does it the second time" in words_of(refused)
    assert PaperEntry.objects.count() == 1


def test_who_is_alone_may_do_both_after_a_warning_and_it_is_recorded(ada: Client) -> None:
    type_in(ada)
    asked = begin(ada)
    assert "Type it in again myself" in words_of(asked)
    assert PaperEntry.objects.count() == 1
    assert begin(ada, again="1").status_code == 303
    save(ada)
    ada.post(f"{PAPER}form/17/")
    assert ResponseRecord.objects.count() == 1
    assert PaperEntry.objects.get(turn=2).about["alone"] is True
    assert "Both entries are by Ada" in words_of(ada.get(f"{PAPER}form/17/settle/"))


def test_a_third_person_is_not_needed(ada: Client, ben: Client, sign_in: Any) -> None:
    type_in(ada)
    begin(ben)
    refused = begin(sign_in("enter", name="Cat"))
    assert "Two others have typed this form in" in words_of(refused)
    save(ben)
    ben.post(f"{PAPER}form/17/")
    assert "is settled. Check the number" in words_of(begin(ben))


def test_two_may_type_at_the_same_time(ada: Client, ben: Client) -> None:
    for browser in (ada, ben):
        begin(browser)
    for browser in (ben, ada):
        save(browser)
        browser.post(f"{PAPER}form/17/")
    assert ResponseRecord.objects.count() == 1


def test_leaving_and_coming_back_resumes(ada: Client) -> None:
    begin(ada)
    save(ada)
    page = words_of(ada.get(PAPER))
    assert "Being typed in" in page
    assert "Go on with form 17" in page
    assert begin(ada)["Location"] == f"{PAPER}form/17/"
    typed = ada.get(f"{PAPER}form/17/section/all/").content.decode()
    assert "Snow</textarea>" in typed
    assert re.search(r'value="yes"\s+checked', typed)


def test_blanks_are_asked_about_once(ada: Client) -> None:
    begin(ada)
    asked = save(ada, late="")
    assert asked.status_code == 422
    assert "Question 1: nothing was typed" in words_of(asked)
    assert "Snow</textarea>" in asked.content.decode()
    assert PaperEntry.objects.get().seen == []
    assert save(ada, late="", **{"blanks-are-meant": "1"}).status_code == 303
    assert PaperEntry.objects.get().notes == {"late": "blank"}


def test_notes_are_kept_and_shown_before_finishing(ada: Client) -> None:
    begin(ada)
    save(ada, late="note:many", **{"words-note": "unreadable"})
    assert PaperEntry.objects.get().notes == {"late": "many", "words": "unreadable"}
    page = words_of(ada.get(f"{PAPER}form/17/"))
    assert "More ticked than asked for" in page
    # "late" has no answer, so nobody asked why
    assert "Why? Written, though it is not asked" in page


def test_what_the_routing_skips_is_folded_away_and_within_reach(ada: Client) -> None:
    begin(ada)
    save(ada, late="no", why="")
    page = ada.get(f"{PAPER}form/17/section/all/").content.decode()
    folded = page[page.index("<details") : page.index("</details>")]
    assert "Something was written here anyway" in folded
    assert 'name="why"' in folded
    assert 'name="late"' not in folded
    assert " open>" not in folded


def test_a_fault_is_named_with_its_number_and_nothing_typed_is_lost(ada: Client) -> None:
    begin(ada)
    refused = save(ada, late="perhaps")
    assert refused.status_code == 422
    assert "Question 1: Select one of the answers" in words_of(refused)
    assert "Snow</textarea>" in refused.content.decode()


@pytest.mark.parametrize("number", ["", "  ", "a b", "x" * 21, "../7", "ÿ"])
def test_a_number_that_cannot_be_one_is_refused(ada: Client, number: str) -> None:
    refused = begin(ada, number)
    assert refused.status_code == 422
    assert 'href="#number"' in refused.content.decode()
    assert not PaperEntry.objects.exists()


def test_small_letters_and_zeros_make_no_other_form(ada: Client) -> None:
    begin(ada, " 007 ")
    begin(ada, "b-7")
    assert sorted(PaperEntry.objects.values_list("form", flat=True)) == ["7", "B-7"]


def test_whom_the_form_is_for_must_be_said(ada: Client) -> None:
    sent = {name: value for name, value in RIDER.items() if name != "audience"}
    refused = ada.post(f"{PAPER}new/", {"number": "17", **sent})
    assert "Choose whom the form is printed for" in words_of(refused)


def test_a_form_for_everybody_asks_who_the_person_is(ada: Client) -> None:
    begin(ada, audience="-everybody")
    page = ada.get(f"{PAPER}form/17/section/all/").content.decode()
    assert "1. Who are you?" in page
    assert "2. Was the bus late?" in page


def test_what_was_said_of_the_form_can_be_mended(ada: Client) -> None:
    begin(ada)
    save(ada)
    mended = ada.post(f"{PAPER}form/17/about/", RIDER | {"audience": "driver"}, follow=True)
    assert "Drivers" in words_of(mended)
    assert PaperEntry.objects.get().answers["who"] == "driver"


def test_the_next_form_begins_with_what_the_last_one_said(ada: Client, ben: Client) -> None:
    begin(ada, audience="driver")
    page = ada.get(f"{PAPER}new/").content.decode()
    assert re.search(r'value="driver"\s+checked', page)
    page = ben.get(f"{PAPER}new/?form=17").content.decode()
    assert not re.search(r'value="driver"\s+checked', page)


def test_one_s_own_mistaken_entry_can_be_deleted_until_settled(ada: Client, ben: Client) -> None:
    type_in(ada)
    begin(ben)
    assert "Delete your entry" in words_of(ben.get(f"{PAPER}form/17/delete/"))
    assert PaperEntry.objects.count() == 2
    ben.post(f"{PAPER}form/17/delete/")
    assert [row.member for row in PaperEntry.objects.all()] == ["Ada"]
    ben.post(f"{PAPER}form/17/delete/")  # nothing of Ben's is left; Ada's is not touched
    assert PaperEntry.objects.count() == 1
    type_in(ben)
    ada.post(f"{PAPER}form/17/delete/")
    assert PaperEntry.objects.count() == 3


def test_a_deleted_first_entry_is_typed_in_anew(ada: Client, ben: Client) -> None:
    type_in(ada, late="no", why="")
    type_in(ben)
    ada.post(f"{PAPER}form/17/delete/")
    assert "Form 17 is settled" in words_of(type_in(ada))
    assert only_response().answers["late"] == "yes"


def test_the_list_says_how_each_form_stands(ada: Client, ben: Client) -> None:
    begin(ada, "1")
    type_in(ada, "2")
    type_in(ada, "3")
    type_in(ben, "3", why="Show")
    type_in(ada, "4")
    type_in(ben, "4")
    page = words_of(ben.get(PAPER))
    assert "Being typed in 1" in page
    assert "Waits for the second entry 1" in page
    assert "Two entries that differ 1" in page
    assert "Settled 1" in page
    assert "3 Two entries that differ Ada Ben 1" in page


def test_agreement_is_shown_by_question_the_lowest_first(ada: Client, ben: Client) -> None:
    assert "No form has been typed in twice" in words_of(ada.get(f"{PAPER}agreement/"))
    type_in(ada)
    type_in(ben, why="Show")
    page = words_of(ada.get(f"{PAPER}agreement/"))
    assert "the same in 3 of 4 answers (75%)" in page
    assert page.index("Why? 1 0 0%") < page.index("Was the bus late? 1 1 100%")


def test_what_does_not_exist_leads_to_the_list(ada: Client) -> None:
    for address in ("form/99/", "form/99/section/all/", "form/99/settle/", "form/99/delete/"):
        for answer in (ada.get(PAPER + address), ada.post(PAPER + address, {"x": "y"})):
            assert answer.status_code == 303, address
    begin(ada)
    assert ada.get(f"{PAPER}form/17/section/nowhere/").status_code == 303


def test_taking_answers_back_takes_the_papers_along(ada: Client, ben: Client) -> None:
    type_in(ada)
    type_in(ben)
    remove_response("buses", only_response().key)
    assert not PaperEntry.objects.exists()


def test_members_of_other_tasks_do_not_count_as_a_second_pair_of_eyes(ada: Client) -> None:
    add_member("buses", "Dot", ["watch"])
    type_in(ada)
    assert "Type it in again myself" in words_of(begin(ada))


def test_rows_hold_plain_values(ada: Client, ben: Client) -> None:
    type_in(ada)
    type_in(ben)
    for row in PaperEntry.objects.all():
        json.dumps([row.answers, row.about, row.notes, row.seen, row.shown])
