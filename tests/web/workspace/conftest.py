"""A site with one small study and members of its team."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.made_studies import BUSES
from tests.made_studies import make_study as write_study

from alongside.collect.limits import Limiter
from alongside.web.people.team import add_member
from alongside.web.workspace import tries

STUDY = """\
title: {en: Buses}
languages: [en]
disclosure: {withhold_below: 5, small_base: 30, reason: A test.}
channels:
  - {code: bulletin, label: The bulletin, short: b, target: 40}
  - {code: event, label: The event in May, short: may}
"""


class Clock:
    """A clock that moves only when told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Return the clock of the count of wrong passes, which begins anew with each test."""
    clock = Clock()
    monkeypatch.setattr(tries, "_limiter", Limiter(tries.WRONG_PASSES, clock))
    return clock


@pytest.fixture
def make_study(tmp_path: Path, settings: Any) -> Callable[..., Path]:
    """Return a maker of study folders that the site then serves."""
    settings.ALONGSIDE_STUDIES = []

    def make(slug: str = "buses", more: str = "", settings_text: str = STUDY) -> Path:
        folder = write_study(tmp_path / slug, settings_text + more, BUSES)
        settings.ALONGSIDE_STUDIES = [*settings.ALONGSIDE_STUDIES, folder]
        return folder

    return make


@pytest.fixture
def buses(make_study: Callable[..., Path]) -> Path:
    """Return the study about buses."""
    return make_study()


@pytest.fixture
def sign_in() -> Callable[..., Client]:
    """Return a maker of browsers at which a new member with these roles is signed in."""

    def enter(*roles: str, name: str = "Ada", slug: str = "buses") -> Client:
        words = add_member(slug, name, roles)
        browser = Client()
        answer = browser.post(f"/s/{slug}/team/", {"pass": words})
        assert answer.status_code == 303
        return browser

    return enter
