"""When the database fails: what a person sent stays in their form until it can be kept."""

import logging
from dataclasses import dataclass

from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse, QueryDict

from alongside.questionnaire import Questionnaire
from alongside.web.pages.wording import Wording

LOG = logging.getLogger(__name__)
RETRY_SECONDS = 5
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field, not a token


@dataclass(frozen=True, slots=True)
class HeldForm:
    """What was sent, to be sent again as it is.

    Parameters
    ----------
    action
        Where it was sent to.
    fields
        Name and value of every field.
    answers
        What the person chose or wrote, in words; empty when the form held no answers.
    """

    action: str
    fields: tuple[tuple[str, str], ...]
    answers: tuple[str, ...]


def hold_form(request: HttpRequest, wording: Wording) -> HeldForm:
    """Return the form of a request. Nothing else is looked up: the database may be gone."""
    sent = {name: values for name, values in _lists(request.POST) if name != TOKEN}
    fields = tuple((name, value) for name, values in sent.items() for value in values)
    answers = tuple(
        words
        for name, values in sent.items()
        for value in values
        if (words := _in_words(wording, name, value))
    )
    return HeldForm(request.get_full_path(), fields, answers)


def mark_as_trouble(response: HttpResponse, fault: DatabaseError) -> HttpResponse:
    """Say in a header when to come back, and in the log what is wrong, without any answer."""
    LOG.error("a page could not be kept or shown: %s", describe_trouble(fault))
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def describe_trouble(fault: DatabaseError) -> str:
    """Return kind and code of a fault; the driver's own words may repeat what a person wrote."""
    cause = fault.__cause__
    code = getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None)
    return f"{type(fault).__name__} {code}" if code else type(fault).__name__


def _in_words(wording: Wording, name: str, value: str) -> str:
    question = _question_of(wording.questionnaire, name)
    if not question:
        return ""
    option = wording.questionnaire.questions[question].option(value) if question == name else None
    return wording.say(option.label) if option else value.strip()


def _question_of(questionnaire: Questionnaire, name: str) -> str:
    """Return the code of the question a field belongs to; "" for a field of the page itself."""
    if name in questionnaire.questions:
        return name
    base = name.rpartition("_")[0]
    return base if base in questionnaire.questions else ""


def _lists(sent: QueryDict) -> list[tuple[str, list[str]]]:
    return [(name, [str(value) for value in values]) for name, values in sent.lists()]
