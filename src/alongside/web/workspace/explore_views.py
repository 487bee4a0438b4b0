"""The explore page, its charts and its files. They read, and change nothing."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.urls import reverse

from alongside.charts import Chart, draw_png, draw_svg
from alongside.kernel.errors import AlongsideError
from alongside.questionnaire import Study
from alongside.web.workspace import explore_reads as reads
from alongside.web.workspace.entry import TeamCall, for_role
from alongside.web.workspace.explore_choices import HOWS, NO_CHART, SHOWS, VERSUS, Query
from alongside.web.workspace.explore_work import PAGE_S, StillWorkingError, waits
from alongside.web.workspace.explore_workbook import as_workbook

# this page alone runs a script: it puts a button to copy into the page
POLICY = (
    "default-src 'self'; script-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
Rest = ParamSpec("Rest")


def with_data(
    view: Callable[Concatenate[TeamCall, Rest], HttpResponse],
) -> Callable[Concatenate[TeamCall, Rest], HttpResponse]:
    """Say plainly when the data of the study cannot be read."""

    @wraps(view)
    def show(call: TeamCall, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        try:
            return view(call, *args, **kwargs)
        except AlongsideError as error:
            return call.show("explore_trouble.html", status=503, error=error)

    return show


@for_role("explore")
@with_data
def explore(call: TeamCall) -> HttpResponse:
    """Show a question by groups, among some people, as far as it may be seen."""
    language = words_language(call.study)
    waiting = waits.set(PAGE_S)
    try:
        page = reads.read_page(call.study, _query(call), language)
    finally:
        waits.reset(waiting)
    if page is None:
        return call.show("explore_empty.html")
    counted = page.counted
    context: dict[str, object] = {
        "page": page,
        "wish": page.wish,
        "names": {"how": HOWS, "show": SHOWS, "versus": VERSUS, "chart": reads.CHART_NAMES},
        "no_chart": NO_CHART,
        "working": reads.working_words(call.study),
        "design": call.study.settings.design.say(language) if call.study.settings.design else "",
        "rule": call.study.settings.disclosure,
        "again": _link(call, "explore", page.wish.pairs()),
        "working_on": isinstance(page.trouble, StillWorkingError),
    }
    if counted is not None or page.numbers:
        context |= {
            "charts": [
                {"alt": reads.chart_of(counted, number).alt, "number": number}
                for number in range(len(counted.tables) if counted else 0)
                if counted and counted.chart is not None
            ],
            "markdown": reads.as_markdown(call.study, page),
            "link": _link(call, "explore", page.wish.pairs()),
            "files": {
                name: _link(call, f"explore-{name}", page.wish.pairs())
                for name in ("csv", "xlsx", "md", "svg", "png")
            },
        }
    status = 400 if page.wish.faults else 200
    response = call.show("explore.html", status=status, **context)
    response["Content-Security-Policy"] = POLICY
    return response


@for_role("explore")
@with_data
def explore_csv(call: TeamCall) -> HttpResponse:
    """Give the tables as a CSV file."""
    page = _found(call)
    # Excel takes a file for UTF-8 only when it begins with this mark
    text = "\ufeff" + reads.as_csv(call.study, page)
    return _file(call, page, text.encode(), "text/csv; charset=utf-8", "csv")


@for_role("explore")
@with_data
def explore_xlsx(call: TeamCall) -> HttpResponse:
    """Give the tables as a workbook: one sheet a table."""
    page = _found(call)
    body = as_workbook(page, reads.working_words(call.study))
    return _file(
        call,
        page,
        body,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "xlsx",
    )


@for_role("explore")
@with_data
def explore_markdown(call: TeamCall) -> HttpResponse:
    """Give the tables as a Markdown file."""
    page = _found(call)
    text = reads.as_markdown(call.study, page)
    return _file(call, page, text.encode(), "text/markdown; charset=utf-8", "md")


@for_role("explore")
@with_data
def explore_svg(call: TeamCall) -> HttpResponse:
    """Give the chart as SVG: in the page, or as a file with ``file=1``."""
    page = _found(call)
    narrow = call.request.GET.get("size") == "narrow"
    chart = _chart(call)
    svg = draw_svg(chart, narrow=narrow).encode()
    if call.request.GET.get("file"):
        return _file(call, page, svg, "image/svg+xml", "svg")
    return HttpResponse(svg, content_type="image/svg+xml")


@for_role("explore")
@with_data
def explore_png(call: TeamCall) -> HttpResponse:
    """Give the chart as a PNG file."""
    page = _found(call)
    return _file(call, page, draw_png(_chart(call)), "image/png", "png")


def words_language(study: Study) -> str:
    """Return the language of a study's words on pages of the team: English where it has it."""
    languages = study.settings.languages
    return "en" if "en" in languages else languages[0]


def _query(call: TeamCall) -> Query:
    return cast("Query", call.request.GET)


def _found(call: TeamCall) -> reads.ExplorePage:
    page = reads.read_page(call.study, _query(call), words_language(call.study))
    if page is None or not (page.counted or page.numbers):
        raise Http404
    return page


def _chart(call: TeamCall) -> Chart:
    number = call.request.GET.get("number", "0")
    language = words_language(call.study)
    place = int(number) if number.isdecimal() and len(number) < 3 else -1
    chart = reads.read_chart(call.study, _query(call), language, place)
    if chart is None:
        raise Http404
    return chart


def _link(call: TeamCall, name: str, pairs: list[tuple[str, str]]) -> str:
    return f"{reverse(name, kwargs={'slug': call.slug})}?{urlencode(pairs)}"


def _file(
    call: TeamCall, page: reads.ExplorePage, body: bytes, kind: str, ending: str
) -> HttpResponse:
    wish = page.wish
    parts = [call.slug, wish.question, *(code for code in (wish.by, wish.second) if code)]
    response = HttpResponse(body, content_type=kind)
    name = "-by-".join(["-".join(parts[:2]), *parts[2:]])
    response["Content-Disposition"] = f'attachment; filename="{name}-working.{ending}"'
    return response
