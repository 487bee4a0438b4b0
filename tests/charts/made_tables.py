"""Tables of counts made by hand and released by the rule of a study, for charts to be made of."""

from collections.abc import Mapping, Sequence

from tests.made_data import PROVENANCE

from alongside.questionnaire import Disclosure
from alongside.tabulate import (
    NO_ANSWER,
    TOTAL,
    Base,
    Cell,
    Column,
    Heading,
    ReleasedTable,
    Table,
    release,
)

RULE = Disclosure(withhold_below=10, small_base=50)
AGREE = ("Strongly agree", "Agree", "Neither agree nor disagree", "Disagree", "Strongly disagree")
LONG_ANSWERS = (
    "The way things are done at work does not leave any room for it at all",
    "Nobody explained what it would mean for the people who use the service",
    "Antidisestablishmentarianism and other words that do not fit in narrow places",
    "No",
)
LONG_GROUPS = (
    "Community interest companies and other voluntary, community or faith organisations",
    "Local government, including combined authorities and their arm's-length bodies",
    "National Health Service",
)


def made_table(
    answers: Sequence[str],
    groups: Mapping[str, Sequence[int]],
    *,
    multiple: bool = False,
    no_answer: bool = False,
    bases: Mapping[str, int] | None = None,
    language: str = "en",
    rule: Disclosure = RULE,
) -> ReleasedTable:
    """Return a released table: counts of each answer by group; one group named "" is everyone.

    The total adds the groups up; with ``no_answer`` the last answer is the row of those who gave
    none; ``bases`` are needed where people can choose several answers.
    """
    rows = [Heading(f"a{at}", label) for at, label in enumerate(answers)]
    if no_answer:
        rows[-1] = Heading(NO_ANSWER, answers[-1])
    counts = {name: list(given) for name, given in groups.items()}
    sizes = dict(bases) if bases else {name: sum(given) for name, given in counts.items()}
    total = [sum(given[at] for given in counts.values()) for at in range(len(rows))]
    columns = [
        Column(Heading(f"g{at}", name), sizes[name], caution=False)
        for at, name in enumerate(counts)
        if name
    ]
    columns.append(Column(Heading(TOTAL, "Total"), sum(sizes.values()), caution=False))
    by_code = {f"g{at}": given for at, given in enumerate(counts.values())} | {TOTAL: total}
    cells = {}
    for column in columns:
        code, base = column.heading.code, column.base_n or 0
        for at, row in enumerate(rows):
            number = by_code[code][at]
            cells[row.code, code] = Cell(number, number / base if base else None)
    grouped = len(columns) > 1
    table = Table(
        variable="heard",
        by="place" if grouped else None,
        title="What people said",
        rows=tuple(rows),
        columns=tuple(columns),
        cells=cells,
        base=Base.ASKED if no_answer else Base.ANSWERED,
        where="",
        multiple=multiple,
        provenance=PROVENANCE,
        unplaced={"__base__": 0, **{row.code: 0 for row in rows}} if grouped else {},
        language=language,
    )
    return release(table, rule)
