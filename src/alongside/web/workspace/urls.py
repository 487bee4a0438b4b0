"""Addresses of the pages for the team."""

from django.urls import path

from alongside.web.workspace import views

urlpatterns = [
    path("s/<slug:slug>/team/", views.sign_in, name="team"),
    path("s/<slug:slug>/team/home/", views.home, name="team-home"),
    path("s/<slug:slug>/team/sign-out/", views.sign_out, name="team-sign-out"),
    path("s/<slug:slug>/team/fieldwork/", views.fieldwork, name="fieldwork"),
    path(
        "s/<slug:slug>/team/fieldwork/channels.csv",
        views.fieldwork_csv,
        {"table": "channels"},
        name="fieldwork-channels-csv",
    ),
    path(
        "s/<slug:slug>/team/fieldwork/pages.csv",
        views.fieldwork_csv,
        {"table": "pages"},
        name="fieldwork-pages-csv",
    ),
]
