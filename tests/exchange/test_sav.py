"""SPSS files, read back by pyreadstat: values, words, missing kinds, sets, and what was cut."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pyreadstat
import pytest
from hypothesis import given, settings
from tests.exchange.hard_data import PEOPLE, VARIABLES, assert_answers_are_there
from tests.made_data import Given, dataset_of, day, multi, number, single, words

from alongside.dataset import DataSet, Missing
from alongside.dataset.exports import MISSING_WORDS, SYNTHETIC_NOTE
from alongside.exchange import ChangeKind, export_sav
from alongside.exchange.sps import read_answer_sets
from alongside.kernel.text import Text

KINDS = list(Missing)
EPOCH = date(1582, 10, 14)


def read(path: Path) -> tuple[pl.DataFrame, pyreadstat.metadata_container]:
    return pyreadstat.read_sav(
        path, user_missing=True, disable_datetime_conversion=True, output_format="polars"
    )


def small() -> DataSet:
    rows: list[dict[str, Given]] = [
        {"place": "north", "got": ("tea",), "age": 1.5, "seen": date(2023, 1, 2), "why": "é"},
        dict.fromkeys(("place", "got", "age", "seen", "why"), Missing.DECLINED),
    ]
    variables = [
        single("place", "north", "south"),
        multi("got", "tea", "cake"),
        number("age"),
        day("seen"),
        words("why"),
    ]
    return dataset_of(variables, rows, partial=[1])


def test_values_words_and_kinds_of_missing(tmp_path: Path) -> None:
    transfer = export_sav(small(), tmp_path / "data.sav", texts=True)
    assert [path.name for path in transfer.files] == ["data.sav", "data.sps", "data.sav.notes.md"]
    frame, about = read(tmp_path / "data.sav")
    assert frame.row(0, named=True) == {
        "respondent": 1,
        "status": 1,
        "place": 1,
        "got__tea": 1,
        "got__cake": 0,
        "age": 1.5,
        "seen": (date(2023, 1, 2) - EPOCH).days * 86_400,
        "why": "é",
        "why_why": None,
    }
    second = frame.row(1, named=True)
    assert {second[code] for code in ("place", "got__tea", "got__cake", "age", "seen")} == {-93}
    assert (second["why"], second["why_why"], second["status"]) == ("", 3, 2)
    assert about.missing_ranges["got__cake"] == [{"lo": -96, "hi": -91}]
    assert about.variable_value_labels["place"] == {
        1: "North",
        2: "South",
        **{-91 - spot: MISSING_WORDS[kind] for spot, kind in enumerate(KINDS)},
    }
    assert about.column_names_to_labels["place"] == "What about place?"
    assert about.column_names_to_labels["got__cake"] == "Cake"
    assert about.original_variable_types["seen"] == "SDATE10"
    assert about.variable_measure["age"] == "scale"
    assert about.file_label == "A small study"


def test_the_syntax_makes_a_set_of_a_question_with_several_answers(tmp_path: Path) -> None:
    export_sav(small(), tmp_path / "data.sav")
    (found,) = read_answer_sets((tmp_path / "data.sps").read_text("utf-8-sig"))
    assert (found.name, found.variables) == ("got", ("got__tea", "got__cake"))
    assert found.label == "What about got?"


def test_open_answers_and_what_identifies_stay_out(tmp_path: Path) -> None:
    dataset = small()
    hidden = [replace(item, identifies=item.code == "age") for item in dataset.codebook]
    dataset = replace(dataset, codebook=replace(dataset.codebook, variables=tuple(hidden)))
    export_sav(dataset, tmp_path / "data.sav")
    frame, _ = read(tmp_path / "data.sav")
    assert not {"age", "why", "why_why"} & set(frame.columns)


def test_missing_codes_give_way_to_answers(tmp_path: Path) -> None:
    people: list[dict[str, Given]] = [{"n": -93.0}, {"n": -995.0}, {"n": Missing.SKIPPED}]
    transfer = export_sav(dataset_of([number("n")], people), tmp_path / "data.sav")
    frame, about = read(tmp_path / "data.sav")
    assert frame["n"].to_list() == [-93, -995, -9992]
    assert about.missing_ranges["n"] == [{"lo": -9996, "hi": -9991}]
    (column,) = [item for item in transfer.written if item.column == "n"]
    assert ("-9992", "skipped") in column.values


def test_what_is_too_long_is_cut_between_signs_and_named(tmp_path: Path) -> None:
    family = "👩‍👩‍👧"
    people: list[dict[str, Given]] = [{"why": "x"}, {"why": "x" + family * 2_000}]
    long = replace(words("why"), label=Text({"en": "é" * 200}))
    transfer = export_sav(dataset_of([long], people), tmp_path / "data.sav", texts=True)
    frame, about = read(tmp_path / "data.sav")
    assert frame["why"][1] == "x" + family * ((32_767 - 1) // 18)
    answer, label, why_label = transfer.changes
    assert (answer.kind, answer.variable, answer.respondent) == (ChangeKind.SHORTENED, "why", 2)
    assert (answer.was, answer.now) == ("36,001 bytes", "32,761 bytes")
    assert about.column_names_to_labels["why"] == label.now == "é" * 127
    assert label.was == "é" * 200
    assert why_label.variable == "why"
    told = (tmp_path / "data.sav.notes.md").read_text("utf-8")
    assert "| 2 | why | answer | shortened | 36,001 bytes | 32,761 bytes |" in told
    assert "é" * 200 in told


def test_labels_are_in_the_language_chosen(tmp_path: Path) -> None:
    both = replace(single("a", "x"), label=Text({"en": "Where?", "cy": "Ble?"}))
    dataset = dataset_of([both], [{"a": "x"}])
    for language, said in (("en", "Where?"), ("cy", "Ble?")):
        export_sav(dataset, tmp_path / "data.sav", language=language)
        assert read(tmp_path / "data.sav")[1].column_names_to_labels["a"] == said


def test_weights_are_columns_and_synthetic_data_say_so(tmp_path: Path) -> None:
    dataset = small()
    about = replace(dataset.provenance, synthetic=True)
    weighted = dataset.frame.with_columns(pl.Series("w", [0.75, 1.25]))
    export_sav(replace(dataset, frame=weighted, provenance=about), tmp_path / "data.sav")
    frame, told = read(tmp_path / "data.sav")
    assert frame["w"].to_list() == [0.75, 1.25]
    assert SYNTHETIC_NOTE in told.notes
    assert "WEIGHT BY w" in (tmp_path / "data.sps").read_text("utf-8-sig")


@settings(max_examples=60, deadline=None)
@given(people=PEOPLE)
def test_every_answer_is_there_or_named(
    tmp_path_factory: pytest.TempPathFactory, people: list[dict[str, Given]]
) -> None:
    path = tmp_path_factory.mktemp("out") / "data.sav"
    transfer = export_sav(dataset_of(VARIABLES, people), path, texts=True)
    frame, about = read(path)
    assert_answers_are_there(
        people, frame, transfer, lambda day: (day - EPOCH) / timedelta(seconds=1)
    )
    for item in transfer.written:
        if item.variable == "age" and item.column == "age":
            low = about.missing_ranges[item.column][0]["hi"]
            for row, person in enumerate(people):
                if isinstance(person["age"], Missing):
                    assert frame["age"][row] == low - KINDS.index(person["age"])
