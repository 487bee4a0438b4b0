"""Times answering: whole journeys through our site against a bare Django view, in the same run.

Run ``python benchmarks/respond.py`` or with ``--quick`` (under 45 seconds). The last line holds
every figure as ``name=value``.

Both sites run on the same server (granian) with the same number of workers and threads, on the
same kind of database with the same settings, at the same time; one is asked while the other
rests, in short turns. Other work on the machine slows both alike for a while, so each turn of ours
is set against the turn of the bare site next to it, and the share is the median of these pairs.
The bare view guards its form against forgery, validates one field, writes one row and redirects;
ours reads the answers of the person, checks the page against the whole questionnaire, keeps it and
finds the next page.

Beside what passes on the clock stands the processor time of the site's own processes (not the
client's, not that of a PostgreSQL server), which other work on the machine hardly changes.

Each journey is begun first (Start pressed, cookie and token received), which is not timed. Then

- ``post``: every page of the journey is sent, one after another, by many people at once: how
  many pages can be kept in a second, and how long a person waits for it. This is the rate that
  is compared, and it is fair to the bare view: no page of ours is shorter than its form.
- ``both``: the same with every page looked at before it is sent (GET, POST, GET, ...), as people
  do. Here our pages cost more than the bare one's single box, so POSTs wait for GETs as well.

A server process that answers with anything but the redirect ends the benchmark.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode

import django
import granian

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.served.servers import Served, bare_site, our_site  # noqa: E402
from tools.with_postgresql import running_postgres  # noqa: E402

from alongside.collect.invent import invent_answers  # noqa: E402
from alongside.kernel.seeds import Seed  # noqa: E402
from alongside.questionnaire import (  # noqa: E402
    Answers,
    Questionnaire,
    Value,
    find_path,
    find_routes,
    load_study,
)
from alongside.questionnaire.answer_classes import comparisons_by_question  # noqa: E402
from alongside.web.walk.people import boxes_of  # noqa: E402

STUDY = ROOT / "studies" / "coproduction"
PAGES = 12
"""Pages of the journey: the route of the study that comes closest is walked."""
CONNECTIONS = 20
WORKERS = 2
JOURNEYS = {"post": 2, "both": 1}
"""How many journeys each connection walks in a turn: about a second's worth."""
TURNS, QUICK_TURNS, WARMING = 25, 5, 2
OURS, BARE = "ours", "bare"
Figures = dict[str, list[float]]


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description="Time answering against a bare Django view.")
    options.add_argument("--quick", action="store_true", help="fewer turns, under 45 seconds")
    options.add_argument("--only", choices=("sqlite", "postgresql"), help="one database")
    options.add_argument(
        "--turns", type=int, default=TURNS, help=f"pairs of turns (usual: {TURNS})"
    )
    chosen = options.parse_args()
    turns = QUICK_TURNS if chosen.quick else chosen.turns
    steps = steps_of_journey()
    print(
        f"{len(steps)} pages a journey, {CONNECTIONS} people at once, {WORKERS} workers, "
        f"{turns} turns; Python {platform.python_version()}, Django {django.__version__}, "
        f"granian {granian.__version__}, {os.cpu_count()} processors"
    )
    figures: dict[str, float] = {"pages": len(steps), "turns": turns}
    heads = ("POST/s", "p50 ms", "p95 ms", "cpu ms")
    print(f"{'database':11} {'what':5} {'site':5} {' '.join(f'{head:>8}' for head in heads)}")
    for database in ("sqlite", "postgresql"):
        if chosen.only in (None, database):
            figures |= compare(database, steps, turns)
    print(" ".join(f"{name}={value:.4g}" for name, value in figures.items()))


def compare(database: str, steps: list[tuple[str, str]], turns: int) -> dict[str, float]:
    """Measure both sites in turns on one kind of database; print and return the figures."""
    slug = STUDY.name
    measured: dict[tuple[str, str], Figures] = {}
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="alongside-")))
        addresses = {OURS: "", BARE: ""}
        if database == "postgresql":
            server = stack.enter_context(running_postgres())
            addresses = {name: server.make_database(name) for name in addresses}
        ours = stack.enter_context(our_site(STUDY, place / OURS, addresses[OURS], WORKERS))
        bare = stack.enter_context(bare_site(place / BARE, addresses[BARE], WORKERS))
        bare_steps = [("/", "answer=yes")] * len(steps)
        plans = {
            OURS: at(ours) | {"first": f"/s/{slug}/", "begin": "lang=en", "steps": steps},
            BARE: at(bare) | {"first": "/", "begin": None, "steps": bare_steps},
        }
        for turn in range(-WARMING, turns):  # the first ones warm both up and are not counted
            for what, journeys in JOURNEYS.items():
                for site in (OURS, BARE) if turn % 2 else (BARE, OURS):
                    plan = plans[site] | {"with_pages": what == "both", "journeys": journeys}
                    found = measured.setdefault((what, site), {}) if turn >= 0 else {}
                    run_turn(plan, found)
    return summarise(database, measured)


