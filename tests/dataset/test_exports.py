"""Data going out: read back the same, with why answers are missing, and never too much."""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.made_data import Given, dataset_of, day, multi, number, single, words

from alongside.dataset import (
    DataSet,
    Missing,
    Provenance,
    Variable,
    export_csv,
    export_parquet,
)
from alongside.dataset.exports import METADATA_KEY, SYNTHETIC_NOTE
from alongside.kernel.errors import DataError

VARIABLES = [
    single("place", "north", "south"),
    multi("got", "tea", "cake", "missing"),
    number("age"),
    day("seen"),
    words("why"),
]
GAPS = st.one_of(st.none(), st.sampled_from(list(Missing)))
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
PEOPLE = st.lists(
    st.fixed_dictionaries(
        {
            "place": st.one_of(GAPS, st.sampled_from(["north", "south"])),
            "got": st.one_of(
                GAPS,
                st.lists(st.sampled_from(["tea", "cake", "missing"]), unique=True).map(tuple),
            ),
            "age": st.one_of(GAPS, st.floats(allow_nan=False, allow_infinity=False)),
            "seen": st.one_of(GAPS, st.dates()),
            "why": st.one_of(
                GAPS, TEXTS, st.sampled_from(["a\nb", 'say "x"', "a,b", "\r", "x" * 70000])
            ),
        }
    ),
    min_size=1,
    max_size=6,
)


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"), newline="")))


def small(*, synthetic: bool = False) -> DataSet:
    rows: list[dict[str, Given]] = [
        {"place": "north", "got": ("tea", "missing"), "age": 1.5, "seen": date(2023, 1, 2)},
        {"place": Missing.DECLINED, "got": (), "why": "Joanna\nsaid"},
    ]
    about = Provenance(title="T", synthetic=synthetic, source="S", fingerprint="f")
    return dataset_of(VARIABLES, rows, partial=[1], provenance=about)


def as_text(value: Given) -> str:
    if value is None or isinstance(value, Missing):
        return ""
    return str(value)


@settings(max_examples=60, deadline=None)
@given(people=PEOPLE)
def test_csv_says_every_answer_and_why_there_is_none(
    tmp_path_factory: pytest.TempPathFactory, people: list[dict[str, Given]]
) -> None:
    folder = tmp_path_factory.mktemp("out")
    csv.field_size_limit(1_000_000)
    path, _ = export_csv(dataset_of(VARIABLES, people), folder / "data.csv", texts=True)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["respondent"] for row in rows] == [str(n + 1) for n in range(len(people))]
    for row, person in zip(rows, people, strict=True):
        for code in ("place", "seen", "why"):
            assert row[code] == as_text(person[code])
        if isinstance(person["age"], float):
            assert float(row["age"]) == person["age"]
        ticks = [row["got__tea"], row["got__cake"], row["got__missing_"]]
        given_ticks = person["got"]
        assert ticks == (
            [str(int(code in given_ticks)) for code in ("tea", "cake", "missing")]
            if isinstance(given_ticks, tuple)
            else ["", "", ""]
        )
        for code, value in person.items():
            reason = Missing.SKIPPED if value is None else value
            assert row[f"{code}__missing"] == (reason if isinstance(reason, Missing) else "")


@settings(max_examples=60, deadline=None)
@given(people=PEOPLE)
def test_parquet_is_read_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, people: list[dict[str, Given]]
) -> None:
    dataset = dataset_of(VARIABLES, people)
    (path,) = export_parquet(dataset, tmp_path_factory.mktemp("out") / "data.parquet", texts=True)
    back = pl.read_parquet(path)
    assert back.columns == dataset.frame.columns
    assert back.to_dicts() == dataset.frame.to_dicts()


def test_parquet_carries_its_codebook(tmp_path: Path) -> None:
    (path,) = export_parquet(small(synthetic=True), tmp_path / "a" / "data.parquet")
    about = json.loads(pl.read_parquet_metadata(path)[METADATA_KEY])
    assert {key: about[key] for key in ("title", "synthetic", "source", "fingerprint")} == {
        "title": "T",
        "synthetic": True,
        "source": "S",
        "fingerprint": "f",
    }
    assert [item["code"] for item in about["variables"]] == ["place", "got", "age", "seen"]
    assert [item["code"] for item in about["variables"][1]["categories"]] == [
        *("tea", "cake", "missing")
    ]
    assert about["variables"][0]["label"] == {"en": "What about place?"}


