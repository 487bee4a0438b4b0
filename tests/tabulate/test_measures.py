"""Tables with intervals, comparisons and weights: right figures, and none that gives one away.

Independent figures: statsmodels 0.14 (``proportion_confint``, ``proportions_ztest``) and scipy
(``chi2_contingency``).
"""

import dataclasses

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2_contingency
from statsmodels.stats.proportion import (
    confint_proportions_2indep,
    proportion_confint,
    proportions_ztest,
)
from tests.made_data import Given, dataset_of, multi, single

from alongside.dataset import DataSet, Missing
from alongside.kernel.errors import DisclosureError
from alongside.questionnaire import Disclosure
from alongside.tabulate import (
    Base,
    Measuring,
    ReleasedTable,
    findings,
    release,
    table_rows,
    tabulate,
    tabulate_many,
    to_csv,
    to_markdown,
)
from alongside.tabulate.measures import EVERYONE_ELSE
from alongside.tabulate.statistics import Correction, Versus

HEARD = single("heard", "yes", "no")
AREA = single("area", "north", "south", "west", "east")
NEEDS = multi("needs", "time", "money")
COUNTS = {("yes", "north"): 60, ("no", "north"): 40, ("yes", "south"): 30, ("no", "south"): 50}
COUNTS |= {("yes", "west"): 20, ("no", "west"): 3}
AREAS_RULE = Disclosure(withhold_below=10)
OPEN = Disclosure(withhold_below=1, small_base=30)


def people_of(counts: dict[tuple[str, str], int]) -> DataSet:
    rows: list[dict[str, Given]] = [
        {"heard": heard, "area": area, "needs": ("time",) if spot % 3 else ("time", "money")}
        for (heard, area), n in counts.items()
        for spot in range(n)
    ]
    rows.append({"heard": Missing.SKIPPED, "area": "north", "needs": Missing.SKIPPED})
    return dataset_of((HEARD, AREA, NEEDS), rows)


PEOPLE = people_of(COUNTS)


def weighted(people: DataSet, weights: np.ndarray) -> DataSet:  # type: ignore[type-arg]
    frame = people.frame.with_columns(pl.Series("w", weights))
    return DataSet(frame, people.codebook, people.provenance, people.unit)


def made(people: DataSet = PEOPLE, rule: Disclosure = OPEN, **wish: object) -> ReleasedTable:
    table = tabulate(people, "heard", "area", rule=rule, measuring=Measuring(**wish))  # type: ignore[arg-type]
    return release(table, rule)


def test_intervals_are_those_of_statsmodels() -> None:
    measures = made().measures
    assert measures is not None
    for area, n in (("north", 100), ("south", 80), ("west", 23)):
        cell = measures.cells["yes", area]
        expected = proportion_confint(COUNTS["yes", area], n, method="wilson")
        assert (cell.low, cell.high) == pytest.approx(expected, rel=1e-9)


def test_columns_are_compared_with_each_other() -> None:
    measures = made().measures
    assert measures is not None
    assert [measures.cells["yes", area].above for area in ("north", "south", "west")] == [
        "b",
        "",
        "ab",
    ]
    pair = next(
        each
        for each in measures.differences
        if (each.row, each.first, each.second) == ("yes", "north", "south")
    )
    _, p_value = proportions_ztest([60, 30], [100, 80])
    assert pair.points == pytest.approx(0.6 - 0.375)
    assert pair.p_value is not None
    assert p_value <= pair.p_value <= 3 * p_value  # after Holm's correction for three pairs


def test_columns_are_compared_with_the_rest() -> None:
    measures = made(versus=Versus.REST).measures
    assert measures is not None
    assert [measures.cells["yes", area].above for area in ("north", "south", "west")] == [
        "",
        "-",
        "+",
    ]
    assert {each.second for each in measures.differences} == {EVERYONE_ELSE}
    assert {column.letter for column in measures.columns.values()} == {""}


def test_the_test_of_the_table_agrees_with_the_plain_one_when_weights_are_equal() -> None:
    measures = made().measures
    assert measures is not None
    assert measures.association is not None
    plain = chi2_contingency([[60, 30, 20], [40, 50, 3]], correction=False)
    # F on 402 degrees of freedom, not chi-square: its tail is a little longer
    assert plain.pvalue < measures.association.p_value < 1.5 * plain.pvalue
    assert 2 * measures.association.statistic == pytest.approx(plain.statistic, rel=0.01)
    assert measures.association.df == pytest.approx(2, abs=1e-6)


def test_groups_of_which_people_can_be_in_several_are_compared_with_the_rest() -> None:
    measures = tabulate(PEOPLE, "heard", "needs", measuring=Measuring()).measures
    assert measures is not None
    assert measures.versus is Versus.REST
    assert measures.association is None


