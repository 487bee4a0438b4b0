from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from alongside.collect import (
    Progress,
    Reading,
    finish,
    is_within_reach,
    resume_at,
    show_page,
    submit_page,
)
from alongside.kernel.text import plain_text
from alongside.questionnaire import (
    Option,
    Page,
    Question,
    Questionnaire,
    QuestionType,
    Section,
    find_path,
)
from alongside.questionnaire.conditions import Equals

YES_NO = (Option("yes", plain_text("Yes")), Option("no", plain_text("No")))


def make_page(code: str, type_: QuestionType, **settings: object) -> Page:
    question = Question(code, type_, plain_text(f"{code}?"), **settings)  # type: ignore[arg-type]
    return Page(code, (question,))


FORKED = Questionnaire(
    title=plain_text("Forked"),
    sections=(
        Section(
            "all",
            plain_text("All"),
            (
                make_page("heard", QuestionType.ONE_OF, options=YES_NO),
                make_page(
                    "meaning",
                    QuestionType.LONG_TEXT,
                    required=False,
                    show_if=Equals("heard", "yes"),
                ),
                make_page(
                    "wish", QuestionType.ONE_OF, options=YES_NO, show_if=Equals("heard", "no")
                ),
                make_page("end", QuestionType.SHORT_TEXT, required=False),
            ),
        ),
    ),
)


def walk(*sent: tuple[str, str], start: Progress | None = None) -> Progress:
    progress = start or Progress()
    for page, value in sent:
        step = submit_page(FORKED, progress, page, {page: [value]})
        assert step.problems == ()
        progress = step.progress
    return progress


def test_each_page_leads_to_the_next_on_the_path() -> None:
    step = submit_page(FORKED, Progress(), "heard", {"heard": ["no"]})
    assert step.next_page == "wish"
    step = submit_page(FORKED, step.progress, "wish", {"wish": ["yes"]})
    step = submit_page(FORKED, step.progress, "end", {})
    assert step.next_page is None
    assert step.progress.seen == ("heard", "wish", "end")
    assert finish(FORKED, step.progress).completed


def test_a_fault_changes_nothing_and_gives_back_what_was_typed() -> None:
    step = submit_page(FORKED, Progress(), "heard", {"heard": ["maybe"]})
    assert step.progress == Progress()
    assert step.next_page == "heard"
    assert step.entered == {"heard": ("maybe",)}


def test_an_abandoned_branch_is_kept_and_does_not_count() -> None:
    progress = walk(("heard", "yes"), ("meaning", "Doing it together"), ("heard", "no"))
    assert progress.answers["meaning"] == "Doing it together"
    assert "meaning" not in find_path(FORKED, progress.answers).answers
    assert resume_at(FORKED, progress) == "wish"
    back = walk(("heard", "yes"), start=progress)
    assert find_path(FORKED, back.answers).answers["meaning"] == "Doing it together"


def test_emptying_a_box_takes_the_answer_back() -> None:
    progress = walk(("heard", "yes"), ("meaning", "Words"))
    step = submit_page(FORKED, progress, "meaning", {"meaning": [""]})
    assert step.progress.answers == {"heard": "yes"}


def test_sending_a_page_twice_is_sending_it_once() -> None:
    once = walk(("heard", "yes"))
    assert walk(("heard", "yes"), start=once) == once


def test_a_page_out_of_reach_changes_nothing() -> None:
    progress = walk(("heard", "yes"))
    for page in ("wish", "end", "nowhere"):
        step = submit_page(FORKED, progress, page, {page: ["yes"]})
        assert (step.progress, step.next_page) == (progress, "meaning")
        assert not is_within_reach(FORKED, progress, page)


def test_finishing_too_early_changes_nothing_and_finishing_twice_is_once() -> None:
    progress = walk(("heard", "yes"))
    assert finish(FORKED, progress) == progress
    done = finish(FORKED, walk(("meaning", "x"), ("end", "y"), start=progress))
    assert finish(FORKED, done) == done
    late = submit_page(FORKED, done, "end", {"end": ["changed"]})
    assert late.progress == done


def test_a_question_opened_later_on_a_page_sent_before_is_asked_again() -> None:
    pair = Page(
        "pair",
        (
            Question("first", QuestionType.ONE_OF, plain_text("First?"), options=YES_NO),
            Question(
                "second",
                QuestionType.ONE_OF,
                plain_text("Second?"),
                options=YES_NO,
                show_if=Equals("first", "yes"),
            ),
        ),
    )
    section = replace(FORKED.sections[0], pages=(pair,))
    questionnaire = replace(FORKED, sections=(section,))
    step = submit_page(questionnaire, Progress(), "pair", {"first": ["yes"]})
    assert step.next_page == "pair"
    assert resume_at(questionnaire, step.progress) == "pair"
    assert finish(questionnaire, step.progress) == step.progress
    step = submit_page(questionnaire, step.progress, "pair", {"first": ["yes"], "second": ["no"]})
    assert step.next_page is None
    assert finish(questionnaire, step.progress).completed


