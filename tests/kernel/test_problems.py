"""Problems and errors: what they say, and what counts as serious."""

import pytest

from alongside.kernel.errors import AlongsideError, ProblemsFoundError, StudyError
from alongside.kernel.problems import Place, Problem, Severity, has_errors


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (Place(), ""),
        (Place("study.yaml"), "study.yaml"),
        (Place("study.yaml", 3), "study.yaml:3"),
        (Place("study.yaml", 3, "opens"), "study.yaml:3, opens"),
        (Place("", None, "opens"), "opens"),
    ],
)
def test_places_read_from_large_to_small(place: Place, said: str) -> None:
    assert str(place) == said


def test_a_problem_says_what_and_how_to_mend_it() -> None:
    problem = Problem("study-missing", params={"folder": "x"})
    assert problem.what() == "There is no study in the folder x."
    assert problem.remedy().endswith("alongside new x")
    assert problem.severity is Severity.ERROR


@pytest.mark.parametrize(
    ("severities", "serious"),
    [
        ([], False),
        ([Severity.WARNING, Severity.ADVICE], False),
        ([Severity.ADVICE, Severity.ERROR], True),
    ],
)
def test_only_errors_stop(severities: list[Severity], serious: bool) -> None:
    assert has_errors(Problem("x", severity=severity) for severity in severities) is serious


def test_an_error_is_one_sentence_with_place_and_remedy() -> None:
    error = StudyError("It is broken.", where="study.yaml:3", remedy="Mend it.")
    assert str(error) == "study.yaml:3: It is broken. Mend it."
    assert str(StudyError("It is broken.")) == "It is broken."


def test_a_refusal_carries_every_problem() -> None:
    problems = [Problem("a"), Problem("b")]
    error = ProblemsFoundError("Two problems.", problems)
    assert error.problems == tuple(problems)
    assert isinstance(error, AlongsideError)
