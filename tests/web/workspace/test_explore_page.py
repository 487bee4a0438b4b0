"""The explore page: any table, as far as it may be seen."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client

from alongside.collect import Response, write_responses
from alongside.dataset import export_parquet, load_dataset
from alongside.questionnaire import load_study
from alongside.web.records.models import ExploredTable
from alongside.web.workspace import explore_data, explore_views

pytestmark = pytest.mark.django_db
EXPLORE = "/s/trips/team/explore/"
STUDY = """\
title: {en: Trips}
languages: [en]
synthetic: false
source: Counted by hand.
design: {en: People chose for themselves to answer.}
disclosure: {withhold_below: 5, small_base: 30, reason: A test.}
"""
QUESTIONS = """\
version: "1"
sections:
  - code: all
    title: {en: All}
    pages:
      - code: who
        type: one-of
        label: {en: Who are you?}
        options:
          - {code: rider, label: {en: Riders}}
          - {code: driver, label: {en: Drivers}}
      - code: late
        type: yes-no-unsure
        label: {en: Was the bus late?}
      - code: area
        type: one-of
        label: {en: Where do you live?}
        options:
          - {code: north, label: {en: North}}
          - {code: south, label: {en: South}}
          - {code: isle, label: {en: The isle}}
      - code: why
        type: any-of
        label: {en: Why was it?}
        options:
          - {code: rain, label: {en: "Rain & <b>wind</b>"}}
          - {code: cars, label: {en: Cars}}
      - code: minutes
        type: number
        label: {en: How long did you wait?}
      - code: words
        type: long-text
        label: {en: Anything else?}
"""
# riders, late, of the isle: only two
COUNTS = [
    ("rider", "yes", "north", 40), ("rider", "no", "north", 20), ("driver", "yes", "north", 10),
    ("driver", "no", "north", 30), ("rider", "yes", "south", 15), ("rider", "no", "south", 10),
    ("driver", "yes", "south", 12), ("driver", "no", "south", 18), ("rider", "yes", "isle", 2),
    ("rider", "no", "isle", 9), ("driver", "yes", "isle", 7), ("driver", "no", "isle", 8),
]  # fmt: skip
Enter = Callable[..., Client]


@pytest.fixture
def trips(tmp_path: Path, settings: Any) -> Path:
    """Return a study with answers, served by the site."""
    folder = tmp_path / "trips"
    folder.mkdir()
    (folder / "study.yaml").write_text(STUDY, "utf-8")
    (folder / "questionnaire.yaml").write_text(QUESTIONS, "utf-8")
    settings.ALONGSIDE_STUDIES = [folder]
    return folder


@pytest.fixture
def answers(trips: Path) -> Path:
    """Return the study with the counts above."""
    (trips / "data").mkdir()
    questionnaire = load_study(trips).questionnaire
    assert questionnaire is not None
    people = [item for item in COUNTS for _ in range(item[-1])]
    responses = [
        Response(
            respondent=number,
            completed=True,
            answers={"who": who, "late": late, "area": area, "why": ("rain",)}
            | {"minutes": float(number % 40 + (9 if who == "rider" else 0))},
            seen=("who", "late", "area", "why", "minutes", "words"),
            language="en",
        )
        for number, (who, late, area, _) in enumerate(people, start=1)
    ]
    write_responses(trips / "data" / "responses.jsonl", responses, questionnaire)
    return trips


@pytest.fixture
def look(request: pytest.FixtureRequest, sign_in: Enter) -> Callable[[str], str]:
    """Return a way to look at the page of a query."""
    request.getfixturevalue("answers")
    browser = sign_in("explore", slug="trips")

    def see(query: str, status: int = 200) -> str:
        answer = browser.get(f"{EXPLORE}?{query}")
        assert answer.status_code == status
        return answer.content.decode()

    return see


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine may take its time."""
    monkeypatch.setattr(explore_views, "PAGE_S", 60.0)


@pytest.mark.usefixtures("answers")
def test_the_page_asks_for_its_own_role(sign_in: Enter) -> None:
    assert Client().get(EXPLORE).status_code == 303
    assert sign_in("watch", slug="trips").get(EXPLORE).status_code == 403
    home = sign_in("explore", name="Bo", slug="trips").get("/s/trips/team/home/").content.decode()
    assert EXPLORE in home


