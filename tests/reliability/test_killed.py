"""Killed, full, locked, restarted: what was acknowledged is there, and is there once."""

import random
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.reliability.people import Crowd, Site, ask
from tools.with_postgresql import running_postgres

PEOPLE = 50
KILLS = 10
SEED = 3


@pytest.fixture
def sites() -> Iterator[list[Site]]:
    """Sites to be ended in the end, whatever happens."""
    made: list[Site] = []
    yield made
    for site in made:
        site.kill()


def test_ten_kills_lose_nothing_that_was_acknowledged(tmp_path: Path, sites: list[Site]) -> None:
    site = Site(tmp_path)
    sites.append(site)
    site.start()
    crowd = Crowd.arrive(site, PEOPLE)
    chance = random.Random(SEED)  # noqa: S311 - when to kill
    for _ in range(KILLS):
        time.sleep(chance.uniform(0.3, 1.5))
        site.kill()
        crowd.look()
        site.start()
    crowd.leave()
    site.kill()
    assert crowd.check(site) >= PEOPLE * 4
    assert 500 not in crowd.statuses


def test_a_lock_held_for_long_is_waited_out(tmp_path: Path, sites: list[Site]) -> None:
    site = Site(tmp_path)
    sites.append(site)
    site.start()
    crowd = Crowd.arrive(site, 20)
    crowd.wait()
    other = sqlite3.connect(site.file, isolation_level=None)
    other.execute("PRAGMA busy_timeout=20000")
    other.execute("BEGIN EXCLUSIVE")
    crowd.wait(status=503)
    other.execute("ROLLBACK")
    other.close()
    crowd.leave()
    assert crowd.check(site) >= 20 * 4
    assert 500 not in crowd.statuses


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder of four megabytes, where making one is allowed."""
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "none", str(place)]
    try:
        mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    if not mounted:
        pytest.skip("a small disk can only be made by root where mounting is allowed")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_takes_no_answer_back(
    tmp_path: Path, small_disk: Path, sites: list[Site]
) -> None:
    site = Site(tmp_path, data=small_disk / "data")
    sites.append(site)
    site.start()
    crowd = Crowd.arrive(site, 20)
    crowd.wait()
    filler = small_disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"0" * 4096)
        except OSError:
            pass
    crowd.wait(status=503)
    ready = ask(site.port, "GET", "/health/ready")
    filler.unlink()
    crowd.leave()
    site.kill()
    assert crowd.check(site) >= 20 * 4
    assert (500 in crowd.statuses, ready.status) == (False, 503)
    assert "No space left" in ready.page
    shutil.rmtree(small_disk / "data")


def test_postgresql_restarted_under_the_site(tmp_path: Path, sites: list[Site]) -> None:
    with running_postgres() as server:
        site = Site(tmp_path, database=server.make_database("answers"))
        sites.append(site)
        site.start()
        crowd = Crowd.arrive(site, 20)
        for _ in range(2):
            time.sleep(1.5)
            server.stop()
            time.sleep(0.5)
            server.start()
        time.sleep(1)
        site.kill()
        site.start()
        crowd.leave()
        assert crowd.check(site) >= 20 * 4
        site.kill()
        assert 500 not in crowd.statuses
