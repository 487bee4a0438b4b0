"""How fast the explore page answers: random tables of made-up people and of the reference study.

Run with ``--quick`` for 100,000 people. Each table is asked for twice through the site's own code
(the middleware, the view, the template), once with nothing of it known and once more; the page
of a table does not wait for its chart, which is asked for alone. A page that says that its table is
still being held against the others is asked for again until it has an answer: a table or a refusal.
Fails when a page does not come.
"""

import argparse
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import numpy as np
import polars as pl

ROOT = Path(__file__).resolve().parents[1]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.web.project.settings")
FOLDER = tempfile.TemporaryDirectory(prefix="alongside-explore-")  # gone at the end
os.environ["ALONGSIDE_DATA"] = FOLDER.name

import django  # noqa: E402

django.setup()

from counted.made import WEIGHT, make_people  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from alongside.dataset import DataSet, VariableType, load_dataset  # noqa: E402
from alongside.questionnaire import load_study  # noqa: E402
from alongside.web.pages import datasets  # noqa: E402
from alongside.web.people.team import add_member  # noqa: E402
from alongside.web.workspace import explore_data  # noqa: E402

WAITING, REFUSED = 'http-equiv="refresh"', "This cannot be shown"
MOST_S = 30.0
HEADS = (
    *("tables", "new, ms", "p90", "most", "again", "chart"),
    *("later", "after, s", "most", "refused", "open"),
)
MADE = """\
title: {en: Made-up people}
languages: [en]
synthetic: true
source: Made up for timing.
"""


