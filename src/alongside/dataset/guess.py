"""A first codebook for a CSV, guessed from its cells, for a person to look through."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from alongside.dataset.codebook import Missing, VariableType
from alongside.dataset.csv_table import CsvTable
from alongside.dataset.dates import dates_fit, guess_date_order
from alongside.dataset.expressions import MASK_BITS
from alongside.dataset.frame import RESERVED_CODES
from alongside.dataset.numbers import has_decimal_comma, parse_number
from alongside.dataset.source_codebook import SourceCategory, SourceCodebook, SourceVariable

MOST_CATEGORIES = 60
LONGEST_CATEGORY = 200
FEWEST_TICK_COLUMNS = 3
TICKS = {"1", "x", "yes", "y", "true", "✓", "✔", "ticked", "selected", "checked"}
NO_ANSWER_WORDS = {
    **dict.fromkeys(
        ("did not answer", "no answer", "not answered", "no response", "missing", "blank"),
        Missing.SKIPPED,
    ),
    **dict.fromkeys(
        ("prefer not to say", "refused", "rather not say", "do not wish to say"),
        Missing.DECLINED,
    ),
    **dict.fromkeys(("n/a", "na", "not applicable", "not asked"), Missing.NOT_ASKED),
}
_ID_WORDS = re.compile(
    r"(^|[ _\-])(id|identifier|name|surname|forename|e-?mail|phone|telephone|mobile|postcode|"
    r"address|nhs number|ip)($|[ _\-])",
    re.IGNORECASE,
)
_ONE_PERSON = re.compile(r"(^|[ _\-])(id|identifier|e-?mail|nhs number)($|[ _\-])", re.IGNORECASE)
_CONDITION_WORDS = ("and", "in", "not", "or")
_SHARED_BEGINNING = re.compile(r".*(?:[:/|\[(?]|\s[-–—]\s)\s*", re.DOTALL)
_E_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True, slots=True)
class Guess:
    """A codebook with notes in plain words on what was guessed and why."""

    codebook: SourceCodebook
    notes: tuple[str, ...]


def guess_codebook(table: CsvTable) -> Guess:
    """Return a first codebook for a table, and what to look at in it.

    Runs of three or more neighbouring columns that hold one mark or nothing become one multi
    variable. Columns that look like identifiers are marked so and will not be read. Numbers
    with few different values become categories.
    """
    notes = [f"{len(table.lines):,} rows, {len(table.columns)} columns, {table.encoding}"]
    heads = list(table.columns)
    ticks = {head: _tick_of(cells) for head, cells in table.columns.items()}
    taken: set[str] = set()
    variables: list[SourceVariable] = []
    left_out: list[str] = []
    orders: dict[str, str] = {}
    empty = {head for head, cells in table.columns.items() if not any(map(str.strip, cells))}
    runs = {run[0]: run for run in _tick_runs(heads, ticks, empty)}
    for run in runs.values():
        taken.update(run)
    for head in heads:
        if head in runs:
            variables += _multi(runs[head], ticks[head], variables, notes)
        if head in taken:
            continue
        cells = [cell.strip() for cell in table.columns[head]]
        if head in empty:
            left_out.append(head)
            continue
        variable, order = _column(head, cells, variables)
        variables.append(variable)
        if order:
            orders[variable.code] = order
        notes += _decimal_comma_notes(variable, cells)
    if left_out:
        notes.append(f"Left out because they are empty: {', '.join(left_out)}")
    identifying = [variable.column for variable in variables if variable.identifies]
    if identifying:
        notes.append(f"Not read because they could point to people: {', '.join(identifying)}")
    nothing = sum(not any(map(str.strip, row)) for row in zip(*table.columns.values(), strict=True))
    if nothing:
        notes.append(
            f"Empty rows: {nothing:,}. They count as somebody who skipped everything; take them "
            "out of the file if there was nobody."
        )
    unit = _unit(table, variables, notes)
    dates = _settle_dates(variables, orders, notes)
    notes += [
        f"{variable.code}: taken as no answer: {', '.join(variable.missing)}"
        for variable in variables
        if variable.missing
    ]
    codebook = SourceCodebook(
        variables=tuple(variables),
        encoding=table.encoding,
        delimiter=table.delimiter,
        dates=dates,
        unit=unit,
        left_out=tuple(left_out),
    )
    return Guess(codebook, tuple(notes))


def make_code(words: str, taken: Iterable[str]) -> str:
    """Return a short unique code: small letters, digits and single underscores.

    >>> make_code("Service type 1", []), make_code("Service-type 1!", ["service_type_1"])
    ('service_type_1', 'service_type_1_2')
    """
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    code = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:50].strip("_") or "column"
    if code[0].isdigit():
        code = f"v_{code}"
    used = set(taken)
    number, unique = 2, code
    while unique in used:
        unique, number = f"{code}_{number}", number + 1
    return unique


def _variable_code(words: str, others: list[SourceVariable]) -> str:
    return make_code(words, [*RESERVED_CODES, *_CONDITION_WORDS, *(item.code for item in others)])


def split_headings(heads: Sequence[str]) -> tuple[str, list[str]]:
    """Return the question that headings share, and what each adds to it.

    Survey tools write ``Likes: food``, ``Likes [food]``, ``Likes/food`` or ``Likes? food``.
    Without such a shared beginning the question is "" and every heading stays whole.

    >>> split_headings(["What do you like? [Food]", "What do you like? [Music]"])
    ('What do you like?', ['Food', 'Music'])
    >>> split_headings(["e-mail", "e-bike"])
    ('', ['e-mail', 'e-bike'])
    """
    whole = ("", list(heads))
    pairs = zip(min(heads), max(heads), strict=False)  # in order, these two differ first
    beginning = "".join(one for one, _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    shared = _SHARED_BEGINNING.match(beginning)
    if shared is None:
        return whole
    question = shared.group().rstrip(" :/|[(-–—")
    options = [head[shared.end() :].strip() for head in heads]
    for opening, closing in ("[]", "()"):
        if shared.group().rstrip().endswith(opening):
            options = [words.removesuffix(closing).strip() for words in options]
    named = any(letter.isalpha() for letter in question) and all(options)
    return (question, options) if named and len(set(options)) == len(options) else whole


def _tick_of(cells: Sequence[str]) -> str:
    """Return the one mark a column holds beside blanks, or ""."""
    found = {cell.strip() for cell in cells} - {""}
    mark = next(iter(found)) if len(found) == 1 else ""
    return mark if mark.lower() in TICKS else ""


def _tick_runs(heads: list[str], ticks: dict[str, str], empty: set[str]) -> list[list[str]]:
    """Return runs of neighbouring tick columns; an empty column between two belongs to them."""
    runs: list[list[str]] = []
    waiting: list[str] = []
    for head in heads:
        if head in empty and runs and runs[-1]:
            waiting.append(head)
        elif not ticks[head]:
            runs.append([])
            waiting = []
        else:
            longer = [*runs[-1], *waiting, head] if runs else []
            waiting = []
            same_mark = len(longer) > 1 and ticks[longer[0]] == ticks[head]
            if same_mark and len(longer) <= MASK_BITS:
                runs[-1] = longer
            else:
                runs.append([head])
    return [run for run in runs if len(run) >= FEWEST_TICK_COLUMNS]


def _multi(
    run: list[str], ticked: str, others: list[SourceVariable], notes: list[str]
) -> list[SourceVariable]:
    question, options = split_headings(run)
    code = _variable_code(question or ("labels" if len(run) > 10 else "choices"), others)
    categories: list[SourceCategory] = []
    for head, words in zip(run, options, strict=True):
        option = make_code(words, [item.code for item in categories])
        categories.append(SourceCategory(option, words, column=head))
    notes.append(
        f"{code}: {len(run)} columns from “{run[0]}” to “{run[-1]}” that hold “{ticked}” or "
        "nothing are one question with several answers."
        + ("" if question else " Give it a better name and label.")
    )
    label = question or f"{run[0]} … {run[-1]}"
    return [
        SourceVariable(code, VariableType.MULTI, label, categories=tuple(categories), ticked=ticked)
    ]


def _column(
    head: str, cells: list[str], others: list[SourceVariable]
) -> tuple[SourceVariable, str]:
    """Return one variable and, for dates, the order of their parts."""
    code = _variable_code(head, others)
    missing = {
        cell: NO_ANSWER_WORDS[cell.lower()]
        for cell in dict.fromkeys(cells)
        if cell.lower() in NO_ANSWER_WORDS
    }
    values = [cell for cell in cells if cell and cell not in missing]
    distinct = Counter(values)
    if looks_identifying(head, values):
        return SourceVariable(code, VariableType.TEXT, head, head, identifies=True), ""
    order = guess_date_order(distinct)
    if order == "mixed":
        return SourceVariable(code, VariableType.TEXT, head, head, missing=missing), order
    if order and dates_fit(distinct, "day-first" if order == "either" else order):
        return SourceVariable(code, VariableType.DATE, head, head, missing=missing), order
    numbers = _are_numbers(distinct)
    few = len(distinct) <= (20 if numbers else MOST_CATEGORIES)
    repeated = len(distinct) <= max(2, len(values) // 2)
    short = all(len(value) <= LONGEST_CATEGORY for value in distinct)
    if values and few and short and (repeated or numbers):
        categories = _categories(distinct, numbers)
        return (
            SourceVariable(code, VariableType.SINGLE, head, head, categories, missing),
            "",
        )
    kind = VariableType.NUMERIC if numbers and values else VariableType.TEXT
    if kind is VariableType.TEXT:  # "n/a" in an open answer is somebody's answer
        missing = {words: why for words, why in missing.items() if why is not Missing.NOT_ASKED}
    return SourceVariable(code, kind, head, head, missing=missing), ""


def _settle_dates(variables: list[SourceVariable], orders: dict[str, str], notes: list[str]) -> str:
    """Return the one order of day and month for the file; dates in another become words."""
    found = list(orders.values())
    sure = [order for order in found if order in ("day-first", "month-first")]
    if sure:
        dates = sure[0]
    else:
        dates = "year-first" if found and set(found) == {"year-first"} else "day-first"
        if "either" in found:
            notes.append(
                "Dates could be day or month first: taken as day first. Check codebook.yaml."
            )
    for spot, variable in enumerate(variables):
        order = orders.get(variable.code)
        if order == "mixed":
            notes.append(
                f"{variable.code}: some dates have the day first and some the month, so nobody can "
                "tell them all apart. Kept as words; mend the file to count by date."
            )
        elif order in sure and order != dates:
            variables[spot] = replace(variable, type=VariableType.TEXT)
            notes.append(
                f"{variable.code}: these dates are {order.replace('-', ' ')}, others in the file "
                f"are {dates.replace('-', ' ')}. Kept as words; mend the file to count by date."
            )
    return dates


def _decimal_comma_notes(variable: SourceVariable, cells: list[str]) -> list[str]:
    values = {cell for cell in cells if cell and cell not in variable.missing}
    if variable.identifies or _are_numbers(values):
        return []
    if not _are_numbers(values, decimal_comma=True):
        return []
    return [
        f"{variable.code}: numbers with a decimal comma are kept as words. Write them with a "
        "point in the file to have them as numbers."
    ]


def _categories(distinct: Counter[str], numbers: bool) -> tuple[SourceCategory, ...]:
    """Order numbers by size and words by how often they stand there."""
    if numbers:
        ordered = sorted(distinct, key=lambda value: (parse_number(value) or 0.0, value))
    else:
        ordered = [
            value for value, _ in sorted(distinct.items(), key=lambda item: (-item[1], item[0]))
        ]
    made: list[SourceCategory] = []
    for value in ordered:
        number = parse_number(value)
        taken = [item.code for item in made]
        if number is not None and value.isdigit() and value not in taken:
            code = value
        else:
            code = make_code(value, taken)
        made.append(SourceCategory(code, " ".join(value.split()), value))
    return tuple(made)


def looks_identifying(head: str, values: Sequence[str]) -> bool:
    """Say whether a column could point to people, by its heading or by what stands in it.

    A name-like heading counts when the values are many or most of them differ; without one,
    short values without spaces count when every one differs, unless they are measurements.
    ``values`` are the cells that hold an answer.
    """
    distinct = set(values)
    many = len(distinct) > max(20, len(values) // 10) or 2 * len(distinct) > len(values)
    named = bool(_ID_WORDS.search(head)) and many
    e_mails = bool(values) and all(_E_MAIL.fullmatch(value) for value in distinct)
    unique = len(values) >= 50 and len(distinct) == len(values)
    short = all(len(value) <= 40 for value in distinct)
    wordless = sum(" " not in value or any(c.isdigit() for c in value) for value in distinct)
    measured = _are_numbers(distinct, decimal_comma=True) and any(
        "." in value or "," in value for value in distinct
    )
    return (
        named or e_mails or (unique and short and not measured and wordless > 0.9 * len(distinct))
    )


def _are_numbers(values: Iterable[str], *, decimal_comma: bool = False) -> bool:
    return all(
        parse_number(value) is not None or (decimal_comma and has_decimal_comma(value))
        for value in values
    )


def _unit(table: CsvTable, variables: list[SourceVariable], notes: list[str]) -> str:
    """Say whether rows are people: not when a person's identifier stands in several rows."""
    for variable in variables:
        if not variable.identifies or not _ONE_PERSON.search(variable.column):
            continue
        values = [cell.strip() for cell in table.columns[variable.column] if cell.strip()]
        if "comment" not in variable.column.lower() and len(set(values)) < len(values):
            notes.append(
                f"“{variable.column}” repeats ({len(set(values)):,} different in {len(values):,} "
                "rows): rows are answers, not people, and tables count rows."
            )
            return "row"
    return "respondent"
