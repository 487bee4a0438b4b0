from collections.abc import Mapping, Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.collect import Submission, check_answer, parse_answers
from alongside.kernel.text import Text, plain_text
from alongside.questionnaire import Answers, Option, Question, QuestionType, Value
from alongside.questionnaire.conditions import Equals
from alongside.questionnaire.standard_options import scale_options, yes_no_unsure_options

TODAY = date(2024, 2, 29)


def ask(type_: QuestionType, **settings: object) -> Question:
    return Question("q", type_, plain_text("How is it?"), **settings)  # type: ignore[arg-type]


def options(*codes: str) -> tuple[Option, ...]:
    special = {"none": {"exclusive": True}, "other": {"other": True}}
    return tuple(Option(code, plain_text(code.title()), **special.get(code, {})) for code in codes)


def send(
    question: Question, earlier: Answers | None = None, **form: str | Sequence[str]
) -> Submission:
    fields: Mapping[str, Sequence[str]] = {
        name: (value,) if isinstance(value, str) else value for name, value in form.items()
    }
    return parse_answers([question], fields, earlier or {}, "en", today=TODAY)


def codes(sent: Submission) -> list[str]:
    return [problem.code for problem in sent.problems]


def sentence(sent: Submission) -> str:
    (problem,) = sent.problems
    return problem.what()


ONE = ask(QuestionType.ONE_OF, options=options("tea", "coffee", "other"))
ANY = ask(QuestionType.ANY_OF, options=options("time", "cost", "none", "other"), required=False)
NUMBER = ask(QuestionType.NUMBER, minimum=0, maximum=2000)
DATE = ask(QuestionType.DATE, earliest="2020-01-01", latest="today")


def test_a_choice_is_kept_as_its_code() -> None:
    assert send(ONE, q="tea").values == {"q": "tea"}
    assert send(ask(QuestionType.YES_NO_UNSURE, options=yes_no_unsure_options()), q="no").values
    scale = ask(QuestionType.SCALE, options=scale_options(1, 5), minimum=1, maximum=5)
    assert send(scale, q="5").values == {"q": "5"}
    assert codes(send(scale, q="6")) == ["answer-not-offered"]


def test_a_question_that_must_be_answered_says_so_and_names_itself() -> None:
    assert sentence(send(ONE)) == "Select an answer to “How is it?”"
    assert sentence(send(NUMBER, q=" ")) == "Enter a number for “How is it?”"
    assert send(DATE).problems[0].params["field"] == "q_day"


def test_a_question_that_may_be_skipped_gives_nothing() -> None:
    sent = send(ANY)
    assert (sent.values, sent.problems) == ({}, ())


def test_codes_that_are_not_offered_are_refused() -> None:
    assert codes(send(ONE, q="poison")) == ["answer-not-offered"]
    assert codes(send(ANY, q=["time", "poison"])) == ["answer-not-offered"]
    assert codes(send(ONE, q=["tea", "coffee"])) == ["answer-one-only"]


def test_an_option_whose_condition_fails_is_refused() -> None:
    late = Option("late", plain_text("Late"), show_if=Equals("shift", "night"))
    question = ask(QuestionType.ONE_OF, options=(*options("tea"), late))
    assert codes(send(question, q="late")) == ["answer-not-offered"]
    assert send(question, {"shift": "night"}, q="late").values == {"q": "late"}


def test_an_exclusive_option_stands_alone() -> None:
    assert send(ANY, q="none").values == {"q": ("none",)}
    sent = send(ANY, q=["none", "time"])
    assert codes(sent) == ["answer-exclusive"]
    assert "“None”" in sentence(sent)
    assert sent.values == {}
    assert sent.entered["q"] == ("none", "time")


def test_several_codes_keep_the_order_of_the_options_and_lose_repeats() -> None:
    assert send(ANY, q=["cost", "time", "cost"]).values == {"q": ("time", "cost")}


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (["time"], ["answer-too-few"]),
        (["time", "cost"], []),
        (["time", "cost", "other"], ["answer-too-many"]),
        (["none"], []),
    ],
)
def test_how_many_options_may_be_chosen(chosen: list[str], expected: list[str]) -> None:
    question = ask(QuestionType.ANY_OF, options=ANY.options, minimum=2, maximum=2, required=False)
    assert codes(send(question, q=chosen)) == expected