def test_people_without_an_answer_take_no_part_in_the_test() -> None:
    asked = tabulate(PEOPLE, "heard", "area", base=Base.ASKED, measuring=Measuring()).measures
    answered = made().measures
    assert asked is not None
    assert answered is not None
    assert asked.association == answered.association


def test_weights_move_shares_and_leave_counts() -> None:
    weights = np.where(PEOPLE.frame["heard"].to_list() == np.array("yes"), 2.0, 0.5)
    table = made(weighted(PEOPLE, weights), weight="w")
    cell = table.cell("yes", "south")
    assert cell.n == 30
    assert cell.share == pytest.approx(60 / (60 + 25))
    assert table.measures is not None
    column = table.measures.columns["south"]
    assert column.base_w == pytest.approx(85)
    assert column.effective_n == pytest.approx(85**2 / (30 * 4 + 50 * 0.25))
    _, rows = table_rows(table, "percent")
    assert rows[0][3].startswith("71%")
    assert [row[0] for row in rows[-3:]] == [
        "Base: people who answered",
        "Weighted base",
        "Effective base",
    ]


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["yes", "no"]), st.sampled_from(["north", "south", "west"])),
        st.integers(0, 40),
        min_size=1,
    )
)
@settings(max_examples=40, deadline=None)
def test_weights_of_one_say_what_no_weights_say(counts: dict[tuple[str, str], int]) -> None:
    people = people_of(counts)
    plain = made(people).measures
    ones = made(weighted(people, np.ones(people.frame.height)), weight="w").measures
    assert plain is not None
    assert ones is not None
    assert ones.cells == plain.cells
    assert ones.columns == plain.columns
    assert ones.differences == plain.differences


def test_nothing_is_said_of_what_is_withheld() -> None:
    table = made(rule=Disclosure(withhold_below=10))
    hidden = {spot for spot, cell in table.cells.items() if cell.withheld}
    assert ("no", "west") in hidden
    measures = table.measures
    assert measures is not None
    assert all(measures.cells[spot].low is None for spot in hidden)
    assert all(not measures.cells[spot].above for spot in hidden)
    for each in measures.differences:
        assert (each.row, each.first) not in hidden
        assert (each.row, each.second) not in hidden
    assert measures.association is None, "it is an equation with the withheld counts in it"


def test_a_column_whose_base_is_withheld_leaves_no_letter_behind() -> None:
    few = COUNTS | {("yes", "west"): 8, ("no", "west"): 0}
    table = made(people_of(few), rule=Disclosure(withhold_below=10))
    measures = table.measures
    assert measures is not None
    assert table.column("west").base_n is None
    assert measures.columns["west"].base_w is None
    assert not any("c" in cell.above for cell in measures.cells.values())


LETTERS = {("yes", "north"): 60, ("no", "north"): 40, ("yes", "south"): 3, ("no", "south"): 57}
LETTERS |= {("yes", "west"): 9, ("no", "west"): 51, ("yes", "east"): 12, ("no", "east"): 78}


@pytest.mark.parametrize("versus", list(Versus))
@pytest.mark.parametrize("correction", list(Correction))
def test_nothing_said_of_what_is_shown_depends_on_what_is_withheld(
    versus: Versus, correction: Correction
) -> None:
    """Whatever the withheld counts are, every letter, p-value and interval beside them is alike.

    People withheld in "south" and "west" change places with all their margins kept.
    """
    rule = Disclosure(withhold_below=10)
    said = []
    for moved in (0, 2, 4, 6):
        counts = dict(LETTERS)
        for row, sign in (("yes", 1), ("no", -1)):
            counts[row, "south"] += sign * moved
            counts[row, "west"] -= sign * moved
        table = made(people_of(counts), rule, versus=versus, correction=correction)
        hidden = {spot for spot, cell in table.cells.items() if cell.withheld}
        assert {area for row, area in hidden if row == "yes"} == {"south", "west"}
        said.append((hidden, table.measures, findings(table)))
    assert said[0] == said[1] == said[2] == said[3]


def test_letters_left_after_withholding_are_those_of_fewer_comparisons() -> None:
    table = made(people_of(LETTERS), AREAS_RULE)
    assert table.measures is not None
    assert table.measures.cells["yes", "north"].above == "d"
    (pair,) = [each for each in table.measures.differences if each.row == "yes"]
    assert (pair.first, pair.second, pair.p_value) == ("north", "east", pair.p_alone)


def test_rounded_tables_say_nothing_exact() -> None:
    rounding = Disclosure(withhold_below=10, round_to=5)
    assert made(rule=rounding).measures is None
    ones = weighted(PEOPLE, np.ones(PEOPLE.frame.height))
    with pytest.raises(DisclosureError, match="Weighted shares"):
        made(ones, rule=rounding, weight="w")


