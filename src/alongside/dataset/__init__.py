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
from alongside.dataset.linked import LINKED_PREFIX, link_questions
from alongside.dataset.load import find_study_parts, has_answers, load_dataset, load_for_tables
from alongside.dataset.partitions import Part, PartedData, PartReader, find_parts
from alongside.dataset.profiles import Profiles, has_weight, people_n, people_of, weight_sums

__all__ = [
    "LINKED_PREFIX",
    "MISSING_SUFFIX",
    "RESPONDENT",
    "STATUS",
    "Category",
    "Codebook",
    "DataSet",
    "ImportReport",
    "Missing",
    "Part",
    "PartReader",
    "PartedData",
    "Profiles",
    "Provenance",
    "Variable",
    "VariableType",
    "build_codebook",
    "build_dataset",
    "condition_to_expr",
    "export_csv",
    "export_parquet",
    "find_parts",
    "find_study_parts",
    "find_variable",
    "has_answers",
    "has_weight",
    "import_csv",
    "link_questions",
    "load_dataset",
    "load_for_tables",
    "people_n",
    "people_of",
    "refuse_full_folder",
    "variables_in",
    "weight_sums",
]
