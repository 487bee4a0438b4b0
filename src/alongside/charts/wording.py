"""The words that charts bring themselves, and what is said to those who do not see them."""

from alongside.charts.chart import Group, Kind
from alongside.kernel.messages import load_messages, message

MOST_SAID = 40
"""Beyond so many marks the words give the range and lead to the table."""
_FIRST_FOUR = (Kind.DONUT, Kind.BARS, Kind.GROUPED_BARS, Kind.PICTOGRAM)


def chart_word(name: str, language: str, *, unit: str = "respondent", **params: object) -> str:
    """Return a word or sentence from the catalogue; English where there is no translation.

    With the ``unit`` "row" it speaks of rows of data instead of people, where it would.

    >>> chart_word("total", "en"), chart_word("total", "en", unit="row")
    ('Everyone', 'All')
    """
    if unit == "row" and f"chart-word-row-{name}" in load_messages("en"):
        name = f"row-{name}"
    return message(f"chart-word-{name}", "what", params, language)


def describe(kind: str, groups: tuple[Group, ...], language: str) -> str:
    """Return alternative text made from the data: everything, or the range of a large chart.

    Withheld numbers are called withheld.

    >>> from alongside.charts.chart import Group, Mark
    >>> marks = (Mark("time", "Time", 0.47, "47% (302)", 0),)
    >>> describe("bars", (Group("", "640 people", marks),), "en")
    'Bar chart. Time 47% (302). 640 people.'
    """
    head = f"{chart_word(f'alt-{kind}', language)}."
    marks = sum(len(group.marks) for group in groups)
    if marks > MOST_SAID and kind not in _FIRST_FOUR:
        return f"{head} {_range_said(groups, language)}"
    return " ".join([head, *(_group_said(group) for group in groups)])


def _group_said(group: Group) -> str:
    if group.marks and all(mark.share is None for mark in group.marks) and group.label:
        said = group.marks[0].words
    else:
        said = ", ".join(f"{mark.label} {mark.words}" for mark in group.marks)
    return f"{group.label}, {group.base}: {said}." if group.label else f"{said}. {group.base}."


def _range_said(groups: tuple[Group, ...], language: str) -> str:
    """Return how many groups and answers there are, the largest and the smallest share."""
    shown = [
        (mark.share, group, mark)
        for group in groups
        for mark in group.marks
        if mark.share is not None
    ]
    answers = max(len(group.marks) for group in groups)
    parts = [chart_word("alt-size", language, groups=len(groups), answers=answers)]
    if shown:
        for name, chosen in (
            ("alt-largest", max(shown, key=lambda item: item[0])),
            ("alt-smallest", min(shown, key=lambda item: item[0])),
        ):
            _, group, mark = chosen
            words = {"answer": mark.label, "group": group.label, "words": mark.words}
            parts.append(chart_word(name, language, **words))
    parts.append(chart_word("alt-table", language))
    return " ".join(parts)
