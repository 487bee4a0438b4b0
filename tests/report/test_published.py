import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.report.facts import Fact, FactKind
from alongside.report.published import PublishedFigure, compare, counts_that_give, read_published
from alongside.tabulate import percent_text


@given(st.integers(1, 2000), st.integers(0, 100), st.sampled_from([0, 1]))
def test_grim_finds_exactly_the_counts_that_round_to_it(
    base: int, whole: int, decimals: int
) -> None:
    printed = f"{whole}.0" if decimals else str(whole)
    every = tuple(n for n in range(base + 1) if percent_text(n, base, decimals) == f"{printed}%")
    assert counts_that_give(printed, base) == every


def percent_fact(n: int, base: int) -> Fact:
    text = percent_text(n, base)
    return Fact(text, 100 * n / base, n, base, "", 1, FactKind.PERCENT)


@pytest.mark.parametrize(
    ("printed", "n", "base", "agrees", "possible"),
    [
        ("13", 1, 8, True, True),
        ("12", 1, 8, False, False),
        ("12.5", 1, 8, True, True),
        ("12.50", 1, 8, True, True),
        ("21", 18, 88, False, False),
        ("20", 18, 88, True, True),
        ("about 20", 18, 88, False, True),
    ],
)
def test_percentages_are_compared_under_their_own_rounding(
    printed: str, n: int, base: int, agrees: bool, possible: bool
) -> None:
    found = compare(PublishedFigure("x", printed, "percent", ""), percent_fact(n, base))
    assert (found.agrees, found.possible) == (agrees, possible)


def test_counts_dates_and_answers_are_compared_as_they_are() -> None:
    def same(value: str, fact: Fact) -> bool:
        return compare(PublishedFigure("x", value, "", ""), fact).agrees

    count = Fact("1,204", 1204, 1204, 2000, "", 1, FactKind.COUNT)
    assert same("1204", count) and same("1,204", count) and not same("1205", count)
    day = Fact("3 February 2024", "2024-02-03", None, None, "", 1, FactKind.DATE)
    assert same("2024-02-03", day) and not same("2024-02-04", day)
    age = Fact("55 to 64", "age_55", 9, 20, "", 1, FactKind.CATEGORY)
    assert same("55-64", age) and same("55–64", age) and not same("65-74", age)


def test_faults_in_the_files_name_file_and_line(tmp_path) -> None:
    (tmp_path / "published").mkdir()
    (tmp_path / "published" / "figures.yaml").write_text(
        'a: percent("x = y")\nb: cuont("x")\nc: table("x", caption="y")\n', "utf-8"
    )
    (tmp_path / "published" / "figures.csv").write_text("figure,unit\na,percent\n", "utf-8")
    _, problems = read_published(tmp_path)
    assert [(found.code, found.where.file, found.where.line) for found in problems] == [
        ("report-unknown-function", "published/figures.yaml", 2),
        ("report-published-nested", "published/figures.yaml", 3),
        ("report-published-file", "published/figures.csv", 1),
    ]


def test_a_study_without_published_figures_has_none(tmp_path) -> None:
    assert read_published(tmp_path) == ({}, [])
