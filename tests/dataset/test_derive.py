"""Derived variables: groupings, codings, several faults at once."""

from pathlib import Path

import pytest
from tests.made_data import dataset_of, multi, number, single, words

from alongside.dataset import DataSet, Missing
from alongside.dataset.derive import derive_variables
from alongside.kernel.errors import ProblemsFoundError

VARIABLES = (
    single("role", "nurse", "carer", "boss"),
    single("offered_staff", "yes", "no"),
    single("offered_lived", "yes", "no"),
    multi("needs", "time", "money", "trust"),
    number("years"),
    words("said"),
)
NOT_ASKED, DECLINED = Missing.NOT_ASKED, Missing.DECLINED
PEOPLE = dataset_of(
    VARIABLES,
    [
        {"role": "nurse", "offered_staff": "yes", "offered_lived": NOT_ASKED, "said": "More time"},
        {"role": "boss", "offered_staff": NOT_ASKED, "offered_lived": "no", "years": 12},
        {"role": DECLINED, "offered_staff": NOT_ASKED, "offered_lived": "yes", "said": "Money"},
        {"role": None, "needs": ("time", "trust"), "said": "Nothing to add"},
    ],
)


def derive(folder: Path, written: str, dataset: DataSet = PEOPLE, **codings: str) -> DataSet:
    (folder / "derive.yaml").write_text(written, "utf-8")
    (folder / "codings").mkdir()
    for name, rows in codings.items():
        (folder / "codings" / f"{name}.csv").write_text(rows, "utf-8")
    return derive_variables(dataset, folder, "en")


def faults(folder: Path, written: str, **codings: str) -> list[tuple[str, str]]:
    with pytest.raises(ProblemsFoundError) as caught:
        derive(folder, written, **codings)
    for problem in caught.value.problems:
        assert problem.what()
        assert problem.remedy()
    return [(problem.code, str(problem.where)) for problem in caught.value.problems]


def test_the_first_condition_that_holds_gives_the_group(tmp_path: Path) -> None:
    found = derive(
        tmp_path,
        """
- code: level
  label: Level
  from: [role]
  categories:
    - {code: lead, label: Leads, when: role = boss}
    - {code: anyone, label: Anyone with a role, when: role answered}
""",
    )
    assert found.frame["level"].to_list() == ["anyone", "lead", None, None]
    gaps = found.frame["level__missing"].to_list()
    assert gaps == [None, None, "prefer_not_to_say", "skipped"]
    assert found.codebook.by_code["level"].derived_from == ("role",)


def test_linked_questions_of_two_audiences_become_one(tmp_path: Path) -> None:
    found = derive(
        tmp_path,
        """
- code: offered
  label: Was offered a part
  construct: offered
  from: [offered_staff, offered_lived]
  categories:
    - {code: yes, label: Yes, when: offered_staff = yes or offered_lived = yes}
    - {code: no, label: No, when: offered_staff = no or offered_lived = no}
""",
    )
    assert found.frame["offered"].to_list() == ["yes", "no", "yes", None]
    assert found.codebook.by_code["offered"].construct == "offered"


def test_a_multi_variable_takes_conditions_and_codings_together(tmp_path: Path) -> None:
    found = derive(
        tmp_path,
        """
- code: theme
  label: What it takes
  type: multi
  from: [said, needs]
  coded_in: codings/said.csv
  categories:
    - {code: time, label: Time, when: needs includes time}
    - {code: money, label: Money}
    - {code: trust, label: Trust, when: needs includes trust}
""",
        said="respondent,codes\n1,time\n3,money; time\n4,\n",
    )
    assert found.frame["theme"].to_list() == [0b001, None, 0b011, 0b101]
    assert found.frame["theme__missing"].to_list() == [None, "skipped", None, None]


def test_a_coding_wins_over_a_condition(tmp_path: Path) -> None:
    found = derive(
        tmp_path,
        """
- code: kind
  label: Kind of work
  from: [role, said]
  coded_in: codings/kind.csv
  categories:
    - {code: care, label: Care, when: role answered}
    - {code: office, label: Office}
""",
        kind="respondent,codes\n1,office\n",
    )
    assert found.frame["kind"].to_list() == ["office", "care", None, None]


def test_a_later_variable_may_use_an_earlier_one(tmp_path: Path) -> None:
    found = derive(
        tmp_path,
        """
- {code: long, label: Long, from: years, categories: [{code: y, label: Y, when: years > 10}]}
- {code: both, label: Both, from: [long], categories: [{code: 1, label: Y, when: long = y}]}
""",
    )
    assert found.frame["both"].to_list() == [None, "1", None, None]
    assert [variable.code for variable in found.codebook][-2:] == ["long", "both"]


