"""What was asked of a study, checked: every refusal names what there is."""

from collections.abc import Sequence

from alongside.kernel.errors import AlongsideError, StatisticsError
from alongside.questionnaire.suggest import suggestion
from alongside.tabulate import Measuring
from alongside.tabulate.statistics import Correction, Versus


def known_word(what: str, value: str, known: Sequence[str]) -> str:
    """Return a word that is known, or "".

    Raises :class:`~alongside.kernel.errors.AlongsideError` with the nearest that is known.
    """
    if value and value not in known:
        raise AlongsideError(f"{what} cannot be “{value}”.", remedy=suggestion(value, known))
    return value


def check_level(level: float) -> None:
    """Refuse a level that is not between 0 and 1."""
    if not 0 < level < 1:
        raise StatisticsError(
            f"A level of {level:g} is none.", remedy="Write it between 0 and 1, such as 0.95."
        )


def measuring_of(weight: str, compare: str, level: float, correction: str) -> Measuring | None:
    """Return what to work out beside the counts; None: nothing.

    Raises :class:`~alongside.kernel.errors.AlongsideError` for words that are not known.
    """
    versus = known_word("compare", compare, [each.value for each in Versus]) or Versus.EACH
    chosen = known_word("correction", correction, [each.value for each in Correction])
    check_level(level)
    if not weight and not compare:
        return None
    return Measuring(weight, Versus(versus), level, Correction(chosen))
