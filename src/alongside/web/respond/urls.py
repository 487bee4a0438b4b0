"""Addresses of the pages for people who answer."""

from django.urls import path

from alongside.web.respond import helping, interviewing, papers, pictures, return_views, views

urlpatterns = [
    # in the order of how often they are asked for
    path("s/<slug:slug>/p/<str:page>/", views.page, name="page"),
    path("c/<slug:slug>/<str:short>/", views.channel, name="channel"),
    path("s/<slug:slug>/", views.start, name="start"),
    path("s/<slug:slug>/picture/<str:file>", pictures.picture, name="picture"),
    path("s/<slug:slug>/check/", views.check, name="check"),
    path("s/<slug:slug>/done/", views.done, name="done"),
    path("s/<slug:slug>/help/", helping.helping, name="helping"),
    path("s/<slug:slug>/paper/", papers.papers, name="papers"),
    path("s/<slug:slug>/paper/<str:file>", papers.form, name="paper"),
    path("s/<slug:slug>/team/interview/", interviewing.interview, name="interview"),
    path("s/<slug:slug>/stop/", views.stop, name="stop"),
    path("s/<slug:slug>/code/", return_views.code, name="code"),
    path("s/<slug:slug>/leave/", return_views.leave, name="leave"),
    path("s/<slug:slug>/return/", return_views.come_back, name="return"),
    path("s/<slug:slug>/returned/", return_views.returned, name="returned"),
    path("s/<slug:slug>/afterwards/", return_views.afterwards, name="afterwards"),
    path("s/<slug:slug>/withdraw/", return_views.withdraw, name="withdraw"),
    path("s/<slug:slug>/withdrawn/", return_views.withdrawn, name="withdrawn"),
]
