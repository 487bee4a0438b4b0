"""Engines: what sorts people into cells and adds them up.

An engine knows nothing of questions. It is given, for each person, the number of a row group
and of one or more column groups, and perhaps a weight, and returns what is in each pair of
groups. All engines add in the order of the people, so they agree to the last bit, however many
threads are at work.
"""

from alongside.tabulate.engines.choice import (
    ENGINE_VARIABLE,
    choose_engine,
    compiled_engine_there,
)
from alongside.tabulate.engines.contract import Engine, Floats, Numbers, Places, Weights

__all__ = [
    "ENGINE_VARIABLE",
    "Engine",
    "Floats",
    "Numbers",
    "Places",
    "Weights",
    "choose_engine",
    "compiled_engine_there",
]
