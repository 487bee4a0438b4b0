"""Stata files, read back by pyreadstat and by pandas, which share no code."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import polars as pl
import pyreadstat
import pytest
from hypothesis import given, settings
from tests.exchange.hard_data import FAMILY, PEOPLE, VARIABLES, assert_answers_are_there
from tests.made_data import Given, dataset_of, day, multi, number, single, words

from alongside.dataset import Missing
from alongside.exchange import ChangeKind, export_dta
from alongside.kernel.text import Text


def test_values_words_and_kinds_of_missing_read_by_pandas(tmp_path: Path) -> None:
    variables = [
        single("place", "north", "south"),
        multi("got", "tea", "cake"),
        number("age"),
        day("seen"),
        words("why"),
    ]
    rows: list[dict[str, Given]] = [
        {"place": "south", "got": ("cake",), "age": 1.5, "seen": date(2023, 1, 2), "why": "é"},
        dict.fromkeys(("place", "got", "age", "seen", "why"), Missing.DECLINED),
        dict.fromkeys(("place", "got", "age", "seen", "why"), Missing.NOT_SHOWN),
    ]
    export_dta(dataset_of(variables, rows, partial=[2]), tmp_path / "data.dta", texts=True)
    plain = pd.read_stata(
        tmp_path / "data.dta",
        convert_categoricals=False,
        convert_missing=True,
        convert_dates=False,
    )
    assert [str(cell) for cell in plain["place"]] == ["2", ".c", ".f"]
    assert [str(cell) for cell in plain["got__cake"]] == ["1", ".c", ".f"]
    assert [str(cell) for cell in plain["age"]] == ["1.5", ".c", ".f"]
    assert str(plain["seen"][1]) == ".c"
    assert list(plain["why"]) == ["é", "", ""]
    assert list(plain["why_why"])[1:] == [3, 6]
    worded = pd.read_stata(tmp_path / "data.dta")
    assert worded["place"][0] == "South"
    assert worded["seen"][0] == pd.Timestamp(2023, 1, 2)
    assert list(worded["status"]) == ["Finished", "Finished", "Stopped before the end"]
    _, about = pyreadstat.read_dta(tmp_path / "data.dta", user_missing=True)
    assert about.variable_value_labels["place"]["c"] == "Prefers not to say"
    assert about.column_names_to_labels["got__cake"] == "Cake"


def test_long_text_survives_whole(tmp_path: Path) -> None:
    long = FAMILY * 5_000
    transfer = export_dta(
        dataset_of([words("why")], [{"why": long}]), tmp_path / "d.dta", texts=True
    )
    assert pd.read_stata(tmp_path / "d.dta")["why"][0] == long
    assert transfer.changes == ()


def test_long_labels_are_cut_and_named(tmp_path: Path) -> None:
    long = replace(single("a", "x"), label=Text({"en": "Why " * 30}))
    transfer = export_dta(dataset_of([long], [{"a": "x"}]), tmp_path / "d.dta")
    (change,) = transfer.changes
    assert (change.kind, change.variable, change.of) == (ChangeKind.SHORTENED, "a", "label")
    assert len(change.now) <= 80
    with pd.io.stata.StataReader(tmp_path / "d.dta") as reader:
        assert reader.variable_labels()["a"] == change.now


def test_what_stata_cannot_hold_is_left_out_by_name(tmp_path: Path) -> None:
    people: list[dict[str, Given]] = [{"n": 1e308, "d": date(99, 1, 1)}, {"n": 1.0, "d": None}]
    transfer = export_dta(dataset_of([number("n"), day("d")], people), tmp_path / "d.dta")
    assert [(item.kind, item.variable, item.respondent) for item in transfer.changes] == [
        (ChangeKind.LEFT_OUT, "n", 1),
        (ChangeKind.LEFT_OUT, "d", 1),
    ]


@settings(max_examples=60, deadline=None)
@given(people=PEOPLE)
def test_every_answer_is_there_or_named(
    tmp_path_factory: pytest.TempPathFactory, people: list[dict[str, Given]]
) -> None:
    path = tmp_path_factory.mktemp("out") / "data.dta"
    transfer = export_dta(dataset_of(VARIABLES, people), path, texts=True)
    frame, _ = pyreadstat.read_dta(
        path, user_missing=True, disable_datetime_conversion=True, output_format="dict"
    )
    objects = pl.DataFrame({name: pl.Series(list(v), dtype=pl.Object) for name, v in frame.items()})
    assert_answers_are_there(people, objects, transfer, lambda day: (day - date(1960, 1, 1)).days)
    letters = dict(zip(Missing, "abcdef", strict=True))
    for row, person in enumerate(people):
        if isinstance(person["Place"], Missing):
            assert objects["Place"][row] == letters[person["Place"]]
