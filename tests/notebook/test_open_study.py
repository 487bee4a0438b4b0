"""A study in a notebook: what is shown, what is withheld, what is said when something is wrong."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import lxml.html
import polars as pl
import pytest
from docx import Document
from openpyxl import load_workbook

import alongside as al
from alongside.notebook import OpenStudy, open_study
from alongside.tabulate import read_log

REFERENCE = Path(__file__).parents[2] / "studies" / "coproduction"


@pytest.fixture(scope="module")
def reference() -> OpenStudy:
    return open_study(REFERENCE)


def test_importing_alongside_loads_nothing() -> None:
    code = (
        "import sys, alongside; print(len([n for n in sys.modules if n.startswith('alongside')]))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "1"
    assert "open_study" in dir(al)
    with pytest.raises(AttributeError, match="no attribute 'opne_study'"):
        _ = al.opne_study


def test_the_example_of_the_issue_works(reference: OpenStudy) -> None:
    table = reference.tabulate("heard", by=["audience", "employer"])
    frame = table.to_polars()
    assert set(frame["banner"]) == {"", "audience", "employer"}
    shown = frame.filter(answer_code="yes", group_code="staff")
    assert shown["n"].to_list() == [461]
    assert shown["share"].to_list() == pytest.approx([461 / 621])
    assert [cell["n"] for cell in table][:3] == frame["n"].to_list()[:3]
    assert len(table) == frame.height
    assert "Staff" in repr(table) and "74%" in repr(table)
    assert "| Yes |" in table._repr_markdown_()


def test_html_ties_every_number_to_its_headings(reference: OpenStudy) -> None:
    table = reference.tabulate("heard", by=["audience", "audience > disability"], compare="each")
    first, second = (lxml.html.fromstring(table._repr_html_()) for _ in range(2))
    ids = first.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert not set(ids) & set(second.xpath("//@id"))  # both may stand on one page
    for cell in first.xpath("//td"):
        assert set(cell.get("headers").split()) <= set(ids)
    staff = first.xpath("//thead//th[@scope='colgroup' and text()='Staff']")
    assert staff and staff[0].get("colspan") == "2"
    assert first.xpath("//caption/strong/text()") == [table.title]
    assert first.xpath("//span[@class='al-t-unseen']/text()")[0] == "above "


def test_later_tables_withhold_what_would_give_earlier_ones_away(study: OpenStudy) -> None:
    whole = study.tabulate("heard", by="area")
    assert not whole.to_polars()["withheld"].any()
    part = study.tabulate("heard", by="area", among="role = x")
    assert part.to_polars()["withheld"].any()
    assert "withheld" in part._repr_html_()
    assert study.tabulate("heard", by="area", among="role = x").to_polars().equals(part.to_polars())
    assert study.tabulate("heard", by="area").to_polars().equals(whole.to_polars())


def test_the_same_table_first_hides_nothing(study: OpenStudy) -> None:
    assert not study.tabulate("heard", by="area", among="role = x").to_polars()["withheld"].any()


def test_files_are_publications_and_the_next_notebook_knows(study: OpenStudy, folder: Path) -> None:
    assert read_log(folder) == []
    shown = study.tabulate("heard", by="area")
    assert read_log(folder) == []
    shown.to_csv(folder / "table.csv")
    (entry,) = read_log(folder)
    assert entry.how == "table" and entry.tables[0].variable == "heard"
    later = open_study(folder).tabulate("heard", by="area", among="role = x")
    assert later.to_polars()["withheld"].any()


def test_a_notebook_can_be_published_as_a_whole(study: OpenStudy, folder: Path) -> None:
    study.tabulate("heard", by="area")
    study.means("hours", by="area")
    assert study.publish()
    assert not study.publish()
    kinds = {bool(each.variable) for entry in read_log(folder) for each in entry.tables}
    assert kinds == {True, False}


@pytest.mark.parametrize("kind", ["csv", "html", "markdown", "xlsx", "docx"])
def test_every_file_holds_the_numbers(study: OpenStudy, folder: Path, kind: str) -> None:
    table = study.tabulate("heard", by=["area", "role"])
    path = getattr(table, f"to_{kind}")(folder / f"table.{kind}")
    if kind == "xlsx":
        cells = [cell for row in load_workbook(path)["role"].iter_rows() for cell in row]
        assert 115 in [cell.value for cell in cells]  # everybody in x
    elif kind == "docx":
        words = [cell.text for each in Document(str(path)).tables for cell in each._cells]
        assert "115" in words
    else:
        assert "115" in path.read_text("utf-8")


def test_charts_have_words_and_a_table(reference: OpenStudy) -> None:
    chart = reference.chart("heard", by="audience", title="More staff had heard of it")
    assert chart.kind == "stacked-bars"
    assert "Staff, 621 people: Yes 74%" in chart.alt
    page = lxml.html.fromstring(chart._repr_html_())
    assert page.xpath("//*[@role='img']") and page.xpath("//table")
    dots = reference.chart("heard", by="audience", kind="dot-plot", answers=("yes",))
    assert "70% to 78%" in dots.alt or "71% to 78%" in dots.alt


def test_means_agree_with_polars_where_told(study: OpenStudy) -> None:
    shown = study.means("hours", by=["area", "area > role"])
    rows = study.dataset.to_polars()
    for group in shown:
        if group["withheld"] or group["banner"] == "":
            continue
        condition = pl.lit(value=True)
        for name, code in zip(
            group["banner"].split(" > "), group["group_code"].split(" > "), strict=True
        ):
            condition = condition & (pl.col(name) == code)
        hours = rows.filter(condition)["hours"]
        assert group["base_n"] == hours.len()
        assert group["mean"] == pytest.approx(hours.mean())
        assert group["sd"] == pytest.approx(hours.std())
        assert group["quantile_0.5"] == pytest.approx(hours.quantile(0.5, "lower"), abs=1)
    assert "Median" in repr(shown) and "Median" in shown._repr_html_()


def test_means_of_few_people_and_what_gives_them_away_are_withheld(study: OpenStudy) -> None:
    shown = study.means("hours", by="area", among="heard = yes and role = y")
    groups = {group["group_code"]: group for group in shown}
    assert groups["a"]["mean"] is None  # two people
    assert groups["b"]["mean"] is None  # nine people, and eleven in all
    assert groups["__total__"]["base_n"] == 11
    assert groups["__total__"]["quantile_0.25"] is None  # fewer than five people below it
    assert "withheld" in repr(shown)


def test_raked_weights_are_used_and_told(reference: OpenStudy) -> None:
    shares = {"woman": 0.51, "man": 0.48, "another": 0.01}
    weighted = reference.rake({"gender": shares}, source="Census 2021, England")
    assert weighted.weights is not None
    after = dict(weighted.weights.to_polars().select("category", "after_share").iter_rows())
    assert after == pytest.approx(shares, abs=1e-6)
    assert weighted.weights.design_effect > 1
    table = weighted.tabulate("heard", by="audience")
    assert "Weighted base" in repr(table)
    assert "weight" in weighted.dataset.to_polars().columns
    assert reference.weights is None


def test_a_few_people_in_a_margin_are_not_counted_out_loud(folder: Path) -> None:
    study = open_study(folder).rake({"role": {"x": 0.5, "y": 0.5}}, source="A register")
    held = study.rake(
        {"heard": {"yes": 0.5, "no": 0.5}}, source="A register", name="second", base_weight="weight"
    )
    assert held.weights is not None and held.weights.to_polars()["n"].null_count() == 0


def test_own_data_leave_out_what_identifies_and_open_answers(reference: OpenStudy) -> None:
    rows = reference.dataset.to_polars()
    assert rows.height == 997 and "meaning" not in rows.columns
    assert "meaning" in reference.dataset.to_polars(texts=True).columns
    barriers = rows["barriers"].drop_nulls()
    assert barriers.dtype == pl.List(pl.String) and barriers.list.len().max() > 1
    assert "no disclosure rule" in repr(reference.dataset)


def test_a_book_is_one_release(study: OpenStudy, folder: Path) -> None:
    book = study.book(by=["area", "area > role"], compare="each")
    assert {table.by for table in book} == {"area", "area > role"}
    assert all(table.variable not in (table.by or "").split(" > ") for table in book)
    assert book.to_polars()["withheld"].any()
    assert book.write(folder / "book.xlsx").stat().st_size > 5000
    assert {entry.how for entry in read_log(folder)} == {"tab book"}


def test_pandas_keeps_whole_numbers_and_gaps(study: OpenStudy) -> None:
    frame = study.tabulate("heard", by="area > role").to_pandas()
    assert str(frame["n"].dtype) == "Int64"
    assert frame["n"].isna().any()


def test_without_pandas_a_remedy_is_named(
    study: OpenStudy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(al.AlongsideError, match="to_polars"):
        study.tabulate("heard").to_pandas()


Asked = Callable[[OpenStudy], object]


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda study: study.tabulate("herd"), "Did you mean “heard”"),
        (lambda study: study.tabulate("heard", by="aera"), "Did you mean “area”"),
        (lambda study: study.tabulate("heard", by="area > rool"), "Did you mean “role”"),
        (lambda study: study.tabulate("heard", among="area = c"), "has no answer “c”"),
        (lambda study: study.tabulate("heard", compare="eech"), "Did you mean “each”"),
        (lambda study: study.tabulate("heard", base="answerd"), "Did you mean “answered”"),
        (lambda study: study.tabulate("heard", show="percents"), "Did you mean “percent”"),
        (lambda study: study.tabulate("heard", compare="each", level=95), "such as 0.95"),
        (lambda study: study.tabulate("heard", weight="hour"), "Did you mean “hours”"),
        (lambda study: study.tabulate("heard", weight="area"), "does not hold numbers"),
        (lambda study: study.tabulate("heard", by="heard"), "by itself"),
        (lambda study: study.means("heard"), "no number"),
        (lambda study: study.means("hours", by="hours"), "no categories"),
        (lambda study: study.means("hours", quantiles=(50,)), "0.5 for the median"),
        (lambda study: study.chart("heard", kind="bar"), "Did you mean “bars”"),
        (lambda study: study.chart("heard", kind="bars", colour=1), "cannot be made"),
        (lambda study: study.rake({"area": {"a": 1, "z": 1}}, source="x"), "no answer “z”"),
        (lambda study: study.rake({"hours": {"a": 1}}, source="x"), "one answer"),
        (lambda study: study.rake({"area": {"a": 1}}, source="x", name="area"), "another name"),
        (lambda study: study.rake({"area": {"a": 1}}, source="x", low=2), "average"),
        (lambda study: study.book(["area"], by="area"), "no question to count"),
        (lambda study: study.book(by="area").write("book.pdf"), ".xlsx"),
    ],
)
def test_what_is_wrong_is_said_with_the_nearest_known(
    study: OpenStudy, ask: Asked, said: str
) -> None:
    with pytest.raises(al.AlongsideError, match=said):
        ask(study)


def test_a_language_and_a_folder_that_are_not_there() -> None:
    with pytest.raises(al.AlongsideError, match="en"):
        open_study(REFERENCE, language="fr")
    with pytest.raises(al.AlongsideError):
        open_study("nowhere")
