"""A data set: typed columns, why each gap is there, and where the data came from."""

from dataclasses import dataclass

import polars as pl

from alongside.dataset.codebook import Codebook, Missing
from alongside.questionnaire.sampling import Sampling

MISSING_SUFFIX = "__missing"
MISSING_TYPE = pl.Enum([kind.value for kind in Missing])
RESPONDENT = "respondent"
STATUS = "status"
RESERVED_CODES = frozenset({RESPONDENT, STATUS})
"""Codes that no variable may have, because the frame has columns of that name."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a data set came from.

    Parameters
    ----------
    title
        The study's name.
    synthetic
        True when no person gave these answers: every output must say so.
    source
        One line of plain words on where the data come from, with licence if any.
    fingerprint
        SHA-256 of the source data, hexadecimal.
    sampling
        What the study says of how people came to be in the sample; None: nothing.
    """

    title: str
    synthetic: bool
    source: str
    fingerprint: str
    sampling: Sampling | None = None


@dataclass(frozen=True)
class DataSet:
    """Responses as a typed frame with its codebook.

    ``frame`` has one row a response and these columns:

    * ``respondent``: whole number from 1, unrelated to the order of arrival;
    * ``status``: ``completed`` or ``partial`` (``pl.Enum``);
    * for each variable ``v`` of the codebook a column ``v``, null where missing:
      single as ``pl.Enum`` of category codes, multi as ``pl.UInt64`` whose bit *i* is
      category *i* (at most 64), numeric as ``pl.Float64``, text as ``pl.String``, date as
      ``pl.Date``;
    * and ``v__missing`` (``pl.Enum`` of the kinds of missing), null where answered.
    """

    frame: pl.DataFrame
    codebook: Codebook
    provenance: Provenance
    unit: str = "respondent"
    """What a row is: ``respondent``, or ``row`` when one person can stand in several."""

    def completed(self) -> "DataSet":
        """Return only the completed responses: what tables count unless told otherwise."""
        done = self.frame[STATUS] == "completed"
        if done.all():
            return self
        return DataSet(self.frame.filter(done), self.codebook, self.provenance, self.unit)
