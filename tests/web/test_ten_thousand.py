"""Ten thousand submissions of anything to anywhere: no fault of ours, no answer that cannot be.

Every address of the site is taken from its own list of addresses, so that a new page is tried
the day it is added. Each is sent sound and unsound fields, headers, cookies, methods and paths.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.web.respond.conftest import QUESTIONS, SETTINGS

from alongside.collect import check_answer
from alongside.questionnaire import load_study
from alongside.web.records.mapping import read_answers
from alongside.web.records.models import ResponseRecord

pytestmark = pytest.mark.django_db

EXAMPLES, AT_ONCE = 420, 24
SUBMISSIONS = 10_000
SENT: Counter[int] = Counter()
MEANT_TO_REFUSE = {503}
"""A page that says the site cannot take this just now is an answer; 500 never is."""


def addresses(patterns: Any, before: str = "") -> Iterator[str]:
    """Yield every address of the site, with ``<converter:name>`` where it varies."""
    for pattern in patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, here)
        elif isinstance(pattern, URLPattern):
            yield "/" + here


ADDRESSES = tuple(addresses(get_resolver().url_patterns))
ODD = st.one_of(
    st.text(max_size=30),
    st.text(alphabet="0123456789.,-+e %/\\", max_size=20),
    st.sampled_from(
        [
            *(
                "\x00",
                "\u202e",
                "9" * 4000,
                "NaN",
                "-inf",
                "1e999",
                "٣",
                "{{likes}}",
                "\r\n\r\nX: y",
            ),
            *(
                "../../etc/passwd",
                "%00",
                "%2e%2e/",
                "<script>",
                "' OR 1=1 --",
                "👩🏽‍🦽",
                "\ud7ff",
                "🏴󠁧󠁢󠁷󠁬󠁳󠁿",
            ),
            *("é" * 300, "e\u0301" * 200, "=cmd|'/c calc'!A0", "true", "[]", "{}", "null", ""),
        ]
    ),
)
SOUND = st.sampled_from(
    [
        *("yes", "no", "other", "milk", "sugar", "none", "1", "12", "2023", "home", "away", "en"),
        *("cy", "easy", "standard", "tea", "likes", "with", "amounts", "box", "words", "check"),
        *("read-out", "family", "wrote", "web", "bulletin", "acid-acorn-acre-acts-afar"),
    ]
)
VALUES = SOUND | ODD
NAMES = st.sampled_from(
    [
        *("likes", "likes_other", "with", "cups", "last_day", "last_month", "last_year", "rating"),
        *("place", "place_other", "words", "box", "skip-page", "from", "as", "edition", "lang"),
        *("fresh", "csrfmiddlewaretoken", "helped", "helper", "nobody", "note", "code", "ticket"),
        *("company-website", "question", "by", "next", "pass", "channel", "parcel", "sealed"),
    ]
) | st.text(min_size=1, max_size=12)


def header_of(words: str) -> str:
    """Return words as a server hands on a header: bytes as Latin-1, no line ends, no zeros."""
    return re.sub(r"[\x00-\x1f\x7f]", "", words.encode().decode("latin-1"))


FORMS = st.dictionaries(NAMES, st.lists(VALUES, max_size=3), max_size=5)
HEADERS = st.dictionaries(
    st.sampled_from(
        [
            *("HTTP_COOKIE", "HTTP_ACCEPT_LANGUAGE", "HTTP_REFERER", "HTTP_USER_AGENT"),
            *("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_RANGE", "HTTP_ACCEPT"),
            *("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_ORIGIN", "HTTP_HOST"),
            *("HTTP_X_CSRFTOKEN", "HTTP_X_REQUESTED_WITH", "HTTP_SEC_FETCH_SITE"),
        ]
    ),
    VALUES.map(header_of),
    max_size=2,
)
METHODS = st.sampled_from(["post"] * 12 + ["get"] * 5 + ["head", "put", "delete", "options"])
BODIES = st.sampled_from(["form"] * 8 + ["json", "broken"])


@st.composite
def submissions(draw: st.DrawFn) -> dict[str, Any]:
    """Return one submission: where, how, and what."""
    address = draw(st.sampled_from(ADDRESSES))
    parts = {"slug": "tea", "page": draw(st.sampled_from(["likes", "with", "amounts", "words"]))}
    sound = draw(st.integers(0, 5)) > 0

    def fill(found: re.Match[str]) -> str:
        usual = parts.get(found[2], "tea") if sound else draw(VALUES)
        return quote(usual, safe="/" if found[1] == "path" else "")

    path = re.sub(r"<(?:(\w+):)?(\w+)>", fill, address)
    return {
        "path": path.replace("?", "%3F"),
        "method": draw(METHODS),
        "body": draw(BODIES),
        "form": draw(FORMS),
        "query": draw(st.just({}) | FORMS),
        "headers": draw(st.just({}) | HEADERS),
    }


def send(client: Client, item: dict[str, Any]) -> int:
    """Send one submission and return the status of the answer."""
    query = [(name, value) for name, values in item["query"].items() for value in values]
    words = "&".join(f"{quote(name)}={quote(value)}" for name, value in query)
    path = item["path"] + (f"?{words}" if words else "")
    extra = dict(item["headers"])
    method = getattr(client, item["method"])
    if item["method"] in ("get", "head", "options"):
        return int(method(path, **extra).status_code)
    if item["body"] == "json":
        return int(
            method(path, b'{"parcel": [', content_type="application/json", **extra).status_code
        )
    if item["body"] == "broken":
        kind = "multipart/form-data; boundary=x"
        return int(method(path, b"--x\r\nnothing", content_type=kind, **extra).status_code)
    body = "&".join(
        f"{quote(name)}={quote(value)}" for name, values in item["form"].items() for value in values
    )
    kind = "application/x-www-form-urlencoded"
    return int(method(path, body.encode(), content_type=kind, **extra).status_code)


@pytest.fixture
def tea(tmp_path: Path, settings: Any) -> Path:
    """A site with one small study of every type of question."""
    folder = tmp_path / "tea"
    folder.mkdir()
    channels = "channels: [{code: bulletin, target: 10}]\n"
    (folder / "study.yaml").write_text(SETTINGS + channels, "utf-8")
    (folder / "questionnaire.yaml").write_text(QUESTIONS, "utf-8")
    settings.ALONGSIDE_STUDIES = (folder,)
    settings.ALONGSIDE_DATA = tmp_path / "data"
    settings.ALONGSIDE_STARTS_PER_MINUTE = 0
    return folder


READY: tuple[tuple[str, dict[str, Any]], ...] = (
    ("", {}),
    ("p/likes/", {"likes": "yes"}),
    ("p/with/", {"with": ["milk", "sugar"]}),
    ("p/amounts/", {"cups": "2", "last_day": "1", "last_month": "1", "last_year": "2023"}),
    ("p/box/", {}),
    ("p/words/", {"words": "Because."}),
    ("check/", {}),
)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
@given(
    reached=st.integers(0, len(READY)),
    sent=st.lists(submissions(), min_size=AT_ONCE, max_size=AT_ONCE),
)
def test_nothing_breaks(tea: Path, reached: int, sent: list[dict[str, Any]]) -> None:
    ResponseRecord.objects.all().delete()
    cache.clear()
    client = Client(raise_request_exception=True, headers={"host": "localhost"})
    for part, form in READY[:reached]:
        client.post(f"/s/tea/{part}", form)
    for item in sent:
        status = send(client, item)
        SENT[status] += 1
        assert status < 500 or status in MEANT_TO_REFUSE, item
    questionnaire = load_study(tea).questionnaire
    assert questionnaire is not None
    for row in ResponseRecord.objects.all():
        kept = read_answers(row, questionnaire)
        assert not kept.unfit
        for code, value in kept.answers.items():
            question = questionnaire.questions.get(code)
            if question is not None:
                assert check_answer(question, value, kept.answers) == [], (code, value)
        assert row.language in ("en", "cy")
        assert row.edition in ("standard", "easy")


def test_it_was_ten_thousand_and_not_all_were_turned_away() -> None:
    if not SENT:
        pytest.skip("runs after the test above, in the same process")
    assert sum(SENT.values()) >= SUBMISSIONS
    taken = SENT[200] + SENT[302] + SENT[303]
    assert taken > SUBMISSIONS / 5, SENT
