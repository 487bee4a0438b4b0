"""What the figures of a released table say, in plain words."""

from collections.abc import Iterator

from alongside.dataset import Provenance
from alongside.questionnaire import Selection
from alongside.tabulate.design_telling import FEWEST_FREE
from alongside.tabulate.measures import (
    EVERYONE_ELSE,
    ColumnDifference,
    DesignBehind,
    Measures,
)
from alongside.tabulate.rounding import points_text, share_text
from alongside.tabulate.statistics import Versus
from alongside.tabulate.table import NO_ANSWER, ReleasedTable
from alongside.tabulate.wording import table_word

SMALLEST_P = 0.001
_KINDS = {
    Selection.SELF_SELECTED: "self-selected",
    Selection.RANDOM: "random",
    Selection.EVERYONE: "everyone",
}


def difference_sentence(
    table: ReleasedTable, difference: ColumnDifference, *, whole: bool = False
) -> str:
    """Return one difference in words, the higher group first.

    "Staff" and "Families" are the words of the columns:
    ``Yes: Staff 16 points more than Families (8 to 24).`` As a ``whole`` sentence: ``“Staff” were
    more likely than “Families” to answer “Yes”: a difference of 16 points, 8 to 24.``
    """
    labels = {column.heading.code: column.heading.label for column in table.columns}
    rows = {row.code: row.label for row in table.rows}
    first, second = labels[difference.first], labels.get(difference.second, "")
    points, low, high = difference.points, difference.low, difference.high
    turned = points < 0 and difference.second != EVERYONE_ELSE
    if turned:
        first, second = second, first
        points, low, high = -points, -high, -low
    kind = "rest" if difference.second == EVERYONE_ELSE else "each"
    name = f"found-{kind}" if difference.found else f"not-found-{kind}"
    if kind == "rest" and points < 0:
        name = "found-rest-less" if difference.found else name
        points, low, high = -points, -high, -low
    if whole:
        name = f"whole-several-{name}" if table.multiple and difference.found else f"whole-{name}"
    return table_word(
        name,
        table.language,
        unit=table.unit,
        row=rows[difference.row],
        first=first,
        second=second,
        points=points_text(points),
        low=points_text(low),
        high=points_text(high),
    )


def findings(table: ReleasedTable, most: int = 20, *, whole: bool = False) -> tuple[str, ...]:
    """Return the differences that are more than chance would give, the largest first.

    ``whole`` as for :func:`difference_sentence`.
    """
    if table.measures is None:
        return ()
    found = sorted(table.measures.differences.only_found(), key=lambda each: -abs(each.points))
    return tuple(difference_sentence(table, each, whole=whole) for each in found[:most])


def headline(table: ReleasedTable) -> str:
    """Return what a table says first of all, in one sentence; "" when it shows too little for one.

    With groups: the largest difference, or that none was found. Without: the commonest answer.
    """
    if len(table.columns) > 1:
        if table.measures is None or not table.measures.differences:
            return ""
        found = findings(table, 1, whole=True)
        return found[0] if found else table_word("headline-alike", table.language)
    base = table.column().base_n
    shown = [row for row in table.rows if row.code != NO_ANSWER and table.cell(row.code).n]
    if not base or not shown or any(table.cell(row.code).n is None for row in table.rows):
        return ""
    most = max(shown, key=lambda row: table.cell(row.code).share or 0.0)
    return table_word(
        "headline-most-several" if table.multiple else "headline-most",
        table.language,
        row=most.label,
        percent=share_text(table.cell(most.code).share or 0.0),
        base=f"{base:,}",
        unit=table.unit,
    )


def sampling_notes(
    provenance: Provenance, language: str, *, measured: bool, weight: str = ""
) -> tuple[str, ...]:
    """Return one line on what figures mean for people who came in as they did; none if not said.

    Another says so where the study states a weight that is not used.

    Parameters
    ----------
    provenance
        Holds what the study says of its sample.
    language
        Of the line.
    measured
        Whether intervals or tests are there to be read.
    weight
        Of the figures; "": none.
    """
    sampling = provenance.sampling
    if sampling is None:
        return ()
    more: tuple[str, ...] = ()
    if sampling.weight and not weight:
        more = (table_word("note-unweighted", language, weight=sampling.weight),)
    kind = _KINDS[sampling.people]
    if not measured:
        return (table_word(f"sample-plain-{kind}", language), *more)
    if sampling.people is Selection.EVERYONE and sampling.population is not None:
        kind = "everyone-counted"
    return (table_word(f"sample-{kind}", language), *more)


def measure_notes(table: ReleasedTable) -> tuple[str, ...]:
    """Return how to read letters, weights and the test of a table; none without measures."""
    if table.measures is None:
        return ()
    return tuple(_notes(table, table.measures))


def _notes(table: ReleasedTable, measures: Measures) -> Iterator[str]:
    language, percent = table.language, round(100 * measures.wish.level)
    if measures.design is not None:
        yield from design_notes(measures.design, language)
    if table.weight:
        yield table_word("note-weighted", language, weight=table.weight, unit=table.unit)
    if len(table.columns) > 2:
        name = "note-letters" if measures.versus is Versus.EACH else "note-signs"
        yield table_word(name, language, level=percent, correction=measures.wish.correction.value)
    if measures.association is not None:
        found = measures.association
        related = found.p_value <= 1 - measures.wish.level
        yield table_word(
            "note-related" if related else "note-unrelated",
            language,
            f=f"{found.statistic:.2f}",
            df=f"{found.df:.1f}",
            below=f"{found.df_below:.0f}",
            p=p_text(found.p_value),
            v=f"{found.strength:.2f}",
        )


def design_notes(behind: DesignBehind, language: str) -> Iterator[str]:
    """Yield what of the design intervals and tests take account of, and what had to be left out."""
    parts = [
        table_word(f"design-{name}", language, column=column)
        for name, column in (("strata", behind.strata), ("clusters", behind.clusters))
        if column
    ]
    parts += [table_word("design-finite", language)] if behind.finite else []
    if behind.left_out and not behind.clusters:
        yield table_word("note-design-plain", language, strata=behind.strata)
        return
    yield table_word("note-design", language, parts=", ".join(parts))
    if behind.left_out:
        yield table_word("note-design-untold", language, fewest=FEWEST_FREE)


def number_notes(base: ReleasedTable) -> tuple[str, ...]:
    """Return how to read means by groups, of which ``base`` is the table of who gave a number.

    As :func:`measure_notes`, without letters and tests, which speak of shares.
    """
    design = base.measures.design if base.measures else None
    notes = () if design is None else tuple(design_notes(design, base.language))
    said = sampling_notes(base.provenance, base.language, measured=True, weight=base.weight)
    return (*said, *notes)


def p_text(p_value: float) -> str:
    """Return a p-value as printed.

    >>> p_text(0.0421), p_text(0.00002)
    ('= 0.042', '< 0.001')
    """
    return f"< {SMALLEST_P}" if p_value < SMALLEST_P else f"= {p_value:.3f}"
