"""The data set: typed answers, their codebook, and why each gap is there."""

from alongside.dataset.build import build_codebook, build_dataset
from alongside.dataset.codebook import Category, Codebook, Missing, Variable, VariableType
from alongside.dataset.expressions import condition_to_expr, find_variable, variables_in
from alongside.dataset.frame import (
    MISSING_SUFFIX,
    RESPONDENT,
    STATUS,
    DataSet,
    Provenance,
)
from alongside.dataset.load import load_dataset

__all__ = [
    "MISSING_SUFFIX",
    "RESPONDENT",
    "STATUS",
    "Category",
    "Codebook",
    "DataSet",
    "Missing",
    "Provenance",
    "Variable",
    "VariableType",
    "build_codebook",
    "build_dataset",
    "condition_to_expr",
    "find_variable",
    "load_dataset",
    "variables_in",
]
