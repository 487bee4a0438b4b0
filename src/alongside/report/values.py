"""Works out the expressions that print words: counts, shares, dates, answers."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from alongside.dataset import VariableType
from alongside.kernel.errors import AlongsideError
from alongside.report.context import Context
from alongside.report.expressions import Call
from alongside.report.facts import Fact, FactKind
from alongside.report.pandoc import say_date
from alongside.tabulate import Base, Tally, count_people, number_printed, percent_text, tabulate
from alongside.tabulate.table import NO_ANSWER


def work_out(call: Call, context: Context) -> Fact | None:
    """Return the fact an expression states, or None with problems noted in the context."""
    before = len(context.problems)
    worker = _WORKERS[call.function.name]
    fact = worker(call, context)
    return fact if len(context.problems) == before else None


def can_work_out(name: str) -> bool:
    """Return whether a function prints words (and not a block, a link or a published figure)."""
    return name in _WORKERS


def _tally(call: Call, context: Context, argument: str) -> Tally | None:
    condition = context.condition(call, argument)
    among = context.condition(call, "among")
    if context.problems_at(call):
        return None
    base = Base(call.text("base") or Base.ANSWERED)
    try:
        tally = count_people(context.dataset, condition, among=among, base=base, rule=context.rule)
        number = number_printed(condition, among=among, base=base)
        if not tally.withheld and not context.may_tell(number):
            return Tally(None, None, withheld=True, caution=True)
        return tally
    except AlongsideError as error:
        context.problem("report-withheld", call, why=error.what)
        return None


def _count(call: Call, context: Context) -> Fact | None:
    tally = _tally(call, context, "condition")
    if tally is None or not _printable(call, context, tally.n):
        return None
    assert tally.n is not None  # noqa: S101  just checked
    return Fact(
        f"{tally.n:,}",
        tally.n,
        tally.n,
        tally.base_n,
        call.source,
        call.line,
        FactKind.COUNT,
    )


def _percent(call: Call, context: Context) -> Fact | None:
    tally = _tally(call, context, "condition")
    if tally is None or not _printable(call, context, tally.n, tally.base_n):
        return None
    assert tally.n is not None and tally.base_n is not None  # noqa: S101
    if tally.base_n == 0:
        context.problem("report-nobody", call)
        return None
    decimals = call.arguments.get("decimals", 0)
    return Fact(
        percent_text(tally.n, tally.base_n, int(decimals)),
        100 * tally.n / tally.base_n,
        tally.n,
        tally.base_n,
        call.source,
        call.line,
        FactKind.PERCENT,
        small=tally.base_n < context.rule.small_base,
    )


def _base(call: Call, context: Context) -> Fact | None:
    variable = context.variable(call, "variable")
    if variable is None:
        return None
    answered = Base(call.text("base") or Base.ANSWERED) is Base.ANSWERED
    counted = Call(
        call.function,
        {**call.arguments, "condition": f"{variable.code} answered"},
        call.source,
        call.line,
        call.file,
    )
    tally = _tally(counted, context, "condition")
    number = None if tally is None else (tally.n if answered else tally.base_n)
    if tally is None or not _printable(call, context, number):
        return None
    assert number is not None  # noqa: S101  just checked
    return Fact(f"{number:,}", number, number, number, call.source, call.line, FactKind.BASE)


def _printable(call: Call, context: Context, *numbers: int | None) -> bool:
    if any(number is None for number in numbers):
        few = context.unit_word("small-people", n=context.rule.withhold_below)
        why = f"it is, or rests on, fewer than {few}."
        context.problem("report-withheld", call, why=why)
        return False
    return True


def _most_common(call: Call, context: Context) -> Fact | None:
    variable = context.variable(call, "variable")
    among = context.condition(call, "among")
    if variable is None or context.problems_at(call):
        return None
    if variable.type not in (VariableType.SINGLE, VariableType.MULTI):
        context.problem(
            "report-wrong-type",
            call,
            variable=variable.code,
            type=variable.type.value,
            function="most_common",
        )
        return None
    table = tabulate(
        context.dataset,
        variable.code,
        where=among,
        rule=context.rule,
        language=context.language,
    )
    released = context.release(table)
    counted = [
        (cell.n, row)
        for row in released.rows
        if row.code != NO_ANSWER and (cell := released.cell(row.code)).n
    ]
    if not counted:
        context.problem("report-nobody", call)
        return None
    number, row = max(counted, key=lambda item: item[0] or 0)
    return Fact(
        row.label,
        row.code,
        number,
        released.column().base_n,
        call.source,
        call.line,
        FactKind.CATEGORY,
    )


def _started(call: Call, context: Context) -> Fact:
    number = context.started_n
    return Fact(f"{number:,}", number, number, number, call.source, call.line, FactKind.COUNT)


def _completed(call: Call, context: Context) -> Fact:
    number = context.completed.frame.height
    started = context.started_n
    return Fact(f"{number:,}", number, number, started, call.source, call.line, FactKind.COUNT)


def _opened(call: Call, context: Context) -> Fact | None:
    settings = context.study.settings
    return _day(call, context, settings.fieldwork_opened or settings.opens, "opens")


def _closed(call: Call, context: Context) -> Fact | None:
    settings = context.study.settings
    return _day(call, context, settings.fieldwork_closed or settings.closes, "closes")


def _day(call: Call, context: Context, day: date | None, key: str) -> Fact | None:
    if day is None:
        context.problem("report-no-date", call, function=call.function.name, key=key)
        return None
    kind = FactKind.DATE
    return Fact(say_date(day), day.isoformat(), None, None, call.source, call.line, kind)


_WORKERS: Mapping[str, Callable[[Call, Context], Fact | None]] = MappingProxyType(
    {
        "count": _count,
        "percent": _percent,
        "base": _base,
        "most_common": _most_common,
        "started": _started,
        "completed": _completed,
        "opened": _opened,
        "closed": _closed,
    }
)
