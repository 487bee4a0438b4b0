"""The release log: what was published from a study, so that later tables are held against it.

One line of JSON a publication in ``releases.jsonl`` of the study folder, only ever added to.
It says which tables left and which of their cells were withheld, never a count.
"""

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from alongside.dataset import DataSet, Profiles, people_n
from alongside.kernel.errors import DataError, DisclosureError
from alongside.questionnaire import Disclosure
from alongside.tabulate.guard import Printed
from alongside.tabulate.table import Base

LOG_FILE = "releases.jsonl"


@dataclass(frozen=True)
class LogEntry:
    """One publication.

    Parameters
    ----------
    day
        When.
    how
        What was published, in a few words: ``report``, ``table``.
    data
        Fingerprint of the data.
    people
        How many completed responses they held.
    tables
        What left, with the places withheld.
    """

    day: date
    how: str
    data: str
    people: int
    tables: tuple[Printed, ...]


def entry_of(
    dataset: DataSet | Profiles, how: str, tables: Iterable[Printed], day: date
) -> LogEntry:
    """Return the log entry of tables that leave now."""
    people = people_n(dataset.completed())
    return LogEntry(day, how, dataset.provenance.fingerprint, people, tuple(tables))


def entry_line(entry: LogEntry) -> str:
    """Return an entry as one line of JSON, line end included."""
    tables = [
        {
            name: value
            for name, value in (
                ("variable", each.variable),
                ("condition", each.condition),
                ("by", each.by),
                ("where", each.where),
                ("base", each.base.value),
                ("partial", each.partial),
                ("rows", list(each.rows)),
                ("columns", list(each.columns)),
                ("withheld", sorted(map(list, each.withheld))),
                ("rounded_to", each.rounded_to),
                ("weight", each.weight),
            )
            if value
        }
        for each in entry.tables
    ]
    written = {
        "day": entry.day.isoformat(),
        "how": entry.how,
        "data": entry.data,
        "people": entry.people,
        "tables": tables,
    }
    return json.dumps(written, ensure_ascii=False) + "\n"


def read_entry(line: str, where: str = "") -> LogEntry:
    """Return the entry that a line of the log holds.

    Raises :class:`~alongside.kernel.errors.DataError` with its place when it holds none.
    """
    try:
        raw = json.loads(line)
        return LogEntry(
            date.fromisoformat(raw["day"]),
            str(raw["how"]),
            str(raw["data"]),
            int(raw["people"]),
            tuple(
                Printed(
                    variable=str(each.get("variable", "")),
                    by=str(each.get("by", "")),
                    where=str(each.get("where", "")),
                    base=Base(each.get("base", Base.ANSWERED.value)),
                    partial=bool(each.get("partial", False)),
                    rows=tuple(map(str, each.get("rows", ()))),
                    columns=tuple(map(str, each["columns"])),
                    withheld=frozenset(
                        (str(row), str(col)) for row, col in each.get("withheld", ())
                    ),
                    condition=str(each.get("condition", "")),
                    rounded_to=int(each.get("rounded_to", 0)),
                    weight=str(each.get("weight", "")),
                )
                for each in raw["tables"]
            ),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise DataError(
            "This line of the release log cannot be read.",
            where=where,
            remedy="Put back the line from a copy: without it, later tables are not held against "
            "what it published.",
        ) from fault


def read_log(folder: Path) -> list[LogEntry]:
    """Return the log of a study folder, oldest first; empty when nothing was published.

    Raises :class:`~alongside.kernel.errors.DataError` for a line that cannot be read.
    """
    path = folder / LOG_FILE
    if not path.exists():
        return []
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise DataError(
            "The release log cannot be read.",
            where=str(path),
            remedy="Put it back from a copy: later tables are held against what it says.",
        ) from fault
    return [
        read_entry(line, f"{path}, line {number}")
        for number, line in enumerate(lines, 1)
        if line.strip()
    ]


def add_to_log(folder: Path, entry: LogEntry) -> bool:
    """Add an entry to the log of a study folder, unless all of it stands there already.

    Raises :class:`~alongside.kernel.errors.DataError` when the file cannot be written: then the
    tables must not leave.
    """
    known = {each for old in read_log(folder) if old.data == entry.data for each in old.tables}
    if known.issuperset(entry.tables):
        return False
    path = folder / LOG_FILE
    try:
        with path.open("ab") as log:
            log.write(entry_line(entry).encode())  # one write: lines of two processes stay whole
            log.flush()
            os.fsync(log.fileno())
    except OSError as fault:
        raise DataError(
            "The release log cannot be written, so nothing was published.",
            where=str(path),
            remedy="Give the folder of the study to the user who runs Alongside.",
        ) from fault
    return True


def standing(
    entries: Sequence[LogEntry],
    dataset: DataSet | Profiles,
    rule: Disclosure,
    *,
    explored: bool = False,
) -> tuple[Printed, ...]:
    """Return everything published that tables of these data must be held against.

    Tables of other data count when they held as many people (answers were coded anew, say). When
    they held many more or fewer they do not: what few people changed cannot be seen.

    Raises :class:`~alongside.kernel.errors.DisclosureError` when other data held a few people more
    or fewer: one table less the other would show those few. ``explored``: the entries are of tables
    that the team looked at, and the refusal says so.
    """
    people = people_n(dataset.completed())
    found: dict[Printed, None] = {}
    for entry in entries:
        apart = abs(entry.people - people)
        if apart == 0 or entry.data == dataset.provenance.fingerprint:
            found |= dict.fromkeys(each for each in entry.tables if _knows(dataset, each))
        elif apart < rule.withhold_below:
            raise DisclosureError(
                f"Tables were {'explored' if explored else 'published'} on "
                f"{entry.day.isoformat()} from {entry.people:,} responses, and now there are "
                f"{people:,}. One less the other would show so few people.",
                where="" if explored else LOG_FILE,
                remedy=f"{'Look' if explored else 'Publish'} again when at least "
                f"{rule.withhold_below} responses more (or fewer) are there.",
            )
    return tuple(found)


def _knows(dataset: DataSet | Profiles, printed: Printed) -> bool:
    """Return whether the data still have the variables of a table."""
    codes = [printed.variable, *(code.strip() for code in printed.by.split(">"))]
    return all(not code or code in dataset.codebook.by_code for code in codes)
