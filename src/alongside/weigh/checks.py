"""What speaks against weighting: everything at once, with what to do about it."""

from collections import Counter
from dataclasses import replace

import numpy as np
from scipy import optimize, sparse

from alongside.kernel.problems import Place, Problem, Severity
from alongside.weigh.benchmarks import Answers, Benchmarks, Cells, Margin
from alongside.weigh.diagnostics import WeightDiagnostics
from alongside.weigh.raking import Bounds

TINY_CATEGORY = 20
"""Fewer people in a category than this cannot stand for a part of the population."""
MANY_UNKNOWN = 0.05
"""More people than this share without a known category weaken a margin."""
EXTREME_WEIGHT = 5.0
"""One person standing for so many average ones is extreme."""
COSTLY_DESIGN_EFFECT = 2.0
"""Above this more than half of the people are lost to unequal weights."""
_SUMS_TO_1 = 0.005  # shares printed in per cent with one decimal
_SAME_TOTAL = 0.005
_SHARES_AT_MOST = 1.5  # targets that add up to less are meant as shares


def check_benchmarks(
    answers: Answers, benchmarks: Benchmarks, *, tiny: int = TINY_CATEGORY
) -> list[Problem]:
    """Return everything that forbids or speaks against weighting these people to these margins.

    Parameters
    ----------
    answers
        For each variable the category of each person, None where it is not known.
    benchmarks
        The margins and their source.
    tiny
        Categories of fewer people than this get a warning.

    Returns
    -------
    Errors where there can be no weights, warnings where it would be better to have none.

    >>> benchmarks = Benchmarks((Margin("region", {"north": 0.3, "south": 0.7}),))
    >>> [each.code for each in check_benchmarks({"region": ["south"] * 40}, benchmarks)]
    ['weigh-no-source', 'weigh-nobody-in-category']
    """
    found: list[Problem] = []
    if not benchmarks.margins:
        return [Problem("weigh-no-margins")]
    if not benchmarks.source.strip():
        found.append(Problem("weigh-no-source", severity=Severity.WARNING))
    seen: set[str] = set()
    for margin in benchmarks.margins:
        if margin.variable in seen:
            found.append(_problem("weigh-margin-twice", margin))
        seen.add(margin.variable)
        found += _check_margin(answers, margin, tiny)
    found += _check_totals(benchmarks)
    return found


def check_attainable(
    cells: Cells, benchmarks: Benchmarks, *, bounds: Bounds | None = None
) -> list[Problem]:
    """Return whether margins contradict each other given who is in the sample.

    Raking can only move weight between kinds of people that are there. If, for example, every
    person over 80 is a woman, men cannot be 50 per cent of a population of people over 80.

    Parameters
    ----------
    cells
        The sample, grouped.
    benchmarks
        The margins.
    bounds
        Bounds of the weights; None: any weight of 0 or more.

    Returns
    -------
    Nothing, or one error (without bounds) or warning (with them) that names the category that
    stays furthest from its target, and how near it can come.

    Notes
    -----
    A linear programme over the weight of each group (HiGHS), with the distances from the
    targets as its cost.
    """
    held = cells.base > 0
    place, which = np.unique(cells.place[held], axis=0, return_inverse=True)
    n = np.bincount(which.ravel(), cells.n[held])
    rows = [
        (margin, category, spot, share)
        for spot, margin in enumerate(benchmarks.margins)
        for category, share in margin.shares().items()
    ]
    blocks = []
    for margin, category, spot, share in rows:
        inside = place[:, spot] == list(margin.targets).index(category)
        blocks.append(inside + share * (place[:, spot] < 0))
    matrix = sparse.csr_array(np.array(blocks, float))
    size = len(rows)
    slack = sparse.eye_array(size)
    once = np.concatenate([np.ones(n.size), np.zeros(2 * size)])[None]
    equal = sparse.vstack([sparse.hstack([matrix, slack, -slack]), sparse.csr_array(once)])
    wanted = np.array([*(share for *_, share in rows), 1.0])
    share_of_one = n / n.sum()
    low = (bounds.low if bounds else 0.0) * share_of_one
    high = bounds.high * share_of_one if bounds else np.full(n.size, np.inf)
    solved = optimize.milp(
        np.concatenate([np.zeros(n.size), np.ones(2 * size)]),
        bounds=optimize.Bounds(
            np.append(low, np.zeros(2 * size)), np.append(high, np.full(2 * size, np.inf))
        ),
        constraints=optimize.LinearConstraint(equal, wanted, wanted),
    )
    if solved.x is None or solved.fun <= 1e-7:
        return []
    short = solved.x[n.size : n.size + size] - solved.x[n.size + size :]
    worst = int(np.argmax(np.abs(short)))
    margin, category, _, share = rows[worst]
    params = {
        "category": category,
        "variable": margin.variable,
        "target": f"{100 * share:.1f}",
        "near": f"{100 * (share - short[worst]):.1f}",
    }
    where = Place(item=f"{margin.variable}: {category}")
    if bounds:
        limits_said = {"low": f"{bounds.low:g}", "high": f"{bounds.high:g}"}
        return [Problem("weigh-bounds", where, params | limits_said, Severity.WARNING)]
    return [Problem("weigh-contradiction", where, params)]


