"""Study folders: all faults at once with their lines; nothing coerced in silence."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from alongside.kernel.errors import StudyError
from alongside.kernel.problems import Problem
from alongside.questionnaire import Study, load_study, read_study
from alongside.questionnaire.conditions import In

SETTINGS = "title: A study\n"
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def made(questionnaire: str | bytes | None = None, settings: str = SETTINGS) -> Path:
        (tmp_path / "study.yaml").write_text(settings, "utf-8")
        if isinstance(questionnaire, bytes):
            (tmp_path / "questionnaire.yaml").write_bytes(questionnaire)
        elif questionnaire is not None:
            (tmp_path / "questionnaire.yaml").write_text(questionnaire, "utf-8")
        return tmp_path

    return made


def page(question: str) -> str:
    """Return a questionnaire of one section with these pages."""
    lines = "".join(f"      {line}\n" for line in question.strip("\n").splitlines())
    return f"sections:\n  - code: s\n    pages:\n{lines}"


def read(folder: Path) -> tuple[Study | None, list[tuple[str, int | None]]]:
    study, problems = read_study(folder)
    return study, [(problem.code, problem.where.line) for problem in problems]


def test_no_study_here(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="no study in the folder"):
        read_study(tmp_path / "nothing")


def test_a_study_without_questionnaire(write: Write) -> None:
    study = load_study(write())
    assert study.questionnaire is None
    assert study.settings.title.say("en") == "A study"
    assert study.settings.disclosure.withhold_below == 10


def test_every_fault_of_both_files_at_once(write: Write) -> None:
    folder = write(
        page(
            """
- code: heard
  type: yes-no-unsure
  lable: Have you heard of it?
- code: why
  type: long-txt
  label: Why?
  required: 3
- code: bad code
  type: number
  label: How many?
  show_if: heard ==
"""
        ),
        "title: A study\nstatus: opened\nlangauges: [en]\ncloses: tomorrow\n",
    )
    _, problems = read(folder)
    assert sorted(problems) == sorted(
        [
            ("shape-not-allowed", 2),
            ("shape-unknown-key", 3),
            ("shape-bad-date", 4),
            ("shape-missing-key", 4),
            ("shape-unknown-key", 6),
            ("shape-not-allowed", 8),
            ("shape-wrong-type", 10),
            ("shape-bad-code", 11),
        ]
    )


def test_bytes_that_are_not_utf8_name_their_line(write: Write) -> None:
    words = page("- code: caff\n  type: number\n  label: Café?\n").encode("latin-1")
    assert read(write(words))[1] == [("yaml-not-utf8", 6)]


def test_a_byte_order_mark_is_no_fault(write: Write) -> None:
    words = page("- code: age\n  type: number\n  label: How old?\n").encode("utf-8-sig")
    assert read(write(words))[1] == []


@pytest.mark.parametrize("words", ["[", "a: [1, 2", "a: 'x", "\t- b", "a: b: c", "%&"])
def test_broken_yaml_is_one_problem(write: Write, words: str) -> None:
    study, problems = read_study(write(words))
    assert study is None
    assert [problem.code for problem in problems] == ["yaml-broken"]
    assert problems[0].where.line is not None


@pytest.mark.parametrize("words", ["3\n", "words\n", "- 1\n", "sections: 4\n", "sections: []\n"])
def test_yaml_of_another_shape_is_named(write: Write, words: str) -> None:
    study, problems = read_study(write(words))
    assert study is None
    assert problems
    assert all(problem.what() and problem.remedy() for problem in problems)


def test_yes_and_no_are_words_and_numbers_become_codes(write: Write) -> None:
    study = load_study(
        write(
            page(
                """
- code: agree
  type: one-of
  label: Do you agree?
  options:
    - {code: yes, label: Yes}
    - {code: no, label: No}
    - {code: 3, label: Perhaps}
- code: why
  type: long-text
  label: Why?
  show_if: {question: agree, in: [yes, 3]}
"""
            )
        )
    )
    assert study.questionnaire is not None
    agree = study.questionnaire.questions["agree"]
    assert [option.code for option in agree.options] == ["yes", "no", "3"]
    assert [option.label.say("en") for option in agree.options[:2]] == ["Yes", "No"]
    assert study.questionnaire.questions["why"].show_if == In("agree", ("yes", "3"))


def test_a_number_as_a_label_is_named_not_coerced(write: Write) -> None:
    _, problems = read_study(write(page("- {code: a, type: number, label: 2024}")))
    assert [problem.code for problem in problems] == ["shape-wrong-type"]
    assert "2024" in problems[0].what()


def test_a_code_with_a_leading_zero_keeps_it(write: Write) -> None:
    folder = write(
        page(
            """
