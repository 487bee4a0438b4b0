"""Who is counted: conditions over a data set, in the words of the questionnaire."""

from collections.abc import Iterable

import polars as pl

from alongside.dataset import (
    MISSING_SUFFIX,
    RESPONDENT,
    STATUS,
    Codebook,
    DataSet,
    condition_to_expr,
    find_variable,
)
from alongside.questionnaire import Condition, condition_text, parse_condition
from alongside.tabulate.crossing import Banner, Nested
from alongside.tabulate.lanes import NEST

Filter = str | Condition | None
"""A condition in words (``heard = yes and not role = carer``) or as a tree; None: everybody."""


def find_banner(codebook: Codebook, by: str) -> Banner:
    """Return what a table is split by: one variable, or several nested.

    Parameters
    ----------
    codebook
        Of the data set.
    by
        The code of a variable, or codes with ``>`` between, outermost first:
        ``employer > role`` is role within employer.

    Raises
    ------
    ExpressionError
        When there is no such variable, it identifies people, or stands there twice.
    """
    codes = [code.strip() for code in by.split(NEST.strip())]
    found = tuple(
        find_variable(codebook, code, where=by if len(codes) > 1 else "") for code in codes
    )
    return found[0] if len(found) == 1 else Nested(found)


def select_people(
    dataset: DataSet,
    where: Filter,
    *,
    include_partial: bool = False,
    keep: Iterable[str] | None = None,
) -> DataSet:
    """Return the completed responses (or all) for which a condition holds.

    Parameters
    ----------
    dataset
        Everybody.
    where
        The condition; a comparison with a missing answer does not hold.
    include_partial
        Keep unfinished responses too.
    keep
        Codes of the variables that are wanted afterwards; None: all. Fewer are much quicker
        with many people. Other columns of the frame, such as weights, are kept when named.
    """
    condition = as_condition(where)
    holds = condition_to_expr(condition, dataset.codebook)
    if not include_partial:
        holds = holds & (pl.col(STATUS) == "completed")
    frame = dataset.frame
    if keep is not None:
        wanted = {RESPONDENT, *(name for code in keep for name in (code, code + MISSING_SUFFIX))}
        frame = frame.select(name for name in frame.columns if name in wanted)
    if condition is not None or not include_partial:
        chosen = dataset.frame.select(holds.alias("holds")).to_series()
        if chosen.len() != frame.height:  # a condition that looks at nobody holds for all or none
            chosen = chosen.new_from_index(0, frame.height)
        frame = frame if chosen.all() else frame.filter(chosen)
    return DataSet(frame, dataset.codebook, dataset.provenance, dataset.unit)


def as_condition(where: Filter) -> Condition | None:
    """Return a condition as a tree; blank words hold for everybody.

    Raises :class:`~alongside.kernel.errors.ExpressionError` for words that are no condition.
    """
    if isinstance(where, str):
        return parse_condition(where) if where.strip() else None
    return where


def filter_text(where: Filter) -> str:
    """Return a condition in words; "" for everybody."""
    if where is None:
        return ""
    return where.strip() if isinstance(where, str) else condition_text(where)