@pytest.mark.usefixtures("trips")
def test_before_there_are_answers_it_says_what_will_be_here(sign_in: Enter) -> None:
    page = sign_in("explore", slug="trips").get(EXPLORE).content.decode()
    assert "There are no answers to count yet" in page
    assert "alongside gather trips" in page


def test_a_difference_is_the_title_in_plain_words(look: Callable[..., str]) -> None:
    page = look("question=late&by=who")
    assert (
        "“Riders” were more likely than “Drivers” to answer “Yes”: "
        "a difference of 25 points, 11 to 38." in page
    )
    assert "People chose for themselves to answer." in page
    assert "Rao-Scott" in page


def test_two_groups_stand_side_by_side_or_within(look: Callable[..., str]) -> None:
    beside = look("question=late&by=who&and=area")
    assert beside.count('scope="colgroup"') == 2
    within = look("question=late&by=who&and=area&how=within&show=n")
    assert "Riders: North" in within


def test_a_filter_is_picked_by_answers_and_by_words(look: Callable[..., str]) -> None:
    page = look("question=late&by=who&among=area&is=north&is=south")
    assert "Only those who answered “North” or “South” to “Where do you live?”." in page
    assert 'value="north" checked' in page
    asked = look("question=late&among=area")
    assert "Nothing is filtered yet" in asked
    typed = look("question=late&where=area+%3D+north")
    assert "those for whom area = north" in typed


def test_nothing_small_can_be_subtracted_in_any_order(look: Callable[..., str]) -> None:
    few = look("question=late&by=who&among=area&is=isle&show=n")
    assert "Withheld" in few
    most = look("question=late&by=who&among=area&is=north&is=south&show=n")
    # 57 riders were late in all, 55 of them not of the isle
    shown = ">57<" in look("question=late&by=who&show=n"), ">55<" in most
    assert shown == (True, False)


def test_what_was_looked_at_binds_other_processes_too(look: Callable[..., str]) -> None:
    query = "question=late&by=who&among=area&is=north&is=south&show=n"
    first = look(query)
    noted = json.loads(ExploredTable.objects.get(study="trips").line)
    assert noted["tables"][0]["where"] == "area includes any (north, south)"
    explore_data._HELD.clear()  # as another process begins
    table = re.compile("<table.*</table>", re.DOTALL)
    assert table.findall(look(query)) == table.findall(first)
    assert ExploredTable.objects.filter(study="trips").count() == 1


def test_a_filter_of_few_people_is_refused_in_words(look: Callable[..., str]) -> None:
    page = look("question=late&where=area+%3D+isle+and+who+%3D+rider+and+late+%3D+yes")
    assert "Fewer than 5 people pass this filter." in page
    assert 'value="area = isle and who = rider and late = yes"' in page


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("question=nothing", "Choose a question from the list."),
        ("question=late&by=late", "Choose a group that is not the question itself."),
        ("question=late&by=who&and=who", "neither the question nor the first group"),
        ("question=late&where=area+%3D", "area ="),
        ("question=late&where=colour+%3D+red", "colour"),
        ("by=who", "Choose a question to count."),
        ("question=late&chart=cake", "Choose a chart from the list."),
        ("question=late&weight=mass", "Choose a weight from the list."),
    ],
)
def test_a_bad_query_is_told_in_words_and_kept(
    look: Callable[..., str], query: str, words: str
) -> None:
    page = look(query, status=400)
    assert "There is a problem" in page
    assert words in page
    assert "<title>Error: " in page
    if "late" in query:
        assert '<option value="late" selected>' in page


def test_open_answers_are_not_shown(look: Callable[..., str]) -> None:
    assert "answered this in their own words" in look("question=words")


