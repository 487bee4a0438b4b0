"""Data in Parquet files: found at any address, described by what the files say, read in parts."""

from pathlib import Path

import fsspec
import polars as pl
import pytest
from tests.made_data import PROVENANCE, dataset_of, multi, number, single

from alongside.dataset import (
    RESPONDENT,
    STATUS,
    Codebook,
    DataSet,
    Missing,
    export_parquet,
    find_parts,
    find_study_parts,
    load_dataset,
    partitions,
)
from alongside.dataset.parquet_codebook import About, read_about, same_codebook
from alongside.kernel.errors import DataError
from alongside.questionnaire import load_study

HEARD = single("heard", "yes", "no")
NEEDS = multi("needs", "time", "money")
YEARS = number("years")
VARIABLES = (HEARD, NEEDS, YEARS)
ROWS = [
    {
        "heard": ("yes", "no", Missing.NOT_ASKED)[spot % 3],
        "needs": ("time", "money") if spot % 4 else None,
        "years": float(spot % 5),
    }
    for spot in range(40)
]
WHOLE = dataset_of(VARIABLES, ROWS, partial=[3, 9])
ABOUT = About(Codebook(VARIABLES), PROVENANCE, "respondent")


def piece(start: int, end: int) -> DataSet:
    return DataSet(WHOLE.frame[start:end], WHOLE.codebook, PROVENANCE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "people"
    for spot in range(4):
        export_parquet(piece(spot * 10, spot * 10 + 10), made / f"part-{spot}.parquet")
    (made / "_SUCCESS").write_text("")
    return made


def everybody(data: object, keep: list[str]) -> pl.DataFrame:
    reader = data.reader(keep)
    return pl.concat([piece.frame for part in data.parts for piece in reader.read(part)])


@pytest.mark.parametrize("ending", ["", "/part-?.parquet", "/*.parquet"])
def test_a_folder_and_a_pattern_give_every_row_in_order(folder: Path, ending: str) -> None:
    data = find_parts([f"{folder}{ending}"])
    assert [part.rows for part in data.parts] == [10, 10, 10, 10]
    assert data.rows == 40
    assert data.provenance.title == "A small study"
    names = ["heard", "needs", "years"]
    expected = WHOLE.frame.drop(RESPONDENT)
    assert everybody(data, names).equals(expected.select(everybody(data, names).columns))


def test_the_codebook_comes_back_whole(folder: Path) -> None:
    assert find_parts([str(folder)]).codebook == WHOLE.codebook


def test_only_what_is_asked_for_is_read(folder: Path) -> None:
    assert everybody(find_parts([str(folder)]), ["heard"]).columns == [
        STATUS, "heard", "heard__missing",
    ]  # fmt: skip


def test_row_groups_are_put_together_and_large_ones_taken_in_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "people.parquet"
    WHOLE.frame.write_parquet(file, row_group_size=8)
    data = find_parts([str(file)], ABOUT, part_rows=20)
    assert [(part.groups, part.rows) for part in data.parts] == [
        ((0, 1), 16), ((2, 3), 16), ((4,), 8),
    ]  # fmt: skip
    monkeypatch.setattr(partitions, "MOST_ROWS_AT_ONCE", 10)
    monkeypatch.setattr(partitions, "PART_ROWS", 7)
    pieces = [each.frame for each in data.reader(["years"]).read(data.parts[0])]
    assert max(each.height for each in pieces) == 7
    assert pl.concat(pieces)["years"].equals(WHOLE.frame["years"][:16])


def test_an_address_with_a_protocol_is_read_like_a_file(folder: Path) -> None:
    storage = fsspec.filesystem("memory")
    for path in folder.glob("*.parquet"):
        storage.pipe(f"/far/{path.name}", path.read_bytes())
    near, far = find_parts([str(folder)]), find_parts(["memory://far/*.parquet"])
    assert far.parts[0].file == "memory:///far/part-0.parquet"
    assert everybody(far, ["heard"]).equals(everybody(near, ["heard"]))
    assert far.provenance.fingerprint == near.provenance.fingerprint


def test_names_of_folders_are_columns(tmp_path: Path) -> None:
    for wave in (1, 2):
        for spot in range(2):
            start = (wave - 1) * 20 + spot * 10
            target = tmp_path / f"wave={wave}" / f"part-{spot}.parquet"
            target.parent.mkdir(exist_ok=True)
            piece(start, start + 10).frame.write_parquet(target)
    wave = single("wave", "1", "2")
    about = About(Codebook((*VARIABLES, wave)), PROVENANCE, "respondent")
    found = everybody(find_parts([str(tmp_path)], about), ["heard", "wave"])
    assert found["wave"].to_list() == ["1"] * 20 + ["2"] * 20
    assert found["wave__missing"].null_count() == 40
    assert found.select("heard").equals(WHOLE.frame.select("heard"))
    nobody = tmp_path / "wave=__HIVE_DEFAULT_PARTITION__"
    (tmp_path / "wave=2").rename(nobody)
    with pytest.raises(DataError, match="no value for “wave”"):
        find_parts([str(tmp_path)], about)


def test_files_of_other_programs_need_neither_status_nor_kinds_of_missing(tmp_path: Path) -> None:
    file = tmp_path / "people.parquet"
    pl.DataFrame({"heard": ["yes", None, "no"], "w": [1, 2, 3]}).write_parquet(file)
    found = everybody(find_parts([str(file)], ABOUT), ["heard", "w"])
    assert found[STATUS].to_list() == ["completed"] * 3
    assert found["heard__missing"].to_list() == [None, "skipped", None]
    assert found["w"].to_list() == [1, 2, 3]


def test_the_mark_of_the_data_changes_with_them(folder: Path) -> None:
    before = find_parts([str(folder)]).provenance.fingerprint
    assert find_parts([str(folder)]).provenance.fingerprint == before
    export_parquet(piece(0, 9), folder / "part-3.parquet")
    assert find_parts([str(folder)]).provenance.fingerprint != before


def test_what_does_not_fit_is_said_with_its_place(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no Parquet files here"):
        find_parts([str(tmp_path / "nowhere")])
    with pytest.raises(DataError, match="no column “age”"):
        find_parts([str(folder)]).reader(["age"])
    bare = tmp_path / "bare.parquet"
    pl.DataFrame({"heard": ["yes"]}).write_parquet(bare)
    with pytest.raises(DataError, match="no codebook"):
        find_parts([str(bare)])
    with pytest.raises(DataError, match="does not fit the codebook") as caught:
        pl.DataFrame({"heard": ["oui"]}).write_parquet(bare)
        everybody(find_parts([str(bare)], ABOUT), ["heard"])
    assert caught.value.where == str(bare)
    bare.write_text("no table")
    with pytest.raises(DataError, match="cannot be read as Parquet"):
        find_parts([str(bare)])
    with pytest.raises(DataError, match="cannot be read as Parquet"):
        find_parts(["nonsense://somewhere"])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda frame: frame.drop("years"), "no column “years”"),
        (lambda frame: frame.with_columns(more=1), "part-0.parquet has no|no column “more”"),
        (lambda frame: frame.with_columns(pl.col("years").cast(pl.String)), "“years” is string"),
    ],
)
def test_files_that_differ_are_refused(folder: Path, change: object, said: str) -> None:
    words = pl.read_parquet_metadata(folder / "part-0.parquet")["alongside"]
    change(piece(0, 10).frame).write_parquet(
        folder / "part-2.parquet", metadata={"alongside": words}
    )
    with pytest.raises(DataError, match=said):
        find_parts([str(folder)])


