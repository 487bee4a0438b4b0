"""From serving to a file of answers, with many people at once: the whole way collected."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from alongside.cli.main import exit_code_of
from alongside.web.project.serving import STOP_SECONDS

PEOPLE = 8
SECONDS = 60
QUESTIONS = """\
version: "1"
sections:
  - code: all
    title: All
    pages:
      - {code: heard, type: yes-no-unsure, label: Heard?}
      - {code: words, type: long-text, label: Words?}
      - {code: cups, type: number, label: Cups?}
"""


class Site:
    """A server started as people start it."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.folder = folder
        self.log = folder / "serve.log"
        run = "from alongside.cli.main import run; run()"
        command = [sys.executable, "-c", run, "serve", "tea", "--port", str(port)]
        environment = {name: value for name, value in os.environ.items() if "DJANGO" not in name}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command,
                cwd=folder,
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait(self) -> None:
        end = time.monotonic() + SECONDS
        while time.monotonic() < end and self.process.poll() is None:
            if self.answers():
                return
            time.sleep(0.1)
        raise AssertionError(self.log.read_text("utf-8"))

    def answers(self) -> bool:
        try:
            urllib.request.urlopen(self.url, timeout=5).close()  # noqa: S310 - our own server
        except OSError:
            return False
        return True


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    place = tmp_path_factory.mktemp("site")
    make_study(place)
    served = Site(place)
    try:
        served.wait()
        yield served
    finally:
        served.process.send_signal(signal.SIGTERM)
        served.process.wait(timeout=SECONDS)


def make_study(place: Path) -> None:
    folder = place / "tea"
    folder.mkdir()
    (folder / "study.yaml").write_text("title: Tea\n", "utf-8")
    (folder / "questionnaire.yaml").write_text(QUESTIONS, "utf-8")


class Browser:
    """One person's browser: it keeps the cookie and sends the form of the page it has."""

    def __init__(self, url: str) -> None:
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        self.opener = urllib.request.build_opener(cookies)
        self.url = f"{url}/s/tea/"
        self.page = self._read(self.url)

    def send(self, part: str, **fields: str) -> str:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.page)
        assert token
        form = {"csrfmiddlewaretoken": token[1], **fields}
        return self._read(self.url + part, urllib.parse.urlencode(form).encode())

    def send_twice_at_once(self, part: str, **fields: str) -> None:
        with ThreadPoolExecutor(2) as pair:
            pages = list(pair.map(lambda _: self.send(part, **fields), range(2)))
        self.page = pages[-1]

    def _read(self, url: str, body: bytes | None = None) -> str:
        with self.opener.open(url, body, timeout=SECONDS) as answer:
            return str(answer.read().decode())


def answer_everything(url: str, number: int) -> None:
    """Answer as an impatient person does, who presses every button twice."""
    browser = Browser(url)
    browser.page = browser.send("")
    browser.send_twice_at_once("p/heard/", heard="yes")
    browser.send_twice_at_once("p/words/", words=f"Person {number}")
    browser.send_twice_at_once("p/cups/", cups=str(number))
    assert "Check your answers" in browser.page
    browser.send_twice_at_once("check/")


@pytest.mark.parametrize("host", ["127.0.0.1", "nowhere.invalid"])
def test_an_address_that_cannot_be_had_is_one_clear_message(
    tmp_path: Path, host: str, capfd: pytest.CaptureFixture[str]
) -> None:
    make_study(tmp_path)
    study = tmp_path / "tea"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        command = ["serve", str(study), "--host", host, "--port", port, "--data", str(tmp_path)]
        assert exit_code_of(command) == 1
    said = " ".join(capfd.readouterr().err.split())
    assert f"The site cannot listen on {host}" in said
    assert "--port" in said
    assert "Traceback" not in said
    assert [path.name for path in tmp_path.iterdir()] == ["tea"]


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_at_once_when_every_process_is_told_even_while_workers_start(
    tmp_path: Path, told: signal.Signals
) -> None:
    """Ctrl+C in a terminal, and what stops a service, tell all of its processes together."""
    make_study(tmp_path)
    served = Site(tmp_path)
    try:
        served.wait()  # one worker answers; the other may still be reading the code
        began = time.monotonic()
        os.killpg(served.process.pid, told)
        assert served.process.wait(timeout=SECONDS) == 0
        assert time.monotonic() - began < STOP_SECONDS / 2
        said = served.log.read_text("utf-8").splitlines()
        assert [line for line in said if "Serving on" not in line] == []
    finally:
        with suppress(ProcessLookupError):
            os.killpg(served.process.pid, signal.SIGKILL)


def test_too_much_at_once_is_answered_in_words(site: Site) -> None:
    browser = Browser(site.url)
    with pytest.raises(urllib.error.HTTPError) as refused:
        browser.send("", words="x" * 3_000_000)
    assert refused.value.code == 413
    assert b"20,000 characters" in refused.value.read()


def test_many_people_who_press_twice_are_each_gathered_once(site: Site) -> None:
    with ThreadPoolExecutor(PEOPLE) as people:
        list(people.map(lambda number: answer_everything(site.url, number), range(PEOPLE)))
    study, data = site.folder / "tea", site.folder / "var"
    assert exit_code_of(["gather", str(study), "--data", str(data)]) == 0
    lines = (study / "data" / "responses.jsonl").read_text("utf-8").splitlines()
    responses = [json.loads(line) for line in lines]
    assert all(response["completed"] for response in responses)
    found = sorted((item["answers"]["cups"], item["answers"]["words"]) for item in responses)
    assert found == [(number, f"Person {number}") for number in range(PEOPLE)]

    site.process.send_signal(signal.SIGTERM)
    assert site.process.wait(timeout=SECONDS) == 0
    assert not site.answers()  # the server stops with the command that started it
    said = site.log.read_text("utf-8").splitlines()
    assert [line for line in said if "Serving on" not in line] == []
