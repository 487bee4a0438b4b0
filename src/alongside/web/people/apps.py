"""The app of people."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Who is let in."""

    name = "alongside.web.people"
    label = "people"
