"""A site with the reference study and small specimens, and a person who visits it."""

import html
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from alongside.web.respond.guards import starts
from alongside.web.respond.tries import bucket, patience

ROOT = Path(__file__).parents[3]
SETTINGS = """\
title: {en: Tea, cy: Te, easy: {en: Tea time}}
summary: About tea.
promise: [We do not ask your name.]
languages: [en, cy]
"""
QUESTIONS = """\
version: "3"
sections:
  - code: all
    title: About tea
    pages:
      - code: likes
        type: one-of
        label: {en: Do you like tea?, cy: Wyt ti'n hoffi te?, easy: {en: Tea?}}
        options:
          - {code: "yes", label: {en: "Yes", cy: Ydw}}
          - {code: "no", label: {en: "No", cy: Nac ydw}}
          - {code: other, label: Something else, other: true}
      - code: with
        type: any-of
        required: false
        show_if: likes = yes
        label: What do you take with it?
        options:
          - {code: milk, label: Milk}
          - {code: sugar, label: Sugar}
          - {code: none, label: Nothing, exclusive: true}
      - page: {code: amounts, title: How much}
        questions:
          - {code: cups, type: number, label: How many cups?, minimum: 0, maximum: 50, unit: cups}
          - code: last
            type: date
            label: When was the last one?
            earliest: "2020-01-01"
            latest: today
          - code: rating
            type: scale
            label: How good?
            minimum: 1
            maximum: 3
            low_label: Bad
            high_label: Good
            required: false
          - code: place
            type: one-of
            display: drop-down
            label: Where?
            required: false
            options:
              - {code: home, label: Home}
              - {code: away, label: Elsewhere, other: true}
      - code: box
        type: information
        label: Please read
        body: "You like: **{{likes}}** <script>x</script>"
      - {code: words, type: long-text, maximum: 30, label: "You said {{likes}}. Why?"}
"""


@pytest.fixture
def make_study(tmp_path: Path) -> Callable[..., Path]:
    """Write a study folder; more settings are added at the end of study.yaml."""

    def make(slug: str = "tea", questions: str = QUESTIONS, more: str = "") -> Path:
        folder = tmp_path / "studies" / slug
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "study.yaml").write_text(SETTINGS + more, "utf-8")
        (folder / "questionnaire.yaml").write_text(questions, "utf-8")
        return folder

    return make


class Person:
    """Someone at a browser: opens pages and sends forms, with the tokens the pages hold."""

    def __init__(self, slug: str) -> None:
        self.client = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
        self.slug = slug
        self.at = ""
        self.page = ""
        self.status = 0

    def get(self, part: str = "", follow: bool = True) -> HttpResponse:
        return self._arrive(self.client.get(self._address(part), follow=follow))

    def post(self, part: str = "", follow: bool = True, **fields: Any) -> HttpResponse:
        hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', self.page)
        data = {**dict(hidden), **fields}
        return self._arrive(self.client.post(self._address(part), data, follow=follow))

    def start(self, query: str = "", **fields: Any) -> HttpResponse:
        self.get(query)
        return self.post(**fields)

    def answer(self, page: str, **fields: Any) -> HttpResponse:
        return self.post(f"p/{page}/", **fields)

    @property
    def heading(self) -> str:
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.page, re.DOTALL)
        words = re.sub(r"<[^>]+>", " ", found[1]) if found else ""
        return html.unescape(" ".join(words.split()))

    @property
    def title(self) -> str:
        found = re.search(r"<title>(.*?)</title>", self.page, re.DOTALL)
        return html.unescape(found[1]) if found else ""

    @property
    def words(self) -> str:
        """The words of the page, without tags."""
        return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", self.page).split()))

    def _address(self, part: str) -> str:
        return f"/s/{self.slug}/{part}"

    def _arrive(self, response: Any) -> HttpResponse:
        self.status = response.status_code
        self.page = response.content.decode() or self.page  # a redirect shows nothing new
        chain = getattr(response, "redirect_chain", [])
        self.at = chain[-1][0] if chain else response.request["PATH_INFO"]
        return response


@pytest.fixture(autouse=True)
def _nobody_was_here_before() -> None:
    """Let each test start people afresh: together the tests are more than one address may."""
    starts.cache_clear()
    patience.cache_clear()
    bucket.cache_clear()


@pytest.fixture
def visit(settings: Any) -> Callable[..., Person]:
    """Return a person at one of these study folders."""

    def arrive(*folders: Path) -> Person:
        settings.ALONGSIDE_STUDIES = folders
        return Person(folders[0].name)

    return arrive


@pytest.fixture
def reference() -> Path:
    """The reference study."""
    return ROOT / "studies" / "coproduction"
