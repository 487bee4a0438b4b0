"""Restarting under load: nothing acknowledged is lost, and next to no request is dropped."""

import os
import signal
import time
from pathlib import Path

import psutil
from tests.reliability.people import Crowd, Site, ask

PEOPLE = 20


def test_workers_are_replaced_and_the_server_stops_gently(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.start()
    assert site.process is not None
    try:
        crowd = Crowd.arrive(site, PEOPLE)
        crowd.wait()
        master = psutil.Process(site.process.pid)
        before = {child.pid for child in master.children()}
        os.kill(master.pid, signal.SIGHUP)
        end = time.monotonic() + 60
        while before & {child.pid for child in master.children()} and time.monotonic() < end:
            time.sleep(0.2)
        after = {child.pid for child in master.children()}
        assert len(after) == 2
        assert not before & after, "SIGHUP replaces every worker"
        victim = min(after)
        os.kill(victim, signal.SIGKILL)
        while time.monotonic() < end and (
            victim in (now := {child.pid for child in master.children()}) or len(now) < 2
        ):
            time.sleep(0.2)
        assert len(now) == 2, "a worker that dies is replaced"
        crowd.leave()
        dropped = sum(person.dropped for person in crowd.people)
        # workers were taken away twice: each time, a connection that was open may end; whoever
        # comes while no worker is ready waits
        assert dropped <= 2 * PEOPLE, f"{dropped} were dropped"
        assert crowd.statuses <= {200, 303}
        assert crowd.check(site) >= PEOPLE * 4
        assert ask(site.port, "GET", "/health/ready").status == 200
        site.process.terminate()
        assert site.process.wait(40) == 0
        assert crowd.check(site) >= PEOPLE * 4
    finally:
        site.kill()
