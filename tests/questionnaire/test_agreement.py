"""Wordings held against the main one: what counts as different, and what does not."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.kernel.problems import Severity
from alongside.kernel.text import Text, plain_text
from alongside.questionnaire import (
    Option,
    Page,
    Question,
    Questionnaire,
    QuestionType,
    Section,
    Study,
    StudySettings,
)
from alongside.questionnaire.checks.agreement import check_agreement, links_in, numbers_in

SETTINGS = StudySettings(plain_text("Tea"), languages=("en", "cy", "ar"))


def found_in(text: Text, name: str = "label") -> list[tuple[str, Severity]]:
    question = Question("q", QuestionType.SHORT_TEXT, Text({"en": "Tea?"}))
    question = replace(question, **{name: text})  # type: ignore[arg-type]
    section = Section("s", plain_text("Start"), (Page("q", (question,)),))
    questionnaire = Questionnaire(SETTINGS.title, (section,), SETTINGS.languages)
    study = Study(Path("study"), SETTINGS, questionnaire)
    return [(problem.code, problem.severity) for problem in check_agreement(study)]


@pytest.mark.parametrize(
    "text",
    [
        Text({"en": "1,000 cups", "cy": "1000 o gwpanau", "ar": "١٬٠٠٠ كوب"}),
        Text({"en": "In 2023 or 2024", "cy": "Yn 2024 neu yn 2023"}),
        Text({"en": "You said {{ tea }}.", "cy": "Dywedoch chi {{tea}}."}),
        Text({"en": "Ask us@example.org.", "cy": "us@example.org"}),
        Text({"en": "[More](https://example.org/a)", "cy": "Mwy: https://example.org/a."}),
        Text({"en": "OK"}, {"en": "OK"}),
        Text({"en": "A nice cup of tea"}, {"en": "A nice cup of tea"}),
        Text({"en": "Nice tea", "fr": "12 thés"}),
        Text({"ar": "١٢"}, {"cy": "12"}),
        Text(),
    ],
)
def test_wordings_that_agree(text: Text) -> None:
    assert found_in(text) == []


@pytest.mark.parametrize(
    ("text", "code", "severity"),
    [
        (
            Text({"en": "{{a}} or {{b}}?", "cy": "{{a}} neu?"}),
            "wording-answers-differ",
            Severity.WARNING,
        ),
        (Text({"en": "{{a}}?"}, {"en": "Tea?"}), "wording-answers-differ", Severity.WARNING),
        (Text({"en": "12 or 3", "cy": "12 neu 4"}), "wording-numbers-differ", Severity.WARNING),
        (Text({"en": "12 or 3", "cy": "12 neu dri"}), "wording-number-in-one", Severity.ADVICE),
        (Text({"en": "a year", "ar": "١٢ شهرًا"}), "wording-number-in-one", Severity.ADVICE),
        (
            Text({"en": "a@example.org", "cy": "a@example.org b@example.org"}),
            "wording-links-differ",
            Severity.WARNING,
        ),
        (
            Text({"en": "[a](https://example.org/en)", "cy": "[a](https://example.org/cy)"}),
            "wording-links-elsewhere",
            Severity.ADVICE,
        ),
        (
            Text({"en": "A nice cup of tea", "cy": "A nice cup of tea"}),
            "wording-not-translated",
            Severity.WARNING,
        ),
    ],
)
def test_wordings_that_differ(text: Text, code: str, severity: Severity) -> None:
    assert found_in(text) == [(code, severity)]


def test_easy_read_around_a_question_may_leave_details_out_but_add_none() -> None:
    shorter = Text({"en": "See [2023](https://example.org)."}, {"en": "See the report."})
    assert found_in(shorter, "hint") == []
    assert [code for code, _ in found_in(shorter)] == [
        "wording-number-in-one",
        "wording-links-differ",
    ]
    other = Text({"en": "In 2023."}, {"en": "In 2022."})
    assert [code for code, _ in found_in(other, "hint")] == ["wording-numbers-differ"]
    new = Text({"en": "In spring."}, {"en": "In 2022."})
    assert [code for code, _ in found_in(new, "hint")] == ["wording-number-in-one"]


def test_welsh_easy_read_is_held_against_welsh() -> None:
    text = Text({"en": "12 cups", "cy": "21 cwpan"}, {"cy": "21 cwpan", "en": "12 cups"})
    assert [code for code, _ in found_in(text)] == ["wording-numbers-differ"]


def test_every_fault_is_named_at_once() -> None:
    text = Text(
        {"en": "{{a}}: 12 https://example.org", "cy": "13", "ar": "{{b}} ١٢ https://example.org"}
    )
    assert [code for code, _ in found_in(text)] == [
        "wording-answers-differ",
        "wording-numbers-differ",
        "wording-links-differ",
        "wording-answers-differ",
    ]


def test_options_are_looked_at_one_by_one() -> None:
    options = (
        Option("a", Text({"en": "16 to 24", "cy": "16 i 24"})),
        Option("b", Text({"en": "25 to 34", "cy": "25 i 43"})),
    )
    made = Question("age", QuestionType.ONE_OF, Text({"en": "Age?"}), options=options)
    section = Section("s", plain_text("Start"), (Page("age", (made,)),))
    questionnaire = Questionnaire(SETTINGS.title, (section,), SETTINGS.languages)
    found = list(check_agreement(Study(Path("study"), SETTINGS, questionnaire)))
    assert [problem.params["name"] for problem in found] == ["option b"]
    assert "25, 43" in found[0].what()


@given(st.lists(st.integers(0, 10**6), max_size=5), st.text(alphabet="abc £.,\n", max_size=20))
def test_numbers_are_found_whatever_stands_around_them(numbers: list[int], around: str) -> None:
    words = f"{around} x".join(f" {number} " for number in numbers)
    assert numbers_in(words) == {str(number) for number in numbers}


@given(st.text(max_size=60))
def test_words_agree_with_themselves(words: str) -> None:
    assert not [code for code, _ in found_in(Text({"en": words}, {"en": words}))]
    assert links_in(words) == links_in(words + " ")
