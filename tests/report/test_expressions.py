import pytest

from alongside.kernel.problems import Problem
from alongside.report.expressions import Call, parse_expression


def problems_of(source: str) -> list[Problem]:
    found = parse_expression(source, 7)
    assert isinstance(found, list), f"{source} should have been refused"
    return found


def test_a_call_is_understood() -> None:
    call = parse_expression('percent("heard = yes", among="audience = staff", decimals=1)', 3)
    assert isinstance(call, Call)
    assert call.function.name == "percent"
    assert dict(call.arguments) == {
        "condition": "heard = yes",
        "among": "audience = staff",
        "decimals": 1,
    }


@pytest.mark.parametrize(
    ("source", "code", "words"),
    [
        ("percnt('a')", "report-unknown-function", "Did you mean percent?"),
        ("count('a'", "report-syntax", "call"),
        ("1 + 1", "report-not-a-call", "completed()"),
        ("count", "report-not-a-call", "completed()"),
        ("count.real()", "report-not-a-call", "completed()"),
        ("count()", "report-argument-missing", "condition"),
        ("completed('a')", "report-too-many", "among"),
        ("count('a', amng='b')", "report-unknown-argument", "Did you mean among?"),
        ("count('a', **x)", "report-unknown-argument", "condition"),
        ("count('a', condition='b')", "report-twice", "Keep one"),
        ("count(heard)", "report-argument-type", "the value itself"),
        ("count('a' + 'b')", "report-argument-type", "nothing is computed"),
        ("percent('a', decimals=True)", "report-argument-type", "the value itself"),
        ("percent('a', base='askd')", "report-argument-word", "Did you mean asked?"),
        ("figure('pie', 'a', caption='c')", "report-argument-word", "donut"),
    ],
)
def test_each_fault_is_named_with_place_and_remedy(source: str, code: str, words: str) -> None:
    (problem,) = problems_of(source)
    assert problem.code == code
    assert (problem.where.file, problem.where.line) == ("report.md", 7)
    assert source[:10] in problem.where.item
    assert words in problem.remedy()
    assert problem.what()


def test_all_faults_of_one_call_are_named_at_once() -> None:
    codes = {found.code for found in problems_of("table(1, captoin='a')")}
    assert codes == {
        "report-argument-type",
        "report-unknown-argument",
        "report-argument-missing",
    }


@pytest.mark.parametrize(
    "source", ["__import__('os')", "(lambda: 1)()", "count(open('x'))", "count(f'{1}')"]
)
def test_python_is_never_run(source: str) -> None:
    assert problems_of(source)
