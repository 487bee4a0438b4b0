"""The app as Django knows it."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """View models and templates of questions; it has no addresses and keeps no tables."""

    name = "alongside.web.pages"
    label = "pages"
