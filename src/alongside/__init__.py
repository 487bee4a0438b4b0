"""Alongside: co-produced, mixed-methods survey research, from questions to action.

``import alongside as al`` gives notebooks what they need; it is loaded when first used, so that
the import itself takes no time.

>>> import alongside as al
>>> study = al.open_study("studies/coproduction")
>>> print(study.tabulate("heard", by="audience", among="not audience = other", show="percent"))
Had you heard of co-production before today?
Only people for whom this holds: not audience = other.
<BLANKLINE>
Which of these is most like you?
<BLANKLINE>
                             Total   Staff   People with lived experience
 ────────────────────────────────────────────────────────────────────────
 Yes                           71%     74%                            60%
 No                            23%     19%                            34%
 I am not sure                  6%      6%                             6%
 Base: people who answered     802     621                            181
<BLANKLINE>
Synthetic data: nobody gave these answers.
People chose for themselves to answer: the figures describe those who did.
Nobody here is in: Other people.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alongside.kernel.errors import AlongsideError
    from alongside.notebook import OpenStudy, open_study

__all__ = ["AlongsideError", "OpenStudy", "open_study"]

_PLACES = {
    "AlongsideError": "alongside.kernel.errors",
    "OpenStudy": "alongside.notebook",
    "open_study": "alongside.notebook",
}


def __getattr__(name: str) -> object:
    """Load a public name when it is first used."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415  keeps the import of the package fast

    found = getattr(import_module(_PLACES[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """List what can be used, loaded or not."""
    return sorted({*globals(), *__all__})
