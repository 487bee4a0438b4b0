"""The app as Django knows it."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Answers given on the site."""

    name = "alongside.web.records"
    label = "records"
