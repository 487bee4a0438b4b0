import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.collect import Response, read_responses, write_responses
from alongside.collect.responses import response_to_json
from alongside.kernel.errors import DataError, ProblemsFoundError
from alongside.kernel.text import plain_text
from alongside.questionnaire import Option, Page, Question, Questionnaire, QuestionType, Section

OPTIONS = (Option("a", plain_text("A")), Option("o", plain_text("O"), other=True))
QUESTIONS = (
    Question("one", QuestionType.ONE_OF, plain_text("One?"), options=OPTIONS),
    Question("any", QuestionType.ANY_OF, plain_text("Any?"), options=OPTIONS),
    Question("day", QuestionType.DATE, plain_text("Day?")),
    Question("count", QuestionType.NUMBER, plain_text("Count?")),
    Question("words", QuestionType.LONG_TEXT, plain_text("Words?")),
)
SMALL = Questionnaire(
    plain_text("Small"), (Section("s", plain_text("S"), (Page("p", QUESTIONS),)),)
)
FULL = Response(
    respondent=2,
    completed=True,
    answers={
        "one": "o",
        "one_other": "Mine",
        "any": ("a", "o"),
        "day": date(2023, 3, 14),
        "count": 2.5,
        "words": "Line one\nline\u2028two ☕",
    },
    seen=("p",),
    version="1",
)


def test_what_is_written_reads_back_equal_in_the_order_of_numbers(tmp_path: Path) -> None:
    path = tmp_path / "data" / "responses.jsonl"
    first = Response(respondent=1, completed=False)
    write_responses(path, [FULL, first], SMALL)
    assert read_responses(path, SMALL) == (first, FULL)
    again = tmp_path / "again.jsonl"
    write_responses(again, [first, FULL], SMALL)
    assert again.read_bytes() == path.read_bytes()
    assert [item.name for item in path.parent.iterdir()] == ["responses.jsonl"]


@given(st.text(min_size=1))
def test_any_words_survive_a_line_of_json(words: str) -> None:
    line = response_to_json(Response(1, completed=True, answers={"words": words}))
    assert "\n" not in line
    assert json.loads(line)["answers"]["words"] == words


def test_a_mistake_of_the_program_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "responses.jsonl"
    with pytest.raises(ValueError, match="share a respondent number"):
        write_responses(path, [FULL, FULL], SMALL)
    with pytest.raises(ValueError, match="no question 'gone'"):
        write_responses(path, [Response(1, completed=True, answers={"gone": "x"})], SMALL)
    assert list(tmp_path.iterdir()) == []


def test_every_faulty_line_is_named(tmp_path: Path) -> None:
    good = json.loads(response_to_json(FULL))
    lines = [
        json.dumps(good),
        "not json",
        json.dumps({**good, "name": "Asha"}),
        json.dumps({**good, "respondent": 0}),
        json.dumps({**good, "respondent": 3, "answers": {"one": "z"}}),
        json.dumps({**good, "respondent": 4, "answers": {"any": "a"}}),
        json.dumps({**good, "respondent": 5, "answers": {"gone": "x"}}),
        json.dumps(good),
    ]
    path = tmp_path / "responses.jsonl"
    path.write_text("\n".join(lines), "utf-8")
    with pytest.raises(ProblemsFoundError) as caught:
        read_responses(path, SMALL)
    found = [(problem.where.line, problem.code) for problem in caught.value.problems]
    assert found == [
        (2, "response-not-json"),
        (3, "response-keys"),
        (4, "response-form"),
        (5, "response-unknown-code"),
        (6, "response-answer-form"),
        (7, "response-unknown-question"),
        (8, "response-number-twice"),
    ]
    assert all(problem.what() and problem.remedy() for problem in caught.value.problems)


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ('{"count": NaN}', "response-not-json"),
        ('{"count": 1e999}', "response-answer-form"),
        ('{"count": 1%s}' % ("0" * 400), "response-answer-form"),
        ('{"count": 1%s}' % ("0" * 5000), "response-not-json"),
        ('{"count": true}', "response-answer-form"),
        ('{"any": ["a", "a"]}', "response-answer-form"),
        ('{"any": []}', "response-answer-form"),
        ('{"one": "a", "one": "o"}', "response-not-json"),
        ('{"words": "\\ud83d"}', "response-not-json"),
        ('{"words": %s}' % ("[" * 100_000), "response-not-json"),
        ('{"day": "2023-02-30"}', "response-answer-form"),
    ],
)
def test_values_no_answer_can_have_are_refused_and_named(
    tmp_path: Path, answers: str, code: str
) -> None:
    line = response_to_json(Response(1, completed=True)).replace('"answers": {}', "ANSWERS")
    path = tmp_path / "responses.jsonl"
    path.write_text(line.replace("ANSWERS", f'"answers": {answers}'), "utf-8")
    with pytest.raises(ProblemsFoundError) as caught:
        read_responses(path, SMALL)
    (problem,) = caught.value.problems
    assert (problem.code, problem.where.line) == (code, 1)
    assert (problem.what() + problem.remedy()).encode()


def test_whole_characters_outside_the_first_plane_may_be_written_as_two_halves(
    tmp_path: Path,
) -> None:
    path = tmp_path / "responses.jsonl"
    data = json.loads(response_to_json(Response(1, completed=True, answers={"words": "😀"})))
    path.write_text(json.dumps(data, ensure_ascii=True), "utf-8")
    assert read_responses(path, SMALL)[0].answers["words"] == "😀"


def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        read_responses(tmp_path, SMALL)


def test_no_file_and_a_file_in_another_encoding_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no responses yet"):
        read_responses(tmp_path / "none.jsonl", SMALL)
    (tmp_path / "latin.jsonl").write_bytes("é".encode("latin-1"))
    with pytest.raises(DataError, match="UTF-8"):
        read_responses(tmp_path / "latin.jsonl", SMALL)
