"""Changes between two versions in plain words."""

from textwrap import shorten

from alongside.kernel.messages import message
from alongside.questionnaire.comparing import Change, Comparable

_VERDICTS = {
    Comparable.YES: "verdict-yes",
    Comparable.WITH_CAUTION: "verdict-with-caution",
    Comparable.NO: "verdict-no",
}
LONGEST = 90
"""Longer wordings are cut short in a list of changes."""


def say_change(change: Change, language: str = "en") -> str:
    """Return what changed, in one sentence.

    >>> from alongside.questionnaire.comparing import Kind
    >>> say_change(Change(Kind.OPTION_REMOVED, "heard", "unsure", before="I am not sure"))
    'The answer “I am not sure” (unsure) is taken out.'
    """
    nothing = message("change-nothing", "what", {}, language)
    params = {
        "option": change.option,
        "before": shorten(change.before, LONGEST, placeholder="…") or nothing,
        "after": shorten(change.after, LONGEST, placeholder="…") or nothing,
        "wordings": ", ".join(change.wordings),
        "distance": change.distance,
    }
    return message(f"change-{change.kind.value}", "what", params, language)


def say_verdict(comparable: Comparable, language: str = "en") -> str:
    """Return how far answers can be compared, in a word or two.

    >>> say_verdict(Comparable.WITH_CAUTION)
    'with caution'
    """
    return message(_VERDICTS[comparable], "what", {}, language)