def test_an_optional_question_opened_on_a_page_sent_before_is_shown_before_the_end() -> None:
    about = Page(
        "about",
        (
            Question("age", QuestionType.SHORT_TEXT, plain_text("Age?"), required=False),
            Question(
                "help",
                QuestionType.LONG_TEXT,
                plain_text("Who helps?"),
                required=False,
                show_if=Equals("heard", "yes"),
            ),
        ),
    )
    first = make_page("heard", QuestionType.ONE_OF, options=YES_NO)
    questionnaire = replace(FORKED, sections=(replace(FORKED.sections[0], pages=(first, about)),))
    step = submit_page(questionnaire, Progress(), "heard", {"heard": ["no"]})
    step = submit_page(questionnaire, step.progress, "about", {"age": ["40"]})
    assert resume_at(questionnaire, step.progress) is None
    step = submit_page(questionnaire, step.progress, "heard", {"heard": ["yes"]})
    assert step.progress.seen == ("heard",)
    assert resume_at(questionnaire, step.progress) == "about"
    assert step.progress.answers["age"] == "40"
    step = submit_page(questionnaire, step.progress, "about", {"age": ["40"]})
    assert finish(questionnaire, step.progress).completed


def test_a_fault_of_a_question_no_longer_asked_does_not_hold_anybody_up() -> None:
    page = Page(
        "start",
        (
            Question("who", QuestionType.ONE_OF, plain_text("Who?"), options=YES_NO),
            Question("job", QuestionType.NUMBER, plain_text("Job?"), audiences=("yes",)),
        ),
    )
    questionnaire = replace(
        FORKED,
        sections=(replace(FORKED.sections[0], pages=(page,)),),
        audience_question="who",
    )
    step = submit_page(questionnaire, Progress(), "start", {"who": ["yes"]})
    assert step.next_page == "start"
    step = submit_page(questionnaire, step.progress, "start", {"who": ["yes"]})
    assert [problem.params["question"] for problem in step.problems] == ["job"]
    step = submit_page(questionnaire, step.progress, "start", {"who": ["no"], "job": ["x"]})
    assert (step.problems, step.next_page) == ((), None)
    assert step.progress.answers == {"who": "no"}


PAGES = ["heard", "meaning", "wish", "end", "nowhere"]


@given(st.lists(st.tuples(st.sampled_from(PAGES), st.sampled_from(["yes", "no", "", "odd"]))))
def test_any_order_of_sending_leaves_a_progress_that_can_go_on(
    sent: list[tuple[str, str]],
) -> None:
    progress = Progress()
    for page, value in sent:
        progress = submit_page(FORKED, progress, page, {page: [value]}).progress
    path = find_path(FORKED, progress.answers)
    assert len(set(progress.seen)) == len(progress.seen)
    here = resume_at(FORKED, progress)
    assert here is None or here in path.page_codes
    if here is None:
        assert set(path.page_codes) <= set(progress.seen)
        assert "heard" in path.answers


def test_the_record_of_exposure_says_in_which_reading_each_question_was_answered() -> None:
    english, welsh = Reading("1", "en"), Reading("1", "cy", "easy")
    progress = show_page(FORKED, Progress(), "heard", english)
    assert set(progress.shown.values()) == {"1/en/standard"}
    assert show_page(FORKED, progress, "nowhere", welsh) is progress
    # read again in another wording before answering: the last one counts
    progress = show_page(FORKED, progress, "heard", welsh)
    assert set(progress.shown.values()) == {"1/cy/easy"}
    step = submit_page(FORKED, progress, "heard", {"heard": ["no"]}, reading=english)
    assert not step.problems
    assert set(step.progress.shown.values()) == {"1/en/standard"}
    # looked at again after answering: what the answer was given to stays on the record
    again = show_page(FORKED, step.progress, "heard", welsh)
    assert again.shown == step.progress.shown
    assert "wish" not in again.shown


@given(st.text(st.characters(exclude_characters="/"), max_size=9), st.sampled_from(["en", "cy"]))
def test_a_reading_survives_its_written_form(version: str, language: str) -> None:
    for name in (version, f"{version}/2"):
        reading = Reading(name, language, "easy")
        assert Reading.parse(str(reading)) == reading