def test_files_of_two_codebooks_are_refused(folder: Path) -> None:
    other = dataset_of((single("heard", "no", "yes"), NEEDS, YEARS), ROWS[:10])
    export_parquet(other, folder / "part-2.parquet")
    with pytest.raises(DataError, match="another codebook") as caught:
        find_parts([str(folder)])
    assert "part-2" in caught.value.where


def test_a_codebook_that_is_none() -> None:
    for words in ("", "[]", '{"variables": [{}]}'):
        with pytest.raises(DataError, match="cannot be read"):
            read_about(words, "file")
        assert not same_codebook(words, '{"variables": []}')


@pytest.mark.parametrize("setting", ["data: {parquet: people}\n", ""])
def test_a_study_says_where_its_parts_lie(folder: Path, tmp_path: Path, setting: str) -> None:
    study = tmp_path / "study"
    study.mkdir()
    (study / "study.yaml").write_text(f"title: Ours\nsynthetic: true\n{setting}", "utf-8")
    folder.rename(study / ("people" if setting else "data"))
    loaded = load_study(study)
    assert loaded.settings.parquet == (("people",) if setting else ())
    data = find_study_parts(loaded)
    assert data is not None
    assert (data.rows, data.provenance.title, data.provenance.synthetic) == (40, "Ours", True)
    whole = load_dataset(loaded)
    assert whole.frame.drop(RESPONDENT).equals(
        WHOLE.frame.select(whole.frame.columns).drop(RESPONDENT)
    )


def test_too_much_is_not_taken_whole(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "study.yaml").write_text("title: Ours\ndata: {parquet: people}\n", "utf-8")
    assert folder.name == "people"
    monkeypatch.setattr("alongside.dataset.load.MOST_ROWS_WHOLE", 39)
    with pytest.raises(DataError, match="40 rows, too many"):
        load_dataset(load_study(tmp_path))
