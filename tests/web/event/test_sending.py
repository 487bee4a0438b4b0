"""Parcels from devices: taken once, put aside when they do not fit, never lost."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from django.core.management import call_command
from django.db import connections
from django.utils import timezone
from tests.web.event.conftest import QUESTIONS, Device, response
from tests.web.event.sealing import new_name, seal

from alongside.collect.parcels import Reason
from alongside.web.event.keys import public_key
from alongside.web.event.reads import site_keys
from alongside.web.records import parcels
from alongside.web.records.models import ParcelAside, ParcelGone, ResponseRecord
from alongside.web.records.returning import remove_response

pytestmark = pytest.mark.django_db


def test_a_parcel_becomes_a_response(device: Device) -> None:
    assert device.send(name="a" * 32) == {"parcel": "taken"}
    row = ResponseRecord.objects.get()
    assert row.answers == {"likes": "no", "why": "Too\nhot", "cups": 2}
    assert row.completed
    assert (row.mode, row.channel, row.parcel, row.version) == ("offline", "fair", "a" * 32, "3")
    assert row.shown["why"] == "3/en/standard"
    assert row.key != row.parcel


def test_how_a_person_read_and_who_helped_is_kept(device: Device) -> None:
    easy = response(edition="easy", helped=["wrote", "read-out"], helper="family", version="2")
    device.send(easy)
    row = ResponseRecord.objects.get()
    assert (row.edition, row.helped, row.helper) == ("easy", ["read-out", "wrote"], "family")
    assert row.version == "2"  # the wording that was answered, not the one of today


def test_a_parcel_sent_again_is_had_already(device: Device) -> None:
    name = new_name()
    sealed = device.seal(response(), name)
    for _ in range(3):
        assert device.send_sealed(name, sealed) == {"parcel": "taken"}
        assert device.status == 200
    assert ResponseRecord.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_servers_that_are_sent_the_same_parcel_keep_one_response(
    make_study: Callable[..., Path],
) -> None:
    make_study()
    name = new_name()
    sealed = Device().seal(response(), name)

    def send(_: int) -> Any:
        device = Device()
        try:
            for _ in range(50):  # as devices do when the site is busy
                said = device.send_sealed(name, sealed)
                if device.status != 503:
                    return said
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(send, range(8)))
    assert said == [{"parcel": "taken"}] * 8
    assert ResponseRecord.objects.count() == 1


def test_what_was_taken_back_does_not_come_back_with_its_parcel(device: Device) -> None:
    name = new_name()
    sealed = device.seal(response(), name)
    device.send_sealed(name, sealed)  # and the receipt is lost
    remove_response("tea", ResponseRecord.objects.get().key)
    assert ParcelGone.objects.get().parcel == name
    for _ in range(2):
        assert device.send_sealed(name, sealed) == {"parcel": "taken"}
    assert not ResponseRecord.objects.exists()
    assert not ParcelAside.objects.exists()
    device.send()  # another person's is taken as ever
    assert ResponseRecord.objects.count() == 1


def test_what_lay_aside_does_not_come_back_after_it_was_taken_back(device: Device) -> None:
    name = new_name()
    sealed = device.seal(response(), name)
    device.send_sealed(name, sealed)
    # two servers had it at once: one put it aside while the other one took it in
    ParcelAside.objects.create(parcel=name, study="tea", sealed=sealed, reason="late")
    remove_response("tea", ResponseRecord.objects.get().key)
    call_command("parcels", "tea", "--late")
    assert not ResponseRecord.objects.exists()
    assert not ParcelAside.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_parcel_sent_while_it_is_taken_back_does_not_come_back(
    make_study: Callable[..., Path],
) -> None:
    make_study()
    name = new_name()
    sealed = Device().seal(response(), name)
    assert Device().send_sealed(name, sealed) == {"parcel": "taken"}
    key = ResponseRecord.objects.get().key

    def send(number: int) -> None:
        try:
            if number == 3:
                remove_response("tea", key)
            else:
                Device().send_sealed(name, sealed)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(send, range(8)))
    assert not ResponseRecord.objects.exists()
    assert ParcelGone.objects.count() == 1


def test_a_parcel_that_was_changed_on_its_way_is_put_aside(device: Device) -> None:
    name = new_name()
    sealed = json.loads(device.seal(response(), name))
    sealed["body"] = ("B" if sealed["body"][0] == "A" else "A") + sealed["body"][1:]
    assert device.send_sealed(name, json.dumps(sealed)) == {"parcel": "aside"}
    row = ParcelAside.objects.get()
    assert (row.parcel, row.study, row.reason) == (name, "tea", "damaged")
    assert json.loads(row.sealed) == sealed
    assert not ResponseRecord.objects.exists()


def test_a_parcel_under_another_name_or_for_another_study_does_not_open(device: Device) -> None:
    name = new_name()
    assert device.send_sealed(new_name(), device.seal(response(), name)) == {"parcel": "aside"}
    elsewhere = seal(response(), "coffee", name, site_keys().public)
    assert device.send_sealed(name, elsewhere) == {"parcel": "aside"}
    assert not ResponseRecord.objects.exists()


def test_a_parcel_for_another_key_is_put_aside_once(
    device: Device,
) -> None:
    other = generate_private_key(SECP256R1())
    name = new_name()
    sealed = seal(response(), "tea", name, public_key(other))
    assert device.send_sealed(name, sealed) == {"parcel": "aside"}
    assert ParcelAside.objects.get().reason == "wrong-key"
    assert device.send_sealed(name, sealed) == {"parcel": "aside"}
    assert ParcelAside.objects.count() == 1


@pytest.mark.parametrize("sealed", ["", "{}", "[]", "null", '{"key": 1}', "[" * 9_000])
def test_what_is_no_sealed_parcel_is_put_aside_as_it_came(device: Device, sealed: str) -> None:
    assert device.send_sealed(new_name(), sealed) == {"parcel": "aside"}
    assert ParcelAside.objects.get().sealed == sealed


def test_answers_to_a_changed_questionnaire_are_put_aside(
    device: Device, make_study: Callable[..., Path]
) -> None:
    make_study(questions=QUESTIONS.replace("code: why", "code: reason"))
    assert device.send() == {"parcel": "aside"}
    assert ParcelAside.objects.get().reason == "changed"


def test_answers_to_an_earlier_version_are_judged_by_that_version(
    device: Device, make_study: Callable[..., Path]
) -> None:
    folder = make_study(
        questions=QUESTIONS.replace('"3"', '"4"').replace("code: why", "code: reason")
    )
    (folder / "versions").mkdir()
    (folder / "versions" / "3.yaml").write_text(QUESTIONS, "utf-8")
    (folder / "versions" / "history.yaml").write_text('- {version: "3"}\n', "utf-8")
    assert device.send() == {"parcel": "taken"}
    row = ResponseRecord.objects.get()
    assert (row.version, row.answers["why"]) == ("3", "Too\nhot")


@pytest.mark.parametrize(("days", "said"), [(14, "taken"), (16, "aside")])
def test_parcels_are_taken_for_a_while_after_the_study_has_closed(
    device: Device, make_study: Callable[..., Path], days: int, said: str
) -> None:
    closed = timezone.now().date() - timedelta(days=days)
    make_study(more=f"closes: {closed}\n")
    assert device.send() == {"parcel": said}
    assert ParcelAside.objects.filter(reason="late").exists() is (said == "aside")


def test_no_room_for_more_leaves_parcels_on_the_device(
    device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parcels, "MOST_ASIDE", 1)
    assert device.send("rubbish") == {"parcel": "aside"}
    device.send("rubbish")
    assert device.status == 503
    assert device.send() == {"parcel": "taken"}


@pytest.mark.parametrize(
    "body",
    [
        "x",
        "[]",
        "{}",
        '{"id": "' + "g" * 32 + '", "sealed": ""}',
        '{"id": "' + "A" * 32 + '", "sealed": ""}',
        '{"id": "' + "a" * 31 + '", "sealed": ""}',
        '{"id": "' + "a" * 32 + '", "sealed": {}}',
        '{"id": "' + "a" * 32 + '", "sealed": "é"}',
        '{"id": "' + "a" * 32 + '", "sealed": "", "at": 1}',
        "[" * 100_000,
    ],
)
def test_what_is_no_parcel_is_refused(device: Device, body: str) -> None:
    device.send_raw(body)
    assert device.status == 400
    assert not ParcelAside.objects.exists()


def test_too_much_is_refused(device: Device) -> None:
    device.send_sealed(new_name(), "x" * 200_001)
    assert device.status == 400
    device.send_sealed(new_name(), "x" * 300_000)
    assert device.status == 413
    device.send_sealed(new_name(), "x" * 200_000)
    assert device.said == {"parcel": "aside"}


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Alongside-Event": ""},
        {"X-Alongside-Event": "1"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Content-Type": "text/plain"},
    ],
)
def test_only_a_script_of_this_site_may_send(device: Device, headers: dict[str, str]) -> None:
    device.send(**headers)
    assert device.status == 403
    assert not ResponseRecord.objects.exists()


def test_a_script_of_this_site_may_send(device: Device) -> None:
    here = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert device.send(**here) == {"parcel": "taken"}


def test_many_at_once_are_taken_and_more_have_to_wait(device: Device, settings: Any) -> None:
    settings.ALONGSIDE_STARTS_PER_MINUTE = 1
    for _ in range(10):
        device.send()
        assert device.status == 200
    assert device.send() == {"fault": "wait"}
    assert device.status == 429


def test_a_study_that_is_not_there_or_cannot_be_read_leaves_parcels_on_the_device(
    device: Device, make_study: Callable[..., Path]
) -> None:
    name = new_name()
    sealed = device.seal(response(), name)
    device.slug = "coffee"
    device.send_sealed(name, sealed)
    assert device.status == 404
    device.slug = "tea"
    folder = make_study()
    (folder / "questionnaire.yaml").write_text("sections: [", "utf-8")
    device.send_sealed(name, sealed)
    assert device.status == 503
    make_study()
    assert device.send_sealed(name, sealed) == {"parcel": "taken"}


def test_a_key_that_cannot_be_read_leaves_parcels_on_the_device(
    device: Device, settings: Any
) -> None:
    name = new_name()
    sealed = device.seal(response(), name)
    (settings.ALONGSIDE_DATA / "event-key.pem").write_text("rubbish", "utf-8")
    site_keys.cache_clear()
    device.send_sealed(name, sealed)
    assert device.status == 503
    assert not ParcelAside.objects.exists()


def test_sending_sets_no_cookie(device: Device) -> None:
    device.send()
    device.get()
    assert not device.client.cookies


def test_reasons_are_counted(device: Device) -> None:
    for what in ("x", "y", {**response(), "language": "de"}):
        device.send(what)
    assert parcels.count_aside("tea") == {Reason.CHANGED: 1, Reason.DAMAGED: 2}
