"""What a device kept: nothing of it is believed, and nothing of it is lost unsaid."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.questionnaire.made_questionnaires import every_answers, questionnaires

from alongside.collect import Progress, field_names, resume_at, submit_page
from alongside.collect.parcels import (
    Parcel,
    ParcelPage,
    Reason,
    UnfitError,
    read_parcel,
    replay,
    takes_parcels,
)
from alongside.kernel.text import Text
from alongside.questionnaire import (
    Questionnaire,
    Study,
    StudySettings,
    find_path,
    load_study,
)

TODAY = date(2024, 5, 20)
QUESTIONS = """\
version: "3"
sections:
  - code: all
    title: All
    pages:
      - {code: heard, type: yes-no-unsure, label: {en: Heard?, easy: {en: Heard}}}
      - {code: why, type: long-text, label: Why?, show_if: heard = no, required: true}
      - page: {code: pair, title: Two}
        questions:
          - {code: cups, type: number, label: Cups?, required: false}
          - {code: sure, type: short-text, label: Sure?, show_if: cups > 3, required: true}
      - {code: last, type: date, label: Last?, latest: today, required: false}
      - {code: next, type: date, label: Next?, earliest: today, required: false}
"""


@pytest.fixture
def study(tmp_path: Path) -> Study:
    folder = tmp_path / "tea"
    folder.mkdir()
    (folder / "study.yaml").write_text(
        "title: Tea\nchannels: [{code: fair, label: Fair}]\nlanguages: [en]\n", "utf-8"
    )
    (folder / "questionnaire.yaml").write_text(QUESTIONS, "utf-8")
    return load_study(folder)


def page(code: str, **boxes: str) -> dict[str, Any]:
    values = {name: [words] for name, words in boxes.items()}
    return {"page": code, "language": "en", "edition": "standard", "boxes": values}


def parcel(*pages: dict[str, Any], **parts: Any) -> str:
    response = {
        "form": 1,
        "version": "3",
        "language": "en",
        "edition": "standard",
        "channel": "fair",
        "helped": ["wrote"],
        "helper": "family",
        "pages": list(pages),
    }
    return json.dumps({**response, **parts})


GOOD = (
    page("heard", heard="no"),
    page("why", why="Nobody said"),
    page("pair", cups="2"),
    page("last", last_day="1", last_month="5", last_year="2024"),
    page("next"),
)


def play(study: Study, words: str, today: date = TODAY) -> Progress:
    assert study.questionnaire is not None
    return replay(study.questionnaire, read_parcel(words, study), today)


def why_not(study: Study, words: str, today: date = TODAY) -> Reason:
    with pytest.raises(UnfitError) as caught:
        play(study, words, today)
    return caught.value.reason


def test_a_parcel_becomes_the_response_it_would_have_been_on_the_site(study: Study) -> None:
    read = read_parcel(parcel(*GOOD), study)
    assert (read.channel, read.helped, read.helper) == ("fair", ("wrote",), "family")
    progress = play(study, parcel(*GOOD))
    assert progress.completed
    assert progress.answers == {
        "heard": "no",
        "why": "Nobody said",
        "cups": 2,
        "last": date(2024, 5, 1),
    }
    assert progress.seen == ("heard", "why", "pair", "last", "next")
    assert progress.shown["cups"] == "3/en/standard"


def test_a_page_that_opens_another_of_its_questions_is_taken_whole(study: Study) -> None:
    opened = (*GOOD[:2], page("pair", cups="4", sure="Yes"), *GOOD[3:])
    assert play(study, parcel(*opened)).answers["sure"] == "Yes"


def test_the_reading_of_each_page_is_recorded_with_the_version_that_was_asked(
    study: Study,
) -> None:
    easy = {**GOOD[0], "edition": "easy"}
    progress = play(study, parcel(easy, *GOOD[1:], version="2.9"))
    assert progress.shown["heard"] == "2.9/en/easy"
    assert progress.shown["why"] == "2.9/en/standard"


@pytest.mark.parametrize(
    "pages",
    [
        GOOD[:-1],  # a page is missing
        (page("heard", heard="yes"), *GOOD[1:]),  # a page is left over
        (page("heard", heard="perhaps"), *GOOD[1:]),  # no such option
        (page("heard", heard="no", gone="x"), *GOOD[1:]),  # a box nobody knows
        (*GOOD[:2], page("pair", cups="x"), *GOOD[3:]),  # not a number
        (),
    ],
)
def test_what_does_not_fit_the_questionnaire_is_not_taken(
    study: Study, pages: tuple[dict[str, Any], ...]
) -> None:
    assert why_not(study, parcel(*pages)) is Reason.CHANGED


@pytest.mark.parametrize(
    "words",
    [
        "",
        "nothing",
        "[]",
        "[" * 100_000,
        "{}",
        parcel(*GOOD, more=1),
        parcel(*GOOD, version=3),
        parcel(*GOOD, version="x" * 101),
        parcel(*GOOD, helped=["cooked"]),
        parcel(*GOOD, helper="Ada"),
        parcel(*GOOD, pages={}),
        parcel(*GOOD, language=None),
        parcel(GOOD[0], *GOOD),
        parcel({**GOOD[0], "at": "2024-05-01T10:00"}, *GOOD[1:]),
        parcel({**GOOD[0], "boxes": {"heard": "no"}}, *GOOD[1:]),
        parcel({**GOOD[0], "boxes": {"heard": [1]}}, *GOOD[1:]),
    ],
)
def test_what_is_no_response_is_damaged(study: Study, words: str) -> None:
    assert why_not(study, words) is Reason.DAMAGED


def test_a_wording_or_form_that_has_gone_is_a_change(study: Study) -> None:
    assert why_not(study, parcel(*GOOD, language="cy")) is Reason.CHANGED
    assert why_not(study, parcel({**GOOD[0], "edition": "short"}, *GOOD[1:])) is Reason.CHANGED
    assert why_not(study, parcel(*GOOD, form=2)) is Reason.CHANGED


def test_a_channel_that_has_gone_loses_no_answers(study: Study) -> None:
    assert read_parcel(parcel(*GOOD, channel="old"), study).channel == ""


def test_words_that_no_database_keeps_are_made_harmless(study: Study) -> None:
    half = page("why", why="a\ud800b\0c")
    assert play(study, parcel(GOOD[0], half, *GOOD[2:])).answers["why"] == "a?bc"


def test_today_is_the_day_of_the_event_not_of_sending(study: Study) -> None:
    coming = page("next", next_day="20", next_month="5", next_year="2024")
    kept = parcel(*GOOD[:4], coming)
    for later in (0, 1, 13, 60):
        assert play(study, kept, TODAY + timedelta(days=later)).completed
    assert why_not(study, kept, TODAY + timedelta(days=61)) is Reason.CHANGED
    # where the device was it was tomorrow already
    ahead = page("last", last_day="21", last_month="5", last_year="2024")
    assert play(study, parcel(*GOOD[:3], ahead, GOOD[4])).completed


def test_faults_never_repeat_an_answer(study: Study) -> None:
    with pytest.raises(UnfitError) as caught:
        play(study, parcel(page("heard", heard="lemon", lemon="x"), *GOOD[1:]))
    assert "lemon" not in caught.value.detail


HOUR = timedelta(hours=1)
END = datetime(2024, 5, 2, 23, tzinfo=UTC)  # the end of 2 May in London


@pytest.mark.parametrize(
    ("about", "now", "taken"),
    [
        ({}, END, True),
        ({"closes": date(2024, 5, 2)}, END - HOUR, True),
        ({"closes": date(2024, 5, 2)}, END + timedelta(days=15) - HOUR, True),
        ({"closes": date(2024, 5, 2)}, END + timedelta(days=15), False),
        ({"closes": date(2024, 5, 2), "finish_within": 0}, END + timedelta(days=14), False),
        ({"closes": date(2024, 5, 2), "status": "closed"}, END + HOUR, True),
        ({"status": "closed"}, END, False),
        ({"status": "draft"}, END, False),
        ({"opens": date(2024, 6, 1)}, END, False),
        ({"opens": date(2024, 6, 1), "closes": date(2024, 6, 2), "status": "closed"}, END, False),
    ],
)
def test_parcels_are_taken_for_a_while_after_closing(
    about: dict[str, Any], now: datetime, taken: bool
) -> None:
    study = Study(Path("tea"), StudySettings(Text({"en": "Tea"}), **about))
    assert takes_parcels(study, now) is taken


@settings(deadline=None, max_examples=60)
@given(questionnaires(), st.data())
def test_every_finished_way_through_comes_out_of_its_parcel_again(
    questionnaire: Questionnaire, data: st.DataObject
) -> None:
    answers = data.draw(st.sampled_from(list(every_answers(questionnaire))[:300]))
    progress = Progress()
    for _ in range(12):
        code = resume_at(questionnaire, progress)
        if code is None:
            break
        visit = find_path(questionnaire, progress.answers).visit(code)
        assert visit is not None
        forms = {
            name: [str(word) for word in (value if isinstance(value, tuple) else (value,))]
            for question in visit.questions
            for name in field_names(question)
            if (value := answers.get(name)) is not None
        }
        progress = submit_page(questionnaire, progress, code, forms).progress
    if resume_at(questionnaire, progress) is not None:
        return  # a question that must be answered was not
    path = find_path(questionnaire, progress.answers)
    boxes = {
        visit.page.code: ParcelPage(
            "en",
            "standard",
            {
                question.code: tuple(str(word) for word in (v if isinstance(v, tuple) else (v,)))
                for question in visit.questions
                if (v := path.answers.get(question.code)) is not None
            },
        )
        for visit in path.visits
    }
    kept = Parcel("1", "en", "standard", "", (), "", boxes)
    again = replay(questionnaire, kept, TODAY)
    assert again.completed
    assert again.answers == path.answers
    if len(boxes) > 1:
        less = replace(kept, pages=dict(list(boxes.items())[:-1]))
        with pytest.raises(UnfitError):
            replay(questionnaire, less, TODAY)
