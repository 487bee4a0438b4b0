"""A site with one small study whose numbers are known, and a way to visit it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from alongside.collect import Response, write_responses
from alongside.questionnaire import load_study

STUDY = """\
title: {en: Buses}
summary: {en: How buses are for people.}
languages: [en]
synthetic: false
source: Counted by hand.
disclosure: {withhold_below: 5, small_base: 30, reason: A test.}
"""
QUESTIONS = """\
version: "1"
audience_question: who
audiences:
  - {code: rider, label: {en: Riders}}
  - {code: driver, label: {en: Drivers}}
sections:
  - code: all
    title: {en: All}
    pages:
      - code: who
        type: one-of
        label: {en: Who are you?}
        options:
          - {code: rider, label: {en: Rider}}
          - {code: driver, label: {en: Driver}}
      - code: late
        type: yes-no-unsure
        label: {en: Was the bus late?}
      - code: why
        type: any-of
        label: {en: Why was it?}
        options:
          - {code: rain, label: {en: "Rain & <b>wind</b>"}}
          - {code: cars, label: {en: Cars}}
      - code: words
        type: long-text
        label: {en: Anything else?}
"""

# Riders: 24 late, 16 not. Drivers: 3 late, 17 not. Three is below the threshold of five.
COUNTS = [("rider", "yes", 24), ("rider", "no", 16), ("driver", "yes", 3), ("driver", "no", 17)]
MakeStudy = Callable[..., Path]


@pytest.fixture
def make_study(tmp_path: Path, settings: Any) -> MakeStudy:
    """Return a maker of study folders that the site then serves."""
    settings.ALONGSIDE_STUDIES = []
    settings.ALONGSIDE_REPORTS = tmp_path / "reports"

    def make(slug: str = "buses", *, extra: str = "", data: bool = True) -> Path:
        folder = tmp_path / slug
        folder.mkdir()
        (folder / "study.yaml").write_text(STUDY + extra, "utf-8")
        (folder / "questionnaire.yaml").write_text(QUESTIONS, "utf-8")
        if data:
            write_answers(folder)
        settings.ALONGSIDE_STUDIES = [*settings.ALONGSIDE_STUDIES, folder]
        return folder

    return make


def write_answers(folder: Path, counts: list[tuple[str, str, int]] = COUNTS) -> None:
    """Write responses with these counts into a study folder."""
    pages = ("who", "late", "why", "words")
    people = [pair for *pair, n in counts for _ in range(n)]
    responses = [
        Response(
            respondent=number,
            completed=True,
            answers={"who": who, "late": late, "why": ("rain",) if late == "yes" else ("cars",)},
            seen=pages,
            language="en",
        )
        for number, (who, late) in enumerate(people, start=1)
    ]
    questionnaire = load_study(folder).questionnaire
    assert questionnaire is not None
    (folder / "data").mkdir(exist_ok=True)
    write_responses(folder / "data" / "responses.jsonl", responses, questionnaire)


@pytest.fixture
def visit(client: Client) -> Callable[[str], tuple[int, str]]:
    """Return a visitor: gives the status and the text of an address."""

    def get(address: str) -> tuple[int, str]:
        response = client.get(address)
        return response.status_code, response.content.decode()

    return get
