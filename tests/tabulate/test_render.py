"""Released tables as rows of words, CSV and Markdown."""

import csv
import io
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt
from tests.made_data import dataset_of, single

from alongside.dataset import Category, Provenance, Variable, VariableType
from alongside.kernel.text import plain_text
from alongside.questionnaire import Disclosure
from alongside.tabulate import Base, ReleasedTable, all_notes, release, table_rows, tabulate
from alongside.tabulate import to_csv as csv_of
from alongside.tabulate import to_markdown as markdown_of

AREA = single("area", "north", "south")
ODD = Variable(
    "heard",
    VariableType.SINGLE,
    plain_text("Heard of *it* | or <b>not</b>?"),
    (
        Category("yes", plain_text("Yes | [certainly]_\\")),
        Category("no", plain_text("=HYPERLINK(1)")),
        Category("unsure", plain_text("Not\nsure `x`")),
    ),
)
SYNTHETIC = Provenance("A study", synthetic=True, source="Made up", fingerprint="0")


@pytest.fixture
def released() -> ReleasedTable:
    rows = [{"heard": "yes", "area": "north"}] * 1200 + [{"heard": "no", "area": "north"}] * 50
    rows += [{"heard": "unsure", "area": "north"}] * 40 + [{"heard": "no", "area": "south"}] * 12
    rows += [{"heard": "yes", "area": "south"}] * 3 + [{"heard": "unsure", "area": "south"}] * 20
    return release(tabulate(dataset_of([ODD, AREA], rows, provenance=SYNTHETIC), "heard", "area"))


def test_rows_hold_counts_shares_and_bases(released: ReleasedTable) -> None:
    headers, rows = table_rows(released)
    assert headers == ("", "Total", "North", "South (small group)")
    assert rows == (
        ("Yes | [certainly]_\\", "1,203 (91%)", "withheld", "withheld"),
        ("=HYPERLINK(1)", "62 (5%)", "withheld", "withheld"),
        ("Not\nsure `x`", "60 (5%)", "40 (3%)", "20 (57%)"),
        ("Base: people who answered", "1,325", "1,290", "35"),
    )


@pytest.mark.parametrize(("show", "cell"), [("n", "60"), ("percent", "5%"), ("both", "60 (5%)")])
def test_cells_show_what_is_asked(released: ReleasedTable, show: str, cell: str) -> None:
    assert table_rows(released, show)[1][2][1] == cell


def test_a_share_of_nobody_is_a_dash() -> None:
    nobody = release(tabulate(dataset_of([ODD], []), "heard", base=Base.ASKED))
    headers, rows = table_rows(nobody, "percent")
    assert headers == ("", "Total")
    assert rows[0][1] == "–"
    assert rows[-1] == ("Base: people who were asked", "0")


def test_a_withheld_base_is_withheld_everywhere() -> None:
    few = release(tabulate(dataset_of([ODD], [{"heard": "yes"}] * 3), "heard"))
    assert {row[1] for row in table_rows(few)[1]} == {"withheld"}
    assert all(line["base_n"] == "" for line in csv.DictReader(io.StringIO(csv_of(few))))


def test_csv_has_one_line_a_cell_and_no_withheld_number(released: ReleasedTable) -> None:
    lines = list(csv.DictReader(io.StringIO(csv_of(released))))
    assert len(lines) == 9
    found = {(line["answer_code"], line["group_code"]): line for line in lines}
    shown = found["unsure", "south"]
    assert (shown["n"], shown["base_n"], shown["percent"]) == ("20", "35", "57.1")
    assert shown["note"] == "small group; synthetic"
    kept = found["yes", "south"]
    assert (kept["n"], kept["percent"]) == ("", "")
    assert kept["note"] == "withheld; small group; synthetic"


def test_csv_labels_cannot_run_as_formulas(released: ReleasedTable) -> None:
    labels = {line["answer"] for line in csv.DictReader(io.StringIO(csv_of(released)))}
    assert "'=HYPERLINK(1)" in labels


def test_markdown_reads_back_as_the_same_words(released: ReleasedTable) -> None:
    html = MarkdownIt("commonmark").enable("table").render(markdown_of(released))
    assert html.count("<tr>") == 5
    assert html.count("<td") == 16
    assert "Yes | [certainly]_\\</td>" in html
    assert "Not sure `x`</td>" in html
    assert "Heard of *it* | or &lt;b&gt;not&lt;/b&gt;?" in html
    assert "Synthetic data: nobody gave these answers." in html


def test_synthetic_data_say_so_first(released: ReleasedTable) -> None:
    assert all_notes(released)[0].startswith("Synthetic data")
    real = release(tabulate(dataset_of([ODD], []), "heard"), Disclosure(withhold_below=1))
    assert not any("Synthetic" in note for note in all_notes(real))


def test_where_rows_are_no_people_the_words_say_rows() -> None:
    heard = Variable("heard", VariableType.MULTI, ODD.label, ODD.categories)
    rows = [{"heard": ("yes", "no")}] * 12 + [{"heard": ("unsure",)}] * 3
    people = dataset_of([heard], rows)
    table = release(tabulate(replace(people, unit="row"), "heard", base=Base.ASKED))
    words = markdown_of(table)
    assert table.unit == "row"
    assert table_rows(table)[1][-1][0] == "Base: rows of data with or without an answer"
    assert "people" not in words.lower()
    assert "A row of data can hold more than one answer" in words
    assert "fewer than 10 rows of data" in words
    assert table.cells == release(tabulate(people, "heard", base=Base.ASKED)).cells
    assert "people" in markdown_of(release(tabulate(people, "heard"))).lower()
