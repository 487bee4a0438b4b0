"""The app for events."""

from django.apps import AppConfig


class EventConfig(AppConfig):
    """One page that works without a connection, and what takes in the answers it kept."""

    name = "alongside.web.event"
    label = "event"
