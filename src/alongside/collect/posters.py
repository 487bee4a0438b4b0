"""Posters that lead to a study: one page for each channel, in plain words."""

from importlib.resources import files

from alongside.collect.channel_links import channel_link, qr_picture, short_address
from alongside.collect.paper.saying import spoken
from alongside.kernel.text import LANGUAGE_NAMES, Text, writing_direction
from alongside.questionnaire import Channel, Study
from alongside.questionnaire.piping import say_moment
from alongside.typeset import print_pdf

PROMISES_SHOWN = 3
"""Lines of the promise on a poster: more are not read in passing."""


def poster_pdf(
    study: Study,
    channel: Channel | None,
    address: str,
    language: str = "en",
    *,
    minutes: int | None = None,
) -> bytes:
    """Return the poster of one channel as tagged PDF (PDF/UA-1): one A4 page.

    Parameters
    ----------
    study
        What the poster is about.
    channel
        Whose link is on the poster; None: the link to the study itself.
    address
        The site as people reach it, such as ``https://survey.example.org``.
    language
        One of the study's languages.
    minutes
        About how long answering takes; None: not said.

    Words are the Easy Read ones where the study has them: a poster is read in passing.
    Raises ``PrintError`` when the PDF would not be accessible.
    """
    link = channel_link(address, study.slug, channel.short if channel else "")
    data = poster_data(study, link, language, minutes=minutes)
    source = files("alongside.collect").joinpath("poster.typ").read_text("utf-8")
    return print_pdf(source, enclosed={"qr.svg": qr_picture(link)}, data=data)


def poster_data(
    study: Study, link: str, language: str, *, minutes: int | None = None
) -> dict[str, object]:
    """Return everything that stands on a poster."""
    settings = study.settings

    def said(text: Text) -> str:
        return text.say(language, easy_read=True)

    return {
        "language": language,
        "direction": writing_direction(language),
        "title": said(settings.title),
        "trying": _words("trying-out", language) if settings.synthetic else "",
        "summary": said(settings.summary),
        "facts": [fact for fact in _facts(study, language, minutes) if fact],
        "promise": [said(line.text) for line in settings.promise[:PROMISES_SHOWN]],
        "scan": _words("scan", language),
        "type": _words("type", language),
        "shown": short_address(link),
        "alt": _words("alt", language, address=link),
        "dates": _dates(study, language),
        "asked_by": said(settings.asked_by),
        "asked_by_title": _words("asked-by", language),
        "contact": said(settings.contact),
        "paper": _words("paper", language) if settings.contact else "",
    }


def _facts(study: Study, language: str, minutes: int | None) -> list[str]:
    """Return how long it takes and in which words it can be read."""
    questionnaire, tags = study.questionnaire, study.settings.languages
    easy = questionnaire is not None and questionnaire.has_easy_read
    names = " · ".join(LANGUAGE_NAMES.get(tag, tag) for tag in tags)
    return [
        _words("minutes", language, minutes=minutes) if minutes is not None else "",
        _words("easy", language) if easy else "",
        _words("languages", language, languages=names) if len(tags) > 1 else "",
    ]


def _dates(study: Study, language: str) -> str:
    settings = study.settings
    opens = closes = ""
    if settings.opens is not None:
        opens = say_moment(settings.opens, settings.opens_time, language)
    if settings.closes is not None:
        closes = say_moment(settings.closes, settings.closes_time, language)
    if opens and closes:
        return _words("between", language, opens=opens, closes=closes)
    if closes:
        return _words("until", language, closes=closes)
    return _words("from", language, opens=opens) if opens else ""


def _words(code: str, language: str, **params: object) -> str:
    return spoken(f"poster-{code}", language, easy_read=False, **params)
