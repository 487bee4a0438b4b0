"""The pictures beside Easy Read wording: only files that a questionnaire names."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from alongside.kernel.errors import AlongsideError
from alongside.questionnaire.pictures import find_picture, named_pictures, picture_type
from alongside.web.pages.pictures import STAMP, stamp_of
from alongside.web.records.catalogue import find_study

POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""An SVG that is opened by itself runs nothing and fetches nothing."""
FOR_GOOD = "public, max-age=31536000, immutable"
FOR_A_WHILE = "public, max-age=300"


@require_safe
def picture(request: HttpRequest, slug: str, file: str) -> HttpResponse:
    """Hand out a picture that any version of the study's questionnaire names."""
    try:
        study = find_study(slug)
    except AlongsideError as fault:
        raise Http404 from fault
    if study is None or not any(file in named_pictures(version) for version in study.versions):
        raise Http404
    path, kind = find_picture(study.folder, file), picture_type(file)
    if path is None or kind is None:
        raise Http404
    # nothing here depends on who asks: a cookie that changes must not make it be fetched again
    request.session.accessed = False
    stamp = stamp_of(path)
    tag = f'"{stamp}"'
    if request.headers.get("If-None-Match") == tag:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(path.read_bytes(), content_type=kind)
    response["ETag"] = tag
    # an older address gets what there is now, and is not kept for that
    response["Cache-Control"] = FOR_GOOD if request.GET.get(STAMP) == stamp else FOR_A_WHILE
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    return response
