"""Weights: raking to margins, within bounds, with a report and warnings when not to."""

from alongside.weigh.benchmarks import Benchmarks, Cells, Margin, cells_of
from alongside.weigh.checks import check_attainable, check_benchmarks, check_weights
from alongside.weigh.diagnostics import (
    CategoryFit,
    MarginFit,
    WeightDiagnostics,
    diagnose_weights,
)
from alongside.weigh.plans import WeightPlan, check_plan, check_plans, make_weights, read_plans
from alongside.weigh.raking import Bounds, Raked, rake_cells
from alongside.weigh.telling import HEADERS, WeightReport, weight_report
from alongside.weigh.trimming import Trimmed, trim_weights
from alongside.weigh.weighting import Weighting, post_stratify, weigh_sample

__all__ = [
    "HEADERS",
    "Benchmarks",
    "Bounds",
    "CategoryFit",
    "Cells",
    "Margin",
    "MarginFit",
    "Raked",
    "Trimmed",
    "WeightDiagnostics",
    "WeightPlan",
    "WeightReport",
    "Weighting",
    "cells_of",
    "check_attainable",
    "check_benchmarks",
    "check_plan",
    "check_plans",
    "check_weights",
    "diagnose_weights",
    "make_weights",
    "post_stratify",
    "rake_cells",
    "read_plans",
    "trim_weights",
    "weigh_sample",
    "weight_report",
]
