"""Frames for people who work in pandas."""

from typing import TYPE_CHECKING

import polars as pl

from alongside.kernel.errors import AlongsideError

if TYPE_CHECKING:
    import pandas as pd


def pandas_frame(frame: pl.DataFrame) -> "pd.DataFrame":
    """Return a polars frame as a pandas one, whole numbers with gaps as ``Int64``.

    Raises :class:`~alongside.kernel.errors.AlongsideError` when pandas is not installed.
    """
    try:
        import pandas as pd  # noqa: PLC0415  optional, and slow to load
    except ImportError:
        raise AlongsideError(
            "pandas is not installed.",
            remedy="Install it (pip install pandas), or use to_polars().",
        ) from None
    columns = {}
    for name, kind in frame.schema.items():
        values = frame[name].to_list()
        columns[name] = pd.Series(values, dtype="Int64" if kind.is_integer() else None)
    return pd.DataFrame(columns)
