"""The one tree of errors that Alongside raises on purpose.

Author mistakes are *values* (:class:`~alongside.kernel.problems.Problem`), all
reported at once. A refusal to go on is an :class:`AlongsideError`: the command line
prints its sentence and leaves with a non-zero exit code; no stack trace. Programmer
mistakes stay ``TypeError`` and ``ValueError``.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alongside.kernel.problems import Problem


class AlongsideError(Exception):
    """Something Alongside refuses to do, said so that a person can mend it.

    Parameters
    ----------
    what
        What is wrong, one plain sentence.
    where
        File, line, column, question or option; empty when there is no place.
    remedy
        What to do about it, one plain sentence.
    """

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        self.what = what
        self.where = where
        self.remedy = remedy
        super().__init__(self.sentence())

    def sentence(self) -> str:
        """Return place, fault and remedy as one line of text."""
        place = f"{self.where}: " if self.where else ""
        remedy = f" {self.remedy}" if self.remedy else ""
        return f"{place}{self.what}{remedy}"


class StudyError(AlongsideError):
    """A study folder that cannot be read."""


class ExpressionError(AlongsideError):
    """A condition or a report expression that cannot be understood."""


class DataError(AlongsideError):
    """Data that cannot be read, or that do not fit their codebook."""


class StatisticsError(AlongsideError):
    """A figure that cannot be computed, or would mislead, from the data at hand."""


class ChartError(AlongsideError):
    """A chart that would mislead, or that nobody could read."""


class DisclosureError(AlongsideError):
    """A figure that may not leave because it could identify someone."""


class CodingError(AlongsideError):
    """A reading, a code, or a step of thematic analysis that cannot be taken as asked."""


class BlindError(CodingError):
    """Something of another coder's round that nobody else may see or do yet."""


class ReportError(AlongsideError):
    """A report that cannot be built from its source."""


class PrintError(AlongsideError):
    """A PDF that cannot be made, or would not be accessible."""


class StudyClosedError(AlongsideError):
    """The study takes no answers now."""


class ProblemsFoundError(AlongsideError):
    """A refusal that carries every problem found, not only the first."""

    def __init__(self, what: str, problems: Sequence["Problem"], *, remedy: str = "") -> None:
        self.problems = tuple(problems)
        super().__init__(what, remedy=remedy)