def at(site: Served) -> dict[str, object]:
    """Return the part of a plan that says where a site is served."""
    return {"port": site.port, "processes": site.processes(), "connections": CONNECTIONS}


def run_turn(plan: object, found: Figures) -> None:
    """Let the client do a plan; add what it measured: rate (per second) and milliseconds."""
    client = [sys.executable, str(ROOT / "benchmarks" / "served" / "client.py")]
    ran = subprocess.run(
        client, input=json.dumps(plan), capture_output=True, text=True, timeout=300, check=False
    )
    if ran.returncode:
        raise SystemExit(ran.stderr.strip().splitlines()[-1])
    result = json.loads(ran.stdout)
    posts = [1000 * seconds for seconds in result["seconds"]["post"]]
    found.setdefault("rate", []).append(len(posts) / result["took"])
    found.setdefault("p50", []).append(median(posts))
    found.setdefault("p95", []).append(quantiles(posts, n=20)[-1])
    found.setdefault("cpu", []).append(1000 * result["processor"] / len(posts))


def summarise(database: str, measured: dict[tuple[str, str], Figures]) -> dict[str, float]:
    """Print and return the medians of the turns, and of what ours is to the bare site's."""
    figures = {}
    for what in JOURNEYS:
        for site in (OURS, BARE):
            middle = {name: median(values) for name, values in measured[what, site].items()}
            columns = f"{middle['rate']:8.0f} " + " ".join(
                f"{middle[name]:8.2f}" for name in ("p50", "p95", "cpu")
            )
            print(f"{database:11} {what:5} {site:5} {columns}")
            figures |= {f"{database}_{what}_{site}_{name}": it for name, it in middle.items()}
        pairs = {
            name: sorted(
                ours / bare
                for ours, bare in zip(
                    measured[what, OURS][name], measured[what, BARE][name], strict=True
                )
            )
            for name in ("rate", "p95", "cpu")
        }
        share, times = median(pairs["rate"]), median(pairs["p95"])
        low, _, high = quantiles(pairs["rate"], n=4)
        print(
            f"{database:11} {what:5} ours is {share:.0%} of the rate (half of the pairs between "
            f"{low:.0%} and {high:.0%}), {times:.1f} times the p95, "
            f"{median(pairs['cpu']):.2f} times the processor time"
        )
        figures |= {f"{database}_{what}_rate_share": share, f"{database}_{what}_p95_times": times}
    return figures


def steps_of_journey() -> list[tuple[str, str]]:
    """Return address and form of each page of one journey through the reference study."""
    questionnaire = load_study(STUDY).questionnaire
    if questionnaire is None:
        raise SystemExit(f"{STUDY} has no questionnaire.")
    routes = find_routes(questionnaire).routes
    route = min(routes, key=lambda item: (abs(len(item.page_codes) - PAGES), item.page_codes))
    answers, forms = walk_in_thought(questionnaire, route.answers)
    slug = STUDY.name
    if find_path(questionnaire, answers).page_codes != tuple(forms):
        raise SystemExit("The invented person did not stay on the route.")
    return [(f"/s/{slug}/p/{page}/", form) for page, form in forms.items()]


def walk_in_thought(
    questionnaire: Questionnaire, route: Answers
) -> tuple[dict[str, Value], dict[str, str]]:
    """Return the answers of an invented person on a route, and the form of each page."""
    comparisons = comparisons_by_question(questionnaire)
    chance = Seed(1, "benchmark of answering").generator()
    answers: dict[str, Value] = {}
    forms: dict[str, str] = {}
    while True:
        visits = [
            visit
            for visit in find_path(questionnaire, answers).visits
            if visit.page.code not in forms
        ]
        if not visits:
            return answers, forms
        for question in visits[0].questions:
            earlier = find_path(questionnaire, answers).answers
            answers |= invent_answers(
                question, earlier, route, comparisons, chance, date(2024, 5, 1)
            )
        forms[visits[0].page.code] = urlencode(boxes_of(visits[0], answers), doseq=True)


if __name__ == "__main__":
    main()
