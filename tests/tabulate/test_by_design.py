"""Tables of a stated design: as if people were counted one by one, and unchanged without one."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.made_data import PROVENANCE, dataset_of, multi, number, single, words

from alongside.dataset import DataSet, Missing
from alongside.kernel.errors import ProblemsFoundError
from alongside.questionnaire import Disclosure, LoneUnits, Sampling, Selection
from alongside.tabulate import (
    Measuring,
    Table,
    all_notes,
    check_sampling,
    release,
    tabulate,
)
from alongside.tabulate.drawn import Drawn
from alongside.tabulate.sampling import designed_sampling
from alongside.tabulate.statistics import (
    SurveyDesign,
    Versus,
    share_interval,
    shares_from_totals,
    totals_of_people,
)
from alongside.tabulate.table import TOTAL

HEARD = single("heard", "yes", "no")
AREA = single("area", "north", "south", "west")
NEEDS = multi("needs", "time", "money")
VARIABLES = (HEARD, AREA, NEEDS, words("school"), single("kind", "e", "h"), number("w"))
gaps = st.sampled_from([None, *Missing])
person = st.fixed_dictionaries(
    {
        "heard": st.sampled_from(["yes", "no"]) | gaps,
        "area": st.sampled_from(["north", "south", "west"]) | gaps,
        "needs": st.sampled_from([("time",), ("time", "money"), ("money",)]) | gaps,
        "school": st.sampled_from("abcdef"),
        "kind": st.sampled_from("eh"),
        "w": st.floats(0.2, 9),
    }
)
people = st.lists(person, min_size=4, max_size=40)
DESIGNS = (
    Sampling(Selection.RANDOM, clusters="school"),
    Sampling(Selection.RANDOM, strata="kind", lone_units=LoneUnits.CERTAINTY),
    Sampling(Selection.EVERYONE, population=60.0),
    Sampling(
        Selection.RANDOM,
        strata="kind",
        clusters="school",
        nested=True,
        population=(("e", 40.0), ("h", 50.0)),
        lone_units=LoneUnits.OVERALL,
    ),
)
RULE = Disclosure(withhold_below=10)
OPEN = Disclosure(withhold_below=1)


def sample(rows: list, sampling: Sampling | None, *, partial: tuple[int, ...] = ()) -> DataSet:
    provenance = replace(PROVENANCE, sampling=sampling)
    return dataset_of(VARIABLES, rows, partial=partial, provenance=provenance)


def counted_one_by_one(rows: list, sampling: Sampling, weight: str) -> SurveyDesign:
    size: object = None
    if isinstance(sampling.population, float):
        size = [sampling.population] * len(rows)
    elif sampling.population is not None:
        size = [dict(sampling.population)[row["kind"]] for row in rows]
    return SurveyDesign.of(
        [row["w"] if weight else 1.0 for row in rows],
        strata=[row["kind"] for row in rows] if sampling.strata else None,
        psu=[row["school"] for row in rows] if sampling.clusters else None,
        fpc=size,
        single_psu=sampling.lone_units.value,
    )


@settings(max_examples=60, deadline=None)
@given(
    rows=people,
    sampling=st.sampled_from(DESIGNS),
    weight=st.sampled_from(["", "w"]),
    question=st.sampled_from([HEARD, NEEDS]),
    where=st.sampled_from(["", "kind = e"]),
    versus=st.sampled_from(Versus),
)
def test_intervals_are_those_of_people_counted_one_by_one(
    rows: list, sampling: Sampling, weight: str, question: object, where: str, versus: Versus
) -> None:
    dataset = sample(rows, sampling)
    assume(not check_sampling(dataset))
    code = question.code  # type: ignore[attr-defined]
    table = tabulate(dataset, code, "area", where=where, measuring=Measuring(weight, versus))
    inside = [not where or row["kind"] == "e" for row in rows]
    design = counted_one_by_one(rows, sampling, weight)
    assert table.measures is not None
    for (answer, column), cell in table.measures.cells.items():
        base = [
            here
            and isinstance(row[code], str | tuple)
            and not isinstance(row[code], Missing)
            and (column == TOTAL or row["area"] == column)
            for row, here in zip(rows, inside, strict=True)
        ]
        chose = [
            here and (answer == row[code] or (isinstance(row[code], tuple) and answer in row[code]))
            for row, here in zip(rows, base, strict=True)
        ]
        totals = totals_of_people(design, np.column_stack([chose, base]).astype(float))
        shares = shares_from_totals(totals, [[1, 0]], [[0, 1]])
        expected = share_interval(shares)
        for found, ends in ((cell.low, expected.low), (cell.high, expected.high)):
            if found is None:
                assert np.isnan(ends[0])
            else:
                assert found == pytest.approx(ends[0], rel=1e-7, abs=1e-7)


@settings(max_examples=30, deadline=None)
@given(
    rows=people,
    kind=st.sampled_from(Selection),
    weight=st.sampled_from(["", "w"]),
    question=st.sampled_from(["heard", "needs"]),
    by=st.sampled_from(["area", "needs", None]),
)
def test_without_strata_and_clusters_nothing_changes(
    rows: list, kind: Selection, weight: str, question: str, by: str | None
) -> None:
    assume(question != by)
    stated = Sampling(kind, weight="w")

    def made(sampling: Sampling | None) -> Table:
        return tabulate(sample(rows, sampling), question, by, measuring=Measuring(weight))

    with_it, without = made(stated), made(None)
    assert replace(with_it, provenance=PROVENANCE) == without


@settings(max_examples=30, deadline=None)
@given(rows=people, cut=st.integers(0, 40), sampling=st.sampled_from(DESIGNS))
def test_parts_of_a_sample_add_up_to_it(rows: list, cut: int, sampling: Sampling) -> None:
    whole = sample(rows, sampling)
    drawn = Drawn((HEARD, NEEDS), (AREA,), "w", "kind = e", sampling=sampling)
    halves = [replace(whole, frame=frame) for frame in (whole.frame[:cut], whole.frame[cut:])]
    added = drawn.add(drawn.count(halves[0]), drawn.count(halves[1]))
    for one, other in zip(added, drawn.count(whole), strict=True):
        assert (one.cells, one.sums.keys) == (other.cells, other.sums.keys)
        np.testing.assert_array_equal(one.sums.n, other.sums.n)
        np.testing.assert_allclose(one.sums.sum_w2, other.sums.sum_w2, rtol=1e-9)


def schools(count: int, each: int = 12, sampling: Sampling = DESIGNS[0]) -> DataSet:
    """Return people of schools that differ much in how many have heard."""
    areas = ("north", "south", "west")
    rows = [
        {
            "heard": "yes" if spot < each * (school % 4 + 1) / 5 else "no",
            "area": areas[(school // 4 + spot) % 3],
            "needs": ("time",) if spot % 2 else ("time", "money"),
            "school": f"s{school:02}",
            "kind": "e" if school % 2 else "h",
            "w": 1.0 + spot % 3,
        }
        for school in range(count)
        for spot in range(each)
    ]
    return sample(rows, sampling)


def test_clusters_make_intervals_wider() -> None:
    alone = tabulate(
        schools(20, sampling=Sampling(Selection.RANDOM)), "heard", measuring=Measuring()
    ).measures
    drawn = tabulate(schools(20), "heard", measuring=Measuring()).measures
    assert alone is not None and drawn is not None
    one, other = alone.cells["yes", TOTAL], drawn.cells["yes", TOTAL]
    assert other.low < one.low < one.high < other.high  # type: ignore[operator]
    assert other.design_effect > 1.5  # type: ignore[operator]


def test_unfinished_responses_are_no_part_of_the_sample() -> None:
    whole = schools(12)
    short = whole.frame.with_columns(
        status=pl.when(pl.col("school") == "s00")
        .then(pl.lit("partial"))
        .otherwise(pl.lit("completed"))
        .cast(whole.frame.schema["status"])
    )
    fewer = replace(whole, frame=whole.frame.filter(pl.col("school") != "s00"))
    found = tabulate(replace(whole, frame=short), "heard", "area", measuring=Measuring())
    assert found == tabulate(fewer, "heard", "area", measuring=Measuring())


def test_of_everyone_asked_who_all_answered_nothing_is_left_to_chance() -> None:
    dataset = schools(10, sampling=Sampling(Selection.EVERYONE, population=120.0))
    table = tabulate(dataset, "heard", "area", measuring=Measuring(versus=Versus.REST))
    assert table.measures is not None
    for spot, cell in table.measures.cells.items():
        share = table.cells[spot].share
        assert (cell.low, cell.high) == pytest.approx((share, share))
    said = all_notes(release(table, OPEN))[0]
    assert said.startswith("Everyone was asked. Intervals and tests speak only of those who did")


@pytest.mark.parametrize(
    ("sampling", "change", "codes"),
    [
        (Sampling(Selection.RANDOM, strata="kinds", clusters="skool"), {}, ["unknown-column"] * 2),
        (Sampling(Selection.RANDOM, strata="needs", weight="heard"), {},
         ["not-numbers", "several-answers"]),
        (Sampling(Selection.RANDOM, strata="kind", clusters="school"),
         {"kind": None, "school": None}, ["missing", "missing"]),
        (Sampling(Selection.RANDOM, strata="area", clusters="school"), {}, ["crossing"]),
        (Sampling(Selection.RANDOM, strata="kind", population="w"), {}, ["size-differs"]),
        (Sampling(Selection.RANDOM, population=5.0), {}, ["size-too-small"]),
        (Sampling(Selection.RANDOM, strata="kind", population=(("e", 90.0),)), {},
         ["size-missing"]),
        (Sampling(Selection.RANDOM, clusters="school", population=3.0), {}, ["size-too-small"]),
        (Sampling(Selection.RANDOM, strata="school", clusters="w", nested=True),
         {"w": 1.0}, ["lone"]),
        (Sampling(Selection.RANDOM, clusters="kind"), {"kind": "e"}, ["one-cluster"]),
        (Sampling(Selection.RANDOM, weight="w"), {"w": -1.0}, ["bad-weight"]),
    ],
)  # fmt: skip
def test_faults_of_a_design_are_named_all_at_once(
    sampling: Sampling, change: dict, codes: list[str]
) -> None:
    whole = schools(4, sampling=sampling)
    rows = whole.frame.to_dicts()
    everybody = change.get("kind") == "e" or change.get("w") == 1.0
    changed = [row | change if everybody or not spot else row for spot, row in enumerate(rows)]
    dataset = replace(whole, frame=pl.DataFrame(changed, schema=whole.frame.schema))
    found = check_sampling(dataset)
    assert [problem.code.removeprefix("sampling-") for problem in found] == codes
    assert all(problem.remedy() for problem in found)
    if designed_sampling(dataset):
        with pytest.raises(ProblemsFoundError):
            tabulate(dataset, "heard", measuring=Measuring())


def test_few_clusters_would_tell_how_many_of_one_gave_an_answer() -> None:
    for count, told in ((8, False), (30, True)):
        table = release(tabulate(schools(count), "heard", "area", measuring=Measuring()), RULE)
        measures = table.measures
        assert measures is not None and measures.design is not None
        assert (measures.cells["yes", TOTAL].low is not None) == told
        assert (measures.association is not None) == told
        assert bool(measures.differences) == told
        assert not measures.design.free and measures.design.plain is None
        assert ("fewer than 10 clusters" in " ".join(all_notes(table))) != told


def test_what_is_told_of_a_design_is_no_finer_than_printed() -> None:
    table = release(tabulate(schools(30), "heard", "area", measuring=Measuring()), RULE)
    assert table.measures is not None
    for cell in table.measures.cells.values():
        assert cell.low == round(cell.low or 0, 3) and cell.high == round(cell.high or 0, 3)
    for gap in table.measures.differences:
        assert gap.low == round(gap.low, 3) and gap.p_alone == round(gap.p_alone or 0, 3)


def test_two_strata_would_give_both_their_counts_away() -> None:
    """An outsider solves the variance for the count of one stratum; what is released has none."""
    rows = [
        {"heard": "yes" if spot < yes else "no", "area": "north", "needs": None,
         "school": "a", "kind": kind, "w": 1.0}
        for kind, n, yes in (("e", 60, 57), ("h", 40, 3))
        for spot in range(n)
    ]  # fmt: skip
    dataset = sample(rows, Sampling(Selection.RANDOM, strata="kind"))
    raw = tabulate(dataset, "heard", measuring=Measuring())

    def fitting(effect: float | None) -> list[int]:
        def variance(first: int) -> float:
            shares = ((first, 60), (60 - first, 40))
            return sum(n / (n - 1) * c * (1 - c / n) for c, n in shares) / 100**2

        simple = 0.6 * 0.4 / 99
        possible = range(20, 61)
        return [c for c in possible if effect and abs(variance(c) / simple - effect) < 1e-9]

    assert raw.measures is not None
    assert fitting(raw.measures.cells["yes", TOTAL].design_effect) == [57]
    told = release(raw, RULE).measures
    assert told is not None
    assert fitting(told.cells["yes", TOTAL].design_effect) == []
    assert told.cells["yes", TOTAL].design_effect == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("kind", "measured", "begins"),
    [
        (Selection.SELF_SELECTED, True, "People chose for themselves to answer. Intervals"),
        (Selection.SELF_SELECTED, False, "People chose for themselves to answer: the figures"),
        (Selection.RANDOM, True, "People were drawn at random. Intervals"),
        (Selection.EVERYONE, True, "Everyone was asked, so nobody was left out by chance."),
        (Selection.EVERYONE, False, "Everyone was asked: the figures"),
    ],
)
def test_every_table_says_in_one_line_what_its_figures_mean(
    kind: Selection, measured: bool, begins: str
) -> None:
    dataset = schools(10, sampling=Sampling(kind))
    table = tabulate(dataset, "heard", "area", measuring=Measuring() if measured else None)
    notes = all_notes(release(table, RULE))
    assert sum(note.startswith(begins) for note in notes) == 1
    assert all_notes(release(tabulate(schools(10, sampling=Sampling(kind)), "heard"), RULE))
