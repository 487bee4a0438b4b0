"""What helps to understand a question: its picture, what a word means, one idea a line."""

from dataclasses import dataclass

from markupsafe import Markup

from alongside.questionnaire import Picture, Question
from alongside.web.pages.fields import Field, Params
from alongside.web.pages.lines import set_lines
from alongside.web.pages.pictures import Addresses
from alongside.web.pages.wording import Wording


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture to print; ``alt`` is "" when the words beside it say it all."""

    address: str
    alt: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word of the question means.

    ``plain``: it stands there for everybody; otherwise whoever needs it opens it.
    """

    title: str
    body: Markup
    plain: bool


@dataclass(frozen=True)
class AidedField(Field):
    """A question to print, with its code and what helps to understand it."""

    code: str = ""
    picture: ShownPicture | None = None
    meaning: Meaning | None = None


def add_aids(field: Field, question: Question, wording: Wording, address: Addresses) -> AidedField:
    """Return the field with its meaning and, in Easy Read, pictures and one idea a line."""
    params = dict(field.params)
    if wording.easy_read:
        _set_in_lines(params)
        _picture_options(params, question, wording, address)
    return AidedField(
        field.kind,
        params,
        field.other,
        code=question.code,
        picture=_show(question.picture, wording, address) if wording.easy_read else None,
        meaning=_meaning(question, wording),
    )


def _show(picture: Picture | None, wording: Wording, address: Addresses) -> ShownPicture | None:
    where = address(picture.file) if picture else ""
    if picture is None or not where:
        return None
    return ShownPicture(where, wording.say(picture.alt))


def _meaning(question: Question, wording: Wording) -> Meaning | None:
    if not question.definition:
        return None
    return Meaning(
        wording.interface("meaning"), wording.prose(question.definition), plain=wording.easy_read
    )


def _set_in_lines(params: Params) -> None:
    """Set label, legend and hint one idea a line."""
    if hint := params.get("hint"):
        params["hint"] = {**hint, "html": set_lines(hint["text"], easy_read=True)}
    label = params.get("label")
    if isinstance(label, dict):
        params["label"] = {**label, "html": set_lines(label["text"], easy_read=True)}
    if fieldset := params.get("fieldset"):
        legend = fieldset["legend"]
        legend = {**legend, "html": set_lines(legend["text"], easy_read=True)}
        params["fieldset"] = {**fieldset, "legend": legend}


def _picture_options(
    params: Params, question: Question, wording: Wording, address: Addresses
) -> None:
    """Put the picture of an option before its words, where options are buttons to press."""
    if "idPrefix" not in params:  # a drop-down list shows no pictures
        return
    shown = {
        option.code: picture
        for option in question.options
        if (picture := _show(option.picture, wording, address)) is not None
    }
    params["items"] = [
        {**item, "html": _pictured(shown[item["value"]], item["text"])}
        if item.get("value") in shown
        else item
        for item in params["items"]
    ]


def _pictured(picture: ShownPicture, words: str) -> Markup:
    image = Markup('<img class="al-option-picture" src="{}" alt="{}">')
    return image.format(picture.address, picture.alt) + Markup("<span>{}</span>").format(words)
