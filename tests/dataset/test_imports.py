"""A CSV becomes a study folder, or nothing is written."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.dataset import import_csv, load_dataset
from alongside.kernel.errors import AlongsideError, DataError, StudyError
from alongside.questionnaire import load_study
from alongside.report import bind_report

ROWS = "Place,Rating,Why\n" + "".join(
    f"{place},{rating},{why}\n"
    for place, rating, why in [("N", 1, "good"), ("S", 2, "bad"), ("N", 2, "a b"), ("S", 1, "é")]
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "my answers.csv"
    path.write_bytes(b"\xef\xbb\xbf" + ROWS.replace("\n", "\r\n").encode())
    return path


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_the_folder_is_a_study_that_loads(file: Path, tmp_path: Path) -> None:
    made = import_csv(file, tmp_path / "deep" / "study", title="Café: 2023 #1")
    assert (made.rows, made.variables) == (4, 3)
    assert names(made.folder) == ["codebook.yaml", "data/source.csv", "report.md", "study.yaml"]
    study = load_study(made.folder)
    assert study.settings.title.say("en") == "Café: 2023 #1"
    assert not study.settings.synthetic
    assert study.settings.source == "Imported from my answers.csv."
    dataset = load_dataset(study)
    assert dataset.frame["rating"].to_list() == ["1", "2", "2", "1"]
    assert dataset.frame["why"].to_list() == ["good", "bad", "a b", "é"]


def test_the_file_is_copied_byte_for_byte(file: Path, tmp_path: Path) -> None:
    before = file.read_bytes()
    import_csv(file, tmp_path / "study")
    assert (tmp_path / "study" / "data" / "source.csv").read_bytes() == before
    assert file.read_bytes() == before


def test_the_title_is_the_name_of_the_file_unless_given(file: Path, tmp_path: Path) -> None:
    import_csv(file, tmp_path / "study")
    assert load_study(tmp_path / "study").settings.title.say("en") == "my answers"


@pytest.mark.parametrize(
    "content", [b"", b"a,b\n", b"a,b\n1\n", b"a,b\n1,\0\n", b'a,b\n1,"2\n', b"a,a\n1,2\n"]
)
def test_a_faulty_file_leaves_nothing_behind(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(content)
    with pytest.raises(AlongsideError):
        import_csv(file, tmp_path / "new" / "study")
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_a_failure_while_writing_leaves_nothing_behind(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(folder: Path) -> None:
        assert (folder / "codebook.yaml").exists()
        raise DataError("The disk is full.")

    monkeypatch.setattr("alongside.dataset.imports.read_source", fail)
    with pytest.raises(DataError, match="disk is full"):
        import_csv(file, tmp_path / "new" / "study")
    assert [path.name for path in tmp_path.iterdir()] == ["my answers.csv"]


def test_nothing_but_the_study_is_left_after_success(file: Path, tmp_path: Path) -> None:
    import_csv(file, tmp_path / "study")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["my answers.csv", "study"]


def test_a_folder_that_holds_something_is_refused_untouched(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "study"
    folder.mkdir()
    (folder / "mine.txt").write_text("keep me", "utf-8")
    with pytest.raises(StudyError, match="something there already"):
        import_csv(file, folder)
    assert names(folder) == ["mine.txt"]
    with pytest.raises(StudyError, match="something there already"):
        import_csv(file, folder / "mine.txt")


def test_an_empty_folder_may_be_used(file: Path, tmp_path: Path) -> None:
    (tmp_path / "study").mkdir()
    import_csv(file, tmp_path / "study")
    assert load_dataset(load_study(tmp_path / "study")).frame.height == 4


def test_the_first_report_says_the_labels_whatever_signs_they_hold(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text('"a ""b"" \\",{{ c }}\nx,y\nx,z\ny,z\ny,y\n', "utf-8")
    import_csv(file, tmp_path / "s", title='Tea {{ or }} "cake" \\')
    study = load_study(tmp_path / "s")
    bound = bind_report(study, load_dataset(study), (study.folder / "report.md").read_text("utf-8"))
    assert bound.front.title == 'Tea (( or )) "cake" \\'
    assert [table.caption for table in bound.tables.values()] == ['(( c )), by a "b" \\']


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


CELLS = st.one_of(
    st.sampled_from(["", "1", "2", "1.5", "1,5", "x", "yes", "01/02/2023", "13/02/2023", "n/a"]),
    st.sampled_from(["2023-02-30", "true", "null", "{{ x }}", 'a "b" \\', "a: b # c", "=1"]),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30),
)


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_whatever_is_a_table_is_imported_and_loads(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("any")
    width = data.draw(st.integers(1, 5))
    row = st.lists(CELLS, min_size=width, max_size=width)
    heads = data.draw(
        st.lists(
            CELLS.filter(lambda cell: cell.strip() != ""),
            min_size=width,
            max_size=width,
            unique_by=str.strip,
        )
    )
    rows = data.draw(st.lists(row, min_size=1, max_size=8))
    lines = [",".join(map(quoted, cells)) for cells in [heads, *rows]]
    (folder / "a.csv").write_text("\n".join(lines) + "\n", "utf-8", newline="")
    import_csv(folder / "a.csv", folder / "study")
    assert load_dataset(load_study(folder / "study")).frame.height == len(rows)
