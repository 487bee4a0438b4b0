"""The template environment: our pages over the GOV.UK components."""

from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as package_version
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader

from alongside.kernel.text import writing_direction
from alongside.web.pages.lines import lines_filter
from alongside.web.pages.wording import speaker

GOVUK = "govuk_frontend_jinja"


def environment(**options: Any) -> Environment:
    """Return the environment that Django's template engine asks for."""
    options["loader"] = ChoiceLoader(
        [options["loader"], PrefixLoader({GOVUK: PackageLoader(GOVUK)})]
    )
    env = Environment(trim_blocks=True, lstrip_blocks=True, **options)  # noqa: S701 - Django turns autoescape on
    env.globals.update(_globals())
    env.filters["lines"] = lines_filter
    return env


def _globals() -> Mapping[str, object]:
    try:
        version = package_version("alongside")
    except PackageNotFoundError:
        version = ""
    return {
        "static": static,
        "url": reverse,
        "version": version,
        "writing_direction": writing_direction,
        "speaker": speaker,
    }
