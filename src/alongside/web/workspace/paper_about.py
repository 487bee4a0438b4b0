"""What a paper form says of itself, as a form to fill in and as what was sent."""

from dataclasses import dataclass, field, replace
from typing import Any

from alongside.collect.entry import AboutPaper
from alongside.collect.entry_compare import ABOUT_FIELDS
from alongside.collect.paper import Edition
from alongside.collect.responses import HELPERS, WAYS_OF_HELPING
from alongside.web.pages.fields import Field, Params
from alongside.web.pages.showing import Fault
from alongside.web.pages.wording import has_easy_read
from alongside.web.workspace.entry import TeamCall
from alongside.web.workspace.paper_fields import say
from alongside.web.workspace.paper_reads import about_words, tidy_number

EVERYBODY = "everybody"
"""Stands in the form for no audience in particular; an audience may have this code as well."""


@dataclass(frozen=True)
class AboutForm:
    """The page that asks for the number of a form and what it says of itself.

    Parameters
    ----------
    number
        As it was typed, or tidied when it can be a number.
    about
        None for the audience while nothing was chosen is told by ``chosen``.
    """

    number: str
    about: AboutPaper
    faults: tuple[Fault, ...] = ()
    chosen: bool = True
    errors: dict[str, str] = field(default_factory=dict)

    def refused(self, code: str) -> "AboutForm":
        """Return the form with a fault at its number."""
        words = say(code)
        return replace(self, faults=(Fault("#number", words),), errors={"number": words})

    def fields(self, call: TeamCall) -> list[Field]:
        """Return what is asked about the form, as this study has it."""
        return [
            about_field(call, name, getattr(self.about, name), error=self.errors.get(name, ""))
            if name != "audience" or self.chosen
            else about_field(call, name, None, error=self.errors.get(name, ""))
            for name in show_about(call)
        ]


def show_about(call: TeamCall) -> tuple[str, ...]:
    """Return what can differ from form to form in this study."""
    settings = call.study.settings
    offered = {
        "audience": bool(call.questionnaire.audiences),
        "language": len(settings.languages) > 1,
        "edition": True,
        "channel": bool(settings.channels),
        "helped": settings.supporters,
        "helper": settings.supporters,
    }
    return tuple(name for name in ABOUT_FIELDS if offered[name])


def about_field(
    call: TeamCall, name: str, value: object, *, error: str = "", prefix: str = ""
) -> Field:
    """Return one thing a form says of itself as radios or checkboxes."""
    chosen = value if isinstance(value, tuple) else (value,)
    items: list[Params] = [
        {
            "value": _sent_as(name, code),
            "text": about_words(call.study, call.questionnaire, name, code),
            "checked": code in chosen,
        }
        for code in _codes(call, name)
    ]
    kind = "checkboxes" if name == "helped" else "radios"
    params: dict[str, Any] = {
        "name": prefix + name,
        "idPrefix": prefix + name,
        "items": items,
        "classes": f"govuk-{kind}--small",
        "fieldset": {
            "legend": {
                "text": say(f"paper-about-{name}"),
                "classes": "govuk-fieldset__legend--s",
            }
        },
    }
    if error:
        params["errorMessage"] = {"text": error, "visuallyHiddenText": "Error"}
    return Field(kind, params)


def read_about(call: TeamCall, number: str = "") -> AboutForm:
    """Return what was sent; ``number`` when that is not asked."""
    sent = call.request.POST
    typed = number or sent.get("number", "")
    tidy = tidy_number(typed)
    values = {name: read_field(call, name) for name in ABOUT_FIELDS}
    about = replace(
        AboutPaper(language=call.study.settings.languages[0]),
        **{name: value for name, value in values.items() if value is not None},  # type: ignore[arg-type]
    )
    if not about.helped:
        about = replace(about, helper="")
    errors: dict[str, str] = {}
    if not tidy:
        errors["number"] = say("paper-number-wrong" if typed.strip() else "paper-number-missing")
    if call.questionnaire.audiences and values["audience"] is None:
        errors["audience"] = say("paper-audience-missing")
    return AboutForm(
        tidy or typed[:80],
        about,
        tuple(Fault(f"#{name}", words) for name, words in errors.items()),
        values["audience"] is not None,
        errors,
    )


def read_field(
    call: TeamCall, name: str, prefix: str = ""
) -> str | tuple[str, ...] | Edition | None:
    """Return one thing that was sent about the form; None when nothing known was chosen."""
    sent = call.request.POST.getlist(prefix + name)
    codes = [code for code in _codes(call, name) if _sent_as(name, code) in sent]
    if name == "helped":
        return tuple(codes)
    if not codes:
        return None
    return Edition(codes[0]) if name == "edition" else codes[0]


def _codes(call: TeamCall, name: str) -> tuple[str, ...]:
    match name:
        case "audience":
            return (*(item.code for item in call.questionnaire.audiences), "")
        case "language":
            return call.study.settings.languages
        case "edition":
            every = tuple(edition.value for edition in Edition)
            return every if has_easy_read(call.study) else every[:2]
        case "channel":
            return (*(item.code for item in call.study.settings.channels), "")
        case "helped":
            return WAYS_OF_HELPING
        case _:
            return (*HELPERS, "")


def _sent_as(name: str, code: str) -> str:
    """Return what the browser sends: an empty value would be taken for none at all."""
    return code or f"-{EVERYBODY}" if name == "audience" else code or "-none"
