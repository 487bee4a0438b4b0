import pytest
from tests.collect.papers import CLUB, FORMS, type_in

from alongside.collect.entry import (
    NOTE_PREFIX,
    AboutPaper,
    Note,
    begin_entry,
    change_about,
    enter_section,
    finish_entry,
    folded_codes,
    open_sections,
    progress_from,
    section_items,
    written_anyway,
)
from alongside.collect.paper import Edition


def test_the_form_answers_the_question_it_was_printed_for() -> None:
    entry = begin_entry(CLUB, AboutPaper("staff"))
    assert entry.answers == {"role": "staff"}
    assert "role" not in [item.question.code for item in section_items(CLUB, entry.about)["you"]]
    assert open_sections(CLUB, entry) == ("you", "more")


def test_a_form_for_everybody_asks_it() -> None:
    entry = begin_entry(CLUB, AboutPaper())
    assert entry.answers == {}
    assert section_items(CLUB, entry.about)["you"][0].question.code == "role"


def test_an_unknown_audience_is_refused() -> None:
    with pytest.raises(ValueError, match="nobody"):
        begin_entry(CLUB, AboutPaper("nobody"))


def test_saving_twice_is_saving_once() -> None:
    once = enter_section(CLUB, begin_entry(CLUB, AboutPaper("staff")), "you", FORMS["you"]).entry
    assert once.sections == ("you",)
    assert once.answers == {"role": "staff", "came": "yes", "ways": ("bus", "foot")}
    assert enter_section(CLUB, once, "you", FORMS["you"]).entry == once


def test_typing_a_section_again_leaves_nothing_of_before() -> None:
    empty = begin_entry(CLUB, AboutPaper("staff"))
    before = [
        {"came": ["yes"], "ways": ["something"], "ways_other": ["Skates"]},
        {"came": ["yes"], "ways": ["note:unreadable"], "hindered": ["Rain"]},
    ]
    anew = {"came": ["yes"], "ways": ["bus"]}
    for earlier in before:
        entry = enter_section(CLUB, empty, "you", earlier).entry
        assert len(entry.answers) + len(entry.notes) == 4
        again = enter_section(CLUB, entry, "you", anew).entry
        assert again == enter_section(CLUB, empty, "you", anew).entry
        assert again.answers == {"role": "staff", "came": "yes", "ways": ("bus",)}
        assert again.notes == {}


def test_a_question_left_blank_is_asked_about_once_and_then_noted() -> None:
    entry = begin_entry(CLUB, AboutPaper("staff"))
    step = enter_section(CLUB, entry, "you", {"came": ["yes"]})
    assert step.entry == entry
    assert step.blank == ("ways",)
    assert step.entered["came"] == ("yes",)
    step = enter_section(CLUB, entry, "you", {"came": ["yes"]}, blanks_are_meant=True)
    assert step.entry.notes == {"ways": Note.BLANK}
    assert "ways" not in step.entry.answers


def test_questions_that_the_routing_skips_may_stay_empty() -> None:
    step = enter_section(CLUB, begin_entry(CLUB, AboutPaper("staff")), "you", FORMS["you"])
    assert not step.blank  # "hindered" is only for those who did not come


def test_a_question_that_may_be_left_out_is_not_asked_about() -> None:
    entry = begin_entry(CLUB, AboutPaper("young"))
    assert not enter_section(CLUB, entry, "more", {}).blank


def test_a_note_stands_in_place_of_an_answer() -> None:
    entry = begin_entry(CLUB, AboutPaper("staff"))
    step = enter_section(CLUB, entry, "you", {"came": [NOTE_PREFIX + "many"]})
    assert step.entry.notes == {"came": Note.MANY}
    assert "came" not in step.entry.answers
    step = enter_section(CLUB, entry, "more", {"shifts": [""], "shifts-note": ["unreadable"]})
    assert step.entry.notes == {"shifts": Note.UNREADABLE}


def test_an_answer_and_a_note_against_it_cannot_both_be_so() -> None:
    entry = begin_entry(CLUB, AboutPaper("staff"))
    step = enter_section(CLUB, entry, "more", {"shifts": ["3"], "shifts-note": ["unfit"]})
    assert [item.code for item in step.problems] == ["entry-note-and-answer"]
    assert step.entry == entry


