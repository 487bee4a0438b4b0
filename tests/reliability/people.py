"""A site that can be killed at any moment, and people who go on answering whatever happens."""

import http.client
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlencode, urlsplit

import psycopg

from alongside.cli.server import server_command

ROOT = Path(__file__).parents[2]
PAGES = ("who", "first", "second", "third")
QUESTIONS = "\n".join(
    [
        'version: "1"',
        "sections:",
        "  - code: all",
        "    title: All",
        "    pages:",
        *(f"      - {{code: {page}, type: long-text, label: Words?}}" for page in PAGES),
    ]
)
START_SECONDS = 120
ASK_SECONDS = 30
GIVE_UP_SECONDS = 90
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Site:
    """A site on one port with one database, started and killed as often as one likes."""

    def __init__(self, place: Path, database: str = "", data: Path | None = None) -> None:
        study = place / "tea"
        study.mkdir()
        (study / "study.yaml").write_text("title: Tea\n", "utf-8")
        (study / "questionnaire.yaml").write_text(QUESTIONS, "utf-8")
        self.data = data or place / "data"
        self.data.mkdir(exist_ok=True)
        self.database = database
        clean = {name: value for name, value in os.environ.items() if "DJANGO" not in name}
        self.environment = clean | {
            "ALONGSIDE_STUDIES": str(study),
            "ALONGSIDE_DATA": str(self.data),
            "ALONGSIDE_STARTS_PER_MINUTE": "0",
            "DATABASE_URL": database,
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), clean.get("PYTHONPATH", "")]),
        }
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.process: subprocess.Popen[bytes] | None = None
        migrate = [sys.executable, "-m", "alongside.web", "migrate", "--verbosity", "0"]
        subprocess.run(migrate, env=self.environment, check=True, timeout=START_SECONDS)

    @property
    def file(self) -> Path:
        """The file of a site that keeps its answers in one."""
        return self.data / "answers.sqlite3"

    def start(self) -> None:
        """Start it, as the leader of its own group of processes, and wait until it answers."""
        with (self.data.parent / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                server_command("127.0.0.1", self.port, 2),
                env=self.environment,
                start_new_session=True,
                stdout=log,
                stderr=log,
            )
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            try:
                if ask(self.port, "GET", "/health/live").status == 200:
                    return
            except OSError:
                time.sleep(0.05)
        raise AssertionError((self.data.parent / "server.log").read_text("utf-8"))

    def kill(self) -> None:
        """End every process of it at once, in the middle of whatever it does."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(START_SECONDS)
            self.process = None

    def answers(self) -> list[tuple[dict[str, str], bool]]:
        """Return answers and whether complete, of every row, read past the site."""
        words = "SELECT answers, completed FROM records_responserecord"
        if self.database:
            with psycopg.connect(self.database) as database:
                return [(dict(row[0]), bool(row[1])) for row in database.execute(words)]
        with sqlite3.connect(self.file) as file:
            assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            return [(json.loads(row[0]), bool(row[1])) for row in file.execute(words)]


@dataclass
class Answer:
    """What came back."""

    status: int
    location: str
    cookies: dict[str, str]
    page: str


def ask(
    port: int, method: str, path: str, form: str = "", cookies: dict[str, str] | None = None
) -> Answer:
    """Ask once; raises ``OSError`` when no whole answer comes."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ASK_SECONDS)
    headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in (cookies or {}).items())}
    if method == "POST":
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    try:
        connection.request(method, path, form or None, headers)
        got = connection.getresponse()
        page = got.read().decode()
    except http.client.HTTPException as fault:
        raise ConnectionError(str(fault)) from fault
    finally:
        connection.close()
    set_cookies = [value for name, value in got.getheaders() if name.lower() == "set-cookie"]
    fresh = dict(item.strip().split(";")[0].split("=", 1) for item in set_cookies)
    return Answer(got.status, got.getheader("Location") or "", fresh, page)


