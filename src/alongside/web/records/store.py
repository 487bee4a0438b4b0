"""Reading and changing what is kept. Every change is one short transaction."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from django.db import connection

from alongside.collect import Progress, Response
from alongside.questionnaire import Questionnaire, Study, merge_versions
from alongside.web.records.attempts import ChangedMeanwhileError, again, whole
from alongside.web.records.mapping import (
    About,
    fill_row,
    progress_of,
    read_answers,
    response_of,
)
from alongside.web.records.models import ResponseRecord, Withdrawal
from alongside.web.records.rows import read_row, write_row

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Gathered:
    """The responses of one study, and how many answers no longer fit, by code.

    ``withdrawn`` are the numbers of responses that were taken back since they were first gathered.
    """

    responses: tuple[Response, ...]
    unfit: dict[str, int]
    withdrawn: tuple[int, ...] = ()


def new_key() -> str:
    """Return a new random key of 128 bits, as 32 hexadecimal figures."""
    return secrets.token_hex(16)


def load_progress(slug: str, key: str, questionnaire: Questionnaire) -> Progress:
    """Return what this key has answered; empty progress when nothing is kept."""
    found = read_row(slug, key)
    return progress_of(found.record, questionnaire) if found else Progress()


def change_progress(
    slug: str,
    key: str,
    questionnaire: Questionnaire,
    about: About,
    change: Callable[[Progress], tuple[Progress, Result]],
) -> Result:
    """Load, change and keep progress as one step that no other visit can come between.

    ``change`` returns the new progress and a result to hand on; when another visit was quicker
    it is called again, with what that visit left. A row is made only when there is something to
    keep, so that looking at a study leaves no trace.
    """

    def attempt() -> Result:
        found = read_row(slug, key)
        before = progress_of(found.record, questionnaire) if found else Progress()
        after, result = change(before)
        if after != before:
            record = found.record if found else ResponseRecord(key=key, study=slug)
            fill_row(record, after, questionnaire, about)
            if not write_row(record, found):
                raise ChangedMeanwhileError
        return result

    return again(attempt)


def change_about(slug: str, key: str, about: About) -> None:
    """Change how a person answers; nothing happens when no answers are kept yet.

    Which version, language and wording were read belongs to the answers and stays.
    """
    row = ResponseRecord.objects.filter(key=key, study=slug)
    values = {
        "channel": about.channel,
        "mode": about.mode,
        "helped": list(about.helped),
        "helper": about.helper,
    }
    whole(lambda: row.update(**values))


def count_responses(slug: str) -> int:
    """Return how many responses to a study are kept, complete or not."""
    return ResponseRecord.objects.filter(study=slug).count()


def can_hold_answers() -> bool:
    """Return whether the table of answers is there; looking makes no database."""
    name = str(connection.settings_dict["NAME"])
    in_file = connection.vendor == "sqlite" and ":memory:" not in name and "mode=memory" not in name
    if in_file and not Path(name).is_file():
        return False
    return ResponseRecord._meta.db_table in connection.introspection.table_names()


def gather_responses(study: Study, *, keep_numbers: bool = True) -> Gathered:
    """Return every response of a study, numbered.

    A response keeps the number it was once given, so that codings and quotations stay with
    their response when more is gathered; the number of one that was taken back is not given
    again. New numbers follow the order of a hash of the random key, which says nothing about who
    came first. With ``keep_numbers`` false nothing is written, and they are given anew next time.
    """

    def number() -> tuple[list[ResponseRecord], tuple[int, ...]]:
        rows = list(ResponseRecord.objects.select_for_update().filter(study=study.slug))
        taken = Withdrawal.objects.filter(study=study.slug).order_by("number")
        gone = tuple(taken.values_list("number", flat=True))
        highest = max((*(row.number or 0 for row in rows), *gone), default=0)
        fresh = sorted((row for row in rows if row.number is None), key=_shuffle)
        for spot, row in enumerate(fresh, start=highest + 1):
            row.number = spot
        if keep_numbers:
            ResponseRecord.objects.bulk_update(fresh, ["number"], batch_size=500)
        return rows, gone

    rows, gone = whole(number)
    merged = merge_versions(study.versions)
    unfit: dict[str, int] = {}
    responses = []
    for row in rows:
        kept = read_answers(row, merged)
        for code in kept.unfit:
            unfit[code] = unfit.get(code, 0) + 1
        responses.append(response_of(row, row.number or 0, kept.answers))
    return Gathered(tuple(sorted(responses, key=lambda item: item.respondent)), unfit, gone)


def _shuffle(row: ResponseRecord) -> str:
    return hashlib.sha256(row.key.encode()).hexdigest()
