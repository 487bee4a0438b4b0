"""CSV files as people export them: read as they stand, or refused with the line."""

from pathlib import Path

import pytest

from alongside.dataset.csv_table import CsvTable, read_csv_table
from alongside.kernel.errors import DataError, ProblemsFoundError


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "answers.csv"


def read(file: Path, content: str | bytes, **given: str) -> CsvTable:
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_csv_table(file, **given)


def problems_of(file: Path, content: str | bytes) -> list[tuple[str, int | None]]:
    with pytest.raises(ProblemsFoundError) as refused:
        read(file, content)
    return [(problem.code, problem.where.line) for problem in refused.value.problems]


def test_cells_stand_by_heading_with_the_line_of_their_row(file: Path) -> None:
    table = read(file, "rating,words\n1,good\n2, so so \n")
    assert table.columns == {"rating": ["1", "2"], "words": ["good", " so so "]}
    assert table.lines == (2, 3)
    assert (table.encoding, table.delimiter) == ("utf-8", ",")


@pytest.mark.parametrize("encoding", ["", "utf-8", "utf-8-sig"])
def test_a_byte_order_mark_is_no_part_of_the_first_heading(file: Path, encoding: str) -> None:
    table = read(file, b"\xef\xbb\xbfrating,x\n1,2\n", encoding=encoding)
    assert list(table.columns) == ["rating", "x"]


def test_windows_letters_are_understood_and_said(file: Path) -> None:
    table = read(file, "café,–\nœuf,€\n".encode("cp1252"))
    assert table.columns == {"café": ["œuf"], "–": ["€"]}
    assert table.encoding == "cp1252"


def test_bytes_that_are_in_neither_encoding_are_refused(file: Path) -> None:
    with pytest.raises(DataError, match="not written in UTF-8 or Windows-1252"):
        read(file, b"a,b\n\x81,x\n")
    with pytest.raises(DataError, match="not written in utf-9"):
        read(file, "a,b\n1,2\n", encoding="utf-9")


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(file: Path, sign: str) -> None:
    table = read(file, f"a{sign}b\n1{sign}2\n")
    assert table.delimiter == sign
    assert table.columns == {"a": ["1"], "b": ["2"]}


@pytest.mark.parametrize(
    ("words", "delimiter", "headings"),
    [
        ("Was it good, bad, or ugly?;Why\n1;x\n2;y\n", ";", ["Was it good, bad, or ugly?", "Why"]),
        ("Amount;Unit\n1,5;kg\n2,5;kg\n", ";", ["Amount", "Unit"]),
        ("Comment; or nothing\nhello\nbye\n", ",", ["Comment; or nothing"]),
        ('"a;b;c",d\n1,2\n', ",", ["a;b;c", "d"]),
        ("\n\na;b\n1;2\n", ";", ["a", "b"]),
    ],
)
def test_signs_in_sentences_are_not_taken_for_delimiters(
    file: Path, words: str, delimiter: str, headings: list[str]
) -> None:
    table = read(file, words)
    assert table.delimiter == delimiter
    assert list(table.columns) == headings


def test_a_given_delimiter_is_used(file: Path) -> None:
    assert list(read(file, "a,b;c\n1,2;3\n", delimiter=";").columns) == ["a,b", "c"]


def test_cells_may_hold_lines_quotes_and_delimiters(file: Path) -> None:
    table = read(file, 'a,b\n"one\ntwo, ""three""",x\r\n"4\r\n5",y\n')
    assert table.columns["a"] == ['one\ntwo, "three"', "4\r\n5"]
    assert table.lines == (2, 4)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_read(file: Path, end: str) -> None:
    table = read(file, end.join(["a,b", "1,2", "3,4", ""]))
    assert table.columns == {"a": ["1", "3"], "b": ["2", "4"]}
    assert table.lines == (2, 3)


def test_ragged_rows_are_named_with_the_line_they_begin_on(file: Path) -> None:
    content = 'a,b\n"one\ntwo",x\n1\n\n"3\n4",5,6\n7,8\n'
    assert problems_of(file, content) == [("csv-ragged", 4), ("csv-ragged", 6)]


def test_many_ragged_rows_are_counted(file: Path) -> None:
    with pytest.raises(ProblemsFoundError, match="5 more rows") as refused:
        read(file, "a,b\n1,2\n" + "1,2,3\n" * 25)
    assert len(refused.value.problems) == 20


def test_repeated_and_missing_headings_are_named_together(file: Path) -> None:
    faults = problems_of(file, "\na, a ,,b\n1,2,3,4\n")
    assert faults == [("csv-no-heading", 2), ("csv-heading-twice", 2)]


def test_white_space_around_headings_does_not_count(file: Path) -> None:
    assert list(read(file, " a ,b\t\n1,2\n").columns) == ["a", "b"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b"\n \n\n", "empty"),
        (b"a,b\n", "headings but no rows"),
        (b"a,b\n1,2\n3,\0\n", "Line 3 holds a NUL"),
        ("a,b\n1,2\n".encode("utf-16"), "NUL"),
        (b'a,b\n1,2\n3,"x\n4,5\n', "begins on line 3"),
        (b'a,b\n1,"x"y\n', "begins on line 2"),
        (b"a,b\n1," + b"x" * 1_000_001 + b"\n", "field larger"),
    ],
)
def test_what_is_no_table_is_refused_with_its_place(
    file: Path, content: bytes, message: str
) -> None:
    with pytest.raises(DataError, match=message) as refused:
        read(file, content)
    assert refused.value.where == "answers.csv"
    assert refused.value.remedy


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such file"):
        read_csv_table(tmp_path / "nothing.csv")


def test_blank_lines_are_rows_only_where_they_can_be_answers(file: Path) -> None:
    assert read(file, "a,b\n1,2\n\n3,4\n").lines == (2, 4)
    alone = read(file, "a\n1\n\n2\n\n\n")
    assert alone.columns == {"a": ["1", "", "2"]}
    assert alone.lines == (2, 3, 4)


def test_very_long_cells_are_read_whole(file: Path) -> None:
    long = "x" * 900_000
    assert read(file, f"a;b\n1;{long}\n").columns["b"] == [long]
