"""Addresses of the pages for the team."""

from django.urls import path

from alongside.web.workspace import explore_views, paper_settling_views, paper_views, views

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
    path("s/<slug:slug>/team/explore/", explore_views.explore, name="explore"),
    path("s/<slug:slug>/team/explore/table.csv", explore_views.explore_csv, name="explore-csv"),
    path("s/<slug:slug>/team/explore/table.xlsx", explore_views.explore_xlsx, name="explore-xlsx"),
    path("s/<slug:slug>/team/explore/table.md", explore_views.explore_markdown, name="explore-md"),
    path("s/<slug:slug>/team/explore/chart.svg", explore_views.explore_svg, name="explore-svg"),
    path("s/<slug:slug>/team/explore/chart.png", explore_views.explore_png, name="explore-png"),
    path("s/<slug:slug>/team/paper/", paper_views.papers_list, name="paper-entry"),
    path("s/<slug:slug>/team/paper/new/", paper_views.paper_new, name="paper-new"),
    path(
        "s/<slug:slug>/team/paper/agreement/",
        paper_settling_views.paper_agreement,
        name="paper-agreement",
    ),
    path("s/<slug:slug>/team/paper/form/<str:form>/", paper_views.paper_form, name="paper-form"),
    path(
        "s/<slug:slug>/team/paper/form/<str:form>/about/",
        paper_views.paper_about,
        name="paper-about",
    ),
    path(
        "s/<slug:slug>/team/paper/form/<str:form>/delete/",
        paper_views.paper_delete,
        name="paper-delete",
    ),
    path(
        "s/<slug:slug>/team/paper/form/<str:form>/settle/",
        paper_settling_views.paper_settle,
        name="paper-settle",
    ),
    path(
        "s/<slug:slug>/team/paper/form/<str:form>/section/<str:section>/",
        paper_views.paper_section,
        name="paper-section",
    ),
]