def test_own_words_belong_to_the_other_option() -> None:
    assert send(ONE, q="other", q_other="Café ☕").values == {"q": "other", "q_other": "Café ☕"}
    missing = send(ONE, q="other", q_other=" ")
    assert codes(missing) == ["answer-other-missing"]
    assert missing.problems[0].params["field"] == "q_other"
    assert codes(send(ONE, q="tea", q_other="Milk")) == ["answer-other-not-chosen"]
    assert codes(send(ONE, q_other="Milk")) == ["answer-other-not-chosen"]
    assert send(ANY, q="other").values == {"q": ("other",)}


@pytest.mark.parametrize(
    ("typed", "value"),
    [("12", 12), (" 1,000 ", 1000), ("1 000", 1000), ("１２", 12), ("+7", 7), ("12.0", 12)],
)
def test_numbers_as_people_type_them(typed: str, value: int) -> None:
    kept = send(NUMBER, q=typed).values["q"]
    assert kept == value
    assert isinstance(kept, int)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("twelve", "answer-not-number"),
        ("1,00", "answer-not-number"),
        ("12,5", "answer-not-number"),
        ("1e3", "answer-not-number"),
        ("nan", "answer-not-number"),
        (".", "answer-not-number"),
        ("²", "answer-below"),
        ("12.5", "answer-not-whole"),
        ("-1", "answer-below"),
        ("−1", "answer-below"),
        ("2,001", "answer-above"),
        ("9" * 400, "answer-number-long"),
    ],
)
def test_numbers_that_cannot_be_taken(typed: str, code: str) -> None:
    question = NUMBER if typed != "²" else ask(QuestionType.NUMBER, minimum=3)
    assert codes(send(question, q=typed)) == [code]


@pytest.mark.parametrize("typed", ["12 years", "12Years", "12  YEARS "])
def test_the_unit_may_be_typed_too(typed: str) -> None:
    question = ask(QuestionType.NUMBER, unit=plain_text("years"))
    assert send(question, q=typed).values == {"q": 12}
    assert send(ask(QuestionType.NUMBER, unit=plain_text("£")), q="£ 1,200").values == {"q": 1200}
    assert codes(send(question, q="years")) == ["answer-not-number"]
    assert codes(send(question, q="12 months")) == ["answer-not-number"]


def test_decimals_as_the_question_allows() -> None:
    question = ask(QuestionType.NUMBER, decimals=1)
    assert send(question, q="12.5").values == {"q": 12.5}
    assert isinstance(send(question, q="12").values["q"], float)
    assert codes(send(question, q="12.55")) == ["answer-decimals"]


@pytest.mark.parametrize(
    ("boxes", "value"),
    [
        (("29", "2", "2024"), date(2024, 2, 29)),
        (("1", "March", "2023"), date(2023, 3, 1)),
        ((" 01 ", "sept.", "2023"), date(2023, 9, 1)),
        (("1", "Ma", "2023"), None),
        (("1", "Mawrth", "2023"), None),
        (("1", "sep.", "2023"), date(2023, 9, 1)),
    ],
)
def test_dates_as_people_type_them(boxes: tuple[str, str, str], value: date | None) -> None:
    sent = send(DATE, q_day=boxes[0], q_month=boxes[1], q_year=boxes[2])
    assert sent.values.get("q") == value


@pytest.mark.parametrize(
    ("boxes", "code", "field"),
    [
        (("", "2", "2024"), "answer-date-no-day", "q_day"),
        (("1", "", "2024"), "answer-date-no-month", "q_month"),
        (("1", "2", ""), "answer-date-no-year", "q_year"),
        (("32", "1", "2023"), "answer-date-day", "q_day"),
        (("1", "13", "2023"), "answer-date-month", "q_month"),
        (("1", "1", "23"), "answer-date-year", "q_year"),
        (("30", "2", "2023"), "answer-date-none", "q_day"),
        (("31", "12", "2019"), "answer-date-early", "q_day"),
        (("1", "3", "2024"), "answer-date-late", "q_day"),
    ],
)
def test_dates_that_cannot_be_taken(boxes: tuple[str, str, str], code: str, field: str) -> None:
    sent = send(DATE, q_day=boxes[0], q_month=boxes[1], q_year=boxes[2])
    assert codes(sent) == [code]
    assert sent.problems[0].params["field"] == field
    assert sent.entered["q_day"] == (boxes[0],)


