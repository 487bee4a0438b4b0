"""Linked questions: asked of different audiences, measuring one thing, read as one variable."""

from dataclasses import replace

import polars as pl

from alongside.dataset.build import column_type
from alongside.dataset.codebook import Category, Codebook, Missing, Variable, VariableType
from alongside.dataset.frame import MISSING_SUFFIX, MISSING_TYPE, DataSet
from alongside.kernel.errors import ExpressionError

LINKED_PREFIX = "linked_"


def link_questions(dataset: DataSet, construct: str) -> DataSet:
    """Return the data with the questions of one construct as one more variable.

    Counted by audience, it puts the answers of both side by side: each person has the answer
    to the question they were asked, and where there is none, the reason of that question.

    Parameters
    ----------
    dataset
        Has two or more variables of the construct, all of one type.
    construct
        As in the questionnaire. The variable is called ``linked_`` and this, and has every
        category that any of the questions has, in the order of their first appearance.

    Raises
    ------
    ExpressionError
        When fewer than two variables share the construct, their types differ or are open
        answers, or somebody answered two of them.
    """
    linked = [
        variable
        for variable in dataset.codebook
        if variable.construct == construct and not variable.identifies
    ]
    types = {variable.type for variable in linked}
    if len(linked) < 2 or len(types) > 1 or VariableType.TEXT in types:
        raise ExpressionError(
            f"The construct “{construct}” does not link two questions of one countable type.",
            remedy="Give the questions to compare the same construct and the same type.",
        )
    frame = dataset.frame
    answered = pl.sum_horizontal(pl.col(each.code).is_not_null() for each in linked)
    if twice := frame.select((answered > 1).sum()).item():
        raise ExpressionError(
            f"{twice} people answered more than one question of the construct “{construct}”.",
            remedy="Link only questions that are asked of different audiences.",
        )
    whole = replace(
        linked[0],
        code=LINKED_PREFIX + construct,
        categories=_all_categories(linked),
        audiences=tuple(dict.fromkeys(code for each in linked for code in each.audiences)),
        derived_from=tuple(each.code for each in linked),
        order=(),
    )
    values = pl.coalesce(_as_part(each, whole) for each in linked)
    kinds = [pl.col(each.code + MISSING_SUFFIX).cast(pl.String) for each in linked]
    asked = [pl.when(kind != Missing.NOT_ASKED.value).then(kind) for kind in kinds]
    gap = pl.when(answered == 0).then(pl.coalesce(*asked, *kinds)).cast(MISSING_TYPE)
    named = {whole.code: values.cast(column_type(whole)), whole.code + MISSING_SUFFIX: gap}
    codebook = Codebook((*(each for each in dataset.codebook if each.code != whole.code), whole))
    return DataSet(frame.with_columns(**named), codebook, dataset.provenance, dataset.unit)


def with_linked(dataset: DataSet) -> DataSet:
    """Return the data with the linked questions of each construct as one more variable.

    Constructs of one question, or of questions that are not alike, are left as they are.
    """
    for construct in dict.fromkeys(each.construct for each in dataset.codebook if each.construct):
        if LINKED_PREFIX + construct in dataset.codebook.by_code:
            continue
        try:
            dataset = link_questions(dataset, construct)
        except ExpressionError:
            continue
    return dataset


def _all_categories(linked: list[Variable]) -> tuple[Category, ...]:
    found: dict[str, Category] = {}
    for variable in linked:
        for category in variable.categories:
            found.setdefault(category.code, category)
    return tuple(found.values())


def _as_part(variable: Variable, whole: Variable) -> pl.Expr:
    """Return a variable's column in the terms of the whole: its words, or its bits moved."""
    column = pl.col(variable.code)
    if variable.type is VariableType.SINGLE:
        return column.cast(pl.String)
    if variable.type is not VariableType.MULTI:
        return column
    codes = [category.code for category in whole.categories]
    moved = [
        pl.when((column & pl.lit(1 << bit, dtype=pl.UInt64)) != 0)
        .then(pl.lit(1 << codes.index(category.code), dtype=pl.UInt64))
        .otherwise(pl.lit(0, dtype=pl.UInt64))
        for bit, category in enumerate(variable.categories)
    ]
    return pl.when(column.is_not_null()).then(pl.sum_horizontal(moved))
