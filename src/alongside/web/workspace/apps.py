"""The app as Django knows it."""

from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    """Pages for the team; it keeps no tables of its own."""

    name = "alongside.web.workspace"
    label = "workspace"
