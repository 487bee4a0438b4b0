"""Rules of thumb on wording: what they catch, and what they leave alone."""

from collections.abc import Sequence

import pytest

from alongside.kernel.problems import Problem, Severity
from alongside.kernel.text import Text, plain_text
from alongside.questionnaire import Page, Question, Questionnaire, QuestionType, Section
from alongside.questionnaire.checks.wording import check_wording, double_barrelled_reason
from alongside.questionnaire.standard_options import yes_no_unsure_options


def problems_of(
    label: Text | str, kind: QuestionType = QuestionType.YES_NO_UNSURE
) -> Sequence[Problem]:
    text = plain_text(label) if isinstance(label, str) else label
    options = yes_no_unsure_options() if kind is QuestionType.YES_NO_UNSURE else ()
    question = Question("q", kind, text, options=options)
    section = Section("s", plain_text("S"), (Page("q", (question,)),))
    return list(check_wording(Questionnaire(plain_text("A"), (section,))))


@pytest.mark.parametrize(
    "words",
    [
        "Do you use it and do you like it?",
        "How clear was it and how long did it take?",
        "Have you asked for help, and if so, did you get it?",
        "What does it mean to you? Why does it matter?",
        "Were you asked, or were you told?",
    ],
)
def test_two_asks_are_likely(words: str) -> None:
    found = double_barrelled_reason(words)
    assert found is not None
    assert found[1]


@pytest.mark.parametrize(
    "words",
    [
        "Were the staff friendly and helpful?",
        "Are you happy with the food and drinks?",
        "Was it clear as well as short?",
    ],
)
def test_two_things_are_possible(words: str) -> None:
    found = double_barrelled_reason(words)
    assert found is not None
    assert not found[1]
    assert [problem.severity for problem in problems_of(words)] == [Severity.ADVICE]
    assert problems_of(words, QuestionType.LONG_TEXT) == []


@pytest.mark.parametrize(
    "words",
    [
        "Do you work in health and social care?",
        "Are you 65 and over?",
        "Do you get five or more hours a week?",
        "Is there a choice between home care and a care home?",
        "Would you say yes or no?",
        "Have you heard of it?",
        "Do you understand it?",
        "Who organises your care?",
    ],
)
def test_other_pairs_are_left_alone(words: str) -> None:
    assert double_barrelled_reason(words) is None


@pytest.mark.parametrize(
    ("words", "severities"),
    [
        ("Have you never been asked?", [Severity.ADVICE]),
        ("Don't you think it is not fair?", [Severity.WARNING]),
        ("Do you work for a not-for-profit group?", []),
        ("Can you say whether or not it helps?", []),
        ("Do you notice it?", []),
    ],
)
def test_questions_turned_round(words: str, severities: list[Severity]) -> None:
    found = [problem for problem in problems_of(words) if problem.code == "negative-wording"]
    assert [problem.severity for problem in found] == severities


def test_open_questions_may_say_not() -> None:
    assert problems_of("What does not work?", QuestionType.LONG_TEXT) == []


def test_words_in_welsh_are_measured_by_length_only() -> None:
    long = " ".join(["gair"] * 26) + "?"
    found = problems_of(Text({"en": "Is it so?", "cy": long}))
    assert [problem.code for problem in found] == ["sentence-too-long"]
    assert "cy" in found[0].what()


def test_easy_read_has_its_own_limit() -> None:
    label = Text({"en": "Is it so?"}, {"en": "Do the people who come to help you visit every day?"})
    assert problems_of(label) == []
    harder = Text(
        {"en": "Is it so?"},
        {"en": "Do professionals sometimes organise any activities for everybody?"},
    )
    found = problems_of(harder)
    assert [(problem.code, problem.severity) for problem in found] == [
        ("hard-to-read", Severity.ADVICE)
    ]
    assert "Easy Read" in found[0].what()
    assert "professionals" in found[0].remedy()


def test_a_short_question_is_not_judged_by_one_long_word() -> None:
    assert problems_of("Responsibility?") == []
