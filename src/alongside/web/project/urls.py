"""Every address of the site."""

from django.urls import include, path

urlpatterns = [
    path("", include("alongside.web.respond.urls")),
    path("", include("alongside.web.event.urls")),
    path("", include("alongside.web.publish.urls")),
    path("", include("alongside.web.workspace.urls")),
]

handler400 = "alongside.web.project.errors.bad_request"
handler403 = "alongside.web.project.errors.permission_denied"
handler404 = "alongside.web.project.errors.page_not_found"
handler500 = "alongside.web.project.errors.server_error"