@pytest.mark.usefixtures("answers")
def test_files_say_that_they_are_not_published(sign_in: Enter) -> None:
    browser = sign_in("explore", slug="trips")
    query = "?question=late&by=who&among=area&is=north"
    table = browser.get(f"{EXPLORE}table.csv{query}")
    lines = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert {line["status"][:30] for line in lines} == {"Working table of Trips, not pu"}
    assert lines[0]["among"].startswith("Only those who answered “North”")
    words = browser.get(f"{EXPLORE}table.md{query}").content.decode()
    assert "not published" in words
    assert "| Yes |" in words
    svg = browser.get(f"{EXPLORE}chart.svg{query}").content.decode()
    assert "<title" in svg
    assert "<desc" in svg
    assert browser.get(f"{EXPLORE}chart.png{query}").content.startswith(b"\x89PNG")
    assert browser.get(f"{EXPLORE}chart.svg?question=words").status_code == 404
    assert browser.get(f"{EXPLORE}chart.svg{query}&number=7").status_code == 404


def test_labels_are_words_and_not_markup(look: Callable[..., str]) -> None:
    page = look("question=why")
    assert "Rain &amp; &lt;b&gt;wind" in page
    assert "<b>wind" not in page


def test_numbers_have_means_and_medians(look: Callable[..., str], sign_in: Enter) -> None:
    page = look("question=minutes&by=who")
    assert "“Riders” gave higher numbers than “Drivers”" in page
    assert "Half at most (median)" in page
    browser = sign_in("explore", name="Bo", slug="trips")
    table = browser.get(f"{EXPLORE}table.csv?question=minutes&by=who").content.decode("utf-8-sig")
    assert {line["measure"] for line in csv.DictReader(io.StringIO(table))} >= {"Mean"}
    assert "| Mean |" in browser.get(f"{EXPLORE}table.md?question=minutes").content.decode()


def test_a_table_that_takes_longer_than_a_page_may_is_there_when_asked_again(
    sign_in: Enter, answers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = sign_in("explore", slug=answers.name)
    monkeypatch.setattr(explore_views, "PAGE_S", 0.0)
    query = "?question=late&by=who&among=area&is=north"
    first = browser.get(EXPLORE + query).content.decode()
    assert "One moment" in first
    assert 'http-equiv="refresh"' in first
    assert 'role="status"' in first
    monkeypatch.setattr(explore_views, "PAGE_S", 60.0)
    again = browser.get(EXPLORE + query).content.decode()
    assert "http-equiv" not in again
    assert "al-table" in again


@pytest.mark.parametrize("query", ["?question=late&by=who", "?question=minutes&by=who"])
def test_the_workbook_holds_the_table_and_says_that_it_is_not_published(
    sign_in: Enter, answers: Path, query: str
) -> None:
    given = sign_in("explore", slug=answers.name).get(EXPLORE + "table.xlsx" + query)
    assert given["Content-Disposition"].endswith('-working.xlsx"')
    book = openpyxl.load_workbook(io.BytesIO(given.content))
    words = [str(cell) for sheet in book for row in sheet.values for cell in row if cell]
    assert any("not published" in each for each in words)
    assert any("Riders" in each for each in words)


def test_data_that_differ_by_few_people_are_said_to_have_been_explored(
    look: Callable[..., str], answers: Path
) -> None:
    look("question=late&by=who&among=area&is=north")
    path = answers / "data" / "responses.jsonl"
    path.write_text("".join(path.read_text("utf-8").splitlines(keepends=True)[:-1]), "utf-8")
    page = look("question=late&by=who&among=area&is=south")
    assert "Tables were explored on" in page
    assert "published on" not in page


def test_data_in_parquet_files_are_explored_too(sign_in: Enter, answers: Path) -> None:
    browser = sign_in("explore", slug="trips")
    query = EXPLORE + "?question=late&by=who"
    whole = browser.get(query).content.decode()
    (answers / "many").mkdir()
    export_parquet(load_dataset(load_study(answers)), answers / "many" / "one.parquet")
    (answers / "data" / "responses.jsonl").unlink()
    (answers / "study.yaml").write_text(STUDY + "data: {parquet: many}\n", "utf-8")
    page = browser.get(query).content.decode()
    assert re.findall(r"<td.*?</td>", page, re.DOTALL) == re.findall(
        r"<td.*?</td>", whole, re.DOTALL
    )
    assert "Riders" in page
