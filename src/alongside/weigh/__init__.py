"""Weights: raking to margins, within bounds, with a report and warnings when not to."""

from alongside.weigh.benchmarks import Benchmarks, Cells, Margin, cells_of
from alongside.weigh.checks import check_attainable, check_benchmarks, check_weights
from alongside.weigh.diagnostics import (
    CategoryFit,
    MarginFit,
    WeightDiagnostics,
    diagnose_weights,
)
from alongside.weigh.raking import Bounds, Raked, rake_cells
from alongside.weigh.trimming import Trimmed, trim_weights
from alongside.weigh.weighting import Weighting, post_stratify, weigh_sample

__all__ = [
    "Benchmarks",
    "Bounds",
    "CategoryFit",
    "Cells",
    "Margin",
    "MarginFit",
    "Raked",
    "Trimmed",
    "WeightDiagnostics",
    "Weighting",
    "cells_of",
    "check_attainable",
    "check_benchmarks",
    "check_weights",
    "diagnose_weights",
    "post_stratify",
    "rake_cells",
    "trim_weights",
    "weigh_sample",
]
