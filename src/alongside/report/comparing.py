"""The table of published figures that these data do not reproduce."""

from alongside.report.blocks import word
from alongside.report.context import Context
from alongside.report.facts import FactKind, TableBlock, TableRow
from alongside.report.published import Comparison, PublishedFigure, compare
from alongside.report.values import work_out


def compare_all(
    figures: dict[str, PublishedFigure], context: Context
) -> tuple[list[Comparison], list[PublishedFigure], list[PublishedFigure]]:
    """Recompute every published figure that has an expression.

    Returns the comparisons, the figures whose recomputed number is held back, and those
    that no expression recomputes. A number that is held back is no problem here, because
    it is not printed; any other fault is noted in the context.
    """
    done: list[Comparison] = []
    held: list[PublishedFigure] = []
    without: list[PublishedFigure] = []
    for figure in figures.values():
        if not figure.value:
            continue
        if figure.call is None:
            without.append(figure)
            continue
        known = len(context.problems)
        fact = work_out(figure.call, context)
        if fact is not None:
            done.append(compare(figure, fact))
        elif all(found.code == "report-withheld" for found in context.problems[known:]):
            del context.problems[known:]
            held.append(figure)
    return done, held, without


def disagreement_table(
    done: list[Comparison], held: list[PublishedFigure], language: str, label: str
) -> TableBlock:
    """Return the table: figure, as published, in these data, why."""
    rows = [
        TableRow(
            figure_name(item.figure.name),
            (published_text(item.figure), item.fact.text, _why(item, language)),
        )
        for item in done
        if not item.agrees
    ]
    for figure in held:
        why = " ".join(part for part in (word("disagree-withheld", language), figure.why) if part)
        sign = word("withheld", language)
        rows.append(TableRow(figure_name(figure.name), (published_text(figure), sign, why)))
    heads = tuple(word(f"disagree-{part}", language) for part in ("published", "here", "why"))
    return TableBlock(
        id="disagreements",
        label=label,
        caption=word("disagree-caption", language),
        corner=word("disagree-figure", language),
        heads=heads,
        rows=tuple(rows),
    )


def figure_name(name: str) -> str:
    """Return a figure's name as words.

    >>> figure_name("heard_staff_yes")
    'Heard staff yes'
    """
    return name.replace("_", " ").replace("-", " ").strip().capitalize()


def published_text(figure: PublishedFigure) -> str:
    """Return a published value with its unit."""
    return f"{figure.value}%" if figure.unit == "percent" else figure.value


def _why(item: Comparison, language: str) -> str:
    parts: list[str] = []
    fact = item.fact
    if fact.kind is FactKind.PERCENT:
        printed = published_text(item.figure)
        n, base = fact.n, fact.base_n
        parts.append(word("disagree-percent", language, n=n, base=base, percent=fact.text))
        if not item.possible:
            parts.append(word("disagree-grim", language, base=base, percent=printed))
    elif fact.kind in (FactKind.COUNT, FactKind.BASE):
        parts.append(word("disagree-count", language, n=fact.text))
    parts += [item.figure.why or item.figure.note]
    sentences = [f"{part.rstrip('.')}." for part in parts if part]
    return " ".join(f"{part[0].upper()}{part[1:]}" for part in sentences)
