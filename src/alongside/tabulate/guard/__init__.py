"""Whether what is published can be worked back to few people, and what to withhold so that not.

The parts: traits (groups as outsiders describe them), kin (traits that hang together), printed
(what left), shadows (what subtracting tells), blocks (the cells behind it), system and programme
(the linear programme), protect, and joint (several tables together).
"""

from alongside.tabulate.guard.joint import (
    Audit,
    Guarded,
    audit,
    guard_alone,
    guard_together,
)
from alongside.tabulate.guard.kin import kin_of
from alongside.tabulate.guard.people import People
from alongside.tabulate.guard.printed import (
    Printed,
    Spot,
    number_printed,
    place_words,
    printed_from,
)
from alongside.tabulate.guard.roomy import all_roomy, units_of
from alongside.tabulate.guard.system import Bounds, Watch
from alongside.tabulate.guard.traits import Words

__all__ = [
    "Audit",
    "Bounds",
    "Guarded",
    "People",
    "Printed",
    "Spot",
    "Watch",
    "Words",
    "all_roomy",
    "audit",
    "guard_alone",
    "guard_together",
    "kin_of",
    "number_printed",
    "place_words",
    "printed_from",
    "units_of",
]
