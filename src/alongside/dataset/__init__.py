"""The data set: typed answers, their codebook, and why each gap is there."""

from alongside.dataset.build import build_codebook, build_dataset
from alongside.dataset.codebook import Category, Codebook, Missing, Variable, VariableType
from alongside.dataset.exports import export_csv, export_parquet
from alongside.dataset.expressions import condition_to_expr, find_variable, variables_in
from alongside.dataset.frame import (
    MISSING_SUFFIX,
    RESPONDENT,
    STATUS,
    DataSet,
    Provenance,
)
from alongside.dataset.imports import ImportReport, import_csv, refuse_full_folder
from alongside.dataset.linked import link_questions
from alongside.dataset.load import load_dataset
from alongside.dataset.parts import parquet_parts

__all__ = [
    "MISSING_SUFFIX",
    "RESPONDENT",
    "STATUS",
    "Category",
    "Codebook",
    "DataSet",
    "ImportReport",
    "Missing",
    "Provenance",
    "Variable",
    "VariableType",
    "build_codebook",
    "build_dataset",
    "condition_to_expr",
    "export_csv",
    "export_parquet",
    "find_variable",
    "import_csv",
    "link_questions",
    "load_dataset",
    "parquet_parts",
    "refuse_full_folder",
    "variables_in",
]
