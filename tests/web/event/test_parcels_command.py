"""What lies aside: told when answers are gathered, tried again, deleted on purpose only."""

import json
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.management import CommandError, call_command
from django.utils import timezone
from tests.web.event.conftest import QUESTIONS, Device, response

from alongside.web.event.keys import KEY_FILE
from alongside.web.event.reads import site_keys
from alongside.web.records.models import ParcelAside, ResponseRecord

pytestmark = pytest.mark.django_db


def run(*options: str) -> dict[str, Any]:
    said = StringIO()
    call_command("parcels", "tea", *options, stdout=said)
    found: dict[str, Any] = json.loads(said.getvalue())
    return found


def gather(out: Path) -> str:
    said = StringIO()
    call_command("gather", "tea", "--out", str(out), stdout=said)
    return said.getvalue()


def test_gathering_says_what_lies_aside(device: Device, tmp_path: Path) -> None:
    device.send()
    assert "aside" not in gather(tmp_path / "one.jsonl")
    device.send("rubbish")
    device.send("rubbish")
    said = gather(tmp_path / "two.jsonl")
    assert "1 responses, 1 complete" in said
    assert "The answers of 2 people came from devices, were put aside" in said


def test_gathering_nothing_but_what_lies_aside_says_so(device: Device, tmp_path: Path) -> None:
    device.send("rubbish")
    with pytest.raises(CommandError, match=r"Nobody has answered .* 1 person came from devices"):
        gather(tmp_path / "out.jsonl")


def test_parcels_fit_again_when_the_questionnaire_does(
    device: Device, make_study: Callable[..., Path]
) -> None:
    make_study(questions=QUESTIONS.replace("code: why", "code: reason"))
    device.send(name="a" * 32)
    assert run()["aside"] == {"changed": 1}
    again = run("--try-again")
    assert (again["taken"], again["aside"]) == (0, {"changed": 1})
    assert again["why_not"] == ["changed: the page reason is missing"]
    make_study()
    assert run("--try-again") == {"aside": {}, "taken": 1, "why_not": [], "deleted": 0}
    assert ResponseRecord.objects.get().parcel == "a" * 32
    assert device.send(name="a" * 32) == {"parcel": "taken"}
    assert ResponseRecord.objects.count() == 1


def test_parcels_open_when_their_key_is_put_back(device: Device, settings: Any) -> None:
    name = "b" * 32
    sealed = device.seal(response(), name)
    (old,) = site_keys().private.values()
    (settings.ALONGSIDE_DATA / KEY_FILE).unlink()
    site_keys.cache_clear()
    assert device.send_sealed(name, sealed) == {"parcel": "aside"}
    assert run("--try-again")["aside"] == {"wrong-key": 1}
    words = old.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (settings.ALONGSIDE_DATA / "event-key-old.pem").write_bytes(words)
    assert run("--try-again")["taken"] == 1


def test_late_parcels_are_taken_only_when_told(
    device: Device, make_study: Callable[..., Path]
) -> None:
    make_study(more=f"closes: {timezone.now().date() - timedelta(days=40)}\n")
    device.send()
    assert run("--try-again")["aside"] == {"late": 1}
    assert run("--late")["taken"] == 1


def test_parcels_are_deleted_by_their_reason(device: Device) -> None:
    device.send("rubbish")
    device.send({**response(), "language": "de"})
    assert run("--delete", "damaged") == {
        "aside": {"changed": 1},
        "taken": 0,
        "why_not": [],
        "deleted": 1,
    }
    assert ParcelAside.objects.get().reason == "changed"


def test_nothing_aside_is_said_so(device: Device) -> None:
    assert device.slug == "tea"
    assert run() == {"aside": {}, "taken": 0, "why_not": [], "deleted": 0}
