"""The tables page shows released numbers, and a plain sentence for anything else."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests.web.publish.conftest import write_answers

from alongside.tabulate import TOTAL

Visit = Callable[[str], tuple[int, str]]
MakeStudy = Callable[..., Path]


def table_of(page: str) -> ElementTree.Element:
    """Return the page's one table, which must be well-formed."""
    start, end = page.index("<table"), page.index("</table>") + len("</table>")
    return ElementTree.fromstring(page[start:end].replace("focusable=", "data-focusable="))  # noqa: S314


def rows_of(page: str) -> dict[str, list[str]]:
    """Return the words of each row by its header."""
    rows = {}
    for row in table_of(page).iter("tr"):
        head, *cells = list(row)
        rows[" ".join("".join(head.itertext()).split())] = [
            " ".join("".join(cell.itertext()).split()) for cell in cells
        ]
    return rows


def test_one_question_has_percentages_counts_and_its_base(
    make_study: MakeStudy, visit: Visit
) -> None:
    make_study()
    status, page = visit("/s/buses/tables/?question=late")
    assert status == 200
    rows = rows_of(page)
    assert rows["Yes"] == ["45% 27"]
    assert rows["No"] == ["55% 33"]
    assert rows["People who answered"] == ["60"]


def test_the_table_is_a_real_one(make_study: MakeStudy, visit: Visit) -> None:
    make_study()
    table = table_of(visit("/s/buses/tables/?question=late&by=who")[1])
    caption = "".join(table.find("caption").itertext())  # type: ignore[union-attr]
    assert "Was the bus late?" in caption
    assert "Split by: Who are you?" in " ".join(caption.split())
    scopes = [head.get("scope") for head in table.iter("th")]
    assert scopes[:4] == ["col"] * 4
    assert set(scopes[4:]) == {"row"}


def test_a_small_count_and_what_gives_it_away_never_reach_the_page(
    make_study: MakeStudy, visit: Visit
) -> None:
    make_study()
    _, page = visit("/s/buses/tables/?question=late&by=who")
    rows = rows_of(page)
    assert rows["Yes"][2] == "Withheld"
    assert rows["No"][2] == "Withheld"
    for secret in (">3<", ">17<", ">15%<", ">85%<", 'width="15.0%"', 'width="85.0%"'):
        assert secret not in page
    assert "withheld because fewer than 5 people" in page


def test_a_small_group_is_marked(make_study: MakeStudy, visit: Visit) -> None:
    make_study()
    _, page = visit("/s/buses/tables/?question=why&by=who")
    heads = rows_of(page)["Answer"]
    assert heads[2].endswith("small group")
    assert not heads[1].endswith("small group")


def test_words_of_authors_are_escaped(make_study: MakeStudy, visit: Visit) -> None:
    make_study()
    _, page = visit("/s/buses/tables/?question=why")
    assert "Rain &amp; &lt;b&gt;wind&lt;/b&gt;" in page
    assert "<b>wind" not in page


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("question=nothing", "Choose a question from the list"),
        ("question=words", "Choose a question from the list"),
        ("question=late&by=nothing", "Choose a group from the list"),
        ("question=late&by=late", "not the question itself"),
        ("by=who", "Choose a question to count"),
        ("question=%00%ff%3Cscript%3E", "Choose a question from the list"),
    ],
)
def test_a_choice_that_is_not_on_offer_is_explained(
    make_study: MakeStudy, visit: Visit, query: str, words: str
) -> None:
    make_study()
    status, page = visit(f"/s/buses/tables/?{query}")
    assert status == 400
    assert words in page
    assert "<table" not in page
    assert "<script>" not in page


def test_the_csv_holds_what_the_page_shows(make_study: MakeStudy, visit: Visit) -> None:
    make_study()
    status, text = visit("/s/buses/tables.csv?question=late&by=who")
    assert status == 200
    rows = {
        (row["answer_code"], row["group_code"]): row for row in csv.DictReader(io.StringIO(text))
    }
    assert rows["yes", TOTAL]["n"] == "27"
    assert rows["yes", TOTAL]["base_n"] == "60"
    assert rows["yes", "driver"]["n"] == ""
    assert "withheld" in rows["yes", "driver"]["note"]


@pytest.mark.parametrize("query", ["", "question=nothing", "question=late&by=late"])
def test_there_is_no_csv_of_nothing(make_study: MakeStudy, visit: Visit, query: str) -> None:
    make_study()
    assert visit(f"/s/buses/tables.csv?{query}")[0] == 404


def test_how_people_answered_is_listed_apart_where_there_was_more_than_one_way(
    make_study: MakeStudy, visit: Visit
) -> None:
    make_study()
    _, page = visit("/s/buses/tables/")
    after = page.split("How people answered")[-1]
    assert "Wording that was read" in after
    assert "Was the bus late?" not in after
    assert "How the person came to the study" not in page  # no channel, so nothing to count
    rows = rows_of(visit("/s/buses/tables/?question=late&by=_edition")[1])
    assert rows["Yes"] == ["45% 27", "45% 27"]


def test_without_data_the_page_says_how_to_begin(make_study: MakeStudy, visit: Visit) -> None:
    make_study(data=False)
    status, page = visit("/s/buses/tables/?question=late")
    assert status == 200
    assert "alongside gather buses" in page


def test_new_answers_are_counted_at_the_next_visit(make_study: MakeStudy, visit: Visit) -> None:
    folder = make_study()
    assert rows_of(visit("/s/buses/tables/?question=late")[1])["People who answered"] == ["60"]
    write_answers(folder, [("rider", "yes", 100), ("driver", "no", 60)])
    assert rows_of(visit("/s/buses/tables/?question=late")[1])["People who answered"] == ["160"]


def test_data_that_cannot_be_read_give_a_sentence(make_study: MakeStudy, visit: Visit) -> None:
    folder = make_study()
    (folder / "data" / "responses.jsonl").write_text("{not json\n", "utf-8")
    status, page = visit("/s/buses/tables/")
    assert status == 503
    assert "cannot be shown now" in page
    assert "Traceback" not in page