def test_differences_in_words_the_largest_first() -> None:
    said = findings(made())
    low, high = confint_proportions_2indep(20, 23, 30, 80, method="newcomb")
    assert (round(100 * low), round(100 * high)) == (27, 62)
    assert said[0] == "Yes: West 49 points more than South (27 to 62)."
    assert "North 23 points more than South" in " ".join(said)
    rest = findings(made(versus=Versus.REST))
    assert any("less than everybody else" in line for line in rest)


def test_what_is_printed() -> None:
    table = made()
    printed = to_markdown(table, "percent")
    assert "| North (a) |" in printed or "North (a)" in printed
    assert "60% b" in printed
    assert "A letter beside a share names a column that it is above" in printed
    assert "The groups answer differently (Rao-Scott F" in printed
    lines = to_csv(table).splitlines()
    assert lines[0].split(",")[8:10] == ["percent_low", "percent_high"]
    north = next(line for line in lines if ",yes,Yes,north," in line)
    assert ",60.0,50.2,69.1,b,a,100.0,100.0," in north


def test_a_table_without_measures_is_printed_as_before() -> None:
    table = release(tabulate(PEOPLE, "heard", "area", rule=OPEN), OPEN)
    assert table.measures is None
    assert findings(table) == ()
    assert to_csv(table).splitlines()[0].endswith("percent,note")


@given(st.integers(0, 1000), st.booleans())
@settings(max_examples=20, deadline=None)
def test_a_book_says_of_each_table_what_the_table_alone_says(seed: int, weigh: bool) -> None:
    rng = np.random.default_rng(seed)
    size = int(rng.choice([6, 40, 400]))
    asked = [single(f"q{width}", *(f"a{place}" for place in range(width))) for width in (2, 3, 7)]
    banners = [AREA, NEEDS, single("big", *(f"b{place}" for place in range(9)))]
    rows: list[dict[str, Given]] = [
        {
            "area": str(rng.choice(["north", "south", "west"])),
            "needs": tuple(code for code in ("time", "money") if rng.random() < 0.5),
            "big": f"b{rng.integers(9)}",
        }
        | {
            each.code: Missing.SKIPPED
            if rng.random() < 0.1
            else f"a{rng.integers(len(each.categories))}"
            for each in asked
        }
        for _ in range(size)
    ]
    # quarters add up exactly, in whichever order
    people = weighted(dataset_of((*asked, *banners), rows), rng.integers(1, 12, size) / 4)
    wish = Measuring(weight="w" if weigh else "")
    codes = [each.code for each in (*asked, NEEDS)]
    for base in (Base.ANSWERED, Base.SHOWN):
        book = tabulate_many(people, codes, [b.code for b in banners], base=base, measuring=wish)
        alone = [
            tabulate(people, code, by.code, base=base, measuring=wish)
            for code in codes
            for by in banners
        ]
        for one, other in zip(book, alone, strict=True):
            assert one.measures is not None
            assert other.measures is not None
            assert one.cells == other.cells
            assert one.measures.cells == other.measures.cells
            assert one.measures.columns == other.measures.columns
            assert one.measures.differences == other.measures.differences
            if one.measures.association is None:
                assert other.measures.association is None
            else:
                # padded to the size of its neighbours: the same but for rounding, of which
                # Cramer's V, a square root, makes 1e-8 of 1e-16
                assert dataclasses.astuple(one.measures.association) == pytest.approx(
                    dataclasses.astuple(other.measures.association), rel=1e-11, abs=1e-7
                )


def test_differences_are_told_when_they_are_asked_for() -> None:
    measures = made().measures
    assert measures is not None
    differences = measures.differences
    assert len(differences) == 6
    assert list(differences) == [differences[place] for place in range(6)]
    assert differences[-1] == differences[5]
    assert tuple(differences[1:3]) == (differences[1], differences[2])
    assert differences == tuple(differences)
    assert all(each.found for each in differences.only_found())
    with pytest.raises(IndexError):
        differences[6]


def test_what_weights_cost_stands_beside_the_base() -> None:
    plain = made().measures
    assert plain is not None
    assert plain.columns["north"].design_effect == 1
    assert plain.cells["yes", "north"].design_effect == pytest.approx(1)
    weights = np.where(np.arange(PEOPLE.frame.height) % 2, 2.0, 0.5)
    measures = made(weighted(PEOPLE, weights), weight="w").measures
    assert measures is not None
    column = measures.columns["north"]
    assert column.effective_n is not None
    assert column.design_effect == pytest.approx(100 / column.effective_n)
    assert column.design_effect > 1.3
