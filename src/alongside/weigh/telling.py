"""What has to be told about weights, in rows and sentences."""

from collections.abc import Iterator
from dataclasses import dataclass

from alongside.weigh.diagnostics import MarginFit
from alongside.weigh.plans import WeightPlan
from alongside.weigh.weighting import Weighting

HEADERS = ("Question", "Answer", "People", "Before", "Population", "After")
WITHHELD = "withheld"


@dataclass(frozen=True)
class WeightReport:
    """The report of one weight: a table of its margins and what to know, ready to print."""

    title: str
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]

    def markdown(self) -> str:
        """Return the report as Markdown."""
        lines = [f"## {self.title}", "", _line(HEADERS), "|---|---|" + "---:|" * 4]
        lines += [_line(row) for row in self.rows]
        return "\n".join([*lines, "", *(f"- {note}" for note in self.notes), ""])


def weight_report(plan: WeightPlan, made: Weighting, withhold_below: int) -> WeightReport:
    """Return what to tell about a weight.

    Numbers of people below the study's threshold stay out: a margin with such an answer shows
    neither numbers nor shares of the people who answered, since the others would give it away. Nor
    is it told how far weights spread: a weight is a share of the population over such a share.
    """
    rows = []
    for margin in made.margins:
        small = _is_small(margin, withhold_below)
        for spot, each in enumerate(margin.categories):
            rows.append(
                (
                    "" if spot else margin.variable,
                    each.category,
                    WITHHELD if small else f"{each.n:,}",
                    WITHHELD if small else _percent(each.before_share),
                    _percent(each.target_share),
                    WITHHELD if small and not made.converged else _percent(each.after_share),
                )
            )
        if margin.unknown_n:
            n = WITHHELD if small else f"{margin.unknown_n:,}"
            rows.append(("", "(not known)", n, "", "", ""))
    notes = tuple(_notes(made, withhold_below))
    return WeightReport(f"{plan.code}: {plan.label}", tuple(rows), notes)


def _notes(made: Weighting, withhold_below: int) -> Iterator[str]:
    yield f"Benchmarks: {made.source or 'no source is named'}."
    worst = max(margin.largest_deviation for margin in made.margins)
    sweeps = f"{made.sweeps} sweep{'s' if made.sweeps != 1 else ''}"
    if made.converged:
        yield f"Raking reached every margin after {sweeps}."
    else:
        yield f"Raking stopped after {sweeps}, {100 * worst:.2g} points from one margin."
    found, before = made.diagnostics, made.diagnostics_before
    if made.bounds is None:
        yield "No weight was trimmed."
    else:
        stopped = [
            f"fewer than {withhold_below}" if 0 < n < withhold_below else f"{n:,}"
            for n in (made.raised_n, made.lowered_n)
        ]
        yield (
            f"Every weight lies from {made.bounds.low:g} to {made.bounds.high:g} times the average:"
            f" {stopped[0]} people stopped at the lower bound, {stopped[1]} at the upper."
        )
    if any(margin.unknown_n for margin in made.margins):
        yield "People whose answer is not known keep their share of the weight in that margin."
    if any(_is_small(margin, withhold_below) for margin in made.margins):
        yield f"Answers of fewer than {withhold_below} people: how far weights spread is withheld."
        return
    yield (
        f"Weights run from {found.low / found.mean:.2f} to {found.high / found.mean:.2f} times the"
        f" average; the heaviest 5% of people hold {100 * found.top_share:.0f}% of the weight."
    )
    yield (
        f"{found.n:,} people tell as much as {found.effective_n:,.0f} of equal weight (design"
        f" effect {found.design_effect:.2f}; before {before.design_effect:.2f})."
    )


def _is_small(margin: MarginFit, withhold_below: int) -> bool:
    numbers = [*(each.n for each in margin.categories), margin.unknown_n]
    return any(0 < n < withhold_below for n in numbers)


def _percent(share: float) -> str:
    return f"{100 * share:.1f}%"


def _line(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
