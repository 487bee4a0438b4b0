"""data/source.csv by its codebook: typed columns, or every misfit with its line."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from alongside.dataset import VariableType
from alongside.dataset.source import read_source
from alongside.kernel.errors import ProblemsFoundError
from alongside.kernel.problems import Problem

BOOK = """\
dates: day-first
unit: row
left_out: [Notes]
variables:
  - {code: person, column: Person ID, type: text, identifies: true}
  - code: place
    column: Place
    type: single
    missing: {Did not answer: skipped, Refused: prefer_not_to_say, Closed: not_asked}
    categories:
      - {code: n, value: North, label: The North}
      - {code: s, value: "1"}
  - {code: age, column: Age, type: numeric}
  - {code: seen, column: Seen, type: date}
  - {code: why, column: Why, type: text}
  - code: got
    type: multi
    ticked: x
    categories: [{code: tea, column: Tea}, {code: cake, column: Cake}]
"""
HEAD = "Person ID,Notes,Place,Age,Seen,Why,Tea,Cake\n"
ROW = "p1,,North,1,01/02/2023,because,x,\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path


def read(folder: Path, rows: str, *, head: str = HEAD, book: str = BOOK) -> pl.DataFrame:
    (folder / "codebook.yaml").write_text(book, "utf-8")
    (folder / "data" / "source.csv").write_text(head + rows, "utf-8")
    return read_source(folder)[0]


def faults(folder: Path, rows: str, *, head: str = HEAD, book: str = BOOK) -> list[Problem]:
    with pytest.raises(ProblemsFoundError) as refused:
        read(folder, rows, head=head, book=book)
    assert all(problem.what() and problem.remedy() for problem in refused.value.problems)
    return list(refused.value.problems)


def test_columns_get_the_types_of_the_codebook(folder: Path) -> None:
    frame = read(folder, ROW + 'p2,n, 1 ," 1,234.5 ",2023-02-03, so ,, x \n')
    assert frame["respondent"].to_list() == [1, 2]
    assert frame["status"].to_list() == ["completed", "completed"]
    assert frame["place"].to_list() == ["n", "s"]
    assert frame["age"].to_list() == [1.0, 1234.5]
    assert frame["seen"].to_list() == [date(2023, 2, 1), date(2023, 2, 3)]
    assert frame["why"].to_list() == ["because", " so "]
    assert frame["got"].to_list() == [1, 2]
    assert frame.schema["got"] == pl.UInt64()
    assert frame["place__missing"].null_count() == 2


def test_labels_and_the_unit_come_from_the_codebook(folder: Path) -> None:
    read(folder, ROW)
    _, codebook, unit = read_source(folder, "cy")
    place = codebook.by_code["place"]
    assert [item.label.say("cy") for item in place.categories] == ["The North", "1"]
    assert codebook.by_code["got"].type is VariableType.MULTI
    assert unit == "row"


def test_columns_that_identify_are_in_no_part_of_the_data(folder: Path) -> None:
    frame = read(folder, ROW.replace("p1", "Joanna Bloggs"))
    _, codebook, _ = read_source(folder)
    assert "person" not in codebook
    assert not [name for name in frame.columns if name.startswith("person")]
    assert "Joanna" not in str(frame.to_dicts())


def test_every_kind_of_no_answer_keeps_its_reason(folder: Path) -> None:
    rows = "".join(
        f",,{cell},,,,,\n" for cell in ("Did not answer", " Refused ", "Closed", "", "  ")
    )
    frame = read(folder, rows)
    assert frame["place"].null_count() == 5
    assert frame["place__missing"].to_list() == [
        *("skipped", "prefer_not_to_say", "not_asked", "skipped", "skipped")
    ]
    for code in ("age", "seen", "why", "got"):
        assert frame[code + "__missing"].to_list() == ["skipped"] * 5


def test_nothing_ticked_is_no_answer_or_an_answer_as_the_codebook_says(folder: Path) -> None:
    frame = read(folder, ROW + ",,,,,,,\n")
    assert frame["got"].to_list() == [1, None]
    assert frame["got__missing"].to_list() == [None, "skipped"]
    frame = read(
        folder,
        ROW + ",,,,,,,\n",
        book=BOOK.replace("ticked: x", "ticked: x\n    none_ticked: none"),
    )
    assert frame["got"].to_list() == [1, 0]
    assert frame["got__missing"].to_list() == [None, None]


def test_no_and_zero_are_not_ticked_and_other_marks_are_refused(folder: Path) -> None:
    assert read(folder, "p,,,,,,No,x\n")["got"].to_list() == [2]
    [fault] = faults(folder, "p,,,,,,y,x\n")
    assert (fault.code, fault.where.line, fault.where.item) == ("source-bad-tick", 2, "column Tea")


def test_unknown_values_are_named_once_each_with_their_first_line(folder: Path) -> None:
    rows = ROW + ",,East,x,31/02/2023,,,\n,,East,nan,1/13/2023,,,\n"
    found = [(item.code, item.where.line, item.params["found"]) for item in faults(folder, rows)]
    assert found == [
        ("source-unknown-value", 3, "East"),
        ("source-bad-value", 3, "x"),
        ("source-bad-value", 4, "nan"),
        ("source-bad-value", 3, "31/02/2023"),
        ("source-bad-value", 4, "1/13/2023"),
    ]


@pytest.mark.parametrize("cell", ["1,5", "12,50", "1,2345", "1_000", "inf", "1 000"])
def test_numbers_that_could_be_misread_are_refused(folder: Path, cell: str) -> None:
    [fault] = faults(folder, f',,,"{cell}",,,,\n')
    assert (fault.code, fault.params["found"]) == ("source-bad-value", cell)


def test_case_counts_in_values(folder: Path) -> None:
    [fault] = faults(folder, ",,north,,,,,\n")
    assert fault.code == "source-unknown-value"


def test_columns_missing_on_either_side_are_named_together(folder: Path) -> None:
    found = faults(
        folder, "p,,North,1,,y,x,,new\n", head="Person ID,Notes,Place,AGE,Seen,Why,Tea,Kake,New\n"
    )
    assert [(item.code, item.params["column"], item.where.file) for item in found] == [
        ("source-no-column", "Age", "codebook.yaml"),
        ("source-no-column", "Cake", "codebook.yaml"),
        ("source-new-column", "AGE", "source.csv"),
        ("source-new-column", "Kake", "source.csv"),
        ("source-new-column", "New", "source.csv"),
    ]
    assert found[0].where.line == 13


def test_too_many_faults_are_counted(folder: Path) -> None:
    rows = "".join(f",,East {number},,,,,\n" for number in range(50))
    with pytest.raises(ProblemsFoundError, match="10 more like these") as refused:
        read(folder, rows)
    assert len(refused.value.problems) == 40


def test_sixty_four_categories_fit_a_mask(folder: Path) -> None:
    heads = [f"C{number}" for number in range(64)]
    columns = "\n".join(f"    - {{code: c{n}, column: C{n}}}" for n in range(64))
    book = f"variables:\n- code: a\n  type: multi\n  categories:\n{columns}\n"
    frame = read(folder, ",".join(["1"] * 64) + "\n", head=",".join(heads) + "\n", book=book)
    assert frame["a"].to_list() == [2**64 - 1]


def test_the_encoding_and_delimiter_of_the_codebook_are_used(folder: Path) -> None:
    (folder / "codebook.yaml").write_text(
        "encoding: cp1252\ndelimiter: ';'\nvariables: [{code: a, column: Größe, type: text}]\n",
        "utf-8",
    )
    (folder / "data" / "source.csv").write_bytes("Größe\na,b\n".encode("cp1252"))
    assert read_source(folder)[0]["a"].to_list() == ["a,b"]
