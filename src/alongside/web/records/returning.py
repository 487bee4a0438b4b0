"""Coming back with a return code, and taking answers back."""

from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError

from alongside.collect import code_words
from alongside.web.records.attempts import whole
from alongside.web.records.mapping import About
from alongside.web.records.models import PaperEntry, ParcelGone, ResponseRecord, Withdrawal
from alongside.web.records.store import new_key

MOST_TRIES = 5
"""Two codes are the same once in 10^15 times; five times running means a fault of the program."""


@dataclass(frozen=True, slots=True)
class Returned:
    """A response that somebody came back to.

    Parameters
    ----------
    numbered
        Whether it was gathered: it is in a file of the team by now.
    """

    key: str
    completed: bool
    numbered: bool
    has_code: bool
    about: About


def give_code(slug: str, key: str, *, instead: bool = False) -> str | None:
    """Give a response a new return code and return it; only its mark is kept.

    None when nothing is kept under this key, or when it has a code already and ``instead`` does
    not say that the new one is to take its place.
    """
    rows = ResponseRecord.objects.filter(study=slug, key=key)
    if not instead:
        rows = rows.filter(code_mark=None)
    for _ in range(MOST_TRIES):
        code = code_words.new_code()
        mark = _mark_of(code)
        try:
            changed = whole(lambda mark=mark: rows.update(code_mark=mark))  # type: ignore[misc]
        except IntegrityError:  # somebody else has this very code
            continue
        return code if changed else None
    raise RuntimeError("no new return code could be found")


def find_by_code(slug: str, code: str) -> Returned | None:
    """Return the response this code belongs to, or None.

    It is looked up by a keyed digest: how long that takes tells nothing about the codes there
    are.
    """
    return _returned(ResponseRecord.objects.filter(study=slug, code_mark=_mark_of(code)).first())


def find_by_key(slug: str, key: str) -> Returned | None:
    """Return the response of this key, or None when nothing is kept under it."""
    return _returned(ResponseRecord.objects.filter(study=slug, key=key).first())


def is_code_of(slug: str, key: str, code: str) -> bool:
    """Return whether this is the code of the response; another may have taken its place."""
    rows = ResponseRecord.objects.filter(study=slug, key=key, code_mark=_mark_of(code))
    return rows.exists()


def remove_response(slug: str, key: str) -> None:
    """Delete what this key has answered, for good, and the papers it was typed in from.

    A number that the team has seen is never given again; gathering names it. What came from a
    device is not taken in a second time.
    Doing it twice is the same as doing it once.
    """

    def work() -> None:
        row = ResponseRecord.objects.select_for_update().filter(study=slug, key=key).first()
        if row is None:
            return
        if row.number is not None:
            Withdrawal.objects.create(key=new_key(), study=slug, number=row.number)
        if row.parcel is not None:
            ParcelGone.objects.create(parcel=row.parcel)
        PaperEntry.objects.filter(study=slug, response_key=key).delete()
        row.delete()

    whole(work)


def _mark_of(code: str) -> str:
    # the words before the key keep marks of passes and of codes apart
    return code_words.mark_of(code, f"return {settings.SECRET_KEY}")


def _returned(row: ResponseRecord | None) -> Returned | None:
    if row is None:
        return None
    about = About(row.language, row.edition, row.channel, row.mode, tuple(row.helped), row.helper)
    return Returned(
        row.key, row.completed, row.number is not None, row.code_mark is not None, about
    )