def test_the_rows_stay_in_order(tmp_path: Path) -> None:
    backwards = DataSet(PEOPLE.frame.reverse(), PEOPLE.codebook, PEOPLE.provenance)
    found = derive(
        tmp_path,
        """
- code: kind
  label: Kind
  from: [said]
  coded_in: codings/kind.csv
  categories: [{code: a, label: A}, {code: b, label: B}]
""",
        dataset=backwards,
        kind="respondent,codes\n1,a\n3,b\n4,a\n",
    )
    assert found.frame["respondent"].to_list() == [4, 3, 2, 1]
    assert found.frame["kind"].to_list() == ["a", "b", None, "a"]


def test_without_a_file_nothing_changes(tmp_path: Path) -> None:
    assert derive_variables(PEOPLE, tmp_path, "en") is PEOPLE


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    written = """\
- code: level
  label: Level
  from: [rol]
  categories:
    - {code: a, label: A, when: role = bos}
    - {code: b, label: B, when: "rolle = boss or years = old"}
- code: role
  label: Again
  from: [role]
  categories: [{code: a, label: A, when: role = boss}]
- code: late
  label: Late
  from: [level]
  categories: [{code: a, label: A, when: level = a}]
- code: odd
  label: Odd
  kind: single
  type: several
  categories:
    - {code: true, label: A}
    - {code: b, lable: B}
    - {code: c, label: C, when: "role ="}
    - {code: c, label: C}
"""
    assert faults(tmp_path, written) == [
        ("derive-condition", "derive.yaml:1, variable level"),
        ("derive-condition", "derive.yaml:5, variable level"),
        ("derive-condition", "derive.yaml:6, variable level"),
        ("derive-condition", "derive.yaml:6, variable level"),
        ("derive-twice", "derive.yaml:7, variable role"),
        ("derive-unknown-key", "derive.yaml:15, variable odd"),
        ("derive-missing-key", "derive.yaml:15, variable odd"),
        ("derive-type", "derive.yaml:15, variable odd"),
        ("derive-bad-code", "derive.yaml:20, variable odd"),
        ("derive-category", "derive.yaml:21, variable odd"),
        ("derive-category-twice", "derive.yaml:23, variable odd"),
        ("condition-unreadable", "derive.yaml:22, variable odd"),
    ]


@pytest.mark.parametrize("code", ["respondent", "status", "role__missing", "a__b"])
def test_no_variable_takes_the_place_of_another_column(tmp_path: Path, code: str) -> None:
    written = (
        f"- code: {code}\n  label: L\n  from: [role]\n"
        "  categories: [{code: q, label: Q, when: role answered}]\n"
    )
    assert ("derive-reserved-code", f"derive.yaml:1, variable {code}") in faults(tmp_path, written)


CODED = """
- code: kind
  label: Kind
  from: [said]
  coded_in: codings/kind.csv
  categories: [{code: a, label: A}, {code: b, label: B}]
"""


def test_every_faulty_coding_is_named(tmp_path: Path) -> None:
    rows = "respondent,codes\n1,a\n1,b\nx,a\n3,c;d\n4,a;b\n4\n"
    assert faults(tmp_path, CODED, kind=rows) == [
        ("codings-respondent", "codings/kind.csv:3"),
        ("codings-respondent", "codings/kind.csv:4"),
        ("codings-unknown-code", "codings/kind.csv:5"),
        ("codings-unknown-code", "codings/kind.csv:5"),
        ("codings-one-code", "codings/kind.csv:5"),
        ("codings-one-code", "codings/kind.csv:6"),
        ("codings-respondent", "codings/kind.csv:7"),
    ]


def test_codings_of_nobody_or_of_no_answer_are_named(tmp_path: Path) -> None:
    rows = "respondent,codes\n1,a\n2,b\n99,a\n"
    assert faults(tmp_path, CODED, kind=rows) == [
        ("codings-no-answer", "codings/kind.csv:3"),
        ("codings-nobody", "codings/kind.csv:4"),
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("person,codes\n1,a\n", "codings-columns"),
        ("", "codings-columns"),
        ("respondent,codes\n1,a,b\n", "codings-cells"),
    ],
)
def test_a_file_of_codings_needs_its_columns(tmp_path: Path, rows: str, expected: str) -> None:
    assert [code for code, _ in faults(tmp_path, CODED, kind=rows)] == [expected]


def test_a_missing_file_of_codings_is_named(tmp_path: Path) -> None:
    assert faults(tmp_path, CODED) == [("file-unreadable", "codings/kind.csv")]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("code: x\n", "derive-not-a-list"),
        ("- just words\n", "derive-not-a-list"),
        ("- {code: [", "yaml-broken"),
        ("- {code: x, label: X, from: [role], categories: words}\n", "derive-category"),
    ],
)
def test_a_file_of_the_wrong_form_is_refused(tmp_path: Path, written: str, expected: str) -> None:
    assert [code for code, _ in faults(tmp_path, written)] == [expected]


def test_65_categories_are_too_many_for_a_multi_variable(tmp_path: Path) -> None:
    categories = ", ".join(f"{{code: c{spot}, label: C}}" for spot in range(65))
    written = f"- {{code: x, label: X, type: multi, from: [role], categories: [{categories}]}}\n"
    assert [code for code, _ in faults(tmp_path, written)] == ["derive-too-many"]
