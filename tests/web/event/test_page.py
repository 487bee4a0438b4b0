"""The page of an event, what it is made of, and what its browser is told to keep."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from markupsafe import escape
from tests.web.event.conftest import QUESTIONS, Device

from alongside.questionnaire.promises import standard_words
from alongside.web.event.fragments import SLOT_CLOSES, SLOT_OPENS
from alongside.web.pages.wording import interface_words

pytestmark = pytest.mark.django_db


def about_of(device: Device) -> dict[str, Any]:
    device.get("worker.js")
    found: dict[str, Any] = json.loads(
        device.said.split("\n")[0].removeprefix("const ABOUT = ")[:-1]
    )
    return found


def bundle_of(device: Device) -> dict[str, Any]:
    device.get("bundle.json")
    found: dict[str, Any] = json.loads(device.said)
    return found


def test_the_page_runs_only_scripts_of_the_site(device: Device) -> None:
    response = device.get()
    assert device.status == 200
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'; script-src 'self';" in policy
    assert "unsafe" not in policy
    scripts = re.findall(r"<script[^>]*>(.*?)</script>", device.said)
    assert scripts == ["", ""]
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", device.said)


def test_the_page_is_the_same_by_every_channel(device: Device) -> None:
    device.get()
    page = device.said
    for part in ("f1/", "gone/", "send/", "?channel=fair"):
        device.get(part)
        assert (device.status, device.said) == (200, page)


def test_without_a_script_the_page_leads_to_the_ordinary_one(device: Device) -> None:
    device.get()
    words = re.sub(r"<[^>]+>", " ", device.said)
    assert "your browser is too old for it, or does not run scripts" in words
    assert 'href="/s/tea/"' in device.said


def test_the_worker_keeps_the_page_its_scripts_and_looks(device: Device) -> None:
    about = about_of(device)
    files = about["files"]
    assert files[:2] == ["/s/tea/event/", "/s/tea/event/bundle.json"]
    assert {"/static/event/main.js", "/static/vendor/app.css"} < set(files)
    assert "/static/event/worker.js" not in files
    static = Path(__file__).parents[3] / "src" / "alongside" / "web" / "static" / "event"
    scripts = {f"/static/event/{path.name}" for path in static.glob("*.js")}
    assert scripts - set(files) == {"/static/event/worker.js"}
    response = device.get("worker.js")
    assert response["Content-Type"].startswith("text/javascript")
    assert response["Content-Security-Policy"] == "default-src 'none'; connect-src 'self'"


def test_every_file_that_the_worker_keeps_is_there(device: Device) -> None:
    client = Client(headers={"host": "localhost"})
    for address in about_of(device)["files"]:
        assert client.get(address).status_code == 200, address


def test_a_change_of_the_study_is_another_edition(
    device: Device, make_study: Callable[..., Path]
) -> None:
    before = about_of(device)["edition"]
    assert about_of(device)["edition"] == before
    make_study(questions=QUESTIONS.replace("How many?", "How many cups?"))
    assert about_of(device)["edition"] != before


def test_the_bundle_holds_the_public_key_and_no_private_one(device: Device, settings: Any) -> None:
    bundle = bundle_of(device)
    assert set(bundle["key"]) == {"name", "point"}
    private = (settings.ALONGSIDE_DATA / "event-key.pem").read_text("utf-8")
    secret = "".join(private.splitlines()[1:-1])
    assert secret[:40] not in device.said


def test_earlier_answers_have_slots_and_authors_words_are_escaped(device: Device) -> None:
    fields = bundle_of(device)["fragments"]["en"]["standard"]["fields"]
    alone, among = fields["why"]
    assert f"You said {SLOT_OPENS}likes{SLOT_CLOSES}. Why &lt;b&gt;not&lt;/b&gt;?" in alone
    assert among == ""
    assert all(fields["cups"])  # it may stand alone on its page, or beside another


def test_every_option_is_there_to_be_offered(device: Device) -> None:
    alone = bundle_of(device)["fragments"]["en"]["standard"]["fields"]["likes"][0]
    assert re.findall(r'value="([a-z]+)"', alone) == ["yes", "no"]


def test_pieces_come_in_every_language_and_wording(device: Device) -> None:
    fragments = bundle_of(device)["fragments"]
    assert {tag: set(editions) for tag, editions in fragments.items()} == {
        "en": {"standard", "easy"},
        "cy": {"standard", "easy"},
    }
    assert "Cadw fy atebion" in fragments["cy"]["standard"]["check"]
    assert "Tea?" in fragments["en"]["easy"]["fields"]["likes"][0]


def test_what_only_interviewers_should_know_does_not_leave(
    device: Device, make_study: Callable[..., Path]
) -> None:
    make_study(
        questions=QUESTIONS.replace("label: Sure?", "label: Sure?, interviewer: Say it loud")
    )
    bundle_of(device)
    assert "Say it loud" not in device.said


def test_the_script_has_all_the_words_it_says(device: Device) -> None:
    static = Path(__file__).parents[3] / "src" / "alongside" / "web" / "static" / "event"
    scripts = "".join(path.read_text("utf-8") for path in static.glob("*.js"))
    said = set(re.findall(r'"(web-[a-z-]+)"', scripts))
    begun = set(re.findall(r"`(web-[a-z-]+-)\$", scripts))
    known = set(bundle_of(device)["words"]["en"]["standard"])
    assert said <= known | {"web-event-kept", "web-event-sent"}  # the two that count
    assert all(any(word.startswith(start) for word in known) for start in begun)
    assert len(said) > 15


def test_the_page_is_there_when_the_study_has_closed(
    device: Device, make_study: Callable[..., Path]
) -> None:
    make_study(more="status: closed\n")
    assert device.get().status_code == 200
    assert bundle_of(device)["window"]["status"] == "closed"


def test_a_study_that_is_not_there_or_cannot_be_read_has_no_page(
    device: Device, make_study: Callable[..., Path]
) -> None:
    device.slug = "coffee"
    for part in ("", "bundle.json", "worker.js", "f1/"):
        assert device.get(part).status_code == 404
    device.slug = "tea"
    (make_study() / "questionnaire.yaml").write_text("sections: [", "utf-8")
    assert device.get().status_code == 503


def test_a_damaged_key_says_so_instead_of_breaking(device: Device, settings: Any) -> None:
    settings.ALONGSIDE_DATA.mkdir(parents=True)
    (settings.ALONGSIDE_DATA / "event-key.pem").write_text("rubbish", "utf-8")
    assert device.get().status_code == 503


def test_pictures_of_easy_read_are_kept_for_when_there_is_no_connection(
    device: Device, make_study: Callable[..., Path]
) -> None:
    pictured = QUESTIONS.replace(
        "        options:", "        picture: {file: cup.svg, alt: A cup}\n        options:", 1
    )
    folder = make_study(questions=pictured)
    (folder / "pictures").mkdir()
    (folder / "pictures" / "cup.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    kept = [file for file in about_of(device)["files"] if "/picture/" in file]
    assert len(kept) == 1
    assert kept[0].startswith("/s/tea/picture/cup.svg?v=")
    fragments = bundle_of(device)["fragments"]["en"]
    assert kept[0] in fragments["easy"]["fields"]["likes"][0]
    assert "picture" not in fragments["standard"]["fields"]["likes"][0]


NO_CODE = "you get no code"


@pytest.mark.parametrize("language", ["en", "cy"])
def test_where_a_study_gives_codes_the_page_says_why_it_gives_none(
    make_study: Callable[..., Path], language: str
) -> None:
    make_study(more="return_codes: true\n")
    device = Device()
    words = interface_words("event-no-code", language)
    easy = interface_words("event-no-code", language, easy_read=True)
    assert words != easy
    said = json.dumps(bundle_of(device), ensure_ascii=False)
    for screen in (words, easy):
        # before anybody begins, and where the answers are about to be kept
        assert said.count(str(escape(screen.split(". ")[0]))) >= 2


def test_a_study_without_codes_does_not_speak_of_them(make_study: Callable[..., Path]) -> None:
    make_study(more="return_codes: false\n")
    said = json.dumps(bundle_of(Device()), ensure_ascii=False)
    assert NO_CODE not in said


def test_what_cannot_be_kept_here_is_not_promised_here(make_study: Callable[..., Path]) -> None:
    folder = make_study(more="return_codes: true\n")
    settings = folder / "study.yaml"
    asked = "promise: [{keeps: can-withdraw}, {keeps: no-names}]"
    settings.write_text(settings.read_text().replace("promise: [We do not ask your name.]", asked))
    said = json.dumps(bundle_of(Device()), ensure_ascii=False)
    assert standard_words("no-names").say("en") in said
    assert standard_words("can-withdraw").say("en") not in said
