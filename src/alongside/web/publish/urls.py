"""Addresses of the public pages."""

from django.urls import path

from alongside.web.publish import views

urlpatterns = [
    path("", views.landing, name="landing"),
    path("s/<slug:slug>/tables/", views.tables, name="tables"),
    path("s/<slug:slug>/tables.csv", views.tables_csv, name="tables-csv"),
    path("s/<slug:slug>/report/", views.report, name="report"),
    path("s/<slug:slug>/report.docx", views.report_file, {"kind": "docx"}, name="report-docx"),
    path("s/<slug:slug>/report.pdf", views.report_file, {"kind": "pdf"}, name="report-pdf"),
    path("s/<slug:slug>/about/", views.about, name="about"),
]
