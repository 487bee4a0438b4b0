"""Addresses of the page for events."""

from django.urls import path

from alongside.web.event import views

urlpatterns = [
    path("s/<slug:slug>/event/", views.page, name="event"),
    path("s/<slug:slug>/event/bundle.json", views.bundle, name="event-bundle"),
    path("s/<slug:slug>/event/worker.js", views.worker, name="event-worker"),
    path("s/<slug:slug>/event/send/", views.send, name="event-send"),
    path("s/<slug:slug>/event/<slug:short>/", views.page, name="event-channel"),
]
