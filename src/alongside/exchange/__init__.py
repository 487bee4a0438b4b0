"""Data for and from other programs: SPSS, Stata, DDI, Triple-S, JSON, and what each cannot hold."""

from alongside.exchange.as_json import export_json
from alongside.exchange.ddi import export_ddi
from alongside.exchange.dta import export_dta
from alongside.exchange.exporting import (
    DataFormat,
    default_name,
    export_dataset,
    export_files,
    format_of,
)
from alongside.exchange.from_csv import has_codebook, import_described_csv
from alongside.exchange.from_sav import import_sav
from alongside.exchange.from_triple_s import import_triple_s
from alongside.exchange.notes import Change, ChangeKind, Transfer, Written
from alongside.exchange.sav import export_sav
from alongside.exchange.triple_s import export_triple_s

__all__ = [
    "Change",
    "ChangeKind",
    "DataFormat",
    "Transfer",
    "Written",
    "default_name",
    "export_dataset",
    "export_ddi",
    "export_dta",
    "export_files",
    "export_json",
    "export_sav",
    "export_triple_s",
    "format_of",
    "has_codebook",
    "import_described_csv",
    "import_sav",
    "import_triple_s",
]
