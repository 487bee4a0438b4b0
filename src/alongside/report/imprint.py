"""Where the numbers came from: the same lines at the end of every format."""

import re

from alongside.report.blocks import plain_words, word
from alongside.report.facts import BoundReport
from alongside.report.pandoc import front_metadata


def imprint_pairs(report: BoundReport) -> tuple[tuple[str, str], ...]:
    """Return the lines of the imprint as (name, value), empty ones left out."""
    language, imprint = report.front.language, report.imprint
    pairs = (
        (word("study", language), imprint.study),
        (word("source", language), imprint.source),
        (word("questionnaire", language), imprint.questionnaire),
        (word("fingerprint", language), imprint.fingerprint),
        (word("software", language), imprint.software),
        (word("date", language), str(front_metadata(report.front).get("date", ""))),
    )
    return tuple((name, value) for name, value in pairs if value)


def imprint_markdown(report: BoundReport) -> str:
    """Return the imprint as a last chapter, for documents with pages."""
    lines = "\n".join(f"- **{name}:** {_plain(value)}" for name, value in imprint_pairs(report))
    return f"{chapter(report, 'imprint')}{lines}\n"


def chapter(report: BoundReport, name: str) -> str:
    """Return a heading of the report's highest level with one of our own titles."""
    marks = re.findall(r"^(#{1,6})\s", report.markdown, re.MULTILINE)
    level = min(marks, key=len) if marks else "#"
    return f"\n\n{level} {word(name, report.front.language)}\n\n"


def footer_line(report: BoundReport) -> str:
    """Return what runs along the foot of each page: the title, and a warning if synthetic."""
    title = plain_words(report.front.title)
    short = title if len(title) <= 60 else f"{title[:59]}…"
    if report.imprint.synthetic:
        return f"{short} · {word('synthetic-short', report.front.language)}"
    return short


def _plain(value: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>$^~#|@\"'])", r"\\\1", value)
