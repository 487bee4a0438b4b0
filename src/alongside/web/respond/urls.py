"""Addresses of the pages for people who answer."""

from django.urls import path

from alongside.web.respond import helping, interviewing, views

urlpatterns = [
    path("c/<slug:slug>/<str:short>/", views.channel, name="channel"),
    path("s/<slug:slug>/", views.start, name="start"),
    path("s/<slug:slug>/p/<str:page>/", views.page, name="page"),
    path("s/<slug:slug>/check/", views.check, name="check"),
    path("s/<slug:slug>/done/", views.done, name="done"),
    path("s/<slug:slug>/help/", helping.helping, name="helping"),
    path("s/<slug:slug>/team/interview/", interviewing.interview, name="interview"),
    path("s/<slug:slug>/stop/", views.stop, name="stop"),
]