def check_weights(found: WeightDiagnostics) -> list[Problem]:
    """Return warnings about weights that cost more than they mend.

    >>> from alongside.weigh.diagnostics import diagnose_weights
    >>> [each.code for each in check_weights(diagnose_weights([1] * 20 + [30]))]
    ['weigh-extreme', 'weigh-costly']
    """
    problems = []
    if found.high > EXTREME_WEIGHT * found.mean:
        params = {"times": f"{found.high / found.mean:.1f}", "most": f"{EXTREME_WEIGHT:g}"}
        problems.append(Problem("weigh-extreme", params=params, severity=Severity.WARNING))
    if found.design_effect > COSTLY_DESIGN_EFFECT:
        params = {
            "n": f"{found.n:,}",
            "effective": f"{found.effective_n:,.0f}",
            "effect": f"{found.design_effect:.1f}",
        }
        problems.append(Problem("weigh-costly", params=params, severity=Severity.WARNING))
    return problems


def _check_margin(answers: Answers, margin: Margin, tiny: int) -> list[Problem]:
    if margin.variable not in answers:
        return [_problem("weigh-unknown-variable", margin, known=", ".join(sorted(answers)) or "-")]
    bad = [name for name, target in margin.targets.items() if not 0 <= target < np.inf]
    if bad:
        return [_problem("weigh-target", margin, category=name) for name in bad]
    if not margin.total > 0:
        return [_problem("weigh-no-targets", margin)]
    found = []
    counted = Counter(answers[margin.variable])
    unknown = counted.pop(None, 0)
    everybody = unknown + sum(counted.values())
    if everybody and unknown > MANY_UNKNOWN * everybody:
        percent = f"{100 * unknown / everybody:.0f}"
        found.append(_warning("weigh-unknown", margin, percent=percent))
    for name, target in margin.targets.items():
        n, percent = counted.get(name, 0), f"{100 * target / margin.total:.1f}"
        if target > 0 and not n:
            found.append(
                _problem("weigh-nobody-in-category", margin, category=name, percent=percent)
            )
        elif target == 0 and n:
            found.append(_problem("weigh-target-zero", margin, category=name, n=n))
        elif 0 < n < tiny:
            found.append(
                _warning("weigh-tiny", margin, category=name, n=n, tiny=tiny, percent=percent)
            )
    found += [
        _problem("weigh-category-without-target", margin, category=name, n=n)
        for name, n in sorted(counted.items(), key=str)
        if name not in margin.targets
    ]
    return found


def _check_totals(benchmarks: Benchmarks) -> list[Problem]:
    found = []
    first_name, first = benchmarks.margins[0].variable, benchmarks.margins[0].total
    for margin in benchmarks.margins:
        total = margin.total
        if not np.isfinite(total) or total <= 0:  # said already
            continue
        if total <= _SHARES_AT_MOST and abs(total - 1) > _SUMS_TO_1:
            found.append(_problem("weigh-shares", margin, total=f"{100 * total:.1f}"))
        elif abs(total - first) > _SAME_TOTAL * max(total, first):
            words = {"first": first_name, "first_total": f"{first:,g}", "total": f"{total:,g}"}
            found.append(_problem("weigh-totals", margin, **words))
    return found


def _problem(code: str, margin: Margin, **params: object) -> Problem:
    item = f"{margin.variable}: {params['category']}" if "category" in params else margin.variable
    return Problem(code, Place(item=item), {"variable": margin.variable, **params})


def _warning(code: str, margin: Margin, **params: object) -> Problem:
    return replace(_problem(code, margin, **params), severity=Severity.WARNING)
