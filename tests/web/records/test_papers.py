"""Forms that are typed in twice, as the tables hold them."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.collect.papers import CLUB, FORMS

from alongside.collect.entry import AboutPaper, Entry, enter_section, finish_entry
from alongside.collect.entry_compare import Choice, Decision, Settlement, settle
from alongside.collect.paper import Edition
from alongside.web.records.models import PaperEntry, ResponseRecord
from alongside.web.records.papers import (
    begin_paper,
    change_paper,
    find_paper,
    remove_entry,
    settle_paper,
)

pytestmark = pytest.mark.django_db
STAFF = AboutPaper("staff")


def begin(member: str, about: AboutPaper = STAFF, *, alone: bool = False) -> bool:
    return begin_paper("club", "17", member, about, CLUB, alone=alone)


def change(member: str, work: Callable[[Entry], Entry]) -> Entry | None:
    return change_paper("club", "17", member, CLUB, work)


def type_in(member: str, about: AboutPaper = STAFF, **typed: list[str]) -> None:
    """Type the whole form in but for finishing it."""
    assert begin(member, about)
    for section, usual in FORMS.items():

        def enter(
            entry: Entry, section: str = section, usual: dict[str, list[str]] = usual
        ) -> Entry:
            return enter_section(CLUB, entry, section, usual | typed).entry

        assert change(member, enter)


def finish(member: str) -> None:
    entry = change(member, lambda entry: finish_entry(CLUB, entry))
    assert entry
    assert entry.completed


def both(about: AboutPaper = STAFF) -> None:
    for member in ("Ada", "Ben"):
        type_in(member, about)
        finish(member)


def settle_all(decisions: dict[str, Decision] | None = None) -> Settlement | None:
    chosen = decisions or {}

    def decide(first: Entry, second: Entry) -> Settlement:
        return settle(CLUB, first, second, chosen)

    return settle_paper("club", "17", "Ada", CLUB, chosen, decide)


def test_who_typed_a_form_in_does_not_get_the_other_turn() -> None:
    type_in("Ada")
    assert begin("Ada"), "going on with what was begun"
    finish("Ada")
    assert not begin("Ada")
    assert list(PaperEntry.objects.values_list("turn", "member")) == [(1, "Ada")]
    assert begin("Ada", alone=True)
    assert find_paper("club", "17", CLUB).turns[2].alone


def test_a_third_gets_no_turn() -> None:
    assert begin("Ada")
    assert begin("Ben")
    assert not begin("Cat")
    assert not begin("Cat", alone=True)


def test_nothing_is_settled_before_both_have_finished() -> None:
    type_in("Ada")
    finish("Ada")
    type_in("Ben")
    assert find_paper("club", "17", CLUB).pair is None
    assert settle_all() is None
    assert not ResponseRecord.objects.exists()
    finish("Ben")
    done = settle_all()
    assert done
    assert done.entry.completed
    assert ResponseRecord.objects.count() == 1


def test_a_finished_entry_stays_as_it_is() -> None:
    type_in("Ada")
    finish("Ada")
    assert change("Ada", lambda entry: replace(entry, answers={})) is None
    assert find_paper("club", "17", CLUB).turns[1].entry.answers["shifts"] == 3


def test_what_the_form_says_of_itself_goes_with_the_response() -> None:
    about = AboutPaper("staff", "cy", Edition.EASY, "post", ("read", "wrote"), "family")
    both(about)
    assert settle_all()
    row = ResponseRecord.objects.get()
    assert (row.language, row.edition, row.channel, row.mode) == ("cy", "easy", "post", "paper")
    assert (row.helped, row.helper) == (["read", "wrote"], "family")


def test_settling_again_makes_nothing_new_and_says_what_was_settled() -> None:
    type_in("Ada")
    finish("Ada")
    type_in("Ben", shifts=["5"])
    finish("Ben")
    undecided = settle_all()
    assert undecided
    assert [item.code for item in undecided.undecided] == ["shifts"]
    assert not ResponseRecord.objects.exists()
    for choice in (Choice.SECOND, Choice.FIRST):
        done = settle_all({"shifts": Decision(choice)})
        assert done
        assert done.entry.answers["shifts"] == 5
    assert ResponseRecord.objects.get().answers["shifts"] == 5
    assert PaperEntry.objects.count() == 3


def test_only_what_is_not_settled_is_deleted_and_only_one_s_own() -> None:
    type_in("Ada")
    finish("Ada")
    assert not remove_entry("club", "17", "Ben")
    assert remove_entry("club", "17", "Ada")
    assert not PaperEntry.objects.exists()
    both()
    assert settle_all()
    assert not remove_entry("club", "17", "Ada")
    assert PaperEntry.objects.count() == 3