def test_the_codebook_beside_a_csv_describes_every_column_and_no_other(tmp_path: Path) -> None:
    path, beside = export_csv(small(), tmp_path / "data.csv", texts=True)
    assert beside.name == "data-codebook.csv"
    columns = set(rows_of(path)[0])
    assert {row["column"] for row in rows_of(beside)} == columns
    places = [row for row in rows_of(beside) if row["column"] == "place"]
    assert [(row["code"], row["code_label"]) for row in places] == [
        ("north", "North"),
        ("south", "South"),
    ]


def test_open_answers_leave_only_when_asked_for(tmp_path: Path) -> None:
    for texts in (False, True):
        paths = [
            *export_csv(small(), tmp_path / f"{texts}.csv", texts=texts),
            *export_parquet(small(), tmp_path / f"{texts}.parquet", texts=texts),
        ]
        assert ("why" in rows_of(paths[0])[0]) is texts
        assert ("why" in pl.read_parquet(paths[2]).columns) is texts
        assert any(b"Joanna" in path.read_bytes() for path in paths) is texts


def test_the_codebook_says_what_was_left_out_or_must_be_kept_safe(tmp_path: Path) -> None:
    for texts, said in ((False, "left out, because they can identify"), (True, "Keep this file")):
        _, beside = export_csv(replace(small(), unit="row"), tmp_path / "a.csv", texts=texts)
        note = rows_of(beside)[0]["note"]
        assert said in note
        assert "why" in note
        assert "not a person" in note
        (path,) = export_parquet(small(), tmp_path / "a.parquet", texts=texts)
        about = json.loads(pl.read_parquet_metadata(path)[METADATA_KEY])
        assert said in " ".join(about["notes"])


def test_every_kind_of_no_answer_is_explained(tmp_path: Path) -> None:
    _, beside = export_csv(small(), tmp_path / "a.csv")
    explained = {
        row["code"]: row["code_label"] for row in rows_of(beside) if row["type"] == "missing"
    }
    assert set(explained) == {kind.value for kind in Missing}
    assert all(explained.values())


def test_what_identifies_never_leaves(tmp_path: Path) -> None:
    secret: list[Variable] = [
        replace(words("name"), identifies=True),
        replace(number("phone"), identifies=True),
    ]
    dataset = dataset_of([*secret, single("a", "x")], [{"name": "Joanna", "phone": 7.0, "a": "x"}])
    paths = [
        *export_csv(dataset, tmp_path / "a.csv", texts=True),
        *export_parquet(dataset, tmp_path / "a.parquet", texts=True),
    ]
    assert set(rows_of(paths[0])[0]) == {"respondent", "status", "a", "a__missing"}
    for path in paths:
        assert b"Joanna" not in path.read_bytes()
        assert b"phone" not in path.read_bytes()


@pytest.mark.parametrize("synthetic", [True, False])
def test_synthetic_data_say_so(tmp_path: Path, synthetic: bool) -> None:
    _, beside = export_csv(small(synthetic=synthetic), tmp_path / "data.csv")
    assert (SYNTHETIC_NOTE in beside.read_text("utf-8")) is synthetic
    (path,) = export_parquet(small(synthetic=synthetic), tmp_path / "data.parquet")
    assert json.loads(pl.read_parquet_metadata(path)[METADATA_KEY])["synthetic"] is synthetic


def test_rows_stand_by_respondent_number_with_how_far_they_came(tmp_path: Path) -> None:
    dataset = small()
    path, _ = export_csv(replace(dataset, frame=dataset.frame.reverse()), tmp_path / "d.csv")
    assert [(row["respondent"], row["status"]) for row in rows_of(path)] == [
        ("1", "completed"),
        ("2", "partial"),
    ]


def test_a_csv_export_is_all_or_nothing(tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("old", "utf-8")
    (tmp_path / "data-codebook.csv").mkdir()
    with pytest.raises(DataError, match="folder"):
        export_csv(small(), tmp_path / "data.csv")
    assert (tmp_path / "data.csv").read_text("utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data-codebook.csv", "data.csv"]


def test_a_failure_half_way_leaves_the_old_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data.csv").write_text("old", "utf-8")

    def full(*_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(OSError, match="No space"):
        export_csv(small(), tmp_path / "data.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["data.csv"]
    assert (tmp_path / "data.csv").read_bytes() == b"old"


def test_a_parquet_export_leaves_nothing_on_failure(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="folder"):
        export_parquet(small(), tmp_path)
    assert list(tmp_path.iterdir()) == []
