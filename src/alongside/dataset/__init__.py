"""The data set: typed answers, their codebook, and why each gap is there."""

from alongside.dataset.codebook import Category, Codebook, Missing, Variable, VariableType
from alongside.dataset.frame import DataSet, Provenance

__all__ = [
    "Category",
    "Codebook",
    "DataSet",
    "Missing",
    "Provenance",
    "Variable",
    "VariableType",
]
