"""Public pages. They read, and change nothing."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.kernel.errors import AlongsideError
from alongside.questionnaire import Study
from alongside.web.publish import reads
from alongside.web.publish.report_page import with_way_back
from alongside.web.records.catalogue import find_study

MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
# A built report is one file: its style and pictures are inside it, and it runs no script.
REPORT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; font-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

Rest = ParamSpec("Rest")
StudyView = Callable[Concatenate[HttpRequest, Study, Rest], HttpResponseBase]


def of_study(view: StudyView[Rest]) -> Callable[..., HttpResponseBase]:
    """Find the study named in the address; say plainly when it cannot be read now."""

    @wraps(view)
    def find_and_show(
        request: HttpRequest, slug: str, *args: Rest.args, **kwargs: Rest.kwargs
    ) -> HttpResponseBase:
        try:
            study = find_study(slug)
            if study is None:
                raise Http404
            return view(request, study, *args, **kwargs)
        except AlongsideError as error:
            return render(request, "publish/cannot_read.html", {"why": error.what}, status=503)

    return require_safe(find_and_show)


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """Lead to every part of every study."""
    overviews, broken = reads.list_studies()
    context = {
        "overviews": overviews,
        "broken": broken,
        "synthetic": any(item.study.settings.synthetic for item in overviews),
    }
    return render(request, "publish/landing.html", context)


@of_study
def tables(request: HttpRequest, study: Study) -> HttpResponse:
    """Show one question, by one group if asked, as a released table."""
    page = reads.read_tables(study, request.GET)
    context = {"page": page, "query": request.GET.urlencode(), **_common(study)}
    faults = page is not None and bool(page.chosen.faults)
    return render(request, "publish/tables.html", context, status=400 if faults else 200)


@of_study
def tables_csv(request: HttpRequest, study: Study) -> HttpResponse:
    """Give one released table as a CSV file."""
    found = reads.read_csv(study, request.GET)
    if found is None:
        raise Http404
    name, text = found
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@of_study
def report(request: HttpRequest, study: Study) -> HttpResponse:
    """Show the built report with a way back, or say that there is none yet."""
    built = reads.report_files(study).get("html")
    if built is None:
        return render(request, "publish/no_report.html", _common(study), status=404)
    language = reads.language_of(study)
    page = with_way_back(built.path.read_text("utf-8"), study.settings.title.say(language))
    response = HttpResponse(page)
    response["Content-Security-Policy"] = REPORT_POLICY
    return response


@of_study
def report_file(request: HttpRequest, study: Study, kind: str) -> HttpResponseBase:
    """Give the built report as a Word or PDF file."""
    built = reads.report_files(study).get(kind)
    if built is None:
        return render(request, "publish/no_report.html", _common(study), status=404)
    return FileResponse(
        built.path.open("rb"),
        content_type=MEDIA_TYPES[kind],
        filename=f"{study.slug}-report.{kind}",
        as_attachment=kind == "docx",
    )


@of_study
def about(request: HttpRequest, study: Study) -> HttpResponse:
    """Say how the study was done and where its numbers come from."""
    context = {"origin": reads.read_origin(study), **_common(study)}
    return render(request, "publish/about.html", context)


def _common(study: Study) -> dict[str, object]:
    overview = reads.describe_study(study)
    return {"study": study, "overview": overview, "language": overview.language}
