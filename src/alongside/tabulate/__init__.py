"""Tables: every question by every group, with bases, cautions, and nothing that identifies."""

from alongside.tabulate.book import Book
from alongside.tabulate.cluster import Cluster
from alongside.tabulate.countings import (
    Answers,
    Both,
    Counting,
    Numbers,
    Tables,
    Units,
    Values,
    needed_columns,
)
from alongside.tabulate.counts import (
    add_counts,
    count_answers,
    count_cells,
    count_crossings,
    count_many,
    counts_frame,
)
from alongside.tabulate.crossing import Banner, Crossing, Nested
from alongside.tabulate.crosstab import TableOptions, Tally, count_people, tabulate, tabulate_many
from alongside.tabulate.disclosure import Released, release, release_as, release_together
from alongside.tabulate.dominance import protection_level, withheld_sums
from alongside.tabulate.drawn_numbers import drawn_means
from alongside.tabulate.explored_numbers import (
    NumberColumn,
    ReleasedNumbers,
    explore_numbers,
    number_text,
    numbers_as_rows,
    with_given,
)
from alongside.tabulate.exploring import Explorer, Ledger
from alongside.tabulate.findings import (
    design_notes,
    difference_sentence,
    findings,
    headline,
    measure_notes,
    number_notes,
    sampling_notes,
)
from alongside.tabulate.guard import Audit, Bounds, Printed, audit, number_printed, printed_from
from alongside.tabulate.large import LargeTables, tabulate_parts
from alongside.tabulate.measures import ColumnDifference, Measures, Measuring
from alongside.tabulate.numbers import (
    add_numbers,
    add_values,
    count_numbers,
    count_values,
    means_of,
    quantiles_of,
)
from alongside.tabulate.parts import Here, Runner, count_parts
from alongside.tabulate.people import find_banner, select_people
from alongside.tabulate.releases import (
    LOG_FILE,
    LogEntry,
    add_to_log,
    entry_line,
    entry_of,
    read_entry,
    read_log,
    standing,
)
from alongside.tabulate.render import all_notes, share_text_of, table_rows, to_csv, to_markdown
from alongside.tabulate.rounding import percent_text
from alongside.tabulate.sampling import check_sampling, chosen_weight, require_sampling
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
from alongside.tabulate.units import UnitCounts, add_unit_counts, count_units

__all__ = [
    "LOG_FILE",
    "NO_ANSWER",
    "TOTAL",
    "Answers",
    "Audit",
    "Banner",
    "Base",
    "Book",
    "Both",
    "Bounds",
    "Cell",
    "Cluster",
    "Column",
    "ColumnDifference",
    "Counting",
    "Crossing",
    "Explorer",
    "Heading",
    "Here",
    "LargeTables",
    "Ledger",
    "LogEntry",
    "Measures",
    "Measuring",
    "Nested",
    "NumberColumn",
    "Numbers",
    "Printed",
    "Released",
    "ReleasedNumbers",
    "ReleasedTable",
    "Runner",
    "Table",
    "TableOptions",
    "Tables",
    "Tally",
    "UnitCounts",
    "Units",
    "Values",
    "add_counts",
    "add_numbers",
    "add_to_log",
    "add_unit_counts",
    "add_values",
    "all_notes",
    "audit",
    "check_sampling",
    "chosen_weight",
    "count_answers",
    "count_cells",
    "count_crossings",
    "count_many",
    "count_numbers",
    "count_parts",
    "count_people",
    "count_units",
    "count_values",
    "counts_frame",
    "design_notes",
    "difference_sentence",
    "drawn_means",
    "entry_line",
    "entry_of",
    "explore_numbers",
    "find_banner",
    "findings",
    "headline",
    "means_of",
    "measure_notes",
    "needed_columns",
    "number_notes",
    "number_printed",
    "number_text",
    "numbers_as_rows",
    "percent_text",
    "printed_from",
    "protection_level",
    "quantiles_of",
    "read_entry",
    "read_log",
    "release",
    "release_as",
    "release_together",
    "require_sampling",
    "sampling_notes",
    "select_people",
    "share_text_of",
    "standing",
    "table_rows",
    "tabulate",
    "tabulate_many",
    "tabulate_parts",
    "to_csv",
    "to_markdown",
    "with_given",
    "withheld_sums",
]
