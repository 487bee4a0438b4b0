"""One way to call pandoc: from bound Markdown and front matter to a format."""

import json
import re
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

import pypandoc

from alongside.kernel.errors import ReportError
from alongside.report.facts import FrontMatter

READER = (
    "markdown+fancy_lists+footnotes+fenced_divs+bracketed_spans"
    "-raw_tex-citations-example_lists-implicit_figures"
)


MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def run_pandoc(
    markdown: str,
    writer: str,
    metadata: Mapping[str, object],
    options: Sequence[str],
    output: Path | None = None,
) -> str:
    """Convert Markdown; returns the text, or "" when it was written to ``output``.

    Raises ``ReportError`` with pandoc's own words when it refuses.
    """
    with tempfile.TemporaryDirectory(prefix="alongside-") as folder:
        meta = Path(folder) / "metadata.json"
        meta.write_text(json.dumps(metadata, ensure_ascii=False), "utf-8")
        try:
            return str(
                pypandoc.convert_text(
                    markdown,
                    writer,
                    format=READER,
                    extra_args=[f"--metadata-file={meta}", "--wrap=none", *options],
                    outputfile=str(output) if output else None,
                )
            )
        except RuntimeError as error:
            raise ReportError(
                f"pandoc cannot turn the report into {writer}: {str(error).strip()[:400]}",
                where="report.md",
                remedy="Look at the Markdown near the place it names.",
            ) from error


def report_moment(day: str) -> datetime:
    """Return the moment stamped into files: the report's date at midnight UTC.

    Reads 2023-04-30, 30 April 2023 and April 2023. A report without a date gets 1 January
    2000, so that the same inputs give the same bytes whenever they are built.
    """
    found = read_day(day) or date(2000, 1, 1)
    return datetime(found.year, found.month, found.day, tzinfo=UTC)


def read_day(written: str) -> date | None:
    """Return the day a report names, None when there is none.

    >>> read_day("April 2023")
    datetime.date(2023, 4, 1)
    """
    with suppress(ValueError):
        return date.fromisoformat(written)
    found = re.fullmatch(r"(?:(\d{1,2}) )?([A-Z][a-z]+) (\d{4})", written.strip())
    if found is None or found.group(2) not in MONTHS:
        return None
    month = MONTHS.index(found.group(2)) + 1
    with suppress(ValueError):
        return date(int(found.group(3)), month, int(found.group(1) or 1))
    return None


def say_date(day: date) -> str:
    """Return a date as people write it.

    >>> say_date(date(2023, 3, 14))
    '14 March 2023'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def front_metadata(front: FrontMatter) -> dict[str, object]:
    """Return the front matter as pandoc metadata; an ISO date is written in words."""
    shown = front.date
    with suppress(ValueError):
        shown = say_date(date.fromisoformat(front.date))
    metadata: dict[str, object] = {
        "title": front.title,
        "lang": front.language,
        "date-iso": front.date,
    }
    more = {
        "subtitle": front.subtitle,
        "author": list(front.authors),
        "date": shown,
        "abstract": front.abstract,
    }
    return metadata | {name: value for name, value in more.items() if value}
