"""The app as Django knows it."""

from django.apps import AppConfig


class RespondConfig(AppConfig):
    """Pages for people who answer; it keeps no tables of its own."""

    name = "alongside.web.respond"
    label = "respond"
