"""The person's own data: single responses, which are not for publishing."""

from typing import TYPE_CHECKING

import polars as pl

from alongside.dataset import DataSet, VariableType
from alongside.dataset.frame import MISSING_SUFFIX, RESPONDENT, STATUS
from alongside.notebook.frames import pandas_frame

if TYPE_CHECKING:
    import pandas as pd


class Responses:
    """Single responses of a study, for the person who holds the data.

    Nothing is withheld here: whatever is made of these rows by hand has not passed the disclosure
    rule. Variables that identify people are left out, open answers too unless asked for.
    """

    def __init__(self, dataset: DataSet) -> None:
        self._dataset = dataset

    def to_polars(self, *, texts: bool = False) -> pl.DataFrame:
        """Return one row a response, with a column for each variable and for why it is missing.

        Choices are codes; several answers are a list of codes. ``texts`` adds open answers, in
        which people may have written names.
        """
        columns: list[pl.Expr] = [pl.col(RESPONDENT), pl.col(STATUS).cast(pl.String)]
        known = set(self._dataset.codebook.by_code)
        for variable in self._dataset.codebook:
            if variable.identifies or (variable.type is VariableType.TEXT and not texts):
                continue
            code = variable.code
            match variable.type:
                case VariableType.SINGLE:
                    columns.append(pl.col(code).cast(pl.String))
                case VariableType.MULTI:
                    codes = [category.code for category in variable.categories]
                    columns.append(_codes_of(code, codes))
                case _:
                    columns.append(pl.col(code))
            columns.append(pl.col(code + MISSING_SUFFIX).cast(pl.String))
        columns += [pl.col(name) for name in self._added(known)]
        return self._dataset.frame.select(columns)

    def to_pandas(self, *, texts: bool = False) -> "pd.DataFrame":
        """Return :meth:`to_polars` as a pandas frame."""
        return pandas_frame(self.to_polars(texts=texts))

    def _added(self, known: set[str]) -> list[str]:
        """Return columns that were put beside the variables: weights."""
        own = {RESPONDENT, STATUS}
        return [
            name
            for name, kind in self._dataset.frame.schema.items()
            if name not in own | known and kind == pl.Float64
        ]

    def __len__(self) -> int:
        """Return how many responses there are, finished or not."""
        return self._dataset.frame.height

    def __repr__(self) -> str:
        """Say what this is, and show nobody."""
        variables = sum(not each.identifies for each in self._dataset.codebook)
        return (
            f"{len(self):,} responses of {variables} variables. to_polars() gives the rows: single "
            "people, which no disclosure rule has passed."
        )


def _codes_of(name: str, codes: list[str]) -> pl.Expr:
    """Return a mask of options as a list of their codes, null where there is no answer."""
    chosen = [
        pl.when((pl.col(name) & pl.lit(1 << bit, pl.UInt64)) != 0).then(pl.lit(code))
        for bit, code in enumerate(codes)
    ]
    listed = pl.concat_list([each.otherwise(None) for each in chosen]).list.drop_nulls()
    return pl.when(pl.col(name).is_null()).then(None).otherwise(listed).alias(name)
