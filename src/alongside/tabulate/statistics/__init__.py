"""Statistics of weighted, stratified and clustered samples, from sums that add across parts.

Everything starts from totals of cells with their covariance. Independent people need only the
counts contract (n, sum w, sum w^2); strata and clusters need the same sums per cluster. Shares,
means, quantiles, intervals and tests are made from these, never from rows of people.
"""

from alongside.tabulate.statistics.columns import (
    SMALLEST_EXPECTED,
    ColumnComparison,
    Overlap,
    Sums,
    Versus,
    compare_columns,
    compare_columns_of_totals,
)
from alongside.tabulate.statistics.design import (
    SinglePsu,
    SurveyDesign,
)
from alongside.tabulate.statistics.differences import (
    Differences,
    correlation_of,
    mean_differences,
    share_differences,
)
from alongside.tabulate.statistics.effects import (
    EffectSize,
    StandardisedDifference,
    cohens_h,
    cramers_v,
    cramers_v_of_tables,
    effect_size_of_h,
    effect_size_of_v,
    hedges_g,
)
from alongside.tabulate.statistics.exact import (
    MOST_TABLES,
    ExactTest,
    fisher_exact,
    fisher_exact_pairs,
)
from alongside.tabulate.statistics.independence import (
    Independence,
    IndependenceTest,
    independence,
)
from alongside.tabulate.statistics.intervals import (
    Interval,
    IntervalMethod,
    adjusted_base,
    score_base,
    share_interval,
    t_quantile,
    wilson_limits,
)
from alongside.tabulate.statistics.letters import REST, column_letter, letters_above
from alongside.tabulate.statistics.many_tables import (
    Independences,
    independence_of_tables,
)
from alongside.tabulate.statistics.mean_columns import (
    SMALLEST_GROUP,
    MeansTest,
    compare_mean_columns,
    compare_mean_columns_of_totals,
    means_test,
)
from alongside.tabulate.statistics.means import (
    Means,
    ValueSums,
    mean_interval,
    means_from_sums,
    means_from_totals,
    value_sums,
)
from alongside.tabulate.statistics.multiplicity import (
    Correction,
    adjust_p_values,
)
from alongside.tabulate.statistics.psus import (
    PsuTotals,
    add_psu_totals,
    psu_totals,
    totals_from_psus,
    totals_of_people,
)
from alongside.tabulate.statistics.quantiles import (
    Quantiles,
    quantiles_from_counts,
    quantiles_from_psus,
    weighted_quantile,
)
from alongside.tabulate.statistics.ratios import (
    Ratios,
    ratios_of_totals,
)
from alongside.tabulate.statistics.shares import (
    Shares,
    shares_from_counts,
    shares_from_totals,
)
from alongside.tabulate.statistics.totals import (
    CellTotals,
    totals_from_counts,
    totals_from_strata,
    unit_scale,
)

__all__ = [
    "MOST_TABLES",
    "REST",
    "SMALLEST_EXPECTED",
    "SMALLEST_GROUP",
    "CellTotals",
    "ColumnComparison",
    "Correction",
    "Differences",
    "EffectSize",
    "ExactTest",
    "Independence",
    "IndependenceTest",
    "Independences",
    "Interval",
    "IntervalMethod",
    "Means",
    "MeansTest",
    "Overlap",
    "PsuTotals",
    "Quantiles",
    "Ratios",
    "Shares",
    "SinglePsu",
    "StandardisedDifference",
    "Sums",
    "SurveyDesign",
    "ValueSums",
    "Versus",
    "add_psu_totals",
    "adjust_p_values",
    "adjusted_base",
    "cohens_h",
    "column_letter",
    "compare_columns",
    "compare_columns_of_totals",
    "compare_mean_columns",
    "compare_mean_columns_of_totals",
    "correlation_of",
    "cramers_v",
    "cramers_v_of_tables",
    "effect_size_of_h",
    "effect_size_of_v",
    "fisher_exact",
    "fisher_exact_pairs",
    "hedges_g",
    "independence",
    "independence_of_tables",
    "letters_above",
    "mean_differences",
    "mean_interval",
    "means_from_sums",
    "means_from_totals",
    "means_test",
    "psu_totals",
    "quantiles_from_counts",
    "quantiles_from_psus",
    "ratios_of_totals",
    "score_base",
    "share_differences",
    "share_interval",
    "shares_from_counts",
    "shares_from_totals",
    "t_quantile",
    "totals_from_counts",
    "totals_from_psus",
    "totals_from_strata",
    "totals_of_people",
    "unit_scale",
    "value_sums",
    "weighted_quantile",
    "wilson_limits",
]
