"""The nearest known name to one that is not known."""

import difflib
from collections.abc import Iterable

MOST_LISTED = 12


def closest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that was probably meant, or None when none is near.

    Swapped letters count as nearest: that is how people mistype.

    >>> closest("hnit", ["unit", "hint", "label"])
    'hint'
    """
    near = difflib.get_close_matches(name.lower(), list(known), n=3)
    swapped = [word for word in near if sorted(word) == sorted(name.lower())]
    return next(iter([*swapped, *near]), None)


def suggestion(name: str, known: Iterable[str]) -> str:
    """Return “Did you mean …?” for a near miss, else what there is, shortened.

    >>> suggestion("maybe", ["yes", "no"])
    'There are: yes, no.'
    """
    names = list(known)
    meant = closest(name, names)
    if meant is not None:
        return f"Did you mean “{meant}”?"
    if not names:
        return "There is none."
    listed = ", ".join(names[:MOST_LISTED]) + (", …" if len(names) > MOST_LISTED else "")
    return f"There are: {listed}."