def test_every_wrong_box_of_a_date_is_named_at_once() -> None:
    sent = send(DATE, q_day="32", q_month="", q_year="23")
    assert codes(sent) == ["answer-date-day", "answer-date-no-month", "answer-date-year"]
    fields = [problem.params["field"] for problem in sent.problems]
    assert fields == ["q_day", "q_month", "q_year"]


def test_dates_are_read_and_said_in_the_language_of_the_person() -> None:
    def send_welsh(*boxes: str) -> Submission:
        form = dict(zip(("q_day", "q_month", "q_year"), ((box,) for box in boxes), strict=True))
        return parse_answers([DATE], form, {}, "cy", today=TODAY)

    assert send_welsh("1", "Mawrth", "2023").values == {"q": date(2023, 3, 1)}
    assert send_welsh("1", "March", "2023").values == {"q": date(2023, 3, 1)}
    assert send_welsh("30", "2", "2023").problems[0].params["date"] == "30 Chwefror 2023"
    assert send_welsh("1", "3", "2024").problems[0].params["latest"] == "29 Chwefror 2024"


def test_a_date_that_does_not_exist_is_named() -> None:
    sent = send(DATE, q_day="30", q_month="2", q_year="2023")
    assert sentence(sent) == "Enter a real date for “How is it?”. There is no 30 February 2023"


def test_text_has_a_limit_even_when_the_author_set_none() -> None:
    question = ask(QuestionType.LONG_TEXT, required=False)
    assert send(question, q="a" * 20_000).values
    sent = send(question, q="a" * 20_001)
    assert codes(sent) == ["answer-too-long"]
    assert "20,000" in sentence(sent)
    short = ask(QuestionType.SHORT_TEXT, required=False, minimum=3, maximum=5)
    assert codes(send(short, q="ab")) == ["answer-too-short"]
    assert codes(send(short, q="abcdef")) == ["answer-too-long"]


@given(st.text(min_size=1, max_size=200).filter(lambda words: words.strip() and "\r" not in words))
def test_written_words_are_kept_exactly(words: str) -> None:
    question = ask(QuestionType.LONG_TEXT, required=False)
    assert send(question, q=words.replace("\n", "\r\n")).values == {"q": words}


def test_a_question_closed_by_an_answer_on_the_same_page_is_not_asked() -> None:
    first = Question("drink", QuestionType.ONE_OF, Text({"en": "Drink?"}), options=ONE.options)
    second = Question(
        "sugar", QuestionType.NUMBER, Text({"en": "Sugar?"}), show_if=Equals("drink", "tea")
    )
    kept = parse_answers([first, second], {"drink": ["coffee"]}, {"drink": "tea"})
    assert kept.problems == ()
    asked = parse_answers([first, second], {"drink": ["tea"]}, {"drink": "coffee"})
    assert [problem.params["question"] for problem in asked.problems] == ["sugar"]


@pytest.mark.parametrize(
    ("question", "value"),
    [
        (ONE, 3),
        (ONE, ("tea",)),
        (ANY, "time"),
        (ANY, ()),
        (ANY, ("time", "time")),
        (NUMBER, "12"),
        (NUMBER, True),
        (NUMBER, float("nan")),
        (DATE, "2023-01-01"),
        (ask(QuestionType.SHORT_TEXT), 5),
        (ask(QuestionType.INFORMATION), "yes"),
    ],
)
def test_a_value_of_the_wrong_kind_is_never_an_answer(question: Question, value: Value) -> None:
    assert check_answer(question, value, {}, today=TODAY)


any_form = st.dictionaries(
    st.sampled_from(["q", "q_other", "q_day", "q_month", "q_year", "zzz"]),
    st.lists(st.text(max_size=12) | st.sampled_from(["tea", "none", "time", "1", "2", "2023"])),
)


@given(st.sampled_from([ONE, ANY, NUMBER, DATE, ask(QuestionType.LONG_TEXT)]), any_form)
def test_whatever_is_sent_either_fits_or_is_named(
    question: Question, form: dict[str, list[str]]
) -> None:
    sent = parse_answers([question], form, {}, today=TODAY)
    for problem in sent.problems:
        assert "{" not in problem.what()
        assert problem.remedy()
    if "q" in sent.values:
        assert check_answer(question, sent.values["q"], {}, today=TODAY) == []
        assert sent.problems == ()