@dataclass
class Person(Thread):
    """Somebody who answers the study again and again until told to stop, and never gives up.

    ``acknowledged`` holds, by the name given on each journey, every answer the site led on from.
    """

    port: int
    number: int
    enough: Event
    acknowledged: dict[str, dict[str, str]] = field(default_factory=dict)
    finished: set[str] = field(default_factory=set)
    statuses: set[int] = field(default_factory=set)
    dropped: int = 0
    fault: str = ""

    def __post_init__(self) -> None:
        """Make it a thread."""
        super().__init__(daemon=True)

    __hash__ = Thread.__hash__

    def run(self) -> None:
        """Walk journeys; one that was begun is always finished."""
        journey = 0
        try:
            while not self.enough.is_set():
                self._walk(f"person {self.number} journey {journey}")
                journey += 1
        except AssertionError as found:
            self.fault = str(found)

    def _walk(self, name: str) -> None:
        cookies: dict[str, str] = {}
        first = self._insist("GET", "/s/tea/", "", cookies, 200)
        found = TOKEN.search(first.page)
        assert found, "the start page has no form"
        token = f"csrfmiddlewaretoken={found[1]}"
        self._insist("POST", "/s/tea/", token, cookies, 303)
        for page in PAGES:
            words = name if page == "who" else f"{page} of {name}"
            form = f"{token}&{urlencode({page: words})}"
            answer = self._insist("POST", f"/s/tea/p/{page}/", form, cookies, 303)
            assert "note=" not in answer.location, f"sent back to {answer.location}"
            self.acknowledged.setdefault(name, {})[page] = words
        answer = self._insist("POST", "/s/tea/check/", token, cookies, 303)
        assert urlsplit(answer.location).path == "/s/tea/done/", answer.location
        self.finished.add(name)

    def _insist(
        self, method: str, path: str, form: str, cookies: dict[str, str], wanted: int
    ) -> Answer:
        """Ask until it is answered as it should be; nothing but a passing fault may come."""
        end = time.monotonic() + GIVE_UP_SECONDS
        while time.monotonic() < end:
            try:
                answer = ask(self.port, method, path, form, cookies)
            except OSError:
                self.dropped += 1
                time.sleep(0.05)
                continue
            self.statuses.add(answer.status)
            cookies.update(answer.cookies)
            if answer.status == wanted:
                return answer
            assert answer.status == 503, f"{path}: {answer.status} {answer.page[:300]}"
            time.sleep(0.2)
        raise AssertionError(f"{path} was not answered for {GIVE_UP_SECONDS} seconds")


@dataclass
class Crowd:
    """Many people at once."""

    people: list[Person]
    enough: Event

    @classmethod
    def arrive(cls, site: Site, number: int) -> "Crowd":
        """Let people begin."""
        enough = Event()
        people = [Person(site.port, spot, enough) for spot in range(number)]
        for person in people:
            person.start()
        return cls(people, enough)

    def wait(self, *, status: int = 303) -> None:
        """Wait until somebody was answered in this way (or until an answer was taken)."""
        end = time.monotonic() + GIVE_UP_SECONDS
        while time.monotonic() < end:
            taken = any(person.acknowledged for person in self.people)
            if status in self.statuses and taken:
                return
            self.look()
            time.sleep(0.1)
        raise AssertionError(f"nobody was answered with {status}")

    def look(self) -> None:
        """Fail at once when anything has gone wrong for anybody."""
        assert [person.fault for person in self.people if person.fault] == []

    def leave(self) -> None:
        """Let everybody finish the journey they are on."""
        self.enough.set()
        end = time.monotonic() + GIVE_UP_SECONDS + ASK_SECONDS
        for person in self.people:
            while person.is_alive() and time.monotonic() < end:
                person.join(0.5)
                self.look()
        self.look()
        assert not any(person.is_alive() for person in self.people)

    @property
    def statuses(self) -> set[int]:
        """Every status anybody saw."""
        return set().union(*(set(person.statuses) for person in self.people))

    def check(self, site: Site) -> int:
        """Every acknowledged answer is kept, none twice, none changed; return how many there are.

        A row without acknowledged answers, or with a name nobody gave, is a fault as well.
        """
        wanted = {
            name: words for person in self.people for name, words in person.acknowledged.items()
        }
        finished = set().union(*(person.finished for person in self.people))
        kept = site.answers()
        names = [answers["who"] for answers, _ in kept]
        assert len(names) == len(set(names)), "somebody is kept twice"
        assert {answers["who"]: answers for answers, _ in kept} == wanted
        assert {answers["who"] for answers, completed in kept if completed} == finished
        return sum(map(len, wanted.values()))