def test_written_words_can_be_readable_in_part() -> None:
    form = {"shifts": ["3"], "wish": ["More (…)"], "wish-note": ["unreadable"]}
    step = enter_section(CLUB, begin_entry(CLUB, AboutPaper("staff")), "more", form)
    assert step.entry.answers["wish"] == "More (…)"
    assert step.entry.notes == {"wish": Note.UNREADABLE}


def test_a_made_up_note_is_none() -> None:
    form = {"shifts": ["3"], "wish-note": ["rude"]}
    step = enter_section(CLUB, begin_entry(CLUB, AboutPaper("staff")), "more", form)
    assert step.entry.notes == {}


def test_the_checks_are_those_of_the_screen() -> None:
    entry = begin_entry(CLUB, AboutPaper("staff"))
    step = enter_section(CLUB, entry, "more", {"shifts": ["9"]})
    assert [item.code for item in step.problems] == ["answer-above"]
    step = enter_section(CLUB, entry, "you", {"came": ["yes"], "ways": ["bus", "none"]})
    assert [item.code for item in step.problems] == ["answer-exclusive"]
    assert step.entered["ways"] == ("bus", "none")


def test_what_was_written_in_the_wrong_place_is_kept_and_not_counted() -> None:
    entry = type_in(hindered=["The rain"])
    assert entry.answers["hindered"] == "The rain"
    assert written_anyway(CLUB, entry) == ("hindered",)
    assert "hindered" not in progress_from(CLUB, entry).answers


def test_a_section_is_open_again_when_a_change_leads_to_more_questions() -> None:
    entry = begin_entry(CLUB, AboutPaper())
    you = FORMS["you"] | {"role": ["young"]}
    entry = enter_section(CLUB, entry, "you", you).entry
    entry = enter_section(CLUB, entry, "more", {}).entry
    assert open_sections(CLUB, entry) == ()
    entry = enter_section(CLUB, entry, "you", you | {"role": ["staff"]}).entry
    assert open_sections(CLUB, entry) == ("more",)
    assert not finish_entry(CLUB, entry).completed


def test_a_complete_entry_stays_as_it_is() -> None:
    entry = type_in()
    assert entry.completed
    assert enter_section(CLUB, entry, "more", {"shifts": ["5"]}).entry == entry


def test_an_unknown_section_changes_nothing() -> None:
    entry = begin_entry(CLUB, AboutPaper("staff"))
    assert enter_section(CLUB, entry, "nowhere", FORMS["you"]).entry == entry


def test_everything_printed_counts_as_shown() -> None:
    progress = progress_from(CLUB, type_in())
    assert progress.completed
    assert progress.seen == ("role", "came", "ways", "shifts", "wish")
    assert set(progress.shown) == {"role", "came", "ways", "hindered", "shifts", "wish"}
    assert set(progress.shown.values()) == {"1/en/standard"}


@pytest.mark.parametrize(
    ("edition", "wording"),
    [(Edition.STANDARD, "standard"), (Edition.LARGE, "standard"), (Edition.EASY, "easy")],
)
def test_the_exposure_record_says_which_wording_was_printed(edition: Edition, wording: str) -> None:
    about = AboutPaper("young", "cy", edition)
    assert str(about.reading(CLUB)) == f"1/cy/{wording}"


def test_what_the_form_says_can_be_mended_and_what_was_typed_stays() -> None:
    entry = begin_entry(CLUB, AboutPaper("staff"))
    entry = enter_section(CLUB, entry, "you", FORMS["you"]).entry
    mended = change_about(CLUB, entry, AboutPaper("young", "cy"))
    assert mended.about == AboutPaper("young", "cy")
    assert mended.answers == {"role": "young", "came": "yes", "ways": ("bus", "foot")}
    everybody = change_about(CLUB, entry, AboutPaper())
    assert "role" not in everybody.answers
    assert change_about(CLUB, type_in(), AboutPaper("young")) == type_in()


def test_what_the_routing_skips_is_folded_once_that_is_known() -> None:
    entry = begin_entry(CLUB, AboutPaper("staff"))
    assert folded_codes(CLUB, entry, "you") == frozenset()
    saved = enter_section(CLUB, entry, "you", FORMS["you"]).entry
    assert folded_codes(CLUB, saved, "you") == {"hindered"}
    everybody = begin_entry(CLUB, AboutPaper())
    assert folded_codes(CLUB, everybody, "more") == {"shifts"}  # the role is asked before
    assert folded_codes(CLUB, everybody, "you") == frozenset()
