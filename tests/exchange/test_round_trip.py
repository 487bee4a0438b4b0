"""What we write and read again loses nothing that the export or the import does not name."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from tests.exchange.hard_data import PEOPLE, VARIABLES
from tests.made_data import Given, dataset_of, number, words

from alongside.cli.main import exit_code_of
from alongside.dataset import (
    DataSet,
    ImportReport,
    Missing,
    VariableType,
    load_dataset,
)
from alongside.exchange import (
    DataFormat,
    Transfer,
    export_dataset,
    import_described_csv,
    import_sav,
    import_triple_s,
)
from alongside.kernel.errors import DataError
from alongside.questionnaire import load_study

STUDY = Path(__file__).parents[2] / "studies" / "coproduction"
Reader = Callable[[Path, Path], ImportReport]
WAYS: list[tuple[DataFormat, str, Reader]] = [
    (DataFormat.SAV, "data.sav", import_sav),
    (DataFormat.TRIPLE_S, "data.xml", import_triple_s),
    (DataFormat.CSV, "data.csv", import_described_csv),
]


def names_after(transfer: Transfer, report: ImportReport, data: DataSet) -> dict[str, str]:
    """Return what each variable is called after the journey."""
    named: dict[str, str] = {}
    for item in transfer.written:
        if not item.option:
            named.setdefault(item.variable, item.column)
    told = dict(note.split(" is now called ") for note in report.notes if " is now called " in note)
    found = {}
    for variable in VARIABLES:
        name = named.get(variable.code, variable.code)
        found[variable.code] = told.get(name, name)
        assert found[variable.code] in data.codebook
    return found


def check_nothing_is_lost(
    people: list[Mapping[str, Given]], transfer: Transfer, report: ImportReport
) -> None:
    before = dataset_of(VARIABLES, people)
    after = load_dataset(load_study(report.folder))
    changed = {(item.variable, item.respondent) for item in transfer.changes}
    names = names_after(transfer, report, after)
    for variable in VARIABLES:
        code = names[variable.code]
        arrived = after.codebook.by_code[code]
        assert arrived.type is variable.type
        assert arrived.label.say("en") == variable.label.say("en")
        assert [item.label.say("en") for item in arrived.categories] == [
            item.label.say("en") for item in variable.categories
        ]
        for row in range(len(people)):
            if (variable.code, row + 1) in changed:
                continue
            value = _cell(before.frame, variable.code, row)
            gap = before.frame[f"{variable.code}__missing"][row]
            new_gap = after.frame[f"{code}__missing"][row]
            if variable.type is VariableType.TEXT and value is not None and not value.strip():
                assert new_gap == "skipped"
                assert any(note.startswith(f"{code}: empty answers") for note in report.notes)
                continue
            assert new_gap == gap
            assert _cell(after.frame, code, row) == value


def _cell(frame: pl.DataFrame, code: str, row: int) -> object:
    """Return a value; a category by its place, because some formats give it another code."""
    column = frame[code]
    return (column.to_physical() if column.dtype == pl.Enum else column)[row]


@pytest.mark.parametrize(("kind", "name", "read"), WAYS, ids=[way[0].value for way in WAYS])
@settings(max_examples=25, deadline=None)
@given(people=PEOPLE)
def test_there_and_back(
    tmp_path_factory: pytest.TempPathFactory,
    kind: DataFormat,
    name: str,
    read: Reader,
    people: list[Mapping[str, Given]],
) -> None:
    folder = tmp_path_factory.mktemp("way")
    path = folder / name
    transfer = export_dataset(dataset_of(VARIABLES, people), path, kind, texts=True)
    check_nothing_is_lost(people, transfer, read(path, folder / "study"))


@pytest.mark.parametrize(("kind", "name", "read"), WAYS, ids=[way[0].value for way in WAYS])
def test_the_reference_study_comes_back_with_its_marks(
    tmp_path: Path, kind: DataFormat, name: str, read: Reader
) -> None:
    before = load_dataset(load_study(STUDY))
    transfer = export_dataset(before, tmp_path / name, kind, texts=True)
    assert transfer.changes == ()
    report = read(tmp_path / name, tmp_path / "study")
    study = load_study(report.folder)
    after = load_dataset(study)
    assert study.settings.synthetic
    assert after.frame.height == before.frame.height
    assert "respondent_2" not in after.codebook
    columns = {item.variable: item.column for item in reversed(transfer.written) if not item.option}
    for variable in before.codebook:
        code = columns.get(variable.code, variable.code)
        code = code if code in after.codebook else variable.code.lstrip("_")
        gaps = (before.frame[f"{variable.code}__missing"], after.frame[f"{code}__missing"])
        assert gaps[0].cast(pl.String).equals(gaps[1].cast(pl.String))
        values = (before.frame[variable.code], after.frame[code])
        if variable.type is VariableType.SINGLE:
            assert values[0].to_physical().equals(values[1].to_physical(), check_dtypes=False)
        else:
            assert values[0].equals(values[1])


def test_numbers_that_happen_to_be_0_and_1_stay_numbers(tmp_path: Path) -> None:
    people: list[Mapping[str, Given]] = [{"age": 0.0}, {"age": 1.0}, {"age": Missing.DECLINED}]
    for kind, name, read in WAYS:
        path = tmp_path / kind.value / name
        export_dataset(dataset_of([number("age")], people), path, kind)
        after = load_dataset(load_study(read(path, path.parent / "study").folder))
        assert after.codebook.by_code["age"].type is VariableType.NUMERIC
        assert after.frame["age"].to_list() == [0.0, 1.0, None]


def test_weights_and_an_unnamed_row_unit_come_back(tmp_path: Path) -> None:
    dataset = dataset_of(VARIABLES[:1], [{"place": "north"}, {"place": "x"}])
    weighted = dataset.frame.with_columns(pl.Series("w", [0.5, 1.5]))
    for kind, name, read in WAYS:
        path = tmp_path / kind.value / name
        export_dataset(replace(dataset, frame=weighted), path, kind)
        report = read(path, path.parent / "study")
        after = load_dataset(load_study(report.folder))
        assert after.frame["w"].to_list() == [0.5, 1.5]


def test_the_command_line_takes_every_format_out_and_three_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for kind in DataFormat:
        ending = {"ddi": "xml", "triple-s": "xml"}.get(kind.value, kind.value)
        out = tmp_path / kind.value / f"data.{ending}"
        arguments = ["export", str(STUDY), "--format", kind.value, "--out", str(out)]
        assert exit_code_of([*arguments, "--lang", "cy"]) == 0
        assert exit_code_of(arguments) == 1
        assert exit_code_of([*arguments, "--force"]) == 0
    said = capsys.readouterr().err
    assert "_language is language" in said
    assert "data.dta.notes.md" in said
    for kind, name, _ in WAYS:
        source = tmp_path / kind.value / name
        assert exit_code_of(["import", str(source), str(tmp_path / f"from-{kind.value}")]) == 0
    assert exit_code_of(["export", str(STUDY), "--lang", "fr"]) == 1
    assert "en, cy" in capsys.readouterr().err


def test_the_ending_of_the_name_decides_the_format(tmp_path: Path) -> None:
    assert exit_code_of(["export", str(STUDY), "--out", str(tmp_path / "x.sav")]) == 0
    assert (tmp_path / "x.sps").exists()


@pytest.mark.parametrize("kind", [DataFormat.SAV, DataFormat.DTA, DataFormat.TRIPLE_S])
def test_signs_that_no_text_can_hold_are_named(tmp_path: Path, kind: DataFormat) -> None:
    dataset = dataset_of([words("why")], [{"why": "fine"}, {"why": "a\0b"}])
    ending = "xml" if kind is DataFormat.TRIPLE_S else kind.value
    transfer = export_dataset(dataset, tmp_path / f"d.{ending}", kind, texts=True)
    (change,) = transfer.changes
    assert (change.respondent, change.was, change.now) == (2, "3 bytes", "2 bytes")
    assert "NUL" in transfer.summary()[0]
    assert "| 2 | why | answer | altered |" in transfer.files[-1].read_text("utf-8")


def test_a_failure_leaves_the_old_files(tmp_path: Path) -> None:
    dataset = dataset_of([words("why")], [{"why": "x"}])
    (tmp_path / "d.sav").write_text("old", "utf-8")
    (tmp_path / "d.sps").mkdir()
    with pytest.raises(DataError, match="folder"):
        export_dataset(dataset, tmp_path / "d.sav", DataFormat.SAV)
    assert (tmp_path / "d.sav").read_text("utf-8") == "old"


def test_a_name_that_a_file_beside_needs_is_refused(tmp_path: Path) -> None:
    dataset = dataset_of([words("why")], [{"why": "x"}])
    with pytest.raises(DataError, match="beside it"):
        export_dataset(dataset, tmp_path / "d.csv", DataFormat.DDI)
    assert list(tmp_path.iterdir()) == []


def test_json_holds_everything(tmp_path: Path) -> None:
    people: list[Mapping[str, Given]] = [
        {"place": "north", "got": ("tea", "missing"), "age": 1.5, "seen": date(2023, 1, 2)},
        {"place": Missing.BROKE_OFF, "got": (), "why": "\u2028👩‍👩‍👧"},
    ]
    export_dataset(dataset_of(VARIABLES, people), tmp_path / "d.json", DataFormat.JSON, texts=True)
    found = json.loads((tmp_path / "d.json").read_text("utf-8"))
    first, second = found["responses"]
    assert first["answers"] == {
        "place": "north",
        "got": ["tea", "missing"],
        "age": 1.5,
        "seen": "2023-01-02",
    }
    assert second["answers"] == {"got": [], "why": "\u2028👩‍👩‍👧"}
    assert second["missing"]["place"] == "broke_off"
    assert found["variables"][0]["label"] == {"en": "What about place?"}
    assert set(found["missing"]) == {kind.value for kind in Missing}
    export_dataset(dataset_of(VARIABLES, people), tmp_path / "e.json", DataFormat.JSON)
    assert "👩" not in (tmp_path / "e.json").read_text("utf-8")
