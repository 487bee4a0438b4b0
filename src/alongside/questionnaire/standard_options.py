"""Options that every questionnaire shares, in the languages we know."""

from alongside.kernel.text import Text
from alongside.questionnaire.model import Option

_YES_NO_UNSURE = (
    ("yes", {"en": "Yes", "cy": "Ydw", "ar": "نعم"}),
    ("no", {"en": "No", "cy": "Nac ydw", "ar": "لا"}),
    ("unsure", {"en": "I am not sure", "cy": "Dydw i ddim yn siŵr", "ar": "لست متأكدًا"}),
)
LONGEST_SCALE = 21


def yes_no_unsure_options() -> tuple[Option, ...]:
    """Return yes, no and unsure. Welsh answers depend on the verb: check them per question."""
    return tuple(Option(code, Text(words)) for code, words in _YES_NO_UNSURE)


def scale_options(minimum: float, maximum: float) -> tuple[Option, ...]:
    """Return one option per whole number, both ends included; none when out of order.

    A scale of more than 21 points is cut short: nobody can use it, and checks say so.
    """
    low, high = int(minimum), int(maximum)
    high = min(high, low + LONGEST_SCALE - 1)
    return tuple(Option(str(point), Text({"en": str(point)})) for point in range(low, high + 1))
