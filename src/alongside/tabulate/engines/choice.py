"""Which engine counts: compiled loops for large data where numba is there, else numpy."""

import importlib
import os
from functools import cache
from importlib.util import find_spec
from typing import cast

from alongside.kernel.errors import DataError
from alongside.tabulate.engines.arrays import ArrayEngine
from alongside.tabulate.engines.contract import Engine

ENGINE_VARIABLE = "ALONGSIDE_ENGINE"
"""Environment variable that names the engine: ``numpy`` or ``numba``; empty: chosen by size."""
_WORTH_LOADING = 30_000_000
"""Additions (people times pairs of groupings) that take numpy about as long as half the time
that loading the compiler takes: a second of processor in each new process."""
_WORTH_CALLING = 1_000_000
"""Additions from which compiled loops are used once they are loaded."""
_NAMES = ("numpy", "numba")


def choose_engine(additions: int, name: str | None = None) -> Engine:
    """Return the engine to count with.

    Parameters
    ----------
    additions
        How much there is to do: people times pairs of groupings. Small work is done by numpy,
        large by compiled loops, if they are installed.
    name
        ``numpy`` or ``numba``; None: what the environment variable ``ALONGSIDE_ENGINE`` says,
        or else chosen by size. All give the same counts.

    Raises
    ------
    DataError
        When there is no engine of that name, or numba is asked for and not installed.

    >>> choose_engine(1000).name
    'numpy'
    """
    wanted = name or os.environ.get(ENGINE_VARIABLE, "")
    if wanted not in ("", *_NAMES):
        raise DataError(
            f"There is no counting engine “{wanted}”.",
            remedy=f"Say {' or '.join(_NAMES)}, or nothing to have it chosen.",
        )
    there = compiled_engine_there()
    if wanted == "numba" and not there:
        raise DataError(
            "The counting engine “numba” is not installed.",
            remedy="Install numba (pip install numba), or say numpy: it counts the same, slower.",
        )
    worth = _WORTH_CALLING if _compiled_engine.cache_info().currsize else _WORTH_LOADING
    if wanted == "numba" or (wanted == "" and there and additions >= worth):
        return _compiled_engine()
    return ArrayEngine()


@cache
def compiled_engine_there() -> bool:
    """Return whether numba is installed; it is not loaded by asking."""
    return find_spec("numba") is not None


@cache
def _compiled_engine() -> Engine:
    # loading the compiler takes a third of a second, so only when it is wanted
    module = importlib.import_module("alongside.tabulate.engines.compiled")
    return cast(Engine, module.CompiledEngine())