- code: a
  type: one-of
  label: Which?
  options:
    - {code: 007, label: James}
    - {code: "008", label: Bill}
"""
        )
    )
    questionnaire = load_study(folder).questionnaire
    assert questionnaire is not None
    assert [option.code for option in questionnaire.questions["a"].options] == ["007", "008"]


@pytest.mark.parametrize("number", ["007", "1_000", "0x1F", "1e3", ".inf"])
def test_numbers_written_oddly_are_named(write: Write, number: str) -> None:
    _, problems = read_study(
        write(page(f"- {{code: a, type: number, label: How many?, maximum: {number}}}"))
    )
    assert [problem.code for problem in problems] == ["shape-wrong-type"]
    assert number in problems[0].what()


def test_lines_of_everything(write: Write) -> None:
    study = load_study(
        write(
            page(
                """
- code: a
  type: one-of
  label: Which?
  options:
    - code: x
      label: X
    - code: y
      label: Y
- page: {code: p}
  questions:
    - code: b
      type: number
      label: How many?
"""
            )
        )
    )
    assert study.questionnaire is not None
    a, b = study.questionnaire.questions.values()
    assert study.questionnaire.sections[0].line == 2
    assert (a.line, [option.line for option in a.options]) == (4, [8, 10])
    assert study.questionnaire.pages[1].line == 12
    assert b.line == 14
    assert study.settings.lines == {"title": 1}


def test_settings_are_read(write: Write) -> None:
    settings = """
title: {en: A study, cy: Astudiaeth, easy: A test}
languages: [en, cy]
promise: [We keep nothing., {en: We ask no name., cy: Dim enw.}]
opens: 2023-03-14
closes: 2023-04-04
status: draft
fieldwork: {opened: 2022-01-01, closed: 2022-02-01}
synthetic: true
disclosure: {withhold_below: 5, small_base: 30, reason: Small on purpose.}
"""
    found = load_study(write(None, settings)).settings
    assert found.title.say("cy") == "Astudiaeth"
    assert found.title.say("en", easy_read=True) == "A test"
    assert found.promise[1].text.say("cy") == "Dim enw."
    assert (found.opens, found.closes) == (date(2023, 3, 14), date(2023, 4, 4))
    assert found.fieldwork_closed == date(2022, 2, 1)
    assert found.synthetic
    assert found.status == "draft"
    assert found.disclosure.withhold_below == 5


@pytest.mark.parametrize("days", ["opens: 2023-02-30", "opens: 14/03/2023", "opens: soon"])
def test_days_that_do_not_exist(write: Write, days: str) -> None:
    _, problems = read_study(write(None, f"title: A study\n{days}\n"))
    assert [(problem.code, problem.where.line) for problem in problems] == [("shape-bad-date", 2)]


def test_problems_read_as_sentences(write: Write) -> None:
    _, problems = read_study(write(page("- {code: a, type: numbr, label: How many?}")))
    problem: Problem = problems[0]
    assert str(problem.where) == "questionnaire.yaml:4, question a"
    assert "numbr" in problem.what()
    assert "Did you mean “number”?" in problem.remedy()


def test_anchors_may_repeat_options(write: Write) -> None:
    study = load_study(
        write(
            page(
                """
- code: a
  type: one-of
  label: Which?
  options: &usual
    - {code: x, label: X}
    - {code: y, label: Y}
- code: b
  type: one-of
  label: Which now?
  options: *usual
"""
            )
        )
    )
    assert study.questionnaire is not None
    a, b = study.questionnaire.questions.values()
    assert a.options == b.options


def test_anchors_that_multiply_without_end_are_refused(write: Write) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    _, problems = read_study(write("\n".join(lines)))
    assert [problem.code for problem in problems] == ["yaml-too-large"]


def test_brackets_without_end_are_refused(write: Write) -> None:
    _, problems = read_study(write("[" * 3000))
    assert [problem.code for problem in problems] in (["yaml-too-large"], ["yaml-broken"])


def test_numbers_too_long_to_keep_are_named(write: Write) -> None:
    number = "9" * 400
    _, problems = read_study(
        write(page(f"- {{code: a, type: number, label: How many?, maximum: {number}}}"))
    )
    assert [problem.code for problem in problems] == ["shape-wrong-type"]
