"""Tables: every question by every group, with bases, cautions, and nothing that identifies."""

from alongside.tabulate.counts import (
    Banner,
    Crossing,
    Nested,
    add_counts,
    count_cells,
    count_crossings,
    count_many,
    counts_frame,
)
from alongside.tabulate.crosstab import Tally, count_people, tabulate, tabulate_many
from alongside.tabulate.disclosure import release
from alongside.tabulate.people import find_banner, select_people
from alongside.tabulate.render import all_notes, table_rows, to_csv, to_markdown
from alongside.tabulate.rounding import percent_text
from alongside.tabulate.table import (
    NO_ANSWER,
    TOTAL,
    Base,
    Cell,
    Column,
    Heading,
    ReleasedTable,
    Table,
)

__all__ = [
    "NO_ANSWER",
    "TOTAL",
    "Banner",
    "Base",
    "Cell",
    "Column",
    "Crossing",
    "Heading",
    "Nested",
    "ReleasedTable",
    "Table",
    "Tally",
    "add_counts",
    "all_notes",
    "count_cells",
    "count_crossings",
    "count_many",
    "count_people",
    "counts_frame",
    "find_banner",
    "percent_text",
    "release",
    "select_people",
    "table_rows",
    "tabulate",
    "tabulate_many",
    "to_csv",
    "to_markdown",
]
