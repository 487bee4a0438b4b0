"""The app as Django knows it."""

from django.apps import AppConfig


class PublishConfig(AppConfig):
    """Public results; it keeps no tables of its own."""

    name = "alongside.web.publish"
    label = "publish"
