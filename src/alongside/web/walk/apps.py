"""The app that tries studies out."""

from django.apps import AppConfig


class WalkConfig(AppConfig):
    """Trying out."""

    name = "alongside.web.walk"
    label = "walk"
