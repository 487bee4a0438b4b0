"""The synthetic responses: who they are, where they stopped, and that they can be remade."""

import importlib.util
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest

from alongside.collect import Response
from alongside.kernel.problems import Severity
from alongside.questionnaire import Question, Study, check_study, find_path

TEXTS = ("meaning", "apply", "planning_effect", "services_how", "anything_else")


@pytest.fixture(scope="session")
def synthetic(folder: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("synthetic", folder / "synthetic.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["synthetic"] = module
    spec.loader.exec_module(module)
    return module


def test_as_many_people_as_were_published(responses: tuple[Response, ...]) -> None:
    finished = [response for response in responses if response.completed]
    assert len(responses) == 997
    assert len(finished) == 837
    assert Counter(response.answers["audience"] for response in finished) == {
        "staff": 640,
        "lived": 195,
        "other": 2,
    }


def test_respondent_numbers_are_a_plain_count_in_no_order(
    responses: tuple[Response, ...],
) -> None:
    numbers = [response.respondent for response in responses]
    assert sorted(numbers) == list(range(1, 998))
    audiences = [r.answers["audience"] for r in sorted(responses, key=lambda r: r.respondent)]
    changes = sum(a != b for a, b in pairwise(audiences))
    assert changes > 200, "numbers must not give the audience away"


def test_every_answer_lies_on_its_route(study: Study, responses: tuple[Response, ...]) -> None:
    assert study.questionnaire is not None
    for response in responses:
        path = find_path(study.questionnaire, response.answers)
        assert dict(path.set_aside) == {}, response.respondent
        assert response.seen == path.page_codes[: len(response.seen)], response.respondent
        assert response.completed == (response.seen == path.page_codes), response.respondent


def test_every_code_is_one_of_its_question(study: Study, responses: tuple[Response, ...]) -> None:
    assert study.questionnaire is not None
    for response in responses:
        for code, value in response.answers.items():
            question = study.questionnaire.questions.get(code)
            if question is None or not question.options:
                continue
            chosen = value if isinstance(value, tuple) else (value,)
            assert set(chosen) <= {option.code for option in question.options}
            assert _stands_alone(question, chosen), (response.respondent, chosen)


def _stands_alone(question: Question, chosen: tuple[object, ...]) -> bool:
    exclusive = {option.code for option in question.options if option.exclusive}
    return len(chosen) == 1 or not exclusive & set(chosen)


def test_own_words_stand_only_where_they_were_asked_for(
    responses: tuple[Response, ...],
) -> None:
    for response in responses:
        for code in ("role", "employer", "barriers"):
            value = response.answers.get(code, ())
            chosen = value if isinstance(value, tuple) else (value,)
            assert ("other" in chosen) == (f"{code}_other" in response.answers)


def test_about_two_hundred_comments_and_no_two_alike(
    responses: tuple[Response, ...],
) -> None:
    comments = [
        (code, response.answers[code])
        for response in responses
        for code in TEXTS
        if code in response.answers
    ]
    assert 180 <= len(comments) <= 220
    assert len({words for _, words in comments}) == len(comments)


def test_some_comments_need_something_taken_out(responses: tuple[Response, ...]) -> None:
    words = " ".join(str(r.answers[code]) for r in responses for code in TEXTS if code in r.answers)
    assert "01632 960" in words
    assert "@example.org" in words


def test_made_again_it_is_the_same_to_the_byte(
    synthetic: ModuleType, folder: Path, tmp_path: Path
) -> None:
    synthetic.write_study(folder, into=tmp_path)
    made = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    assert [str(path) for path in made] == [
        "codings/job_group_other.csv",
        "codings/planning_effect_tone.csv",
        "codings/service_used.csv",
        "codings/services_effect_tone.csv",
        "data/responses.jsonl",
    ]
    for path in made:
        assert (tmp_path / path).read_bytes() == (folder / path).read_bytes(), path


def test_a_plan_that_the_tables_rule_out_is_refused(synthetic: ModuleType, folder: Path) -> None:
    maker = synthetic.Maker(folder)
    maker.plan["staff"]["jobs"]["strategic_leader"] = [40, 4]
    with pytest.raises(ValueError, match="461 answers for 425 people"):
        maker.make_staff()
    with pytest.raises(ValueError, match="time: 45 ticks for 40 people"):
        maker.deal_several([synthetic.Person() for _ in range(40)], {"time": 45})


def test_the_questionnaire_has_no_errors(study: Study) -> None:
    errors = [p for p in check_study(study) if p.severity is Severity.ERROR]
    assert [(str(problem.where), problem.what()) for problem in errors] == []


def test_every_wording_has_an_easy_read_one(study: Study) -> None:
    assert study.questionnaire is not None
    bare = [
        (question.code, text.say("en"))
        for question in study.questionnaire.walk()
        for text in (
            question.label,
            question.hint,
            question.body,
            *(option.label for option in question.options),
            *(option.hint for option in question.options),
        )
        if text and "en" not in text.easy
    ]
    assert bare == []
