"""A lean client: many connections kept open in one loop, each walking one journey after another.

It runs as a process of its own, takes a plan as JSON on its standard input and prints what it
measured as JSON. One process asks many times faster than two server processes can answer, so
what is measured is the server.
"""

import json
import re
import selectors
import socket
import sys
import time
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any, TypedDict
from urllib.parse import quote

import psutil

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
COOKIE = re.compile(rb"\r\nset-cookie: *([^=;\s]+)=([^;\r]*)", re.IGNORECASE)
LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
RECEIVED = 262_144
PATIENCE = 60.0


class Plan(TypedDict):
    """What to do.

    ``first``: address whose page holds the form's token. ``begin``: form that begins a journey,
    None when nothing does. ``steps``: address and form of each page. ``with_pages``: whether
    each page is asked for (GET) before its form is sent. ``processes``: numbers of the processes
    that serve, whose processor time is measured.
    """

    port: int
    connections: int
    journeys: int
    first: str
    begin: str | None
    steps: list[tuple[str, str]]
    with_pages: bool
    processes: list[int]


Request = tuple[str, bytes]
"""What a request is called in the figures ("" when it is not timed), and its bytes."""
Journey = Generator[Request, tuple[int, bytes], None]


class UnexpectedAnswerError(Exception):
    """The server did not answer as it should."""


@dataclass
class Person:
    """The cookies and the token of one journey."""

    cookies: dict[bytes, bytes] = field(default_factory=dict)
    token: bytes = b""

    def learn(self, answer: bytes) -> None:
        """Remember what the answer says."""
        head = answer[: answer.index(b"\r\n\r\n")]
        self.cookies.update(COOKIE.findall(head))
        if found := TOKEN.search(answer):
            self.token = found[1]

    def get(self, path: str) -> bytes:
        """Return a request for a page."""
        return b"GET " + path.encode() + b" HTTP/1.1\r\n" + self._headers() + b"\r\n"

    def post(self, path: str, form: str) -> bytes:
        """Return a request that sends a form."""
        body = form.encode() + b"&csrfmiddlewaretoken=" + quote(self.token).encode()
        return (
            b"POST "
            + path.encode()
            + b" HTTP/1.1\r\n"
            + self._headers()
            + b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
            + str(len(body)).encode()
            + b"\r\n\r\n"
            + body
        )

    def _headers(self) -> bytes:
        cookies = b"; ".join(name + b"=" + value for name, value in self.cookies.items())
        return b"Host: localhost\r\n" + (b"Cookie: " + cookies + b"\r\n" if cookies else b"")


def begin(plan: Plan, person: Person) -> Journey:
    """Open the first page and begin; not timed."""
    _, answer = yield "", person.get(plan["first"])
    person.learn(answer)
    if plan["begin"] is not None:
        status, answer = yield "", person.post(plan["first"], plan["begin"])
        _expect(status, 303, plan["first"])
        person.learn(answer)


def walk(plan: Plan, person: Person) -> Journey:
    """Send every page, and look at it before if the plan says so."""
    for path, form in plan["steps"]:
        if plan["with_pages"]:
            status, answer = yield "get", person.get(path)
            _expect(status, 200, path)
            person.learn(answer)
        status, answer = yield "post", person.post(path, form)
        _expect(status, 303, path)
        person.learn(answer)


class Connection:
    """One connection and the journeys still to be walked on it."""

    def __init__(self, port: int, journeys: list[Journey]) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.journeys = journeys
        self.name = ""
        self.sent = 0.0
        self.received = b""

    def go_on(self, answer: tuple[int, bytes] | None, seconds: dict[str, list[float]]) -> bool:
        """Send the next request; return False when there is none left."""
        if answer is not None and self.name:
            seconds.setdefault(self.name, []).append(time.perf_counter() - self.sent)
        while self.journeys:
            try:
                name, request = (
                    next(self.journeys[0]) if answer is None else self.journeys[0].send(answer)
                )
            except StopIteration:
                self.journeys.pop(0)
                answer = None
                continue
            self.name, self.received, self.sent = name, b"", time.perf_counter()
            self.socket.sendall(request)
            return True
        return False

    def receive(self) -> tuple[int, bytes] | None:
        """Return the answer once it is whole."""
        got = self.socket.recv(RECEIVED)
        if not got:
            raise UnexpectedAnswerError("the server closed a connection")
        self.received += got
        end = self.received.find(b"\r\n\r\n")
        if end < 0:
            return None
        length = LENGTH.search(self.received, 0, end + 2)
        if length is None:
            raise UnexpectedAnswerError("an answer did not say how long it is")
        whole = len(self.received) >= end + 4 + int(length[1])
        return (int(self.received[9:12]), self.received) if whole else None


def run_all(port: int, work: list[list[Journey]]) -> tuple[float, dict[str, list[float]]]:
    """Walk the journeys of every connection; return the seconds it took and those of each request.

    Raises :class:`UnexpectedAnswerError`.
    """
    seconds: dict[str, list[float]] = {}
    with selectors.DefaultSelector() as ready:
        connections = [Connection(port, journeys) for journeys in work]
        began = time.perf_counter()
        for connection in connections:
            if connection.go_on(None, seconds):
                ready.register(connection.socket, selectors.EVENT_READ, connection)
        while ready.get_map():
            events = ready.select(PATIENCE)
            if not events:
                raise UnexpectedAnswerError(f"no answer for {PATIENCE:.0f} seconds")
            for key, _ in events:
                connection = key.data
                answer = connection.receive()
                if answer is not None and not connection.go_on(answer, seconds):
                    ready.unregister(connection.socket)
        took = time.perf_counter() - began
    for connection in connections:
        connection.socket.close()
    return took, seconds


def measure(plan: Plan) -> dict[str, Any]:
    """Begin every journey, then walk them all and return how long that took."""
    people = [[Person() for _ in range(plan["journeys"])] for _ in range(plan["connections"])]
    run_all(plan["port"], [[begin(plan, person) for person in group] for group in people])
    before = processor_seconds(plan["processes"])
    took, seconds = run_all(
        plan["port"], [[walk(plan, person) for person in group] for group in people]
    )
    processor = processor_seconds(plan["processes"]) - before
    return {"took": took, "seconds": seconds, "processor": processor}


def processor_seconds(processes: list[int]) -> float:
    """Return the processor time that processes have used so far, their own and the system's."""
    times = [psutil.Process(number).cpu_times() for number in processes]
    return sum(item.user + item.system for item in times)


def _expect(status: int, wanted: int, path: str) -> None:
    if status != wanted:
        raise UnexpectedAnswerError(f"{path} was answered with {status}, not {wanted}")


if __name__ == "__main__":
    print(json.dumps(measure(json.load(sys.stdin))))
