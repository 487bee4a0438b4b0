"""A study that can be answered at events, and a device that sends parcels."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.web.event.sealing import new_name, seal

from alongside.web.event.reads import site_keys
from alongside.web.event.views import parcels_sent

SETTINGS = """\
title: {en: Tea, cy: Te, easy: {en: Tea time}}
summary: About tea.
promise: [We do not ask your name.]
languages: [en, cy]
channels: [{code: fair, short: f1, label: The fair}]
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
          - {code: "no", label: {en: "No", cy: Nac ydw}, show_if: not with includes milk}
      - code: why
        type: long-text
        required: true
        show_if: likes = no
        label: {en: "You said {{likes}}. Why <b>not</b>?", cy: "{{likes}}. Pam?"}
      - page: {code: pair, title: Two}
        questions:
          - {code: cups, type: number, label: How many?, required: false, maximum: 9}
          - {code: sure, type: yes-no-unsure, label: Sure?, show_if: cups > 3, required: false}
"""


@pytest.fixture
def make_study(tmp_path: Path, settings: Any) -> Callable[..., Path]:
    """Write a study folder and serve it, with a data folder of its own."""
    settings.ALONGSIDE_DATA = tmp_path / "var"

    def make(slug: str = "tea", questions: str = QUESTIONS, more: str = "") -> Path:
        folder = tmp_path / "studies" / slug
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "study.yaml").write_text(SETTINGS + more, "utf-8")
        (folder / "questionnaire.yaml").write_text(questions, "utf-8")
        settings.ALONGSIDE_STUDIES = (folder,)
        return folder

    return make


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    """Forget the keys and the limit of another test."""
    yield
    site_keys.cache_clear()
    parcels_sent.cache_clear()


def response(**parts: Any) -> dict[str, Any]:
    """Return what somebody answered at the fair."""
    read = {"language": "en", "edition": "standard"}
    pages = [
        {"page": "likes", **read, "boxes": {"likes": ["no"]}},
        {"page": "why", **read, "boxes": {"why": ["Too\nhot"]}},
        {"page": "pair", **read, "boxes": {"cups": ["2"]}},
    ]
    about = {"channel": "fair", "helped": [], "helper": "", "version": "3", "form": 1}
    return {**about, **read, "pages": pages, **parts}


class Device:
    """A device that has answers to send."""

    def __init__(self, slug: str = "tea") -> None:
        self.client = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
        self.slug = slug
        self.status = 0
        self.said: Any = None

    def get(self, part: str = "") -> HttpResponse:
        return self._take(self.client.get(f"/s/{self.slug}/event/{part}"))

    def seal(self, what: Any, name: str) -> str:
        return seal(what, self.slug, name, site_keys().public)

    def send(self, what: Any = None, name: str = "", **headers: str) -> Any:
        name = name or new_name()
        sealed = self.seal(response() if what is None else what, name)
        return self.send_sealed(name, sealed, **headers)

    def send_sealed(self, name: str, sealed: str, **headers: str) -> Any:
        return self.send_raw(json.dumps({"id": name, "sealed": sealed}), **headers)

    def send_raw(self, body: str, **headers: str) -> Any:
        answer = self.client.post(
            f"/s/{self.slug}/event/send/",
            body,
            content_type="application/json",
            headers={"X-Alongside-Event": "parcel", **headers},
        )
        self._take(answer)
        if answer.headers["Content-Type"] == "application/json":
            self.said = answer.json()
        return self.said

    def _take(self, answer: Any) -> HttpResponse:
        self.status = answer.status_code
        self.said = answer.content.decode()
        return answer


@pytest.fixture
def device(make_study: Callable[..., Path]) -> Device:
    """Return a device at a study that is open."""
    make_study()
    return Device()
