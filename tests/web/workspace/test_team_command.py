"""The management command that lets people in."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from alongside.collect.code_words import is_code
from alongside.web.people.models import Member
from alongside.web.people.team import find_by_pass

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("buses")]


def run(*words: str) -> str:
    said = StringIO()
    call_command("team", *words, stdout=said)
    return said.getvalue()


def test_the_pass_is_printed_once_and_opens(make_study: Any) -> None:
    words = run("add", "buses", "Ada", "--may", "watch", "--may", "enter").strip()
    assert is_code(words)
    found = find_by_pass("buses", words)
    assert found is not None
    assert (found.name, found.roles) == ("Ada", ("watch", "enter"))
    make_study("trains")
    assert find_by_pass("trains", words) is None
    assert words not in str(Member.objects.values().get())


def test_the_list_names_everybody_and_what_they_may_do() -> None:
    assert run("list", "buses") == ""
    run("add", "buses", "Bo", "--may", "watch")
    run("add", "buses", " Ada  Lovelace ", "--may", "interview", "--may", "enter")
    assert run("list", "buses") == "Ada Lovelace\tinterview, enter\nBo\twatch\n"


def test_a_pass_taken_back_is_gone() -> None:
    words = run("add", "buses", "Ada", "--may", "watch").strip()
    run("remove", "buses", "Ada")
    assert find_by_pass("buses", words) is None
    with pytest.raises(CommandError, match="Nobody called Ada"):
        run("remove", "buses", "Ada")


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "bell\x07", "Ada\u202e"])
def test_what_cannot_be_a_name_is_refused(name: str) -> None:
    with pytest.raises(CommandError, match="cannot be a name"):
        run("add", "buses", "--may", "watch", "--", name)
    assert not Member.objects.exists()


def test_a_name_belongs_to_one_person() -> None:
    run("add", "buses", "Ada", "--may", "watch")
    with pytest.raises(CommandError, match="has a Ada already"):
        run("add", "buses", "Ada ", "--may", "enter")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "buses", "Ada", "--may", "rule"), "invalid choice: 'rule'"),
        (("add", "buses", "Ada"), "required: --may"),
        (("add", "ferries", "Ada", "--may", "watch"), "no study called ferries"),
    ],
)
def test_what_cannot_be_done_is_said(words: tuple[str, ...], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        run(*words)


@pytest.fixture
def imported(make_study: Any) -> str:
    """Return a study without a questionnaire."""
    folder = make_study("imported")
    (folder / "questionnaire.yaml").unlink()
    return str(folder.name)


def test_answers_that_were_imported_can_be_explored(imported: str, client: Client) -> None:
    words = run("add", imported, "Ada", "--may", "explore").strip()
    assert run("list", imported) == "Ada\texplore\n"
    asked = client.get("/s/imported/team/").content.decode()
    assert "go to the questions" not in asked
    client.post("/s/imported/team/", {"pass": words})
    home = client.get("/s/imported/team/home/").content.decode()
    assert "/s/imported/team/explore/" in home
    assert "alongside import" in client.get("/s/imported/team/explore/").content.decode()


def test_where_nobody_is_asked_nobody_types_in_or_watches(imported: str) -> None:
    with pytest.raises(CommandError, match=r"nothing to watch\. Let people in with: --may explore"):
        run("add", imported, "Ada", "--may", "explore", "--may", "watch")
    assert run("list", imported) == ""
