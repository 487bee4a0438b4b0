"""Who may begin: a study that keeps its promise, people and not machines, one after another."""

from collections.abc import Iterator
from typing import Any

import pytest

from alongside.collect.limits import Limiter, Rate
from alongside.web.records.models import ResponseRecord
from alongside.web.respond import guards

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limit() -> Iterator[None]:
    limits = guards.starts
    limits.cache_clear()
    yield
    limits.cache_clear()


def test_a_study_that_would_break_its_promise_does_not_open(visit: Any, make_study: Any) -> None:
    folder = make_study(more="channels: [{code: ann, target: 1}]\n")
    settings = folder / "study.yaml"
    words = settings.read_text("utf-8").replace(
        "promise: [We do not ask your name.]", "promise: [{keeps: no-personal-links}]"
    )
    settings.write_text(words, "utf-8")
    person = visit(folder)
    person.get()
    assert (person.status, person.heading) == (503, "This study cannot be opened")
    person.get("p/likes/")
    assert person.status == 503
    settings.write_text(words.replace("target: 1}", "target: 100}"), "utf-8")
    person.get()
    assert person.status == 200
    assert "Links and posters are the same for everybody." in person.words


def test_a_machine_that_fills_every_box_is_stopped_and_a_person_is_told(
    visit: Any, make_study: Any
) -> None:
    person = visit(make_study())
    person.start(**{guards.TRAP: "Acme"})
    assert (person.status, person.heading) == (422, "There is a problem")
    assert "leave the box" in person.words
    person.get("p/likes/")
    assert person.at == "/s/tea/?note=begin"
    person.start(**{guards.TRAP: ""})
    assert person.at == "/s/tea/p/likes/"
    assert ResponseRecord.objects.count() == 0


def test_a_stampede_waits_and_loses_nothing(
    visit: Any, make_study: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    limiter = Limiter(Rate(at_once=2, per_minute=2), lambda: now[0])
    monkeypatch.setattr(guards, "starts", lambda: limiter)
    folder = make_study()
    for _ in range(2):
        person = visit(folder)
        person.start("?lang=cy")
        assert person.at == "/s/tea/p/likes/"
    person = visit(folder)
    response = person.start()
    assert (person.status, person.heading) == (429, "Please wait a moment")
    assert response["Retry-After"] == "30"
    assert "30 seconds" in person.words
    now[0] += 31
    person.post()  # the button of that very page
    assert person.at == "/s/tea/p/likes/"


def test_places_have_limits_of_their_own_and_a_proxy_is_believed_only_when_it_is_ours(
    visit: Any, make_study: Any, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    limiter = Limiter(Rate(at_once=1, per_minute=1), lambda: 0.0)
    monkeypatch.setattr(guards, "starts", lambda: limiter)
    folder = make_study()

    def status_of(address: str, forwarded: str) -> int:
        person = visit(folder)
        person.client.defaults |= {"REMOTE_ADDR": address, "HTTP_X_FORWARDED_FOR": forwarded}
        person.start()
        return int(person.status)

    assert status_of("192.0.2.1", "") == 200
    assert status_of("192.0.2.1", "198.51.100.9") == 429  # a made-up header does not help
    assert status_of("192.0.2.2", "") == 200
    settings.ALONGSIDE_BEHIND_PROXY = True
    assert status_of("192.0.2.2", "198.51.100.9") == 200
    assert status_of("192.0.2.2", "made up, 198.51.100.9") == 429


def test_the_limit_is_as_the_site_sets_it(settings: Any) -> None:
    settings.ALONGSIDE_STARTS_PER_MINUTE = 5
    allowed = [guards.starts().take("a") for _ in range(11)]
    assert allowed[:10] == [0.0] * 10
    assert 0 < allowed[10] <= 12
    guards.starts.cache_clear()
    settings.ALONGSIDE_STARTS_PER_MINUTE = 0
    assert all(guards.starts().take("a") == 0 for _ in range(500))
