"""The browser without eyes does only what a page offers; a walk that goes wrong is told."""

from pathlib import Path
from typing import Any

import pytest
from lxml import html

from alongside.questionnaire import find_routes, load_study
from alongside.web.walk import people
from alongside.web.walk.browser import NotOfferedError, OpenPage

SPECIMEN = Path(__file__).parents[2] / "specimens" / "good" / "yes-no-unsure"
FORM = """<html><title>T</title><body><main><h1>A  question</h1>{errors}
<form method="post" action="/there/"><input type="hidden" name="token" value="t">
<input type="radio" name="heard" value="yes"><input type="radio" name="heard" value="no">
<input type="text" name="own"><textarea name="long"></textarea>
<select name="place"><option value="">-</option><option value="home">Home</option></select>
<button name="skip" value="1">Skip</button></form></main></body></html>"""


def page_of(words: str, path: str = "/here/", status: int = 200) -> OpenPage:
    return OpenPage(status, f"http://127.0.0.1{path}", path, html.fromstring(words))


def test_a_form_sends_what_was_filled_in_and_what_it_hides() -> None:
    page = page_of(FORM.replace("{errors}", ""))
    target, sent = page.filled({"heard": ("no",), "own": ("x",), "place": ("home",)})
    assert target == "http://127.0.0.1/there/"
    assert sent == [("token", "t"), ("heard", "no"), ("own", "x"), ("place", "home")]
    assert page.heading == "A question"


@pytest.mark.parametrize(
    ("boxes", "said"),
    [
        ({"heard": ("maybe",)}, "does not offer maybe for heard"),
        ({"place": ("moon",)}, "does not offer moon for place"),
        ({"nothing": ("x",)}, "has no box for nothing"),
    ],
)
def test_what_is_not_offered_cannot_be_chosen(boxes: dict[str, tuple[str]], said: str) -> None:
    with pytest.raises(NotOfferedError, match=said):
        page_of(FORM.replace("{errors}", "")).filled(boxes)


def test_a_page_without_a_form_cannot_be_sent() -> None:
    with pytest.raises(NotOfferedError, match="has no form: Sorry"):
        page_of("<html><main><h1>Sorry</h1></main></html>").filled({})


ERRORS = '<ul class="govuk-list govuk-error-summary__list"><li><a>Select one</a></li></ul>'


@pytest.mark.parametrize(
    ("words", "path", "status", "said"),
    [
        (FORM.replace("{errors}", ERRORS), "/s/x/p/{page}/", 422, "came twice: Select one"),
        ("<h1>Sorry</h1>", "/s/x/p/{page}/x", 200, "is not on the path"),
        ("<h1>Sorry, wrong</h1>", "/error/", 500, "ended at /error/ with status 500: Sorry, wrong"),
    ],
)
def test_a_site_that_goes_astray_is_told(
    monkeypatch: pytest.MonkeyPatch, words: str, path: str, status: int, said: str
) -> None:
    questionnaire = load_study(SPECIMEN).questionnaire
    assert questionnaire is not None
    first = find_routes(questionnaire).routes[0].page_codes[0]
    page = page_of(words, path.format(page=first), status)

    class Astray:
        """Shows one page whatever is sent."""

        def __init__(self, *_: Any) -> None:
            pass

        def get(self, *_: Any) -> OpenPage:
            return page

        def send(self, *_: Any) -> OpenPage:
            return page

    monkeypatch.setattr(people, "Browser", Astray)
    *_, coverage = people.walk_study("http://127.0.0.1/", "x", questionnaire, 1, 1)
    assert coverage.faults
    assert said in coverage.faults[0].fault
    assert coverage.figures()["routes"][0] == 0