def random_queries(dataset: DataSet, number: int, seed: int, weight: str) -> list[str]:
    """Return queries as people make them: some with groups, filters, weights, one in another."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    counted = [
        each
        for each in dataset.codebook
        if each.type in (VariableType.SINGLE, VariableType.MULTI)
        and not each.identifies
        and not each.paradata
        and len(each.categories) > 1
    ]
    groups = [each for each in counted if len(each.categories) <= 15]
    found = []
    for _ in range(number):
        question, by, second, among = (chance.choice(each) for each in (counted, *[groups] * 3))
        query = [("question", question.code)]
        if by is not question and chance.random() < 0.8:
            query.append(("by", by.code))
            if second not in (question, by) and chance.random() < 0.3:
                query.append(("and", second.code))
                if len(by.categories) * len(second.categories) <= 60 and chance.random() < 0.5:
                    query.append(("how", "within"))
        if among not in (question, by, second) and chance.random() < 0.5:
            picked = chance.sample(among.categories, chance.randint(1, len(among.categories) - 1))
            query += [("among", among.code), *(("is", each.code) for each in picked)]
        if weight and chance.random() < 0.5:
            query.append(("weight", weight))
        found.append(urlencode(query))
    return found


@dataclass
class Taken:
    """Milliseconds of pages, and how many tables came in what way."""

    new: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    charts: list[float] = field(default_factory=list)
    later_s: list[float] = field(default_factory=list)
    """Seconds until a table was there that the first page did not have."""
    refused: int = 0
    unfinished: int = 0
    """Tables that were not there when nobody waited any longer."""


def time_pages(slug: str, queries: Sequence[str], patience_s: float) -> Taken:
    """Return how long each page took when new, when asked for again, and its chart."""
    browser = Client(headers={"host": "localhost"})
    words = add_member(slug, "Ada", ["explore"])
    browser.post(f"/s/{slug}/team/", {"pass": words})
    address = f"/s/{slug}/team/explore/"
    page_of(browser, address)  # the data are read before the first table
    browser.get(f"{address}table.csv?{queries[0]}")  # and words and loops are there
    taken = Taken()
    begun = time.perf_counter()
    for query in queries[1:]:
        if time.perf_counter() - begun > patience_s:
            break
        start = time.perf_counter()
        page = page_of(browser, f"{address}?{query}")
        taken.new.append((time.perf_counter() - start) * 1000)
        waited = WAITING in page
        while WAITING in page and time.perf_counter() - start < MOST_S:
            time.sleep(0.1)
            page = page_of(browser, f"{address}?{query}")
        if WAITING in page:
            taken.unfinished += 1
            continue
        if waited:
            taken.later_s.append(time.perf_counter() - start)
        taken.refused += REFUSED in page
        start = time.perf_counter()
        page = page_of(browser, f"{address}?{query}")
        taken.again.append((time.perf_counter() - start) * 1000)
        if 'class="al-chart"' in page and len(taken.charts) < 8:
            start = time.perf_counter()
            page_of(browser, f"{address}chart.svg?{query}")
            taken.charts.append((time.perf_counter() - start) * 1000)
    return taken


def page_of(browser: Client, address: str) -> str:
    """Return a page; ends the benchmark when it does not come."""
    answer = browser.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address}: {answer.status_code}")
    return answer.content.decode()


def told(name: str, taken: Taken) -> dict[str, str]:
    """Print one line of figures and return them by name."""
    new = taken.new
    figures = {
        "tables": len(new),
        "new_median_ms": statistics.median(new),
        "new_p90_ms": statistics.quantiles(new, n=10)[-1],
        "new_max_ms": max(new),
        "again_median_ms": statistics.median(taken.again),
        "chart_median_ms": statistics.median(taken.charts) if taken.charts else 0.0,
        "later": len(taken.later_s),
        "later_median_s": statistics.median(taken.later_s) if taken.later_s else 0.0,
        "later_max_s": max(taken.later_s, default=0.0),
        "refused": taken.refused,
        "unfinished": taken.unfinished,
    }
    written = {
        each: f"{value:.1f}" if each.endswith("_s") else f"{value:.0f}"
        for each, value in figures.items()
    }
    print(f"{name:<10}" + "".join(f"{value:>10}" for value in written.values()), flush=True)
    return {f"{name}_{each}": value for each, value in written.items()}


def site_of(slug: str, study_yaml: str, read: Callable[[], DataSet]) -> DataSet:
    """Serve one more study whose data are these; return them."""
    folder = Path(FOLDER.name) / slug
    (folder / "data").mkdir(parents=True)
    (folder / "study.yaml").write_text(study_yaml, "utf-8")
    (folder / "data" / "source.csv").write_text("", "utf-8")  # stands for the data
    settings.ALONGSIDE_STUDIES = [*settings.ALONGSIDE_STUDIES, folder]
    _SHOWN[slug] = read()
    return _SHOWN[slug]


_SHOWN: dict[str, DataSet] = {}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="100,000 people, under 45 seconds")
    parser.add_argument("--people", type=int, help="how many people (default: 1,000,000)")
    parser.add_argument("--tables", type=int, help="how many tables of each (default: 60)")
    parser.add_argument("--seed", type=int, default=2023)
    chosen = parser.parse_args(arguments)
    number = chosen.people or (100_000 if chosen.quick else 1_000_000)
    tables = chosen.tables or (12 if chosen.quick else 60)
    patience_s = 12.0 if chosen.quick else 90.0
    call_command("migrate", verbosity=0)
    datasets._SITE = datasets.DataSets(lambda study: _SHOWN[study.slug])
    explore_data.dataset_of = datasets._SITE.get
    people = site_of("people", MADE, lambda: make_people(number, chosen.seed).dataset)
    reference = load_study(ROOT / "studies" / "coproduction")
    written = (reference.folder / "study.yaml").read_text("utf-8")
    asked = (reference.folder / "questionnaire.yaml").read_text("utf-8")
    data = load_dataset(reference)
    for slug, threshold in (("study", 1), ("strict", 10)):
        rule = written.replace("withhold_below: 1", f"withhold_below: {threshold}")
        site_of(slug, rule, lambda: data)
        (Path(FOLDER.name) / slug / "questionnaire.yaml").write_text(asked, "utf-8")
    print(
        f"{number:,} people and the {data.frame.height:,} of the reference study, {tables} random "
        f"tables each; {os.cpu_count()} cores, Python {platform.python_version()}, Django "
        f"{django.get_version()}, numpy {np.__version__}, polars {pl.__version__}\n\n"
        f"{'':<10}" + "".join(f"{head:>10}" for head in HEADS)
    )
    figures: dict[str, str] = {"people": str(number)}
    for slug, whole, weight in (
        ("people", people, WEIGHT),
        ("study", data, ""),
        ("strict", data, ""),
    ):
        queries = random_queries(whole, tables + 1, chosen.seed, weight)
        figures |= told(slug, time_pages(slug, queries, patience_s))
    print(
        "\nlater: not on the first page, but after so many seconds; open: still not after "
        f"{MOST_S:.0f} s\npeople: the usual rule (10); study: as published, nothing withheld; "
        "strict: the same with the usual rule"
    )
    print("\n" + " ".join(f"{name}={value}" for name, value in figures.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
