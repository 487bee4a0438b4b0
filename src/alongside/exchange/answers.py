"""Answers made to fit: open answers, and numbers and dates that a format cannot hold."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from alongside.exchange.columns import Column
from alongside.exchange.fitting import byte_length, cut_text
from alongside.exchange.notes import Change, ChangeKind

NUL = "\0"


@dataclass(frozen=True, slots=True)
class TextRule:
    """What a format does to open answers.

    Parameters
    ----------
    most
        Most bytes in UTF-8; None for no limit.
    ends_with_blanks
        Whether blanks at the end survive.
    break_as
        What stands for a line break; None where line breaks survive.
    """

    most: int | None = None
    ends_with_blanks: bool = True
    break_as: str | None = None


def fit_texts(
    values: pl.Series, people: pl.Series, column: Column, rule: TextRule, changes: list[Change]
) -> list[str | None]:
    """Return open answers as the format can hold them; each one it cannot is put on the list.

    ``people`` are the numbers of the respondents, row by row.
    """
    fitted: list[str | None] = []
    for words, person in zip(values.to_list(), people.to_list(), strict=True):
        if words is None:
            fitted.append(None)
            continue
        now, kind, why = _fit(words, rule)
        if why:
            was, left = (f"{byte_length(item):,} bytes" for item in (words, now))
            changes.append(Change(kind, column.code, "answer", why, was, left, int(person)))
        fitted.append(now)
    return fitted


def _fit(words: str, rule: TextRule) -> tuple[str, ChangeKind, str]:
    """Return the words that fit, what happened to them, and why ("" for nothing)."""
    reasons = []
    kind = ChangeKind.ALTERED
    now = words
    if NUL in now:
        now = now.replace(NUL, "")
        reasons.append("no text in this format can hold a NUL character")
    if rule.break_as is not None and any(sign in now for sign in ("\n", "\r", rule.break_as)):
        now = now.replace("\r\n", "\n").replace("\r", "\n").replace("\n", rule.break_as)
        reasons.append(f"every line break is written as {rule.break_as!a}")
    if rule.most is not None and byte_length(now) > rule.most:
        now = cut_text(now, rule.most)
        kind = ChangeKind.SHORTENED
        reasons.append(f"this format holds {rule.most:,} bytes of text")
    if not rule.ends_with_blanks and now.endswith(" "):
        now = now.rstrip(" ")
        reasons.append("this format keeps no blanks at the end of a text")
    return now, kind, "; ".join(reasons)


def leave_out(
    values: pl.Series,
    people: pl.Series,
    column: Column,
    cannot: Callable[[pl.Series], pl.Series],
    why: str,
    changes: list[Change],
) -> pl.Series:
    """Return the values with null where the format cannot hold one; each is put on the list.

    ``cannot`` gives, for a series without nulls, which values those are.
    """
    bad = cannot(values).fill_null(value=False)
    if not bad.any():
        return values
    changes += [
        Change(ChangeKind.LEFT_OUT, column.code, "answer", why, "a value", "", int(person))
        for person in people.filter(bad).to_list()
    ]
    blank = pl.Series(values.name, [None], dtype=values.dtype)
    return values.zip_with(~bad, blank.new_from_index(0, len(values)))
